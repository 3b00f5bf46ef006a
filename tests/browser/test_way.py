"""Readers find their way in a real browser: by keys, by the address, with and without scripts."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from browser.serving import serve
from building import find_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.driver import Browser

pytestmark = pytest.mark.browser

TEXT = "edition/october/fate.html"
# One page of each kind.
KINDS = (
    TEXT, "edition/october.html", "edition/persons.html", "edition/chronology.html",
    "edition/gazetteer.html", "edition/witnesses.html", "edition/downloads.html",
    "edition/index.html", "edition/witnesses/L/october/fate.html", "index.html",
)  # fmt: skip
# What Sphinx alone makes.
SITE_ONLY = ("genindex.html", "search.html", "manual/how-to/stylesheet.html")
WIDE, NARROW = 1400, 380
MOST = 200_000


@pytest.fixture(scope="module", params=["site", "plain"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The site of Sphinx, and the pages made by XSLT alone."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the site is served."""
    yield from serve(folder)


@pytest.fixture
def text(browser: Browser, address: str) -> str:
    """The address of a page of a text, opened by somebody who has never been here."""
    browser.open(f"{address}/{TEXT}")
    browser.evaluate("localStorage.clear()")
    browser.open(f"{address}/{TEXT}")
    return f"{address}/{TEXT}"


def wait_for(ask: Callable[[], Any], expected: Any) -> None:
    """Wait until an answer is as expected, and fail if it is not within some seconds."""
    end = time.monotonic() + 5
    while (found := ask()) != expected and time.monotonic() < end:
        time.sleep(0.05)
    assert found == expected


def describe_focus(browser: Browser) -> str:
    """What has the focus: a path of tags that is its own on the page, and whether one sees it."""
    return str(
        browser.evaluate("""(() => {
          const place = (node) => node === document.documentElement ? "" : place(node.parentNode)
            + "/" + [...node.parentNode.children].indexOf(node);
          const box = document.activeElement.getBoundingClientRect();
          const seen = box.right > 0 && box.left < innerWidth
            && box.bottom > 0 && box.top < innerHeight;
          return place(document.activeElement) + (seen && box.width ? "" : " unseen");
        })()""")
    )


# What a reader can do something with, as far as it is shown; a group of radio buttons has one stop.
REACHABLE = """(() => {
  const place = (node) => node === document.documentElement ? "" : place(node.parentNode)
    + "/" + [...node.parentNode.children].indexOf(node);
  return [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
    .filter(node => node.type !== "hidden" && node.checkVisibility({ visibilityProperty: true }))
    .map(place);
})()"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("page", [TEXT, "edition/persons.html", "edition/chronology.html"])
def test_keys_alone_reach_everything(page: str, width: int, browser: Browser, address: str) -> None:
    """Tab comes to all that can be used, from the first to the last, and each is in sight."""
    browser.open(f"{address}/{page}", width=width)
    browser.evaluate(
        "document.head.insertAdjacentHTML('beforeend',"
        "'<style>* { transition: none !important; scroll-behavior: auto !important }</style>')"
    )
    wanted = browser.evaluate(REACHABLE)
    reached: list[str] = []
    for _ in range(2 * len(wanted)):
        browser.press("Tab")
        found = describe_focus(browser)
        if found.startswith("/1 "):
            break  # the body: the browser's own buttons come next
        reached.append(found)

    assert len(wanted) > 15
    assert [place for place in reached if place.endswith("unseen")] == []
    assert sorted(set(wanted) - set(reached)) == []


def test_the_first_key_skips_to_the_text(browser: Browser, text: str) -> None:
    """The first stop is a link that leads past what stands before the text."""
    browser.press("Tab")
    href = browser.evaluate("document.activeElement.getAttribute('href')")
    browser.press("Enter")

    assert href.startswith("#")
    wait_for(lambda: browser.evaluate("location.hash"), href)
    assert browser.evaluate("document.querySelector(':target') !== null")


def test_every_paragraph_has_a_link_to_itself(browser: Browser, text: str) -> None:
    """The number of a paragraph is called what it does, moves nothing, and leads to it."""
    browser.evaluate("""
      window.link = document.querySelector(".tei-passage-number");
      window.box = () => JSON.stringify([...document.querySelectorAll(".tei-p")]
        .map(p => p.getBoundingClientRect().top));
      window.before = box();""")
    sign = 'getComputedStyle(link, "::before").opacity'
    unseen = browser.evaluate(sign)
    browser.evaluate("link.focus({ focusVisible: true })")

    assert browser.evaluate("link.getAttribute('aria-label')") == "Link to paragraph 4"
    assert (unseen, browser.evaluate(sign)) == ("0", "1")
    assert browser.evaluate("box() === before")
    browser.press("Enter")
    wait_for(lambda: browser.evaluate("location.hash"), "#p4")
    assert browser.evaluate("document.querySelector(':target').id") == "p4"


def scroll(browser: Browser, selector: str) -> None:
    """Scroll so that an element begins a little below the top of the window."""
    browser.evaluate(f"""
      document.documentElement.style.scrollBehavior = "auto";
      scrollBy(0, document.querySelector("{selector}").getBoundingClientRect().top - 60);""")


def test_the_address_follows_the_reading(browser: Browser, text: str) -> None:
    """What is read stands in the address, with what it had; the way back stays as it was."""
    browser.open(f"{text}?spelling=reg")
    browser.evaluate("""window.told = [];
      document.addEventListener("tei:passage", event => told.push(event.detail));
      window.entries = history.length;""")
    scroll(browser, "#p7")
    wait_for(lambda: browser.evaluate("location.search + location.hash"), "?spelling=reg#p7")
    scroll(browser, "#p5")
    wait_for(lambda: browser.evaluate("location.hash"), "#p5")
    browser.evaluate("scrollTo(0, 0)")
    wait_for(lambda: browser.evaluate("location.href"), f"{text}?spelling=reg")

    assert browser.evaluate("history.length === entries")
    assert browser.evaluate("told") == [
        {"anchor": "p7", "label": "7"}, {"anchor": "p5", "label": "5"}, {"anchor": "", "label": ""},
    ]  # fmt: skip


def test_the_address_stays_if_a_reader_wants_it(browser: Browser, text: str) -> None:
    """It is switched off among the views, for good, and no address has it."""
    browser.evaluate("""{
      const choice = document.querySelector("[data-tei-view=address]");
      choice.value = "stay";
      choice.dispatchEvent(new Event("change"));
      document.addEventListener("tei:passage", event => { window.told = event.detail.anchor; });
    }""")
    scroll(browser, "#p7")
    wait_for(lambda: browser.evaluate("window.told"), "p7")

    assert browser.evaluate("location.href") == text
    browser.open(text)
    assert browser.evaluate("document.querySelector('[data-tei-view=address]').value") == "stay"


def test_an_open_note_keeps_the_address(browser: Browser, text: str) -> None:
    """Scrolling while a note is open does not change what the address names."""
    browser.evaluate("document.querySelector('.tei-note-mark, .footnote-reference').click()")
    wait_for(lambda: browser.evaluate("location.hash"), "#n-november")
    browser.evaluate("document.addEventListener('tei:passage', () => { window.told = true; })")
    scroll(browser, "#p8")
    wait_for(lambda: browser.evaluate("window.told"), True)

    assert browser.evaluate("location.hash") == "#n-november"


def test_keys_are_there_for_those_who_want_them(browser: Browser, text: str) -> None:
    """No key of ours does anything until it is switched on (WCAG 2.2, 2.1.4); then they lead on."""
    browser.press("n")
    browser.press("/")
    time.sleep(0.3)
    assert browser.evaluate("location.href") == text
    assert browser.evaluate("document.activeElement === document.body")

    browser.evaluate("localStorage.setItem('tei-edition-views', '{\"keys\": \"on\"}')")
    browser.open(text)
    for _ in range(2):
        browser.press("j")
    numbers = browser.evaluate("document.activeElement.textContent")
    browser.press("k")
    assert int(browser.evaluate("document.activeElement.textContent")) == int(numbers) - 1
    browser.press("?", shift=True)
    assert browser.evaluate("document.activeElement.parentNode.open")
    assert browser.evaluate("document.activeElement.parentNode.querySelectorAll('kbd').length") == 7
    following = browser.evaluate("document.querySelector('link[rel=next]').href")
    browser.press("n")
    wait_for(lambda: browser.evaluate("location.href"), following)
    browser.evaluate("localStorage.clear()")


def test_escape_puts_a_card_away(browser: Browser, text: str) -> None:
    """The card of a name goes at once and comes back with the next name (WCAG 2.2, 1.4.13)."""
    card = """(({ content, display }) => content !== "none" && display !== "none")(
      getComputedStyle(document.activeElement, "::after"))"""
    browser.evaluate("document.querySelector('p a[data-card]').focus({ focusVisible: true })")
    assert browser.evaluate(card)
    browser.press("Escape")
    assert not browser.evaluate(card)
    assert browser.evaluate("document.activeElement.hasAttribute('data-card')")
    browser.evaluate(
        "[...document.querySelectorAll('p a[data-card]')][1].focus({ focusVisible: true })"
    )
    assert browser.evaluate(card)


def test_pages_say_where_they_stand(browser: Browser, text: str) -> None:
    """The path leads from the contents to the text, and each of its links to its page."""
    links = browser.evaluate(
        "[...document.querySelectorAll('.tei-breadcrumbs a')].map(a => [a.textContent, a.href])"
    )

    assert [title for title, _ in links][-2] == "Text and registers"
    assert links[-1][0].startswith("The Fate of the Constituent Assembly")
    for title, href in links:
        browser.open(href)
        # The page's title, with a sign for its own address behind it where the theme has one.
        assert title.removesuffix(" …") in browser.evaluate(
            "document.title + document.querySelector('h1').textContent"
        )


def test_pages_are_light_and_ask_nobody_else(browser: Browser, address: str, folder: Path) -> None:
    """A page with all that it loads weighs less than 200 kB, and comes from one place."""
    weights: dict[str, int] = {}
    for page in (*KINDS, *SITE_ONLY):
        if not (folder / page).is_file():
            continue
        browser.open(f"{address}/{page}")
        asked = [url for url in browser.requests if not url.startswith("data:")]
        assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in asked} == {address}
        files = {folder / urlsplit(url).path[1:] for url in asked}
        weights[page] = sum(file.stat().st_size for file in files)

    assert len(weights) >= 9
    # The search has to load the words of the whole manual.
    weights.pop("search.html", None)
    assert {page: weight for page, weight in weights.items() if weight >= MOST} == {}


AXE_RUN = """
document.head.insertAdjacentHTML("beforeend", "<style>* { transition: none !important }</style>");
document.querySelectorAll("details").forEach(details => { details.open = true; });
new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  .then(() => axe.run(document, { resultTypes: ["violations"], ...OPTIONS }))
  .then(found => JSON.stringify([
    found.passes.length, found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]),
  ]))"""


# Contrast takes most of the time, and depends on the colours alone.
_LOOKS = (
    ("wide", WIDE, False, '{ rules: { "target-size": { enabled: true } } }'),
    ("narrow", NARROW, False,
     '{ rules: { "target-size": { enabled: true }, "color-contrast": { enabled: false } } }'),
    ("dark", WIDE, True, '{ runOnly: { type: "rule", values: ["color-contrast"] } }'),
)  # fmt: skip


def judge(browser: Browser, url: str) -> dict[str, Any]:
    """What every rule of axe finds on a page: wide and narrow, and the contrast in the dark."""
    found: dict[str, Any] = {}
    script = Path(find_program("axe.min.js")).read_text(encoding="utf-8")
    for name, width, dark, options in _LOOKS:
        browser.open(url, width=width, dark=dark)
        browser.evaluate(f"{script};0")
        passed, violations = json.loads(browser.evaluate(AXE_RUN.replace("OPTIONS", options)))
        assert passed > 10 or dark
        if violations:
            found[name] = violations
    return found


@pytest.mark.program("axe.min.js")
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, address: str, folder: Path
) -> None:
    """No rule of axe is broken, the theme's part of the page included."""
    pages = [page for page in (*KINDS, *SITE_ONLY) if (folder / page).is_file()]
    found = {page: judge(browser, f"{address}/{page}") for page in pages}

    assert len(pages) >= 9
    assert {page: violations for page, violations in found.items() if violations} == {}


def test_without_scripts_all_is_there(browser: Browser, address: str, folder: Path) -> None:
    """Every paragraph, note, entry, reading and mention is shown, or folded under what opens it."""
    counts: dict[str, list[int]] = {}
    for page in KINDS:
        if not (folder / page).is_file():
            continue
        browser.use_scripts(on=False)
        browser.open(f"{address}/{page}")
        browser.use_scripts(on=True)
        counts[page] = browser.evaluate("""(() => {
          document.querySelectorAll("details").forEach(one => { one.open = true; });
          const parts = "p, li, dt, dd, td, .footnote, .tei-entry, .tei-rdg, .tei-mention";
          const all = [...document.querySelectorAll("article")].pop().querySelectorAll(parts);
          const wanted = [...all].filter(
            one => one.textContent.trim() && !one.closest("[hidden], .tei-cite-print"));
          return [wanted.length, wanted.filter(one => !one.getClientRects().length).length];
        })()""")

    assert len(counts) >= 9
    assert {page: unseen for page, (all_, unseen) in counts.items() if unseen} == {}
    assert all(all_ >= 3 for all_, _ in counts.values())
    assert max(all_ for all_, _ in counts.values()) > 60
