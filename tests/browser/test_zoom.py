"""Readers come nearer to a map or network in a real browser: by buttons, keys, wheel, Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition

if TYPE_CHECKING:
    from browser.driver import Browser

pytestmark = pytest.mark.browser

NAMES = ("ann", "bob", "eve")
PLACES = {"york": (53.96, -1.08), "riga": (56.95, 24.11)}
REGISTER = "<listPlace>" + "".join(
    f"<place xml:id='{name}'><placeName>{name}</placeName><location><geo>{north} {east}</geo>"
    "</location></place>"
    for name, (north, east) in PLACES.items()
) + "</listPlace><listPerson>" + "".join(
    f"<person xml:id='{name}'><persName>{name}</persName></person>" for name in NAMES
) + "</listPerson>"  # fmt: skip
TEXT = "<text><body><p>" + "".join(
    f"<placeName ref='#{name}'>{name}</placeName> " for name in PLACES
) + "".join(
    f"<persName ref='#{name}'>{name}</persName> " for name in NAMES
) + "</p></body></text>"  # fmt: skip
# How much of the map is shown, and how large a circle and a name are on the screen.
STATE = """(() => {
  const svg = document.querySelector(".tei-map svg");
  const wide = (node) => Math.round(node.getBoundingClientRect().width);
  return { shown: svg.viewBox.baseVal.width, circle: wide(svg.querySelector("circle")),
           name: wide(svg.querySelector("text")) };
})()"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a map of two places."""
    root = make_edition(tmp_path_factory.mktemp("map") / "e", {"a": TEXT}, register=REGISTER)
    return (build_site(root).out / "edition/gazetteer.html").as_uri()


def test_buttons_show_a_part_and_the_whole_again(browser: Browser, page: str) -> None:
    """Circles and names stay as large as they were; the level is said aloud."""
    browser.open(page)
    whole = browser.evaluate(STATE)
    press = "document.querySelectorAll('.tei-map-tools button')[{}].click()"
    browser.evaluate(press.format(0))
    browser.evaluate(press.format(0))
    near = browser.evaluate(STATE)
    level = browser.evaluate("document.querySelector('.tei-map-tools output').textContent")
    browser.evaluate(press.format(2))

    assert near["shown"] == pytest.approx(whole["shown"] / 2.25)
    assert abs(near["circle"] - whole["circle"]) <= 2
    assert abs(near["name"] - whole["name"]) <= 2
    assert level == "225 %"
    assert browser.evaluate(STATE) == whole
    assert browser.complaints == []


def test_keys_and_the_wheel_come_nearer(browser: Browser, page: str) -> None:
    """The wheel alone scrolls the page, as everywhere; the Tab key brings places into view."""
    browser.open(page)
    whole = browser.evaluate(STATE)["shown"]
    wheel = (
        "document.querySelector('.tei-map svg').dispatchEvent(new WheelEvent('wheel',"
        " {{deltaY: -1, ctrlKey: {}, cancelable: true, clientX: 200, clientY: 200}}))"
    )
    assert browser.evaluate(wheel.format("false")) is True
    assert browser.evaluate(STATE)["shown"] == whole
    assert browser.evaluate(wheel.format("true")) is False
    assert browser.evaluate(STATE)["shown"] == pytest.approx(whole / 1.5)

    browser.evaluate("document.querySelector('.tei-map-tools button').focus()")
    for _ in range(3):
        browser.press("+")
    assert browser.evaluate(STATE)["shown"] == pytest.approx(whole / 1.5**4)
    for link in (0, 1):
        browser.evaluate(f"document.querySelectorAll('.tei-map a')[{link}].focus()")
        assert browser.evaluate(
            "(() => { const a = document.activeElement.getBoundingClientRect(),"
            " s = document.querySelector('.tei-map svg').getBoundingClientRect();"
            " return s.left <= a.left && a.right <= s.right && s.top <= a.top"
            " && a.bottom <= s.bottom; })()"
        )


def test_without_scripts_the_whole_map_is_shown(browser: Browser, page: str) -> None:
    """And no button that would do nothing."""
    browser.use_scripts(on=False)
    try:
        browser.open(page)
        found = browser.call(
            "Runtime.evaluate", expression="document.querySelectorAll('.tei-map-tools').length"
            " * 10 + document.querySelectorAll('.tei-map circle').length", returnByValue=True,
        )  # fmt: skip
    finally:
        browser.use_scripts(on=True)

    assert found["result"]["value"] == 2


def test_a_network_can_be_zoomed(browser: Browser, page: str) -> None:
    """In the same way as a map."""
    browser.open(page.replace("gazetteer", "network"))
    shown = "document.querySelector('.tei-network svg').viewBox.baseVal.width"
    whole = browser.evaluate(shown)
    browser.evaluate("document.querySelector('.tei-map-tools button').click()")

    assert browser.evaluate(shown) == pytest.approx(whole / 1.5)
    assert browser.complaints == []


@pytest.mark.parametrize("picture", ["gazetteer", "network"])
def test_a_narrow_window_shows_the_middle(browser: Browser, page: str, picture: str) -> None:
    """Not the edge, where often nothing is."""
    browser.open(page.replace("gazetteer", picture), width=390)
    left, right = browser.evaluate(
        "(() => { const e = document.querySelector('.tei-map, .tei-network');"
        " return [e.scrollLeft, e.scrollWidth - e.clientWidth - e.scrollLeft]; })()"
    )

    assert left > 50
    assert left == pytest.approx(right, abs=2)
