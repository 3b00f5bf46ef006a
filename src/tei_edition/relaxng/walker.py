"""Walk through a document that somebody is writing, and say what its place means to a schema.

The document need not be well-formed. A tag that is not finished is as if it were not there; an
element that the schema does not allow does not change what may follow it; an end tag closes the
nearest element of its name. Every few thousand characters the walk keeps a checkpoint: after a
change only the part around it is walked again.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.relaxng.datatypes import WHITE, Context
from tei_edition.relaxng.names import XML_NS, join_name
from tei_edition.relaxng.pattern import JUDGING, TooManyError
from tei_edition.source.markup import read_attributes, scan_markup

if TYPE_CHECKING:
    import re

    from tei_edition.relaxng.schema import Schema
    from tei_edition.relaxng.state import Opening, State

_BETWEEN = 8_000  # characters from one checkpoint to the next
_DEEPEST = 1_000  # open elements among which the one is looked for that an end tag closes


class Scope:
    """The namespaces in force by their prefixes; that of the default namespace is empty."""

    __slots__ = ("_attributes", "_elements", "namespaces")

    def __init__(self, namespaces: dict[str, str]) -> None:
        self.namespaces = namespaces
        self._elements: dict[str, str] = {}
        self._attributes: dict[str, str] = {}

    def read_element(self, written: str) -> str:
        """Return the name of an element, as schemas have it."""
        found = self._elements.get(written)
        if found is None:
            found = self._resolve(written, self.namespaces.get("", ""))
            self._elements[written] = found
        return found

    def read_attribute(self, written: str) -> str:
        """Return the name of an attribute, as schemas have it."""
        found = self._attributes.get(written)
        if found is None:
            found = self._attributes[written] = self._resolve(written, "")
        return found

    def _resolve(self, written: str, default: str) -> str:
        prefix, colon, local = written.partition(":")
        if not colon:
            return join_name(default, written)
        return join_name(self.namespaces.get(prefix, f"unbound:{prefix}"), local)


class Frame(NamedTuple):
    """An open element: its name as written, what its start tag means, and the frame around it.

    `opening` is None if the schema has no such element. `before` is the state at its start tag; it
    is that behind the element too if this is `astray`.
    """

    written: str
    opening: Opening | None
    before: State | None
    is_astray: bool
    scope: Scope
    outer: Frame | None

    def close(self, state: State | None) -> State | None:
        """Return the state behind the element, given the state at its end."""
        if self.opening is None or self.is_astray:
            return self.before
        bits = state.accepted if state is not None and not state.has_data else 0
        return self.opening.after(bits or (1 << len(self.opening.elements)) - 1)


class Position(NamedTuple):
    """Where a walk is: what remains of the content of the innermost open element, and that element.

    `state` is None inside an element of which the schema says nothing. `scope` is in force here.
    """

    state: State | None
    frame: Frame | None
    scope: Scope

    @property
    def frames(self) -> list[Frame]:
        """The open elements from the root."""
        found = []
        frame = self.frame
        while frame is not None:
            found.append(frame)
            frame = frame.outer
        return found[::-1]

    def is_same(self, other: Position) -> bool:
        """Whether nothing that follows can distinguish two positions."""
        if self.state is not other.state:
            return False
        # Tuples would compare each other recursively, however deeply elements nest.
        one, two = self.frame, other.frame
        while one is not two:
            if one is None or two is None or one[:-1] != two[:-1]:
                return False
            one, two = one.outer, two.outer
        return True


class _Checkpoint(NamedTuple):
    offset: int  # where a tag begins
    position: Position


class Walker:
    """A document that changes, and its positions by a schema."""

    def __init__(self, schema: Schema, text: str) -> None:
        self.schema = schema
        self.text = text
        self._scopes: dict[tuple[tuple[str, str], ...], Scope] = {}
        scope = self._find_scope({"xml": XML_NS})
        start = Position(schema.states.find((schema.start,)), None, scope)
        self._known = [_Checkpoint(0, start)]
        # Checkpoints behind changes, in runs without a change between: as soon as one of a run is
        # found to be right, those after it are right too.
        self._doubted: list[list[_Checkpoint]] = []

    def change(self, start: int, end: int, new: str) -> None:
        """Replace the characters from `start` to `end` by others."""
        self.text = self.text[:start] + new + self.text[end:]
        shift = len(new) - (end - start)
        runs = []
        for run in (self._known, *self._doubted):
            if run is not self._known:
                runs.append([known for known in run if known.offset < start])
            behind = (known for known in run if known.offset >= end and known.offset > 0)
            runs.append([known._replace(offset=known.offset + shift) for known in behind])
        self._doubted = [run for run in runs if run]
        self._known = [known for known in self._known if known.offset < start or not known.offset]

    def find_position(self, offset: int) -> tuple[Position, int]:
        """Return where the walk is at a place, and where the markup begins that the place is in.

        A tag just before the place that is not finished is such markup too; without any it is the
        place itself.
        """
        self.schema.patterns.room = JUDGING
        while True:
            # From before the place: what is unfinished there is not known at a checkpoint.
            index = max(bisect_left(self._known, offset, key=lambda known: known.offset) - 1, 0)
            try:
                found = self._walk(index, offset)
            except TooManyError:
                return Position(None, None, self._known[0].position.scope), offset
            if found is not None:
                return found

    def _walk(self, index: int, offset: int) -> tuple[Position, int] | None:
        """Walk from a checkpoint to a place; None if a later checkpoint was found to be right."""
        done, position = self._known[index]
        is_new = index == len(self._known) - 1
        # Where a checkpoint may be, before which nothing need be noted.
        noted = self._find_next() if is_new else offset
        text, length = self.text, len(self.text)
        unfinished = -1
        for found in scan_markup(text, done):
            start, end = found.span()
            if start >= offset:
                break
            kind = found.lastgroup
            if start >= noted and kind != "stray":
                if self._note(_Checkpoint(start, position)):
                    return None
                noted = self._find_next()
            if end > offset or (end == length and not _is_closed(found)):
                return self._take_text(position, done, start), start
            if kind == "stray":
                unfinished = start
                if text.startswith("<!DOCTYPE", start):
                    # As soon as it is closed, what follows here is within it.
                    noted = length + 1
                continue
            state = position.state
            if state is not None and not state.is_mixed:
                position = self._take_text(position, done, end if kind == "cdata" else start)
            done, unfinished = end, -1
            if kind == "closed":
                position = self._close(position, found["closed"])
            elif found["opened"]:
                position = self._open(position, found)
        position = self._take_text(position, done, offset)
        return position, offset if unfinished < 0 else unfinished

    def _find_next(self) -> int:
        """Return where the next checkpoint may be, or a doubted one is."""
        following = max(self._known[-1].offset, 1) + _BETWEEN
        return min(following, self._doubted[0][0].offset) if self._doubted else following

    def _note(self, checkpoint: _Checkpoint) -> bool:
        """Keep a checkpoint if it is far enough from the last; whether a run was found right."""
        while self._doubted:
            run = self._doubted[0]
            if run[0].offset > checkpoint.offset:
                break
            is_right = run[0].offset == checkpoint.offset and run[0].position.is_same(
                checkpoint.position
            )
            if is_right:
                self._known += self._doubted.pop(0)
                return True
            run.pop(0)
            if not run:
                self._doubted.pop(0)
        if checkpoint.offset >= self._known[-1].offset + _BETWEEN:
            self._known.append(checkpoint)
        return False

    def _take_text(self, position: Position, start: int, end: int) -> Position:
        state = position.state
        if state is None or state.is_mixed or not self.text[start:end].strip(WHITE):
            return position
        behind = state.take_text()
        return position if behind.is_dead else position._replace(state=behind)

    def _open(self, position: Position, found: re.Match[str]) -> Position:
        """Return the position after a start tag."""
        state, frame, scope = position
        written, attributes = found["opened"], found["attributes"]
        if "xmlns" in attributes:
            scope = self.read_scope(scope, read_attributes(attributes))
        opening, is_astray = self.find_opening(state, scope.read_element(written))
        inner = Frame(written, opening, state, is_astray, scope, frame)
        content = self._enter(opening, attributes, scope) if opening is not None else None
        if found["slash"]:
            return Position(inner.close(content), frame, position.scope)
        return Position(content, inner, scope)

    def find_opening(self, state: State | None, name: str) -> tuple[Opening | None, bool]:
        """Return what a start tag means at a state, and whether it is out of place there."""
        opening = state.open(name) if state is not None else None
        if opening is not None:
            return opening, False
        return self.schema.open_anywhere(name), True

    def read_scope(self, scope: Scope, attributes: list[tuple[str, str]]) -> Scope:
        """Return the namespaces in force within a start tag."""
        own = {
            name[6:]: uri
            for name, uri in attributes
            if name == "xmlns" or (name.startswith("xmlns:") and len(name) > len("xmlns:"))
        }
        return self._find_scope({**scope.namespaces, **own}) if own else scope

    def _find_scope(self, namespaces: dict[str, str]) -> Scope:
        key = tuple(sorted(namespaces.items()))
        if key not in self._scopes:
            self._scopes[key] = Scope(namespaces)
        return self._scopes[key]

    def _close(self, position: Position, written: str) -> Position:
        """Return the position after an end tag; one that nothing has begun changes nothing."""
        state, frame, _ = position
        if frame is not None and frame.written == written:  # as it nearly always is
            outer = frame.outer
            scope = outer.scope if outer is not None else self._known[0].position.scope
            return Position(frame.close(state), outer, scope)
        closed = frame
        for _ in range(_DEEPEST):
            if closed is None or closed.written == written:
                break
            closed = closed.outer
        if closed is None or closed.written != written:
            return position
        while frame is not closed and frame is not None:
            state, frame = frame.close(state), frame.outer
        outer = closed.outer
        scope = outer.scope if outer is not None else self._known[0].position.scope
        return Position(closed.close(state), outer, scope)

    def _enter(self, opening: Opening, written: str, scope: Scope) -> State:
        """Return the state after a start tag with attributes."""
        if not written:
            shape = opening.find_shape(())
            return shape.content if shape is not None else opening.content.forgive()
        attributes = [
            (scope.read_attribute(name), value)
            for name, value in read_attributes(written)
            if not name.startswith("xmlns")
        ]
        shape = opening.find_shape(tuple(name for name, _ in attributes))
        if shape is not None:
            return shape.content
        state = opening.content
        for name, value in attributes:
            if step := state.take_attribute(name):
                context = Context(scope.namespaces)
                bits = sum(
                    1 << i
                    for i, test in enumerate(step.values)
                    if test.is_free or test.passes(value, context)
                )
                state = step.take(bits or (1 << len(step.values)) - 1)
        closed = state.close()
        return state.forgive() if closed.is_dead else closed


# How markup ends that is not a tag, by how it begins.
_ENDS = {"<!--": ("-->", 7), "<![C": ("]]>", 12), "<!DO": (">", 10)}


def _is_closed(found: re.Match[str]) -> bool:
    """Whether markup that ends with the text is finished."""
    if found.lastgroup not in {None, "cdata"}:
        return True
    written = found[0]
    end, length = _ENDS.get(written[:4], ("?>", 4))
    return written.endswith(end) and len(written) >= length
