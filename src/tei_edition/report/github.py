"""Problems as annotations of GitHub's pull requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.problems import Problem, Severity
from tei_edition.report.lines import escape_controls
from tei_edition.report.record import group_problems, show_path

if TYPE_CHECKING:
    from tei_edition.report.record import Report

_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SHOWN = 10  # annotations of each severity that GitHub shows for one step of a workflow


def format_github(report: Report) -> str:
    """Return a workflow command of GitHub for each problem, shown in pull requests.

    GitHub shows only the first ten of each severity: a message that is repeated comes first once,
    so that those ten are different, and its other places come at the end. A last line, for the
    log, says so where there are more.
    """
    groups = group_problems(report.problems)
    first = [group[0] for group in groups]
    others = [problem for group in groups for problem in group[1:]]
    lines = [_annotate(problem, report) for problem in (*first, *others)]
    severities = [problem.severity for problem in report.problems]
    if any(severities.count(severity) > _SHOWN for severity in Severity):
        lines.append(
            f"GitHub shows {_SHOWN} annotations of each kind; this log has all {len(lines)}."
        )
    return "".join(f"{line}\n" for line in lines)


def _annotate(problem: Problem, report: Report) -> str:
    place = problem.location
    properties = {
        "file": show_path(place.file, report),
        "line": str(place.line),
        "col": str(place.column),
        "title": problem.code,
    }
    listed = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    message = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return f"::{_ANNOTATIONS[problem.severity]} {listed}::{_escape(message)}"


def _escape(text: str, more: str = "") -> str:
    """Text as GitHub's workflow commands want it: the characters that they use, in hexadecimal."""
    quoted = re.sub(f"[%\r\n{more}]", lambda match: f"%{ord(match[0]):02X}", text)
    return escape_controls(quoted)
