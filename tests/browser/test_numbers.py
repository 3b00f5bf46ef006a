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
