"""Places as GeoJSON (RFC 7946), and as Linked Places (LPF 1.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tei_edition.exports.linked_data import name_entity
from tei_edition.exports.records import (
    find_time,
    list_coordinates,
    list_entities,
    list_same,
    write_span,
)
from tei_edition.facts.registers import Kind
from tei_edition.pages.gazetteer import GEOJSON, make_geojson, make_geometry
from tei_edition.runtime.files import format_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.registers import Entity

LINKED_PLACES = "data/places.lpf.json"
_CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1"
    ".jsonld"
)


def write_geojson(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield every place with coordinates of WGS84, if there is one."""
    if geojson := make_geojson(holdings.book, holdings.url):
        yield GEOJSON, geojson


def write_linked_places(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the places whose type `[places] fclasses` maps to a class of GeoNames.

    A class is required of each, and the edition alone can say which it is.
    """
    features = [
        feature
        for entity in list_entities(holdings)
        if entity.kind is Kind.PLACE and (feature := _describe_place(holdings, entity))
    ]
    if features:
        collection = {
            "type": "FeatureCollection",
            "@context": _CONTEXT,
            "features": features,
        }
        yield LINKED_PLACES, format_json(collection)


def _describe_place(holdings: Holdings, entity: Entity) -> dict[str, Any] | None:
    fclass = holdings.config.places.fclasses.get(entity.type)
    if not fclass:
        return None
    page = holdings.locate_page(holdings.book.entity_target(entity.id))
    citation = {"label": holdings.title or holdings.url, "@id": page or holdings.url}
    names = dict.fromkeys([
        (entity.name, entity.language), *((f.text, f.language) for f in entity.forms)
    ])  # fmt: skip
    feature: dict[str, Any] = {
        "@id": name_entity(holdings, entity.id),
        "type": "Feature",
        "properties": {"title": entity.name, "fclasses": [fclass]},
    }
    if span := _write_when(entity):
        feature["when"] = {"timespans": [span]}
    feature["names"] = [
        {"toponym": name, **({"lang": language} if language else {}), "citations": [citation]}
        for name, language in names
    ]
    if entity.type:
        feature["types"] = [{"label": entity.type}]
    places = list_coordinates(holdings)
    if entity.id in places:
        feature["geometry"] = make_geometry(places[entity.id].points)
    if same := list_same(entity):
        feature["links"] = [{"type": "exactMatch", "identifier": address} for address in same]
    if entity.description:
        feature["descriptions"] = [{"value": entity.description, "@id": page or holdings.url}]
    return feature


def _write_when(entity: Entity) -> dict[str, Any]:
    """Return what the entry says of when a place was there; nothing if it says nothing."""
    start = write_span(find_time(entity, "birth", "time", "floruit")).partition("/")[0]
    found = write_span(find_time(entity, "death", "time", "floruit"))
    end = found.partition("/")[2] or found
    span = {
        side: {"in": day}
        for side, day in (("start", start), ("end", end))
        if re.fullmatch(r"-?\d{4,}(-\d\d){0,2}", day)
    }
    return span if "start" in span else {}
