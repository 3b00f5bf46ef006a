"""The texts of a corpus, each of which has a separate header (TEI Guidelines, section 15.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.reader.header import read_header
from tei_edition.source.stamps import ANCHOR
from tei_edition.tei import tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config.tables import TextTable
    from tei_edition.facts.header import Header


def find_part(element: etree._Element) -> str:
    """Return the anchor of the text of a corpus that an element belongs to.

    Empty outside of a corpus.
    """
    return _anchor_of(next(element.iterancestors(tei("TEI")), None))


def read_part_headers(root: etree._Element, shown: TextTable) -> Iterator[tuple[str, Header]]:
    """Yield the header of each text of a corpus, with the anchor of the text."""
    for part in root.iter(tei("TEI")):
        if anchor := _anchor_of(part):
            yield anchor, read_header(part, shown)


def _anchor_of(part: etree._Element | None) -> str:
    if part is None or part.getparent() is None:
        return ""
    text = part.find(tei("text"))
    return "" if text is None else text.get(ANCHOR, "")
