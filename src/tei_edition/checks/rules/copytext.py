"""Compare the text of a witness, extracted from the TEI, with its copy-text, word by word.

The text of a witness is what the texts say in reading order, with the witness's own reading in
each apparatus entry and the untouched side of each choice, without anything that the editors
added. Any run of white space equals any other; between blocks it may be missing.
"""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tei_edition.checks.alignment import EITHER, compare_words, split_words
from tei_edition.checks.frame import check
from tei_edition.checks.positions import locate_character
from tei_edition.checks.vocabulary import find_tei_element
from tei_edition.config import FILE_NAME, list_texts, suggest
from tei_edition.problems import Location, Problem, problem
from tei_edition.reader.reading_text import BLOCKS
from tei_edition.runtime.files import read_regular
from tei_edition.source import read_source
from tei_edition.tei import BREAKS, NOT_TEXT, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lxml import etree

    from tei_edition.checks.alignment import SplitText, TextDifference
    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Edition
    from tei_edition.source import Source

# What the editors add to a witness's words, and what is not part of its running text.
_ADDED = frozenset({
    "note", "supplied", "corr", "reg", "expan", "ex", "witDetail", "fw", "figDesc", "index",
    "noteGrp", "listApp", "standOff", "teiHeader", "facsimile", "sourceDoc",
})  # fmt: skip
# Where white space may be missing, because the markup itself separates the words.
_BLOCKS = BLOCKS | BREAKS | {"addrLine", "docAuthor"}
# Words shown before a difference and in all after it, and of a long difference.
_CONTEXT = 3
_SHOWN = 8
# So many differences of a witness are reported one by one; the others together.
_TOLD = 10
_REMEDY = (
    "correct the text, or encode the change as choice or app, so that the words of the copy-text"
    " are kept"
)


class _Piece(NamedTuple):
    """A run of a witness's text: that of a node, or its tail; no node where a block begins."""

    text: str = ""
    source: Source | None = None
    node: etree._Element | None = None
    in_tail: bool = False


class _Copy(NamedTuple):
    """The copy-text of a witness: its files in order, each with where it begins in the text."""

    names: tuple[str, ...]
    text: str
    starts: tuple[int, ...]


@check(
    "edition",
    "copy-text-differs",
    "copy-text-missing",
    "unknown-witness",
    suspended="copy-texts",
    needs_all=True,
)
def check_copy_texts(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Every difference of each witness, or text, that edition.toml gives a copy-text for."""
    if not config.check.copy_text:
        return
    sources = {
        source.file: source
        for path in list_texts(config)
        if (source := read_source(path, config.root)).root is not None
    }
    for name, given in config.check.copy_text.items():
        found = _find_texts(name, resolver.edition, sources)
        if isinstance(found, Problem):
            yield msgspec.structs.replace(found, location=_find_in_config(config, name))
            continue
        files = (given,) if isinstance(given, str) else given
        copy = _read_copies(name, files, config)
        if isinstance(copy, Problem):
            yield copy
            continue
        texts, idents = found
        yield from _compare(name, list(_read_witness(texts, idents)), copy)


def _find_texts(
    name: str, edition: Edition, sources: Mapping[str, Source]
) -> tuple[list[Source], set[str] | None] | Problem:
    """Return the texts that a copy-text is of, and the identifiers of the witness, None for any.

    A witness that texts declare in headers of their own is of these alone. Where but one text
    declares witnesses, its header may be that of the whole, and the others its parts.
    """
    if name in sources:
        own = {w.id for text in edition.texts if text.file == name for w in text.witnesses}
        return [sources[name]], own if len(own) == 1 else None
    idents = {name, *(w.id for w in edition.witnesses if w.siglum == name)}
    known = {w.id for w in edition.witnesses}
    if known and not idents & known:
        what = "text" if name.endswith(".xml") else "witness"
        return problem(
            "unknown-witness",
            f'copy_text names a {what} "{name}" that {_MISSING[what]}',
            Location(FILE_NAME),
            hint=suggest(name, sources if what == "text" else known),
        )
    declaring = [text for text in edition.texts if text.witnesses]
    concerned = [t.file for t in declaring if any(w.id in idents for w in t.witnesses)]
    if not concerned or len(declaring) == 1:
        return list(sources.values()), idents
    return [sources[file] for file in concerned if file in sources], idents


_MISSING = {"text": "is not in the edition", "witness": "no listWit declares"}


def _read_copies(witness: str, names: Iterable[str], config: Config) -> _Copy | Problem:
    """Return the copy-text in one or several files, or what keeps it from being read."""
    parts: list[str] = []
    starts: list[int] = []
    for name in names:
        try:
            text = _read_copy(config.root / name)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            return problem(
                "copy-text-missing",
                f'the copy-text of {witness}, "{name}", cannot be read: {reason}',
                _find_in_config(config, name),
                hint="copy_text, in [check] of edition.toml, is relative to the folder of"
                f" {FILE_NAME}",
            )
        starts.append(sum(map(len, parts)))
        parts.append(f"{text}\n")
    return _Copy(tuple(names), "".join(parts), tuple(starts))


def read_witness(source: Source, siglum: str) -> str:
    """Return the text of one witness as a single file has it, white space as it is there."""
    return "".join(piece.text for piece in _read_witness([source], {siglum}))


def _read_witness(sources: Iterable[Source], idents: set[str] | None) -> Iterator[_Piece]:
    for source in sources:
        if source.root is None:
            continue
        for text in source.root.iter(tei("text")):
            if not any(local(above.tag) == "text" for above in text.iterancestors()):
                yield from _read_element(text, source, idents)


def _read_element(
    element: etree._Element, source: Source, idents: set[str] | None
) -> Iterator[_Piece]:
    name = local(element.tag)
    if name in _ADDED | NOT_TEXT or not isinstance(element.tag, str):
        return
    is_unknown = not find_tei_element(name)
    parts_words = (name in _BLOCKS or is_unknown) and element.get("break") != "no"
    if parts_words:
        yield _Piece()
    if name == "app":
        chosen = _choose_reading(element, idents)
        if chosen is not None:
            yield from _read_element(chosen, source, idents)
    elif name == "choice":
        sides = [child for child in element if local(child.tag) not in {"", *_ADDED}]
        for side in sides[:1]:
            yield from _read_element(side, source, idents)
    else:
        if element.text:
            yield _Piece(element.text, source, element)
        for child in element:
            yield from _read_element(child, source, idents)
            if child.tail:
                yield _Piece(child.tail, source, child, in_tail=True)
    if parts_words:
        yield _Piece()


def _choose_reading(app: etree._Element, idents: set[str] | None) -> etree._Element | None:
    """Return the witness's own reading: what names it in @wit, else a lemma that names nobody.

    Of the text itself, which is no witness, it is the lemma, else the first reading.
    """
    groups = [app, *app.iterchildren(tei("rdgGrp"))]
    readings = [child for group in groups for child in group.iterchildren(tei("lem"), tei("rdg"))]
    if idents is None:
        lemmas = (reading for reading in readings if local(reading.tag) == "lem")
        return next(lemmas, readings[0] if readings else None)
    for reading in readings:
        named = reading.get("wit", "").split()
        # "#N", "witnesses.xml#N", "wit:N" and "N" alike.
        if any(pointer.replace(":", "#").rpartition("#")[2] in idents for pointer in named):
            return reading
    return next((r for r in readings if local(r.tag) == "lem" and not r.get("wit")), None)


def _compare(name: str, pieces: list[_Piece], copy: _Copy) -> Iterator[Problem]:
    """Yield a problem for each difference; all after the first few share one cause."""
    here = "".join(EITHER if piece.node is None else piece.text for piece in pieces)
    if here.replace(EITHER, " ").split() == copy.text.split():
        return
    starts = list(itertools.accumulate((len(p.text) or 1 for p in pieces), initial=0))
    one, two = split_words(here), split_words(copy.text)
    is_file = name.endswith(".xml")
    for number, found in enumerate(compare_words(one, two)):
        if _is_unknown(found, one, pieces, starts):
            continue
        ours = _quote(one, found.start, found.end)
        theirs = _quote(two, found.other, found.other_end)
        offset, done = _find_offset(one, two, found)
        further = "; the text after this place was not compared" if found.is_last else ""
        whose = "this text" if is_file else f"the text of {name}"
        yield problem(
            "copy-text-differs",
            f'{whose} has "{ours}", its copy-text "{theirs}"',
            _locate(pieces, starts, offset),
            hint=f"{_REMEDY}{further}",
            related=[_locate_in_copy(copy, two, found, done)],
            cause="" if number < _TOLD else f"further differences of {name} from its copy-text",
        )


def _is_unknown(
    found: TextDifference, text: SplitText, pieces: list[_Piece], starts: list[int]
) -> bool:
    """Whether words are too many that are in elements which TEI does not have.

    What these are, a note or a part of the text, nobody knows until they have their right names.
    """
    if found.start == found.end or found.other < found.other_end:
        return False
    for at in text.starts[found.start : found.end]:
        piece = pieces[bisect.bisect_right(starts, at) - 1]
        node = piece.node.getparent() if piece.in_tail and piece.node is not None else piece.node
        names = [] if node is None else [node.tag, *(above.tag for above in node.iterancestors())]
        if all(find_tei_element(local(name)) for name in names):
            return False
    return True


def _quote(text: SplitText, start: int, end: int) -> str:
    """Return a few words round a difference, in one line."""
    last = min(max(end, start + _CONTEXT), start + _SHOWN, len(text.words))
    if not text.words[max(0, start - _CONTEXT) : last]:
        return ""
    begin = text.starts[max(0, start - _CONTEXT)]
    stop = text.starts[last] if last < len(text.words) else len(text.text)
    words = text.text[begin:stop].replace(EITHER, " ").split()
    return " ".join([*words, *(["…"] if last < len(text.words) else [])])


def _find_offset(one: SplitText, two: SplitText, found: TextDifference) -> tuple[int, int]:
    """Return the letter at which a difference begins, and its offset in the other text's word.

    Where the text ends too early it is its last letter.
    """
    if found.start == len(one.words):
        return (one.starts[-1] + len(one.words[-1]) - 1 if one.words else -1), 0
    if found.start == found.end or found.other == found.other_end:
        return one.starts[found.start], 0
    at, done, other = found.start, 0, two.words[found.other]
    while True:
        word = one.words[at]
        pairs = zip(word, other[done:], strict=False)
        alike = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        done += alike
        if alike < len(word) or at not in one.joins:
            return one.starts[at] + min(alike, len(word) - 1), done
        at += 1


def _locate_in_copy(copy: _Copy, words: SplitText, found: TextDifference, done: int) -> Location:
    """Return the place in the files of the copy-text where a difference begins."""
    is_end = found.other == len(words.words)
    at = len(copy.text.rstrip()) if is_end else words.starts[found.other] + done
    number = max(0, bisect.bisect_right(copy.starts, at) - 1)
    before = copy.text[copy.starts[number] : at]
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Location(copy.names[number], before.count("\n") + 1, column)


def _locate(pieces: list[_Piece], starts: list[int], offset: int) -> Location:
    if offset < 0:
        return Location(FILE_NAME)
    number = bisect.bisect_right(starts, offset) - 1
    piece = pieces[number]
    if piece.node is None or piece.source is None:
        return Location(FILE_NAME)
    offset -= starts[number]
    return locate_character(piece.source, piece.node, offset, in_tail=piece.in_tail)


def _read_copy(path: Path) -> str:
    """Return the text of a file; a device or a pipe, which may never end, is an OSError."""
    text = read_regular(path).decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _find_in_config(config: Config, words: str) -> Location:
    """Return the place of these words in edition.toml, found by a search."""
    try:
        lines = (config.root / FILE_NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    for number, line in enumerate(lines, 1):
        if (column := line.find(words)) >= 0:
            return Location(FILE_NAME, number, column + 1)
    return Location(FILE_NAME)
