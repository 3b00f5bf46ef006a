"""The network of persons and organisations mentioned in one passage, as GEXF 1.3 and GraphML."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from tei_edition.exports.csv_tables import write_csv
from tei_edition.exports.records import list_mentions
from tei_edition.facts.registers import Kind
from tei_edition.source.stamps import ANCHOR
from tei_edition.tei import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.registers import Entity
    from tei_edition.facts.text import Text

GEXF_NS = "http://gexf.net/1.3"
GRAPHML_NS = "http://graphml.graphdrawing.org/xmlns"
_KINDS = frozenset({Kind.PERSON, Kind.ORGANISATION})
# Headings name what follows them, and are no passage in which people meet.
_NO_PASSAGE = frozenset({"head", "trailer"})
# What is in a paragraph or group of lines belongs to it: lines, notes, readings.
_INNER = ("l", "note", "app")
_BLOCKS = frozenset({"ab", "item", "lg", "p", "row", "sp"})


class Edge(NamedTuple):
    """Two entities, in the order of their ids, and the number of passages that name both."""

    first: str
    second: str
    weight: int


class Network(NamedTuple):
    """Entities that share a passage with another, with their mentions, and the edges."""

    nodes: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    mentions: dict[str, int]


def make_network(holdings: Holdings) -> Network:
    """Return who is named with whom: in a paragraph with its notes, a group of lines, an entry."""
    entities = holdings.book.catalogue.entities
    weights: Counter[tuple[str, str]] = Counter()
    together: dict[tuple[str, str], set[str]] = {}
    mentions: Counter[str] = Counter()
    elements: dict[str, dict[str, str]] = {}
    groups: dict[str, dict[str, str]] = {}
    for found in list_mentions(holdings):
        text, mention = found.text, found.mention
        named = [ident for ident in found.entities if entities[ident].kind in _KINDS]
        mentions.update(named)
        if text.file not in elements:
            elements[text.file] = {p.anchor: p.element for p in text.passages}
            groups[text.file] = _find_blocks(holdings, text)
        if mention.passage and elements[text.file].get(mention.passage) not in _NO_PASSAGE:
            passage = groups[text.file].get(mention.passage, mention.passage)
            together.setdefault((text.file, passage), set()).update(named)
    for named_there in together.values():
        weights.update(combinations(sorted(named_there), 2))
    edges = tuple(Edge(*pair, weight) for pair, weight in sorted(weights.items()))
    met = {ident for edge in edges for ident in edge[:2]}
    nodes = tuple(entities[ident] for ident in sorted(met))
    return Network(nodes, edges, dict(mentions))


def _find_blocks(holdings: Holdings, text: Text) -> dict[str, str]:
    """Return the anchor of the paragraph or group that each line or note is in, by its own."""
    if not any(passage.element in _INNER for passage in text.passages):
        return {}
    found: dict[str, str] = {}
    for element in holdings.read_tree(text.file).iter(*(f"{{*}}{name}" for name in _INNER)):
        anchor = element.get(ANCHOR)
        above = (a for a in element.iterancestors() if local(a.tag) in _BLOCKS)
        block = next((other for a in above if (other := a.get(ANCHOR))), "")
        if anchor and block:
            found[anchor] = block
    return found


def write_gexf(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the network as GEXF."""
    network = make_network(holdings)
    if not network.edges:
        return
    root = etree.Element(f"{{{GEXF_NS}}}gexf", {"version": "1.3"}, nsmap=_name_default(GEXF_NS))
    meta = _add(
        root,
        "meta",
        **_known(lastmodifieddate=holdings.date[:10] if len(holdings.date) == 10 else ""),
    )
    _add(meta, "description").text = holdings.title
    graph = _add(root, "graph", defaultedgetype="undirected", mode="static")
    attributes = _add(graph, "attributes", {"class": "node"})
    for number, (name, kind) in enumerate((("kind", "string"), ("mentions", "integer"),
                                           ("url", "string"))):  # fmt: skip
        _add(attributes, "attribute", id=str(number), title=name, type=kind)
    nodes = _add(graph, "nodes")
    for entity in network.nodes:
        node = _add(nodes, "node", id=entity.id, label=entity.name)
        values = _add(node, "attvalues")
        for number, value in enumerate(_describe(holdings, network, entity)):
            if value:
                _add(values, "attvalue", {"for": str(number), "value": value})
    edges = _add(graph, "edges")
    for number, edge in enumerate(network.edges):
        _add(edges, "edge", id=str(number), source=edge.first, target=edge.second,
             weight=str(edge.weight))  # fmt: skip
    yield "data/network.gexf", _write(root)


def write_graphml(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the network as GraphML, and as tables of its nodes and edges."""
    network = make_network(holdings)
    if not network.edges:
        return
    root = etree.Element(f"{{{GRAPHML_NS}}}graphml", nsmap=_name_default(GRAPHML_NS))
    for name, domain, kind in (("label", "node", "string"), ("kind", "node", "string"),
                               ("mentions", "node", "int"), ("url", "node", "string"),
                               ("weight", "edge", "int")):  # fmt: skip
        _add(root, "key", {"id": name, "for": domain, "attr.name": name, "attr.type": kind})
    graph = _add(root, "graph", id="network", edgedefault="undirected")
    for entity in network.nodes:
        node = _add(graph, "node", id=entity.id)
        values = (entity.name, *_describe(holdings, network, entity))
        for name, value in zip(("label", "kind", "mentions", "url"), values, strict=True):
            if value:
                _add(node, "data", key=name).text = value
    for edge in network.edges:
        joined = _add(graph, "edge", source=edge.first, target=edge.second)
        _add(joined, "data", key="weight").text = str(edge.weight)
    yield "data/network.graphml", _write(root)
    yield (
        "data/network-nodes.csv",
        write_csv(
            ("id", "label", "kind", "mentions", "url"),
            [(e.id, e.name, *_describe(holdings, network, e)) for e in network.nodes],
        ),
    )
    yield "data/network-edges.csv", write_csv(("source", "target", "weight"), network.edges)


def _describe(holdings: Holdings, network: Network, entity: Entity) -> tuple[str, str, str]:
    page = holdings.locate_page(holdings.book.entity_target(entity.id))
    return str(entity.kind), str(network.mentions.get(entity.id, 0)), page


def _name_default(namespace: str) -> dict[str, str]:
    return cast("dict[str, str]", {None: namespace})


def _known(**attributes: str) -> dict[str, str]:
    return {key: value for key, value in attributes.items() if value}


def _add(
    parent: etree._Element, name: str, given: dict[str, str] | None = None, /, **more: str
) -> etree._Element:
    namespace = etree.QName(parent).namespace
    return etree.SubElement(parent, f"{{{namespace}}}{name}", {**(given or {}), **more})


def _write(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
