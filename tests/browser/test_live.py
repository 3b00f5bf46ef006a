"""Open pages follow what is saved, in a real browser."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.problems import Location, problem
from tei_edition.publishing.live import LiveNews
from tei_edition.publishing.serving import ServedSite, make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.driver import Browser

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<body><main><p id="p1">First.</p><p style="height: 3000px"></p><p id="p2">{words}</p></main></body>
</html>
"""
BAR = "(document.getElementById('tei-edition-live')?.innerText ?? '')"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path, LiveNews]]:
    """Two pages that are served live: the address, the folder and the news."""
    (tmp_path / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\n')
    (tmp_path / "a.xml").write_text("<TEI xmlns='http://www.tei-c.org/ns/1.0'/>")
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("one", "two"):
        (pages / f"{name}.html").write_text(PAGE.format(title=name, words="Old words."))
    news = LiveNews()
    site = ServedSite(read_edition(read_config(tmp_path / "edition.toml")), pages, news)
    with make_server(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", pages, news
        news.end()
        server.shutdown()


def wait(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    limit = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_a_page_follows_what_is_saved(browser: Browser, site: tuple[str, Path, LiveNews]) -> None:
    """It is loaded again where the reader was, or where something is new; of others it tells."""
    address, pages, news = site
    browser.open(f"{address}/one.html")
    wait(lambda: browser.evaluate("performance.getEntriesByType('resource').length > 0") is True)
    time.sleep(0.5)  # until the page listens

    (pages / "one.html").write_text(PAGE.format(title="one", words="New words."))
    news.tell_built(["one.html", "two.html"])
    wait(lambda: "New words." in str(browser.evaluate("document.body?.innerText")))
    wait(lambda: float(browser.evaluate("scrollY")) > 1000)
    assert "rgb(208, 135, 0)" in str(
        browser.evaluate("document.querySelector('#p2').style.outline")
    )
    assert browser.evaluate("document.querySelector('#p1').style.outline") == ""

    time.sleep(0.5)
    news.tell_built(["two.html"])
    wait(lambda: "two.html" in str(browser.evaluate(BAR)))
    assert str(browser.evaluate("location.pathname")) == "/one.html"

    place = Location("a.xml", 3, 4)
    news.tell_built([], "not published")
    told = problem("xml-not-well-formed", "mismatched <tag>", place)
    news.tell_checked([told], is_complete=False)
    wait(lambda: "a.xml:3:4: mismatched <tag>" in str(browser.evaluate(BAR)))
    assert "1 error" in str(browser.evaluate(BAR))
    news.tell_built(["two.html"])
    news.tell_checked([], is_complete=True)
    wait(lambda: "mismatched" not in str(browser.evaluate(BAR)))
