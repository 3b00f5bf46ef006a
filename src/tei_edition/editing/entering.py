"""Add an entry to a register that is there: no other byte of the file changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.config import list_files, list_registers
from tei_edition.editing.correspondence import HeaderName, speak
from tei_edition.editing.registers import (
    ELEMENTS,
    NewEntry,
    fold_name,
    mint_entry_id,
    write_entry,
)
from tei_edition.editing.revision import Replacement, Revision, revise
from tei_edition.editing.tagging.writing import decode_data, find_new_problem
from tei_edition.facts.placeholders import is_instruction
from tei_edition.facts.registers import Entity, Kind
from tei_edition.problems import EditionError
from tei_edition.reader.entities import read_named
from tei_edition.reader.naming.forms import Rank, list_forms
from tei_edition.runtime.files import read_regular
from tei_edition.schema.association import find_model
from tei_edition.schema.compiled import read_compiled
from tei_edition.source import read_source, relative_name
from tei_edition.source.markup import (
    Token,
    TokenKind,
    find_name,
    list_attributes,
    split_markup,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tei_edition.config import Config

_ID = re.compile(rb"""xml:id\s*=\s*["']([^"']+)["']""")
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_STEP = "  "


def list_ids(config: Config) -> set[str]:
    """Return all identifiers of the edition, in whatever file and element."""
    return {
        ident.decode("utf-8", "replace")
        for path in list_files(config)
        for ident in _ID.findall(path.read_bytes())
    }


def check_id(ident: str, taken: Iterable[str]) -> None:
    """Raise EditionError for an identifier that cannot be given."""
    if not _NCNAME.fullmatch(ident):
        raise EditionError(
            f'"{ident}" is not an identifier',
            hint="it begins with a letter, and has letters, digits, hyphens and full stops",
        )
    if ident in taken:
        raise EditionError(f'the identifier "{ident}" is in use already', hint="choose another")


class RegisterNames:
    """The entities of an edition's registers, by the names that editors call them."""

    def __init__(self, config: Config) -> None:
        self.entities: dict[str, Entity] = {}
        self._config = config
        # Names that were looked for, and that no entry has.
        self.unknown: list[tuple[Kind, str]] = []
        for path in list_registers(config):
            source = read_source(path, config.root)
            if source.root is None:
                raise EditionError(f"{path}: {source.problems[0].message}")
            for named in read_named(source.root, is_register=True):
                self.entities.setdefault(named.entity.id, named.entity)

    def list_called(self, words: str, kinds: Iterable[Kind]) -> list[Entity]:
        """Return the entities of these kinds that an entry calls by these words."""
        wanted = fold_name(words)
        return [
            entity
            for entity in self.entities.values()
            if entity.kind in kinds
            and any(form.rank is Rank.OWN and form.words == wanted for form in list_forms(entity))
        ]

    def find(self, words: str, element: str, folder: Path) -> HeaderName:
        """Return a name, given as words or by the id of an entry, with its pointer from a folder.

        Raises EditionError if several entries have the name.
        """
        is_place = element == "placeName"
        kinds = {Kind.PLACE} if is_place else {Kind.PERSON, Kind.ORGANISATION}
        by_id = self.entities.get(words)
        if by_id is not None and by_id.kind in kinds:
            name = by_id.name if is_place else speak(by_id.name)
            return HeaderName(name, self._point(by_id, folder))
        found = self.list_called(words, kinds)
        if len(found) > 1:
            named = ", ".join(f"{entity.id} ({entity.name})" for entity in found)
            raise EditionError(
                f'several entries of the register are called "{words}"', hint=f"give an id: {named}"
            )
        if not found:
            self.unknown.append((Kind.PLACE if is_place else Kind.PERSON, words))
            return HeaderName(words if is_place else speak(words))
        return HeaderName(words if is_place else speak(words), self._point(found[0], folder))

    def _point(self, entity: Entity, folder: Path) -> str:
        register = self._config.root / entity.location.file
        address = relative_name(register, folder)
        return f"{address}#{entity.id}"


class Entering(NamedTuple):
    """A register with a new entry, not written yet, and the identifier of the entry."""

    revision: Revision
    ident: str


def enter(config: Config, entry: NewEntry, ident: str = "", path: Path | None = None) -> Entering:
    """Return the register `path`, by default the one with such entries, with one more.

    Raises EditionError for a name that an entry has already, unless `ident` is given for a second
    one, and for a file that would not be sound.
    """
    registers = list_registers(config)
    if not registers:
        raise EditionError(
            "the edition has no register", hint="name one with registers, in edition.toml"
        )
    words = fold_name(entry.name)
    if not words:
        raise EditionError(f'"{entry.name}" is not a name')
    taken = list_ids(config)
    names = RegisterNames(config)
    if ident:
        check_id(ident, taken)
    elif called := names.list_called(entry.name, {entry.kind}):
        raise EditionError(
            f'the register has "{called[0].name}" already: {called[0].id}',
            hint="for another one of the same name, choose an identifier with --id",
        )
    ident = ident or mint_entry_id(entry, taken)
    path = path or _choose_register(registers, names, entry.kind, config)
    text = decode_data(read_regular(path), path.name)
    revision = revise(path, _insert(text, entry, ident, path), keeps_words=False)
    prove_entry(revision, config)
    return Entering(revision, ident)


def _choose_register(
    registers: Sequence[Path], names: RegisterNames, kind: Kind, config: Config
) -> Path:
    """Return the register with the most entries of a kind, else the first."""
    files = [e.location.file for e in names.entities.values() if e.kind is kind]
    return max(registers, key=lambda path: files.count(relative_name(path, config.root)))


def prove_entry(revision: Revision, config: Config) -> None:
    """Raise EditionError if the schema would not allow what a register has after a revision."""
    source = read_source(revision.path, config.root)
    grammar = find_model(source, config).grammar
    if grammar and (found := find_new_problem(revision, read_compiled(grammar, config))):
        raise EditionError(
            f'"{revision.path}" is not changed: the schema would not allow it ({found})',
            hint="write this entry yourself",
        )


@dataclass
class _Element:
    """An element as it is written: its tags, its last child that is an entry, and its last one."""

    tag: Token
    prefix: str
    local: str
    indent: str
    end: Token | None = None
    last: _Element | None = None
    child: _Element | None = None


def _insert(text: str, entry: NewEntry, ident: str, path: Path) -> list[Replacement]:
    """Return what writes an entry after the last of its kind, else into a new list."""
    names = ELEMENTS[entry.kind]
    elements = _list_elements(text, names.entry)
    line_end = "\r\n" if "\r\n" in text else "\n"
    lists = [found for found in elements if found.local == names.list and found.end]
    target = next((found for found in reversed(lists) if found.last), lists[0] if lists else None)
    if target is not None:
        if placeholder := _find_placeholder(text, target):
            new = line_end.join(_indent(write_entry(entry, ident, target.prefix),
                                        placeholder.indent)).lstrip()  # fmt: skip
            return [*_replace(text, placeholder, new)]
        return [_append(target, write_entry(entry, ident, target.prefix), line_end)]
    holders = [found for name in ("standOff", "body") for found in elements if found.local == name]
    if not holders:
        raise EditionError(
            f'"{path}" has no {names.list}, and no standOff or body for one',
            hint=f"write the {names.list} yourself",
        )
    lines = _indent(write_entry(entry, ident, holders[0].prefix), _STEP)
    name = f"{holders[0].prefix}{names.list}"
    return [_append(holders[0], [f"<{name}>", *lines, f"</{name}>"], line_end)]


def _list_elements(text: str, entry: str) -> list[_Element]:
    """Return the elements of a document that have end tags, in order."""
    found: list[_Element] = []
    opened: list[_Element] = []
    for token in split_markup(text):
        if token.kind in {TokenKind.START, TokenKind.EMPTY}:
            prefix, colon, local = text[slice(*find_name(text, token))].rpartition(":")
            line = text[max(text.rfind("\n", 0, token.start), -1) + 1 : token.start]
            indent = line if not line.strip() else line[: len(line) - len(line.lstrip())]
            element = _Element(token, prefix + colon, local, indent)
            if opened:
                opened[-1].child = element
                if local == entry:
                    opened[-1].last = element
            if token.kind is TokenKind.START:
                found.append(element)
                opened.append(element)
            else:
                element.end = token
        elif token.kind is TokenKind.END and opened:
            opened.pop().end = token
    return found


def _append(target: _Element, lines: Sequence[str], line_end: str) -> Replacement:
    last = target.last or target.child
    if last is not None and last.end is not None:
        return Replacement(last.end.end, last.end.end, "".join(
            f"{line_end}{line}" for line in _indent(lines, last.indent)
        ))  # fmt: skip
    written = "".join(f"{line_end}{line}" for line in _indent(lines, target.indent + _STEP))
    at = target.tag.end
    assert target.end is not None
    is_bare = target.end.start == at
    return Replacement(at, at, written + (f"{line_end}{target.indent}" if is_bare else ""))


def _indent(lines: Iterable[str], indent: str) -> list[str]:
    return [f"{indent}{line}" for line in lines]


def _find_placeholder(text: str, target: _Element) -> _Element | None:
    """Return the one entry of a list, if it has only the words of the template."""
    last = target.last
    if last is None or last.end is None or text[target.tag.end : last.tag.start].strip():
        return None
    inner = text[last.tag.end : last.end.start]
    words = " ".join(re.sub(r"<[^>]*>", " ", inner).split())
    idents = [text[a.start : a.end] for a in list_attributes(text, last.tag) if a.name == "xml:id"]
    return last if is_instruction(words) and idents == ["somebody"] else None


def _replace(text: str, element: _Element, new: str) -> Iterable[Replacement]:
    """Yield what puts new markup in the place of an element, piece by piece."""
    assert element.end is not None
    yield Replacement(element.tag.start, element.tag.start, new)
    for token in split_markup(text):
        if element.tag.start <= token.start and token.end <= element.end.end:
            yield Replacement(token.start, token.end, "")
