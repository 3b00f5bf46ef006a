"""Dates and times of XML Schema (Part 2, sections 3.2.6 to 3.2.14), as values to compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(?P<month>[0-9]{2})"
_DAY = r"(?P<day>[0-9]{2})"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2}(?:\.[0-9]+)?)"
_FORMS = {
    "date": f"{_YEAR}-{_MONTH}-{_DAY}",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}",
    "time": _TIME,
    "gYear": _YEAR,
    "gYearMonth": f"{_YEAR}-{_MONTH}",
    "gMonth": f"--{_MONTH}(?:--)?",
    "gMonthDay": f"--{_MONTH}-{_DAY}",
    "gDay": f"---{_DAY}",
}
_READ = {kind: re.compile(form + _ZONE) for kind, form in _FORMS.items()}
_DURATION = re.compile(
    r"(?P<sign>-)?P(?=.)(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=.)(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)S)?)?"
)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Fourteen hours: as far as a zone may lie from UTC.
_FARTHEST = 14 * 3600

CALENDAR_TYPES = frozenset(_FORMS)


@total_ordering
@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, in seconds.

    One without a time zone can be compared with one that has a zone only if they are far apart
    (section 3.2.7.4).
    """

    seconds: Decimal
    has_zone: bool

    def __lt__(self, other: Moment) -> bool:
        """Whether it is certainly before the other; TypeError where nobody can know."""
        if self.has_zone != other.has_zone and abs(self.seconds - other.seconds) <= _FARTHEST:
            raise TypeError
        return self.seconds < other.seconds


def read_calendar(kind: str, text: str) -> Moment:
    """Return the moment that a date, a time or a part of one begins.

    ValueError if it is not one.
    """
    found = _READ[kind].fullmatch(text)
    if not found:
        raise ValueError
    parts = found.groupdict()
    year, month, day = (int(parts.get(part) or given) for part, given in _WHEN)
    if year == 0 or not 1 <= month <= 12 or not 1 <= day <= _count_days(year, month):
        raise ValueError
    hour, minute = int(parts.get("hour") or 0), int(parts.get("minute") or 0)
    second = Decimal(parts.get("second") or 0)
    is_midnight = hour == 24 and minute == 0 and second == 0
    if not (hour < 24 or is_midnight) or minute > 59 or second >= 60:
        raise ValueError
    seconds = _count_until(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
    zone = parts["zone"]
    if zone and zone != "Z":
        hours, minutes = int(zone[1:3]), int(zone[4:])
        if minutes > 59 or hours * 60 + minutes > 14 * 60:
            raise ValueError
        offset = hours * 3600 + minutes * 60
        seconds += -offset if zone[0] == "+" else offset
    if kind == "time":
        seconds %= 86400
    return Moment(seconds, bool(zone))


# A year in which February has 29 days stands for one that is not said.
_WHEN = (("year", "2000"), ("month", "1"), ("day", "1"))


def _count_days(year: int, month: int) -> int:
    return _LENGTHS[month - 1] + (month == 2 and _is_leap(year))


def _is_leap(year: int) -> bool:
    if year < 0:
        year += 1  # there is no year 0
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _count_until(year: int, month: int, day: int) -> int:
    """Days from an arbitrary one."""
    before = year - 1 if year > 0 else year
    days = before * 365 + before // 4 - before // 100 + before // 400
    days += sum(_LENGTHS[: month - 1]) + (month > 2 and _is_leap(year))
    return days + day


# Moments at which months of 28 to 31 days begin: durations are compared by adding them to these.
_BEGINNINGS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


@dataclass(frozen=True, slots=True)
class LengthOfTime:
    """A length of time; one is more than another only where it always is (section 3.2.6.2)."""

    months: int
    seconds: Decimal

    def __lt__(self, other: LengthOfTime) -> bool:
        """Whether it is certainly shorter."""
        return all(a < b for a, b in zip(self.list_ends(), other.list_ends(), strict=True))

    def __gt__(self, other: LengthOfTime) -> bool:
        """Whether it is certainly longer."""
        return other < self

    def __le__(self, other: LengthOfTime) -> bool:
        """Whether it is the same, or certainly shorter."""
        return self == other or self < other

    def __ge__(self, other: LengthOfTime) -> bool:
        """Whether it is the same, or certainly longer."""
        return other <= self

    def list_ends(self) -> list[Decimal]:
        """Return its ends in seconds, one for each of the beginnings."""
        return [
            _count_days_to_month(year * 12 + month - 1 + self.months) * 86400 + self.seconds
            for year, month in _BEGINNINGS
        ]


def _count_days_to_month(months: int) -> int:
    """Days to the beginning of a month, counted on without end in both directions."""
    # A year that begins in March has its leap day at its end.
    year, month = divmod(months - 2, 12)
    return year * 365 + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5


def read_duration(text: str) -> LengthOfTime:
    """Return a length of time; ValueError if it is not one."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError
    parts = {name: value or 0 for name, value in found.groupdict().items() if name != "sign"}
    months = int(parts["years"]) * 12 + int(parts["months"])
    seconds = (
        int(parts["days"]) * 86400
        + int(parts["hours"]) * 3600
        + int(parts["minutes"]) * 60
        + Decimal(parts["seconds"])
    )
    return LengthOfTime(-months, -seconds) if found["sign"] else LengthOfTime(months, seconds)
