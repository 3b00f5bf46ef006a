"""Regular expressions as trees, and as automata that read each character of a text once.

An automaton takes time in proportion to the text, whatever the expression says. Python's `re` is
faster, but may try every way of dividing a text. It is safe only if the next character always
decides how to continue, which `is_deterministic` tests.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.relaxng.characters import Ranges, is_disjoint, merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# More states than this are not made of one expression.
MAX_STATES = 10_000
# What is kept of the sets of states that a text has led to.
_MAX_KEPT = 100_000


class Characters(NamedTuple):
    """One character of a set, whose ranges are merged."""

    ranges: Ranges

    @property
    def is_nullable(self) -> bool:
        """Whether it matches the empty text: never."""
        return False

    @property
    def first(self) -> Ranges:
        """The characters that it can begin with."""
        return self.ranges


class Row(NamedTuple):
    """Parts one after the other."""

    parts: tuple[Node, ...]
    is_nullable: bool
    first: Ranges


class Alternatives(NamedTuple):
    """One of several branches."""

    branches: tuple[Node, ...]
    is_nullable: bool
    first: Ranges


class Repeated(NamedTuple):
    """A part at least `least` times, and at most `most` times if there is a limit."""

    part: Node
    least: int
    most: int | None

    @property
    def is_nullable(self) -> bool:
        """Whether it matches the empty text."""
        return self.least == 0 or self.part.is_nullable

    @property
    def first(self) -> Ranges:
        """The characters that it can begin with."""
        return () if self.most == 0 else self.part.first


Node = Characters | Row | Alternatives | Repeated


def make_sequence(parts: Sequence[Node]) -> Node:
    """Parts one after the other."""
    if len(parts) == 1:
        return parts[0]
    first: list[tuple[int, int]] = []
    for part in parts:
        first += part.first
        if not part.is_nullable:
            break
    return Row(tuple(parts), all(p.is_nullable for p in parts), merge(tuple(first)))


def make_alternatives(branches: Sequence[Node]) -> Node:
    """One of several branches."""
    if len(branches) == 1:
        return branches[0]
    first = merge(tuple(found for branch in branches for found in branch.first))
    return Alternatives(tuple(branches), any(b.is_nullable for b in branches), first)


def count_states(node: Node) -> int:
    """Return the maximum number of states of an automaton for the expression."""
    if isinstance(node, Characters):
        return 1
    if isinstance(node, Repeated):
        times = node.least + 1 if node.most is None else node.most
        return (count_states(node.part) + 1) * times
    inner = node.parts if isinstance(node, Row) else node.branches
    return 1 + sum(map(count_states, inner))


def is_deterministic(node: Node, follow: Ranges = ()) -> bool:
    """Whether the next character always decides the way; `follow` can come after the node."""
    if isinstance(node, Characters):
        return True
    if isinstance(node, Row):
        return _is_sequence_deterministic(node, follow)
    if isinstance(node, Alternatives):
        nullable = sum(branch.is_nullable for branch in node.branches)
        return (
            nullable <= 1
            and (not nullable or is_disjoint(node.first, follow))
            and all(is_disjoint(a.first, b.first) for a, b in combinations(node.branches, 2))
            and all(is_deterministic(branch, follow) for branch in node.branches)
        )
    if node.part.is_nullable:
        return False
    if node.least != node.most and not is_disjoint(node.part.first, follow):
        return False
    if node.most is None or node.most > 1:
        follow = merge((*follow, *node.part.first))
    return is_deterministic(node.part, follow)


def _is_sequence_deterministic(node: Row, follow: Ranges) -> bool:
    for part in reversed(node.parts):
        if not is_deterministic(part, follow):
            return False
        follow = merge((*part.first, *follow)) if part.is_nullable else part.first
    return True


class Automaton:
    """An expression made into states; sets of them are worked out as texts lead to them."""

    def __init__(self, node: Node) -> None:
        # A state reads a character of a set and leads on, or leads to others at once.
        self._reads: list[tuple[Ranges, int] | None] = [None]
        self._leads: list[list[int]] = [[]]
        start = self._build(node, 0)
        self._start = self._close([start])
        self._known: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._kept = 0

    def matches(self, text: str) -> bool:
        """Whether the whole text matches."""
        known = self._known
        current = self._start
        for char in text:
            found = known.get((current, char))
            if found is None:
                found = self._step(current, char)
            if not found:
                return False
            current = found
        return 0 in current

    def _step(self, current: frozenset[int], char: str) -> frozenset[int]:
        """Return the states behind a character."""
        code = ord(char)
        reached = []
        for state in current:
            read = self._reads[state]
            if read is not None and _holds(read[0], code):
                reached.append(read[1])
        found = self._close(reached)
        self._kept += len(found) + 1
        if self._kept > _MAX_KEPT:
            self._known.clear()
            self._kept = 0
        self._known[current, char] = found
        return found

    def _close(self, states: Iterable[int]) -> frozenset[int]:
        """States, and those that they lead to at once."""
        found = set(states)
        waiting = list(found)
        while waiting:
            for state in self._leads[waiting.pop()]:
                if state not in found:
                    found.add(state)
                    waiting.append(state)
        # What only leads on says nothing more.
        return frozenset(s for s in found if s == 0 or self._reads[s] is not None)

    def _add(self, read: tuple[Ranges, int] | None, *leads: int) -> int:
        self._reads.append(read)
        self._leads.append(list(leads))
        return len(self._reads) - 1

    def _build(self, node: Node, then: int) -> int:
        """Make the states of a node that leads to `then`; the first of them."""
        if isinstance(node, Characters):
            return self._add((node.ranges, then))
        if isinstance(node, Row):
            for part in reversed(node.parts):
                then = self._build(part, then)
            return then
        if isinstance(node, Alternatives):
            return self._add(None, *[self._build(branch, then) for branch in node.branches])
        end = then
        if node.most is None:
            then = loop = self._add(None, then)
            self._leads[loop].append(self._build(node.part, loop))
        else:
            for _ in range(node.most - node.least):
                then = self._add(None, self._build(node.part, then), end)
        for _ in range(node.least):
            then = self._build(node.part, then)
        return then


def _holds(ranges: Ranges, code: int) -> bool:
    at = bisect_right(ranges, (code, 0x110000)) - 1
    return at >= 0 and code <= ranges[at][1]
