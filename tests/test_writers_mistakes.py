"""Mistakes of people who know HTML and word processors: each is one problem that says what to do.

They are made in the edition of `test_editors_mistakes`, and are of other kinds than those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from test_editors_mistakes import Mistake, check, judge_mistake, write_edition

if TYPE_CHECKING:
    from pathlib import Path

BREAD = "<list><item>bread</item>"
DAY = '<date when="1850-02-11">Monday'
RAIN = "It rained."
NORTH = '<rdg wit="#B">rain</rdg>'
MALFORMED = "xml-not-well-formed"
# What stands in the text, what is written instead, the code, where it is told, what it says.
MISTAKES = {
    "a picture of HTML": (BREAD, f'<figure><img src="a.jpg"/></figure>{BREAD}',
                          "schema-unknown-element", "<img", "<graphic url="),
    "underlining": ('<hi rend="italic">Prudence</hi>', "<u>Prudence</u>",
                    "schema-misplaced-element", "<u>", '<hi rend="underline">'),
    "a space that does not break": ("is back", "is&nbsp;back",
                                    "xml-undeclared-entity", "&nbsp;", "&#160;"),
    "an entity misspelt": ("bread<", "bread&quote;<",
                           "xml-undeclared-entity", "&quote;", '"&quot;"'),
    "hyphens in a comment": (BREAD, f"<!-- a -- b -->{BREAD}", MALFORMED, "-- b", "a dash"),
    "a comment not closed": (BREAD, f"<!-- a {BREAD}", MALFORMED, "<!-- a", "close it with -->"),
    "a less-than sign": (RAIN, "It rained < much.", MALFORMED, "< much", "write &lt;"),
    "a space in a tag": ("<closer>", "< closer>", MALFORMED, "< closer", "remove the space"),
    "a space in an end tag": ("</closer>", "< /closer>", MALFORMED, "< /closer",
                              "remove the space"),
    "an end tag with a capital": ("</signed>", "</Signed>", MALFORMED, "</Signed>",
                                  "correct the name in </Signed>"),
    "a value not closed": ('place="bottom"', 'place="bottom', MALFORMED, 'place="bottom',
                           "@place is not closed by a quotation mark"),
    "curly quotation marks": ('place="bottom"', "place=“bottom”", MALFORMED, "“bottom",
                              "write straight ones"),
    "German quotation marks": ('place="bottom"', "place=„bottom“", MALFORMED, "„bottom",
                               "write straight ones"),
    "words behind the end": ("</TEI>", "</TEI>\nmore", MALFORMED, "more", "move this into it"),
    "a second root": ("</text>\n</TEI>", "</text></TEI>\n<TEI/>", MALFORMED, "<TEI/>",
                      "one root element"),
    "a blank line before the declaration": ("<?xml version", "\n<?xml version", MALFORMED,
                                            "<?xml", "before it"),
    "a list of HTML": ("<list><item>bread</item><item>tea</item></list>",
                       "<ul><item>bread</item><item>tea</item></ul>",
                       "schema-unknown-element", "<ul>", "<list"),
    "a superscript": ("tea<", "tea<sup/><", "schema-unknown-element", "<sup/>",
                      '<hi rend="sup">'),
    "words struck out": ("It rained", "<strike>It</strike> rained",
                         "schema-unknown-element", "<strike>", '<del rend="strikethrough">'),
    "bold as an element": ('<hi rend="italic">Prudence</hi>', "<bold>Prudence</bold>",
                           "schema-unknown-element", "<bold>", '<hi rend="bold">'),
    "alignment": ('<p xml:id="p2">', '<p align="center" xml:id="p2">',
                  "schema-unknown-attribute", "align=", "@rend"),
    "an id of HTML": ('xml:id="n1"', 'id="n1"', "schema-unknown-attribute", "id=", "xml:id"),
    "a language of HTML": ('xml:lang="la">hoc', 'lang="la">hoc',
                           "schema-unknown-attribute", 'lang="la"', "xml:lang"),
    "a date as an attribute": ('<birth when="1820"/>', '<birth date="1820"/>',
                               "schema-unknown-attribute", "date=", "@when"),
    "a number of a page": ("<lb/>", '<pb nr="5"/>', "schema-unknown-attribute", "nr=", "@n"),
    "an attribute with a capital": (DAY, '<date When="1850-02-11">Monday',
                                    "schema-unknown-attribute", "When=", "when"),
    "words beside the paragraphs": ("<closer>", "words<closer>",
                                    "schema-unexpected-text", "words<", "<p>"),
    "words in a gap": (RAIN, "It <gap>dark</gap> rained.", "schema-unexpected-text", "dark",
                       "<desc>"),
    "a paragraph in a phrase": (RAIN, "<unclear><p/></unclear>It rained.",
                                "schema-misplaced-element", "<p/>", "end the <unclear>"),
    "a reading by itself": (f'<app><lem wit="#A">snow</lem>{NORTH}</app>', NORTH,
                            "schema-misplaced-element", "<rdg", "wrap it in <app>"),
    "a lemma behind the reading": (f'<lem wit="#A">snow</lem>{NORTH}',
                                   f'{NORTH}<lem wit="#A">snow</lem>',
                                   "schema-misplaced-element", "<lem", "move it before"),
    "a second lemma": ('<lem wit="#A">snow</lem>', '<lem wit="#A">snow</lem><lem>ice</lem>',
                       "schema-misplaced-element", "<lem>ice", "may have only one <lem>"),
    "an entry of a register in a text": ("It rained", "<person/>It rained",
                                         "schema-misplaced-element", "<person", "<persName>"),
    "a day in words": (DAY, '<date when="11 February 1850">Monday',
                       "invalid-dating", 'when="11', "1850-02-11"),
    "about a year": (DAY, '<date when="c. 1850">Monday', "invalid-dating", 'when="c.',
                     'cert="low"'),
    "a year with a question mark": (DAY, '<date when="1850?">Monday', "invalid-dating",
                                    'when="1850?', 'write when="1850"'),
    "from a year to another": (DAY, '<date when="1850-1852">Monday', "invalid-dating",
                               'when="1850-', 'from="1850" to="1852"'),
    "a day not known": (DAY, '<date when="1850-02-??">Monday', "invalid-dating",
                        'when="1850-02', 'when="1850-02"'),
    "sigla with commas": (NORTH, '<rdg wit="#A,#B">rain</rdg>', "unknown-witness", 'wit="#A,',
                          '"#A #B"'),
    "a page of HTML": ('target="poem.xml#s1"', 'target="poem.html#s1"', "unknown-target",
                       'target="poem.html', "poem.xml"),
    "a path of Windows": ('target="poem.xml#s1"', 'target="texts\\poem.xml"', "unknown-target",
                          'target="texts', '"texts/poem.xml"'),
    "latitude behind longitude": ("53.74 -0.33", "153.74 -0.33", "invalid-coordinates", "<geo>",
                                  "-0.33 153.74"),
    "an identifier that is a number": ('xml:id="n1"', 'xml:id="1"', "malformed-id", 'xml:id="1"',
                                       "begin with a letter"),
    "no namespace": ('<TEI xmlns="http://www.tei-c.org/ns/1.0">', "<TEI>", "xml-not-tei", "<TEI>",
                     'xmlns="http://www.tei-c.org/ns/1.0"'),
    "a scan that is missing": ("<lb/>", '<pb facs="scan5.jpg"/>', "missing-file", "facs=",
                               "relative to this file"),
}  # fmt: skip


@pytest.mark.parametrize("title", [*MISTAKES])
def test_a_mistake_says_what_to_do(title: str, desk: Path) -> None:
    """One mistake is one problem, at its place, and its words have the remedy."""
    mistake = Mistake(*MISTAKES[title])
    near = judge_mistake(desk, mistake)
    assert mistake.place in near[: len(mistake.place) + 40], near


def test_a_place_in_the_wrong_order_may_be_one(desk: Path) -> None:
    """Only what cannot be a latitude shows that the numbers are exchanged."""
    write_edition(desk, Mistake("53.74 -0.33", "-0.33 53.74", "", "", ""))
    assert check(desk) == []
