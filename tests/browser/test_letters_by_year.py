"""A reader finds all letters to one correspondent of one year in two clicks, without scripts."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from building import build_site, run_command
from test_letters import act, make_letters

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driver import Browser

pytestmark = pytest.mark.browser

GROUP = "<correspAction type='received'><orgName ref='#club'>Club</orgName></correspAction>"
STRANGER = "<correspAction type='received'><persName>Otto Nobody</persName></correspAction>"
# Who wrote to whom, and when: letters by and to each, of other years, and of no year.
LETTERS = {
    "to-bob": act("sent", "ann", date="1795-06-01") + act("received", "bob"),
    "by-bob": act("sent", "bob", date="1795-03-01") + act("received", "ann"),
    "to-both": act("sent", "ann", date="1795-12-31") + act("received", "bob") + STRANGER,
    "earlier": act("sent", "ann", date="1794-12-31") + act("received", "bob"),
    "later": act("sent", "ann", date="1796") + act("received", "bob"),
    "undated": act("sent", "ann") + act("received", "bob"),
    "to-club": act("sent", "ann", date="1795-01-01") + GROUP,
    "to-club-again": act("sent", "bob", date="1795-01-02") + GROUP,
    "to-otto": act("sent", "ann", date="1795-05-05") + STRANGER,
    "to-otto-later": act("sent", "ann", date="1797-05-05") + STRANGER,
}
# The links that are shown, and those of the part of the page that its address names.
LINKS = "[...document.querySelectorAll('a[href]')].filter((link) => link.checkVisibility())"
FOUND = """[...document.querySelectorAll(`[id="${location.hash.slice(1)}"] li a`)]
  .filter((link) => link.checkVisibility()).map((link) => link.href.split("/").pop())"""


@pytest.fixture(scope="module", params=["sphinx", "html"])
def contents(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> str:
    """The address of the contents of an edition of letters."""
    root: Path = make_letters(tmp_path_factory.mktemp("letters") / "one", LETTERS)
    register = root / "tei/register.xml"
    club = "<listOrg><org xml:id='club'><orgName>Club</orgName></org></listOrg>"
    register.write_text(register.read_text().replace("</listPerson>", f"</listPerson>{club}"))
    if request.param == "sphinx":
        return (build_site(root).out / "edition/index.html").as_uri()
    done = run_command("html", "-o", "html", cwd=root)
    assert done.returncode == 0, done.stderr
    return (root / "html/edition/index.html").as_uri()


def click(browser: Browser, choose: str) -> None:
    """Click on the first link that a condition chooses, and wait for what it leads to."""
    link = f"({LINKS}).find((link) => {choose})"
    target = browser.evaluate(f"{link}?.href")
    assert target, f"no link is shown for which {choose}"
    browser.evaluate(f"{link}.click()")
    there = f"location.href === {json.dumps(target)} && document.readyState === 'complete'"
    end = time.monotonic() + 20
    while not browser.find(there):
        assert time.monotonic() < end, f"{target} was not reached"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("Bob", ["to-club-again.html", "by-bob.html", "to-bob.html", "to-both.html"]),
        ("Club", ["to-club.html", "to-club-again.html"]),
        ("Otto Nobody", ["to-otto.html", "to-both.html"]),
    ],
)
def test_letters_of_a_year_are_two_clicks_away(
    browser: Browser, contents: str, who: str, expected: list[str]
) -> None:
    """From the contents to the letters, and there to the year beside the correspondent."""
    browser.use_scripts(on=False)
    try:
        browser.open(contents)
        click(browser, "link.href.endsWith('/letters.html')")
        beside = f"link.closest('li')?.querySelector('a')?.textContent === '{who}'"
        click(browser, f"{beside} && link.textContent === '1795'")
        found = browser.evaluate(FOUND)
    finally:
        browser.use_scripts(on=True)

    assert found == expected
    assert browser.complaints == []
