"""An edition published in several languages: a site for each, the switch, and the first page."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from building import make_edition
from oracle import parse_page
from tei_edition.config import make_config, read_config
from tei_edition.problems import EditionError
from tei_edition.publishing.sphinx_build import build_site

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    '<text xml:lang="la"><body><p xml:id="p1">Verbum <persName ref="#ann">A</persName>.</p>'
    "</body></text>"
)
REGISTER = '<listPerson><person xml:id="ann"><persName>Ann</persName></person></listPerson>'
TOML = """[edition]
languages = ["de", "en"]
titles = { de = "Briefe", en = "Letters" }
texts = ["tei/one.xml"]
registers = ["tei/register.xml"]
url = "https://example.org/"
[check]
schema = "none"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sites of a German and English edition with pages of its own."""
    root = make_edition(tmp_path_factory.mktemp("two") / "e", {"one": TEXT}, register=REGISTER)
    (root / "edition.toml").write_text(TOML)
    docs = root / "docs"
    (docs / "index.rst").unlink()
    (docs / "en").mkdir()
    for path, words in (("about", "Über uns"), ("en/about", "About"), ("en/only", "Only")):
        (docs / f"{path}.rst").write_text(f":orphan:\n\n{words}\n========\n")
    out = root / "out"
    built = build_site(read_config(root), "html", out, path=root / "edition.toml")
    assert built.entry == out / "index.html"
    return out


def read_switch(page: Path) -> dict[str, str]:
    """Where the switch of a page leads, by language; nothing for its own."""
    (switch,) = parse_page(page).xpath("//nav[contains(@class, 'tei-languages')]")
    items = [(item.xpath("string(.)"), item.xpath("string(a/@href)")) for item in switch.iter("li")]
    return {str(name): str(href) for name, href in items}


def read_alternates(page: Path) -> dict[str, str]:
    """The addresses that the head of a page gives for languages."""
    links = parse_page(page).xpath("//link[@rel='alternate'][@hreflang]")
    return {str(link.get("hreflang")): str(link.get("href")) for link in links}


def test_each_language_has_a_site_in_its_words(site: Path) -> None:
    """With its title and its own pages; the text is the same in both."""
    german, english = (parse_page(site / f"{tag}/edition/one.html") for tag in ("de", "en"))

    assert [page.xpath("string(/html/@lang)") for page in (german, english)] == ["de", "en"]
    assert [
        parse_page(site / f"{tag}/edition/persons.html").xpath("string(//h1)").strip("¶")
        for tag in ("de", "en")
    ] == ["Personen", "Persons"]  # fmt: skip
    assert ["Briefe" in german.xpath("string(//title)"), "Letters" in english.xpath(
        "string(//title)")] == [True, True]  # fmt: skip
    assert german.xpath("string(//p[@id='p1'])") == english.xpath("string(//p[@id='p1'])")
    assert "Über uns" in parse_page(site / "de/about.html").xpath("string(//h1)")
    assert "About" in parse_page(site / "en/about.html").xpath("string(//h1)")
    assert not (site / "de/only.html").exists()


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ("de/edition/one.html", "../../en/edition/one.html"),
        ("de/edition/persons.html", "../../en/edition/persons.html"),
        ("de/about.html", "../en/about.html"),
        ("de/index.html", "../en/index.html"),
        ("de/search.html", "../en/search.html"),
        ("en/only.html", "../de/index.html"),
    ],
)
def test_the_switch_leads_to_the_same_page(page: str, target: str, site: Path) -> None:
    """Or to the start of the other site, if that has no such page; on disk as on a server."""
    own, other = ("Deutsch", "English") if page.startswith("de") else ("English", "Deutsch")

    assert read_switch(site / page) == {own: "", other: target}
    assert (site / page).parent.joinpath(target).resolve().is_file()


def test_search_engines_find_each_language(site: Path) -> None:
    """By absolute addresses; who reads none of them is led to the first page, or language."""
    base = "https://example.org"

    assert read_alternates(site / "en/edition/one.html") == {
        "de": f"{base}/de/edition/one.html",
        "en": f"{base}/en/edition/one.html",
        "x-default": f"{base}/de/edition/one.html",
    }
    assert read_alternates(site / "de/index.html")["x-default"] == f"{base}/"
    assert "en" in read_alternates(site / "en/only.html")
    assert "de" not in read_alternates(site / "en/only.html")
    assert f"{base}/en/edition/one.html" in (site / "en/sitemap.xml").read_text()
    assert "Sitemap: https://example.org/de/sitemap.xml" in (site / "robots.txt").read_text()


def test_the_first_page_lists_the_languages(site: Path) -> None:
    """Each with its name and title in itself."""
    page = parse_page(site / "index.html")

    assert [" ".join(li.xpath("string(.)").split()) for li in page.iter("li")] == [
        "Deutsch Briefe", "English Letters",
    ]  # fmt: skip
    assert page.xpath("//li/a/@href") == ["de/index.html", "en/index.html"]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"languages": ["de", "DE"]}, "languages names one of them twice"),
        ({"languages": ["deutsch!"]}, "is not a language tag"),
        ({"languages": ["de"], "titles": {"en": "X"}}, 'titles has "en"'),
    ],
)
def test_wrong_languages_are_refused(table: dict[str, object], told: str, tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(EditionError, match=told):
        make_config({"edition": table}, tmp_path)


def test_all_else_is_in_the_first_language(tmp_path: Path) -> None:
    """Unless the settings name another."""
    config = make_config({"edition": {"languages": ["fr", "de"], "titles": {"fr": "A"}}}, tmp_path)
    named = make_config({"edition": {"languages": ["fr", "de"], "language": "de"}}, tmp_path)

    assert (config.edition.language, config.edition.title) == ("fr", "A")
    assert named.edition.language == "de"


def test_an_edition_without_a_project_has_a_site_for_each_language(tmp_path: Path) -> None:
    """Its pages alone are the sites; one that runs from right to left says so, in its list too."""
    root = make_edition(tmp_path / "e", {"one": TEXT}, register=REGISTER)
    shutil.rmtree(root / "docs")
    languages = TOML.replace('["de", "en"]', '["he"]').replace('de = "Briefe", en = "Letters"', "")
    (root / "edition.toml").write_text(languages)
    out = root / "out"

    built = build_site(read_config(root), "html", out, path=root / "edition.toml")

    assert built.entry == out / "index.html"
    assert parse_page(out / "index.html").xpath("//li/@dir") == ["rtl"]
    assert parse_page(out / "he/edition/one.html").xpath("/html/@lang") == ["he"]
    assert not (root / "docs").exists()
