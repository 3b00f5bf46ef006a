"""Places with coordinates: read, listed, and given away as GeoJSON."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from building import make_edition
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.gazetteer import list_place_pages, make_geojson
from tei_edition.publishing.exporting import plan_site
from tei_edition.publishing.plain_html import write_html
from tei_edition.reader.coordinates import parse_points

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.pages.site_plan import SitePlan

REGISTER = """<listPlace>
<place xml:id="petrograd"><placeName>Petrograd</placeName>
  <location><geo>59.95 30.32</geo></location></place>
<place xml:id="field"><placeName>A field</placeName>
  <location><geo decls="#grid">TQ 30 80</geo></location></place>
<place xml:id="island"><placeName>An island</placeName>
  <location><geo>10,20 10,21 11,21 11,20 10,20</geo></location></place>
<place xml:id="road"><placeName>A road</placeName><geo>1 2 3 4</geo></place>
<place xml:id="nowhere"><placeName>Nowhere</placeName><geo/></place>
</listPlace>"""
HEADER = """<encodingDesc><geoDecl xml:id="grid" datum="OSGB36"/>
<geoDecl xml:id="gps" datum="WGS84"/></encodingDesc>"""
TEXT = """<text><body><p><placeName ref="#petrograd">Petrograd</placeName>,
<placeName ref="#petrograd #road">the city</placeName></p></body></text>"""


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition with places of every kind."""
    toml = "[edition]\nurl = 'https://example.org/edition/'\nlanguage = 'en'\n"
    root = make_edition(tmp_path / "e", {"one": TEXT}, register=REGISTER, toml=toml)
    register = root / "tei" / "register.xml"
    content = register.read_text().replace("</fileDesc>", f"</fileDesc>{HEADER}")
    register.write_text(content)
    return root


def make_book(root: Path) -> SitePlan:
    """Where everything of the edition stands."""
    return plan_site(read_edition(read_config(root)))


@pytest.mark.parametrize(
    ("given", "points"),
    [
        ("59.95 30.32", [(59.95, 30.32)]),
        ("59.95, 30.32", [(59.95, 30.32)]),
        ("59.95,30.32", [(59.95, 30.32)]),
        ("-33.9 +151.2", [(-33.9, 151.2)]),
        ("59.95 30.32 12", [(59.95, 30.32)]),
        ("1 2 3 4", [(1.0, 2.0), (3.0, 4.0)]),
        ("1,2 3,4", [(1.0, 2.0), (3.0, 4.0)]),
        ("90 180", [(90.0, 180.0)]),
        ("59.95 N 30.32 E", [(59.95, 30.32)]),
        ("30.32 E, 59.95 N", [(59.95, 30.32)]),
        ("59°57′N 30°19′E", [(59.95, 30.316667)]),
        ("59° 57' 30\" N; 30° 19' 12\" W", [(59.958333, -30.32)]),
        ("S 33,9° E 151,2°", [(-33.9, 151.2)]),
        ("geo:59.95,30.32", [(59.95, 30.32)]),
    ],
)
def test_coordinates_are_read(given: str, points: list[tuple[float, float]]) -> None:
    """Latitude and longitude in the ways in which editors write them."""
    assert parse_points(given) == points


@pytest.mark.parametrize(
    "given",
    [
        "",
        "59.95",
        "91 0",
        "0 181",
        "1 2 3 4 5",
        "a b",
        "59°57′ 30°19′",
        "59.95 N 30.32 N",
        "59.95 N",
        "59°60′N 30°19′E",
        "91 N 30 E",
        "59 N 30 O",
    ],
)
def test_what_is_no_coordinates(given: str) -> None:
    """Numbers that are none of this earth, and degrees in words."""
    assert parse_points(given) == []


def test_places_are_listed(edition: Path) -> None:
    """Each with its entry, what is given, a link for maps where it is a point, its mentions."""
    page = list_place_pages(make_book(edition))["edition/gazetteer"]

    names = ("name", "given", "datum", "uri", "mentions")
    assert [tuple(place.get(name) for name in names) for place in page.iter("{*}place")] == [
        ("Petrograd", "59.95 30.32", "", "geo:59.95,30.32", "2"),
        ("A field", "TQ 30 80", "OSGB36", "", "0"),
        ("An island", "10,20 10,21 11,21 11,20 10,20", "", "", "0"),
        ("A road", "1 2 3 4", "", "", "1"),
    ]
    assert page.get("file") == "places.geojson"


def test_geojson_is_what_the_standard_says(edition: Path) -> None:
    """RFC 7946: longitude first, areas against the clock, and each feature known by its id."""
    collection = json.loads(make_geojson(make_book(edition)))

    assert collection["type"] == "FeatureCollection"
    features = {feature["id"]: feature for feature in collection["features"]}
    assert list(features) == ["petrograd", "island", "road"]
    assert features["petrograd"] == {
        "type": "Feature",
        "id": "petrograd",
        "geometry": {"type": "Point", "coordinates": [30.32, 59.95]},
        "properties": {
            "name": "Petrograd",
            "kind": "place",
            "mentions": 2,
            "url": "https://example.org/edition/edition/places.html#petrograd",
        },
    }
    (ring,) = features["island"]["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert _area(ring) > 0
    assert features["road"]["geometry"] == {
        "type": "LineString", "coordinates": [[2.0, 1.0], [4.0, 3.0]],
    }  # fmt: skip


def _area(ring: list[list[float]]) -> float:
    """Twice the area of a ring; positive where it runs against the clock."""
    pairs = pairwise(ring)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)


def test_a_text_may_have_a_place_of_its_own(tmp_path: Path) -> None:
    """Coordinates in a header are those of its text: where an inscription was found."""
    root = make_edition(tmp_path / "e", {"one": TEXT})
    path = root / "tei" / "one.xml"
    found = "<origPlace><placeName>Tindari</placeName><geo>38.1 15.0</geo></origPlace>"
    path.write_text(
        path.read_text().replace("<sourceDesc><p>None.</p>", f"<sourceDesc><bibl>{found}</bibl>")
    )
    book = make_book(root)

    (page,) = list_place_pages(book).values()
    (place,) = page.iter("{*}place")

    assert place.get("name", "").endswith(", Tindari")
    assert (place.get("target"), place.get("mentions")) == ("edition/one", "")
    (feature,) = json.loads(make_geojson(book))["features"]
    assert (feature["id"], feature["geometry"]["coordinates"]) == ("one", [15.0, 38.1])


def test_the_file_is_offered(edition: Path, tmp_path: Path) -> None:
    """The page of places leads to it, the checksums know it."""
    write_html(read_config(edition), tmp_path / "out")

    page = (tmp_path / "out/edition/gazetteer.html").read_text()
    assert 'href="../places.geojson"' in page
    assert 'href="geo:59.95,30.32"' in page
    collection: dict[str, Any] = json.loads((tmp_path / "out/places.geojson").read_text())
    assert len(collection["features"]) == 3
    assert "places.geojson" in (tmp_path / "out/manifest-sha256.txt").read_text()


def test_no_places_no_page(tmp_path: Path) -> None:
    """Without coordinates there is neither page nor file."""
    book = make_book(make_edition(tmp_path / "e", {"one": TEXT}))

    assert list_place_pages(book) == {}
    assert make_geojson(book) == b""
