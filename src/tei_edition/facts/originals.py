"""Which texts and divisions are translations of which: what edition.toml and the files say."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.pairing import HOLDERS, LinkIndex, align
from tei_edition.facts.parallels import Level, Parallel, Side
from tei_edition.facts.tied_sides import list_tied_sides
from tei_edition.language.tags import primary_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.facts.parallels import Original
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Text


# The texts of all parallels together are so many times as long as the edition, and some more.
_MOST_BLOCKS, _MOST_TIMES = 100_000, 50


class _Statement(NamedTuple):
    """What is said of two sides; what is not certain must be evident from their parts."""

    is_translation: bool
    is_certain: bool = True


def list_parallels(resolver: Resolver, translations: Mapping[str, str]) -> list[Parallel]:
    """Return the parallels of an edition, in the order of its texts.

    `translations` maps files of translations to those of their originals (edition.toml); either
    may name a part of the file by its identifier (`file.xml#id`). Others are what files say.
    """
    kept, _ = _align_all(resolver, translations)
    return kept


def list_unaligned(resolver: Resolver, translations: Mapping[str, str]) -> list[Side]:
    """Return the translations that are not compared: there are too many of too long texts."""
    return _align_all(resolver, translations)[1]


def _align_all(
    resolver: Resolver, translations: Mapping[str, str]
) -> tuple[list[Parallel], list[Side]]:
    found: dict[tuple[Side, Side], _Statement] = {}
    for translation, original in translations.items():
        left, right = _find_named(original, resolver), _find_named(translation, resolver)
        if left is not None and right is not None:
            # A text in the language of the other is a version of it as a rule.
            found[left, right] = _Statement(not left.language or not _is_alike(left, right))
    texts = {text.file: text for text in resolver.edition.texts}
    for text in resolver.edition.texts:
        for said in text.correspondences.originals:
            left = _find_original(said, text, resolver, texts)
            right = _make_side(text, said.anchor, resolver)
            if left is None or left == right:
                continue
            sides = (right, left) if said.is_reversed else (left, right)
            statement = _Statement(not said.is_version, said.stated)
            if sides[::-1] not in found:
                found.setdefault(sides, statement)
    _add_tied(found, resolver)
    index = LinkIndex(resolver)
    blocks = [len(text.correspondences.blocks) for text in resolver.edition.texts]
    to_do = _MOST_BLOCKS + _MOST_TIMES * sum(blocks)
    parallels, unaligned = [], []
    for (left, right), statement in found.items():
        to_do -= sum(len(resolver.texts[s.file].correspondences.blocks) for s in (left, right))
        if to_do < 0:
            unaligned.append(right)
            continue
        parallel = align(left, right, resolver, index, is_translation=statement.is_translation)
        if parallel.alignments and (statement.is_certain or _is_evident(parallel)):
            parallels.append(parallel)
    order = {text.file: place for place, text in enumerate(resolver.edition.texts)}
    parallels.sort(key=lambda p: (order[p.left.file], order[p.right.file]))
    return parallels, unaligned


def _add_tied(found: dict[tuple[Side, Side], _Statement], resolver: Resolver) -> None:
    """Add the sides that only their parts tie to each other, if no more is said of them."""
    files = {frozenset({left.file, right.file}) for left, right in found}
    named = {(side.file, side.anchor) for sides in found for side in sides}
    for tied in list_tied_sides(resolver):
        (one, first), (other, second) = tied.left, tied.right
        is_known = one != other and frozenset({one, other}) in files
        if is_known or (one == other and {tied.left, tied.right} & named):
            continue
        left = _make_side(resolver.texts[one], first, resolver)
        right = _make_side(resolver.texts[other], second, resolver)
        found[left, right] = _Statement(tied.is_translation)


def _is_alike(left: Side, right: Side) -> bool:
    return primary_language(left.language) == primary_language(right.language)


def find_file(name: str, resolver: Resolver) -> Text | None:
    """Return the text that edition.toml names, with or without a part of it."""
    texts = {text.file: text for text in resolver.edition.texts}
    return texts.get(posixpath.normpath(name.partition("#")[0]))


def _find_named(name: str, resolver: Resolver) -> Side | None:
    text = find_file(name, resolver)
    anchor = name.partition("#")[2]
    return (
        None
        if text is None or (anchor and anchor not in text.ids)
        else _make_side(text, anchor, resolver)
    )


def _find_original(
    said: Original, text: Text, resolver: Resolver, texts: Mapping[str, Text]
) -> Side | None:
    if said.beside:
        return _make_side(text, said.beside, resolver)
    target = resolver.resolve(said.target, text.file)
    if target is None or target.file not in texts:
        return None
    is_part = target.element in HOLDERS
    return _make_side(texts[target.file], target.id if is_part else "", resolver)


def _make_side(text: Text, anchor: str, resolver: Resolver) -> Side:
    blocks = text.correspondences.blocks
    place = resolver.find_block(text, anchor) if anchor else 0
    if place is None:
        anchor = anchor if text.division is None or text.division.anchor != anchor else ""
    language = blocks[place or 0].language if blocks and (place is not None or not anchor) else ""
    return Side(text.file, anchor, language or text.header.language)


def _is_evident(parallel: Parallel) -> bool:
    """Whether more than the order says that two texts correspond."""
    return any(a.level not in {Level.ORDER, Level.WHOLE} for a in parallel.alignments)
