"""Find the elements that are members of a class, directly or through other classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.schema.odd.attributes import Tell
    from tei_edition.schema.odd.records import ClassRef, Key, Membership
    from tei_edition.schema.odd.selection import OddSchema


class Member(NamedTuple):
    """An element or class of a class, and the membership that makes it so."""

    key: Key
    membership: Membership


class Classes:
    """The members of a schema's model classes, in the order of the schema."""

    def __init__(self, schema: OddSchema, tell: Tell) -> None:
        self.schema = schema
        self.members: dict[str, list[Member]] = {}
        for key, spec in schema.specs.items():
            for member in spec.classes.members if spec.classes else ():
                chosen = schema.filters.get(member.key)
                if member.mode != "delete" and (chosen is None or chosen.takes(key[1])):
                    self.members.setdefault(member.key, []).append(Member(key, member))
        self._elements: dict[str, tuple[Member, ...]] = {}
        self._find_circles(tell)

    def list_direct(self, key: str) -> list[Member]:
        """Return elements and classes that are members of a class themselves, if it is there."""
        return self.members.get(key, []) if ("class", key) in self.schema.specs else []

    def list_elements(self, key: str) -> tuple[Member, ...]:
        """Return the elements of a class, each once, in order."""
        if key not in self._elements:
            self._elements[key] = ()  # for a class that is a member of itself
            found: dict[Key, Member] = {}
            for member in self.list_direct(key):
                inner = (member,) if member.key[0] == "element" else self.list_elements(
                    member.key[1]
                )  # fmt: skip
                for element in inner:
                    found.setdefault(element.key, element)
            self._elements[key] = tuple(found.values())
        return self._elements[key]

    def list_referred(self, reference: ClassRef) -> list[Member]:
        """Return the elements that a reference to a class stands for."""
        found: dict[Key, Member] = {}
        for member in self._walk(reference.key, reference, reference.include is None):
            found.setdefault(member.key, member)
        return list(found.values())

    def _walk(self, key: str, reference: ClassRef, is_taken: bool) -> Iterator[Member]:
        for member in self.list_direct(key):
            kind, name = member.key
            if name in reference.excepted:
                continue
            taken = is_taken or name in (reference.include or ())
            if kind == "class" and name != key:
                yield from self._walk(name, reference, taken)
            elif kind == "element" and taken:
                yield member

    def _find_circles(self, tell: Tell) -> None:
        """Report classes that are members of themselves, once each, and break the circles."""
        done: set[str] = set()

        def visit(key: str, path: tuple[str, ...]) -> None:
            if key in done:
                return
            for member in list(self.list_direct(key)):
                if member.key[0] != "class":
                    continue
                name = member.key[1]
                if name in (*path, key):
                    whole = (*path, key, name)
                    told = " → ".join(whole[whole.index(name) :])
                    told = f"the class is a member of itself: {told}"
                    hint = "remove one of these memberships"
                    tell("odd-circular-reference", told, member.membership.place, hint)
                    self.members[key].remove(member)
                else:
                    visit(name, (*path, key))
            done.add(key)

        for kind, ident in self.schema.specs:
            if kind == "class" and self.schema.specs[kind, ident].type != "atts":
                visit(ident, ())
