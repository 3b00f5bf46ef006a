"""How an editor adapts the look: the manual's example is built, and every property is real."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from building import make_edition, run_command
from oracle import parse_page
from tei_edition.language.wording import list_words
from tei_edition.runtime.resources import find_asset
from tei_edition.sphinxext.html.assets_served import shorten
from tei_edition.sphinxext.upstream import complete_page

REPOSITORY = Path(__file__).parents[1]
MANUAL = REPOSITORY / "docs" / "manual"
SHEETS_OF_SITES = ("text", "components", "sphinx", "sphinx-site", "screen", "tei-search", "print")
SHEETS_OF_PLAIN_PAGES = ("plain", "components", "text", "screen", "citation", "print")
# The style sheets of the site, and of the pages made without Sphinx.
SHEETS = {
    "site": [find_asset(f"{name}.css") for name in SHEETS_OF_SITES],
    "plain": [find_asset(f"{name}.css") for name in SHEETS_OF_PLAIN_PAGES],
}


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of the manual, built as a site and as plain pages."""
    root = tmp_path_factory.mktemp("look") / "edition"
    shutil.copytree(MANUAL / "how-to" / "look", root)
    for command in (("build", "-o", "site"), ("html", "-o", "plain")):
        done = run_command(*command, cwd=root)
        assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_the_example_has_no_fault(garden: Path) -> None:
    """The check has nothing to say of it, not even a note."""
    done = run_command("check", "--strict", cwd=garden)

    assert done.returncode == 0, done.stdout
    assert done.stdout == "Sound: 1 file, no problems\n"


@pytest.mark.parametrize("kind", ["site", "plain"])
def test_the_example_loads_its_style_sheet_last(garden: Path, kind: str) -> None:
    """What the editor says comes after what we and the theme say, and is what she wrote."""
    path = garden / kind / "edition/garden.html"
    sheets = [str(href) for href in parse_page(path).xpath("//link[@rel='stylesheet']/@href")]
    last = path.parent / sheets[-1].partition("?")[0]

    assert len(sheets) >= 2
    assert last.read_bytes() == (garden / "garden.css").read_bytes()


def test_the_example_uses_its_template(garden: Path) -> None:
    """The template's line stands on every page, and the rest of the theme's page with it."""
    pages = list((garden / "site/edition").rglob("*.html"))

    assert len(pages) >= 2
    for page in pages:
        tree: Any = parse_page(page)
        assert len(tree.find_class("garden-society")) == 1
        assert tree.xpath("//footer//a[contains(@class, 'page')] | //footer//div") != []


@pytest.mark.parametrize("kind", ["site", "plain"])
def test_the_example_uses_its_stylesheet(garden: Path, kind: str) -> None:
    """A measure is followed by what the template of the example makes of its attributes."""
    page: Any = parse_page(garden / kind / "edition/garden.html")
    [measure] = page.find_class("tei-measure")

    assert measure.getnext().text_content() == " (30 cm)"


@pytest.mark.parametrize("kind", ["site", "plain"])
def test_the_example_numbers_what_its_header_cites(garden: Path, kind: str) -> None:
    """Sections are numbered within their chapters, and a reference leads to one."""
    page: Any = parse_page(garden / kind / "edition/garden.html")
    numbers = [number.text_content() for number in page.find_class("tei-cited")]
    [reference] = page.find_class("tei-ref")

    assert numbers == ["1.1", "1.2", "2.1", "2.2"]
    assert page.get_element_by_id(reference.get("href")[1:]).text_content().startswith("1.1Dig")


def list_documented() -> list[str]:
    """The properties of the manual's page, in its order."""
    page = (MANUAL / "reference" / "properties.rst").read_text(encoding="utf-8")
    return re.findall(r"\* - ``(--tei-[a-z]+)``", page)


@pytest.mark.parametrize("kind", SHEETS)
def test_the_properties_of_the_manual_are_those_of_the_style(kind: str) -> None:
    """Each that the manual names has a value and is used, and it names all that have one."""
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS[kind])
    blocks = re.findall(r"^\s*body \{([^}]*)\}", css, re.MULTILINE)
    declared = set(re.findall(r"(--tei-[a-z]+):", "".join(blocks)))
    documented = list_documented()

    assert len(documented) == len(set(documented))
    assert declared == set(documented)
    assert {name for name in declared if f"var({name})" not in css} == set()


def test_the_properties_of_the_example_are_known() -> None:
    """The example sets no property that the manual does not tell of."""
    css = (MANUAL / "how-to" / "look" / "garden.css").read_text(encoding="utf-8")

    assert set(re.findall(r"--tei-[a-z]+", css)) <= set(list_documented())


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ('css = ["none.css"]', 'there is no style sheet "none.css"'),
        ('templates = "none"', 'there is no folder "none" of templates'),
    ],
)
def test_what_is_missing_is_named(key: str, message: str, tmp_path: Path) -> None:
    """A style sheet or a folder that is not there ends the build with its name."""
    text = "<text><body><p>x</p></body></text>"
    root = make_edition(tmp_path / "edition", {"a": text}, toml=f"[site]\n{key}\n")
    done = run_command("build", cwd=root)

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('/* a\n b */\na {\n  content: "\\A  b";\n\n}\n', 'a {\ncontent: "\\A  b";\n}\n'),
        ('  // Why.\n  open("http://x"); // kept\n', 'open("http://x"); // kept\n'),
    ],
)
def test_what_is_shortened_says_the_same(text: str, expected: str) -> None:
    """Comments and indents go; what is between quotation marks stays."""
    assert shorten(text) == expected


def test_what_templates_leave_undone_is_mended_once() -> None:
    """Landmarks get names, what scrolls a place for keys, and results their heading."""
    words = list_words("en")
    page = '<aside class="toc-drawer no-toc"></aside><div id="search-results"></div>'
    mended = complete_page(page, words)

    assert mended == (
        '<aside aria-label="On this page" class="toc-drawer no-toc"></aside>'
        '<h1>Search</h1>\n<div id="search-results"></div>'
    )
    unseen = "<noscript><h1>Search</h1></noscript>"
    assert complete_page(unseen + page, words).count("<h1>") == 2
    assert complete_page("<h1>Search</h1>" + page, words).count("<h1>") == 1
