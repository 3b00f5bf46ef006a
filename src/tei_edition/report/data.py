"""Problems for programs: a list in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tei_edition.report.edits import settle_edits
from tei_edition.report.lines import SourceLines

if TYPE_CHECKING:
    from tei_edition.report.record import Report


def format_json(report: Report) -> str:
    """The problems as a list of objects, sorted by place; paths count from the edition's folder."""
    problems = settle_edits(report.problems, SourceLines(report.root))
    told = [msgspec.to_builtins(problem) for problem in problems]
    for problem in told:
        problem.pop("cause")  # how reports for people fold what they tell
    encoded = msgspec.json.encode(told)
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
