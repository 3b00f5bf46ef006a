"""The command `export`: an edition in formats for reuse."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tei_edition.cli.edition import load_config
from tei_edition.cli.group import main
from tei_edition.cli.terminal import (
    FILES,
    OUTPUT,
    WORKERS,
    count_processors,
    print_data,
    report_others,
    show_path,
    show_words,
)
from tei_edition.config import suggest
from tei_edition.exports.registry import FORMATS
from tei_edition.problems import EditionError, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tei_edition.config import Config
    from tei_edition.exports.holdings import Holdings
    from tei_edition.exports.registry import Format
    from tei_edition.facts.witnesses import Witnesses
    from tei_edition.loading.edition import LoadedEdition


class _Formats(click.Group):
    """The commands of all formats, which its help lists with their whole sentences."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List all formats with their descriptions."""
        rows = [(name, command.help or "") for name in self.list_commands(ctx)
                if (command := self.get_command(ctx, name)) is not None]  # fmt: skip
        with formatter.section("Formats"):
            formatter.write_dl(
                [(name, " ".join(text.split("\n\n")[0].split())) for name, text in rows]
            )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the formats in the order of their list."""
        return list(self.commands)


@main.group(cls=_Formats)
def export() -> None:
    """Write the edition in formats for reuse.

    The site has the same files. Each format that needs absolute addresses takes them from url, in
    [edition] of edition.toml, and one that has nothing writes nothing.
    """


@export.command("text")
@FILES
@click.option(
    "--witness",
    default="base",
    show_default=True,
    metavar="SIGLUM",
    help="The witness: its siglum or xml:id, or base.",
)
@OUTPUT
@WORKERS
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
    with -o each to a separate file in DIR; files with the same name keep their folders.
    """
    from tei_edition.exports.filling import make_empty_words
    from tei_edition.exports.text import export_text
    from tei_edition.facts.witnesses import Witnesses
    from tei_edition.loading.edition import list_hindrances, load_tree
    from tei_edition.publishing.exporting import plan_site
    from tei_edition.report import max_severity
    from tei_edition.source import relative_name

    config, chosen = load_config(ctx, files)
    reading = _read_whole_texts(ctx, config, output, workers)
    witnesses = Witnesses(reading.edition)
    ident = "" if witness == "base" else _find_witness(witnesses, witness)
    names = {relative_name(path, config.root) for path in chosen}
    texts = [
        text
        for text in reading.edition.texts
        if text.division is not None and (not names or text.file in names)
    ]
    site = plan_site(reading)
    faults = [p for p in list_hindrances(reading) if not names or p.location.file in names]
    report_others(faults, config)
    twins = Counter(Path(text.file).name for text in texts)
    for number, text in enumerate(texts):
        root = load_tree(reading, text)
        words = make_empty_words(site, text)
        found = export_text(root, text, config.text, witnesses, ident, words)
        for remark in found.remarks:
            click.echo(show_words(f"{text.file}: {witness} {remark}"), err=True)
        if output is None:
            # Where there are several, an empty line parts them.
            print_data(("\n" * bool(number) + found.text).encode())
        else:
            path = Path(text.file).with_suffix(".txt")
            # Files of one name keep their folders, so that none is written over.
            kept = [part for part in path.parts if part not in {path.anchor, ".."}]
            name = Path(*kept if twins[Path(text.file).name] > 1 else kept[-1:])
            _write(output, name, found.text.encode())
    ctx.exit(int(max_severity(faults) is Severity.ERROR))


def _add_format(chosen: Format) -> None:
    """Add the command of a format."""

    @OUTPUT
    @WORKERS
    @click.pass_context
    def write(ctx: click.Context, output: Path | None, workers: int | None) -> None:
        _write_format(ctx, chosen, output, workers)

    paths = f"Writes {chosen.paths}; nothing if {chosen.empty}."
    url = " It needs url, in [edition]." if chosen.needs_url else ""
    folder = (
        "Without -o a single file goes to the standard output, several to build/export in the"
        " folder of the edition."
    )
    export.command(chosen.name, help=f"{chosen.sentence}\n\n{paths}{url}\n\n{folder}")(write)


@export.command("all")
@OUTPUT
@WORKERS
@click.pass_context
def export_all(ctx: click.Context, output: Path | None, workers: int | None) -> None:
    """All formats that have something, and the bag of them.

    Each file has the path that it has on the site. The edition is read once, and each file is
    made once. Formats that need url, in [edition], are left out if there is none.

    Without -o the files go to build/export in the folder of the edition.
    """
    from tei_edition.exports.bag import make_everything

    config, _ = load_config(ctx, ())
    if not config.edition.url:
        names = ", ".join(chosen.name for chosen in FORMATS if chosen.needs_url)
        click.echo(f"edition.toml has no url in [edition]; left out: {names}.", err=True)
    _export(ctx, config, make_everything, output, workers)


def _write_format(
    ctx: click.Context, chosen: Format, output: Path | None, workers: int | None
) -> None:
    from tei_edition.exports.registry import make_files

    config, _ = load_config(ctx, ())
    if chosen.needs_url and not config.edition.url:
        raise EditionError(
            f"{chosen.name} has absolute addresses, and edition.toml has no url",
            hint='add url = "https://…" to [edition]: where the site will be',
        )

    def make(holdings: Holdings) -> Iterator[list[tuple[str, bytes]]]:
        files = list(make_files(chosen, holdings))
        if not files:
            click.echo(f"Nothing was written: {chosen.empty}.", err=True)
        if output is None and len(files) == 1:
            print_data(files[0][1])
        else:
            yield files

    _export(ctx, config, make, output, workers)


def _export(
    ctx: click.Context,
    config: Config,
    make: Callable[[Holdings], Iterable[list[tuple[str, bytes]]]],
    output: Path | None,
    workers: int | None,
) -> None:
    """Read the edition, and write the files that are made of it, format by format."""
    from tei_edition.loading.edition import list_hindrances
    from tei_edition.publishing.exporting import make_holdings
    from tei_edition.report import max_severity
    from tei_edition.runtime.own_folders import refuse_links_to
    from tei_edition.runtime.portable_names import refuse_unportable

    reading = _read_whole_texts(ctx, config, output, workers)
    faults = list_hindrances(reading)
    report_others(faults, config)
    folder = output or config.root / "build" / "export"
    for files in make(make_holdings(reading)):
        refuse_links_to(folder, config.root)
        refuse_unportable(path for path, _ in files)
        for path, data in files:
            _write(folder, Path(path), data)
    ctx.exit(int(max_severity(faults) is Severity.ERROR))


def _read_whole_texts(
    ctx: click.Context, config: Config, output: Path | None, workers: int | None
) -> LoadedEdition:
    """Read the edition without its incomplete texts: a text is exported whole or not at all."""
    from tei_edition.loading.edition import leave_out, list_incomplete, read_edition
    from tei_edition.runtime.locking import hold_lock
    from tei_edition.runtime.own_folders import refuse_links_to

    if output is not None:
        refuse_links_to(output, config.root)
    ctx.with_resource(hold_lock(config.cache_folder))
    reading = read_edition(config, workers=workers or count_processors())
    return leave_out(reading, list_incomplete(reading))


def _write(folder: Path, name: Path, data: bytes) -> None:
    """Write a file of an export, and say where it is."""
    from tei_edition.runtime.files import write_file
    from tei_edition.runtime.own_folders import refuse_links

    path = folder / name
    refuse_links(path.parent, folder)
    write_file(path, data)
    click.echo(show_path(path))


def _find_witness(witnesses: Witnesses, name: str) -> str:
    found = witnesses.find_siglum(name)
    if found is not None:
        return found.id
    known = [w.siglum for w in witnesses]
    listed = f"there are {', '.join(known[:12])}" if known else "no witness is declared or named"
    raise EditionError(f'there is no witness "{name}"', hint=suggest(name, known) or listed)


for _format in FORMATS:
    _add_format(_format)
