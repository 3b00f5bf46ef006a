"""Read the time of a dating from its attributes (TEI Guidelines, section 14.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.dating.calendars import (
    CALENDARS,
    GREGORIAN,
    Day,
    add_duration,
    from_number,
    parse_day,
    parse_duration,
    parse_iso,
    span_numbers,
)
from tei_edition.facts.times import Term, TimeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What is said of a calendar beside its name, and makes it no other.
_COMMON = frozenset({
    "a", "alter", "an", "cal", "calendar", "calendario", "calendars", "calendrier", "christian",
    "civil", "common", "das", "date", "dates", "dating", "datum", "default", "der", "die", "el",
    "england", "english", "european", "french", "il", "kalender", "la", "le", "les", "lunar",
    "neuer", "new", "ns", "old", "os", "proleptic", "russia", "russian", "standard", "stil",
    "style", "system", "the", "western", "x",
})  # fmt: skip

BOUNDS = ("when", "from", "to", "notBefore", "notAfter")
START, END = "start", "end"
# Every attribute that says when.
DATING = frozenset(name + suffix for name in BOUNDS for suffix in ("", "-iso", "-custom"))
_NO_TIME = TimeSpan()


class CalendarName(NamedTuple):
    """A calendar of a header: its name, and which calendar of ours it is, if any."""

    known: str
    label: str


def read_time(
    attributes: Mapping[str, str],
    calendars: Mapping[str, CalendarName],
    *,
    year_zero: bool = True,
) -> TimeSpan:
    """Return the time given by the attributes of an element; an empty one if there is none.

    `calendars` are those of the header by their ids. What is not a date is passed over.
    """
    if DATING.isdisjoint(attributes):
        return _NO_TIME
    method = attributes.get("datingMethod") or attributes.get("calendar") or ""
    custom = find_calendar(method, calendars)
    bounds = [
        _read_bounds(attributes, suffix, calendar, year_zero=year_zero)
        for suffix, calendar in (("", GREGORIAN), ("-iso", GREGORIAN), ("-custom", custom.known))
    ]
    terms = [found.term for found in bounds if found]
    placed = next((found for found in bounds if found), None)
    duration = attributes.get("dur") or attributes.get("dur-iso") or ""
    return TimeSpan(
        first=placed.first if placed else None,
        last=placed.last if placed else None,
        given=tuple({term.calendar: term for term in reversed(terms)}.values()),
        otherwise=tuple(_read_others(attributes, custom)),
        uncertain=placed.uncertain if placed else (),
        duration=duration if placed and parse_duration(duration) else "",
        precision=attributes.get("precision", ""),
        certainty=attributes.get("cert", ""),
    )


def find_calendar(pointers: str, calendars: Mapping[str, CalendarName]) -> CalendarName:
    """Return the calendar that @datingMethod or @calendar names."""
    found = CalendarName("", "")
    for pointer in pointers.split():
        ident = pointer.rpartition("#")[2]
        found = calendars.get(ident) or CalendarName(
            name_calendar(re.split("[/:]", ident)[-1]), ident
        )
        if found.known:
            return found
    return found


def name_calendar(words: str) -> str:
    """Return the calendar that has these words as its name; empty for an unknown one.

    Both an identifier and the beginning of a description are names. A name with further words is
    another calendar: the Ottoman fiscal calendar is not the Julian.
    """
    beginning = re.split(
        r"[(.,;:\[]| [-–—] | (?:is|was|as|in|of|with|including) ", words.strip(), maxsplit=1
    )
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", beginning[0])
    names = [word for word in re.findall(r"[^\W\d_]+", parts.casefold()) if word not in _COMMON]
    found = [c for name in names for c in CALENDARS if name in CALENDARS[c]]
    return found[0] if found and len(found) == len(names) and len({*found}) == 1 else ""


def list_bounds(time: TimeSpan) -> tuple[str, str]:
    """Start and end in ISO 8601, in the Gregorian calendar, as given or else to the day."""
    for term in time.given:
        if term.calendar == GREGORIAN:
            return term.start, term.end
    first, last = (
        "" if number is None else str(from_number(number)) for number in (time.first, time.last)
    )
    return first, last


class _Bounds(NamedTuple):
    term: Term
    first: int | None
    last: int | None
    uncertain: tuple[str, ...]


def _read_bounds(
    attributes: Mapping[str, str], suffix: str, calendar: str, *, year_zero: bool
) -> _Bounds | None:
    def read(name: str) -> tuple[Day, Day] | None:
        value = attributes.get(name + suffix)
        if value is None or not calendar:
            return None
        if suffix == "-iso":
            return parse_iso(value, year_zero=year_zero)
        day = parse_day(value, calendar, year_zero=year_zero)
        return (day, day) if day else None

    found = {name: days for name in BOUNDS if (days := read(name))}
    start = next((found[n][0] for n in ("when", "from", "notBefore") if n in found), None)
    end = next((found[n][1] for n in ("when", "to", "notAfter") if n in found), None)
    if not start and not end:
        return None
    reckoned: tuple[str, ...] = ()
    # A length of time says where it ends only if it is known where it begins, or the reverse.
    length = parse_duration(attributes.get("dur") or attributes.get("dur-iso") or "")
    if length and any(length) and calendar == GREGORIAN:
        if start and not end and "from" in found:
            end, reckoned = add_duration(start, length), (END,)
        elif end and not start and "to" in found:
            start, reckoned = add_duration(end, length, -1), (START,)
    is_when = "when" in found
    limits = (
        (START, not is_when and "from" not in found and "notBefore" in found),
        (END, not is_when and "to" not in found and "notAfter" in found),
    )
    term = Term(calendar, str(start or ""), str(end or ""), reckoned)
    first = span_numbers(start, calendar)[0] if start else None
    last = span_numbers(end, calendar)[1] if end else None
    return _Bounds(term, first, last, tuple(name for name, holds in limits if holds))


def _read_others(
    attributes: Mapping[str, str], calendar: CalendarName
) -> Iterator[tuple[str, str]]:
    """Yield dates of an unknown calendar, or of a known calendar in an unknown form."""
    values = {name: attributes.get(f"{name}-custom", "").strip() for name in BOUNDS}
    if any(values.values()) and not _read_bounds(
        attributes, "-custom", calendar.known, year_zero=True
    ):
        start = values["from"] or values["notBefore"]
        end = values["to"] or values["notAfter"]
        value = values["when"] or (f"{start} – {end}".strip() if start or end else "")
        yield calendar.label, value
