"""Days in the Julian and the Gregorian calendar, in ISO 8601 form and in words.

Both calendars are proleptic; year 0000 is 1 BCE, as in ISO 8601. Conversion goes by the Julian
day number (E. G. Richards, Explanatory Supplement to the Astronomical Almanac, section 15.11).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

GREGORIAN = "gregorian"
JULIAN = "julian"

# W3C: year, year and month, or day, each with an optional time zone; a time is passed over.
_ISO = re.compile(
    r"(?P<year>-?\d{4,9})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T[\d:.,]+)?)?)?"
    r"(?:Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


class Day(NamedTuple):
    """A day, month or year of some calendar; what is not known is 0."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """ISO 8601, to the precision that is known."""
        sign = "-" if self.year < 0 else ""
        text = f"{sign}{abs(self.year):04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text


def parse_day(text: str, calendar_name: str = GREGORIAN) -> Day | None:
    """The day that the ISO form names, or None where it is none of that calendar."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    day = Day(int(match["year"]), int(match["month"] or 0), int(match["day"] or 0))
    if match["month"] and not 1 <= day.month <= 12:
        return None
    if match["day"] and not 1 <= day.day <= month_length(day.year, day.month, calendar_name):
        return None
    return day


def month_length(year: int, month: int, calendar_name: str = GREGORIAN) -> int:
    """The number of days in a month of the named calendar."""
    if month != 2:
        return 30 if month in {4, 6, 9, 11} else 31
    leap = year % 4 == 0
    if calendar_name == GREGORIAN:
        leap = leap and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else 28


def convert(day: Day, calendar_name: str) -> tuple[Day, Day]:
    """The first and the last day, in the other calendar, of what is a day, month or year in this.

    `calendar_name` is the calendar of `day`, Julian or Gregorian.
    """
    first, last = span(day, calendar_name)
    if calendar_name == JULIAN:
        return _from_number(_number(first, JULIAN), GREGORIAN), _from_number(
            _number(last, JULIAN), GREGORIAN
        )
    return _from_number(_number(first, GREGORIAN), JULIAN), _from_number(
        _number(last, GREGORIAN), JULIAN
    )


def span(day: Day, calendar_name: str = GREGORIAN) -> tuple[Day, Day]:
    """The first and the last day of a day, month or year."""
    first = Day(day.year, day.month or 1, day.day or 1)
    month = day.month or 12
    return first, Day(day.year, month, day.day or month_length(day.year, month, calendar_name))


def format_day(day: Day, language: str = "en") -> str:
    """The day in words, as the language writes it: 7 November 1917, 44 BCE."""
    locale = _locale(language)
    year = str(day.year) if day.year > 0 else f"{1 - day.year} BCE"
    if not day.month:
        return year
    if not day.day:
        names = locale.months["stand-alone"]["wide"]
        return f"{names[day.month]} {year}"
    name = locale.months["format"]["wide"][day.month]
    point = "." if locale.language in {"de", "cs", "da", "fi", "hr", "nb", "sk", "sl"} else ""
    return f"{day.day}{point} {name} {year}"


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _number(day: Day, calendar_name: str) -> int:
    """The Julian day number at noon."""
    shift = (14 - day.month) // 12
    year = day.year + 4800 - shift
    month = day.month + 12 * shift - 3
    number = day.day + (153 * month + 2) // 5 + 365 * year + year // 4
    if calendar_name == GREGORIAN:
        return number - year // 100 + year // 400 - 32045
    return number - 32083


def _from_number(number: int, calendar_name: str) -> Day:
    if calendar_name == GREGORIAN:
        a = number + 32044
        century = (4 * a + 3) // 146097
        rest = a - 146097 * century // 4
    else:
        century = 0
        rest = number + 32082
    year = (4 * rest + 3) // 1461
    day_of_year = rest - 1461 * year // 4
    month = (5 * day_of_year + 2) // 153
    return Day(
        100 * century + year - 4800 + month // 10,
        month + 3 - 12 * (month // 10),
        day_of_year - (153 * month + 2) // 5 + 1,
    )
