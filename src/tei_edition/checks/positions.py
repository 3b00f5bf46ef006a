"""The line and column in its file of a character in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from tei_edition.problems import Location
from tei_edition.source.stamps import FILE, locate

if TYPE_CHECKING:
    from lxml import etree

    from tei_edition.source import Source


def locate_character(
    source: Source, node: etree._Element, offset: int, *, in_tail: bool = False
) -> Location:
    """Return the place of the character `offset` (from 0) of a node's text or of its tail.

    The tree does not know; so characters are counted in the file, from the nearest start tag
    before the text whose place is known. Where the text is not in the source's own file (an
    XInclude brought it in), the place is that of the element that holds it.
    """
    element: etree._Element | None = node
    while in_tail and element is not None:
        if isinstance(element.tag, str):
            offset += len(str(element.xpath("string()")))
            break
        # A comment or processing instruction has no place: go on from what is before it.
        before = element.getprevious()
        in_tail = before is not None
        element = before if before is not None else element.getparent()
        if element is not None:
            offset += len((element.tail if in_tail else element.text) or "")
    if element is None:
        return Location(source.file)
    counted = element.iter() if in_tail else (element,)
    if in_tail and any(FILE in inner.attrib for inner in counted if isinstance(inner.tag, str)):
        parent = element.getparent()
        return locate(element if parent is None else parent)
    place = locate(element)
    return (_find(source, place, offset) if place.file == source.file else None) or place


def _find(source: Source, start: Location, offset: int) -> Location | None:
    """Return the place in the file of the character number `offset` after a start tag."""
    parser = expat.ParserCreate("utf-8")
    left = offset
    counting = False
    found: Location | None = None

    def open_element(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal counting
        place = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        counting = counting or place == (start.line, start.column)

    def count(text: str) -> None:
        nonlocal found, left
        if not counting or found:
            return
        if left < len(text):
            # Expat gives the text of a line in one piece, a reference and a line end each in one.
            line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
            found = Location(start.file, line, column + left)
        left -= len(text)

    parser.StartElementHandler = open_element
    parser.CharacterDataHandler = count
    parser.Parse(source.text.encode(), True)
    return found
