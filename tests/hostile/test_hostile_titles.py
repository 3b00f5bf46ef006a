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
<titleStmt><title>{0}</title><author>{1}</author><respStmt><resp>e</resp><name>{1}</name></respStmt>
</titleStmt><editionStmt><edition n="{1}">{1}</edition></editionStmt>
<publicationStmt><publisher>{1}</publisher><pubPlace>{1}</pubPlace><date when="2020">{1}</date>
<availability><licence target="https://example.org/">{1}</licence></availability></publicationStmt>
<seriesStmt><title>{1}</title></seriesStmt><sourceDesc><bibl><title>{1}</title></bibl></sourceDesc>
</fileDesc><profileDesc><textClass><keywords><term>{1}</term></keywords></textClass></profileDesc>
<revisionDesc><change when="2021-01-01">{1}</change></revisionDesc></teiHeader>
<text><body><div><head>{1}</head><p n="{1}">x</p></div></body></text></TEI>
"""


@pytest.mark.parametrize("place", ["text", "settings"])
def test_a_title_is_text_on_every_page(tmp_path: Path, place: str) -> None:
    """Tags in any words of a header are shown as written: no element, and none escaped twice."""
    title = f"title = {json.dumps(EVIL)}" if place == "settings" else ""
    settings = f'[edition]\ntexts = ["a.xml"]\nregisters = []\n{title}\n'
    (tmp_path / "edition.toml").write_text(settings, encoding="utf-8")
    own = escape(EVIL) if place == "text" else "T"
    (tmp_path / "a.xml").write_text(
        TEXT.format(own, escape(EVIL, {'"': "&quot;"})), encoding="utf-8"
    )
    done = run_command("build", "-o", "site", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 3
    for page in pages:
        tree = html.parse(page).getroot()
        assert not tree.xpath("//img[@src='x'] | //*[@onerror]"), page
        for brand in tree.find_class("sidebar-brand-text"):
            assert brand.text_content() == EVIL
