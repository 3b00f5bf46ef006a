"""Options that commands share, and output for people."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tei_edition.runtime.files import real_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tei_edition.config import Config
    from tei_edition.problems import EditionError, Problem


def describe_error(error: EditionError) -> str:
    """Return an error in one line, with its code and its hint."""
    code = f" [{error.code}]" if error.code else ""
    hint = f" (hint: {error.hint})" if error.hint else ""
    return show_words(f"error: {error}{code}{hint}")


def show_words(text: str) -> str:
    """Show words that may contain names of files, without control characters."""
    from tei_edition.report.lines import escape_controls

    return "\n".join(escape_controls(line) for line in text.split("\n"))


# Where a command finds the address that --executor names.
EXECUTOR = "tei_edition.executor"
FILES = click.argument(
    "files",
    metavar="[FILE]...",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
_JOBS = click.option(
    "-j",
    "--jobs",
    "workers",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="Number of worker processes.  [default: one per CPU]",
)


def _keep_executor(ctx: click.Context, _param: click.Parameter, address: str | None) -> None:
    """Keep the address of a cluster until the edition is known; see `load_config`."""
    if address is None:
        return
    if not address.startswith("dask://") or address == "dask://":
        raise click.BadParameter('it is "dask://HOST:PORT", or "dask://local"')
    ctx.meta[EXECUTOR] = address


_EXECUTOR = click.option(
    "--executor",
    metavar="ADDRESS",
    default=None,
    expose_value=False,
    callback=_keep_executor,
    help="Work on a Dask cluster: dask://HOST:PORT, or dask://local for one on this machine.",
)


def WORKERS(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - used like an option
    """Add the options of who does the work to a command."""
    return _EXECUTOR(_JOBS(command))


OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="DIR",
    help="The folder to write to.",
)


def report_others(problems: Iterable[Problem], config: Config) -> None:
    """Problems that are not part of the command's output, on the standard error."""
    from tei_edition.report import Report, format_report

    if found := tuple(problems):
        report = Report(found, 0, config.root, Path.cwd(), colour=wants_colour(sys.stderr))
        click.echo(format_report(report, "text"), nl=False, err=True, color=report.colour)


def show_path(path: Path) -> str:
    """Return a path as seen from here, absolute where it lies elsewhere."""
    from tei_edition.report.lines import escape_controls

    path = real_path(path)
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return escape_controls(str(shown))


def write_output(text: str, *, is_data: bool) -> None:
    """Print a report, as UTF-8 where it is data for other programs."""
    if is_data:  # JSON is UTF-8, whatever the terminal is
        print_data(text.encode())
    else:
        click.echo(text, nl=False, color=wants_colour(sys.stdout))


def print_json(text: str) -> None:
    """Print JSON in which whatever a terminal would obey is escaped."""
    from tei_edition.report.data import escape_unshown

    write_output(escape_unshown(text), is_data=True)


_OF_A_DIFF = {"+": "green", "-": "red", "@": "cyan"}


def print_data(data: bytes, *, is_diff: bool = False) -> None:
    """Print data for other programs as they are; on a terminal, without control characters."""
    if not is_terminal(sys.stdout):
        click.echo(data, nl=False)
        return
    text = data.decode("utf-8", "replace")
    for line in text.removesuffix("\n").split("\n") if text else ():
        shown = "\t".join(map(show_words, line.split("\t")))
        colour = _OF_A_DIFF.get(line[:1]) if is_diff else None
        click.echo(click.style(shown, fg=colour), color=wants_colour(sys.stdout))


def wants_colour(stream: Any) -> bool:
    """Whether a stream is a terminal whose user has not refused colours (no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return is_terminal(stream)


def is_terminal(stream: Any) -> bool:
    """Whether a person sees what is written to a stream."""
    return bool(getattr(stream, "isatty", lambda: False)())


def count_processors() -> int:
    """Return the number of CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
