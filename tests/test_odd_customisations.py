"""Customisations, compiled and held against the schemas that were written for them by hand."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from building import find_program
from odd_cases import Case, compile_text, complete, is_valid, load, read_cases
from tei_edition.relaxng import compare_schemas, read_schema
from tei_edition.schema.odd import write_compiled
from tei_edition.schema.schematron import judge_source, read_rules
from tei_edition.source import read_xml

if TYPE_CHECKING:
    from pathlib import Path

# What the source declares, for the schemas written by hand.
PRELUDE = """default namespace = "http://www.tei-c.org/ns/1.0"
"""
COMMON = r"""
word = xsd:token { pattern = "\S+" }
year = xsd:gYear | "unknown"
global = attribute n { text }?, attribute rend { list { word+ } }?
typed = attribute type { word }?, attribute subtype { word }?
"""
CASES = read_cases("customisations.txt")
RULED = [case for case in CASES if any(kind == "told" for kind, _ in case.decided)]


def write_hand(case: Case, folder: Path) -> Path:
    """Write the schema that was written by hand."""
    head = "" if case.hand.startswith("default namespace") else PRELUDE
    path = folder / "hand.rnc"
    # Declarations stand before all definitions.
    declarations, _, rest = re.match(
        r"((?:(?:default )?namespace(?: \w+)? = \"[^\"]*\"\s*)*)()(.*)", case.hand, re.DOTALL
    ).groups()  # type: ignore[union-attr]
    path.write_text(f"{head}{declarations}{COMMON}{rest}\n", encoding="utf-8")
    return path


def compile_case(case: Case, folder: Path) -> Path:
    """Write the schema that a customisation comes to; nothing is wrong with it."""
    for name, text in case.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    compiled = compile_text(folder, case.schema)
    assert compiled.problems == ()
    load(folder, compiled)
    return folder / "my.rng"


def list_documents(case: Case) -> list[tuple[bool, str]]:
    """The documents of a case, and whether they are valid."""
    return [(kind == "valid", text) for kind, text in case.decided if kind != "told"]


def test_there_are_customisations_enough() -> None:
    """Every one has its schema, takes something and refuses something."""
    assert len(CASES) >= 35
    for case in CASES:
        assert case.hand
        assert {True, False} == {valid for valid, _ in list_documents(case)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_customisation_comes_to_the_schema_written_by_hand(case: Case, tmp_path: Path) -> None:
    """Documents are judged as the data say, by both; and neither allows what the other does not."""
    ours = read_schema(compile_case(case, tmp_path))
    hand = read_schema(write_hand(case, tmp_path))

    for expected, text in list_documents(case):
        assert is_valid(hand, text) == expected, f"by hand: {text}"
        assert is_valid(ours, text) == expected, text
    assert compare_schemas(ours, hand) == []
    assert compare_schemas(hand, ours) == []


@pytest.mark.program("jing")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_jing_judges_alike(case: Case, tmp_path: Path) -> None:
    """So does jing, by the schema that we compile and by the one that was written by hand."""
    documents = list_documents(case)
    files = []
    for number, (_, text) in enumerate(documents):
        files.append(tmp_path / f"{number}.xml")
        files[-1].write_text(complete(text), encoding="utf-8")
    schemas = {"": compile_case(case, tmp_path), "-c": write_hand(case, tmp_path)}

    for option, schema in schemas.items():
        command = [str(find_program("jing")), *option.split(), str(schema), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wrong = {int(found) for found in re.findall(r"/(\d+)\.xml:\d+:\d+: error", done.stdout)}
        assert "my.rng:" not in done.stdout + done.stderr
        expected = {i for i, (is_right, _) in enumerate(documents) if not is_right}
        assert wrong == expected, done.stdout


@pytest.mark.parametrize("case", RULED, ids=lambda case: case.title)
def test_the_rules_of_a_customisation_find_what_they_are_for(case: Case, tmp_path: Path) -> None:
    """Each rule tells its words of the document that breaks it, and none of valid documents."""
    compile_case(case, tmp_path)
    rules = read_rules([tmp_path / "my.rng"], tmp_path)
    cases = [tuple(text.split(" | ")) for kind, text in case.decided if kind == "told"]
    cases += [("", text) for kind, text in case.decided if kind == "valid"]

    for words, document in cases:
        (tmp_path / "x.xml").write_text(complete(document), encoding="utf-8")
        found = judge_source(rules, read_xml(tmp_path / "x.xml", tmp_path), tmp_path).problems
        assert [problem.message for problem in found] == ([words] if words else []), document


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_customisation_has_pages(case: Case, tmp_path: Path) -> None:
    """The pages of every customisation can be written."""
    compile_case(case, tmp_path)

    [index] = write_compiled(compile_text(tmp_path, case.schema), "docs", tmp_path / "docs")

    assert index.is_file()
