"""Problems to text for people, JSON for programs and annotations for GitHub."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from rich.cells import cell_len

from tei_edition.problems import Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

WIDTH = 96
_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.NOTE: "notes"}
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

# What the caret line marks: an attribute and its value, a tag up to its name, a reference, a word.
_TOKEN = re.compile(
    r"""[^\s<>="'/]+\s*=\s*(?:"[^"]*"?|'[^']*'?) | </?[^\s<>/]* | &[^\s;<]*;? | [^\s<]+""",
    re.VERBOSE,
)


class Report(msgspec.Struct, frozen=True):
    """What a check found: problems in order, how many files were read, where they lie.

    `root` is the edition's folder, from which the files of locations count; text and annotations
    show paths as seen from the folder `base`, which is `root` if nothing else is said.
    """

    problems: tuple[Problem, ...]
    files: int
    root: Path
    base: Path | None = None
    colour: bool = False


class _Span(NamedTuple):
    text: str
    style: str = ""


def format_report(report: Report, name: str) -> str:
    """The report in the format `name`, one of `FORMATS`, ending in a line end unless empty."""
    return FORMATS[name](report)


def format_text(report: Report) -> str:
    """Every problem with its line of the source and a caret below, and the sum at the end."""
    lines = _Lines(report.root)
    spans = [span for problem in report.problems for span in _describe(problem, report, lines)]
    style = _STYLES[max_severity(report.problems) or Severity.NOTE] if report.problems else "green"
    spans.append(_Span(summarise(report), style))
    spans.append(_Span("\n"))
    return _paint(spans) if report.colour else "".join(span.text for span in spans)


def format_json(report: Report) -> str:
    """The problems as a list of objects, sorted by place; paths count from the edition's folder."""
    encoded = msgspec.json.encode(list(report.problems))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def format_github(report: Report) -> str:
    """A workflow command of GitHub a problem, which shows it beside the line in a pull request."""
    return "".join(f"{_annotate(problem, report)}\n" for problem in report.problems)


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": format_text,
    "json": format_json,
    "github": format_github,
}


def summarise(report: Report) -> str:
    """How much was found, in a few words: `3 errors, 1 warning in 2 files`."""
    if not report.problems:
        return f"Sound: {_count(report.files, 'file', 'files')}, no problems"
    counts = []
    for severity, plural in _PLURALS.items():
        if number := sum(problem.severity is severity for problem in report.problems):
            counts.append(_count(number, severity.value, plural))
    files = len({problem.location.file for problem in report.problems})
    return f"{', '.join(counts)} in {_count(files, 'file', 'files')}"


def max_severity(problems: Iterable[Problem]) -> Severity | None:
    """The gravest severity among the problems, None if there are none."""
    found = {problem.severity for problem in problems}
    return next((severity for severity in Severity if severity in found), None)


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _describe(problem: Problem, report: Report, lines: _Lines) -> Iterator[_Span]:
    place = problem.location
    path = _show_path(place.file, report)
    yield _Span(f"{path}:{place.line}:{place.column}: ", "bold")
    yield _Span(problem.severity.value, _STYLES[problem.severity])
    yield _Span(f": {_one_line(problem.message)} ")
    yield _Span(f"[{problem.code}]\n", "dim")
    excerpt = lines.excerpt(place)
    hint = f"hint: {_one_line(problem.hint)}" if problem.hint else ""
    if excerpt is None:
        if hint:
            yield _Span(f"      │ {hint}\n", "green")
    else:
        shown, indent, length = excerpt
        yield _Span(f"{place.line:>5} │ ", "dim")
        yield _Span(f"{shown}\n")
        yield _Span(f"      │ {' ' * indent}", "dim")
        yield _Span("^" * length, _STYLES[problem.severity])
        yield _Span(f" {hint}".rstrip() + "\n", "green")
    for other in problem.related:
        path = _show_path(other.file, report)
        yield _Span(f"      │ see also {path}:{other.line}:{other.column}\n", "dim")


class _Lines:
    """The lines of the files that problems speak of, each file read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, list[str]] = {}

    def excerpt(self, place: Location) -> tuple[str, int, int] | None:
        """The line, or the part round the place; how far in the token stands; how long it is.

        The two numbers count cells of a terminal. None if the file has no such line.
        """
        lines = self._read(place.file)
        if not 1 <= place.line <= len(lines):
            return None
        line = lines[place.line - 1]
        start = min(place.column - 1, len(line))
        match = _TOKEN.match(line, start)
        end = max(match.end() if match else start + 1, start + 1)
        left = 0
        if len(line.strip()) > WIDTH:
            left = max(0, min(start - WIDTH // 3, len(line) - WIDTH))
        indentation = len(line) - len(line.lstrip())
        left = max(left, min(indentation, start))
        right = left + WIDTH
        before = ("…" if left > indentation else "") + line[left:start]
        token, after = line[start : min(end, right)], line[min(end, right) : right]
        shown = f"{before}{token}{after}".rstrip() + ("…" if right < len(line) else "")
        return shown, cell_len(before), max(cell_len(token), 1)

    def _read(self, file: str) -> list[str]:
        if file not in self._files:
            try:
                data = (self._root / file).read_bytes()
            except OSError:
                data = b""
            # Line ends as XML counts them; what a terminal could take for a command is masked.
            text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
            self._files[file] = [_mask(line) for line in text.split("\n")] if data else []
        return self._files[file]


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    declared = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""", data)
    try:
        return data.decode(declared[1].decode() if declared else "utf-8-sig", errors="replace")
    except LookupError:
        return data.decode("utf-8-sig", errors="replace")


def _mask(line: str) -> str:
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"
        for char in line
    )


def _one_line(text: str) -> str:
    return _mask(" ".join(text.split()))


def _show_path(file: str, report: Report) -> str:
    if report.base is None or report.base == report.root:
        return file
    try:
        shown = os.path.relpath(report.root / file, report.base)
    except ValueError:  # another drive of Windows
        return file
    return Path(shown).as_posix()


def _annotate(problem: Problem, report: Report) -> str:
    place = problem.location
    properties = {
        "file": _show_path(place.file, report),
        "line": str(place.line),
        "col": str(place.column),
        "title": problem.code,
    }
    listed = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    message = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return f"::{_ANNOTATIONS[problem.severity]} {listed}::{_escape(message)}"


def _escape(text: str, more: str = "") -> str:
    """Text as GitHub's workflow commands want it: the characters that they use, in hexadecimal."""
    return re.sub(f"[%\r\n{more}]", lambda match: f"%{ord(match[0]):02X}", text)


def _paint(spans: Iterable[_Span]) -> str:
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
