"""A text, or a part of one, in forms for reading: plain text, and HTML without any style."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tei_edition.exports.filling import fill_pointers, fill_readings, fill_speakers
from tei_edition.reader.reading_text import Runs
from tei_edition.tei import tei, words_of

if TYPE_CHECKING:
    from lxml import etree

    from tei_edition.config.tables import TextTable
    from tei_edition.exports.filling import EmptyWords

PLAIN, HTML = "text/plain", "text/html"


def write_as(media: str, root: etree._Element, shown: TextTable, words: EmptyWords) -> bytes:
    """Return the reading text of a tree: a line for each block, or in HTML a paragraph.

    Empty elements are filled with `words`, in the tree itself.
    """
    fill_readings(root, words.facsimile)
    fill_pointers(root, words.pointers)
    fill_speakers(root, words)
    lines = Runs(root, shown).lines()
    if media == PLAIN:
        return f"{lines}\n".encode() if lines else b""
    title = escape(words_of(root.find(f".//{tei('titleStmt')}/{tei('title')}")))
    language = escape(root.get("{http://www.w3.org/XML/1998/namespace}lang", ""))
    blocks = "".join(f"<p>{escape(line)}</p>\n" for line in lines.splitlines())
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body>\n{blocks}</body></html>\n"
    ).encode()
