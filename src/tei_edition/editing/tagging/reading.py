"""Read what is needed to mark up names: the registers, and the words of all texts.

This is less than the facts of an edition: a text of any size is read in a fraction of the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.config import list_registers, list_texts
from tei_edition.config.values import ELEMENT
from tei_edition.editing.tagging.blocks import read_blocks
from tei_edition.facts.registers import merge_entries
from tei_edition.problems import EditionError
from tei_edition.reader.entities import read_named
from tei_edition.source import read_source, relative_name
from tei_edition.source.decoding import decode_file
from tei_edition.source.faults import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.editing.tagging.blocks import FileWords
    from tei_edition.editing.tagging.frames import WrittenElement
    from tei_edition.facts.registers import Entity
    from tei_edition.reader.entities import NamedEntity

_ENTRY = re.compile(
    r"<(?:[\w.-]+:)?(?:person|personGrp|org|place|event|object|nym|bibl\w*|item)\s[^>]*xml:id\s*="
)
_SPEECH = re.compile(r"<(?:[\w.-]+:)?sp[\s>]")
_TAGS = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]+")


_LANGUAGE = re.compile(r"""<(?:[\w.-]+:)?language\s[^>]*?ident\s*=\s*["']([^"']+)""")
# When a text was written, as its header says.
_WRITTEN = re.compile(
    r"<(?:correspAction|creation|origin|origDate)\b.{0,400}?"
    r"""\b(?:when|notBefore|notAfter|from|to)(?:-iso)?=["'](\d{4})\b""",
    re.DOTALL,
)


class EditionWords(NamedTuple):
    """The entities of an edition by their ids, and the words of its texts by their files.

    `named` is more about each entity, `years` when the texts were written as far as their headers
    say so; `plays` are the texts in which somebody speaks. `unread` says why files cannot be read.
    """

    entities: dict[str, Entity]
    named: dict[str, NamedEntity]
    years: dict[str, int]
    files: dict[str, FileWords]
    paths: dict[str, Path]
    plays: frozenset[str]
    unread: tuple[EditionError, ...]


def list_small(words: EditionWords) -> frozenset[str]:
    """Return the words that the texts have in small letters, in names as well."""
    # What white space separates is looked at once, however often it is there.
    pieces: set[str] = set()
    for file in words.files.values():
        pieces.update(_TAGS.sub(" ", file.text).split())
    return frozenset(word for word in _WORD.findall(" ".join(pieces)) if word.islower())


def read_words(config: Config) -> EditionWords:
    """Return the entities and the words of an edition.

    Raises EditionError if edition.toml names no files.
    """
    registers = list_registers(config)
    texts = [path for path in list_texts(config) if path not in registers]
    unread: list[EditionError] = []
    entries: dict[str, list[NamedEntity]] = {}
    years: dict[str, int] = {}
    files: dict[str, FileWords] = {}
    skipped = _make_filter(config.tag.skip)
    for path in registers:
        _add_entries(entries, _read_register(path, config, unread, is_register=True))
    for path in texts:
        try:
            name = relative_name(path, config.root)
            text = decode_file(path, name)
        except FaultError as error:
            unread.append(EditionError(f"{path}: {error.fault.message}"))
            continue
        if _ENTRY.search(text):
            _add_entries(entries, _read_register(path, config, unread, is_register=False))
        language = _LANGUAGE.search(text)
        used = config.edition.language or (language[1] if language else "")
        files[name] = read_blocks(text, config.text, skipped, used)
        if found := _WRITTEN.search(text, 0, max(0, text.find("</teiHeader>"))):
            years[name] = int(found[1])
    entities = {
        ident: merge_entries(tuple(one.entity for one in found)) for ident, found in entries.items()
    }
    named = {ident: found[0] for ident, found in entries.items()}
    plays = frozenset(name for name, words in files.items() if _SPEECH.search(words.text))
    paths = {relative_name(path, config.root): path for path in texts}
    return EditionWords(entities, named, years, files, paths, plays, tuple(unread))


def _add_entries(entries: dict[str, list[NamedEntity]], found: Iterator[NamedEntity]) -> None:
    for named in found:
        entries.setdefault(named.entity.id, []).append(named)


def _read_register(
    path: Path, config: Config, unread: list[EditionError], *, is_register: bool
) -> Iterator[NamedEntity]:
    source = read_source(path, config.root)
    if source.root is not None:
        yield from read_named(source.root, is_register=is_register)
    else:
        unread.append(EditionError(f"{path}: {source.problems[0].message}"))


def _make_filter(skip: tuple[str, ...]) -> Callable[[WrittenElement], bool]:
    """Return whether an element is one of those that the settings name."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    for value in skip:
        if found := ELEMENT.fullmatch(value):
            wanted.setdefault(found[1], []).append((found[2] or "", found[4] or ""))

    def is_skipped(frame: WrittenElement) -> bool:
        return frame.name in wanted and any(
            not attribute or value in frame.attributes.get(attribute, "").split()
            for attribute, value in wanted[frame.name]
        )

    return is_skipped
