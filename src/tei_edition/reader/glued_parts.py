"""Separate parts of names, and whole references, that follow each other with nothing between them.

`<forename>Ann</forename><surname>Go</surname>` reads *Ann Go* in a sentence too: no word is partly
a forename and partly a surname. Where anything is written between two parts, it stays.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tei_edition.tei import is_unspaced, local, raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_PLACES = frozenset({
    "bloc", "country", "district", "geogName", "placeName", "region", "settlement",
})  # fmt: skip
_PARTS = _PLACES | {
    "addName", "forename", "genName", "geogFeat", "name", "nameLink", "orgName", "persName",
    "roleName", "surname",
}  # fmt: skip
_NAMES = ("author", "editor", "geogName", "name", "orgName", "persName", "placeName", "rs")
# These are never within a word; what they follow directly is separated from them.
_APART = {
    "extent": frozenset({"dimensions", "measure"}),
    "orgName": _PLACES | {"orgName"},
    "placeName": _PLACES,
}
# Each of these says one thing as a whole; several in a row are a list.
_UNITS = frozenset({"address", "bibl", "biblFull", "biblStruct", "cit", "msIdentifier"})
_LISTS = ("ab", "cell", "item", "note", "p", "quote")
# The parts of an entry whose words are written freely; two of these in a row are alternatives.
_LEXICAL = frozenset({
    "cit", "def", "etym", "form", "gramGrp", "hyph", "orth", "pos", "pron", "sense", "syll", "usg",
})  # fmt: skip
_ALTERNATIVES = frozenset({"cit", "def", "orth", "pron", "usg"})
_ENTRIES = ("entryFree", "form", "sense", "etym", "re")
# These are in no word: what is right before or after them is another.
_ALONE = ("caesura", "camera", "caption", "sound", "stage", "tech", "view")
# Prefixes that are written together with what follows them.
_BOUND = re.compile(r"(?:Ma?c|Fitz|Ap|[DLMNO])\Z|.*[-‐’'ʼ]\Z", re.DOTALL)


def list_glued(root: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
    """Yield each element after which a separator is lacking, the separator, and where to put it.

    The last says whether it comes before the element instead.
    """
    for name in root.iter(*map(tei, _NAMES)):
        yield from _list_glued_parts(name)
    for holder in root.iter(*map(tei, _APART)):
        yield from _list_glued_words(holder, _APART[local(holder.tag)])
    for holder in root.iter(*map(tei, _LISTS)):
        yield from _list_glued_units(holder)
    for entry in root.iter(*map(tei, _ENTRIES)):
        yield from _list_glued_lexical(entry)
    for alone in root.iter(*map(tei, _ALONE)):
        yield from _list_glued_alone(alone)


def _list_glued_alone(alone: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
    before, after, parent = alone.getprevious(), alone.getnext(), alone.getparent()
    outer = "" if parent is None else parent.text or ""
    left = (before.tail or raw_text(before)) if before is not None else outer
    right = alone.tail or (raw_text(after) if after is not None else "")
    own = raw_text(alone).strip()
    if _are_glued(left, own or right):
        yield alone, " ", True
    if own and _are_glued(own, right):
        yield alone, " ", False


def _are_glued(left: str, right: str) -> bool:
    """Whether the words on two sides touch, in a script that separates words."""
    ends = left[-1:], right[:1]
    return (
        all(end.strip() for end in ends)
        and (right[0].isalnum() or right[0] in "([“„«")
        and left[-1] not in "([“„«"
        and not all(is_unspaced(end) for end in ends)
    )


def _list_glued_lexical(entry: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
    """Yield the glued parts of an entry with words of its own; `separating` has all others."""
    if not any((text or "").strip() for text in (entry.text, *(child.tail for child in entry))):
        return
    for before, after in pairwise(entry):
        names = local(before.tag), local(after.tag)
        left, right = raw_text(before), raw_text(after)
        if before.tail or not _LEXICAL.issuperset(names) or not _are_glued(left, right):
            continue
        yield before, ", " if names[0] == names[1] and names[0] in _ALTERNATIVES else " ", False


def _list_glued_parts(name: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
    for before, after in pairwise(name):
        names = local(before.tag), local(after.tag)
        if before.tail or not _PARTS.issuperset(names):
            continue
        left, right = raw_text(before), raw_text(after)
        if left and right and _are_words(left, right) and not _are_initials(before, after):
            yield before, ", " if _PLACES.issuperset(names) else " ", False


def _are_words(left: str, right: str) -> bool:
    """Whether two parts are words of their own, which their script separates by a space."""
    if _BOUND.match(left) or left[-1].isspace() or not (right[0].isalnum() or right[0] in "(“„«"):
        return False
    return not (is_unspaced(left[-1]) and is_unspaced(right[0]))


def _are_initials(before: etree._Element, after: etree._Element) -> bool:
    """Whether two forenames are initials, which may be written as one: J.R.R."""
    is_pair = local(before.tag) == local(after.tag) == "forename"
    return is_pair and all(raw_text(part).endswith(".") for part in (before, after))


def _list_glued_words(
    holder: etree._Element, apart: frozenset[str]
) -> Iterator[tuple[etree._Element, str, bool]]:
    words, before = holder.text or "", None
    for child in holder:
        if local(child.tag) in apart and words[-1:].isalnum() and raw_text(child).strip():
            yield (child, ", ", True) if before is None else (before, ", ", False)
        words, before = child.tail or "", child


def _list_glued_units(holder: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
    children = [child for child in holder if isinstance(child.tag, str)]
    loose = (holder.text, *(child.tail for child in holder))
    is_list = all(local(child.tag) in _UNITS for child in children) and not any(
        (text or "").strip() for text in loose
    )
    for before, after in pairwise(children):
        # In a sentence white space is what separates words.
        is_pair = is_list or (
            not before.tail and _UNITS.issuperset((local(before.tag), local(after.tag)))
        )
        if is_pair and raw_text(before).strip() and raw_text(after).strip():
            end = raw_text(before).rstrip()[-1]
            yield before, " " if end in ".;" else "; ", False
