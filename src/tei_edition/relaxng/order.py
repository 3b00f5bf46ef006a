"""Why an element is not allowed at its place, judging by its siblings and ancestors."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.relaxng.derivative import walk
from tei_edition.relaxng.diagnosis import list_expected
from tei_edition.relaxng.pattern import Element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tei_edition.relaxng.schema import Schema
    from tei_edition.relaxng.state import Opening, State


class OrderFault(Enum):
    """Why an element may not follow another."""

    ONCE = auto()  # there may be but one
    BEFORE = auto()  # it may be before the other
    EXCLUSIVE = auto()  # there may be the one or the other
    RIVAL = auto()  # it may follow others, which would be in the place of the sibling


class Order(NamedTuple):
    """The fault: its kind, and the number of the sibling that excludes the element.

    `can_wrap` says that wrapping the element in one like that sibling would correct it.
    """

    fault: OrderFault
    number: int
    can_wrap: bool


def find_order(
    schema: Schema, opening: Opening, siblings: Sequence[str], name: str
) -> Order | None:
    """Return why an element may not follow its siblings.

    None if that is not so plain.
    """
    states = list_states(opening, siblings)
    allowed = [number for number, state in enumerate(states[:-1]) if state.open(name)]
    if not allowed:
        return _find_rival(states, siblings, name)
    number = allowed[-1]
    blocker = siblings[number]
    state: State | None = states[number]
    for following in (name, *siblings[number:]):
        inner = state.open(following) if state else None
        state = _behind(inner) if inner else None
    if state is not None:
        fault = OrderFault.BEFORE
    else:
        fault = OrderFault.ONCE if blocker == name else OrderFault.EXCLUSIVE
    # Only in what may hold another of its kind, as a division does.
    can_wrap = states[-1].open(blocker) is not None and any(
        schema.derivatives.open(content, name) and _may_hold(element, blocker)
        for element in schema.by_name.get(blocker, ())
        if (content := schema.derivatives.forgive(element.content))
    )
    return Order(fault, number, can_wrap)


def _may_hold(element: Element, name: str) -> bool:
    """Whether an element may hold a certain other."""
    return name in {
        child
        for part in walk(element.content)
        if isinstance(part, Element)
        for child in part.name_class.list_names()
    }


def _find_rival(states: Sequence[State], siblings: Sequence[str], name: str) -> Order | None:
    """Return the sibling in whose place others would have to be for an element to be allowed."""
    first: dict[tuple[State, str], int] = {}
    for number, blocker in enumerate(siblings):
        first.setdefault((states[number], blocker), number)
    for (state, blocker), number in first.items():
        if blocker != name and any(
            _allows(_behind(inner), name)
            for other in list_expected(state)
            if other != blocker and (inner := state.open(other))
        ):
            return Order(OrderFault.RIVAL, number, can_wrap=False)
    return None


def _allows(state: State, name: str) -> bool:
    return state.open(name) is not None


def list_states(opening: Opening, children: Sequence[str]) -> list[State]:
    """Return the states within an element before each of its children, and behind the last.

    A child that is not allowed is passed over.
    """
    states = [opening.content.forgive()]
    for name in children:
        inner = states[-1].open(name)
        states.append(_behind(inner) if inner else states[-1])
    return states


def can_precede(opening: Opening, children: Sequence[str], name: str) -> bool:
    """Whether an element might be before the last of some children."""
    before = list_states(opening, children[:-1])[-1]
    inner = before.open(name)
    return inner is not None and _behind(inner).open(children[-1]) is not None


def _behind(opening: Opening) -> State:
    return opening.after((1 << len(opening.elements)) - 1)
