"""Compare two checks: which problems are corrected, which are new."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from tei_edition.report.lines import escape_controls, one_line
from tei_edition.report.record import describe_unchecked, show_path, summarise
from tei_edition.report.text import MarkedSpan, format_text, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.problems import Problem
    from tei_edition.report.record import Report

Key = tuple[str, str, str]


def format_changes(before: Report, after: Report) -> str:
    """Return the numbers of corrected and new problems, a list of them, and the total.

    A problem that has only moved to another line of its file is neither. New problems are reported
    as ever, those that are corrected in a line each.
    """
    corrected = _subtract(before.problems, after.problems)
    new = _subtract(after.problems, before.problems)
    heading = ", ".join(
        f"{len(found)} {word}" for found, word in ((corrected, "corrected"), (new, "new")) if found
    )
    spans = [MarkedSpan(f"{heading or 'Nothing has changed'}\n", "bold")]
    spans += _list_corrected(corrected, after)
    fresh = msgspec.structs.replace(after, problems=tuple(new), is_quiet=True)
    last = summarise(after)
    if left := len(after.problems) - len(new):
        last += f" ({left} as before)"
    ending = [MarkedSpan(f"{last}\n", "" if after.problems else "green")]
    if unchecked := describe_unchecked(after):
        ending.append(MarkedSpan(f"{unchecked}\n", "bold yellow"))
    return show(spans, colour=after.colour) + format_text(fresh) + show(ending, colour=after.colour)


def format_corrections(before: Report, after: Report) -> str:
    """Return the problems that are corrected, a line each, and those that are left, in full."""
    corrected = _subtract(before.problems, after.problems)
    lines = f"{len(corrected)} corrected\n" if corrected else "Nothing was corrected\n"
    spans = [MarkedSpan(lines, "bold"), *_list_corrected(corrected, after)]
    return show(spans, colour=after.colour) + format_text(after)


def _list_corrected(corrected: Iterable[Problem], report: Report) -> Iterator[MarkedSpan]:
    for problem in corrected:
        file = escape_controls(show_path(problem.location.file, report))
        told = f"{file}: {one_line(problem.message)}"
        yield MarkedSpan(f"corrected: {told} [{problem.code}]\n", "green")


def _subtract(problems: Iterable[Problem], others: Iterable[Problem]) -> list[Problem]:
    """Return the problems without as many of the same kind as there are among the others."""
    left = Counter(_key(problem) for problem in others)
    found = []
    for problem in problems:
        key = _key(problem)
        if left[key]:
            left[key] -= 1
        else:
            found.append(problem)
    return found


def _key(problem: Problem) -> Key:
    return problem.location.file, problem.code, problem.message
