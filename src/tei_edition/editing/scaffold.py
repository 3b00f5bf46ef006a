"""Create a new edition, optionally from plain texts."""

from __future__ import annotations

import json
import os
import re
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from tei_edition.editing import deployment
from tei_edition.language.wording import choose_language
from tei_edition.pages.addresses import slugify
from tei_edition.problems import EditionError
from tei_edition.runtime.files import real_path, write_file
from tei_edition.runtime.own_folders import refuse_links

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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

_GITIGNORE = """\
/build/
/docs/edition/
"""

_TEXT = """\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>{title}</title>
        <editor>Name here who edits the text.</editor>
      </titleStmt>
      <publicationStmt>
        <p>Say here who publishes this edition, and under which licence.</p>
      </publicationStmt>
      <sourceDesc>
        <listWit>
          <witness xml:id="{siglum}">Describe here the source of the text.</witness>
        </listWit>
      </sourceDesc>
    </fileDesc>
  </teiHeader>
  <text>
    <body>
{body}
    </body>
  </text>
</TEI>
"""

_REGISTER = """\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>Register</title>
      </titleStmt>
      <publicationStmt>
        <p>Published with the edition.</p>
      </publicationStmt>
      <sourceDesc>
        <p>Compiled for this edition.</p>
      </sourceDesc>
    </fileDesc>
  </teiHeader>
  <standOff>
    <!-- An entry for each person; in the text, <persName ref="register.xml#doe"> leads to it:
    <listPerson>
      <person xml:id="doe">
        <persName><surname>Doe</surname>, <forename>Jane</forename></persName>
        <note type="description">Who she was, in a few words.</note>
      </person>
    </listPerson>
    -->
    <listPerson>
      <person xml:id="somebody">
        <persName>Name here a person.</persName>
      </person>
    </listPerson>
  </standOff>
</TEI>
"""


_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
# What a .docx, .odt or .zip begins with.
_ARCHIVE = b"PK\x03\x04"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class NewFile(NamedTuple):
    """A file of the new edition, by its path in the edition's folder."""

    path: str
    text: str


class NewText(NamedTuple):
    """A text of the new edition: what its files are called, its title, witness and words."""

    name: str
    title: str
    siglum: str
    plain: str
    source: Path | None = None


def create_edition(folder: Path, *texts: Path, language: str = "en") -> list[Path]:
    """Write a new edition into a folder, with a text for each plain text that is given.

    Returns the files written. Raises EditionError, and writes nothing, where a file of the new
    edition exists already or a text cannot be read.
    """
    if not _LANGUAGE.fullmatch(language):
        raise EditionError(
            f'"{language}" is not a language tag', hint="use BCP 47, e.g. en, de, grc-Latn"
        )
    made = _read_texts(texts) or [NewText("text", "Text", "A", "Here stands the text.\n")]
    copies = [
        (text.source, copy)
        for text in made
        if text.source is not None
        and not ((copy := _copy_of(text, folder)).exists() and copy.samefile(text.source))
    ]
    files = list_files(made, language, title=_title_of(real_path(folder).name))
    for path in (*(folder / file.path for file in files), *(copy for _, copy in copies)):
        refuse_links(path.parent, folder)
        if os.path.lexists(path):
            raise EditionError(
                f'"{path}" already exists, and was not changed',
                hint="name a folder without an edition",
            )
    for file in files:
        write_file(folder / file.path, file.text.encode())
    for source, copy in copies:
        write_file(copy, source.read_bytes())
    return [*(folder / file.path for file in files), *(copy for _, copy in copies)]


def _read_texts(paths: Sequence[Path]) -> list[NewText]:
    """Read the texts in the order given, each with a separate witness."""
    made: dict[str, NewText] = {}
    for place, path in enumerate(paths):
        plain = read_plain_text(path).replace("\f", "\n\n")
        name = slugify(path.stem).lower()
        name = "text" if name == "register" else name
        if name in made:
            raise EditionError(
                f'"{path}" and "{made[name].source}" would both be "tei/{name}.xml"',
                hint="rename one of them",
            )
        siglum = ascii_uppercase[place] if place < len(ascii_uppercase) else f"W{place + 1}"
        made[name] = NewText(name, _title_of(path.stem) or name, siglum, plain, path)
    return list(made.values())


def _title_of(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name)).strip().capitalize()


def _copy_of(text: NewText, folder: Path) -> Path:
    return folder / "seeds" / f"{text.name}.txt"


def list_files(texts: Sequence[NewText], language: str, *, title: str) -> list[NewFile]:
    """Return the files of a new edition with these texts, apart from the copy-texts themselves.

    `title` is that of the edition if there are several texts; a single one has its own.
    """
    copies = ", ".join(f'{t.siglum} = "seeds/{t.name}.txt"' for t in texts if t.source)
    copy_text = f"copy_text = {{ {copies} }}" if copies else "# copy_text = {}"
    has_words = choose_language(language) == language
    told = f'language = "{language}"' if has_words else '# language = "en"'
    names = ", ".join(f'"tei/{text.name}.xml"' for text in texts)
    is_named = len(texts) > 1 and bool(title)
    named = f"title = {json.dumps(title, ensure_ascii=False)}" if is_named else '# title = "…"'
    return [
        NewFile(
            "edition.toml",
            _CONFIG.format(title=named, texts=names, language=told, copy_text=copy_text),
        ),
        *(
            NewFile(
                f"tei/{text.name}.xml",
                _TEXT.format(
                    title=escape(text.title), language=language, siglum=text.siglum,
                    body=encode_text(text.plain),
                ),
            )
            for text in texts
        ),
        NewFile("tei/register.xml", _REGISTER.format(language=language)),
        NewFile("docs/conf.py", _CONF),
        NewFile(".gitignore", _GITIGNORE),
        *(NewFile(path, text) for path, text in deployment.FILES.items()),
    ]  # fmt: skip


def encode_text(plain: str) -> str:
    """Return a plain text as divisions and paragraphs, which are separated by blank lines.

    A paragraph of one line in capitals, followed by other paragraphs, is a heading. No word is
    added or left out.
    """
    blocks = [block for block in re.split(r"\n\s*\n", plain.replace("\r\n", "\n")) if block.strip()]
    divisions: list[list[str]] = [[]]
    number = 0
    for place, block in enumerate(blocks):
        words = escape(" ".join(line.strip() for line in block.strip().splitlines()))
        if _is_heading(block) and place + 1 < len(blocks):
            if divisions[-1]:
                divisions.append([])
            divisions[-1].append(f"        <head>{words}</head>")
        else:
            number += 1
            divisions[-1].append(f'        <p xml:id="p{number}">{words}</p>')
    return "\n".join(
        f'      <div xml:id="d{place}">\n' + "\n".join(parts) + "\n      </div>"
        for place, parts in enumerate(divisions, 1)
    )


def _is_heading(block: str) -> bool:
    text = block.strip()
    return len(text.splitlines()) == 1 and text.isupper()


def read_plain_text(path: Path) -> str:
    """Return a plain text that is to become XML; raises EditionError for one that cannot."""
    try:
        with path.open("rb") as file:
            is_archive = file.read(len(_ARCHIVE)) == _ARCHIVE
        plain = "" if is_archive else path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EditionError(f'"{path}" cannot be read: {error.strerror}') from None
    except UnicodeDecodeError as error:
        raise EditionError(
            f'"{path}" is not UTF-8 at byte {error.start}', hint="save the text as UTF-8"
        ) from None
    if is_archive:
        raise EditionError(
            f'"{path}" is not plain text: it is a document of a word processor, or an archive',
            hint="save it as plain text, in UTF-8",
        )
    if found := _CONTROL.search(plain):
        line = plain.count("\n", 0, found.start()) + 1
        raise EditionError(
            f'"{path}" has a control character on line {line}',
            hint="remove it: XML does not allow it",
        )
    return plain
