"""Texts and their translations: what files say of them, and which parts correspond.

A *side* is a text, or a division of one; a *parallel* is an original side with a translation of it.
Its *units* are what is beside each other: paragraphs, lines, stanzas, or whole divisions where no
part of them corresponds to anything. See `tei_edition.facts.pairing`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec

from tei_edition.problems import Location


class Level(StrEnum):
    """What says that units correspond, from the strongest to the weakest."""

    LINK = "link"
    TIE = "corresp"
    REFERENCE = "reference"
    NUMBER = "n"
    ORDER = "order"
    WHOLE = "whole"


class TextBlock(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A block of a text that can correspond to one of another: a division, paragraph, line.

    `parent` is the place of the block around it in the list of all, -1 if there is none. `lines`
    are the numbers of the first and last line of the source in it, `ties` the values of its
    @corresp and @sameAs, `inner` the `xml:id`s inside it that are not in a block within it; `kind`
    is its @type.
    """

    anchor: str
    element: str
    parent: int
    location: Location
    n: str = ""
    language: str = ""
    reference: str = ""
    lines: tuple[str, str] = ("", "")
    ties: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    kind: str = ""


class TiedPart(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A part of a block, such as a `seg` or `w`, with the values of its @corresp and @sameAs."""

    anchor: str
    block: str
    ties: tuple[str, ...]


class PartLink(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A `link`: two pointers or more to what corresponds; `kind` is its @type or its group's."""

    targets: tuple[str, ...]
    location: Location
    kind: str = ""


class Original(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a file says of a translation in it: the anchor of its side, and of what it is one.

    `target` is a pointer to that; or `beside` is its anchor, where it is in the same file. What is
    only likely (the texts of a `group` in several languages) is not `stated`. It is a `version` if
    the file does not say which of the two is the translation, and `is_reversed` where the original
    names its translation.
    """

    anchor: str
    target: str
    location: Location
    stated: bool = True
    beside: str = ""
    is_version: bool = False
    is_reversed: bool = False


class Correspondences(msgspec.Struct, frozen=True):
    """All that a file says of what corresponds in it, and to other files."""

    blocks: tuple[TextBlock, ...] = ()
    parts: tuple[TiedPart, ...] = ()
    links: tuple[PartLink, ...] = ()
    originals: tuple[Original, ...] = ()


class Side(msgspec.Struct, frozen=True):
    """One side of a parallel: a division or text of a file by its anchor, empty for the whole."""

    file: str
    anchor: str
    language: str


class Alignment(msgspec.Struct, frozen=True):
    """Units that correspond, one or several on each side, by their anchors in order."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    level: Level


class Parallel(msgspec.Struct, frozen=True):
    """An original (`left`) and a translation (`right`), with the units of both in order.

    `parts` are pairs of words or phrases that correspond, by their identifiers. `unused` is where
    `link`s are that join too many with too many. Both are versions of a text, neither called its
    original, unless it `is_translation`.
    """

    left: Side
    right: Side
    left_units: tuple[TextBlock, ...]
    right_units: tuple[TextBlock, ...]
    alignments: tuple[Alignment, ...]
    parts: tuple[tuple[str, str], ...] = ()
    unused: tuple[Location, ...] = ()
    is_translation: bool = True


class ParallelRow(NamedTuple):
    """What is beside each other: units of both sides, or of one side alone."""

    left: tuple[str, ...]
    right: tuple[str, ...]


def arrange_rows(parallel: Parallel) -> list[ParallelRow]:
    """Return all units of a parallel in rows, in the order of the original.

    A unit that corresponds to nothing is alone, after what is before it on its side.
    """
    by_left = {anchor: a for a in parallel.alignments for anchor in a.left}
    aligned = {anchor: a for a in parallel.alignments for anchor in a.right}
    after: dict[Alignment | None, list[str]] = {}
    last: Alignment | None = None
    for unit in parallel.right_units:
        found = aligned.get(unit.anchor)
        if found is None:
            after.setdefault(last, []).append(unit.anchor)
        else:
            last = found
    rows = [ParallelRow((), (anchor,)) for anchor in after.get(None, ())]
    done: set[Alignment] = set()
    for unit in parallel.left_units:
        found = by_left.get(unit.anchor)
        if found is None:
            rows.append(ParallelRow((unit.anchor,), ()))
        elif found not in done:
            done.add(found)
            rows.append(ParallelRow(found.left, found.right))
            rows += [ParallelRow((), (anchor,)) for anchor in after.get(found, ())]
    return rows
