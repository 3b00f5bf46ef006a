"""Read the files of transcription programs: PAGE XML, ALTO, and TEI as Transkribus writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.editing.importing.alto import read_alto
from tei_edition.editing.importing.page_xml import read_page_xml
from tei_edition.editing.importing.serialising import write_children
from tei_edition.editing.importing.transcribed import (
    PageWriter,
    TranscribedPage,
    list_page_words,
)
from tei_edition.editing.importing.word_proof import prove_words, read_import
from tei_edition.editing.new_texts import GivenText
from tei_edition.problems import EditionError
from tei_edition.source.decoding import decode_file
from tei_edition.source.faults import FaultError
from tei_edition.source.parsing import parse
from tei_edition.tei import raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_INDENT = "      "
_READERS = {"PcGts": read_page_xml, "alto": read_alto}


def read_transcriptions(paths: Sequence[Path]) -> Iterator[GivenText]:
    """Yield the texts of files in XML: those that are TEI, and one of all pages in the others.

    Raises EditionError for a file that cannot be read, or is of another kind.
    """
    pages: list[TranscribedPage] = []
    told: dict[str, None] = {}
    first: Path | None = None
    for path in paths:
        text, root = _parse(path)
        kind = etree.QName(root).localname
        if root.tag == tei("TEI"):
            yield _take_whole(path, text, root)
        elif kind in _READERS:
            found, more = _READERS[kind](root)
            pages += found
            told |= dict.fromkeys(more)
            first = first or path
        else:
            raise EditionError(
                f'"{path}" is XML of another kind, <{kind}>',
                hint="PAGE XML, ALTO and TEI can be imported",
            )
    if first is not None:
        yield _write_pages(first, pages, told)


def _parse(path: Path) -> tuple[str, etree._Element]:
    """Return a file's text and tree, read as safely as the texts of an edition."""
    try:
        text = decode_file(path, path.name)
        return text, parse(text, path.name).root
    except FaultError as error:
        fault = error.fault
        where = fault.location
        raise EditionError(
            f'"{path}" cannot be read, line {where.line}: {fault.message}', hint=fault.hint
        ) from None


def _take_whole(path: Path, text: str, root: etree._Element) -> GivenText:
    title = root.find(f"{tei('teiHeader')}//{tei('title')}")
    named = "" if title is None else " ".join(raw_text(title).split())
    words = len(raw_text(root).split())
    return GivenText(
        path, path.stem, named, "", whole=text, told=(f"TEI, taken as it is: {words} words",)
    )


def _write_pages(path: Path, pages: Sequence[TranscribedPage], told: dict[str, None]) -> GivenText:
    writer = PageWriter()
    writer.write(pages)
    made = read_import(writer.body, is_joined=False)
    prove_words(list_page_words(pages), made, path)
    if not (made.text or made.notes):
        raise EditionError(f'"{path}" has no words')
    counts = [f"{len(made.text) + len(made.notes)} words"]
    counts += [f"{n} {name}{'' if n == 1 else 's'}" for name, n in sorted(writer.counts.items())]
    return GivenText(
        path,
        path.stem,
        "",
        write_children(writer.body, _INDENT),
        tuple(" ".join(raw_text(p).split()) for p in writer.body.iter("p", "head")),
        facsimile="".join(
            f"{line}\n"
            for line in (
                "  <facsimile>",
                write_children(writer.facsimile, "    "),
                "  </facsimile>",
            )
        ),
        told=(", ".join(counts), *told, *writer.told),
    )
