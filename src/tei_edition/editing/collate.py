"""Collate witnesses in separate files into one text with an apparatus.

The first is the base: its markup is kept, and where others differ an entry of parallel
segmentation is in it (TEI Guidelines, section 13.2.3). Of the others the words are taken. They
are aligned word by word with the base; one that has too few words in common with it, such as
another translation, paragraph by paragraph, since a match of single words would mean nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize
from xml.sax.saxutils import escape

from lxml import etree

from tei_edition.config.tables import TextTable
from tei_edition.editing.aligning import (
    cut_like,
    list_differences,
    measure_agreement,
    pair_paragraphs,
)
from tei_edition.editing.collated_entries import (
    BaseWord,
    Variants,
    declare,
    list_words,
    widen,
    write_entry,
)
from tei_edition.editing.hyphens import HyphenJoiner
from tei_edition.editing.plain_texts import read_plain_text
from tei_edition.editing.sameness import Sameness
from tei_edition.problems import EditionError
from tei_edition.reader.reading_text import Runs
from tei_edition.source import read_source
from tei_edition.source.stamps import strip_stamps
from tei_edition.tei import TEI_NS, raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

# Below this share of words in common, an alignment of words matches little but particles.
LOW_AGREEMENT = 0.5
# In so few words any match may mean something.
_FEW = 30
# What is before the root of a text that we make; what is shorter is no transposition.
PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SHORTEST_MOVED = 4
_BEFORE_ROOT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_SIGLUM = re.compile(r"[^\W\d][\w.-]*")


class Collation(NamedTuple):
    """A TEI file as text, and of each witness but the base its siglum and agreement.

    The agreement is the share of words, from 0 to 1, that are in both in the same order; `loose`
    are the witnesses of which it is too low for an alignment of words. `table` has what each
    witness reads, in pieces in which they agree or differ; `joined` are words of plain texts that
    were divided at the end of a line and occur undivided nowhere else.
    """

    tei: str
    agreements: dict[str, float]
    loose: tuple[str, ...]
    table: tuple[Mapping[str, str], ...] = ()
    joined: tuple[str, ...] = ()


class Witnessed(NamedTuple):
    """The words of a witness, in paragraphs, and what it is called in the list of witnesses."""

    paragraphs: list[list[str]]
    name: str


def collate_files(
    paths: Sequence[Path], sigla: Sequence[str] = (), sameness: Sameness | None = None
) -> Collation:
    """Collate files of TEI or plain text (UTF-8, blank lines between paragraphs), the base first.

    Without `sigla` the witnesses are named by their files. White space is ignored, and so are the
    differences that `sameness` names. Raises EditionError for files that cannot be read, and for a
    base with an apparatus.
    """
    names = [*(sigla or map(make_siglum, paths))]
    check_names(names, len(paths))
    plain = [path for path in paths if path.suffix.lower() == ".txt"]
    joiner = HyphenJoiner([read_plain_text(path) for path in plain])
    prolog, root = _read_base(paths[0], joiner)
    others = {
        name: Witnessed(read_paragraphs(path, joiner), path.name)
        for name, path in zip(names[1:], paths[1:], strict=True)
    }
    base = Witnessed([], paths[0].name)
    made = collate_texts(prolog, root, {names[0]: base, **others}, sameness or Sameness())
    return made._replace(joined=tuple(joiner.guessed))


def collate_texts(
    prolog: str, root: etree._Element, witnesses: Mapping[str, Witnessed], sameness: Sameness
) -> Collation:
    """Collate witnesses with a base, the first of them, whose tree is given."""
    names = list(witnesses)
    runs = Runs(root, TextTable())
    words = list(list_words(runs))
    if not words:
        raise EditionError(f'"{witnesses[names[0]].name}" has no text')
    others = {name: one.paragraphs for name, one in unify_spellings(root, witnesses).items()}
    del others[names[0]]
    starts = [n for n, word in enumerate(words) if not n or word.block != words[n - 1].block]
    blocks = [[w.text for w in words[a:b]] for a, b in pairwise([*starts, len(words)])]
    folded = [sameness.fold_all(block) for block in blocks]
    agreements = {
        name: measure_agreement(folded, [sameness.fold_all(part) for part in text])
        for name, text in others.items()
    }
    loose = tuple(name for name, share in agreements.items() if is_low(share, len(words)))
    parts = {
        name: pair_paragraphs(blocks, text) if name in loose else _cut(folded, text, sameness)
        for name, text in others.items()
    }
    found: list[Variants] = []
    spelt = [word.text for word in words]
    for number, (start, block) in enumerate(zip(starts, blocks, strict=True)):
        texts = {name: part[number] for name, part in parts.items()}
        compared = _compare(runs, words, start, block, texts, loose, sameness)
        found += note_types(list(compared), spelt, sameness)
    table = tuple(_tabulate(words, found, names))
    for variants in reversed(found):
        write_entry(runs, words, variants, names[:1], drops=sameness.drops, parts=sameness.parts)
    declare(root, {name: witness.name for name, witness in witnesses.items()})
    strip_stamps(root)
    etree.cleanup_namespaces(root)
    tei_text = f"{prolog}{etree.tostring(root, encoding='unicode')}\n"
    return Collation(tei_text, agreements, loose, table)


def unify_spellings(
    root: etree._Element, witnesses: Mapping[str, Witnessed]
) -> dict[str, Witnessed]:
    """Return witnesses that write equal characters in one way, that of the base.

    Unicode may write an accented letter as one character or as several: no editor can see which.
    """
    known: dict[str, str] = {}

    def unify(word: str) -> str:
        return word if word.isascii() else known.setdefault(normalize("NFC", word), word)

    for word in raw_text(root).split():
        unify(word)
    return {
        name: one._replace(paragraphs=[[unify(word) for word in part] for part in one.paragraphs])
        for name, one in witnesses.items()
    }


def is_low(agreement: float, count: int) -> bool:
    """Whether texts of so many words have too few in common to be compared word by word."""
    return agreement < LOW_AGREEMENT and count > _FEW


def _cut(folded: list[list[str]], text: list[list[str]], sameness: Sameness) -> list[list[str]]:
    words = [word for part in text for word in part]
    cuts = cut_like(folded, [sameness.fold_all(part) for part in text])
    return [words[a:b] for a, b in pairwise(cuts)]


def _tabulate(
    words: Sequence[BaseWord], found: Sequence[Variants], names: Sequence[str]
) -> Iterator[dict[str, str]]:
    """Yield what each witness has, piece by piece: where all agree, and where they do not."""
    done = 0
    for variants in found:
        if done < variants.start:
            same = " ".join(word.text for word in words[done : variants.start])
            yield dict.fromkeys(names, same)
        lemma = " ".join(word.text for word in words[variants.start : variants.end])
        yield {names[0]: lemma, **variants.readings}
        done = variants.end
    if done < len(words):
        yield dict.fromkeys(names, " ".join(word.text for word in words[done:]))


def note_types(
    found: list[Variants], words: Sequence[str], sameness: Sameness
) -> Iterator[Variants]:
    """Yield the variants of a block with their types: of spelling, or of the order of words.

    Words that a witness lacks in one place and has in another, in one block, are transposed.
    """
    lemmas = [" ".join(words[v.start : v.end]) for v in found]
    moved: dict[tuple[int, str], str] = {}
    for name in found[0].readings if found else ():
        lacking: dict[str, list[int]] = {}
        added: dict[str, list[int]] = {}
        for place, (variants, lemma) in enumerate(zip(found, lemmas, strict=True)):
            text = variants.readings[name]
            if lemma and not text:
                lacking.setdefault(_fold_text(lemma, sameness), []).append(place)
            elif text and not lemma:
                added.setdefault(_fold_text(text, sameness), []).append(place)
        for key in lacking.keys() & added.keys():
            # A particle may be left out here and added there by chance.
            if len(key) >= _SHORTEST_MOVED:
                for place in (lacking[key][0], added[key][0]):
                    moved[place, name] = "transposition"
    for place, (variants, lemma) in enumerate(zip(found, lemmas, strict=True)):
        types = {name: moved[place, name] for name in variants.readings if (place, name) in moved}
        for name, text in variants.readings.items():
            if text != lemma and _fold_text(text, sameness) == _fold_text(lemma, sameness):
                types[name] = "orthographic"
        yield variants._replace(types=types)


def _fold_text(text: str, sameness: Sameness) -> str:
    return " ".join(sameness.fold_all(text.split()))


# Reading.


def make_siglum(path: Path) -> str:
    """Return a siglum for the witness in a file, made from its name."""
    name = re.sub(r"[^\w.-]+", "-", path.stem)
    return name if _SIGLUM.fullmatch(name) else f"W{name}"


def check_names(names: Sequence[str], count: int) -> None:
    """Refuse sigla that are invalid or repeated, or whose number is not that of the files."""
    if count < 2:
        raise EditionError("a collation needs two witnesses at least")
    check_sigla(names, count)


def check_sigla(names: Sequence[str], count: int) -> None:
    """Refuse sigla that are invalid or repeated, or do not match the number of files."""
    if len(names) != count:
        raise EditionError(f"there are {count} files and {len(names)} sigla")
    for name in names:
        if names.count(name) > 1:
            raise EditionError(f'two witnesses have the siglum "{name}"', hint="give other sigla")
        if not _SIGLUM.fullmatch(name):
            raise EditionError(
                f'"{name}" cannot be a siglum in TEI',
                hint="use letters, digits, hyphens and full stops, and begin with a letter",
            )


def _read_base(path: Path, joiner: HyphenJoiner) -> tuple[str, etree._Element]:
    """Return the text before the root of the base, and its tree."""
    root = read_tree(path)
    if root is None:
        return PROLOG, make_tree(path.stem, _read_plain(path, joiner))
    for name in ("app", "listApp"):
        if next(root.iter(tei(name)), None) is not None:
            raise EditionError(
                f'"{path}" has an apparatus already', hint="collate texts without one"
            )
    return read_prolog(path), root


def read_prolog(path: Path) -> str:
    """Return the prolog of a TEI file, for writing it in UTF-8."""
    found = _BEFORE_ROOT.match(read_source(path, path.parent).text)
    return re.sub(
        r'(<\?xml[^>]*encoding=)["\'][^"\']*["\']', r'\1"UTF-8"', found[0] if found else ""
    )


def read_tree(path: Path) -> etree._Element | None:
    """Return the tree of a TEI file; None for a plain text."""
    if path.suffix.lower() == ".txt":
        return None
    source = read_source(path, path.parent)
    if source.root is None:
        (fault,) = source.problems[:1]
        place = f"{fault.location.file}:{fault.location.line}:{fault.location.column}"
        raise EditionError(f"{place}: {fault.message}", hint=fault.hint)
    return source.root


def _read_plain(path: Path, joiner: HyphenJoiner) -> list[list[str]]:
    text = joiner.join(read_plain_text(path))
    return [part.split() for part in re.split(r"\n[ \t]*\n", text) if part.split()]


def read_paragraphs(path: Path, joiner: HyphenJoiner) -> list[list[str]]:
    """Return the words of a witness, in paragraphs or lines of verse."""
    root = read_tree(path)
    if root is None:
        return _read_plain(path, joiner)
    return [line.split() for line in Runs(root, TextTable()).lines().splitlines()]


def make_tree(title: str, paragraphs: Iterable[Sequence[str]]) -> etree._Element:
    """Return a plain text as TEI."""
    body = "\n".join(f"      <p>{escape(' '.join(words))}</p>" for words in paragraphs)
    return etree.fromstring(
        f'<TEI xmlns="{TEI_NS}">\n  <teiHeader>\n    <fileDesc>\n'
        f"      <titleStmt><title>{escape(title)}</title></titleStmt>\n"
        "      <publicationStmt><p>Unpublished.</p></publicationStmt>\n"
        f"      <sourceDesc><p>Made from plain texts.</p></sourceDesc>\n"
        "    </fileDesc>\n  </teiHeader>\n"
        f"  <text>\n    <body>\n{body}\n    </body>\n  </text>\n</TEI>"
    )


# Entries.


def _compare(
    runs: Runs,
    words: Sequence[BaseWord],
    first: int,
    block: Sequence[str],
    texts: Mapping[str, Sequence[str]],
    loose: Sequence[str],
    sameness: Sameness,
) -> Iterator[Variants]:
    """Return where the witnesses differ from a block of the base, in order, without overlaps."""
    differences = {
        name: [(0, len(block), 0, len(text))]
        if name in loose and list(text) != list(block)
        else _list_differing(block, text, sameness)
        for name, text in texts.items()
    }
    spans = sorted({(a1, a2) for found in differences.values() for a1, a2, _, _ in found})
    spelt = _list_spelt(block, texts, differences, sameness)
    while True:
        merged = merge_spans(spans, sameness.adjacent, spelt)
        wider = [widen(runs, words, first, span) for span in merged]
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
        yield Variants(words[first].block, first + start, first + end, readings)
        done = end


def _list_differing(
    block: Sequence[str], text: Sequence[str], sameness: Sameness
) -> list[tuple[int, int, int, int]]:
    """Return where two series of words differ; words that differ only in form come separately."""
    one, other = sameness.fold_all(block), sameness.fold_all(text)
    found = list_differences(one, other, is_apart=sameness.adjacent == "apart")
    if sameness.drops or (one == list(block) and other == list(text)):
        return found
    place = shift = 0
    for a1, a2, _, b2 in [*found, (len(block), len(block), len(text), len(text))]:
        found += [
            (n, n + 1, n + shift, n + shift + 1)
            for n in range(place, a1)
            if block[n] != text[n + shift]
        ]
        place, shift = a2, b2 - a2
    return sorted(found)


def _list_spelt(
    block: Sequence[str],
    texts: Mapping[str, Sequence[str]],
    differences: Mapping[str, Sequence[tuple[int, int, int, int]]],
    sameness: Sameness,
) -> frozenset[tuple[int, int]]:
    """Return the single words that all witnesses have, if spelt otherwise by some."""
    real: set[tuple[int, int]] = set()
    spelt: set[tuple[int, int]] = set()
    for name, found in differences.items():
        for a1, a2, b1, b2 in found:
            one, other = sameness.fold_all(block[a1:a2]), sameness.fold_all(texts[name][b1:b2])
            (spelt if one == other and a2 == a1 + 1 else real).add((a1, a2))
    return frozenset(spelt - real)


def merge_spans(
    spans: Sequence[tuple[int, int]],
    adjacent: str = "",
    spelt: frozenset[tuple[int, int]] = frozenset(),
) -> list[tuple[int, int]]:
    """Return spans of which none overlap; additions at the edge of one belong to it.

    Where those that are `adjacent` are "joined", no two touch; where "apart", additions are apart.
    They are so beside words that are only `spelt` otherwise.
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        before = merged[-1] if merged else (-1, -1)
        is_point = start == end or before[0] == before[1]
        is_apart = adjacent == "apart" or before in spelt or (start, end) in spelt
        touches = start == before[1] and (adjacent == "joined" or (is_point and not is_apart))
        if merged and (start < before[1] or touches or (start, end) == before):
            merged[-1] = (before[0], max(before[1], end))
        else:
            merged.append((start, end))
    return merged
