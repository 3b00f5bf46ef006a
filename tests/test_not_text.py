"""What stands in a text without being part of it, and words and notes that a page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import build_site, make_edition, run_command
from oracle import parse_page
from tei_edition.config.tables import TextTable
from tei_edition.reader.not_text import join_notes
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.source.stamps import strip_stamps
from tei_edition.tei import TEI_NS, local

if TYPE_CHECKING:
    from pathlib import Path


def parse(body: str) -> etree._Element:
    """A file with that body."""
    return etree.fromstring(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{body}</body></text></TEI>'
    )


def read(body: str) -> str:
    """The reading text of a body."""
    root = parse(body)
    rewrite_tree(root)
    return Runs(root, TextTable()).lines()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>The <index><term>grain</term></index>corn</p>", "The corn"),
        ("<p>a <binaryObject>R0lG</binaryObject>b</p>", "a b"),
        ("<figure><figDesc>A hill</figDesc><head>Fig. 1</head></figure>", "Fig. 1"),
        ('<p>a<interp xml:id="x">irony</interp><spanGrp><span>b</span></spanGrp> c</p>', "a c"),
        (
            (
                '<p>a <notatedMusic><score xmlns="http://www.music-encoding.org/ns/mei"><n>c4</n>'
                "</score></notatedMusic> b</p>"
            ),
            "a\nb",
        ),
        ('<p>a <svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>b</p>', "a b"),
        ("<p>to the <pb/><fw>HISTORY</fw>end</p>", "to the end"),
        ("<p>a</p><listRelation><relation><desc>b</desc></relation></listRelation>", "a"),
        (
            "<p><measureGrp><measure>3 lb</measure><measure>2 oz</measure></measureGrp></p>",
            "3 lb, 2 oz",
        ),
        ("<p>a <certainty>x<desc>low</desc></certainty>b</p>", "a b"),
    ],
)
def test_reading_text_has_only_what_is_text(body: str, words: str) -> None:
    """Index terms, data, interpretations and forme work stand in no sentence."""
    assert read(body) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<p>chil-<lb break="no"/>dren</p>', "children"),
        ('<p>chil-<note>a half-</note><lb break="no"/>dren</p>', "children"),
        ('<p><w xml:id="a" next="#b">ho</w><note>n</note><lb/><w xml:id="b" prev="#a">me</w></p>',
         "home"),
        ('<p><w part="I">ho</w><note>a-</note><pb n="2"/><note>b</note><w part="F">me</w> x</p>',
         "home x"),
        ('<p>chil<pc force="weak">-</pc><lb/>dren</p>', "children"),
        ("<p><w>bro<lb/>ken</w> shoes</p>", "broken shoes"),
        ("<p><w>bro<hi>k-<lb/></hi>en</w></p>", "broken"),
        ('<p>go- <lb break="no"/> <pb/> vern</p>', "govern"),
        ('<p>judg<lb break="no"/><fw>a 3</fw> <fw>ment</fw><pb n="2"/>ment</p>', "judgment"),
        ('<p><w part="I">gra</w> <pb/> <w part="F">tia</w> plena</p>', "gratia plena"),
        ('<p><w xml:id="a" next="#b">gra</w> <lb/><w xml:id="b" prev="#a">tia</w></p>', "gratia"),
        # What is not said to be one word stays as it is.
        ("<p>well-<lb/>known</p>", "well-known"),
        ("<p>one<lb/>two</p>", "one two"),
        ('<p><w part="I">a</w> <w>b</w></p>', "a b"),
    ],
)  # fmt: skip
def test_broken_words_are_one_word(body: str, words: str) -> None:
    """A word over a break is one, without the hyphen at the line's end."""
    assert read(body) == words


NOTE = (
    '<p>a<note xml:id="n1" next="#n2">what we call fool</note> b<pb/>'
    'c<note xml:id="n2" prev="#n1">ishness. <hi>So!</hi></note> d</p>'
)


@pytest.mark.parametrize(
    "body",
    [
        NOTE,
        NOTE.replace(' next="#n2"', ""),
        NOTE.replace(' prev="#n1"', ""),
        NOTE.replace("<pb/>c", "</p><p>c"),
    ],
)
def test_note_over_two_pages_is_one_note(body: str) -> None:
    """Its pieces are read as one, wherever the second stands and whichever of them says so."""
    root = parse(body)
    rewrite_tree(root)
    [note] = root.iter("{http://www.tei-c.org/ns/1.0}note")

    assert "".join(map(str, note.itertext())) == "what we call foolishness. So!"
    assert " ".join(Runs(root, TextTable()).lines().split()).replace("c d", "") == "a b "


@pytest.mark.parametrize(
    ("app", "notes"),
    [
        ("<lem>a</lem>{0}<rdg>b</rdg>{1}", ["an", "perhaps"]),
        ("<lem>a</lem>{0}<rdgGrp><rdg>b</rdg>{1}</rdgGrp>", ["an", "perhaps"]),
        ("<lem>a{0} <pb/>b{1}</lem><rdg>b</rdg>", ["anperhaps"]),
    ],
)
def test_pieces_of_a_note_round_a_reading_stay_at_their_places(app: str, notes: list[str]) -> None:
    """Between readings they are no note that a page breaks; inside a reading they are."""
    pieces = (
        '<note xml:id="n1" next="#n2">an</note>',
        '<note xml:id="n2" prev="#n1">perhaps</note>',
    )
    root = parse(f"<p><app>{app.format(*pieces)}</app></p>")
    rewrite_tree(root)

    found = root.iter("{http://www.tei-c.org/ns/1.0}note")
    assert ["".join(map(str, note.itertext())) for note in found] == notes


@pytest.mark.parametrize(
    "body",
    [
        NOTE,
        "<p>The <index><term>grain</term><index><term>x</term></index></index>corn</p>",
        "<p><w>bro-<lb/>ken</w></p>",
        '<p>chil<pc force="weak">-</pc><lb/>dren</p>',
        NOTE.replace("fool", '<index><term>x</term></index>fo-<lb break="no"/>ol'),
    ],
)
def test_files_to_download_are_as_they_were(body: str) -> None:
    """What was changed for readers is taken back in what is offered as TEI."""
    root, untouched = parse(body), parse(body)

    rewrite_tree(root)
    strip_stamps(root)

    assert etree.tostring(root, method="c14n2") == etree.tostring(untouched, method="c14n2")


def test_notes_in_a_circle_end() -> None:
    """Notes of which each goes on with the other are no endless note."""
    read('<p>a<note xml:id="n" next="#m">x</note><note xml:id="m" next="#n">y</note></p>')


TEXT = """<text><body><div><p>The <index><term>grain</term></index>corn was
<index><term>harvest</term><index><term>late; wet</term></index></index>ripe<pb n="2"/><fw>HISTORY
2</fw> now.</p></div></body></text>"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with terms of an index and a running head."""
    return make_edition(tmp_path_factory.mktemp("terms"), {"one": TEXT})


def test_terms_are_entries_of_the_general_index(edition: Path) -> None:
    """Sphinx's index has each term, and leads to where it stands."""
    site = build_site(edition).out
    index = parse_page(site / "genindex.html")
    page = parse_page(site / "edition/one.html")

    for term, anchor in (("grain", "index1"), ("late, wet", "index2")):
        assert [e.get("href") for e in index.xpath(f"//a[text()='{term}']")] == [
            f"edition/one.html#{anchor}"
        ]
        assert page.get_element_by_id(anchor).text_content() == ""
    assert "harvest" in index.text_content()


def test_latex_has_terms_in_its_index(edition: Path) -> None:
    """The book by LaTeX has the terms in its index, and no running head in its text."""
    [book] = build_site(edition, "latex").out.glob("*.tex")
    text = book.read_text()

    assert r"\index{grain" in text
    assert r"\index{harvest" in text
    assert "HISTORY" not in text


@pytest.mark.parametrize("lines", ["running", "source"])
def test_forme_work_is_seen_with_the_lines_of_the_source(edition: Path, lines: str) -> None:
    """A running head is hidden in running text, and shown where the lines of the source are."""
    (edition / "lines.toml").write_text(
        (edition / "edition.toml").read_text() + f'\n[text]\nlines = "{lines}"\n'
    )
    run_command("--edition", "lines.toml", "html", "-o", lines, cwd=edition)
    [head] = parse_page(edition / lines / "edition/one.html").xpath(
        "//*[contains(@class,'tei-fw')]"
    )

    assert (head.get("hidden") is not None) == (lines == "running")


def test_remarks_of_an_entry_stay_where_they_stand() -> None:
    """Joined by @next or not: what they say stands among the readings."""
    app = etree.fromstring(
        f'<app xmlns="{TEI_NS}"><lem>a</lem><note xml:id="x" next="#y">unless</note><rdg>b</rdg>'
        '<note xml:id="y" prev="#x">as a gloss</note></app>'
    )

    assert not join_notes(app)
    assert [local(child.tag) for child in app] == ["lem", "note", "rdg", "note"]


@pytest.mark.parametrize("where", ["Of {0} ships", "<hi>Of {0}</hi> ships", "{0}{0} ships"])
def test_terms_in_headings_are_in_the_index_of_the_book(tmp_path: Path, where: str) -> None:
    """LaTeX has an entry for a term that stands in a heading, however deep."""
    term = "<index><term>grain</term></index>"
    text = f"<text><body><div><head>{where.format(term)}</head><p>Words.</p></div></body></text>"
    root = make_edition(tmp_path / "edition", {"a": text}, conf='latex_engine = "xelatex"')

    source = next(build_site(root, "latex").out.glob("*.tex")).read_text(encoding="utf-8")

    assert source.count(r"\index{grain") == where.count("{0}")
