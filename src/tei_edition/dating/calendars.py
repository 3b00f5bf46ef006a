"""The calendars: conversion of days, their forms in attributes, their names in words.

Every calendar is proleptic; year 0000 is 1 BCE, as in ISO 8601 and XML Schema 1.1. Conversion goes
by the Julian day number: for the Julian and Gregorian calendars after E. G. Richards (Explanatory
Supplement to the Astronomical Almanac, section 15.11), for the others by `convertdate`.

To add a calendar, add its names and its conversion here, its key to `ChronologyTable` in
`config/tables.py`, and its name to the interface words (`language/locale`).
"""

from __future__ import annotations

import functools
import importlib
import re
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from collections.abc import Mapping

GREGORIAN = "gregorian"
JULIAN = "julian"
HEBREW = "hebrew"
ISLAMIC = "islamic"
COPTIC = "coptic"
REPUBLICAN = "republican"
# What editors call the calendars that are known here, in the order in which they are looked for.
CALENDARS: Mapping[str, tuple[str, ...]] = {
    JULIAN: ("julian", "julianisch", "julianischer", "julien", "giuliano", "juliano"),
    GREGORIAN: ("gregorian", "gregorianisch", "gregorianischer", "grégorien", "gregoriano"),
    HEBREW: ("hebrew", "jewish", "hebräisch", "jüdisch", "jüdischer", "hébraïque"),
    ISLAMIC: ("islamic", "hijri", "muslim", "hijra", "islamisch", "islamischer"),
    COPTIC: ("coptic", "koptisch", "copte"),
    REPUBLICAN: (
        "republican",
        "républicain",
        "republikanisch",
        "revolutionary",
        "révolutionnaire",
    ),
}
# By how many days the arithmetic of a calendar may differ from what was observed.
TOLERANCE = {ISLAMIC: 2}

# W3C: year, year and month, or day, each with an optional time zone; a time is passed over.
_ZONE = r"(?:Z|[+-]\d\d(?::?\d\d)?)?"
_W3C_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"  # no more: 1850-1852 is no year
_W3C = re.compile(
    r"(?P<year>-?\d{4,9})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T[\d:.,]+)?)?)?" + _W3C_ZONE,
    re.ASCII,
)
# The same for calendars whose years may be few.
_SHORT = re.compile(
    r"(?P<year>\d{1,9})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?", re.ASCII
)  # fmt: skip
# ISO 8601 has more forms: basic, by week, by day of the year, centuries.
_BASIC = re.compile(rf"(\d{{4}})(\d\d)(\d\d)(?:T[\d:.,]+)?{_ZONE}", re.ASCII)
_WEEK = re.compile(rf"(\d{{4}})-?W(\d\d)(?:-?([1-7])(?:T[\d:.,]+)?)?{_ZONE}", re.ASCII)
_ORDINAL = re.compile(rf"(\d{{4}})-?(\d{{3}})(?:T[\d:.,]+)?{_ZONE}", re.ASCII)
_CENTURY = re.compile(r"(\d\d)", re.ASCII)
_DURATION = re.compile(
    r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:[\d.]+[HMS])*)?", re.ASCII
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


class Duration(NamedTuple):
    """A length of time in whole units; hours and less are passed over."""

    years: int = 0
    months: int = 0
    days: int = 0


# Reading.


def parse_day(text: str, calendar_name: str = GREGORIAN, *, year_zero: bool = True) -> Day | None:
    """Return the day that a value names, or None if it is not a day of that calendar.

    The form is that of W3C, years of four digits or more; in calendars other than the Julian and
    Gregorian, numbers of year, month and day. Without `year_zero`, -0001 is 1 BCE, as in XML
    Schema 1.0.
    """
    is_christian = calendar_name in {GREGORIAN, JULIAN}
    match = (_W3C if is_christian else _SHORT).fullmatch(text.strip())
    if match is None:
        return None
    day = Day(int(match["year"]), int(match["month"] or 0), int(match["day"] or 0))
    if not year_zero and day.year <= 0 and is_christian:
        if day.year == 0:
            return None
        day = day._replace(year=day.year + 1)
    is_empty = (match["month"] and not day.month) or (match["day"] and not day.day)
    return day if not is_empty and _exists(day, calendar_name) else None


def parse_iso(text: str, *, year_zero: bool = True) -> tuple[Day, Day] | None:
    """Return the first and last day, month or year of an ISO 8601 date; None for other forms.

    Days in extended and basic form, by week and by day of the year, centuries (`19` is 1900 to
    1999), and intervals `start/end`, one of whose sides may be a duration.
    """
    text = text.strip()
    start, slash, end = text.partition("/")
    if slash:
        return _parse_interval(start, end, year_zero=year_zero)
    if match := _BASIC.fullmatch(text):
        basic = _check(*map(int, match.groups()))
        return (basic, basic) if basic else None
    if day := parse_day(text, year_zero=year_zero):
        return day, day
    if match := _CENTURY.fullmatch(text):
        century = 100 * int(match[1])
        return Day(century), Day(century + 99)
    if match := _WEEK.fullmatch(text):
        return _find_week(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _ORDINAL.fullmatch(text):
        first = day_number(Day(int(match[1]), 1, 1))
        day = from_number(first + int(match[2]) - 1)
        return (day, day) if day.year == int(match[1]) else None
    return None


def parse_duration(text: str) -> Duration | None:
    """Return the length of time that W3C and ISO 8601 write as `P1Y2M3D` or `P2W`."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    years, months, weeks, days = (int(number or 0) for number in match.groups())
    return Duration(years, months, 7 * weeks + days)


def _check(year: int, month: int, day: int) -> Day | None:
    found = Day(year, month, day)
    return found if month and day and _exists(found, GREGORIAN) else None


def _parse_interval(start: str, end: str, *, year_zero: bool) -> tuple[Day, Day] | None:
    first = parse_iso(start, year_zero=year_zero) if start[:1] != "P" else None
    last = parse_iso(end, year_zero=year_zero) if end[:1] != "P" else None
    if first and last is None and (length := parse_duration(end)):
        return first[0], add_duration(first[0], length)
    if last and first is None and (length := parse_duration(start)):
        return add_duration(last[1], length, -1), last[1]
    return (first[0], last[1]) if first and last else None


def _find_week(year: int, week: int, weekday: int) -> tuple[Day, Day] | None:
    # The first week of a year is the one with its fourth of January; weeks begin on Monday.
    fourth = day_number(Day(year, 1, 4))
    monday = fourth - fourth % 7 + 7 * (week - 1)
    thursday = from_number(monday + 3)
    if not week or thursday.year != year:
        return None
    first = monday + (weekday - 1 if weekday else 0)
    return from_number(first), from_number(first if weekday else monday + 6)


def add_duration(day: Day, length: Duration, sign: int = 1) -> Day:
    """Return the last day, month or year of a length of time that begins with `day` (Gregorian).

    With the sign -1, the first of one that ends with it.
    """
    months = sign * (12 * length.years + length.months)
    if not day.month and not length.months and not length.days:
        return Day(day.year + months // 12 - sign) if months else day
    if not day.day and not length.days:
        count = 12 * day.year + (day.month or 1) - 1 + months - (sign if months else 0)
        return Day(count // 12, count % 12 + 1)
    first, last = span(day)
    start = first if sign > 0 else last
    count = 12 * start.year + start.month - 1 + months
    year, month = count // 12, count % 12 + 1
    moved = Day(year, month, min(start.day, month_length(year, month)))
    # A length of three days that begins on the first ends on the third.
    return from_number(day_number(moved) + sign * (length.days - 1))


# Arithmetic.


def month_length(year: int, month: int, calendar_name: str = GREGORIAN) -> int:
    """Return the number of days in a month of the named calendar, 0 if it has no such month."""
    if calendar_name not in {GREGORIAN, JULIAN}:
        days = (d for d in range(31, 0, -1) if _exists(Day(year, month, d), calendar_name))
        return next(days, 0)
    if not 1 <= month <= 12:
        return 0
    if month != 2:
        return 30 if month in {4, 6, 9, 11} else 31
    leap = year % 4 == 0
    if calendar_name == GREGORIAN:
        leap = leap and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else 28


def span(day: Day, calendar_name: str = GREGORIAN) -> tuple[Day, Day]:
    """Return the first and the last day of a day, month or year."""
    first, last = span_numbers(day, calendar_name)
    return from_number(first, calendar_name), from_number(last, calendar_name)


def span_numbers(day: Day, calendar_name: str = GREGORIAN) -> tuple[int, int]:
    """Return the Julian day numbers of the first and the last day of a day, month or year."""
    # The Hebrew year begins with its seventh month: months count from Nisan, as in the Bible.
    start = 7 if calendar_name == HEBREW else 1
    if not day.month:
        first = day_number(Day(day.year, start, 1), calendar_name)
        if calendar_name == REPUBLICAN:
            length = month_length(day.year, 13, REPUBLICAN)
            return first, first + 359 + length
        return first, day_number(Day(day.year + 1, start, 1), calendar_name) - 1
    if not day.day:
        first = day_number(Day(day.year, day.month, 1), calendar_name)
        return first, first + month_length(day.year, day.month, calendar_name) - 1
    number = day_number(day, calendar_name)
    return number, number


def convert(day: Day, calendar_name: str, to: str = "") -> tuple[Day, Day]:
    """Return the first and last day, in another calendar, of a day, month or year in this one.

    Where it is not said which, the other is the Gregorian, and the Julian for a Gregorian day.
    """
    other = to or (JULIAN if calendar_name == GREGORIAN else GREGORIAN)
    first, last = span_numbers(day, calendar_name)
    return from_number(first, other), from_number(last, other)


def day_number(day: Day, calendar_name: str = GREGORIAN) -> int:
    """Return the Julian day number (at noon) of a day that is known to the day."""
    if calendar_name not in {GREGORIAN, JULIAN}:
        return int(_ask_library(calendar_name, "to_jd", *day) + 0.5)
    shift = (14 - day.month) // 12
    year = day.year + 4800 - shift
    month = day.month + 12 * shift - 3
    number = day.day + (153 * month + 2) // 5 + 365 * year + year // 4
    if calendar_name == GREGORIAN:
        return number - year // 100 + year // 400 - 32045
    return number - 32083


def from_number(number: int, calendar_name: str = GREGORIAN) -> Day:
    """Return the day of a calendar with that Julian day number."""
    if calendar_name not in {GREGORIAN, JULIAN}:
        found = _ask_library(calendar_name, "from_jd", number - 0.5)
        return Day(*(int(part) for part in found))
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


# The years of each calendar that were lived by it; beyond them nothing is converted.
_YEARS = {HEBREW: (1, 9999), ISLAMIC: (1, 9999), COPTIC: (1, 9999), REPUBLICAN: (1, 14)}
_MODULES = {REPUBLICAN: "french_republican"}


def has_number(number: int, calendar_name: str) -> bool:
    """Whether a calendar has a day with that Julian day number."""
    if calendar_name not in _YEARS:
        return True
    first, last = _find_limits(calendar_name)
    return first <= number <= last


@functools.cache
def _find_limits(calendar_name: str) -> tuple[int, int]:
    first, last = (span_numbers(Day(year), calendar_name) for year in _YEARS[calendar_name])
    return first[0], last[1]


def _exists(day: Day, calendar_name: str) -> bool:
    if calendar_name in {GREGORIAN, JULIAN}:
        length = month_length(day.year, day.month, calendar_name)
        return not day.month or (length > 0 and day.day <= length)
    first, last = _YEARS[calendar_name]
    if not first <= day.year <= last:
        return False
    whole = Day(day.year, day.month or (7 if calendar_name == HEBREW else 1), day.day or 1)
    try:
        # Libraries reckon on with days that no month has: these do not come back as they were.
        return from_number(day_number(whole, calendar_name), calendar_name) == whole
    except (ValueError, IndexError):
        return False


def _ask_library(calendar_name: str, function: str, *numbers: float) -> Any:
    """Ask `convertdate`, which is imported only for those who have such dates."""
    name = f"convertdate.{_MODULES.get(calendar_name, calendar_name)}"
    with warnings.catch_warnings():
        # It calls functions of its own that it advises others against.
        warnings.simplefilter("ignore", DeprecationWarning)
        return getattr(importlib.import_module(name), function)(*numbers)


# In words.

_MONTHS = {
    HEBREW: (
        "Nisan", "Iyyar", "Sivan", "Tammuz", "Av", "Elul", "Tishri", "Marḥeshvan", "Kislev",
        "Tevet", "Shevat", "Adar", "Adar II",
    ),
    ISLAMIC: (
        "Muḥarram", "Ṣafar", "Rabīʿ I", "Rabīʿ II", "Jumādā I", "Jumādā II", "Rajab", "Shaʿbān",
        "Ramaḍān", "Shawwāl", "Dhū l-Qaʿda", "Dhū l-Ḥijja",
    ),
    COPTIC: (
        "Thout", "Paopi", "Hathor", "Koiak", "Tobi", "Meshir", "Paremhat", "Parmouti", "Pashons",
        "Paoni", "Epip", "Mesori", "Pi Kogi Enavot",
    ),
    REPUBLICAN: (
        "vendémiaire", "brumaire", "frimaire", "nivôse", "pluviôse", "ventôse", "germinal",
        "floréal", "prairial", "messidor", "thermidor", "fructidor", "jour complémentaire",
    ),
}  # fmt: skip
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII",
          "XIV")  # fmt: skip


def format_day(
    day: Day, language: str = "en", calendar_name: str = GREGORIAN, *, with_era: bool = False
) -> str:
    """Return a day in the words of a language: 7 November 1917, 44 BCE, 9 thermidor an II.

    `with_era` says of a year of the common era that it is one: 17 CE.
    """
    if calendar_name in _MONTHS:
        year = f"an {_ROMAN[day.year]}" if calendar_name == REPUBLICAN else str(day.year)
        month = _MONTHS[calendar_name][day.month - 1] if day.month else ""
        return " ".join(part for part in (str(day.day or ""), month, year) if part)
    locale = _locale(language)
    text = _PATTERN.sub(lambda part: _write_part(part[0], day, locale), _choose(day, locale))
    if day.year > 0 and not with_era:
        return text
    era = int(day.year > 0)
    said = ("BCE", "CE") if locale.language == "en" else locale.eras["abbreviated"]
    return f"{text} {said[era]}"


def list_months(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the months of a language by themselves, and as they are beside a day."""
    months = _locale(language).months
    alone, beside = (months[form]["wide"] for form in ("stand-alone", "format"))
    return tuple(alone[n] for n in range(1, 13)), tuple(beside[n] for n in range(1, 13))


_YEARLESS = re.compile(r"--(\d\d)(?:-(\d\d))?|---(\d\d)", re.ASCII)


def format_yearless(value: str, language: str = "en") -> str:
    """Return a day or month without a year, `--03-01`, in words; another value unchanged."""
    match = _YEARLESS.fullmatch(value)
    month, day = (int(match[1] or 0), int(match[2] or match[3] or 0)) if match else (0, 0)
    locale = _locale(language)
    if not month <= 12 or not (month or day):
        return value
    if not month:
        return str(day)
    if not day:
        return str(locale.months["stand-alone"]["wide"][month])
    found = locale.datetime_skeletons.get("MMMMd")
    pattern = "d MMMM" if locale.language == "en" or not found else found.pattern
    return _PATTERN.sub(lambda part: _write_part(part[0], Day(1, month, day), locale), pattern)


# The parts of a pattern of CLDR: quoted words, and letters that stand for a number or a name.
_PATTERN = re.compile(r"'([^']*)'|[a-zA-Z]+")


def _choose(day: Day, locale: Locale) -> str:
    """Return the pattern by which the language writes a day, a month or a year (CLDR)."""
    if not day.month:
        return "y"
    if not day.day:
        found = locale.datetime_skeletons.get("yMMMM")
        return found.pattern if found else "LLLL y"
    # Of the customs of English the one that needs no comma.
    return "d MMMM y" if locale.language == "en" else locale.date_formats["long"].pattern


def _write_part(part: str, day: Day, locale: Locale) -> str:
    """Return a part of a pattern, for one day."""
    if part.startswith("'"):
        return part[1:-1]
    if part[0] in "yu":
        return str(day.year if day.year > 0 else 1 - day.year)
    if part[0] in "ML":
        form = "format" if part[0] == "M" else "stand-alone"
        return locale.months[form]["wide"][day.month] if len(part) > 2 else str(day.month)
    if part[0] == "d":
        # CLDR has no ordinal numbers for days.
        return "1er" if locale.language == "fr" and day.day == 1 else str(day.day)
    return ""


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
