"""Editions made by others become books: a play in Cyrillic, letters, inscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import CORPORA, check_epub, copy_edition, run_command
from test_typesetting import read_pdf

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpora

# Of each, its texts and registers as patterns, and how many texts to take.
EDITIONS = {
    "rusdracor": ("tei/*.xml", "none.xml", 1),
    "jean-paul": ("briefe/**/*.xml", "register/orte/*.xml", 3),
    "pallava": ("*.xml", "none.xml", 4),
}


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few files of an edition, with an edition.toml of ours."""
    name: str = request.param
    texts, registers, size = EDITIONS[name]
    root = tmp_path_factory.mktemp(name) / "edition"
    source = CORPORA / name
    taken = sorted(path for path in source.glob(texts) if path.is_file())[:size]
    lists = sorted(source.glob(registers))
    toml = '[registers]\nunmentioned = "omit"\n'
    more = 'suppress_warnings = ["tei"]\nepub_basename = "book"\n'
    return copy_edition(root, name, taken, lists, toml=toml, conf=more)


def build(edition: Path, builder: str) -> Path:
    """The book that a builder makes of an edition."""
    done = run_command("build", "--keep-going", "-b", builder, cwd=edition)
    assert done.returncode in {0, 1}, done.stderr  # 1: their edition has errors
    assert "Traceback" not in done.stderr
    return edition / "build" / builder / ("book.epub" if builder == "epub" else "book.pdf")


@pytest.mark.program("epubcheck", "java")
def test_the_epub_is_valid(edition: Path) -> None:
    """Epubcheck has neither an error nor a warning to tell."""
    book = build(edition, "epub")

    done = check_epub(book)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pdf_without_latex_is_whole(edition: Path) -> None:
    """It has a title, an outline and its pages; nothing was looked for in vain."""
    book = read_pdf(build(edition, "weasyprint"))

    assert book.metadata.title
    assert len(book.outline) > 2
    assert len(book.pages) > 4


@pytest.mark.program("latexmk", "xelatex", "xindy")
def test_the_pdf_by_latex_is_whole(edition: Path) -> None:
    """LaTeX finds every reference, and a sign for every character."""
    book = build(edition, "pdf")

    log = book.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert len(read_pdf(book).pages) > 4
    assert "undefined references" not in log
    assert "multiply defined" not in log
    assert "Missing character" not in log
