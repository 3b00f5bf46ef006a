"""Days that Latin texts count by Kalends, Nones and Ides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.dating.calendars import GREGORIAN, JULIAN, Day, month_length

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = (
    "[IJ]an", "Feb", "Mart", "Apr", "Mai", "[IJ]un", "[IJ]ul", "Aug", "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip
_DAY = re.compile(
    r"(?<!\w)(?:(?:a\.\s?d\.\s*|ante\s+diem\s+)?(?P<count>[IVXivx]+|[Pp]ridie|[Pp]rid\.)\.?\s*)?"
    r"(?P<term>Kal(?:\.|endis|endas|endarum)|Cal(?:\.|endis|endas)|Non(?:\.|is|as)|Id(?:\.|ibus|us))"
    rf"\s*(?P<month>(?:{'|'.join(_MONTHS)})(?:\.|\w*))"
    r"(?:,?\s+(?:anno\s+(?:Domini\s+)?|a\.\s*)?(?P<year>(?:1\d|20)\d\d)(?!\d))?",
)
_VALUES = {"I": 1, "V": 5, "X": 10}
_LATE = frozenset({3, 5, 7, 10})


def find_roman_days(text: str) -> Iterator[tuple[int, int, Day | None]]:
    """Yield where such days are in a text; the day, if the year is with it."""
    for match in _DAY.finditer(text):
        month = next(n for n, m in enumerate(_MONTHS, 1) if re.match(m, match["month"]))
        start, end = match.span()
        if not match["year"]:
            yield start, end, None
            continue
        yield start, end, _count(match, month, int(match["year"]))


def _count(match: re.Match[str], month: int, year: int) -> Day | None:
    """Return the day, counted back from the Kalends, Nones or Ides, these included."""
    counted = match["count"] or "I"
    back = 2 if counted.casefold().startswith("prid") else _read_roman(counted.upper())
    term = match["term"][0]
    if term in "KC":
        if back == 1:
            return Day(year, month, 1)
        if month == 1:
            return None  # the year may be that of the day or that of the Kalends
        before = month - 1
        lengths = {month_length(year, before, name) for name in (GREGORIAN, JULIAN)}
        return Day(year, before, lengths.pop() + 2 - back) if len(lengths) == 1 else None
    fixed = (7 if month in _LATE else 5) + (8 if term == "I" else 0)
    return Day(year, month, fixed + 1 - back) if fixed + 1 > back else None


def _read_roman(number: str) -> int:
    values = [_VALUES[sign] for sign in number]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )
