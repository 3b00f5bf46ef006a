"""Images beside the text in a real browser: they follow, light up, grow, and ask before loading."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from browser.serving import serve
from tei_edition.config import read_config
from tei_edition.publishing.plain_html import write_html
from test_facsimile import draw_png
from test_page_images import EXAMPLE, make_example, write_text

if TYPE_CHECKING:
    from browser.driver import Browser

pytestmark = pytest.mark.browser

SHOWN = "[...document.querySelectorAll('.tei-image')].map((i) => i.checkVisibility())"
ZONES = "[...document.querySelectorAll('.tei-zones a')].map((a) => a.classList.contains('tei-lit'))"
WORDS = "[...CSS.highlights.get('tei-line')].map((range) => range.toString().trim())"
SCROLLED = "new Promise((done) => { scrollTo(0, 1e6); setTimeout(done, 400); })"
PRESS = "document.querySelector('.tei-image-consent').click()"
WAIT = """new Promise((done) => {{
  const look = () => ({}) ? done(true) : setTimeout(look, 50);
  look();
}})"""
WIDTH = "document.querySelector('.tei-image-canvas').getBoundingClientRect().width"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the example, with more words."""
    root = make_example(tmp_path_factory.mktemp("beside") / "edition")
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace("you left.", "you left.</p><p>" + "word " * 900)
    (root / "tei/letter.xml").write_text(text.replace("back soon.", "back soon. " * 90))
    write_html(read_config(root), root / "plain")
    return (root / "plain/edition/letter.html").as_uri()


def test_image_is_that_of_the_text_being_read(browser: Browser, page: str) -> None:
    """The first is shown at the top, the second at the end; the column stays in the window."""
    browser.open(page, width=1400)
    first = browser.evaluate(SHOWN)
    browser.evaluate(SCROLLED)

    assert first == [True, False]
    assert browser.evaluate(SHOWN) == [False, True]
    top = "document.querySelector('.tei-image.tei-current').getBoundingClientRect().top"
    assert 0 <= browser.evaluate(top) < 300
    assert browser.complaints == []


def test_nothing_is_asked_of_another_host_before_the_reader_agrees(
    browser: Browser, page: str
) -> None:
    """The picture is loaded when the button is pressed, and then on other pages of the window."""
    browser.open(page, width=1400)
    browser.evaluate(SCROLLED)
    before = [url for url in browser.requests if url.startswith("http")]
    browser.evaluate(PRESS)
    browser.evaluate("new Promise((done) => setTimeout(done, 300))")
    after = [url for url in browser.requests if url.startswith("http")]
    browser.evaluate("sessionStorage.clear()")

    assert before == []
    assert after == ["https://images.example.org/verso.jpg"]


def test_zones_and_words_light_up_together(browser: Browser, page: str) -> None:
    """Who comes to a zone by key or mouse sees the words, and who points at words sees the zone."""
    browser.open(page, width=1400)
    browser.evaluate("document.querySelectorAll('.tei-zones a')[0].focus()")
    by_zone = browser.evaluate(WORDS), browser.evaluate(ZONES)
    browser.evaluate("document.activeElement.blur()")
    left = browser.evaluate(ZONES)
    at = browser.evaluate(
        "(() => { const r = new Range(); r.setStartAfter(document.getElementById('lb2'));"
        " r.setEndAfter(document.getElementById('lb2').nextSibling);"
        " const b = r.getClientRects()[0]; return [b.left + b.width / 2, b.top + 9]; })()"
    )
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=at[0], y=at[1])
    browser.evaluate("new Promise((done) => setTimeout(done, 100))")

    assert by_zone == (["Dear friend, it has rained"], [True, False])
    assert left == [False, False]
    assert browser.evaluate(ZONES) == [False, True]
    assert browser.evaluate(WORDS) == ["since you left."]


def test_image_grows_by_buttons_and_keys(browser: Browser, page: str) -> None:
    """The frame keeps its size, and the picture in it is enlarged and made whole again."""
    browser.open(page, width=1400)
    whole = browser.evaluate(WIDTH)
    browser.evaluate("document.querySelector('.tei-image-tools button').click()")
    near = browser.evaluate(WIDTH)
    browser.evaluate("document.querySelector('.tei-image-frame').focus()")
    browser.press("0")

    assert near == pytest.approx(whole * 1.5, abs=2)
    assert browser.evaluate(WIDTH) == pytest.approx(whole, abs=2)


def test_narrow_windows_open_the_image_over_the_foot(browser: Browser, page: str) -> None:
    """It is closed first; open, it leaves half of the window and the text where it is."""
    browser.open(page, width=390, height=800)
    top = "document.querySelector('.tei-text p').getBoundingClientRect().top"
    closed = browser.evaluate(SHOWN), browser.evaluate(top)
    browser.evaluate("document.querySelector('.tei-image-toggle').click()")
    box = "document.querySelector('.tei-facsimile').getBoundingClientRect()"

    assert closed[0] == [False, False]
    assert browser.evaluate(SHOWN) == [True, False]
    assert browser.evaluate(top) == closed[1]
    assert browser.evaluate(f"{box}.height") <= 450
    assert browser.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_no_number_of_a_page_is_upon_the_text(browser: Browser, page: str) -> None:
    """A break between two paragraphs has a line to itself."""
    browser.use_scripts(on=False)
    try:
        browser.open(page, width=1400)
        boxes = browser.evaluate("""[...document.querySelectorAll(".tei-aside .tei-break-number")]
          .map((number) => [number.getBoundingClientRect().bottom,
            number.closest(".tei-aside").nextElementSibling.getBoundingClientRect().top])""")
    finally:
        browser.use_scripts(on=True)

    assert boxes
    assert all(lower <= upper for lower, upper in boxes)


def test_without_scripts_all_images_and_links_are_there(browser: Browser, page: str) -> None:
    """The column has every image, and no button that would do nothing."""
    browser.use_scripts(on=False)
    try:
        browser.open(page, width=1400)
        tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.use_scripts(on=True)
    named = [(n["role"]["value"], n.get("name", {}).get("value")) for n in tree if "role" in n]

    assert ("image", "Image of 1r") in named
    assert ("link", "Image of 1v") in named
    assert ("link", "To the text: 2") in named
    assert not [name for role, name in named if role == "button"]


class _Service(SimpleHTTPRequestHandler):
    """A IIIF Image service of one picture, in one size."""

    def do_GET(self) -> None:
        host = self.headers["Host"]
        info = {
            "@context": "http://iiif.io/api/image/3/context.json", "id": f"http://{host}/iiif/x",
            "type": "ImageService3", "protocol": "http://iiif.io/api/image", "profile": "level0",
            "width": 120, "height": 80, "sizes": [{"width": 120, "height": 80}],
        }  # fmt: skip
        is_info = self.path.endswith("info.json")
        data = json.dumps(info).encode() if is_info else draw_png(120, 80)
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if is_info else "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(data)


def test_images_of_services_are_enlarged_by_the_viewer(browser: Browser, tmp_path: Path) -> None:
    """After the reader has agreed, and enlarges the image, the viewer loads it by its tiles."""
    root = make_example(tmp_path / "edition")
    with contextmanager(serve)(tmp_path, _Service) as base:
        zone = '<zone xml:id="z" ulx="0" uly="0" lrx="60" lry="40"/>'
        graphic = f'<graphic url="{base}/iiif/x/info.json" width="120px" height="80px"/>'
        write_text(
            root, f'<surface xml:id="s">{graphic}{zone}</surface>',
            '<pb facs="#s"/><p xml:id="words" facs="#z">Words.</p>',
        )  # fmt: skip
        write_html(read_config(root), root / "plain")
        browser.open((root / "plain/edition/letter.html").as_uri(), width=1400)
        before = list(browser.requests)
        browser.evaluate(PRESS)
        browser.evaluate(WAIT.format("document.querySelector('.tei-image img')?.complete"))
        browser.evaluate("document.querySelector('.tei-image-tools button').click()")
        browser.evaluate(WAIT.format("document.querySelector('.tei-image-viewer svg')"))
        browser.evaluate("document.querySelector('.tei-image-viewer svg a').focus()")

    assert not [url for url in before if url.startswith("http")]
    assert f"{base}/iiif/x/info.json" in browser.requests
    lit = "document.getElementById('words').classList.contains('tei-lit')"
    assert browser.evaluate(lit)
    assert browser.complaints == []


def test_tiles_of_the_edition_are_loaded_when_the_reader_comes_nearer(
    browser: Browser, tmp_path: Path
) -> None:
    """From the site itself, those that are looked at, each at an address that is there."""
    image = pytest.importorskip("PIL.Image")
    root = make_example(tmp_path / "e", "[facsimile]\ntiles = true\n")
    image.linear_gradient("L").resize((2500, 1300)).save(root / "tei/images/large.png")
    write_text(root, "", '<p><pb facs="images/large.png"/>Words.</p>')
    write_html(read_config(root), root / "plain")
    browser.open((root / "plain/edition/letter.html").as_uri(), width=1400)
    browser.evaluate("document.querySelector('.tei-image-tools button').click()")
    browser.evaluate(WAIT.format("document.querySelector('.tei-image-viewer canvas')"))
    browser.evaluate("document.querySelector('.tei-image-tools button').click()")
    browser.evaluate("new Promise((done) => setTimeout(done, 1500))")
    tiles = [url for url in browser.requests if ".tiles/" in url]

    assert tiles
    assert all(Path(url2pathname(urlsplit(url).path)).is_file() for url in tiles)
    assert any("/0,0,1024,1024/" in url or "/0,0,2048,1300/" in url for url in tiles)
    assert browser.complaints == []
