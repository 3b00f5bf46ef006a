"""Read the coordinates of places and texts (TEI Guidelines, section 14.3.3).

With `reader`, of which it is a part, it is all that derives facts of place from TEI's elements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.facts.registers import Coordinates
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import ENTRIES, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

WGS84 = "WGS84"
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_WITH_COMMAS = re.compile(r"([+-]?\d+),(\d+)(?:\s*[;\s]\s*|,\s+)([+-]?\d+),(\d+)", re.ASCII)
_DECIMALS = 2
# An angle in degrees, minutes and seconds; the letter of its direction is after it or before it.
_ANGLE = (
    r"(\d+(?:[.,]\d+)?)\s*°?\s*(?:(\d+(?:[.,]\d+)?)\s*[′'’]\s*)?"
    r"(?:(\d+(?:[.,]\d+)?)\s*(?:″|”|\"|''|′′|’’)\s*)?"
)
_WITH_LETTERS = (
    re.compile(rf"{_ANGLE}([NSEW])[\s,;/]*", re.ASCII),
    re.compile(rf"([NSEW])\s*{_ANGLE}[\s,;/]*", re.ASCII),
)
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+")


def read_coordinates(root: etree._Element) -> Iterator[Coordinates]:
    """Every `geo` of a file with what it is of, but those in an XML that is not TEI's."""
    declared = {
        f"#{decl.get(XML_ID)}": decl.get("datum", WGS84) for decl in root.iter(tei("geoDecl"))
    }
    usual = next(iter(declared.values()), WGS84) if len(declared) == 1 else WGS84
    for geo in root.iter(tei("geo")):
        given = words_of(geo)
        if not given or any(isinstance(child.tag, str) for child in geo):
            continue  # KML and GML are read by those who know them
        datum = next((declared[d] for d in geo.get("decls", "").split() if d in declared), usual)
        entry = _find_entry(geo)
        yield Coordinates(
            entity="" if entry is None else entry.get(XML_ID, ""),
            label=_find_label(geo) if entry is None else "",
            given=given,
            datum=datum,
            points=tuple(parse_points(given)) if datum == WGS84 else (),
            location=locate(geo),
        )


def mend_decimal_commas(given: str) -> str:
    """Two numbers that are written with decimal commas, with points; empty for anything else.

    `1,2 3,4` are two points of whole degrees.
    """
    found = _WITH_COMMAS.fullmatch(given.strip())
    if found is None or min(len(found[2]), len(found[4])) < _DECIMALS:
        return ""
    return f"{found[1]}.{found[2]} {found[3]}.{found[4]}"


def parse_points(given: str) -> list[tuple[float, float]]:
    """Latitude and longitude of each point, in degrees; none where the words are no coordinates.

    Three numbers are one point with its height, which is passed over. Degrees may have minutes and
    seconds where letters say the direction (`59° 57′ N 30° 19′ E`); `geo:` of RFC 5870 may precede.
    """
    given = given.strip().removeprefix("geo:")
    if points := _parse_directions(given):
        return points
    if mend_decimal_commas(given):
        return []  # not two points: `48,2 16,3` are commas where points should be
    parts = _BETWEEN.split(given.strip())
    if not all(_NUMBER.fullmatch(part) for part in parts):
        return []
    numbers = [float(part) for part in parts]
    if len(numbers) == 3:
        numbers.pop()
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    are_right = all(abs(north) <= 90 and abs(east) <= 180 for north, east in points)
    return points if are_right and len(numbers) % 2 == 0 else []


def _parse_directions(given: str) -> list[tuple[float, float]]:
    """Latitude and longitude of points whose directions are said by letters, in either order."""
    for pattern in _WITH_LETTERS:
        found = list(pattern.finditer(given))
        if not found or "".join(match[0] for match in found) != given:
            continue
        angles = [_read_angle([group or "" for group in match.groups()]) for match in found]
        pairs = [dict(pair) for pair in zip(angles[::2], angles[1::2], strict=False)]
        if len(angles) % 2 or not all(pair.keys() == {"N", "E"} for pair in pairs):
            return []
        points = [(pair["N"], pair["E"]) for pair in pairs]
        are_right = all(abs(north) <= 90 and abs(east) <= 180 for north, east in points)
        return points if are_right else []
    return []


def _read_angle(groups: list[str]) -> tuple[str, float]:
    """Return the axis of an angle, N or E, and its degrees."""
    letter = next(group for group in groups if group.isalpha())
    numbers = [float(g.replace(",", ".") or 0) for g in groups if not g.isalpha()]
    if max(numbers[1:]) >= 60:
        return "", 0
    degrees = sum(number / 60**place for place, number in enumerate(numbers))
    sign = -1 if letter in "SW" else 1
    return "N" if letter in "NS" else "E", sign * round(degrees, 6)


def _find_entry(geo: etree._Element) -> etree._Element | None:
    for holder in geo.iterancestors():
        if local(holder.tag) in ENTRIES and holder.get(XML_ID) is not None:
            return holder if holder.get(XML_ID) == holder.get(ANCHOR) else None
    return None


def _find_label(geo: etree._Element) -> str:
    """Return the name beside coordinates that are in no entry: the nearest before them."""
    names = [tei(name) for name in ("placeName", "geogName", "settlement")]
    for holder in (geo, *geo.iterancestors()):
        for sibling in holder.itersiblings(*names, preceding=True):
            return words_of(sibling)
    return ""
