"""The group of all commands, and how a command ends on an error.

What is slow to import (lxml, Saxon, Sphinx) is imported in the command that needs it.
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

import click

from tei_edition import __version__
from tei_edition.cli.terminal import describe_error, show_words
from tei_edition.problems import EditionError

# What an error without a name of a file tells: a full disk, a quota, a broken disk.
_TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
# Where a command finds whether the option was given.
ALLOW_OUTSIDE = "tei_edition.allow_outside"
_ALLOW_OUTSIDE = "--allow-outside"


class _Commands(click.Group):
    """Commands that end with a message of one line and exit status 2 for an EditionError."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # It may be after the name of the command as well.
        own = args[: args.index("--")] if "--" in args else args
        if _ALLOW_OUTSIDE in own:
            others = [arg for arg in own if arg != _ALLOW_OUTSIDE]
            args = [_ALLOW_OUTSIDE, *others, *args[len(own) :]]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EditionError as error:
            click.echo(describe_error(error), err=True)
        except BrokenPipeError:
            raise  # whoever read the output has gone; click ends quietly
        except OSError as error:
            if error.filename is None and error.errno not in _TROUBLE:
                raise
            # A full disk, a folder that may not be written: no fault of the program.
            file = f'"{error.filename}": ' if error.filename is not None else ""
            click.echo(show_words(f"error: {file}{error.strerror}"), err=True)
        raise click.exceptions.Exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--edition",
    type=click.Path(path_type=Path),
    default=None,
    metavar="PATH",
    help="An edition.toml, or its folder.  [default: the nearest one upwards]",
)
@click.option(
    _ALLOW_OUTSIDE,
    is_flag=True,
    help="Read files outside the edition's folder, where edition.toml or a schema names them.",
)
@click.version_option(__version__, prog_name="tei-edition")
@click.pass_context
def main(ctx: click.Context, edition: Path | None, allow_outside: bool) -> None:
    """From a text encoded in TEI XML to a published scholarly edition."""
    ctx.obj = edition
    ctx.meta[ALLOW_OUTSIDE] = allow_outside
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows another instead of ending the work.
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(errors="replace")
