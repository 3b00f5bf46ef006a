"""The command `tei-edition`: one module for each group of commands."""

from tei_edition.cli import (
    add,
    build,
    check,
    diff,
    export,
    init,
    lsp,
    make,
    names,
    schema,
    serve,
    tag,
)
from tei_edition.cli.group import main

__all__ = [
    "add",
    "build",
    "check",
    "diff",
    "export",
    "init",
    "lsp",
    "main",
    "make",
    "names",
    "schema",
    "serve",
    "tag",
]
