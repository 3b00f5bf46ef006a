"""The words around a place of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.reader.naming.words import ASIDE, BARRIER, find_words

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

_AROUND = 3
# No three words are longer, as a rule; those that are do not matter.
_REACH = 120


def read_around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the three words before and after some words, with what separates them."""
    low = max(0, start - _REACH)
    before = [word.start() + low for word in find_words(text[low:start])]
    after = [word.end() + end for word in find_words(text[end : end + _REACH])]
    first = before[-_AROUND:][0] if before else start
    last = after[:_AROUND][-1] if after else end
    return _clean(text[first:start]), _clean(text[end:last])


def read_beside(
    text: str, words: Sequence[re.Match[str]], first: int, last: int
) -> tuple[str, str]:
    """Return the same for the words `first` to `last` (exclusive) of all the words of a text."""
    low, high = max(0, first - _AROUND), min(len(words), last + _AROUND)
    start, end = words[first].start(), words[last - 1].end()
    before = text[words[low].start() : start] if low < first else ""
    after = text[end : words[high - 1].end()] if high > last else ""
    return _clean(before), _clean(after)


def _clean(text: str) -> str:
    return " ".join(text.replace(BARRIER, " ").replace(ASIDE, " ").split())
