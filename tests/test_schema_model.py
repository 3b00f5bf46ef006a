"""Which schemas judge a file: what edition.toml says, what the file says, what a catalogue says."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from tei_edition.config import make_config
from tei_edition.problems import EditionError
from tei_edition.schema.association import FileSchemas, RuleSet, find_model
from tei_edition.schema.xml_catalogue import SchemaCatalogue
from tei_edition.source import read_source

if TYPE_CHECKING:
    from pathlib import Path

RNG = 'schematypens="http://relaxng.org/ns/structure/1.0"'
SCH = 'schematypens="http://purl.oclc.org/dsdl/schematron"'
ADDRESS = "https://example.org/schemas/all.rng"
CATALOGUE = """<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
  <group xml:base="more/"><uri name="https://example.org/one.rng" uri="1.rng"/></group>
  <rewriteURI uriStartString="https://example.org/" rewritePrefix="all/"/>
  <rewriteURI uriStartString="https://example.org/new/" rewritePrefix="new/"/>
  <nextCatalog catalog="next.xml"/>
  <nextCatalog catalog="catalog.xml"/>
</catalog>"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An edition's folder with some schemas, which need not be any."""
    for name in ("a.rng", "b.rnc", "c.sch", "d.sch"):
        (tmp_path / name).write_text("")
    return tmp_path


def find(root: Path, prolog: str, **check: Any) -> FileSchemas:
    """The model of a file that begins so, in an edition with these settings."""
    path = root / "text.xml"
    path.write_text(f'{prolog}<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', encoding="utf-8")
    return find_model(read_source(path, root), make_config({"check": check}, root))


def show(model: FileSchemas) -> list[tuple[str, int, int]]:
    """The problems of a model, by code and place."""
    return [(p.code, p.location.line, p.location.column) for p in model.problems]


def test_without_anything_said_the_shipped_schema_judges(root: Path) -> None:
    """A file that names no schema is judged by the program's own."""
    model = find(root, "")

    assert model.grammar is not None
    assert model.grammar.name == "edition.rng"
    assert model.rules == ()


@pytest.mark.parametrize(
    ("instruction", "grammar", "rules"),
    [
        (f'xml-model href="a.rng" {RNG}', "a.rng", []),
        (f"xml-model href='b.rnc' type='application/relax-ng-compact-syntax' {RNG}", "b.rnc", []),
        ('xml-model href="b.rnc" type="application/relax-ng-compact-syntax"', "b.rnc", []),
        ('xml-model href="a.rng"', "a.rng", []),
        ('xml-model href="c.sch"', None, ["c.sch"]),
        (f'xml-model href="c.sch" {SCH}', None, ["c.sch"]),
        (f'xml-model href="a.rng" {SCH}', None, ["a.rng"]),
        ('oxygen RNGSchema="a.rng" type="xml"', "a.rng", []),
        ('oxygen SCHSchema="c.sch"', None, ["c.sch"]),
        (f'xml-stylesheet href="a.rng" {RNG}', None, []),
    ],
)
def test_a_file_names_its_schemas(
    root: Path, instruction: str, grammar: str | None, rules: list[str]
) -> None:
    """By type, else by the ending; other instructions are passed over."""
    model = find(root, f"<?{instruction}?>\n")

    assert model.grammar is not None
    assert model.grammar.name == (grammar or "edition.rng")
    assert [found.path.name for found in model.rules] == rules
    assert model.problems == ()


XSD = 'schematypens="http://www.w3.org/2001/XMLSchema"'
UNCLEAR = {
    "no attribute": ("xml-model", "names no schema", 1),
    "no address": (f'xml-model href=" " {RNG}', "names no schema", 19),
    "no quotation marks": (f"xml-model href=a.rng {RNG}", "names no schema", 1),
    "no ending": ('xml-model href="%00"', "not clear in which language", 19),
    "an unknown ending": ('xml-model href="schemas/all"', "not clear in which language", 19),
    "a W3C Schema": (f'xml-model href="x.xsd" {XSD}', "a language that is not used", 19),
    "a W3C Schema by its ending": ('xml-model href="x.XSD?v=1"', "a language that is not used", 19),
    "a DTD": ('xml-model href="x" type="application/xml-dtd"', "a language that is not used", 19),
}


@pytest.mark.parametrize(("instruction", "words", "column"), UNCLEAR.values(), ids=UNCLEAR)
def test_an_instruction_that_names_no_usable_schema_is_told(
    root: Path, instruction: str, words: str, column: int
) -> None:
    """Nobody believes that a file is validated by it; edition.toml makes it idle."""
    model = find(root, f"<?{instruction}?>\n")

    assert show(model) == [("schema-unreadable", 1, column)]
    assert words in model.problems[0].message
    assert model.grammar is not None
    assert find(root, f"<?{instruction}?>\n", schema="b.rnc").problems == ()


def test_a_schema_for_other_programs_beside_a_usable_one_is_no_problem(root: Path) -> None:
    """Many a file names a W3C Schema for its editor, and RELAX NG too."""
    prolog = f'<?xml-model href="x.xsd" {XSD}?><?xml-model href="a.rng" {RNG}?>'

    assert find(root, prolog).problems == ()
    assert len(find(root, prolog.replace('href="a.rng"', "")).problems) == 2


def test_an_instruction_in_a_comment_names_nothing(root: Path) -> None:
    """What is commented out does not count."""
    model = find(root, f'<!-- <?xml-model href="none.rng" {RNG}?> -->')

    assert model.problems == ()


def test_phases_are_told(root: Path) -> None:
    """The phase of the instruction counts, else that of edition.toml."""
    prolog = f'<?xml-model href="c.sch" {SCH} phase="draft"?><?xml-model href="d.sch" {SCH}?>'

    model = find(root, prolog, phase="final")

    assert model.rules == (RuleSet(root / "c.sch", "draft"), RuleSet(root / "d.sch", "final"))


def test_what_edition_toml_says_comes_first(root: Path) -> None:
    """Its schema and its rules take the place of the file's, each for itself."""
    prolog = f'<?xml-model href="a.rng" {RNG}?><?xml-model href="c.sch" {SCH}?>'

    assert find(root, prolog, schema="b.rnc").grammar == root / "b.rnc"
    assert find(root, prolog, schema="none").grammar is None
    assert [r.path.name for r in find(root, prolog, schema="none").rules] == ["c.sch"]
    assert [r.path.name for r in find(root, prolog, schematron=["d*.sch"]).rules] == ["d.sch"]
    assert find(root, prolog, schematron=[]).rules == ()


def test_rules_that_edition_toml_names_must_be_there(root: Path) -> None:
    """A name that leads nowhere is a fault of the configuration."""
    with pytest.raises(EditionError, match=r'"none.sch" in schematron names no file'):
        find(root, "", schematron=["none.sch"])


def test_a_path_that_leads_nowhere_is_told_where_it_stands(root: Path) -> None:
    """A missing file, and one outside the edition's folder."""
    (root.parent / "outside.sch").write_text("")
    prolog = f'<?xml-model\n  href="none.rng" {RNG}?><?xml-model href="../outside.sch" {SCH}?>'

    model = find(root, prolog)

    assert model.grammar is None
    assert show(model) == [("schema-unreadable", 2, 9), ("schematron-unreadable", 2, 89)]


@pytest.mark.parametrize(
    "address", ["http://[", "a%00.rng", "x" * 5000 + ".rng", "//a", "http://a:x/b.rng", "http:///a"]
)
@pytest.mark.parametrize("kind", [RNG, SCH])
def test_what_can_be_no_address_is_told_as_such(root: Path, address: str, kind: str) -> None:
    """It is not said to be on the web, from where it could be fetched."""
    model = find(root, f'<?xml-model href="{address}" {kind}?>', catalogue={"https://a/": "."})

    assert [(p.location.column, "no address of the web" in p.message) for p in model.problems] == [
        (19, True)
    ]


def test_the_part_behind_a_sign_of_a_fragment_is_no_part_of_the_name(root: Path) -> None:
    """As in every address."""
    assert find(root, f'<?xml-model href="a.rng#b" {RNG}?>').problems == ()


def test_an_address_that_is_not_mapped_is_told_once(root: Path) -> None:
    """Named for its grammar and for its rules, it is one problem; no other schema judges."""
    prolog = f'<?xml-model href="{ADDRESS}" {RNG}?>\n<?xml-model href="{ADDRESS}" {SCH}?>\n'

    model = find(root, prolog)

    assert model.grammar is None
    assert show(model) == [("schema-not-stored", 1, 19)]
    assert model.problems[0].hint == f"tei-edition schema fetch {ADDRESS}"


@pytest.mark.parametrize("known", [ADDRESS, ADDRESS.replace("https", "http")])
@pytest.mark.parametrize("asked", [ADDRESS, ADDRESS.replace("https", "http")])
def test_a_catalogue_maps_addresses(root: Path, known: str, asked: str) -> None:
    """Whether they begin with http or https."""
    model = find(root, f'<?xml-model href="{asked}" {RNG}?>', catalogue={known: "a.rng"})

    assert model.grammar == root / "a.rng"
    assert model.problems == ()


def test_a_catalogue_maps_folders(root: Path) -> None:
    """The longest line that fits counts, and nothing leads out of the folder that it names."""
    lines = {"https://example.org/": "x/", "https://example.org/schemas/": "."}
    config = make_config({"check": {"catalogue": lines}}, root)
    look_up = SchemaCatalogue(config).look_up

    assert (found := look_up(ADDRESS)) is not None
    assert found.path == root / "all.rng"
    assert look_up("https://example.org/../../etc/passwd") is None
    assert look_up("https://example.com/schemas/all.rng") is None


def test_a_checksum_is_held_against_the_file(root: Path) -> None:
    """A schema that is not what was stored is reported, and judges all the same."""
    prolog = f'<?xml-model href="{ADDRESS}" {RNG}?>'
    right = hashlib.sha256(b"").hexdigest()

    sound = find(root, prolog, catalogue={ADDRESS: {"file": "a.rng", "sha256": right.upper()}})
    faulty = find(root, prolog, catalogue={ADDRESS: {"file": "a.rng", "sha256": "0" * 64}})

    assert sound.problems == ()
    assert show(faulty) == [("schema-changed", 1, 19)]
    assert faulty.grammar == root / "a.rng"


def test_a_mapped_file_that_is_missing_is_told(root: Path) -> None:
    """The line in the catalogue is what is to be corrected."""
    model = find(root, f'<?xml-model href="{ADDRESS}" {RNG}?>', catalogue={ADDRESS: "none.rng"})

    assert show(model) == [("schema-unreadable", 1, 19)]
    assert "[check.catalogue]" in model.problems[0].hint


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.org/one.rng", "more/1.rng"),
        ("http://example.org/one.rng", "more/1.rng"),
        ("https://example.org/two.rng", "all/two.rng"),
        ("https://example.org/new/two.rng", "new/two.rng"),
        ("https://example.com/three.rng", "three.rng"),
        ("https://example.net/four.rng", None),
    ],
)
def test_a_catalogue_of_oasis_maps_addresses(root: Path, address: str, path: str | None) -> None:
    """Names, the longest of the rewritten starts, bases, and the catalogues that follow."""
    (root / "catalog.xml").write_text(CATALOGUE)
    (root / "next.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<system systemId="https://example.com/three.rng" uri="three.rng"/></catalog>'
    )

    found = SchemaCatalogue(make_config({"check": {"catalogues": ["catalog.xml"]}}, root)).look_up(
        address
    )

    assert (found and found.path) == (path and root / path)


@pytest.mark.parametrize("text", ["<a/>", "<catalog", ""])
def test_a_catalogue_that_is_none_is_refused(root: Path, text: str) -> None:
    """It is edition.toml that names it."""
    (root / "catalog.xml").write_text(text)
    config = make_config({"check": {"catalogues": ["catalog.xml"]}}, root)

    with pytest.raises(EditionError, match=r'the catalogue "catalog.xml" cannot be read'):
        SchemaCatalogue(config).look_up(ADDRESS)
