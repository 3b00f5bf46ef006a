"""The commands `html` and `build`, an edition to pages, and `clean`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tei_edition.cli.edition import drop_known_problems, find_edition, find_problems, load_config
from tei_edition.cli.group import main
from tei_edition.cli.terminal import (
    FILES,
    OUTPUT,
    WORKERS,
    count_processors,
    report_others,
    show_path,
)
from tei_edition.problems import Severity

if TYPE_CHECKING:
    from pathlib import Path

BUILDERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "pdf", "weasyprint", "text", "man")


@main.command()
@FILES
@OUTPUT
@WORKERS
@click.pass_context
def html(
    ctx: click.Context, files: tuple[Path, ...], output: Path | None, workers: int | None
) -> None:
    """Write the edition, or some of its FILEs, as HTML by XSLT alone."""
    from tei_edition.publishing.plain_html import write_html
    from tei_edition.report import max_severity

    config, chosen = load_config(ctx, files)
    output = output or config.root / "build" / "plain"
    pages, found = write_html(config, output, files=chosen, workers=workers or count_processors())
    report_others(found, config)
    if pages:
        click.echo(show_path(pages[0]))
    ctx.exit(int(max_severity(found) is Severity.ERROR))


@main.command()
@click.option("-b", "--builder", default="html", show_default=True, type=click.Choice(BUILDERS))
@OUTPUT
@WORKERS
@click.option("--keep-going", is_flag=True, help="Build in spite of errors; leave out what fails.")
@click.pass_context
def build(
    ctx: click.Context, builder: str, output: Path | None, workers: int | None, keep_going: bool
) -> None:
    """Check the edition, then build it with Sphinx."""
    from tei_edition.publishing.sphinx_build import build_site
    from tei_edition.report import max_severity
    from tei_edition.report.lines import escape_controls

    config, _ = load_config(ctx, ())
    found = drop_known_problems(find_problems(config, workers).problems, config)
    grave = [problem for problem in found if problem.severity is not Severity.NOTE]
    if grave:
        report_others(grave, config)
    if max_severity(found) is Severity.ERROR and not keep_going:
        click.echo("Nothing was built. Use --keep-going to build in spite of errors.", err=True)
        ctx.exit(1)
    output = output or config.root / "build" / builder
    site = build_site(
        config,
        builder,
        output.absolute(),
        workers=workers or count_processors(),
        path=find_edition(ctx),
        keep_going=keep_going,
    )
    for file in site.left_out:
        click.echo(f"Left out: {escape_controls(file)}", err=True)
    click.echo(show_path(site.entry))
    # Whoever builds in spite of errors can still see in the exit status that there were some.
    ctx.exit(int(max_severity(found) is Severity.ERROR or bool(site.left_out)))


@main.command()
@click.option("--all", "every", is_flag=True, help="Delete the caches of all editions.")
@click.pass_context
def clean(ctx: click.Context, every: bool) -> None:
    """Delete the cache of the edition; the edition and its builds are kept.

    The cache is in your cache folder, or in the folder that TEI_EDITION_CACHE names.
    """
    from tei_edition.runtime.user_folder import clear_all, clear_kept

    for folder in clear_all() if every else clear_kept(load_config(ctx, ())[0].root):
        click.echo(show_path(folder))
