"""What a file says by reference, by points or by white space is read as it is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition, run_command
from oracle import parse_page
from tei_edition.config.tables import TextTable
from tei_edition.reader.reading_text import Runs
from tei_edition.reader.rewriting import rewrite_tree
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from pathlib import Path

CHARACTERS = (
    "<charDecl>"
    '<glyph xml:id="ct"><mapping type="simplified">c-t</mapping>'
    '<mapping type="standard">ct</mapping></glyph>'
    '<char xml:id="leaf"><charName>IVY LEAF</charName></char>'
    '<char xml:id="dot"><localProp name="Name" value="raised dot"/></char>'
    '<glyph xml:id="bare"/></charDecl>'
)


def parse(body: str, header: str = "") -> etree._Element:
    """A file with that body, and that in its header."""
    return etree.fromstring(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader>'
        f"<text><body>{body}</body></text></TEI>"
    )


def read(body: str, header: str = "", *, hyphens: bool = False) -> str:
    """The reading text of a body."""
    root = parse(body, header)
    rewrite_tree(root, hyphens=hyphens)
    return Runs(root, TextTable()).lines()


@pytest.mark.parametrize(
    ("g", "words"),
    [
        ('do<g ref="#ct"/>or', "doctor"),
        ('a <g ref="#leaf"/> b', "a [IVY LEAF] b"),
        ('a <g ref="#dot"/> b', "a [raised dot] b"),
        ('a <g ref="#bare"/> b', "a [bare] b"),
        ('a <g ref="chars.xml#x"/> b', "a [x] b"),
        ('a <g ref="sym:coin"/> b', "a [coin] b"),
        ('a <g type="stop"/> b', "a [stop] b"),
        ('a <g ref="#leaf">❦</g> b', "a ❦ b"),
    ],
)
def test_characters_given_by_reference_are_shown(g: str, words: str) -> None:
    """A `g` has its mapping, else its name in brackets, and its own content before these."""
    assert read(f"<p>{g}</p>", CHARACTERS) == words


@pytest.mark.parametrize("sign", ["<oRef/>", "<pRef/>", "<oRef> </oRef>"])
def test_the_word_of_an_entry_has_its_sign(sign: str) -> None:
    """Where a dictionary leaves its word out, readers see the sign for it; other words stay."""
    entry = "<entry><sense><cit><quote>The {} was out.</quote></cit></sense></entry>"
    assert "The ~ was out." in read(entry.format(sign))
    assert "The l. was out." in read(entry.format("<oRef>l.</oRef>"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<p>a <delSpan spanTo="#x"/>b<anchor xml:id="x"/> c</p>', "a c"),
        ('<p>a <delSpan spanTo="#x"/><hi>b</hi> b</p><p>b</p><p>b<anchor xml:id="x"/> c</p>',
         "a\nc"),
        ('<p>a <hi>b <delSpan spanTo="#x"/>c</hi> d <hi>e<anchor xml:id="x"/>f</hi></p>', "a b f"),
        ('<lg><l>a</l><delSpan spanTo="#x"/><l>b</l><l>c</l><anchor xml:id="x"/><l>d</l></lg>',
         "a\nd"),
        ('<p>a <addSpan spanTo="#x"/>b<anchor xml:id="x"/> c</p>', "a b c"),
        ('<p>a <delSpan spanTo="#gone"/>b c</p>', "a b c"),
        ('<p><anchor xml:id="x"/>a <delSpan spanTo="#x"/>b</p>', "a b"),
    ],
)  # fmt: skip
def test_spans_between_points_are_read_as_containers(body: str, words: str) -> None:
    """What stands between a `delSpan` and its end is deleted, in whatever elements it stands."""
    assert read(body) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("He <subst><del>walked</del><add>ran</add></subst> home", "He ran home"),
        ("ink <del>no</del> yes", "ink yes"),
        ("wor<del>d</del><add>k</add>", "work"),
        ("a <restore><del>b</del></restore> c", "a b c"),
        ("a <del>b <add>c</add></del> d", "a d"),
    ],
)
def test_the_reading_text_is_the_last_stage(body: str, words: str) -> None:
    """Deleted words are no part of it, unless they were restored."""
    assert read(f"<p>{body}</p>") == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("a <del xml:id='d'>b</del> <undo target='#d'/>c", "a b c"),
        ("a <del xml:id='d'>b</del><del xml:id='e'>c</del><undo target='#d #e'/>", "a bc"),
        ("a <del xml:id='d'>b</del><undo xml:id='u' target='#d'/><redo target='#u'/> c", "a c"),
        ("a <del xml:id='d'>b</del><undo target='#d'/><redo target='#d'/> c", "a c"),
        ("a <del xml:id='d'>b</del><undo target='#x'/> c", "a c"),
        ("a <delSpan spanTo='#e' xml:id='d'/>b<anchor xml:id='e'/> c", "a c"),
    ],
)
def test_deletions_that_are_undone_stand(body: str, words: str) -> None:
    """An `undo` takes a deletion back, unless a `redo` takes that back."""
    assert read(f"<p>{body}</p>") == words


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>one</p><p><lb break='no'/>two</p>", "one\ntwo"),
        ("<p>a<lb break='no'/><gap reason='lost'/> b</p>", "a b"),
        ("<p>a <gap reason='lost'/><lb break='no'/>b</p>", "a b"),
        ("<p>a<lb break='no'/> b</p>", "ab"),
        ("<lg><l>one</l><l><pb break='no'/>two</l></lg>", "one\ntwo"),
    ],
)
def test_a_break_in_a_word_takes_away_no_other_space(body: str, lines: str) -> None:
    """Blocks stay apart, and words that something without words stands between."""
    assert read(body) == lines


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<w join='right'>took</w>\n<pc>,</pc> <w>he</w>", "took, he"),
        ("<w>late</w> <pc join='left'>!</pc>", "late!"),
        ("<w>a</w> <pc join='both'>-</pc> <w>b</w>", "a-b"),
        ("<name><w join='right'>Ann</w></name> <pc>.</pc>", "Ann."),
        ("<w>a</w> <w>b</w>", "a b"),
    ],
)
def test_tokens_that_are_joined_have_no_space_between(body: str, words: str) -> None:
    """@join ties a token to its neighbour, and leaves all others apart."""
    assert read(f"<p>{body}</p>") == words


BROKEN = {
    "govern-<lb/>ment": "government",
    "govern-<pb n='2'/><lb n='1'/>ment": "government",
    "govern-\n  <lb n='2'/>ment": "government",
    "govern¬<cb/>\nment": "government",
    "govern-<lb/><fw>HEAD 2</fw><pb/>ment": "government",
    "<hi>govern</hi>ing-<lb/>ment": "governingment",
    "twenty-<lb break='yes'/>five": "twenty-five",
    "twenty-<lb break='maybe'/>five": "twenty-five",
    "Anglo-<lb/>French": "Anglo-French",
    "1917-<lb/>der": "1917-der",
    "end - <lb/>begin": "end - begin",
    "pre- <lb/>and": "pre- and",
}


@pytest.mark.parametrize(("body", "words"), BROKEN.items())
def test_plain_hyphens_divide_words_where_an_edition_says_so(body: str, words: str) -> None:
    """With the setting, a hyphen between letters at a break is the line's; without, it stays."""
    assert read(f"<p>{body}</p>", hyphens=True) == words


@pytest.mark.parametrize("body", [body for body, words in BROKEN.items() if words == "government"])
def test_plain_hyphens_stay_by_default(body: str) -> None:
    """Nobody but the editor knows which hyphens are the printer's."""
    assert read(f"<p>{body}</p>") != "government"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("天地\n  玄黃", "天地玄黃"),
        ("<seg>天地</seg>\n<seg>玄黃</seg>", "天地玄黃"),
        ("天<lb/>\n地", "天地"),
        ("かな\n。カナ", "かな。カナ"),
        ("天 地", "天 地"),
        ("天\n<hi>abc</hi>\n地", "天 abc 地"),
        ("한국\n어", "한국 어"),
        ("天<note>注\n釋</note>\n地", "天地"),
    ],
)
def test_line_ends_part_no_chinese_or_japanese(body: str, words: str) -> None:
    """Between characters of scripts without spaces a line end is none; Korean has spaces."""
    assert read(f"<p>{body}</p>") == words


def test_downloads_have_what_the_file_has() -> None:
    """What was made for readers is taken back from a tree that is given out as TEI."""
    body = '<p>a <delSpan spanTo="#x"/>b<anchor xml:id="x"/> <g ref="#ct"/> 天<lb/>地</p>'
    root, same = parse(body, CHARACTERS), parse(body, CHARACTERS)
    assert rewrite_tree(root)
    strip_stamps(root)
    etree.cleanup_namespaces(root)
    assert etree.tostring(root, method="c14n") == etree.tostring(same, method="c14n")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<text xml:lang="ar"><body><p>a</p></body></text>', ["section ar rtl"]),
        ('<text><body xml:lang="he"><p>a</p></body></text>', ["section en ltr", "p he rtl"]),
        ('<text xml:lang="la"><front xml:lang="syr"><p>a</p></front><body><p>b</p></body></text>',
         ["section la ", "p syr rtl"]),
        ('<text xml:lang="ar"><body xml:lang="la"><p>a</p></body></text>',
         ["section ar rtl", "p la ltr"]),
    ],
)  # fmt: skip
def test_pages_know_the_languages_of_parts(tmp_path: Path, text: str, found: list[str]) -> None:
    """Languages and directions of a text and of its parts are on the page, both ways."""
    whole = text.replace("<text", '<text xmlns="http://www.tei-c.org/ns/1.0"', 1)
    root = make_edition(tmp_path / "edition", {"a": whole})
    run_command("html", "-o", tmp_path / "out", cwd=root)
    page = parse_page(tmp_path / "out/edition/a.html")
    marked = page.xpath("//*[self::section or self::p][@lang]")
    assert [f"{e.tag} {e.get('lang')} {e.get('dir', '')}" for e in marked] == found
