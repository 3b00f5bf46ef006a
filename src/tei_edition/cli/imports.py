"""The options of imports, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tei_edition.cli.terminal import show_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tei_edition.editing.given_texts import ImportChoices
    from tei_edition.editing.new_texts import GivenText

# The elements that can be chosen for a style of paragraphs.
_ELEMENTS = (
    "ab", "byline", "closer", "dateline", "head", "l", "opener", "p", "postscript", "quote",
    "salute", "signed",
)  # fmt: skip


def IMPORT(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - used like an option
    """Add the options of imports to a command."""
    for option in (
        click.option(
            "--style",
            "styles",
            multiple=True,
            metavar="STYLE=ELEMENT",
            help="The element for a style of paragraphs, as 'Letter head=opener'.",
        ),
        click.option(
            "--split",
            type=click.Choice(("headings", "pages")),
            default=None,
            help="Begin a new text at each heading of the first level, or each page break.",
        ),
        click.option(
            "--changes",
            type=click.Choice(("keep", "accept", "reject")),
            default="keep",
            show_default=True,
            help="What becomes of tracked changes; kept ones are add and del.",
        ),
    ):
        command = option(command)
    return command


def pop_choices(options: dict[str, Any]) -> ImportChoices:
    """Take the options of imports from all options of a command."""
    from tei_edition.editing.given_texts import ImportChoices

    styles = {}
    for given in options.pop("styles"):
        style, _, element = given.rpartition("=")
        if not style or element not in _ELEMENTS:
            raise click.UsageError(f"--style is STYLE=ELEMENT, with one of {', '.join(_ELEMENTS)}")
        styles[style] = element
    return ImportChoices(options.pop("changes"), options.pop("split") or "", styles)


def report_imports(given: Iterable[GivenText]) -> None:
    """Say what was met in the files, and what was left out."""
    for text in given:
        for number, told in enumerate(text.told):
            name = f"{text.source.name}: " if number == 0 else "  "
            click.echo(show_words(f"{name}{told}"), err=True)
