"""Data that a file gives in elements alone is distinguished, whatever white space stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition, run_command
from tei_edition.config.tables import TextTable
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.reader.text import read_text
from tei_edition.source import read_source
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = [
    ("<lg><l>arma virumque<caesura/>cano</l></lg>", "arma virumque cano"),
    ("<lg><l>arma virumque <caesura/>cano</l></lg>", "arma virumque cano"),
    ("<lg><l><hi>arma</hi><caesura/><hi>cano</hi>, Troiae</l></lg>", "arma cano, Troiae"),
    ("<lg><l>床前<caesura/>明月</l></lg>", "床前明月"),
    (
        "<p>to <address><addrLine>1 High Street</addrLine><addrLine>York</addrLine></address>.</p>",
        "to 1 High Street, York.",
    ),
    (
        (
            "<p><msIdentifier><settlement>Oxford</settlement><repository>Bodleian</repository>"
            "<idno>Laud 5</idno></msIdentifier></p>"
        ),
        "Oxford, Bodleian, Laud 5",
    ),
    (
        '<p><dimensions unit="mm"><height>30</height><width>20</width></dimensions></p>',
        "30 × 20 mm",
    ),
    (
        "<p><dimensions><height>30 cm</height><width>20 cm</width></dimensions></p>",
        "30 cm × 20 cm",
    ),
    (
        (
            "<listBibl><biblStruct><monogr><author><forename>Ann</forename><surname>Go</surname>"
            "</author><title>Hearts</title><imprint><pubPlace>London</pubPlace><date>1900</date>"
            "</imprint></monogr></biblStruct></listBibl>"
        ),
        "Ann Go, Hearts, London, 1900",
    ),
    (
        (
            "<listBibl><biblFull><titleStmt><title>Full</title><author>A. F</author></titleStmt>"
            "<publicationStmt><publisher>Pub</publisher></publicationStmt></biblFull></listBibl>"
        ),
        "Full, A. F, Pub",
    ),
    (
        (
            "<entry><form><orth>dog</orth><pron>dɒg</pron></form><gramGrp><pos>N</pos></gramGrp>"
            "<sense><cit><quote>pies</quote></cit><cit><quote>psina</quote></cit></sense></entry>"
            "<entry><form><orth>elk</orth></form></entry>"
        ),
        "dog dɒg N pies, psina\nelk",
    ),
    # A reference to another entry is an aside where more follows.
    (
        (
            "<entry><form><orth>AA</orth></form><sense><xr><ref>Alcoholics Anonymous</ref></xr>"
            "<cit><quote>Anonimowi</quote></cit></sense></entry>"
        ),
        "AA (Alcoholics Anonymous) Anonimowi",
    ),
    (
        "<entry><form><orth>AA</orth></form><xr><lbl>see</lbl><ref>B</ref></xr></entry>",
        "AA see B",
    ),
    (
        "<entry><form><orth>AA</orth></form><xr><ref>(= B)</ref></xr><def>club</def></entry>",
        "AA (= B) club",
    ),
    (
        (
            "<entry><form><orth>A</orth></form><def>first</def><xr><ref>B</ref></xr><xr><ref>C</ref>"
            "</xr><def>second</def></entry>"
        ),
        "A first (B) (C) second",
    ),
    # A title page.
    (
        (
            "<titlePage><docImprint><pubPlace>York</pubPlace><publisher>Pub</publisher>"
            "<docDate>1900</docDate></docImprint></titlePage>"
        ),
        "York, Pub, 1900",
    ),
    # What the file gives with its punctuation needs no other.
    (
        "<p><address><addrLine>York,</addrLine><addrLine>England</addrLine></address></p>",
        "York, England",
    ),
    # The words of a text are as they are written.
    ("<p><persName><forename>Jean</forename><surname>-Paul</surname></persName></p>", "Jean-Paul"),
    ("<p><persName><surname>孔</surname><forename>丘</forename></persName></p>", "孔丘"),
    # Each in a line of its own is separated already.
    ("<cit><quote>Q</quote><bibl>B</bibl></cit>", "Q\nB"),
]


def parse(body: str) -> etree._Element:
    """A file with that body."""
    return etree.fromstring(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{body}</body></text></TEI>'
    )


def space_out(body: str) -> str:
    """The same with white space between the tags of elements that hold elements alone."""
    return re.sub(r"(?<=>)(?=<(?!/?(?:p|persName|surname|forename)\b))", "\n  ", body)


@pytest.mark.parametrize(("body", "words"), SAMPLES)
def test_elements_of_data_are_parted(body: str, words: str) -> None:
    """Nothing runs together, with white space between the elements or without."""
    for twin in (body, space_out(body)):
        root = parse(twin)
        rewrite_tree(root)

        assert Runs(root, TextTable()).lines() == words


@pytest.mark.parametrize("body", [body for body, _ in SAMPLES])
def test_separators_are_taken_out_again(body: str) -> None:
    """What is offered as TEI has no separators, and the white space that it had."""
    for twin in (body, space_out(body)):
        root, untouched = parse(twin), parse(twin)
        rewrite_tree(root)
        strip_stamps(root)

        assert etree.tostring(root, method="c14n2") == etree.tostring(untouched, method="c14n2")


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (("<person xml:id='a'><persName><forename>Hugo</forename><genName>II</genName>"
         "<roleName>Duke</roleName></persName></person>"), "Hugo II, Duke"),
        (("<place xml:id='a'><placeName><settlement>Athens</settlement><country>Greece</country>"
         "</placeName></place>"), "Athens, Greece"),
        (("<person xml:id='a'><persName><surname>孔</surname><forename>丘</forename></persName>"
         "</person>"), "孔丘"),
        (("<person xml:id='a'><persName><surname>Go</surname><forename>Ann</forename></persName>"
         "</person>"), "Go, Ann"),
    ],
)  # fmt: skip
def test_names_of_registers_are_parted(tmp_path: Path, entry: str, name: str) -> None:
    """The parts of a name in a register do not run together, nor do those in Chinese part."""
    kind = "Person" if "person" in entry else "Place"
    for twin in (entry, re.sub(r"(?<=>)(?=<(?!/))", "\n ", entry)):
        file = tmp_path / "r.xml"
        file.write_text(
            '<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff>'
            f"<list{kind}>{twin}</list{kind}></standOff></TEI>"
        )
        source = read_source(file, tmp_path)
        assert source.root is not None
        rewrite_tree(source.root)
        [found] = read_text(source, TextTable(), is_register=True).entities

        assert found.name == name


BIBL = [
    (
        "<p><bibl><author>Go</author><title>Art</title><date>1900</date></bibl></p>",
        "Go, Art, 1900",
    ),
    (
        '<p><bibl><title>Art</title><biblScope unit="page" from="1" to="3"/></bibl></p>',
        "Art, 1–3",
    ),
    ('<p>Art <biblScope unit="page" from="7" to="7"/></p>', "Art 7"),
    ("<p><bibl><author>Go</author> <title>Art</title></bibl></p>", "Go Art"),
    ("<p><bibl><author>Go</author>: <title>Art</title></bibl></p>", "Go: Art"),
]


@pytest.mark.parametrize(("body", "said"), BIBL)
def test_references_without_white_space_are_parted(body: str, said: str, tmp_path: Path) -> None:
    """The elements of a `bibl` are separated where nothing is written between them."""
    root = make_edition(tmp_path / "edition", {"a": f"<text><body>{body}</body></text>"})

    assert run_command("export", "text", cwd=root).stdout.strip() == said
