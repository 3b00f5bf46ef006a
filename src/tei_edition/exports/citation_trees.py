"""The citation trees of a text, and the part of the text for each unit.

They are those that the header declares; a text that declares none has its divisions, paragraphs
and lines, by their anchors.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.exports.cutting import Cut, is_point
from tei_edition.exports.holdings import make_short_name
from tei_edition.pages.addresses import find_free
from tei_edition.reader.reading_text import top_texts
from tei_edition.source.references import CitationScheme, CitedUnit, list_schemes
from tei_edition.source.stamps import ANCHOR, drop_stamps, strip_stamps
from tei_edition.tei import DIVISIONS, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text

# What is cited where the header does not say: the text in its order, without notes and readings.
_OWN = DIVISIONS | {"ab", "head", "item", "l", "lg", "p", "row", "sp"}
_LONGEST = 120
_ASIDE = frozenset({"note", "app", "figure", "teiHeader", "standOff", "listApp"})


class TextUnit(NamedTuple):
    """A unit that can be cited: its identifier, level from 1, that of the unit around it, its type.

    `title` is the head of a division; `size` counts the units below it; `place` is its own place
    among all units of its tree.
    """

    identifier: str
    level: int
    parent: str
    type: str
    anchor: str
    title: str
    size: int
    place: int
    element: etree._Element


class CitationTree:
    """A tree of units in the order of the text; the first of a text has no name."""

    def __init__(self, name: str, units: tuple[TextUnit, ...]) -> None:
        self.name = name
        self.units = units
        self.by_id = {unit.identifier: unit for unit in units}
        self.children: dict[str, list[TextUnit]] = {}
        for unit in units:
            self.children.setdefault(unit.parent, []).append(unit)

    @property
    def depth(self) -> int:
        """The number of its levels."""
        return max((unit.level for unit in self.units), default=0)

    def list_below(self, unit: TextUnit | None) -> tuple[TextUnit, ...]:
        """Return a unit and all below it, or all units."""
        if unit is None:
            return self.units
        return self.units[unit.place : unit.place + unit.size + 1]

    def cut(self, first: TextUnit, last: TextUnit | None = None) -> Cut:
        """Return the part of the text that a unit is, or that begins with it and ends with another.

        A unit that a break begins ends at the next unit that is not part of it, or with the unit
        around it.
        """
        end = last or first
        if not is_point(end.element):
            return Cut(first.element, end.element)
        following = self.units[end.place + end.size + 1 :][:1]
        above = self.by_id.get(end.parent)
        while above is not None and is_point(above.element):
            above = self.by_id.get(above.parent)
        holder = above.element if above else _find_text(end.element)
        if following and holder in following[0].element.iterancestors():
            return Cut(first.element, end.element, following[0].element)
        return Cut(first.element, holder)


def _find_text(element: etree._Element) -> etree._Element:
    """Return what holds all that a break may begin: the body, or the text."""
    names = ("body", "text")
    above = {local(a.tag): a for a in element.iterancestors()}
    return next(above[name] for name in (*names, "TEI") if name in above)


class CitedText(NamedTuple):
    """A text as its file has it, with its trees; empty if nothing can be cited."""

    root: etree._Element
    trees: tuple[CitationTree, ...]


def read_cited(holdings: Holdings, text: Text) -> CitedText:
    """Return a text with the trees by which it is cited."""
    root = holdings.read_tree(text.file)
    strip_stamps(root, kept=(ANCHOR,))
    schemes = list_schemes(root) or [CitationScheme("", tuple(_list_own(root)))]
    titles = _list_titles(text)
    trees = (
        CitationTree("" if number == 0 else scheme.name, tuple(_make_units(scheme, titles)))
        for number, scheme in enumerate(schemes)
    )
    found = CitedText(root, tuple(tree for tree in trees if tree.units))
    # The units know their anchors; parts of the tree need not be cleaned of them one by one.
    drop_stamps(root)
    return found


def count_levels(holdings: Holdings) -> list[tuple[Counter[int], ...]]:
    """Return how many units of each level the trees of each text have, text by text.

    Each text is read for it: use `holdings.remember`.
    """

    def count(text: Text) -> list[dict[int, int]]:
        trees = read_cited(holdings, text).trees
        return [dict(Counter(unit.level for unit in tree.units)) for tree in trees]

    counted = (
        holdings.recall("levels", text, (), partial(count, text)) for text in holdings.book.texts
    )
    return [tuple(map(Counter, trees)) for trees in counted]


def _make_units(scheme: CitationScheme, titles: dict[str, str]) -> Iterator[TextUnit]:
    sizes = count_below([unit.level for unit in scheme.units])
    names: dict[str, str] = {"": ""}
    taken = {unit.reference.casefold() for unit in scheme.units}
    for place, unit in enumerate(scheme.units):
        anchor = unit.element.get(ANCHOR, "")
        name = names[unit.reference] = _name(unit.reference, taken)
        yield TextUnit(
            name, unit.level, names[unit.parent], unit.unit, anchor, titles.get(anchor, ""),
            sizes[place], place, unit.element,
        )  # fmt: skip


def count_below(levels: Sequence[int]) -> list[int]:
    """Return how many units are below each, by the levels of all in the order of the text."""
    sizes = [0] * len(levels)
    open_units: list[int] = []
    for place, level in enumerate(levels):
        while open_units and levels[open_units[-1]] >= level:
            open_units.pop()
        for above in open_units:
            sizes[above] += 1
        open_units.append(place)
    return sizes


def _name(reference: str, taken: set[str]) -> str:
    """Return a reference, or what stands for one that can be no part of a file's name."""
    is_name = (
        len(reference.encode()) <= _LONGEST
        and reference.isprintable()
        and not set(reference) & set("/\\")
        and reference.strip(".")
    )
    return reference if is_name else find_free(make_short_name(reference), taken)


def _list_titles(text: Text) -> dict[str, str]:
    """Return the heads of the divisions of a text by their anchors."""
    found: dict[str, str] = {}
    stack = [text.division] if text.division else []
    while stack:
        division = stack.pop()
        if division.anchor and division.title:
            found[division.anchor] = division.title
        stack.extend(division.children)
    return found


def _list_own(root: etree._Element) -> Iterator[CitedUnit]:
    """Yield divisions, paragraphs, lines and so on by their anchors, in the text's order."""
    for text in top_texts(root):
        stack: list[tuple[etree._Element, str, int]] = [(text, "", 0)]
        while stack:
            element, parent, level = stack.pop()
            name, anchor = local(element.tag), element.get(ANCHOR, "")
            if name in _ASIDE:
                continue
            is_text = name == "text" and level == 0 and element is not text
            if anchor and (name in _OWN or is_text):
                level += 1
                yield CitedUnit(element, anchor, parent, level, element.get("type") or name
                                if name in DIVISIONS else name)  # fmt: skip
                parent = anchor
            stack.extend((child, parent, level) for child in reversed(element))
