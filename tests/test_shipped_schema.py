"""The schema that the toolkit ships, tei/edition.rng: what it takes and what it refuses."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

REPOSITORY = Path(__file__).parents[1]
SCHEMA = REPOSITORY / "tei/edition.rng"
TEI_ALL = REPOSITORY.parent / "shared/tei/tei_all.rng"
EDITION = sorted((REPOSITORY / "tei").glob("*.xml"))

RELAXNG = "{http://relaxng.org/ns/structure/1.0}"
ANNOTATIONS = "{http://relaxng.org/ns/compatibility/annotations/1.0}"

SOUND = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>A letter</title></titleStmt>
<publicationStmt><publisher>Nobody</publisher></publicationStmt>
<sourceDesc><listWit><witness xml:id="A">A print</witness></listWit></sourceDesc>
</fileDesc></teiHeader><text><body><div>
<head>The <app><lem wit="#A">first</lem><rdg cause="slip">last</rdg></app> letter</head>
<p>On <date when="1917-11-07">that day</date> <persName ref="#k">K.</persName> came.</p>
<list><item>One</item></list><p><ref target="#A">See A</ref></p>
</div></body></text></TEI>"""

# What is wrong, the words of SOUND that it replaces, and the words that replace them.
MISTAKES = {
    "misspelt element": ("persName", "persname"),
    "misspelt attribute": ('ref="#k"', 'reff="#k"'),
    "attribute of another element": ("<p>On", '<p type="first">On'),
    "month that does not exist": ("1917-11-07", "1917-13-07"),
    "day that does not exist": ("1917-11-07", "1917-02-30"),
    "date in words": ("1917-11-07", "7 November 1917"),
    "text in a list": ("<list>", "<list>stray"),
    "list without items": ("<item>One</item>", ""),
    "missing title": ("<title>A letter</title>", ""),
    "missing header": ("teiHeader", "header"),
    "header in the wrong order": (
        "<titleStmt><title>A letter</title></titleStmt>",
        "<sourceDesc><p>None.</p></sourceDesc><titleStmt><title>A letter</title></titleStmt>",
    ),
    "paragraph in a heading": ("letter</head>", "<p>letter</p></head>"),
    "paragraph after a division": ("</div></body>", "</div><p>Late.</p></body>"),
    "reading outside an entry": ("<p>On", "<p><rdg>In</rdg> On"),
    "lemma after a reading": (
        '<rdg cause="slip">last</rdg>',
        '<rdg cause="slip">last</rdg><lem>late</lem>',
    ),
    "empty entry": ('<lem wit="#A">first</lem><rdg cause="slip">last</rdg>', ""),
    "certainty that is no degree": ("<p>On", '<p cert="perhaps">On'),
    "subtype without a type": ("<div>", '<div subtype="letter">'),
    "milestone without a unit": ("<p>On", "<p><milestone/>On"),
    "link that leads nowhere": ('<ref target="#A">See A</ref>', "<ptr/>"),
    "identifier with a space": ('xml:id="A"', 'xml:id="A 1"'),
}


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    """Give the shipped schema, compiled by libxml2."""
    return etree.RelaxNG(etree.parse(SCHEMA))


def is_valid(schema: etree.RelaxNG, text: str) -> bool:
    """Tell whether the schema takes a document; ids are its business, not the parser's."""
    parser = etree.XMLParser(collect_ids=False, recover=True)
    return bool(schema.validate(etree.fromstring(text, parser)))


def test_the_schema_says_of_every_element_what_it_is() -> None:
    """Each element has one sentence of documentation, and a definition that bears its name."""
    elements = list(etree.parse(SCHEMA).iter(f"{RELAXNG}element"))
    assert len(elements) > 200
    for element in elements:
        name = element.get("name")
        parent = element.getparent()
        assert parent is not None
        assert parent.get("name") in {f"{name}.element", f"{name}.inner"}
        assert (element.findtext(f"{ANNOTATIONS}documentation") or "").endswith("."), name


def test_the_shipped_edition_has_texts() -> None:
    """There is something for the schema to judge."""
    assert {path.name for path in EDITION} >= {"october.xml", "register.xml"}


@pytest.mark.parametrize("path", EDITION, ids=lambda path: path.name)
def test_the_shipped_edition_is_valid(schema: etree.RelaxNG, path: Path) -> None:
    """Every file of the shipped edition is valid under the shipped schema."""
    valid = schema.validate(etree.parse(path))
    assert valid, schema.error_log


def test_a_sound_document_is_taken(schema: etree.RelaxNG) -> None:
    """The document from which the mistakes are made is itself without one."""
    assert is_valid(schema, SOUND), schema.error_log


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused(schema: etree.RelaxNG, mistake: str) -> None:
    """One mistake makes a sound document invalid."""
    old, new = MISTAKES[mistake]
    assert old in SOUND
    assert not is_valid(schema, SOUND.replace(old, new))


@pytest.mark.corpora
@pytest.mark.skipif(
    not TEI_ALL.is_file(), reason="the TEI's own schema, ../shared/tei, is not here"
)
@pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not here: apt-get install jing")
def test_the_shipped_edition_is_valid_tei() -> None:
    """Every file of the shipped edition is valid under the TEI's own schema, by jing."""
    done = subprocess.run(
        ["jing", TEI_ALL, *EDITION], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout
