"""Create a new edition, optionally from texts."""

from __future__ import annotations

import json
import os
import re
from itertools import count
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.editing import deployment, tool_settings
from tei_edition.editing.given_texts import read_given
from tei_edition.editing.new_texts import GivenText, NewText, Responsibility, write_text
from tei_edition.editing.registers import NewRegister
from tei_edition.language.wording import choose_language
from tei_edition.pages.addresses import slugify
from tei_edition.problems import EditionError
from tei_edition.runtime.files import real_path, write_file
from tei_edition.runtime.own_folders import refuse_links
from tei_edition.runtime.resources import find_resource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# The copy of the schema, beside the texts.
SCHEMA = "edition.rng"

_CONFIG = """\
# The settings of this edition. Every key has a default; paths count from this file.
[edition]
{title}
# The language of the pages, if not that of the first text.
{language}
texts = [{texts}]
registers = ["tei/register.xml"]

[check]
{copy_text}
"""

_CONF = """\
# The settings of the site, for Sphinx. Title, version and copyright come from the TEI header.
extensions = ["tei_edition.sphinxext"]
html_theme = "furo"
latex_engine = "xelatex"
"""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class NewFile(NamedTuple):
    """A file of the new edition, by its path in the edition's folder."""

    path: str
    data: bytes


class AboutEdition(NamedTuple):
    """What an editor says of a new edition; the title is that of the folder if it is empty."""

    title: str = ""
    language: str = "en"
    responsibility: Responsibility = Responsibility()


class MadeFiles(NamedTuple):
    """The files that were written, and those that were there already and were left unchanged."""

    written: list[Path]
    left: list[Path]


def create_edition(
    folder: Path,
    *texts: Path | GivenText,
    language: str = "en",
    about: AboutEdition | None = None,
) -> list[Path]:
    """Write a new edition into a folder, with a text for each that is given.

    Returns the files written; those of other programs (`.gitignore`, `Makefile` …) that are there
    already are left unchanged. Raises EditionError, and writes nothing, where a file of the new
    edition exists already or a text cannot be read.
    """
    about = about or AboutEdition(language=language)
    check_language(about.language)
    given = [read_given(text) if isinstance(text, Path) else text for text in texts]
    title = about.title or _title_of(real_path(folder).name)
    made = name_texts(given, about.language) or [_make_empty(title or "Text", about.language)]
    files = list_files(made, about._replace(title=title), is_titled=bool(about.title))
    for path in (folder / file.path for file in files):
        refuse_links(path.parent, folder)
        if os.path.lexists(path) and not _is_copy(path, made):
            raise EditionError(
                f'"{path}" already exists, and was not changed',
                hint="name a folder without an edition",
            )
    written = [folder / file.path for file in files if not os.path.lexists(folder / file.path)]
    support = add_support(folder, "tei")
    for file in files:
        if (path := folder / file.path) in written:
            write_file(path, file.data)
    return [*written, *support.written]


def _is_copy(path: Path, texts: Sequence[NewText]) -> bool:
    """Whether a copy-text is where its copy would be."""
    return any(
        path.parent.name == "seeds" and path.exists() and path.samefile(text.given.source)
        for text in texts
    )


def add_support(folder: Path, texts: str) -> MadeFiles:
    """Write what other programs need for an edition, as far as it is missing.

    This is a copy of the schema in the folder `texts`, which the texts name, settings of editor
    programs, and what checks and publishes the edition at a host.
    """
    schema = find_resource("schema/edition.rng").read_bytes()
    files = [NewFile(f"{texts}/{SCHEMA}" if texts else SCHEMA, schema)]
    for group in (tool_settings.FILES, deployment.FILES):
        files += [NewFile(path, text.encode()) for path, text in group.items()]
    made = MadeFiles([], [])
    for file in files:
        refuse_links((folder / file.path).parent, folder)
    for file in files:
        path = folder / file.path
        if os.path.lexists(path):
            made.left.append(path)
            continue
        write_file(path, file.data)
        made.written.append(path)
    return made


def check_language(language: str) -> None:
    """Raise EditionError for what is no language tag."""
    if not _LANGUAGE.fullmatch(language):
        raise EditionError(
            f'"{language}" is not a language tag', hint="use BCP 47, e.g. en, de, grc-Latn"
        )


def name_texts(
    given: Sequence[GivenText], language: str, sigla: Collection[str] = ()
) -> list[NewText]:
    """Give each text the name of its files and a siglum; `sigla` are taken already.

    Raises EditionError if two texts would have the same name.
    """
    made: dict[str, NewText] = {}
    free = (siglum for siglum in _list_sigla() if siglum not in sigla)
    for text in given:
        name = slugify(text.stem).lower()
        name = "text" if name == "register" else name
        if name in made:
            raise EditionError(
                f'"{text.source}" and "{made[name].given.source}" would both be "tei/{name}.xml"',
                hint="rename one of them",
            )
        title = text.title or _title_of(text.stem) or name
        used = text.language or language
        made[name] = NewText(name, next(free), used, text._replace(title=title))
    return list(made.values())


def _list_sigla() -> Iterator[str]:
    yield from ascii_uppercase
    yield from (f"W{number}" for number in count(len(ascii_uppercase) + 1))


def _make_empty(title: str, language: str) -> NewText:
    body = (
        '      <div xml:id="d1">\n        <!-- Write the text here. -->\n'
        '        <p xml:id="p1"/>\n      </div>'
    )
    return NewText("text", "A", language, GivenText(Path("text.txt"), "text", title, body))


def _title_of(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name)).strip().capitalize()


def list_files(texts: Sequence[NewText], about: AboutEdition, *, is_titled: bool) -> list[NewFile]:
    """Return the files of a new edition with these texts.

    The title is that of the edition if there are several texts, or it `is_titled` by its editor; a
    single text has its own.
    """
    plain = {text.name: text.given.plain for text in texts if text.given.plain is not None}
    copies = ", ".join(f'{t.siglum} = "seeds/{t.name}.txt"' for t in texts if t.name in plain)
    copy_text = f"copy_text = {{ {copies} }}" if copies else "# copy_text = {}"
    has_words = choose_language(about.language) == about.language
    told = f'language = "{about.language}"' if has_words else '# language = "en"'
    names = ", ".join((*(f'"tei/{text.name}.xml"' for text in texts), '"tei/*.xml"'))
    is_named = is_titled or (len(texts) > 1 and bool(about.title))
    quoted = json.dumps(about.title, ensure_ascii=False)
    named = f"title = {quoted}" if is_named else '# title = "…"'
    register = NewRegister(f"{SCHEMA}", about.language)
    written = {
        f"tei/{text.name}.xml": write_text(text, SCHEMA, about.responsibility, register.find)
        for text in texts
    }
    config = _CONFIG.format(title=named, texts=names, language=told, copy_text=copy_text)
    files = {"edition.toml": config, **written, "tei/register.xml": register.write(),
             "docs/conf.py": _CONF}  # fmt: skip
    return [
        *(NewFile(path, content.encode()) for path, content in files.items()),
        *(NewFile(f"seeds/{name}.txt", data) for name, data in plain.items()),
        *(NewFile(f"tei/{p}", data) for text in texts for p, data in text.given.images),
    ]
