"""Compare two texts word by word: all differences, each with the words of both."""

from __future__ import annotations

import itertools
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.reader.naming.words import CJK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from difflib import Match

# Marks where white space may be missing: between blocks. No XML has this character.
EITHER = "\x00"
# Scripts that part no words are compared letter by letter.
_WORD = re.compile(rf"[{CJK}]|[^\s\x00{CJK}]+")
# So many words of both are looked at to find where they agree again, and so many at most.
_WINDOWS = (40, 400, 2500)
# So many words in a row that agree are no chance.
_ENOUGH = 3
# Behind so many differences two texts are taken for different ones.
_MOST = 500


class SplitText(NamedTuple):
    """A text and its words, each with where it begins; `joins` are those that may join the next."""

    text: str
    words: list[str]
    starts: list[int]
    joins: frozenset[int]


class TextDifference(NamedTuple):
    """Words from `start` to `end` in one text, and from `other` to `other_end` in the other.

    `is_last` says that after it nothing was compared.
    """

    start: int
    end: int
    other: int
    other_end: int
    is_last: bool = False


def split_words(text: str) -> SplitText:
    """Return the words of a text, separated by white space and by `EITHER`."""
    found = list(_WORD.finditer(text))
    joins = frozenset(
        number
        for number, (one, two) in enumerate(itertools.pairwise(found))
        if EITHER in (gap := text[one.end() : two.start()]) and not gap.strip(EITHER)
    )
    return SplitText(text, [word[0] for word in found], [word.start() for word in found], joins)


def compare_words(one: SplitText, two: SplitText) -> Iterator[TextDifference]:
    """Every difference between two texts, in order; only the first may join words."""
    at, other, count = 0, 0, 0
    while at < len(one.words) or other < len(two.words):
        if step := _agree(one, two, at, other):
            at, other = at + step, other + 1
            continue
        found = _find_end(one, two, at, other)
        count += 1
        end, other_end = found or (len(one.words), len(two.words))
        is_last = count == _MOST or found is None
        yield TextDifference(at, end, other, other_end, is_last)
        if is_last:
            return
        at, other = end, other_end


def _agree(one: SplitText, two: SplitText, at: int, other: int) -> int:
    """Return how many words of the first text make up the next word of the second, or 0."""
    if at >= len(one.words) or other >= len(two.words):
        return 0
    word, wanted = one.words[at], two.words[other]
    count = 1
    while word != wanted and wanted.startswith(word) and at + count - 1 in one.joins:
        word += one.words[at + count]
        count += 1
    return count if word == wanted else 0


def _find_end(one: SplitText, two: SplitText, at: int, other: int) -> tuple[int, int] | None:
    """Return where two texts agree again, or None if they never do."""
    for size in _WINDOWS:
        here, there = one.words[at : at + size], two.words[other : other + size]
        ends = len(one.words) <= at + size and len(two.words) <= other + size
        for block in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks():
            is_end = ends and (block.a + block.size, block.b + block.size) == (
                len(here),
                len(there),
            )
            if block.size >= _ENOUGH or (is_end and block.size) or _is_near(block, here):
                return at + block.a, other + block.b
        if ends:
            return len(one.words), len(two.words)
    return None


def _is_near(block: Match, words: Sequence[str]) -> bool:
    """Whether a few words that agree directly follow equally few that differ."""
    is_telling = block.size > 1 or len("".join(words[block.a : block.a + block.size])) > 2
    return is_telling and max(block.a, block.b) <= 2 * block.size
