"""The result of a check, and the words that all formats share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.NOTE: "notes"}


class Report(msgspec.Struct, frozen=True):
    """The result of a check: problems in order, the number of files, and their folder.

    `root` is the edition's folder, from which the files of locations count; formats for people
    and for pull requests show paths as seen from the folder `base`, which is `root` if nothing
    else is said. `checked` names the files that were read, `is_strict` makes every problem a
    failure, `is_sorted` has errors told before warnings, `is_complete` has repeated messages told
    at every place, `is_quiet` leaves out sums.
    `unread` names the files that cannot be read, `unchecked` says what was not checked therefore.
    """

    problems: tuple[Problem, ...]
    files: int
    root: Path
    base: Path | None = None
    colour: bool = False
    checked: tuple[str, ...] = ()
    is_strict: bool = False
    is_sorted: bool = False
    is_complete: bool = False
    is_quiet: bool = False
    unread: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def summarise(report: Report) -> str:
    """Return the number of problems in words: `3 errors, 1 warning in 2 files`."""
    if not report.problems:
        return f"Sound: {count(report.files, 'file', 'files')}, no problems"
    files = len({problem.location.file for problem in report.problems})
    return f"{count_severities(report.problems)} in {count(files, 'file', 'files')}"


def describe_unchecked(report: Report) -> str:
    """Return what was not checked because files cannot be read, as a sentence; empty if all was."""
    if not report.unchecked:
        return ""
    # Imported late, with lxml: help and explanations come at once.
    from tei_edition.report.lines import escape_controls

    first, *others = (escape_controls(show_path(file, report)) for file in report.unread)
    and_others = f" and {count(len(others), 'other file', 'other files')}" if others else ""
    unchecked = ", ".join(dict.fromkeys(report.unchecked))
    return f"Not checked, because {first}{and_others} cannot be read: {unchecked}."


def count_severities(problems: Iterable[Problem]) -> str:
    """Count the problems of each severity, the most severe first: `3 errors, 1 warning`."""
    found = [problem.severity for problem in problems]
    return ", ".join(
        count(number, severity.value, plural)
        for severity, plural in PLURALS.items()
        if (number := found.count(severity))
    )


def max_severity(problems: Iterable[Problem]) -> Severity | None:
    """Return the highest severity among the problems, None if there are none."""
    found = {problem.severity for problem in problems}
    return next((severity for severity in Severity if severity in found), None)


def order_problems(report: Report) -> list[Problem]:
    """Sort the problems in the order of the edition's files, the most severe first if asked.

    Files that are not among the texts, such as settings and schemas, concern all of them: they come
    first.
    """
    files = {file: number for number, file in enumerate(report.checked, 1)}
    severities = list(Severity)

    def rank(problem: Problem) -> tuple[int, int]:
        severity = severities.index(problem.severity) if report.is_sorted else 0
        return severity, files.get(problem.location.file, 0)

    # Problems of one file are in order already.
    return sorted(report.problems, key=rank)


def group_problems(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Problems that say the same, or have one cause, together, in the order of their first places.

    Severity is distinguished as well: a report has one for each code, but nothing depends on it.
    """
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        key = (problem.code, problem.severity, problem.cause or problem.message)
        groups.setdefault(key, []).append(problem)
    return list(groups.values())


def sum_up(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Return the problems of each code, the most severe and then the most frequent codes first."""
    groups: dict[tuple[str, Severity], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.severity), []).append(problem)
    order = list(Severity)
    return [
        groups[key]
        for key in sorted(groups, key=lambda key: (order.index(key[1]), -len(groups[key]), key[0]))
    ]


def count(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun."""
    return f"{number} {singular if number == 1 else plural}"


def show_path(file: str, report: Report) -> str:
    """Return a file of the edition as seen from the report's base."""
    if report.base is None or report.base == report.root:
        return file
    try:
        shown = os.path.relpath(report.root / file, report.base)
    except ValueError:  # another drive of Windows
        return file
    return Path(shown).as_posix()
