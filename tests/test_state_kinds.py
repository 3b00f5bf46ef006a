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
from tei_edition.exports.state_items import KINDS
from tei_edition.exports.state_report import write_text
from tei_edition.pages.redirects import Redirects

if TYPE_CHECKING:
    from collections.abc import Callable
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
<birth when="1800"/></person><person xml:id="bob"><persName>Bob</persName></person>
<listRelation><relation name="sibling" mutual="#ann #bob"/></listRelation></listPerson>
<listPlace><place xml:id="york"><placeName>York</placeName><location><geo>53.9 -1.1</geo></location>
</place></listPlace></standOff>"""
# What stands there, what is to stand there, and what kind of change that is.
PLANTED = {
    "a passage that came": (
        "</p>\n<lg>", "</p>\n<p>Wholly new words.</p>\n<lg>", "text added"
    ),
    "a passage that went": ("<l>and another one</l>", "", "text removed"),
    "a word": ("late and", "early and", "text changed"),
    "a reading": (">stayed<", ">remained<", "readings changed"),
    "a reading that came": (
        "stayed</rdg>", 'stayed</rdg><rdg wit="#C">ran</rdg>', "readings changed"
    ),
    "an entry that came": (
        "very tired", 'very <app><lem>tired</lem><rdg wit="#B">weary</rdg></app>', "readings added"
    ),
    "an entry that went": (
        '<app><lem wit="#A">went home</lem><rdg wit="#B">stayed</rdg></app>', "went home",
        "readings removed",
    ),
    "a name that came": (
        "very tired", 'very <persName ref="register.xml#bob">tired</persName>', "names added"
    ),
    "a name that went": (
        '<persName\nref="register.xml#ann">Ann</persName>', "Ann", "names removed"
    ),
    "a note that came": ("another one", "another one<note>Sic.</note>", "notes added"),
    "a date that went": (
        '<date when="1850-03-01">the first of March</date>', "the first of March", "dates removed"
    ),
    "bounds of a date": (
        'when="1850-03-01"', 'notBefore="1850-03-01" notAfter="1850-03-02"', "dates changed"
    ),
    "an id": ('<p xml:id="b">', '<p xml:id="second">', "text renamed"),
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


# The same for entries of the register: what is changed there, and in the letter.
BOB = '<person xml:id="bob"><persName>Bob</persName></person>'
NAMED = '<persName ref="register.xml#bob" cert="low">her\nbrother</persName>'
ENTRIES = {
    "a year": (('"1800"', '"1801"'), (), ["register changed"]),
    "a name": ((">Bob<", ">Robert<"), (), ["register changed"]),
    "coordinates": (("53.9", "53.8"), (), ["register changed"]),
    "a relation": (('name="sibling"', 'name="friend"'), (), ["register changed"]),
    "a relation that went": (
        ('<relation name="sibling" mutual="#ann #bob"/>', ""), (), ["register changed"]
    ),
    "one that came": (
        (BOB, f'{BOB}<person xml:id="cy"><persName>Cy</persName></person>'), (), ["register added"]
    ),
    "one that went": (
        (BOB, ""), (NAMED, "her\nbrother"),
        ["names removed", "register changed", "register removed"],
    ),
    "two that became one": (
        (BOB, ""), ("#bob", "#ann"), ["names changed", "register changed", "register removed"]
    ),
    "an id": (("bob", "robert"), ("#bob", "#robert"), ["register renamed"]),
    "the order": ((f"{BOB}\n", ""), (), []),
}  # fmt: skip


@pytest.mark.parametrize("what", ENTRIES)
def test_a_change_of_an_entry_is_found(old: Path, new: Path, what: str) -> None:
    """One change of an entry, with what follows of it for names and relations."""
    *pairs, kinds = ENTRIES[what]
    for name, pair in zip(("register", "letter"), pairs, strict=True):
        path = new / f"{name}.xml"
        before, after = pair or ("", "")
        assert before in path.read_text()
        path.write_text(path.read_text().replace(before, after) if before else path.read_text())
    if what == "the order":
        path = new / "register.xml"
        path.write_text(path.read_text().replace("<listPerson>", f"<listPerson>{BOB}"))

    assert compare(old, new) == kinds


@pytest.mark.parametrize("only", [("notes",), KINDS])
def test_a_note_that_moved_is_found(old: Path, new: Path, only: tuple[str, ...]) -> None:
    """A note of another paragraph is elsewhere; one whose paragraph was renumbered is not."""
    path = new / "letter.xml"
    content = path.read_text()
    note = content[content.index("<note") : content.index("</note>") + len("</note>")]
    path.write_text(content.replace("<p ", "<p>Came before.</p><p ", 1))
    before = list(compare_states(hold(old), hold(new), ("notes",)))
    path.write_text(content.replace(note, "").replace("very tired", f"very tired{note}"))
    found = list(compare_states(hold(old), hold(new), only))

    assert before == []
    assert [(c.kind, c.change, c.item.anchor) for c in found] == [("notes", "moved", "n1")]


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


# Other ways to write the same text.
LAYOUTS: dict[str, Callable[[str], str | bytes]] = {
    "comments": lambda s: s.replace("by the river", "by <!-- ? -->the ri<!-- ! -->ver")
    .replace("</p>\n", "</p>\n<!-- next -->\n").replace("<birth", "<!-- b --><birth"),
    "processing instructions": lambda s: f'<?xml-model href="x.rng"?>\n{s}'
    .replace("by the river", "by <?page 1?>the river"),
    "references to characters": lambda s: s.replace("’", "&#x2019;"),
    "entities": lambda s: f'<!DOCTYPE TEI [<!ENTITY r "river">]>\n{s}'
    .replace(" river,", " &r;,"),
    "CDATA": lambda s: s.replace("by the river", "<![CDATA[by the river]]>"),
    "empty elements": lambda s: re.sub(r"<(pb|graphic|gap|birth)([^>]*)/>", r"<\1\2></\1>", s),
    "a byte order mark": lambda s: f"\ufeff{s}",
    "UTF-16": lambda s: f'<?xml version="1.0" encoding="UTF-16"?>\n{s}'.encode("utf-16"),
    "Latin-1": lambda s: f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{s}'
    .encode("iso-8859-1", "xmlcharrefreplace"),
    "line ends": lambda s: s.replace("\n", "\r\n").encode(),
    "a prefix": lambda s: re.sub(r"<(/?)(\w)", r"<\1tei:\2", s).replace("xmlns=", "xmlns:tei="),
    "spaces in attributes": lambda s: s.replace('"register.xml#ann"', '" register.xml#ann "')
    .replace('wit="#A"', 'wit=" #A\n"'),
    "spaces in tags": lambda s: re.sub(r"<(\w+) ", r"<\1\n    ", s).replace('"/>', '" />'),
    "indented entries": lambda s: s.replace("<app><lem", "<app>\n  <lem")
    .replace("</lem><rdg", "</lem>\n  <rdg").replace("</rdg></app>", "</rdg>\n</app>")
    .replace("<choice><sic>", "<choice>\n  <sic>").replace("</l><l>", "</l>\n  <l>"),
    "indented blocks": lambda s: re.sub(r"<(p|head|title|note)\b([^>]*)>", r"<\1\2>\n   ", s)
    .replace("</p>", "\n  </p>").replace("</head>", "\n</head>").replace("</note>", "\n</note>"),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_other_ways_to_write_it_are_no_change(old: Path, new: Path, layout: str) -> None:
    """The bytes of a file differ, and nothing that it says."""
    for path in new.glob("*.xml"):
        made = LAYOUTS[layout](path.read_text())
        path.write_bytes(made if isinstance(made, bytes) else made.encode())
    assert (new / "letter.xml").read_bytes() != (old / "letter.xml").read_bytes()

    assert compare(old, new) == []


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
