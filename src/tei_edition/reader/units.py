"""Divide a text into pages: which divisions have a page, and to which page each part belongs.

A *unit* is a text or a division that has a separate page. The pages of a text are slices of
it: each begins with its unit and ends where the next begins, so that the pages, read in order,
are the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from tei_edition.reader.notes_apart import find_attachments
from tei_edition.reader.reading_text import top_texts
from tei_edition.source.stamps import ANCHOR, LEMMA
from tei_edition.tei import DIVISIONS, XML_ID, local, src, tei

if TYPE_CHECKING:
    from lxml import etree

    from tei_edition.facts.text import Division

UNIT = src("unit")
IN = src("in")

# A text shorter than this stays on one page, unless edition.toml says how to split it.
PAGE_LENGTH = 20_000


class Unit(msgspec.Struct, frozen=True):
    """A page to be: the anchor of its division (empty for the whole text), and its units below.

    `name` is what @type and @n call it.
    """

    anchor: str
    title: str
    line: int
    parts: tuple[str, ...] = ()
    name: str = ""


class TextUnits(msgspec.Struct, frozen=True):
    """The units of a text in order, and which of them holds each anchor (the first, if not said).

    `homes` has every `xml:id` of the text, so that what it lacks has no place on a page.
    """

    units: tuple[Unit, ...]
    homes: dict[str, str] = {}


def plan_units(division: Division, split: Literal["auto", "none"] | int) -> tuple[Unit, ...]:
    """Return the pages of a text: by depth where a number says so, by length where `auto` does."""
    units: list[Unit] = []

    def visit(part: Division, anchor: str, depth: int) -> None:
        if split != "none" and any(child.element == "text" for child in part.children):
            is_split = True  # each text of a corpus or a group has its own page
        elif split == "auto":
            is_split = len(part.children) > 1 and part.length > PAGE_LENGTH
        else:
            is_split = split != "none" and depth < split
        children = part.children if is_split and all(c.anchor for c in part.children) else ()
        below = tuple(c.anchor for c in children)
        units.append(Unit(anchor, part.title, part.line, below, part.name))
        for child in children:
            visit(child, child.anchor, depth + 1)

    visit(division, "", 0)
    return tuple(units)


def stamp_units(root: etree._Element, units: tuple[Unit, ...]) -> dict[str, str]:
    """Stamp a tree with the page that each part of the text belongs to.

    A unit's element gets `unit`; the topmost elements that belong whole to a page get `in`.
    Returns the unit of every anchor that is not on the first page, and of every `xml:id`.
    """
    paged = {unit.anchor for unit in units[1:]}
    above: set[etree._Element] = set()
    for element in root.iter(tei("text"), *(tei(name) for name in DIVISIONS)):
        if element.get(ANCHOR) in paged:
            above.update(element.iterancestors())

    def visit(element: etree._Element, current: str) -> str:
        name = local(element.tag)
        anchor = element.get(ANCHOR, "")
        if anchor in paged and (name in DIVISIONS or name == "text"):
            element.set(UNIT, anchor)
            current = anchor
        if element not in above:
            element.set(IN, current)
            return current
        for child in element:
            if isinstance(child.tag, str) and local(child.tag) not in {"teiHeader", "standOff"}:
                current = visit(child, current)
        return current

    for text in _outermost_texts(root, above):
        visit(text, "")
    return _find_homes(root)


def _home_of(element: etree._Element) -> str:
    """Return the unit of an element that has been stamped."""
    for part in (element, *element.iterancestors()):
        home = part.get(IN, part.get(UNIT))
        if home is not None:
            return home
    return ""


def move_entries(root: etree._Element, homes: dict[str, str]) -> dict[str, str]:
    """Return units of all anchors, where entries of the apparatus are on the pages of their words.

    `homes` is what `stamp_units` gave; `tei_edition.reader.apparatus` has marked the words since.
    """
    lemmas = [lemma for lemma in root.iter(LEMMA) if lemma.get("first")]
    if not lemmas:
        return homes
    moved = dict(homes)
    apps = {app.get(ANCHOR, ""): app for app in root.iter(tei("app"))}
    for lemma in lemmas:
        home = next(
            (h for above in lemma.iterancestors() if (h := above.get(IN) or above.get(UNIT))), ""
        )
        for app in (apps[anchor] for anchor in lemma.get("first", "").split()):
            for element in app.iter(tei("*")):
                if anchor := element.get(ANCHOR):
                    moved[anchor] = home
    return moved


def _outermost_texts(root: etree._Element, above: set[etree._Element]) -> list[etree._Element]:
    if root in above and local(root.tag) == "teiCorpus":
        return [root]
    return top_texts(root)


def _find_homes(root: etree._Element) -> dict[str, str]:
    homes: dict[str, str] = {}
    # A note that is apart is shown on the page of what it is about.
    attached = {note: _home_of(target) for note, target in find_attachments(root)}
    stack: list[tuple[etree._Element, str]] = [(root, "")]
    while stack:
        element, home = stack.pop()
        home = attached.get(element, element.get(IN) or element.get(UNIT) or home)
        anchor = element.get(ANCHOR)
        if anchor is not None and (home or element.get(XML_ID) == anchor):
            homes[anchor] = home
        stack.extend(
            (child, home) for child in element.iterchildren("*") if local(child.tag) != "teiHeader"
        )
    return homes
