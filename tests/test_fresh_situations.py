"""Situations beside those that were reported: nothing is lost, run together or claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition
from tei_edition.config import read_config
from tei_edition.config.tables import TextTable
from tei_edition.language.filing import pass_over_article
from tei_edition.loading.edition import read_edition
from tei_edition.pages.letters import list_days
from tei_edition.pages.registers import list_register_pages
from tei_edition.publishing.exporting import plan_site
from tei_edition.reader.bibliography import read_reference
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.reader.witnesses import read_witnesses
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.pages.site_plan import SitePlan

X = "{urn:tei-edition:facts}"


def parse(content: str) -> etree._Element:
    """An element of TEI."""
    return etree.fromstring(f'<TEI xmlns="{TEI_NS}">{content}</TEI>')


def read(body: str, *, first_stage: bool = False) -> str:
    """The reading text of a body."""
    root = parse(f"<teiHeader/><text><body>{body}</body></text>")
    rewrite_tree(root, first_stage=first_stage)
    return Runs(root, TextTable(stage="first" if first_stage else "last")).lines()


def open_book(root: Path) -> SitePlan:
    """What is on the pages of an edition."""
    return plan_site(read_edition(read_config(root)))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p><location><country>X</country><geo>1 2</geo></location></p>", "X, 1 2"),
        ("<p><dimensions><height>3</height><width>2</width><depth>4</depth></dimensions></p>",
         "3 × 2 × 4"),
        ("<p><address><street>High</street><postCode>12</postCode></address></p>", "High, 12"),
    ],
)  # fmt: skip
def test_data_in_a_sentence_is_separated(body: str, words: str) -> None:
    """Elements without anything between them do not run together."""
    assert read(body) == words


MOVED = """<p><seg xml:id="a">first</seg> <seg xml:id="b">second</seg>
<listTranspose><transpose><ptr target="#b"/><ptr target="#a"/></transpose></listTranspose></p>"""


def test_words_are_not_transposed_in_the_first_stage() -> None:
    """They are where they were written; the last stage has them in their new order."""
    assert " ".join(read(MOVED).split()) == "second first"
    assert " ".join(read(MOVED, first_stage=True).split()) == "first second"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("<title>T</title> (<note>rare</note>), York", "T, York"),
        ("<title>T</title> [<note>lost</note>]", "T"),
        ("<title>T</title>, <date notBefore='1850' notAfter='1860'/>", "T, 1850/1860"),
        ("<title>T</title>, <date from='1850' to='1860'/>", "T, 1850–1860"),
    ],
)
def test_reference_is_whole_where_something_is_said_elsewhere(entry: str, words: str) -> None:
    """No brackets stay behind a note, and limits are no duration."""
    (part,) = read_reference(parse(f"<bibl>{entry}</bibl>")[0])
    assert part.text == words


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (("<msDesc><msIdentifier><idno>MS 1</idno></msIdentifier><history><origin><origDate>1375"
         "</origDate></origin><provenance>sold</provenance></history></msDesc>"),
         "MS 1; 1375; sold"),
        (("<msDesc>\n<msIdentifier><idno>MS 1</idno></msIdentifier>\n<physDesc>\n<objectDesc>"
         "<p>Paper</p></objectDesc>\n<handDesc><p>One hand</p></handDesc></physDesc></msDesc>"),
         "MS 1; Paper; One hand"),
        ("A copy, <msDesc><msIdentifier><idno>MS 2</idno></msIdentifier></msDesc>",
         "A copy, MS 2"),
    ],
)  # fmt: skip
def test_description_of_a_manuscript_is_separated(description: str, words: str) -> None:
    """Each part is a statement of its own, however the file is printed."""
    root = parse(f'<listWit><witness xml:id="A">{description}</witness></listWit>')
    (witness,) = read_witnesses(root)
    assert witness.description == words


@pytest.mark.parametrize(
    ("title", "language", "filed"),
    [
        ("“The Raven”", "en", "Raven”"),
        ('"A Tale"', "en", 'Tale"'),
        ("«Les Misérables»", "fr", "Misérables»"),
        ("¿Una carta?", "es", "carta?"),
        ("'n Storie", "af", "Storie"),
        ("“Raven”", "en", "Raven”"),
    ],
)
def test_quotation_marks_do_not_hide_an_article(title: str, language: str, filed: str) -> None:
    """An article after them is passed over as any other."""
    assert pass_over_article(title, language) == filed


def test_two_entries_of_one_person_both_have_their_say(tmp_path: Path) -> None:
    """The description in the text's own list does not hide that in the register."""
    person = (
        "<listPerson><person xml:id='a'><persName>A</persName><note>{}</note></person></listPerson>"
    )
    words = f"<p><rs ref='#a'>A</rs></p>{person.format('one')}"
    body = f"<text xml:lang='en'><body>{words}</body></text>"
    root = make_edition(tmp_path, {"one": body}, register=person.format("two"))
    page = list_register_pages(open_book(root))["edition/persons"]

    assert [e.text for e in page.iter(f"{X}description")] == ["one", "two"]


LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>
<title>T</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>
</fileDesc><profileDesc><correspDesc><correspAction type="sent"><persName>Ann</persName>
</correspAction><correspAction type="received"><orgName ref="#o">Board</orgName>
<date when="1850-02-12"/></correspAction></correspDesc></profileDesc></teiHeader><text><body>
<p>See <ptr target="#b7"/>, <ptr target="#l3"/>.<pb xml:id="b7" n="7"/><lb xml:id="l3" n="3"/></p>
</body></text></TEI>"""


def test_letter_to_an_organisation_and_pointers_to_pages(tmp_path: Path) -> None:
    """A day is said in words also for an organisation; a page is called by its number."""
    root = make_edition(tmp_path, {})
    (root / "tei/a.xml").write_text(LETTER)
    book = open_book(root)
    (text,) = book.texts

    assert list_days(book, text) == {"1850-02-12": "12 February 1850"}
    assert book.list_pointer_words(text) == {"#b7": "[7]", "#l3": "3"}
