"""The facts behind the page *Network*: who is named with whom, who exchanged letters with whom.

A picture of more than some sixty names shows nothing: it has those with the most links. The table
has more of them, and the files for download all.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tei_edition.facts.registers import Kind
from tei_edition.pages.addresses import NETWORK
from tei_edition.pages.fact_xml import add_shape, make_element, make_page
from tei_edition.pages.filters import KIND, add_filters, join_marks
from tei_edition.pages.graph_layout import lay_out
from tei_edition.pages.labelling import Labelled, place_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

    from tei_edition.pages.site_plan import SitePlan

Weights = dict[tuple[str, str], int]

# A picture of two names shows nothing that is not plain.
_FEWEST_NODES = 3
_MOST_NODES, _MOST_LINES, _MOST_ROWS, _MOST_BESIDE = 60, 120, 200, 6
_WIDTH, _HEIGHT, _MARGIN = 960.0, 640.0, 40.0
FILES = (
    ("GEXF", "data/network.gexf"), ("GraphML", "data/network.graphml"),
    ("CSV", "data/network-nodes.csv"), ("CSV", "data/network-edges.csv"),
)  # fmt: skip


def list_network_pages(
    book: SitePlan, edges: Iterable[tuple[str, str, int]]
) -> dict[str, etree._Element]:
    """Return the page by its docname; none where no two names belong together.

    `edges` are two entities each, and the number of passages that name both.
    """
    together = {(a, b): weight for a, b, weight in edges}
    letters = _count_letters(book)
    if not book.config.pages.registers or not together | letters:
        return {}
    docname = f"{book.folder}/{NETWORK}"
    page = make_page(book, "network", docname, book.words["Network"])
    if together and book.config.pages.downloads:
        for label, path in FILES:
            make_element("file", page, path=path, label=label)
    marks: list[str] = []
    for name, weights in (("passages", together), ("letters", letters)):
        if weights:
            marks += _add_graph(book, make_element("graph", page, name=name), weights)
    names = {f"{KIND}-{kind}": book.words[kind] for kind in (Kind.PERSON, Kind.ORGANISATION)}
    add_filters(book, page, marks, names)
    return {docname: page}


def _count_letters(book: SitePlan) -> Weights:
    """Return the number of letters between each two correspondents that have an entry."""
    counts: Weights = {}
    for letter in book.letters:
        for sender in letter.senders:
            for addressee in letter.addressees:
                if sender.id and addressee.id and sender.id != addressee.id:
                    pair = min(sender.id, addressee.id), max(sender.id, addressee.id)
                    counts[pair] = counts.get(pair, 0) + 1
    return counts


def _add_graph(book: SitePlan, graph: etree._Element, weights: Weights) -> list[str]:
    """Add the picture and the table of one relation; return the marks of its rows."""
    strengths: dict[str, int] = {}
    beside: dict[str, dict[str, int]] = {}
    for (one, other), weight in weights.items():
        for ident, neighbour in ((one, other), (other, one)):
            strengths[ident] = strengths.get(ident, 0) + weight
            beside.setdefault(ident, {})[neighbour] = weight
    ranks = book.catalogue.ranks
    order = sorted(strengths, key=lambda ident: (-strengths[ident], ranks[ident]))
    _draw(book, graph, order[:_MOST_NODES], weights, strengths)
    graph.set("number", str(len(order)))
    graph.set("unlisted", str(max(0, len(order) - _MOST_ROWS)))
    marks = []
    for ident in order[:_MOST_ROWS]:
        entity = book.catalogue.entities[ident]
        mark = join_marks([(KIND, str(entity.kind))])
        row = make_element(
            "node", graph, name=entity.name, target=book.entity_target(ident), marks=mark,
            weight=str(strengths[ident]), others=str(len(beside[ident])),
        )  # fmt: skip
        marks.append(mark)
        nearest = sorted(beside[ident], key=lambda i: (-beside[ident][i], ranks[i]))
        for other in nearest[:_MOST_BESIDE]:
            make_element(
                "with", row, name=book.catalogue.entities[other].name,
                target=book.entity_target(other), weight=str(beside[ident][other]),
            )  # fmt: skip
    return marks


def _draw(
    book: SitePlan,
    graph: etree._Element,
    order: list[str],
    weights: Weights,
    strengths: Mapping[str, int],
) -> None:
    """Draw those names, and lines from the smallest weight that leaves few enough."""
    chosen = set(order)
    inner = {pair: w for pair, w in weights.items() if pair[0] in chosen and pair[1] in chosen}
    least = _find_least(inner)
    lines = {pair: w for pair, w in inner.items() if w >= least}
    joined = {ident for pair in lines for ident in pair}
    shown = [ident for ident in order if ident in joined]
    # What is drawn whole needs no explanation.
    graph.set("least", str(least if len(lines) < len(inner) else 1))
    graph.set("shown", str(len(shown)))
    if len(strengths) < _FEWEST_NODES:
        return
    places = lay_out(shown, lines, _WIDTH - 4 * _MARGIN, _HEIGHT - 2 * _MARGIN)
    spots = {ident: (x + 2 * _MARGIN, y + _MARGIN) for ident, (x, y) in places.items()}
    graph.set("width", f"{_WIDTH:g}")
    graph.set("height", f"{_HEIGHT:g}")
    most = max(lines.values())
    for (one, other), weight in sorted(lines.items(), key=lambda item: (item[1], item[0])):
        (x1, y1), (x2, y2) = spots[one], spots[other]
        add_shape(graph, "line", class_name="edge", x1=x1, y1=y1, x2=x2, y2=y2,
               width=0.8 + 5 * weight / most)  # fmt: skip
    strongest = max(strengths[ident] for ident in shown)
    circles = []
    for ident in shown:
        entity = book.catalogue.entities[ident]
        radius = 4 + 10 * math.sqrt(strengths[ident] / strongest)
        x, y = spots[ident]
        add_shape(graph, "circle", class_name=str(entity.kind), target=book.entity_target(ident),
               label=entity.name, cx=x, cy=y, r=radius)  # fmt: skip
        circles.append(Labelled(x, y, radius, entity.name))
    for label in place_labels(circles, _WIDTH, _HEIGHT):
        add_shape(graph, "text", class_name="name", text=label.text, x=label.x, y=label.y)


def _find_least(weights: Weights) -> int:
    """Return the smallest weight of which there are few enough lines; all are drawn if need be."""
    for least in sorted(set(weights.values())):
        if sum(weight >= least for weight in weights.values()) <= _MOST_LINES:
            return least
    return max(weights.values(), default=1)
