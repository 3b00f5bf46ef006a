"""Serialise a schema to bytes and back, to keep it between runs.

The bytes are MessagePack: a list of all patterns, each a short list that begins with its kind and
names others by their places in the list, parts before what they are parts of. What elements hold
comes last, since elements nest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.problems import Location
from tei_edition.relaxng.datatypes import Context, Datatype
from tei_edition.relaxng.names import AnyName, Name, NameChoice, NameClass, NsName
from tei_edition.relaxng.node import SchemaError
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
    Patterns,
    TextPattern,
    Value,
)
from tei_edition.relaxng.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterable

# The first three patterns of every schema.
_FIRST: tuple[type[Pattern], ...] = (Empty, NotAllowed, TextPattern)
_COMPOUNDS = {"choice": Choice, "group": Group, "interleave": Interleave}


class _Stored(msgspec.Struct, array_like=True):
    """What is written: the patterns, what each element among them holds, and the rest."""

    start: int
    patterns: list[list[Any]]
    contents: list[tuple[int, int]]
    datatypes: list[tuple[str, str, tuple[tuple[str, str], ...]]]
    files: list[str]
    id_fault: tuple[str, Location, str] | None


def dump_schema(schema: Schema) -> bytes | None:
    """Return the schema as bytes; None for one whose values mean what its own prefixes say."""
    patterns = _list_patterns(schema)
    if any(isinstance(p, Value) and p.datatype.needs_context for p in patterns):
        return None
    places = {pattern: i for i, pattern in enumerate(patterns)}
    datatypes = {p.datatype.key: p.datatype for p in patterns if isinstance(p, (Data, Value))}
    numbers = {key: i for i, key in enumerate(datatypes)}
    fault = schema.id_fault
    stored = _Stored(
        start=places[schema.start],
        patterns=[_write(pattern, places, numbers) for pattern in patterns],
        contents=[(places[element], places[element.content]) for element in schema.elements],
        datatypes=list(datatypes),
        files=[str(path) for path in schema.files],
        id_fault=(str(fault), fault.location, fault.hint) if fault else None,
    )
    return msgspec.msgpack.encode(stored)


def load_schema(data: bytes) -> Schema:
    """Return the schema that `dump_schema` wrote; raises ValueError for other bytes."""
    try:
        return _load(msgspec.msgpack.decode(data, type=_Stored))
    except (LookupError, TypeError) as error:
        raise ValueError(str(error)) from None


def _load(stored: _Stored) -> Schema:
    make = Patterns()
    datatypes = [Datatype(*key) for key in stored.datatypes]
    contents = dict(stored.contents)
    patterns: list[Pattern] = []
    elements: list[Element] = []
    for place, record in enumerate(stored.patterns):
        pattern = _read(record, place, make, patterns, datatypes, contents)
        patterns.append(pattern)
        if isinstance(pattern, Element):
            elements.append(pattern)
    schema = Schema(patterns[stored.start], make, elements, tuple(map(Path, stored.files)))
    if stored.id_fault:
        message, location, hint = stored.id_fault
        schema.id_fault = SchemaError(message, location, hint=hint)
    return schema


def _list_patterns(schema: Schema) -> list[Pattern]:
    """All patterns of a schema in the order in which they were made: parts before wholes."""
    make = schema.patterns
    found: set[Pattern] = {make.empty, make.not_allowed, make.text}
    waiting = [schema.start, *schema.elements]
    while waiting:
        pattern = waiting.pop()
        if pattern not in found:
            found.add(pattern)
            waiting.extend(_list_parts(pattern))
    return sorted(found, key=lambda pattern: pattern.serial)


def _list_parts(pattern: Pattern) -> Iterable[Pattern]:
    if isinstance(pattern, Compound):
        return pattern.members
    if isinstance(pattern, OneOrMore):
        return (pattern.repeated,)
    if isinstance(pattern, Attribute):
        return (pattern.value,)
    if isinstance(pattern, Element):
        return (pattern.content,)
    if isinstance(pattern, ListOf):
        return (pattern.words,)
    if isinstance(pattern, Data) and pattern.excepted is not None:
        return (pattern.excepted,)
    return ()


def _write(pattern: Pattern, places: dict[Pattern, int], numbers: dict[Any, int]) -> list[Any]:
    """Return the record of one pattern."""
    if isinstance(pattern, _FIRST):
        return []
    if isinstance(pattern, Compound):
        kind = next(kind for kind, made in _COMPOUNDS.items() if isinstance(pattern, made))
        return [kind, *(places[member] for member in pattern.members)]
    if isinstance(pattern, OneOrMore):
        return ["oneOrMore", places[pattern.repeated]]
    if isinstance(pattern, Attribute):
        names = _write_names(pattern.name_class)
        return ["attribute", names, places[pattern.value], pattern.documentation]
    if isinstance(pattern, Element):
        return ["element", _write_names(pattern.name_class), pattern.documentation]
    if isinstance(pattern, ListOf):
        return ["list", places[pattern.words]]
    if isinstance(pattern, Data):
        excepted = places[pattern.excepted] if pattern.excepted is not None else None
        return ["data", numbers[pattern.datatype.key], excepted]
    assert isinstance(pattern, Value)
    return ["value", numbers[pattern.datatype.key], pattern.written, pattern.documentation]


def _read(
    record: list[Any],
    place: int,
    make: Patterns,
    patterns: list[Pattern],
    datatypes: list[Datatype],
    contents: dict[int, int],
) -> Pattern:
    """Return the pattern of a record; those before it are there already."""
    if place < len(_FIRST):
        return (make.empty, make.not_allowed, make.text)[place]
    kind, *rest = record
    if kind in _COMPOUNDS:
        return getattr(make, kind)(patterns[i] for i in rest)  # type: ignore[no-any-return]
    if kind == "oneOrMore":
        return make.one_or_more(patterns[rest[0]])
    if kind == "attribute":
        return make.attribute(_read_names(rest[0]), patterns[rest[1]], rest[2])
    if kind == "element":
        # A content may come later: elements nest.
        return make.element(_read_names(rest[0]), lambda: patterns[contents[place]], rest[1])
    if kind == "list":
        return make.list_of(patterns[rest[0]])
    datatype = datatypes[rest[0]]
    if kind == "data":
        return make.data(datatype, None if rest[1] is None else patterns[rest[1]])
    if kind == "value":
        return make.value(datatype, datatype.read(rest[1], Context()), rest[1], rest[2])
    raise LookupError(f"no pattern is called {kind}")


def _write_names(names: NameClass | None) -> Any:
    if names is None or isinstance(names, Name):
        return names and names.name
    if isinstance(names, NameChoice):
        return ["choice", *map(_write_names, names.members)]
    if isinstance(names, NsName):
        return ["nsName", names.namespace, _write_names(names.excepted)]
    assert isinstance(names, AnyName)
    return ["anyName", _write_names(names.excepted)]


def _read_names(stored: Any) -> NameClass:
    if isinstance(stored, str):
        return Name(stored)
    kind, *rest = stored
    if kind == "choice":
        return NameChoice(tuple(map(_read_names, rest)))
    excepted = None if rest[-1] is None else _read_names(rest[-1])
    return NsName(rest[0], excepted) if kind == "nsName" else AnyName(excepted)
