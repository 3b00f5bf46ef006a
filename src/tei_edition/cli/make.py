"""The command `collate`, which makes a new text of several."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tei_edition.cli.group import main
from tei_edition.cli.terminal import show_path, show_words
from tei_edition.config import find_config
from tei_edition.problems import EditionError

_SHOWN = 12  # words in a message


@main.command()
@click.argument(
    "files",
    metavar="BASE FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="NEW",
    help="The file to write; it must not exist.",
)
@click.option(
    "--sigla",
    default="",
    metavar="A,B,...",
    help="Sigla of the witnesses, in the order of the files.  [default: the file names]",
)
@click.option(
    "--ignore",
    default="",
    metavar="WHAT,...",
    help="Differences to ignore: case, punctuation, diacritics, u/v, i/j, ligatures.",
)
@click.option(
    "--same",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file of letters to treat as equal, one rule per line: ae = e.",
)
@click.option(
    "--punctuation-apart",
    "parts",
    is_flag=True,
    help="Entries about punctuation alone hold the points without their word.",
)
@click.option(
    "--adjacent",
    type=click.Choice(["joined", "apart"]),
    default=None,
    help="Whether variants with no word between are one entry, or one for each word.",
)
@click.option(
    "--drop",
    is_flag=True,
    help="Omit ignored differences instead of recording them as orthographic.",
)
def collate(
    files: tuple[Path, ...],
    output: Path,
    sigla: str,
    ignore: str,
    same: Path | None,
    parts: bool,
    adjacent: str | None,
    drop: bool,
) -> None:
    """Collate BASE with each FILE into one TEI text with an apparatus.

    The files are TEI or plain text (UTF-8, .txt, blank lines between paragraphs). The markup of
    BASE is kept; of the other files only the words are used. If BASE has an apparatus, each FILE is
    added to it as a witness, and --sigla names only these. A single .json file is input or output
    of CollateX; if NEW ends in .json, it becomes an alignment table of CollateX.
    """
    from tei_edition.editing.adding import add_files, has_apparatus
    from tei_edition.editing.collate import collate_files
    from tei_edition.editing.collatex import collate_json, write_json
    from tei_edition.editing.sameness import make_sameness
    from tei_edition.runtime.files import write_file
    from tei_edition.runtime.own_folders import refuse_links_to

    names = [name.strip() for name in sigla.split(",")] if sigla else []
    if os.path.lexists(output):
        raise EditionError(f'there is a file "{output}" already', hint="name another file with -o")
    if (settings := find_config(output.parent.absolute())) is not None:
        refuse_links_to(output.parent, settings.parent)
    sameness = make_sameness(ignore, same, drops=drop, parts=parts, adjacent=adjacent or "")
    is_json = len(files) == 1 and files[0].suffix.lower() == ".json"
    is_table = output.suffix.lower() == ".json"
    if is_json:
        made = collate_json(files[0], sameness)
    elif len(files) > 1 and has_apparatus(files[0]):
        if is_table:
            raise EditionError(
                "no table can be written if a witness is added to an apparatus",
                hint="name a .xml file",
            )
        made = add_files(files, names, sameness)
    else:
        made = collate_files(files, names, sameness)
    told = []
    for name, share in made.agreements.items():
        told.append(f"{name}: {share:.0%} of the words agree with the base")
        if name in made.loose:
            told.append(
                f"{name}: too few to compare word with word; each paragraph is one reading."
                " An alignment of words would mislead."
            )
    if made.joined:
        told.append(
            "words divided at the end of a line were joined, because no text has them with a"
            " hyphen:"
            f" {', '.join(made.joined[:_SHOWN])}{' …' if len(made.joined) > _SHOWN else ''}"
        )
    for line in told:
        click.echo(show_words(line), err=True)
    write_file(output, (write_json(made) if is_table else made.tei).encode())
    click.echo(show_path(output))
