"""Prepare names for sorting: skip initial articles, and turn Roman numerals into numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Initial articles of titles and of corporate names, which filing passes over (RDA, appendix C;
# ISBD 1.1.4): those of the nominative, as they are at the beginning of a title.
ARTICLES = {
    "af": ("die", "’n", "'n"),
    "ar": ("al-", "el-"),
    "ca": ("el", "els", "en", "l’", "l'", "la", "les", "un", "una"),
    "cy": ("y", "yr"),
    "da": ("de", "den", "det", "en", "et"),
    "de": ("das", "der", "die", "ein", "eine"),
    "el": ("ο", "η", "το", "οι", "τα", "ένας", "ένα", "μία", "μια"),
    "en": ("a", "an", "the"),
    "eo": ("la",),
    "es": ("el", "la", "las", "lo", "los", "un", "una"),
    "fr": ("l’", "l'", "la", "le", "les", "un", "une"),
    "ga": ("an", "na"),
    "grc": ("ὁ", "ἡ", "τό", "τὸ", "οἱ", "αἱ", "τά", "τὰ"),
    "grc-latn": ("ho", "hē", "to", "hoi", "hai", "ta"),
    "gsw": ("d’", "d'", "de", "der", "s’", "s'"),
    "he": ("ha-", "he-"),
    "hu": ("a", "az", "egy"),
    "is": ("hið", "hin", "hinn"),
    "it": ("gl’", "gl'", "gli", "i", "il", "l’", "l'", "la", "le", "lo", "un", "un’", "un'", "una",
           "uno"),
    "lb": ("d’", "d'", "de", "den", "e", "en", "eng"),
    "nb": ("de", "den", "det", "ei", "en", "et"),
    "nds": ("dat", "de", "en"),
    "nl": ("de", "een", "het", "’n", "'n", "’t", "'t"),
    "nn": ("dei", "den", "det", "ei", "ein", "eit"),
    "no": ("de", "den", "det", "ei", "en", "et"),
    "pt": ("a", "as", "o", "os", "um", "uma"),
    "ro": ("o", "un"),
    "sv": ("de", "den", "det", "en", "ett"),
    "yi": ("דער", "די", "דאָס", "א", "אַן"),
}  # fmt: skip

# The same at the beginning of what a person is called: *The Duke*, *Der Stricker*. Other languages
# have them in family names, as *La Fontaine*; and *An Lushan* begins with no article.
PERSONAL_ARTICLES = {"de": ("der", "die"), "en": ("the",), "yi": ("דער", "די")}

_NUMERAL = re.compile(
    r"(?<=\w )(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    r"(?P<point>\.?)(?![\w’'-])(?P<next>\s+\w)?"
)
# The same of corporate bodies, whose other capitals are initials; an ordinal before a name.
_SMALL_NUMERAL = re.compile(
    r"(?<=\w )(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3})(?P<point>\.?)(?![\w’'-])(?P<next>\s+\w)?"
)
_ORDINAL = re.compile(r"(?=[XVI])(X{0,3}(?:IX|IV|V?I{0,3}))\.\s")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# What may be before the first word of a title, and is not filed.
_OPENING = '"“”„«»‹›([¿¡'
# Letters that stand for a forename more often than for a number.
_INITIALS = frozenset("CDLM")


def pass_over_article(
    title: str, language: str, articles: Mapping[str, tuple[str, ...]] = ARTICLES
) -> str:
    """Return a title without the article at its beginning, if its `language` has such a one.

    `language` is a BCP 47 tag; `articles` are those of each language. An article
    alone is no article: *The The* is filed under *The*.
    """
    tag = language.casefold()
    title = title.lstrip(_OPENING) or title
    for article in articles.get(tag[:8]) or articles.get(tag.partition("-")[0], ()):
        is_bound = article[-1] in "’'-" and len(article) > 1 and article[0] not in "’'"
        glue = "" if is_bound else " "
        start = title[: len(article + glue)]
        rest = title[len(start) :].lstrip()
        if start.casefold() == article + glue and rest[:1].isalnum():
            return rest
    return title


def number_corporate_romans(name: str) -> str:
    """Return the name of a corporate body with its Roman numerals as figures: `9. Armeekorps`.

    Ordinals before the name are numerals too. Capitals such as *MC*, *CD* or *DC* are initials.
    """
    ordinal = _ORDINAL.match(name)
    if ordinal:
        return f"{_read_roman(ordinal[1])}{name[ordinal.end(1) :]}"
    first, comma, rest = name.partition(",")
    return _SMALL_NUMERAL.sub(_as_figure, first) + comma + rest


def number_romans(name: str) -> str:
    """Return a name with the Roman numerals in its first part as figures: `Henry 9`, `Otto 1.`.

    Only what is before the first comma is looked at, where no initials of forenames are: in
    *Smith, V.* the V is one, and in *Louis V. Gerstner* too.
    """
    first, comma, rest = name.partition(",")
    return _NUMERAL.sub(_as_figure, first) + comma + rest


def _as_figure(found: re.Match[str]) -> str:
    words = found[0]
    numeral = words[: found.start("point") - found.start()]
    following = found["next"] or ""
    is_initial = len(numeral) == 1 and (
        numeral in _INITIALS or (bool(found["point"]) and following.strip().isupper())
    )
    if is_initial:
        return words
    return f"{_read_roman(numeral)}{found['point']}{following}"


def _read_roman(numeral: str) -> int:
    values = [_VALUES[sign] for sign in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, (*values[1:], 0), strict=True)
    )
