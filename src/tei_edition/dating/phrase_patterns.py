"""How dates are written in each language: the words around days, months and years, as patterns.

The names of months are those of CLDR, with old spellings and abbreviations of our own.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from babel import Locale

_OLD = {
    "en": "Jany Feby Mar Apl Octr Novr Decr Sept Septr 7ber 8ber 9ber 10ber Xber",
    "de": (
        "Jänner Jenner Januarius Hornung Feber Februarius März:3 Mertz:3 Märtz:3 Aprill:4 May:5"
        " Maii:5 Junius:6 Junii:6 Juny:6 Brachmonat:6 Julius:7 Julii:7 July:7 Heumonat:7 Augustus:8"
        " Herbstmonat:9 Septembr:9 7br:9 7ber:9 7bris:9 8br:10 8ber:10 8bris:10 Octbr:10 October:10"
        " Octobr:10 Weinmonat:10 9br:11 9ber:11 9bris:11 Novbr:11 Novembr:11 10br:12 10ber:12"
        " Xbr:12 Xber:12 Decbr:12 December:12 Decembr:12 Christmonat:12"
    ),
    "fr": "7bre:9 8bre:10 9bre:11 Xbre:12 10bre:12 fevrier:2 aoust:8 decembre:12",
    "it": "7bre:9 8bre:10 9bre:11 Xbre:12 10bre:12 genn:1 febbr:2",
    "ru": (
        "генваря:1 генваре:1 январе:1 феврале:2 марте:3 апреле:4 мае:5 июне:6 июле:7 августе:8"
        " сентябре:9 октябре:10 ноябре:11 декабре:12"
    ),
}
_NUMBERS = {
    "Jany": 1, "Feby": 2, "Mar": 3, "Apl": 4, "Sept": 9, "Septr": 9, "Octr": 10, "Novr": 11,
    "Decr": 12, "7ber": 9, "8ber": 10, "9ber": 11, "10ber": 12, "Xber": 12, "Jänner": 1,
    "Jenner": 1, "Januarius": 1, "Hornung": 2, "Feber": 2, "Februarius": 2,
}  # fmt: skip
# What is short for a longer name: without a vowel at its end, or with a figure.
_SHORT = re.compile("[^aeiouyäöüаеиояью]{2}$|[0-9]|^X|^(?:Jany|Feby|Mar)$")
_LATIN_MONTHS = (
    "[IJ]anuari", "Februari", "Marti", "April", "Mai", "[IJ]uni", "[IJ]uli", "August", "Septemb",
    "Octob", "Novemb", "Decemb",
)  # fmt: skip
_LATIN_ENDINGS = "(?:i[is]?|is|e|as|us|r[ie]s|res|ribus|is|arum)?"


class DateLanguage(NamedTuple):
    """The patterns of a language: regular expressions, of months with their numbers.

    `ordinal` is what may follow a day, `before_month` and `before_year` what is before these,
    `after_year` what follows a year; `range` separates the ends of a range. A year alone is a date
    after one of the `prepositions`, two years are after the first word of `between`, with the
    second between them. `this_month` is what replaces a month.
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    ordinal: str
    before_month: str
    before_year: str
    after_year: str
    range: str
    between: tuple[str, str]
    prepositions: str
    seasons: str
    this_month: str
    month_first: bool = False
    needs_capital: bool = False


_UNITS = re.compile(
    r"\s+(?:sheep|men|women|persons|people|pounds|roubles|rubles|dollars|miles|feet|pages|copies"
    r"|volumes|soldiers|houses|votes|Mann|Thaler|Taler|Gulden|Mark|Fuß|Meilen|Seiten|Personen|Stück"
    r"|Exemplare|Einwohner|Stimmen|hommes|francs|livres|personnes|pages|volumes|exemplaires|voix"
    r"|lire|scudi|uomini|persone|volumi|pagine|copie|voti|рубл|человек|вёрст|верст|книг|экземпляр)",
    re.IGNORECASE,
)


def is_quantity(text: str, end: int) -> bool:
    """Whether a number that ends there counts something."""
    return _UNITS.match(text, end) is not None


_FRAMES: dict[str, dict[str, object]] = {
    "en": {
        "ordinal": "(?:st|nd|rd|th|d)?",
        "before_month": r"(?:\s+(?:day\s+)?of)?\s+",
        "before_year": r"(?:,\s*|\s+)(?:in\s+the\s+year\s+)?",
        "after_year": "",
        "range": r"\s*[–—-]\s*|\s+to\s+|\s+till\s+|\s+until\s+|\s+through\s+",
        "between": ("between", r"\s+and\s+"),
        "prepositions": "in|since|until|till|by|from|after|before|during|about|around|circa|year",
        "this_month": r"inst\.|instant|ult\.|ultimo|prox\.",
        "seasons": r"(?:early\s+|late\s+)?(?:spring|summer|autumn|winter|fall)\s+of",
        "month_first": True,
        "needs_capital": True,
    },
    "de": {
        "ordinal": r"(?:\.|ten|te|tn|t)?",
        "before_month": r"\s*(?:des\s+)?",
        "before_year": r"(?:,\s*|\s+)(?:des\s+Jahres\s+|im\s+Jahre?\s+|anno\s+)?",
        "after_year": "",
        "range": r"\s*[–—-]\s*|\s+bis\s+(?:zum\s+)?",
        "between": ("zwischen", r"\s+und\s+"),
        "prepositions": "seit|um|bis|ab|anno|jahre?|jahres|jahren|nach|vor|gegen",
        "this_month": r"d\.\s?M\.|dieses(?:\s+Monats)?|v\.\s?M\.|huius|hujus",
        "seasons": r"(?:Sommer|Herbst|Winter|Frühjahr|Frühling)(?:\s+des\s+Jahres)?",
        "needs_capital": True,
    },
    "fr": {
        "ordinal": "(?:er|ᵉʳ|ème|e)?",
        "before_month": r"\s+(?:du\s+mois\s+de\s+|de\s+|d['’])?",
        "before_year": r"\s+(?:de\s+l['’]an(?:née)?\s+)?",
        "after_year": "",
        "range": r"\s*[–—-]\s*|\s+au\s+|\s+à\s+",
        "between": ("entre", r"\s+et\s+"),
        "prepositions": "en|depuis|vers|dès|année|l'an|l’an|avant|après|jusqu'en|jusqu’en",
        "this_month": r"courant|ct\.|ce\s+mois",
        "seasons": r"(?:printemps|été|automne|hiver)\s+(?:de\s+)?",
    },
    "it": {
        "ordinal": "[º°]?",
        "before_month": r"\s+(?:di\s+)?",
        "before_year": r"\s+(?:del\s+)?",
        "after_year": "",
        "range": r"\s*[–—-]\s*|\s+al\s+",
        "between": (r"(?:fra|tra)\s+il", r"\s+e\s+il\s+"),
        "prepositions": r"nel|dal|al|fino\s+al|verso\s+il|nell'anno|nell’anno|anno",
        "this_month": r"corrente|corr\.",
        "seasons": r"(?:primavera|estate|autunno|inverno)\s+del",
    },
    "ru": {
        "ordinal": "(?:-?(?:го|е|ое|му|м))?",
        "before_month": r"\s+",
        "before_year": r"\s+",
        "after_year": r"\s*(?:годах|годов|годом|года|году|годы|год|гг\.|г\.)",
        "range": r"\s*[–—-]\s*|\s+по\s+|\s+до\s+",
        "between": ("между", r"\s+и\s+"),
        "prepositions": "",
        "this_month": r"сего\s+месяца|с\.\s?м\.",
        "seasons": r"(?:весной|летом|осенью|зимой|весны|лета|осени|зимы|весна|лето|осень|зима)",
    },
    "la": {
        "ordinal": r"\.?",
        "before_month": r"\s+(?:mensis\s+)?",
        "before_year": r"(?:,\s*|\s+)(?:anno\s+(?:Domini\s+)?|a\.\s*)?",
        "after_year": "",
        "range": r"\s*[–—-]\s*|\s+ad\s+|\s+usque\s+ad\s+",
        "between": ("inter", r"\s+et\s+"),
        "prepositions": "anno|anni|annum|anno domini",
        "this_month": r"huius|hujus",
        "seasons": "",
    },
}


_STREETS = re.compile(
    r"[-\s]+(?:Street|St\.|Avenue|Road|Square|Lane|Row|Court|Place|Straße|Str\.|Platz|Gasse|Allee)"
)
# What is before a number that is no day: a street, or a page, a volume, a paragraph.
_NUMBERED = re.compile(
    r"(?:(?<!\w)(?:via|viale|piazza|corso|rue|place|boulevard|avenue|quai|улиц[аеуы]|ул\.|площад[ьи]"
    r"|S\.|Nr\.|No\.|no\.|n\.|p\.|pp\.|Bd\.|Vol\.|vol\.|Kap\.|ch\.|cap\.|fol\.|Bl\.|c\.|стр\.|№)|§)"
    r"\s*\Z"
)


def is_number_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether a day and a month there name a street, or are numbers of something else."""
    before = text[max(0, start - 12) : start]
    return _STREETS.match(text, end) is not None or _NUMBERED.search(before) is not None


def list_languages() -> tuple[str, ...]:
    """Return the languages whose dates are known."""
    return tuple(_FRAMES)


@functools.cache
def read_language(code: str) -> DateLanguage | None:
    """Return how dates are written in a language, by its primary subtag; None if it is unknown."""
    frame = _FRAMES.get(code)
    if frame is None:
        return None
    months = _list_latin() if code == "la" else _list_names(code, "months")
    for written in _OLD.get(code, "").split():
        name, _, number = written.partition(":")
        if name not in months:
            stop = r"\.?" if _SHORT.search(name) else ""
            months[re.escape(name) + stop] = int(number) if number else _NUMBERS[name]
    weekdays = {} if code == "la" else _list_names(code, "days")
    return DateLanguage(months, weekdays, **frame)  # type: ignore[arg-type]


def _list_names(code: str, what: str) -> dict[str, int]:
    """Return the names of months or weekdays in CLDR, as patterns."""
    locale = Locale.parse(code)
    found: dict[str, int] = {}
    tables = [getattr(locale, what)[context] for context in ("format", "stand-alone")]
    wide = {name for table in tables for name in table["wide"].values()}
    for name in wide:
        found[re.escape(name)] = next(n for t in tables for n, w in t["wide"].items() if w == name)
    for table in tables if what == "months" else ():
        for number, name in table.get("abbreviated", {}).items():
            if name not in wide:
                found[re.escape(name.rstrip(".")) + r"\.?"] = number
    if what == "days" and code == "ru":
        found |= {"среду": 2, "пятницу": 4, "субботу": 5}
    return found


def _list_latin() -> dict[str, int]:
    found = {f"{stem}{_LATIN_ENDINGS}": n for n, stem in enumerate(_LATIN_MONTHS, 1)}
    short = ("Ian", "Feb", "Mart", "Apr", "Mai", "Iun", "Iul", "Aug", "Sept", "Oct", "Nov", "Dec")
    return found | {rf"{name}\.": number for number, name in enumerate(short, 1)}
