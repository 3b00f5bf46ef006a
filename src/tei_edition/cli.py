"""The command: arguments to pipeline to report to exit status.

What is slow to import (lxml, Saxon, Sphinx) is imported in the command that needs it.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from tei_edition import __version__
from tei_edition.config import (
    FILE_NAME,
    Config,
    find_config,
    list_registers,
    list_texts,
    make_config,
    read_config,
    suggest,
)
from tei_edition.problems import RULES, SCHEMA_CODES, UNREADABLE, EditionError, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Set

    from tei_edition.judging import Judging
    from tei_edition.problems import Problem
    from tei_edition.reading import Reading
    from tei_edition.report import Report
    from tei_edition.witnesses import Witnesses

FORMATS = ("text", "json", "sarif", "github", "junit")
BUILDERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "pdf", "weasyprint", "text", "man")


class _Commands(click.Group):
    """Commands that tell in one line why they cannot go on, with exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EditionError as error:
            click.echo(_describe_error(error), err=True)
        except BrokenPipeError:
            raise  # whoever read the output has gone; click ends quietly
        except OSError as error:
            if error.filename is None:
                raise
            # A full disk, a folder that may not be written: no fault of the program.
            click.echo(f'error: "{error.filename}": {error.strerror}', err=True)
        raise click.exceptions.Exit(2)


def _describe_error(error: EditionError) -> str:
    hint = f" (hint: {error.hint})" if error.hint else ""
    return f"error: {error}{hint}"


def _check_codes(
    _ctx: click.Context, _param: click.Parameter, codes: tuple[str, ...]
) -> tuple[str, ...]:
    """Codes of problems, or patterns such as `schema-*`, each of which some code must match.

    One value may hold several, parted by commas.
    """
    codes = tuple(part.strip() for code in codes for part in code.split(",") if part.strip())
    for code in codes:
        if not fnmatch.filter(RULES, code):
            hint = suggest(code, RULES) or "tei-edition explain lists them all"
            raise click.BadParameter(f'there is no problem "{code}" ({hint})')
    return codes


def _codes_option(name: str, help_text: str) -> Callable[[Any], Any]:
    return click.option(name, multiple=True, metavar="CODE", callback=_check_codes, help=help_text)


_FILES = click.argument(
    "files",
    metavar="[FILE]...",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
_WORKERS = click.option(
    "-j",
    "--jobs",
    "workers",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="How many processes may work at once.  [default: one a processor]",
)
_OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="DIR",
    help="Where to write.",
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--edition",
    type=click.Path(path_type=Path),
    default=None,
    metavar="PATH",
    help="An edition.toml, or its folder.  [default: the nearest above]",
)
@click.version_option(__version__, prog_name="tei-edition")
@click.pass_context
def main(ctx: click.Context, edition: Path | None) -> None:
    """From a text encoded in TEI XML to a published scholarly edition."""
    ctx.obj = edition
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows another instead of ending the work.
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(errors="replace")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A plain text in UTF-8, to be encoded: blank lines part its paragraphs.",
)
@click.option("--language", default="en", show_default=True, help="The language of the text.")
def init(folder: Path, text: Path | None, language: str) -> None:
    """Make a new edition in the folder DIR, ready to check and to build."""
    from tei_edition.editing.scaffold import create_edition

    for path in create_edition(folder, text, language=language):
        click.echo(_show_path(path))


@main.command()
@_FILES
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@_codes_option("--select", "Only problems of these codes, or of codes such as schema-*.")
@_codes_option("--ignore", "No problems of these codes, or of codes such as schema-*.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings and notes too.")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Only problems that this baseline does not have.",
)
@click.option(
    "--write-baseline",
    "new_baseline",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write the problems of today to a baseline.",
)
@click.option("--all", "every", is_flag=True, help="Tell repeated messages at every place.")
@click.option("--statistics", is_flag=True, help="Only how often each problem occurs.")
@click.option("--fix-hints", is_flag=True, help="Print a diff of the remedies that are certain.")
@click.option("-q", "--quiet", is_flag=True, help="Nothing but the problems: no sum, no progress.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@_WORKERS
@click.pass_context
def check(
    ctx: click.Context,
    /,
    form: str,
    statistics: bool,
    fix_hints: bool,
    watch: bool,
    **options: Any,
) -> None:
    """Say what is wrong with the edition, or with some of its FILEs."""
    from tei_edition.report import format_report, make_patch, max_severity

    ways = {"--statistics": statistics, "--fix-hints": fix_hints, "--watch": watch}
    if form != "text" and any(ways.values()):
        named = next(name for name, is_given in ways.items() if is_given)
        raise click.UsageError(f"{named} goes with --format text alone")
    if watch:
        if statistics or fix_hints or options["new_baseline"]:
            raise click.UsageError("--watch only tells problems: it goes with no other output")
        _watch(ctx, **options)
        return
    report, _ = _make_report(ctx, **options)
    if fix_hints:
        # The diff has the standard output to itself, to be read by other programs.
        click.echo(make_patch(report), nl=False)
        report = msgspec.structs.replace(report, colour=_wants_colour(sys.stderr))
    text = format_report(report, "statistics" if statistics else form)
    if fix_hints:
        click.echo(text, nl=False, err=True, color=report.colour)
    else:
        _write(text, is_data=form != "text")
    gravest = max_severity(report.problems)
    ctx.exit(int(gravest is Severity.ERROR or (report.is_strict and gravest is not None)))


def _make_report(
    ctx: click.Context,
    files: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    baseline: Path | None,
    new_baseline: Path | None,
    every: bool,
    quiet: bool,
    workers: int | None,
) -> tuple[Report, list[Path]]:
    """What is wrong with the edition, or with some of its files, of the codes asked for.

    Beside it, the files that were read for it besides those of the edition.
    """
    from tei_edition.report import Report
    from tei_edition.selection import match_codes, write_baseline
    from tei_edition.source import relative_name

    config, chosen = _load_config(ctx, files)
    codes = {
        code
        for code in RULES
        if (not select or match_codes(code, select) or code in UNREADABLE)
        and not match_codes(code, ignore)
    }
    found, sources = _find_problems(config, workers, codes, is_quiet=quiet)
    if new_baseline:
        new_baseline.write_bytes(write_baseline(found))
    found = _drop_known(found, config, new_baseline or baseline)
    names = [relative_name(path, config.root) for path in _list_files(config)]
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
        colour=_wants_colour(sys.stdout),
        checked=checked,
        is_strict=strict,
        is_complete=every,
        is_quiet=quiet,
    )
    copies = config.check.copy_text.values()
    return report, [config.root / name for name in (*sources, *copies)]


def _watch(ctx: click.Context, files: tuple[Path, ...], **options: Any) -> None:
    """Check, and again whenever a file of the edition is saved; tell what has changed since."""
    from tei_edition.report import format_changes, format_report
    from tei_edition.watching import watch_files

    last: list[Report] = []

    def list_files() -> list[Path]:
        settings = _find_edition(ctx)
        listed = [settings] if settings else []
        with contextlib.suppress(EditionError):  # the check itself tells it
            listed += _list_files(_load_config(ctx, files)[0])
        return listed

    def check_again() -> list[Path]:
        if last:
            click.clear()  # does nothing unless on a terminal
        try:
            report, sources = _make_report(ctx, files, **options)
        except EditionError as error:
            click.echo(_describe_error(error), err=True)
            return []
        text = format_changes(last[-1], report) if last else format_report(report, "text")
        _write(text, is_data=False)
        last[:] = [report]
        return sources

    watch_files(list_files, check_again)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a problem means and how to mend it; without CODE, list all problems."""
    from tei_edition.explanations import list_codes, read_explanation

    click.echo(read_explanation(code) if code else list_codes(), nl=False)


@main.group()
def schema() -> None:
    """The schemas of an edition."""


@schema.command("fetch")
@click.argument("address", metavar="URL")
@click.option(
    "--folder",
    default="schemas",
    show_default=True,
    metavar="DIR",
    help="Where to put it, in the edition's folder.",
)
@click.option("--print", "is_printed", is_flag=True, help="Leave edition.toml as it is.")
@click.pass_context
def fetch_schema(ctx: click.Context, address: str, folder: str, is_printed: bool) -> None:
    """Fetch the schema at URL, with what it includes, and name it in [check.catalogue]."""
    from tei_edition.schema import fetch

    path = _find_edition(ctx)
    if path is not None:
        read_config(path)  # what is wrong with it is to be mended first
    root = (path.parent if path else Path.cwd()).resolve()
    stored = fetch.fetch_schema(address, root / folder)
    lines = fetch.write_lines(stored, root)
    if path is None or is_printed:
        click.echo(lines, nl=False)
        return
    text = path.read_bytes().decode("utf-8")
    path.write_bytes(fetch.add_lines(text, lines, root).encode())
    for one in stored:
        click.echo(f"{_show_path(one.path)}  {one.sha256}")


@schema.command("compile")
@click.argument(
    "odd",
    metavar="[ODD]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--rng", "form", flag_value="rng", default="rng", help="RELAX NG.  [default]")
@click.option("--rnc", "form", flag_value="rnc", help="RELAX NG in the compact syntax.")
@click.option("--schematron", "form", flag_value="sch", help="The rules in Schematron alone.")
@click.option("--docs", "form", flag_value="docs", help="Reference pages, for Sphinx.")
@click.option(
    "--source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What the ODD draws on, as p5subset.xml.",
)
@click.option("--schema", "name", default="", metavar="NAME", help="Which schemaSpec, if several.")
@click.option(
    "--lang", "language", default="", metavar="CODE", help="The documentation's language."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Where to write.  [default: beside the ODD]",
)
@click.pass_context
def compile_schema(
    ctx: click.Context,
    odd: Path | None,
    form: str,
    source: Path | None,
    name: str,
    language: str,
    output: Path | None,
) -> None:
    """Compile an ODD, that of edition.toml if none is named, to a schema or to its manual."""
    from tei_edition.schema.odd import compile_odd, make_options, write_compiled
    from tei_edition.selection import settle_problems

    path = _find_edition(ctx)
    config = make_config({}, Path.cwd()) if path is None else read_config(path)
    if odd is None and not config.schema.odd:
        raise EditionError(
            "no ODD is named", hint="name one, or put it in [schema] of edition.toml"
        )
    chosen = odd or config.root / config.schema.odd
    options = make_options(config, source=source, schema=name, language=language)
    compiled = compile_odd(chosen, config.root, options)
    _report_others(settle_problems(compiled.problems, config), config)
    if compiled.grammar is None:
        ctx.exit(1)
    target = output or chosen.with_suffix("" if form == "docs" else f".{form}")
    for written in write_compiled(compiled, form, target, language):
        click.echo(_show_path(written))


@main.command()
@_FILES
@_OUTPUT
@_WORKERS
@click.pass_context
def html(
    ctx: click.Context, files: tuple[Path, ...], output: Path | None, workers: int | None
) -> None:
    """Write the edition, or some of its FILEs, as HTML by XSLT alone."""
    from tei_edition.pipeline import write_html
    from tei_edition.report import max_severity

    config, chosen = _load_config(ctx, files)
    output = output or config.root / "build" / "plain"
    pages, found = write_html(config, output, files=chosen, workers=workers or _count_processors())
    _report_others(found, config)
    if pages:
        click.echo(_show_path(pages[0]))
    ctx.exit(int(max_severity(found) is Severity.ERROR))


@main.command()
@click.option("-b", "--builder", default="html", show_default=True, type=click.Choice(BUILDERS))
@_OUTPUT
@_WORKERS
@click.option("--keep-going", is_flag=True, help="Build what can be built in spite of errors.")
@click.pass_context
def build(
    ctx: click.Context, builder: str, output: Path | None, workers: int | None, keep_going: bool
) -> None:
    """Check the edition, then build it with Sphinx."""
    from tei_edition.report import max_severity
    from tei_edition.site import build_site

    config, _ = _load_config(ctx, ())
    found = _drop_known(_find_problems(config, workers)[0], config)
    grave = [problem for problem in found if problem.severity is not Severity.NOTE]
    if grave:
        _report_others(grave, config)
    if max_severity(found) is Severity.ERROR and not keep_going:
        click.echo("Nothing was built; --keep-going builds in spite of errors.", err=True)
        ctx.exit(1)
    output = output or config.root / "build" / builder
    entry = build_site(
        config,
        builder,
        output.absolute(),
        workers=workers or _count_processors(),
        path=_find_edition(ctx),
    )
    click.echo(_show_path(entry))


@main.command()
@click.argument(
    "files",
    metavar="BASE FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="NEW",
    help="The file to write, which must not exist.",
)
@click.option(
    "--sigla",
    default="",
    metavar="A,B,...",
    help="The sigla of the witnesses, in the order of the files.  [default: the files' names]",
)
def collate(files: tuple[Path, ...], output: Path, sigla: str) -> None:
    """Make one TEI text with an apparatus of several witnesses: of BASE, and each FILE.

    They are TEI or plain texts (UTF-8, .txt, blank lines between paragraphs). The markup of BASE
    is kept; of the others the words are taken.
    """
    from tei_edition.editing.collate import collate_files

    names = [name.strip() for name in sigla.split(",")] if sigla else []
    if output.exists():
        raise EditionError(f'there is a file "{output}" already', hint="name another after -o")
    made = collate_files(files, names)
    for name, share in made.agreements.items():
        click.echo(f"{name}: {share:.0%} of the words agree with the base", err=True)
        if name in made.loose:
            click.echo(
                f"{name}: too few to compare word with word; each paragraph is one reading."
                " An alignment of words would mislead.",
                err=True,
            )
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("x", encoding="utf-8", newline="\n") as file:
        file.write(made.tei)
    click.echo(_show_path(output))


@main.group()
def export() -> None:
    """Write the edition in formats for reuse."""


@export.command("text")
@_FILES
@click.option(
    "--witness",
    default="base",
    show_default=True,
    metavar="SIGLUM",
    help="Whose text: the siglum or xml:id of a witness, or base.",
)
@_OUTPUT
@_WORKERS
@click.pass_context
def export_plain_text(
    ctx: click.Context,
    files: tuple[Path, ...],
    witness: str,
    output: Path | None,
    workers: int | None,
) -> None:
    """Write the reading text of the edition, or of some of its FILEs, as plain text.

    Each paragraph or line of verse is a line. Without -o the texts go to the standard output,
    with it each to a file of its own in DIR; files of the same name in folders of their own.
    """
    from tei_edition.exports.text import export_text
    from tei_edition.reading import load_tree, read_edition
    from tei_edition.report import max_severity
    from tei_edition.source import relative_name
    from tei_edition.witnesses import Witnesses

    config, chosen = _load_config(ctx, files)
    reading = read_edition(config, workers=workers or _count_processors())
    witnesses = Witnesses(reading.edition)
    ident = "" if witness == "base" else _find_witness(witnesses, witness)
    names = {relative_name(path, config.root) for path in chosen}
    texts = [
        text
        for text in reading.edition.texts
        if text.division is not None and (not names or text.file in names)
    ]
    unread = [p for p in reading.problems if p.code.startswith("xml-")]
    _report_others(unread, config)
    twins = Counter(Path(text.file).name for text in texts)
    for number, text in enumerate(texts):
        root = load_tree(reading, text)
        found = export_text(root, text, config.text, witnesses, ident)
        for remark in found.remarks:
            click.echo(f"{text.file}: {witness} {remark}", err=True)
        if output is None:
            # Where there are several, an empty line parts them.
            click.echo(("\n" * bool(number) + found.text).encode(), nl=False)
        else:
            path = Path(text.file).with_suffix(".txt")
            # Files of one name keep their folders, so that none is written over.
            kept = [part for part in path.parts if part not in {path.anchor, ".."}]
            path = output.joinpath(*kept if twins[Path(text.file).name] > 1 else kept[-1:])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found.text, encoding="utf-8", newline="\n")
            click.echo(_show_path(path))
    ctx.exit(int(max_severity(unread) is Severity.ERROR))


def _find_witness(witnesses: Witnesses, name: str) -> str:
    found = witnesses.find_siglum(name)
    if found is not None:
        return found.id
    known = [w.siglum for w in witnesses]
    listed = f"there are {', '.join(known[:12])}" if known else "no witness is declared or named"
    raise EditionError(f'there is no witness "{name}"', hint=suggest(name, known) or listed)


def _load_config(ctx: click.Context, files: Sequence[Path]) -> tuple[Config, list[Path]]:
    """The configuration, and the paths by which it knows the files.

    A file that it does not name is one text more; without any edition.toml the files are an
    edition of their own.
    """
    path = _find_edition(ctx)
    if path is not None:
        config = read_config(path)
    elif files:
        config = make_config({"edition": {"texts": []}}, Path.cwd())
    else:
        raise EditionError(
            f"there is no {FILE_NAME} in this folder or above it",
            hint="go to the folder of your edition, or name it after --edition",
        )
    known = {path.resolve(): path for path in _list_files(config)} if files else {}
    chosen = [known.get(file.resolve(), file.resolve()) for file in files]
    if new := tuple(str(path) for path in chosen if path not in known.values()):
        texts = msgspec.structs.replace(config.edition, texts=(*config.edition.texts, *new))
        config = msgspec.structs.replace(config, edition=texts)
    return config, chosen


def _find_edition(ctx: click.Context) -> Path | None:
    """The edition.toml that --edition names, or the nearest one above."""
    path: Path | None = ctx.obj
    if path is None:
        return find_config(Path.cwd())
    return path / FILE_NAME if path.is_dir() else path


def _list_files(config: Config) -> list[Path]:
    return list(dict.fromkeys((*list_texts(config), *list_registers(config))))


def _find_problems(
    config: Config,
    workers: int | None,
    codes: Set[str] = RULES.keys(),
    *,
    is_quiet: bool = False,
) -> tuple[list[Problem], tuple[str, ...]]:
    """The problems of these codes that the edition has, as grave as it finds them, in order.

    Beside them, the names of the files that were read besides the edition's own.
    """
    from tei_edition.progress import show_progress
    from tei_edition.selection import settle_problems

    workers = workers or _count_processors()
    found: tuple[Problem, ...]
    read: Judging | Reading
    with show_progress("Reading", is_quiet=is_quiet) as note:
        if codes <= SCHEMA_CODES | UNREADABLE:
            from tei_edition.judging import judge_edition

            read = judge_edition(config, workers=workers, note=note)
            found = read.problems
        else:
            from tei_edition.checks import check_edition
            from tei_edition.reading import keep_garbage, read_edition

            with keep_garbage():
                read = read_edition(config, workers=workers, note=note)
                found = (*read.problems, *check_edition(read.edition, config, codes))
    told = settle_problems(found, config, read.ignored, codes)
    return [problem for problem in told if problem.code in codes], read.sources


def _drop_known(
    found: list[Problem], config: Config, baseline: Path | None = None
) -> list[Problem]:
    """The problems that the baseline, where there is one, does not have."""
    from tei_edition.selection import drop_known

    if baseline is None:
        if not config.check.baseline:
            return found
        baseline = config.root / config.check.baseline
    new, mended = drop_known(found, baseline)
    if mended:
        told = f"{mended} of the problems in {_show_path(baseline)} no longer there"
        click.echo(f"{told}: --write-baseline brings it up to date.", err=True)
    return new


def _report_others(problems: Iterable[Problem], config: Config) -> None:
    """Problems that are no part of the command's output, on the standard error."""
    from tei_edition.report import Report, format_report

    if found := tuple(problems):
        report = Report(found, 0, config.root, Path.cwd(), colour=_wants_colour(sys.stderr))
        click.echo(format_report(report, "text"), nl=False, err=True, color=report.colour)


def _show_path(path: Path) -> str:
    """A path as seen from here, absolute where it lies elsewhere."""
    path = path.resolve()
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _write(text: str, *, is_data: bool) -> None:
    if is_data:  # JSON is UTF-8, whatever the terminal is
        click.echo(text.encode(), nl=False)
    else:
        click.echo(text, nl=False, color=_wants_colour(sys.stdout))


def _wants_colour(stream: Any) -> bool:
    """Whether a stream is a terminal whose user has not refused colours (no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(getattr(stream, "isatty", lambda: False)())


def _count_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
