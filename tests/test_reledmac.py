"""The apparatus of a book by reledmac: at the lines of the book in which its words stand."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from building import make_edition, run_command

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """<text><body>
<div><head>Prose <app><lem wit="#A">old</lem><rdg wit="#B">odd</rdg></app></head>
<p>It is a truth <app><lem wit="#A">universally</lem><rdg wit="#B">generally</rdg></app>
acknowledged, that a single man<note><p>A note.</p><p>It goes on.</p></note> in possession of a
<app><lem wit="#A">good <app><lem wit="#A">fortune</lem><rdg wit="#B">fate</rdg></app></lem>
<rdg wit="#B"/></app>, must be in want of a wife. However little known the feelings or views of such
a man may be on his first entering a neighbourhood, this truth is so well fixed in the minds of
<app><lem wit="#A">the surrounding families, that he is considered as the rightful property of
some one or other</lem><rdg wit="#B">all</rdg></app> of their daughters.</p>
<app><lem wit="#A"><p>Second paragraph.</p><p>Third paragraph.</p></lem><rdg wit="#B"/></app>
<quote><p>Quoted <app type="sources"><lem wit="#A">words</lem><rdg wit="#B">letters</rdg></app>
here.</p></quote>
<quote><p>More of <app><lem wit="#A">them</lem><rdg wit="#B">these</rdg></app>.</p></quote>
<list><item>An <app><lem wit="#A">item</lem><rdg wit="#B">thing</rdg></app></item></list>
<p>The <app><lem wit="#A">last</lem><rdg wit="#B">least</rdg></app> one.</p>
</div>
<div><head>Verse</head>
<lg><l n="1">First <app><lem wit="#A">line</lem><rdg wit="#B">lane</rdg></app> of verse</l>
<l n="2">second line of it</l></lg>
</div>
</body></text>"""
TOML = """
[apparatus]
layout = "run"
headings = { sources = "Sources" }
[print]
paper = "a5"
apparatus = "reledmac"
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition whose words stand in all kinds of blocks."""
    root = make_edition(
        tmp_path_factory.mktemp("reledmac") / "edition", {"one": TEXT}, toml=TOML, theme="alabaster"
    )
    path = root / "tei/one.xml"
    witnesses = '<listWit><witness xml:id="A">A</witness><witness xml:id="B">B</witness></listWit>'
    path.write_text(
        path.read_text(encoding="utf-8").replace("<p>None.</p>", witnesses), encoding="utf-8"
    )
    return root


def read_feet(book: Path, *settings: str) -> str:
    """The words of the PDF, in one line."""
    toml = book / "edition.toml"
    before = toml.read_text(encoding="utf-8")
    toml.write_text("\n".join((before, *settings)), encoding="utf-8")
    done = run_command("build", "-b", "pdf", cwd=book)
    toml.write_text(before, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    (pdf,) = (book / "build/pdf").glob("*.pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    return re.sub(r"\s+", " ", text)


@pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext", "reledmac.sty")
def test_entries_name_the_lines_of_their_words(book: Path) -> None:
    """Lines and ranges are those of the page; entries of a line come after a stroke, in order."""
    text = read_feet(book)

    found = text[text.index("odd B") - 10 : text.index("A note.")]
    for entry in (
        "old A] odd B", "1 universally A] generally B", "2 good fortune A] om. B",
        "| fortune A] fate B", "5–6 the surrounding", "7–8 Second paragraph.",
        "10 them A] these B", "11 last A] least B",
        "9 words A] letters B",
    ):  # fmt: skip
        assert entry in found
    # The sources are an apparatus of their own, below the variants.
    assert found.index("words A]") > found.index("last A]")
    assert "l. 1 line A] lane B" in text
    # What stands in nothing that is numbered comes behind the text, with its place.
    assert re.search(r"¶ \d+ h item A\] thing B|item A\] thing B", text[text.index("A note.") :])


@pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext", "reledmac.sty")
def test_lines_are_counted_by_page_where_asked(book: Path) -> None:
    """The first line of each page is its first."""
    text = read_feet(book, 'lines = "page"', "line_numbers = 2")

    assert "1 universally A]" in text
    assert "7–8 Second paragraph." in text


@pytest.mark.parametrize(
    ("way", "at_foot"), [("auto", False), ("footnotes", True), ("reledmac", False), ("end", False)]
)
def test_weasyprint_has_entries_at_the_foot_of_the_page(
    way: str, at_foot: bool, book: Path
) -> None:
    """They go there if they are wanted there; where there are notes, only then."""
    toml = book / "edition.toml"
    before = toml.read_text(encoding="utf-8")
    toml.write_text(before.replace('"reledmac"', f'"{way}"'), encoding="utf-8")
    done = run_command("build", "-b", "weasyprint", cwd=book)
    toml.write_text(before, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    page = (book / "build/weasyprint/book.html").read_text(encoding="utf-8")

    feet = re.findall(r'<span class="tei-foot tei-entry[^"]*"', page)
    assert len(feet) == (10 if at_foot else 0)
    # Each entry stands once, at the foot or behind the text; that of the heading stays there.
    assert page.count("generally") == page.count("least") == 1


def test_all_words_are_written_once(book: Path) -> None:
    """Text and entries are those of the other way, each once, and no letters stand in the text."""
    assert run_command("build", "-b", "latex", cwd=book).returncode == 0
    (path,) = (book / "build/latex").glob("*.tex")
    tex = path.read_text(encoding="utf-8")

    assert tex.count(r"\pstart") == tex.count(r"\pend") == 8
    assert tex.count(r"\teicritical{") == 10
    begins = re.findall(r"\\edlabel\{(tei\d+b)\}", tex)
    assert len(begins) == len(set(begins)) == 10
    for reading in ("generally", "letters", "least"):
        assert tex.count(reading) == 1
    assert r"$^{\text{" not in tex.replace(r"item$^{\text{", "")
