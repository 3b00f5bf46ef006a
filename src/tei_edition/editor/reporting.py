"""Problems as editor programs show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from tei_edition.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from tei_edition.editor.line_table import LineTable
    from tei_edition.editor.messages import Finding
    from tei_edition.problems import Location

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
SOURCE = "tei-edition"


def report(
    finding: Finding, lines: LineTable, text: str, name_uri: Callable[[str], str]
) -> types.Diagnostic:
    """Return a problem at its place in a text."""
    found = finding.problem
    start = _find(found.location, lines, text)
    line, column = start
    if finding.end > found.location.column:
        end = _find_column(found.location.line, finding.end, lines, text)
    else:
        end = line, column + 1
    message = f"{found.message}\n{found.hint}" if found.hint else found.message
    related = [
        types.DiagnosticRelatedInformation(
            # Lines and columns of other files are those of code points; few lines differ.
            types.Location(name_uri(place.file), _point(place)),
            "see here",
        )
        for place in found.related
    ]
    return types.Diagnostic(
        range=types.Range(types.Position(*start), types.Position(*end)),
        message=message,
        severity=_SEVERITIES[found.severity],
        code=found.code,
        source=SOURCE,
        related_information=related or None,
    )


def _point(place: Location) -> types.Range:
    position = types.Position(place.line - 1, place.column - 1)
    return types.Range(position, position)


def _find(place: Location, lines: LineTable, text: str) -> tuple[int, int]:
    return _find_column(place.line, place.column, lines, text)


def _find_column(line: int, column: int, lines: LineTable, text: str) -> tuple[int, int]:
    """Return a place in the units of the program, within the text."""
    return lines.find_place(text, min(lines.find_point(line, column), len(text)))
