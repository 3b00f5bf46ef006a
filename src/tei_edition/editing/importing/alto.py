"""Read ALTO, as programs for character recognition and libraries write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.editing.importing.page_xml import check_points
from tei_edition.editing.importing.transcribed import (
    LineMark,
    TranscribedLine,
    TranscribedPage,
    TranscribedRegion,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")
_MARGINS = {"TopMargin": "header", "BottomMargin": "footer", "LeftMargin": "marginalia",
            "RightMargin": "marginalia"}  # fmt: skip
_STYLES = {"bold": "bold", "italics": "italic", "subscript": "sub", "superscript": "sup",
           "smallcaps": "smallcaps", "underline": "underline"}  # fmt: skip
_KINDS = {"title": "heading", "head": "heading", "headline": "heading", "heading": "heading",
          "numberingzone": "page-number", "runningtitlezone": "header",
          "marginzone": "marginalia", "quiremarkszone": "signature-mark"}  # fmt: skip


def read_alto(root: etree._Element) -> tuple[list[TranscribedPage], list[str]]:
    """Return the pages of a file."""
    styles = {
        style.get("ID", ""): style.get("FONTSTYLE", "")
        for style in root.iter()
        if _local(style) == "TextStyle"
    }
    labels = {
        tag.get("ID", ""): tag.get("LABEL", "")
        for tag in root.iter()
        if _local(tag) in {"StructureTag", "LayoutTag", "OtherTag", "RoleTag"}
    }
    picture = next((" ".join((e.text or "").split()) for e in root.iter()
                    if _local(e) == "fileName"), "")  # fmt: skip
    pages = []
    for page in (e for e in root.iter() if _local(e) == "Page"):
        regions = [
            TranscribedRegion(
                _name_kind(block, labels) or _MARGINS.get(space, ""),
                tuple(_read_lines(block, styles)),
                _read_points(block),
            )
            for space, block in _list_blocks(page, root)
        ]
        size = page.get("WIDTH", ""), page.get("HEIGHT", "")
        number = page.get("PRINTED_IMG_NR", "")
        pages.append(TranscribedPage(picture, *size, number, tuple(regions)))
    return pages, []


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _list_blocks(page: etree._Element, root: etree._Element) -> list[tuple[str, etree._Element]]:
    """Return the blocks of a page, each with the space that it is in, in reading order."""
    found = []
    for name in _SPACES:
        for space in (child for child in page if _local(child) == name):
            found += [(name, block) for block in space.iter() if _local(block) == "TextBlock"]
    references = [e.get("REF", "") for e in root.iter() if _local(e) == "ElementRef"]
    places = {reference: number for number, reference in enumerate(references)}
    last = len(places)
    return sorted(found, key=lambda pair: places.get(pair[1].get("ID", ""), last))


def _name_kind(block: etree._Element, labels: dict[str, str]) -> str:
    named = [labels.get(tag, "") for tag in block.get("TAGREFS", "").split()]
    for label in filter(None, (*named, block.get("TYPE", ""))):
        kind = label.partition(":")[0].casefold()
        return _KINDS.get(kind, "" if kind in {"mainzone", "defaultline"} else kind)
    return ""


def _read_points(element: etree._Element) -> str:
    for shape in (child for child in element if _local(child) == "Shape"):
        for polygon in (child for child in shape if _local(child) == "Polygon"):
            numbers = polygon.get("POINTS", "").replace(",", " ").split()
            pairs = zip(numbers[::2], numbers[1::2], strict=False)
            return check_points(" ".join(f"{x},{y}" for x, y in pairs))
    try:
        left, top, width, height = (
            float(element.get(name, "")) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
        )
    except ValueError:
        return ""
    corners = ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def _read_lines(block: etree._Element, styles: dict[str, str]) -> Iterator[TranscribedLine]:
    for line in (child for child in block if _local(child) == "TextLine"):
        text = ""
        marks = []
        for part in line:
            name = _local(part)
            if name == "SP":
                text += " "
            elif name in {"String", "HYP"}:
                start = len(text)
                text += part.get("CONTENT", "") or ("\u00ad" if name == "HYP" else "")
                if mark := _read_style(part, styles, start, len(text)):
                    marks.append(mark)
        if text.strip():
            yield TranscribedLine(text, _read_points(line), tuple(marks))


def _read_style(
    part: etree._Element, styles: dict[str, str], start: int, end: int
) -> LineMark | None:
    named = [styles.get(name, "") for name in part.get("STYLEREFS", "").split()]
    words = " ".join((part.get("STYLE", ""), *named)).split()
    rend = " ".join(new for old, new in _STYLES.items() if old in words)
    return LineMark(start, end, "hi", (("rend", rend),)) if rend and end > start else None
