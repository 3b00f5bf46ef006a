"""The command `lsp`: the language server, which editor programs start."""

from __future__ import annotations

import click

from tei_edition.cli.group import main
from tei_edition.problems import EditionError
from tei_edition.runtime.extras import name_install


@main.command()
@click.option("--stdio", is_flag=True, help="Accepted, as some editor programs give it.")
def lsp(stdio: bool) -> None:  # noqa: ARG001 - there is no other way
    """Start the language server: completion, checking and navigation in an editor program.

    Editor programs start it and speak to it over its standard input and output.
    """
    try:
        from tei_edition.editor.server import serve
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol", "cattrs", "attrs"}:
            raise
        raise EditionError(
            "the language server needs the library pygls", hint=name_install("lsp")
        ) from None
    serve()
