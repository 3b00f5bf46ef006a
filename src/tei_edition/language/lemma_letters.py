"""The letters by which a lemma is found in its text: without case, points and white space."""

from __future__ import annotations

from unicodedata import normalize

_GRAVE, _ACUTE = "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING ACUTE ACCENT}"
_LAST_MARK = "\N{COMBINING GREEK YPOGEGRAMMENI}"


def list_letters(words: str) -> list[tuple[str, int]]:
    """Return the letters and digits of words in lower case, each with its place.

    A Greek word that is quoted has an acute accent where it has a grave one in its sentence.
    """
    found: list[tuple[str, int]] = []
    is_greek = False
    for place, char in enumerate(words):
        if char.isalnum():
            is_greek = _is_greek(char)
            parts = normalize("NFD", char).replace(_GRAVE, _ACUTE) if is_greek else char
            found += [(letter, place) for letter in parts.casefold()]
        elif is_greek and _GRAVE <= char <= _LAST_MARK:
            found += [(mark, place) for mark in char.replace(_GRAVE, _ACUTE).casefold()]
    return found


def fold_lemma(words: str) -> str:
    """Return the letters and digits of words in the form in which lemmas are compared."""
    return "".join(letter for letter, _ in list_letters(words))


def _is_greek(char: str) -> bool:
    return "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff"
