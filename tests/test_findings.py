"""The page of problems: on request, for the editors, linked to the passages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from lxml import html

from building import build_site, list_files, make_edition, run, run_command

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<text><body>
<div><head>One</head><p>Peace.</p></div>
<div xml:id="d2"><head>Two</head><p xml:id="p9"><persName
  ref="register.xml#lenni">Vladimir</persName> &lt;b&gt; and again
  <persName ref="register.xml#lenni">Ilyich</persName></p></div>
</body></text>"""
REGISTER = (
    '<listPerson><person xml:id="lenin"><persName>Lenin</persName></person>'
    '<person xml:id="trotsky"><persName>Trotsky</persName></person></listPerson>'
)


def make(folder: Path, toml: str) -> Path:
    """An edition on two pages with an unknown person, and a register that nobody points to."""
    return make_edition(folder, {"a": TEXT}, register=REGISTER, toml=toml)


def read_page(path: Path) -> html.HtmlElement:
    """The page."""
    return html.fromstring(path.read_text(encoding="utf-8"))


def read_links(page: html.HtmlElement) -> dict[str, str]:
    """The places on a page of problems, with where each leads."""
    links = page.xpath("//p[contains(@class, 'tei-places')]//a")
    return {link.text_content(): link.get("href", "") for link in links}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition with its page of problems, built."""
    settings = "[pages]\nsplit = 1\nreport = true\n[check.severity]\nunknown-person = 'warning'\n"
    ignored = ["incomplete-header", "citation-incomplete", "foreign-markup"]
    settings += f"[check]\nschema = 'none'\nignore = {ignored}\n"
    root = make(tmp_path_factory.mktemp("findings") / "edition", settings)
    build_site(root, options=["-n"])
    return root


def test_every_problem_is_told_and_linked(root: Path) -> None:
    """Problems stand by file with line, hint and severity of the edition; links lead to anchors."""
    site = root / "build" / "html"
    page = read_page(site / "edition" / "problems.html")

    text = " ".join(page.text_content().split())
    assert "2 warnings, 1 note in 2 files" in text
    assert 'warning: no person "register.xml#lenni" in the register unknown-person' in text
    assert "Hint: did you mean" in text
    assert [title.text_content().rstrip("¶") for title in page.xpath("//h2")] == [
        "tei/a.xml",
        "tei/register.xml",
    ]
    links = read_links(page)
    assert len(links) == 3
    assert list(links.values())[:2] == ["a/d2.html#p9.persName1", "a/d2.html#p9.persName2"]
    assert list(links.values())[2:] == ["persons.html#trotsky"]
    for target in links.values():
        file, _, anchor = target.partition("#")
        assert read_page(site / "edition" / file).xpath("//*[@id=$anchor]", anchor=anchor)


def test_readers_do_not_meet_it(root: Path) -> None:
    """No page links to it, and nothing on it is in the search index."""
    site = root / "build" / "html"
    files = list_files(site)

    pages = {name for name, data in files.items() if b"problems.html" in data}
    assert pages <= {"edition/problems.html", "searchindex.js", "objects.inv"}
    index = files["searchindex.js"].decode()
    assert '"vladimir"' in index
    assert "lenni" not in index
    assert "unknown-person" not in index


def test_it_is_not_in_the_book(root: Path) -> None:
    """What is printed has no page of problems."""
    build_site(root, "latex")

    sources = "".join(
        path.read_text(encoding="utf-8") for path in (root / "build" / "latex").glob("*.tex")
    )
    assert "Vladimir" in sources
    assert "lenni" not in sources


def test_without_sphinx_it_is_the_same(root: Path) -> None:
    """`tei-edition html` writes it too; no page leads to it by `next`."""
    run_command("html", "-o", "plain", cwd=root)

    page = read_page(root / "plain" / "edition" / "problems.html")

    assert len(read_links(page)) == 3
    others = set((root / "plain").rglob("*.html")) - {root / "plain/edition/problems.html"}
    assert not any("problems.html" in path.read_text(encoding="utf-8") for path in others)


@pytest.mark.parametrize(("told", "expected"), [("1", 2), ("0", 0)])
def test_sphinx_alone_tells_them_too(tmp_path: Path, told: str, expected: int) -> None:
    """What is wrong between files is a warning of Sphinx, unless whoever builds has told it."""
    root = make(tmp_path / "edition", "[check]\nschema = 'none'\nignore = ['incomplete-header']\n")

    done = run(
        sys.executable, "-m", "sphinx", "-q", "-b", "text", "-D", f"tei_edition_check={told}",
        root / "docs", root / "out", cwd=root,
    )  # fmt: skip

    assert done.stderr.count('WARNING: no person "register.xml#lenni"') == expected
    assert done.stderr.count("[tei.unknown-person]") == expected


def test_what_the_baseline_has_is_not_on_it(tmp_path: Path) -> None:
    """A page of problems has what `check` would tell: of an old edition only what is new."""
    settings = "[pages]\nreport = true\n[check]\nschema = 'none'\nbaseline = 'known.json'\n"
    root = make(tmp_path / "edition", settings)
    run_command("check", "--write-baseline", "known.json", cwd=root)
    text = root / "tei" / "a.xml"
    told = text.read_text("utf-8").replace("Peace.", '<persName ref="#x">X</persName>')
    text.write_text(told, encoding="utf-8")

    run_command("html", "-o", "plain", cwd=root)

    page = read_page(root / "plain" / "edition" / "problems.html").text_content()
    assert 'ref="#x"' in page
    assert "lenni" not in page


def test_it_comes_and_goes_with_the_setting(tmp_path: Path) -> None:
    """By default there is none, and a text may have its name; a solved problem leaves the page."""
    root = make_edition(tmp_path / "edition", {"problems": TEXT}, register=REGISTER)
    out = root / "build" / "html" / "edition"
    build_site(root)
    assert "Vladimir" in (out / "problems.html").read_text(encoding="utf-8")

    settings = root / "edition.toml"
    settings.write_text(settings.read_text("utf-8") + "[pages]\nreport = true\n", encoding="utf-8")
    build_site(root)
    assert "Vladimir" in (out / "problems-2.html").read_text(encoding="utf-8")
    assert "unknown-person" in (out / "problems.html").read_text(encoding="utf-8")

    text = root / "tei" / "problems.xml"
    text.write_text(text.read_text("utf-8").replace("lenni", "lenin"), encoding="utf-8")
    build_site(root)
    assert "unknown-person" not in (out / "problems.html").read_text(encoding="utf-8")
