"""The command `init`: a new edition, or what an edition lacks for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tei_edition.cli.group import main
from tei_edition.cli.imports import IMPORT, pop_choices, report_imports
from tei_edition.cli.letters import LETTER, ask_words, describe_letters, is_interactive
from tei_edition.cli.terminal import show_path
from tei_edition.config import FILE_NAME, read_config
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from tei_edition.config import Config
    from tei_edition.editing.scaffold import AboutEdition

HOSTS = ("nginx", "apache", "netlify", "pages")
_LANGUAGE = "en"


@main.command()
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@click.option(
    "--text",
    "texts",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A text: plain text in UTF-8, whose paragraphs blank lines separate, or a document that"
    " can be imported. Repeat it for more.",
)
@click.option("--title", default="", help="The title of the edition.  [default: the folder's name]")
@click.option("--editor", default="", metavar="NAME", help="Who edits it.")
@click.option("--publisher", default="", metavar="NAME", help="Who publishes it.")
@click.option("--licence", default="", help="Its licence: an address, or e.g. CC BY 4.0.")
@click.option(
    "--language",
    default=_LANGUAGE,
    show_default=True,
    help="The language of the text, and of the pages if we have words in it.",
)
@IMPORT
@LETTER
@click.option(
    "--xml-model",
    "models",
    is_flag=True,
    help="Write into the texts of an existing edition which schema they have.",
)
@click.option(
    "--host",
    type=click.Choice(HOSTS),
    help="Write the rules with which a web server answers DTS and OAI-PMH, into DIR/host/HOST.",
)
def init(
    folder: Path | None,
    texts: tuple[Path, ...],
    title: str,
    editor: str,
    publisher: str,
    licence: str,
    language: str,
    models: bool,
    host: str | None,
    **options: Any,
) -> None:
    """Create a new edition in the folder DIR, ready to check and build.

    Without DIR, in a terminal, everything is asked for. An existing edition gets the files for
    other programs that it lacks; with --host it gets only the rules for its host.
    """
    from tei_edition.editing.new_texts import Responsibility
    from tei_edition.editing.scaffold import AboutEdition

    about = AboutEdition(title, language, Responsibility(editor, publisher, licence))
    if folder is None:
        if not is_interactive():
            raise click.UsageError("name the folder of the new edition")
        folder, texts, about = _ask(texts, about)
        question = "Are they letters?" if len(texts) > 1 or options["split"] else "Is it a letter?"
        options["letter"] = options["letter"] or bool(texts and click.confirm(question))
    settings = folder / FILE_NAME
    if settings.is_symlink():
        raise EditionError(f'"{settings}" is a link', hint="replace it by the file")
    if not settings.is_file():
        _create(folder, texts, about, options)
    elif texts:
        raise EditionError(
            f'"{settings}" already exists, and was not changed',
            hint=f"add texts to the edition: tei-edition --edition {folder} add {texts[0]}",
        )
    elif host is None:
        _complete(read_config(folder), models=models)
    if host is not None:
        for path in _write_host(folder, host):
            click.echo(show_path(path))


def _ask(
    texts: tuple[Path, ...], about: AboutEdition
) -> tuple[Path, tuple[Path, ...], AboutEdition]:
    """Ask for what no option gives."""
    click.echo("Press Enter for what is not known yet.")
    folder: Path = click.prompt("Folder of the new edition", type=click.Path(path_type=Path))
    given = about.responsibility
    title = about.title or ask_words("Title of the edition")
    given = given._replace(
        editor=given.editor or ask_words("Editor"),
        publisher=given.publisher or ask_words("Publisher"),
        licence=given.licence or ask_words("Licence, e.g. CC BY 4.0"),
    )
    language = ask_words("Language of the texts", about.language)
    found = list(texts)
    while not texts:
        name = ask_words("File of a text" if not found else "File of a further text")
        if not name:
            break
        path = Path(name).expanduser()
        if path.is_file():
            found.append(path)
        else:
            click.echo(f'There is no file "{show_path(path)}".')
    return folder, tuple(found), about._replace(
        title=title, language=language, responsibility=given
    )  # fmt: skip


def _create(
    folder: Path, texts: tuple[Path, ...], about: AboutEdition, options: dict[str, Any]
) -> None:
    from tei_edition.editing.given_texts import read_all_given
    from tei_edition.editing.scaffold import create_edition

    given = list(read_all_given(texts, pop_choices(options)))
    report_imports(given)
    described = describe_letters(given, about.language, **options)
    for path in create_edition(folder, *described, about=about):
        click.echo(show_path(path))


def _complete(config: Config, *, models: bool) -> None:
    """Write what an edition lacks for other programs, and say what it has already."""
    from tei_edition.editing.associating import associate_files, find_texts_folder
    from tei_edition.editing.revision import write_revision
    from tei_edition.editing.scaffold import add_support

    texts = find_texts_folder(config)
    if not texts.is_relative_to(config.root):
        raise EditionError(f'the texts are not in "{config.root}"')
    made = add_support(config.root, texts.relative_to(config.root).as_posix())
    for path in made.left:
        click.echo(f"{show_path(path)}: is there already, not changed", err=True)
    for path in made.written:
        click.echo(show_path(path))
    if models:
        for revision in associate_files(config):
            write_revision(revision)
            click.echo(show_path(revision.path))


def _write_host(folder: Path, host: str) -> list[Path]:
    """Write the rules for a host; files that are there already stay as they are."""
    from tei_edition.exports.host_rules import write_host_rules
    from tei_edition.runtime.files import write_file
    from tei_edition.runtime.own_folders import refuse_links

    url = read_config(folder).edition.url
    written = []
    for name, rules in write_host_rules(host, url).items():
        path = folder / "host" / host / name
        refuse_links(path.parent, folder)
        if os.path.lexists(path):
            raise EditionError(f'there is a file "{path}" already', hint="remove it first")
        write_file(path, rules.encode())
        written.append(path)
    return written
