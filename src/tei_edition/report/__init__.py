"""Formats of the report, one module each: for people, for programs, for code hosts."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from tei_edition.report.record import Report, group_problems, max_severity, sum_up, summarise

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "FORMATS",
    "Report",
    "format_changes",
    "format_report",
    "group_problems",
    "make_patch",
    "max_severity",
    "sum_up",
    "summarise",
]

# The function that makes each format, in its module: one run needs no more than one of them.
FORMATS: Mapping[str, tuple[str, str]] = {
    "text": ("text", "format_text"),
    "json": ("data", "format_json"),
    "sarif": ("sarif", "format_sarif"),
    "github": ("github", "format_github"),
    "junit": ("junit", "format_junit"),
    "statistics": ("sums", "format_sums"),
}


def format_report(report: Report, name: str) -> str:
    """Return the report in the format `name`, one of `FORMATS`, with a line end unless empty."""
    module, function = FORMATS[name]
    formatted = getattr(importlib.import_module(f"{__name__}.{module}"), function)(report)
    assert isinstance(formatted, str)
    return formatted


def format_changes(before: Report, after: Report) -> str:
    """Return what is corrected and what is new since the check before, and the sum, as text."""
    from tei_edition.report import changes

    return changes.format_changes(before, after)


def format_corrections(before: Report, after: Report) -> str:
    """Return what was corrected between two checks, and what is left, as text."""
    from tei_edition.report import changes

    return changes.format_corrections(before, after)


def make_patch(report: Report) -> bytes:
    """Return all fixes that are almost certain, as a diff for `patch` or `git apply`."""
    from tei_edition.report import patch

    return patch.make_patch(report)
