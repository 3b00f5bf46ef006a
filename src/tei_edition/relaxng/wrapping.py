"""Which elements may be put around a part of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.relaxng.completion import Allowed, list_elements
from tei_edition.relaxng.datatypes import WHITE
from tei_edition.source.markup import read_attributes, scan_markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.relaxng.state import State
    from tei_edition.relaxng.walker import Scope, Walker

# A child of an element: its name, or None for words.
Child = str | None
_MOST = 200_000  # characters of a selection, and of what follows it in its element


def list_wrappers(walker: Walker, start: int, end: int) -> list[Allowed]:
    """Return the elements that may be put around the characters from `start` to `end`.

    None if these are not whole elements and words.
    """
    position, begin = walker.find_position(start)
    state = position.state
    if begin != start or state is None or not start <= end <= start + _MOST:
        return []
    inside = _list_children(walker, start, end, position.scope)
    if inside is None or walker.find_position(end)[1] != end:
        return []
    following = _list_following(walker, end, position.scope)
    return [
        allowed for allowed in list_elements(state) if _fits(state, allowed.name, inside, following)
    ]


def _fits(state: State, name: str, inside: list[Child], following: list[Child]) -> bool:
    """Whether an element may have some children, and others may follow it."""
    opening = state.open(name)
    if opening is None:
        return False
    content = opening.content.close()
    content = opening.content.forgive() if content.is_dead else content
    ended = _take(content, inside)
    if ended is None or not (ended.accepted or (ended.has_data and inside)):
        return False
    behind = opening.after((1 << len(opening.elements)) - 1)
    # What is not finished, or was wrong before, is not the fault of the element.
    return _take(behind, following) is not None or _take(state, [*inside, *following]) is None


def _take(state: State | None, children: Iterable[Child]) -> State | None:
    """Return the state after children; None if one is not allowed."""
    for child in children:
        if state is None:
            return None
        if child is None:
            if not (state.is_mixed or state.has_data):
                behind = state.take_text()
                state = None if behind.is_dead else behind
        else:
            opening = state.open(child)
            state = opening.after((1 << len(opening.elements)) - 1) if opening else None
    return state


def _list_children(walker: Walker, start: int, end: int, scope: Scope) -> list[Child] | None:
    """Return the children that a part of a document has; None if it is not whole."""
    children, is_whole = _read_children(walker, start, end, scope)
    return children if is_whole else None


def _list_following(walker: Walker, start: int, scope: Scope) -> list[Child]:
    """Return the children that follow a place in its element."""
    return _read_children(walker, start, min(start + _MOST, len(walker.text)), scope)[0]


def _read_children(walker: Walker, start: int, end: int, scope: Scope) -> tuple[list[Child], bool]:
    """Return the children from a place to another or to the end of their element.

    Beside them whether the other place was reached, with all of them closed.
    """
    text = walker.text
    children: list[Child] = []
    depth, done = 0, start
    for found in scan_markup(text, start):
        if found.start() >= end:
            break
        if found.lastgroup == "stray":
            continue
        if not depth and (found["cdata"] or text[done : found.start()].strip(WHITE)):
            children.append(None)
        if found.end() > end:
            return children, False
        done = found.end()
        if found["closed"]:
            if not depth:
                return children, False
            depth -= 1
        elif found["opened"]:
            if not depth:
                attributes = found["attributes"]
                inner = (
                    walker.read_scope(scope, read_attributes(attributes))
                    if ("xmlns" in attributes)
                    else scope
                )
                children.append(inner.read_element(found["opened"]))
            depth += not found["slash"]
    if not depth and text[done:end].strip(WHITE):
        children.append(None)
    return children, not depth
