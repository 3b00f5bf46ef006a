"""The report in JUnit format, for GitLab, Jenkins and others: one case for each file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tei_edition.problems import Severity
from tei_edition.report.lines import mask, one_line
from tei_edition.report.record import count_severities, max_severity, show_path

if TYPE_CHECKING:
    from tei_edition.problems import Problem
    from tei_edition.report.record import Report

_SUITE = "tei-edition check"


def format_junit(report: Report) -> str:
    """Return a suite with a case for each file that was checked, and for others that have problems.

    A case fails as the command does: by an error, of a strict report by any problem. Other
    problems of a file are its output.
    """
    by_file: dict[str, list[Problem]] = {name: [] for name in report.checked}
    for problem in report.problems:
        by_file.setdefault(problem.location.file, []).append(problem)
    failures = sum(_fails(problems, report) for problems in by_file.values())
    head = f'name={quoteattr(_SUITE)} tests="{len(by_file)}" failures="{failures}" errors="0"'
    cases = "".join(_write_case(name, found, report) for name, found in by_file.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites {head}>\n<testsuite {head} skipped="0">\n{cases}</testsuite>\n</testsuites>\n'
    )


def _write_case(name: str, problems: list[Problem], report: Report) -> str:
    path = quoteattr(mask(show_path(name, report)))
    case = f'<testcase classname={quoteattr(_SUITE)} name={path} file={path} time="0"'
    if not problems:
        return f"{case}/>\n"
    told = escape("\n".join(_describe(problem, report) for problem in problems))
    if not _fails(problems, report):
        return f"{case}>\n<system-out>{told}</system-out>\n</testcase>\n"
    codes = ", ".join(dict.fromkeys(problem.code for problem in problems))
    summary = quoteattr(f"{count_severities(problems)}: {codes}")
    kind = quoteattr(problems[0].code)
    return f"{case}>\n<failure message={summary} type={kind}>{told}</failure>\n</testcase>\n"


def _fails(problems: list[Problem], report: Report) -> bool:
    return max_severity(problems) is Severity.ERROR or (report.is_strict and bool(problems))


def _describe(problem: Problem, report: Report) -> str:
    place = problem.location
    path = mask(show_path(place.file, report))
    hint = f" (hint: {one_line(problem.hint)})" if problem.hint else ""
    told = f"{problem.severity.value}: {one_line(problem.message)}{hint} [{problem.code}]"
    return f"{path}:{place.line}:{place.column}: {told}"
