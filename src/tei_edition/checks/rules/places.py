"""Coordinates must be coordinates, the latitude first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from tei_edition.checks.frame import check
from tei_edition.problems import TEXT, Edit, Problem, Severity, problem
from tei_edition.reader.coordinates import WGS84, mend_decimal_commas, parse_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.registers import Coordinates
    from tei_edition.facts.text import Text
    from tei_edition.source import Source


@check("file", "invalid-coordinates")
def check_coordinates(_source: Source, text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each `geo` of WGS84 that is not a latitude and longitude in degrees."""
    for found in text.coordinates:
        if found.datum != WGS84 or found.points:
            continue
        corrected = mend_decimal_commas(found.given)
        if corrected and parse_points(corrected):
            yield problem(
                "invalid-coordinates",
                f'"{found.given}" has decimal commas',
                found.location,
                hint=f"write {corrected}, with decimal points",
                fix=[Edit(found.location, found.given, corrected, TEXT)],
                cause="coordinates with decimal commas",
            )
        else:
            yield problem(
                "invalid-coordinates",
                f'"{found.given}" is not a latitude and longitude in degrees',
                found.location,
                hint=_exchange(corrected or found.given)
                or "write two numbers such as 59.95 30.32, the latitude first",
            )
    yield from _list_swapped(text)


def _exchange(given: str) -> str:
    """Return a hint where longitude and latitude are swapped, and only so can be right."""
    parts = given.replace(",", " ").split()
    meant = " ".join(reversed(parts)) if len(parts) == 2 else ""
    return f"is it {meant}? The latitude comes first" if meant and parse_points(meant) else ""


# The earth in fields of so many degrees; so many of them away, a place is far from another.
_FIELD, _FAR = 5, 4
# So many places near the swapped coordinates make it likely that they are meant.
_ENOUGH = 3


# How many places of a file there are in each field.
_Fields = Counter[tuple[int, int]]


def _count_near(point: tuple[float, float], fields: _Fields, around: int) -> int:
    """Return the number of places in the field of a point and those around it."""
    north, east = _find_field(point)
    reach = range(-around, around + 1)
    return sum(fields[north + i, east + j] for i in reach for j in reach)


def _find_field(point: tuple[float, float]) -> tuple[int, int]:
    return int(point[0] // _FIELD), int(point[1] // _FIELD)


def _list_swapped(text: Text) -> Iterator[Problem]:
    """Yield each place that is far from all others of its file, but near several if swapped."""
    single = [found for found in text.coordinates if len(found.points) == 1]
    if len(single) <= _ENOUGH:
        return
    fields = Counter(_find_field(found.points[0]) for found in single)
    for found in single:
        if _is_swapped(found, fields):
            north, east = found.points[0]
            told = problem(
                "invalid-coordinates",
                f'"{found.given}" is far from all other places of this file',
                found.location,
                hint=f"is it {east:g} {north:g}? The latitude comes first",
            )
            # A map can be made of them, and they may be right.
            yield msgspec.structs.replace(told, severity=Severity.WARNING)


def _is_swapped(found: Coordinates, fields: _Fields) -> bool:
    north, east = found.points[0]
    is_alone = abs(east) <= 90 and _count_near((north, east), fields, _FAR) == 1
    return is_alone and _count_near((east, north), fields, 1) >= _ENOUGH
