"""What a file says is read as DESIGN's pointers, reading text and register entries want it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from tei_edition.config.tables import TextTable
from tei_edition.dating.shortforms import format_lifetime
from tei_edition.facts.mentions import Stream
from tei_edition.facts.registers import Form, Kind, Statement
from tei_edition.facts.text import Pointer, Prefix, Text
from tei_edition.facts.times import Term, TimeSpan
from tei_edition.language.wording import list_words
from tei_edition.problems import Location
from tei_edition.reader.text import read_text
from tei_edition.reader.walk import CONTEXT
from tei_edition.source import MAX_DEPTH, read_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[..., Text]

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title>{title}</titleStmt><publicationStmt>"
    "{publication}</publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc>{more}</teiHeader>"
)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a TEI file whose root holds the given content."""

    def read_content(content: str, shown: dict[str, bool] | None = None, **header: str) -> Text:
        parts = {"title": "", "publication": "<p/>", "source": "<p/>", "more": ""} | header
        path = tmp_path / "a.xml"
        path.write_text(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER.format(**parts)}\n{content}</TEI>',
            encoding="utf-8",
        )
        table = msgspec.convert(shown or {}, TextTable)
        return read_text(read_source(path, tmp_path), table)

    return read_content


def body(content: str) -> str:
    """A text with that content."""
    return f"<text><body>{content}</body></text>"


def quotes(text: Text) -> list[str]:
    """Every mention as it is quoted."""
    return [f"{q.before}[{q.surface}]{q.after}" for q in (m.quotation for m in text.mentions)]


# Mentions.


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<p><persName>A</persName></p>", ["persName person text"]),
        ("<p><orgName>A</orgName></p>", ["orgName organisation text"]),
        ("<p><placeName>A</placeName><geogName/></p>",
         ["placeName place text", "geogName place text"]),
        ('<p><rs type="Person">A</rs><name type="city"/><name type="x"/><rs/></p>',
         ["rs person text", "name place text", "name  text", "rs  text"]),
        ('<p><author>A</author><title/><author key="a"/><title ref="#b"/></p>',
         ["author person text", "title work text"]),
        ('<head><editor ref="#a"/></head><p><event ref="#b"/></p>',
         ["editor person text", "event event text"]),
        ("<p>a<note>b<persName>A</persName><note><rs/></note></note></p>",
         ["persName person note", "rs  note"]),
        ('<p><app><lem wit="#L"><rs/></lem><rdg wit="#N #M"><name/></rdg></app></p>',
         ["rs  text", "name  reading"]),
        ("<p><app><lem/><rdg/><note><rs/></note></app></p>", ["rs  note"]),
        ("<p><choice><sic><rs/></sic><corr><name/></corr></choice></p>",
         ["rs  reading", "name  text"]),
        ("<lg><l><rs/></l></lg><list><item><rs/></item></list>", ["rs  text"] * 2),
        ("<table><row><cell><rs/></cell></row></table>", ["rs  text"]),
        ("<sp><speaker><rs/></speaker></sp>", ["rs  text"]),
        ('<egXML xmlns="http://www.tei-c.org/ns/Examples"><persName>A</persName></egXML>', []),
        ('<f xmlns="urn:f"><persName>A</persName></f>', []),
    ],
)  # fmt: skip
def test_mentions_are_found(read: Read, content: str, found: list[str]) -> None:
    """Wherever a name stands in a text: what it names, and in which stream it stands."""
    mentions = read(body(content)).mentions

    assert [f"{m.element} {m.kind} {m.stream}" for m in mentions] == found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('<sp who="#a #b"><stage>Enter</stage><speaker>BOTH</speaker><l>Ho!</l></sp>',
         [("sp", ("#a", "#b"), "BOTH", "speaks", "sp1")]),
        ('<sp xml:id="s" who="#a"><p>Ho!</p></sp>', [("sp", ("#a",), "", "speaks", "s")]),
        ('<p xml:id="x">He: <said who="#a">Ho!</said></p>',
         [("said", ("#a",), "Ho!", "speaks", "x")]),
        ('<u who="#a">Ho!</u>', [("u", ("#a",), "Ho!", "speaks", "u1")]),
        ("<sp><speaker>A</speaker><l>Ho!</l></sp><p><said>Ho!</said></p>", []),
        ('<sp who="#a"><speaker><persName ref="#a">A</persName></speaker><l>Ho!</l></sp>',
         [("persName", ("#a",), "A", "", "persName1")]),
    ],
)  # fmt: skip
def test_who_speaks_is_a_mention_of_its_own_kind(
    read: Read, content: str, found: list[object]
) -> None:
    """Once a speech, in the words of the speaker, at the speech or the passage that holds it."""
    mentions = read(body(content)).mentions

    assert [
        (m.element, m.pointers, m.quotation.surface, m.role, m.anchor) for m in mentions
    ] == found


def test_headers_and_entries_own_names_are_no_mentions(read: Read) -> None:
    """What stands in the header, and what an entry is called; but what its notes say, they are."""
    entries = (
        '<listPerson><person xml:id="a"><persName>A <name>B</name></persName><note>son of '
        "<persName>C</persName></note><occupation><orgName/></occupation></person></listPerson>"
        "<listPlace><place><placeName/><desc>near <placeName>D</placeName></desc></place>"
        "</listPlace>"
    )

    in_text = read(body(f"<div>{entries}</div>"), source="<p><persName>X</persName></p>")
    stand_off = read(f"<standOff>{entries}</standOff>")

    beside = read(f"<standOff>{entries}</standOff>" + body("<p><persName>X</persName></p>"))

    assert [m.quotation.surface for m in in_text.mentions] == ["C", "D"]
    assert [m.quotation.surface for m in beside.mentions] == ["X"]
    assert [m.quotation.surface for m in stand_off.mentions] == ["C"]


def test_a_note_within_a_stand_off_note_is_read_once(read: Read) -> None:
    """Stand-off notes are read with all that they hold, and no part of them twice."""
    text = read(
        "<standOff><note>a<rs>b</rs><note><rs>c</rs></note></note>"
        "<standOff><note><rs>d</rs></note></standOff></standOff>" + body("<p/>")
    )

    assert [m.quotation.surface for m in text.mentions] == ["b", "c", "d"]
    assert [p.anchor for p in text.passages if p.element == "note"] == ["note1", "note2", "note3"]


def test_mentions_know_their_place(read: Read) -> None:
    """Anchor, passage, line and column, pointers and witnesses."""
    text = read(
        body(
            '\n<p xml:id="p1"><app><lem wit="#L">x</lem><rdg wit="#M #N"><rs ref=" #a  b.xml#c "/>'
            '</rdg></app></p>\n<p>é<name key="Doe, J.">a</name><rs ref="#d" key="e"/></p>'
        )
    )
    one, two, three = text.mentions

    assert (one.anchor, one.passage, one.location) == ("p1.rs1", "p1", Location("a.xml", 3, 59))
    assert (one.pointers, one.witnesses) == (("#a", "b.xml#c"), ("#M", "#N"))
    assert (two.anchor, two.passage, two.location) == ("name1", "p2", Location("a.xml", 4, 5))
    assert two.pointers == ("Doe, J.",)
    assert three.pointers == ("#d",)


def test_nested_names_come_from_the_outside_in(read: Read) -> None:
    """A name before those inside it; each with the words around it."""
    text = read(
        body("<p>of the <orgName>the <persName>Kerensky</persName> Government</orgName>, who</p>")
    )

    assert quotes(text) == [
        "of the [the Kerensky Government], who",
        "of the the [Kerensky] Government, who",
    ]


@pytest.mark.parametrize(
    ("content", "quoted"),
    [
        ("<p>a <rs>b</rs> c</p>", "a [b] c"),
        ("<p>a\n\n   <rs>  b\n b </rs>c</p>", "a [b b] c"),
        ("<p>a<rs>b</rs>c</p>", "a[b]c"),
        ("<p>x</p><p><rs>b</rs></p><p>y</p>", "[b]"),
        ("<p>a<lb/><rs>b</rs><lb/>c</p>", "a [b] c"),
        ('<p>a<rs>b\n <lb break="no"/> c</rs>d</p>', "a[bc]d"),
        ('<p>a <pb/> <lb break="no"/>\n<rs>b</rs></p>', "a[b]"),
        ("<p>a-<lb/><rs>b</rs> -<lb/>c</p>", "a-[b] - c"),
        ("<p>x <choice><am>a</am><ex>e</ex></choice> <rs>b</rs></p>", "x e [b]"),
        ("<p>a<pb/><rs>b</rs><!-- no --><?no?>c</p>", "a [b]c"),
        ("<p>a<note>n</note> <rs>b<note>n</note></rs><note>n</note> c</p>", "a [b] c"),
        ("<p>a <app><lem>l</lem><rdg>r</rdg></app> <rs>b</rs></p>", "a l [b]"),
        ("<p>a <app><rdg>r</rdg><rdg>s</rdg></app> <rs>b</rs></p>", "a r [b]"),
        ("<p>a <choice><orig>o</orig><reg>g</reg></choice> <rs>b</rs></p>", "a g [b]"),
        ("<p>a <rs>b <persName>c</persName></rs> d</p>", "a [b c] d"),
        ("<list><item>a</item><item>b <rs>c</rs></item></list>", "b [c]"),
        ("<castList><castItem>a</castItem><castItem><rs>b</rs></castItem></castList>", "[b]"),
        ("<entryFree>a</entryFree><entryFree><rs>b</rs></entryFree>", "[b]"),
        ("<p>a<floatingText><body><p>b <rs>c</rs></p></body></floatingText></p>", "b [c]"),
        ("<p>x <note>a <rs>b</rs> c</note> y</p>", "a [b] c"),
        ("<p>x <app><lem>y</lem><rdg>a <rs>b</rs></rdg><rdg>z</rdg></app></p>", "a [b]"),
        ("<p>x <rs/> y</p>", "x []y"),
        ("<p><hi>a</hi><hi>b</hi> <rs>c</rs></p>", "ab [c]"),
    ],
)
def test_quotations_are_what_a_reader_sees(read: Read, content: str, quoted: str) -> None:
    """White space collapsed, notes left out, ended where a block ends."""
    assert quotes(read(body(content)))[0] == quoted


def test_quotations_are_cut_between_words(read: Read) -> None:
    """Long contexts end with whole words and an ellipsis."""
    words = " ".join(f"word{n:03}" for n in range(40))
    ((quote,), (whole,)) = (
        [m.quotation for m in read(body(f"<p>{w} <rs>x</rs> {w}</p>")).mentions]
        for w in (words, words[:55])
    )

    assert re.fullmatch(r"… (word\d{3} )+", quote.before)
    assert re.fullmatch(r"( word\d{3})+ …", quote.after)
    assert CONTEXT - 10 < len(quote.before) <= CONTEXT + 2
    assert CONTEXT - 10 < len(quote.after) <= CONTEXT + 2
    assert (whole.before, whole.after) == (f"{words[:55]} ", f" {words[:55]}")


def test_quotations_without_spaces_are_cut_anyhow(read: Read) -> None:
    """Chinese does not part its words: a quotation has its context all the same."""
    (mention,) = read(body(f"<p>{'書' * 99}<rs>名</rs>{'字' * 99}</p>")).mentions
    quote = mention.quotation

    assert quote.before == "…" + "書" * CONTEXT
    assert quote.after == "字" * CONTEXT + "…"


def test_elements_with_names_of_ours_are_elements(read: Read) -> None:
    """No element is mistaken for a step of the program."""
    names = ("children", "plain", "readings", "enter_passage", "visit", "__init__")
    text = read(body("".join(f"<{n}>a <rs>b</rs></{n}>" for n in names)))

    assert [m.quotation.surface for m in text.mentions] == ["b"] * len(names)


def test_the_deepest_file_is_read(read: Read) -> None:
    """What the source lets pass, the reader can walk."""
    deep = MAX_DEPTH - 5

    text = read(body(f"<p>{'<rs>' * deep}x{'</rs>' * deep}</p>"))

    assert len(text.mentions) == deep


def test_reading_takes_time_in_proportion(read: Read) -> None:
    """A file of one line and many names is read quickly."""
    started = time.process_time()

    text = read(body('<p>some words <rs ref="#a">here</rs> and </p>' * 15_000))

    assert len(text.mentions) == len(text.pointers) == 15_000
    assert time.process_time() - started < 5


# Sides of choices.


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ({}, "C R E"),
        ({"corrected": False}, "S R E"),
        ({"regularised": False}, "C O E"),
        ({"expanded": False}, "C R A"),
        ({"corrected": False, "regularised": False, "expanded": False}, "S O A"),
    ],
)
def test_choices_show_what_the_edition_chooses(
    read: Read, shown: dict[str, bool], words: str
) -> None:
    """Each pair of sides by its own setting."""
    text = read(
        body(
            "<p><rs><choice><sic>S</sic><corr>C</corr></choice> "
            "<choice><reg>R</reg><orig>O</orig></choice> "
            "<choice><abbr>A</abbr><expan>E</expan></choice></rs></p>"
        ),
        shown,
    )

    assert text.mentions[0].quotation.surface == words


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("<seg>a</seg><seg>b</seg>", "a"),
        ("<sic>a</sic><corr>b</corr><corr>c</corr>", "b"),
        ("<sic>a</sic>", "a"),
        ("<orig>a<choice><sic>b</sic><corr>c</corr></choice></orig><reg>d</reg>", "d"),
        ("<reg>a<choice><sic>b</sic><corr>c</corr></choice></reg><orig>d</orig>", "ac"),
        ("", ""),
    ],
)
def test_other_choices_show_their_first_side(read: Read, choice: str, words: str) -> None:
    """Where no pair is known, the first; choices nest."""
    text = read(body(f"<p><rs>\n<choice>{choice}</choice>\n</rs></p>"))

    assert text.mentions[0].quotation.surface == words


# Datings.


def test_datings_are_found(read: Read) -> None:
    """A date of the text with its words and place, by the calendars of its own header."""
    text = read(
        body(
            '<p xml:id="a">On <date when-custom="1917-10-25" datingMethod="#os">October 25</date>,'
            "<note><date/></note><app><lem/><rdg wit='#N'><date when='1917'/></rdg></app></p>"
        ),
        more='<profileDesc><calendarDesc><calendar xml:id="os"><p>Julian Calendar</p></calendar>'
        "</calendarDesc></profileDesc>",
    )
    one, two, three = text.datings

    assert (one.anchor, one.passage, one.stream) == ("a.date1", "a", Stream.TEXT)
    assert one.time.given == (Term("julian", "1917-10-25", "1917-10-25"),)
    assert (one.quotation.before, one.quotation.surface) == ("On ", "October 25")
    assert (two.stream, two.time, three.stream, three.witnesses) == (
        Stream.NOTE, TimeSpan(), Stream.READING, ("#N",),
    )  # fmt: skip


# The apparatus.


@pytest.mark.parametrize(
    ("app", "readings"),
    [
        ('<lem wit="#A">a</lem><rdg wit="#B #C">b</rdg>', ["a *A", "b BC"]),
        ('<rdg wit="#A">a</rdg><rdg wit="#B">b</rdg>', ["a A", "b B"]),
        ('<lem>a</lem><rdgGrp><rdg wit="#B">b</rdg><rdg/></rdgGrp>', ["a *", "b B", " "]),
        ("<lem>a <app><lem>b</lem><rdg>c</rdg></app> d</lem><rdg>e</rdg>", ["a b d *", "e "]),
        ("<lem/><rdg>a <app><lem>b</lem><rdg>c</rdg></app></rdg>", [" *", "a b "]),
        ("<lem>a<note>n</note></lem><rdg>b</rdg><note>m</note>", ["a *", "b "]),
        ("<lem><p>a</p><p>b</p></lem><rdg>c</rdg>", ["a b *", "c "]),
        ("", []),
    ],
)
def test_entries_have_their_readings(read: Read, app: str, readings: list[str]) -> None:
    """Words and sigla of each, the lemma marked; without a lemma none is."""
    entry = read(body(f"<p><app>{app}</app></p>")).entries[0]

    assert [
        f"{r.text} {'*' * r.is_lemma}{''.join(w[1:] for w in r.witnesses)}" for r in entry.readings
    ] == readings


def test_nested_entries_come_after_their_parents(read: Read) -> None:
    """Every app is an entry, in the order of the text, with its anchor and passage."""
    text = read(
        body(
            '<p xml:id="p"><app><lem>a<app xml:id="x"><lem>b</lem><rdg>c</rdg></app></lem>'
            "<rdg>d</rdg></app></p><app><rdg/></app>"
        )
    )

    assert [(e.anchor, e.passage) for e in text.entries] == [
        ("p.app1", "p"), ("x", "p"), ("app1", ""),
    ]  # fmt: skip


def test_witnesses_are_read(read: Read) -> None:
    """By xml:id, with a siglum of their own or not; by @n alone; groups too."""
    text = read(
        body("<p/>"),
        source='<listWit xml:id="g" n="γ"><head>The group</head><witness xml:id="A">  The\n first'
        ' <witness xml:id="Aa"/></witness><witness xml:id="B" n="Β">second</witness>'
        '<witness n="C">third</witness><witness>nobody</witness></listWit>',
    )

    assert [(w.id, w.siglum, w.description) for w in text.witnesses] == [
        ("A", "A", "The first"), ("Aa", "Aa", ""), ("B", "Β", "second"), ("C", "C", "third"),
        ("g", "γ", "The group"),
    ]  # fmt: skip


# Registers.


def test_entities_are_read(read: Read) -> None:
    """All kinds, in their lists."""
    text = read(
        "<standOff>"
        '<listPerson><person xml:id="a"><persName>A</persName></person>'
        '<personGrp xml:id="b"><persName>B</persName></personGrp><person><persName/></person>'
        "</listPerson>"
        '<listOrg><org xml:id="c"><orgName>C</orgName></org></listOrg>'
        '<listPlace><place xml:id="d"><placeName>D</placeName><place xml:id="e"><geogName>E'
        "</geogName></place></place></listPlace>"
        '<listEvent><event xml:id="f"><label>F</label></event></listEvent>'
        '<listBibl><bibl xml:id="g"><title>G</title></bibl><biblStruct xml:id="h"><monogr><title>H'
        "</title></monogr></biblStruct></listBibl>"
        '<listObject><object xml:id="i"><objectIdentifier>I</objectIdentifier></object>'
        "</listObject>"
        "</standOff>"
    )

    assert [(e.id, e.kind, e.name) for e in text.entities] == [
        ("a", Kind.PERSON, "A"), ("b", Kind.PERSON, "B"), ("c", Kind.ORGANISATION, "C"),
        ("d", Kind.PLACE, "D"), ("e", Kind.PLACE, "E"), ("f", Kind.EVENT, "F"),
        ("g", Kind.WORK, "G"), ("h", Kind.WORK, "H"), ("i", Kind.OBJECT, "I"),
    ]  # fmt: skip


def test_a_source_is_no_work_of_the_register(read: Read) -> None:
    """A bibl that says where a text comes from, or that stands in it, is not an entry."""
    text = read(
        body('<p><bibl xml:id="a"><title>A</title></bibl></p>'),
        source='<listBibl><bibl xml:id="b"><title>B</title></bibl></listBibl>',
    )

    assert text.entities == ()


PERSON = '<listPerson><person xml:id="a" {}>{}</person></listPerson>'


@pytest.mark.parametrize(
    ("attributes", "content", "expected"),
    [
        ("", "<persName>Jane   Doe</persName>", {"name": "Jane Doe", "sort_key": "Jane Doe"}),
        ("", "<persName><forename>Jane</forename> <surname>Doe</surname></persName>",
         {"name": "Doe, Jane"}),
        ("", "<persName><genName>I</genName><surname>A</surname><surname>B</surname></persName>",
         {"name": "A B, I"}),
        ("", "<persName>A</persName><persName type='main'>B</persName><persName>C</persName>",
         {"name": "B", "forms": (Form("A"), Form("C"))}),
        ("", "<persName>A</persName><persName>A</persName><persName/>", {"name": "A", "forms": ()}),
        ("sortKey='z'", "<persName sortKey='y'>A</persName>", {"sort_key": "z"}),
        ("", "<persName sortKey='y'>A</persName>", {"sort_key": "y"}),
        ("", "<p/>", {"name": "a", "sort_key": "a"}),
        ("", "<birth when='1881-05-04'/><death when='1970'/>", {"dates": "1881–1970"}),
        ("", "<birth notBefore='1881'/>", {"dates": "b. after 1881"}),
        ("", "<death>after <date when='1970-01'/></death>", {"dates": "d. after 1970"}),
        ("", "<death>in old age</death>", {"dates": "d. in old age"}),
        ("", "<birth when='-0099'/><death when='-0043-03-15'/>", {"dates": "100–44 BCE"}),
        ("", "<birth/><death/>", {"dates": ""}),
        ("", "<note>one</note><note type='description'>two</note>", {"description": "two"}),
        ("", "<note/><desc>  some\nwords</desc>", {"description": "some words"}),
        ("", "<occupation>lawyer</occupation><occupation/>",
         {"details": (Statement("occupation", "lawyer"),)}),
    ],
)  # fmt: skip
def test_an_entry_is_read(
    read: Read, attributes: str, content: str, expected: dict[str, Any]
) -> None:
    """Name, sort key, other forms, dates, description and roles, as a register shows them."""
    (entity,) = read(f"<standOff>{PERSON.format(attributes, content)}</standOff>").entities

    dates = format_lifetime(entity.times, list_words("en"), "en")
    found = {n: dates if n == "dates" else getattr(entity, n) for n in expected}
    assert found == expected


def test_identifiers_are_read(read: Read) -> None:
    """With an address where they have one, and never one that is not an address on the web."""
    idnos = (
        '<idno type="VIAF">https://viaf.org/1</idno><idno type="GND" corresp="https://d-nb.info/2">'
        '2</idno><idno type="x">javascript:alert(1)</idno><idno ref="data:x">3</idno><idno/>'
    )
    (entity,) = read(f"<standOff>{PERSON.format('', idnos)}</standOff>").entities

    assert [(i.authority, i.value, i.uri) for i in entity.identifiers] == [
        ("VIAF", "https://viaf.org/1", "https://viaf.org/1"),
        ("GND", "2", "https://d-nb.info/2"),
        ("x", "javascript:alert(1)", ""),
        ("", "3", ""),
    ]


def test_events_have_their_dates(read: Read) -> None:
    """A day, or from when to when."""
    text = read(
        '<standOff><listEvent><event xml:id="a" when="1917-11-07"><label>A</label></event>'
        '<event xml:id="b" from="1917" to="1918"><desc>B</desc></event></listEvent></standOff>'
    )

    dates = [format_lifetime(e.times, list_words("en"), "en") for e in text.entities]
    assert dates == ["7 November 1917", "1917–1918"]


# The header, and what else a text says.


def test_the_header_is_read(read: Read) -> None:
    """What pages and citations need."""
    text = read(
        body("<p/>"),
        title="<title type='sub'>S</title><author>A  B</author><editor>C</editor>",
        publication="<publisher>D</publisher><date when='2020'>MMXX</date><availability><licence "
        "target='https://example.org/'>Free</licence></availability>",
        more="<profileDesc><langUsage><language ident='de'/></langUsage></profileDesc>",
    )
    header = text.header

    assert (header.title, header.authors, header.editors) == ("T", ("A B",), ("C",))
    assert (header.publisher, header.date, header.language) == ("D", "2020", "de")
    assert [(x.text, x.uri) for x in header.licences] == [("Free", "https://example.org/")]


def test_a_file_may_have_no_header_and_no_text(tmp_path: Path) -> None:
    """Even the barest file has facts."""
    path = tmp_path / "a.xml"
    path.write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="la"/>')

    text = read_text(read_source(path, tmp_path), TextTable())

    assert (text.header.title, text.header.language, text.division) == ("", "la", None)


def test_a_source_without_a_tree_is_refused(tmp_path: Path) -> None:
    """There is nothing to be read in a file that could not be."""
    with pytest.raises(ValueError, match=r"none\.xml could not be read"):
        read_text(read_source(tmp_path / "none.xml", tmp_path), TextTable())


def test_divisions_are_read(read: Read) -> None:
    """As they nest, with their heads, through front, body and back."""
    text = read(
        "<text><front><div><head>Pre<note>n</note>face</head></div></front><body>"
        '<div xml:id="a"><head>A <app><lem>b</lem><rdg>c</rdg></app></head><div1><p>x</p></div1>'
        "</div></body><back><div/></back></text>"
    )
    whole = text.division
    assert whole

    assert [(d.anchor, d.title) for d in whole.children] == [
        ("div1", "Preface"), ("a", "A b"), ("div2", ""),
    ]  # fmt: skip
    assert [d.anchor for d in whole.children[1].children] == ["a.div11"]
    assert (whole.element, whole.length, whole.line) == ("text", len("PrenfaceA bcx"), 2)


def test_text_between_divisions_keeps_them_on_one_page(read: Read) -> None:
    """Where much stands between divisions, no page would be the right one for it."""
    between = read(body(f"<div/><p>{'x' * 2001}</p><div/>")).division
    before = read(body(f"<p>{'x' * 2001}</p><div/><p>little</p><div/>")).division
    assert between
    assert before

    assert between.children == ()
    assert len(before.children) == 2


def test_the_texts_of_a_group_are_divisions(read: Read) -> None:
    """A group of texts, and a corpus, have their texts as parts."""
    group = read(
        '<text><group><text xml:id="a"><body/></text><text xml:id="b"/></group></text>'
    ).division
    assert group

    assert [(d.element, d.anchor) for d in group.children] == [("text", "a"), ("text", "b")]


def test_passages_are_numbered(read: Read) -> None:
    """By their @n, else in order within the text; notes and readings are not counted."""
    text = read(
        body(
            '<p/><p n="7a"/><lg><l/><l/></lg><p><note><p/></note><app><lem/><rdg><l/></rdg></app>'
            "</p>"
        )
    )

    assert [(p.element, p.label) for p in text.passages] == [
        ("p", "1"), ("p", "7a"), ("lg", "1"), ("l", "1"), ("l", "2"), ("p", "2"), ("note", ""),
        ("p", ""), ("app", "1"), ("l", ""),
    ]  # fmt: skip


def test_pointers_are_read_with_their_places(read: Read) -> None:
    """Each value of each pointing attribute, with the place of the attribute; @key is one."""
    line = ' corresp="#a  #b" n="#no"/><rs key="Doe, J."/><ptr target="x#y"/>'

    text = read(body(f"\n<p\n{line}"))

    assert text.pointers == (
        Pointer("p", "corresp", "#a", Location("a.xml", 4, 2)),
        Pointer("p", "corresp", "#b", Location("a.xml", 4, 2)),
        Pointer("rs", "key", "Doe, J.", Location("a.xml", 4, line.index("key") + 1)),
        Pointer("ptr", "target", "x#y", Location("a.xml", 4, line.index("target") + 1)),
    )


def test_prefixes_and_ids_are_read(read: Read) -> None:
    """What pointers of other files need to know."""
    text = read(
        body('<p xml:id="a"/><egXML xmlns="http://www.tei-c.org/ns/Examples" xml:id="b"/>'),
        more='<encodingDesc><listPrefixDef><prefixDef ident="psn" matchPattern="(.+)"'
        ' replacementPattern="r.xml#$1"/></listPrefixDef></encodingDesc>',
    )

    assert text.prefixes == (Prefix("psn", "(.+)", "r.xml#$1"),)
    assert text.ids == {"a": "p"}


@pytest.mark.parametrize(
    "content",
    [
        '<p>a</p><p part="I">b</p><p part="F">c</p><p>d</p>',
        '<p>a</p><p xml:id="x" next="#y">b</p><p xml:id="y" prev="#x">c</p><p>d</p>',
        '<l>a</l><l part="I">b</l><l part="M">b</l><l part="F">c</l><l>d</l>',
    ],
)
def test_parts_of_a_passage_have_one_number(read: Read, content: str) -> None:
    """A paragraph over two pages, or a line that speakers share, is counted once."""
    text = read(f"<text><body>{content}</body></text>")
    counted = [(p.label, p.continues) for p in text.passages if p.element in {"l", "p"}]

    assert [label for label, continues in counted if not continues] == ["1", "2", "3"]
    assert {label for label, continues in counted if continues} == {"2"}
