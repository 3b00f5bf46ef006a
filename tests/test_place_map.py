"""The map of places: coasts cut to a window, on any side of the antimeridian, and circles on it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from building import make_edition
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.coastline import (
    Projection,
    Window,
    clip,
    draw_coast,
    fit_window,
    read_rings,
    unwrap,
)
from tei_edition.pages.gazetteer import list_place_pages
from tei_edition.publishing.exporting import plan_site
from tei_edition.runtime.resources import find_resource

if TYPE_CHECKING:
    from lxml import etree

X = "{urn:tei-edition:facts}"


def fit(*positions: tuple[float, float]) -> Projection:
    """The picture of some positions (longitude, latitude)."""
    return fit_window(positions, width=960, least=420, most=640, smallest=26)


def read_points(path: str) -> list[list[tuple[float, float]]]:
    """The rings of a path, as points in the picture."""
    rings = []
    for ring in re.findall(r"M([^z]+)z", path):
        start, _, steps = ring.partition("l")
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", f"{start} {steps}")]
        x, y = numbers[0], numbers[1]
        points = [(x, y)]
        for at in range(2, len(numbers), 2):
            x, y = x + numbers[at], y + numbers[at + 1]
            points.append((x, y))
        rings.append(points)
    return rings


def covers(rings: list[list[tuple[float, float]]], x: float, y: float) -> bool:
    """Whether a point is on land: inside an odd number of rings."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
    return inside


@pytest.mark.parametrize("name", ["openseadragon", "world-atlas"])
def test_what_is_shipped_is_what_its_source_says(name: str) -> None:
    """The checksum of each file is the one that is stated beside it, with its licence."""
    folder = find_resource(f"pages/vendor/{name}")
    source = tomllib.loads((folder / "SOURCE.toml").read_text(encoding="utf-8"))
    sums = {path.rpartition("/")[2]: expected for path, expected in source["files"].items()}

    assert {"LICENSE", "LICENSE.txt"} & sums.keys()
    for file, expected in sums.items():
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == expected
    assert {p.name for p in folder.iterdir()} == {*sums, "SOURCE.toml"}


@pytest.mark.parametrize(
    ("positions", "middle"),
    [
        ([(30.0, 60.0), (37.6, 55.8)], 33.8),
        ([(178.4, -18.1), (-171.8, -13.8)], -176.7),
        ([(-179.0, 0.0), (179.0, 0.0)], 180.0),
        ([(10.0, 0.0)], 10.0),
        ([(-170.0, 0.0), (-160.0, 10.0)], -165.0),
    ],
)
def test_the_window_is_centred_on_its_places(
    positions: list[tuple[float, float]], middle: float
) -> None:
    """Around the widest gap between them, on either side of the antimeridian."""
    picture = fit(*positions)
    window = picture.window

    assert ((window.west + window.east) / 2 - middle) % 360 == pytest.approx(0, abs=1e-6)
    assert 420 <= picture.height <= 640
    for east, north in positions:
        x, y = picture.place(picture.wrap(east), north)
        assert 0 <= x <= picture.width
        assert 0 <= y <= picture.height


@pytest.mark.parametrize(
    ("positions", "land", "water"),
    [
        # The Baltic: Moscow, Riga's hinterland; the Gulf of Finland, the sea off Gotland.
        ([(30.3, 59.9), (37.6, 55.8)], [(37.6, 55.8), (26.0, 56.5)], [(26.0, 59.9), (19.5, 56.9)]),
        # The Pacific: Chukotka on both sides of the antimeridian; the Arctic Ocean beside it.
        (
            [(166.0, 60.0), (-150.0, 64.0)],
            [(178.0, 66.9), (-174.0, 66.6), (-150.0, 66.0)],
            [(-178.0, 60.0), (170.0, 57.0), (-170.0, 68.5)],
        ),
        # The world: a continent each, and the oceans.
        (
            [(-122.0, 37.0), (151.0, -33.0), (12.0, 42.0)],
            [(-100.0, 40.0), (135.0, -25.0), (20.0, 10.0)],
            [(-30.0, 30.0), (-150.0, 20.0)],
        ),
        # Antarctica is land to the edge of the picture.
        ([(0.0, -70.0), (60.0, -72.0)], [(30.0, -75.0), (20.0, -74.5)], [(30.0, -60.0)]),
    ],
)
def test_land_is_where_it_is(
    positions: list[tuple[float, float]],
    land: list[tuple[float, float]],
    water: list[tuple[float, float]],
) -> None:
    """No band runs across an ocean where a coast crosses the antimeridian."""
    picture = fit(*positions)
    rings = read_points(draw_coast(picture))

    def is_land(east: float, north: float) -> bool:
        return covers(rings, *picture.place(picture.wrap(east), north))

    assert [place for place in land if not is_land(*place)] == []
    assert [place for place in water if is_land(*place)] == []


@pytest.mark.parametrize("is_fine", [False, True])
def test_no_ring_leaps(is_fine: bool) -> None:
    """From one point to the next it is never half around the globe, except through a pole."""
    rings = read_rings(is_fine=is_fine)

    assert len(rings) > 100
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            assert abs(x2 - x1) < 180 or abs(y1) == abs(y2) == 90


def test_a_ring_around_a_pole_is_closed_through_it() -> None:
    """All south of it is then inside."""
    ring = unwrap([(east % 360 - 180, -65.0) for east in range(0, 361, 30)])

    assert ring[-2:] == ((180.0, -90.0), (-180.0, -90.0))
    inner = clip(ring, Window(-20, -80, 20, -70))
    assert {round(x) for x, _ in inner} == {-20, 20}
    assert {round(y) for _, y in inner} == {-80, -70}


def test_a_map_is_light() -> None:
    """Of Europe and of the world it has no more than a page can bear."""
    assert len(draw_coast(fit((-9, 38), (37, 55), (12, 42), (10, 60)))) < 80_000
    assert len(draw_coast(fit((-170, -50), (-50, 70), (60, 0), (150, 70)))) < 60_000


PLACES = [
    ("berlin", "Berlin", "52.5 13.4", 5), ("potsdam", "Potsdam <b>", "52.4 13.06", 1),
    ("apia", "Apia", "-13.8 -171.8", 2), ("suva", "Suva", "-18.1 178.4", 1),
    ("area", "An area", "10,20 10,22 12,22 12,20 10,20", 0), ("grid", "Grid", "", 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> etree._Element:
    """The facts of the page with the map of an edition."""
    entries = "".join(
        f'<place xml:id="{ident}"><placeName>{name.replace("<", "&lt;")}</placeName>'
        f"<location><geo>{geo}</geo></location></place>"
        for ident, name, geo, _ in PLACES
    )
    named = "".join(
        f'<placeName ref="#{ident}">x</placeName> ' * times for ident, _, _, times in PLACES
    )
    letter = f"<text><body><p>{named}</p></body></text>"
    folder = make_edition(
        tmp_path_factory.mktemp("map") / "e", {"a": letter, "b": letter},
        register=f"<listPlace>{entries}</listPlace>",
    )  # fmt: skip
    for path in (folder / "tei/a.xml", folder / "tei/b.xml"):
        sent = (
            '</fileDesc><profileDesc><correspDesc><correspAction type="sent"><persName>A</persName>'
            '<placeName ref="#berlin">B</placeName></correspAction><correspAction type="received">'
            '<persName>C</persName><placeName ref="#apia">A</placeName></correspAction>'
            "</correspDesc></profileDesc>"
        )
        path.write_text(path.read_text().replace("</fileDesc>", sent))
    book = plan_site(read_edition(read_config(folder)))
    (page,) = list_place_pages(book).values()
    found = page.find(f"{X}map")
    assert found is not None
    return found


def list_shapes(drawn: etree._Element, kind: str) -> list[etree._Element]:
    """The shapes of a kind."""
    return [shape for shape in drawn.iter(f"{X}shape") if shape.get("kind") == kind]


def test_places_that_would_touch_are_one_circle(drawn: etree._Element) -> None:
    """It has their number, and leads to the list of them, the most mentioned first."""
    (cluster,) = drawn.iter(f"{X}cluster")
    joined = next(s for s in list_shapes(drawn, "circle") if s.get("class") == "places")

    assert [member.get("name") for member in cluster] == ["Berlin", "Potsdam <b>"]
    assert joined.get("target") == f"edition/gazetteer#{cluster.get('anchor')}"
    assert joined.get("label", "").endswith("Berlin, Potsdam <b>")
    assert [s.get("text") for s in list_shapes(drawn, "text") if s.get("class") == "number"] == [
        "2"
    ]


def test_a_single_place_leads_to_its_entry(drawn: etree._Element) -> None:
    """Its circle is the larger, the oftener it is named; what has no coordinates has none."""
    single = {s.get("target"): s for s in list_shapes(drawn, "circle") if s.get("class") == "place"}

    assert set(single) == {f"edition/places#{name}" for name in ("apia", "suva", "area")}
    sizes = [float(single[f"edition/places#{n}"].get("r", "")) for n in ("apia", "suva", "area")]
    assert sizes == sorted(sizes, reverse=True)
    assert single["edition/places#apia"].get("label") == "Apia, 6 mentions"


def test_labels_do_not_cover_each_other(drawn: etree._Element) -> None:
    """Nor do they leave the picture."""
    names = [s for s in list_shapes(drawn, "text") if s.get("class") == "name"]
    boxes = [(float(s.get("x", "")), float(s.get("y", "")), s.get("text", "")) for s in names]

    assert {"Apia", "Suva"} <= {text for _, _, text in boxes}
    for (x1, y1, one), (x2, y2, two) in combinations(boxes, 2):
        assert abs(y1 - y2) > 10 or x1 + len(one) * 6 < x2 or x2 + len(two) * 6 < x1
    assert all(0 <= x <= 960 for x, _, _ in boxes)


def test_letters_are_lines_between_their_places(drawn: etree._Element) -> None:
    """One for each pair of places, with the number of letters."""
    (route,) = list_shapes(drawn, "line")

    assert route.get("label") == "From Berlin to Apia: 2 letters"
    assert abs(float(route.get("x1", "")) - float(route.get("x2", ""))) > 100
