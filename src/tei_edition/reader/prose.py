"""Read the words of a text that are not marked up as names, block by block."""

from __future__ import annotations

import difflib
import functools
import unicodedata
from typing import TYPE_CHECKING

from tei_edition.facts.apparatus import Method
from tei_edition.facts.mentions import Prose
from tei_edition.reader.naming.words import ASIDE, BARRIER, find_words
from tei_edition.reader.reading_text import (
    BLOCKS,
    choose_lemma,
    choose_side,
    declared_method,
    find_method,
    top_texts,
)
from tei_edition.source.stamps import locate
from tei_edition.tei import BREAKS, ENTRIES, NAMED_BY_POINTER, NAMES, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.config.tables import TextTable
    from tei_edition.problems import Location

# Their words are names by their markup, or are not the text's own.
UNREAD = (
    NAMES
    | NAMED_BY_POINTER
    | ENTRIES
    | frozenset({
        "abbr", "bibl", "biblFull", "biblStruct", "castItem", "castList", "egXML", "figDesc",
        "forename", "fw", "idno", "listBibl", "listEvent", "listOrg", "listPerson", "listPlace",
        "publisher", "pubPlace", "settlement", "country", "region", "roleName", "speaker",
        "surname", "teiHeader", "title", "del", "surplus",
    })
)  # fmt: skip
_FOLDED = frozenset(name.casefold() for name in NAMES if len(name) > len("name"))
_ALIKE = 0.85
_ASIDES = frozenset({"app", "note"})
_BLOCKS = BLOCKS | _ASIDES


def read_prose(root: etree._Element, shown: TextTable) -> Iterator[Prose]:
    """Yield the prose of all texts of a file, in order: of its reading text, and of the notes."""
    declared = declared_method(root)
    for text in top_texts(root):
        reader = _Reader(shown, declared)
        reader.visit(text)
        yield from reader.done


def list_capitals(prose: Iterable[Prose]) -> tuple[str, ...]:
    """Return the words of the prose that a name may begin with: all but those in small letters."""
    found: set[str] = set()
    for block in prose:
        found.update(word[0] for word in find_words(block.words))
    return tuple(sorted(word for word in found if not word[0].islower()))


def fold_words(words: str) -> str:
    """Words as they are compared: composed, with one space between them."""
    return unicodedata.normalize("NFC", " ".join(words.split()))


@functools.cache
def _is_name(name: str) -> bool:
    """Whether an element misspells one that is a name: its words are marked up, if wrongly."""
    folded = name.casefold()
    return folded in _FOLDED or bool(difflib.get_close_matches(folded, _FOLDED, 1, _ALIKE))


class _Reader:
    def __init__(self, shown: TextTable, declared: Method | None) -> None:
        self.shown = shown
        self.declared = declared
        self.done: list[Prose] = []
        self.parts: list[str] = []

    def visit(self, element: etree._Element) -> None:
        name = local(element.tag)
        if not isinstance(element.tag, str):
            return
        if name in UNREAD or _is_name(name):
            self.parts.append(BARRIER)
        elif name in BREAKS:
            self.parts.append("" if element.get("break") == "no" else " ")
        elif name in _BLOCKS:
            outer, self.parts = self.parts, []
            self.visit_children(element)
            self.finish(locate(element))
            outer.append(ASIDE if name in _ASIDES else BARRIER)
            self.parts = outer
        else:
            self.visit_children(element)

    def visit_children(self, element: etree._Element) -> None:
        name = local(element.tag)
        is_chosen = name in {"choice", "app"}
        if element.text and not is_chosen:
            self.parts.append(element.text)
        for child in self.choose(element) if is_chosen else element:
            self.visit(child)
            if child.tail and not is_chosen:
                self.parts.append(child.tail)

    def choose(self, element: etree._Element) -> tuple[etree._Element, ...]:
        """Return what the reading text has of a choice, or of an entry of the apparatus."""
        if local(element.tag) == "choice":
            side = choose_side(element, self.shown)
            return () if side is None else (side,)
        is_within = find_method(element, self.declared) is Method.SEGMENTATION
        lemma = choose_lemma(element) if is_within else None
        return () if lemma is None else (lemma,)

    def finish(self, location: Location) -> None:
        words = fold_words("".join(self.parts))
        if words.strip(f" {BARRIER}{ASIDE}"):
            self.done.append(Prose(words, location))
