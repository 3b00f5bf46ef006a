"""Books by LaTeX in a language from right to left: notes, headings, registers and the index."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from building import make_edition, run_command

if TYPE_CHECKING:
    from pathlib import Path

NOTES = "".join(
    f'<p>בראשית<note>הערה{"א" * n} ראשונה</note> ברא <persName ref="#m">משה</persName>'
    "<index><term>שמים</term></index> סוף.</p>"
    for n in (1, 2)
)
TEXT = (
    f'<text xml:lang="he"><body><div><head>פרק</head>{NOTES}'
    '<p xml:lang="en">English<note>Foreign note</note> words.</p><list rend="numbered">'
    '<item>אחד</item><item xml:lang="en">second</item></list></div></body></text>'
)
REGISTER = '<listPerson><person xml:id="m"><persName>משה</persName></person></listPerson>'


class Word(NamedTuple):
    """A word of a page, and where it is."""

    text: str
    left: float
    right: float
    middle: float


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Hebrew edition as a PDF."""
    root = make_edition(
        tmp_path_factory.mktemp("leftward") / "edition",
        {"a": TEXT},
        register=REGISTER,
        toml='[edition]\ntitle = "ספר"\nlanguage = "he"\n',
        conf='language = "he"\n',
    )
    done = run_command("build", "-b", "pdf", cwd=root)
    assert done.returncode == 0, done.stderr
    return next((root / "build/pdf").glob("*.pdf"))


def list_words(book: Path) -> list[list[Word]]:
    """The words of each page, with their places."""
    command = ["pdftotext", "-bbox", str(book), "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [
        [
            Word(text.strip(","), float(left), float(right), (float(top) + float(bottom)) / 2)
            for left, top, right, bottom, text in re.findall(pattern, page)
        ]
        for page in pages.split("<page ")[1:]
    ]


def find_page(book: Path, *texts: str) -> list[Word]:
    """The first page on which all these words are; PDF has them in either order of letters."""
    for page in list_words(book):
        found = {word.text for word in page} | {word.text[::-1] for word in page}
        if found.issuperset(texts):
            return page
    raise AssertionError(texts)


def find_word(page: list[Word], text: str) -> Word:
    """The last word of a page that has these letters."""
    return [word for word in page if text in {word.text, word.text[::-1]}][-1]


PROGRAMS = pytest.mark.program("latexmk", "xelatex", "xindy", "pdftotext")


@PROGRAMS
@pytest.mark.parametrize(("number", "words"), [("1", "הערהא"), ("2", "הערהאא")])
def test_numbers_of_notes_are_on_the_right(book: Path, number: str, words: str) -> None:
    """A note begins with its number, which is to the right of its words and in their line."""
    page = find_page(book, "הערהא", "הערהאא")
    note = find_word(page, words)
    beside = [w for w in page if w.text == number and abs(w.middle - note.middle) < 8]

    assert [w.left > note.right for w in beside] == [True]


@PROGRAMS
def test_notes_in_other_languages_keep_their_number_on_the_left(book: Path) -> None:
    """A note from left to right begins there."""
    page = find_page(book, "Foreign")
    note = find_word(page, "Foreign")
    beside = [w for w in page if w.text == "3" and abs(w.middle - note.middle) < 8]

    assert [w.right < note.left for w in beside] == [True]


@PROGRAMS
def test_notes_follow_each_other_without_empty_lines(book: Path) -> None:
    """The distance of two notes is that of two lines."""
    page = find_page(book, "הערהא", "הערהאא")
    first, second = find_word(page, "הערהא"), find_word(page, "הערהאא")

    assert 5 < second.middle - first.middle < 15


@PROGRAMS
def test_index_runs_from_the_right_under_its_own_heading(book: Path) -> None:
    """Entries have their pages on the left; no heading in English says that they have no letter."""
    page = find_page(book, "אינדקס", "שמים")
    entry = find_word(page, "שמים")
    pages = [w for w in page if w.text.isdigit() and abs(w.middle - entry.middle) < 3]

    assert pages
    assert all(w.right < entry.right for w in pages)
    assert find_word(page, "אינדקס").right > entry.right  # the page has two columns
    assert not [w.text for w in page if re.search("[A-Za-z]", w.text)]


@PROGRAMS
def test_the_book_says_contents_in_its_own_language(book: Path) -> None:
    """No word of Sphinx's or LaTeX's is left in English."""
    words = [word.text for page in list_words(book) for word in page]

    assert {"תוכן", "ןכות"} & set(words)
    assert not {"Contents", "Index", "Non-alphabetical"} & set(words)


@PROGRAMS
def test_no_letters_are_drawn_without_their_typeface(book: Path) -> None:
    """The title, the terms of the index and its heading are set in a typeface for their script."""
    source = book.with_suffix(".tex").read_text(encoding="utf-8")

    assert r"\title{\texorpdfstring{\teirtl{\teiscript{Hebr}{ספר}}}{ספר}}" in source
    assert r"\index{שמים@\spxentry{\teirtl{\teiscript{Hebr}{שמים}}}}" in source
    assert r"\renewcommand{\indexname}{\teirtl{\teiscript{Hebr}{אינדקס}}}" in source


@PROGRAMS
def test_contents_have_their_numbers_on_the_left(book: Path) -> None:
    """Titles of chapters and of sections begin at the right, under the heading."""
    page = find_page(book, "תוכן", "פרק")
    heading = find_word(page, "תוכן")
    title = find_word(page, "פרק")
    numbers = [w for w in page if w.text.isdigit() and abs(w.middle - title.middle) < 3]

    assert abs(title.right - heading.right) < 40
    assert [w.right < 150 for w in numbers] == [True]


@PROGRAMS
def test_title_page_begins_on_the_right(book: Path) -> None:
    """No line of the title page is on the left, and no character lacks a typeface."""
    title, *_ = list_words(book)
    edge = max(word.right for word in title)
    ends = [max(w.right for w in title if abs(w.middle - o.middle) < 3) for o in title]

    assert all(edge - end < 3 for end in ends)
    assert "Missing character" not in book.with_suffix(".log").read_text(errors="replace")


@PROGRAMS
def test_items_in_other_languages_are_numbered_from_the_left(book: Path) -> None:
    """The point follows the number in the direction of the item."""
    page = find_page(book, "second")
    item = find_word(page, "second")

    assert [w.right < item.left for w in page if w.text == "2." and w.middle == item.middle] == [
        True
    ]
