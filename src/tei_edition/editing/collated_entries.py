"""Insert the entries of a collation into the base, without crossing its markup."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from lxml import etree

from tei_edition.problems import EditionError
from tei_edition.reader.reading_text import BLOCKS
from tei_edition.tei import DIVISIONS, XML_ID, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tei_edition.reader.reading_text import Runs

_EDGES = (BLOCKS | DIVISIONS) - {"lb"}
_POINTS = "".join(c for c in map(chr, range(0x3000)) if category(c).startswith("P"))
# No entry is allowed in these: it contains the whole of them.
_CLOSED = frozenset({"app", "choice", "rdgGrp", "subst"})


class BaseWord(NamedTuple):
    """A word of the base: from a character of one slot to one of another, in a block."""

    text: str
    start: tuple[int, int]
    end: tuple[int, int]
    block: int


class Variants(NamedTuple):
    """The words `start` to `end` of a block of the base, and the readings of the other witnesses.

    `types` says of a witness that its reading is one of spelling alone, or is elsewhere.
    """

    block: int
    start: int
    end: int
    readings: Mapping[str, str]
    types: Mapping[str, str] = {}


def list_words(runs: Runs) -> Iterator[BaseWord]:
    """Yield the words of a reading text, divided in the same way as by `Runs.lines`."""
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
                yield BaseWord(text, start, end, block)
            text, is_joined = "", False
            block += name in BLOCKS
        solid = len(slot.text.rstrip())
        for offset, char in enumerate(slot.text):
            if char.isspace():
                # Around the end of a line within a word there may be white space.
                is_held = is_joined or (offset >= solid and _is_joined_later(runs, number))
                if text and not is_held:
                    yield BaseWord(text, start, end, block)
                    text = ""
                continue
            is_joined = False
            start = start if text else (number, offset)
            end = (number, offset + 1)
            text += char
    if text:
        yield BaseWord(text, start, end, block)


def _is_joined_later(runs: Runs, number: int) -> bool:
    """Whether there is only white space between a slot and a line end within a word."""
    for slot in islice(runs.slots, number + 1, None):
        name = local(slot.element.tag)
        if name == "lb":
            return slot.element.get("break") == "no"
        if name in BLOCKS or slot.text.strip():
            return False
    return False


def widen(
    runs: Runs, words: Sequence[BaseWord], first: int, span: tuple[int, int]
) -> tuple[int, int]:
    """Widen a span by words at both ends until it crosses no markup."""
    start, end = span
    if start == end:
        return span
    while True:
        low, high = find_bounds(runs, words[first + start], words[first + end - 1])
        before, after = start, end
        while first + before and words[first + before - 1].end > low and before:
            before -= 1
        while first + after < len(words) and words[first + after].start < high:
            after += 1
        if (before, after) == (start, end):
            return span
        start, end = span = before, after


def find_bounds(
    runs: Runs, head: BaseWord, last: BaseWord
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the points between which the smallest piece of whole markup has both words."""
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
    """Return the element in which the text of a slot stands."""
    slot = runs.slots[number]
    parent = slot.element.getparent() if slot.is_tail else slot.element
    assert parent is not None
    return parent


def _find_holder(runs: Runs, first: int, last: int) -> etree._Element:
    """Return the innermost element that holds the text of two slots and may hold an entry."""
    others = {*_list_around(runs, last)}
    around = (e for e in _list_around(runs, first) if e in others)
    return next(e for e in around if local(e.tag) not in _CLOSED)


def _child_of(holder: etree._Element, inner: etree._Element) -> etree._Element | None:
    """Return the child of an element in which another stands; None for the element itself."""
    child = None
    node: etree._Element | None = inner
    while node is not None and node is not holder:
        child, node = node, node.getparent()
    return child


def write_entry(
    runs: Runs,
    words: Sequence[BaseWord],
    variants: Variants,
    base: Sequence[str],
    *,
    drops: bool,
    parts: bool = False,
) -> etree._Element:
    """Put an entry into the tree, and return it; entries after it must be there already.

    `base` are the witnesses with the words of the base, if they are to be named. If it `drops`
    orthographic differences, witnesses with another spelling count as having the lemma. If it
    `parts` punctuation from words, an entry about punctuation contains that alone.
    """
    lemma = " ".join(word.text for word in words[variants.start : variants.end])
    points = None
    if parts and variants.end == variants.start + 1:
        points = cut_points(runs, words[variants.start], [*variants.readings.values()])
    by_text: dict[tuple[str, str], list[str]] = {}
    agreeing: list[str] = []
    for name, text in variants.readings.items():
        kind = variants.types.get(name, "")
        if text == lemma or (kind == "orthographic" and drops):
            agreeing.append(name)
        else:
            found = (text[points[1] :], "punctuation") if points else (text, kind)
            by_text.setdefault(found, []).append(name)
    app, lem = make_entry([*base, *agreeing], by_text)
    if points:
        _put_around(runs, points[0], points[0], app, lem)
    elif variants.start == variants.end:
        _put_beside(runs, words, variants, app)
    else:
        _put_around(runs, words[variants.start], words[variants.end - 1], app, lem)
    return app


def cut_points(runs: Runs, word: BaseWord, texts: Sequence[str]) -> tuple[BaseWord, int] | None:
    """Return the points behind a word, and the length of the word without them.

    None where the others of these texts differ in more than points behind the same word.
    """
    stems = {text.rstrip(_POINTS) for text in (word.text, *texts)}
    stem = next(iter(stems))
    if len(stems) != 1 or not stem or any(" " in text for text in texts):
        return None
    left = len(stem)
    for number in range(word.start[0], word.end[0] + 1):
        start = word.start[1] if number == word.start[0] else 0
        for offset, char in enumerate(runs.slots[number].text[start:], start):
            left -= not char.isspace()
            if not left:
                points = word.text[len(stem) :]
                return word._replace(text=points, start=(number, offset + 1)), len(stem)
    return None


def make_entry(
    agreeing: Sequence[str], by_text: Mapping[tuple[str, str], Sequence[str]]
) -> tuple[etree._Element, etree._Element]:
    """Return an entry and its lemma, which has no words yet: readings by their words and types."""
    app = etree.Element(tei("app"))
    lem = etree.SubElement(app, tei("lem"))
    if agreeing:
        lem.set("wit", _point(agreeing))
    for (text, kind), having in by_text.items():
        reading = etree.SubElement(app, tei("rdg"), wit=_point(having))
        reading.text = text or None
        if kind:
            reading.set("type", kind)
    return app, lem


def _point(names: Sequence[str]) -> str:
    return " ".join(f"#{name}" for name in names)


def _put_beside(
    runs: Runs, words: Sequence[BaseWord], variants: Variants, app: etree._Element
) -> None:
    """Put an entry without words of the base between two words, outside of the names there."""
    ends = [
        (sum(1 for _ in _container(runs, point[0]).iterancestors()), point, is_after)
        for number, is_after in ((variants.start - 1, True), (variants.start, False))
        if 0 <= number < len(words) and words[number].block == variants.block
        for point in (_find_point(runs, words[number], is_after=is_after),)
    ]
    _, (number, offset), is_after = min(ends)
    slot = runs.slots[number]
    text = (slot.element.tail if slot.is_tail else slot.element.text) or ""
    before, rest = text[:offset], text[offset:]
    app.tail = rest if is_after else f" {rest}"
    _insert(slot.element, slot.is_tail, f"{before} " if is_after else before, app)


def _find_point(runs: Runs, word: BaseWord, *, is_after: bool) -> tuple[int, int]:
    """Return the point behind or before a word, outside of any entry."""
    point = word.end if is_after else word.start
    apps = [e for e in _list_around(runs, point[0]) if local(e.tag) == "app"]
    if not apps:
        return point
    first, tail = runs.inside[apps[-1]]
    return (tail, 0) if is_after else (first - 1, len(runs.slots[first - 1].text))


def _list_around(runs: Runs, number: int) -> list[etree._Element]:
    container = _container(runs, number)
    return [container, *container.iterancestors()]


def _put_around(
    runs: Runs, head: BaseWord, last: BaseWord, app: etree._Element, lem: etree._Element
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
    """Insert an entry after a text node, whose text becomes `text`."""
    if is_tail:
        element.tail = None
        element.addnext(app)
        element.tail = text
    else:
        element.text = text
        element.insert(0, app)


def declare(root: etree._Element, named: Mapping[str, str], *, is_new: bool = False) -> None:
    """Name the method and the witnesses in the header, as far as it does not do so.

    Those that are new must not be there.
    """
    base = next(iter(named.values()))
    description = next(root.iter(tei("sourceDesc")), None)
    header = next(root.iter(tei("teiHeader")), None)
    if header is None or description is None:
        raise EditionError(f'the header of "{base}" has no sourceDesc for the witnesses')
    known = {e.get(XML_ID, ""): local(e.tag) for e in root.iter(tei("*")) if e.get(XML_ID)}
    for name in named:
        if known.get(name, "witness") != "witness":
            raise EditionError(
                f'"{name}" is the xml:id of a <{known[name]}> in "{base}"',
                hint="give the witness another siglum",
            )
        if is_new and name in known:
            raise EditionError(
                f'there is a witness "{name}" already', hint="give the new one another siglum"
            )
    new = [(name, title) for name, title in named.items() if name not in known]
    if new:
        listed = next(description.iter(tei("listWit")), None)
        holder = description
        if listed is None and any(description.find(tei(name)) is not None for name in ("p", "ab")):
            holder = etree.SubElement(description, tei("p"))  # it holds paragraphs alone
        if listed is None:
            listed = etree.SubElement(holder, tei("listWit"))
        for name, title in new:
            witness = etree.SubElement(listed, tei("witness"))
            witness.set(XML_ID, name)
            witness.text = title
    if next(root.iter(tei("variantEncoding")), None) is None:
        encoding = header.find(tei("encodingDesc"))
        if encoding is None:
            encoding = etree.Element(tei("encodingDesc"))
            header[0].addnext(encoding)
        etree.SubElement(
            encoding, tei("variantEncoding"), method="parallel-segmentation", location="internal"
        )
