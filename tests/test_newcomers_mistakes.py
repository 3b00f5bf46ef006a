"""Forty mistakes of somebody who knows HTML but not TEI: each is one problem with its remedy.

They are made in the edition of `test_editors_mistakes`, and are of other kinds than those and the
ones of `test_writers_mistakes`.
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
LINE = '<l n="1">The <app><lem wit="#A">north</lem><rdg wit="#B">east</rdg></app> wind blows,</l>'
ADA = (
    '<person xml:id="ada"><persName>North, Ada</persName><birth when="1820"/>\n'
    '<death when="1890-03-01"/></person>'
)
LICENCE = '<licence target="https://creativecommons.org/licenses/by/4.0/">CC BY</licence>'
UNKNOWN, ATTRIBUTE = "schema-unknown-element", "schema-unknown-attribute"
MISPLACED, TEXT = "schema-misplaced-element", "schema-unexpected-text"
MALFORMED = "xml-not-well-formed"
# What stands in the text, what is written instead, the code, where it is told, what it says.
MISTAKES = {
    "a table of HTML": (FOOD, "<table><tr><td>bread</td></tr></table>", UNKNOWN, "<tr>", "<row>"),
    "cells over several columns": (FOOD, '<table><row><cell colspan="2">a</cell></row></table>',
                                   ATTRIBUTE, "colspan", "@cols"),
    "a title as heading": ("<head>To her brother</head>", "<title>To her brother</title>",
                           MISPLACED, "<title>To", "a heading is <head>"),
    "a span with a style": (HI, '<span style="font-style:italic">Prudence</span>',
                            "span-without-passage", "<span", '<hi rend="…">'),
    "a name with href": (CORA, 'href="register.xml#cora"', ATTRIBUTE, "href", '"ref"'),
    "a comment with one hyphen": ("<list>", "<!- food -><list>", MALFORMED, "<!- food", "<!--"),
    "a comment with a dash of Word": ("<list>", "<!– food –><list>", MALFORMED, "<!– food",
                                      "<!--"),
    "a comment without hyphens": ("<list>", "<!food><list>", MALFORMED, "<!food", "<!--"),
    "an image not closed": ("<list>", '<figure><img src="a.jpg"></figure><list>', MALFORMED,
                            "<img", '<graphic url="…"/>'),
    "a graphic with src": ("<list>", '<figure><graphic src="a.jpg"/></figure><list>', ATTRIBUTE,
                           "src=", "@url"),
    "a language by its English name": ('<text xml:lang="en">', '<text xml:lang="English">',
                                       "invalid-language", 'xml:lang="English"', 'write "en"'),
    "a language by its own name": ('xml:lang="la">hoc', 'xml:lang="Deutsch">hoc',
                                   "invalid-language", 'xml:lang="Deutsch"', 'write "de"'),
    "a language declared by its name": ('ident="la"', 'ident="Latin"', "invalid-language",
                                        'ident="Latin"', 'write "la"'),
    "an author without a statement": ("<sourceDesc>", "<author>A</author><sourceDesc>",
                                      MISPLACED, "<author>A<", "<titleStmt>"),
    "a licence by itself": (f"<availability>\n{LICENCE}\n</availability>", LICENCE, MISPLACED,
                            "<licence", "wrap it in <availability>"),
    "italics by a type": (HI, '<hi type="italic">Prudence</hi>', ATTRIBUTE, "type=", "@rend"),
    "an attribute without a value": (HI, "<hi italic>Prudence</hi>", MALFORMED, ">Prudence",
                                     'name="value"'),
    "a name for a person": (ADA, '<persName xml:id="ada">North, Ada</persName>', MISPLACED,
                            "<persName xml:id", "wrap it in <person>"),
    "a place by attributes": ("<geo>53.74 -0.33</geo>", '<geo lat="1">53.74 -0.33</geo>',
                              ATTRIBUTE, "lat=", "latitude and longitude, with a space"),
    "a siglum without its sign": ('wit="#B">east', 'wit="B">east', "bare-pointer", 'wit="B"',
                                  'write "#B"'),
    "a file without its suffix": ('"poem.xml#s1"', '"poem#s1"', "bare-pointer", 'target="poem#s1"',
                                  'write "poem.xml#s1"'),
    "the number of a page in its tag": ("<lb/>", "<pb>5</pb>", TEXT, "5</pb>", '<pb n="5"/>'),
    "a line in its tag": ("<lb/>It rained.", "<lb>It rained.</lb>", TEXT, "It rained",
                          "write <lb/>, which is always empty, and the words after it"),
    "a paragraph in a greeting": ("<salute>My dear Ben,</salute>",
                                  "<salute><p>My dear Ben,</p></salute>", MISPLACED, "<p>My dear",
                                  "remove the tags of the <p>"),
    "emphasis around a paragraph": (f"{FOOD}", "<emph><p>bread and tea</p></emph>", MISPLACED,
                                    "<emph>", "put it into the <p>"),
    "who did it in words": ('who="#ed"', 'who="Editor"', "unknown-target", 'who="Editor"',
                            "by # and its xml:id"),
    "who did it in several words": ('who="#ed"', 'who="E. Ditor"', "unknown-target",
                                    'who="E. Ditor"', "by # and its xml:id"),
    "a look that nothing declares": (HI, '<hi rendition="italic">Prudence</hi>', "unknown-target",
                                     'rendition="italic"', "described by @rend"),
    "an address without its scheme": (HERE, 'target="www.example.org/a"', "unknown-target",
                                      'target="www', '"https://www.example.org/a"'),
    "a scheme without its colon": (HERE, 'target="http//example.org/a"', "unknown-target",
                                   'target="http//', '"http://example.org/a"'),
    "a scheme misspelt": (HERE, 'target="htpps://example.org/a"', "unknown-target",
                          'target="htpps', '"https://example.org/a"'),
    "an address of mail": (HERE, 'target="ada@example.org"', "unknown-target", 'target="ada@',
                           '"mailto:ada@example.org"'),
    "a DOI by itself": (HERE, 'target="10.1000/182"', "unknown-target", 'target="10.',
                        '"https://doi.org/10.1000/182"'),
    "a source in bare words": ("<sourceDesc><p>A leaf of paper.</p></sourceDesc>",
                               "<sourceDesc>A leaf of paper.</sourceDesc>", TEXT, "A leaf",
                               "wrap it in <p>"),
    "a sender misnamed": ('type="sent"', 'type="from"', "unusual-value", 'type="from"', '"sent"'),
    "a note in an attribute": ('<note place="bottom" xml:id="n1">It is lost.</note>',
                               '<note text="It is lost." xml:id="n1"/>', ATTRIBUTE, "text=",
                               "between <note> and </note>"),
    "an authority as an element": ('<idno type="GND">118540238</idno>', "<gnd>118540238</gnd>",
                                   UNKNOWN, "<gnd>", '<idno type="GND">'),
    "a reading by its name": ('<rdg wit="#B">east</rdg>', '<reading wit="#B">east</reading>',
                              UNKNOWN, "<reading", "<rdg>"),
    "a quotation with cite": (HI, '<quote cite="Homer">Prudence</quote>', ATTRIBUTE, "cite=",
                              "@source"),
    "a caption": (FOOD, "<table><caption>Food</caption><row><cell>a</cell></row></table>", UNKNOWN,
                  "<caption>", "a heading of a picture or a table is <head>"),
    "words after a division": ("</div>\n</body>", "</div>\nand so on\n</body>", TEXT, "and so on",
                               "put them into a <p>, and that into a <div>"),
    "a start tag with a slash": ('<p xml:id="p2">', '<p xml:id="p2"/>', MALFORMED,
                                 "</p>", "remove the slash of that <p/>"),
    "a name with a slash": (f"{CORA}>Cora", f"{CORA}/>Cora", MALFORMED, "</persName> in",
                            "remove the slash of that <persName/>"),
    "an end tag with its slash behind": ("Cora</persName>", "Cora<persName/>", MALFORMED,
                                         "<persName/>", "write </persName>"),
    "a siglum in words": ('wit="#B">east', 'wit="Codex B">east', "unknown-witness",
                          'wit="Codex B"', "declared are A, B"),
    "the wrong siglum": ('<rdg wit="#B">east', '<rdg wit="#A">east', "witness-twice",
                         "<rdg", "remove one of them"),
    "a death before the birth": ('<death when="1890-03-01"/>', '<death when="1810-03-01"/>',
                                 "dead-before-born", "<death", "swap the two dates"),
    "lines by breaks": (LINE, "The wind blows,<lb/>", TEXT, "The wind", "wrap it in <l>"),
}  # fmt: skip


@pytest.mark.parametrize("title", [*MISTAKES])
def test_a_mistake_of_a_newcomer_says_what_to_do(title: str, desk: Path) -> None:
    """One mistake is one problem, at its place, and its words have the remedy."""
    mistake = Mistake(*MISTAKES[title])
    near = judge_mistake(desk, mistake)
    assert near.startswith(mistake.place), near


@pytest.mark.parametrize(
    "target",
    [
        "https://www.example.org/",
        "http://example.org/a",
        "mailto:ada@example.org",
        "urn:isbn:123",
        "image.jpg#x",
        "notes",
        "letters/12",
        "doi:10.1000/182",
    ],
)
def test_addresses_that_may_be_right_are_not_reported(target: str, desk: Path) -> None:
    """Whole addresses, and paths that a server may know, are left alone."""
    write_edition(desk, Mistake(HERE, f'target="{target}"', "", "", ""))

    codes = {told["code"] for told in check(desk)}

    assert codes <= ({"unknown-target"} if "#" in target else set())


@pytest.mark.parametrize(
    "span",
    ['<span from="#p1" to="#p2">irony</span>', '<span target="#p1">irony</span>', "<span/>"],
)
def test_a_span_with_a_passage_is_right(span: str, desk: Path) -> None:
    """A description that points to its passage, or says nothing, is not reported."""
    write_edition(desk, Mistake("<list>", f"{span}<list>", "", "", ""))

    assert check(desk) == []


PERSONS = [
    ("<persName>Alexander der Große</persName>", False),
    ("<persName>Charles the Bald</persName>", False),
    ("<persName>Friedrich II. der Große</persName>", False),
    ("<persName>Jeanne la Pucelle</persName>", False),
    ("<persName>maids and young men</persName>", False),
    ("<persName>Aaron W. Marrs</persName>", True),
    ("<persName>Ada Lovelace</persName>", True),
]


@pytest.mark.parametrize(("name", "is_guessed"), PERSONS)
def test_epithets_are_no_family_names(name: str, is_guessed: bool, desk: Path) -> None:
    """Rulers and crowds are filed as they are called; of others the family name is asked for."""
    person = f'<person xml:id="ada">{name}</person>'
    write_edition(desk, Mistake(ADA, person, "", "", ""))

    assert [told["code"] for told in check(desk)] == ["guessed-filing"] * is_guessed


@pytest.mark.parametrize("play", [True, False])
def test_characters_of_a_play_are_its_own(play: bool, desk: Path) -> None:
    """Their names are not looked for in other texts, nor are they filed by a family name."""
    persons = (
        '<person xml:id="nurse"><persName>Good Nurse</persName></person>'
        '<person xml:id="cook"><persName>Good Cook</persName></person>'
    )
    spoken = (
        '<p><persName ref="#nurse">Good Nurse</persName>, <persName ref="#cook">cook</persName></p>'
    )
    if play:
        spoken = "".join(f'<sp who="#{name}"><p>No.</p></sp>' for name in ("nurse", "cook"))
    write_edition(desk, Mistake("It rained.", "It rained on Good Nurse.", "", "", ""))
    poem = (desk / "poem.xml").read_text(encoding="utf-8")
    listed = f"<particDesc><listPerson>{persons}</listPerson></particDesc>"
    poem = poem.replace("</teiHeader>", f"<profileDesc>{listed}</profileDesc></teiHeader>").replace(
        "</lg>", f"</lg>{spoken}"
    )
    (desk / "poem.xml").write_text(poem, encoding="utf-8")

    codes = {told["code"] for told in check(desk)} - {"copy-text-differs"}

    assert codes == (set() if play else {"guessed-filing", "untagged-name"})
