"""Years gathered into periods: single years, decades or centuries, not too many for a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.dating.calendars import (
    GREGORIAN,
    JULIAN,
    Day,
    format_day,
    from_number,
    parse_day,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.facts.times import TimeSpan

_SIZES = (1, 10, 100)


def choose_size(spans: Iterable[tuple[int, int]], most: int) -> int:
    """Return how many years a period has, so that spans of years touch at most so many periods."""
    found = list(spans)
    for size in _SIZES:
        touched: set[int] = set()
        for first, last in found:
            touched.update(range(first // size, min(last // size, first // size + most) + 1))
        if len(touched) <= most:
            return size
    return 1000


def name_period(year: int, size: int, language: str) -> str:
    """Return what the period of a year is called: `1917`, `1910–1919`."""
    first = year // size * size
    last = "" if size == 1 else f"–{format_day(Day(first + size - 1), language)}"
    return f"{format_day(Day(first), language)}{last}"


def find_years(time: TimeSpan) -> tuple[int, int] | None:
    """Return the first and the last year of a time, as the edition gives them; None of neither.

    A bound that is open is taken for the other.
    """
    years = [_find_year(time, side) for side in ("start", "end")]
    known = [year for year in years if year is not None]
    return (min(known), max(known)) if known else None


def _find_year(time: TimeSpan, side: str) -> int | None:
    for term in time.given:
        day = parse_day(getattr(term, side), term.calendar) if getattr(term, side) else None
        if day and term.calendar in {GREGORIAN, JULIAN}:
            return day.year
    number = time.first if side == "start" else time.last
    return None if number is None else from_number(number).year
