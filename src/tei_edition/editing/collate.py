"""Witnesses, each in a file of its own, made into one text with an apparatus.

The first is the base: its markup is kept, and where others differ an entry of parallel
segmentation stands in it (TEI Guidelines, section 13.2.3). Of the others the words are taken. They
are aligned word by word with the base; one that has too few words in common with it, such as
another translation, paragraph by paragraph, since a match of single words would mean nothing.

Long because aligning, merging and writing entries share the words and their places in the base.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from tei_edition.config.tables import TextTable
from tei_edition.editing.scaffold import read_plain_text
from tei_edition.problems import EditionError
from tei_edition.reader.reading_text import BLOCKS, Runs
from tei_edition.source import read_source
from tei_edition.source.stamps import strip_stamps
from tei_edition.tei import TEI_NS, XML_ID, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

# Below this share of words in common, an alignment of words matches little but particles.
LOW_AGREEMENT = 0.5
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_SIGLUM = re.compile(r"[^\W\d][\w.-]*")
# In these an entry may not stand: it holds the whole of them.
_CLOSED = frozenset({"choice", "subst"})


class Collation(NamedTuple):
    """A TEI file as text, and of each witness but the base its siglum and agreement.

    The agreement is the share of words, from 0 to 1, that stand in both in the same order; `loose`
    are the witnesses of which it is too low for an alignment of words.
    """

    tei: str
    agreements: dict[str, float]
    loose: tuple[str, ...]


class _Word(NamedTuple):
    """A word of the base: from a character of one slot to one of another, in a block."""

    text: str
    start: tuple[int, int]
    end: tuple[int, int]
    block: int


class _Variants(NamedTuple):
    """The words `start` to `end` of the base, in a block, and what the other witnesses have."""

    block: int
    start: int
    end: int
    readings: Mapping[str, str]


def collate_files(paths: Sequence[Path], sigla: Sequence[str] = ()) -> Collation:
    """Collate files of TEI or plain text (UTF-8, blank lines between paragraphs), the base first.

    Without `sigla` the witnesses are named by their files. White space is not compared; all else
    is. Raises EditionError for files that cannot be read, and for a base with an apparatus.
    """
    names = [*(sigla or map(_make_siglum, paths))]
    _check_names(names, paths)
    prolog, root = _read_base(paths[0])
    runs = Runs(root, TextTable())
    words = list(_list_words(runs))
    if not words:
        raise EditionError(f'"{paths[0]}" has no text')
    others = {name: _read_paragraphs(path) for name, path in zip(names[1:], paths[1:], strict=True)}
    starts = [n for n, word in enumerate(words) if not n or word.block != words[n - 1].block]
    blocks = [[w.text for w in words[a:b]] for a, b in pairwise([*starts, len(words)])]
    agreements = {name: measure_agreement(blocks, text) for name, text in others.items()}
    loose = tuple(name for name, share in agreements.items() if share < LOW_AGREEMENT)
    parts = {
        name: (_pair_paragraphs if name in loose else _cut_like)(blocks, text)
        for name, text in others.items()
    }
    found: list[_Variants] = []
    for number, (start, block) in enumerate(zip(starts, blocks, strict=True)):
        texts = {name: part[number] for name, part in parts.items()}
        found += _compare(runs, words, start, block, texts, loose)
    for variants in reversed(found):
        _write_entry(runs, words, variants, names)
    _declare(root, names, paths)
    strip_stamps(root)
    etree.cleanup_namespaces(root)
    return Collation(f"{prolog}{etree.tostring(root, encoding='unicode')}\n", agreements, loose)


def measure_agreement(first: Sequence[Sequence[str]], second: Sequence[Sequence[str]]) -> float:
    """The share of the words of two texts, in paragraphs, that both have in the same order."""
    one, other = ([w for part in text for w in part] for text in (first, second))
    same = sum(a2 - a1 for tag, a1, a2, _, _ in _align(one, other) if tag == "equal")
    return same / (max(len(one), len(other)) or 1)


# Reading.


def _make_siglum(path: Path) -> str:
    name = re.sub(r"[^\w.-]+", "-", path.stem)
    return name if _SIGLUM.fullmatch(name) else f"W{name}"


def _check_names(names: Sequence[str], paths: Sequence[Path]) -> None:
    if len(paths) < 2:
        raise EditionError("a collation needs two witnesses at least")
    if len(names) != len(paths):
        raise EditionError(f"there are {len(paths)} files and {len(names)} sigla")
    for name in names:
        if names.count(name) > 1:
            raise EditionError(f'two witnesses have the siglum "{name}"', hint="give other sigla")
        if not _SIGLUM.fullmatch(name):
            raise EditionError(
                f'"{name}" cannot be a siglum in TEI',
                hint="it is an xml:id: letters, digits, hyphens, full stops, and a letter first",
            )


def _read_base(path: Path) -> tuple[str, etree._Element]:
    """What stands before the root of the base, and its tree."""
    root = _read_tree(path)
    if root is None:
        return '<?xml version="1.0" encoding="UTF-8"?>\n', _make_tree(path)
    for name in ("app", "listApp"):
        if next(root.iter(tei(name)), None) is not None:
            raise EditionError(
                f'"{path}" has an apparatus already', hint="collate texts without one"
            )
    text = read_source(path, path.parent).text
    found = _PROLOG.match(text)
    prolog = re.sub(
        r'(<\?xml[^>]*encoding=)["\'][^"\']*["\']', r'\1"UTF-8"', found[0] if found else ""
    )
    return prolog, root


def _read_tree(path: Path) -> etree._Element | None:
    """The tree of a TEI file; None for a plain text."""
    if path.suffix.lower() == ".txt":
        return None
    source = read_source(path, path.parent)
    if source.root is None:
        (fault,) = source.problems[:1]
        place = f"{fault.location.file}:{fault.location.line}:{fault.location.column}"
        raise EditionError(f"{place}: {fault.message}", hint=fault.hint)
    return source.root


def _read_plain(path: Path) -> list[list[str]]:
    text = read_plain_text(path)
    return [part.split() for part in re.split(r"\n[ \t]*\n", text) if part.split()]


def _read_paragraphs(path: Path) -> list[list[str]]:
    """The words of a witness, in paragraphs or lines of verse."""
    root = _read_tree(path)
    if root is None:
        return _read_plain(path)
    return [line.split() for line in Runs(root, TextTable()).lines().splitlines()]


def _make_tree(path: Path) -> etree._Element:
    """A plain text as TEI."""
    body = "\n".join(f"      <p>{escape(' '.join(words))}</p>" for words in _read_plain(path))
    return etree.fromstring(
        f'<TEI xmlns="{TEI_NS}">\n  <teiHeader>\n    <fileDesc>\n'
        f"      <titleStmt><title>{escape(path.stem)}</title></titleStmt>\n"
        "      <publicationStmt><p>Unpublished.</p></publicationStmt>\n"
        f"      <sourceDesc><p>Made from plain texts.</p></sourceDesc>\n"
        "    </fileDesc>\n  </teiHeader>\n"
        f"  <text>\n    <body>\n{body}\n    </body>\n  </text>\n</TEI>"
    )


def _list_words(runs: Runs) -> Iterator[_Word]:
    """The words of a reading text, parted as `Runs.lines` parts them."""
    text = ""
    start = end = (0, 0)
    block, is_joined = 0, False
    for number, slot in enumerate(runs.slots):
        name = local(slot.element.tag)
        is_break = name == "lb" and slot.element.get("break") == "no"
        if is_break:
            is_joined = True
        elif name == "lb" or name in BLOCKS:
            if text:
                yield _Word(text, start, end, block)
            text, is_joined = "", False
            block += name in BLOCKS
        solid = len(slot.text.rstrip())
        for offset, char in enumerate(slot.text):
            if char.isspace():
                # Around the end of a line within a word there may be white space.
                is_held = is_joined or (offset >= solid and _is_joined_later(runs, number))
                if text and not is_held:
                    yield _Word(text, start, end, block)
                    text = ""
                continue
            is_joined = False
            start = start if text else (number, offset)
            end = (number, offset + 1)
            text += char
    if text:
        yield _Word(text, start, end, block)


def _is_joined_later(runs: Runs, number: int) -> bool:
    """Whether nothing but white space stands between a slot and a line end within a word."""
    for slot in islice(runs.slots, number + 1, None):
        name = local(slot.element.tag)
        if name == "lb":
            return slot.element.get("break") == "no"
        if name in BLOCKS or slot.text.strip():
            return False
    return False


# Aligning.


def _align(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """How one series of words becomes another, with as few changes as can be."""
    try:
        from rapidfuzz.distance import Levenshtein
    except ImportError:
        raise EditionError(
            "collating needs the library rapidfuzz", hint="pip install tei-edition[collate]"
        ) from None
    numbers: dict[str, int] = {}
    one, other = ([numbers.setdefault(w, len(numbers)) for w in text] for text in (first, second))
    return [
        (op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end)
        for op in Levenshtein.opcodes(one, other)
    ]


def _list_differences(
    first: Sequence[str], second: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """The words of one text for which the other has others: start and end in both."""
    found: list[tuple[int, int, int, int]] = []
    for tag, a1, a2, b1, b2 in _align(first, second):
        if tag == "equal":
            continue
        if found and found[-1][1] == a1 and found[-1][3] == b1:
            found[-1] = (found[-1][0], a2, found[-1][2], b2)
        else:
            found.append((a1, a2, b1, b2))
    return found


def _cut_like(blocks: list[list[str]], text: list[list[str]]) -> list[list[str]]:
    """The words of a witness that belong to each block of the base, found word by word.

    Where a block of the base ends among words that differ, the witness is cut where a paragraph of
    its own begins, or else in the same proportion.
    """
    base = [word for block in blocks for word in block]
    words = [word for part in text for word in part]
    own = {0}
    for part in text:
        own.add(max(own) + len(part))
    differences = _list_differences(base, words)
    cuts = [0]
    place = shift = edge = 0
    for block in blocks[:-1]:
        edge += len(block)
        while place < len(differences) and differences[place][1] < edge:
            shift = differences[place][3] - differences[place][1]
            place += 1
        low = high = guess = edge + shift
        if place < len(differences) and differences[place][0] <= edge:
            a1, a2, low, high = differences[place]
            guess = high if a1 == a2 else low + (high - low) * (edge - a1) // (a2 - a1)
        near = [cut for cut in range(low, high + 1) if cut in own]
        cut = min(near, key=lambda cut: abs(cut - guess)) if near else guess
        cuts.append(max(cut, cuts[-1]))
    return [words[a:b] for a, b in pairwise([*cuts, len(words)])]


def _pair_paragraphs(blocks: list[list[str]], text: list[list[str]]) -> list[list[str]]:
    """The words of a witness that belong to each block of the base, by the lengths of paragraphs.

    A paragraph answers to one, or two to one, or one has no answer, whichever makes the lengths
    of all of them most alike (after Gale and Church, 1993).
    """
    sizes = [[sum(map(len, part)) + 1 for part in parts] for parts in (blocks, text)]
    ratio = sum(sizes[1]) / (sum(sizes[0]) or 1)
    ways = ((1, 1, 0.0), (1, 0, 3.0), (0, 1, 3.0), (2, 1, 1.0), (1, 2, 1.0))
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for i in range(len(blocks) + 1):
        for j in range(len(text) + 1):
            if (i, j) not in best:
                continue
            for a, b, cost in ways:
                if i + a > len(blocks) or j + b > len(text):
                    continue
                here = sum(sizes[0][i : i + a]) * ratio
                there = sum(sizes[1][j : j + b])
                misfit = abs(here - there) / (here + there) if a and b else 0.0
                total = best[i, j][0] + cost + 6 * misfit
                if (i + a, j + b) not in best or total < best[i + a, j + b][0]:
                    best[i + a, j + b] = (total, a, b)
    answers: list[list[str]] = [[] for _ in blocks]
    i, j = len(blocks), len(text)
    while i or j:
        _, a, b = best[i, j]
        i, j = i - a, j - b
        # What answers to no block follows the one before.
        at = i if a else max(0, i - 1)
        answers[at] = [word for part in text[j : j + b] for word in part] + answers[at]
    return answers


# Entries.


def _compare(
    runs: Runs,
    words: Sequence[_Word],
    first: int,
    block: Sequence[str],
    texts: Mapping[str, Sequence[str]],
    loose: Sequence[str],
) -> Iterator[_Variants]:
    """Where the witnesses differ from a block of the base, in order; none overlap."""
    differences = {
        name: [(0, len(block), 0, len(text))]
        if name in loose and list(text) != list(block)
        else _list_differences(block, text)
        for name, text in texts.items()
    }
    spans = sorted({(a1, a2) for found in differences.values() for a1, a2, _, _ in found})
    while True:
        merged = _merge(spans)
        wider = [_widen(runs, words, first, span) for span in merged]
        if wider == spans:
            break
        spans = wider
    done = -1
    for start, end in spans:
        readings = {}
        for name, text in texts.items():
            low, high = start, end
            for a1, a2, _, b2 in differences[name]:
                # An addition at the edge of two spans belongs to the first.
                if a1 < start or a1 == a2 == done == start:
                    low = start + b2 - a2
                if a2 <= end:
                    high = end + b2 - a2
            readings[name] = " ".join(text[low : max(low, high)])
        yield _Variants(words[first].block, first + start, first + end, readings)
        done = end


def _merge(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of which none overlap; additions at the edge of one belong to it."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged:
            before = merged[-1]
            is_point = start == end or before[0] == before[1]
            if start < before[1] or (start == before[1] and is_point):
                merged[-1] = (before[0], max(before[1], end))
                continue
        merged.append((start, end))
    return merged


def _widen(
    runs: Runs, words: Sequence[_Word], first: int, span: tuple[int, int]
) -> tuple[int, int]:
    """A span that crosses no markup: words at both of its ends are taken in until it does not."""
    start, end = span
    if start == end:
        return span
    while True:
        low, high = _find_bounds(runs, words[first + start], words[first + end - 1])
        before, after = start, end
        while first + before and words[first + before - 1].end > low and before:
            before -= 1
        while first + after < len(words) and words[first + after].start < high:
            after += 1
        if (before, after) == (start, end):
            return span
        start, end = span = before, after


def _find_bounds(runs: Runs, head: _Word, last: _Word) -> tuple[tuple[int, int], tuple[int, int]]:
    """The points between which the smallest piece of whole markup has both words."""
    holder = _find_holder(runs, head.start[0], last.end[0])
    low, high = head.start, last.end
    for is_end, slot in ((False, head.start[0]), (True, last.end[0])):
        child = _child_of(holder, _container(runs, slot))
        if child is not None:
            inside = runs.inside[child]
            if is_end:
                high = (inside[1], 0)
            else:
                low = (inside[0], 0)
    return low, high


def _container(runs: Runs, number: int) -> etree._Element:
    """The element in which the text of a slot stands."""
    slot = runs.slots[number]
    parent = slot.element.getparent() if slot.is_tail else slot.element
    assert parent is not None
    return parent


def _find_holder(runs: Runs, first: int, last: int) -> etree._Element:
    """The innermost element that holds the text of two slots and may hold an entry."""
    around = [_container(runs, first)]
    around += around[0].iterancestors()
    other = _container(runs, last)
    others = {other, *other.iterancestors()}
    return next(e for e in around if e in others and local(e.tag) not in _CLOSED)


def _child_of(holder: etree._Element, inner: etree._Element) -> etree._Element | None:
    """The child of an element in which another stands; None for the element itself."""
    child = None
    node: etree._Element | None = inner
    while node is not None and node is not holder:
        child, node = node, node.getparent()
    return child


# Writing.


def _write_entry(
    runs: Runs, words: Sequence[_Word], variants: _Variants, names: Sequence[str]
) -> None:
    """Put an entry into the tree; entries behind it must be there already."""
    lemma = " ".join(word.text for word in words[variants.start : variants.end])
    by_text: dict[str, list[str]] = {}
    for name, text in variants.readings.items():
        by_text.setdefault(text, []).append(name)
    app = etree.Element(tei("app"))
    lem = etree.SubElement(app, tei("lem"))
    lem.set("wit", _point([names[0], *by_text.pop(lemma, ())]))
    for text, having in by_text.items():
        etree.SubElement(app, tei("rdg"), wit=_point(having)).text = text or None
    if variants.start == variants.end:
        _put_beside(runs, words, variants, app)
    else:
        _put_around(runs, words[variants.start], words[variants.end - 1], app, lem)


def _point(names: Sequence[str]) -> str:
    return " ".join(f"#{name}" for name in names)


def _put_beside(
    runs: Runs, words: Sequence[_Word], variants: _Variants, app: etree._Element
) -> None:
    """Put an entry without words of the base between two words, outside of the names there."""
    ends = [
        (sum(1 for _ in _container(runs, point[0]).iterancestors()), point, is_after)
        for number, is_after in ((variants.start - 1, True), (variants.start, False))
        if 0 <= number < len(words) and words[number].block == variants.block
        for point in (words[number].end if is_after else words[number].start,)
    ]
    _, (number, offset), is_after = min(ends)
    slot = runs.slots[number]
    text = (slot.element.tail if slot.is_tail else slot.element.text) or ""
    before, rest = text[:offset], text[offset:]
    app.tail = rest if is_after else f" {rest}"
    _insert(slot.element, slot.is_tail, f"{before} " if is_after else before, app)


def _put_around(
    runs: Runs, head: _Word, last: _Word, app: etree._Element, lem: etree._Element
) -> None:
    """Put an entry around the words of the base, which become its lemma with their markup."""
    holder = _find_holder(runs, head.start[0], last.end[0])
    first = _child_of(holder, _container(runs, head.start[0]))
    final = _child_of(holder, _container(runs, last.end[0]))
    # The text nodes, among the holder's children, in which the lemma begins and ends: what stands
    # behind a child, or before all.
    if first is None:
        slot = runs.slots[head.start[0]]
        left, offset = (slot.element if slot.is_tail else None), head.start[1]
    else:
        left = first.getprevious()
        offset = len((holder.text if left is None else left.tail) or "")
    if final is None:
        slot = runs.slots[last.end[0]]
        right, limit = (slot.element if slot.is_tail else None), last.end[1]
    else:
        right, limit = final, 0
    text = (holder.text if left is None else left.tail) or ""
    if left is right:
        lem.text, app.tail = text[offset:limit], text[limit:]
    else:
        lem.text = text[offset:]
        moved = []
        node = left.getnext() if left is not None else holder[0]
        while node is not None:
            moved.append(node)
            node = None if node is right else node.getnext()
        tail = moved[-1].tail or ""
        lem.extend(moved)
        moved[-1].tail, app.tail = tail[:limit], tail[limit:]
    _insert(holder if left is None else left, left is not None, text[:offset], app)


def _insert(element: etree._Element, is_tail: bool, text: str, app: etree._Element) -> None:
    """Put an entry behind a text node, which becomes `text`."""
    if is_tail:
        element.tail = None
        element.addnext(app)
        element.tail = text
    else:
        element.text = text
        element.insert(0, app)


def _declare(root: etree._Element, names: Sequence[str], paths: Sequence[Path]) -> None:
    """Name the method and the witnesses in the header, as far as it does not do so."""
    description = next(root.iter(tei("sourceDesc")), None)
    header = next(root.iter(tei("teiHeader")), None)
    if header is None or description is None:
        raise EditionError(f'the header of "{paths[0]}" has no sourceDesc for the witnesses')
    known = {e.get(XML_ID, ""): local(e.tag) for e in root.iter(tei("*")) if e.get(XML_ID)}
    for name in names:
        if known.get(name, "witness") != "witness":
            raise EditionError(
                f'"{name}" is the xml:id of a <{known[name]}> in "{paths[0]}"',
                hint="give the witness another siglum",
            )
    new = [(name, path) for name, path in zip(names, paths, strict=True) if name not in known]
    if new:
        holder = description
        if description.find(tei("p")) is not None or description.find(tei("ab")) is not None:
            holder = etree.SubElement(description, tei("p"))  # it holds paragraphs alone
        listed = etree.SubElement(holder, tei("listWit"))
        for name, path in new:
            witness = etree.SubElement(listed, tei("witness"))
            witness.set(XML_ID, name)
            witness.text = path.name
    if next(root.iter(tei("variantEncoding")), None) is None:
        encoding = header.find(tei("encodingDesc"))
        if encoding is None:
            encoding = etree.Element(tei("encodingDesc"))
            header[0].addnext(encoding)
        etree.SubElement(
            encoding, tei("variantEncoding"), method="parallel-segmentation", location="internal"
        )
