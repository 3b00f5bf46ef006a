"""Rules in Schematron as an edition has them: found, tried, kept between runs, run apart."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from building import CORPORA, SHARED
from tei_edition.cli import main
from tei_edition.config import make_config
from tei_edition.problems import Severity
from tei_edition.runtime.saxon import Answer, Question
from tei_edition.schema.compiled import read_compiled_rules
from tei_edition.schema.schematron import judge_source, read_rules
from tei_edition.schema.schematron.expressions import list_subjects
from tei_edition.source import read_source

if TYPE_CHECKING:
    from pathlib import Path

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="a"><teiHeader><fileDesc>
<titleStmt><title>A test</title></titleStmt><publicationStmt><p>No.</p></publicationStmt>
<sourceDesc><p>None.</p></sourceDesc></fileDesc></teiHeader>
<text><body>
{body}
</body></text></TEI>
"""
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">
<ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
<pattern>{rules}</pattern></schema>
"""
KNOWN = """<rule context="tei:seg">
<assert test="@n = doc('words.xml')//word">The word "<value-of select="@n"/>" is not known.</assert>
</rule>"""
GRAMMAR = """<element name="TEI" ns="http://www.tei-c.org/ns/1.0"
    xmlns="http://relaxng.org/ns/structure/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
  <sch:ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <sch:rule context="tei:p"><sch:report test="tei:hi">No hi.</sch:report></sch:rule>
  <ref name="any"/>
</element>"""
ANY = """<define name="any"><zeroOrMore><choice><text/><attribute><anyName/></attribute>
  <element><anyName/><ref name="any"/></element></choice></zeroOrMore></define>"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition of one text, with one rule that looks words up."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\n[check]\nschema = "none"\nschematron = ["rules.sch"]\n'
    )
    (tmp_path / "a.xml").write_text(TEI.format(body='<p><seg n="x">X</seg></p>'))
    (tmp_path / "rules.sch").write_text(RULES.format(rules=KNOWN))
    (tmp_path / "words.xml").write_text("<words><word>x</word></words>")
    return tmp_path


def check() -> list[tuple[str, str, int, int]]:
    """What the command finds by rules: code, file, line, column."""
    result = CliRunner().invoke(
        main, ["check", "-j", "1", "--select", "schematron-*", "--format", "json"]
    )
    assert result.exit_code in {0, 1}, result.output
    return [
        (p["code"], p["location"]["file"], p["location"]["line"], p["location"]["column"])
        for p in json.loads(result.stdout)
    ]


def test_a_rule_that_changes_is_tried_again(root: Path) -> None:
    """What was found is kept no longer than the rules stay as they are."""
    assert check() == []
    (root / "rules.sch").write_text(
        RULES.format(rules=KNOWN.replace("doc('words.xml')//word", "'y'"))
    )

    assert check() == [("schematron-failed-assertion", "a.xml", 5, 4)]


def test_a_document_that_changes_is_looked_up_again(root: Path) -> None:
    """What rules read belongs to what a file was judged by, be it there or not."""
    assert check() == []
    (root / "words.xml").write_text("<words/>")
    assert check() == [("schematron-failed-assertion", "a.xml", 5, 4)]
    (root / "words.xml").unlink()
    assert check() == [("schematron-undecidable", "a.xml", 5, 4)]
    (root / "words.xml").write_text("<words><word>x</word></words>")
    assert check() == []


def test_rules_that_are_included_belong_to_the_rules(root: Path) -> None:
    """A part of the rules that changes is a change of the rules."""
    (root / "part.sch").write_text(
        '<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="tei:p">'
        '<report test="tei:hi">hi</report></rule>'
    )
    (root / "rules.sch").write_text(RULES.format(rules='<include href="part.sch"/>'))
    assert check() == []
    part = (root / "part.sch").read_text()
    (root / "part.sch").write_text(part.replace("tei:hi", "tei:seg"))

    assert check() == [("schematron-report", "a.xml", 5, 1)]


def test_faulty_rules_are_one_problem_in_their_file(root: Path) -> None:
    """However many texts there are; and they are read again when they are corrected."""
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["*.xml"]\n[check]\nschema = "none"\nschematron = ["rules.sch"]\n'
    )
    (root / "words.xml").unlink()
    (root / "b.xml").write_text(TEI.format(body="<p/>"))
    (root / "rules.sch").write_text(RULES.format(rules=KNOWN.replace("@n =", "@n ==")))
    assert check() == [("schematron-unreadable", "rules.sch", 4, 9)]
    (root / "rules.sch").write_text(RULES.format(rules=KNOWN.replace("@n =", "@m = ''")))

    assert check() == [("schematron-unreadable", "rules.sch", 4, 9)]


def test_rules_in_the_schema_are_tried(root: Path) -> None:
    """Those embedded in the schema in use, unless the edition does not want them."""
    grammar = GRAMMAR.replace(
        '<ref name="any"/>', '<grammar><start><ref name="any"/></start>' + ANY + "</grammar>"
    )
    (root / "s.rng").write_text(grammar)
    (root / "a.xml").write_text(TEI.format(body="<p><hi>X</hi></p>"))
    (root / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\n[check]\nschema = "s.rng"\n')
    assert check() == [("schematron-report", "a.xml", 5, 1)]
    with (root / "edition.toml").open("a") as file:
        file.write("embedded_rules = false\n")

    assert check() == []


def test_what_an_xinclude_brings_in_is_judged_in_its_file(root: Path) -> None:
    """A finding is reported where it stands; the stamps that say where that is are invisible."""
    (root / "a.xml").write_text(
        TEI.format(body='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="p.xml"/>')
    )
    (root / "p.xml").write_text(
        '<p xmlns="http://www.tei-c.org/ns/1.0">\n<seg n="y" m="1">Y</seg></p>'
    )
    rule = '<rule context="tei:seg[count(@*) = 2]/@n"><report test="true()">so</report></rule>'
    (root / "rules.sch").write_text(RULES.format(rules=rule))

    assert check() == [("schematron-report", "p.xml", 2, 1)]


def test_a_file_with_entities_of_its_own_is_judged(root: Path) -> None:
    """What the file declares is put in; nothing outside it is read."""
    text = TEI.format(body='<p><seg n="&x;">X</seg></p>')
    (root / "a.xml").write_text(
        f'<!DOCTYPE TEI SYSTEM "http://example.org/tei.dtd" [<!ENTITY x "xx">]>\n{text}'
    )
    (root / "words.xml").write_text("<words><word>xx</word></words>")

    assert check() == []


def test_the_language_of_the_edition_chooses_messages(root: Path) -> None:
    """Messages are in the language that edition.toml names."""
    rule = (
        '<rule context="tei:seg"><assert xml:lang="en" test="false()" diagnostics="d">no</assert>'
        '</rule></pattern><diagnostics><diagnostic id="d" xml:lang="de">nein</diagnostic>'
        "</diagnostics><pattern>"
    )
    (root / "rules.sch").write_text(RULES.format(rules=rule))
    table = (root / "edition.toml").read_text()
    assert "error: no [" in CliRunner().invoke(main, ["check", "-j", "1"]).output
    (root / "edition.toml").write_text(table.replace("[check]", 'language = "de"\n[check]'))

    assert "error: nein [" in CliRunner().invoke(main, ["check", "-j", "1"]).output


def test_saxon_does_not_run_in_the_process_that_stages(root: Path) -> None:
    """Sphinx could not fork beside its threads: the rules are tried in another process."""
    program = (
        "import sys; from pathlib import Path; from tei_edition.config import read_config;"
        "from tei_edition.publishing.staging import stage_edition\n"
        "if __name__ == '__main__':\n"
        "    staging = stage_edition(read_config(Path('edition.toml')))\n"
        "    found = {p.code for p in staging.problems if 'schematron' in p.code}\n"
        "    print(found, 'saxonche' in sys.modules)\n"
    )
    (root / "words.xml").write_text("<words/>")
    (root / "stage.py").write_text(program)

    done = subprocess.run([sys.executable, "stage.py"], cwd=root, capture_output=True, text=True)

    assert done.stdout == "{'schematron-failed-assertion'} False\n", done.stderr


def test_rules_are_kept_as_they_were_read(root: Path) -> None:
    """Rules that come from the disk are equal to those that were read."""
    config = make_config({}, root)
    read = read_compiled_rules((root / "rules.sch",), config)
    store = next(config.cache_folder.rglob("*.rules"))
    written = store.stat().st_mtime_ns
    from tei_edition.schema import compiled

    compiled._rules.clear()
    kept = read_compiled_rules((root / "rules.sch",), config)

    assert kept == read
    assert store.stat().st_mtime_ns == written


# What detest.xml, of the TEI's own tests, says of itself: "should be invalid" by rules.
@pytest.mark.corpora
def test_the_rules_of_the_tei_find_what_its_tests_hold() -> None:
    """The TEI tests its rules with a file of mistakes: each of them is found, in its line."""
    folder = CORPORA / "tei-tests" / "Test"
    rules = read_rules([SHARED / "tei" / "tei_all.rng"], folder)
    source = read_source(folder / "detest.xml", folder)

    found = judge_source(rules, source, folder).problems

    lines = source.text.split("\n")
    assert {p.location.line for p in found} >= {
        number
        for number, line in enumerate(lines, 1)
        if "generatedBy=" in line and "<post" not in line and "<signed" not in line
    }
    assert len(found) >= 40
    assert not [p for p in found if p.code == "schematron-undecidable"]


@pytest.mark.corpora
def test_the_rules_of_the_tei_run_on_all_editions() -> None:
    """Whatever an edition holds, rules say yes or no, and what they say has a place in it."""
    rules = read_rules([SHARED / "tei" / "tei_all.rng"], CORPORA)
    number = 0
    for path in sorted(CORPORA.rglob("*.xml"))[::7]:
        source = read_source(path, CORPORA)
        if source.root is None:
            continue
        number += 1
        lines = source.text.split("\n")
        for problem in judge_source(rules, source, CORPORA).problems:
            assert problem.code != "schematron-undecidable"
            assert problem.severity in Severity
            place = problem.location
            assert lines[place.line - 1][place.column - 1] == "<"

    assert number > 50


@pytest.mark.parametrize(
    "call",
    [
        "environment-variable('MY_TOKEN')",
        "string-join(available-environment-variables())",
        "function-lookup(xs:QName('fn:environment-' || 'variable'), 1)('MY_TOKEN')",
    ],
)
def test_rules_cannot_read_the_environment(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A rule that asks for a variable of the system, in whatever way, gets none."""
    monkeypatch.setenv("MY_TOKEN", "s3cret")
    rule = (
        f'<rule context="tei:seg"><report test="true()"><value-of select="{call}"/></report></rule>'
    )
    (root / "rules.sch").write_text(RULES.format(rules=rule))

    result = CliRunner().invoke(main, ["check", "-j", "1", "--select", "schematron-*"])

    assert "[schematron-report]" in result.output
    assert "s3cret" not in result.output


@pytest.mark.parametrize(
    ("context", "names"),
    [
        ("tei:p", {"p"}),
        ("tei:p[@n] | q/tei:seg[not(. = '|')]", {"p", "seg"}),
        ("//tei:app[tei:lem]/tei:rdg", {"rdg"}),
        ("Q{urn:x}note union h", {"note", "h"}),
        ("tei:p/@n", None),
        ("tei:*", None),
        ("*", None),
        ("/", None),
        ("text()", None),
        ("tei:p/text()", None),
        ("element(tei:p)", None),
        ("$all", None),
        ("tei:p | @n", None),
        ("key('k', 'x')", None),
        (".[self::tei:p]", None),
        ("(tei:p | tei:q)", None),
        ("child::tei:p", None),
    ],
)
def test_the_elements_of_a_context(context: str, names: set[str] | None) -> None:
    """The names are known only where nothing else can match."""
    assert list_subjects(context) == names


@pytest.mark.parametrize(
    ("context", "is_asked"), [("tei:seg", True), ("tei:seg | tei:app", True), ("tei:app", False)]
)
def test_rules_about_elements_that_a_text_lacks_are_not_tried(
    root: Path, monkeypatch: pytest.MonkeyPatch, context: str, is_asked: bool
) -> None:
    """Saxon is asked only of texts that have any of the elements."""
    rule = f'<rule context="{context}"><report test="true()">Here.</report></rule>'
    (root / "rules.sch").write_text(RULES.format(rules=rule))
    config = make_config({}, root)
    rules = read_compiled_rules((root / "rules.sch",), config)
    asked: list[object] = []

    def ask(question: Question) -> Answer:
        asked.append(question)
        return Answer([], (), "")

    monkeypatch.setattr("tei_edition.schema.schematron.rules.ask_apart", ask)
    judge_source(rules, read_source(root / "a.xml", root), root)

    assert bool(asked) == is_asked


def test_rules_that_do_not_compile_are_reported_of_any_text(root: Path) -> None:
    """A fault in rules is found even if no text has the elements that they are about."""
    rule = '<rule context="tei:app"><assert test="count(">No.</assert></rule>'
    (root / "rules.sch").write_text(RULES.format(rules=rule))

    assert [code for code, *_ in check()] == ["schematron-unreadable"]
