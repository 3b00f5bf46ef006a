"""Schemas written in RELAX NG's compact syntax: they say what the ones in XML say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tei_edition.relaxng import Schema, compare_schemas, judge_text, read_schema
from tei_edition.relaxng.compact_writer import write_compact
from test_relaxng import Block, complete, read_blocks, write_schema

if TYPE_CHECKING:
    from pathlib import Path

NOTES = "http://relaxng.org/ns/compatibility/annotations/1.0"
BLOCKS = [
    block
    for block in read_blocks()
    if block.schema.endswith(".rng") and any(kind != "bad" for kind, _ in block.decided)
]
AWKWARD = """<grammar ns="urn:a" xmlns:q="urn:q" xmlns:n="urn:notes">
<n:remark kind="x">A "quoted" 'remark'
on two lines<n:inner/> and more</n:remark>
<start><ref name="element"/></start>
<define name="element" combine="choice"><element name="element">
  <optional><attribute name="list"><choice><value type="string">a "b" 'c'</value>
    <value type="token">\\x{41}</value></choice></attribute></optional>
  <optional><attribute name="n" ns="urn:b"><list><oneOrMore><data type="integer">
    <param name="minInclusive">1</param></data></oneOrMore></list></attribute></optional>
  <interleave><zeroOrMore><choice><ref name="text"/><element name="q:other"><empty/></element>
    </choice></zeroOrMore>
    <oneOrMore><group><ref name="list"/><optional><ref name="list"/></optional></group></oneOrMore>
  </interleave>
</element></define>
<define name="element" combine="choice"><element>
  <choice><nsName ns="urn:b"><except><name ns="urn:b">x</name></except></nsName>
    <name ns="">bare</name></choice>
  <zeroOrMore><attribute><anyName><except><nsName ns=""/></except></anyName></attribute>
  </zeroOrMore><mixed><optional><ref name="text"/></optional></mixed></element></define>
<div><define name="text"><element name="text"><text/></element></define>
  <define name="list"><element name="list"><notAllowed/></element></define></div>
</grammar>"""


def write_both(folder: Path, text: str) -> tuple[Schema, Schema, str]:
    """Give a schema read from XML, and from what was written of it in compact syntax."""
    (folder / "one.rng").write_text(text, encoding="utf-8")
    written = write_compact(etree.fromstring(text.encode()))
    (folder / "two.rnc").write_text(written, encoding="utf-8")
    return read_schema(folder / "one.rng"), read_schema(folder / "two.rnc"), written


def test_there_are_grammars_to_write() -> None:
    """The cases of the validator hold schemas in XML syntax, for all that it has."""
    text = " ".join(block.files[block.schema] for block in BLOCKS)
    assert len(BLOCKS) >= 30
    for kind in ("grammar", "mixed", "div", "parentRef"):
        assert f"<{kind}" in text


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.title)
def test_a_case_decides_the_same_in_both_syntaxes(block: Block, tmp_path: Path) -> None:
    """Documents that the cases of the validator decide are decided as before."""
    path = write_schema(block, tmp_path)
    (tmp_path / "two.rnc").write_text(write_compact(etree.parse(path).getroot()), encoding="utf-8")
    schema = read_schema(tmp_path / "two.rnc")

    for kind, document in block.decided:
        if kind in {"valid", "invalid"}:
            assert (judge_text(schema, document, "text.xml") == []) == (kind == "valid"), document


def test_awkward_names_values_and_annotations_survive(tmp_path: Path) -> None:
    """Keywords as names, quotation marks, escapes, wildcards, divs and remarks come out right."""
    one, two, written = write_both(tmp_path, complete(AWKWARD))

    assert compare_schemas(one, two) == []
    assert compare_schemas(two, one) == []
    assert "n:remark [" in written
    assert {e.name_class.list_names() for e in one.elements} == {
        e.name_class.list_names() for e in two.elements
    }


def test_documentation_stands_before_what_it_is_about(tmp_path: Path) -> None:
    """What is said of an element, an attribute and a value is read again from the comments."""
    text = complete(
        f'<grammar xmlns:a="{NOTES}"><start><element name="p"><a:documentation>A paragraph.'
        "</a:documentation><attribute name='x'><a:documentation>A mark.</a:documentation><choice>"
        "<value>a</value><a:documentation>first</a:documentation><value>b</value></choice>"
        "</attribute></element></start></grammar>"
    )

    _, _, written = write_both(tmp_path, text)

    lines = [line.strip() for line in written.splitlines()]
    assert lines.index("## A paragraph.") < lines.index("## A mark.") < lines.index("## first")
    assert any(line.startswith('"a"') for line in lines[lines.index("## first") :])


def test_exceptions_of_a_datatype_survive(tmp_path: Path) -> None:
    """What is excepted from a datatype is excepted as before."""
    text = (
        '<element name="a"><data type="integer"><except><choice><value type="integer">3</value>'
        '<value type="integer">4</value></choice></except></data></element>'
    )

    _, schema, _ = write_both(tmp_path, complete(text))

    assert judge_text(schema, "<a>2</a>", "text.xml") == []
    assert judge_text(schema, "<a>+4</a>", "text.xml")
