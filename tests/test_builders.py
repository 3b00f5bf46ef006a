"""Every builder finishes without a warning, and what it makes is whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import oracle
from building import Build, build_site, check_epub, find_program, make_edition, run

EVERYTHING = Path(__file__).parent / "roots/test-streams/text.xml"
BUILDERS = ("dirhtml", "singlehtml", "epub", "latex", "weasyprint", "text", "man")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of the text in which everything nests, with a register and witnesses."""
    register = (
        '<listPerson><person xml:id="me"><persName>Me &amp; Mine_1 {#$%~^\\}</persName></person>'
        "</listPerson><listWit>"
        + "".join(f'<witness xml:id="{w}">Witness {w}</witness>' for w in "ABC")
        + "</listWit>"
    )
    text = EVERYTHING.read_text(encoding="utf-8").replace(
        "<signed><persName>", '<signed><persName ref="#me">'
    )
    return make_edition(
        tmp_path_factory.mktemp("everything") / "edition",
        {"text": text},
        register=register,
        toml='[check]\nschema = "none"\nignore = ["unhandled-element", "unknown-target"]\n',
        theme="furo",
        conf='latex_engine = "xelatex"\nsuppress_warnings = ["tei.unhandled-element"]\n',
    )


@pytest.fixture(scope="module")
def builds(shipped: Path) -> dict[str, Build]:
    """The shipped edition by each builder, one after the other on the same doctrees."""
    return {builder: build_site(shipped, builder) for builder in BUILDERS}


@pytest.mark.parametrize("builder", BUILDERS)
def test_the_shipped_edition_is_built(builds: dict[str, Build], builder: str) -> None:
    """The builder finishes without a warning and writes something."""
    assert any(builds[builder].out.iterdir())


@pytest.mark.parametrize("builder", BUILDERS)
def test_everything_is_built(everything: Path, builder: str) -> None:
    """So does it for a text in which everything nests."""
    assert any(build_site(everything, builder).out.iterdir())


def test_text_has_the_words(builds: dict[str, Build], shipped: Path) -> None:
    """The text builder keeps the reading text, but for the marks of entries, notes and doubt."""
    shown = {"regularised": False}
    said = oracle.squeeze(oracle.read_tei(shipped / "tei/october.xml", shown).text.text)
    pages = (builds["text"].out / "edition/october").glob("*.txt")
    written = re.sub(r"\^[a-z]+|\[\d+\]|\(\?\)", "", "".join(page.read_text() for page in pages))

    words = re.findall(r"\w{60,}", said)

    assert len(words) > 20
    assert [found for found in words if found not in oracle.squeeze(written)] == []


def test_the_book_has_the_words(builds: dict[str, Build], shipped: Path) -> None:
    """So does the book by WeasyPrint, but for its footnotes and these marks."""
    said = oracle.squeeze(
        oracle.read_tei(shipped / "tei/october.xml", {"regularised": False}).text.text
    )
    page = oracle.parse_page(builds["weasyprint"].out / "book.html")
    for mark in page.xpath(
        "//*[contains(@class, 'tei-foot ') or contains(@class, 'tei-app-mark')]"
    ):
        mark.drop_tree()
    written = oracle.squeeze(page.xpath("string(//main)")).replace("(?)", "")

    words = re.findall(r"\w{60,}", said)

    assert len(words) > 20
    assert [found for found in words if found not in written] == []


def test_single_page_has_no_broken_link(builds: dict[str, Build]) -> None:
    """Links between pages become links within the one page (Sphinx breaks those of its roles)."""
    page = oracle.parse_page(builds["singlehtml"].out / "index.html")
    ids = set(page.xpath("//@id"))

    links = page.xpath("//a[starts-with(@href, '#') and not(contains(@class, 'internal'))]/@href")

    assert len(links) > 500
    assert [link for link in links if link[1:] and link[1:] not in ids] == []


@pytest.mark.parametrize("name", ["shipped", "everything"])
def test_every_reference_of_latex_has_its_label(
    name: str, builds: dict[str, Build], everything: Path
) -> None:
    """There is a label, once, for each place that a hyperref leads to."""
    out = builds["latex"].out if name == "shipped" else build_site(everything, "latex").out
    source = next(out.glob("*.tex")).read_text(encoding="utf-8")
    labels = re.findall(r"\\label\{([^}]*)\}", source)
    wanted = set(re.findall(r"\\hyperref\[([^\]]*)\]", source))

    assert wanted
    assert {re.sub(r"\\detokenize\{|\}", "", w) for w in wanted} <= {
        re.sub(r"\\detokenize\{|\}", "", label) for label in labels
    }
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.program("latexmk", "xelatex")
def test_latex_makes_a_book(builds: dict[str, Build], tmp_path: Path) -> None:
    """XeLaTeX makes a PDF of the shipped edition without an undefined reference."""
    folder = shutil.copytree(builds["latex"].out, tmp_path / "latex")
    done = run("make", "LATEXMKOPTS=-halt-on-error -silent", cwd=folder, timeout=500)
    log = next(folder.glob("*.log")).read_text(encoding="utf-8", errors="replace")

    assert done.returncode == 0, done.stdout[-3000:]
    assert next(folder.glob("*.pdf")).stat().st_size > 50_000
    assert (
        re.findall(
            r"(?:Reference|Citation) .* undefined|multiply defined|Missing character: .*", log
        )
        == []
    )


@pytest.mark.program("epubcheck", "java")
@pytest.mark.parametrize("name", ["shipped", "everything"])
def test_epubs_pass_epubcheck(name: str, builds: dict[str, Build], everything: Path) -> None:
    """Epubcheck has neither an error nor a warning to tell of the EPUB."""
    out = builds["epub"].out if name == "shipped" else build_site(everything, "epub").out

    done = check_epub(next(out.glob("*.epub")))

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.program("java", "vnu.jar")
def test_everything_passes_the_nu_validator(everything: Path) -> None:
    """The pages of the text in which everything nests are valid HTML."""
    out = build_site(everything).out

    done = run(
        "java", "-jar", find_program("vnu.jar"), "--skip-non-html", "--errors-only", out / "edition"
    )

    assert done.stderr == ""
