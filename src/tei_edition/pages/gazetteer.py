"""Places with coordinates: the facts for their table, and their GeoJSON (RFC 7946)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.facts.pointers import ENTITY
from tei_edition.pages.addresses import GAZETTEER
from tei_edition.pages.fact_xml import make_element, make_page
from tei_edition.pages.place_map import draw_map
from tei_edition.runtime.files import format_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from tei_edition.facts.registers import Coordinates
    from tei_edition.pages.site_plan import SitePlan

GEOJSON = "places.geojson"
Point = tuple[float, float]


class GazetteerPlace(NamedTuple):
    """A place on a map: an entity of a register, or where a text comes from."""

    name: str
    target: str
    id: str
    kind: str
    mentions: int
    coordinates: Coordinates


def list_places(book: SitePlan) -> list[GazetteerPlace]:
    """Every place with coordinates, those of the registers first, by their names unchanged."""
    entities = {entity.id: entity for entity in book.edition.entities}
    counts = _count_mentions(book)
    found: dict[tuple[str, str, str], GazetteerPlace] = {}
    for text in book.edition.files:
        for coordinates in text.coordinates:
            entity = entities.get(coordinates.entity)
            if entity is not None:
                place = GazetteerPlace(
                    entity.name, book.entity_target(entity.id), entity.id, entity.kind,
                    counts.get(entity.id, 0), coordinates,
                )  # fmt: skip
            elif not coordinates.entity and (page := book.find_page(text.file, "")):
                title = book.text_titles.get(text.file, text.file)
                name = ", ".join(filter(None, (title, coordinates.label)))
                place = GazetteerPlace(name, page, book.names[text.file], "text", 0, coordinates)
            else:
                continue
            found.setdefault((place.kind, place.id, coordinates.given), place)
    return sorted(found.values(), key=lambda place: place.kind == "text")


def list_place_pages(book: SitePlan) -> dict[str, etree._Element]:
    """Return the table of places by its docname; none where nothing has coordinates."""
    places = list_places(book)
    if not places:
        return {}
    docname = f"{book.folder}/{GAZETTEER}"
    page = make_page(book, "gazetteer", docname, book.words["Gazetteer"])
    if book.config.pages.downloads and any(place.coordinates.points for place in places):
        page.set("file", GEOJSON)
    if (drawn := draw_map(book, places)) is not None:
        page.append(drawn)
    for place in places:
        points = place.coordinates.points
        is_point = len(points) == 1
        make_element(
            "place", page, name=place.name, target=place.target, given=place.coordinates.given,
            datum="" if points else place.coordinates.datum,
            uri=f"geo:{points[0][0]:.10g},{points[0][1]:.10g}" if is_point else "",
            mentions=str(place.mentions) if place.kind != "text" else "",
        )  # fmt: skip
    return {docname: page}


def make_geojson(book: SitePlan, url: str = "") -> bytes:
    """Every place with coordinates of WGS84 as a collection of features; empty if none has.

    `url` is the address of the site, if it is another than the edition's own.
    """
    features = list(_list_features(book, (url or book.config.edition.url).rstrip("/")))
    if not features:
        return b""
    collection = {"type": "FeatureCollection", "features": features}
    return format_json(collection)


def _list_features(book: SitePlan, url: str) -> Iterator[dict[str, Any]]:
    for place in list_places(book):
        if not place.coordinates.points:
            continue
        properties: dict[str, Any] = {"name": place.name, "kind": place.kind}
        if place.kind != "text":
            properties["mentions"] = place.mentions
        if url:
            page, _, anchor = place.target.partition("#")
            properties["url"] = f"{url}/{page}.html" + (f"#{anchor}" if anchor else "")
        yield {
            "type": "Feature",
            "id": place.id,
            "geometry": make_geometry(place.coordinates.points),
            "properties": properties,
        }


def make_geometry(points: Sequence[Point]) -> dict[str, Any]:
    """Return a point, a line, or an area where the last point is the first.

    Longitude comes first.
    """
    positions = [[east, north] for north, east in points]
    if len(positions) == 1:
        return {"type": "Point", "coordinates": positions[0]}
    if len(positions) > 3 and positions[0] == positions[-1]:
        pairs = pairwise(positions)
        # The area to the left of its border: against the clock.
        is_clockwise = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairs) > 0
        return {"type": "Polygon", "coordinates": [positions[::-1] if is_clockwise else positions]}
    return {"type": "LineString", "coordinates": positions}


def _count_mentions(book: SitePlan) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in book.texts:
        for mention in text.mentions:
            targets = {
                target.id
                for pointer in mention.pointers
                if (target := book.resolver.resolve(pointer, text.file)) and target.kind == ENTITY
            }
            for ident in targets:
                counts[ident] = counts.get(ident, 0) + 1
    return counts
