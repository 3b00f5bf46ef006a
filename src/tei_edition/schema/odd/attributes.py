"""Collect the attributes of an element or a class: its own and those of its classes.

An attribute of the element is before one of the same name from a class; of two classes the
first counts, and a class is before those that it belongs to. A declaration in mode "change" or
"delete" is about what the classes give (TEI, chapter TD, "Attribute List Specification").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from tei_edition.config import suggest
from tei_edition.schema.odd.modes import (
    change_attribute,
    find_attribute,
    list_idents,
    remove_attribute,
    resolve_choice,
)
from tei_edition.schema.odd.records import AttributeList, AttributeRef, OddAttribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tei_edition.problems import Location
    from tei_edition.schema.odd.records import Spec
    from tei_edition.schema.odd.selection import OddSchema

    Tell = Callable[[str, str, "Location", str], None]


class AttributeSlot(msgspec.Struct, frozen=True, eq=False):
    """An attribute, or a choice of some, and the class that gives it; empty for the element."""

    owner: str
    content: OddAttribute | AttributeList | AttributeRef

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the attributes: one, or those of the choice."""
        return tuple(list_names(self.content))


# Attributes in order; the key of a choice is its names.
Slots = dict[str, AttributeSlot]


class Attributes:
    """The attributes of a schema's elements and classes, each made out once."""

    def __init__(self, schema: OddSchema, tell: Tell, own: frozenset[str] = frozenset()) -> None:
        self.schema = schema
        self.tell = tell
        self.own = own  # the files of the ODD: what its sources say is not complained of
        self.idle: set[Location] = set()
        self.about: Spec | None = None  # what attributes are declared for
        self.classes: dict[str, Slots] = {}
        self.open: list[str] = []

    def list_classes(self, spec: Spec) -> Iterator[str]:
        """Yield the attribute classes of the schema that something belongs to itself."""
        for member in spec.classes.members if spec.classes else ():
            found = self.schema.specs.get(("class", member.key))
            if member.mode != "delete" and found is not None and found.type == "atts":
                yield member.key

    def of_class(self, key: str) -> Slots:
        """Return attributes that a class gives, with those of the classes that it belongs to."""
        if key in self.classes:
            return self.classes[key]
        spec = self.schema.specs.get(("class", key))
        if spec is None or spec.type != "atts":
            return {}
        if key in self.open:
            circle = " → ".join((*self.open[self.open.index(key) :], key))
            self.tell(
                "odd-circular-reference",
                f"the class is a member of itself: {circle}",
                spec.place,
                "remove one of these memberships",
            )
            return {}
        self.open.append(key)
        slots = self.classes[key] = self.make(spec, key)
        self.open.pop()
        return slots

    def of_element(self, spec: Spec) -> Slots:
        """Return the attributes of an element."""
        return self.make(spec, "")

    def make(self, spec: Spec, owner: str) -> Slots:
        """Return the attributes of the classes with what the specification itself says."""
        slots: Slots = {}
        for key in self.list_classes(spec):
            for name, slot in self.of_class(key).items():
                if not any(_holds(slots, part) for part in slot.names):
                    slots[name] = slot
        if spec.attributes is not None:
            self.about = spec
            self.add(spec.attributes, owner, slots)
        return slots

    def add(self, attributes: AttributeList, owner: str, slots: Slots) -> None:
        """Apply an attList to what the classes give."""
        if attributes.is_choice:
            choice = resolve_choice(attributes, lambda name: _find(slots, name))
            for name in list_idents(choice):
                _remove(slots, name)
            if names := list(list_names(choice)):
                slots["|".join(names)] = AttributeSlot(owner, choice)
            return
        for member in attributes.members:
            if isinstance(member, AttributeList):
                self.add(member, owner, slots)
            elif isinstance(member, AttributeRef):
                self.refer(member, slots)
            else:
                self.add_attribute(member, owner, slots)

    def refer(self, reference: AttributeRef, slots: Slots) -> None:
        """Include an attribute of a class, or all of them."""
        if not reference.class_key:
            slots[f"={reference.name}"] = AttributeSlot("", reference)
            return
        given = self.of_class(reference.class_key)
        for name, slot in given.items():
            if not reference.name or reference.name == name:
                for part in slot.names:
                    _remove(slots, part)
                slots[name] = slot

    def add_attribute(self, attribute: OddAttribute, owner: str, slots: Slots) -> None:
        """Apply an attDef to what the classes give."""
        name = attribute.ident
        old = slots.get(name)
        if attribute.mode == "change" and old is not None and isinstance(old.content, OddAttribute):
            slots[name] = AttributeSlot(owner, change_attribute(old.content, attribute))
        elif attribute.mode == "delete":
            if not _holds(slots, name) and not attribute.is_done:
                self.tell_idle(attribute, slots)
            _remove(slots, name)
        elif attribute.mode != "change" or (
            # One of a choice of attributes is declared anew; what is not there is not changed.
            _holds(slots, name) and (attribute.datatype or attribute.values)
        ):
            _remove(slots, name)
            slots[name] = AttributeSlot(owner, attribute)
        elif not _holds(slots, name):
            self.tell_idle(attribute, slots)

    def tell_idle(self, attribute: OddAttribute, slots: Slots) -> None:
        """Report a change or deletion of an attribute that does not exist."""
        place = attribute.place
        if self.about is None or place.file not in self.own or place in self.idle:
            return
        self.idle.add(place)
        names = [name for slot in slots.values() for name in slot.names]
        told = f'the {self.about.kind} "{self.about.ident}" has no attribute "{attribute.ident}"'
        hint = suggest(attribute.ident, names)
        if not hint and attribute.mode == "change":
            hint = 'correct the name, or declare it with mode="add"'
        self.tell("odd-idle-statement", told, place, hint)


def list_names(content: OddAttribute | AttributeList | AttributeRef) -> Iterator[str]:
    """Yield the names of the attributes in a declaration."""
    if isinstance(content, OddAttribute):
        if content.mode != "delete":
            yield content.ident
    elif isinstance(content, AttributeList):
        for member in content.members:
            yield from list_names(member)


def _find(slots: Slots, name: str) -> OddAttribute | None:
    """Return the attribute of a name, of a choice too."""
    members = tuple(slot.content for slot in slots.values())
    return find_attribute(members, name)


def _holds(slots: Slots, name: str) -> bool:
    return name in slots or any("|" in key and name in key.split("|") for key in slots)


def _remove(slots: Slots, name: str) -> None:
    """Take an attribute out, from a choice too."""
    if slots.pop(name, None) is not None:
        return
    for key, slot in list(slots.items()):
        if isinstance(slot.content, AttributeList) and name in slot.names:
            left = remove_attribute(slot.content.members, name)
            del slots[key]
            if left:
                rest = replace(slot.content, members=left)
                slots["|".join(list_names(rest))] = AttributeSlot(slot.owner, rest)
