"""Read the files that editors give for new texts: plain text, documents, transcriptions, TEI."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.editing.importing.documents_import import READERS, import_document
from tei_edition.editing.importing.reading_transcriptions import read_transcriptions
from tei_edition.editing.importing.serialising import number_parts, write_children
from tei_edition.editing.new_texts import GivenText
from tei_edition.editing.plain_texts import encode_text, read_plain_text, split_paragraphs
from tei_edition.tei import raw_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_XML = (".xml", ".tei")
_INDENT = "      "


class ImportChoices(NamedTuple):
    """What an editor decides about imports.

    `changes` is what becomes of tracked changes: keep, accept or reject. `split` is where a further
    text begins: at headings, at pages, or nowhere if it is empty. `styles` are elements for styles.
    """

    changes: str = "keep"
    split: str = ""
    styles: Mapping[str, str] = {}


def read_given(path: Path) -> GivenText:
    """Return what a file gives for one new text; raises EditionError if it cannot be read."""
    return next(iter(read_all_given([path])))


def read_all_given(
    paths: Sequence[Path], choices: ImportChoices | None = None
) -> Iterator[GivenText]:
    """Yield what files give for new texts, in order; pages of PAGE XML and ALTO are one text."""
    choices = choices or ImportChoices()
    for path in paths:
        if path.suffix.lower() in READERS:
            yield from _read_document(path, choices)
        elif path.suffix.lower() not in _XML:
            yield _read_plain(path)
    transcribed = [path for path in paths if path.suffix.lower() in _XML]
    if transcribed:
        yield from read_transcriptions(transcribed)


def _read_plain(path: Path) -> GivenText:
    plain = read_plain_text(path).replace("\f", "\n\n")
    return GivenText(
        path,
        path.stem,
        "",
        encode_text(plain),
        tuple(split_paragraphs(plain)),
        path.read_bytes(),
    )


def _read_document(path: Path, choices: ImportChoices) -> Iterator[GivenText]:
    found = import_document(path, choices.changes, choices.styles)
    bodies = split_body(found.body, choices.split)
    for number, body in enumerate(bodies, 1):
        number_parts(body)
        head = body.find("div/head")
        is_whole = len(bodies) == 1
        title = found.title if is_whole or head is None else " ".join(raw_text(head).split())
        names = {graphic.get("url", "").removeprefix("../") for graphic in body.iter("graphic")}
        yield GivenText(
            path,
            path.stem if is_whole else f"{path.stem}-{number}",
            title,
            write_children(body, _INDENT),
            tuple(" ".join(raw_text(p).split()) for p in body.iter("p", "dateline", "head")),
            language=found.language,
            images=tuple(image for image in found.images if image[0] in names),
            told=found.told if number == 1 else (),
        )


def split_body(body: etree._Element, split: str) -> list[etree._Element]:
    """Return the bodies of the texts of a document, which begin at headings or pages."""
    if split == "headings":
        return _split_headings(body)
    if split == "pages":
        return _split_pages(body)
    return [body]


def _split_headings(body: etree._Element) -> list[etree._Element]:
    """Begin a text at each division with a head; what is before the first one belongs to it."""
    parts: list[etree._Element] = []
    before: list[etree._Element] = []
    for child in list(body):
        is_start = child.tag == "div" and child.find("head") is not None
        if not is_start and not parts:
            before.append(child)
            continue
        if is_start:
            parts.append(etree.Element("body"))
            parts[-1].extend(before)
            before = []
        parts[-1].append(child)
    return parts or [body]


def _split_pages(body: etree._Element) -> list[etree._Element]:
    """Begin a text at each page break between or at the start of paragraphs."""
    parts = [etree.Element("body")]
    div: etree._Element | None = None
    for block in _list_blocks(body):
        first = block if block.tag == "pb" else next(iter(block), None)
        starts = first is not None and first.tag == "pb" and not (block.text or "").strip()
        if starts and first is not None and len(parts[-1]):
            parts.append(etree.Element("body"))
            div = None
        if div is None:
            div = etree.SubElement(parts[-1], "div")
        div.append(block)
    return [part for part in parts if len(part)]


def _list_blocks(body: etree._Element) -> list[etree._Element]:
    """Return the blocks of a body whose divisions are not nested."""
    return [
        block for child in list(body) for block in (list(child) if child.tag == "div" else [child])
    ]
