"""The command `diff`: what changed between two states of an edition."""

from __future__ import annotations

from pathlib import Path

import click

from tei_edition.cli.edition import find_edition
from tei_edition.cli.group import main
from tei_edition.cli.terminal import (
    WORKERS,
    count_processors,
    print_data,
    print_json,
    show_path,
    show_words,
)
from tei_edition.config import suggest
from tei_edition.problems import EditionError


@main.command()
@click.argument("old")
@click.argument("new", default="")
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "html")), default="text",
    show_default=True,
)  # fmt: skip
@click.option(
    "--what",
    default="",
    metavar="KIND,...",
    help="Only these kinds: text, readings, names, notes, dates, markup, header, register.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file to write to, instead of standard output.",
)
@WORKERS
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str,
    form: str,
    what: str,
    output: Path | None,
    workers: int | None,
) -> None:
    """Report the changes from the state OLD of an edition to NEW, by default the current files.

    Each is a folder, a bag or another ZIP with edition.toml, or a tag or commit of git. Passages
    are compared word by word, entries of the apparatus by readings, register entries by fields; the
    layout of the files is ignored.
    """
    from tei_edition.exports.state_changes import compare_states
    from tei_edition.exports.state_report import write_json, write_page, write_text
    from tei_edition.publishing.earlier import open_state
    from tei_edition.runtime.files import write_file
    from tei_edition.runtime.own_folders import refuse_links_to

    kinds = _read_kinds(what)
    path = find_edition(ctx)
    root = path.parent if path is not None else Path.cwd()
    if output is not None:
        refuse_links_to(output.parent, root)
    count = workers or count_processors()
    with (
        open_state(old, root, workers=count) as before,
        open_state(new or str(root), root, workers=count) as after,
    ):
        changes = list(compare_states(before, after, kinds))
        title = after.title or before.title
    if form == "json":
        made = write_json(changes)
    elif form == "html":
        made = write_page(changes, title, old, new or "now")
    else:
        made = write_text(changes)
    if output is not None:
        write_file(output, made.encode())
        click.echo(show_path(output))
    elif form == "json":
        print_json(made)
    elif form == "html":
        print_data(made.encode())
    else:
        click.echo(show_words(made), nl=False)
    if not changes:
        click.echo("Nothing has changed.", err=True)


def _read_kinds(what: str) -> tuple[str, ...]:
    from tei_edition.exports.state_items import KINDS

    wanted = [kind.strip() for kind in what.split(",") if kind.strip()]
    for kind in wanted:
        if kind not in KINDS:
            hint = suggest(kind, KINDS) or f"there are {', '.join(KINDS)}"
            raise EditionError(f'--what: there is no "{kind}"', hint=hint)
    return tuple(kind for kind in KINDS if not wanted or kind in wanted)
