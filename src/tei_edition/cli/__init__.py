"""The command `tei-edition`: one module for each group of commands."""

from tei_edition.cli import build, check, diff, export, lsp, make, names, schema, serve, tag
from tei_edition.cli.group import main

__all__ = [
    "build",
    "check",
    "diff",
    "export",
    "lsp",
    "main",
    "make",
    "names",
    "schema",
    "serve",
    "tag",
]
