"""A change of each kind, planted alone, is found as such, and nothing else is."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporting import hold
from tei_edition.exports.address_list import make_address_list
from tei_edition.exports.against import compare_addresses
from tei_edition.exports.state_changes import compare_states
from tei_edition.exports.state_report import write_text
from tei_edition.pages.redirects import Redirects

if TYPE_CHECKING:
    from pathlib import Path

HEADER = """<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt>
<publisher>Nobody</publisher><date when="2020">2020</date></publicationStmt><sourceDesc><listWit>
<witness xml:id="A">Ann’s copy</witness><witness xml:id="B">Bob’s copy</witness></listWit>
</sourceDesc></fileDesc></teiHeader>"""
LETTER = """<facsimile><surface xml:id="s1"><graphic url="one.jpg"/></surface></facsimile>
<text xml:lang="en"><body><div type="letter"><pb n="1" facs="#s1"/><head>A letter</head>
<p xml:id="a">On <date when="1850-03-01">the first of March</date> we saw <persName
ref="register.xml#ann">Ann</persName> and <persName ref="register.xml#bob" cert="low">her
brother</persName> by the river, <foreign xml:lang="fr">au bord de l’eau</foreign>.<note
type="editorial" xml:id="n1">The river is not named.</note></p>
<p xml:id="b">They <app><lem wit="#A">went home</lem><rdg wit="#B">stayed</rdg></app> at
<unclear cert="medium">dusk</unclear>, <pb n="2"/>as <ref target="#a">above</ref>, <hi
rend="italic">very</hi> late and very tired. <choice><sic>Teh</sic><corr>The</corr></choice> rest
is <gap reason="illegible" quantity="2" unit="word"/> lost.</p>
<lg><l>One line of verse</l><l>and another one</l></lg></div></body></text>"""
OTHER = """<text xml:lang="en"><body><div><head>Another</head><p>A short text about a mill.</p>
<p>It has two paragraphs, and a <emph>third</emph> will follow.</p></div></body></text>"""
REGISTER = """<standOff><listPerson><person xml:id="ann"><persName>Ann</persName>
<birth when="1800"/></person><person xml:id="bob"><persName>Bob</persName></person></listPerson>
</standOff>"""
# What stands there, what is to stand there, and what kind of change that is.
PLANTED = {
    "a passage that came": (
        "</p>\n<lg>", "</p>\n<p>Wholly new words.</p>\n<lg>", "text added"
    ),
    "a passage that went": ("<l>and another one</l>", "", "text removed"),
    "a word": ("late and", "early and", "text changed"),
    "a reading": (">stayed<", ">remained<", "readings changed"),
    "the witness of a reading": ('<rdg wit="#B">', '<rdg wit="#A #B">', "readings changed"),
    "a correction": ("<sic>Teh</sic>", "<sic>Hte</sic>", "readings changed"),
    "whom a name means": ("register.xml#ann", "register.xml#bob", "names changed"),
    "the certainty of a name": ('cert="low"', 'cert="high"', "names changed"),
    "a note": ("is not named", "is the Ouse", "notes changed"),
    "a date": ('"1850-03-01"', '"1850-03-02"', "dates changed"),
    "the header": ("<publisher>Nobody", "<publisher>Somebody", "header changed"),
    "a witness": ("Bob’s copy", "Bob’s own copy", "header changed"),
    "a picture": ('url="one.jpg"', 'url="1.jpg"', "markup changed"),
    "what a page is on": ('facs="#s1"', 'facs="two.jpg"', "markup changed"),
    "a page that came": ("late and", 'late <pb n="3"/>and', "markup changed"),
    "the number of a page": ('<pb n="2"/>', '<pb n="3"/>', "markup changed"),
    "a language": ('<foreign xml:lang="fr">', '<foreign xml:lang="it">', "markup changed"),
    "the language of the text": ('<text xml:lang="en">', '<text xml:lang="de">', "markup changed"),
    "how sure a word is": ('cert="medium"', 'cert="low"', "markup changed"),
    "where a reference leads": ('target="#a"', 'target="#n1"', "markup changed"),
    "a look that came": ("tired", "<emph>tired</emph>", "markup changed"),
    "a look that moved": (
        '<hi\nrend="italic">very</hi> late and very',
        'very late and <hi\nrend="italic">very</hi>', "markup changed",
    ),
    "how much is lost": ('quantity="2"', 'quantity="3"', "markup changed"),
    "what a note is": ('type="editorial"', 'type="textual"', "markup changed"),
    "the kind of a division": ('type="letter"', 'type="postcard"', "markup changed"),
}  # fmt: skip


def _write(root: Path, name: str, content: str) -> None:
    header = HEADER.format(title=name.title())
    header = header if name != "register" else re.sub("(?s)<listWit>.*</listWit>", "<p/>", header)
    (root / f"{name}.xml").write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}\n{content}</TEI>'
    )


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two texts and a register."""
    root = tmp_path_factory.mktemp("kinds") / "old"
    root.mkdir()
    for name, content in {"letter": LETTER, "mill": OTHER, "register": REGISTER}.items():
        _write(root, name, content)
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["*.xml"]\nregisters = ["register.xml"]\n[check]\nschema = "none"\n'
    )
    return root


@pytest.fixture
def new(old: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(old, tmp_path / "new")


def compare(old: Path, new: Path) -> list[str]:
    """The kinds of what changed, each with how."""
    return [f"{c.kind} {c.change}" for c in compare_states(hold(old), hold(new))]


@pytest.mark.parametrize("what", PLANTED)
def test_a_change_is_found_and_nothing_else(old: Path, new: Path, what: str) -> None:
    """One change of a letter is one line of the report, of the kind that it is."""
    before, after, kind = PLANTED[what]
    path = new / "letter.xml"
    content = path.read_text()
    assert content.count(before) == 1
    path.write_text(content.replace(before, after))

    assert compare(old, new) == [kind]


def test_a_change_of_an_entry_is_found(old: Path, new: Path) -> None:
    """A year of birth belongs to the register."""
    path = new / "register.xml"
    path.write_text(path.read_text().replace('"1800"', '"1801"'))

    assert compare(old, new) == ["register changed"]


def test_texts_come_go_and_are_renamed_as_a_whole(old: Path, new: Path, tmp_path: Path) -> None:
    """One line for a text, not one for all that it says; a renamed text may have changed too."""
    gone = shutil.copytree(old, tmp_path / "gone")
    (gone / "mill.xml").unlink()
    (new / "mill.xml").rename(new / "windmill.xml")
    _write(tmp_path, "letter", LETTER)

    assert compare(old, gone) == ["text removed"]
    assert compare(gone, old) == ["text added"]
    assert compare(old, new) == ["text renamed"]
    path = new / "windmill.xml"
    path.write_text(path.read_text().replace("short", "long"))
    changes = list(compare_states(hold(old), hold(new)))
    assert [f"{c.kind} {c.change}" for c in changes] == ["text renamed", "text changed"]
    assert changes[0].fields == {"name": ("mill", "windmill")}


def test_addresses_of_a_renamed_text_have_moved(old: Path, new: Path) -> None:
    """Each passage of it has a hint where its words are now."""
    (new / "mill.xml").rename(new / "windmill.xml")
    before, now = (make_address_list(hold(root)) for root in (old, new))
    found = list(compare_addresses(before, now, Redirects({}, {})))
    passages = [change for change in found if change.address.startswith("mill#")]

    assert passages
    assert {change.code for change in passages} == {"address-moved"}
    assert all('"windmill#' in change.hint for change in passages)


def test_the_report_has_only_the_marks_that_differ(old: Path, new: Path) -> None:
    """Those that stayed are not repeated."""
    path = new / "letter.xml"
    path.write_text(path.read_text().replace('<pb n="2"/>', '<pb n="2" facs="2.jpg"/>'))
    report = write_text(list(compare_states(hold(old), hold(new))))

    assert 'marks: - at dusk, <pb n="2">' in report
    assert 'marks: + at dusk, <pb facs="2.jpg" n="2">' in report
    assert "<gap" not in report


def test_layout_is_no_change(old: Path, new: Path) -> None:
    """Other lines and indentation, other quotes and another order of attributes."""
    for name in ("letter", "mill", "register"):
        path = new / f"{name}.xml"
        root = etree.fromstring(re.sub(r"(?<=[a-z,]) (?=[a-z])", "\n    ", path.read_text()))
        for element in root.iter("{*}*"):
            given = list(element.attrib.items())[::-1]
            element.attrib.clear()
            for key, value in given:
                element.set(key, value)
        path.write_bytes(etree.tostring(root).replace(b'"', b"'"))
        assert path.read_bytes() != (old / f"{name}.xml").read_bytes()

    assert compare(old, new) == []
