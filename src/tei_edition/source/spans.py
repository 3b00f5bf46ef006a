"""Layers of a text that no nesting of elements shows: spans, and words that are moved again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tei_edition.problems import problem
from tei_edition.source.faults import FaultError
from tei_edition.source.stamps import locate
from tei_edition.tei import XML_ID, tei

if TYPE_CHECKING:
    from lxml import etree

# The container that says the same as a span between two points (TEI Guidelines, 11.3.1.4).
CONTAINERS = {"delSpan": "del", "addSpan": "add", "damageSpan": "damage"}
# No manuscript has so many layers; each is a level on the page, and work for what is in it.
MOST_OPEN = 50


def list_spans(root: etree._Element) -> list[etree._Element]:
    """List the elements that open spans to a point of the same file, in order."""
    named = root.iter(*map(tei, CONTAINERS))
    return [span for span in named if span.get("spanTo", "").startswith("#")]


def check_spans(root: etree._Element) -> None:
    """Refuse a text in which too many spans are open at one place."""
    spans = list_spans(root)
    if len(spans) <= MOST_OPEN:
        return
    order = {element: number for number, element in enumerate(root.iter())}
    ids = {e.get(XML_ID): order[e] for e in root.iter(tei("*")) if e.get(XML_ID)}
    closed: Counter[int] = Counter()
    opened: list[tuple[int, etree._Element]] = []
    for span in spans:
        end = ids.get(span.get("spanTo", "")[1:], -1)
        if end > order[span]:
            opened.append((order[span], span))
            closed[end] += 1
    ends = sorted(closed.elements())
    done = 0
    for number, (place, span) in enumerate(opened, start=1):
        while done < len(ends) and ends[done] < place:
            done += 1
        if number - done > MOST_OPEN:
            message = f"more than {MOST_OPEN} spans of deletion, addition or damage are open here"
            raise FaultError(
                problem(
                    "xml-too-deep", message, locate(span), hint="does each @spanTo name its end?"
                )
            )


def check_transpositions(root: etree._Element) -> None:
    """Refuse a text in which words are transposed again and again.

    Each transposition keeps the order before it, so that those of the same words are layers too.
    """
    layers: dict[str, int] = {}
    for transposition in root.iter(tei("transpose")):
        moved = [p for e in transposition.iter(tei("ptr")) for p in e.get("target", "").split()]
        number = 1 + max((layers.get(pointer, 0) for pointer in moved), default=0)
        layers.update(dict.fromkeys(moved, number))
        if number > MOST_OPEN:
            message = f"words were transposed more than {MOST_OPEN} times, one upon the other"
            raise FaultError(
                problem(
                    "xml-too-deep", message, locate(transposition),
                    hint="does each ptr name the words that it is about?",
                )
            )  # fmt: skip
