"""Find the reason for a validation error from what the schema would have allowed.

Each diagnosis also says how to continue: one mistake must be one problem, so the rest is validated
as if the mistake had not been made.
"""

from __future__ import annotations

import difflib
from collections import deque
from typing import TYPE_CHECKING

from tei_edition.relaxng.derivative import list_attributes, list_first, list_required, walk
from tei_edition.relaxng.fault import ElementFault, FaultKind
from tei_edition.relaxng.names import join_name, split_name
from tei_edition.relaxng.pattern import Attribute, Element, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.relaxng.schema import Schema
    from tei_edition.relaxng.state import Opening, State

_STEPS = 3  # elements that may be missing before another
_TRIED = 400  # states looked at to find them
_ALIKE = 0.7
_SURELY = 0.85
_SURELY = 0.8


def diagnose_element(
    schema: Schema, state: State, name: str, opening: Opening | None
) -> ElementFault:
    """Return why an element is not allowed in a state, inside the element that `opening` began."""
    key = (state, name, opening)
    found = schema.faults.get(key)
    if found is None:
        found = schema.faults[key] = _diagnose_element(schema, state, name, opening)
    return found


def _diagnose_element(
    schema: Schema, state: State, name: str, opening: Opening | None
) -> ElementFault:
    expected = list_expected(state)
    known = schema.by_name
    if name not in known:
        return _diagnose_name(schema, name, expected)
    if opening is None:
        return ElementFault(FaultKind.WRONG_ROOT, name, expected=expected)
    inside = {
        child
        for element in opening.elements
        for part in walk(element.content)
        if isinstance(part, Element)
        for child in part.name_class.list_names()
    }
    if name in inside:
        if missing := find_missing(state, name):
            return ElementFault(FaultKind.TOO_EARLY, name, missing, expected)
        is_first = any(_may_begin_with(schema, element, name) for element in opening.elements)
        return ElementFault(FaultKind.TOO_LATE, name, expected=expected, is_first=is_first)
    return ElementFault(
        FaultKind.WRONG_PARENT, name, _find_wrappers(schema, expected, name), expected
    )


def _diagnose_name(schema: Schema, name: str, expected: tuple[str, ...]) -> ElementFault:
    namespace, local = split_name(name)
    same = [known for known in schema.by_name if split_name(known)[1] == local]
    if same:
        here = [known for known in same if known in expected]
        return ElementFault(FaultKind.NAMESPACE, name, tuple(here or same)[:1], expected)
    if schema.is_known(name):
        return ElementFault(FaultKind.UNKNOWN, name, (), expected)
    near = find_nearest(name, [other for other in expected if split_name(other)[0] == namespace])
    if near:
        return ElementFault(FaultKind.MISSPELT, name, near, expected)
    # What is not allowed here either is no likely meaning, unless it differs by a letter or two.
    every = [other for other in schema.by_name if split_name(other)[0] == namespace]
    return ElementFault(FaultKind.UNKNOWN, name, find_nearest(name, every, alike=_SURELY), expected)


def list_expected(state: State) -> tuple[str, ...]:
    """Return the names of the elements that may come next."""
    return tuple(
        dict.fromkeys(
            name
            for pattern in state.patterns
            for element in list_first(pattern)[0]
            for name in element.name_class.list_names()
        )
    )


def find_nearest(
    name: str, known: Iterable[str], count: int = 3, alike: float = _ALIKE
) -> tuple[str, ...]:
    """Return the names most like another, the likeliest first.

    Of one that differs by case, it alone.
    """
    locals_ = {split_name(other)[1]: other for other in known}
    local = split_name(name)[1]
    folded = [other for other in locals_ if other.casefold() == local.casefold()]
    if folded:
        return (locals_[folded[0]],)
    found = difflib.get_close_matches(local, locals_, count, alike)
    return tuple(locals_[other] for other in found)


_SHORT = 3


def is_misspelling(name: str, other: str) -> bool:
    """Whether a name is so similar to another that it is certainly a misspelling."""
    one, two = split_name(name)[1].casefold(), split_name(other)[1].casefold()
    if max(len(one), len(two)) <= _SHORT:
        return sorted(one) == sorted(two)  # any other letter may make another name
    return difflib.SequenceMatcher(None, one, two).ratio() >= _SURELY


def find_missing(state: State, name: str) -> tuple[str, ...]:
    """Return the shortest sequence of elements after which an element would be allowed."""
    seen = {state}
    waiting: deque[tuple[State, tuple[str, ...]]] = deque([(state, ())])
    while waiting and len(seen) < _TRIED:
        current, row = waiting.popleft()
        for between in list_expected(current):
            opening = current.open(between)
            if opening is None:
                continue
            behind = opening.after((1 << len(opening.elements)) - 1)
            if behind in seen:
                continue
            seen.add(behind)
            if behind.open(name) is not None:
                return (*row, between)
            if len(row) + 1 < _STEPS:
                waiting.append((behind, (*row, between)))
    return ()


def _find_wrappers(schema: Schema, expected: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Elements allowed here that may begin with another; those used in few places first."""
    found = [
        wrapper
        for wrapper in expected
        for element in schema.by_name.get(wrapper, ())
        if _may_begin_with(schema, element, name)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda n: len(schema.list_parents(n))))


def find_text_wrappers(schema: Schema, expected: tuple[str, ...]) -> list[str]:
    """Elements allowed here that may hold text; those used in few places first."""
    take = schema.derivatives.take_text
    found = [
        name
        for name in expected
        for element in schema.by_name.get(name, ())
        if take(schema.derivatives.forgive(element.content)) is not schema.patterns.not_allowed
    ]
    return sorted(dict.fromkeys(found), key=lambda n: len(schema.list_parents(n)))


def _may_begin_with(schema: Schema, element: Element, name: str) -> bool:
    return bool(schema.derivatives.open(schema.derivatives.forgive(element.content), name))


def list_missing(state: State) -> tuple[str, ...]:
    """Return the elements of which one is wanted at a state that is not complete.

    Those that bring it nearer to its end: elements that may be there without changing it are
    not among them.
    """
    found = []
    for name in list_expected(state):
        opening = state.open(name)
        if opening and opening.after((1 << len(opening.elements)) - 1) is not state:
            found.append(name)
    wanted = [n for n in found if _behind(state, n).accepted]
    return tuple(wanted or found)


def find_completion(state: State) -> tuple[str, ...]:
    """Return the shortest row of elements with which a state is complete; none where it is long."""
    seen = {state}
    waiting: deque[tuple[State, tuple[str, ...]]] = deque([(state, ())])
    while waiting and len(seen) < _TRIED:
        current, row = waiting.popleft()
        for name in list_expected(current):
            if current.open(name) is None:
                continue
            behind = _behind(current, name)
            if behind.accepted:
                return (*row, name)
            if behind not in seen and len(row) + 1 < _STEPS:
                seen.add(behind)
                waiting.append((behind, (*row, name)))
    return ()


def _behind(state: State, name: str) -> State:
    opening = state.open(name)
    assert opening is not None
    return opening.after((1 << len(opening.elements)) - 1)


def list_allowed_attributes(state: State) -> dict[str, Attribute]:
    """Return the attributes that a start tag may yet have, by name; wildcards give none."""
    found: dict[str, Attribute] = {}
    for pattern in state.patterns:
        for attribute in list_attributes(pattern):
            for name in attribute.name_class.list_names():
                found.setdefault(name, attribute)
    return found


def list_completing_attributes(state: State) -> list[list[str]]:
    """Return the attributes of which any one would complete a start tag.

    If no single attribute is enough, return two lists: one of each is needed. If that is not
    enough either, return all that it may have.
    """
    if single := _list_completing(state):
        return [single]
    pairs: dict[tuple[str, ...], list[str]] = {}
    for name in list_allowed_attributes(state):
        behind = _take_any(state, name)
        if behind and (second := _list_completing(behind)):
            pairs.setdefault(tuple(second), []).append(name)
    for others, first in pairs.items():
        if not set(first) & set(others):
            return [first, [*others]]
    return [[*list_allowed_attributes(state)]]


def _list_completing(state: State) -> list[str]:
    return [
        name
        for name in list_allowed_attributes(state)
        if (behind := _take_any(state, name)) and not behind.close().is_dead
    ]


def _take_any(state: State, attribute: str) -> State | None:
    """Return the state after an attribute, whatever its value."""
    step = state.take_attribute(attribute)
    return step.take((1 << len(step.values)) - 1) if step else None


def list_required_attributes(state: State) -> list[Attribute]:
    """Return the attributes that are missing, or the alternatives of which one is."""
    patterns: list[Pattern] = [p for p in state.patterns if not _is_dead(p, state)]
    required = [list_required(pattern) for pattern in patterns]
    if not required:
        return []
    named = [{a.name_class for a in other} for other in required[1:]]
    return [a for a in required[0] if all(a.name_class in other for other in named)]


def _is_dead(pattern: Pattern, state: State) -> bool:
    return pattern is state.factory.not_allowed


def correct_namespace(name: str, meant: str) -> tuple[str, str]:
    """Return the namespace that was written and the one that was meant."""
    return split_name(name)[0], split_name(meant)[0]


def move_name(name: str, written: str, meant: str) -> str:
    """Return a name in the namespace that was meant instead of the one that was written."""
    namespace, local = split_name(name)
    return join_name(meant, local) if namespace == written else name
