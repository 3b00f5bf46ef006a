"""Schematron: what the standard decides, case by case (tests/schematron/cases), and all around."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tei_edition.schema.schematron import (
    DEFAULT,
    SchematronError,
    check_rules,
    judge_source,
    read_rules,
)
from tei_edition.source import read_xml

if TYPE_CHECKING:
    from tei_edition.problems import Problem

CASES = Path(__file__).parent / "schematron" / "cases"
_KEY = re.compile(r"(sch|rng|odd|xml|finds|bad|phase|language|binding|file [\w.\-/]+): ?(.*)")
_NS = "http://purl.oclc.org/dsdl/schematron"
_WRAP = {
    "sch": f'<schema xmlns="{_NS}" queryBinding="{{binding}}">\n{{text}}\n</schema>',
    "rng": f'<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:sch="{_NS}">\n'
    "{text}\n</grammar>",
    "odd": f'<schemaSpec xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="{_NS}" ident="odd">\n'
    "{text}\n</schemaSpec>",
}


@dataclass
class Case:
    """A schema with its files, a document, and what is found in it, or what is wrong with it.

    What is found is written as it is expected: `line:column kind severity: message | hint`.
    """

    title: str
    files: dict[str, str] = field(default_factory=dict)
    schema: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    finds: list[str] = field(default_factory=list)
    bad: str = ""


def read_cases() -> list[Case]:
    """All cases of all files; each begins with `==`, the clause that decides it, and a title."""
    return [
        _read_case(part)
        for path in sorted(CASES.glob("*.txt"))
        for part in path.read_text(encoding="utf-8").split("\n== ")[1:]
    ]


def _read_case(part: str) -> Case:
    title, *lines = part.strip("\n").split("\n")
    entries: list[list[str]] = []
    for line in lines:
        if found := _KEY.fullmatch(line):
            entries.append([found[1], found[2]])
        else:
            entries[-1][1] += f"\n{line}"
    case = Case(title)
    texts = {key: text for key, text in entries if key in _WRAP}
    for key, text in entries:
        if key.startswith("file "):
            case.files[key[5:]] = text
        elif key == "xml":
            case.files["case.xml"] = text
        elif key == "finds":
            case.finds += [text] if text != "nothing" else []
        elif key == "bad":
            case.bad = text
        elif key not in texts:
            case.settings[key] = text
    for kind, text in texts.items():
        case.schema = f"schema.{kind}"
        binding = case.settings.get("binding", "xslt3")
        is_whole = text.startswith(("<schema", "<grammar", "<!--", "<TEI"))
        case.files[case.schema] = (
            text if is_whole else _WRAP[kind].replace("{binding}", binding).replace("{text}", text)
        )
    return case


DECIDED = [pytest.param(case, id=case.title) for case in read_cases()]


def judge(case: Case, folder: Path) -> list[Problem]:
    """What the rules of a case find in its document, in order."""
    for name, text in case.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    phase = case.settings.get("phase", DEFAULT)
    rules = read_rules([folder / case.schema], folder, phase=phase)
    if case.bad and "case.xml" not in case.files:
        check_rules(rules, folder)
        return []
    source = read_xml(folder / "case.xml", folder)
    language = case.settings.get("language", "")
    found = judge_source(rules, source, folder, language=language).problems
    return sorted(found, key=lambda p: p.location)


def show(problem: Problem) -> str:
    """A problem as the cases write it."""
    kinds = {"schematron-failed-assertion": "assert", "schematron-report": "report"}
    kind = kinds.get(problem.code, problem.code.removeprefix("schematron-"))
    place = problem.location
    hint = f" | {problem.hint}" if problem.hint else ""
    told = f"{place.line}:{place.column} {kind} {problem.severity}: {problem.message}{hint}"
    return told if place.file == "case.xml" else f"{place.file} {told}"


def test_there_are_cases_enough() -> None:
    """Every clause that decides something has its cases, and each case cites its clause."""
    assert len(DECIDED) >= 80
    assert all(
        re.match(r"ISO/IEC 19757-3:20(16|20), (Annex )?[\dA-K.]+|TEI ", str(c.id)) for c in DECIDED
    )


@pytest.mark.parametrize("case", DECIDED)
def test_the_standard_decides(case: Case, tmp_path: Path) -> None:
    """Rules find what the clause says that is cited, where it is; a faulty schema says where."""
    if case.bad:
        with pytest.raises(SchematronError) as caught:
            judge(case, tmp_path)
        error = caught.value
        hint = f" | {error.hint}" if error.hint else ""
        place = error.location
        assert f"{place.file}:{place.line}:{place.column} {error}{hint}" == case.bad
        return

    assert [show(problem) for problem in judge(case, tmp_path)] == case.finds
