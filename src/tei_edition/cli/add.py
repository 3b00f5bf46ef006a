"""The commands `add` and `import`: further texts and letters, and entries of registers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tei_edition.cli.edition import load_config
from tei_edition.cli.group import main
from tei_edition.cli.imports import IMPORT, pop_choices, report_imports
from tei_edition.cli.letters import LETTER, describe_letters
from tei_edition.cli.terminal import show_path, show_words
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tei_edition.editing.new_texts import GivenText

_COMMANDS = {"person": "add person", "place": "add place"}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _name_text(title: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options of new texts; `title` is the default in words."""
    options = (
        click.option("--id", "name", default="", metavar="NAME", help="The name of the new file."),
        click.option("--title", default="", help=f"The title of the text.  [default: {title}]"),
        click.option(
            "--language", default="", help="Its language.  [default: that of the first text]"
        ),
        IMPORT,
        LETTER,
    )

    def add_options(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add_options


class _AddGroup(click.Group):
    """Commands of which `text` may be omitted: `add letter.txt` is `add text letter.txt`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {*self.commands, *ctx.help_option_names}
        return super().parse_args(ctx, ["text", *args] if args and args[0] not in own else args)


@main.group(cls=_AddGroup)
def add() -> None:
    """Add a text to the edition, or an entry to a register."""


@add.command("text")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@_name_text("the file's name")
@click.pass_context
def add_text(ctx: click.Context, /, files: tuple[Path, ...], **options: Any) -> None:
    """Add each FILE, plain text or a document as of `import`, as a further text.

    edition.toml is not changed: if it needs another line, this line is printed.
    """
    _add_texts(ctx, files, **options)


@main.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="NEW.xml",
    help="Write a TEI file of its own, in no edition; it must not exist.",
)
@_name_text("the file's own")
@click.pass_context
def import_files(
    ctx: click.Context, /, files: tuple[Path, ...], output: Path | None, **options: Any
) -> None:
    """Import each FILE as TEI, word for word, and add it to the edition.

    DOCX, ODT, HTML and Markdown are read by pandoc. The files of PAGE XML or ALTO are the
    pages of one text. TEI, as of Transkribus, is taken as it is.
    """
    if output is None:
        _add_texts(ctx, files, **options)
    else:
        _write_alone(output, files, **options)


def _read_texts(
    files: tuple[Path, ...], options: dict[str, Any], language: str
) -> tuple[list[GivenText], str]:
    """Read files as the options say, and report what was met in them."""
    from tei_edition.editing.given_texts import read_all_given

    choices = pop_choices(options)
    name, title = options.pop("name"), options.pop("title")
    given = list(read_all_given(files, choices))
    report_imports(given)
    if (name or title) and len(given) > 1:
        raise click.UsageError("--id and --title are for a single text")
    named = [text._replace(title=title or text.title, stem=name or text.stem) for text in given]
    return describe_letters(named, language, **options), language


def _add_texts(ctx: click.Context, files: tuple[Path, ...], **options: Any) -> None:
    from tei_edition.editing.further_texts import add_texts, find_language

    config, _ = load_config(ctx, ())
    asked = options.pop("language")
    given, language = _read_texts(files, options, asked or find_language(config))
    if asked:
        given = [text._replace(language=asked) for text in given]
    added = add_texts(config, given, language)
    for path in added.written:
        click.echo(show_path(path))
    if added.settings:
        click.echo("Add to edition.toml:", err=True)
        for line in added.settings:
            click.echo(f"  {show_words(line)}", err=True)
    for kind, words in dict.fromkeys(added.unknown):
        told = f'The register has no entry "{words}": tei-edition {_COMMANDS[kind.value]} "{words}"'
        click.echo(show_words(told), err=True)


def _write_alone(output: Path, files: tuple[Path, ...], **options: Any) -> None:
    from tei_edition.editing.new_texts import NewText, write_text
    from tei_edition.editing.scaffold import check_language
    from tei_edition.runtime.files import write_file

    asked = options.pop("language")
    given, language = _read_texts(files, options, asked or "en")
    if len(given) != 1:
        raise click.UsageError("--output is for a single text")
    language = asked or given[0].language or language
    check_language(language)
    text = NewText(output.stem, "A", language, given[0])
    content = {output: write_text(text).encode()}
    content |= {output.parent / name: data for name, data in given[0].images}
    for path in content:
        if os.path.lexists(path):
            raise EditionError(f'there is a file "{path}" already', hint="name another file")
    for path, data in content.items():
        write_file(path, data)
        click.echo(show_path(path))


def _add_entry(
    ctx: click.Context,
    kind: str,
    name: str,
    ident: str,
    description: str,
    identifiers: tuple[str, ...],
    register: Path | None,
) -> None:
    from tei_edition.config import list_registers
    from tei_edition.editing.entering import enter
    from tei_edition.editing.registers import NewEntry
    from tei_edition.editing.revision import write_revision
    from tei_edition.facts.registers import Kind
    from tei_edition.runtime.files import real_path

    config, _ = load_config(ctx, ())
    pairs = []
    for given in identifiers:
        type_, equals, value = given.partition("=")
        if not (equals and type_ and value):
            raise click.UsageError("--idno is TYPE=VALUE, as GND=118540238")
        pairs.append((type_, value))
    path = None
    if register is not None:
        known = {real_path(found): found for found in list_registers(config)}
        if (path := known.get(real_path(register))) is None:
            raise EditionError(f'"{register}" is not a register of the edition')
    entered = enter(config, NewEntry(Kind(kind), name, description, tuple(pairs)), ident, path)
    write_revision(entered.revision)
    click.echo(f"{show_path(entered.revision.path)}#{entered.ident}")


def _make_entry_command(kind: str, command: str, told: str) -> None:
    @add.command(command, help=f"Add {told} to the register, and print the pointer to the entry.")
    @click.argument("name")
    @click.option("--id", "ident", default="", help="Its xml:id.  [default: made of the name]")
    @click.option("--description", default="", help="Who or what it is, in a few words.")
    @click.option("--idno", "identifiers", multiple=True, metavar="TYPE=VALUE",
                  help="Its identifier in an authority file. Repeat it for more.")  # fmt: skip
    @click.option("--register", type=_FILE, metavar="FILE", help="The register to write to.")
    @click.pass_context
    def add_entry(ctx: click.Context, /, **options: Any) -> None:
        _add_entry(ctx, kind, **options)


_make_entry_command("person", "person", "a person, as NAME or 'FAMILY, GIVEN',")
_make_entry_command("organisation", "org", "an organisation")
_make_entry_command("place", "place", "a place")
