"""Every page of the site says in a few words what it is about, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from building import build_site, make_edition
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<text><body><p>Peace, said <persName ref="#k">he</persName>.</p></body></text>"""
REGISTER = (
    '<listPerson><person xml:id="k"><persName>Kerensky &amp; Co</persName></person></listPerson>'
)
WELCOME = (
    "Welcome\n=======\n\n.. toctree::\n\n   edition/index\n\n"
    "Letters of two <friends> & others, " + "who wrote at length, " * 20 + "at last.\n"
)


def test_each_page_has_one(tmp_path: Path) -> None:
    """Its first sentences, how it is cited, or its title; never more than a search engine shows."""
    root = make_edition(tmp_path / "edition", {"a": TEXT}, register=REGISTER)
    (root / "docs/index.rst").write_text(WELCOME, encoding="utf-8")
    site = build_site(root).out

    said = {
        page.relative_to(site).as_posix(): parse_page(page).xpath(
            "//meta[@name='description']/@content"
        )
        for page in site.rglob("*.html")
        if "_static" not in page.parts
    }

    assert {len(words) for words in said.values()} == {1}
    assert said["index.html"][0].startswith("Letters of two <friends> & others, who wrote")
    assert said["index.html"][0].endswith(" …")
    assert all(0 < len(words[0]) <= 160 for name, words in said.items() if name != "edition/a.html")
    assert said["edition/persons.html"][0].startswith("Persons – ")
    assert "Nobody" in said["edition/a.html"][0]
