"""Entities and mentions as RDF: schema.org and Web Annotation, in JSON-LD and in Turtle.

Both are written from the same nodes. Every node has a separate address, so that no reader has
to invent a name for one, and the files are the same at every run. The context of the JSON-LD
is in the file: nobody has to fetch anything to read it.
"""

from __future__ import annotations

import io
import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from tei_edition.exports.records import (
    find_time,
    list_coordinates,
    list_entities,
    list_mentions,
    list_same,
    write_span,
)
from tei_edition.facts.registers import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.mentions import Mention
    from tei_edition.facts.registers import Entity

# Properties by their names, each with a value, or with a list of several.
Node = dict[str, Any]
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "tei": "http://www.tei-c.org/ns/1.0/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# Properties whose values are addresses, and those whose values have a separate datatype.
_LINKS = frozenset({
    "dcterms:conformsTo", "dcterms:isPartOf", "dcterms:license", "oa:hasBody", "oa:hasSelector",
    "oa:hasSource", "oa:hasTarget", "oa:motivatedBy", "oa:renderedVia", "schema:containedInPlace",
    "schema:geo", "schema:isPartOf", "schema:license", "schema:sameAs", "schema:url",
})  # fmt: skip
_TYPES = {
    Kind.PERSON: "schema:Person",
    Kind.ORGANISATION: "schema:Organization",
    Kind.PLACE: "schema:Place",
    Kind.EVENT: "schema:Event",
    Kind.WORK: "schema:CreativeWork",
    Kind.OBJECT: "schema:Thing",
    Kind.TERM: "schema:DefinedTerm",
    Kind.NAME: "schema:Thing",
}
# Which properties say when, by kind and aspect.
_TIMES = {
    (Kind.PERSON, "birth"): ("schema:birthDate", ""),
    (Kind.PERSON, "death"): ("schema:deathDate", ""),
    (Kind.ORGANISATION, "birth"): ("schema:foundingDate", ""),
    (Kind.ORGANISATION, "death"): ("schema:dissolutionDate", ""),
    (Kind.EVENT, "time"): ("schema:startDate", "schema:endDate"),
    (Kind.EVENT, "floruit"): ("schema:startDate", "schema:endDate"),
    (Kind.WORK, "time"): ("schema:dateCreated", ""),
}
ENTITIES, MENTIONS = "data/entities", "data/mentions"


def write_jsonld(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the entities, and the mentions, as JSON-LD with its context."""
    for path, nodes in _list_graphs(holdings):
        yield f"{path}.jsonld", _write_json(nodes)


def write_turtle(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the same statements as Turtle."""
    for path, nodes in _list_graphs(holdings):
        yield f"{path}.ttl", _write_turtle(nodes)


def _list_graphs(holdings: Holdings) -> Iterator[tuple[str, Iterator[Node]]]:
    for path, nodes in (
        (ENTITIES, _describe_entities(holdings)),
        (MENTIONS, _describe_mentions(holdings)),
    ):
        first = next(nodes, None)
        if first is not None:
            yield path, chain([_describe_edition(holdings), first], nodes)


def name_entity(holdings: Holdings, ident: str) -> str:
    """Return the address of an entity in all linked data of an edition."""
    return holdings.locate(f"{ENTITIES}.jsonld") + "#" + quote(ident, safe="")


def _describe_edition(holdings: Holdings) -> Node:
    cited = holdings.citation
    node: Node = {
        "@id": holdings.url,
        "@type": "schema:Collection",
        "schema:name": holdings.title,
        "schema:url": holdings.url,
        "schema:license": holdings.licence,
        "schema:inLanguage": cited.language,
        "dcterms:creator": _unwrap([name.words for name in cited.authors]),
        "dcterms:contributor": _unwrap(holdings.contributors),
        "dcterms:publisher": cited.publisher,
        "dcterms:issued": cited.issued,
        "dcterms:modified": cited.changed,
    }
    return _drop_empty(node)


def _describe_entities(holdings: Holdings) -> Iterator[Node]:
    places = list_coordinates(holdings)
    for entity in list_entities(holdings):
        node = _describe_entity(holdings, entity)
        points = places[entity.id].points if entity.id in places else ()
        if len(points) == 1:
            geo = f"{node['@id']}.geo"
            node["schema:geo"] = geo
            yield _drop_empty(node)
            yield {
                "@id": geo,
                "@type": "schema:GeoCoordinates",
                "schema:latitude": _type_number(points[0][0]),
                "schema:longitude": _type_number(points[0][1]),
            }
        else:
            yield _drop_empty(node)


def _describe_entity(holdings: Holdings, entity: Entity) -> Node:
    catalogue = holdings.book.catalogue
    parent = catalogue.entities.get(entity.parent)
    node: Node = {
        "@id": name_entity(holdings, entity.id),
        "@type": _TYPES[entity.kind],
        "schema:identifier": entity.id,
        "schema:name": _tag(entity.name, entity.language),
        "schema:alternateName": _unwrap([_tag(form.text, form.language) for form in entity.forms]),
        "schema:description": entity.description,
        "schema:url": holdings.locate_page(holdings.book.entity_target(entity.id)),
        "schema:sameAs": _unwrap([_clean_iri(address) for address in list_same(entity)]),
    }
    for (kind, aspect), names in _TIMES.items():
        time = find_time(entity, aspect) if kind is entity.kind else None
        start, _, end = write_span(time).partition("/")
        # Of bounds nobody knows which day between them it was.
        if not names[1] and end:
            continue
        for name, value in zip(names, (start, end or start), strict=True):
            if name and value and value != "..":
                node[name] = _type_date(value)
    if parent is not None and parent.kind is entity.kind is Kind.PLACE:
        node["schema:containedInPlace"] = name_entity(holdings, parent.id)
    return node


def _describe_mentions(holdings: Holdings) -> Iterator[Node]:
    base = holdings.locate(f"{MENTIONS}.jsonld")
    file, prefix, source = "", "", ""
    pages: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for found in list_mentions(holdings):
        text, mention = found.text, found.mention
        if not found.entities:
            continue
        if text.file != file:
            file, pages = text.file, {}
            prefix = f"{base}#{quote(holdings.text_ids[file], safe='')}"
            source = holdings.locate(holdings.addresses.get(file, file))
        name = f"{prefix}.{found.number}"
        for ident in found.entities:
            if ident not in bodies:
                bodies[ident] = name_entity(holdings, ident)
        node: Node = {
            "@id": name,
            "@type": "oa:Annotation",
            "oa:motivatedBy": "oa:identifying",
            "oa:hasBody": _unwrap([bodies[ident] for ident in found.entities]),
            "oa:hasTarget": f"{name}.target",
        }
        docname = holdings.book.find_page(file, mention.anchor)
        if docname not in pages:
            pages[docname] = holdings.locate_page(docname)
        if pages[docname] and mention.anchor:
            node["schema:url"] = f"{pages[docname]}#{quote(mention.anchor)}"
        yield node
        selectors = _select(name, mention)
        target = {
            "@id": f"{name}.target",
            "@type": "oa:SpecificResource",
            "oa:hasSource": source,
            "oa:hasSelector": _unwrap([selector["@id"] for selector in selectors]),
        }
        yield target if selectors else _drop_empty(target)
        yield from selectors


def _select(name: str, mention: Mention) -> list[Node]:
    """Return how the words of a mention are found in its file: by its anchor, and by themselves."""
    found: list[Node] = []
    if mention.anchor:
        found.append({
            "@id": f"{name}.anchor",
            "@type": "oa:FragmentSelector",
            "rdf:value": mention.anchor,
            "dcterms:conformsTo": "http://tools.ietf.org/rfc/rfc3023",
        })  # fmt: skip
    words = mention.quotation
    if words.surface:
        node = {
            "@id": f"{name}.quote",
            "@type": "oa:TextQuoteSelector",
            "oa:exact": words.surface,
            "oa:prefix": words.before,
            "oa:suffix": words.after,
        }
        found.append(node if words.before and words.after else _drop_empty(node))
    return found


def _drop_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value}


_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def _tag(words: str, language: str) -> str | Node:
    if not _TAG.fullmatch(language):
        return words
    return {"@value": words, "@language": language}


def _type_date(value: str) -> str | Node:
    kinds = {1: "xsd:gYear", 2: "xsd:gYearMonth", 3: "xsd:date"}
    if not re.fullmatch(r"-?\d{4,}(-\d\d){0,2}", value):
        return value
    return {"@value": value, "@type": kinds[len(value.lstrip("-").split("-"))]}


def _type_number(number: float) -> Node:
    # In its digits: what a number of JSON becomes depends on who reads it.
    return {"@value": f"{number:.10f}".rstrip("0").rstrip("."), "@type": "xsd:decimal"}


def _clean_iri(address: str) -> str:
    """Return an address without the characters that no IRI may hold (RFC 3987)."""
    return re.sub(r"[\x00-\x20<>\"{}|\\^`]", lambda found: quote(found[0]), address)


def _write_json(nodes: Iterable[Node]) -> bytes:
    context: Node = {**PREFIXES, "rdf": _RDF}
    context |= {name: {"@type": "@id"} for name in sorted(_LINKS)}
    # A node a line: the file can be read by eye and compared by line. It is written as it is made,
    # since a list of the lines would take more memory than the file.
    head = json.dumps(context, ensure_ascii=False, indent=1)
    content = io.BytesIO()
    content.write(f'{{"@context": {head},\n"@graph": ['.encode())
    for number, node in enumerate(nodes):
        content.write(b",\n" if number else b"\n")
        content.write(msgspec.json.encode(node))
    content.write(b"\n]}\n")
    return content.getvalue()


def _unwrap(values: list[Any]) -> Any:
    """Return several values of a property as they are, and a single one without the list."""
    return values[0] if len(values) == 1 else values


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPE = re.compile(r'["\\\n\r\t]')


def _write_turtle(nodes: Iterable[Node]) -> bytes:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()))
    content = io.BytesIO()
    content.write(f"@prefix rdf: <{_RDF}> .\n{head}".encode())
    for node in nodes:
        lines = [f"a {node['@type']}"]
        for key, value in node.items():
            if key[0] != "@":
                write = _write_link if key in _LINKS else _write_literal
                several = isinstance(value, list)
                lines.append(f"{key} {', '.join(map(write, value)) if several else write(value)}")
        words = " ;\n    ".join(lines)
        content.write(f"\n<{node['@id']}> {words} .\n".encode())
    return content.getvalue()


def _write_link(value: str) -> str:
    return value if value.partition(":")[0] in PREFIXES else f"<{value}>"


def _write_literal(value: Any) -> str:
    if not isinstance(value, dict):
        return _quote(str(value))
    words = _quote(value["@value"])
    if "@language" in value:
        return f"{words}@{value['@language']}"
    return f"{words}^^{value['@type']}"


def _quote(words: str) -> str:
    return '"' + _ESCAPE.sub(lambda found: _ESCAPED[found[0]], words) + '"'
