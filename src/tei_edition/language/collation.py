"""Sort names in registers, and find the letter for each, as library catalogues do.

Names are sorted word by word, by the Unicode Collation Algorithm with the tailoring of a language
(CLDR, through ICU): Ö is sorted with O in German and after Z in Swedish, Chinese by pinyin or by
strokes. A `language` is a BCP 47 tag; its extension `u-co` chooses among the orders of a language
(`es-u-co-trad`, `de-u-co-phonebk`, `zh-u-co-stroke`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import icu

if TYPE_CHECKING:
    from collections.abc import Iterable

# Prefixes that a name is not filed under where they are written small (IFLA, Names of Persons):
# Goethe and not von Goethe, Gogh and not van Gogh; La Fontaine, Van Buren and De Sanctis are.
PARTICLES = (
    "ad-", "af", "al-", "an-", "ar-", "as-", "at-", "auf der", "aus dem", "av", "d’", "d'", "da",
    "das", "de", "de'", "de’", "de la", "de las", "de los", "degli", "dei", "den", "der", "do",
    "dos", "e", "freiherr von", "graf von", "in 't", "in der", "op de", "ter", "te", "ten", "van",
    "van de", "van den", "van der", "van 't", "vom", "von", "von dem", "von den", "von der",
    "von und zu", "zu", "zum", "zur", "à", "’t", "'t",
)  # fmt: skip

# Letters of each script are under their own in any register; the first has the Latin ones.
_SCRIPTS = ("el", "ru", "uk", "hy", "ka", "he", "ar", "fa", "hi", "bn", "ta", "th", "ja", "ko")
# Signs of transliteration that catalogues pass over: ʿayn, hamza and the like, and apostrophes.
_PASSED_OVER = re.compile("[ʹʺʻʼʽʾʿˈˊˋ‘’'´`\u0640]")
_FIELD = re.compile(r"\s*,\s*")
# What groups the digits of a number, as in 10,000 and 10.000.
_GROUPING = re.compile(r"(?<=\d)[,.](?=\d{3}(?:\D|$))")
_NO_WORD = re.compile(r"[^\w\s\u0300-\u036f]+|_")


def filing_form(name: str) -> str:
    """Return the form of a name for sorting: words apart, no signs, the part before a comma first.

    `Müller, Zacharias` comes before `Müller Verlag`, `O’Neill` is sorted as `ONeill`.
    """
    plain = _PASSED_OVER.sub("", unicodedata.normalize("NFC", name))
    fields = (_NO_WORD.sub(" ", field) for field in _FIELD.split(_GROUPING.sub("", plain)))
    # A tab is lighter than a space, so that a name ends before it goes on.
    return "\t".join(" ".join(field.split()) for field in fields if field.strip())


def pass_over_particles(name: str, particles: Iterable[str] = PARTICLES) -> str:
    """Return the name without the prefix at its beginning that it is not filed under.

    A prefix counts only as it is written in `particles`, small letters and all.
    """
    for particle in sorted(particles, key=len, reverse=True):
        glue = "" if particle[-1:] in "'’-" else " "
        rest = name.removeprefix(particle + glue).lstrip()
        if rest != name and rest[:1].isalpha():
            return rest
    return name


@lru_cache(maxsize=65536)
def collation_key(text: str, language: str = "") -> bytes:
    """Return a key by which names sort as the language has it."""
    key: bytes = _collator(language).getSortKey(filing_form(text))
    return key


@lru_cache(maxsize=65536)
def initial_letter(text: str, language: str = "") -> str:
    """Return the letter under which a name is listed: `#` if it does not begin with a letter.

    Accents fold where the language folds them, Ł is an L in German; of a script that has no
    letters, or none that is known, the first character stands for itself.
    """
    form = filing_form(text)
    if not form[:1].isalpha():
        return "#"
    index, labels = _index(language)
    found = labels[index.getBucketIndex(form)]
    return found or unicodedata.normalize("NFD", form)[0].upper()


def is_han(letter: str) -> bool:
    """Tell whether a letter is a Chinese character, in whatever language it is written."""
    return letter != "" and bool(icu.Char.hasBinaryProperty(letter[0], icu.UProperty.IDEOGRAPHIC))


def fold(word: str) -> str:
    """Return the word in plain letters, as far as its letters are variants of those."""
    return (
        word if word.isascii() else "".join(map(_fold_letter, unicodedata.normalize("NFC", word)))
    )


def to_latin(text: str) -> str:
    """Return a text of any script in plain Latin letters: "Керенский" is "Kerenskij"."""
    if text.isascii():
        return text
    made: str = _romaniser().transliterate(text)
    return made


@lru_cache(maxsize=1)
def _romaniser() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Any-Latin; Latin-ASCII")


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter.isascii() or _PASSED_OVER.fullmatch(letter) or unicodedata.combining(letter):
        return letter if letter.isascii() else ""
    plain: str = _folder().transliterate(letter)
    return plain.capitalize() if letter.isupper() else plain


@lru_cache(maxsize=1)
def _folder() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Latin-ASCII")


@lru_cache(maxsize=16)
def _locale(language: str) -> icu.Locale:
    try:
        return icu.Locale.forLanguageTag(language)
    except icu.ICUError:  # what a text names as its language may be none
        return icu.Locale.getRoot()


@lru_cache(maxsize=16)
def _collator(language: str) -> icu.Collator:
    collator = icu.Collator.createInstance(_locale(language))
    # Numbers stand by their value: Company 9 before Company 10.
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    return collator


@lru_cache(maxsize=16)
def _index(language: str) -> tuple[icu.AlphabeticIndex, list[str]]:
    """Return the buckets of all letters and the label of each; those between scripts have none."""
    index = icu.AlphabeticIndex(_locale(language))
    index.maxLabelCount = 1000
    for script in _SCRIPTS:
        index.addLabels(_locale(script))
    if "-u-co-trad" in language:
        index.addLabels(icu.UnicodeSet("[{Ch}{Ll}]"))
    labels = []
    while index.nextBucket():
        is_letter = index.bucketLabelType == icu.UAlphabeticIndexLabelType.NORMAL
        labels.append(index.bucketLabel if is_letter else "")
    return index, labels
