"""ODD: what a schemaSpec comes to, case by case, and what is wrong with one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from odd_cases import HEAD, SOURCE, TEI, Case, compile_text, is_valid, load, read_cases, write_odd
from tei_edition.relaxng import compare_schemas, read_schema
from tei_edition.schema.odd import Options, write_compiled
from tei_edition.tei import XML_LANG

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.problems import Problem

RNG = "{http://relaxng.org/ns/structure/1.0}"
SCH = "{http://purl.oclc.org/dsdl/schematron}"
NOTES = "{http://relaxng.org/ns/compatibility/annotations/1.0}"

CASES = read_cases("cases.txt")


def tell(problem: Problem) -> tuple[str, int]:
    """The code of a problem, and the line of the schema that it is on."""
    return problem.code, problem.location.line - HEAD.count("\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_schema_comes_to_what_the_guidelines_say(case: Case, tmp_path: Path) -> None:
    """Each case's documents are taken or refused, and its problems told, and no others."""
    compiled = compile_text(tmp_path, case.schema)

    expected = [words.split(" ", 2) for kind, words in case.decided if kind == "problem"]
    wanted = sorted((code, int(line)) for code, line, *_ in expected)
    assert sorted(map(tell, compiled.problems)) == wanted, compiled.problems
    for code, line, words in expected:
        told = [p.message for p in compiled.problems if tell(p) == (code, int(line))]
        assert any(words in message for message in told), (words, told)
    documents = [(kind, text) for kind, text in case.decided if kind != "problem"]
    if documents:
        schema = load(tmp_path, compiled)
        for kind, text in documents:
            assert is_valid(schema, text) == (kind == "valid"), text


def test_the_cases_are_many_and_all_can_fail() -> None:
    """Every case decides something, and most refuse a document."""
    assert len(CASES) > 40
    assert all(case.decided for case in CASES)
    assert sum(any(kind == "invalid" for kind, _ in case.decided) for case in CASES) > 25


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_compact_syntax_says_the_same(case: Case, tmp_path: Path) -> None:
    """A schema in the compact syntax allows what the one in XML allows, and no more."""
    compiled = compile_text(tmp_path, case.schema)
    if compiled.grammar is None:
        pytest.skip("the case has no schema")
    one = load(tmp_path, compiled)

    [path] = write_compiled(compiled, "rnc", tmp_path / "my.rnc")

    other = read_schema(path)
    assert compare_schemas(one, other) == []
    assert compare_schemas(other, one) == []


ALL = (
    '<schemaSpec ident="s" start="doc"><moduleRef key="base"/><moduleRef key="names"/></schemaSpec>'
)


def test_rules_are_embedded_and_can_be_had_alone(tmp_path: Path) -> None:
    """A bare assertion gets a pattern, and its element as context, in the schema and beside it."""
    compiled = compile_text(tmp_path, ALL)

    assert compiled.grammar is not None
    assert compiled.rules is not None
    [pattern] = compiled.grammar.findall(f"{RNG}define[@name='name']/{SCH}pattern")
    assert pattern.get("id") == "s-name-said"
    assert [rule.get("context") for rule in pattern.iter(f"{SCH}rule")] == ["tei:name"]
    assert [told.text for told in compiled.rules.iter(f"{SCH}assert")] == ["A name has letters."]
    declared = {ns.get("prefix"): ns.get("uri") for ns in compiled.grammar.iter(f"{SCH}ns")}
    assert declared == {"tei": "http://www.tei-c.org/ns/1.0"}


def test_rules_about_an_attribute_are_about_that(tmp_path: Path) -> None:
    """The context of an assertion in an attDef of a class is the attribute of each of its users."""
    rule = (
        '<constraintSpec ident="c" scheme="schematron"><constraint><assert'
        ' xmlns="http://purl.oclc.org/dsdl/schematron" test=". != \'x\'">No x.</assert>'
        "</constraint></constraintSpec>"
    )
    schema = ALL.replace(
        "</schemaSpec>",
        '<classSpec type="atts" ident="att.typed" mode="change"><attList><attDef ident="type"'
        f' mode="change">{rule}</attDef></attList></classSpec></schemaSpec>',
    )

    compiled = compile_text(tmp_path, schema)

    assert compiled.rules is not None
    contexts = [found.get("context") for found in compiled.rules.iter(f"{SCH}rule")]
    assert "tei:name/@type" in contexts


@pytest.mark.parametrize(
    ("element", "holder"), [("p", "constraintSpec"), ("p", "constraint"), ("schema", "assert")]
)
def test_a_rule_keeps_the_language_of_what_it_stands_in(
    tmp_path: Path, element: str, holder: str
) -> None:
    """The language of an assertion is its own, or that of its constraint or constraintSpec."""
    rule = (
        '<constraintSpec ident="c" scheme="schematron"><constraint><assert'
        ' xmlns="http://purl.oclc.org/dsdl/schematron" test="@n">Eine Nummer.</assert>'
        "</constraint></constraintSpec>"
    )
    rule = re.sub(rf"<{holder}\b", f'<{holder} xml:lang="de"', rule)
    if element == "p":
        rule = f'<elementSpec ident="p" mode="change">{rule}</elementSpec>'

    compiled = compile_text(tmp_path, ALL.replace("</schemaSpec>", f"{rule}</schemaSpec>"))

    assert compiled.rules is not None
    said = {a.text: a.get(XML_LANG) for a in compiled.rules.iter(f"{SCH}assert")}
    assert said == {"A name has letters.": None, "Eine Nummer.": "de"}


@pytest.mark.parametrize(
    ("language", "words"), [("", "(paragraph) a paragraph"), ("de", "ein Absatz")]
)
def test_documentation_is_in_the_language_asked_for(
    tmp_path: Path, language: str, words: str
) -> None:
    """Descriptions are embedded in the language of the schema, or in the one that is asked for."""
    compiled = compile_text(tmp_path, ALL, Options(source=SOURCE, language=language))

    assert compiled.grammar is not None
    element = compiled.grammar.find(f"{RNG}define[@name='p']/{RNG}element")
    assert element is not None
    assert words in (element.findtext(f"{NOTES}documentation") or "")


def test_one_of_several_schemas_is_chosen_by_its_name(tmp_path: Path) -> None:
    """The name of a schemaSpec chooses it; one that there is not is reported with the nearest."""
    both = ALL.replace('"s"', '"one"') + ALL.replace('"s"', '"two"').replace(
        ' key="names"', ' key="base"'
    )

    compiled = compile_text(tmp_path, both, Options("two", SOURCE))
    wrong = compile_text(tmp_path, both, Options("tow", SOURCE))

    assert compiled.schema is not None
    assert compiled.schema.spec.ident == "two"
    assert not is_valid(load(tmp_path, compiled), "<doc><p><name>a</name></p></doc>")
    assert [p.hint for p in wrong.problems] == ['did you mean "two"?']


def test_an_odd_over_an_odd_over_the_source(tmp_path: Path) -> None:
    """What the first leaves out the second cannot have, what it changes is changed there too."""
    first = ALL.replace(
        "</schemaSpec>",
        '<elementSpec ident="hi" mode="delete"/><elementSpec ident="p" mode="change"><attList>'
        '<attDef ident="n" mode="delete"/></attList></elementSpec></schemaSpec>',
    ).replace("<schemaSpec", f'<schemaSpec source="{SOURCE.as_uri()}"')
    write_odd(tmp_path, first, "first.odd")
    second = (
        '<schemaSpec ident="t" start="doc" source="first.odd"><moduleRef key="base"/>'
        '<elementRef key="name"/></schemaSpec>'
    )

    compiled = compile_text(tmp_path, second, Options())

    schema = load(tmp_path, compiled)
    assert is_valid(schema, "<doc><p><name>a</name></p></doc>")
    assert not is_valid(schema, "<doc><p><hi>a</hi></p></doc>")
    assert not is_valid(schema, '<doc><p n="1">a</p></doc>')
    assert {path.name for path in compiled.files} == {"my.odd", "first.odd", "source.xml"}


def test_a_group_of_specifications_may_stand_in_another_file(tmp_path: Path) -> None:
    """A specGrpRef leads to a file and an identifier in it."""
    group = '<specGrp xml:id="g"><elementRef key="name"/></specGrp>'
    write_odd(tmp_path, group, "groups.odd")
    schema = ALL.replace('<moduleRef key="names"/>', '<specGrpRef target="groups.odd#g"/>')

    compiled = compile_text(tmp_path, schema)

    assert is_valid(load(tmp_path, compiled), "<doc><p><name>a</name></p></doc>")
    assert not is_valid(load(tmp_path, compiled), "<doc><p><date when='1900'/></p></doc>")
    write_odd(tmp_path, group.replace("name", "nmae"), "groups.odd")
    [told] = compile_text(tmp_path, schema).problems
    assert (told.location.file, told.location.column) == ("groups.odd", group.index("<ele") + 1)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("groups.odd#gg", "odd-unknown-name"),
        ("nowhere.odd#g", "odd-missing-source"),
        ("#g", "odd-idle-statement"),
    ],
)
@pytest.mark.parametrize("is_forced", [False, True])
def test_a_group_that_is_lost_is_told(
    tmp_path: Path, target: str, code: str, *, is_forced: bool
) -> None:
    """What another file should hold is missed; of what no file has there is a warning."""
    write_odd(tmp_path, '<specGrp xml:id="g"><elementRef key="name"/></specGrp>', "groups.odd")
    schema = ALL.replace('<moduleRef key="names"/>', f'<specGrpRef target="{target}"/>')
    options = Options(source=SOURCE, is_source_forced=is_forced)

    compiled = compile_text(tmp_path, schema, options)

    assert [p.code for p in compiled.problems] == [code]
    assert (compiled.grammar is None) == (code != "odd-idle-statement")


@pytest.mark.parametrize("is_source", [False, True])
def test_parts_of_an_odd_may_be_included(tmp_path: Path, *, is_source: bool) -> None:
    """An XInclude brings in a part, in the ODD as in its source; faults are placed in the part."""
    include = '<include xmlns="http://www.w3.org/2001/XInclude" href="part.xml"/>'
    part = tmp_path / "part.xml"
    part.write_text(
        f'<specGrp {TEI}>\n<elementSpec ident="x"><classes><memberOf key="model.block"/></classes>'
        "<content><empty/></content></elementSpec></specGrp>"
    )
    schema = ALL.replace("</schemaSpec>", f"{include}</schemaSpec>")
    if is_source:
        write_odd(tmp_path, schema, "first.odd")
        schema = ALL.replace("<schemaSpec", '<schemaSpec source="first.odd"').replace(
            "</schemaSpec>", '<elementRef key="x"/></schemaSpec>'
        )

    compiled = compile_text(tmp_path, schema)

    assert is_valid(load(tmp_path, compiled), "<doc><x/></doc>")
    part.write_text(part.read_text().replace("model.block", "model.blok"))
    if not is_source:
        told = compile_text(tmp_path, schema).problems
        assert [(p.location.file, p.location.line) for p in told] == [("part.xml", 2)]


def test_an_odd_that_draws_on_itself_is_told(tmp_path: Path) -> None:
    """Two ODDs that draw on each other end in a problem, not in a circle."""
    write_odd(tmp_path, ALL.replace("<schemaSpec", '<schemaSpec source="my.odd"'), "first.odd")

    compiled = compile_text(
        tmp_path, ALL.replace("<schemaSpec", '<schemaSpec source="first.odd"'), Options()
    )

    assert compiled.grammar is None
    assert "odd-circular-reference" in {p.code for p in compiled.problems}


def test_an_address_leads_to_the_file_of_the_catalogue(tmp_path: Path) -> None:
    """The catalogue maps an address; the TEI's own means the source that the editor has."""
    schema = ALL.replace("<schemaSpec", '<schemaSpec source="https://example.org/odd.xml"')
    mapped = Options(find={"https://example.org/odd.xml": SOURCE}.get)
    tei = ALL.replace("<schemaSpec", '<schemaSpec source="tei:current"')

    assert compile_text(tmp_path, schema, mapped).grammar is not None
    assert compile_text(tmp_path, schema).grammar is None
    assert compile_text(tmp_path, tei).grammar is not None


def test_without_a_source_the_first_that_needs_one_says_so(tmp_path: Path) -> None:
    """The missing source of the TEI is reported once, with what to do."""
    compiled = compile_text(tmp_path, ALL, Options())

    told = [p for p in compiled.problems if p.code == "odd-missing-source"]
    assert len(told) == 1
    assert "p5subset.xml" in told[0].hint


def test_a_grammar_from_elsewhere_is_brought_in(tmp_path: Path) -> None:
    """A moduleRef with a url: its definitions, with a prefix, in their own namespace."""
    (tmp_path / "math.rng").write_text(
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:math"><start><ref name="m"/>'
        '</start><define name="m"><element name="m"><text/></element></define></grammar>'
    )
    schema = (
        '<schemaSpec ident="s" start="doc"><moduleRef key="base"/>'
        '<moduleRef url="math.rng" prefix="math-"/><elementSpec ident="f"><classes>'
        '<memberOf key="model.block"/></classes><content>'
        '<ref xmlns="http://relaxng.org/ns/structure/1.0" name="math-m"/></content></elementSpec>'
        "</schemaSpec>"
    )

    compiled = compile_text(tmp_path, schema)

    loaded = load(tmp_path, compiled)
    assert is_valid(loaded, '<doc><f><m xmlns="urn:math">1</m></f></doc>')
    assert not is_valid(loaded, "<doc><f><m>1</m></f></doc>")
    missing = compile_text(tmp_path, schema.replace("math.rng", "maths.rng"))
    assert "odd-missing-source" in {p.code for p in missing.problems}


PREFIXED = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:k="urn:k" ns="urn:m">
<start><ref name="m"/></start><define name="m"><element name="m">
<optional><attribute name="k:href"/></optional><optional><attribute><name>k:role</name></attribute>
</optional><zeroOrMore><element><choice><name>k:b</name><nsName ns="urn:c"/></choice><empty/>
</element></zeroOrMore></element></define></grammar>"""


@pytest.mark.parametrize("form", ["rng", "rnc"])
def test_prefixes_of_a_grammar_from_elsewhere_keep_their_meaning(tmp_path: Path, form: str) -> None:
    """Names with prefixes, of attributes, elements and in text, mean what the grammar says."""
    (tmp_path / "m.rng").write_text(PREFIXED)
    schema = (
        '<schemaSpec ident="s" start="a"><moduleRef url="m.rng"/><elementSpec ident="a">'
        '<content><elementRef key="m"/></content></elementSpec></schemaSpec>'
    )

    [path] = write_compiled(compile_text(tmp_path, schema), form, tmp_path / f"my.{form}")

    loaded = read_schema(path)
    names = 'xmlns="urn:m" xmlns:x="urn:k" xmlns:y="urn:c"'
    assert is_valid(loaded, f'<a><m {names} x:href="" x:role=""><x:b/><y:any/></m></a>')
    assert not is_valid(loaded, f'<a><m {names} href=""/></a>')
    assert not is_valid(loaded, f"<a><m {names}><b/></m></a>")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.org/pic.rng", "[check.catalogue]"),
        ("http://example.org/pic.rng", "[check.catalogue]"),
        ("schemas/pic.rng", "is relative to the file"),
    ],
)
def test_a_grammar_that_is_not_here_says_how_it_can_be_had(
    tmp_path: Path, address: str, words: str
) -> None:
    """For an address of the web the catalogue names a copy; a path is one from the ODD."""
    schema = f'<schemaSpec ident="s" start="a"><moduleRef url="{address}"/></schemaSpec>'

    [told] = compile_text(tmp_path, schema).problems

    assert (told.code, told.location.line) == ("odd-missing-source", HEAD.count("\n") + 1)
    assert words in told.hint


def test_an_odd_that_is_not_well_formed_is_told_as_any_file(tmp_path: Path) -> None:
    """What is wrong with the XML of an ODD has its own code and place."""
    compiled = compile_text(tmp_path, "<schemaSpec>")

    assert [p.code for p in compiled.problems] == ["xml-not-well-formed"]
    assert compiled.grammar is None


def test_a_source_that_is_not_well_formed_is_told_with_its_place(tmp_path: Path) -> None:
    """The fault in a source is reported where it is, and where the source is asked for."""
    broken = tmp_path / "broken.xml"
    broken.write_text(f"<TEI {TEI}>\n<text></TEI>")

    compiled = compile_text(tmp_path, ALL, Options(source=broken))

    codes = {(p.code, p.location.file) for p in compiled.problems}
    assert ("xml-not-well-formed", "broken.xml") in codes
    assert ("odd-missing-source", "my.odd") in codes


def test_what_is_written_is_left_alone_when_it_is_the_same(tmp_path: Path) -> None:
    """Pages keep their times, for Sphinx reads anew what changed; old ones go, others stay."""
    compiled = compile_text(tmp_path, ALL)
    out = tmp_path / "docs"
    write_compiled(compiled, "docs", out)
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    (out / "mine.rst").write_text("Mine\n====\n")
    less = compile_text(tmp_path, ALL.replace('<moduleRef key="names"/>', ""))

    write_compiled(compiled, "docs", out)

    assert {n: (out / n).stat().st_mtime_ns for n in before} == before
    write_compiled(less, "docs", out)
    assert {path.name for path in out.iterdir()} == {*before, "mine.rst"} - {"names.rst"}


def test_the_schema_is_xml_that_says_where_it_comes_from(tmp_path: Path) -> None:
    """Whoever opens the schema learns that it was made, and from what."""
    compiled = compile_text(tmp_path, ALL)

    assert compiled.grammar is not None
    comment = compiled.grammar[0]
    assert isinstance(comment, etree._Comment)
    assert "my.odd" in (comment.text or "")
