"""A map with tiles of a server behind its places, in a real browser: with consent, in place."""

from __future__ import annotations

import math
import re
from http.server import SimpleHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from browser.serving import serve
from building import build_site, make_edition
from tei_edition.config import make_config
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser.driver import Browser

pytestmark = pytest.mark.browser

NEAR = {"york": (53.96, -1.08), "riga": (56.95, 24.11)}
# On both sides of the antimeridian.
PACIFIC = {"apia": (-13.8, -171.8), "suva": (-18.1, 178.4)}
CREDIT = "© Some <cartographers>"
BUTTON = "document.querySelector('.tei-map-tools button:not([aria-label])')"
# Where the places and the tiles are on the screen.
STATE = """(() => {
  const box = (node) => { const b = node.getBoundingClientRect();
    return [b.x, b.y, b.x + b.width, b.y + b.height]; };
  const listed = (selector, name) => Object.fromEntries([...document.querySelectorAll(selector)]
    .map((node) => [name(node), box(node)]));
  return { tiles: listed('.tei-map image', (node) => node.getAttribute('href')),
           places: listed('.tei-map a', (node) => node.getAttribute('href').split('#')[1]),
           map: box(document.querySelector('.tei-map svg')) };
})()"""
WAIT = "new Promise((done) => setTimeout(done, 400))"


class Tiles(SimpleHTTPRequestHandler):
    """A server whose every tile is a picture."""

    def do_GET(self) -> None:
        """Answer with a picture."""
        picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.end_headers()
        self.wfile.write(picture)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of tiles."""
    yield from serve(tmp_path_factory.mktemp("tiles"), Tiles)


def build_map(folder: Path, places: dict[str, tuple[float, float]], table: str) -> Path:
    """Build an edition that names some places, and return the folder of its site."""
    entries = "".join(
        f"<place xml:id='{name}'><placeName>{name}</placeName><location><geo>{north} {east}</geo>"
        "</location></place>"
        for name, (north, east) in places.items()
    )
    named = "".join(f"<placeName ref='#{name}'>{name}</placeName> " for name in places)
    root = make_edition(
        folder / "e", {"a": f"<text><body><p>{named}</p></body></text>"},
        register=f"<listPlace>{entries}</listPlace>",
    )  # fmt: skip
    with (root / "edition.toml").open("a") as file:
        file.write(f"\n[map]\n{table}\n")
    return build_site(root).out


@pytest.fixture(scope="module", params=[NEAR, PACIFIC], ids=["near", "pacific"])
def edition(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, server: str
) -> tuple[Path, dict[str, tuple[float, float]]]:
    """A site with a map that has tiles, and its places."""
    table = f'tiles = "{server}/{{z}}/{{x}}/{{y}}.svg"\ncredit = "{CREDIT}"\ndeepest = 6\n'
    table += f'terms = "{server}/terms"'
    return build_map(tmp_path_factory.mktemp("map"), request.param, table), request.param


def find_tile(north: float, east: float, level: int) -> tuple[float, float]:
    """The tile of a place and how far in it the place is, by the rule of web maps."""
    count = 2**level
    angle = math.radians(north)
    across = (east + 180) / 360 * count
    down = (1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2 * count
    return across % count, down


def check_places(state: dict[str, Any], places: dict[str, tuple[float, float]]) -> int:
    """See that each place is where its tile has it, and return the level of the tiles."""
    tiles = {
        tuple(map(int, re.findall(r"/(\d+)/(\d+)/(\d+)\.svg$", href)[0])): box
        for href, box in state["tiles"].items()
    }
    (level,) = {z for z, _, _ in tiles}
    for name, (north, east) in places.items():
        across, down = find_tile(north, east, level)
        left, top, right, foot = tiles[level, int(across), int(down)]
        x, y = left + (across % 1) * (right - left), top + (down % 1) * (foot - top)
        west, upper, beyond, lower = state["places"][name]
        assert (west + beyond) / 2 == pytest.approx(x, abs=2)
        assert (upper + lower) / 2 == pytest.approx(y, abs=2)
    return level


def test_tiles_are_loaded_when_the_reader_agrees(
    browser: Browser, edition: tuple[Path, dict[str, tuple[float, float]]], server: str
) -> None:
    """Before, nothing is asked for; after, places are where the tiles have them, at each level."""
    site, places = edition
    page = (site / "edition/gazetteer.html").as_uri()
    host = urlsplit(server).netloc
    browser.open(page)
    browser.evaluate("sessionStorage.clear()")
    browser.open(page)
    assert [url for url in browser.requests if host in url] == []
    assert host in browser.evaluate(f"{BUTTON}.textContent")

    browser.evaluate(f"{BUTTON}.click()")
    browser.evaluate(WAIT)
    state = browser.evaluate(STATE)
    first = check_places(state, places)
    left, top, right, foot = state["map"]
    boxes = state["tiles"].values()
    assert min(b[0] for b in boxes) <= left + 1
    assert max(b[2] for b in boxes) >= right - 1
    assert min(b[1] for b in boxes) <= top + 1
    assert max(b[3] for b in boxes) >= foot - 1
    assert all(180 < b[2] - b[0] < 370 for b in boxes)
    credit = browser.evaluate(
        "(() => { const a = document.querySelector('.tei-map-credit a');"
        " return [a.textContent, a.href]; })()"
    )
    assert credit == [CREDIT, f"{server}/terms"]
    assert browser.evaluate(f"{BUTTON}") is None

    browser.evaluate(f"document.querySelector('.tei-map a[href$={next(iter(places))}]').focus()")
    browser.evaluate("document.querySelector('.tei-map-tools button').click()")
    browser.evaluate("document.querySelector('.tei-map-tools button').click()")
    browser.evaluate(f"document.querySelector('.tei-map a[href$={next(iter(places))}]').blur()")
    browser.evaluate(f"document.querySelector('.tei-map a[href$={next(iter(places))}]').focus()")
    browser.evaluate(WAIT)
    name = next(iter(places))
    nearer = check_places(browser.evaluate(STATE), {name: places[name]})
    assert nearer == min(first + 1, 6)
    assert browser.complaints == []


def test_consent_is_kept_for_the_visit(
    browser: Browser, edition: tuple[Path, dict[str, tuple[float, float]]], server: str
) -> None:
    """And not beyond the page's policy, which allows the host on this page only."""
    site, _ = edition
    page = (site / "edition/gazetteer.html").as_uri()
    browser.open(page)
    browser.evaluate(f"sessionStorage.setItem('tei-images-of {urlsplit(server).netloc}', '1')")
    browser.open(page)
    browser.evaluate(WAIT)

    assert browser.evaluate("document.querySelectorAll('.tei-map image').length") > 3
    assert server in (site / "edition/gazetteer.html").read_text()
    assert not [
        path.name
        for path in site.rglob("*.html")
        if path.name != "gazetteer.html" and server in path.read_text()
    ]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"tiles": "https://a.example/{z}/{x}/{y}.png"}, "map.tiles needs map.credit"),
        ({"tiles": "https://{s}.a.example/{z}/{x}/{y}.png"}, "cannot be the address"),
        ({"tiles": "https://a.example/{z}/{x}/{y}{r}.png"}, "cannot be the address"),
        ({"tiles": "https://a.example/tile.png"}, "cannot be the address"),
        ({"tiles": "tiles/{z}/{x}/{y}.png"}, "cannot be the address"),
        ({"tiles": "javascript:{z}{x}{y}"}, "cannot be the address"),
        ({"tiles": "https://a.example/{z}/{x}/{y", "credit": "A"}, "cannot be the address"),
        ({"terms": "ftp://a.example"}, "cannot be the address"),
    ],
)
def test_wrong_addresses_are_refused(table: dict[str, str], told: str, tmp_path: Path) -> None:
    """With what is wrong."""
    with pytest.raises(EditionError, match=told):
        make_config({"map": table}, tmp_path)
