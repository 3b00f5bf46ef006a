"""Marks of words with variants: chosen by the edition and the reader, and joined with entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from building import TEI, run_command

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driver import Browser

pytestmark = pytest.mark.program("chromium")
TEXT = """<text><front><div><listWit><witness xml:id="A"/><witness xml:id="B"/></listWit></div>
</front><body><p>One <app><lem wit="#A">two</lem><rdg wit="#B">x</rdg></app> and
<anchor xml:id="s"/>three <hi>or</hi> four<anchor xml:id="e"/>.</p></body><back><listApp>
<app from="#s" to="#e"><lem wit="#A">three or four</lem><rdg wit="#B"/></app></listApp></back>
</text>"""
POINTED = "[...document.querySelectorAll('.tei-app.tei-pointed > .tei-lem')].map(e => e.innerText)"
MARK = "document.querySelector('sup:has(> .tei-app-mark)').getBoundingClientRect().width > 1"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page whose words with variants are underlined."""
    root: Path = tmp_path_factory.mktemp("marks")
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n[pages]\nsplit = "none"\n'
        '[apparatus]\nmarks = "dotted"\n'
    )
    (root / "a.xml").write_text(TEI.format(title="A", content=TEXT), encoding="utf-8")
    run_command("build", "--keep-going", "-o", "out", cwd=root)
    return (root / "out/edition/a.html").as_uri()


def _send(kind: str, selector: str) -> str:
    """A script that does as if a pointer came over an element."""
    event = f"new MouseEvent('{kind}', {{bubbles: true}})"
    return f"document.querySelector(`{selector}`).dispatchEvent({event})"


def test_an_entry_shows_its_words_and_words_their_entry(browser: Browser, page: str) -> None:
    """All words of an entry are shown, also where markup parts them; and the other way round."""
    browser.open(page)
    shown: list[Any] = []
    for number in (1, 2):
        entry = f".tei-entry:nth-of-type({number})"
        browser.evaluate(_send("mouseover", f"{entry} .tei-entry-lemma"))
        shown.append(" ".join(browser.evaluate(POINTED)))
        browser.evaluate(_send("mouseout", f"{entry} .tei-entry-lemma"))
    left = browser.evaluate(POINTED)
    browser.evaluate(_send("mouseover", ".tei-app > .tei-lem"))
    entries = browser.evaluate(
        "[...document.querySelectorAll('.tei-entry.tei-pointed .tei-entry-lemma')]"
        ".map(e => e.innerText)"
    )

    assert ([" ".join(words.split()) for words in shown], left) == (["two", "three or four"], [])
    assert entries == ["two"]


def test_words_lead_to_their_entry_where_no_letter_does(browser: Browser, page: str) -> None:
    """The letter is out of sight, and a click on the words does its work."""
    browser.open(page)
    before = browser.evaluate(MARK)
    browser.evaluate("document.querySelector('.tei-app > .tei-lem').click()")
    hash_ = browser.evaluate("decodeURIComponent(location.hash.slice(1))")
    entry = browser.evaluate("document.querySelector('.tei-entry').id")

    assert (before, hash_) == (False, entry)


def test_a_reader_chooses_the_marks(browser: Browser, page: str) -> None:
    """The letters come back, and stand in the address."""
    browser.open(page)
    browser.evaluate(
        "const s = document.querySelector('[data-tei-view=marks]'); s.value = 'letters';"
        "s.dispatchEvent(new Event('change')); 0"
    )

    assert browser.evaluate(MARK)
    assert "marks=letters" in browser.evaluate("location.href")
    browser.evaluate("localStorage.clear()")
