"""Mistakes that an editor makes in a sound edition: each is one problem, at its place.

The edition has a letter and a poem, a register and a copy-text, and is judged by the shipped schema
and all checks.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

from tei_edition.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """
[edition]
title = "Letters"
url = "https://example.org/letters/"
texts = ["letter.xml", "poem.xml"]
registers = ["register.xml"]
[check.copy_text]
"letter.xml" = "letter.txt"
"""
HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader>
<fileDesc>
<titleStmt><title>{title}</title>
<author>Ada North</author><editor xml:id="ed">E. Ditor</editor></titleStmt>
<publicationStmt><publisher>A Press</publisher><date when="2024">2024</date>
<availability>
<licence target="https://creativecommons.org/licenses/by/4.0/">CC BY</licence>
</availability>
</publicationStmt>
<sourceDesc>{source}</sourceDesc>
</fileDesc>
{more}
</teiHeader>
"""
LETTER = (
    HEADER.format(
        title="A letter",
        source="<p>A leaf of paper.</p>",
        more="""<profileDesc>
<correspDesc>
<correspAction type="sent"><persName ref="register.xml#ada">Ada</persName>
<date when="1850-02-11"/></correspAction>
<correspAction type="received"><persName ref="register.xml#ben">Ben</persName></correspAction>
</correspDesc>
<langUsage><language ident="en">English</language><language ident="la">Latin</language></langUsage>
</profileDesc>
<revisionDesc><change when="2024-05-02" who="#ed">Read again.</change></revisionDesc>""",
    )
    + """<text xml:lang="en">
<body>
<div type="letter" xml:id="d1">
<head>To her brother</head>
<opener><dateline><placeName ref="register.xml#hull">Hull</placeName>,
<date when="1850-02-11">Monday</date></dateline>
<salute>My dear Ben,</salute></opener>
<p xml:id="p1">I saw <persName ref="register.xml#cora">Cora</persName> in town, and
<choice><sic>recieved</sic><corr>received</corr></choice> your
note<note place="bottom" xml:id="n1">It is lost.</note>
of <foreign xml:lang="la">hoc anno</foreign>.</p>
<p xml:id="p2">The <hi rend="italic">Prudence</hi> is back; see <ref target="#p1">above</ref> and
<ref target="poem.xml#s1">the poem</ref>.<lb/>It rained.</p>
<list><item>bread</item><item>tea</item></list>
<closer><salute>Your sister,</salute><signed>Ada</signed></closer>
</div>
</body>
</text>
</TEI>
"""
)
POEM = (
    HEADER.format(
        title="A poem",
        source="""<listWit>
<witness xml:id="A">Codex A</witness><witness xml:id="B">Codex B</witness>
</listWit>""",
        more="""<encodingDesc>
<variantEncoding method="parallel-segmentation" location="internal"/>
</encodingDesc>""",
    )
    + """<text xml:lang="en">
<body>
<lg type="stanza" xml:id="s1">
<l n="1">The <app><lem wit="#A">north</lem><rdg wit="#B">east</rdg></app> wind blows,</l>
<l n="2">the <app><lem wit="#A">snow</lem><rdg wit="#B">rain</rdg></app> will fall.</l>
</lg>
</body>
</text>
</TEI>
"""
)
REGISTER = (
    HEADER.format(title="Register", source="<p>Made by the editor.</p>", more="")
    + """<text xml:lang="en">
<body>
<listPerson>
<person xml:id="ada"><persName>North, Ada</persName><birth when="1820"/>
<death when="1890-03-01"/></person>
<person xml:id="ben"><persName>North, Ben</persName><birth when="1822"/></person>
<person xml:id="cora"><persName>South, Cora</persName><idno type="GND">118540238</idno></person>
</listPerson>
<listPlace>
<place xml:id="hull"><placeName>Hull</placeName><location><geo>53.74 -0.33</geo></location></place>
</listPlace>
</body>
</text>
</TEI>
"""
)
COPY = """To her brother
Hull, Monday
My dear Ben,
I saw Cora in town, and recieved your note of hoc anno.
The Prudence is back; see above and the poem. It rained.
bread
tea
Your sister, Ada
"""
FILES = {"letter.xml": LETTER, "poem.xml": POEM, "register.xml": REGISTER}


class Mistake(NamedTuple):
    """Words that give way to others: the code of the problem, its place, a part of its hint."""

    old: str
    new: str
    code: str
    place: str
    hint: str


MISTAKES = {
    # Tags
    "an end tag forgotten": Mistake(
        "Cora</persName>", "Cora", "xml-not-well-formed", '</p>\n<p xml:id="p2"', "</persName>"
    ),
    "an end tag without its slash": Mistake(
        "Cora</persName>",
        "Cora<persName>",
        "xml-not-well-formed",
        '</p>\n<p xml:id="p2"',
        "close it",
    ),
    "tags that overlap": Mistake(
        '<hi rend="italic">Prudence</hi> is back',
        '<hi rend="italic">Prudence <emph>is</hi> back</emph>',
        "xml-not-well-formed",
        "</hi> back",
        "</emph>",
    ),
    "a line break as in HTML": Mistake(
        "<lb/>", "<lb>", "xml-not-well-formed", "<lb>", "write <lb/>"
    ),
    "an ampersand": Mistake("bread", "bread & butter", "xml-not-well-formed", "& butter", "&amp;"),
    "an entity of HTML": Mistake("bread", "bread&ndash;", "xml-undeclared-entity", "&ndash;", "–"),
    "a quotation mark forgotten": Mistake(
        'when="2024-05-02"', "when=2024-05-02", "xml-not-well-formed", "2024-05-02", 'name="value"'
    ),
    "an attribute twice": Mistake(
        'xml:id="p1"', 'xml:id="p1" xml:id="p1"', "xml-not-well-formed", 'xml:id="p1">I', "keep one"
    ),
    # Names
    "an element misspelt": Mistake(
        "<signed>Ada</signed>", "<signd>Ada</signd>", "schema-unknown-element", "<signd>", "signed"
    ),
    "an element with a capital": Mistake(
        '<foreign xml:lang="la">hoc anno</foreign>',
        '<Foreign xml:lang="la">hoc anno</Foreign>',
        "schema-unknown-element",
        "<Foreign",
        "foreign",
    ),
    "strong of HTML": Mistake(
        '<hi rend="italic">Prudence</hi>',
        "<strong>Prudence</strong>",
        "schema-unknown-element",
        "<strong>",
        '<hi rend="bold">',
    ),
    "a footnote of Word": Mistake(
        '<note place="bottom" xml:id="n1">It is lost.</note>',
        "<footnote>It is lost.</footnote>",
        "schema-unknown-element",
        "<footnote>",
        '<note place="bottom">',
    ),
    "a heading of HTML": Mistake(
        "<head>To her brother</head>",
        "<h1>To her brother</h1>",
        "schema-unknown-element",
        "<h1>",
        "<head>",
    ),
    "an attribute misspelt": Mistake(
        'rend="italic"', 'rendd="italic"', "schema-unknown-attribute", "rendd=", "rend"
    ),
    "an attribute of HTML": Mistake(
        'rend="italic"', 'class="italic"', "schema-unknown-attribute", "class=", "@rend"
    ),
    "href for target": Mistake(
        'target="#p1"', 'href="#p1"', "schema-unknown-attribute", "href=", "@target"
    ),
    "an attribute of another element": Mistake(
        "<lb/>", '<lb wit="#x"/>', "schema-unknown-attribute", "wit=", "may have it"
    ),
    # Places
    "a paragraph in a paragraph": Mistake(
        "It rained.</p>",
        "<p>It rained.</p></p>",
        "schema-misplaced-element",
        "<p>It rained",
        "end the <p> before it",
    ),
    "a paragraph behind the closer": Mistake(
        "</closer>", "</closer><p/>", "schema-misplaced-element", "<p/>", "move it before the other"
    ),
    "a heading too late": Mistake(
        "<list>", "<head/><list>", "schema-misplaced-element", "<head/>", "no <head> may follow the"
    ),
    "a signature in a paragraph": Mistake(
        "tea</item></list>",
        "tea</item></list><p><closer/></p>",
        "schema-misplaced-element",
        "<closer/>",
        "end the <p>",
    ),
    "an item without a list": Mistake(
        "<list><item>bread</item><item>tea</item></list>",
        "<item>bread</item><item>tea</item>",
        "schema-misplaced-element",
        "<item>bread",
        "wrap it in <list>",
    ),
    "text without a paragraph": Mistake(
        "<list><item>bread</item>",
        "bread <list>",
        "schema-unexpected-text",
        "bread <list>",
        "wrap it in",
    ),
    "a choice of one side": Mistake(
        "<corr>received</corr>", "", "schema-missing-element", "<choice>", "add <corr>"
    ),
    "a header without a source": Mistake(
        "<sourceDesc><p>A leaf of paper.</p></sourceDesc>",
        "",
        "schema-missing-element",
        "<fileDesc>",
        "<sourceDesc>",
    ),
    "a list without items": Mistake(
        "<item>bread</item><item>tea</item></list>",
        "</list> <p>bread tea</p>",
        "schema-missing-element",
        "<list></list>",
        "<item>",
    ),
    # Values
    "an identifier twice": Mistake(
        'xml:id="p2"',
        'xml:id="p1"',
        "duplicate-id",
        'xml:id="p1">The',
        "give one of the two another xml:id",
    ),
    "an identifier with a space": Mistake(
        'xml:id="n1"', 'xml:id="n 1"', "malformed-id", 'xml:id="n 1"', "letter"
    ),
    "a date of the wrong form": Mistake(
        'change when="2024-05-02"',
        'change when="2.5.2024"',
        "invalid-dating",
        'when="2.5.2024"',
        "2024-05-02",
    ),
    "a day that is not": Mistake(
        'date when="1850-02-11">Monday',
        'date when="1850-02-31">Monday',
        "invalid-dating",
        'when="1850-02-31">M',
        "28 days",
    ),
    "day and month exchanged": Mistake(
        'date when="1850-02-11">Monday',
        'date when="1850-13-02">Monday',
        "invalid-dating",
        'when="1850-13-02">M',
        "1850-02-13",
    ),
    "a span beside a day": Mistake(
        'date when="1850-02-11">Monday',
        'date when="1850-02-11" to="1850-02-12">Monday',
        "unclear-dating",
        'when="1850-02-11" to',
        "@from and @to",
    ),
    "dead before born": Mistake(
        'birth when="1820"', 'birth when="1920"', "dead-before-born", "<death", ""
    ),
    "a language with a low line": Mistake(
        'xml:lang="la">hoc',
        'xml:lang="la_VA">hoc',
        "invalid-language",
        'xml:lang="la_VA"',
        'write "la-VA"',
    ),
    "a language by its name": Mistake(
        'xml:lang="la">hoc', 'xml:lang="latin">hoc', "invalid-language", 'xml:lang="latin"', '"la"'
    ),
    "a place of a note misspelt": Mistake(
        'place="bottom"', 'place="buttom"', "unusual-value", 'place="buttom"', "bottom"
    ),
    "an act of correspondence misspelt": Mistake(
        'type="received"', 'type="recieved"', "unusual-value", 'type="recieved"', "received"
    ),
    "coordinates with commas": Mistake(
        "53.74 -0.33", "53,74 -0,33", "invalid-coordinates", "<geo>", "53.74 -0.33"
    ),
    "a check digit": Mistake("118540238", "118540239", "malformed-identifier", "<idno", ""),
    # Pointers
    "a person misspelt": Mistake(
        'ref="register.xml#cora"',
        'ref="register.xml#corra"',
        "unknown-person",
        'ref="register.xml#corra"',
        "cora",
    ),
    "a register misspelt": Mistake(
        'ref="register.xml#cora"',
        'ref="registre.xml#cora"',
        "unknown-person",
        'ref="registre.xml#cora"',
        "register.xml#cora",
    ),
    "a pointer without its sign": Mistake(
        'ref="register.xml#cora"', 'ref="cora"', "bare-pointer", 'ref="cora"', "register.xml#cora"
    ),
    "a place for a person": Mistake(
        'ref="register.xml#cora"',
        'ref="register.xml#hull"',
        "wrong-entity-kind",
        'ref="register.xml#hull">Cora',
        "",
    ),
    "an empty pointer": Mistake(
        'ref="register.xml#cora"', 'ref="#"', "unknown-person", 'ref="#"', "write the xml:id"
    ),
    "a target of another file": Mistake(
        'target="#p1"', 'target="#s1"', "unknown-target", 'target="#s1"', 'write "poem.xml#s1"'
    ),
    "a target that is not": Mistake(
        'target="#p1"', 'target="#p11"', "unknown-target", 'target="#p11"', ""
    ),
    "a siglum misspelt": Mistake(
        'rdg wit="#B">east', 'rdg wit="#C">east', "unknown-witness", 'wit="#C"', "declared are A, B"
    ),
    "a siglum twice": Mistake(
        'rdg wit="#B">east', 'rdg wit="#B #B">east', "witness-twice", '<rdg wit="#B #B"', ""
    ),
    "a reading without a witness": Mistake(
        '<rdg wit="#B">rain</rdg>',
        '<rdg wit="#B">rain</rdg><rdg>hail</rdg>',
        "reading-without-witness",
        "<rdg>hail",
        "@wit",
    ),
    # Words
    "a word changed": Mistake(
        "in town", "in towns", "copy-text-differs", "s, and\n<choice>", "correct the text"
    ),
    "a word left out": Mistake("is back;", "is;", "copy-text-differs", ";", "correct the text"),
    "a letter of another script": Mistake(
        '<author>Ada North</author><editor xml:id="ed">E. Ditor',
        '<author>Ada North</author><editor xml:id="ed">E. Ditоr',
        "mixed-scripts",
        "оr</editor>",
        "",
    ),
}


def write_edition(folder: Path, mistake: Mistake | None) -> tuple[str, str]:
    """Write the edition, with a mistake; the name and the words of the file that has it."""
    changed = ("", "")
    (folder / "edition.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "letter.txt").write_text(COPY, encoding="utf-8")
    for name, text in FILES.items():
        if mistake and mistake.old in text and not changed[0]:
            text = text.replace(mistake.old, mistake.new, 1)
            changed = (name, text)
        (folder / name).write_text(text, encoding="utf-8")
    return changed


def check(folder: Path) -> list[dict[str, object]]:
    """All that `check` says of the edition."""
    command = ["--edition", str(folder), "check", "--format", "json", "--jobs", "1"]
    found: list[dict[str, object]] = json.loads(
        CliRunner().invoke(main, command, catch_exceptions=False).stdout
    )
    return found


def judge_mistake(folder: Path, mistake: Mistake) -> str:
    """Assert that a mistake is one problem with its remedy; return its file from that place on."""
    file, text = write_edition(folder, mistake)
    assert file

    found = [told for told in check(folder) if told["code"] != "copy-text-differs"]

    assert [told["code"] for told in found] == [mistake.code], found
    [told] = found
    place = told["location"]
    assert isinstance(place, dict)
    assert place["file"] == file
    assert mistake.hint in re.sub(r"\s+", " ", f"{told['message']}; {told['hint']}"), told
    lines = text.split("\n")
    return " ".join(lines[place["line"] - 1 :])[place["column"] - 1 :]


def test_the_edition_is_sound(desk: Path) -> None:
    """Without mistakes nothing is reported."""
    write_edition(desk, None)

    assert check(desk) == []


def test_there_are_mistakes_enough() -> None:
    """Forty, of every sort."""
    assert len(MISTAKES) >= 40


@pytest.mark.parametrize("title", MISTAKES)
def test_a_mistake_is_one_problem(title: str, desk: Path) -> None:
    """One mistake, one problem, where it was made, with a hint that corrects it."""
    mistake = MISTAKES[title]
    file, text = write_edition(desk, mistake)
    assert file

    found = check(desk)

    assert [told["code"] for told in found] == [mistake.code], found
    [told] = found
    start = text.index(mistake.place, max(0, text.index(mistake.new) - 400))
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    assert told["location"] == {"file": file, "line": line, "column": column}, told
    assert mistake.hint in re.sub(r"\s+", " ", f"{told['message']}; {told['hint']}"), told
