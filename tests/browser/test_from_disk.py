"""The built site opened from a disk, without any server: each of its features works."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driver import Browser

pytestmark = pytest.mark.browser

TEXT = "edition/october/friction.html"


def wait_for(browser: Browser, expression: str) -> Any:
    """Wait until an expression is true in the page, and return it."""
    end = time.monotonic() + 20
    while not (found := browser.find(expression)) and time.monotonic() < end:
        time.sleep(0.1)
    assert found, expression
    return found


def open_page(browser: Browser, site: Path, page: str) -> None:
    """Open a page of the site as a file."""
    browser.open(f"{site.as_uri()}/{page}")


def test_a_witness_is_shown_beside_the_text(browser: Browser, site: Path) -> None:
    """In rows, with the words in which they differ marked; nothing is complained of."""
    open_page(browser, site, f"{TEXT}?beside=L")

    wait_for(browser, "document.querySelectorAll('.tei-parallel-cell').length > 5")
    words = browser.evaluate("document.querySelector('.tei-page').textContent")
    assert "25th of October" in words
    assert "November 7th" in words
    assert browser.evaluate("document.querySelectorAll('.tei-differs').length") > 5
    assert browser.evaluate("document.querySelectorAll('iframe').length") == 0
    assert browser.complaints == []


def test_the_search_quotes_passages(browser: Browser, site: Path) -> None:
    """With links that lead to them."""
    open_page(browser, site, "search.html?q=bourgeoisie")

    wait_for(browser, "document.querySelectorAll('.tei-hits li').length > 0")
    href = browser.evaluate("document.querySelector('.tei-hits a').href")
    assert href.startswith("file:")
    assert "bourgeoisie" in browser.evaluate("document.querySelector('.tei-hits').textContent")
    assert browser.complaints == []


def test_the_search_of_the_start_page_leads_to_results(browser: Browser, site: Path) -> None:
    """What is typed there is asked for on the page of the search."""
    open_page(browser, site, "index.html")
    browser.evaluate(
        "document.querySelector('#tei-start-query').value = 'Kerensky',"
        "setTimeout(() => document.querySelector('.tei-start-search').requestSubmit())"
    )

    wait_for(browser, "location.pathname.endsWith('/search.html')")
    wait_for(browser, "document.querySelectorAll('.tei-result-page').length > 0")


def test_the_start_page_leads_back_to_what_was_read(browser: Browser, site: Path) -> None:
    """To the passage at which a reader was, by its number."""
    open_page(browser, site, TEXT)
    browser.evaluate("localStorage.removeItem('tei-edition-read')")
    browser.evaluate("document.querySelectorAll('.tei-p')[1].scrollIntoView()")
    wait_for(browser, "localStorage.getItem('tei-edition-read')")

    open_page(browser, site, "index.html")

    shown = "document.querySelector('[data-tei-continue]')"
    assert browser.evaluate(f"{shown}.hidden") is False
    href = browser.evaluate(f"{shown}.querySelector('a').href")
    assert href.startswith(f"{site.as_uri()}/{TEXT}#")


def test_views_filters_cards_and_citations_work(browser: Browser, site: Path) -> None:
    """What is chosen is shown; the block of citations has a passage that the reader is at."""
    open_page(browser, site, TEXT)
    choose = (
        "(() => {{ const s = document.querySelector('select[data-tei-view={name}]');"
        " s.value = s.options[1].value; s.dispatchEvent(new Event('change', {{bubbles: true}}));"
        " return document.documentElement.getAttribute('data-tei-{name}'); }})()"
    )
    assert browser.evaluate(choose.format(name="names")) == "plain"
    browser.evaluate(
        "(() => { const s = document.querySelector('.tei-filter select'); s.value = 'L';"
        " s.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )
    assert " of " in browser.evaluate("document.querySelector('.tei-filter-count').textContent")
    assert (
        browser.evaluate("document.querySelectorAll('.tei-cite-forms .tei-cite-text').length") > 2
    )
    assert browser.evaluate("document.querySelectorAll('.tei-page a[data-card]').length") > 5

    open_page(browser, site, "edition/chronology.html")
    filters = json.loads(
        browser.evaluate(
            "JSON.stringify([...document.querySelectorAll('select[data-tei-filter]')]"
            ".map(s => s.options.length))"
        )
    )
    assert all(number > 2 for number in filters)


@pytest.mark.parametrize(
    "page",
    [
        "index.html", TEXT, "edition/index.html", "edition/persons.html",
        "edition/chronology.html", "edition/gazetteer.html", "edition/network.html",
        "edition/witnesses.html", "edition/downloads.html", "edition/data.html", "genindex.html",
        "search.html", "edition/witnesses/L/october/fate.html",
    ],
)  # fmt: skip
def test_every_page_opens_without_complaint(browser: Browser, site: Path, page: str) -> None:
    """No script fails, nothing is forbidden, nothing is asked of another host."""
    open_page(browser, site, page)
    time.sleep(0.3)

    assert browser.complaints == []
    assert [url for url in browser.requests if not url.startswith(("file:", "data:"))] == []


def test_pictures_have_links_to_entries(browser: Browser, site: Path) -> None:
    """Of the map and the network; the files that they lead to are there."""
    for page in ("edition/gazetteer.html", "edition/network.html"):
        open_page(browser, site, page)
        links = browser.evaluate(
            "[...document.querySelectorAll('.tei-page svg a')].map(a => a.href.baseVal)"
        )
        assert links
        for link in links:
            assert (site / "edition" / link.split("#")[0]).is_file()
