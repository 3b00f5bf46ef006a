"""Write the body of an import as text that editors can read, with numbers for its parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.tei import XML_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = frozenset({
    "ab", "argument", "byline", "cell", "closer", "dateline", "div", "facsimile", "figure", "fw",
    "graphic", "head", "item", "l", "label", "lg", "list", "milestone", "opener", "p", "pb",
    "postscript", "quote", "row", "salute", "signed", "surface", "table", "zone",
})  # fmt: skip
_HOLDERS = frozenset({
    "argument", "body", "cell", "div", "facsimile", "figure", "item", "lg", "list", "quote", "row",
    "surface", "table",
})  # fmt: skip
_STEP = "  "


def number_parts(body: etree._Element) -> None:
    """Give identifiers to divisions, to the paragraphs directly in them, and to notes.

    They are those of `init`, from 1 in each text; notes are numbered for readers too.
    """
    parts = {"d": body.iter("div"), "p": body.iterfind(".//div/p"), "n": body.iter("note")}
    for prefix, elements in parts.items():
        for number, element in enumerate(elements, 1):
            if element.get(XML_ID) is None:
                element.set(XML_ID, f"{prefix}{number}")
            if element.get("n") is not None:
                element.set("n", str(number))


def write_children(root: etree._Element, indent: str) -> str:
    """Return the children of an element, each from a new line."""
    return "\n".join(line for child in root for line in _write(child, indent))


def _write(element: etree._Element, indent: str) -> Iterator[str]:
    if not _holds_blocks(element):
        yield f"{indent}{_write_whole(element)}"
        return
    start = _write_whole(
        etree.Element(element.tag, {str(k): str(v) for k, v in element.attrib.items()})
    )
    yield f"{indent}{start.removesuffix('/>')}>"
    for child in element:
        yield from _write(child, indent + _STEP)
    yield f"{indent}</{element.tag}>"


def _holds_blocks(element: etree._Element) -> bool:
    """Whether white space may be added between the children of an element."""
    return (
        element.tag in _HOLDERS
        and len(element) > 0
        and not (element.text or "").strip()
        and all(child.tag in _BLOCKS or not isinstance(child.tag, str) for child in element)
        and not any((child.tail or "").strip() for child in element)
    )


def _write_whole(element: etree._Element) -> str:
    written = etree.tostring(element, encoding="unicode", with_tail=False)
    # Line ends in words would be changed by the next program that reads them.
    return re.sub(r"\r", "&#13;", written)
