"""Dates after the words that lead to them, as each language wants it: *nach dem 1. Mai*.

The catalogues have one phrase for days, months and years alike, as *prima del {date}*. What
depends on the date is put right here: articles (*dopo l’8 maggio*), prepositions (*jusqu’en
1917*), and the cases of the names of months (*до октября*, *po październiku*).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from tei_edition.dating.calendars import list_months

if TYPE_CHECKING:
    from collections.abc import Callable

# Months in the cases that prepositions govern, where CLDR has only the first and the second.
_INSTRUMENTAL = {
    "pl": "styczniem lutym marcem kwietniem majem czerwcem lipcem sierpniem wrześniem "
    "październikiem listopadem grudniem",
    "ru": "январём февралём мартом апрелем маем июнем июлем августом сентябрём октябрём ноябрём "
    "декабрём",
}
_LOCATIVE = (
    "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie "
    "grudniu"
)
# A month stands directly after what governs it: of a day and its month, the day is governed.
_GOVERNED = {
    "pl": {"genitive": ("od", "do", "ok."), "instrumental": ("przed", "między", "a"),
           "locative": ("po",)},
    "ru": {"genitive": ("до", "после", "с", "ок.", "ранее", "позднее"),
           "instrumental": ("между", "и")},
}  # fmt: skip
_DAY, _MONTH = r"(?=\[?\d{1,2}(?:er|\.)? (?:de )?(?:MONTH)\b)", r"(?=\[?(?:MONTH)\b)"
# In Italian the numbers that begin with a vowel: otto, ottanta, ottocento, undici, uno.
_VOWEL = r"(?=\[?(?:8\d{0,2}|11)\b|\[?1 [ad]\.)"
_RULES = {
    "de": [
        (rf"\b(nach|vor|zwischen|und) {_DAY}", r"\1 dem "),
        (rf"\bum {_DAY}", "um den "),
        (rf"\bbis spätestens {_DAY}", "bis spätestens zum "),
        (rf"\b(frühestens|spätestens) {_DAY}", r"\1 am "),
    ],
    "fr": [
        (rf"\bjusqu’à {_DAY}", "jusqu’au "),
        (r"\bjusqu’à (?!le |la )", "jusqu’en "),
        (rf"\b(avant|après|dès|entre|et|vers) {_DAY}", r"\1 le "),
    ],
    "it": [
        (rf"\bdel {_MONTH}", "di "),
        (rf"\bdal {_MONTH}", "da "),
        (rf"\bal {_MONTH}", "a "),
        (rf"\b(dopo|tra|e|oltre) il {_MONTH}", r"\1 "),
        (r"\ba (?=agosto)", "ad "),
        (rf"\b(d?a|de)l {_VOWEL}", r"\1ll’"),
        (rf"\bil {_VOWEL}", "l’"),
    ],
    "es": [
        (rf"\b(antes|después) de {_DAY}", r"\1 del "),
        (rf"\b(desde|hasta|entre|y) {_DAY}", r"\1 el "),
    ],
    "ru": [(r"\bс (?=2 \w)", "со ")],
}


def agree(phrase: str, language: str) -> str:
    """Return a phrase that leads to a date, in the grammar of its language.

    What needs no change, and a language without rules here, is returned unchanged.
    """
    base = language.replace("_", "-").partition("-")[0]
    for pattern, replacement in _compile(base):
        phrase = pattern.sub(replacement, phrase)
    return phrase


@functools.cache
def _compile(language: str) -> list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]:
    if language not in _RULES and language not in _GOVERNED:
        return []
    nominative, genitive = list_months(language)
    names = "|".join(map(re.escape, genitive))
    rules: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
        (re.compile(pattern.replace("MONTH", names)), replacement)
        for pattern, replacement in _RULES.get(language, ())
    ]
    cases = {
        "genitive": genitive,
        "instrumental": tuple(_INSTRUMENTAL.get(language, "").split()),
        "locative": tuple(_LOCATIVE.split()),
    }
    for case, words in _GOVERNED.get(language, {}).items():
        forms = dict(zip(nominative, cases[case], strict=True))
        governing = "|".join(map(re.escape, words))
        pattern = rf"(?<!\w)((?:{governing}) \[?)({'|'.join(nominative)})\b"
        rules.append((re.compile(pattern), functools.partial(_decline, forms)))
    return rules


def _decline(forms: dict[str, str], match: re.Match[str]) -> str:
    return f"{match[1]}{forms[match[2]]}"
