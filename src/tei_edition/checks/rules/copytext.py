"""The text of a witness, read back out of the TEI, must equal its copy-text but for white space.

The text of a witness is what the texts say in reading order, with the witness's own reading in
each apparatus entry and the untouched side of each choice, without anything that the editors
added. Any run of white space equals any other; between blocks it may be missing.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.checks.frame import check
from tei_edition.checks.positions import locate_character
from tei_edition.config import FILE_NAME, list_texts, suggest
from tei_edition.problems import Location, Problem, problem
from tei_edition.reader.reading_text import BLOCKS
from tei_edition.source import read_source
from tei_edition.tei import BREAKS, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.source import Source

# What the editors add to a witness's words, and what is not part of its running text.
_ADDED = frozenset({
    "note", "supplied", "corr", "reg", "expan", "ex", "witDetail", "fw", "figDesc", "index",
    "noteGrp", "listApp", "standOff", "teiHeader", "facsimile", "sourceDoc",
})  # fmt: skip
# Where white space may be missing, because the markup itself parts the words.
_BLOCKS = BLOCKS | BREAKS | {"addrLine", "docAuthor"}
# Words shown on each side of a difference, and how many characters they are looked for in.
_CONTEXT = 3
_QUOTED = 300
# Before a character: no white space, some, or either where a block begins or ends.
_NONE, _SPACE, _EITHER = 0, 1, 2


class _Piece(NamedTuple):
    """A run of a witness's text: that of a node, or its tail; no node where a block begins."""

    text: str = ""
    source: Source | None = None
    node: etree._Element | None = None
    in_tail: bool = False


class _Difference(NamedTuple):
    """Where the two part: piece and offset in the TEI, offset in the copy-text.

    `agreed` is how much of the copy-text both have, `parted` whether white space follows in the
    TEI.
    """

    piece: int
    offset: int
    copy: int
    agreed: int
    parted: bool


@check(
    "edition",
    "copy-text-differs",
    "copy-text-missing",
    "unknown-witness",
    suspended="copy-texts",
    needs_all=True,
)
def check_copy_texts(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """The first difference of each witness that edition.toml gives a copy-text for."""
    edition = resolver.edition
    if not config.check.copy_text:
        return
    sources = [read_source(path, config.root) for path in list_texts(config)]
    for siglum, name in config.check.copy_text.items():
        idents = {siglum, *(w.id for w in edition.witnesses if w.siglum == siglum)}
        known = {w.id for w in edition.witnesses}
        if known and not idents & known:
            yield problem(
                "unknown-witness",
                f'copy_text names a witness "{siglum}" that no listWit declares',
                _find_in_config(config, siglum),
                hint=suggest(siglum, known),
            )
            continue
        try:
            copy = _read_copy(config.root / name)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            yield problem(
                "copy-text-missing",
                f'the copy-text of {siglum}, "{name}", cannot be read: {reason}',
                _find_in_config(config, name),
                hint=f"copy_text, in [check] of edition.toml, counts from {FILE_NAME}'s folder",
            )
            continue
        yield from _compare(siglum, name, list(_read_witness(sources, idents)), copy)


def read_witness(source: Source, siglum: str) -> str:
    """The text of one witness as a single file has it, white space as it stands there."""
    return "".join(piece.text for piece in _read_witness([source], {siglum}))


def _read_witness(sources: list[Source], idents: set[str]) -> Iterator[_Piece]:
    for source in sources:
        if source.root is None:
            continue
        for text in source.root.iter(tei("text")):
            if not any(local(above.tag) == "text" for above in text.iterancestors()):
                yield from _read_element(text, source, idents)


def _read_element(element: etree._Element, source: Source, idents: set[str]) -> Iterator[_Piece]:
    name = local(element.tag)
    if name in _ADDED or not isinstance(element.tag, str):
        return
    parts_words = name in _BLOCKS and element.get("break") != "no"
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


def _choose_reading(app: etree._Element, idents: set[str]) -> etree._Element | None:
    """The witness's own reading: what names it in @wit, else a lemma that names nobody."""
    groups = [app, *app.iterchildren(tei("rdgGrp"))]
    readings = [child for group in groups for child in group.iterchildren(tei("lem"), tei("rdg"))]
    for reading in readings:
        named = reading.get("wit", "").split()
        # "#N", "witnesses.xml#N", "wit:N" and "N" alike.
        if any(pointer.replace(":", "#").rpartition("#")[2] in idents for pointer in named):
            return reading
    return next((r for r in readings if local(r.tag) == "lem" and not r.get("wit")), None)


def _compare(siglum: str, name: str, pieces: list[_Piece], copy: str) -> Iterator[Problem]:
    if "".join(piece.text or " " for piece in pieces).split() == copy.split():
        return
    found = _find_difference(pieces, copy)
    if found is None:
        return
    agreed, before = copy[: found.agreed], copy[: found.copy]
    here = pieces[found.piece].text[found.offset :] if pieces else ""
    here += "".join(piece.text or " " for piece in pieces[found.piece + 1 : found.piece + 60])
    here = f" {here}" if found.parted else here
    yield problem(
        "copy-text-differs",
        f'the text of {siglum} has "{_quote(agreed, here)}", '
        f'its copy-text "{_quote(agreed, copy[found.agreed :])}"',
        _locate(pieces, found),
        hint="mend the text, or mark up the change so that the copy-text's words stay",
        related=(
            Location(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1),
        ),
    )


def _quote(before: str, after: str) -> str:
    """A few words round a place, in one line."""
    lead = before[-_QUOTED:].split()
    # A word in whose midst the place is counts to what follows.
    is_cut = before[-1:].strip() and after[:1].strip()
    words = ((lead.pop() if is_cut else "") + after[:_QUOTED]).split()
    more = ["…"] if len(words) > _CONTEXT else []
    return " ".join([*lead[-_CONTEXT:], *words[:_CONTEXT], *more])


def _find_difference(pieces: list[_Piece], copy: str) -> _Difference | None:
    """Where the texts first part, any white space taken alike; None if they are equal."""
    at = 0
    gap = _EITHER
    last = _Difference(0, 0, 0, 0, parted=False)
    for number, piece in enumerate(pieces):
        if piece.node is None:
            gap = gap or _EITHER
        for offset, character in enumerate(piece.text):
            if character.isspace():
                gap = gap or _SPACE
                continue
            start = at
            while at < len(copy) and copy[at].isspace():
                at += 1
            parted = gap == _EITHER or (gap == _SPACE) == (at > start)
            if not parted or copy[at : at + 1] != character:
                return _Difference(number, offset, at, start, gap != _NONE)
            at += 1
            gap = _NONE
            last = _Difference(number, offset + 1, at, at, parted=True)
    return last if copy[at:].strip() else None


def _locate(pieces: list[_Piece], found: _Difference) -> Location:
    piece = pieces[found.piece] if pieces else _Piece()
    if piece.node is None or piece.source is None:
        return Location(FILE_NAME)
    # Where the text ends too early, the place is its last letter.
    offset = min(found.offset, len(piece.text) - 1)
    return locate_character(piece.source, piece.node, offset, in_tail=piece.in_tail)


def _read_copy(path: Path) -> str:
    """The text of a file; a device or a pipe, which may never end, is an OSError."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no file")
    return path.read_text(encoding="utf-8-sig")


def _find_in_config(config: Config, words: str) -> Location:
    """Where edition.toml says these words, as nearly as a search can tell."""
    try:
        lines = (config.root / FILE_NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    for number, line in enumerate(lines, 1):
        if (column := line.find(words)) >= 0:
            return Location(FILE_NAME, number, column + 1)
    return Location(FILE_NAME)
