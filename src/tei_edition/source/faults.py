"""The exception that ends the reading of one file, with its problem."""

from __future__ import annotations

from tei_edition.problems import Location, Problem, problem


class FaultError(Exception):
    """A problem that ends the reading of one file."""

    def __init__(self, fault: Problem) -> None:
        super().__init__(fault.message)
        self.fault = fault


def make_fault(
    code: str, message: str, file: str, line: int = 1, column: int = 1, hint: str = ""
) -> FaultError:
    """Return an exception with the problem `code` at a place of a file."""
    return FaultError(problem(code, message, Location(file, line, column), hint=hint))
