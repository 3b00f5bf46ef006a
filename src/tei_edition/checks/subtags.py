"""What was meant by a part of a language tag that is no script, country or variant."""

from __future__ import annotations

import functools
import re

import icu

from tei_edition.config import find_nearest

# Known by other names than those of the standard.
_SCRIPTS = {
    "blackletter": "Latf",
    "fraktur": "Latf",
    "gaelic": "Latg",
    "ivrit": "Hebr",
    "roman": "Latn",
}
_COUNTRIES = {"eng": "GB", "england": "GB", "scotland": "GB", "uk": "GB", "usa": "US"}
# Two letters of four exchanged, or one of them wrong.
_NEAR = 0.74


def find_subtag(wrong: str, language: str) -> tuple[str, str]:
    """Return the part that was meant, where that is certain, and what to do in words."""
    word = wrong.casefold()
    scripts, countries = _list_names()
    if code := _SCRIPTS.get(word) or scripts.get(word):
        return code, f'the script is written "{code}"'
    if code := _COUNTRIES.get(word) or countries.get(word):
        return code, f'the country is written "{code}"'
    if word == language:
        return "", f'the first part is the language: write "{language}", or add a country'
    if re.fullmatch("[a-z]{4}", word):
        nearest = find_nearest(word.capitalize(), sorted(set(scripts.values())), _NEAR)
        listed = "scripts have four letters, such as Latn, Cyrl, Grek, Hebr, Arab (ISO 15924)"
        return "", f'did you mean the script "{nearest}"? ' * bool(nearest) + listed
    if re.fullmatch("[a-z]{2,3}", word):
        return "", "countries have two letters, such as GB, DE, RU (ISO 3166)"
    return "", ""


@functools.cache
def _list_names() -> tuple[dict[str, str], dict[str, str]]:
    """Return the codes of scripts and of countries, by their English names."""
    from langcodes.data_dicts import ALL_SCRIPTS

    english = icu.Locale.getEnglish()
    scripts = {
        icu.Locale(f"und_{code}").getDisplayScript(english).casefold(): code
        for code in sorted(ALL_SCRIPTS)
    }
    countries = {
        icu.Locale(f"und_{code}").getDisplayCountry(english).casefold(): code
        for code in icu.Locale.getISOCountries()
    }
    return scripts, countries
