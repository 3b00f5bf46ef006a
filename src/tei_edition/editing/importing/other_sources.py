"""Read the words of ODT and HTML without pandoc, which is compared with them."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.editing.importing.word_proof import DocumentWords, split_words
from tei_edition.problems import EditionError
from tei_edition.tei import raw_text

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.editing.importing.archives import DocumentArchive

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Elements that pandoc drops with their words; without their tags, the words are read.
_UNWRAPPED = (
    "section", "numbered-paragraph", "ruby", "ruby-base", "ruby-text", "page-number", "page-count",
    "date", "time", "author-name", "author-initials", "title", "subject", "chapter", "file-name",
    "sequence", "expression", "text-input", "placeholder", "variable-set", "variable-get",
    "user-field-get", "user-defined", "note-ref", "sequence-ref",
)  # fmt: skip
_ODT_BLOCKS = frozenset({"p", "h", "list-item", "table-cell", "s", "tab", "line-break"})
_ODT_OUTSIDE = frozenset({"tracked-changes", "annotation", "note-citation", "desc", "title",
                          "bookmark", "math", "forms", "sequence-decls"})  # fmt: skip
_HTML_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]*charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096
_HTML_OUTSIDE = frozenset({"head", "script", "style", "template", "noscript", "math", "svg"})


class SourceWords(NamedTuple):
    """The words of a source, those that are not part of its text, and its bytes for pandoc.

    `are_endnotes` says of each note in order whether it is at the end.
    """

    words: DocumentWords
    aside: tuple[str, ...] = ()
    data: bytes = b""
    are_endnotes: tuple[bool, ...] = ()


def read_odt(archive: DocumentArchive) -> SourceWords:
    """Return the words of an ODT; its deleted words and comments are aside.

    Rows that are heads of tables, which pandoc would drop, are ordinary rows in its bytes.
    """
    root = archive.parse("content.xml")
    if root is None:
        raise EditionError("the document has no text part", hint="open it, and save it as ODT")
    body = next((e for e in root.iter() if _local(e) == "body"), root)
    _prepare_odt(body)
    text: list[str] = []
    notes: list[str] = []
    aside: list[str] = []
    _read_odt(body, text, notes, aside)
    data = archive.repack({"content.xml": etree.tostring(root, encoding="UTF-8")})
    words = DocumentWords(split_words("".join(text)), split_words("".join(notes)))
    are_endnotes = tuple(
        note.get(f"{_TEXT}note-class") == "endnote" for note in body.iter(f"{_TEXT}note")
    )
    return SourceWords(words, tuple(filter(None, aside)), data, are_endnotes)


def _prepare_odt(body: etree._Element) -> None:
    """Make ordinary paragraphs and rows of what pandoc would drop."""
    for box in [e for e in body.iter() if _local(e) == "text-box"]:
        hosts = [above for above in box.iterancestors() if _local(above) == "p"]
        if hosts and not any(_local(above) == "text-box" for above in box.iterancestors()):
            for block in reversed(list(box)):
                hosts[-1].addnext(block)
    for heads in [e for e in body.iter() if _local(e) == "table-header-rows"]:
        for row in list(heads):
            heads.addprevious(row)
    etree.strip_tags(body, *(f"{_TEXT}{name}" for name in _UNWRAPPED))


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


def read_html(path: Path, data: bytes) -> SourceWords:
    """Return the words of a page of HTML, without scripts and styles, and its bytes in UTF-8."""
    data = _recode(path, data)
    parser = etree.HTMLParser(no_network=True, remove_comments=True, encoding="utf-8")
    root = etree.parse(io.BytesIO(data), parser).getroot()
    text: list[str] = []
    if root is not None:
        _read_html(root, text)
    return SourceWords(DocumentWords(split_words("".join(text)), []), data=data)


def _recode(path: Path, data: bytes) -> bytes:
    """Return a page in UTF-8, as pandoc reads it, whatever encoding it declares."""
    declared = _CHARSET.search(data[:_HEAD])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding).encode("utf-8")
    except (LookupError, UnicodeError):
        raise EditionError(
            f'"{path}" cannot be decoded as {encoding}', hint="save the page as UTF-8"
        ) from None


def _read_html(element: etree._Element, text: list[str]) -> None:
    name = _local(element)
    if name in _HTML_OUTSIDE:
        return
    around = ("", "") if name in _HTML_INLINE else (" ", " ")
    if name == "q":
        depth = sum(_local(above) == "q" for above in element.iterancestors())
        around = ("“", "”") if depth % 2 == 0 else ("‘", "’")
    text += [around[0], element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            _read_html(child, text)
        text.append(child.tail or "")
    text.append(around[1])


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
