"""The network of persons and organisations mentioned in one passage, as GEXF 1.3 and GraphML."""

from __future__ import annotations

import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tei_edition.exports.csv_tables import write_csv
from tei_edition.exports.records import list_mentions
from tei_edition.facts.registers import Kind
from tei_edition.source.stamps import ANCHOR
from tei_edition.tei import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.registers import Entity
    from tei_edition.facts.text import Text

GEXF_NS = "http://gexf.net/1.3"
GRAPHML_NS = "http://graphml.graphdrawing.org/xmlns"
_KINDS = frozenset({Kind.PERSON, Kind.ORGANISATION})
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_ATTRIBUTES = {"kind": "string", "mentions": "integer", "url": "string"}
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
    # By the first of two ids, then by the second: far fewer objects than a pair for each edge.
    weights: dict[str, Counter[str]] = {}
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
        idents = sorted(named_there)
        for place, ident in enumerate(idents[:-1], 1):
            weights.setdefault(ident, Counter()).update(idents[place:])
    edges = tuple(
        Edge(first, second, weight)
        for first in sorted(weights)
        for second, weight in sorted(weights[first].items())
    )
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
    network = holdings.remember("network", make_network)
    if network.edges:
        yield "data/network.gexf", _encode(_list_gexf(holdings, network))


def _list_gexf(holdings: Holdings, network: Network) -> Iterator[str]:
    day = f" lastmodifieddate={quoteattr(holdings.day)}" if holdings.day else ""
    yield f'{_HEAD}<gexf xmlns="{GEXF_NS}" version="1.3">\n'
    yield f" <meta{day}><description>{escape(holdings.title)}</description></meta>\n"
    yield ' <graph defaultedgetype="undirected" mode="static">\n  <attributes class="node">\n'
    for number, (name, kind) in enumerate(_ATTRIBUTES.items()):
        yield f'   <attribute id="{number}" title="{name}" type="{kind}"/>\n'
    yield "  </attributes>\n  <nodes>\n"
    for entity in network.nodes:
        values = "".join(
            f'<attvalue for="{number}" value={quoteattr(value)}/>'
            for number, value in enumerate(_describe(holdings, network, entity))
            if value
        )
        yield (
            f"   <node id={quoteattr(entity.id)} label={quoteattr(entity.name)}>"
            f"<attvalues>{values}</attvalues></node>\n"
        )
    yield "  </nodes>\n  <edges>\n"
    names = {entity.id: quoteattr(entity.id) for entity in network.nodes}
    for n, (a, b, weight) in enumerate(network.edges):
        yield f'   <edge id="{n}" source={names[a]} target={names[b]} weight="{weight}"/>\n'
    yield "  </edges>\n </graph>\n</gexf>\n"


def write_graphml(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the network as GraphML, and as tables of its nodes and edges."""
    network = holdings.remember("network", make_network)
    if not network.edges:
        return
    yield "data/network.graphml", _encode(_list_graphml(holdings, network))
    yield (
        "data/network-nodes.csv",
        write_csv(
            ("id", "label", "kind", "mentions", "url"),
            [(e.id, e.name, *_describe(holdings, network, e)) for e in network.nodes],
        ),
    )
    yield "data/network-edges.csv", write_csv(("source", "target", "weight"), network.edges)


def _list_graphml(holdings: Holdings, network: Network) -> Iterator[str]:
    keys = {"label": "string", "kind": "string", "mentions": "int", "url": "string"}
    yield f'{_HEAD}<graphml xmlns="{GRAPHML_NS}">\n'
    for name, kind in keys.items():
        yield f' <key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n'
    yield ' <key id="weight" for="edge" attr.name="weight" attr.type="int"/>\n'
    yield ' <graph id="network" edgedefault="undirected">\n'
    for entity in network.nodes:
        values = (entity.name, *_describe(holdings, network, entity))
        data = "".join(
            f'<data key="{name}">{escape(value)}</data>'
            for name, value in zip(keys, values, strict=True)
            if value
        )
        yield f"  <node id={quoteattr(entity.id)}>{data}</node>\n"
    names = {entity.id: quoteattr(entity.id) for entity in network.nodes}
    for a, b, weight in network.edges:
        yield (
            f"  <edge source={names[a]} target={names[b]}>"
            f'<data key="weight">{weight}</data></edge>\n'
        )
    yield " </graph>\n</graphml>\n"


def _encode(parts: Iterable[str]) -> bytes:
    """Return a file of very many parts, of which no list is made."""
    content = io.BytesIO()
    rest = iter(parts)
    while some := "".join(islice(rest, 1000)):
        content.write(some.encode())
    return content.getvalue()


def _describe(holdings: Holdings, network: Network, entity: Entity) -> tuple[str, str, str]:
    page = holdings.locate_page(holdings.book.entity_target(entity.id))
    return str(entity.kind), str(network.mentions.get(entity.id, 0)), page
