"""Find what two rows of words or items have in common, in proportion to their length.

`difflib` compares each item with all that are equal to it: on a long row of few different items it
would not end.
"""

from __future__ import annotations

import bisect
import difflib
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

Block = tuple[int, int, int]
# So many pairs of equal items are compared in a stretch between items that both rows have once.
MOST_PAIRS = 1_000_000
_DEEPEST = 20  # stretches within stretches


def count_pairs(old: Iterable[Hashable], new: Iterable[Hashable]) -> int:
    """Return how many pairs of an item of each row are equal."""
    counts = Counter(new)
    return sum(number * counts[item] for item, number in Counter(old).items())


def match_rows(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Block]:
    """Return the blocks that are in both rows, in order: where they begin in each, their length.

    A stretch with too many equal items, and none that both rows have once, counts as different.
    """
    found: list[Block] = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        start, end, other, other_end, depth = waiting.pop()
        if count_pairs(old[start:end], new[other:other_end]) <= MOST_PAIRS:
            matcher = difflib.SequenceMatcher(
                None, old[start:end], new[other:other_end], autojunk=False
            )
            found += [
                (start + a, other + b, size) for a, b, size in matcher.get_matching_blocks() if size
            ]
            continue
        while start < end and other < other_end and old[start] == new[other]:
            found.append((start, other, 1))
            start, other = start + 1, other + 1
        while start < end and other < other_end and old[end - 1] == new[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            found.append((end, other_end, 1))
        anchors = _list_anchors(old[start:end], new[other:other_end]) if depth < _DEEPEST else []
        for a, b in anchors:
            found.append((start + a, other + b, 1))
        ends = [(-1, -1), *anchors, (end - start, other_end - other)]
        for (a, b), (c, d) in pairwise(ends) if anchors else ():
            if a + 1 < c and b + 1 < d:
                waiting.append((start + a + 1, start + c, other + b + 1, other + d, depth + 1))
    return list(_join(sorted(found)))


def list_steps(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Iterator[tuple[bool, slice, slice]]:
    """Yield the stretches of both rows in order, and whether they are the same in both."""
    a = b = 0
    for start, other, size in [*match_rows(old, new), (len(old), len(new), 0)]:
        if a < start or b < other:
            yield False, slice(a, start), slice(b, other)
        a, b = start + size, other + size
        if size:
            yield True, slice(start, a), slice(other, b)


def _join(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join blocks that follow each other in both rows."""
    last: Block | None = None
    for block in blocks:
        if last is not None and (last[0] + last[2], last[1] + last[2]) == block[:2]:
            last = (last[0], last[1], last[2] + block[2])
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _list_anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the places of items that each row has once, as far as they keep their order."""
    before, after = Counter(old), Counter(new)
    places = {item: b for b, item in enumerate(new) if after[item] == 1}
    shared = [
        (a, places[item]) for a, item in enumerate(old) if before[item] == 1 and item in places
    ]
    moved = find_moved([b for _, b in shared])
    return [(a, b) for a, b in shared if b not in moved]


def find_moved(places: Sequence[int]) -> set[int]:
    """Return the places that are not in the longest row that keeps its order."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for at, place in enumerate(places):
        row = bisect.bisect_left(tails, place)
        before.append(tail_at[row - 1] if row else -1)
        if row == len(tails):
            tails.append(place)
            tail_at.append(at)
        else:
            tails[row] = place
            tail_at[row] = at
    kept: set[int] = set()
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        kept.add(places[at])
        at = before[at]
    return set(places) - kept
