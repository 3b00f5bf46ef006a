"""Read DOCX itself: its words, which pandoc is compared with, and what pandoc would drop."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.editing.importing.docx_preparing import get_value, local_name, prepare
from tei_edition.editing.importing.inlines import PageMarks
from tei_edition.editing.importing.word_proof import DocumentWords, split_words
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.editing.importing.archives import DocumentArchive

_ENDING = ("/officeDocument", "/officedocument")
_SPACES = frozenset({"tab", "br", "cr", "p", "tc"})
_SIGNS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# Fields' codes, deleted fields, and the second form of what newer programs draw.
_OUTSIDE = frozenset({"instrText", "delInstrText", "Fallback", "oMath", "oMathPara", "pPr", "rPr"})
_PRIVATE = range(0xE000, 0xF8FF)


class WordDocument(NamedTuple):
    """A DOCX: its words, and its bytes with marks for what pandoc would drop.

    `are_endnotes` says of each note in order whether it is at the end; `aside` are the words of
    page headers, which are not part of the text, and `told` is what its editor should know.
    """

    data: bytes
    words: DocumentWords
    marks: PageMarks
    are_endnotes: tuple[bool, ...]
    aside: tuple[str, ...]
    told: tuple[str, ...]


def read_docx(archive: DocumentArchive, changes: str) -> WordDocument:
    """Read a DOCX; `changes` says whether tracked changes are kept, accepted or rejected."""
    name = _find_document(archive)
    root = archive.parse(name)
    if root is None:
        raise EditionError("the document has no text part", hint="open it, and save it as DOCX")
    folder = posixpath.dirname(name)
    marks = _choose_marks(archive)
    told = prepare(root, marks)
    changed = {name: root}
    notes: dict[tuple[str, str], etree._Element] = {}
    for kind in ("footnote", "endnote"):
        part = archive.parse(f"{folder}/{kind}s.xml")
        if part is not None:
            told += prepare(part, marks)
            changed[f"{folder}/{kind}s.xml"] = part
            notes |= {(kind, get_value(note, "id")): note for note in part}
    references = [
        (kind, get_value(element, "id"))
        for element in _walk(root, changes)
        if (kind := local_name(element).removesuffix("Reference")) in {"footnote", "endnote"}
        and local_name(element).endswith("Reference")
    ]
    unmarked = str.maketrans(dict.fromkeys(marks, " "))
    noted = " ".join(_read(notes[key], changes) for key in references if key in notes)
    words = DocumentWords(
        split_words(_read(root, changes).translate(unmarked)),
        split_words(noted.translate(unmarked)),
    )
    written = {
        part: etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
        for part, tree in changed.items()
    }
    are_endnotes = tuple(kind == "endnote" for kind, _ in references)
    aside = tuple(_list_aside(archive, folder, changes))
    return WordDocument(archive.repack(written), words, marks, are_endnotes, aside, tuple(told))


def _list_aside(archive: DocumentArchive, folder: str, changes: str) -> Iterator[str]:
    """Yield the words of the headers and footers of pages."""
    for part in sorted(archive.members):
        if part.startswith((f"{folder}/header", f"{folder}/footer")) and part.endswith(".xml"):
            tree = archive.parse(part)
            if tree is not None and (words := " ".join(_read(tree, changes).split())):
                yield words


def _find_document(archive: DocumentArchive) -> str:
    relations = archive.parse("_rels/.rels")
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith(_ENDING):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _choose_marks(archive: DocumentArchive) -> PageMarks:
    """Return characters that the document does not have."""
    data = b"".join(data for name, data in archive.members.items() if name.endswith(".xml"))
    free = (chr(code) for code in _PRIVATE if chr(code).encode() not in data)
    return PageMarks(next(free), next(free))


def _walk(root: etree._Element, changes: str) -> Iterator[etree._Element]:
    """Yield the elements of a part that belong to its text, in order."""
    name = local_name(root)
    is_deleted = name in {"del", "moveFrom"} and changes == "accept"
    is_inserted = name in {"ins", "moveTo"} and changes == "reject"
    # In the properties of a run or a paragraph, these elements say that its mark is changed.
    if name in _OUTSIDE or is_deleted or is_inserted:
        return
    yield root
    for child in root:
        yield from _walk(child, changes)


def _read(root: etree._Element, changes: str) -> str:
    parts = []
    for element in _walk(root, changes):
        name = local_name(element)
        if name in {"t", "delText"}:
            parts.append(element.text or "")
        elif name in _SPACES:
            parts.append(" ")
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
    return "".join(parts)
