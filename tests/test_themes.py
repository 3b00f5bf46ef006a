"""In other themes than furo: one path to a page, and the views of a page are offered."""

from __future__ import annotations

import shutil
from base64 import b64encode
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from docutils import nodes
from docutils.utils import new_document

from building import build_site, make_edition
from oracle import parse_page
from tei_edition.sphinxext.html.policy import list_added
from tei_edition.sphinxext.html.visitors import restore_section

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

TEXT = '<text><body><p>A <persName ref="#ann">word</persName>.</p></body></text>'
REGISTER = '<listPerson><person xml:id="ann"><persName>Ann</persName></person></listPerson>'
THEMES = ("alabaster", "classic", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition in a project without a first page."""
    folder = make_edition(
        tmp_path_factory.mktemp("themes") / "e", {"a": TEXT}, register=REGISTER, theme="basic"
    )
    (folder / "docs/index.rst").unlink()
    return folder


# What themes call of Sphinx that will end one day is theirs to change.
@pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")
@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_shows_the_start_page_and_one_path(
    theme: str, edition: Path, tmp_path: Path
) -> None:
    """Its own path to a page if it has one, else ours; the title is that of the edition."""
    folder = shutil.copytree(edition, tmp_path / "e")
    conf = folder / "docs/conf.py"
    conf.write_text(conf.read_text().replace('"basic"', f'"{theme}"'))

    out = build_site(folder).out

    start, page = parse_page(out / "index.html"), parse_page(out / "edition/persons.html")
    assert start.xpath("//section[contains(@class, 'tei-page tei-start')]")
    assert start.xpath("string(//section[contains(@class, 'tei-start')]//h1)") == "A"
    assert "not set" not in page.xpath("string(/html/body)")
    # The policy lets the buttons of a theme do what they are for.
    allowed = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    for code in page.xpath("//@onclick"):
        digest = b64encode(sha256(str(code).encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed
        assert "'unsafe-hashes'" in allowed
    ours = page.xpath("//nav[contains(@class, 'tei-breadcrumbs')]")
    theirs = page.xpath(
        "//*[contains(@class, 'wy-breadcrumbs') or contains(@class, 'bd-breadcrumbs')]"
    )
    assert bool(ours) != bool(theirs)
    assert "documentation" not in page.xpath("string(//title)")


def test_a_page_without_sections_gets_what_its_look_depends_on() -> None:
    """As in sphinx-immaterial, which writes no sections; another page is left as it is."""
    app = cast("Sphinx", SimpleNamespace(builder=SimpleNamespace(format="html")))
    document = new_document("page")
    document += nodes.section("", nodes.title("", "A"), classes=["tei-page", "tei-text"])
    bare = {"body": "<h1>A</h1>"}
    whole = {"body": '<section class="tei-page tei-text"><h1>A</h1></section>'}

    restore_section(app, "a", "page.html", bare, document)
    restore_section(app, "a", "page.html", whole, document)

    assert bare["body"] == '<div class="tei-page tei-text">\n<h1>A</h1></div>\n'
    assert whole["body"].startswith("<section")


def test_scripts_that_a_theme_adds_without_a_file_are_allowed() -> None:
    """PyData's theme and others call Sphinx's function for it; files have no words of their own."""
    added = SimpleNamespace(attributes={"body": "OPTIONS.page = 'a';"})
    file = SimpleNamespace(attributes={"defer": "defer"}, filename="a.js")

    assert list(list_added([added, file, "b.js"])) == ["OPTIONS.page = 'a';"]
