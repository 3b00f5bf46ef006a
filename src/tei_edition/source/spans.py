"""Spans between two points of a text, such as `delSpan` with its @spanTo: how many are open."""

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
