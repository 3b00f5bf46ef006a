"""SARIF, JUnit and annotations: what the hosts of code read is as they want it."""

from __future__ import annotations

import importlib.metadata
import json
import os
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from urllib.request import url2pathname

import jsonschema
import msgspec
import pytest
from lxml import etree

from tei_edition.problems import RULES, Edit, Location, Problem, Severity, problem
from tei_edition.report import Report, format_report

NAME = "tei/Ä b%20 #1.xml"
SCHEMA = Path(__file__).parent / "report" / "sarif.schema.json"


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """An error with a fix and another place, and a note twice on lines that are alike."""
    (tmp_path / "tei").mkdir()
    lines = ('<p>𝄞 <persName ref="#kerenski">K</persName></p>', "<p>One</p>", "<p>One</p>")
    (tmp_path / NAME).write_text("\n".join(lines), encoding="utf-8")
    first = Location(NAME, 1, 16)
    found = (
        problem(
            "unknown-person",
            'no person "kerenski"',
            first,
            hint='did you mean "kerensky"?',
            related=[Location("tei/register.xml", 2, 3)],
            fix=[Edit(first, "#kerenski", "#kerensky", "ref")],
        ),
        problem("unhandled-element", "a <p>", Location(NAME, 2, 1)),
        problem("unhandled-element", "a <p>", Location(NAME, 3, 1)),
    )
    return Report(found, 2, tmp_path, checked=(NAME, "tei/register.xml"))


def read_run(report: Report) -> dict[str, Any]:
    """The run of the log, whose form has been held against the standard."""
    log = json.loads(format_report(report, "sarif"))
    # The whole schema of OASIS is held against it too where the variable names it.
    for path in (SCHEMA, Path(os.environ.get("SARIF_SCHEMA", SCHEMA))):
        schema = json.loads(path.read_text(encoding="utf-8"))
        checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
        jsonschema.Draft202012Validator(schema, format_checker=checker).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_every_rule_makes_valid_sarif(tmp_path: Path) -> None:
    """A log of all problems that there are is valid, each with its page as text and Markdown."""
    found = tuple(problem(code, "so", Location("a.xml")) for code in RULES)

    run = read_run(Report(found, 1, tmp_path))

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for rule in rules:
        assert rule["help"]["text"].startswith(f"{rule['id']}\n")
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}\n")
        assert rule["help"]["markdown"].count("```") % 2 == 0
        assert ":ref:" not in rule["help"]["markdown"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_of_a_sound_edition_has_no_results(tmp_path: Path) -> None:
    """Whoever reads the log learns that the check was made, and that nothing is wrong."""
    run = read_run(Report((), 1, tmp_path))

    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_sarif_names_the_words(report: Report) -> None:
    """A region is the attribute with its value, columns counted in code points, end exclusive."""
    run = read_run(report)
    result = run["results"][0]
    place = result["locations"][0]["physicalLocation"]

    assert run["columnKind"] == "unicodeCodePoints"
    assert place["region"] == {"startLine": 1, "startColumn": 16, "endColumn": 31}
    assert result["message"]["text"] == 'no person "kerenski" (did you mean "kerensky"?)'
    assert result["relatedLocations"][0]["id"] == 0


def test_sarif_names_files_as_addresses(report: Report) -> None:
    """What may not stand in an address is percent-encoded; base and address lead to the file."""
    run = read_run(report)
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]

    base = run["originalUriBaseIds"][artifact["uriBaseId"]]["uri"]

    assert artifact["uri"] == "tei/%C3%84%20b%2520%20%231.xml"
    whole = urljoin(base, artifact["uri"])
    assert Path(url2pathname(whole.removeprefix("file://"))) == (report.root / NAME).resolve()
    assert unquote(artifact["uri"]) == NAME


def test_sarif_names_a_file_outside_the_folder_by_its_whole_address(report: Report) -> None:
    """An address relative to a base may not climb out of it (3.4.4)."""
    base = report.root / "elsewhere"
    base.mkdir()

    run = read_run(msgspec.structs.replace(report, base=base))

    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": (report.root / NAME).resolve().as_uri()}


def test_sarif_tells_problems_apart_and_knows_them_again(report: Report) -> None:
    """Fingerprints differ within a run, and stay when lines are put in before."""

    def read_fingerprints(problems: tuple[Problem, ...]) -> list[str]:
        results = read_run(msgspec.structs.replace(report, problems=problems))["results"]
        return [result["partialFingerprints"]["problem/v1"] for result in results]

    before = read_fingerprints(report.problems)
    file = report.root / NAME
    file.write_text("\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    moved = tuple(
        msgspec.structs.replace(p, location=Location(NAME, p.location.line + 2, p.location.column))
        for p in report.problems
    )

    assert len(set(before)) == 3
    assert read_fingerprints(moved) == before


def test_sarif_carries_fixes(report: Report) -> None:
    """A certain remedy is a replacement of exactly the wrong words."""
    fix = read_run(report)["results"][0]["fixes"][0]
    (change,) = fix["artifactChanges"]

    region = {"startLine": 1, "startColumn": 21, "endLine": 1, "endColumn": 30}
    assert change["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "#kerensky"}}
    ]


def test_sarif_leads_to_the_manual_where_the_package_names_it(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules have the address of their page as soon as the package says where its manual is."""
    package = Message()
    package["Project-URL"] = "Documentation, https://example.org/manual-of/"
    monkeypatch.setattr(importlib.metadata, "metadata", lambda _name: package)

    driver = read_run(report)["tool"]["driver"]

    page = "https://example.org/manual-of/manual/reference/problems/unknown-person.html"
    assert driver["informationUri"] == "https://example.org/manual-of/"
    assert page in {rule["helpUri"] for rule in driver["rules"]}


def read_cases(report: Report) -> list[etree._Element]:
    """The cases of the JUnit report, whose sums are right."""
    root = etree.fromstring(format_report(report, "junit").encode())
    cases = list(root.iter("testcase"))
    for suite in (root, root[0]):
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(list(root.iter("failure"))))
    assert root.tag == "testsuites"
    assert len({case.get("name") for case in cases}) == len(cases)
    return cases


def test_junit_has_a_case_a_file(report: Report) -> None:
    """Sound files are cases that pass; a file with an error fails and tells all its problems."""
    bad, sound = read_cases(report)

    assert (bad.get("name"), bad.get("file")) == (NAME, NAME)
    failure = bad.find("failure")
    assert failure is not None
    assert failure.get("message") == "1 error, 2 notes: unknown-person, unhandled-element"
    assert failure.get("type") == "unknown-person"
    assert str(failure.text).splitlines()[0] == (
        f'{NAME}:1:16: error: no person "kerenski" (hint: did you mean "kerensky"?)'
        " [unknown-person]"
    )
    assert len(sound) == 0


def test_junit_fails_as_the_command_does(report: Report) -> None:
    """Notes alone are reported as output; of a strict report they are a failure."""
    notes = msgspec.structs.replace(report, problems=report.problems[1:])

    told, _ = read_cases(notes)
    strict, _ = read_cases(msgspec.structs.replace(notes, is_strict=True))

    assert [child.tag for child in told] == ["system-out"]
    assert [child.tag for child in strict] == ["failure"]


def test_junit_can_hold_whatever_a_source_holds(tmp_path: Path) -> None:
    """Control characters, markup and surrogates of a broken file leave the report well-formed."""
    message = "a \x00\x1b[31m </failure> & \ud800 ]]> \ufffe"
    found = Problem("x", Severity.ERROR, message, Location("a.xml"))

    (case,) = read_cases(Report((found,), 1, tmp_path))

    assert "</failure> & \ufffd ]]> \ufffd" in str(case[0].text)


def test_github_is_told_different_messages_first(tmp_path: Path) -> None:
    """Of the ten annotations that GitHub shows none is lost to a message that is repeated."""
    same = [problem("duplicate-id", "same", Location("a.xml", line)) for line in range(1, 13)]
    other = problem("malformed-id", "other", Location("a.xml", 99))

    lines = format_report(Report((*same, other), 1, tmp_path), "github").splitlines()

    assert [line.rpartition("::")[2] for line in lines[:3]] == ["same", "other", "same"]
    assert lines[-1] == "GitHub shows 10 annotations of each kind; this log has all 13."
    assert len(lines) == 14
