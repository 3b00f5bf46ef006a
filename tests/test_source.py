"""A file is read safely, every element knows its place, and what is wrong is said in words."""

from __future__ import annotations

import codecs
import gzip
import os
import resource
import time
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tei_edition.problems import Location
from tei_edition.source import MAX_DEPTH, Source, locate_attribute, read_source, relative_name
from tei_edition.source.stamps import ANCHOR, FILE, POS, locate, strip_stamps
from tei_edition.tei import raw_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tei_edition.problems import Problem

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
FIRST = len(TEI) + 1  # the column behind the root's tag


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Source]:
    """Reads a text as the file a.xml of an edition."""

    def read_text(content: str | bytes, name: str = "a.xml") -> Source:
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (tmp_path / name).write_bytes(data)
        return read_source(tmp_path / name, tmp_path)

    return read_text


def fault(source: Source) -> Problem:
    """The one problem that ended the reading."""
    assert source.root is None
    (found,) = source.problems
    return found


def tree(source: Source) -> etree._Element:
    """The tree of a source without problems."""
    assert source.problems == ()
    assert source.root is not None
    return source.root


def places(source: Source) -> list[tuple[str, str]]:
    """The elements below the root, each with its position."""
    return [(etree.QName(e).localname, e.get(POS, "")) for e in tree(source).iter("*")][1:]


def bare(source: Source) -> str:
    """The tree as XML, without stamps and namespaces."""
    root = tree(source)
    strip_stamps(root)
    for element in root.iter("{http://www.tei-c.org/ns/1.0}*"):
        element.tag = etree.QName(element).localname
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


# Positions.


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"{TEI}<p/></TEI>", f"1:{FIRST}"),
        (f"{TEI}\n  <p/></TEI>", "2:3"),
        (f"{TEI}\r\n\r\n\t<p/></TEI>", "3:2"),
        (f"{TEI}\r  \r <p/></TEI>", "3:2"),
        (f"{TEI}\né𝔊 — ё<p/></TEI>", "2:7"),
        (f"{TEI}\n&amp;&#x1D50A;<p/></TEI>", "2:15"),
        (f"{TEI}\n<!-- é\n𝔊 --><p/></TEI>", "3:6"),
        (f"{TEI}\n<![CDATA[é<q>]]><p/></TEI>", "2:17"),
        (f"{TEI}\n<p\n  n='1'/></TEI>", "2:1"),
        (f'<!DOCTYPE TEI [<!ENTITY e "éé\nx">]>\n{TEI}\n&e;<p/></TEI>', "4:4"),
        (f'<!DOCTYPE TEI [<!ENTITY e "<p/>">]>\n{TEI}\n &e;</TEI>', "3:2"),
        (f"<?xml version='1.0'?>\n<!-- c -->{TEI}\n<p/></TEI>", "3:1"),
    ],
)
def test_positions_count_code_points(
    read: Callable[..., Source], content: str, expected: str
) -> None:
    """Line and column are those an editor sees: from 1, a character one column, a tab too."""
    assert places(read(content)) == [("p", expected)]


def test_positions_do_not_depend_on_the_encoding(read: Callable[..., Source]) -> None:
    """The same text has the same positions, however its bytes are written."""
    text = f'<?xml version="1.0" encoding="UTF-16"?>\n{TEI}é𝔊<p/></TEI>'

    assert places(read(text.encode("utf-16"))) == [("p", f"2:{FIRST + 2}")]
    assert places(read(text.replace("UTF-16", "UTF-8"))) == [("p", f"2:{FIRST + 2}")]


def test_an_attribute_is_found_where_it_is_written() -> None:
    """Not in the value of another attribute, and on its own line."""
    lines = ['x <p n="ref=" é="𝔊" ref = \'#a\'', '   wit="#b"><q/>', '<r n="x"', ' ref="#c"/>']

    assert locate_attribute(Location("f", 1, 3), "ref", lines) == Location("f", 1, 21)
    assert locate_attribute(Location("f", 1, 3), "wit", lines) == Location("f", 2, 4)
    assert locate_attribute(Location("f", 3, 1), "ref", lines) == Location("f", 4, 2)
    assert locate_attribute(Location("f", 2, 13), "ref", lines) == Location("f", 2, 13)
    assert locate_attribute(Location("f", 9, 1), "ref", lines) == Location("f", 9, 1)


def test_attributes_of_a_file_of_one_line_are_found_quickly() -> None:
    """Looking for an attribute costs the same wherever in a line it stands."""
    tag = '<p n="1" ref="#a">some words</p>'
    lines = [tag * 40_000]
    started = time.process_time()

    for place in range(0, 40_000, 4):
        start = place * len(tag) + 1
        found = locate_attribute(Location("f", 1, start), "ref", lines)
        assert found.column == start + 9

    assert time.process_time() - started < 1


# Encodings.

DECLARED = '<?xml version="1.0" encoding="{}"?>' + TEI + "<p>Zoë „Ж“</p></TEI>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf-8", DECLARED.format("utf-8").encode()),
        ("utf-8 with a mark", codecs.BOM_UTF8 + DECLARED.format("UTF-8").encode()),
        ("no declaration", (TEI + "<p>Zoë „Ж“</p></TEI>").encode()),
        ("utf-16", DECLARED.format("UTF-16").encode("utf-16")),
        ("utf-16 le", codecs.BOM_UTF16_LE + DECLARED.format("UTF-16").encode("utf-16-le")),
        ("utf-16 be", codecs.BOM_UTF16_BE + DECLARED.format("UTF-16").encode("utf-16-be")),
        ("utf-16 le without mark", DECLARED.format("UTF-16LE").encode("utf-16-le")),
        ("utf-16 be without mark", DECLARED.format("UTF-16BE").encode("utf-16-be")),
        ("utf-32", DECLARED.format("UTF-32").encode("utf-32")),
        ("koi8-r", f'<?xml version="1.0" encoding="KOI8-R"?>{TEI}Ж</TEI>'.encode("koi8-r")),
    ],
)
def test_encodings_are_understood(read: Callable[..., Source], name: str, data: bytes) -> None:
    """A file says what encoding it has by its mark or its declaration."""
    assert "Ж" in raw_text(tree(read(data))), name


def test_western_encodings_are_told_apart(read: Callable[..., Source]) -> None:
    """windows-1252 has quotation marks where ISO-8859-1 has none."""
    text = "<?xml version='1.0' encoding='{}'?>{}<p>Zoë {}</p></TEI>"

    latin = read(text.format("ISO-8859-1", TEI, "").encode("iso-8859-1"))
    windows = read(text.format("windows-1252", TEI, "„so“").encode("windows-1252"))

    assert raw_text(tree(latin)) == "Zoë "
    assert raw_text(tree(windows)) == "Zoë „so“"


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (f"{TEI}\nZo\xeb</TEI>".encode("latin-1"), (2, 3), "the bytes eb are not utf-8"),
        (codecs.BOM_UTF8 + b"<a>\r\r\xc3\xa9\xff</a>", (3, 2), "the bytes ff are not utf-8"),
        (DECLARED.format("x-klingon").encode(), (1, 1), '"x-klingon", but is in UTF-8'),
        (DECLARED.format("undefined").encode(), (1, 1), '"undefined", but is in UTF-8'),
        (DECLARED.format("rot13").encode(), (1, 1), '"rot13", but is in UTF-8'),
        (
            DECLARED.format("UTF-16").encode(),
            (1, 1),
            'declares the encoding "utf-16", but',
        ),
        (DECLARED.format("ISO-10646-UCS-2").encode(), (1, 1), "but is in another"),
        (b"\xff\xfe<\0\xd8", (1, 2), "are not utf-16-le"),
        (DECLARED.format("us-ascii").encode(), (1, 1), '"us-ascii", but is in UTF-8'),
    ],
)
def test_a_wrong_encoding_is_told(
    read: Callable[..., Source], data: bytes, place: tuple[int, int], words: str
) -> None:
    """What the bytes are not, where that is seen first, and what to do."""
    found = fault(read(data))

    assert found.code == "xml-encoding"
    assert words in found.message
    assert (found.location.line, found.location.column) == place
    assert found.hint


# What is no XML at all.


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (gzip.compress(f"{TEI}</TEI>".encode(), mtime=0), "is compressed"),
        (b"PK\x03\x04rest", "is an archive"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"\xff\xd8\xff\xe0JFIF", "is a picture"),
        (b"GIF89a", "is a picture"),
        (b"%PDF-1.7", "is a PDF"),
    ],
)
def test_other_files_are_named(read: Callable[..., Source], data: bytes, words: str) -> None:
    """A file of another kind is called what it is."""
    found = fault(read(data))

    assert (found.code, found.location) == ("xml-unreadable", Location("a.xml"))
    assert words in found.message


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A folder, and a file that is not there."""
    for name, words in ((".", "Is a directory"), ("none.xml", "No such file")):
        found = fault(read_source(tmp_path / name, tmp_path))

        assert found.code == "xml-unreadable"
        assert words in found.message


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("<TEI><text/></TEI>", "is in no namespace", "begin the file with"),
        ("<TEI.2/>", "is in no namespace", "TEI P4"),
        ('<!-- a -->\n <html xmlns="urn:x"/>', 'in the namespace "urn:x"', "begin the file with"),
        ("<xml/>", "the root <xml>", "begin the file with"),
    ],
)
def test_what_is_no_tei_is_told(
    read: Callable[..., Source], text: str, words: str, hint: str
) -> None:
    """Well-formed, but no TEI P5."""
    found = fault(read(text))

    assert found.code == "xml-not-tei"
    assert words in found.message
    assert hint in found.hint
    assert found.location.column == text.splitlines()[-1].index("<") + 1


# What is not well-formed. Each begins in column 1 of line 2, within TEI.

FAULTS = {
    "<p>a": ((2, 5), "file ends before <p> is closed", "</p>"),
    "<p>a</TEI>": ((2, 5), "<p>, opened on line 2, column 1, is not closed before </TEI>", "</p>"),
    "<p><hi>a</p></hi></TEI>": ((2, 9), "</p> and </hi> are in the wrong order", "</hi></p>"),
    "<p><hi>a</p></TEI>": ((2, 9), "<hi>, opened on line 2, column 4", "</hi>"),
    "<p>a</p></p></TEI>": ((2, 9), "</p> closes nothing: the <p> of line 2", "remove this"),
    "<p>a<p>b</p></TEI>": ((2, 13), "<p>, opened on line 2, column 1", "before the next <p>"),
    "<hi><p>a</p>b</em></hi></TEI>": ((2, 14), "<hi>, opened", "correct the name in </em>"),
    "<p n='it's'>a</p></TEI>": ((2, 10), "a quotation mark ends the value of @n", "&quot;"),
    "<p>a <b</p></TEI>": ((2, 6), "the tag <b is not closed", "write &lt;"),
    "<p>&#x2G;</p></TEI>": ((2, 4), '"&#x2G;" is not the number of a character', "A to F"),
    "<P>a</p></TEI>": ((2, 5), "<P>, opened", "correct the name in </p>"),
    "a</p></TEI>": ((2, 2), "<TEI>, opened on line 1", "the start tag <p>"),
    "<p": ((2, 1), "ends within a tag", "close it with >"),
    '<p n="a': ((2, 1), "ends within a tag", "close it with >"),
    "<!-- a": ((2, 1), "a comment is not closed", "-->"),
    "<?a": ((2, 1), "a processing instruction is not closed", "?>"),
    "<![CDATA[a</TEI>": ((2, 1), "a CDATA section is not closed", "]]>"),
    "a < b</TEI>": ((2, 3), '"<" is not allowed by itself', "&lt;"),
    "a & b</TEI>": ((2, 3), '"&" is not allowed by itself', "&amp;"),
    "a &nbsp b</TEI>": ((2, 3), '"&nbsp" is not complete', "semicolon"),
    "<p n='a' m='b' n='c'/></TEI>": ((2, 16), "the same attribute twice", "keep one"),
    "<p n=a/></TEI>": ((2, 6), "not in quotation marks", 'name="value"'),
    "<p n=“a”/></TEI>": ((2, 6), "not in quotation marks", 'name="value"'),
    "<p n/></TEI>": ((2, 5), "an attribute has no value", 'name="value"'),
    "<p n='a<b'/></TEI>": ((2, 8), '"<" is not allowed in the value of an attr', "quotation mark"),
    "<p n='a>b</p></TEI>": ((2, 4), "the value of @n is not closed by a quotation", 'name="value"'),
    "<p n='a'm='b'/></TEI>": ((2, 9), "there is no space between two attributes", "space"),
    "<x:p/></TEI>": ((2, 1), '"x:p" has a prefix that no xmlns declares', 'write "p" alone'),
    "<p x:n='a'/></TEI>": ((2, 1), '"x:n" has a prefix that no xmlns', 'xmlns:x="…"'),
    "<p XML:id='a'/></TEI>": ((2, 1), '"XML:id" has a prefix', 'write "xml:id", in small'),
    "<tei:p/></TEI>": ((2, 1), '"tei:p" has a prefix', 'xmlns:tei="http://www.tei-c.org/ns/1.0"'),
    "<ref xlink:href='a'/></TEI>": ((2, 1), '"xlink:href" has a prefix', 'write target="…"'),
    "<p xlink:type='a'/></TEI>": ((2, 1), '"xlink:type" has a prefix', "declare xmlns:xlink="),
    "<x:href/></TEI>": ((2, 1), '"x:href" has a prefix', 'write "href" alone'),
    "<o:p/></TEI>": ((2, 1), '"o:p" has a prefix', "it is one of a word processor"),
    "<p xml:id='a' x:n='b'/></TEI>": ((2, 1), '"x:n" has a prefix', 'xmlns:x="…"'),
    "<xsi:a/></TEI>": ((2, 1), '"xsi:a" has a prefix', "declare xmlns:xsi="),
    "</TEI>b": ((2, 7), "after the end of the root element", "one root"),
    "<?xml version='1.0'?></TEI>": ((2, 1), "an XML declaration is allowed only at", "remove it"),
    "<!-- a -- b --></TEI>": ((2, 8), "two hyphens are not allowed in a comment", "dash"),
    "a ]]> b</TEI>": ((2, 3), '"]]>" is not allowed in the text', "]]&gt;"),
    "é𝔊\x0c</TEI>": ((2, 3), "the control character U+000C", "remove it"),
    "a&#0;</TEI>": ((2, 2), "the number does not stand for a character", "itself"),
    "<p xmlns:x=''/></TEI>": ((2, 1), "a prefix is declared without a namespace", "address"),
    "<a:b:c/></TEI>": ((2, 5), '":" is not allowed here', "compare"),
    "<!DOCTYPE TEI></TEI>": ((2, 1), "the document type is declared within", "remove it"),
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_not_well_formed_is_told(read: Callable[..., Source], text: str) -> None:
    """One problem, at the right place, in an editor's words, with something to do."""
    place, words, hint = FAULTS[text]

    found = fault(read(f"{TEI}\n{text}"))

    assert found.code == "xml-not-well-formed"
    assert (found.location.line, found.location.column) == place
    assert words in found.message
    assert hint in found.hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Just some text, no more.", 'begins with "Just some text, no m"'),
        (f"\nabc{TEI}</TEI>", 'begins with "abc", and not'),
        ("<?xml encoding='UTF-8'?><TEI/>", "the XML declaration is faulty"),
        ("<!-- nothing -->", "there is no element in the file"),
        ('{"json": true}', "and not with a tag"),
    ],
)
def test_a_wrong_beginning_is_told(read: Callable[..., Source], text: str, words: str) -> None:
    """What stands where the first tag should."""
    found = fault(read(text))

    assert found.code == "xml-not-well-formed"
    assert words in found.message
    assert found.hint


# Entities.


def test_internal_entities_work(read: Callable[..., Source]) -> None:
    """What a file declares itself is understood, in text and in attributes, nested or not."""
    source = read(
        '<!DOCTYPE TEI [<!ENTITY a "A&b;"><!ENTITY b "<hi>B</hi>"><!ENTITY c "C">]>'
        f"{TEI}<p n='&c;&lt;'>x&a;&#x43;&c;</p></TEI>"
    )

    assert bare(source) == '<TEI><p n="C&lt;">xA<hi>B</hi>CC</p></TEI>'


@pytest.mark.parametrize("doctype", ["", '<!DOCTYPE TEI SYSTEM "tei.dtd">'])
@pytest.mark.parametrize(
    ("text", "column"), [("<p>é&nbsp;</p>", 5), ("<p n='&lt;é&nbsp;'/>", None), ("&nbsp;", 1)]
)
def test_undeclared_entities_are_told(
    read: Callable[..., Source], doctype: str, text: str, column: int | None
) -> None:
    """With a DTD outside, which is not read, as without; in attributes too none gets lost."""
    found = fault(read(f"{doctype}{TEI}\n{text}</TEI>"))

    assert found.code == "xml-undeclared-entity"
    assert '"&nbsp;"' in found.message
    assert "the character itself" in found.hint
    assert found.location.line == 2
    assert found.location.column == column or column is None


def test_nothing_outside_is_read(read: Callable[..., Source], tmp_path: Path) -> None:
    """Neither external entities nor parameter entities nor DTDs."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    (tmp_path / "x.dtd").write_text('<!ENTITY d "SECRET"><!ATTLIST p n CDATA "SECRET">')
    uri = secret.as_uri()

    for system in (uri, "secret.txt", "http://127.0.0.1:9/x"):
        doctype = f'<!DOCTYPE TEI [<!ENTITY e SYSTEM "{system}">]>'
        found = fault(read(f"{doctype}{TEI}<p>&e;</p></TEI>"))
        assert (found.code, system in found.message) == ("xml-external-entity", True)
        found = fault(read(f"{doctype}{TEI}<p n='&e;'/></TEI>"))
        assert found.code == "xml-external-entity"
        assert "SECRET" not in str(found)
        assert bare(read(f"{doctype}{TEI}<p/></TEI>")) == "<TEI><p/></TEI>"
    parameter = f'<!DOCTYPE TEI [<!ENTITY % e SYSTEM "{uri}"> %e; <!ENTITY f "F">]>'
    assert fault(read(f"{parameter}{TEI}&f;</TEI>")).code == "xml-undeclared-entity"
    foreign = '<!DOCTYPE TEI SYSTEM "x.dtd">'
    assert bare(read(f"{foreign}{TEI}<p/></TEI>")) == "<TEI><p/></TEI>"
    assert fault(read(f"{foreign}{TEI}&d;</TEI>")).code == "xml-undeclared-entity"


def _laughs(levels: int, width: int) -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">' for n in range(1, levels + 1))
    return f'<!DOCTYPE TEI [<!ENTITY e0 "ha">{entities}]>{TEI}<p>&e{levels};</p></TEI>'


BOMBS = {
    "billion laughs": _laughs(10, 10),
    "in an attribute": _laughs(10, 10).replace("<p>&e10;</p>", "<p n='&e10;'/>"),
    "quadratic": f'<!DOCTYPE TEI [<!ENTITY e "{"x" * 200_000}">]>{TEI}{"&e;" * 100_000}</TEI>',
    "of elements": f'<!DOCTYPE TEI [<!ENTITY e "{"<p/>" * 5_000}">]>{TEI}{"&e;" * 100_000}</TEI>',
    "of nothing": _laughs(12, 10).replace('"ha"', '""'),
    "itself": f'<!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]>{TEI}&a;</TEI>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_entity_bombs_do_not_go_off(read: Callable[..., Source], name: str) -> None:
    """A small file that would fill the memory is one problem, in little time and memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()

    found = fault(read(BOMBS[name]))

    assert found.code == "xml-entity-bomb"
    assert found.hint
    assert time.process_time() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_honest_entities_are_no_bomb(read: Callable[..., Source]) -> None:
    """A file may use its entities often."""
    text = f'<!DOCTYPE TEI [<!ENTITY e "{"long words " * 20}">]>{TEI}{"&e; " * 3_000}</TEI>'

    assert len(raw_text(tree(read(text)))) == 221 * 3_000


# Depth and width.


def test_depth_has_an_end(read: Callable[..., Source]) -> None:
    """Elements nest as deep as any text needs, and no deeper."""
    deep = MAX_DEPTH - 1
    assert len(places(read(f"{TEI}{'<p>' * deep}{'</p>' * deep}</TEI>"))) == deep

    found = fault(read(f"{TEI}\n{'<p>' * (deep + 1)}"))

    assert (found.code, found.location) == ("xml-too-deep", Location("a.xml", 2, 3 * deep + 1))


def test_width_has_no_end(read: Callable[..., Source]) -> None:
    """A hundred thousand children, and a text of megabytes, are read quickly."""
    started = time.process_time()
    assert len(tree(read(f"{TEI}{'<p>a</p>' * 100_000}</TEI>"))) == 100_000
    assert time.process_time() - started < 4
    started = time.process_time()
    assert len(tree(read(f"{TEI}<p>{'some words &amp; ' * 400_000}</p></TEI>"))[0].text or "") > 5e6
    assert time.process_time() - started < 4


# Identifiers and stamps.


def test_identifiers_are_judged(read: Callable[..., Source]) -> None:
    """A malformed or repeated xml:id is a problem at the attribute, and is no anchor."""
    source = read(
        f'{TEI}\n<p xml:id="a b"/><p n="1" xml:id="é.1"/>\n<p xml:id="é.1"/><p xml:id=""/></TEI>'
    )

    assert source.root is not None
    assert [(p.code, p.location.line, p.location.column) for p in source.problems] == [
        ("malformed-id", 2, 4),
        ("duplicate-id", 3, 4),
        ("malformed-id", 3, 21),
    ]
    assert "line 2;" in source.problems[1].hint
    assert [r.line for r in source.problems[1].related] == [2]
    assert [p.get(ANCHOR) for p in source.root] == ["p1", "é.1", "p2", "p3"]


def test_a_file_cannot_stamp_itself(read: Callable[..., Source]) -> None:
    """Attributes in our own namespace are left out, however they come in."""
    stamps = "s:pos='9:9' s:file='/etc/passwd' s:anchor='x' s:unit='u' s:in='i'"
    text = (
        '<!DOCTYPE TEI [<!ATTLIST q s:anchor CDATA "y" xmlns:s CDATA "urn:tei-edition:source">]>'
        f"{TEI}\n<p xmlns:s='urn:tei-edition:source' {stamps}/><q/></TEI>"
    )

    p, q = tree(read(text))

    assert dict(p.items()) == {POS: "2:1", ANCHOR: "p1"}
    assert set(q.attrib) == {POS}


def test_comments_and_instructions_are_kept(read: Callable[..., Source]) -> None:
    """What is not an element stands where it stood, before the root too."""
    source = read(f"<?xml-model href='a.rng'?><!--b-->{TEI}x<!-- c -->y<?d e?>z</TEI>")

    root = tree(source)
    assert [str(node) for node in root.itersiblings(preceding=True)] == [
        "<!--b-->",
        "<?xml-model href='a.rng'?>",
    ]
    assert bare(source) == "<TEI>x<!-- c -->y<?d e?>z</TEI>"


def test_namespaces_are_kept(read: Callable[..., Source]) -> None:
    """Prefixes may be bound anywhere, also the one that we use ourselves."""
    root = tree(read(f"{TEI}<src:a xmlns:src='urn:a' src:b='c'/><d xmlns=''><e/></d></TEI>"))

    assert [child.tag for child in root] == ["{urn:a}a", "d"]
    again = etree.fromstring(etree.tostring(root))
    assert [e.tag for e in again.iter("*")] == [e.tag for e in root.iter("*")]
    assert root[0].get("{urn:a}b") == "c"


@pytest.mark.parametrize(
    "name", ["a b.xml", 'it\'s "so".xml', "[a](b){c}.xml", "$HOME.xml", "Жук 書.xml", "a&b%20.xml"]
)
def test_any_name_of_a_file_will_do(read: Callable[..., Source], name: str) -> None:
    """Names of files are data, whatever signs they have."""
    source = read(f"{TEI}</TEI>", name)

    assert (source.file, tree(source).get(FILE)) == (name, name)
    assert fault(read(f"{TEI}", name)).location.file == name


def test_names_count_from_the_folder(tmp_path: Path) -> None:
    """Files of the edition are named from its folder, others by the way that leads there."""
    assert relative_name(tmp_path / "tei/a.xml", tmp_path) == "tei/a.xml"
    assert relative_name(tmp_path / "a.xml", tmp_path / "edition") == "../a.xml"


# XInclude.


@pytest.fixture
def include(tmp_path: Path, read: Callable[..., Source]) -> Callable[..., Source]:
    """Reads a file of an edition with the given content, beside others."""

    def read_with(content: str, **files: str) -> Source:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read(f"{TEI}{content}</TEI>")

    return read_with


def test_a_file_is_included(include: Callable[..., Source], tmp_path: Path) -> None:
    """What is included stands in the place of the include, and knows its file."""
    source = include(
        'a<xi:include href="b%20c/d.xml"/>e<p/>', **{"b c__d_xml": f"<!--x-->{TEI}\n<p/></TEI>"}
    )

    root = tree(source)
    assert [str(locate(e)) for e in root.iter("{*}p")] == [
        str(Location("b c/d.xml", 2, 1)),
        str(Location("a.xml", 1, FIRST + len('a<xi:include href="b%20c/d.xml"/>e'))),
    ]
    assert bare(source) == "<TEI>a<TEI>\n<p/></TEI>e<p/></TEI>"
    assert source.included == (tmp_path / "b c/d.xml",)


def test_includes_nest(include: Callable[..., Source]) -> None:
    """An included file includes others, from its own folder; each part knows its own file."""
    source = include(
        '<xi:include href="b/c.xml"/>',
        b__c_xml=f'{TEI}<xi:include href="d.xml" xpointer="x"/></TEI>',
        b__d_xml=f'{TEI}\n<p xml:id="x">a</p>lost</TEI>',
    )

    (p,) = tree(source).iter("{*}p")
    assert locate(p) == Location("b/d.xml", 2, 1)
    assert [path.name for path in source.included] == ["c.xml", "d.xml"]
    assert "lost" not in bare(source)


def test_a_part_is_included_by_its_identifier(include: Callable[..., Source]) -> None:
    """The element alone, without the text behind it, even from a file within a file."""
    files = {
        "b_xml": f'{TEI}<xi:include href="c.xml"/></TEI>',
        "c_xml": f'{TEI}<p xml:id="x"><hi>a</hi></p>no</TEI>',
    }
    source = include('<xi:include href="b.xml" xpointer="x"/>yes', **files)

    assert locate(tree(source)[0]) == Location("c.xml", 1, FIRST)
    assert bare(source) == '<TEI><p xml:id="x"><hi>a</hi></p>yes</TEI>'
    found = fault(include('<xi:include href="b.xml" xpointer="y"/>', **files))
    assert (found.code, 'no element with xml:id "y"' in found.message) == ("xinclude-failed", True)


def test_text_is_included(include: Callable[..., Source]) -> None:
    """Plain text, in which markup is text; not what XML has no place for."""
    content = '<p>a<xi:include href="t.txt" parse="text"/>b</p>'

    assert bare(include(content, t_txt="<x>&\r\nй")) == "<TEI><p>a&lt;x&gt;&amp;\nйb</p></TEI>"
    found = fault(include(content, t_txt="a\x0cb"))
    assert (found.code, "control character" in found.message) == ("xinclude-failed", True)


def test_a_fallback_stands_for_what_is_missing(
    include: Callable[..., Source], tmp_path: Path
) -> None:
    """Its content takes the place; what is in a fallback that is not needed is not looked for."""
    missing = '<xi:include href="no.xml"><xi:fallback>a<p>b</p>c</xi:fallback></xi:include>d'
    nested = (
        '<xi:include href="no.xml"><xi:fallback><xi:include href="b.xml"/></xi:fallback>'
        "</xi:include>"
    )
    unused = (
        '<xi:include href="b.xml"><xi:fallback><xi:include href="no.xml"/></xi:fallback>'
        "</xi:include>"
    )

    assert bare(include(f"<q/>e{missing}")) == "<TEI><q/>ea<p>b</p>cd</TEI>"
    for content in (nested, unused):
        source = include(content, b_xml=f"{TEI}<p/></TEI>")
        assert len(list(tree(source).iter("{*}p"))) == 1
    assert include(missing).included == (tmp_path / "no.xml",)


def test_a_fallback_hides_no_fault(include: Callable[..., Source]) -> None:
    """A file that is there and faulty is a problem, with the place of the include as well."""
    content = '<xi:include href="b.xml"><xi:fallback/></xi:include>'

    source = include(content, b_xml=f"{TEI}\n<p></TEI>")

    found = fault(source)
    assert (found.code, found.location) == ("xml-not-well-formed", Location("b.xml", 2, 4))
    assert found.related == (Location("a.xml", 1, FIRST),)
    assert [path.name for path in source.included] == ["b.xml"]


def test_includes_that_fail_are_told(include: Callable[..., Source], tmp_path: Path) -> None:
    """A file that is missing, or names that no file has."""
    for href in ("no.xml", "", "a\u00a0/", "x" * 300 + ".xml", "%00", "http://127.0.0.1:9/x.xml"):
        found = fault(include(f'\n<xi:include href="{href}"/>'))

        assert (found.code, found.location.line) == ("xinclude-failed", 2), href
    source = include('<xi:include href="later.xml"/>')
    assert source.included == (tmp_path / "later.xml",)


def test_nothing_outside_the_folder_is_included(tmp_path: Path) -> None:
    """Neither by a path that leads out, nor by a link inside the folder."""
    inside = tmp_path / "edition"
    inside.mkdir()
    (tmp_path / "secret.xml").write_text(f"{TEI}SECRET</TEI>")
    (inside / "link.xml").symlink_to(tmp_path / "secret.xml")
    (inside / "folder").symlink_to(tmp_path)
    (inside / "round.xml").symlink_to(inside / "round.xml")

    for href in (
        "../secret.xml",
        "%2e%2e/secret.xml",
        "link.xml",
        "folder/secret.xml",
        str(tmp_path / "secret.xml"),
        (tmp_path / "secret.xml").as_uri(),
        "round.xml",
    ):
        (inside / "a.xml").write_text(f'{TEI}<xi:include href="{href}"/></TEI>')
        source = read_source(inside / "a.xml", inside)

        assert fault(source).code == "xinclude-failed", href
        assert "SECRET" not in str(source.problems)


def test_circles_are_told(include: Callable[..., Source]) -> None:
    """A file that includes itself, or another that includes it."""
    found = fault(include('<xi:include href="a.xml"/>'))
    assert (found.code, "includes itself" in found.message) == ("xinclude-failed", True)

    found = fault(
        include('<xi:include href="b.xml"/>', b_xml=f'{TEI}<xi:include href="a.xml"/></TEI>')
    )
    assert (found.code, found.location.file) == ("xinclude-failed", "b.xml")
    assert [place.file for place in found.related] == ["a.xml"]


def test_includes_of_includes_have_an_end(include: Callable[..., Source]) -> None:
    """Ten files that include the next ten times each are no billion files."""
    ten = TEI + '<xi:include href="f{}.xml"/>' * 10 + "</TEI>"
    files = {f"f{n}_xml": ten.replace("{}", str(n + 1)) for n in range(10)}
    started = time.process_time()

    found = fault(include('<xi:include href="f0.xml"/>', **files, f10_xml=f"{TEI}</TEI>"))

    assert (found.code, "more than 100 times" in found.message) == ("xinclude-failed", True)
    assert time.process_time() - started < 2


def test_includes_do_not_make_a_tree_too_deep(include: Callable[..., Source]) -> None:
    """Files that are shallow by themselves may be too deep together."""
    deep = MAX_DEPTH // 2 + 1
    content = f"{'<p>' * deep}{{}}{'</p>' * deep}"

    source = include(
        content.format('<xi:include href="b.xml"/>'), b_xml=f"{TEI}{content.format('')}</TEI>"
    )

    found = fault(source)
    assert (found.code, found.location.file) == ("xml-too-deep", "b.xml")


def test_an_identifier_of_two_files_is_told(include: Callable[..., Source]) -> None:
    """The file where the first one stands is named."""
    source = include(
        '<p xml:id="x"/><xi:include href="b.xml"/>', b_xml=f'{TEI}\n<p xml:id="x"/></TEI>'
    )

    (found,) = source.problems
    assert (found.code, found.location) == ("duplicate-id", Location("b.xml", 2, 1))
    assert "line 1 of a.xml" in found.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_told(tmp_path: Path) -> None:
    """A file that the system does not let us read."""
    path = tmp_path / "a.xml"
    path.write_text(f"{TEI}</TEI>")
    path.chmod(0)

    assert "Permission denied" in fault(read_source(path, tmp_path)).message
