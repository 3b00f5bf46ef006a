"""Describe the allowed values of a datatype for editors."""

from __future__ import annotations

import calendar
import difflib
import re
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from tei_edition.facts.patterns import accepts
from tei_edition.relaxng.datatypes import WHITE, collapse
from tei_edition.relaxng.derivative import walk
from tei_edition.relaxng.pattern import Data, ListOf, Pattern, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHOWN = 8

_FORMS = {
    "anyURI": "an address or #id",
    "base64Binary": "data in base64",
    "boolean": "true or false",
    "date": "YYYY-MM-DD",
    "dateTime": "YYYY-MM-DDThh:mm:ss",
    "decimal": "a number",
    "double": "a number",
    "duration": "a duration such as P3Y or PT45M",
    "float": "a number",
    "gDay": "---DD",
    "gMonth": "--MM",
    "gMonthDay": "--MM-DD",
    "gYear": "YYYY",
    "gYearMonth": "YYYY-MM",
    "hexBinary": "hexadecimal digits, two for each byte",
    "ID": "a name: a letter or _ first, no spaces",
    "IDREF": "the identifier of an element",
    "IDREFS": "identifiers of elements, separated by spaces",
    "integer": "a whole number",
    "language": "a language code such as en or ru-Latn",
    "Name": "a name: a letter or _ first, no spaces",
    "NCName": "a name: a letter or _ first, no spaces or colons",
    "negativeInteger": "a whole number below 0",
    "NMTOKEN": "one word of letters and digits",
    "NMTOKENS": "words of letters and digits",
    "nonNegativeInteger": "a whole number, 0 or more",
    "nonPositiveInteger": "a whole number, 0 or less",
    "positiveInteger": "a whole number, 1 or more",
    "QName": "a name, its prefix declared",
    "time": "hh:mm:ss",
}
_WORDS = {r"[^\p{C}\p{Z}]+", r"\S+", r"[^\s]+"}
_ORDER = ("date", "gYearMonth", "gYear", "dateTime", "time", "gMonthDay", "gMonth", "gDay")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SURELY = 0.8
_MARKUP = frozenset("<&\"'")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.]+(?:of\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{3,4})"
)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{3,4})")
_MONTH_ONLY = re.compile(r"([A-Za-z]{3,9})\.?,?\s+(\d{3,4})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})+|[A-Za-z]{2,3}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_EITHER_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_YEAR_LAST = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")


def describe_values(patterns: Iterable[Pattern], written: str) -> str:
    """Return what would have been right instead of a value.

    Nothing where there is nothing to say.
    """
    parts = list(_list_parts(patterns))
    values = {
        part.written: part.documentation
        for part in parts
        if isinstance(part, Value) and part.written
    }
    data = [part for part in parts if isinstance(part, Data)]
    if tag := _guess_language(data, written):
        return f'write "{tag}": {_FORMS["language"]}'
    is_list = any(isinstance(part, ListOf) for part in parts)
    if values and not any(d.datatype.name in {"string", "token"} for d in data):
        return _describe_choice(values, written, [_describe_data(d) for d in data])
    types = {part.datatype.name for part in data}
    if date := _describe_dates(types, written):
        return date
    if len(collapse(written).split(" ")) > 1 and not is_list and _are_words(data):
        joined = collapse(written).replace(" ", "_")
        return f'write one word, without spaces: "{joined}"'
    forms = list(dict.fromkeys(form for part in data if (form := _describe_data(part))))
    if not forms:
        return ""
    several = ", one or several separated by spaces" if is_list else ""
    return f"write {join_words(forms[:SHOWN], 'or')}{several}"


def _list_parts(patterns: Iterable[Pattern]) -> Iterator[Pattern]:
    for pattern in patterns:
        for part in walk(pattern):
            yield part
            if isinstance(part, ListOf):
                yield from _list_parts([part.words])


def _describe_choice(values: dict[str, str], written: str, forms: list[str]) -> str:
    word = written.strip(WHITE)
    folded = [value for value in values if word and value.casefold() == word.casefold()]
    near = folded or (difflib.get_close_matches(word, values, 1, 0.7) if word else [])
    shown = near + [value for value in values if value not in near]
    names = [
        f'"{value}"'
        + (f" ({_shorten(values[value])})" if values[value] and len(values) < 6 else "")
        for value in shown[:SHOWN]
    ]
    names += [form for form in dict.fromkeys(forms) if form]
    allowed = join_words(names[:SHOWN], "or") + (" …" if len(shown) > SHOWN else "")
    meant = f'did you mean "{near[0]}"? ' if near else ""
    return f"{meant}it must be {'one of ' if len(names) > 1 else ''}{allowed}"


def _describe_dates(types: set[str], written: str) -> str:
    kinds = [kind for kind in _ORDER if kind in types]
    if not kinds:
        return ""
    forms = join_words([_FORMS[kind] for kind in kinds[:3]], "or")
    guess = guess_date(written)
    if "gYear" in types and re.fullmatch(r"\s*-?[0-9]{1,3}\s*", written) and int(written):
        return (
            f'write "{"-" if "-" in written else ""}{abs(int(written)):04}": years have four digits'
        )
    if "date" in types and (days := _count_days(written)):
        return days
    if guess and "date" in types:
        return f'write "{guess}": a date is {forms}'
    return f"write {forms}"


def guess_value(patterns: Iterable[Pattern], written: str) -> str:
    """Return the correct form of a value; empty if it is not certain."""
    parts = list(_list_parts(patterns))
    word = written.strip(WHITE)
    values = [part.written for part in parts if isinstance(part, Value)]
    folded = [value for value in values if word and value.casefold() == word.casefold()]
    near = folded or difflib.get_close_matches(word, values, 2, _SURELY)
    types = {part.datatype.name for part in parts if isinstance(part, Data)}
    guesses = [guess_date(word)] if "date" in types else []
    guesses += [_guess_language([part for part in parts if isinstance(part, Data)], word)]
    meant = dict.fromkeys(near) or dict.fromkeys(guess for guess in guesses if guess)
    return next(iter(meant)) if len(meant) == 1 and not _MARKUP.intersection(*meant) else ""


def _are_words(data: list[Data]) -> bool:
    return bool(data) and all(
        part.datatype.name == "token" and any(v in _WORDS for _, v in part.datatype.parameters)
        for part in data
    )


def _describe_data(part: Data) -> str:
    name = part.datatype.name
    parameters = dict(part.datatype.parameters)
    pattern = parameters.get("pattern")
    if pattern in _WORDS:
        return "one word without spaces" if name != "anyURI" else f"{_FORMS[name]}, without spaces"
    form = _FORMS.get(name, "")
    limits = [
        f"{word} {parameters[facet]}"
        for facet, word in (("minInclusive", "from"), ("minExclusive", "above"),
                            ("maxInclusive", "to"), ("maxExclusive", "below"))
        if facet in parameters
    ]  # fmt: skip
    if limits:
        return f"{form or name} {' '.join(limits)}"
    if pattern:
        return describe_pattern(pattern, form or "text")
    return form


# What well-known expressions ask for.
_PATTERNS = {
    r"(\-?[\d]+/\-?[\d]+)": "a fraction such as 1/2",
    r"(-?[0-9]+(\.[0-9]+)?,-?[0-9]+(\.[0-9]+)?)": "points such as 10,20: two numbers, a comma",
    r"[0-9.,DHMPRSTWYZ/:+\-]+": "a date or time as in ISO 8601, such as 1917-11-07",
    r"[\d]+[a-z]*[\d]*(\.[\d]+[a-z]*[\d]*){0,3}": "a version such as 2.1",
    r"[\d]+(\.[\d]+){0,2}": "a version such as 2.1.0",
    r"[^/\s]+:\S*": "a prefix, a colon and a name, such as person:ada",
    r".+:.+": "two parts with a colon between them",
    r"[\-+]?\d+(\.\d+)?(%|cm|mm|in|pt|pc|px|em|ex|ch|rem|vw|vh|vmin|vmax)": (
        "a number and its unit, such as 12cm or 80%"
    ),
    r"[a-z][a-z0-9\+\.\-]*": "a small letter, then small letters, digits, + . and -",
    r".+": "some text",
}
_SAMPLES = "a1A-_. "


def describe_pattern(pattern: str, form: str) -> str:
    """Return what an expression asks for, in words; of one that is not known, by an example."""
    if words := _PATTERNS.get(pattern):
        return words
    example = _make_example(pattern)
    such = f'such as "{example}", ' if example else ""
    return f"{form} {such}of the form {pattern}"


def _make_example(pattern: str) -> str:
    """Return a short text that an expression matches; empty if none is found."""
    try:
        text = "".join(_write_example(_parser.parse(pattern)))
        return text if text and re.fullmatch(pattern, text) else ""
    except (re.error, ValueError, OverflowError, RecursionError):
        return ""  # XML Schema's expressions are not quite those of Python


def _find_first(items: Any) -> str:
    """Return the first character that a set of them names."""
    for name, value in items:
        if str(name) == "LITERAL":
            return chr(value)
        if str(name) == "RANGE":
            return chr(value[0])
    return ""


def _write_example(pattern: Any) -> Iterator[str]:
    for name, value in pattern:
        match str(name), value:
            case "LITERAL", code:
                yield chr(code)
            case (("IN" | "ANY" | "NOT_LITERAL"), _):
                yield next((c for c in _SAMPLES if accepts(name, value, c)), _find_first(value))
            case "BRANCH", (_, bodies):
                yield from _write_example(bodies[0])
            case "SUBPATTERN", (*_, body):
                yield from _write_example(body)
            case (("MAX_REPEAT" | "MIN_REPEAT"), (low, _, body)):
                for _ in range(min(low, 40)):
                    yield from _write_example(body)


def guess_date(written: str) -> str:
    """Return the date in a text, as YYYY-MM-DD or YYYY-MM.

    Nothing where it is not clear.
    """
    text = collapse(written)
    if found := _YEAR_FIRST.fullmatch(text):
        return _write_date(found[1], int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _write_date(found[3], int(found[2]), int(found[1]))
    if found := _EITHER_FIRST.fullmatch(text):
        one, two = int(found[1]), int(found[2])
        if one > 12 or two > 12:  # else nobody knows which of them is the day
            return _write_date(found[3], min(one, two), max(one, two))
    if found := _DAY_FIRST.fullmatch(text):
        return _write_date(found[3], _find_month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _write_date(found[3], _find_month(found[1]), int(found[2]))
    if found := _MONTH_ONLY.fullmatch(text):
        month = _find_month(found[1])
        return f"{found[2]:0>4}-{month:02}" if month else ""
    return ""


def _guess_language(data: Iterable[Data], written: str) -> str:
    """Return the language tag that was meant where other signs than hyphens separate its parts."""
    tag = re.sub(r"[_\s\-]+", "-", written.strip(WHITE)).strip("-")
    is_tag = any(part.datatype.name == "language" for part in data)
    return tag if is_tag and tag != written.strip(WHITE) and _LANGUAGE.fullmatch(tag) else ""


def _count_days(written: str) -> str:
    """Which days a month has, for a date with a day that is not one of them."""
    found = _YEAR_FIRST.fullmatch(collapse(written))
    if not found:
        return ""
    year, month, day = map(int, found.groups())
    if not 1 <= month <= 12 or not year:
        return ""
    days = calendar.monthrange(year, month)[1]
    name = f"{_MONTHS[month - 1].capitalize()} {year}"
    return f"{name} has {days} days" if not 1 <= day <= days else ""


def _find_month(word: str) -> int:
    found = [i for i, month in enumerate(_MONTHS, 1) if month.startswith(word.lower())]
    return found[0] if len(found) == 1 else 0


def _write_date(year: str, month: int, day: int) -> str:
    if not 1 <= month <= 12 or not int(year):
        return ""
    if not 1 <= day <= calendar.monthrange(int(year), month)[1]:
        return ""
    return f"{year:0>4}-{month:02}-{day:02}"


def join_words(words: list[str], last: str) -> str:
    """Return a list in a sentence: a, b or c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _shorten(documentation: str) -> str:
    gloss = re.match(r"\(([^)]+)\)", documentation)
    return gloss[1] if gloss else shorten(documentation, 40)


def shorten(text: str, length: int) -> str:
    """Return the beginning of a text, whole words, with an ellipsis where something is left out."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:.") + " …"
