"""LaTeX is run, and what it says is described in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tei_edition.problems import EditionError
from tei_edition.publishing.latexmk import find_error, list_warnings, make_pdf

if TYPE_CHECKING:
    from pathlib import Path

SOUND = r"\documentclass{article}\begin{document}\ref{none}Text\end{document}"
FAULTY = "\\documentclass{article}\n\\begin{document}\n\\nosuchcommand\n\\end{document}"


def test_an_error_is_found_with_its_line_and_a_hint() -> None:
    """The first error counts; what is known has a hint."""
    log = (
        "(./sphinx.sty\n! LaTeX Error: File `marginnote.sty' not found.\n\nType X to quit\n"
        "l.12 \\RequirePackage\n! Emergency stop.\nl.13 x\n"
    )

    message, line, hint = find_error(log)

    assert (message, line) == ("LaTeX Error: File `marginnote.sty' not found.", 12)
    assert hint.startswith("marginnote.sty belongs to a LaTeX package")
    assert find_error("all is well") == ("", 0, "")


def test_a_missing_typeface_is_named() -> None:
    """What fontspec says over several lines is one message."""
    log = '! Package fontspec Error: The font "FreeSerif" cannot be\n(fontspec)  found.\n\nl.40 }'

    hint = find_error(log)[2]

    assert 'install the typeface "FreeSerif"' in hint


def test_characters_that_no_typeface_has_are_listed_once() -> None:
    """A reader would see nothing in their place."""
    line = "Missing character: There is no 諸 (U+8AF8) in font FreeSerif/OT:script=latn!\n"
    log = f"{line}{line}LaTeX Warning: Reference `a:b' on page 3 undefined on input line 7.\n"

    missing, undefined = list_warnings(log)

    assert missing.count("諸 (U+8AF8)") == 1
    assert "a:b" in undefined
    assert list(list_warnings("all is well")) == []


def test_a_missing_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has no LaTeX learns what to install, and of the way without it."""
    (tmp_path / "book.tex").write_text(SOUND)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EditionError, match="latexmk is not installed") as caught:
        make_pdf(tmp_path / "book.tex")

    assert "-b weasyprint" in caught.value.hint


@pytest.mark.program("latexmk", "pdflatex", "makeindex")
def test_latex_is_run(tmp_path: Path) -> None:
    """A file becomes a PDF, and what is undefined in it is reported."""
    (tmp_path / "book.tex").write_text(SOUND)

    made = make_pdf(tmp_path / "book.tex")

    assert made.pdf.read_bytes().startswith(b"%PDF")
    assert made.warnings == ("these links lead nowhere in the PDF: none",)


@pytest.mark.program("latexmk", "pdflatex", "makeindex")
def test_where_latex_stops_is_told(tmp_path: Path) -> None:
    """No log need be read to learn what LaTeX stumbled over."""
    (tmp_path / "book.tex").write_text(FAULTY)

    with pytest.raises(EditionError, match=r"\(book.tex, line 3\): Undefined control sequence"):
        make_pdf(tmp_path / "book.tex")


@pytest.mark.program("latexmk", "pdflatex", "makeindex")
def test_the_notes_of_an_earlier_run_in_other_words_do_no_harm(tmp_path: Path) -> None:
    """A package that is no longer loaded has left commands in the notes that nobody knows."""
    (tmp_path / "book.tex").write_text(SOUND)
    (tmp_path / "book.aux").write_text("\\relax\n\\nosuchcommand\n")

    assert make_pdf(tmp_path / "book.tex").pdf.is_file()
