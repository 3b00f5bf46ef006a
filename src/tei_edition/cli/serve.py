"""The command `serve`: the site on this computer, as it is saved, with DTS and OAI-PMH."""

from __future__ import annotations

import contextlib
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from tei_edition.cli.edition import find_edition, load_config
from tei_edition.cli.group import ALLOW_OUTSIDE, main
from tei_edition.cli.terminal import WORKERS, count_processors, report_others, show_words
from tei_edition.config import list_files, list_sources
from tei_edition.problems import EditionError
from tei_edition.runtime.extras import name_install

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.publishing.live import LiveNews
    from tei_edition.publishing.serving import ServedSite

_PORT = 8000
_TRIES = 20  # ports, where none was asked for
_IDLE = 2.0  # seconds without a save, after which downloads and indices are made


@main.command()
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=None,
    help=f"The port to listen on; 0 for any that is free.  [default: {_PORT} or the next free one]",
)
@click.option("--no-build", is_flag=True, help="Serve the site as it was built last.")
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
@WORKERS
@click.pass_context
def serve(
    ctx: click.Context, port: int | None, no_build: bool, opens: bool, workers: int | None
) -> None:
    """Build the site, and show it at http://127.0.0.1:PORT/ until Ctrl+C.

    When a file of the edition is saved, open pages show it. The server also answers all requests
    of DTS 1.0 at /dts/ and of OAI-PMH 2.0 at /oai/. It can be reached only from this computer.
    """
    from tei_edition.loading.edition import read_edition
    from tei_edition.publishing.live import LiveNews
    from tei_edition.publishing.serving import ServedSite, make_server
    from tei_edition.publishing.sphinx_build import build_site

    config, _ = load_config(ctx, ())
    count = workers or count_processors()
    output = (config.root / "build" / "html").absolute()
    if not no_build:
        build_site(config, "html", output, workers=count, path=find_edition(ctx), keep_going=True)
    reading = read_edition(config, workers=count)
    report_others([p for p in reading.problems if p.code.startswith("xml-")], config)
    news = LiveNews() if not no_build and find_spec("watchfiles") is not None else None
    site = ServedSite(reading, output, news)
    chosen, tries = (_PORT, _TRIES) if port is None else (port, 1)
    with make_server(site, chosen, tries=tries) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        click.echo(address)
        if opens:
            click.launch(address)
        if news is None:
            if not no_build:
                told = f"saved files are not shown without watchfiles: {name_install('watch')}"
                click.echo(told, err=True)
            with contextlib.suppress(KeyboardInterrupt):
                server.serve_forever()
        else:
            click.echo("Saving a file shows it in open pages; Ctrl+C ends.", err=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            _follow(ctx, site, news, output)
            server.shutdown()
        click.echo("", err=True)


def _follow(ctx: click.Context, site: ServedSite, news: LiveNews, output: Path) -> None:
    """Build the site again whenever a file is saved, and tell the open pages."""
    from tei_edition.loading.edition import read_edition
    from tei_edition.publishing.rebuilding import BuildRequest, Rebuilder, Rebuilt
    from tei_edition.runtime.watching import watch_files

    settings = find_edition(ctx)
    assert settings is not None  # the site was built
    rebuilder = Rebuilder(BuildRequest(str(settings), str(output), ctx.meta[ALLOW_OUTSIDE]))

    def list_watched() -> list[Path]:
        with contextlib.suppress(EditionError):  # the build itself reports it
            config, _ = load_config(ctx, ())
            return [settings, *list_files(config), *list_sources(config)]
        return [settings]

    def build(*, is_draft: bool) -> None:
        for found in rebuilder.rebuild(is_draft=is_draft):
            if isinstance(found, Rebuilt):
                news.tell_built(found.pages, found.error)
                site.note_change(lambda: read_edition(load_config(ctx, ())[0]))
                if found.error and is_draft:
                    click.echo(show_words(f"error: {found.error}"), err=True)
            else:
                news.tell_checked(found.problems, is_complete=not is_draft)

    waiting: list[threading.Timer] = []

    def build_again() -> list[Path]:
        # Pages first; the rest when nothing was saved for a while.
        for timer in waiting:
            timer.cancel()
        build(is_draft=True)
        timer = threading.Timer(_IDLE, build, kwargs={"is_draft": False})
        timer.daemon = True
        timer.start()
        waiting[:] = [timer]
        return []

    try:
        watch_files(list_watched, build_again)
    finally:
        for timer in waiting:
            timer.cancel()
        news.end()
        rebuilder.end()
