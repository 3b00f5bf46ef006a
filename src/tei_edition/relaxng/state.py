"""States: what a schema still allows at one level of a document, each existing once.

A state is the patterns that remain of the content of each element that the open tag may be
(nearly always one). What a start tag, text or an end tag makes of it is worked out once and
remembered: after a while a document is judged by looking up dictionaries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.relaxng.derivative import has_data
from tei_edition.relaxng.pattern import (
    Compound,
    Data,
    ListOf,
    OneOrMore,
    Pattern,
    TextPattern,
    Value,
)
from tei_edition.relaxng.restrictions import find_id_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.relaxng.datatypes import Context
    from tei_edition.relaxng.derivative import Derivatives
    from tei_edition.relaxng.pattern import Element

_REMEMBERED = 20_000  # values of attributes, for each pattern


class State:
    """The patterns that remain, one for each element that the level may belong to."""

    __slots__ = ("_attributes", "_closed", "_steps", "_texted", "accepted", "factory", "has_data",
                 "is_mixed", "openings", "patterns")  # fmt: skip

    def __init__(self, factory: States, patterns: tuple[Pattern, ...]) -> None:
        self.factory = factory
        self.patterns = patterns
        self.openings: dict[str, Opening | None] = {}
        # Bits of the patterns that are content with what they have.
        self.accepted = sum(1 << i for i, pattern in enumerate(patterns) if pattern.nullable)
        self.has_data = any(has_data(pattern) for pattern in patterns)
        self._attributes: dict[str, AttributeStep | None] = {}
        self._closed: State | None = None
        self._texted: State | None = None
        self._steps: dict[tuple[Element, ...], State] = {}
        # Text changes nothing, and need not be looked at.
        self.is_mixed = not self.has_data and self.take_text() is self

    @property
    def is_dead(self) -> bool:
        """Whether nothing can follow any more."""
        return not any(p is not self.factory.not_allowed for p in self.patterns)

    def open(self, name: str) -> Opening | None:
        """Return what a start tag means here; None if it is not allowed."""
        try:
            return self.openings[name]
        except KeyError:
            derive = self.factory.derivatives.open
            elements = dict.fromkeys(e for p in self.patterns for e in derive(p, name))
            opening = Opening(self, tuple(elements), name) if elements else None
            self.openings[name] = opening
            return opening

    def take_attribute(self, name: str) -> AttributeStep | None:
        """Return what an attribute of that name means here; None if it is not allowed."""
        try:
            return self._attributes[name]
        except KeyError:
            derive = self.factory.derivatives.take_attribute
            found = [derive(pattern, name) for pattern in self.patterns]
            step = AttributeStep(self, found) if any(found) else None
            self._attributes[name] = step
            return step

    def close(self) -> State:
        """Return what remains when the start tag ends."""
        if self._closed is None:
            self._closed = self.factory.find(map(self.factory.derivatives.close, self.patterns))
        return self._closed

    def forgive(self) -> State:
        """As `close`, where the attributes that are missing were reported."""
        return self.factory.find(map(self.factory.derivatives.forgive, self.patterns))

    def take_text(self) -> State:
        """Return what remains after text beside elements."""
        if self._texted is None:
            made = tuple(map(self.factory.derivatives.take_text, self.patterns))
            self._texted = self if made == self.patterns else self.factory.find(made)
        return self._texted

    def match(self, text: str, context: Context) -> int:
        """Bits of the patterns that all the text of an element without children satisfies."""
        matches = self.factory.derivatives.matches
        bits = self.accepted if not text.strip(" \t\r\n") else 0
        return bits | sum(
            1 << i for i, pattern in enumerate(self.patterns) if matches(pattern, text, context)
        )

    def step(self, elements: Iterable[Element], name: str) -> State:
        """Return what remains after an element that may be any of these."""
        key = tuple(elements)
        found = self._steps.get(key)
        if found is None:
            derive, choice = self.factory.derivatives.open, self.factory.choice
            found = self._steps[key] = self.factory.find(
                choice(rest for e, rest in derive(pattern, name).items() if e in key)
                for pattern in self.patterns
            )
        return found


class Opening:
    """A start tag at a state: the elements that it may be."""

    __slots__ = ("_after", "content", "elements", "name", "outer", "shapes")

    def __init__(self, outer: State, elements: tuple[Element, ...], name: str) -> None:
        self.outer = outer
        self.elements = elements
        self.name = name
        self.content = outer.factory.find(element.content for element in elements)
        self._after: dict[int, State] = {}
        # By the names of all attributes: what to test, and what remains.
        self.shapes: dict[tuple[str, ...], Shape | None] = {}

    def after(self, bits: int) -> State:
        """Return the state after the element, given the bits of the satisfied alternatives."""
        try:
            return self._after[bits]
        except KeyError:
            elements = [e for i, e in enumerate(self.elements) if bits >> i & 1]
            found = self._after[bits] = self.outer.step(elements, self.name)
            return found

    def find_shape(self, names: tuple[str, ...]) -> Shape | None:
        """Return a shortcut for validating a start tag with these attributes, or None."""
        try:
            return self.shapes[names]
        except KeyError:
            found = self.shapes[names] = self._find_shape(names)
            return found

    def _find_shape(self, names: tuple[str, ...]) -> Shape | None:
        state = self.content
        tests = []
        for name in names:
            step = state.take_attribute(name)
            if step is None or len(step.values) != 1:
                return None
            tests.append(step.values[0])
            state = step.take(1)
        state = state.close()
        return None if state.is_dead else Shape(tests, state)


class Shape:
    """The patterns for the attributes of a start tag, and the state after the tag."""

    __slots__ = ("content", "tests", "typed")

    def __init__(self, tests: list[ValueTest], content: State) -> None:
        # Without those that are passed by any text.
        self.tests = tuple((i, test) for i, test in enumerate(tests) if not test.is_free)
        self.typed = tuple((i, test) for i, test in self.tests if test.id_type)
        self.content = content


class AttributeStep:
    """An attribute at a state: what its value may match, and what then remains."""

    __slots__ = ("_after", "_found", "outer", "values")

    def __init__(self, outer: State, found: list[dict[Pattern, Pattern]]) -> None:
        self.outer = outer
        patterns = dict.fromkeys(value for values in found for value in values)
        self.values = [outer.factory.find_test(pattern) for pattern in patterns]
        self._found = found
        self._after: dict[int, State] = {}

    def take(self, bits: int) -> State:
        """Return the state after the attribute, whose value matched the patterns of these bits."""
        try:
            return self._after[bits]
        except KeyError:
            factory = self.outer.factory
            matched = {t.pattern for i, t in enumerate(self.values) if bits >> i & 1}
            state = self._after[bits] = factory.find(
                factory.choice(rest for value, rest in values.items() if value in matched)
                for values in self._found
            )
            return state


class ValueTest:
    """Whether an attribute's value matches a pattern, remembered for what was asked."""

    __slots__ = ("_known", "_matches", "id_type", "is_free", "needs_context", "pattern")

    def __init__(self, derivatives: Derivatives, pattern: Pattern) -> None:
        self.pattern = pattern
        self.is_free = isinstance(pattern, TextPattern)
        self.id_type = find_id_type(pattern)
        self.needs_context = _needs_context(pattern)
        self._matches = derivatives.matches
        self._known: dict[str, bool] = {}

    def passes(self, value: str, context: Context) -> bool:
        """Whether a value matches."""
        found = self._known.get(value)
        if found is None:
            found = self._matches(self.pattern, value, context)
            if not self.needs_context and len(self._known) < _REMEMBERED:
                self._known[value] = found
        return found


class States:
    """Makes the states of one schema, each once."""

    def __init__(self, derivatives: Derivatives) -> None:
        self.derivatives = derivatives
        self.choice = derivatives.patterns.choice
        self.not_allowed = derivatives.patterns.not_allowed
        self._known: dict[tuple[Pattern, ...], State] = {}
        self._tests: dict[Pattern, ValueTest] = {}

    def find(self, patterns: Iterable[Pattern]) -> State:
        """Return the state of these patterns."""
        key = tuple(patterns)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = State(self, key)
        return found

    def either(self, one: State, other: State) -> State:
        """Return what may follow at one of two states of the same level."""
        pairs = zip(one.patterns, other.patterns, strict=True)
        return self.find(self.choice(pair) for pair in pairs)

    def find_test(self, pattern: Pattern) -> ValueTest:
        """Return the test of an attribute's value."""
        found = self._tests.get(pattern)
        if found is None:
            found = self._tests[pattern] = ValueTest(self.derivatives, pattern)
        return found


def _needs_context(pattern: Pattern) -> bool:
    if isinstance(pattern, (Data, Value)):
        excepted = pattern.excepted if isinstance(pattern, Data) else None
        return pattern.datatype.needs_context or (excepted is not None and _needs_context(excepted))
    if isinstance(pattern, Compound):
        return any(map(_needs_context, pattern.members))
    if isinstance(pattern, OneOrMore):
        return _needs_context(pattern.repeated)
    return isinstance(pattern, ListOf) and _needs_context(pattern.words)
