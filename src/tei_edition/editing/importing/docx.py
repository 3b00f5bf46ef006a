"""Read DOCX itself: its words, which pandoc is compared with, and what pandoc would drop."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.editing.importing.inlines import PageMarks
from tei_edition.editing.importing.word_proof import DocumentWords, split_words
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.editing.importing.archives import DocumentArchive

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_ENDING = ("/officeDocument", "/officedocument")
_SPACES = frozenset({"tab", "br", "cr", "p", "tc"})
_SIGNS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# Fields' codes, deleted fields, and the second form of what newer programs draw.
_OUTSIDE = frozenset({"instrText", "delInstrText", "Fallback", "oMath", "oMathPara", "pPr", "rPr"})
_PRIVATE = range(0xE000, 0xF8FF)


class WordDocument(NamedTuple):
    """A DOCX: its words, and its bytes with marks for what pandoc would drop.

    `are_endnotes` says of each note in order whether it is at the end; `aside` are the words of
    page headers and the like, which are not part of the text.
    """

    data: bytes
    words: DocumentWords
    marks: PageMarks
    are_endnotes: tuple[bool, ...]
    aside: tuple[str, ...]


def read_docx(archive: DocumentArchive, changes: str) -> WordDocument:
    """Read a DOCX; `changes` says whether tracked changes are kept, accepted or rejected."""
    name = _find_document(archive)
    root = archive.parse(name)
    if root is None:
        raise EditionError("the document has no text part", hint="open it, and save it as DOCX")
    folder = posixpath.dirname(name)
    notes: dict[tuple[str, str], etree._Element] = {}
    for kind in ("footnote", "endnote"):
        part = archive.parse(f"{folder}/{kind}s.xml")
        for note in part if part is not None else ():
            if isinstance(note.tag, str):
                notes[kind, _get(note, "id")] = note
    references = [
        (kind, _get(element, "id"))
        for element in _walk(root, changes)
        if (kind := _local(element).removesuffix("Reference")) in {"footnote", "endnote"}
        and _local(element).endswith("Reference")
    ]
    noted = " ".join(_read(notes[key], changes) for key in references if key in notes)
    words = DocumentWords(split_words(_read(root, changes)), split_words(noted))
    aside = tuple(
        said
        for part in sorted(archive.members)
        if part.startswith((f"{folder}/header", f"{folder}/footer")) and part.endswith(".xml")
        and (tree := archive.parse(part)) is not None
        and (said := " ".join(_read(tree, changes).split()))
    )  # fmt: skip
    marks = _choose_marks(archive.members[name])
    _mark_pages(root, marks)
    data = archive.repack({name: etree.tostring(root, encoding="UTF-8", xml_declaration=True)})
    return WordDocument(
        data, words, marks, tuple(kind == "endnote" for kind, _ in references), aside
    )


def _find_document(archive: DocumentArchive) -> str:
    relations = archive.parse("_rels/.rels")
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith(_ENDING):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _choose_marks(data: bytes) -> PageMarks:
    """Return characters that the document does not have."""
    free = (chr(code) for code in _PRIVATE if chr(code).encode() not in data)
    return PageMarks(next(free), next(free))


def _mark_pages(root: etree._Element, marks: PageMarks) -> None:
    """Put a character where a page is broken."""
    for found in list(root.iter(f"{{{_W}}}br", f"{{{_STRICT}}}br")):
        if _get(found, "type") == "page":
            found.tag = f"{{{etree.QName(found).namespace}}}t"
            found.attrib.clear()
            found.text = marks.page
    for found in list(root.iter(f"{{{_W}}}pageBreakBefore", f"{{{_STRICT}}}pageBreakBefore")):
        paragraph = next(found.iterancestors(f"{{{etree.QName(found).namespace}}}p"), None)
        if paragraph is not None and _get(found, "val") not in {"0", "false", "off"}:
            space = etree.QName(found).namespace
            run = etree.Element(f"{{{space}}}r")
            etree.SubElement(run, f"{{{space}}}t").text = marks.page
            paragraph.insert(1, run)


def _get(element: etree._Element, name: str) -> str:
    return element.get(f"{{{_W}}}{name}") or element.get(f"{{{_STRICT}}}{name}") or ""


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _walk(root: etree._Element, changes: str) -> Iterator[etree._Element]:
    """Yield the elements of a part that belong to its text, in order."""
    name = _local(root)
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
        name = _local(element)
        if name in {"t", "delText"}:
            parts.append(element.text or "")
        elif name in _SPACES:
            parts.append(" ")
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
    return "".join(parts)
