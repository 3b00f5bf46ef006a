"""Write into existing files which schema they have, as editor programs look for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tei_edition.config import list_files, list_texts
from tei_edition.editing.new_texts import name_schema
from tei_edition.editing.revision import Replacement, Revision, revise
from tei_edition.problems import EditionError
from tei_edition.runtime.files import read_regular
from tei_edition.runtime.resources import find_resource
from tei_edition.schema.association import list_associations
from tei_edition.source import read_source
from tei_edition.source.decoding import find_encoding
from tei_edition.source.markup import TokenKind, split_markup

if TYPE_CHECKING:
    from tei_edition.config import Config

_GRAMMARS = (".rng", ".rnc")


def find_texts_folder(config: Config) -> Path:
    """Return the folder for further texts: that of the first text that the settings name."""
    entry = Path(os.path.normpath(config.root / config.edition.texts[0]))
    while any(sign in entry.name for sign in "*?[") or entry.suffix:
        entry = entry.parent
    return entry


def find_schema(config: Config) -> Path | None:
    """Return the file that the texts of an edition may name as their schema, if there is one."""
    if config.check.schema:
        path = config.root / config.check.schema
        return path if path.suffix in _GRAMMARS and path.is_file() else None
    copy = find_texts_folder(config) / find_resource("schema/edition.rng").name
    return copy if copy.is_file() else None


def address_schema(config: Config, folder: Path) -> str:
    """Return the address of the schema for files in a folder; empty if there is none."""
    path = find_schema(config)
    return "" if path is None else Path(os.path.relpath(path, folder)).as_posix()


def associate_files(config: Config) -> list[Revision]:
    """Return the texts and registers that name no schema, with instructions that do."""
    if find_schema(config) is None:
        raise EditionError(
            "there is no RELAX NG file that the texts could name",
            hint=f"compile {config.check.schema}: tei-edition schema compile {config.check.schema}"
            if config.check.schema.endswith(".odd")
            else "name one with schema, in [check] of edition.toml",
        )
    list_texts(config)  # raises an error for a pattern that names nothing
    revisions = []
    for path in list_files(config):
        source = read_source(path, config.root)
        if source.root is not None and not list_associations(source):
            revisions.append(_associate(path, address_schema(config, path.parent)))
    return revisions


def _associate(path: Path, address: str) -> Revision:
    """Return a file with the instructions after the XML declaration, in its own line ends."""
    data = read_regular(path)
    mark, encoding = find_encoding(data, path.name)
    text = data[len(mark) :].decode(encoding)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = name_schema(address).replace("\n", end)
    first = next(split_markup(text))
    is_declared = first.kind is TokenKind.INSTRUCTION and text.startswith("<?xml ")
    at = first.end if is_declared else 0
    new = f"{end}{lines.removesuffix(end)}" if is_declared else lines
    return revise(path, [Replacement(at, at, new)])
