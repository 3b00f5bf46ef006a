"""The divisions of a text and their heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.facts.text import Division
from tei_edition.reader.reading_text import top_texts
from tei_edition.reader.walk import read_words
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import (
    DIVISIONS,
    local,
    tei,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config.tables import TextTable


def read_divisions(root: etree._Element, shown: TextTable) -> Division | None:
    """The divisions of a file's text as a tree, or None where it has no text."""
    texts = top_texts(root)
    if not texts:
        return None
    whole = texts[0] if len(texts) == 1 else root
    return _division(whole, shown)


def _division(element: etree._Element, shown: TextTable) -> Division:
    return Division(
        anchor=element.get(ANCHOR, ""),
        element=local(element.tag),
        title=_read_head(element, shown),
        length=sum(len(text) for text in element.itertext()),
        line=locate(element).line,
        children=tuple(_division(child, shown) for child in iter_divisions(element)),
    )


_TRANSPARENT = frozenset({"TEI", "teiCorpus", "text", "front", "body", "back", "group"}) | DIVISIONS
_LOOSE_TEXT = 2000


def iter_divisions(element: etree._Element) -> Iterator[etree._Element]:
    """The divisions next below an element that may become pages of their own.

    None where text stands between them for which no page would be the right one.
    """
    found: list[etree._Element] = []
    loose = _find_divisions(element, found)
    if loose <= _LOOSE_TEXT:
        yield from found


def _find_divisions(element: etree._Element, found: list[etree._Element]) -> int:
    """Gather the divisions below an element; the characters that follow one and are in none."""
    loose = 0
    if (element.text or "").strip():
        return _LOOSE_TEXT + 1
    for child in element:
        name = local(child.tag)
        if name in DIVISIONS or (name == "text" and local(element.tag) in {"group", "TEI"}):
            found.append(child)
        elif name in _TRANSPARENT:
            loose += _find_divisions(child, found)
        elif name and name not in {"teiHeader", "standOff"} and found:
            loose += sum(len(text) for text in child.itertext())
        if (child.tail or "").strip():
            return _LOOSE_TEXT + 1
    return loose


def _read_head(element: etree._Element, shown: TextTable) -> str:
    head = element.find(tei("head"))
    return read_words(head, shown) if head is not None else ""
