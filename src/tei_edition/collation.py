"""The order of names in registers: the Unicode Collation Algorithm, and the letter for each."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyuca import Collator

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SortKey = tuple[int, ...]

# The order that the table of the Unicode Collation Algorithm gives to the characters that most
# names are made of. A test holds it against the table, which takes too long to load each time.
_ASCII = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789" + ascii_lowercase
_WEIGHTS = {
    character: weight
    for weight, plain in enumerate(_ASCII, 1)
    for character in (plain, plain.upper())
}


@cache
def _collator() -> Collator:
    # Loading the table of all weights takes half a second: only where a register is made.
    from pyuca import Collator

    return Collator()


@lru_cache(maxsize=65536)
def collation_key(text: str) -> SortKey:
    """A key by which names sort as the Unicode Collation Algorithm's default table has it."""
    return tuple(_collator().sort_key(text.strip()))


def initial_letter(text: str) -> str:
    """The letter under which a name stands: accents fold, Ł is an L; `#` for what is no letter."""
    first = next((c for c in text if c.isalnum() and unicodedata.category(c) != "Lm"), "")
    if not first.isalpha():
        return "#"
    base = unicodedata.normalize("NFD", first)[0].upper()[:1]
    if base in _LATIN:
        return base
    return _latin_weights().get(_primary(first), base)


def _primary(letter: str) -> int:
    return collation_key(letter)[0]


@cache
def _latin_weights() -> dict[int, str]:
    return {_primary(letter): letter for letter in _LATIN}


def choose_key(words: Iterable[str]) -> Callable[[str], SortKey]:
    """A sort key for these words, quick where all of them are plain; the order is the same."""
    plain = all(word.isascii() and word.isprintable() for word in words)
    return _make_plain_key if plain else collation_key


def _make_plain_key(word: str) -> SortKey:
    letters = word.strip()
    return (*(_WEIGHTS[c] for c in letters), 0, *(c.isupper() for c in letters))


def fold(word: str) -> str:
    """The word in plain letters, as far as its letters are variants of those."""
    return (
        word if word.isascii() else "".join(map(_fold_letter, unicodedata.normalize("NFC", word)))
    )


@cache
def _fold_letter(letter: str) -> str:
    if letter.isascii() or not letter.isalnum():
        return "" if unicodedata.combining(letter) else letter
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
