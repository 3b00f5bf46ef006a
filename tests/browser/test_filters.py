"""Readers filter the chronology and the list of letters in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from building import make_edition, run_command

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driver import Browser

pytestmark = pytest.mark.browser

REGISTER = (
    "<listPerson><person xml:id='a'><persName>Ann</persName><birth when='1880'/></person>"
    "<person xml:id='b'><persName>Bob</persName><birth when='1917-01-01'/></person></listPerson>"
    "<listEvent><event xml:id='e' when='1917-01-01'><label>Rising</label></event></listEvent>"
)
TEXT = (
    "<text xml:lang='en'><body><p><persName ref='#a'>Ann</persName>, <date when='1917-01-01'>now"
    "</date></p><p><persName ref='#b'>Bob</persName>, <date when='1920'>then</date></p></body>"
    "</text>"
)
# What a reader sees of the table: each row that is shown, the words of its cells, how far down the
# first of them reaches.
ROWS = """[...document.querySelectorAll("tbody tr")].filter((row) => row.checkVisibility()).map(
  (row) => [row.cells.length > 1 ? row.cells[0].rowSpan : 0,
            row.innerText.trim().replace(/\\s+/g, " ")])"""


@pytest.fixture(scope="module")
def chronology(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a chronology of all kinds."""
    folder: Path = tmp_path_factory.mktemp("edition") / "one"
    toml = '[chronology]\ninclude = ["texts", "events", "lives"]\npicture = false\n'
    root = make_edition(folder, {"one": TEXT}, register=REGISTER, toml=toml)
    done = run_command("html", "-o", "html", cwd=root)
    assert done.returncode == 0, done.stderr
    return (root / "html/edition/chronology.html").as_uri()


def choose(browser: Browser, **chosen: str) -> Any:
    """Choose values of filters, and return the rows that are left."""
    for facet, value in chosen.items():
        browser.evaluate(
            f"(() => {{ const s = document.querySelector('[data-tei-filter=filter-{facet}]');"
            f" s.value = '{value}'; s.dispatchEvent(new Event('change')); }})()"
        )
    return browser.evaluate(ROWS)


def test_chronology_shows_one_kind_or_one_person(browser: Browser, chronology: str) -> None:
    """The time stays beside what is shown of it; what was hidden comes back."""
    browser.open(chronology)
    everything = browser.evaluate(ROWS)
    events = choose(browser, kind="kind-events")
    ann = choose(browser, kind="", who="who-a")
    both = choose(browser, kind="kind-texts", who="who-b")
    count = browser.evaluate("document.querySelector('.tei-filters output').textContent")

    assert [span for span, _ in everything] == [1, 3, 0, 0, 1]
    assert events == [[1, "1 January 1917 Rising"]]
    assert [words.split(" ")[0] for _, words in ann] == ["1880", "1"]
    assert [words.split(" ")[0] for _, words in both] == ["1920"]
    assert count == "1 of 5 entries"
    assert sorted(words for _, words in choose(browser, kind="", who="")) == sorted(
        words for _, words in everything
    )


def test_without_scripts_everything_is_shown(browser: Browser, chronology: str) -> None:
    """The choices, of which none could be made, are not."""
    browser.use_scripts(on=False)
    try:
        browser.open(chronology)
        shown = browser.call(
            "Runtime.evaluate", expression=f"[{ROWS}.length, "
            "document.querySelector('.tei-filters').checkVisibility()]", returnByValue=True,
        )  # fmt: skip
    finally:
        browser.use_scripts(on=True)

    assert shown["result"]["value"] == [5, False]
