"""Every passage and mention has a name of its own, the same in every build."""

from __future__ import annotations

import pytest
from lxml import etree

from tei_edition.source.anchors import is_ncname, stamp_anchors
from tei_edition.source.stamps import ANCHOR
from tei_edition.tei import TEI_NS, local

# What no parser but ours lets pass: ids that are faulty.
LENIENT = etree.XMLParser(collect_ids=False, recover=True)
TEI = f'<TEI xmlns="{TEI_NS}" xmlns:e="http://www.tei-c.org/ns/Examples">{{}}</TEI>'


def anchor(content: str) -> list[str]:
    """The anchors of a text, in order, each with its element."""
    root = etree.fromstring(TEI.format(content), LENIENT)
    list(stamp_anchors(root))
    return [f"{local(e.tag)} {e.get(ANCHOR)}" for e in root.iter("*") if e.get(ANCHOR)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<p xml:id="x"/>', ["p x"]),
        ("<p/><p/><head/><p/>", ["p p1", "p p2", "head head1", "p p3"]),
        (
            '<div xml:id="fate"><p/><p><persName/></p></div><p/>',
            ["div fate", "p fate.p1", "p fate.p2", "persName fate.persName1", "p p1"],
        ),
        (
            '<div xml:id="a"><p xml:id="b"><name/></p><p><name/></p></div>',
            ["div a", "p b", "name b.name1", "p a.p1", "name a.name1"],
        ),
        ('<seg xml:id="s"><l/></seg>', ["seg s", "l s.l1"]),
        ("<hi/><seg/><body/>", []),
        ("<author/><author ref='#x'/><date/>", ["author author1", "author author2", "date date1"]),
    ],
)
def test_anchors_are_ids_or_counted_within_the_nearest(content: str, expected: list[str]) -> None:
    """An xml:id, or the element's name with a number, within the nearest element with an xml:id."""
    assert anchor(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<p/><p/><seg xml:id="p1"/>', ["p p2", "p p3", "seg p1"]),
        ('<p xml:id="p1"/><p/>', ["p p1", "p p2"]),
        (
            '<div xml:id="a"><p/><p/></div><p xml:id="a.p1"/><p xml:id="a.p3"/>',
            ["div a", "p a.p2", "p a.p4", "p a.p1", "p a.p3"],
        ),
    ],
)
def test_a_counted_anchor_gives_way(content: str, expected: list[str]) -> None:
    """What is somebody's xml:id, anywhere in the file, is nobody else's anchor."""
    assert anchor(content) == expected


def test_no_two_anchors_are_equal() -> None:
    """Ids that look like counted anchors of others do not lead to the same anchor twice."""
    ids = ("a", "a.p1", "a.p1.p1", "p1", "p1.p1", "p2", "a.p2")
    content = "".join(f'<div xml:id="{i}"><p/><p><name/><name/></p><p/></div><p/>' for i in ids)

    anchors = [line.split()[1] for line in anchor(content)]

    assert len(set(anchors)) == len(anchors) == 7 * 7


def test_headers_and_facsimiles_are_not_counted() -> None:
    """What is not on a page has an anchor only if it has an xml:id."""
    content = (
        '<teiHeader><p/><p xml:id="h"/></teiHeader><facsimile><note/></facsimile>'
        "<sourceDoc><l/></sourceDoc><standOff><note/></standOff><text><p/></text>"
    )

    assert anchor(content) == ["p h", "note note1", "p p1"]


def test_examples_have_no_anchors() -> None:
    """What an egXML holds is no part of the text, nor are its ids."""
    assert anchor('<e:egXML><e:p xml:id="x"/><e:p/></e:egXML><p xml:id="x"/>') == ["p x"]


def test_faulty_ids_are_told_and_counted_over() -> None:
    """A malformed or repeated xml:id is a problem; its element has a counted anchor."""
    root = etree.fromstring(TEI.format('<p xml:id="1"/><p/>'), LENIENT)
    (found,) = stamp_anchors(root)

    assert found.code == "malformed-id"
    assert [p.get(ANCHOR) for p in root] == ["p1", "p2"]


@pytest.mark.parametrize("name", ["a", "_1", "é.1-x", "書", "a·b", "𐀀"])
def test_names_of_xml_are_ids(name: str) -> None:
    """Letters of any script, then digits and a few signs."""
    assert is_ncname(name)


@pytest.mark.parametrize("name", ["", "1a", "-a", ".a", "a b", "a:b", "a\n", "a/b", "·a", "×"])
def test_other_names_are_none(name: str) -> None:
    """Neither spaces nor colons, and no digit in front."""
    assert not is_ncname(name)


def test_the_same_file_has_the_same_anchors() -> None:
    """Anchors depend on nothing but the file."""
    content = '<div><p/><lg><l/><l/></lg><note/></div><div xml:id="e"><p><rs/></p></div>'

    anchors = anchor(content)
    assert len(anchors) == len(set(anchors)) > 5
    assert anchor(f"<!-- c -->\n{content}<?pi?>") == anchor(content)
