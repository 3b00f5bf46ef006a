"""The walker: what may be written at a place of a document that is not finished."""

from __future__ import annotations

import functools
import random
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import CORPORA, SHARED
from tei_edition.relaxng import (
    Allowed,
    CursorKind,
    Walker,
    find_cursor,
    list_allowed,
    read_schema,
    walker,
)
from tei_edition.relaxng.cursor import find_content, find_word, write_name
from tei_edition.relaxng.datatypes import Context
from tei_edition.relaxng.wrapping import list_wrappers
from tei_edition.source.markup import read_attributes, scan_markup

if TYPE_CHECKING:
    from tei_edition.relaxng import Schema
    from tei_edition.relaxng.state import State

LETTER = """
default namespace = "http://example.org/letters"
start = element letter {
  attribute date { text }, ## Who wrote it
  attribute by { ## A friend
    "Anna" | "Boris" }?,
  attribute to { list { ("Anna" | "Boris" | "Vera")+ } }?,
  element head { text }, (p | note)+, element end { empty }?
}
p = element p { attribute n { text }?, (text | note | element hi { text })* }
note = element note { (attribute kind { "a" }, p+) | (attribute kind { "b" }, text) }
"""
BEGUN = '<letter xmlns="http://example.org/letters" date="1917-11-07">'
# Valid by TEI as a whole, one or two of each corpus.
FILES = (
    "balex/ldlt-balex.xml", "balex/translation.xml", "bellini/lists/TEI-ListPerson.xml",
    "jean-paul/briefe/vonbriefe/I/I_56.xml", "pallava/DHARMA_INSPallava00132.xml",
    "rusdracor/tei/leskov-rastochitel.xml", "rusdracor/tei/ostrovsky-snegurochka.xml",
    "tei-publisher/demo/F-rom.xml", "tei-publisher/sermons/27005.xml",
    "tei-tests/Test/testnames.xml",
)  # fmt: skip


@functools.cache
def tei_all() -> Schema:
    """The schema of all of TEI."""
    return read_schema(SHARED / "tei" / "tei_all.rng")


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """The schema of a letter."""
    path = tmp_path_factory.mktemp("letter") / "letter.rnc"
    path.write_text(LETTER, encoding="utf-8")
    return read_schema(path)


def offer(schema: Schema, written: str) -> list[Allowed]:
    """What is offered where a document has a "|"."""
    offset = written.index("|")
    walk = Walker(schema, written.replace("|", "", 1))
    cursor = find_cursor(walk, offset)
    found = list_allowed(walk, cursor)
    return [allowed._replace(name=allowed.name.rpartition("}")[2]) for allowed in found]


def offer_names(schema: Schema, written: str) -> list[str]:
    """The names of what is offered."""
    return [allowed.name for allowed in offer(schema, written)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("|", ["letter"]),
        ("<|", ["letter"]),
        (f"{BEGUN}<|", ["head"]),
        (f"{BEGUN}|", ["head"]),
        (f"{BEGUN}<head>One</head><|", ["p", "note"]),
        (f"{BEGUN}<head>One</head><p/><|</letter>", ["p", "note", "end"]),
        (f"{BEGUN}<head>One</head><p>a <|b</p></letter>", ["note", "hi"]),
        # What is not allowed changes nothing for what follows.
        (f"{BEGUN}<head/><hi>x</hi><p/><what><|", []),
        (f"{BEGUN}<head/><hi>x</hi><p/><what/><|", ["p", "note", "end"]),
        # A tag that is not finished is as if it were not there.
        (f"{BEGUN}<head/><p n='<p>a<|", ["note", "hi"]),
        (f"{BEGUN}<head>1 < 2</head><|", ["p", "note"]),
        # An end tag that is missing, and one too many.
        (f"{BEGUN}<head/><p><hi>a</p><|", ["p", "note", "end"]),
        (f"{BEGUN}<head/></hi><p/><|", ["p", "note", "end"]),
        # What is no element.
        (f"{BEGUN}<!-- <|", []),
        (f"{BEGUN}<!-- > |", []),
        (f"{BEGUN}<!-- > -->|", ["head"]),
        (f"{BEGUN}<head><![CDATA[ <| ]]></head>", []),
        ("<?xml <|", []),
        ("<!DOCTYPE letter [<!ENTITY a 'b|'>", []),
        (f"<!DOCTYPE letter [<!ENTITY a '<p>'>]>{BEGUN}<|", ["head"]),
        # What an attribute's value decides.
        (f"{BEGUN}<head/><note kind='a'><|", ["p"]),
        (f"{BEGUN}<head/><note kind='b'><|", []),
    ],
)
def test_elements_that_may_come_next_are_offered(
    letter: Schema, written: str, expected: list[str]
) -> None:
    """In documents that are not finished, and where something before is wrong."""
    assert offer_names(letter, written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<letter xmlns="http://example.org/letters" |', ["date", "by", "to"]),
        ('<letter xmlns="http://example.org/letters" |>', ["date", "by", "to"]),
        ('<letter xmlns="http://example.org/letters" |/>', ["date", "by", "to"]),
        ('<letter xmlns="http://example.org/letters" d|', ["date", "by", "to"]),
        ('<letter xmlns="http://example.org/letters" b| date="1"/>', ["by", "to"]),
        ('<letter xmlns="http://example.org/letters" d|ate="1" by="Anna"/>', ["date", "to"]),
        ('<letter date="1" | xmlns="http://example.org/letters">', ["by", "to"]),
        ('<letter date="1"| xmlns="http://example.org/letters">', []),
        (f"{BEGUN}<p n='1'>a < b |</p>", ["note", "hi"]),
        # Out of place, but known.
        (f"{BEGUN}<hi |", []),
        (f"{BEGUN}<hi><p |", ["n"]),
    ],
)
def test_attributes_of_a_tag_are_offered(letter: Schema, written: str, expected: list[str]) -> None:
    """Those that the tag does not have, before and behind the place."""
    assert offer_names(letter, written) == expected


def test_what_is_offered_has_documentation(letter: Schema) -> None:
    """That of the schema, and whether it is required."""
    found = offer(letter, '<letter xmlns="http://example.org/letters" |')
    assert found[:2] == [Allowed("date", is_required=True), Allowed("by", "Who wrote it")]
    assert offer(letter, BEGUN.replace(" date", ' by="|" date')) == [
        Allowed("Anna", "A friend"),
        Allowed("Boris"),
    ]
    assert offer(letter, f"{BEGUN}<|") == [Allowed("head", is_required=True)]


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ('to="|"', ""),
        ('to="An|"', "An"),
        ('to="Anna |Boris"', "Boris"),
        ('to="Anna Bo|ris Vera"', "Boris"),
        ('to="Anna Bo|', "Bo"),
        ("to='Anna Bo|", "Bo"),
        ('by="An|na Maria"', "Anna Maria"),
    ],
)
def test_the_word_of_a_value_is_replaced(letter: Schema, written: str, word: str) -> None:
    """In a list of words only the one at the place, else the whole value."""
    text = f'<letter xmlns="http://example.org/letters" {written}'
    offset = text.index("|")
    walk = Walker(letter, text.replace("|", ""))
    cursor = find_cursor(walk, offset)
    assert cursor.kind is CursorKind.VALUE
    start, end = find_word(walk, cursor, offset)
    assert walk.text[start:end] == word
    assert {"Anna", "Boris"} <= {allowed.name for allowed in list_allowed(walk, cursor)}


def test_names_are_written_with_the_prefixes_in_force(letter: Schema) -> None:
    """A name of a namespace without a prefix cannot be written."""
    text = '<l:letter xmlns:l="http://example.org/letters" date="1"><'
    walk = Walker(letter, text)
    cursor = find_cursor(walk, len(text))
    name = list_allowed(walk, cursor)[0].name
    assert write_name(name, cursor.position.scope) == "l:head"
    assert write_name("http://example.org/other}a", cursor.position.scope) is None
    assert write_name("http://example.org/letters}a", cursor.position.scope, is_attribute=True) == (
        "l:a"
    )
    assert write_name("a", cursor.position.scope, is_attribute=True) == "a"


@pytest.mark.corpora
@pytest.mark.parametrize("name", FILES)
def test_what_was_really_written_is_offered(name: str) -> None:
    """At 600 places of a file its element, an attribute that it has, and a value of a list."""
    text = (CORPORA / name).read_text(encoding="utf-8-sig")
    walk = Walker(tei_all(), text)
    tags = [found for found in scan_markup(text) if found["opened"]]
    choose = random.Random(19)  # noqa: S311
    for tag in choose.choices(tags, k=600):
        start = tag.start() + 1
        cursor = find_cursor(walk, start)
        written = tag["opened"]
        offered = {
            write_name(allowed.name, cursor.position.scope)
            for allowed in list_allowed(walk, cursor)
        }
        if tag.start() and "xmlns" not in tag["attributes"]:
            assert written in offered, (written, start)
        attributes = [a for a in read_attributes(tag["attributes"]) if "xmlns" not in a[0]]
        if not attributes:
            continue
        attribute, value = choose.choice(attributes)
        place = text.index(f"{attribute}=", tag.start("attributes"))
        cursor = find_cursor(walk, place)
        assert cursor.kind is CursorKind.ATTRIBUTE
        offered = {
            write_name(allowed.name, cursor.position.scope, is_attribute=True)
            for allowed in list_allowed(walk, cursor)
        }
        assert attribute in offered, (written, attribute, start)
        cursor = find_cursor(walk, place + len(attribute) + 2)
        assert (cursor.kind, walk.text[cursor.start : cursor.end]) == (CursorKind.VALUE, value)
        listed = {allowed.name for allowed in list_allowed(walk, cursor)}
        content = find_content(walk, cursor)
        assert content is not None
        if listed and not can_be_free(content, cursor.position.scope.read_attribute(attribute)):
            assert set(value.split()) <= listed | {value}


def can_be_free(content: State, name: str) -> bool:
    """Whether an attribute may have a value that the schema does not list."""
    step = content.take_attribute(name)
    return step is None or any(test.passes("no-such-value", Context()) for test in step.values)


PREFIXES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE TEI [<!ENTITY a "b > <c>"> <!-- ] --> <?x ]?> <!ELEMENT p (#PCDATA)>]>
<?xml-model href="a.rng" type="application/xml"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang='de'><teiHeader><fileDesc><titleStmt>
<title type="main">A &a; &#252; &amp; 𝔄 e\u0301 \u2028</title></titleStmt></fileDesc></teiHeader>
<text><body><div type = "letter" n='"1"'>\r\n<!-- <p> -- <!-- --><p>One <hi rend="it
alic">two</hi> <![CDATA[<p>]]]> </p>]]> 1 &lt; 2 <persName ref="#a b:c d.xml#e"/> <lb
 break = "no" /></p><formula><m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi>
</m:math></formula></div></body></text></TEI>
<!-- end -->
"""


def test_every_prefix_of_a_document_has_an_answer() -> None:
    """Typed letter by letter, and cut off anywhere; both give the same."""
    typed = Walker(tei_all(), "")
    for end in range(len(PREFIXES) + 1):
        whole = Walker(tei_all(), PREFIXES[:end])
        cursor = find_cursor(whole, end)
        allowed = list_allowed(whole, cursor)
        if end:
            typed.change(end - 1, end - 1, PREFIXES[end - 1])
        again = find_cursor(typed, end)
        assert (again.kind, again.start, again.end) == (cursor.kind, cursor.start, cursor.end)
        assert list_allowed(typed, again) == allowed


TOKENS = st.sampled_from([
    "<p>", "</p>", "<hi>", "</hi>", "<note kind='b'>", "</note>", "<head>", "</head>", "word", " ",
    "<", ">", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", '<p n="', '"', "<hi/>", BEGUN,
    "<!DOCTYPE a [", "]>", "&a;",
])  # fmt: skip


def test_a_declaration_closed_later_takes_in_what_was_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While a DOCTYPE is open its content is read as text; nothing of that is kept."""
    monkeypatch.setattr(walker, "_BETWEEN", 10)
    changing = Walker(LETTERS[0], "")
    for start, end, new in ((0, 0, "<p><p>"), (3, 3, "<p><p>]]>"), (3, 4, "<!DOCTYPE a [<p>")):
        changing.change(start, end, new)
        changing.find_position(0)
    changing.find_position(17)
    changing.change(17, 25, "")
    found, _ = changing.find_position(19)
    expected, _ = Walker(LETTERS[0], changing.text).find_position(19)

    assert [f[:-2] for f in found.frames] == [f[:-2] for f in expected.frames]


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_walk_after_changes_is_that_of_the_new_text(data: st.DataObject) -> None:
    """However the text was changed, each place is what it would be in a text read afresh."""
    schema = LETTERS[0]
    text = data.draw(st.lists(TOKENS, max_size=40).map("".join))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walker, "_BETWEEN", 10)
        changing = Walker(schema, text)
        for _ in range(data.draw(st.integers(1, 6))):
            if data.draw(st.booleans()):
                changing.find_position(data.draw(st.integers(0, len(changing.text))))
            start = data.draw(st.integers(0, len(changing.text)))
            end = data.draw(st.integers(start, min(len(changing.text), start + 20)))
            changing.change(start, end, data.draw(st.lists(TOKENS, max_size=3).map("".join)))
            place = data.draw(st.integers(0, len(changing.text)))
            position, begin = changing.find_position(place)
            expected, expected_begin = Walker(schema, changing.text).find_position(place)
            assert begin == expected_begin
            assert position.state is expected.state
            assert [f[:-2] for f in position.frames] == [f[:-2] for f in expected.frames]


LETTERS: list[Schema] = []


@pytest.fixture(autouse=True)
def _keep(letter: Schema) -> None:
    LETTERS[:] = [letter]


def test_hostile_texts_are_walked_in_time() -> None:
    """Quotes, brackets and white space that never end take no more than once their length."""
    pieces = ("<a b='", '<!DOCTYPE a [ "', "<!DOCTYPE ", "<p " + " " * 50, "<![CDATA[", "<!--", "<")
    start = time.process_time()
    for piece in pieces:
        text = piece * (200_000 // len(piece))
        find_cursor(Walker(tei_all(), text), len(text))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<head/><p>a [b] c</p>", ["note", "hi"]),
        ("<head/><p>a [<hi>b</hi>] c</p>", []),
        ("<head/>[<p>a</p>]", ["note"]),
        ("[<head/>]<p/>", []),
        ("<head/><p>a [<hi>b] c</hi></p>", []),
        ("<head/><p>a [] c</p>", ["note", "hi"]),
    ],
)
def test_what_may_wrap_a_selection(letter: Schema, written: str, expected: list[str]) -> None:
    """Elements that are allowed there, that may hold it, and after which the rest may follow."""
    text = f"{BEGUN}{written}</letter>"
    start, end = text.index("["), text.index("]") - 1
    walk = Walker(letter, text.replace("[", "").replace("]", ""))
    found = list_wrappers(walk, start, end)
    assert [allowed.name.rpartition("}")[2] for allowed in found] == expected
