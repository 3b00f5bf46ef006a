"""Add further texts to an edition; its settings are not changed."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.config import list_texts
from tei_edition.editing.associating import address_schema, find_texts_folder
from tei_edition.editing.entering import RegisterNames, list_ids
from tei_edition.editing.new_texts import Responsibility, write_text
from tei_edition.editing.scaffold import check_language, name_texts
from tei_edition.problems import EditionError
from tei_edition.runtime.files import write_file
from tei_edition.runtime.own_folders import refuse_links
from tei_edition.source import relative_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.editing.new_texts import GivenText
    from tei_edition.facts.registers import Kind

_LANGUAGE = re.compile(rb"""<(?:[\w.-]+:)?TEI\b[^>]*?\sxml:lang\s*=\s*["']([^"']+)["']""")
_HEAD = 100_000


class AddedTexts(NamedTuple):
    """The files written, what the editor must add to edition.toml, and names without entries."""

    written: list[Path]
    settings: list[str]
    unknown: list[tuple[Kind, str]]


def find_language(config: Config) -> str:
    """Return the language of the edition's first text, else that of its pages, else English."""
    for path in list_texts(config)[:1]:
        if found := _LANGUAGE.search(path.read_bytes()[:_HEAD]):
            return found[1].decode("utf-8", "replace")
    return config.edition.language or "en"


def add_texts(config: Config, given: Sequence[GivenText], language: str = "") -> AddedTexts:
    """Write further texts into the folder of the edition's texts.

    Raises EditionError, and writes nothing, if a file is there already or a name has several
    entries in the register.
    """
    language = language or find_language(config)
    check_language(language)
    folder = find_texts_folder(config)
    texts = name_texts(given, language, list_ids(config))
    names = RegisterNames(config)
    schema = address_schema(config, folder)
    files: dict[Path, bytes] = {}
    copies = []
    for text in texts:
        path = folder / f"{text.name}.xml"
        written = write_text(
            text,
            schema,
            Responsibility(),
            lambda words, element: names.find(words, element, folder),
        )
        files[path] = written.encode()
        files |= {folder / name: data for name, data in text.given.images}
        if text.given.plain is not None:
            copy = config.root / "seeds" / f"{text.name}.txt"
            if not (copy.exists() and copy.samefile(text.given.source)):
                files[copy] = text.given.plain
            copies.append(f'copy_text: {text.siglum} = "seeds/{text.name}.txt"')
    for path in files:
        refuse_links(path.parent, config.root)
        if os.path.lexists(path):
            raise EditionError(
                f'"{path}" already exists, and was not changed', hint="choose a name with --id"
            )
    for path, data in files.items():
        write_file(path, data)
    named = set(list_texts(config))
    unnamed = [folder / f"{text.name}.xml" for text in texts]
    settings = [
        f'texts: "{relative_name(path, config.root)}"' for path in unnamed if path not in named
    ]
    return AddedTexts(list(files), [*settings, *copies], names.unknown)
