"""The report as JSON, for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.report.edits import settle_edits
from tei_edition.report.lines import SourceLines

if TYPE_CHECKING:
    from tei_edition.report.record import Report


# What JSON allows as it is, and a terminal would obey: controls, and marks of direction.
_UNSHOWN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def format_json(report: Report) -> str:
    """Return the problems as a list of objects, sorted by place.

    Paths count from the edition's folder.
    """
    problems = settle_edits(report.problems, SourceLines(report.root))
    told = [msgspec.to_builtins(problem) for problem in problems]
    for problem in told:
        problem.pop("cause")  # how reports for people fold what they tell
        problem.pop("about")  # what decides whether one follows from another
    encoded = msgspec.json.encode(told)
    return escape_unshown(msgspec.json.format(encoded, indent=2).decode()) + "\n"


def escape_unshown(text: str) -> str:
    """Return JSON with escapes for controls and marks of direction, which are only in strings."""
    return _UNSHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
