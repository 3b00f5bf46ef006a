"""What the schema allows at a state: elements, attributes, values, with their documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.relaxng.derivative import list_first, walk
from tei_edition.relaxng.diagnosis import list_allowed_attributes, list_required_attributes
from tei_edition.relaxng.pattern import ListOf, Pattern, Value
from tei_edition.relaxng.state import Opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.relaxng.schema import Schema
    from tei_edition.relaxng.state import State


class Allowed(NamedTuple):
    """Something allowed at a place; `is_required` says that it, or an alternative, is required."""

    name: str
    documentation: str = ""
    is_required: bool = False


def list_elements(state: State) -> list[Allowed]:
    """Return the elements that may come next, in the order of the schema."""
    found: dict[str, Allowed] = {}
    for pattern in state.patterns:
        elements = list_first(pattern)[0]
        is_required = not state.accepted and len(elements) == 1
        for element in elements:
            for name in element.name_class.list_names():
                found.setdefault(name, Allowed(name, element.documentation, is_required))
    return list(found.values())


def list_attributes(state: State, given: Iterable[str] = ()) -> list[Allowed]:
    """Return the attributes that a start tag may yet have, which has those `given`."""
    state = take_attributes(state, given)
    required = set(list_required_attributes(state))
    return [
        Allowed(name, found.documentation, found in required)
        for name, found in list_allowed_attributes(state).items()
    ]


def list_values(state: State, attribute: str, given: Iterable[str] = ()) -> list[Allowed]:
    """Return the values that the schema lists for an attribute, beside the others `given`."""
    others = (name for name in given if name != attribute)
    taken = take_attributes(state, others).take_attribute(attribute)
    if taken is None:
        return []
    values = _list_values(test.pattern for test in taken.values)
    return list({value.name: value for value in reversed([*values])}.values())[::-1]


def takes_several(state: State, attribute: str) -> bool:
    """Whether the value of an attribute may be a list of words."""
    taken = state.take_attribute(attribute)
    return taken is not None and any(
        isinstance(part, ListOf) for test in taken.values for part in walk(test.pattern)
    )


def take_attributes(state: State, given: Iterable[str]) -> State:
    """Return the state after attributes, whatever their values; unknown ones are left out."""
    for name in given:
        if step := state.take_attribute(name):
            state = step.take((1 << len(step.values)) - 1)
    return state


def _list_values(patterns: Iterable[Pattern]) -> Iterator[Allowed]:
    for pattern in patterns:
        for part in walk(pattern):
            if isinstance(part, Value):
                yield Allowed(part.written, part.documentation)
            elif isinstance(part, ListOf):
                yield from _list_values([part.words])


def may_hold(schema: Schema, parent: str, child: str) -> bool:
    """Whether an element with words may hold another, wherever it is; both are "namespace}name"."""
    elements = tuple(schema.by_name.get(parent, ()))
    if not elements:
        return False
    opening = Opening(schema.states.find((schema.start,)), elements, parent)
    content = opening.content.forgive()
    return content.is_mixed and content.open(child) is not None
