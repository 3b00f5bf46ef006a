"""Find texts and divisions of which only the parts say that they correspond.

A `linkGrp` of translations or versions says it, and so do @corresp and @sameAs of most parts of a
text to those of another in a different language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.pairing import HOLDERS
from tei_edition.language.tags import primary_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.facts.parallels import TextBlock
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Text

_LINKS = re.compile("translat|version|parallel|align", re.IGNORECASE)
# What is written about a text in another language corresponds to it too.
_ABOUT = re.compile("comment|appar|note|bibl|gloss|index|summar|abstract", re.IGNORECASE)
# So much of one of the sides must be tied to the other.
_ENOUGH = 0.5

# A file with the anchor of a part of it, empty for the whole.
Place = tuple[str, str]


class TiedSides(NamedTuple):
    """Two sides that correspond, the first of them first in the edition, or the original."""

    left: Place
    right: Place
    is_translation: bool


class _Tie(NamedTuple):
    """A block of one text and what it corresponds to, by their places in the lists of blocks."""

    one: tuple[Text, int]
    other: tuple[Text, int]
    kind: str


def list_tied_sides(resolver: Resolver) -> list[TiedSides]:
    """Return the sides that only their parts tie to each other, in the order of the edition."""
    order = {text.file: number for number, text in enumerate(resolver.edition.texts)}
    found: dict[tuple[Place, Place], list[_Tie]] = defaultdict(list)
    for tie in (*_list_links(resolver, order), *_list_ties(resolver, order)):
        if (sides := _divide(tie)) is not None:
            found[sides].append(tie)
    kept: list[TiedSides] = []
    for (one, other), ties in found.items():
        kinds = {tie.kind for tie in ties} - {""}
        reverse = found.get((other, one), []) if (other, one) != (one, other) else []
        if any(known.left in {one, other} and known.right in {one, other} for known in kept):
            continue
        if kinds:
            is_translation = any("translat" in kind.casefold() for kind in kinds)
            kept.append(TiedSides(one, other, is_translation))
            continue
        if any(tie.kind for tie in reverse):
            continue  # the links say which is first
        both = [*ties, *(tie._replace(one=tie.other, other=tie.one) for tie in reverse)]
        if _is_enough((one, other), both, resolver):
            first, second = sorted((one, other), key=lambda side: _sort(side, order, resolver))
            kept.append(TiedSides(first, second, is_translation=False))
    return kept


def _sort(side: Place, order: dict[str, int], resolver: Resolver) -> tuple[int, int]:
    file, anchor = side
    place = resolver.find_block(resolver.texts[file], anchor) if anchor else 0
    return order[file], place or 0


def _list_links(resolver: Resolver, order: dict[str, int]) -> Iterator[_Tie]:
    """Yield what links of translations and versions join with the first of their targets."""
    inner: dict[str, dict[str, int]] = {}
    for file, text in resolver.texts.items():
        for link in text.correspondences.links:
            if not _LINKS.search(link.kind):
                continue
            ends = []
            for value in link.targets:
                target = resolver.resolve(value, file)
                if target is None or target.file not in order:
                    continue
                other = resolver.texts[target.file]
                place = resolver.find_block(other, target.id)
                if place is None:
                    if other.file not in inner:
                        inner[other.file] = {
                            name: number
                            for number, block in enumerate(other.correspondences.blocks)
                            for name in block.inner
                        }
                    place = inner[other.file].get(target.id)
                if place is not None:
                    ends.append((other, place))
            for end in ends[1:]:
                yield _Tie(ends[0], end, link.kind)


def _list_ties(resolver: Resolver, order: dict[str, int]) -> Iterator[_Tie]:
    """Yield what blocks in different languages say of each other by @corresp and @sameAs."""
    for text in resolver.edition.texts:
        for number, block in enumerate(text.correspondences.blocks):
            for value in block.ties:
                target = resolver.resolve(value, text.file)
                if target is None or target.file not in order:
                    continue
                other = resolver.texts[target.file]
                place = resolver.find_block(other, target.id)
                if place is None:
                    continue
                languages = _find_language(text, number), _find_language(other, place)
                if all(languages) and len(set(map(primary_language, languages))) == 2:
                    yield _Tie((text, number), (other, place), "")


def _find_language(text: Text, number: int) -> str:
    return text.correspondences.blocks[number].language or text.header.language


def _divide(tie: _Tie) -> tuple[Place, Place] | None:
    """Return the sides of two blocks: their files, or the largest divisions that they do not share.

    None if a side would be no text or division, as where lines of both alternate.
    """
    (text, number), (other, place) = tie.one, tie.other
    blocks = text.correspondences.blocks
    if text.file != other.file:
        return (text.file, ""), (other.file, "")
    ways = [_list_above(blocks, n) for n in (number, place)]
    while ways[0] and ways[1] and ways[0][-1] == ways[1][-1]:
        for way in ways:
            way.pop()
    if not ways[0] or not ways[1]:
        return None
    tops = [blocks[way[-1]] for way in ways]
    if any(top.element not in HOLDERS for top in tops):
        return None
    return (text.file, tops[0].anchor), (text.file, tops[1].anchor)


def _list_above(blocks: tuple[TextBlock, ...], number: int) -> list[int]:
    """Return a block and those around it, the outermost last."""
    found = []
    while number >= 0:
        found.append(number)
        number = blocks[number].parent
    return found


def _is_enough(sides: tuple[Place, Place], ties: list[_Tie], resolver: Resolver) -> bool:
    """Whether most of one side is tied to the other, and neither is about the other."""
    ends = [tie.one for tie in ties], [tie.other for tie in ties]
    for text, number in (end for side in ends for end in side):
        blocks = text.correspondences.blocks
        if any(_ABOUT.search(blocks[place].kind) for place in _list_above(blocks, number)):
            return False
    shares = (
        _find_share(resolver, side, {number for _, number in found})
        for side, found in zip(sides, ends, strict=True)
    )
    return any(share >= _ENOUGH for share in shares)


def _find_share(resolver: Resolver, side: Place, tied: set[int]) -> float:
    """Return how many of the paragraphs and lines of a side are tied, or within what is."""
    text = resolver.texts[side[0]]
    blocks = text.correspondences.blocks
    inside = {resolver.find_block(text, side[1]) if side[1] else -1}
    holders = {block.parent for block in blocks}
    covered: set[int] = set()
    leaves = 0
    for number, block in enumerate(blocks):
        if block.parent not in inside and number not in inside:
            continue
        inside.add(number)
        if number in tied or block.parent in covered:
            covered.add(number)
        leaves += number not in holders and block.element != "head"
    found = sum(1 for n in covered if n not in holders and blocks[n].element != "head")
    return found / leaves if leaves else 0
