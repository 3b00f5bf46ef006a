"""Compare two schemas: whether every document valid in one is valid in the other.

Both are walked through together: wherever the one allows something, the other must. Datatypes are
compared by what is written in the schemas, so that the answer errs on the side of "different".
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.relaxng.datatypes import Context
from tei_edition.relaxng.derivative import has_data, list_attributes, list_first, walk
from tei_edition.relaxng.names import split_name
from tei_edition.relaxng.pattern import (
    Attribute,
    Choice,
    Data,
    Element,
    Group,
    Interleave,
    ListOf,
    OneOrMore,
    Pattern,
    TextPattern,
    Value,
)

if TYPE_CHECKING:
    from tei_edition.relaxng.derivative import Derivatives
    from tei_edition.relaxng.schema import Schema

_STATES = 20_000


class Difference(NamedTuple):
    """Something that the inner schema allows and the outer one does not."""

    element: str
    what: str


def compare_schemas(inner: Schema, outer: Schema) -> list[Difference]:
    """Return why a schema is not included in another; None if all its documents are valid there."""
    return list(dict.fromkeys(_Comparison(inner, outer).run()))


class _Comparison:
    def __init__(self, inner: Schema, outer: Schema) -> None:
        self.inner = inner.derivatives
        self.outer = outer.derivatives
        self.start = (inner.start, outer.start)
        self.waiting: deque[tuple[str, tuple[Element, ...], tuple[Element, ...]]] = deque()
        self.seen: set[tuple[tuple[Element, ...], tuple[Element, ...]]] = set()
        self.found: list[Difference] = []
        self.values: dict[tuple[Pattern, Pattern], bool] = {}

    def run(self) -> list[Difference]:
        self.compare_content("", *self.start)
        while self.waiting:
            name, one, other = self.waiting.popleft()
            make = self.outer.patterns
            for element in one:
                content = make.choice(e.content for e in other)
                self.compare_attributes(name, element.content, content)
                self.compare_content(
                    name,
                    self.inner.forgive(element.content),
                    self.outer.forgive(content),
                )
        return self.found

    def tell(self, element: str, what: str) -> None:
        self.found.append(Difference(split_name(element)[1], what))

    def compare_attributes(self, element: str, one: Pattern, other: Pattern) -> None:
        for attribute in list_attributes(one):
            for name in attribute.name_class.list_samples():
                if not attribute.name_class.contains(name):
                    continue
                written = f"@{split_name(name)[1]}"
                allowed = self.outer.take_attribute(other, name)
                if not allowed:
                    self.tell(element, f"{written} is not allowed")
                elif not self.is_value_within(attribute.value, self.outer.patterns.choice(allowed)):
                    self.tell(element, f"{written} may have other values")
        for name in sorted(_list_needed(other) - _list_needed(one)):
            self.tell(element, f"@{split_name(name)[1]} must be there")

    def compare_content(self, element: str, one: Pattern, other: Pattern) -> None:
        """Walk through two contents together, breadth first; return the first difference."""
        seen = {(one, other)}
        waiting = deque([(one, other, "")])
        while waiting and len(seen) < _STATES:
            here, there, path = waiting.popleft()
            if here.nullable and not there.nullable:
                self.tell(element, f"it may end after {path or 'nothing'}")
                return
            steps = []
            if has_data(here) and not self.is_text_within(here, there):
                self.tell(element, "its text may be of another form")
                return
            texted = self.inner.take_text(here)
            if texted is not self.inner.patterns.not_allowed:
                steps.append((texted, self.outer.take_text(there), "text"))
            for child in list_first(here)[0]:
                for name in child.name_class.list_samples():
                    mine, theirs = self.inner.open(here, name), self.outer.open(there, name)
                    if not mine:
                        continue  # an exception to a wildcard
                    key = (tuple(mine), tuple(theirs))
                    steps.append(
                        (
                            self.inner.patterns.choice(mine.values()),
                            self.outer.patterns.choice(theirs.values()),
                            f"<{split_name(name)[1]}>",
                        )
                    )
                    if theirs and key not in self.seen:
                        self.seen.add(key)
                        self.waiting.append((name, *key))
            for mine_, theirs_, step in steps:
                if theirs_ is self.outer.patterns.not_allowed:
                    after = f" after {path}" if path else ""
                    self.tell(element, f"{step} is not allowed{after}")
                    return
                if (mine_, theirs_) not in seen:
                    seen.add((mine_, theirs_))
                    waiting.append((mine_, theirs_, f"{path} {step}".strip()))

    def is_text_within(self, one: Pattern, other: Pattern) -> bool:
        if self.outer.take_text(other) is not self.outer.patterns.not_allowed:
            return True
        return all(
            self.is_value_within(part, other)
            for part in walk(one)
            if isinstance(part, (Data, Value, ListOf))
        )

    def is_value_within(self, one: Pattern, other: Pattern) -> bool:
        """Whether each string that matches one pattern matches the other."""
        key = (one, other)
        if key not in self.values:
            self.values[key] = True  # while it is looked at
            self.values[key] = self._is_value_within(one, other)
        return self.values[key]

    def _is_value_within(self, one: Pattern, other: Pattern) -> bool:
        if any(isinstance(part, TextPattern) for part in walk(other)):
            return True
        if isinstance(one, Choice):
            return all(self.is_value_within(member, other) for member in one.members)
        if isinstance(one, Value):
            return self.outer.matches(other, one.written, Context())
        parts = list(walk(other))
        if isinstance(one, Data):
            return any(_covers(part, one) for part in parts if isinstance(part, Data))
        if isinstance(one, ListOf):
            words = [part.words for part in parts if isinstance(part, ListOf)]
            return any(self.are_words_within(one.words, inside) for inside in words)
        return one.nullable and other.nullable

    def are_words_within(self, one: Pattern, other: Pattern) -> bool:
        """Walk through the insides of two lists together."""
        seen = {(one, other)}
        waiting = [(one, other)]
        while waiting:
            here, there = waiting.pop()
            if here.nullable and not there.nullable:
                return False
            for part in walk(here):
                if not isinstance(part, (Data, Value)):
                    continue
                mine = _take(self.inner, here, part)
                theirs = _take(self.outer, there, part)
                if mine is self.inner.patterns.not_allowed:
                    continue
                if theirs is self.outer.patterns.not_allowed:
                    return False
                if (mine, theirs) not in seen:
                    seen.add((mine, theirs))
                    waiting.append((mine, theirs))
        return True


def _covers(outer: Data, inner: Data) -> bool:
    if outer.excepted is not None and outer.excepted is not inner.excepted:
        return False
    one, other = inner.datatype, outer.datatype
    is_free = other.name in {"string", "token", "normalizedString"} and not other.parameters
    is_same = (one.library, one.name) == (other.library, other.name)
    return is_free or (is_same and set(other.parameters) <= set(one.parameters))


def _take(derive: Derivatives, pattern: Pattern, word: Data | Value) -> Pattern:
    """Return the derivative of the content of a list by any word that a pattern of it matches."""
    make = derive.patterns
    if isinstance(pattern, (Data, Value)):
        if isinstance(word, Value):
            return (
                make.empty if derive.matches(pattern, word.written, Context()) else make.not_allowed
            )
        is_covered = isinstance(pattern, Data) and _covers(pattern, word)
        return make.empty if is_covered else make.not_allowed
    if isinstance(pattern, Choice):
        return make.choice(_take(derive, member, word) for member in pattern.members)
    if isinstance(pattern, (Group, Interleave)):
        parts = []
        for i, member in enumerate(pattern.members):
            rest = pattern.members[i + 1 :]
            parts.append(make.group((_take(derive, member, word), *rest)))
            if not member.nullable:
                break
        return make.choice(parts)
    if isinstance(pattern, OneOrMore):
        return make.group((_take(derive, pattern.repeated, word), make.optional(pattern)))
    return make.not_allowed


def _list_needed(content: Pattern) -> frozenset[str]:
    """Return the names of the attributes without which a pattern cannot be matched."""
    if isinstance(content, Attribute):
        return frozenset(content.name_class.list_names())
    if isinstance(content, (Group, Interleave)):
        return frozenset().union(*map(_list_needed, content.members))
    if isinstance(content, OneOrMore):
        return _list_needed(content.repeated)
    if isinstance(content, Choice):
        first, *others = map(_list_needed, content.members)
        return first.intersection(*others)
    return frozenset()
