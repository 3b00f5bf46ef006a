"""Quick ways with plain names: the order of ASCII, and letters without their marks."""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from tei_edition.collation import collation_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SortKey = tuple[int, ...]

# The order that the table of the Unicode Collation Algorithm gives to the characters that most
# names are made of. A test holds it against the table, which takes too long to load each time.
_ASCII = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789" + ascii_lowercase
_WEIGHTS = {
    character: weight
    for weight, plain in enumerate(_ASCII, 1)
    for character in (plain, plain.upper())
}


def choose_key(words: Iterable[str]) -> Callable[[str], SortKey]:
    """A sort key for these words, quick where all of them are plain; the order is the same."""
    plain = all(word.isascii() and word.isprintable() for word in words)
    return _make_plain_key if plain else collation_key


def _make_plain_key(word: str) -> SortKey:
    letters = word.strip()
    return (*(_WEIGHTS[c] for c in letters), 0, *(c.isupper() for c in letters))


def fold(word: str) -> str:
    """The word in plain letters, as far as its letters are variants of those."""
    return word if word.isascii() else "".join(map(_fold_letter, normalize("NFC", word)))


@cache
def _fold_letter(letter: str) -> str:
    if letter.isascii() or not letter.isalnum():
        return "" if combining(letter) else letter
    plain = "".join(_letters().get(weight, "") for weight in _weigh(letter))
    if not plain:
        return letter
    return plain.lower() if letter.islower() else plain.capitalize()


def _weigh(letter: str) -> SortKey:
    """The primary weights."""
    key = collation_key(letter)
    return key[: key.index(0)]


@cache
def _letters() -> dict[int, str]:
    return {_weigh(letter)[0]: letter for letter in ascii_lowercase}
