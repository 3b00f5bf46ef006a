"""Coordinates must be coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import TEXT, Edit, Problem, problem
from tei_edition.reader.coordinates import WGS84, mend_decimal_commas, parse_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
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


def _exchange(given: str) -> str:
    """Return a hint where longitude and latitude are swapped, and only so can be right."""
    parts = given.replace(",", " ").split()
    meant = " ".join(reversed(parts)) if len(parts) == 2 else ""
    return f"is it {meant}? The latitude comes first" if meant and parse_points(meant) else ""
