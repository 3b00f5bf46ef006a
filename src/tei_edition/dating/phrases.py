"""Find the dates that sentences name, and what they mean where that is certain.

A day is certain only if its year is in the phrase, the calendar is known, and the weekday, if there
is one, is right. What is missing is never taken from today or from other sentences.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.dating.calendars import (
    GREGORIAN,
    JULIAN,
    Day,
    convert,
    day_number,
    month_length,
)
from tei_edition.dating.phrase_patterns import is_number_elsewhere, is_quantity, read_language
from tei_edition.dating.roman import find_roman_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.dating.phrase_patterns import DateLanguage

NO_YEAR = "the year is not in the words"
CALENDAR = "the calendar is not certain"
WEEKDAY = "the weekday is not that of the date"
NO_DAY = "there is no such day"
BOTH = "the two dates are not the same day"
# The calendar of a text that declares several.
UNCERTAIN = "uncertain"
OTHER = "it is not a date of a day, a month or a year"

_YEAR = r"(?:1\d|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
# The year from which the dates of a language are Gregorian wherever it is written.
_GREGORIAN_FROM = {"fr": 1583, "it": 1583, "ru": 1919}
_ELSEWHERE = 1753
# Words that say which calendar a date is in.
_OLD_STYLE = (
    r"\s*[,(]?\s*(?P<old>Old\s+Style|O\.\s?S\.|alten\s+Stils|a\.\s?St\.|vieux\s+style|v\.\s?s\."
    r"|st\.\s?v\.|ст\.\s?ст\.|по\s+старому\s+стилю|vecchio\s+stile)\)?"
)
_NEW_STYLE = (
    r"\s*[,(]?\s*(?P<new>New\s+Style|N\.\s?S\.|neuen\s+Stils|n\.\s?St\.|nouveau\s+style"
    r"|st\.\s?n\.|н\.\s?ст\.|по\s+новому\s+стилю|nuovo\s+stile)\)?"
)
_STYLE = re.compile(f"(?:{_OLD_STYLE}|{_NEW_STYLE})", re.IGNORECASE)
_REPUBLICAN = re.compile(
    r"(?:\b\d{1,2}(?:er)?\s+)?\b(?:vendémiaire|brumaire|frimaire|nivôse|pluviôse|ventôse|germinal"
    r"|floréal|prairial|messidor|thermidor|fructidor)\s+(?:de\s+l['’])?an\s+(?:[IVX]+|\d{1,2})\b",
    re.IGNORECASE,
)


class DatePhrase(NamedTuple):
    """A date in a text, from `start` to `end` (exclusive), and the attributes that say when.

    Without attributes, `reason` says why it is not certain; `is_wrong` that it cannot be right.
    """

    start: int
    end: int
    attributes: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    is_wrong: bool = False


class _Patterns(NamedTuple):
    phrases: tuple[re.Pattern[str], ...]
    months: re.Pattern[str]
    numbers: dict[str, int]
    weekdays: dict[str, int]


def find_dates(text: str, language: str, calendar: str = "") -> Iterator[DatePhrase]:
    """Yield the dates in a text of a language, given by its primary subtag, in order.

    `calendar` is that of the edition, if it says so, or `UNCERTAIN`; else the language and the year
    decide.
    """
    known = read_language(language)
    if known is None:
        return
    done = -1
    found = [*_find(text, language, known, calendar)]
    for phrase in sorted(found, key=lambda phrase: (phrase.start, -phrase.end)):
        if phrase.start >= done:
            done = phrase.end
            yield phrase


def _find(text: str, language: str, known: DateLanguage, calendar: str) -> Iterator[DatePhrase]:
    patterns = _compile(language)
    for pattern in patterns.phrases:
        for match in pattern.finditer(text):
            if phrase := _read(text, match, language, patterns, known, calendar):
                yield phrase
    for match in _REPUBLICAN.finditer(text) if language == "fr" else ():
        yield DatePhrase(match.start(), match.end(), (), OTHER)
    if language == "la":
        for start, end, day in find_roman_days(text):
            if day is None:
                yield DatePhrase(start, end, (), NO_YEAR)
            else:
                yield _date(start, end, day, language, calendar)


@functools.cache
def _compile(language: str) -> _Patterns:
    known = read_language(language)
    assert known is not None
    ordered = sorted(known.months, key=len, reverse=True)
    month = rf"(?:{'|'.join(ordered)})(?!\w|-[^\W\d])"
    day = rf"(?<![\w.,]){_DAY}{known.ordinal}"
    second = rf"{_DAY}{known.ordinal}"
    year = rf"{_YEAR}(?!\d|[.,]\d){known.after_year and f'(?:{known.after_year})?'}"
    weekday = ""
    if known.weekdays:
        names = "|".join(sorted(map(re.escape, known.weekdays), key=len, reverse=True))
        weekday = (
            rf"(?:(?<!\w)(?P<weekday>{names})(?:\s+(?:le|den|dem))?,?\s+(?:the\s+|den\s+|dem\s+)?)?"
        )
    joint = rf"{known.before_month}(?P<month>{month})"
    years = rf"{known.before_year}(?P<year>{year})"
    other = rf"(?P<day2>{second})"
    first = rf"(?P<day>{day})"
    month2 = rf"(?P<month2>{month})"
    year2 = rf"(?P<year2>{year})"
    # A month alone: not the number of what is before it.
    alone = rf"(?<![\w.])(?<!\d\s)(?P<month>{month})"
    # 25 October (7 November) 1917, 5 (18) January 1918, 5/18 January 1918
    second_day = rf"\s*(?:\(|/)\s*(?P<both>){other}(?:{known.before_month}{month2})?\s*\)?"
    month3 = f"(?:{known.before_month}(?P<month3>{month}))?"
    phrases = [f"{weekday}{first}(?:{joint})?{second_day}{month3}{years}"]
    # 3 May to 12 June 1901, 3–7 June 1848
    until = f"(?:{known.range}){other}{known.before_month}{month2}"
    phrases.append(f"{first}(?:{joint}(?:{years})?)?{until}(?:{known.before_year}{year2})?")
    # 25 October 1917, 25 October; March 1849; March to May 1849; 25 inst.
    phrases.append(f"{weekday}{first}{joint}(?:{years})?")
    phrases.append(f"{alone}{years}")
    phrases.append(f"{alone}(?:{known.range}){month2}{known.before_year}{year2}")
    phrases.append(rf"(?P<this>{day}\s+(?:{known.this_month}))")
    if known.month_first:
        # October 25th, 1917; October 3–7, 1815
        called = rf"(?P<day>{second})(?!\d)"
        phrases.append(rf"{weekday}{alone}\s+(?:the\s+)?{called}(?:,?\s+(?P<year>{year}))?")
        days = rf"(?P<day>{second})\s*[–—-]\s*{other}(?!\d)"
        phrases.append(rf"{alone}\s+{days}(?:,?\s+{year2})?")
    phrases += _list_years(known)
    numbers = {name: known.months[name] for name in ordered}
    return _Patterns(
        tuple(
            re.compile(phrase, 0 if known.needs_capital else re.IGNORECASE) for phrase in phrases
        ),
        re.compile(month, re.IGNORECASE),
        numbers,
        {name.casefold(): number for name, number in known.weekdays.items()},
    )


def _list_years(known: DateLanguage) -> Iterator[str]:
    """Yield the patterns of years alone, and of seasons."""
    suffix = known.after_year
    bare = rf"{_YEAR}(?!\d|[.,/]\d|\s*[–—-]\s*\d|['’\w])"
    word, connector = known.between
    if suffix:
        ranges = rf"(?:{known.range}|{connector})"
        yield rf"(?<![\w.,])(?P<from>{_YEAR})(?P<ends>{ranges})(?P<until>{_YEAR}){suffix}(?!\w)"
        yield rf"(?<![\w.,])(?P<year>{_YEAR}){suffix}(?!\w)"
    else:
        yield rf"(?<!\w)(?i:{word})\s+(?P<from>{_YEAR})(?P<ends>{connector})(?P<until>{bare})"
        yield (
            rf"(?<!\w)(?i:{known.prepositions})\s+(?:the\s+year\s+)?(?P<from>{_YEAR})"
            rf"(?P<ends>{known.range})(?P<until>{bare})"
        )
        yield rf"(?<!\w)(?i:{known.prepositions})\s+(?P<year>{bare})"
    if known.seasons:
        after = f"(?:{suffix})?" if suffix else ""
        yield rf"(?<!\w)(?P<season>(?i:{known.seasons})\s*{_YEAR}{after})(?!\w)"


def _read(
    text: str,
    match: re.Match[str],
    language: str,
    patterns: _Patterns,
    known: DateLanguage,
    calendar: str,
) -> DatePhrase | None:
    """Return the date that a pattern has found, unless it is something else."""
    groups = match.groupdict()
    if groups.get("season") or groups.get("this"):
        return DatePhrase(match.start(match.lastgroup or 0), match.end(), (), OTHER)
    if groups.get("from"):
        return _read_years(text, match, known)
    if "day" not in groups and "month" not in groups:
        if is_quantity(text, match.end()):
            return None
        return DatePhrase(match.start("year"), match.end(), (("when", match["year"][:4]),))
    parts = {name: value for name, value in groups.items() if value}
    start, end = match.span()
    month = _month(parts.get("month") or parts.get("month3") or parts.get("month2"), patterns)
    year = int(parts.get("year", parts.get("year2", "0"))[:4])
    if not month or is_number_elsewhere(text, start, end):
        return None
    if not year and re.match(r"\s+\d", text[end : end + 9]):
        return None
    style = _STYLE.match(text, end) if year else None
    if style is not None:
        end = style.end()
    day = Day(year, month, _number(parts.get("day")))
    if "both" in groups:
        return _read_both(start, end, day, parts, patterns)
    if parts.get("day2") or parts.get("month2"):
        last_year = int(parts["year2"][:4]) if "year2" in parts else year
        last_month = _month(parts.get("month2"), patterns) or month
        last = Day(last_year, last_month, _number(parts.get("day2")))
        first = day._replace(year=int(parts["year"][:4])) if "year" in parts else day
        return _range(start, end, first, last, language, calendar)
    if not year:
        return DatePhrase(start, end, (), NO_YEAR)
    if style is not None:
        calendar = JULIAN if style["old"] else GREGORIAN
    weekday = patterns.weekdays.get((parts.get("weekday") or "").casefold())
    return _date(start, end, day, language, calendar, weekday)


def _read_years(text: str, match: re.Match[str], known: DateLanguage) -> DatePhrase | None:
    first, last = match["from"], match["until"][:4]
    if int(first) >= int(last) or is_quantity(text, match.end()):
        return None
    is_between = re.fullmatch(known.between[1], match["ends"]) is not None
    names = ("notBefore", "notAfter") if is_between else ("from", "to")
    attributes = ((names[0], first), (names[1], last))
    return DatePhrase(match.start("from"), match.end(), attributes)


def _read_both(
    start: int, end: int, day: Day, parts: dict[str, str], patterns: _Patterns
) -> DatePhrase | None:
    """Return a day that is given in two calendars, if these agree."""
    own = _month(parts.get("month") or parts.get("month2") or parts.get("month3"), patterns)
    other = _month(parts.get("month2") or parts.get("month3") or parts.get("month"), patterns)
    old = Day(day.year, own, day.day)
    for year in (day.year, day.year + (own > other)):
        new = Day(year, other, _number(parts.get("day2")))
        if _exists(new, GREGORIAN) and _exists(old, JULIAN):
            if day_number(old, JULIAN) == day_number(new):
                return DatePhrase(start, end, (("when", str(new)),))
            back = Day(day.year - (own > other), own, day.day)
            if day_number(back, JULIAN) == day_number(new):
                return DatePhrase(start, end, (("when", str(new)),))
    return DatePhrase(start, end, (), BOTH)


def _date(
    start: int, end: int, day: Day, language: str, calendar: str, weekday: int | None = None
) -> DatePhrase:
    """Return a day or a month of a year, with its value if that is certain."""
    used = calendar or _choose_calendar(day, language)
    used = "" if used == UNCERTAIN else used
    if day.day and not _exists(day, used or JULIAN):
        return DatePhrase(start, end, (), NO_DAY, is_wrong=True)
    if weekday is not None and day.day:
        calendars = [used] if used else [GREGORIAN, JULIAN]
        if all(day_number(day, name) % 7 != weekday for name in calendars):
            return DatePhrase(start, end, (), WEEKDAY, is_wrong=True)
    if used == JULIAN:
        if not day.day:
            return DatePhrase(start, end, (), CALENDAR)
        day = convert(day, JULIAN)[0]
    elif used != GREGORIAN:
        return DatePhrase(start, end, (), CALENDAR)
    return DatePhrase(start, end, (("when", str(day)),))


def _range(start: int, end: int, first: Day, last: Day, language: str, calendar: str) -> DatePhrase:
    if not last.year:
        return DatePhrase(start, end, (), NO_YEAR)
    ends = [_date(start, end, day, language, calendar) for day in (first, last)]
    doubt = next((found for found in ends if not found.attributes), None)
    if doubt is not None:
        return doubt
    values = [found.attributes[0][1] for found in ends]
    if values[0] >= values[1]:
        return DatePhrase(start, end, (), NO_DAY, is_wrong=True)
    return DatePhrase(start, end, (("from", values[0]), ("to", values[1])))


def _choose_calendar(day: Day, language: str) -> str:
    """Return the calendar in which a date must be by its language and year; empty if none must."""
    return GREGORIAN if day.year >= _GREGORIAN_FROM.get(language, _ELSEWHERE) else ""


def _exists(day: Day, calendar: str) -> bool:
    return 1 <= day.day <= month_length(day.year, day.month, calendar)


def _month(name: str | None, patterns: _Patterns) -> int:
    if not name:
        return 0
    for pattern, number in patterns.numbers.items():
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return number
    return 0


def _number(day: str | None) -> int:
    found = re.match(r"\d+", day or "")
    return int(found[0]) if found else 0
