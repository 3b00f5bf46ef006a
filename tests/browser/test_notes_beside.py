"""Notes stand beside the text as soon as the window has room for them, and never outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.driver import Browser
from building import TEI, run_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.program("chromium")
BODY = "<p>{0}<note>A note of some words.</note> {0}</p>".format("Words of a line. " * 30)
# Whether the note is to the right of the paragraph, and how far it and the text leave the window.
SEEN = """(() => {
  const box = name => document.querySelector(name).getBoundingClientRect();
  const note = box("aside.tei-beside"), text = box(".tei-text p");
  const page = document.documentElement;
  return [note.left >= text.right, Math.max(0, page.scrollWidth - page.clientWidth)];
})()"""


@pytest.mark.parametrize(
    ("width", "is_beside"), [(1000, False), (1200, True), (1400, True), (1920, True)]
)
def test_notes_stand_beside_the_text_where_there_is_room(
    width: int, is_beside: bool, tmp_path: Path
) -> None:
    """At 1,200 pixels there is; nothing has to be scrolled sideways at any width."""
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\n'
    )
    text = f"<text><body>{BODY}</body></text>"
    (tmp_path / "a.xml").write_text(TEI.format(title="A", content=text), encoding="utf-8")
    run_command("build", "--keep-going", "-o", "out", cwd=tmp_path)
    browser = Browser(tmp_path / "profile")
    try:
        browser.open((tmp_path / "out/edition/a.html").as_uri(), width=width)
        assert browser.evaluate(SEEN) == [is_beside, 0]
    finally:
        browser.close()
