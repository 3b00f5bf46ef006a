"""Read the words of ODT and HTML without pandoc, which is compared with them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.editing.importing.word_proof import DocumentWords, split_words
from tei_edition.problems import EditionError
from tei_edition.tei import raw_text

if TYPE_CHECKING:
    from tei_edition.editing.importing.archives import DocumentArchive

_ODT_BLOCKS = frozenset({"p", "h", "list-item", "table-cell", "s", "tab", "line-break"})
_ODT_OUTSIDE = frozenset({"tracked-changes", "annotation", "note-citation", "desc", "title",
                          "bookmark", "math", "forms", "sequence-decls"})  # fmt: skip
_HTML_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_HTML_OUTSIDE = frozenset({"head", "script", "style", "template", "noscript", "math", "svg"})


class SourceWords(NamedTuple):
    """The words of a source, those that are not part of its text, and its bytes for pandoc."""

    words: DocumentWords
    aside: tuple[str, ...] = ()
    data: bytes = b""


def read_odt(archive: DocumentArchive) -> SourceWords:
    """Return the words of an ODT; its deleted words and comments are aside.

    Rows that are heads of tables, which pandoc would drop, are ordinary rows in its bytes.
    """
    root = archive.parse("content.xml")
    if root is None:
        raise EditionError("the document has no text part", hint="open it, and save it as ODT")
    text: list[str] = []
    notes: list[str] = []
    aside: list[str] = []
    body = next((e for e in root.iter() if _local(e) == "body"), root)
    _read_odt(body, text, notes, aside)
    for heads in [e for e in root.iter() if _local(e) == "table-header-rows"]:
        for row in list(heads):
            heads.addprevious(row)
    data = archive.repack({"content.xml": etree.tostring(root, encoding="UTF-8")})
    words = DocumentWords(split_words("".join(text)), split_words("".join(notes)))
    return SourceWords(words, tuple(filter(None, aside)), data)


def _read_odt(element: etree._Element, text: list[str], notes: list[str], aside: list[str]) -> None:
    name = _local(element)
    if name in _ODT_OUTSIDE:
        if name in {"annotation", "tracked-changes"}:
            aside += [" ".join(raw_text(e).split()) for e in element.iter() if _local(e) == "p"]
        return
    if name == "note-body":
        text, notes = notes, notes
    if name in _ODT_BLOCKS or name == "note-body":
        text.append(" ")
    text.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            _read_odt(child, text, notes, aside)
        text.append(child.tail or "")
    if name in _ODT_BLOCKS or name == "note-body":
        text.append(" ")


def read_html(data: bytes) -> SourceWords:
    """Return the words of a page of HTML, without scripts and styles."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, encoding="utf-8")
    root = etree.parse(io.BytesIO(data), parser).getroot()
    text: list[str] = []
    if root is not None:
        _read_html(root, text)
    return SourceWords(DocumentWords(split_words("".join(text)), []))


def _read_html(element: etree._Element, text: list[str]) -> None:
    name = _local(element)
    if name in _HTML_OUTSIDE:
        return
    is_block = name not in _HTML_INLINE
    if is_block:
        text.append(" ")
    text.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            _read_html(child, text)
        text.append(child.tail or "")
    if is_block:
        text.append(" ")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
