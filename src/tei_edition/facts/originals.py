"""Which texts and divisions are translations of which: what edition.toml and the files say."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from tei_edition.facts.pairing import HOLDERS, LinkIndex, align
from tei_edition.facts.parallels import Level, Parallel, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.facts.parallels import Original
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Text


# The texts of all parallels together are so many times as long as the edition, and some more.
_MOST_BLOCKS, _MOST_TIMES = 100_000, 50


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
    found: dict[tuple[Side, Side], bool] = {}
    for translation, original in translations.items():
        sides = (_find_named(original, resolver), _find_named(translation, resolver))
        if sides[0] is not None and sides[1] is not None:
            found[sides[0], sides[1]] = True
    texts = {text.file: text for text in resolver.edition.texts}
    for text in resolver.edition.texts:
        for said in text.correspondences.originals:
            left = _find_original(said, text, resolver, texts)
            right = _make_side(text, said.anchor, resolver)
            if left is not None and left != right:
                found.setdefault((left, right), said.stated)
    index = LinkIndex(resolver)
    blocks = [len(text.correspondences.blocks) for text in resolver.edition.texts]
    to_do = _MOST_BLOCKS + _MOST_TIMES * sum(blocks)
    parallels, unaligned = [], []
    for (left, right), stated in found.items():
        to_do -= sum(len(resolver.texts[s.file].correspondences.blocks) for s in (left, right))
        if to_do < 0:
            unaligned.append(right)
            continue
        parallel = align(left, right, resolver, index)
        if parallel.alignments and (stated or _is_evident(parallel)):
            parallels.append(parallel)
    order = {text.file: place for place, text in enumerate(resolver.edition.texts)}
    parallels.sort(key=lambda p: (order[p.left.file], order[p.right.file]))
    return parallels, unaligned


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
