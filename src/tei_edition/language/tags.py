"""Which strings are language tags: in settings, in addresses of files, in attributes."""

from __future__ import annotations

import re
from functools import lru_cache

# Scripts that run from right to left, and languages that do where no script is named.
LEFTWARD_SCRIPTS = frozenset({
    "adlm", "arab", "aran", "armi", "avst", "chrs", "cprt", "elym", "gara", "hatr", "hebr", "hung",
    "khar", "lydi", "mand", "mani", "mend", "merc", "mero", "narb", "nbat", "nkoo", "orkh", "palm",
    "phli", "phlp", "phnx", "prti", "rohg", "samr", "sarb", "sidt", "sogd", "sogo", "syrc", "syre",
    "syrj", "syrn", "thaa", "todr", "yezi",
})  # fmt: skip
LEFTWARD_LANGUAGES = frozenset({
    "aao", "acm", "acx", "ae", "aeb", "afb", "aii", "ajp", "apc", "apd", "ar", "ara", "arc", "arq",
    "ars", "ary", "arz", "ave", "ayl", "azb", "bal", "bft", "bgn", "bqi", "brh", "chg", "ckb",
    "cld", "div", "dv", "fa", "fas", "glk", "haz", "hbo", "he", "heb", "hnd", "hno", "iw", "jpr",
    "jrb", "khw", "lah", "lki", "lrc", "luz", "mid", "myz", "mzn", "nqo", "oar", "ota", "otk",
    "pal", "per", "pes", "phl", "phn", "pnb", "prs", "ps", "pus", "rhg", "rmt", "sam", "sd", "sdh",
    "skr", "smp", "snd", "sog", "syc", "syr", "tmr", "trw", "ug", "uig", "ur", "urd", "xco", "xmn",
    "xna", "xpr", "xsa", "ydd", "yi", "yid", "yih",
})  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def is_language(tag: str) -> bool:
    """Whether a tag has the form of BCP 47, such as `en` or `grc-Latn`."""
    return _TAG.fullmatch(tag) is not None


@lru_cache(maxsize=64)
def shorten_language(tag: str) -> str:
    """Return a tag with the shortest code of its language, which browsers know: `it` for `ita`."""
    from langcodes import standardize_tag

    try:
        return standardize_tag(tag)
    except ValueError:  # what is no tag
        return tag


def primary_language(tag: str) -> str:
    """Return the shortest code of the language of a tag: `de` for `de-AT` and `deu-Latf`."""
    primary = tag.partition("-")[0].lower()
    return shorten_language(primary) if len(primary) == 3 else primary


def is_leftward(tag: str) -> bool:
    """Whether a language runs from right to left; `f:language-classes` in XSLT says the same."""
    parts = tag.replace("_", "-").lower().split("-")
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    return script in LEFTWARD_SCRIPTS if script else parts[0] in LEFTWARD_LANGUAGES


def name_language(tag: str) -> str:
    """Return what a language is called in that language: `Deutsch`; the tag if it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:]
