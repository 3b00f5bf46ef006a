"""Lifetimes and times of events in the short forms of reference works.

The result is a pattern, such as `{before} 1860–1900`, because facts know no language: `fill_words`
puts in the words. Bounds (@notBefore, @notAfter) stay bounds, and doubt stays doubt
(TEI Guidelines, att.datable and att.dimensions).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.dating.calendars import GREGORIAN, JULIAN, Day, format_day, from_number, parse_day
from tei_edition.dating.timespans import END, START, list_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tei_edition.facts.times import TimeSpan

WORDS = ("before", "after", "circa", "born", "died", "flourished", "or")
_WORD = re.compile(rf"\{{({'|'.join(WORDS)})\}}")
_DOUBTFUL = frozenset({"low", "medium", "unknown"})


class Dated(NamedTuple):
    """One birth, death or floruit: its time, and its words where attributes give no time."""

    time: TimeSpan
    words: str = ""


def describe_lifetime(
    births: Iterable[Dated], deaths: Iterable[Dated], floruits: Iterable[Dated]
) -> str:
    """The years of a life: `1850/60–1950`, `{born} 1820`, `1850 {or} 1852–{circa} 1914`."""
    birth, death, floruit = (
        " {or} ".join(dict.fromkeys(filter(None, map(_describe_years, dates))))
        for dates in (births, deaths, floruits)
    )
    if birth and death:
        return f"{birth}–{death}"
    for word, years in (("born", birth), ("died", death), ("flourished", floruit)):
        if years:
            return f"{{{word}}} {years}"
    return ""


def describe_event(time: TimeSpan) -> str:
    """When something was, as days, months or years in ISO 8601: `1917-10-25`, `1917–1921`."""
    start, end = list_bounds(time)
    if start and end:
        # A slash stands between the limits of one time, a dash between beginning and end.
        dash = "/" if time.uncertain else "–"
        words = start if start == end else f"{start}{dash}{end}"
    elif start:
        words = f"{{after}} {start}" if START in time.uncertain else f"{start}–"
    elif end:
        words = f"{{before}} {end}" if END in time.uncertain else f"–{end}"
    else:
        words = _describe_others(time)
    return _qualify(words, time)


def fill_words(pattern: str, words: Mapping[str, str]) -> str:
    """A pattern with the words of a language, whose keys are `WORDS`."""
    return _WORD.sub(lambda match: words[match[1]], pattern)


def _describe_years(dated: Dated) -> str:
    time = dated.time
    start, end = _list_years(time)
    if start and end:
        words = start if start == end else f"{start}/{_shorten(start, end)}"
    elif start:
        words = f"{{after}} {start}" if START in time.uncertain else start
    elif end:
        words = f"{{before}} {end}" if END in time.uncertain else end
    else:
        words = _describe_others(time) or dated.words
    return _qualify(words, time)


def _list_years(time: TimeSpan) -> tuple[str, str]:
    """First and last year, as the edition gives them, or computed from another calendar."""
    for calendar in (GREGORIAN, JULIAN):
        for term in time.given:
            if term.calendar == calendar:
                days = (parse_day(v, calendar) if v else None for v in (term.start, term.end))
                start, end = ("" if day is None else format_day(Day(day.year)) for day in days)
                return start, end
    numbers = (time.first, time.last)
    start, end = (
        "" if number is None else format_day(Day(from_number(number).year)) for number in numbers
    )
    return start, end


def _describe_others(time: TimeSpan) -> str:
    """What calendars say that are not known here, with their names."""
    return "; ".join(
        f"{value} ({label})" if label else value for label, value in time.otherwise if value
    )


def _shorten(start: str, end: str) -> str:
    """The end of a span of years without the century of its start: 1850/60."""
    is_plain = re.fullmatch(r"\d{4}", start) and re.fullmatch(r"\d{4}", end)
    return end[2:] if is_plain and start[:2] == end[:2] else end


def _qualify(words: str, time: TimeSpan) -> str:
    if not words:
        return ""
    circa = "{circa} " if time.precision in _DOUBTFUL else ""
    return f"{circa}{words}{'?' if _is_doubtful(time.certainty) else ''}"


def _is_doubtful(certainty: str) -> bool:
    """Whether @cert says less than certain: in words, or as a number from 0 to 1."""
    try:
        return float(certainty) < 1
    except ValueError:
        return certainty in _DOUBTFUL
