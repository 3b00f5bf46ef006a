"""Align two series of words: where they differ, and which paragraphs correspond."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.problems import EditionError
from tei_edition.runtime.extras import name_install

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class WordMap(NamedTuple):
    """Where the boundaries of the words of one text are in another.

    `lows` and `highs` differ where the other has words more at the boundary. `same` says of each
    word whether the other has it.
    """

    lows: list[int]
    highs: list[int]
    same: list[bool]


def map_places(first: Sequence[str], second: Sequence[str]) -> WordMap:
    """Return the places of one series of words in another, as `align_words` aligns them."""
    size = len(first) + 1
    lows, highs, same = [0] * size, [0] * size, [False] * len(first)
    for tag, a1, a2, b1, b2 in align_words(first, second):
        for place in range(a1 + 1, a2 + 1):
            lows[place] = highs[place] = b1 if tag == "delete" else b1 + place - a1
            same[place - 1] = tag == "equal"
        highs[a1] = b2 if tag == "insert" else highs[a1]
    for a1, a2, b1, b2 in list_differences(first, second):
        if a1 == a2:
            continue
        # Words more at an edge of other words belong to these.
        lows[a1] = highs[a1] = b1
        lows[a2] = highs[a2] = b2
        lows[a1 + 1 : a2] = highs[a1 + 1 : a2]
    return WordMap(lows, highs, same)


def measure_distance(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many words must change to make one series of words the other."""
    return sum(
        max(a2 - a1, b2 - b1)
        for tag, a1, a2, b1, b2 in align_words(first, second)
        if tag != "equal"
    )


def measure_agreement(first: Sequence[Sequence[str]], second: Sequence[Sequence[str]]) -> float:
    """Return the share of the words of two texts, in paragraphs, that are common, in order."""
    one, other = ([w for part in text for w in part] for text in (first, second))
    same = sum(a2 - a1 for tag, a1, a2, _, _ in align_words(one, other) if tag == "equal")
    return same / (max(len(one), len(other)) or 1)


def align_words(
    first: Sequence[str], second: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    """Align two series of words with as few changes as possible.

    Of alignments with the same number of changes, the one with more equal words is taken.
    """
    try:
        from rapidfuzz.distance import LCSseq, Levenshtein
    except ImportError:
        raise EditionError(
            "collating needs the library rapidfuzz", hint=name_install("collate")
        ) from None
    numbers: dict[str, int] = {}
    one, other = ([numbers.setdefault(w, len(numbers)) for w in text] for text in (first, second))
    found = _read_operations(Levenshtein.opcodes(one, other))
    made: list[tuple[str, int, int, int, int]] = []
    for is_equal, some in groupby(found, key=lambda step: step[0] == "equal"):
        steps = list(some)
        a1, b1, a2, b2 = steps[0][1], steps[0][3], steps[-1][2], steps[-1][4]
        if not is_equal and min(a2 - a1, b2 - b1) > 1:
            within = _read_operations(LCSseq.opcodes(one[a1:a2], other[b1:b2]), a1, b1)
            steps = within if _count_changes(within) <= _count_changes(steps) else steps
        made += steps
    return made


def _read_operations(
    operations: Iterable[Any], first: int = 0, second: int = 0
) -> list[tuple[str, int, int, int, int]]:
    return [
        (
            op.tag, op.src_start + first, op.src_end + first, op.dest_start + second,
            op.dest_end + second,
        )
        for op in operations
    ]  # fmt: skip


def _count_changes(steps: Iterable[tuple[str, int, int, int, int]]) -> int:
    """Return how many words change: one that stands for another is one change."""
    total = 0
    for is_equal, some in groupby(steps, key=lambda step: step[0] == "equal"):
        gap = [] if is_equal else list(some)
        total += max((sum(s[2] - s[1] for s in gap), sum(s[4] - s[3] for s in gap)))
    return total


def list_differences(
    first: Sequence[str], second: Sequence[str], *, is_apart: bool = False
) -> list[tuple[int, int, int, int]]:
    """Return the words of one text for which the other has others: start and end in both.

    Where words are to be `is_apart`, each that stands for another is one by itself.
    """
    found: list[tuple[int, int, int, int]] = []
    for tag, a1, a2, b1, b2 in align_words(first, second):
        if tag == "equal":
            continue
        if is_apart:
            size = 1 if tag == "replace" else max(a2 - a1, 1)
            for start in range(a1, max(a2, a1 + 1), size):
                shift = start - a1 if tag == "replace" else 0
                last = b1 + shift + 1 if tag == "replace" else b2
                found.append((start, min(start + size, a2), b1 + shift, last))
            continue
        if found and found[-1][1] == a1 and found[-1][3] == b1:
            found[-1] = (found[-1][0], a2, found[-1][2], b2)
        else:
            found.append((a1, a2, b1, b2))
    return found


def cut_like(blocks: Sequence[Sequence[str]], text: Sequence[Sequence[str]]) -> list[int]:
    """Return where to cut the words of a witness, so that each part matches a block of the base.

    Where a block of the base ends among words that differ, the witness is cut where a paragraph of
    its own begins, or else in the same proportion.
    """
    base = [word for block in blocks for word in block]
    words = [word for part in text for word in part]
    own = {0}
    for part in text:
        own.add(max(own) + len(part))
    differences = list_differences(base, words)
    cuts = [0]
    place = shift = edge = 0
    for block in blocks[:-1]:
        edge += len(block)
        while place < len(differences) and differences[place][1] < edge:
            shift = differences[place][3] - differences[place][1]
            place += 1
        low = high = guess = edge + shift
        if place < len(differences) and differences[place][0] <= edge:
            a1, a2, low, high = differences[place]
            guess = high if a1 == a2 else low + (high - low) * (edge - a1) // (a2 - a1)
        near = [cut for cut in range(low, high + 1) if cut in own]
        cut = min(near, key=lambda cut: abs(cut - guess)) if near else guess
        cuts.append(max(cut, cuts[-1]))
    return [*cuts, len(words)]


def pair_paragraphs(blocks: list[list[str]], text: list[list[str]]) -> list[list[str]]:
    """Assign the words of a witness to the blocks of the base by the lengths of paragraphs.

    A paragraph answers to one, or two to one, or one has no answer, whichever makes the lengths
    of all of them most alike (after Gale and Church, 1993).
    """
    sizes = [[sum(map(len, part)) + 1 for part in parts] for parts in (blocks, text)]
    ratio = sum(sizes[1]) / (sum(sizes[0]) or 1)
    ways = ((1, 1, 0.0), (1, 0, 3.0), (0, 1, 3.0), (2, 1, 1.0), (1, 2, 1.0))
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for i in range(len(blocks) + 1):
        for j in range(len(text) + 1):
            if (i, j) not in best:
                continue
            for a, b, cost in ways:
                if i + a > len(blocks) or j + b > len(text):
                    continue
                here = sum(sizes[0][i : i + a]) * ratio
                there = sum(sizes[1][j : j + b])
                misfit = abs(here - there) / (here + there) if a and b else 0.0
                total = best[i, j][0] + cost + 6 * misfit
                if (i + a, j + b) not in best or total < best[i + a, j + b][0]:
                    best[i + a, j + b] = (total, a, b)
    answers: list[list[str]] = [[] for _ in blocks]
    i, j = len(blocks), len(text)
    while i or j:
        _, a, b = best[i, j]
        i, j = i - a, j - b
        # What answers to no block follows the one before.
        at = i if a else max(0, i - 1)
        answers[at] = [word for part in text[j : j + b] for word in part] + answers[at]
    return answers
