"""In other themes than furo: one path to a page, and the views of a page are offered."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition
from oracle import parse_page

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_shows_the_start_page_and_one_path(
    theme: str, edition: Path, tmp_path: Path
) -> None:
    """Its own path to a page if it has one, else ours; the title is that of the edition."""
    if find_spec(theme) is None and theme != "classic":
        pytest.skip(f"{theme} is not installed: pip install {theme.replace('_', '-')}")
    folder = shutil.copytree(edition, tmp_path / "e")
    conf = folder / "docs/conf.py"
    conf.write_text(conf.read_text().replace('"basic"', f'"{theme}"'))

    out = build_site(folder).out

    start, page = parse_page(out / "index.html"), parse_page(out / "edition/persons.html")
    assert start.xpath("//section[contains(@class, 'tei-page tei-start')]")
    assert start.xpath("string(//h1)") == "A"
    ours = page.xpath("//nav[contains(@class, 'tei-breadcrumbs')]")
    theirs = page.xpath(
        "//*[contains(@class, 'wy-breadcrumbs') or contains(@class, 'bd-breadcrumbs')]"
    )
    assert bool(ours) != bool(theirs)
    assert "documentation" not in page.xpath("string(//title)")
