"""No word of a title becomes markup on a page, whatever template prints it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from lxml import html

from building import run_command

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "Letters <img src=x onerror=\"pwned()\"> & <b>'bold'</b>"
TEXT = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>{}</title></titleStmt><publicationStmt><p>P</p></publicationStmt>
<sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader><text><body><p>x</p></body></text></TEI>
"""


@pytest.mark.parametrize("place", ["text", "settings"])
def test_a_title_is_text_on_every_page(tmp_path: Path, place: str) -> None:
    """A title with tags is shown as it is written: no element of it, and none escaped twice."""
    title = f"title = {json.dumps(EVIL)}" if place == "settings" else ""
    settings = f'[edition]\ntexts = ["a.xml"]\nregisters = []\n{title}\n'
    (tmp_path / "edition.toml").write_text(settings, encoding="utf-8")
    own = escape(EVIL) if place == "text" else "T"
    (tmp_path / "a.xml").write_text(TEXT.format(own), encoding="utf-8")
    done = run_command("build", "-o", "site", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 3
    for page in pages:
        tree = html.parse(page).getroot()
        assert not tree.xpath("//img[@src='x'] | //*[@onerror]"), page
        for brand in tree.find_class("sidebar-brand-text"):
            assert brand.text_content() == EVIL
