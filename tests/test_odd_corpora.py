"""The TEI's own customisations compile, to what the TEI's own stylesheets make of them."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import REPOSITORY, SHARED
from odd_cases import TEI as XMLNS
from odd_cases import Case, compile_text, complete, is_valid, load, read_cases
from tei_edition.problems import Severity
from tei_edition.relaxng import Schema, compare_schemas, judge_text, read_schema
from tei_edition.schema.odd import Options, compile_odd, write_compiled

if TYPE_CHECKING:
    from pathlib import Path

TEI = SHARED / "tei"
SOURCE = TEI / "p5subset.xml"
CUSTOMISATIONS = TEI / "customisations"
NAMES = ("tei_lite", "tei_ms", "tei_simplePrint", "tei_drama")
# Every module, as in tei_all.
MODULES = (
    "tei core header textstructure analysis certainty corpus dictionaries drama figures gaiji"
    " iso-fs linking msdescription namesdates nets spoken tagdocs textcrit transcr verse cmc"
)
# Elements whose @type has a list of values that the TEI's stylesheets lose.
LOST = {
    "castItem", "classSpec", "constitution", "factuality", "interaction", "recording", "tag",
}  # fmt: skip

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(
        not SOURCE.is_file(), reason="the TEI's sources, ../shared/tei, are not here"
    ),
]


def compile_to(folder: Path, odd: Path, form: str = "rng") -> Path:
    """Compile an ODD over the TEI and write its schema; nothing is wrong with it but idle words."""
    compiled = compile_odd(odd, odd.parent, Options(source=SOURCE))
    assert {p.code for p in compiled.problems} <= {"odd-idle-statement"}, compiled.problems
    assert all(p.severity is Severity.WARNING for p in compiled.problems)
    [path] = write_compiled(compiled, form, folder / f"{odd.stem}.{form}")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_customisation_of_the_tei_compiles(tmp_path: Path, name: str) -> None:
    """Each gives a sound schema, the same in both syntaxes, that stays within the whole TEI."""
    one = read_schema(compile_to(tmp_path, TEI / f"{name}.odd"))
    other = read_schema(compile_to(tmp_path, TEI / f"{name}.odd", "rnc"))

    assert compare_schemas(one, other) == compare_schemas(other, one) == []
    assert len(one.elements) > 100


@pytest.mark.parametrize("name", ["tei_lite", "tei_ms"])
def test_a_schema_is_that_of_the_tei(tmp_path: Path, name: str) -> None:
    """It allows what the schema allows that the TEI's own stylesheets made, and no more."""
    ours = read_schema(compile_to(tmp_path, TEI / f"{name}.odd"))
    theirs = read_schema(TEI / f"{name}.rng")

    assert compare_schemas(ours, theirs) == []
    assert compare_schemas(theirs, ours) == []


PROJECTS = read_cases("projects.txt")
LETTER = f"""<TEI {XMLNS}><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>
<publicationStmt><p>None.</p></publicationStmt><sourceDesc><p>None.</p></sourceDesc></fileDesc>{{}}</teiHeader>
<text><body>{{}}</body></text></TEI>"""


def complete_letter(part: str) -> str:
    """A document of a part of it."""
    header, _, body = part.rpartition(" § ")
    is_whole = part.startswith(("<person", "<mei", "<music"))
    return complete(part) if is_whole else LETTER.format(header, body)


@pytest.mark.parametrize("case", PROJECTS, ids=lambda case: case.title)
def test_the_constructs_of_projects_compile_over_the_tei(case: Case, tmp_path: Path) -> None:
    """Each ODD gives a schema that judges as its data say; its problems are those of its data."""
    for name, text in case.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    compiled = compile_text(tmp_path, case.schema, Options(source=SOURCE))

    told = [text.split(" ", 1) for kind, text in case.decided if kind == "problem"]
    assert [p.code for p in compiled.problems] == [code for code, _ in told]
    for found, (_, words) in zip(compiled.problems, told, strict=True):
        assert words in found.message
    schema = load(tmp_path, compiled)
    for kind, text in case.decided:
        if kind != "problem":
            assert is_valid(schema, complete_letter(text)) == (kind == "valid"), text


# What each has of names that the TEI's present release lacks.
IDLE = {
    "dracor.odd": {"ellipsis", "anyURI", "ID"},
    "msdesc.odd": {"model.pPart.msDesc"},
    "tei-epidoc.xml": {"charName", "unicodeName", "geoFeat", "relationGrp", "att.responsibility"},
}


@pytest.mark.parametrize("name", IDLE)
def test_a_customisation_of_a_project_compiles(tmp_path: Path, name: str) -> None:
    """It gives a schema; each name that the TEI no longer has is a warning, and nothing else is."""
    odd = CUSTOMISATIONS / name
    compiled = compile_odd(odd, odd.parent, Options(source=SOURCE))

    assert {p.severity for p in compiled.problems} == {Severity.WARNING}
    named = {
        re.findall(r'"([^"]+)"', p.message)[-1 if "module" in p.message else 0]
        for p in compiled.problems
    }
    assert named == IDLE[name]
    [path] = write_compiled(compiled, "rng", tmp_path / "my.rng")
    schema = read_schema(path)
    assert schema.id_fault is None
    assert len(schema.elements) > 100


MANUSCRIPT = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="manuscript_1"><teiHeader><fileDesc>
<titleStmt><title>A catalogue</title></titleStmt><publicationStmt><p>None.</p></publicationStmt>
<sourceDesc><msDesc xml:lang="en"><msIdentifier><settlement>Bern</settlement><idno>1</idno>
</msIdentifier>{}</msDesc></sourceDesc></fileDesc></teiHeader><text><body><p/></body></text></TEI>"""
# Parts of descriptions, and whether they are right.
DESCRIBED = {
    "<p>A book.</p>": True,
    "<msContents><summary>Sermons</summary><msItem><locus from='1r' to='3v'>1r-3v</locus>"
    "<author key='person_1'>N.</author><title key='work_1'>T</title><incipit>In</incipit></msItem>"
    "</msContents>": True,
    "<physDesc><objectDesc form='codex'><supportDesc material='perg'><support>Skin</support>"
    "</supportDesc></objectDesc><handDesc><handNote scope='sole' script='textualis'>One</handNote>"
    "</handDesc></physDesc>": True,
    "<history><origin><origDate calendar='#Gregorian' when='1200'>1200</origDate></origin>"
    "<provenance>Bern</provenance></history>": True,
    "<additional><adminInfo><availability><p>Open</p></availability></adminInfo>"
    "</additional>": True,
    "<physDesc><objectDesc shape='book'/></physDesc>": False,
    "<physDesc><handDesc><handNote scope='all'>One</handNote></handDesc></physDesc>": False,
    "<msContents><msItem><title>T</title><author>N.</author><zzz/></msItem></msContents>": False,
    "<history><provenance>Bern</provenance><origin>Here</origin></history>": False,
    "<history><origin><origDate when='about 1200'>1200</origDate></origin></history>": False,
    "<physDesc><objectDesc/><p>One</p></physDesc>": False,
    "<msContents><u>said</u></msContents>": False,
}


def test_manuscripts_are_judged_as_by_the_schema_that_their_project_made(tmp_path: Path) -> None:
    """By the schema that msDesc publishes and by what we make of its ODD, verdicts are the same."""
    ours = read_schema(compile_to(tmp_path, CUSTOMISATIONS / "msdesc.odd"))
    theirs = read_schema(CUSTOMISATIONS / "msdesc.rng")

    for part, is_right in DESCRIBED.items():
        for schema in (ours, theirs):
            found = judge_text(schema, MANUSCRIPT.format(part), "x.xml")
            assert bool(found) != is_right, (part, found)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """All modules of the TEI in a schema."""
    folder = tmp_path_factory.mktemp("all")
    modules = "".join(f'<moduleRef key="{module}"/>' for module in MODULES.split())
    (folder / "all.odd").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><schemaSpec ident="all"'
        f' start="TEI teiCorpus">{modules}</schemaSpec></body></text></TEI>'
    )
    return read_schema(compile_to(folder, folder / "all.odd"))


def test_the_whole_tei_keeps_the_values_that_its_stylesheets_lose(everything: Schema) -> None:
    """Against tei_all, our schema is the smaller where a list of values for @type got lost there.

    That is issue 699 of the TEI's stylesheets; <content> and <datatype> say by @require of
    anyElement what theirs says in Schematron.
    """
    theirs = read_schema(TEI / "tei_all.rng")

    wider = compare_schemas(theirs, everything)

    assert compare_schemas(everything, theirs) == []
    assert {d.element for d in wider if "@type" in d.what} == LOST
    assert {d.element for d in wider} <= LOST | {"content", "datatype"}


def test_libxml2_compiles_what_it_never_finishes(tmp_path: Path) -> None:
    """The schema for manuscripts, as the TEI's stylesheets write it, is too much for libxml2."""
    schema = etree.RelaxNG(etree.parse(compile_to(tmp_path, TEI / "tei_ms.odd")))

    assert not schema.validate(etree.fromstring("<TEI xmlns='http://www.tei-c.org/ns/1.0'/>"))


def test_the_diary_of_the_guide_compiles_over_the_tei(tmp_path: Path) -> None:
    """What the guide shows of an ODD over the TEI gives a schema of what it takes."""
    shutil.copy(REPOSITORY / "docs/manual/how-to/diary.odd", tmp_path)
    shutil.copy(SOURCE, tmp_path)

    compiled = compile_odd(tmp_path / "diary.odd", tmp_path)

    assert compiled.problems == ()
    assert compiled.schema is not None
    assert {"persName", "div", "teiHeader"} < set(compiled.schema.list_names("element"))
    assert "hi" not in compiled.schema.list_names("element")
