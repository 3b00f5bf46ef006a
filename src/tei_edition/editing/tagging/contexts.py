"""The words around a place of a block."""

from __future__ import annotations

from tei_edition.reader.naming.words import ASIDE, BARRIER, find_words

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


def _clean(text: str) -> str:
    return " ".join(text.replace(BARRIER, " ").replace(ASIDE, " ").split())
