"""Mistakes of people who copy from HTML, Word, Markdown and other editions, and their remedies.

Each is one problem at its place. They are made in the edition of `test_editors_mistakes`, and are
of other kinds than those of the other tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from test_editors_mistakes import Mistake, check, judge_mistake, write_edition

if TYPE_CHECKING:
    from pathlib import Path

HI = '<hi rend="italic">Prudence</hi>'
FOOD = "<list><item>bread</item><item>tea</item></list>"
CORA = 'ref="register.xml#cora"'
HERE = 'target="#p1"'
DAY = '<date when="1850-02-11">Monday'
FIRST = '<app><lem wit="#A">north</lem><rdg wit="#B">east</rdg></app>'
SECOND = '<rdg wit="#B">rain</rdg>'
EAST = '<rdg wit="#B">east'
ZOE = '<person xml:id="zoe"><persName>Zoe</persName></person>'
MARKS, MALFORMED = "foreign-markup", "xml-not-well-formed"
UNKNOWN, ATTRIBUTE = "schema-unknown-element", "schema-unknown-attribute"
MISPLACED, TEXT = "schema-misplaced-element", "schema-unexpected-text"
# What stands in the text, what is written instead, the code, where it is told, what it says.
MISTAKES = {
    # Markdown, LaTeX, HTML and Word
    # One slip of which several things follow
    "a citation of HTML": (HI, "<cite>Prudence</cite>", UNKNOWN, "<cite>", "<title>"),
    "a name by its name": ('<persName ref="register.xml#cora">',
                           '<persName name="register.xml#cora">', ATTRIBUTE, "name=", "@ref"),
    "a letter of a day without hyphens": (DAY, '<date when="18500211">Monday', "invalid-dating",
                                          "when=", "1850-02-11"),
    "a title in German": ("<titleStmt><title>A letter</title>",
                          "<titleStmt><titel>A letter</titel>", UNKNOWN, "<titel>", '"title"'),
    "a sender by name": ('<persName ref="register.xml#ada">Ada</persName>',
                         '<sender ref="register.xml#ada">Ada</sender>', UNKNOWN, "<sender",
                         "correspAction"),
    "a siglum given twice": ('<witness xml:id="B">', '<witness xml:id="A">', "duplicate-id",
                             'xml:id="A">Codex B', "another xml:id"),
    "a closer at the beginning": ('<p xml:id="p1">I saw', '<closer/><p xml:id="p1">I saw',
                                  "schema-misplaced-element", "<p xml", "move it before"),
    "a link of HTML": ('<ref target="#p1">above</ref>', '<link href="#p1">above</link>',
                       ATTRIBUTE, "href=", "<ref target="),
    "small capitals": (HI, "<sc>Prudence</sc>", UNKNOWN, "<sc>", "small-caps"),
    "a deletion in full": (HI, "<delete>Prudence</delete>", UNKNOWN, "<delete>", "<del>"),
    "a lacuna": (HI, "<lacuna/>", UNKNOWN, "<lacuna/>", "<gap reason="),
    "a place of birth": ('<birth when="1822"/>', '<birth when="1822" place="Hull"/>', ATTRIBUTE,
                         "place=", "<placeName> in the <birth>"),
    "bold of Markdown": (HI, "**Prudence**", MARKS, "**Pru", '<hi rend="bold">'),
    "a link of Markdown": ('<ref target="#p1">above</ref>', "[above](#p1)", MARKS, "[above]",
                           '<ref target="…">'),
    "a heading of Markdown": ("<head>To her brother</head>", "# To her brother", TEXT, "# To",
                              "write a heading as <head>"),
    "a list of Markdown": (FOOD, "- bread\n- tea\n", TEXT, "- bread", "an <item> for each line"),
    "italics of LaTeX": (HI, r"\emph{Prudence}", MARKS, r"\emph{", '<hi rend="italic">'),
    "tags of HTML as words": (HI, "&lt;i&gt;Prudence&lt;/i&gt;", MARKS, "&lt;i", "real tags"),
    "an element in HTML's namespace": (HI, '<i xmlns="http://www.w3.org/1999/xhtml">Pru</i>',
                                       UNKNOWN, "<i xmlns", "without the xmlns of HTML"),
    "the head of a table": (FOOD, "<table><thead><row><cell>a</cell></row></thead></table>",
                            UNKNOWN, "<thead", '<row role="label">'),
    "an anchor of HTML": ("<lb/>", '<a name="top"></a>', UNKNOWN, "<a name", "<anchor xml:id"),
    "a new window": ('target="poem.xml#s1"', 'target="_blank"', "unknown-target", "target=",
                     "what HTML has in @href"),
    "a program as address": (HERE, 'target="javascript:go(1)"', "unknown-target", "target=",
                             "never runs programs"),
    "a tag of Word": ("Cora</persName>", "Cora</persName><o:p></o:p>", MALFORMED, "<o:p>",
                      "one of a word processor"),
    # Names and attributes
    "xml:id without its colon": ('xml:id="p2"', 'xmlid="p2"', ATTRIBUTE, "xmlid", '"xml:id"'),
    "xml in capitals": ('xml:id="p2"', 'XML:id="p2"', MALFORMED, "<p XML", 'write "xml:id"'),
    "a prefix of TEI": (HI, '<tei:hi rend="italic">Prudence</tei:hi>', MALFORMED, "<tei:hi",
                        'write "hi" alone'),
    "a reference on a look": (HI, f"<hi {CORA}>Prudence</hi>", ATTRIBUTE, "ref=",
                              "an element of its own"),
    "a lemma as an attribute": (FIRST, FIRST.replace("<app>", '<app lem="north">'), ATTRIBUTE,
                                "lem=", "a <lem> in the <app>"),
    "an identifier with a space": ('xml:id="p2"', 'xml:id="the second"', "malformed-id", "xml:id=",
                                   'write "the_second"'),
    # Places
    "a paragraph in a stanza": ('<l n="1">', '<p>x</p><l n="1">', MISPLACED, "<p>x",
                                "a line of verse is <l>"),
    "a list in a list": ("<item>tea</item>", "<list><item>tea</item></list>", MISPLACED, "<list>",
                         "belongs in an <item>"),
    "a person among places": ("<place xml", f"{ZOE}<place xml", MISPLACED, "<person",
                              "put it into a <listPerson>"),
    "variants in a choice": (FIRST, FIRST.replace("app>", "choice>"), MISPLACED, "<lem",
                             "variants of witnesses belong in an <app>"),
    "the lemma in bare words": (FIRST, f"<app>north{EAST}</rdg></app>", TEXT, "north<",
                                "wrap it in <rdg> or <lem>"),
    "a reading in the lemma": (FIRST, FIRST.replace("</lem>", "").replace("</app>", "</lem></app>"),
                               MISPLACED, "<rdg", "end the <lem> before it"),
    "a date beside prose": ("<publisher>A Press</publisher>", "<p>A Press</p>", MISPLACED, "<date",
                            "<publicationStmt> with <p> may not have <date>"),
    "words in a pointer": ("<lb/>", f"<ptr {HERE}>see</ptr>", TEXT, "see<", '<ref target="…">'),
    # Headers
    "no title": ("<title>A poem</title>", "", "schema-missing-element", "<author", "put <title>"),
    "nothing published": ("<publisher>A Press</publisher><date when", "<date when",
                          "schema-missing-element", "<date when", "put <publisher>"),
    # Pointers
    "a target in words": (HERE, 'target="#the first paragraph"', "unknown-target", "target=",
                          "write one word, # and the xml:id"),
    "a page as target": (HERE, 'target="page 5"', "unknown-target", "target=",
                         "in words alone needs no @target"),
    "a name as pointer": (CORA, 'ref="Cora South"', "unknown-person", "ref=",
                          'did you mean "cora"'),
    "two number signs": (HERE, 'target="##p1"', "unknown-target", "target=", 'write "#p1"'),
    "an address with a space": (HERE, 'target="https://example.org/my page"', "unknown-target",
                                "target=", "my%20page"),
    "sigla written together": (EAST, '<rdg wit="#A#B">east', "unknown-witness", "wit=", '"#A #B"'),
    "a path as on a website": (CORA, 'ref="register/cora"', "unknown-person", "ref=",
                               'did you mean "register.xml#cora"'),
    "a file of one computer": (CORA, r'ref="C:\letters\register.xml#cora"', "unknown-person",
                               "ref=", "the path from this file on"),
    "a number of the GND": (CORA, 'ref="118540238"', "unknown-person", "ref=",
                            "https://d-nb.info/gnd/118540238"),
    "letters of Cyrillic": (CORA, 'ref="register.xml#\N{CYRILLIC SMALL LETTER ES}ora"',
                            "unknown-person", "ref=", "is a Cyrillic letter"),
    "the register without an entry": (CORA, 'ref="register.xml"', "wrong-entity-kind", "ref=",
                                      "add # and the xml:id of the person"),
    # Dates
    "a season": (DAY, '<date when="spring 1850">Monday', "invalid-dating", "when=",
                 "the limits of the season"),
    "a limit": (DAY, '<date when="before 1851">Monday', "invalid-dating", "when=",
                'notAfter="1851"'),
    "a century": ('birth when="1822"', 'birth when="19th century"', "invalid-dating", "when=",
                  'notBefore="1801" notAfter="1900"'),
    "a day without hyphens": (DAY, '<date notAfter="18500211">Monday', "invalid-dating",
                              "notAfter=", '"1850-02-11"'),
    "a letter that ends before it begins": (DAY, '<date from="1850-03-11" to="1850-02-12">Monday',
                                            "dating-order", "from=", "swap the two dates"),
    # Identifiers and languages
    "the same identifier for two kinds": ('xml:id="cora"', 'xml:id="hull"', "duplicate-id",
                                          "xml:id=", "another xml:id"),
    "the same identifier for two": ('xml:id="ben"', 'xml:id="ada"', "duplicate-id", "xml:id=",
                                    "another xml:id"),
    "a siglum that is no name": ('witness xml:id="B"', 'witness xml:id="#B"', "malformed-id",
                                 "xml:id=", 'write "B"'),
    "the United Kingdom": ('<text xml:lang="en">', '<text xml:lang="en-UK">', "invalid-language",
                           "xml:lang=", 'write "en-GB"'),
    "two languages": ('xml:lang="la">hoc', 'xml:lang="la en">hoc', "invalid-language",
                      "xml:lang=", "name one language"),
    # Tags
    "end tags exchanged": ("</signed></closer>", "</closer></signed>", MALFORMED, "</closer>",
                           "write </signed></closer>"),
    "an end tag too many": ("It rained.</p>", "It rained.</p></p>", MALFORMED, "</p>",
                            "remove this end tag"),
    "an attribute in an end tag": ("</hi> is", '</hi rend="italic"> is', MALFORMED, "</hi rend",
                                   "write </hi>"),
    "a mark within a value": ('rend="italic"', 'rend="ita"lic"', MALFORMED, "lic", "&quot;"),
}  # fmt: skip


@pytest.mark.parametrize("title", [*MISTAKES])
def test_a_copied_mistake_says_what_to_do(title: str, desk: Path) -> None:
    """One mistake is one problem, at its place, and its words have the remedy."""
    mistake = Mistake(*MISTAKES[title])
    near = judge_mistake(desk, mistake)
    assert near.startswith(mistake.place), near


RIGHT = {
    "signs of printers": (HI, "*Prudence and ** the note [sic] (1850) ____ R&amp;D"),
    "an address of two pointers": (HERE, 'target="https://example.org/a #p1"'),
    "a country that was": ('<text xml:lang="en">', '<text xml:lang="en-SU">'),
    "a year of five digits": ('birth when="1820"', 'birth notBefore="-12000"'),
}


@pytest.mark.parametrize("title", [*RIGHT])
def test_what_looks_like_a_mistake_and_is_right_is_not_reported(title: str, desk: Path) -> None:
    """Only the words that differ from the copy-text are reported."""
    write_edition(desk, Mistake(*RIGHT[title], "", "", ""))

    assert {told["code"] for told in check(desk)} <= {"copy-text-differs"}
