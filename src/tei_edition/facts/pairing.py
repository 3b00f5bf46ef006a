"""Find which parts of a text and of its translation correspond.

In this order: what a `link` joins; what @corresp or @sameAs says on either side; what is cited by
the same reference, or has the same `xml:id` in another file; the same @n, or the same lines of the
source, within parts that correspond; and the order, within such parts, if their numbers are equal.
What is found by one is not looked for by the next.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tei_edition.facts.facsimile import MOST_JOINED
from tei_edition.facts.parallels import (
    Alignment,
    Level,
    Parallel,
    PartLink,
    Side,
    TextBlock,
)
from tei_edition.facts.unit_numbers import (
    list_spans,
    match_keys,
    plain_line,
    plain_number,
    read_range,
)
from tei_edition.tei import DIVISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.unit_numbers import Key
    from tei_edition.problems import Location

    _Pairs = defaultdict[str, list[tuple[int, str]]]

# Two sides are compared in so many steps for each of their blocks, and some more.
_MOST_STEPS, _MOST_TIMES = 50_000, 20
HOLDERS = DIVISIONS | {"text"}


class _Tree:
    """The blocks of a side as a tree, whose root is named by the anchor of the side."""

    def __init__(self, side: Side, resolver: Resolver) -> None:
        self.side = side
        self.text = text = resolver.texts[side.file]
        self._verse: dict[str, bool] = {}
        blocks = text.correspondences.blocks
        self.blocks: dict[str, TextBlock] = {}
        self.below: dict[str, list[str]] = {side.anchor: []}
        self.parts: dict[str, str] = {}
        start = resolver.find_block(text, side.anchor) if side.anchor else -1
        if start is None:
            return
        inside = {start}
        for place in range(start + 1, len(blocks)):
            block = blocks[place]
            if block.parent not in inside:
                break
            inside.add(place)
            above = blocks[block.parent].anchor if block.parent >= 0 else ""
            self.below[above].append(block.anchor)
            self.below[block.anchor] = []
            self.blocks[block.anchor] = block
            self.parts |= dict.fromkeys(block.inner, block.anchor)

    def find(self, file: str, ident: str) -> str:
        """Return the anchor of the block that an identifier of a file is of; empty if none."""
        if file != self.side.file:
            return ""
        return ident if ident in self.blocks else self.parts.get(ident, "")

    def is_verse(self, anchor: str) -> bool:
        """Whether a block is a line, or holds some."""
        if anchor not in self._verse:
            inner = self.below[anchor]
            is_line = self.blocks[anchor].element == "l"
            self._verse[anchor] = is_line or any(map(self.is_verse, inner))
        return self._verse[anchor]


class LinkIndex:
    """The links of all files by the identifiers that they join: it is asked for each parallel."""

    def __init__(self, resolver: Resolver) -> None:
        self._links: list[tuple[str, PartLink, list[tuple[str, str, str]]]] = []
        self._numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for file, text in resolver.texts.items():
            for link in text.correspondences.links:
                found = [resolver.resolve(value, file) for value in link.targets]
                targets = [("", "", "") if t is None else (t.file, t.id, "") for t in found]
                for name in dict.fromkeys(target[:2] for target in targets):
                    self._numbers[name].append(len(self._links))
                self._links.append((file, link, targets))

    def list_from(
        self, tree: _Tree, first: Sequence[str]
    ) -> list[tuple[PartLink, list[tuple[str, str, str]]]]:
        """Return the links that join something in a side, those of the files `first` before all."""
        names = (*tree.blocks, *tree.parts)
        numbers = {n for name in names for n in self._numbers.get((tree.side.file, name), ())}
        ranks = {file: rank - len(first) for rank, file in enumerate(first)}
        ordered = sorted(numbers, key=lambda n: (ranks.get(self._links[n][0], 0), n))
        return [self._links[number][1:] for number in ordered]


def align(
    left: Side, right: Side, resolver: Resolver, index: LinkIndex, *, is_translation: bool
) -> Parallel:
    """Return the parallel of two sides: their units, and which of them correspond."""
    aligner = _Aligner(left, right, resolver, index)
    aligner.run()
    return aligner.finish(is_translation=is_translation)


class _Aligner:
    """Pairs blocks of two sides: `pairs` has what says that they correspond."""

    def __init__(self, left: Side, right: Side, resolver: Resolver, index: LinkIndex) -> None:
        self.resolver = resolver
        self.index = index
        self.left = _Tree(left, resolver)
        self.right = _Tree(right, resolver)
        self.pairs: dict[tuple[str, str], Level] = {}
        self.beside: tuple[_Pairs, _Pairs] = (defaultdict(list), defaultdict(list))
        self.taken: tuple[set[str], set[str]] = (set(), set())
        self.parts: dict[tuple[str, str], None] = {}
        self.unused: list[Location] = []
        self.left_to_do = _MOST_STEPS + _MOST_TIMES * (
            len(self.left.blocks) + len(self.right.blocks)
        )

    def run(self) -> None:
        """Find all pairs."""
        self._note(self._list_linked(), Level.LINK)
        self._note(self._list_tied(), Level.TIE)
        self._note(self._list_cited(), Level.REFERENCE)
        explicit = list(self.pairs)
        self._descend(self.left.side.anchor, self.right.side.anchor)
        for one, other in explicit:
            self._descend(one, other)

    def finish(self, *, is_translation: bool) -> Parallel:
        """Return what was found, as units and groups of them."""
        left = self._list_units(self.left, {one for one, _ in self.pairs})
        right = self._list_units(self.right, {other for _, other in self.pairs})
        groups = _group(left, right, self.pairs)
        if not groups and left and right:
            ones, others = (tuple(block.anchor for block in units) for units in (left, right))
            groups = (Alignment(ones, others, Level.WHOLE),)
        sides = self.left.side, self.right.side
        return Parallel(
            *sides, tuple(left), tuple(right), groups, tuple(self.parts), tuple(self.unused),
            is_translation,
        )  # fmt: skip

    def _note(self, pairs: Iterable[tuple[str, str]], level: Level) -> None:
        """Take pairs of blocks that nothing stronger has paired."""
        found = [
            (one, other)
            for one, other in pairs
            if one not in self.taken[0] and other not in self.taken[1]
        ]
        for one, other in found:
            if (one, other) not in self.pairs:
                self.pairs[one, other] = level
                number = len(self.pairs)
                self.beside[0][one].append((number, other))
                self.beside[1][other].append((number, one))
            self.taken[0].add(one)
            self.taken[1].add(other)

    def _list_linked(self) -> list[tuple[str, str]]:
        found = []
        for link, targets in self.index.list_from(self.left, self._sides_files()):
            ends = [[t for t in targets if tree.find(*t[:2])] for tree in (self.left, self.right)]
            if len(ends[0]) * len(ends[1]) > max(MOST_JOINED, len(targets)):
                self.unused.append(link.location)
            else:
                found += self._cross(*ends)
        return found

    def _sides_files(self) -> tuple[str, str]:
        return self.left.side.file, self.right.side.file

    def _list_tied(self) -> list[tuple[str, str]]:
        found = []
        for tree in (self.left, self.right):
            file = tree.side.file
            own = [(b.anchor, b.anchor, b.ties) for b in tree.blocks.values() if b.ties]
            parts = tree.text.correspondences.parts
            own += [(p.anchor, p.block, p.ties) for p in parts if p.block in tree.blocks]
            for anchor, block, values in own:
                self_ = [(file, anchor, block)]
                others = [self._resolve(value, file) for value in values]
                sides = (self_, others) if tree is self.left else (others, self_)
                pairs = self._cross(*sides)
                # Words say less of the blocks that they are in than the numbers of these.
                found += [p for p in pairs if anchor == block or not self._is_numbered(*p)]
        return found

    def _is_numbered(self, one: str, other: str) -> bool:
        blocks = self.left.blocks[one], self.right.blocks[other]
        return all(block.n or any(block.lines) for block in blocks)

    def _resolve(self, value: str, file: str) -> tuple[str, str, str]:
        target = self.resolver.resolve(value, file)
        return ("", "", "") if target is None else (target.file, target.id, "")

    def _cross(
        self, left: Sequence[tuple[str, str, str]], right: Sequence[tuple[str, str, str]]
    ) -> list[tuple[str, str]]:
        """Pair each target that is on the left with each that is on the right."""
        ones = [(i, b) for f, i, k in left if (b := k or self.left.find(f, i))]
        others = [(i, b) for f, i, k in right if (b := k or self.right.find(f, i))]
        for ident, block in ones:
            for other, beside in others:
                if ident and other and ident != block and other != beside:
                    self.parts[ident, other] = None
        return [(one, other) for _, one in ones for _, other in others]

    def _list_cited(self) -> list[tuple[str, str]]:
        """Pair what is cited by the same reference, or has the same identifier in another file."""
        if self.left.side.file == self.right.side.file:
            return []
        keys: list[Key] = [
            lambda anchor: self.left.blocks[anchor].reference,
            lambda anchor: self.right.blocks[anchor].reference,
        ]
        found = match_keys(self.left.blocks, self.right.blocks, *keys)
        named = self.left.text.ids.keys() & self.right.text.ids.keys()
        same = named & self.left.blocks.keys() & self.right.blocks.keys()
        return [*found, *((ident, ident) for ident in self.left.blocks if ident in same)]

    # What corresponds within parts that correspond.

    def _descend(self, one: str, other: str) -> None:
        left, right = self._list_children(one, other)
        self.left_to_do -= len(left) + len(right)
        if not left or not right or self.left_to_do < 0:
            return
        for pairs, level in self._list_alike(left, right):
            free = self._free(left, right)
            self._note(pairs(*free), level)
        self._note(self._list_ordered(left, right), Level.ORDER)
        within = set(right)
        inner = sorted(
            (number, one, other)
            for one in left
            for number, other in self.beside[0][one]
            if other in within
        )
        for _, first, second in inner:
            self._descend(first, second)

    def _list_alike(
        self, left: list[str], right: list[str]
    ) -> list[tuple[Callable[[list[str], list[str]], list[tuple[str, str]]], Level]]:
        """Return the ways in which numbers are compared, one after the other."""
        first, second = self.left, self.right

        def verse(tree: _Tree) -> Key:
            return lambda a: (
                (number, str(tree.is_verse(a)))
                if (number := plain_number(tree.blocks[a].n))
                else ""
            )

        def lines(tree: _Tree) -> Key:
            return lambda a: (
                tuple(map(plain_line, tree.blocks[a].lines)) if any(tree.blocks[a].lines) else ""
            )

        def spans(tree: _Tree) -> Key:
            return lambda a: read_range(tree.blocks[a].n)

        def number(tree: _Tree) -> Key:
            return lambda a: plain_number(tree.blocks[a].n)

        def compare(one: Key, other: Key) -> Callable[..., list[tuple[str, str]]]:
            return lambda left, right: match_keys(left, right, one, other)

        return [
            (compare(verse(first), verse(second)), Level.NUMBER),
            (compare(lines(first), spans(second)), Level.NUMBER),
            (compare(spans(first), lines(second)), Level.NUMBER),
            (compare(number(first), number(second)), Level.NUMBER),
            (lambda _l, _r: self._list_ranges(left, right), Level.NUMBER),
        ]

    def _list_ranges(self, left: list[str], right: list[str]) -> list[tuple[str, str]]:
        """Pair what has a range of numbers with all from the first of them to the last."""
        found: list[tuple[str, str]] = []
        for mine, theirs, tree, other in (
            (left, right, self.left, self.right),
            (right, left, self.right, self.left),
        ):
            places: dict[str, list[int]] = defaultdict(list)
            for place, anchor in enumerate(theirs):
                places[plain_number(other.blocks[anchor].n)].append(place)
            for anchor in mine:
                spans = next(
                    (
                        spans
                        for spans in list_spans(tree.blocks[anchor].n)
                        if all(places.get(number) for span in spans for number in span)
                    ),
                    [],
                )
                for first, last in spans:
                    inside = theirs[places[first][0] : places[last][-1] + 1]
                    self.left_to_do -= len(inside)
                    if self.left_to_do < 0:
                        return found
                    found += [(anchor, a) if tree is self.left else (a, anchor) for a in inside]
        return found

    def _list_children(self, one: str, other: str) -> tuple[list[str], list[str]]:
        """Return the blocks in two parts; divisions are opened where only one part has any."""
        left, right = self.left.below[one], self.right.below[other]
        while True:
            divided = [self._has_divisions(self.left, left), self._has_divisions(self.right, right)]
            if divided == [True, False] or (len(left) == 1 < len(right) and divided[0]):
                left = self._open(self.left, left)
            elif divided == [False, True] or (len(right) == 1 < len(left) and divided[1]):
                right = self._open(self.right, right)
            else:
                return left, right

    @staticmethod
    def _has_divisions(tree: _Tree, anchors: list[str]) -> bool:
        return any(tree.blocks[a].element in HOLDERS and tree.below[a] for a in anchors)

    @staticmethod
    def _open(tree: _Tree, anchors: list[str]) -> list[str]:
        opened: list[str] = []
        for anchor in anchors:
            is_open = tree.blocks[anchor].element in HOLDERS and tree.below[anchor]
            opened += tree.below[anchor] if is_open else [anchor]
        return opened

    def _free(self, left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
        return (
            [a for a in left if a not in self.taken[0]],
            [a for a in right if a not in self.taken[1]],
        )

    def _list_ordered(self, left: list[str], right: list[str]) -> list[tuple[str, str]]:
        """Pair by order, headings with headings, if there are as many of both.

        What corresponds otherwise must be at the same place.
        """
        found: list[tuple[str, str]] = []
        for is_head in (True, False):
            ones = [a for a in left if (self.left.blocks[a].element == "head") is is_head]
            others = [a for a in right if (self.right.blocks[a].element == "head") is is_head]
            if len(ones) != len(others):
                continue
            places = {a: n for n, a in enumerate(ones)}, {a: n for n, a in enumerate(others)}
            known = [(one, other) for one in ones for _, other in self.beside[0][one]]
            known += [(one, other) for other in others for _, one in self.beside[1][other]]
            if all(places[0].get(one) == places[1].get(other) for one, other in known):
                found += zip(ones, others, strict=True)
        return found

    @staticmethod
    def _list_units(tree: _Tree, aligned: set[str]) -> list[TextBlock]:
        """Return the units of a side: the smallest blocks that correspond, and what is between."""
        above: set[str] = set()
        for anchor in aligned:
            parent = tree.blocks[anchor].parent
            while parent >= 0:
                block = tree.text.correspondences.blocks[parent]
                if block.anchor in above or block.anchor not in tree.blocks:
                    break
                above.add(block.anchor)
                parent = block.parent
        found: list[TextBlock] = []
        waiting = list(reversed(tree.below[tree.side.anchor]))
        while waiting:
            anchor = waiting.pop()
            if anchor in above:
                waiting += reversed(tree.below[anchor])
            else:
                found.append(tree.blocks[anchor])
        return found


def _group(
    left: Sequence[TextBlock], right: Sequence[TextBlock], pairs: dict[tuple[str, str], Level]
) -> tuple[Alignment, ...]:
    """Join pairs of units that share one to alignments, in the order of the original."""
    places = {b.anchor: n for n, b in enumerate(left)}, {b.anchor: n for n, b in enumerate(right)}
    kept = {p: level for p, level in pairs.items() if p[0] in places[0] and p[1] in places[1]}
    beside: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for one, other in kept:
        beside[0, one].append((1, other))
        beside[1, other].append((0, one))
    order = {level: rank for rank, level in enumerate(Level)}
    levels: dict[str, Level] = {}
    for (one, _), level in kept.items():
        levels[one] = min(level, levels.get(one, level), key=order.__getitem__)
    found: list[Alignment] = []
    seen: set[tuple[int, str]] = set()
    for block in left:
        waiting = [(0, block.anchor)] if (0, block.anchor) in beside else []
        group: set[tuple[int, str]] = set()
        while waiting:
            if (node := waiting.pop()) not in seen:
                seen.add(node)
                group.add(node)
                waiting += beside[node]
        if group:
            names = [
                tuple(sorted((a for s, a in group if s == side), key=places[side].__getitem__))
                for side in (0, 1)
            ]
            level = min((levels[anchor] for anchor in names[0]), key=order.__getitem__)
            found.append(Alignment(names[0], names[1], level))
    return tuple(found)
