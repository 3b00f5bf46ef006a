"""Words as a search compares them: without diacritics, case and the letters of old types.

A browser does the same to what a reader asks for, with the same tables (see `describe_folding`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters that Unicode does not take apart, by what a reader types instead.
LETTERS = {
    "æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ħ": "h", "ı": "i", "ꝛ": "r", "ς": "σ",
}  # fmt: skip
# Marks above and below the letters of Latin, Greek, Cyrillic, Hebrew, Arabic and Syriac, which
# readers leave out; soft hyphens, joiners and the Arabic stroke, which they do not see. The vowel
# signs of Indian scripts are marks too, but no word is one without them.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f\u00ad\u200b-\u200d\u2060\ufeff"
)
_MARKS = re.compile(f"[{MARKS}]+")
_LETTERS = str.maketrans(LETTERS)


def fold(text: str) -> str:
    """Fold a text, small and without diacritics: "Ἀχιλλεύς" is "αχιλλευσ", "ſchön" "schon"."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text).lower()
    return _MARKS.sub("", text).translate(_LETTERS)


def list_words(text: str) -> list[str]:
    """Return the words of a text, folded, in order.

    A number is one too, also where letters follow it.
    """
    words = _find_words().findall(fold(text))
    return [part for word in words for part in _split_number(word)]


def mark_number(number: str) -> str:
    """Return a number as a word that Sphinx's index accepts: it ignores words of only digits."""
    return f"_{number}"


def describe_folding() -> dict[str, object]:
    """Return what a script needs to fold as `fold` does, for JSON."""
    return {"letters": LETTERS, "marks": MARKS}


_NUMBER = re.compile(r"\d+")


def _split_number(word: str) -> list[str]:
    """Return a number; a word; and of "25th" both, since some will ask for "25 October"."""
    number = _NUMBER.match(word)
    if number is None:
        return [word]
    marked = mark_number(number[0])
    return [marked] if number[0] == word else [word, marked]


@cache
def _find_words() -> re.Pattern[str]:
    """Letters and digits with the marks that belong to them; `re` has no name for these."""
    marks = [c for c in range(0x20000) if unicodedata.category(chr(c))[0] == "M"]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    spans = "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in ranges)
    return re.compile(rf"[\w{spans}]+")
