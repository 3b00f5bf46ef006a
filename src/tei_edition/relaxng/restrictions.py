"""The restrictions on schemas (RELAX NG, section 7), and those for identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.relaxng.derivative import list_attributes, walk
from tei_edition.relaxng.names import Name, NameClass, is_overlapping
from tei_edition.relaxng.pattern import (
    Attribute,
    Choice,
    Compound,
    Data,
    Element,
    Empty,
    Group,
    Interleave,
    ListOf,
    NotAllowed,
    OneOrMore,
    Pattern,
    TextPattern,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tei_edition.relaxng.node import Node, SchemaError

_KINDS = {
    Attribute: "attribute", Element: "element", TextPattern: "text", Data: "data", Value: "value",
    ListOf: "list", Empty: "empty", Group: "group", Interleave: "interleave",
    OneOrMore: "oneOrMore", Choice: "choice", NotAllowed: "notAllowed",
}  # fmt: skip
# 7.1: what is not allowed, at any depth, in what; "repeated" is a group in oneOrMore.
_PROHIBITED = {
    "attribute": {"attribute", "element"},
    "list": {"list", "element", "attribute", "text", "interleave"},
    "except": {
        "attribute", "element", "list", "text", "empty", "group", "interleave", "oneOrMore",
    },
    "start": {
        "attribute", "data", "value", "text", "list", "group", "interleave", "oneOrMore", "empty",
    },
    "repeated": {"attribute"},
}  # fmt: skip
_CALLED = {
    "attribute": "an attribute",
    "list": "a list",
    "except": "the exceptions of data",
    "start": "the start, which is one element",
    "repeated": "a group or interleave that is repeated",
}


def check_restrictions(start: Pattern, elements: Sequence[Element], root: Node) -> None:
    """Raise SchemaError for the first rule of section 7 that a schema breaks.

    It is placed at the element pattern that breaks it, else at the schema's `root`.
    """
    checker = _Checker(root)
    checker.check(start, frozenset({"start"}))
    for element in elements:
        assert element.node is not None
        checker.node = element.node
        checker.check(element.content, frozenset())
        checker.find_type(element.content)


class _Checker:
    """Checks pattern by pattern, each once in each context."""

    def __init__(self, root: Node) -> None:
        self.node = root
        self.seen: set[tuple[Pattern, frozenset[str]]] = set()
        self.types: dict[Pattern, int] = {}
        self.attributes: dict[Pattern, tuple[NameClass, ...]] = {}

    def fail(self, message: str) -> SchemaError:
        return self.node.fail(message)

    def check(self, pattern: Pattern, contexts: frozenset[str]) -> None:
        """Check a pattern that is in the contexts (7.1, 7.3, 7.4)."""
        if (pattern, contexts) in self.seen:
            return
        self.seen.add((pattern, contexts))
        self.check_place(pattern, contexts)
        if isinstance(pattern, Attribute):
            if pattern.name_class.is_infinite and "oneOrMore" not in contexts:
                raise self.fail("an attribute of any name must be repeated (oneOrMore)")
            self.check(pattern.value, contexts - {"oneOrMore"} | {"attribute"})
        elif isinstance(pattern, ListOf):
            self.check(pattern.words, contexts | {"list"})
        elif isinstance(pattern, Data) and pattern.excepted is not None:
            self.check(pattern.excepted, contexts | {"except"})
        elif isinstance(pattern, OneOrMore):
            self.check(pattern.repeated, contexts | {"oneOrMore"})
        elif isinstance(pattern, Compound):
            self.check_members(pattern, contexts)

    def check_place(self, pattern: Pattern, contexts: frozenset[str]) -> None:
        """Refuse what may not be in something else, at any depth (7.1)."""
        kind = _KINDS[type(pattern)]
        for context in contexts:
            if kind in _PROHIBITED.get(context, ()):
                called = "an element" if kind == "element" else f'"{kind}"'
                raise self.fail(f"{called} is not allowed in {_CALLED[context]}")

    def check_members(self, pattern: Compound, contexts: frozenset[str]) -> None:
        """Check the members, and what they may not have in common."""
        is_choice = isinstance(pattern, Choice)
        is_repeated = "oneOrMore" in contexts and not is_choice
        within = contexts | {"repeated"} if is_repeated else contexts
        for member in pattern.members:
            self.check(member, within)
        if not is_choice:
            self.check_attributes(pattern)
        if isinstance(pattern, Interleave):
            self.check_interleave(pattern)

    def check_attributes(self, pattern: Compound) -> None:
        """No attribute may come from two members (7.3)."""
        found = _find_overlap(map(self.list_names, pattern.members))
        if found is not None:
            raise self.fail(f"the attribute {_call(found)} may occur twice")

    def list_names(self, pattern: Pattern) -> tuple[NameClass, ...]:
        """Return the names of a pattern's attributes."""
        if pattern not in self.attributes:
            names = (attribute.name_class for attribute in list_attributes(pattern))
            self.attributes[pattern] = tuple(names)
        return self.attributes[pattern]

    def check_interleave(self, pattern: Interleave) -> None:
        """No element, nor text, may come from two members (7.4)."""
        parts = [list(walk(member)) for member in pattern.members]
        found = _find_overlap(
            (part.name_class for part in member if isinstance(part, Element)) for member in parts
        )
        if found is not None:
            raise self.fail(f"the element {_call(found)} may come from two parts of an interleave")
        if sum(any(isinstance(part, TextPattern) for part in member) for member in parts) > 1:
            raise self.fail("text may come from two parts of an interleave")

    def find_type(self, pattern: Pattern) -> int:
        """Return the type of a content: 0 empty, 1 elements and text, 2 a string (7.2)."""
        found = self.types.get(pattern)
        if found is None:
            found = self.types[pattern] = self._find_type(pattern)
        return found

    def _find_type(self, pattern: Pattern) -> int:
        if isinstance(pattern, Attribute):
            self.find_type(pattern.value)
            return 0
        if isinstance(pattern, (TextPattern, Element)):
            return 1
        if isinstance(pattern, (Data, Value, ListOf)):
            if isinstance(pattern, Data) and pattern.excepted is not None:
                self.find_type(pattern.excepted)
            return 2
        if isinstance(pattern, OneOrMore):
            inner = self.find_type(pattern.repeated)
            if inner == 2:
                raise self.fail("a string of a datatype may not be repeated, except in a list")
            return inner
        if isinstance(pattern, Compound):
            types = [self.find_type(member) for member in pattern.members]
            if not isinstance(pattern, Choice) and 2 in types and sum(1 for t in types if t) > 1:
                raise self.fail("a string of a datatype is not allowed beside elements or text")
            return max(types)
        return 0


def _find_overlap(groups: Iterable[Iterable[NameClass]]) -> NameClass | None:
    """Return a name class that overlaps with one of an earlier group."""
    names: set[str] = set()
    wildcards: list[NameClass] = []
    for group in groups:
        classes = {*group}
        for name_class in classes:
            if isinstance(name_class, Name):
                if name_class.name in names or any(w.contains(name_class.name) for w in wildcards):
                    return name_class
            elif any(name_class.contains(name) for name in names) or any(
                is_overlapping(name_class, other) for other in wildcards
            ):
                return name_class
        for name_class in classes:
            if isinstance(name_class, Name):
                names.add(name_class.name)
            else:
                wildcards.append(name_class)
    return None


def _fail(element: Element, message: str) -> SchemaError:
    assert element.node is not None
    return element.node.fail(message)


def _call(name_class: NameClass) -> str:
    names = name_class.list_names()
    return f'"{names[0].rpartition("}")[2]}"' if names else "of any name"


def find_id_type(value: Pattern) -> str:
    """ID, IDREF or IDREFS where a value is an identifier or a reference to one, else nothing."""
    return value.datatype.id_type if isinstance(value, (Data, Value)) else ""


def _has_stray_id(pattern: Pattern, clean: set[Pattern]) -> bool:
    """Whether an identifier is anything but the whole value of an attribute.

    `clean` are the parts that were looked at, of this and of other patterns.
    """
    waiting = [pattern]
    while waiting:
        part = waiting.pop()
        if part in clean:
            continue
        clean.add(part)
        if isinstance(part, Compound):
            waiting.extend(part.members)
        elif isinstance(part, OneOrMore):
            waiting.append(part.repeated)
        elif isinstance(part, ListOf):
            if find_id_type(part.words) or _has_stray_id(part.words, clean):
                return True
        elif isinstance(part, Attribute):
            if not find_id_type(part.value) and _has_stray_id(part.value, clean):
                return True
        elif find_id_type(part):
            return True
    return False


def find_id_fault(elements: Sequence[Element]) -> SchemaError | None:
    """Return why the schema is not compatible with identifiers (DTD compatibility, section 5)."""
    clean: set[Pattern] = set()
    for element in elements:
        if _has_stray_id(element.content, clean):
            return _fail(element, "an identifier is the whole value of an attribute")
    typed: dict[tuple[str, str], str] = {}
    every = list(_list_typed(elements))
    for element, attribute, id_type in every:
        if not id_type:
            continue
        if attribute.name_class.is_infinite or element.name_class.is_infinite:
            return _fail(element, f"an attribute of the type {id_type} must have one name")
        for owner in element.name_class.list_names():
            for name in attribute.name_class.list_names():
                if typed.setdefault((owner, name), id_type) != id_type:
                    return _fail(element, f"{_call(attribute.name_class)} has two types of id")
    if not typed:
        return None
    return _find_conflict(every, typed)


def _find_conflict(
    every: list[tuple[Element, Attribute, str]], typed: dict[tuple[str, str], str]
) -> SchemaError | None:
    owners: dict[str, set[str]] = {}
    for owner, name in typed:
        owners.setdefault(name, set()).add(owner)
    for element, attribute, id_type in every:
        if id_type:
            continue
        for name, held in owners.items():
            if attribute.name_class.contains(name):
                for owner in held:
                    if element.name_class.contains(owner):
                        called = name.rpartition("}")[2]
                        return _fail(
                            element, f'"{called}" is an id in one place and none in another'
                        )
    return None


def _list_typed(elements: Sequence[Element]) -> Iterator[tuple[Element, Attribute, str]]:
    types: dict[Pattern, str] = {}
    for element in elements:
        for attribute in list_attributes(element.content):
            if attribute.value not in types:
                types[attribute.value] = find_id_type(attribute.value)
            yield element, attribute, types[attribute.value]
