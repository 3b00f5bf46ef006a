"""Which texts and divisions are translations of which: what edition.toml and the files say."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from tei_edition.facts.pairing import HOLDERS, align
from tei_edition.facts.parallels import Level, Parallel, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.facts.parallels import Original
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Text


def list_parallels(resolver: Resolver, translations: Mapping[str, str]) -> list[Parallel]:
    """Return the parallels of an edition, in the order of its texts.

    `translations` maps files of translations to those of their originals (edition.toml); either
    may name a part of the file by its identifier (`file.xml#id`). Others are what files say.
    """
    found: dict[tuple[Side, Side], bool] = {}
    for translation, original in translations.items():
        sides = (_find_named(original, resolver), _find_named(translation, resolver))
        if sides[0] is not None and sides[1] is not None:
            found[sides[0], sides[1]] = True
    for text in resolver.edition.texts:
        for said in text.correspondences.originals:
            left = _find_original(said, text, resolver)
            right = _make_side(text, said.anchor)
            if left is not None and left != right:
                found.setdefault((left, right), said.stated)
    parallels = [(align(left, right, resolver), stated) for (left, right), stated in found.items()]
    order = {text.file: place for place, text in enumerate(resolver.edition.texts)}
    kept = [p for p, stated in parallels if p.alignments and (stated or _is_evident(p))]
    return sorted(kept, key=lambda p: (order[p.left.file], order[p.right.file]))


def find_file(name: str, resolver: Resolver) -> Text | None:
    """Return the text that edition.toml names, with or without a part of it."""
    texts = {text.file: text for text in resolver.edition.texts}
    return texts.get(posixpath.normpath(name.partition("#")[0]))


def _find_named(name: str, resolver: Resolver) -> Side | None:
    text = find_file(name, resolver)
    anchor = name.partition("#")[2]
    return None if text is None or (anchor and anchor not in text.ids) else _make_side(text, anchor)


def _find_original(said: Original, text: Text, resolver: Resolver) -> Side | None:
    if said.beside:
        return _make_side(text, said.beside)
    target = resolver.resolve(said.target, text.file)
    texts = {text.file: text for text in resolver.edition.texts}
    if target is None or target.file not in texts:
        return None
    is_part = target.element in HOLDERS
    return _make_side(texts[target.file], target.id if is_part else "")


def _make_side(text: Text, anchor: str) -> Side:
    blocks = text.correspondences.blocks
    if anchor and anchor not in {block.anchor for block in blocks}:
        anchor = anchor if text.division is None or text.division.anchor != anchor else ""
    languages = (b.language for b in blocks if not anchor or b.anchor == anchor)
    return Side(text.file, anchor, next(languages, "") or text.header.language)


def _is_evident(parallel: Parallel) -> bool:
    """Whether more than the order says that two texts correspond."""
    return any(a.level not in {Level.ORDER, Level.WHOLE} for a in parallel.alignments)
