"""Works of registers as references in the edition's citation style."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tei_edition.citation.record import Style
from tei_edition.citation.style import find_style
from tei_edition.citation.works import make_work_writer
from tei_edition.language.wording import list_words
from tei_edition.reader.bibliography import read_reference
from tei_edition.reader.separating import separate_data
from test_references_of_works import parse_entry

if TYPE_CHECKING:
    from tei_edition.facts.registers import ReferenceRun

OWN = str(Path(find_style.__code__.co_filename).with_name("style.csl"))
ARTICLE = (
    "<biblStruct><analytic><author><persName><forename>Ann</forename> <surname>Go</surname>"
    "</persName></author><author>B. See</author><title level='a'>Heart</title></analytic><monogr>"
    "<title level='j'>Circulation</title><imprint><pubPlace>York</pubPlace><publisher>Pub"
    "</publisher><date when='2014-05'/><biblScope unit='volume'>129</biblScope>"
    "<biblScope unit='issue'>3</biblScope><biblScope unit='page' from='28' to='92'/></imprint>"
    "</monogr></biblStruct>"
)
BOOK = (
    "<biblStruct><monogr><author>Anon.</author><title>A Tale</title><edition>2nd ed.</edition>"
    "<editor><forename>C.</forename> <surname>Doe</surname></editor><respStmt><resp>transl.</resp>"
    "<name>E. F.</name></respStmt><imprint><date>c. 1790</date></imprint><extent>2 vols</extent>"
    "</monogr><series><title>Old Books</title><biblScope>3</biblScope></series></biblStruct>"
)


def cite(
    entry: str, source: str = OWN, locale: str = "en-US", language: str = "en"
) -> list[ReferenceRun]:
    """The reference of an entry in a style, as a register shows it."""
    tree = parse_entry(entry)
    separate_data(tree)
    write = make_work_writer(lambda _: Style(source, locale))
    return list(write(read_reference(tree), list_words(language), language))


def words_of(runs: list[ReferenceRun]) -> str:
    """The words of a reference without its italics."""
    return "".join(run.text for run in runs)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ARTICLE, ("Go, Ann and B. See. “Heart”. In Circulation, vol. 129, no. 3."
                   " York: Pub, 2014-05, pp. 28–92.")),
        (BOOK, ("Anon. A Tale. Edited by C. Doe. 2nd ed. Old Books, 3. c. 1790. E. F. (transl.)."
                " 2 vols.")),
        (("<biblStruct><analytic><title>Part</title></analytic><monogr><author>A. B.</author>"
          "<title>Whole</title></monogr><monogr><title>Other</title></monogr></biblStruct>"),
         "“Part”. In A. B., Whole. Other."),
        (("<biblFull><titleStmt><title>A Tale</title><author>A. B.</author></titleStmt>"
          "<publicationStmt><publisher>P.</publisher><date>1901</date></publicationStmt>"
          "<sourceDesc><p>a manuscript</p></sourceDesc></biblFull>"),
         "A. B. A Tale. P., 1901. a manuscript."),
        (("<biblStruct><monogr><title>Web</title><imprint><date when='2020'/></imprint></monogr>"
          "<ref target='https://x.example/'>here</ref><citedRange unit='page'>4</citedRange>"
          "</biblStruct>"), "Web. 2020. p. 4."),
        ("<bibl>Anon., <title>A Tale</title>, p. 12.</bibl>", "Anon., A Tale, p. 12."),
    ],
)  # fmt: skip
def test_our_style_has_every_part(entry: str, expected: str) -> None:
    """What the style has no place for follows; what an editor wrote out stays as it is."""
    assert words_of(cite(entry)) == expected


def test_titles_of_books_are_in_italics() -> None:
    """As in citations of the edition's own pages."""
    assert [run.text for run in cite(ARTICLE) if run.is_italic] == ["Circulation"]
    assert [run.text for run in cite(BOOK) if run.is_italic] == ["A Tale"]


def test_words_are_those_of_the_readers_language() -> None:
    """Both those of the style and those of volume and page."""
    said = words_of(cite(ARTICLE, locale="de-DE", language="de"))

    assert said == (
        "Go, Ann und B. See. „Heart“. In Circulation, Bd. 129, Nr. 3. York: Pub, 2014-05, S. 28–92."
    )


def test_a_style_of_the_edition_decides_how_and_not_whether() -> None:
    """A style may shorten a name or a date, but a part that it does not render is added."""
    said = words_of(cite(ARTICLE, "harvard-cite-them-right"))
    whole = words_of(cite(BOOK, "harvard-cite-them-right"))

    assert said.startswith("Go, A.")
    assert all(word in said for word in ("See", "2014", "Heart", "Circulation", "129", "3", "28"))
    assert all(word in whole for word in ("E. F. (transl.)", "2 vols", "1790", "Old Books", "2nd"))


@pytest.mark.parametrize(
    "entry",
    [
        "<biblStruct><monogr><author>A.</author><date>1900</date></monogr></biblStruct>",
        "<biblStruct><monogr><title/></monogr></biblStruct>",
        "<biblStruct><monogr><title>{}</title></monogr></biblStruct>",
    ],
)
def test_odd_entries_are_cited(entry: str) -> None:
    """One without a title, one without words, one with braces."""
    assert words_of(cite(entry)) in {"A., 1900.", "", "{}."}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("<bibl><author>A. B.</author><title>A</title></bibl>", "A. B., A"),
        ("<bibl>\n<author>A. B.</author>\n<title>A</title>\n</bibl>", "A. B., A"),
        ("<bibl><author>A. B.</author>: <title>A</title></bibl>", "A. B.: A"),
        ("<bibl><author>A. B.</author><title>A</title><title>B</title><date>1900</date></bibl>",
         "A. B., A, B, 1900"),
    ],
)  # fmt: skip
def test_a_bibl_has_one_comma_between_its_elements(entry: str, expected: str) -> None:
    """Where nothing but white space is between them, and as it is written where a mark is."""
    assert words_of(cite(entry)) == expected
