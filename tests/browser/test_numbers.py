"""Numbers of lines and of paragraphs on one page: they never stand over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.driver import Browser
from building import TEI, run_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.program("chromium")
PROSE = "".join(f'<p><lb n="{n}"/>Some words.</p>' for n in (5, 10, 15))
VERSE = '<lg><l n="5">A line</l><l n="10">Another</l></lg><p>Some words.</p>'
OVERLAPS = """(() => {
  const boxes = name => [...document.querySelectorAll(name)].map(e => e.getBoundingClientRect());
  const lines = boxes(".tei-text .tei-line-number");
  const others = boxes(".tei-text .tei-paragraph-number");
  const across = (a, b) => a.left < b.right && b.left < a.right;
  const meets = (a, b) => across(a, b) && a.top < b.bottom && b.top < a.bottom;
  return [lines.length, others.length, lines.filter(a => others.some(b => meets(a, b))).length];
})()"""


@pytest.mark.parametrize(
    ("body", "numbers"), [(PROSE, [3, 3, 0]), (VERSE, [2, 1, 0])], ids=["prose", "verse"]
)
def test_line_numbers_and_paragraph_numbers_do_not_overlap(
    body: str, numbers: list[int], tmp_path: Path
) -> None:
    """The margin belongs to the lines; a paragraph's number stands before its words."""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n'
    )
    text = f"<text><body>{body}</body></text>"
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=text), encoding="utf-8")
    run_command("build", "--keep-going", "-o", "out", cwd=tmp_path)
    browser = Browser(tmp_path / "profile")
    try:
        browser.open((tmp_path / "out/edition/a.html").as_uri())
        assert browser.evaluate(OVERLAPS) == numbers
    finally:
        browser.close()


PAGES = '<p><pb n="n5-p19"/>{0} <pb n="20"/>{0}<pb n="[21]"/> {0}</p><p><pb n="n5-p22"/>{0}</p>'
IN_VERSE = '<lg><l n="5"><pb n="n5-p19"/>{0}</l><l><pb n="20"/>{0}</l></lg>'
# Numbers are moved when the page is drawn.
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
TURNED = """(() => {
  const measure = element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const kinds = ".tei-break-number, .tei-line-number, .tei-passage-number";
  const numbers = [...document.querySelectorAll(".tei-text > :not(details) :is(" + kinds + "), "
    + ".tei-text > p > :is(" + kinds + ")")];
  const boxes = numbers.map(measure);
  const meets = (a, b) => a.left < b.right && b.left < a.right
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const pages = numbers.filter(n => n.matches(".tei-break-number"));
  return {
    pages: pages.map(n => n.textContent.trim()),
    meeting: boxes.filter((a, at) => boxes.some((b, other) => other > at && meets(a, b))).length,
    ordered: pages.every((n, at) => !at || measure(n).top >= measure(pages[at - 1]).top),
    lines: pages.every(n => n.getClientRects().length === 1),
  };
})()"""


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("body", [PAGES, IN_VERSE], ids=["prose", "verse"])
def test_numbers_of_pages_stand_upon_no_other_number(
    language: str, body: str, tmp_path: Path
) -> None:
    """Two pages on one line, or a page where a numbered passage begins: all can be read."""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n'
    )
    words = {"en": "Some words.", "ar": "ذلك العالم.", "zh": "有朋自遠方來。"}[language]
    text = f'<text xml:lang="{language}"><body>{body.format(words)}</body></text>'
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=text), encoding="utf-8")
    run_command("build", "--keep-going", "-o", "out", cwd=tmp_path)
    browser = Browser(tmp_path / "profile")
    try:
        browser.open((tmp_path / "out/edition/a.html").as_uri())
        browser.evaluate(DRAWN)
        seen = browser.evaluate(TURNED)
    finally:
        browser.close()
    pages = ["[n5-p19]", "[20]", "[21]", "[n5-p22]"] if body is PAGES else ["[n5-p19]", "[20]"]
    assert seen == {"pages": pages, "meeting": 0, "ordered": True, "lines": True}
