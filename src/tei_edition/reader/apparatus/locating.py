"""Find the words of apparatus entries in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import digit

from tei_edition.facts.apparatus import MOST_ABOUT, Method, Standing
from tei_edition.reader.apparatus.elements import find_lemma
from tei_edition.reader.apparatus.haystack import Haystack
from tei_edition.reader.reading_text import (
    Point,
    Runs,
    Span,
    declared_method,
    find_method,
    find_other_text,
)
from tei_edition.source.stamps import ANCHOR, REFERENCE, SHOWN
from tei_edition.tei import BREAKS, PASSAGES, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml import etree

    from tei_edition.config.tables import TextTable
_MILESTONES = BREAKS | {"anchor"}
_PAGES = frozenset({"cb", "gb", "pb"})
# What parts the first words of a long lemma from its last.
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\[…\])\s*|\s+[–—]\s+")
# A word, and which of several occurrences in its line is meant (`et²`).
_OCCURRENCE = re.compile(r"(.*[^\W\d])\s?\[?([¹²³⁴-⁹1-9])\]?", re.DOTALL)
# What may be between the lines of a text and parts no words.
_BETWEEN = frozenset({"fw", "label"})
_LINE = ("lb", "", "")
_DASH = re.compile(r"\s*[-–—]\s*")
_UNIT = re.compile(r"^\w*[^\W\d]\.?\s+(?=\d)|^[^\W\d]+\.\s*(?=\d)")
# The same before each number of a place: `p. 3, l. 2`.
_UNITS = re.compile(r"(?<!\w)[^\W\d]+\.?\s*(?=\d)")
_PARTS = re.compile(r"[\s.,:;/]+")


class Located(NamedTuple):
    """The place of the words of an entry, if they were found."""

    standing: Standing
    span: Span | None = None


def find_passage(element: etree._Element) -> str:
    """Return the anchor of the passage that an element of the text is or is in."""
    node: etree._Element | None = element
    while node is not None:
        if local(node.tag) in PASSAGES - {"app", "figure"} and node.get(ANCHOR):
            return node.get(ANCHOR, "")
        node = node.getparent()
    return ""


# Its place.


def _list_crowded(spans: Mapping[etree._Element, Span]) -> set[etree._Element]:
    """Return the entries about words that as many others as are possible are about already."""
    crowded: set[etree._Element] = set()
    ends: list[Point] = []  # of those that are open, as a heap
    for app, span in sorted(spans.items(), key=lambda found: found[1]):
        while ends and ends[0] <= span.start:
            heappop(ends)
        if len(ends) < MOST_ABOUT:
            heappush(ends, span.end)
        else:
            crowded.add(app)
    return crowded


class Finder:
    """Finds the words of entries in the reading text of a file."""

    def __init__(self, root: etree._Element, shown: TextTable) -> None:
        self.root = root
        self.runs = Runs(root, shown, notes=True)
        self.declared = declared_method(root)
        self._methods: dict[etree._Element, Method] = {}
        self._haystacks: dict[tuple[Span, int, frozenset[str]], Haystack] = {}
        self._sums = [0, *accumulate(len(slot.text) for slot in self.runs.slots)]

    @cached_property
    def ids(self) -> dict[str, etree._Element]:
        """Every element of the text with an `xml:id`."""
        return {e.get(XML_ID, ""): e for e in self.runs.inside if e.get(XML_ID)}

    @cached_property
    def _texts(self) -> list[etree._Element]:
        """Every element of the texts, those in notes left out: locations are not about these."""
        return [element for element in self.runs.inside if element not in self.runs.noted]

    @cached_property
    def numbered(self) -> dict[str, list[etree._Element]]:
        """The elements of the text by their @n, in order; `1v2=5` is two numbers of one line."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for element in self._texts:
            if local(element.tag) and (number := element.get("n", "").strip()):
                for name in dict.fromkeys((number, *number.split("="), number.lstrip("0"))):
                    found[name].append(element)
        return found

    @cached_property
    def cited(self) -> dict[str, list[etree._Element]]:
        """The elements of the text by their canonical references, whole and as they are shown."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for element in self._texts:
            for name in {element.get(REFERENCE), element.get(SHOWN)} - {None}:
                found[str(name)].append(element)
        return found

    @cached_property
    def milestones(self) -> dict[tuple[str, str, str], list[int]]:
        """The positions of each kind of milestone, in slots."""
        found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for element in self._texts:
            if local(element.tag) in _MILESTONES:
                found[_kind_of_milestone(element)].append(self.runs.inside[element][1])
        return found

    @cached_property
    def _pages(self) -> dict[tuple[str, str, str], tuple[list[int], list[str]]]:
        """Where pages, columns and gatherings begin, in slots, and their numbers."""
        found: dict[tuple[str, str, str], tuple[list[int], list[str]]] = {}
        for element in self._texts:
            if local(element.tag) in _PAGES:
                starts, names = found.setdefault(_kind_of_milestone(element), ([], []))
                starts.append(self.runs.inside[element][1])
                names.append(element.get("n", "").strip())
        return found

    def method(self, app: etree._Element) -> Method:
        """By which method an entry is written."""
        if app not in self._methods:
            self._methods[app] = find_method(app, self.declared)
        return self._methods[app]

    def count(self, span: Span) -> tuple[int, int]:
        """Return the first character of a span, and the one after its last, in the whole text."""
        return (
            self._sums[span.start.slot] + span.start.offset,
            self._sums[span.end.slot] + span.end.offset,
        )

    def find_all(self, apps: Sequence[etree._Element]) -> dict[etree._Element, Located]:
        """Return the places of the words of entries, which must be all of the file, in order."""
        places = {app: self._find(app) for app in apps}
        spans = {
            app: self.trim(place.span)
            for app, place in places.items()
            if place.span is not None and place.standing is Standing.FOUND
        }
        crowded = _list_crowded(spans)
        for app, span in spans.items():
            is_crowded = app in crowded
            places[app] = Located(Standing.CROWDED) if is_crowded else Located(Standing.FOUND, span)
        return places

    def _find(self, app: etree._Element) -> Located:
        if find_other_text(app):
            return Located(Standing.ELSEWHERE)
        method = self.method(app)
        if method is Method.SEGMENTATION:
            inside = self.runs.inside.get(app)
            return Located(Standing.IN_PLACE, inside and _slots_span(*inside))
        if method is Method.DOUBLE:
            return self._find_between(app)
        target = self._point(app.get("from", ""))
        if app.get("from"):
            extents = [] if target is None else [self._extent(target)]
        elif app.get("loc"):
            extents = self._list_extents(app)
        elif app in self.runs.inside:
            extents = [self._before(app)]
        else:
            return Located(Standing.NO_PLACE)
        if not extents:
            return Located(Standing.PLACE_UNKNOWN)
        lemma = find_lemma(app)
        if lemma is None or not words_of(lemma):
            # A milestone names all that follows it: of that an empty lemma is no part.
            is_element = bool(app.get("from")) and (lemma is None or not _is_milestone(target))
            return Located(Standing.FOUND if is_element else Standing.NO_LEMMA, extents[0])
        span = self._seek(lemma, extents)
        return Located(Standing.LEMMA_MISSING) if span is None else Located(Standing.FOUND, span)

    def _seek(self, lemma: etree._Element, extents: list[Span]) -> Span | None:
        """Return the place of a lemma's words in the first of several extents that has them."""
        forms = dict.fromkeys((self.runs.shown_text(lemma), words_of(lemma)))
        breaks = sum(1 for _ in lemma.iter(tei("lb")))
        for passed in (frozenset[str](), _BETWEEN):
            for words in forms:
                for extent in extents:
                    if span := self._search(words, extent, breaks, passed):
                        return span
        return None

    def _find_between(self, app: etree._Element) -> Located:
        """Return what is between the points that @from and @to name.

        Without @to, before itself.
        """
        first = self._point(app.get("from", ""))
        last = self._point(app.get("to", "")) if app.get("to") else app
        if first is None or last is None or last not in self.runs.inside:
            return Located(Standing.PLACE_UNKNOWN)
        if self.runs.noted.get(first) != self.runs.noted.get(last):
            # From the text into a note, or from one note into another: no words between them.
            return Located(Standing.PLACE_UNKNOWN)
        if not app.get("to") and len(first) + len(first.text or ""):
            # An element, and no end: it is about the whole of the element.
            return Located(Standing.FOUND, self._extent(first))
        inside, outside = self.runs.inside[first], self.runs.inside[last]
        is_point = last is app or local(last.tag) in _MILESTONES
        start = Point(inside[1] if local(first.tag) in _MILESTONES else inside[0], 0)
        # A point ends with the slot before it; an element with its own last.
        number = (outside[0] if is_point else outside[1]) - 1
        if number < start.slot:
            is_same = first is last or number == start.slot - 1
            span = Span(start, start)
            return Located(Standing.FOUND, span) if is_same else Located(Standing.REVERSED)
        return Located(
            Standing.FOUND, Span(start, Point(number, len(self.runs.slots[number].text)))
        )

    def _point(self, pointer: str) -> etree._Element | None:
        """Return the element of the text that a pointer within the file names."""
        return self.ids.get(pointer.strip().rpartition("#")[2])

    def _extent(self, element: etree._Element) -> Span:
        """Return the text that an element names: its own, or up to the next milestone like it."""
        start, end = self.runs.inside[element]
        if local(element.tag) not in _MILESTONES:
            return _slots_span(start, end)
        others = self.milestones[_kind_of_milestone(element)]
        following = next((place for place in others if place > end), self.runs.size - 1)
        if element in self.runs.noted:
            following = end
        if local(element.tag) == "anchor":
            holder = next((a for a in element.iterancestors() if local(a.tag) in PASSAGES), None)
            following = self.runs.inside[holder][1] if holder is not None else following
        return _slots_span(end, following)

    def _limit(self, extent: Span, breaks: int) -> Point:
        """Return how far words that begin in an extent may extend: to the end of the next line.

        Words that have so many line breaks themselves may go on for so many lines.
        """
        lines = self.milestones.get(_LINE, [])
        if not lines:
            return extent.end
        place = bisect_left(lines, extent.end.slot) + max(1, breaks)
        return Point(lines[place] if place < len(lines) else self.runs.size - 1, 0)

    def _before(self, app: etree._Element) -> Span:
        """Return what is before an entry in its passage."""
        place = self.runs.inside[app][0]
        holder = next((a for a in app.iterancestors() if local(a.tag) in PASSAGES), None)
        start = self.runs.inside[holder][0] if holder is not None else 0
        return _slots_span(start, place)

    def _list_extents(self, app: etree._Element) -> list[Span]:
        """Return the possible places of an entry, the likeliest first.

        By its canonical reference, by @n, by `xml:id`, by several numbers (`2.14`), as a range
        (`3-5`) or a list of them, and all of these after a word (`line 3`).
        """
        loc = app.get("loc", "").strip()
        parts = {above.get("n", "") for above in app.iterancestors(tei("div"))} - {""}
        bare = _UNIT.sub("", loc)
        for form in dict.fromkeys((loc, bare)):
            ways = [
                [self._extent(place) for place in self._list_places(form, parts)],
                self._list_ranges(form, parts),
                [
                    self._extent(place)
                    for part in form.split(",")
                    for place in self._list_places(part.strip(), parts)
                ],
            ]
            if extents := next(filter(None, ways), None):
                return extents
        return []

    def _list_ranges(self, loc: str, parts: set[str]) -> list[Span]:
        first, mark, last = _DASH.sub("–", loc).partition("–")
        if not mark:
            return []
        ends = [self._extent(place).end for place in self._list_places(last, parts)]
        return [
            Span(start, end)
            for start in (self._extent(place).start for place in self._list_places(first, parts))
            for end in [next((end for end in ends if end >= start), None)]
            if end is not None
        ]

    def _list_places(self, loc: str, parts: set[str]) -> list[etree._Element]:
        """Return the elements that a location names, those first that are in the same part."""
        found = self.cited.get(loc, []) or self.numbered.get(loc, [])
        element = self.ids.get(loc.removeprefix("#"))
        if not found and element is not None:
            found = [element]
        if not found:
            numbers = _PARTS.split(_UNITS.sub("", loc))
            *outer, last = [number for number in numbers if number] or [""]
            found = [
                element
                for element in (self.numbered.get(last, ()) if outer else ())
                if _stands_in(element, outer) or self._stands_on(element, outer)
            ]
        return sorted(found, key=lambda e: not any(_stands_in(e, [part]) for part in parts))

    def _stands_on(self, element: etree._Element, numbers: list[str]) -> bool:
        """Whether an element is on the page or in the column of these numbers."""
        place = self.runs.inside[element][0]
        around = {above.get("n", "") for above in element.iterancestors()}
        for starts, names in self._pages.values():
            if number := bisect_right(starts, place):
                around.add(names[number - 1])
        return around.issuperset(numbers)

    def _search(self, words: str, extent: Span, breaks: int, passed: frozenset[str]) -> Span | None:
        key = extent, max(1, breaks), passed
        if key not in self._haystacks:
            limit = self._limit(extent, breaks)
            self._haystacks[key] = Haystack(self.runs, extent, limit, passed)
        haystack = self._haystacks[key]
        for start in (haystack.done, 0):
            found = haystack.find(words, start)
            if found is None and len(parts := _ELLIPSIS.split(words.strip())) > 1:
                first = haystack.find(parts[0], start)
                last = first and haystack.find(parts[-1], first[1])
                found = (first[0], last[1]) if first and last else None
            if found is None and (numbered := _OCCURRENCE.fullmatch(words.strip())):
                found = haystack.find_occurrence(numbered[1], digit(numbered[2]))
            if found is not None:
                haystack.done = found[1]
                end = haystack.at[found[1] - 1]
                return Span(haystack.at[found[0]], Point(end.slot, end.offset + 1))
        return None

    def trim(self, span: Span) -> Span:
        """Return a span without white space at its ends.

        An empty one at its start if it has no words.
        """
        numbers = range(span.start.slot, span.end.slot + 1)

        def find_words(among: Iterable[int]) -> tuple[int, int, str] | None:
            for number in among:
                _, start, end = self.runs.piece(span, number)
                if (text := self.runs.slots[number].text[start:end]).strip():
                    return number, start, text
            return None

        first, last = find_words(numbers), find_words(reversed(numbers))
        if first is None or last is None:
            return Span(span.start, span.start)
        number, start, text = first
        begin = Point(number, start + len(text) - len(text.lstrip()))
        number, start, text = last
        return Span(begin, Point(number, start + len(text.rstrip())))


def _slots_span(start: int, end: int) -> Span:
    """From the beginning of one slot to the beginning of another."""
    return Span(Point(start, 0), Point(end, 0))


def _kind_of_milestone(element: etree._Element) -> tuple[str, str, str]:
    return local(element.tag), element.get("ed", ""), element.get("unit", "")


def _is_milestone(element: etree._Element | None) -> bool:
    return element is not None and local(element.tag) in _MILESTONES


def _stands_in(element: etree._Element, numbers: list[str]) -> bool:
    """Whether the elements around one have these numbers, from the outermost."""
    around = iter([above.get("n", "") for above in reversed(list(element.iterancestors()))])
    return all(number in around for number in numbers)
