"""Dates in attributes must be dates, in their order, and the same in every calendar.

The attributes are those of att.datable (TEI Guidelines, section 14.4), on any element: `date`,
`birth`, `event`, `change` and so on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tei_edition.checks.date_words import (
    COMPACT,
    PLAIN,
    explain_range,
    explain_words,
    find_range,
    guess_day,
)
from tei_edition.checks.frame import check
from tei_edition.dating.calendars import (
    GREGORIAN,
    JULIAN,
    TOLERANCE,
    Day,
    format_day,
    from_number,
    month_length,
    parse_day,
    parse_duration,
    parse_iso,
    span_numbers,
)
from tei_edition.dating.timespans import BOUNDS, DATING, find_calendar
from tei_edition.problems import About, Edit, Location, Problem, problem
from tei_edition.reader.datings import read_calendars
from tei_edition.source import locate_attribute, split_lines
from tei_edition.source.stamps import locate
from tei_edition.tei import ENTRIES, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.dating.timespans import CalendarName
    from tei_edition.facts.text import Text
    from tei_edition.source import Source

_LENGTHS = ("dur", "dur-iso")
_ALL = DATING.union(_LENGTHS)
# Where @from and @to are no dates: pages and places of a text. @dur of music is not a duration.
_UNDATED = frozenset({"app", "arc", "biblScope", "citedRange", "locus", "rt", "span", "note"})
# W3C: the recurring day or month, and the time of day.
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_RECURRING = re.compile(
    rf"(?:--(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|---(?:0[1-9]|[12]\d|3[01])){_ZONE}"
)
_TIME = re.compile(rf"(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?{_ZONE}")


class _Found(NamedTuple):
    """A date of an attribute, with the numbers of its first and last day."""

    value: str
    calendar: str
    first: int
    last: int


@check("file", "invalid-dating", "calendar-mismatch", "dating-order", "unclear-dating")
def check_datings(source: Source, _text: Text, config: Config) -> Iterator[Problem]:
    """Yield a problem for each attribute that is no date, and each contradictory dating."""
    assert source.root is not None
    lines: list[str] = []
    calendars = read_calendars(source.root)
    for element in source.root.iter(tei("*")):
        if _ALL.isdisjoint(element.attrib):
            if told := _check_words(element):
                yield told
            continue
        if local(element.tag) in _UNDATED:
            continue
        for fault, attribute in _check_dating(element, calendars, config.text.year_zero):
            lines = lines or split_lines(source.text)
            yield _place(fault, attribute, source, lines)


def is_date(value: str, *, year_zero: bool = True) -> bool:
    """Whether a value is a date or time as W3C writes them (TEI's teidata.temporal.w3c)."""
    value = value.strip()
    day, has_time, time = value.partition("T")
    if has_time:
        return parse_day(day) is not None and _TIME.fullmatch(time) is not None
    is_day = parse_day(value, year_zero=year_zero)
    return bool(is_day or _RECURRING.fullmatch(value) or _TIME.fullmatch(value))


def _check_dating(
    element: etree._Element, calendars: Mapping[str, CalendarName], year_zero: bool
) -> Iterator[tuple[Problem, str]]:
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    place, name = locate(element), local(element.tag)
    method = attributes.get("datingMethod") or attributes.get("calendar") or ""
    custom = find_calendar(method, calendars).known
    days: dict[str, _Found] = {}
    for bound in BOUNDS:
        for suffix, calendar in (("", GREGORIAN), ("-iso", GREGORIAN), ("-custom", custom)):
            key = bound + suffix
            value = attributes.get(key)
            if value is None:
                continue
            found = _read(value, suffix, calendar, year_zero)
            if found is not None and not _is_run_together(value, suffix):
                days[key] = found
                if _FAR.match(value.strip()):
                    yield _tell_far(key, value.strip(), name, place), key
            elif _is_run_together(value, suffix) or not (
                _is_other_form(value, calendar) if suffix else is_date(value, year_zero=year_zero)
            ):
                yield _invalid(key, value, name, calendar, place, year_zero=year_zero), key
    for key in _LENGTHS:
        if (value := attributes.get(key)) is not None and not _is_length(value):
            fault = f'@{key}="{value}" of <{name}> is not a duration'
            yield (
                problem(
                    "invalid-dating",
                    fault,
                    place,
                    hint="write a duration such as P1Y2M3D, P2W or PT3H",
                    about=About(name, key, (value,)),
                ),
                key,
            )
    disorder = list(_check_order(days, place))
    yield from disorder
    if not disorder:
        yield from _check_company(attributes, name, place)
    if not method and (key := _find_custom(attributes)):
        yield (
            problem(
                "unclear-dating",
                f'@{key} of <{name}> does not say to which calendar "{attributes[key]}" belongs',
                place,
                hint="point to a calendar of the header in @datingMethod, such as #julian",
                cause="dates in a calendar of their own, without @datingMethod",
            ),
            key,
        )
    if custom and custom != GREGORIAN:
        yield from _check_calendars(days, place)


# What the elements of a register or header say of a date in numbers: 1820-02-30, 30.2.1820.
_NUMBERED = re.compile(
    r"-?\d{4,9}-\d\d(?:-\d\d)?"
    r"|(?P<day>\d\d?)(?P<mark>[./])\s?(?P<month>\d\d?)(?P=mark)\s?(?P<year>\d{4})"
)
_DATED = frozenset({"birth", "date", "death", "floruit"})


def _check_words(element: etree._Element) -> Problem | None:
    """Return the problem of a date in words alone, if no calendar has it.

    What the text of a source says, it may say wrong; a header and a register are the editor's.
    """
    words = (element.text or "").strip() if not len(element) else ""
    found = _NUMBERED.fullmatch(words) if local(element.tag) in _DATED else None
    if found is None or not _is_of_editor(element):
        return None
    ways = [words]
    if year := found["year"]:
        # Day and month, or month and day: it is wrong only where it is no date in either order.
        day, month = int(found["day"]), int(found["month"])
        ways = [f"{year}-{month:02}-{day:02}", f"{year}-{day:02}-{month:02}"]
    if any(parse_day(way, calendar) for way in ways for calendar in (GREGORIAN, JULIAN)):
        return None
    if find_range(words):  # two years, not a year and a month
        return None
    return problem(
        "invalid-dating",
        f'"{words}" in <{local(element.tag)}> is not a date',
        locate(element),
        hint=_explain_day(ways[0], GREGORIAN),
    )


def _is_of_editor(element: etree._Element) -> bool:
    """Whether an element says something in a header, or in an entry of a register."""
    around = [local(above.tag) for above in element.iterancestors()]
    return "teiHeader" in around or (bool(around) and around[0] in ENTRIES)


# What excludes what (TEI Guidelines, att.datable.w3c): a day is no span, a bound no limit.
_EXCLUDED = (
    ("when", ("from", "to", "notBefore", "notAfter")),
    ("from", ("notBefore",)),
    ("to", ("notAfter",)),
)


def _check_company(
    attributes: Mapping[str, str], name: str, place: Location
) -> Iterator[tuple[Problem, str]]:
    """Yield a problem where attributes of one dating exclude each other."""
    for key, others in _EXCLUDED:
        found = [other for other in others if other in attributes]
        if key not in attributes or not found:
            continue
        listed = " and ".join(f"@{other}" for other in found)
        yield (
            problem(
                "unclear-dating",
                f"@{key} of <{name}> is not allowed together with {listed}",
                place,
                hint="use @when for one day, @from and @to for a period, @notBefore and"
                " @notAfter for the limits of an uncertain date",
            ),
            key,
        )
        return


def _find_custom(attributes: Mapping[str, str]) -> str:
    return next((key for b in BOUNDS if (key := f"{b}-custom") in attributes), "")


def _read(value: str, suffix: str, calendar: str, year_zero: bool) -> _Found | None:
    if not calendar:
        return None
    if suffix == "-iso":
        pair = parse_iso(value, year_zero=year_zero)
    else:
        day = parse_day(value, calendar, year_zero=year_zero)
        pair = (day, day) if day else None
    if pair is None:
        return None
    first, last = (span_numbers(day, calendar) for day in pair)
    return _Found(value.strip(), calendar, first[0], last[1])


# A year that nobody writes of; days without hyphens, 19171107 and 1917311, are not such years.
_FAR = re.compile(r"(?!\d{7,8}(?:[T/]|$))\d{5}")


def _tell_far(key: str, value: str, name: str, place: Location) -> Problem:
    return problem(
        "unclear-dating",
        f'@{key}="{value}" of <{name}> is thousands of years in the future',
        place,
        hint="correct the year: it has a digit too many",
        about=About(name, key, (value,)),
    )


def _is_run_together(value: str, suffix: str) -> bool:
    """Whether a value is a day without its hyphens, which only ISO 8601 allows: no such year."""
    found = None if suffix else COMPACT.fullmatch(value.strip())
    return found is not None and parse_day("-".join(found.groups())) is not None


def _is_length(value: str) -> bool:
    return bool(parse_duration(value.replace(".", "").replace(",", "")))


def _is_other_form(value: str, calendar: str) -> bool:
    """Whether a value in ISO 8601 or of some calendar is in a form that is not judged."""
    return not calendar or not PLAIN.fullmatch(value.strip())


def _invalid(
    key: str, value: str, name: str, calendar: str, place: Location, *, year_zero: bool
) -> Problem:
    plain = PLAIN.fullmatch(value.strip()) and not _is_run_together(value, "")
    hint = "write YYYY-MM-DD, YYYY-MM or YYYY"
    fix = []
    if plain and value.strip().lstrip("-").startswith("0000"):
        hint = "1 BCE is -0001 here, and there is no year 0000: see year_zero in edition.toml"
    elif years := find_range(value.strip()):
        hint = explain_range(*years)
    elif plain:
        hint = _explain_day(value.strip(), calendar)
    elif told := explain_words(key, value.strip(), calendar, year_zero=year_zero):
        hint = told
    elif meant := guess_day(value, calendar):
        hint = f'did you mean "{meant}"? A date is YYYY-MM-DD, YYYY-MM or YYYY'
        fix = [Edit(place, value.strip(), meant, key)]
    told = f'@{key}="{value}" of <{name}> is not a date'
    about = About(name, key, (value,))
    return problem("invalid-dating", told, place, hint=hint, fix=fix, about=about)


_MOST_DIGITS = 9  # of a year that is counted with


def _explain_day(value: str, calendar: str) -> str:
    """Return why a value is not a day of its calendar."""
    parts = value.lstrip("-").split("-")
    if len(parts) == 1 or len(parts[0]) > _MOST_DIGITS:
        return "the year is too large: write it with four digits"
    year, month, *day = map(int, parts)
    year = -year if value.startswith("-") else year
    if calendar in {GREGORIAN, JULIAN} and not 1 <= month <= 12:
        is_exchanged = day and month_length(year, day[0]) >= month > 0
        corrected = f"{value[: value.index('-', 1)]}-{day[0]:02}-{month:02}" if is_exchanged else ""
        meant = f': did you mean "{corrected}"?' if corrected else ""
        return f"there is no month {month:02}{meant}"
    length = month_length(year, month, calendar)
    if not length or not day:
        return f"the {calendar.capitalize()} calendar has no such {'day' if day else 'month'}"
    name = format_day(Day(year, month), "en", calendar)
    old = " in the Julian calendar" if calendar == JULIAN else ""
    return f"{name} has {length} days{old}: correct the day or the month"


# What must not come after what. @when lies within the limits, if there are any.
_PAIRS = (
    ("from", "to"), ("notBefore", "notAfter"), ("from", "notAfter"), ("notBefore", "to"),
    ("when", "notAfter"), ("notBefore", "when"),
)  # fmt: skip


def _check_order(days: Mapping[str, _Found], place: Location) -> Iterator[tuple[Problem, str]]:
    for first, last in _PAIRS:
        for suffix in ("", "-iso", "-custom"):
            start, end = days.get(first + suffix), days.get(last + suffix)
            if start and end and start.first > end.last:
                yield (
                    problem(
                        "dating-order",
                        f'@{first}{suffix} "{start.value}" is later'
                        f' than @{last}{suffix} "{end.value}"',
                        place,
                        hint="swap the two dates, or correct one",
                    ),
                    first + suffix,
                )


def _check_calendars(days: Mapping[str, _Found], place: Location) -> Iterator[tuple[Problem, str]]:
    for name in BOUNDS:
        gregorian = days.get(name) or days.get(f"{name}-iso")
        other = days.get(f"{name}-custom")
        if gregorian is None or other is None:
            continue
        slack = TOLERANCE.get(other.calendar, 0)
        # A day in one calendar and a year in the other agree if the day is in the year.
        if gregorian.first > other.last + slack or gregorian.last < other.first - slack:
            first, last = from_number(other.first), from_number(other.last)
            right = str(first) if first == last else f"{first} to {last}"
            calendar = other.calendar.capitalize()
            yield (
                problem(
                    "calendar-mismatch",
                    f'the {calendar} "{other.value}" is not the Gregorian "{gregorian.value}"',
                    place,
                    hint=f"{other.value} in the {calendar} calendar is {right} in the Gregorian",
                ),
                name if name in days else f"{name}-iso",
            )


def _place(fault: Problem, attribute: str, source: Source, lines: list[str]) -> Problem:
    if fault.location.file != source.file:
        return fault
    where = locate_attribute(fault.location, attribute, lines)
    fix = tuple(msgspec.structs.replace(edit, location=where) for edit in fault.fix)
    return msgspec.structs.replace(fault, location=where, fix=fix)
