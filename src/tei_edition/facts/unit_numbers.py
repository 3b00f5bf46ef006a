"""The numbers of passages (@n), and which passages of two texts have the same."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Key = Callable[[str], str | tuple[str, ...]]

_RANGE = re.compile(r"\s*(.+?)\s*[-\u2010-\u2013]\s*(.+?)\s*")


def match_keys(
    left: Iterable[str], right: Iterable[str], one: Key, other: Key
) -> list[tuple[str, str]]:
    """Pair what has the same key: in order if there are as many on both sides, else one with all.

    Several with several others leave open which corresponds to which.
    """
    keyed: dict[object, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for anchor in left:
        if key := one(anchor):
            keyed[key][0].append(anchor)
    for anchor in right:
        if key := other(anchor):
            keyed[key][1].append(anchor)
    found: list[tuple[str, str]] = []
    for ones, others in keyed.values():
        if len(ones) == len(others):
            found += zip(ones, others, strict=True)
        elif 1 in {len(ones), len(others)}:
            found += [(a, b) for a in ones for b in others]
    return found


def plain_number(number: str) -> str:
    """Return a number without leading zeros and without repeated white space."""
    number = " ".join(number.split())
    return str(int(number)) if number.isascii() and number.isdecimal() else number


def plain_line(number: str) -> str:
    """Return the number of a line; of `1v2=6`, line 2 of a page and 6 of the text, the latter."""
    return plain_number(number.rpartition("=")[2])


def read_range(number: str) -> tuple[str, ...]:
    """Return the first and last of a range of numbers; twice the same of a single one."""
    if match := _RANGE.fullmatch(number):
        return plain_number(match[1]), plain_number(match[2])
    return (plain_number(number),) * 2 if number.strip() else ()


def list_spans(number: str) -> Iterator[list[tuple[str, ...]]]:
    """Yield ways to read a number that is of several passages: `2-4`, or `2 3`, or `1-3, 5`."""
    first = read_range(number)
    if len(set(first)) > 1:
        yield [first]
    parts = re.split(r"[\s,;+&]+", re.sub(r"\s*([-\u2010-\u2013])\s*", r"\1", number.strip()))
    if len(parts) > 1 and all(parts):
        yield [read_range(part) for part in parts]
