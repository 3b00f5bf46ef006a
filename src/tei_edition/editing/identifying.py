"""Which entries of the registers lack an identifier of an authority file, and give them one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tei_edition.config import suggest
from tei_edition.editing.authority_service import AuthorityQuery
from tei_edition.editing.correspondence import speak
from tei_edition.editing.entering import RegisterNames, prove_entry
from tei_edition.editing.revision import Replacement, revise
from tei_edition.editing.tagging.writing import decode_data
from tei_edition.facts.authorities import AUTHORITIES, find_identifier
from tei_edition.facts.registers import Entity, Kind
from tei_edition.problems import EditionError
from tei_edition.runtime.files import read_regular
from tei_edition.source.markup import Token, TokenKind, find_name, list_attributes, split_markup

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tei_edition.config import Config
    from tei_edition.editing.revision import Revision

_IDENTIFIERS = frozenset({"idno"})
_NAMES = frozenset({
    "persName", "orgName", "placeName", "geogName", "eventName", "objectName", "name", "head",
    "label",
})  # fmt: skip


class Lookup(NamedTuple):
    """A service that edition.toml names: its address, the @type of its identifiers.

    `types` says what it calls the kinds of entries that it knows; if it is empty, it is asked about
    all kinds.
    """

    address: str
    type: str
    types: Mapping[str, str]

    def is_asked(self, kind: Kind) -> bool:
        """Whether the service is asked about entries of a kind."""
        return not self.types or kind in self.types

    def make_query(self, name: str, kind: Kind) -> AuthorityQuery:
        """Return what to ask about an entry."""
        words = speak(name) if kind is Kind.PERSON else name
        return AuthorityQuery(words, self.types.get(kind, ""))

    def is_identifier(self, value: str) -> bool:
        """Whether a value can be an identifier of this authority."""
        try:
            return bool(self.read_identifier(value))
        except EditionError:
            return False

    def read_identifier(self, value: str) -> str:
        """Return an identifier as it is written in an `idno`.

        Raises EditionError for one that does not belong to the authority.
        """
        found = find_identifier(value, self.type)
        own = AUTHORITIES.get(self.type.casefold())
        if found is None or (own is None and found.authority.name.casefold() != self.type):
            return value
        if found.find_fault() or found.authority is not own:
            raise EditionError(
                f'"{value}" is not an identifier of {self.type}',
                hint=f"such identifiers look like {(own or found.authority).example}",
            )
        return found.value


def find_lookup(config: Config, name: str) -> Lookup:
    """Return the service that `[authorities]` in edition.toml calls so; raises EditionError."""
    table = config.authorities.get(name)
    if table is None:
        hint = suggest(name, config.authorities) or (
            f"add a table [authorities.{name}] to edition.toml, with url = "
            '"https://…", the address of its reconciliation service'
        )
        raise EditionError(f'edition.toml has no table "authorities.{name}"', hint=hint)
    known = AUTHORITIES.get(name.casefold())
    return Lookup(
        table.url,
        table.type or (known.name if known else name),
        {str(kind): name for kind, name in table.types.items()},
    )


def list_lacking(config: Config, lookup: Lookup, files: Collection[str] = ()) -> list[Entity]:
    """Return the entries of the registers, or of some files, without such an identifier."""
    return [
        entity
        for entity in RegisterNames(config).entities.values()
        if lookup.is_asked(entity.kind)
        and lookup.type.casefold() not in {one.authority.casefold() for one in entity.identifiers}
        and (not files or entity.location.file in files)
    ]


def identify(config: Config, entity: Entity, type_name: str, value: str) -> Revision:
    """Return the register of an entry with one more `idno`, not written yet.

    Raises EditionError if the register would not be sound.
    """
    path = config.root / entity.location.file
    text = decode_data(read_regular(path), path.name)
    place = place_identifier(text, entity.id, type_name, value)
    if place is None:
        raise EditionError(
            f'the entry "{entity.id}" in "{entity.location.file}" has no name after which an'
            " identifier could be written",
            hint=f'write <idno type="{type_name}">{value}</idno> yourself',
        )
    revision = revise(path, [place], keeps_words=False)
    prove_entry(revision, config)
    return revision


def place_identifier(text: str, ident: str, type_name: str, value: str) -> Replacement | None:
    """Return what gives the entry with this xml:id an `idno`, after its identifiers or names.

    None if no such entry is in the text, or it has neither.
    """
    children = list(_list_children(text, ident))
    after = next(
        (
            child
            for names in (_IDENTIFIERS, _NAMES)
            for child in reversed(children)
            if child.local in names
        ),
        None,
    )
    if after is None:
        return None
    before = text[text.rfind("\n", 0, after.start) + 1 : after.start]
    line_end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if before.strip() else f"{line_end}{before}"
    name = f"{after.prefix}idno"
    new = f"{gap}<{name} type={quoteattr(type_name)}>{escape(value)}</{name}>"
    return Replacement(after.end, after.end, new)


class _Child(NamedTuple):
    """A child of an entry: its name, where its first tag begins, and where its last one ends."""

    prefix: str
    local: str
    start: int
    end: int


def _list_children(text: str, ident: str) -> Iterator[_Child]:
    """Yield the child elements of the element with an xml:id, as they are written."""
    kinds = {TokenKind.START, TokenKind.EMPTY, TokenKind.END}
    tags = (token for token in split_markup(text) if token.kind in kinds)
    for token in tags:
        if token.kind is TokenKind.START and _has_id(text, token, ident):
            break
    depth = 0
    start = 0
    for token in tags:
        if not depth:
            start = token.start
        depth += {TokenKind.START: 1, TokenKind.EMPTY: 0, TokenKind.END: -1}[token.kind]
        if depth < 0:
            return
        if not depth:
            prefix, colon, local = text[slice(*find_name(text, token))].rpartition(":")
            yield _Child(prefix + colon, local, start, token.end)


def _has_id(text: str, token: Token, ident: str) -> bool:
    return any(
        attribute.name == "xml:id" and text[attribute.start : attribute.end] == ident
        for attribute in list_attributes(text, token)
    )
