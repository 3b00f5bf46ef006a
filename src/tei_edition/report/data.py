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
    encoded = msgspec.json.encode(settle_edits(report.problems, SourceLines(report.root)))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
