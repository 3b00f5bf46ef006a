"""Several letters in one file: each correspDesc is a letter, wherever in the file that is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition, run_command
from exporting import hold, make
from oracle import parse_page
from tei_edition.config import read_config
from tei_edition.loading.edition import read_edition
from tei_edition.pages.chronology import list_chronology_pages
from tei_edition.pages.letters import list_letter_pages, list_letters
from tei_edition.publishing.exporting import plan_site
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.pages.site_plan import SitePlan

PEOPLE = (
    '<listPerson><person xml:id="ann"><persName>Ann</persName></person>'
    '<person xml:id="bob"><persName>Bob</persName></person></listPerson>'
)


def describe(sender: str, addressee: str, day: str, attributes: str = "") -> str:
    """A correspDesc of a letter."""
    return (
        f"<correspDesc {attributes}><correspAction type='sent'><persName ref='#{sender}'/>"
        f"<date when='{day}'/></correspAction><correspAction type='received'>"
        f"<persName ref='#{addressee}'/></correspAction></correspDesc>"
    )


def head(described: str, title: str = "Letters") -> str:
    """A header with these descriptions."""
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{title}</title><editor>Eve</editor></titleStmt>"
        "<publicationStmt><publisher>Press</publisher><availability><licence "
        "target='https://creativecommons.org/licenses/by/4.0/'/></availability></publicationStmt>"
        "<sourceDesc><msDesc><msIdentifier><repository>Minster</repository></msIdentifier></msDesc>"
        f"</sourceDesc></fileDesc><profileDesc>{described}</profileDesc></teiHeader>"
    )


def div(ident: str, attributes: str = "") -> str:
    """A division that is a letter."""
    return f"<div xml:id='{ident}' {attributes}><head>Letter {ident}</head><p>Words.</p></div>"


TWO = describe("ann", "bob", "1795-03-01", "corresp='#a'") + describe(
    "bob", "ann", "1795-02-01", "corresp='#b'"
)
FIRST, SECOND = div("a", "decls='#c1'"), div("b", "decls='#c2'")
# The same two letters in the ways in which one file has them.
FILES = {
    "corresp": head(TWO) + f"<text><body>{div('a')}{div('b')}</body></text>",
    "decls": (
        head(
            describe("ann", "bob", "1795-03-01", "xml:id='c1'")
            + describe("bob", "ann", "1795-02-01", "xml:id='c2'")
        )
        + f"<text><body>{FIRST}{SECOND}</body></text>"
    ),
    "group": (
        head(TWO) + "<text><group><text xml:id='a'><body><head>Letter a</head><p>Words.</p></body>"
        "</text><text xml:id='b'><body><head>Letter b</head><p>Words.</p></body></text></group>"
        "</text>"
    ),
    "floating": (
        head(TWO) + "<text><body><div><p>Before.</p><floatingText xml:id='a'><body><p>One.</p>"
        "</body></floatingText><floatingText xml:id='b'><body><p>Two.</p></body></floatingText>"
        "</div></body></text>"
    ),
    "corpus": (
        head("") + f"<TEI>{head(describe('ann', 'bob', '1795-03-01'), 'Letter a')}"
        "<text xml:id='a'><body><p>Words.</p></body></text></TEI>"
        + f"<TEI>{head(describe('bob', 'ann', '1795-02-01'), 'Letter b')}"
        "<text xml:id='b'><body><p>Words.</p></body></text></TEI>"
    ),
}


def make_letters(folder: Path, content: str, *, is_corpus: bool = False) -> Path:
    """An edition of one file with several letters."""
    root = make_edition(folder, {}, register=PEOPLE)
    name = "teiCorpus" if is_corpus else "TEI"
    (root / "tei").mkdir(exist_ok=True)
    (root / "tei/one.xml").write_text(f'<{name} xmlns="{TEI_NS}" xml:lang="en">{content}</{name}>')
    return root


def open_book(root: Path) -> SitePlan:
    """What is on the pages of an edition."""
    return plan_site(read_edition(read_config(root)))


@pytest.mark.parametrize("kind", FILES)
def test_each_description_is_a_letter(tmp_path: Path, kind: str) -> None:
    """With its people and day; its link leads to the division, text or page that it is."""
    book = open_book(make_letters(tmp_path, FILES[kind], is_corpus=kind == "corpus"))
    letters = list_letters(book)

    assert [(letter.senders[0].id, letter.addressees[0].id) for letter in letters] == [
        ("bob", "ann"), ("ann", "bob"),
    ]  # fmt: skip
    assert [letter.time.given[0].start for letter in letters if letter.time] == [
        "1795-02-01", "1795-03-01",
    ]  # fmt: skip
    assert [letter.anchor for letter in letters] == ["b", "a"]
    for letter in letters:
        assert book.find_page(letter.text.file, letter.anchor) == letter.docname
        assert letter.target in {letter.docname, f"{letter.docname}#{letter.anchor}"}
    assert len({letter.target for letter in letters}) == 2
    if kind != "floating":
        assert [letter.title for letter in letters] == ["Letter b", "Letter a"]
    (page,) = (page for name, page in list_letter_pages(book).items() if name.endswith("/letters"))
    targets = {e.get("target") for e in page.iter("{*}text")}
    assert targets == {letter.target for letter in letters}
    (life, other) = (
        e for page in list_chronology_pages(book).values() for e in page.iter("{*}life")
    )
    assert [life.get("target"), other.get("target")] == [letter.target for letter in letters]


@pytest.mark.parametrize("kind", ["corresp", "group", "corpus"])
def test_each_letter_has_its_head_where_it_begins(tmp_path: Path, kind: str) -> None:
    """Its own people and day, and the neighbour in the correspondence, not those of the other."""
    root = make_letters(tmp_path, FILES[kind], is_corpus=kind == "corpus")
    done = run_command("html", "-o", "html", cwd=root)
    heads = {}
    for path in sorted((root / "html/edition").rglob("*.html")):
        for found in parse_page(path).xpath("//div[contains(@class, 'tei-letter-head')]"):
            above = found.xpath("ancestor::*[@id='a' or @id='b']/@id")
            items = found.xpath(".//dt | .//dd")
            heads[above[-1]] = [" ".join("".join(e.itertext()).split()) for e in items]

    assert done.returncode == 0, done.stderr
    assert heads == {
        "a": ["From", "Ann, 1 March 1795", "To", "Bob", "Manuscript", "Minster",
              "Previous letter", "Letter b"],
        "b": ["From", "Bob, 1 February 1795", "To", "Ann", "Manuscript", "Minster",
              "Next letter", "Letter a"],
    }  # fmt: skip


def test_interchange_file_has_each_letter(tmp_path: Path) -> None:
    """With an address and a key of its own."""
    root = make_letters(tmp_path, FILES["corresp"])
    (root / "edition.toml").write_text(
        '[edition]\ntitle = "Letters"\nurl = "https://example.org"\n[check]\nschema = "none"\n'
    )
    tree = etree.fromstring(make(hold(root), "cmif")["cmif.xml"])
    found = tree.findall("{*}teiHeader//{*}correspDesc")

    assert [e.get("ref") for e in found] == [
        "https://example.org/edition/one.html#b", "https://example.org/edition/one.html#a",
    ]  # fmt: skip
    assert [e.get("key") for e in found] == ["one.b", "one.a"]
    assert ["".join(n.text or "" for n in e.iter("{*}persName")) for e in found] == [
        "BobAnn", "AnnBob",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("leading", "target"),
    [
        ("corresp='#nothing'", "edition/one"),
        ("", "edition/one"),
        ("corresp='other.xml#a'", "edition/one"),
        ("corresp='#m #b'", "edition/one#b"),
    ],
)
def test_description_that_leads_nowhere_is_of_the_whole_text(
    tmp_path: Path, leading: str, target: str
) -> None:
    """It is a letter all the same, and no other takes its place."""
    described = describe("ann", "bob", "1795", leading) + describe("bob", "ann", "1796")
    text = f"<text><body>{div('a')}{div('b')}</body></text>"
    letters = list_letters(open_book(make_letters(tmp_path, head(described) + text)))

    assert [letter.target for letter in letters] == [target, "edition/one"]


def test_interchange_file_has_what_a_letter_says_of_itself(tmp_path: Path) -> None:
    """Who signed it and whom it greets, where its header describes no correspondence."""
    text = (
        "<text type='letter'><body><opener><salute>Dear <persName ref='#bob'>Bob</persName>"
        "</salute></opener><p>Words.</p><closer><signed><persName ref='#ann'>A.</persName></signed>"
        "</closer></body></text>"
    )
    root = make_letters(tmp_path, head("") + text)
    (root / "edition.toml").write_text(
        '[edition]\ntitle = "Letters"\nurl = "https://example.org"\n[check]\nschema = "none"\n'
    )
    tree = etree.fromstring(make(hold(root), "cmif")["cmif.xml"])
    names = tree.iterfind("{*}teiHeader//{*}correspDesc//{*}persName")

    assert [name.text for name in names] == ["Ann", "Bob"]


@pytest.mark.parametrize("kind", ["corresp", "floating", "corpus"])
def test_each_letter_is_checked_against_its_own_dateline(tmp_path: Path, kind: str) -> None:
    """The second letter of a file as the first; no date of one is taken for that of another."""
    line = "<opener><dateline><date when='{}'>then</date></dateline></opener><p>"
    first, second = line.format("1795-03-01"), line.format("1795-02-02")
    content = FILES[kind]
    start = content.index("<p>One" if kind == "floating" else "<p>")
    end = content.rindex("<p>")
    content = content[:start] + first + content[start + 3 : end] + second + content[end + 3 :]
    root = make_letters(tmp_path, content, is_corpus=kind == "corpus")
    done = run_command("check", "--format", "json", cwd=root)
    found_problems = [
        problem["message"]
        for problem in json.loads(done.stdout)
        if problem["code"].startswith("letter-")
    ]

    assert found_problems == [
        "the letter is dated 2 February 1795 in its text, and 1 February 1795 in its header"
    ]


def test_second_letter_without_sender_is_reported(tmp_path: Path) -> None:
    """Every description of a header is read."""
    more = "<correspDesc corresp='#b'><correspAction type='sent'/></correspDesc>"
    described = describe("ann", "bob", "1795-03-01", "corresp='#a'") + more
    text = f"<text><body>{div('a')}{div('b')}</body></text>"
    root = make_letters(tmp_path, head(described) + text)
    done = run_command("check", "--format", "json", cwd=root)
    codes = [problem["code"] for problem in json.loads(done.stdout)]

    assert codes.count("letter-incomplete") == 2
