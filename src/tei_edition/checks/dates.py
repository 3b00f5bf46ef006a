"""Dates in attributes must be dates, and the two calendars of a dating must name one day.

The attributes are those of att.datable (TEI Guidelines, section 14.4), on whatever element they
stand: `date`, `birth`, `event`, `change` and so on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.calendars import GREGORIAN, JULIAN, Day, convert, parse_day, span
from tei_edition.checks.frame import check
from tei_edition.problems import Edit, Location, Problem, problem
from tei_edition.reader import find_calendar, read_calendars
from tei_edition.source import locate_attribute
from tei_edition.stamps import locate
from tei_edition.tei import local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.facts import Text
    from tei_edition.source import Source

_NAMES = ("when", "from", "to", "notBefore", "notAfter")
W3C_DATES = frozenset(_NAMES)
_ALL = frozenset(name + suffix for name in _NAMES for suffix in ("", "-iso", "-custom"))
# Where @from and @to are no dates: pages and places of a text.
_UNDATED = frozenset({"app", "arc", "biblScope", "citedRange", "locus", "rt", "span"})
# W3C: the recurring day or month, and the time of day.
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_RECURRING = re.compile(
    rf"(?:--(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|---(?:0[1-9]|[12]\d|3[01])){_ZONE}"
)
_TIME = re.compile(rf"(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?{_ZONE}")
# Of ISO 8601's many forms, and of those of other calendars, only the plain ones are judged.
_PLAIN = re.compile(r"-?\d{4,}(?:-\d\d(?:-\d\d)?)?")

# Forms of dates that people write, each to be read in one way only.
_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]")
_SHORT_YEAR = re.compile(r"(-?)(\d{3})")


@check("file", "invalid-dating", "dating-mismatch")
def check_datings(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """A problem for each attribute that is no date, and each dating at odds with itself."""
    assert source.root is not None
    lines: list[str] = []
    calendars = read_calendars(source.root)
    for element in source.root.iter(tei("*")):
        attributes = element.attrib
        if _ALL.isdisjoint(attributes) or local(element.tag) in _UNDATED:
            continue
        for fault, attribute in _check_dating(element, calendars):
            lines = lines or re.split("\r\n|\r|\n", source.text)
            yield _place(fault, attribute, source, lines)


def is_date(value: str) -> bool:
    """Whether a value is a date or time as W3C writes them (TEI's teidata.temporal.w3c)."""
    value = value.strip()
    day, has_time, time = value.partition("T")
    if has_time:
        return parse_day(day) is not None and _TIME.fullmatch(time) is not None
    return bool(parse_day(value) or _RECURRING.fullmatch(value) or _TIME.fullmatch(value))


def _check_dating(
    element: etree._Element, calendars: dict[str, str]
) -> Iterator[tuple[Problem, str]]:
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    place = locate(element)
    method = attributes.get("datingMethod") or attributes.get("calendar") or ""
    custom = find_calendar(method, calendars)
    days = {}
    for name in _NAMES:
        for suffix, calendar in (("", GREGORIAN), ("-iso", GREGORIAN), ("-custom", custom)):
            key = name + suffix
            value = attributes.get(key)
            if value is None:
                continue
            day = parse_day(value, calendar) if calendar else None
            if day is not None:
                days[key] = day
            elif not (_is_other_form(value, calendar) if suffix else is_date(value)):
                yield _invalid(key, value, local(element.tag), calendar, place), key
    yield from _check_order(days, place)
    if custom == JULIAN:
        yield from _check_calendars(days, place)


def _is_other_form(value: str, calendar: str) -> bool:
    """Whether a value in ISO 8601 or of some calendar is in a form that is not judged."""
    return not calendar or not _PLAIN.fullmatch(value.strip())


def _invalid(key: str, value: str, name: str, calendar: str, place: Location) -> Problem:
    plain = _PLAIN.fullmatch(value.strip())
    hint = "write YYYY-MM-DD, YYYY-MM or YYYY"
    fix = []
    if plain:
        hint = f"the {calendar.capitalize()} calendar has no such day"
    elif meant := _guess(value, calendar):
        hint = f'did you mean "{meant}"? A date is YYYY-MM-DD, YYYY-MM or YYYY'
        fix = [Edit(place, value.strip(), meant, key)]
    told = f'@{key}="{value}" of <{name}> is no date'
    return problem("invalid-dating", told, place, hint=hint, fix=fix)


def _guess(value: str, calendar: str) -> str:
    """The day that a value names in a form of its own; empty where it may be read in two ways."""
    from tei_edition.relaxng.values import guess_date

    text = _DASHES.sub("-", value.strip())
    if year := _SHORT_YEAR.fullmatch(text):
        text = f"{year[1]}{int(year[2]):04}"
    meant = text if _PLAIN.fullmatch(text) else guess_date(text)
    return meant if parse_day(meant, calendar) else ""


def _check_order(days: dict[str, Day], place: Location) -> Iterator[tuple[Problem, str]]:
    for first, last in (("from", "to"), ("notBefore", "notAfter")):
        for suffix, calendar in (("", GREGORIAN), ("-iso", GREGORIAN), ("-custom", JULIAN)):
            start, end = days.get(first + suffix), days.get(last + suffix)
            if start and end and span(start, calendar)[0] > span(end, calendar)[1]:
                yield (
                    problem(
                        "invalid-dating",
                        f'@{first}{suffix} "{start}" is later than @{last}{suffix} "{end}"',
                        place,
                        hint="exchange the two, or mend one",
                    ),
                    first + suffix,
                )


def _check_calendars(days: dict[str, Day], place: Location) -> Iterator[tuple[Problem, str]]:
    for name in _NAMES:
        gregorian = days.get(name) or days.get(f"{name}-iso")
        julian = days.get(f"{name}-custom")
        if gregorian is None or julian is None:
            continue
        first, last = convert(julian, JULIAN)
        start, end = span(gregorian)
        # A day in one calendar and a year in the other agree if the day lies in the year.
        if start > last or end < first:
            right = str(first) if first == last else f"{first} to {last}"
            yield (
                problem(
                    "dating-mismatch",
                    f'the Julian "{julian}" is not the Gregorian "{gregorian}"',
                    place,
                    hint=f"{julian} in the Julian calendar is {right} in the Gregorian",
                ),
                name if name in days else f"{name}-iso",
            )


def _place(fault: Problem, attribute: str, source: Source, lines: list[str]) -> Problem:
    if fault.location.file != source.file:
        return fault
    where = locate_attribute(fault.location, attribute, lines)
    fix = tuple(msgspec.structs.replace(edit, location=where) for edit in fault.fix)
    return msgspec.structs.replace(fault, location=where, fix=fix)
