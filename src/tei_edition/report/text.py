"""The report as text for people: each problem with its line of the source and its hint."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.problems import Problem, Severity
from tei_edition.report.lines import SourceLines, escape_controls, one_line
from tei_edition.report.record import (
    describe_unchecked,
    group_problems,
    max_severity,
    order_problems,
    show_path,
    summarise,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tei_edition.problems import Location
    from tei_edition.report.record import Report

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}

# No more problems are reported than these, and no more places of each, unless all are asked for.
MOST, _MOST_RELATED = 250, 10
# A message told at more places than this is reported once, with so many places.
FEW = 3
_FOLDED = (
    "Repeated messages are reported once; --all shows every place, --statistics sums up by code."
)


class MarkedSpan(NamedTuple):
    """A piece of text with the style of rich in which a terminal shows it."""

    text: str
    style: str = ""


def format_text(report: Report) -> str:
    """Every problem with its line of the source and a caret below, and the sum at the end.

    Problems are sorted by the reading order of files, line and column, or errors first if the
    report says so. A message that occurs at more than a `FEW` places is reported at the first, with
    the number of the others, unless the report is to be complete. Of very many problems only the
    most severe are shown, with the number of the others.
    """
    files = SourceLines(report.root)
    problems = order_problems(report)
    folded = [[p] for p in problems] if report.is_complete else _fold(problems)
    groups = folded if report.is_complete else _cut(folded)
    spans = [span for group in groups for span in _describe(group, report, files)]
    if left := len(folded) - len(groups):
        spans.append(
            MarkedSpan(f"{left} more problems are not shown here; show them with check --all.\n")
        )
    if not report.is_quiet:
        style = STYLES[max_severity(report.problems) or Severity.NOTE]
        spans.append(MarkedSpan(summarise(report), style if report.problems else "green"))
        spans.append(MarkedSpan("\n"))
        if unchecked := describe_unchecked(report):
            spans.append(MarkedSpan(f"{unchecked}\n", STYLES[Severity.WARNING]))
        if len(folded) < len(report.problems):
            spans.append(MarkedSpan(f"{_FOLDED}\n", "dim"))
    return show(spans, colour=report.colour)


def show(spans: Iterable[MarkedSpan], *, colour: bool) -> str:
    """Return text of spans, with the escape sequences of a terminal where there is to be colour."""
    return _paint(spans) if colour else "".join(span.text for span in spans)


def _fold(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Problems one by one, but those together that say the same at many places."""
    groups = group_problems(problems)
    parts = (
        part
        for group in groups
        for part in ([group] if len(group) > FEW else [[problem] for problem in group])
    )
    place = {id(problem): number for number, problem in enumerate(problems)}
    return sorted(parts, key=lambda part: place[id(part[0])])


def _cut(groups: list[list[Problem]]) -> list[list[Problem]]:
    """So many groups of problems as are shown: the most severe, and of these the first."""
    if len(groups) <= MOST:
        return groups
    order = {severity: rank for rank, severity in enumerate(Severity)}
    ranked = sorted(range(len(groups)), key=lambda number: order[groups[number][0].severity])
    return [groups[number] for number in sorted(ranked[:MOST])]


def _describe(group: list[Problem], report: Report, files: SourceLines) -> Iterator[MarkedSpan]:
    problem, *others = group
    place = problem.location
    yield MarkedSpan(f"{_show_place(place, report)}: ", "bold")
    yield MarkedSpan(problem.severity.value, STYLES[problem.severity])
    yield MarkedSpan(f": {one_line(problem.message)} ")
    yield MarkedSpan(f"[{problem.code}]\n", "dim")
    excerpt = files.excerpt(place)
    hint = f"hint: {one_line(problem.hint)}" if problem.hint else ""
    if excerpt is None:
        if hint:
            yield MarkedSpan(f"      │ {hint}\n", "green")
    else:
        shown, indent, length = excerpt
        yield MarkedSpan(f"{place.line:>5} │ ", "dim")
        yield MarkedSpan(f"{shown}\n")
        yield MarkedSpan(f"      │ {' ' * indent}", "dim")
        yield MarkedSpan("^" * length, STYLES[problem.severity])
        yield MarkedSpan(f" {hint}".rstrip() + "\n", "green")
    related = problem.related if report.is_complete else problem.related[:_MOST_RELATED]
    for other in related:
        yield MarkedSpan(f"      │ see also {_show_place(other, report)}\n", "dim")
    if left := len(problem.related) - len(related):
        yield MarkedSpan(f"      │ and {left} more places\n", "dim")
    if others:
        named = ", ".join(_show_place(other.location, report) for other in others[: FEW - 1])
        left = len(others) - (FEW - 1)
        cause = f"{problem.cause}: {len(group)} places; " if problem.cause else ""
        yield MarkedSpan(f"      │ {cause}and at {named} and {left} more places\n", "dim")


def _show_place(place: Location, report: Report) -> str:
    return f"{escape_controls(show_path(place.file, report))}:{place.line}:{place.column}"


def _paint(spans: Iterable[MarkedSpan]) -> str:
    from rich.console import Console
    from rich.text import Text

    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=True,
        color_system="standard",
        no_color=False,
        legacy_windows=False,
    )
    text = Text.assemble(*((span.text, span.style) for span in spans))
    console.print(text, end="", soft_wrap=True, highlight=False, markup=False, emoji=False)
    return stream.getvalue()
