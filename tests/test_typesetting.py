"""WeasyPrint makes a PDF of a page, with numbers of pages, and without the network."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from tei_edition.problems import EditionError
from tei_edition.publishing.weasyprint_pdf import format_pages, is_inside, typeset

if TYPE_CHECKING:
    from pathlib import Path

BREAK = '<p style="break-before: page" id="{0}">{0}</p>'


def read_pdf(path: Path) -> Any:
    """A PDF, to be looked at."""
    from pypdf import PdfReader

    return PdfReader(path)


def test_pages_are_named_once_and_in_ranges() -> None:
    """Pages in a row are a range; a place that no page has is passed over."""
    numbers = {"a": 3, "b": 3, "c": 4, "d": 5, "e": 9}

    found = format_pages(["e", "a", "b", "c", "d", "nowhere"], numbers)

    assert found == '<a href="#a">3</a>–<a href="#d">5</a>, <a href="#e">9</a>'
    assert format_pages([], numbers) == ""


def test_numbers_are_those_of_the_pages(tmp_path: Path) -> None:
    """What is filled in is where the anchors came to stand, and the PDF is tagged and titled."""
    page = tmp_path / "book.html"
    page.write_text(
        '<!DOCTYPE html><html lang="la"><title>Liber</title><body>'
        '<p>See <span class="tei-pages" data-targets="x z"></span>.</p>'
        + "".join(BREAK.format(name) for name in "xyz"),
        encoding="utf-8",
    )

    told = typeset(page, tmp_path / "book.pdf")

    pdf = read_pdf(tmp_path / "book.pdf")
    assert told == ((), ())
    assert "See 2, 4." in pdf.pages[0].extract_text()
    assert pdf.metadata.title == "Liber"
    assert pdf.trailer["/Root"]["/Lang"] == "la"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_nothing_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    """Neither a host nor a file outside the folder of the page is asked for; it is reported."""
    folder = tmp_path / "inside"
    folder.mkdir()
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "link.svg").symlink_to(tmp_path / "secret.svg")
    sources = ("../secret.svg", "link.svg", "https://example.org/x.png", "ftp://example.org/x.png")
    page = folder / "book.html"
    images = "".join(f'<img alt="x" src="{source}">' for source in sources)
    page.write_text(f'<html lang="en"><title>T</title>{images}')

    failures = typeset(page, folder / "book.pdf").failures

    assert len(failures) == len(sources)
    assert all("edition" in failure for failure in failures)
    assert is_inside(page, folder)
    assert not is_inside(folder / "link.svg", folder)


def test_a_missing_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed WeasyPrint learns how to."""
    (tmp_path / "book.html").write_text("x")
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(EditionError, match="WeasyPrint is not installed") as caught:
        typeset(tmp_path / "book.html", tmp_path / "book.pdf")

    assert 'pip install "weasyprint>=' in caught.value.hint


def test_characters_without_a_glyph_are_told(tmp_path: Path) -> None:
    """A sign that no typeface has would be an empty box in the book."""
    (tmp_path / "book.html").write_text("<p>sign: \U0010fffd</p>", encoding="utf-8")

    assert typeset(tmp_path / "book.html", tmp_path / "book.pdf").missing == ("\U0010fffd",)
