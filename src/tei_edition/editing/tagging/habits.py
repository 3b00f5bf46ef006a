"""How an edition writes its mentions: with which elements, and how they point to entries."""

from __future__ import annotations

import functools
import html
import posixpath
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.editing.tagging.blocks import POINTERS
from tei_edition.facts.registers import Kind
from tei_edition.reader.naming.words import fold_word, list_words
from tei_edition.tei import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tei_edition.editing.tagging.blocks import FileWords
    from tei_edition.editing.tagging.frames import WrittenElement
    from tei_edition.facts.registers import Entity

_ELEMENTS = {
    Kind.PERSON: "persName",
    Kind.ORGANISATION: "orgName",
    Kind.PLACE: "placeName",
    Kind.EVENT: "eventName",
    Kind.WORK: "title",
}
_TAGS = re.compile(r"<[^>]*>")
_APART = re.compile(r"<(?:[\w.-]+:)?(?:choice|app|note|subst)[\s>]")
_HEAD = re.compile(r"(.*[#:/])?([^#:/]+)", re.DOTALL)


class Usage(NamedTuple):
    """How a mention is written: element, @type if it has one, and the attribute that points."""

    element: str
    type: str
    attribute: str


class Habits:
    """What the mentions of an edition have in common, as far as they lead to its entities."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._entities = entities
        self._by_address = {
            identifier.uri: entity.id
            for entity in entities.values()
            for identifier in entity.identifiers
            if identifier.uri
        }
        self._usages: defaultdict[Kind, Counter[Usage]] = defaultdict(Counter)
        # What is before the identifier in a pointer, by the file with the pointer and the register.
        self._heads: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        # The one that a file uses for a register, once it was asked for.
        self._prefixes: dict[tuple[str, str], str | None] = {}
        self._hosts: Counter[str] = Counter()
        self._chosen: dict[Kind, Usage] = {}
        self._mentions: list[tuple[str, str, str, WrittenElement]] = []
        self.surfaces: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)

    def learn(self, file: str, words: FileWords) -> None:
        """Take note of the mentions of a file."""
        for frame in words.mentions:
            for attribute in POINTERS:
                for value in frame.attributes.get(attribute, "").split():
                    if entity := self._note_pointer(value, file):
                        usage = Usage(frame.name, frame.attributes.get("type", ""), attribute)
                        self._usages[entity.kind][usage] += 1
                        if frame.in_text:
                            self._mentions.append((file, entity.id, words.text, frame))
                            self.surfaces[_read_surface(words.text, frame)][entity.id] += 1

    def list_surfaces(self, files: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the entity and the words of each name in the texts, without choices and notes."""
        wanted = set(files)
        for file, ident, text, element in self._mentions:
            written = text[element.inner_start : element.inner_end]
            if file in wanted and element.name != "rs" and not _APART.search(written):
                yield ident, " ".join(html.unescape(_TAGS.sub("", written)).split())

    def _note_pointer(self, value: str, file: str) -> Entity | None:
        if (ident := self._by_address.get(value)) is not None:
            self._hosts[_find_host(value)] += 1
            return self._entities[ident]
        found = _HEAD.fullmatch(value)
        entity = self._entities.get(found[2]) if found else None
        if found is None or entity is None:
            return None
        self._heads[file, entity.location.file][found[1] or ""] += 1
        return entity

    def choose_usage(self, kind: Kind) -> Usage:
        """Return how mentions of a kind are written, by default as the Guidelines advise.

        The element `rs` is for descriptions: it is chosen only if no name is marked up otherwise.
        """
        if kind not in self._chosen:
            self._chosen[kind] = self._choose(kind)
        return self._chosen[kind]

    def _choose(self, kind: Kind) -> Usage:
        found = [u for u, _ in self._usages[kind].most_common() if u.element in NAMES | {"title"}]
        proper = [usage for usage in found if usage.element != "rs"]
        attributes = Counter(
            {usage.attribute: n for same in self._usages.values() for usage, n in same.items()}
        )
        attribute = next((name for name, _ in attributes.most_common(1)), "ref")
        return next(iter(proper or found), Usage(_ELEMENTS[kind], "", attribute))

    def write_pointer(self, entity: Entity, file: str, usage: Usage, text: str) -> str:
        """Return the pointer to an entity in a file of this text."""
        if self._hosts and self._hosts.total() > sum(c.total() for c in self._heads.values()):
            host = self._hosts.most_common(1)[0][0]
            for identifier in entity.identifiers:
                if identifier.uri and _find_host(identifier.uri) == host:
                    return identifier.uri
        register = entity.location.file
        if usage.attribute == "key" and not self._heads:
            return entity.id
        if (file, register) not in self._prefixes:
            heads = self._list_heads(file, register)
            self._prefixes[file, register] = next((h for h in heads if _holds(h, text)), None)
        if (head := self._prefixes[file, register]) is not None:
            return head + entity.id
        if usage.attribute == "key":
            return entity.id
        return f"#{entity.id}" if register == file else f"{_find_path(register, file)}#{entity.id}"

    def _list_heads(self, file: str, register: str) -> Iterable[str]:
        """Yield what pointers to a register begin with: in this file, else in its folder."""
        yield from (head for head, _ in self._heads.get((file, register), Counter()).most_common(1))
        others: Counter[str] = Counter()
        for (other, target), heads in self._heads.items():
            if target == register and posixpath.dirname(other) == posixpath.dirname(file):
                others.update(heads)
        is_own = register == file
        yield from (
            head for head, _ in others.most_common() if is_own or head != "#" or len(others) == 1
        )


def _holds(head: str, text: str) -> bool:
    """Whether a file may use what its pointers would begin with: a prefix must be declared."""
    prefix = re.fullmatch(r"([A-Za-z][\w.+-]*):", head)
    return (
        prefix is None or re.search(rf"""ident=["']{re.escape(prefix[1])}["']""", text) is not None
    )


@functools.cache
def _find_path(register: str, file: str) -> str:
    """Return the path of a register as seen from a file."""
    return posixpath.relpath(register, posixpath.dirname(file) or ".")


def _find_host(address: str) -> str:
    return address.partition("//")[2].partition("/")[0]


def _read_surface(text: str, frame: WrittenElement) -> tuple[str, ...]:
    """Return the words of an element, as forms are compared."""
    plain = _TAGS.sub("", text[frame.inner_start : frame.inner_end])
    return tuple(map(fold_word, list_words(plain)))
