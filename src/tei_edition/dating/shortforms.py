"""Times in the short forms of reference works: `1850/60–1950`, `before 1860`, `c. 1850`, `b. 1820`.

Bounds are said as bounds: @notBefore and @notAfter are the limits of what may be, never the date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.dating.agreement import agree
from tei_edition.dating.calendars import (
    GREGORIAN,
    JULIAN,
    Day,
    format_day,
    from_number,
    parse_day,
)
from tei_edition.dating.timespans import END, START

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tei_edition.facts.times import EntityTime, TimeSpan
    from tei_edition.language.wording import Wording

BIRTH, DEATH, FLORUIT = "birth", "death", "floruit"
_ROUGH = frozenset({"low", "medium", "unknown"})
# A year with its era.
_ERA = re.compile(r"(\d+)( \D+)")
_DOUBTFUL = frozenset({"low", "medium", "unknown"})


def format_lifetime(times: Iterable[EntityTime], words: Wording, language: str) -> str:
    """When an entity lived, lasted or happened, in the words of the reader's language.

    Of several births or deaths that differ none is preferred: `1850 or 1852–1914`.
    """
    said: dict[str, dict[str, None]] = {}
    times = tuple(times)
    is_early = any(found.aspect == BIRTH and _is_early(found.time.last) for found in times)
    for found in times:
        is_life = found.aspect in {BIRTH, DEATH, FLORUIT}
        span = format_span(
            found.time, words, language,
            years_only=is_life, is_point=found.aspect in {BIRTH, DEATH},
            with_era=is_early and found.aspect == DEATH,
        )  # fmt: skip
        text = f"{found.words} {span}".strip()
        if text:
            said.setdefault(found.aspect, {})[text] = None
    joined = {aspect: f" {words['or']} ".join(texts) for aspect, texts in said.items()}
    birth, death = joined.pop(BIRTH, ""), joined.pop(DEATH, "")
    if birth and death:
        first, last = _ERA.fullmatch(birth), _ERA.fullmatch(death)
        is_same = first is not None and last is not None and first[2] == last[2]
        life = f"{first[1] if first and is_same else birth}–{death}"
    elif birth:
        life = words.say("born", date=birth)
    else:
        life = words.say("died", date=death) if death else ""
    floruit = joined.pop(FLORUIT, "")
    parts = (life, words.say("flourished", date=floruit) if floruit else "", *joined.values())
    return ", ".join(part for part in parts if part)


def format_span(
    time: TimeSpan,
    words: Wording,
    language: str,
    *,
    years_only: bool = False,
    is_point: bool = False,
    with_era: bool = False,
) -> str:
    """One time in its short form; empty if nothing says when.

    `years_only` leaves out months and days; what `is_point` did not last from start to end, but
    was at some time between them. `with_era` says of years after one before the common era that
    they are of it.
    """
    crosses = with_era or (_is_early(time.first) and not _is_early(time.last))
    start, end = (
        _format_bound(time, side, language, years_only=years_only, with_era=crosses)
        for side in (START, END)
    )
    is_rough = time.precision in _ROUGH
    if bool(start) is not bool(end):
        # *Before c. 1900*: the limit is not exact, and it is a limit all the same.
        start, end = (words.say("roughly", date=b) if b and is_rough else b for b in (start, end))
        is_rough = False
    if start or end:
        said = _join_bounds(time, start, end, words, is_point=is_point)
    else:
        said = ", ".join(f"{value} ({name})" if name else value for name, value in time.otherwise)
    if not said:
        return ""
    rough = agree(words.say("circa", date=said) if is_rough else said, language)
    return f"{rough}?" if is_doubtful(time.certainty) else rough


def format_bounds(
    start: str, end: str, uncertain: Collection[str], precision: str, words: Wording
) -> str:
    """Return the bounds of a time in full: *between 1917 and 1920*, *not after 1920*.

    `uncertain` are the sides of which the bound is only a limit.
    """
    is_rough = precision in _ROUGH
    if bool(start) is not bool(end) and is_rough:
        start, end = (words.say("roughly", date=bound) if bound else "" for bound in (start, end))
        is_rough = False
    if start == end:
        said = start
    elif start and end:
        key = _PHRASES[START in uncertain, END in uncertain]
        said = words.say(f"time {key}", start=start, end=end)
    elif start:
        said = words.say("time not-before" if START in uncertain else "time from", start=start)
    else:
        said = words.say("time not-after" if END in uncertain else "time to", end=end)
    return agree(words.say("circa", date=said) if is_rough else said, words.language)


# How a time with two bounds is said, by whether its start and its end are limits.
_PHRASES = {
    (False, False): "from-to",
    (False, True): "from-not-after",
    (True, False): "not-before-to",
    (True, True): "between",
}


def _is_early(day: int | None) -> bool:
    """Whether a day is before the common era."""
    return day is not None and from_number(day).year <= 0


def is_doubtful(certainty: str) -> bool:
    """Whether @cert says less than certain: in words, or as a number from 0 to 1."""
    try:
        return float(certainty) < 1
    except ValueError:
        return certainty in _DOUBTFUL


def _join_bounds(time: TimeSpan, start: str, end: str, words: Wording, *, is_point: bool) -> str:
    first = words.say("after", date=start) if START in time.uncertain else start
    last = words.say("before", date=end) if END in time.uncertain else end
    if not end:
        return first if START in time.uncertain else words.say("from", date=start)
    if not start:
        return last if END in time.uncertain else words.say("until", date=end)
    if start == end:
        return start
    if len(time.uncertain) == 2 or (is_point and not time.uncertain):
        return _shorten(start, end)
    dash = "–" if first.strip("[]").isdecimal() and last.strip("[]").isdecimal() else " – "
    return f"{first}{dash}{last}"


def _shorten(start: str, end: str) -> str:
    """Two limits with a stroke: `1850/60`, but `1899/1901`, `90/110`, `51/41 BCE`."""
    if not (start.isdecimal() and end.isdecimal()):
        first, last = _ERA.fullmatch(start), _ERA.fullmatch(end)
        is_same = first is not None and last is not None and first[2] == last[2]
        return f"{first[1]}/{end}" if first and is_same else f"{start} / {end}"
    is_short = len(start) == len(end) and len(start) > 2 and start[:-2] == end[:-2]
    return f"{start}/{end[-2:] if is_short else end}"


def _format_bound(
    time: TimeSpan, side: str, language: str, *, years_only: bool, with_era: bool
) -> str:
    """Return a bound as it is given, or converted where it is given only in another calendar."""
    day, is_reckoned = None, False
    for term in sorted(time.given, key=lambda term: term.calendar != GREGORIAN):
        value = term.start if side == START else term.end
        # A Julian year is shown as such; its days would be taken for Gregorian ones.
        is_told = term.calendar == GREGORIAN or (term.calendar == JULIAN and years_only)
        if is_told and value:
            day, is_reckoned = parse_day(value, term.calendar), side in term.reckoned
            break
        if is_told:
            return ""
    number = time.first if side == START else time.last
    if day is None and number is not None:
        day = from_number(number)
    if day is None:
        return ""
    text = format_day(Day(day.year) if years_only else day, language, with_era=with_era)
    return f"[{text}]" if is_reckoned else text
