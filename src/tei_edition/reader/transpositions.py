"""Put words that were transposed into their last order (TEI Guidelines, section 11.3.4.5)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.reader.reading_text import BLOCKS
from tei_edition.source.stamps import KEPT, TRANSPOSED
from tei_edition.tei import XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Collection

# How many characters of each part a note repeats that says how it was written.
_LONGEST = 30


def transpose_words(root: etree._Element, undone: Collection[str]) -> bool:
    """Recombine what each `transpose` points to, in place, in the order of its pointers.

    After the last of the parts is a sign that says in which order they were written. A
    transposition that was `undone`, as said by its `xml:id`, is left, and so is one whose parts
    are missing, contain each other, or are in entries of the apparatus.
    """
    transpositions = [e for e in root.iter(tei("transpose")) if not _is_undone(e, undone)]
    if not transpositions:
        return False
    order = {element: place for place, element in enumerate(root.iter(tei("*")))}
    by_id = {element.get(XML_ID): element for element in order}
    changed = False
    for transposition in transpositions:
        pointers = [p for e in transposition.iter(tei("ptr")) for p in e.get("target", "").split()]
        found = [by_id.get(pointer.removeprefix("#")) for pointer in pointers]
        parts = [part for part in found if part is not None]
        written = sorted(parts, key=order.__getitem__)
        if len(parts) == len(found) and parts != written and _are_apart(written):
            _recombine(written, parts)
            changed = True
    return changed


def _is_undone(transposition: etree._Element, undone: Collection[str]) -> bool:
    return any(e.get(XML_ID) in undone for e in (transposition, *transposition.iterancestors()))


def _are_apart(written: list[etree._Element]) -> bool:
    """Whether parts in their order in the file are different, and none is within another."""
    return all(
        one is not other and one not in other.iterancestors() for one, other in pairwise(written)
    ) and not any(
        local(above.tag) in {"app", "transpose"} for p in written for above in p.iterancestors()
    )


def _recombine(written: list[etree._Element], parts: list[etree._Element]) -> None:
    """Put each part into the place of the one that was written there, which is kept."""
    said = " · ".join(map(_shorten, map(words_of, written)))
    kept = [etree.tostring(part, encoding="unicode", with_tail=False) for part in written]
    places: list[etree._Element] = []
    for part in written:
        place = etree.Element(TRANSPOSED)
        place.tail, part.tail = part.tail, None
        parent = part.getparent()
        if parent is not None:
            parent.replace(part, place)
        places.append(place)
    for place, part, before in zip(places, parts, kept, strict=True):
        part.tail = place.tail
        part.set(KEPT, before)
        parent = place.getparent()
        if parent is not None:
            parent.replace(place, part)
    sign = etree.SubElement(_find_last_block(parts[-1]), TRANSPOSED)
    sign.set("words", said)


def _find_last_block(element: etree._Element) -> etree._Element:
    """Return the last block in an element, itself if there is none: a sign is no block."""
    while len(element) and local(element[-1].tag) in BLOCKS:
        element = element[-1]
    return element


def _shorten(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0]} …"
