"""What the site tells of the witnesses, and the text as each of them has it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

import oracle
from building import TEI, build_site, copy_shipped, make_edition
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.variants import (
    list_agreements,
    list_variations,
    write_nexus,
    write_variants,
)
from tei_edition.pages.witnesses import list_witness_pages, write_agreements
from tei_edition.publishing.exporting import plan_site
from tei_edition.publishing.plain_html import write_html

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.pages.site_plan import SitePlan

X = "{urn:tei-edition:facts}"
WITNESSES = """<standOff><listWit xml:id="g" n="γ"><witness xml:id="A">first<msDesc><msIdentifier>
<settlement>Rome</settlement><idno>Vat. 1</idno></msIdentifier><history><origin><origDate
notBefore="0900" notAfter="0950"/></origin></history></msDesc></witness><witness
xml:id="B"/></listWit><listWit><witness xml:id="C"/></listWit></standOff>"""
TEXT = """<text><body><div><head>H</head><p>a
<app><lem wit="#A">b</lem><rdg wit="#B #C">c</rdg></app>
<app><lem wit="#g">d</lem><rdg wit="#C"><persName>E</persName></rdg></app>
<app><lem>f</lem><rdg wit="#C #Z">g</rdg></app>
<app><lem wit="#A #C">h</lem><rdg wit="#B">i <lacunaStart wit="#B"/></rdg></app></p></div>
<div><p>last</p></div></body></text>"""


def make(folder: Path, toml: str = "") -> Path:
    """A small edition with a group of witnesses, and one that is not declared."""
    root = make_edition(folder / "e", {}, toml=toml)
    content = TEXT + WITNESSES
    (root / "tei/text.xml").write_text(TEI.format(title="T", content=content), encoding="utf-8")
    return root


@pytest.fixture
def book(tmp_path: Path) -> SitePlan:
    """The same edition, read."""
    return plan_site(read_edition(read_config(make(tmp_path))))


def test_each_witness_is_described(book: SitePlan) -> None:
    """Its dates, where it is kept, its group, and how it is known what it reads."""
    page = list_witness_pages(book, list_agreements(book))["edition/witnesses"]
    found = {
        w.get("siglum", ""): tuple(w.get(name) for name in ("entries", "inferred", "unrecorded"))
        for w in page.iter(f"{X}witness")
    }
    first = next(page.iter(f"{X}witness"))

    assert found == {
        "A": ("3", "1", "0"), "B": ("3", "1", "0"), "γ": ("3", "1", "0"),
        "C": ("4", "0", "0"), "Z": ("1", "0", "3"),
    }  # fmt: skip
    assert (first.get("dates"), first.get("repository")) == ("900/950", "")
    assert "".join(map(str, first.itertext())).count("Rome, Vat. 1") == 1
    assert [group.get("siglum") for group in first.iter(f"{X}group")] == ["γ"]
    gaps = [(w.get("id"), gap.get("kind")) for w in page for gap in w.iter(f"{X}gap")]
    assert gaps == [("B", "breaks-off")]


def test_readings_are_a_table_and_a_matrix(book: SitePlan) -> None:
    """A row for each entry, and for each witness a row of signs; what is not known is a gap."""
    variations = list(list_variations(book))
    rows = list(csv.reader(io.StringIO(write_variants(book, variations).decode())))
    nexus = write_nexus(book, variations).decode()
    matrix = nexus.partition("MATRIX\n")[2].partition(";")[0]

    assert rows[0] == ["file", "place", "text", "A", "B", "C", "Z"]
    assert [row[3:] for row in rows[1:]] == [
        ["b", "c", "c", ""], ["d", "d", "E", ""], ["f", "f", "g", "g"], ["h", "i", "h", ""],
    ]  # fmt: skip
    assert "NTAX=4 NCHAR=4" in nexus
    assert [line.split() for line in matrix.strip().splitlines()] == [
        ["A", "0000"], ["B", "1001"], ["C", "1110"], ["Z", "??1?"],
    ]  # fmt: skip
    assert "1 '¶ 1 b' / b c" in nexus


def test_agreement_is_drawn_for_three_witnesses_and_more(book: SitePlan) -> None:
    """A square for each pair, the darker the more they agree, with its numbers."""
    page = list_witness_pages(book, list_agreements(book))["edition/witnesses"]
    squares = [s for s in page.iter(f"{X}shape") if s.get("label")]

    assert ("A, B: 2/4", "agree-5") in {(s.get("label"), s.get("class")) for s in squares}
    assert len(squares) == 12


def test_agreement_counts_what_is_known_of_both(book: SitePlan) -> None:
    """A group speaks for its members; silence is the lemma where it names nobody."""
    rows = list(csv.reader(io.StringIO(write_agreements(book, list_agreements(book)).decode())))

    assert rows[0] == ["witness", "other", "same", "compared"]
    assert {tuple(row[:2]): tuple(map(int, row[2:])) for row in rows[1:]} == {
        ("A", "B"): (2, 4), ("A", "C"): (1, 4), ("A", "Z"): (0, 1), ("B", "C"): (1, 4),
        ("B", "Z"): (0, 1), ("C", "Z"): (1, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "same", "compared"),
    [
        ('<app><lem wit="#A">b</lem><rdg wit="#C">x</rdg><rdg wit="#B">b</rdg></app>', 1, 1),
        ('<app><lem wit="#A" xml:id="l">b</lem><rdg wit="#B" copyOf="#l"/></app>', 1, 1),
        ('<app><lem wit="#A">b</lem><rdg wit="#B">b <gap/></rdg></app>', 0, 1),
        ('<app><lem wit="#C">b</lem><rdg wit="#A" facs="a.jpg"/><rdg wit="#B" facs="b.jpg"/></app>',
         0, 1),
        # What a witness lacks is no disagreement, and no agreement.
        ('<app><lem wit="#A">b</lem><rdg wit="#B"><lacunaStart/></rdg></app>', 0, 0),
        (('<app><lem/><rdg wit="#B"><lacunaStart/></rdg></app> '
          '<app><lem>b</lem><rdg wit="#C">x</rdg></app> '
          '<app><lem/><rdg wit="#B"><lacunaEnd/></rdg></app> '
          '<app><lem>b</lem><rdg wit="#C">x</rdg></app>'), 1, 1),
        (('<app><lem>b</lem><rdg wit="#C">x</rdg></app> '
          '<app><lem/><rdg wit="#B"><witStart/></rdg></app> '
          '<app><lem>b</lem><rdg wit="#C">x</rdg></app>'), 1, 1),
        (('<app><lem>b</lem><rdg wit="#C">x</rdg></app> '
          '<app><lem/><rdg wit="#B"><witEnd/></rdg></app> '
          '<app><lem>b</lem><rdg wit="#C">x</rdg></app>'), 1, 1),
    ],
)  # fmt: skip
def test_witnesses_agree_in_what_they_read(
    tmp_path: Path, entries: str, same: int, compared: int
) -> None:
    """By their words, in whatever element; where one has no text they are not compared."""
    root = make(tmp_path)
    content = f"<text><body><p>a {entries} z</p></body></text>{WITNESSES}"
    (root / "tei/text.xml").write_text(TEI.format(title="T", content=content), encoding="utf-8")
    agreements = list_agreements(plan_site(read_edition(read_config(root))))
    found = {(pair.first, pair.second): pair[2:] for pair in agreements}

    assert found.get(("A", "B"), (0, 0)) == (same, compared)


def test_an_edition_without_witnesses_has_no_page_of_them(tmp_path: Path) -> None:
    """Nor a table, nor pages of theirs."""
    text = "<text><body><p>a</p></body></text>"
    root = make_edition(tmp_path / "e", {"a": text}, toml="[apparatus]\nwitness_pages = true\n")
    book = plan_site(read_edition(read_config(root)))

    assert list_witness_pages(book, list_agreements(book)) == {}
    assert write_agreements(book, list_agreements(book)) == b""
    assert book.bases == {}


def test_pages_of_witnesses_are_made_when_asked_for(tmp_path: Path) -> None:
    """A page for each page of the text and each witness; none by default."""
    root = make(tmp_path, "[pages]\nsplit = 1\n")
    write_html(read_config(root), root / "without")
    toml = (root / "edition.toml").read_text()
    (root / "edition.toml").write_text(f"{toml}[apparatus]\nwitness_pages = true\n")
    write_html(read_config(root), root / "with")
    pages = sorted((root / "with/edition/witnesses").rglob("*.html"))
    text = {page.parts[-2]: page for page in pages if page.stem.endswith("div1")}

    assert not (root / "without/edition/witnesses").exists()
    assert len(pages) % 4 == 0
    names = {page.relative_to(root / "with/edition/witnesses").parts[0] for page in pages}
    assert names == {"A", "B", "C", "Z"}
    assert text


def read_main(page: Path) -> str:
    """The reading text of a page."""
    stream = oracle.read_html([page]).text
    return " ".join(stream.text.replace("\x1f", "").split())


def test_the_shipped_edition_can_be_read_as_its_second_witness(plain: Path) -> None:
    """L has its own dates, in its own calendar, and says for what it is recorded."""
    page = plain / "edition/witnesses/L/october/friction.html"
    article = oracle.find_article(oracle.parse_page(page))
    dates = [link.text_content() for link in article.find_class("tei-date")]

    assert "November 7th" in dates
    assert "25th of October" not in read_main(page)
    assert "the parties of the Right" in read_main(page)
    assert "names, terms and dates only" in article.find_class("tei-witness-note")[0].text_content()


def test_a_changed_reading_changes_its_pages_alone(tmp_path: Path) -> None:
    """The text and the page of the witness are read again, those of other witnesses are not."""
    root = copy_shipped(tmp_path / "e")
    build_site(root)
    path = root / "tei/october.xml"
    path.write_text(path.read_text().replace("Tchernoff</persName>", "Tchernov</persName>", 1))
    again = build_site(root)

    assert "edition/witnesses/L/october/friction" in again.read
    assert not any(name.startswith("edition/witnesses/N") for name in again.read)
    assert "Tchernov" in (again.out / "edition/witnesses/L/october/friction.html").read_text()


def test_a_book_has_the_text_once(site: Path, shipped: Path) -> None:
    """Pages of witnesses are for the site: an EPUB built after it has none."""
    assert (site / "edition/witnesses/L/october/fate.html").is_file()
    out = build_site(shipped, "epub", out=shipped / "build/book").out

    assert not (out / "edition/witnesses").exists()
    assert (out / "edition/witnesses.xhtml").is_file()
