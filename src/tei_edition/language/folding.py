"""Words as a search compares them: without diacritics, case and the letters of old types.

A browser does the same to what a reader asks for, with the same tables (see `describe_folding`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

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
# Chinese and Japanese characters, between whose words no spaces stand: a search takes each by
# itself, and with the one after it.
UNSPACED = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd"
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

    A number is one too, also where letters follow it. In scripts without spaces each character is
    one, and each pair of characters.
    """
    words = [part for word in _find_words().findall(fold(text)) for part in _split_unspaced(word)]
    return [part for word in words for part in _split_number(word)]


def is_unspaced(word: str) -> bool:
    """Whether a word begins with a character of a script without spaces."""
    return _UNSPACED.match(word) is not None


def mark_number(number: str) -> str:
    """Return a number as a word that Sphinx's index accepts: it ignores words of only digits."""
    return f"_{number}"


def describe_folding() -> dict[str, object]:
    """Return what a script needs to fold as `fold` does, for JSON."""
    return {"letters": LETTERS, "marks": MARKS, "unspaced": UNSPACED}


_NUMBER = re.compile(r"\d+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
# What folding leaves of marks belongs to the character before it, as the sound marks of kana.
_RUNS = re.compile(f"(?:[{UNSPACED}][^\\w]*)+")
_CHARACTERS = re.compile(f"[{UNSPACED}][^\\w]*")


def _split_unspaced(word: str) -> list[str]:
    """Return characters and pairs of characters of a script without spaces, and the rest."""
    if _UNSPACED.search(word) is None:
        return [word]
    parts = [part for part in _RUNS.split(word) if part]
    for run in _RUNS.findall(word):
        characters = _CHARACTERS.findall(run)
        parts += characters
        parts += [one + two for one, two in pairwise(characters)]
    return parts


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
