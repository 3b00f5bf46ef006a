"""Dates as people write them in attributes, and what is meant in TEI."""

from __future__ import annotations

import functools
import re

import icu

from tei_edition.dating.calendars import parse_day

# Of ISO 8601's many forms, and of those of other calendars, only the plain ones are judged.
PLAIN = re.compile(r"-?\d{4,}(?:-\d\d(?:-\d\d)?)?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")

# Forms of dates that people write, each to be read in one way only.
_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]")
_SHORT_YEAR = re.compile(r"(-?)(\d{3})")
_APART = re.compile(r"^(\d{4})[ ,:_]+(\d\d?)[ ,:_]+(\d\d?)$")
_DATE = r"-?\d{4}(?:-\d\d(?:-\d\d)?)?"
# What words and signs around a date say in a text, and attributes say in TEI.
_ABOUT = re.compile(
    rf"(?:c|ca|circa|about|around|approx|um|vers|env)?\.?\s*~?\s*({_DATE})\s*\??", re.IGNORECASE
)
_TO = re.compile(rf"({_DATE})\s*(?:-|\N{{EN DASH}}|/|to|or|bis|oder|ou|o|\.\.)\s*({_DATE})")
_BEFORE = frozenset({"before", "until", "vor", "avant", "prima", "ante", "a.", "<"})
_LIMIT = re.compile(
    rf"(before|until|vor|avant|prima|ante|a\.|<|after|since|nach|après|dopo|post|p\.|>)\s*({_DATE})",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"(-?\d{4}(?:-(?!00)\d\d)?)(?:-(?:[?xX*_.]{1,2}|00)){1,2}")


_WITH_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ ,_]+(\d\d:\d\d)(:\d\d)?")
_BEFORE_CHRIST = re.compile(r"(\d{1,4})\s*(?:B\.?C\.?(?:E\.?)?|v\. ?Chr\.|av\. J\.-C\.|a\.C\.)")
_CENTURY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.|e|\N{MASCULINE ORDINAL INDICATOR})?[ -]?"
                      r"(?:cent(?:ury|\.)?|c\.|Jh(?:dt?|s)?\.?|Jahrhundert|siècle|s\.|secolo)",
                      re.IGNORECASE)  # fmt: skip
_SEASONS = "spring summer autumn fall winter Frühling Frühjahr Sommer Herbst printemps été automne"
_SEASONS += " hiver primavera estate autunno inverno Easter Ostern Christmas Weihnachten"
_SEASON = re.compile(rf"(?:{'|'.join(_SEASONS.split())})(?: of)?[ ,]+(\d{{4}})", re.IGNORECASE)
_DECADE = re.compile(r"(\d{3})0(?:'?s|er|-?ies)")
_MONTH_BETWEEN = re.compile(r"(\d{4})[-/. ]+([A-Za-z]{3,9})[-/. ]+(\d{1,2})")
_ROMAN = re.compile(r"(\d{1,2})[. ]\s*([IVX]{1,4})[. ]\s*(\d{4})", re.IGNORECASE)
_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


_MONTH_OF_YEAR = re.compile(r"(\d\d?)[-./](\d{4})")
_YEAR_AND_MONTH = re.compile(r"(\d{4})[-./](\d)")
_DAY_IN_WORDS = re.compile(
    r"(?:(\d{1,2})(?:\.|er|\N{MASCULINE ORDINAL INDICATOR})?\s*)?(?:de |di |d[’'])?"
    r"([^\W\d_]{3,})\.?,?\s+(?:de |del )?(\d{4})"
)
# Letters that are taken for digits.
_DIGITS = str.maketrans("OoIl", "0011")
_LANGUAGES = ("en", "de", "fr", "it", "es", "pt", "nl", "sv", "pl", "cs", "ru", "he")


@functools.cache
def _list_months() -> dict[str, int]:
    """Return the months by their names in several languages, in the forms that dates have."""
    months: dict[str, int] = {}
    for language in _LANGUAGES:
        symbols = icu.DateFormatSymbols(icu.Locale(language))
        for context in (symbols.FORMAT, symbols.STANDALONE):
            for width in (symbols.WIDE, symbols.ABBREVIATED):
                names = symbols.getMonths(context, width)
                for number, name in enumerate(names, 1):
                    months.setdefault(name.casefold().rstrip("."), number)
    return months


def _read_words(text: str) -> str:
    """Return a day or a month in words, in the form of TEI; empty if its month is unknown."""
    found = _DAY_IN_WORDS.fullmatch(text)
    month = _list_months().get(found[2].casefold()) if found else None
    if found is None or month is None:
        return ""
    day = f"-{int(found[1]):02}" if found[1] else ""
    return f"{found[3]}-{month:02}{day}"


def explain_range(first: str, last: str) -> str:
    """Return how a period, or the limits of a time, are written."""
    return (
        f'for a period write from="{first}" to="{last}", for a time within limits'
        f' notBefore="{first}" notAfter="{last}"'
    )


def explain_words(key: str, value: str, calendar: str, *, year_zero: bool) -> str:
    """Return what to do about a date with words or signs around it; empty where it has none."""
    if found := _TO.fullmatch(value):
        first, last = found.groups()
        if parse_day(first, calendar) and parse_day(last, calendar):
            return explain_range(first, last)
    if found := _WITH_TIME.fullmatch(value):
        meant = f"{found[1]}T{found[2]}{found[3] or ':00'}"
        return f'write {key}="{meant}", with a T before the time, or the day alone'
    if found := _BEFORE_CHRIST.fullmatch(value):
        year = int(found[1])
        return (
            "a year before Christ has a minus sign and four digits, and 1 BCE is 0000:"
            f' write {key}="{"-" * (year > 1)}{year - 1:04}"'
            if year_zero
            else f'a year before Christ has a minus sign and four digits: write {key}="-{year:04}"'
        )
    if (found := _CENTURY.fullmatch(value)) and 0 < (century := int(found[1])) < 22:
        first, last = f"{century * 100 - 99:04}", f"{century * 100:04}"
        return f'for a century write notBefore="{first}" notAfter="{last}"'
    if (found := _DECADE.fullmatch(value)) and calendar:
        return f'for a decade write notBefore="{found[1]}0" notAfter="{found[1]}9"'
    if (found := _LIMIT.fullmatch(value)) and parse_day(found[2], calendar):
        limit = "notAfter" if found[1].lower() in _BEFORE else "notBefore"
        return f'write {limit}="{found[2]}" in place of @{key}'
    if (found := _SEASON.fullmatch(value)) and parse_day(found[1], calendar):
        return f'write {key}="{found[1]}", or the limits of the season in @notBefore and @notAfter'
    if re.fullmatch(r"\d\d-\d\d-\d\d|\d\d?", value):
        return "years have four digits: write YYYY-MM-DD"
    if (found := _UNKNOWN.fullmatch(value)) and parse_day(found[1], calendar):
        return f'leave out what is not known: {key}="{found[1]}"'
    if (found := _ABOUT.fullmatch(value)) and parse_day(found[1], calendar):
        return (
            f'write {key}="{found[1]}", and cert="low" beside it; or the limits, in @notBefore'
            " and @notAfter"
        )
    return ""


def find_range(words: str) -> tuple[str, str] | None:
    """Return two years that are written as one and the end of the other: 1850-52."""
    found = re.fullmatch(r"(\d\d)(\d\d)-(\d\d)", words)
    if found is None or int(found[3]) <= max(12, int(found[2])):
        return None
    return found[1] + found[2], found[1] + found[3]


def guess_day(value: str, calendar: str) -> str:
    """Return the day that a value names in another form.

    Empty where it may be read in two ways.
    """
    from tei_edition.relaxng.values import guess_date

    text = _DASHES.sub("-", value.strip())
    if year := _SHORT_YEAR.fullmatch(text):
        text = f"{year[1]}{int(year[2]):04}"
    text = _APART.sub(r"\1-\2-\3", text)
    if (roman := _ROMAN.fullmatch(text)) and roman[2].upper() in _MONTHS:
        text = f"{roman[3]}-{_MONTHS.index(roman[2].upper()) + 1:02}-{int(roman[1]):02}"
    if named := _MONTH_BETWEEN.fullmatch(text):
        text = f"{named[3]} {named[2]} {named[1]}"
    text = _MONTH_OF_YEAR.sub(r"\2-\1", text) if _MONTH_OF_YEAR.fullmatch(text) else text
    if short := _YEAR_AND_MONTH.fullmatch(text.replace("-0", "-")):
        text = f"{short[1]}-0{short[2]}"
    text = _read_words(text) or text
    if compact := COMPACT.fullmatch(text):
        text = "-".join(compact.groups())
    text = digits if PLAIN.fullmatch(digits := text.translate(_DIGITS)) else text
    meant = text if PLAIN.fullmatch(text) else guess_date(text)
    return meant if parse_day(meant, calendar) else ""
