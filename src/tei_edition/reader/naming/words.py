"""Words of texts and of names, and what separates them, as they are compared."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

from tei_edition.language.folding import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

# What replaces a name in the prose: nothing reaches across it.
BARRIER = "\ufffc"
# The same of a note or an entry of the apparatus, beside which a name may be.
ASIDE = "\ufffb"
# Where nothing separates words, each sign is one.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PLAIN = re.compile(rf"[\w{MARKS}]+")
_MIXED = re.compile(rf"[{CJK}]|(?:(?![{CJK}])[\w{MARKS}])+")
_IS_CJK = re.compile(f"[{CJK}]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'\u2019\u2018\u02bc"
QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u201a]')
# A larger word or name goes on beside these.
_JOINING = frozenset(f"{_HYPHENS}@/&")
# An apostrophe before these does not belong to the name; one after those does not either.
_ENDINGS = frozenset({"s"})
_ELISIONS = frozenset({"d", "l", "qu", "dell", "dall", "all", "nell", "sull", "un"})


def find_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text; apostrophes separate words, and so do hyphens."""
    return _choose(text).finditer(text)


def list_words(text: str) -> list[str]:
    """Return the words of a text, in less time than with their places."""
    return _choose(text).findall(text)


def _choose(text: str) -> re.Pattern[str]:
    return _PLAIN if text.isascii() or not _IS_CJK.search(text) else _MIXED


@functools.lru_cache(maxsize=1 << 17)
def fold_word(word: str) -> str:
    """Return a word as it is compared: composed, in small letters."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", _INVISIBLE.sub("", word))
    return word.casefold()


@functools.lru_cache(maxsize=65536)
def fold_separator(separator: str) -> str:
    """Return what separates two words of a name, so that ways of writing it are the same.

    White space is one space, a hyphen is a space, and quotation marks and the space after a full
    stop or a comma do not matter.
    """
    plain = " ".join(QUOTES.sub("", separator).split())
    if not plain:
        return " " if separator else ""
    if plain in _HYPHENS:
        return " " if plain == separator else " - "
    if plain in _APOSTROPHES:
        return "'"
    return plain


def is_whole(before: str, after: str, *, previous: str = "", following: str = "") -> bool:
    """Whether no larger word or name goes on at either side: Goethe-Haus, <name/> Petersburg.

    `before` and `after` separate the words from the previous and the following one, where there
    are such.
    """
    if before[-1:] in _JOINING or after[:1] in _JOINING:
        return False
    if before and before in _APOSTROPHES and fold_word(previous) not in _ELISIONS and previous:
        return False
    if after and after in _APOSTROPHES and following and fold_word(following) not in _ENDINGS:
        return False
    # A name beside a tagged one is often a part of it.
    return before.strip() != BARRIER and after.strip() != BARRIER
