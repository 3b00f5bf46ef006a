"""TEI tree to prose: the words of a text that no markup calls a name, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.facts import Method, Prose
from tei_edition.runs import (
    choose_lemma,
    choose_sides,
    declared_method,
    find_method,
    top_texts,
)
from tei_edition.stamps import locate
from tei_edition.tei import ENTRIES, NAMED_BY_POINTER, NAMES, PASSAGES, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config import TextTable
    from tei_edition.problems import Location

# What stands for a name in the prose: nothing reaches across it.
BARRIER = "\ufffc"
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
_BLOCKS = PASSAGES | {
    "body", "front", "back", "text", "list", "table", "cell", "quote", "opener", "closer", "salute",
    "signed", "dateline", "byline", "trailer", "stage", "label", "titlePart", "docTitle",
}  # fmt: skip
_BREAKS = frozenset({"lb", "cb", "pb", "milestone", "gb"})


def read_prose(root: etree._Element, shown: TextTable) -> Iterator[Prose]:
    """The prose of all texts of a file, in order: of its reading text, and of the notes."""
    declared = declared_method(root)
    for text in top_texts(root):
        reader = _Reader(shown, declared)
        reader.visit(text)
        yield from reader.done


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
        if name in UNREAD:
            self.parts.append(BARRIER)
        elif name in _BREAKS:
            self.parts.append("" if element.get("break") == "no" else " ")
        elif name in _BLOCKS:
            outer, self.parts = self.parts, []
            self.visit_children(element)
            self.finish(locate(element))
            outer.append(BARRIER)
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
        """What the reading text has of a choice, or of an entry of the apparatus."""
        if local(element.tag) == "choice":
            return choose_sides(element, self.shown)
        is_within = find_method(element, self.declared) is Method.SEGMENTATION
        lemma = choose_lemma(element) if is_within else None
        return () if lemma is None else (lemma,)

    def finish(self, location: Location) -> None:
        words = "".join(self.parts)
        if words.strip(f" \t\r\n{BARRIER}"):
            self.done.append(Prose(words, location))
