"""The entries of the critical apparatus: what each says, and where in the text its words stand.

Real files hardly ever declare by which method they are encoded: it is found entry by entry (TEI
Guidelines, section 13.2), and entries of all methods become the same facts. The words that a
located entry is about are marked in the tree, so that a stylesheet finds them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import digit

from lxml import etree

from tei_edition.facts import Detail, Entry, Mark, Method, Reading, Standing
from tei_edition.runs import Point, Runs, Slot, Span, declared_method, find_method, find_other_text
from tei_edition.stamps import ANCHOR, FOUND, LEMMA, METHOD, REFERENCE, SHOWN, locate
from tei_edition.tei import PASSAGES, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tei_edition.config import TextTable

MARKS = ("witStart", "witEnd", "lacunaStart", "lacunaEnd")
_MILESTONES = frozenset({"lb", "pb", "cb", "gb", "milestone", "anchor"})
# What parts the first words of a long lemma from its last.
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\[…\])\s*|\s+[–—]\s+")
# A word, and which of several occurrences in its line is meant (`et²`).
_OCCURRENCE = re.compile(r"(.*[^\W\d])\s?\[?([¹²³⁴-⁹1-9])\]?", re.DOTALL)
# What may stand between the lines of a text and parts no words.
_BETWEEN = frozenset({"fw", "label"})
_LINE = ("lb", "", "")
_DASH = re.compile(r"\s*[-–—]\s*")
_UNIT = re.compile(r"^\w*[^\W\d]\.?\s+(?=\d)|^[^\W\d]+\.\s*(?=\d)")
_PARTS = re.compile(r"[\s.,:;/]+")


class Seen(NamedTuple):
    """An `app` as the reader met it: its passage, and the words of each of its readings."""

    app: etree._Element
    passage: str
    words: Mapping[etree._Element, str]


class _Found(NamedTuple):
    """Where the words of an entry stand, if they do."""

    standing: Standing
    span: Span | None = None


def read_entries(
    root: etree._Element, seen: list[Seen], shown: TextTable, sigla: tuple[str, ...] = ()
) -> tuple[Entry, ...]:
    """Every entry of a file, in the order of its `app` elements.

    `sigla` are those with spaces in them, which @wit does not part.
    """
    if not seen:
        return ()
    finder = _Finder(root, shown)
    return tuple(_read_entry(one, finder, sigla) for one in seen)


def stamp_entries(root: etree._Element, shown: TextTable) -> None:
    """Stamp every `app` with its method, and mark the words in the text that it is about.

    Each `app` gets `src:method`, and `src:standing`, a value of `Standing`. The words of a
    located entry are wrapped in `src:lemma` elements, which hold text only and so never cross the
    markup: `entries` names the anchors of all entries that are about these words, `first` and
    `last` those that begin and end with them. One that is about no words, as an addition, has an
    empty element at its place.
    """
    apps = list_apps(root)
    if not apps:
        return
    finder = _Finder(root, shown)
    found: list[tuple[str, Span]] = []
    for app in apps:
        place = finder.find(app)
        app.set(METHOD, str(finder.method(app)))
        app.set(FOUND, str(place.standing))
        if place.span is not None and place.standing is Standing.FOUND:
            found.append((app.get(ANCHOR, ""), place.span))
    _wrap(finder.runs, found)


def list_apps(root: etree._Element) -> list[etree._Element]:
    """Every entry of a file, in order; there are none in a header."""
    return [
        app
        for app in root.iter(tei("app"))
        if not any(local(above.tag) == "teiHeader" for above in app.iterancestors())
    ]


def list_readings(app: etree._Element) -> list[etree._Element]:
    """The readings of an entry, those in groups too, without those of entries inside it."""
    readings: list[etree._Element] = []
    for child in app:
        name = local(child.tag)
        if name in {"lem", "rdg"}:
            readings.append(child)
        elif name == "rdgGrp":
            readings += list_readings(child)
    return readings


def split_sigla(value: str, sigla: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The values of a @wit; `sigla` are those with spaces in them, which older files have."""
    tokens = value.split()
    if not sigla or len(tokens) < 2:
        return tuple(tokens)
    known = {tuple(siglum.split()) for siglum in sigla}
    longest = max(map(len, known))
    found: list[str] = []
    while tokens:
        size = next(
            (n for n in range(longest, 1, -1) if tuple(tokens[:n]) in known and n <= len(tokens)), 1
        )
        found.append(" ".join(tokens[:size]))
        del tokens[:size]
    return tuple(found)


# What an entry says.


def _read_entry(seen: Seen, finder: _Finder, sigla: tuple[str, ...]) -> Entry:
    app = seen.app
    found = finder.find(app)
    span = found.span
    above = next(app.iterancestors(tei("app")), None)
    passage = seen.passage
    if found.standing is Standing.FOUND and span is not None:
        passage = find_passage(finder.runs.slots[span.start.slot].element)
    elif finder.method(app) is not Method.SEGMENTATION:
        passage = app.get(ANCHOR, "")
    readings = tuple(_read_readings(app, seen.words, sigla))
    lemma = next((reading.text for reading in readings if reading.is_lemma), "")
    if finder.method(app) is Method.SEGMENTATION:
        lemma = readings[0].text if readings and not any(r.is_lemma for r in readings) else lemma
    elif span is not None and found.standing is Standing.FOUND:
        lemma = finder.runs.words(span)
    holder = next(app.iterancestors(tei("listApp")), None)
    listed = "" if holder is None else holder.get("type", "")
    pointers = (f"{app.get('from', '')} {app.get('to', '')}").strip()
    return Entry(
        anchor=app.get(ANCHOR, ""),
        passage=passage,
        readings=readings,
        location=locate(app),
        method=finder.method(app),
        standing=found.standing,
        lemma=lemma,
        place=app.get("loc", "").strip() or pointers,
        type=app.get("type", "") or listed,
        parent="" if above is None else above.get(ANCHOR, ""),
        details=tuple(_read_details(app, sigla)),
        span=finder.count(span) if span is not None else (-1, -1),
    )


def _read_readings(
    group: etree._Element,
    words: Mapping[etree._Element, str],
    sigla: tuple[str, ...],
    groups: tuple[str, ...] = (),
) -> Iterator[Reading]:
    for child in group:
        name = local(child.tag)
        if name in {"lem", "rdg"}:
            witnesses = split_sigla(child.get("wit", ""), sigla)
            after = child.getnext()
            if not witnesses and after is not None and after.tag == tei("wit"):
                witnesses = split_sigla(words_of(after), sigla)
            yield Reading(
                text=words.get(child, ""),
                witnesses=witnesses,
                is_lemma=name == "lem",
                location=locate(child),
                id=child.get(XML_ID, ""),
                type=child.get("type", ""),
                cause=child.get("cause", ""),
                hand=child.get("hand", ""),
                responsible=tuple(child.get("resp", "").split()),
                sources=tuple(child.get("source", "").split()),
                groups=groups,
                marks=tuple(
                    Mark(
                        local(mark.tag),
                        split_sigla(mark.get("wit", ""), sigla) or witnesses,
                        locate(mark),
                    )
                    for mark in child.iter(*map(tei, MARKS))
                ),
            )
        elif name == "rdgGrp":
            yield from _read_readings(child, words, sigla, (*groups, child.get("type", "")))


def _read_details(group: etree._Element, sigla: tuple[str, ...]) -> Iterator[Detail]:
    for child in group:
        name = local(child.tag)
        if name in {"note", "witDetail"}:
            yield Detail(
                element=name,
                text=words_of(child),
                location=locate(child),
                type=child.get("type", ""),
                witnesses=split_sigla(child.get("wit", ""), sigla),
                targets=tuple(child.get("target", "").split()),
            )
        elif name == "rdgGrp":
            yield from _read_details(child, sigla)


def find_passage(element: etree._Element) -> str:
    """The anchor of the passage that an element of the text is or stands in."""
    node: etree._Element | None = element
    while node is not None:
        if local(node.tag) in PASSAGES - {"app", "figure"} and node.get(ANCHOR):
            return node.get(ANCHOR, "")
        node = node.getparent()
    return ""


# Where it stands.


class _Haystack:
    """Some of the reading text without its white space, and where each character stands.

    What is sought begins in the span, and may end in what follows as far as `limit`: a word or a
    passage may be broken at the end of a line. What stands between lines and pages, such as
    running heads, may be passed over (`passed`).
    """

    def __init__(
        self, runs: Runs, span: Span, limit: Point, passed: frozenset[str] = frozenset()
    ) -> None:
        chars: list[str] = []
        self.at: list[Point] = []
        is_edge = True
        edges: list[bool] = []
        for number, start, end in runs.pieces(Span(span.start, max(span.end, limit))):
            text = runs.slots[number].text
            if passed and _stands_within(runs.slots[number], passed):
                continue
            for offset in range(start, end):
                if (char := text[offset]).isspace():
                    is_edge = True
                    continue
                chars.append(char)
                self.at.append(Point(number, offset))
                edges.append(is_edge or not char.isalnum() or not chars[-2:-1][0].isalnum())
                is_edge = False
        self.text = "".join(chars)
        self.edges = [*edges, True]
        self.size = sum(point < span.end for point in self.at)
        self.done = 0

    @cached_property
    def letters(self) -> tuple[str, list[int]]:
        """Letters and digits alone, without case, and where each stands in the text."""
        places = [
            (folded, place)
            for place, char in enumerate(self.text)
            if char.isalnum()
            for folded in char.casefold()
        ]
        return "".join(char for char, _ in places), [place for _, place in places]

    def find(self, words: str, start: int) -> tuple[int, int] | None:
        """The first place of the words from `start` on: as they are, then by letters alone."""
        needle = "".join(words.split())
        if not needle:
            return None
        bare = "".join(char for char in needle if char.isalnum()).casefold()
        for whole in (True, False):
            if found := self._search(self.text, None, needle, start, whole=whole):
                return found
        text, places = self.letters
        for whole in (True, False):
            if bare and (found := self._search(text, places, bare, start, whole=whole)):
                return found
        return None

    def find_occurrence(self, words: str, number: int) -> tuple[int, int] | None:
        """The place of the words that stand there for so many times, counted from 1."""
        text, places = self.letters
        bare = "".join(char for char in words if char.isalnum()).casefold()
        found = self._search(text, places, bare, 0, whole=True)
        for _ in range(number - 1):
            found = found and self._search(text, places, bare, found[1], whole=True)
        return found

    def _search(
        self, text: str, places: list[int] | None, needle: str, start: int, *, whole: bool
    ) -> tuple[int, int] | None:
        at = -1
        while (at := text.find(needle, at + 1)) >= 0:
            first = places[at] if places else at
            last = places[at + len(needle) - 1] if places else at + len(needle) - 1
            if first >= self.size:
                break
            if first >= start and (not whole or (self.edges[first] and self.edges[last + 1])):
                return first, last + 1
        return None


class _Finder:
    """Finds where in the reading text of a file the words of its entries stand."""

    def __init__(self, root: etree._Element, shown: TextTable) -> None:
        self.root = root
        self.runs = Runs(root, shown)
        self.declared = declared_method(root)
        self._found: dict[etree._Element, _Found] = {}
        self._methods: dict[etree._Element, Method] = {}
        self._haystacks: dict[tuple[Span, int, frozenset[str]], _Haystack] = {}
        self._sums = [0, *accumulate(len(slot.text) for slot in self.runs.slots)]

    @cached_property
    def ids(self) -> dict[str, etree._Element]:
        """Every element of the text with an `xml:id`."""
        return {e.get(XML_ID, ""): e for e in self.runs.inside if e.get(XML_ID)}

    @cached_property
    def numbered(self) -> dict[str, list[etree._Element]]:
        """The elements of the text by their @n, in order; `1v2=5` is two numbers of one line."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for element in self.runs.inside:
            if local(element.tag) and (number := element.get("n", "").strip()):
                for name in dict.fromkeys((number, *number.split("="), number.lstrip("0"))):
                    found[name].append(element)
        return found

    @cached_property
    def cited(self) -> dict[str, list[etree._Element]]:
        """The elements of the text by their canonical references, whole and as they are shown."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for element in self.runs.inside:
            for name in {element.get(REFERENCE), element.get(SHOWN)} - {None}:
                found[str(name)].append(element)
        return found

    @cached_property
    def milestones(self) -> dict[tuple[str, str, str], list[int]]:
        """Where each kind of milestone stands, in slots."""
        found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for element, (_, end) in self.runs.inside.items():
            if local(element.tag) in _MILESTONES:
                found[_kind_of_milestone(element)].append(end)
        return found

    def method(self, app: etree._Element) -> Method:
        """By which method an entry is written."""
        if app not in self._methods:
            self._methods[app] = find_method(app, self.declared)
        return self._methods[app]

    def count(self, span: Span) -> tuple[int, int]:
        """The first character of a span, and the one after its last, among all of the text."""
        return (
            self._sums[span.start.slot] + span.start.offset,
            self._sums[span.end.slot] + span.end.offset,
        )

    def find(self, app: etree._Element) -> _Found:
        """Where the words of an entry stand; entries are to be asked for in their order."""
        if app not in self._found:
            found = self._find(app)
            if found.span is not None and found.standing is Standing.FOUND:
                found = found._replace(span=self._trim(found.span))
            self._found[app] = found
        return self._found[app]

    def _find(self, app: etree._Element) -> _Found:
        if find_other_text(app):
            return _Found(Standing.ELSEWHERE)
        method = self.method(app)
        if method is Method.SEGMENTATION:
            inside = self.runs.inside.get(app)
            return _Found(Standing.IN_PLACE, inside and _slots_span(*inside))
        if method is Method.DOUBLE:
            return self._find_between(app)
        if app.get("from"):
            target = self._point(app.get("from", ""))
            extents = [] if target is None else [self._extent(target)]
        elif app.get("loc"):
            extents = self._list_extents(app)
        elif app in self.runs.inside:
            extents = [self._before(app)]
        else:
            return _Found(Standing.NO_PLACE)
        if not extents:
            return _Found(Standing.PLACE_UNKNOWN)
        lemma = app.find(tei("lem"))
        if lemma is None or not words_of(lemma):
            is_element = bool(app.get("from")) and lemma is None
            return _Found(Standing.FOUND if is_element else Standing.NO_LEMMA, extents[0])
        span = self._seek(lemma, extents)
        return _Found(Standing.LEMMA_MISSING) if span is None else _Found(Standing.FOUND, span)

    def _seek(self, lemma: etree._Element, extents: list[Span]) -> Span | None:
        """Where the words of a lemma stand in the first of some extents that has them."""
        forms = dict.fromkeys((self.runs.shown_text(lemma), words_of(lemma)))
        breaks = sum(1 for _ in lemma.iter(tei("lb")))
        for passed in (frozenset[str](), _BETWEEN):
            for words in forms:
                for extent in extents:
                    if span := self._search(words, extent, breaks, passed):
                        return span
        return None

    def _find_between(self, app: etree._Element) -> _Found:
        """What stands between the points that @from and @to name; without @to, before itself."""
        first = self._point(app.get("from", ""))
        last = self._point(app.get("to", "")) if app.get("to") else app
        if first is None or last is None:
            return _Found(Standing.PLACE_UNKNOWN)
        if not app.get("to") and len(first) + len(first.text or ""):
            # An element, and no end: it is about the whole of the element.
            return _Found(Standing.FOUND, self._extent(first))
        inside, outside = self.runs.inside[first], self.runs.inside[last]
        is_point = last is app or local(last.tag) in _MILESTONES
        start = Point(inside[1] if local(first.tag) in _MILESTONES else inside[0], 0)
        # A point ends with the slot before it; an element with its own last.
        number = (outside[0] if is_point else outside[1]) - 1
        if number < start.slot:
            is_same = first is last or number == start.slot - 1
            span = Span(start, start)
            return _Found(Standing.FOUND, span) if is_same else _Found(Standing.REVERSED)
        return _Found(Standing.FOUND, Span(start, Point(number, len(self.runs.slots[number].text))))

    def _point(self, pointer: str) -> etree._Element | None:
        """The element of the text that a pointer within the file names."""
        return self.ids.get(pointer.strip().rpartition("#")[2])

    def _extent(self, element: etree._Element) -> Span:
        """The text that an element names: its own, or up to the next milestone like it."""
        start, end = self.runs.inside[element]
        if local(element.tag) not in _MILESTONES:
            return _slots_span(start, end)
        others = self.milestones[_kind_of_milestone(element)]
        following = next((place for place in others if place > end), len(self.runs.slots) - 1)
        if local(element.tag) == "anchor":
            holder = next((a for a in element.iterancestors() if local(a.tag) in PASSAGES), None)
            following = self.runs.inside[holder][1] if holder is not None else following
        return _slots_span(end, following)

    def _limit(self, extent: Span, breaks: int) -> Point:
        """How far words that begin in an extent may go on: to the end of the next line.

        Words that have so many line breaks themselves may go on for so many lines.
        """
        lines = self.milestones.get(_LINE, [])
        if not lines:
            return extent.end
        place = bisect_left(lines, extent.end.slot) + max(1, breaks)
        return Point(lines[place] if place < len(lines) else len(self.runs.slots) - 1, 0)

    def _before(self, app: etree._Element) -> Span:
        """What stands before an entry in its passage."""
        place = self.runs.inside[app][0]
        holder = next((a for a in app.iterancestors() if local(a.tag) in PASSAGES), None)
        start = self.runs.inside[holder][0] if holder is not None else 0
        return _slots_span(start, place)

    def _list_extents(self, app: etree._Element) -> list[Span]:
        """Where the location of an entry may be, the likeliest first.

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
        """The elements that a location names, those first that stand in the same part."""
        found = self.cited.get(loc, []) or self.numbered.get(loc, [])
        element = self.ids.get(loc.removeprefix("#"))
        if not found and element is not None:
            found = [element]
        if not found:
            *outer, last = [part for part in _PARTS.split(loc) if part] or [""]
            found = [e for e in self.numbered.get(last, ()) if outer and _stands_in(e, outer)]
        return sorted(found, key=lambda e: not any(_stands_in(e, [part]) for part in parts))

    def _search(self, words: str, extent: Span, breaks: int, passed: frozenset[str]) -> Span | None:
        key = extent, max(1, breaks), passed
        if key not in self._haystacks:
            limit = self._limit(extent, breaks)
            self._haystacks[key] = _Haystack(self.runs, extent, limit, passed)
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

    def _trim(self, span: Span) -> Span:
        """A span without white space at its ends; an empty one at its start if it has no words."""
        pieces = [
            (number, start, end)
            for number, start, end in self.runs.pieces(span)
            if self.runs.slots[number].text[start:end].strip()
        ]
        if not pieces:
            return Span(span.start, span.start)
        number, start, end = pieces[0]
        text = self.runs.slots[number].text[start:end]
        first = Point(number, start + len(text) - len(text.lstrip()))
        number, start, end = pieces[-1]
        text = self.runs.slots[number].text[start:end]
        return Span(first, Point(number, start + len(text.rstrip())))


def _stands_within(slot: Slot, names: frozenset[str]) -> bool:
    """Whether text stands in an element of these names."""
    element = slot.element.getparent() if slot.is_tail else slot.element
    while element is not None and local(element.tag) not in names:
        element = element.getparent()
    return element is not None


def _slots_span(start: int, end: int) -> Span:
    """From the beginning of one slot to the beginning of another."""
    return Span(Point(start, 0), Point(end, 0))


def _kind_of_milestone(element: etree._Element) -> tuple[str, str, str]:
    return local(element.tag), element.get("ed", ""), element.get("unit", "")


def _stands_in(element: etree._Element, numbers: list[str]) -> bool:
    """Whether the elements around one have these numbers, from the outermost."""
    around = iter([above.get("n", "") for above in reversed(list(element.iterancestors()))])
    return all(number in around for number in numbers)


# Marking it.


def _wrap(runs: Runs, found: list[tuple[str, Span]]) -> None:
    """Wrap the words of entries, slot by slot, cut where any of them begins or ends."""
    by_slot: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    edges: dict[str, tuple[Point, Point]] = {}
    for anchor, span in found:
        edges[anchor] = span.start, span.end
        for number, start, end in runs.pieces(span):
            if span.start == span.end or runs.slots[number].text[start:end].strip():
                by_slot[number].append((start, end, anchor))
    for number, pieces in by_slot.items():
        _wrap_slot(runs, number, pieces, edges)


def _wrap_slot(
    runs: Runs,
    number: int,
    pieces: list[tuple[int, int, str]],
    edges: Mapping[str, tuple[Point, Point]],
) -> None:
    slot = runs.slots[number]
    cuts = sorted({cut for start, end, _ in pieces for cut in (start, end)})
    points: dict[int, list[str]] = defaultdict(list)
    for start, end, anchor in pieces:
        if start == end:
            points[start].append(anchor)
    waiting = sorted((p for p in pieces if p[0] < p[1]), key=lambda p: (p[0], -p[1]), reverse=True)
    active: list[tuple[int, int, str]] = []
    segments = sorted({*pairwise(cuts), *((point, point) for point in points)})
    made: list[etree._Element] = []
    rest = slot.text[: cuts[0]]
    for place, (start, end) in enumerate(segments):
        following = segments[place + 1][0] if place + 1 < len(segments) else len(slot.text)
        while waiting and waiting[-1][0] <= start < end:
            active.append(waiting.pop())
        active = [piece for piece in active if piece[1] > start]
        about = points[start] if start == end else [anchor for _, _, anchor in active]
        if not about:
            kept = slot.text[start:following]
            if made:
                made[-1].tail = (made[-1].tail or "") + kept
            else:
                rest += kept
            continue
        lemma = etree.Element(LEMMA)
        lemma.set("entries", " ".join(about))
        lemma.set("first", " ".join(a for a in about if edges[a][0] == Point(number, start)))
        lemma.set("last", " ".join(a for a in about if edges[a][1] == Point(number, end)))
        lemma.text = slot.text[start:end]
        lemma.tail = slot.text[end:following]
        made.append(lemma)
    if slot.is_tail:
        slot.element.tail = None
        for lemma in reversed(made):
            slot.element.addnext(lemma)
        slot.element.tail = rest
    else:
        slot.element.text = None
        for place, lemma in enumerate(made):
            slot.element.insert(place, lemma)
        slot.element.text = rest
