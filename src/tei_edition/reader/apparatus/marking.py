"""Stamp the passages that entries are about on the tree."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.facts.apparatus import Standing
from tei_edition.reader.apparatus.elements import list_apps
from tei_edition.reader.apparatus.locating import Finder
from tei_edition.reader.reading_text import (
    Point,
    Runs,
    Span,
)
from tei_edition.source.stamps import ANCHOR, FOUND, LEMMA, METHOD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.config.tables import TextTable


def stamp_entries(root: etree._Element, shown: TextTable) -> None:
    """Stamp every `app` with its method, and mark the words in the text that it is about.

    Each `app` gets `src:method`, and `src:standing`, a value of `Standing`. The words of a
    located entry are wrapped in `src:lemma` elements, which hold text only and so never cross the
    markup: `entries` names the anchors of all entries that are about these words, `first` and
    `last` those that begin and end with them. One that is about no words, as an addition, has an
    empty element at its place; one that names a line or passage without a lemma at the end of this.
    """
    apps = list_apps(root)
    if not apps:
        return
    finder = Finder(root, shown)
    found: list[tuple[str, Span]] = []
    for app, place in finder.find_all(apps).items():
        app.set(METHOD, str(finder.method(app)))
        app.set(FOUND, str(place.standing))
        if place.span is None:
            continue
        if place.standing is Standing.FOUND:
            found.append((app.get(ANCHOR, ""), place.span))
        elif place.standing is Standing.NO_LEMMA and (app.get("loc") or app.get("from")):
            point = place.span.start if app.get("from") else finder.trim(place.span).end
            point = _leave_empty(finder.runs, point)
            found.append((app.get(ANCHOR, ""), Span(point, point)))
    _wrap(finder.runs, found)


def _leave_empty(runs: Runs, point: Point) -> Point:
    """Return a place after an element that is empty, as a gap: nothing is put into it."""
    element = runs.slots[point.slot].element
    if runs.slots[point.slot].is_tail or len(element) or (element.text or "").strip():
        return point
    for number in range(point.slot, len(runs.slots)):
        if runs.slots[number].element is element and runs.slots[number].is_tail:
            return Point(number, 0)
    return point


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
