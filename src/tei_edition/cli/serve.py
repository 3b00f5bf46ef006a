"""The command `serve`: the site on this computer, with DTS and OAI-PMH."""

from __future__ import annotations

import click

from tei_edition.cli.edition import find_edition, load_config
from tei_edition.cli.group import main
from tei_edition.cli.terminal import WORKERS, count_processors, report_others

_PORT = 8000


@main.command()
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="The port to listen on; 0 for any that is free.",
)
@click.option("--no-build", is_flag=True, help="Serve the site as it was built last.")
@WORKERS
@click.pass_context
def serve(ctx: click.Context, port: int, no_build: bool, workers: int | None) -> None:
    """Build the site, and show it at http://127.0.0.1:PORT/ until Ctrl+C.

    The server also answers all requests of DTS 1.0 at /dts/ and of OAI-PMH 2.0 at /oai/. It can be
    reached only from this computer.
    """
    from tei_edition.loading.edition import read_edition
    from tei_edition.publishing.serving import ServedSite, make_server
    from tei_edition.publishing.sphinx_build import build_site

    config, _ = load_config(ctx, ())
    count = workers or count_processors()
    output = config.root / "build" / "html"
    if not no_build:
        build_site(
            config, "html", output.absolute(), workers=count, path=find_edition(ctx),
            keep_going=True,
        )  # fmt: skip
    reading = read_edition(config, workers=count)
    report_others([p for p in reading.problems if p.code.startswith("xml-")], config)
    with make_server(ServedSite(reading, output), port) as server:
        click.echo(f"http://127.0.0.1:{server.server_port}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("", err=True)
