"""The commands `check` and `explain`: what is wrong with an edition."""

from __future__ import annotations

import contextlib
import fnmatch
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
import msgspec

from tei_edition.cli.edition import (
    drop_known_problems,
    find_edition,
    find_problems,
    load_config,
)
from tei_edition.cli.group import main
from tei_edition.cli.terminal import (
    FILES,
    WORKERS,
    count_processors,
    describe_error,
    print_data,
    show_words,
    wants_colour,
    write_output,
)
from tei_edition.config import list_files, suggest
from tei_edition.problems import RULES, UNREADABLE, EditionError, Severity, sort_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Set

    from tei_edition.config import Config
    from tei_edition.problems import Problem
    from tei_edition.report import Report

FORMATS = ("text", "json", "sarif", "github", "junit")


def _check_codes(
    _ctx: click.Context, _param: click.Parameter, codes: tuple[str, ...]
) -> tuple[str, ...]:
    """Codes of problems, or patterns such as `schema-*`, each of which some code must match.

    One value may hold several, separated by commas.
    """
    codes = tuple(part.strip() for code in codes for part in code.split(",") if part.strip())
    for code in codes:
        if not fnmatch.filter(RULES, code):
            hint = suggest(code, RULES) or "tei-edition explain lists them all"
            raise click.BadParameter(f'there is no problem "{code}" ({hint})')
    return codes


def _codes_option(name: str, help_text: str) -> Callable[[Any], Any]:
    return click.option(name, multiple=True, metavar="CODE", callback=_check_codes, help=help_text)


@main.command()
@FILES
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@_codes_option("--select", "Report only problems with these codes; schema-* matches several.")
@_codes_option("--ignore", "Do not report problems with these codes; schema-* matches several.")
@click.option("--strict", is_flag=True, help="Exit with status 1 for warnings and notes too.")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Report only problems that are not in the baseline FILE.",
)
@click.option(
    "--write-baseline",
    "new_baseline",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Record the current problems in FILE as the baseline.",
)
@click.option(
    "--errors-first", is_flag=True, help="Show errors before warnings, and these before notes."
)
@click.option("--all", "every", is_flag=True, help="Show every occurrence of a repeated problem.")
@click.option("--statistics", is_flag=True, help="Print only how often each problem occurs.")
@click.option(
    "--fix-hints", is_flag=True, help="Print a diff of the certain corrections; change no file."
)
@click.option("--fix", is_flag=True, help="Write the certain corrections to the files.")
@click.option("--interactive", is_flag=True, help="With --fix, ask before each correction.")
@click.option(
    "-q", "--quiet", is_flag=True, help="Print problems only, without summary or progress."
)
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@click.option(
    "--bag",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check an archive instead: a bag (BagIt) as ZIP or folder.",
)
@click.option(
    "--against",
    metavar="STATE",
    help="Report which addresses of an earlier state are gone or moved: a folder, a bag, a ZIP, an"
    " addresses.json, or a tag of git.",
)
@WORKERS
@click.pass_context
def check(
    ctx: click.Context,
    /,
    form: str,
    statistics: bool,
    fix_hints: bool,
    fix: bool,
    interactive: bool,
    watch: bool,
    bag: Path | None,
    **options: Any,
) -> None:
    """Report problems in the edition, or in some of its FILEs."""
    if bag is not None:
        _check_bag(ctx, bag)
    from tei_edition.report import format_report, make_patch

    ways = {
        "--statistics": statistics,
        "--fix-hints": fix_hints,
        "--fix": fix,
        "--watch": watch,
    }
    given = [name for name, is_given in ways.items() if is_given]
    if form != "text" and given:
        raise click.UsageError(f"{given[0]} requires --format text")
    if len(given) > 1:
        raise click.UsageError(f"{given[0]} cannot be combined with {given[1]}")
    if options["new_baseline"] and (watch or fix):
        raise click.UsageError(f"{given[0]} cannot be combined with --write-baseline")
    if interactive and not fix:
        raise click.UsageError("--interactive requires --fix")
    if watch:
        _watch(ctx, **options)
        return
    report, _ = _make_report(ctx, **options)
    if fix:
        _fix(ctx, report, is_interactive=interactive, **options)
        return
    if fix_hints:
        # The diff has the standard output to itself, to be read by other programs.
        print_data(make_patch(report), is_diff=True)
        report = msgspec.structs.replace(report, colour=wants_colour(sys.stderr))
    text = format_report(report, "statistics" if statistics else form)
    if fix_hints:
        click.echo(text, nl=False, err=True, color=report.colour)
    else:
        write_output(text, is_data=form != "text")
    ctx.exit(int(_is_failure(report)))


def _is_failure(report: Report) -> bool:
    from tei_edition.report import max_severity

    gravest = max_severity(report.problems)
    return gravest is Severity.ERROR or (report.is_strict and gravest is not None)


def _fix(ctx: click.Context, report: Report, *, is_interactive: bool, **options: Any) -> None:
    """Write the certain corrections of a report to the files, and report what is left."""
    from tei_edition.editing.correction import correct
    from tei_edition.editing.revision import write_revision
    from tei_edition.report import format_corrections

    problems = _choose_corrections(report) if is_interactive else report.problems
    revisions, refused = correct(problems, report.root)
    failures = [*refused]
    for revision in revisions:
        try:
            write_revision(revision)
        except EditionError as error:
            failures.append(error)
    left, _ = _make_report(ctx, **options)
    write_output(format_corrections(report, left), is_data=False)
    for failure in failures:
        click.echo(describe_error(failure), err=True)
    ctx.exit(int(_is_failure(left) or bool(failures)))


def _choose_corrections(report: Report) -> list[Problem]:
    """Show each problem that has a certain correction, and return those to be corrected."""
    from tei_edition.report import format_report
    from tei_edition.report.edits import settle_edits
    from tei_edition.report.lines import SourceLines

    settled = settle_edits(report.problems, SourceLines(report.root))
    certain = [pair for pair in zip(report.problems, settled, strict=True) if pair[1].fix]
    chosen: list[Problem] = []
    for number, (problem, found) in enumerate(certain, 1):
        shown = msgspec.structs.replace(report, problems=(problem,), is_quiet=True)
        write_output(format_report(shown, "text"), is_data=False)
        edit = found.fix[0]
        answer = click.prompt(
            f'{number} of {len(certain)}: "{edit.old}" becomes "{edit.new}". '
            "Correct it? Yes, no, all that follow, or quit",
            type=click.Choice(["y", "n", "a", "q"], case_sensitive=False),
        )
        if answer == "a":
            return [*chosen, *(pair[0] for pair in certain[number - 1 :])]
        if answer == "q":
            break
        if answer == "y":
            chosen.append(problem)
    return chosen


def _check_bag(ctx: click.Context, bag: Path) -> NoReturn:
    """Report what is wrong with an archive, a sentence a line, and end."""
    from tei_edition.exports.bag_check import check_bag

    faults = check_bag(bag)
    for fault in faults:
        click.echo(show_words(f"{bag}: error: {fault}"))
    if not faults:
        click.echo(show_words(f"{bag} is sound."), err=True)
    ctx.exit(int(bool(faults)))


def _make_report(
    ctx: click.Context,
    files: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    baseline: Path | None,
    new_baseline: Path | None,
    errors_first: bool,
    every: bool,
    quiet: bool,
    against: str | None,
    workers: int | None,
) -> tuple[Report, list[Path]]:
    """Return what is wrong with the edition, or with some of its files, of the codes asked for.

    Beside it, the files that were read for it besides those of the edition.
    """
    from tei_edition.report import Report
    from tei_edition.report.selection import match_codes, write_baseline
    from tei_edition.runtime.files import write_file
    from tei_edition.runtime.own_folders import refuse_links_to
    from tei_edition.source import relative_name

    config, chosen = load_config(ctx, files)
    if new_baseline:
        refuse_links_to(new_baseline.parent, config.root)
    codes = {
        code
        for code in RULES
        if (not select or match_codes(code, select) or code in UNREADABLE)
        and not match_codes(code, ignore)
    }
    read = find_problems(config, workers, codes, is_quiet=quiet)
    if against := against or config.check.against:
        read = read._replace(problems=_compare(config, against, codes, read.problems, workers))
    if new_baseline:
        write_file(new_baseline, write_baseline(read.problems))
    found = drop_known_problems(read.problems, config, new_baseline or baseline)
    names = [relative_name(path, config.root) for path in list_files(config)]
    checked = tuple(relative_name(path, config.root) for path in chosen) or tuple(names)
    if chosen:
        # What is wrong with the schema or the configuration concerns every file.
        others = set(names).difference(checked)
        found = [problem for problem in found if problem.location.file not in others]
    report = Report(
        tuple(found),
        len(checked),
        config.root,
        Path.cwd(),
        colour=wants_colour(sys.stdout),
        checked=checked,
        is_strict=strict,
        is_sorted=errors_first,
        is_complete=every,
        is_quiet=quiet,
        unread=read.unread,
        unchecked=read.unchecked,
    )
    copies = config.check.copies
    return report, [config.root / name for name in (*read.sources, *copies)]


def _compare(
    config: Config,
    against: str,
    codes: Set[str],
    problems: list[Problem],
    workers: int | None,
) -> list[Problem]:
    """Return problems with those of addresses of an earlier state, in the order of their places."""
    from tei_edition.publishing.earlier import find_changed_addresses
    from tei_edition.report.selection import settle_problems

    changed = find_changed_addresses(config, against, workers=workers or count_processors())
    found = settle_problems([p for p in changed if p.code in codes], config, (), ())
    return sort_problems((*problems, *found))


def _watch(ctx: click.Context, files: tuple[Path, ...], **options: Any) -> None:
    """Check now, and again whenever a file of the edition is saved; report the changes."""
    from tei_edition.report import format_changes, format_report
    from tei_edition.runtime.watching import watch_files

    last: list[Report] = []

    def list_watched() -> list[Path]:
        settings = find_edition(ctx)
        listed = [settings] if settings else []
        with contextlib.suppress(EditionError):  # the check itself tells it
            listed += list_files(load_config(ctx, files)[0])
        return listed

    def check_again() -> list[Path]:
        if last:
            click.clear()  # does nothing unless on a terminal
        try:
            report, sources = _make_report(ctx, files, **options)
        except EditionError as error:
            click.echo(describe_error(error), err=True)
            return []
        text = format_changes(last[-1], report) if last else format_report(report, "text")
        write_output(text, is_data=False)
        last[:] = [report]
        return sources

    watch_files(list_watched, check_again)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a problem and how to correct it; without CODE, list all problems."""
    from tei_edition.report.explanations import list_codes, read_explanation

    click.echo(read_explanation(code) if code else list_codes(), nl=False)
