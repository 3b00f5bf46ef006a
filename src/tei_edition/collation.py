"""The order of names in registers: the Unicode Collation Algorithm, and the letter for each."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyuca import Collator

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@cache
def _collator() -> Collator:
    # Loading the table of all weights takes half a second: only where a register is made.
    from pyuca import Collator

    return Collator()


@lru_cache(maxsize=65536)
def collation_key(text: str) -> tuple[int, ...]:
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
