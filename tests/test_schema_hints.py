"""Hints for people who know HTML or Word better than TEI, and for those who forgot something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tei_edition.checks.equivalents import ELEMENTS
from tei_edition.checks.vocabulary import find_tei_element
from tei_edition.cli import main
from tei_edition.relaxng import read_schema
from tei_edition.relaxng.derivative import list_attributes
from tei_edition.relaxng.names import split_name
from tei_edition.relaxng.values import describe_pattern
from tei_edition.tei import TEI_NS

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{}</teiHeader>'
    "<text><body>{}</body></text></TEI>"
)
TITLE = "<titleStmt><title>T</title></titleStmt>"
REST = "<publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc>"
TEI_ALL = Path(__file__).parents[2] / "shared" / "tei" / "tei_all.rng"


def check(body: str, folder: Path, header: str = f"<fileDesc>{TITLE}{REST}</fileDesc>") -> str:
    """What the shipped schema says of a text."""
    (folder / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\n', encoding="utf-8")
    (folder / "a.xml").write_text(TEI.format(header, body), encoding="utf-8")
    command = ["--edition", str(folder), "check", "--select", "schema-*"]
    return CliRunner().invoke(main, command, catch_exceptions=False).stdout


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("<p><i>x</i></p>", 'in TEI this is <hi rend="italic">'),
        ("<p><b>x</b></p>", 'in TEI this is <hi rend="bold">'),
        ("<p>x<br/>y</p>", "in TEI this is <lb/>"),
        ('<p><a href="#x">x</a></p>', 'in TEI this is <ref target="…">'),
        ("<p><ul><li>x</li></ul></p>", "in TEI this is <list"),
        ('<p class="x">x</p>', "in TEI this is @rend"),
        ('<p nr="3">x</p>', "in TEI this is @n"),
        ('<p><date value="1850">x</date></p>', "in TEI this is @when"),
        ("<div><title>x</title><p>y</p></div>", "a heading is <head>"),
        ('<p>Of <persName rel="#x">x</persName></p>', "@ref"),
        ('<p><persName href="#x">x</persName></p>', 'did you mean "ref"?'),
        ("<p>one <p>two</p> three</p>", "end the <p> before it: <p> may follow it"),
        ("<div><p><list><item>x</item></list><div><p>y</p></div></p></div>", "end the <p> before"),
        ("<lg><l><signed>x</signed></l></lg>", "end the <l> before it"),
    ],
)
def test_a_hint_says_what_it_is_in_tei(body: str, hint: str, tmp_path: Path) -> None:
    """One mistake, one problem, with the TEI that is meant."""
    told = check(body, tmp_path)

    assert hint in told
    assert "1 error in 1 file" in told


@pytest.mark.skipif(not TEI_ALL.exists(), reason="tei_all.rng lies beside the checkout")
def test_the_table_of_equivalents_names_nothing_that_tei_has() -> None:
    """What TEI has is not called unknown, and needs no other name."""
    known = {name.rpartition("}")[2].rpartition(" ")[2] for name in read_schema(TEI_ALL).by_name}
    assert "persName" in known

    assert not known & set(ELEMENTS)


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        (TITLE, "<publicationStmt> and <sourceDesc>"),
        (f"{TITLE}<publicationStmt><p>P</p></publicationStmt>", "<sourceDesc>"),
    ],
)
def test_all_that_is_missing_is_named(content: str, missing: str, tmp_path: Path) -> None:
    """What is required is named, not what else might stand there."""
    told = check("<p/>", tmp_path, f"<fileDesc>{content}</fileDesc>")

    assert f"<fileDesc> lacks {missing} " in told
    assert "1 error in 1 file" in told


@pytest.mark.parametrize(
    ("attributes", "hint"),
    [
        ('mutual="#a #b"', "@name"),
        ('name="friend"', "it needs @active or @mutual"),
    ],
)
def test_choices_among_required_attributes(attributes: str, hint: str, tmp_path: Path) -> None:
    """Only those attributes are named with which the element is complete."""
    told = check(f"<listRelation><relation {attributes}/></listRelation>", tmp_path)

    assert hint in told
    assert "xml:space" not in told


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("<div><div><p>a</p></div><p>b</p></div>", "wrap it in a <div>"),
        ("<div><div><p>a</p></div><list><item>b</item></list></div>", "wrap it in a <div>"),
        ("<div><p>a</p><closer>b</closer><p>c</p></div>", "move it before the other"),
        ("<div><p>a</p><head>b</head></div>", "move it before the other"),
        ("<div><p>a</p><opener>b</opener></div>", "move it before the other"),
        ("<p><opener><salute>x</salute></opener></p>", "put it before the <p>, not into it"),
        ("<div><p><head>x</head></p></div>", "put it before the <p>, not into it"),
        ("<p>a <hi>b <p>c</p></hi></p>", "end the <hi> and the <p> before it"),
        ("<p>x <choice><sic>a</sic></choice></p>", "add <corr>"),
        ("<p>x <choice><orig>a</orig></choice></p>", "add <reg>"),
        ("<p>x <choice>\n <abbr>a</abbr></choice></p>", "add <expan>"),
        ("<p>x <choice>wt<expan>went</expan></choice></p>", "hint: wrap it in <abbr>\n"),
        ("<p>x <choice>\n<sic>teh</sic>\n the</choice></p>", "hint: wrap it in <corr>\n"),
        ("<p>x <choice><reg>a</reg> b</choice></p>", "hint: wrap it in <orig>\n"),
    ],
)
def test_a_hint_says_where_it_belongs(body: str, hint: str, tmp_path: Path) -> None:
    """What shuts an element out is named, and no hint leads to the next mistake."""
    told = check(body, tmp_path)

    assert hint in told
    assert "1 error in 1 file" in told
    assert "castList" not in told


def test_either_or(tmp_path: Path) -> None:
    """Contents that exclude each other are named as such."""
    rest = REST.replace("<p>S</p>", "<p>S</p><listBibl><bibl>x</bibl></listBibl>")
    told = check("<p/>", tmp_path, f"<fileDesc>{TITLE}{rest}</fileDesc>")

    assert "either <p> or <listBibl>: <sourceDesc> may not have both" in told


@pytest.mark.parametrize(
    ("body", "message", "module"),
    [
        ("<p><forest/></p>", "the schema has no element <forest>, though TEI has one", "nets"),
        (
            '<p><egXML xmlns="http://www.tei-c.org/ns/Examples"><p/></egXML></p>',
            "no element <egXML>, though TEI has one",
            "tagdocs",
        ),
        ("<p><dictScrap/></p>", "no element <dictScrap>, though TEI has one", "dictionaries"),
        ('<p evaluate="all">x</p>', "<p> has no attribute @evaluate", ""),
        (
            '<p generatedBy="#x">x</p>',
            "<p> has no attribute @generatedBy, though TEI has one",
            "<p>",
        ),
    ],
)
def test_what_is_tei_is_called_tei(body: str, message: str, module: str, tmp_path: Path) -> None:
    """The message says that the schema lacks it, and the hint how to have it."""
    told = check(body, tmp_path)

    assert message in told
    if module:
        assert "the schema that comes with tei-edition leaves it out" in told
        assert module in told
    else:
        assert "TEI has" not in told


def test_a_schema_of_the_edition_is_named(tmp_path: Path) -> None:
    """Where the edition has its own schema, it is that which lacks something."""
    small = Path(__file__).parent / "problems" / "small.rng"
    (tmp_path / "mine.rng").write_bytes(small.read_bytes())
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "mine.rng"\n'
    )
    header = f"<fileDesc>{TITLE}{REST}</fileDesc>"
    text = TEI.format(header, "<p>a <q>b</q></p>")
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    command = ["--edition", str(tmp_path), "check", "--select", "schema-*"]
    told = CliRunner().invoke(main, command, catch_exceptions=False).stdout

    assert 'to allow it, add "q" to mine.rng' in told


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        ('<p>a <span class="x">b</span></p>', "an interpretation of a passage"),
        ("<p>a <u>b</u></p>", "an utterance in a spoken text"),
    ],
)
def test_false_friends_are_explained(body: str, meaning: str, tmp_path: Path) -> None:
    """A name of HTML that means something else in TEI."""
    assert meaning in check(body, tmp_path)


@pytest.mark.skipif(not TEI_ALL.exists(), reason="tei_all.rng lies beside the checkout")
def test_the_vocabulary_is_that_of_tei() -> None:
    """Every element of the TEI's own schema, with its attributes, and no others."""
    schema = read_schema(TEI_ALL)
    found = {split_name(name)[1]: name for name in schema.by_name if split_name(name)[0] == TEI_NS}
    for local, name in found.items():
        known = find_tei_element(local)
        assert known is not None
        assert known.module not in {"", "?"}
        attributes = {
            f"xml:{split_name(n)[1]}" if split_name(n)[0] else n
            for element in schema.by_name[name]
            for attribute in list_attributes(element.content)
            for n in attribute.name_class.list_names()
        }
        assert known.attributes == attributes, local
    assert find_tei_element("persname") is None


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        ("<p>a<lb>b</p>", "<lb> is not closed", "write <lb/>: it is always empty"),
        ("<p>a<br>b</p>", "<br> is not closed, which is <lb/> in TEI", "write <lb/>"),
        ("<p>a<lb>b<lb>c</p>", "<lb> is not closed", "here and at 1 more places"),
        ("<p>a<pb n='1'>b</p>", "<pb> is not closed", "write <pb/>"),
        ("<p>a<hi>b</p>", "<hi>, opened on line", "close it with </hi>"),
        ("<p>a&nbsp;b</p>", '"&nbsp;" is not declared', "write &#160;"),
        ("<p>a&eacute;b</p>", '"&eacute;" is not declared', "itself: é"),
    ],
)
def test_what_html_leaves_open(body: str, message: str, hint: str, tmp_path: Path) -> None:
    """The place is that of the tag which is not closed."""
    told = check(body, tmp_path)

    assert message in told
    assert hint in told
    assert "1 error in 1 file" in told


def test_an_expression_is_not_shown_without_words() -> None:
    """A form that a schema asks for is reported by words, or by an example."""
    assert describe_pattern(r"(\-?[\d]+/\-?[\d]+)", "text") == "a fraction such as 1/2"
    for pattern in (r"[A-Z]{2}-\d{3}", r"(19|20)\d\d", r"[^abc]+x?"):
        told = describe_pattern(pattern, "text")
        example = told.partition('"')[2].partition('"')[0]
        assert re.fullmatch(pattern, example)
        assert told.endswith(f"of the form {pattern}")


def test_an_attribute_of_xml_is_not_meant_by_another_name(tmp_path: Path) -> None:
    """@place is not @xml:space; @id is @xml:id."""
    assert "xml:space" not in check('<closer place="left">x</closer>', tmp_path)
    assert "xml:id" in check('<p id="x">x</p>', tmp_path)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('<p>a <distinct type="x" time="1900">b <pos>c</pos></distinct></p>', "distinct"),
        ("<p>a <camera>b</camera></p>", "camera"),
        ('<div1 type="x"><p>a</p></div1>', "div1"),
    ],
)
def test_what_is_tei_is_taken_for_no_slip(body: str, name: str, tmp_path: Path) -> None:
    """An element of TEI is not judged as one of the schema that has a like name."""
    told = check(body, tmp_path)

    assert f"the schema has no element <{name}>, though TEI has one" in told
    assert "1 error in 1 file" in told
