"""A table of how often each code occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.problems import RULES, Severity
from tei_edition.report.record import describe_unchecked, max_severity, sum_up, summarise
from tei_edition.report.text import STYLES, MarkedSpan, show

if TYPE_CHECKING:
    from tei_edition.problems import Problem
    from tei_edition.report.record import Report

_HEADER = ("count", "severity", "code", "files", "meaning")


def format_sums(report: Report) -> str:
    """Return a line for each code: number, severity, number of files, meaning.

    And the sum.
    """
    rows = [_HEADER, *(_row(group) for group in sum_up(report.problems))] if report.problems else []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    spans = []
    for number, severity, code, files, meaning in rows:
        style = STYLES[Severity(severity)] if number != "count" else "dim"
        spans += [
            MarkedSpan(f"{number:>{widths[0]}}  {severity:<{widths[1]}}  ", style),
            MarkedSpan(f"{code:<{widths[2]}}  {files:>{widths[3]}}  {meaning}\n"),
        ]
    if not report.is_quiet:
        gravest = max_severity(report.problems)
        spans.append(MarkedSpan(f"{summarise(report)}\n", STYLES[gravest] if gravest else "green"))
        if unchecked := describe_unchecked(report):
            spans.append(MarkedSpan(f"{unchecked}\n", STYLES[Severity.WARNING]))
    return show(spans, colour=report.colour)


def _row(group: list[Problem]) -> tuple[str, str, str, str, str]:
    first = group[0]
    files = len({problem.location.file for problem in group})
    summary = RULES[first.code].summary if first.code in RULES else ""
    return str(len(group)), first.severity.value, first.code, str(files), summary
