"""An edition whose site is published in several languages: its configuration in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tei_edition.config.values import check_language
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.config import Config

# The folder of kept work that has one for each language, and the pages staged in it.
_FOLDER, _SOURCE = "languages", "source"


def check_languages(config: Config, name: str) -> Config:
    """Return the configuration of a file; of several languages its own is the first.

    Raises EditionError for what is no language, or named twice.
    """
    languages = config.edition.languages
    for tag in (*languages, *config.edition.titles):
        check_language(tag, "edition.languages", name)
    if len({tag.casefold() for tag in languages}) < len(languages):
        raise EditionError(f"{name}: languages names one of them twice", hint="remove one")
    if config.pages.folder.partition("/")[0] in languages:
        raise EditionError(
            f'{name}: "{config.pages.folder}" is the folder of the pages, and of a language',
            hint="set folder, in [pages], to another name",
        )
    for tag in config.edition.titles:
        if tag not in languages:
            hint = "add it to languages, or remove the title"
            raise EditionError(f'{name}: titles has "{tag}", and languages has not', hint=hint)
    if not languages or config.edition.language:
        return config
    return speak(config, languages[0], is_site=False)


def speak(config: Config, language: str, *, is_site: bool = True) -> Config:
    """Return the configuration of the edition in one of its languages.

    That of a site has its own title, address, folder of kept work and Sphinx source.
    """
    edition = config.edition
    said = msgspec.structs.replace(
        edition, language=language, title=edition.titles.get(language, edition.title)
    )
    if not is_site:
        return msgspec.structs.replace(config, edition=said)
    url = f"{edition.url.rstrip('/')}/{language}/" if edition.url else ""
    folder = find_language_folder(config.cache_folder, language)
    pages = msgspec.structs.replace(config.pages, source=str(folder / _SOURCE))
    said = msgspec.structs.replace(said, url=url)
    return msgspec.structs.replace(config, edition=said, pages=pages, spoken=language)


def find_language_folder(kept: Path, language: str) -> Path:
    """Return the folder of kept work of one language; it is there afterwards."""
    folder = kept / _FOLDER / language
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
