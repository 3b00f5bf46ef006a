"""Hints for people who know HTML or Word better than TEI, and for those who forgot something."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tei_edition.checks.equivalents import ELEMENTS
from tei_edition.cli import main
from tei_edition.relaxng import read_schema

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
        ("<p><i>x</i></p>", 'in TEI that is <hi rend="italic">'),
        ("<p><b>x</b></p>", 'in TEI that is <hi rend="bold">'),
        ("<p>x<br/>y</p>", "in TEI that is <lb/>"),
        ('<p><a href="#x">x</a></p>', 'in TEI that is <ref target="…">'),
        ("<p><ul><li>x</li></ul></p>", "in TEI that is <list"),
        ('<p class="x">x</p>', "in TEI that is @rend"),
        ('<p nr="3">x</p>', "in TEI that is @n"),
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
        ('name="friend"', "it needs one of @active or @mutual"),
    ],
)
def test_choices_among_required_attributes(attributes: str, hint: str, tmp_path: Path) -> None:
    """Only those attributes are named with which the element is complete."""
    told = check(f"<listRelation><relation {attributes}/></listRelation>", tmp_path)

    assert hint in told
    assert "xml:space" not in told


def test_an_attribute_of_xml_is_not_meant_by_another_name(tmp_path: Path) -> None:
    """@place is not @xml:space; @id is @xml:id."""
    assert "xml:space" not in check('<closer place="left">x</closer>', tmp_path)
    assert "xml:id" in check('<p id="x">x</p>', tmp_path)
