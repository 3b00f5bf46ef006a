"""The commands `schema fetch` and `schema compile`."""

from __future__ import annotations

from pathlib import Path

import click

from tei_edition.cli.edition import find_edition
from tei_edition.cli.group import ALLOW_OUTSIDE, main
from tei_edition.cli.terminal import report_others, show_path
from tei_edition.config import FILE_NAME, make_config, read_config
from tei_edition.problems import EditionError
from tei_edition.runtime.files import real_path


@main.group()
def schema() -> None:
    """Work with the schemas of an edition."""


@schema.command("fetch")
@click.argument("address", metavar="URL")
@click.option(
    "--folder",
    default="schemas",
    show_default=True,
    metavar="DIR",
    help="The folder to store it in, within the edition.",
)
@click.option(
    "--print", "is_printed", is_flag=True, help="Print the lines; do not change edition.toml."
)
@click.pass_context
def fetch_schema(ctx: click.Context, address: str, folder: str, is_printed: bool) -> None:
    """Download the schema at URL, with its includes, and add it to [check.catalogue]."""
    from tei_edition.runtime.files import write_file
    from tei_edition.runtime.own_folders import refuse_links_to
    from tei_edition.schema import fetch

    path = find_edition(ctx)
    if path is not None:
        # What is wrong with it is to be corrected first.
        read_config(path, allow_outside=ctx.meta[ALLOW_OUTSIDE])
    root = real_path(path.parent if path else Path.cwd())
    refuse_links_to(root / folder, root)
    stored = fetch.fetch_schema(address, root / folder)
    lines = fetch.write_lines(stored, root)
    if path is None or is_printed:
        click.echo(lines, nl=False)
        return
    text = path.read_bytes().decode("utf-8")
    write_file(path, fetch.add_lines(text, lines, root).encode())
    for one in stored:
        click.echo(f"{show_path(one.path)}  {one.sha256}")


@schema.command("compile")
@click.argument(
    "odd",
    metavar="[ODD]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--rng", "form", flag_value="rng", default="rng", help="RELAX NG.  [default]")
@click.option("--rnc", "form", flag_value="rnc", help="RELAX NG compact syntax.")
@click.option("--schematron", "form", flag_value="sch", help="Only the Schematron rules.")
@click.option("--docs", "form", flag_value="docs", help="Reference pages for Sphinx.")
@click.option(
    "--source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The source that the ODD refers to, such as p5subset.xml.",
)
@click.option(
    "--schema",
    "name",
    default="",
    metavar="NAME",
    help="The schemaSpec to compile, if there are several.",
)
@click.option(
    "--lang", "language", default="", metavar="CODE", help="The documentation's language."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The file or folder to write.  [default: beside the ODD]",
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
    """Compile an ODD to a schema or to reference pages; by default the ODD of edition.toml."""
    from tei_edition.report.selection import settle_problems
    from tei_edition.runtime.own_folders import refuse_links_to
    from tei_edition.schema.odd import compile_odd, make_options, write_compiled

    path = find_edition(ctx)
    allow = ctx.meta[ALLOW_OUTSIDE]
    if path is None:
        config = make_config({}, Path.cwd(), allow_outside=allow)
    else:
        config = read_config(path, allow_outside=allow)
    if odd is None and not config.schema.odd:
        raise EditionError(
            "no ODD is named", hint="name one, or put it in [schema] of edition.toml"
        )
    chosen = odd or config.root / config.schema.odd
    options = make_options(config, source=source, schema=name, language=language, odd=odd)
    compiled = compile_odd(chosen, config.root, options)
    report_others(settle_problems(compiled.problems, config), config)
    if compiled.grammar is None:
        ctx.exit(1)
    target = output or chosen.with_suffix("" if form == "docs" else f".{form}")
    if output is None and odd is None and not real_path(chosen).is_relative_to(config.root):
        raise EditionError(
            f'the ODD of {FILE_NAME} is outside the edition: "{show_path(chosen)}"',
            hint="name the file or folder to write with -o",
        )
    refuse_links_to(target if form == "docs" else target.parent, config.root)
    for written in write_compiled(compiled, form, target, language):
        click.echo(show_path(written))
