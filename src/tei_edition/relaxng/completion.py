"""What the schema allows at a place of an unfinished document: elements, attributes, values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.problems import Location
from tei_edition.relaxng.derivative import list_first, walk
from tei_edition.relaxng.diagnosis import list_allowed_attributes, list_required_attributes
from tei_edition.relaxng.judge import Judge
from tei_edition.relaxng.pattern import ListOf, Pattern, Value
from tei_edition.relaxng.state import Opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tei_edition.relaxng.schema import Schema
    from tei_edition.relaxng.state import State


class Allowed(NamedTuple):
    """Something allowed at a place; `is_required` says that it, or an alternative, is required."""

    name: str
    documentation: str = ""
    is_required: bool = False


class CompletionPlace(NamedTuple):
    """The place of the cursor: the open elements from the root, each with its attributes and with
    the names of the children that are before the place; of the last nothing is closed yet.

    Names are "namespace}local". An attribute whose value is being written is `attribute`; within
    a start tag `in_tag` is true.
    """  # noqa: D205

    levels: Sequence[tuple[str, dict[str, str], Sequence[str]]]
    in_tag: bool = False
    attribute: str = ""


def find_allowed(schema: Schema, place: CompletionPlace) -> list[Allowed]:
    """Return what may be at a place, in the order of the schema.

    Elements that may come next; within a start tag the attributes that the element may yet have;
    within an attribute the values that the schema lists. Nothing, where what is before is so
    wrong that the schema does not say.
    """
    judge = Judge(schema, _Nowhere())
    for depth, (name, attributes, children) in enumerate(place.levels):
        is_last = depth + 1 == len(place.levels)
        if is_last and (place.in_tag or place.attribute):
            opening = judge.state.open(name)
            if opening is None:
                return []
            return _list_in_tag(opening.content, attributes, place.attribute)
        judge.start(name, [part for pair in attributes.items() for part in pair])
        for child in children:
            if opening := judge.state.open(child):
                judge.state = opening.after((1 << len(opening.elements)) - 1)
    return [] if judge.skipping else list(_list_elements(judge.state))


def may_hold(schema: Schema, parent: str, child: str) -> bool:
    """Whether an element with words may hold another, wherever it is; both are "namespace}name"."""
    elements = tuple(schema.by_name.get(parent, ()))
    if not elements:
        return False
    opening = Opening(schema.states.find((schema.start,)), elements, parent)
    content = opening.content.forgive()
    return content.is_mixed and content.open(child) is not None


def _list_elements(state: State) -> Iterator[Allowed]:
    seen = set()
    for pattern in state.patterns:
        elements = list_first(pattern)[0]
        is_required = not state.accepted and len(elements) == 1
        for element in elements:
            for name in element.name_class.list_names():
                if name not in seen:
                    seen.add(name)
                    yield Allowed(name, element.documentation, is_required)


def _list_in_tag(state: State, given: dict[str, str], attribute: str) -> list[Allowed]:
    for name in given:
        if name != attribute and (step := state.take_attribute(name)):
            state = step.take((1 << len(step.values)) - 1)
    if attribute:
        taken = state.take_attribute(attribute)
        return list(_list_values(test.pattern for test in taken.values)) if taken else []
    required = set(list_required_attributes(state))
    return [
        Allowed(name, found.documentation, found in required)
        for name, found in list_allowed_attributes(state).items()
    ]


def _list_values(patterns: Iterable[Pattern]) -> Iterator[Allowed]:
    for pattern in patterns:
        for part in walk(pattern):
            if isinstance(part, Value):
                yield Allowed(part.written, part.documentation)
            elif isinstance(part, ListOf):
                yield from _list_values([part.words])


class _Nowhere:
    """Places for a judge whose problems nobody reads."""

    def mark(self) -> None:
        """No mark."""

    def locate_tag(self, mark: object) -> Location:  # noqa: ARG002
        """No place."""
        return _NOWHERE

    def locate_attribute(self, mark: object, index: int, name: str) -> Location:  # noqa: ARG002
        """No place."""
        return _NOWHERE

    def locate_text(self, mark: object, *, is_end: bool) -> Location:  # noqa: ARG002
        """No place."""
        return _NOWHERE

    def count_children(self) -> dict[tuple[str, str], int]:
        """Return 0: an unfinished document is not counted."""
        return {}


_NOWHERE = Location("")
