"""Read PAGE XML, as Transkribus, eScriptorium and OCR-D write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.editing.importing.transcribed import (
    LineMark,
    TranscribedLine,
    TranscribedPage,
    TranscribedRegion,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_CUSTOM = re.compile(r"([\w.-]+)\s*\{([^}]*)\}")
_PROPERTY = re.compile(r"([\w.-]+)\s*:\s*([^;]*);?")
_STYLES = {
    "bold": "bold", "italic": "italic", "underlined": "underline",
    "strikethrough": "strikethrough", "superscript": "sup", "subscript": "sub",
    "smallCaps": "smallcaps", "letterSpaced": "letterspaced",
}  # fmt: skip
_TAGS = {
    "person": "persName", "place": "placeName", "organization": "orgName", "date": "date",
    "unclear": "unclear", "supplied": "supplied", "add": "add", "addition": "add", "del": "del",
    "deletion": "del", "gap": "unclear", "work": "title", "speech": "said", "foreign": "foreign",
}  # fmt: skip
_CHOICES = {"abbrev": ("abbr", "expan", "expansion"), "sic": ("sic", "corr", "correction")}
_SILENT = frozenset({"readingOrder", "structure"})
_REGIONS = frozenset({
    "TextRegion", "TableRegion", "MathsRegion", "AdvertRegion", "MusicRegion", "ChemRegion",
    "UnknownRegion", "CustomRegion",
})  # fmt: skip


def read_page_xml(root: etree._Element) -> tuple[list[TranscribedPage], list[str]]:
    """Return the page of a file, and what of its markup has no element of TEI."""
    told: dict[str, None] = {}
    pages = []
    for page in root:
        if _local(page) == "Page":
            regions = [made for region in _order(page, page) for made in _read_region(region, told)]
            pages.append(
                TranscribedPage(
                    page.get("imageFilename", ""), page.get("imageWidth", ""),
                    page.get("imageHeight", ""), "", tuple(regions),
                )
            )  # fmt: skip
    return pages, list(told)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _find(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if _local(child) == name]


def _order(page: etree._Element, holder: etree._Element) -> list[etree._Element]:
    """Return the regions of a page in reading order; those without a place in it come last."""
    regions = [child for child in holder if _local(child) in _REGIONS]
    order = [reference for group in _find(page, "ReadingOrder") for reference in _list_order(group)]
    places = {reference: number for number, reference in reversed(list(enumerate(order)))}
    last = len(order)

    def rank(item: tuple[int, etree._Element]) -> tuple[int, int, int]:
        number, region = item
        custom = dict(_read_custom(region.get("custom", ""))).get("readingOrder", {})
        index = custom.get("index", "")
        own = int(index) if index.isdigit() else last
        return places.get(region.get("id", ""), last), own if not places else 0, number

    return [region for _, region in sorted(enumerate(regions), key=rank)]


def _list_order(group: etree._Element) -> Iterator[str]:
    """Yield the regions of a group of the reading order, in order."""
    children = [child for child in group if isinstance(child.tag, str)]
    if _local(group).startswith("OrderedGroup"):
        children.sort(key=lambda child: int(child.get("index") or 0))
    for child in children:
        if child.get("regionRef"):
            yield child.get("regionRef", "")
        yield from _list_order(child)


def _read_region(region: etree._Element, told: dict[str, None]) -> Iterator[TranscribedRegion]:
    points = _read_points(region)
    if _local(region) == "TableRegion" and (cells := _find(region, "TableCell")):
        found = tuple(
            (_number(cell, "row"), _number(cell, "col"), tuple(_read_lines(cell, told)))
            for cell in cells
        )
        yield TranscribedRegion("table", (), points, found)
        return
    custom = dict(_read_custom(region.get("custom", "")))
    kind = custom.get("structure", {}).get("type", "") or region.get("type", "")
    lines = tuple(_read_lines(region, told))
    if not lines and (text := _read_text(region)):
        lines = tuple(TranscribedLine(line) for line in text.splitlines())
    yield TranscribedRegion(kind, lines, points)
    page = next((e for e in region.iterancestors() if _local(e) == "Page"), region)
    for inner in _order(page, region):
        yield from _read_region(inner, told)


def _number(element: etree._Element, name: str) -> int:
    value = element.get(name, "0")
    return int(value) if value.isdigit() else 0


def _read_points(element: etree._Element) -> str:
    for coordinates in _find(element, "Coords"):
        if coordinates.get("points"):
            return check_points(coordinates.get("points", ""))
        pairs = [f"{p.get('x')},{p.get('y')}" for p in _find(coordinates, "Point")]
        return check_points(" ".join(pairs))
    return ""


def check_points(points: str) -> str:
    """Return points as TEI has them; nothing if they are fewer than three, or no numbers."""
    found = re.findall(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)", points)
    return " ".join(f"{x},{y}" for x, y in found) if len(found) >= 3 else ""


def _read_text(element: etree._Element) -> str:
    """Return the text of a line or region: of several, that with the lowest index."""
    texts = _find(element, "TextEquiv")
    texts.sort(key=lambda found: _number(found, "index"))
    for found in texts[:1]:
        for name in ("Unicode", "PlainText"):
            for text in _find(found, name):
                return text.text or ""
    return ""


def _read_lines(holder: etree._Element, told: dict[str, None]) -> Iterator[TranscribedLine]:
    lines = _find(holder, "TextLine")
    indices = []
    for number, line in enumerate(lines):
        custom = dict(_read_custom(line.get("custom", ""))).get("readingOrder", {})
        index = custom.get("index", "")
        indices.append((int(index) if index.isdigit() else number, number))
    for _, number in sorted(indices):
        line = lines[number]
        text = _read_text(line)
        if not text and (words := _find(line, "Word")):
            text = " ".join(filter(None, map(_read_text, words)))
        text = " ".join(text.splitlines())
        if text.strip():
            marks = tuple(_read_marks(line.get("custom", ""), text, told))
            yield TranscribedLine(text, _read_points(line), marks)


def _read_custom(custom: str) -> Iterator[tuple[str, dict[str, str]]]:
    for name, content in _CUSTOM.findall(custom):
        yield name, {key: value.strip() for key, value in _PROPERTY.findall(content)}


def _read_marks(custom: str, text: str, told: dict[str, None]) -> Iterator[LineMark]:
    """Yield the markup of a line; its places count UTF-16 units, as Java does."""
    places = _count_units(text)
    for name, values in _read_custom(custom):
        if name in _SILENT or not (values.get("offset", "").isdigit()
                                   and values.get("length", "").isdigit()):  # fmt: skip
            continue
        first = int(values["offset"])
        start, end = places.get(first, -1), places.get(first + int(values["length"]), -1)
        if name == "textStyle":
            rend = " ".join(new for old, new in _STYLES.items() if values.get(old) == "true")
            if rend:
                yield LineMark(start, end, "hi", (("rend", rend),))
        elif name in _CHOICES and values.get(_CHOICES[name][2]):
            element, added, key = _CHOICES[name]
            words = _unescape(values[key])
            yield LineMark(start, end, element, (), (added, words))
        elif name in _CHOICES:
            yield LineMark(start, end, _CHOICES[name][0])
        elif name in _TAGS:
            yield LineMark(start, end, _TAGS[name], tuple(_read_attributes(name, values)))
        else:
            told[f'the tag "{name}" has no element of its own, and became <seg type="{name}">'] = (
                None
            )
            yield LineMark(start, end, "seg", (("type", name),))


def _read_attributes(name: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    if name == "date" and re.fullmatch(r"\d{4}", values.get("year", "")):
        parts = [values["year"]]
        for key in ("month", "day"):
            if not re.fullmatch(r"\d{1,2}", values.get(key, "")) or values[key] in {"0", "00"}:
                break
            parts.append(values[key].zfill(2))
        yield "when", "-".join(parts)


def _unescape(value: str) -> str:
    """Return a value in which Transkribus writes other characters by their code."""
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), value)


def _count_units(text: str) -> dict[int, int]:
    """Return the place of each character by the place that counts UTF-16 units."""
    places, unit = {}, 0
    for place, char in enumerate(text):
        places[unit] = place
        unit += 2 if ord(char) > 0xFFFF else 1
    places[unit] = len(text)
    return places
