"""Derivatives: what remains of a pattern after some of it was seen, remembered for each pattern.

The relation that they decide is that of RELAX NG, section 6.2; the method is James Clark's
("An algorithm for RELAX NG validation"), level by level: the derivative by a start tag gives, for
each element that the tag may be, what remains after that element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tei_edition.relaxng.datatypes import WHITE, split_words
from tei_edition.relaxng.names import Name
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
    OneOrMore,
    Pattern,
    Patterns,
    TextPattern,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tei_edition.relaxng.datatypes import Context

Key = TypeVar("Key", bound=Pattern)


class Derivatives:
    """Derives the patterns of one schema."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns

    def open(self, pattern: Pattern, name: str) -> dict[Element, Pattern]:
        """Return elements that a start tag may be, each with what remains behind the element."""
        found = pattern.opened.get(name)
        if found is None:
            found = pattern.opened[name] = self._open(pattern, name)
        return found

    def _open(self, pattern: Pattern, name: str) -> dict[Element, Pattern]:
        make = self.patterns
        found: dict[Element, Pattern] = {}
        if isinstance(pattern, Element):
            if pattern.name_class.contains(name) and pattern.content is not make.not_allowed:
                found[pattern] = make.empty
        elif isinstance(pattern, Choice):
            named, others = _index(pattern)
            for member in (*named.get(name, ()), *others):
                self._merge(found, self.open(member, name))
        elif isinstance(pattern, Group):
            before: Pattern | None = None
            for i, member in enumerate(pattern.members):
                # Of the same optional member twice, the first leaves all that the second would.
                if member is not before or not member.nullable:
                    rest = pattern.members[i + 1 :]
                    self._merge(
                        found,
                        self.open(member, name),
                        lambda q, r=rest: make.group((q, *r)),  # type: ignore[misc]
                    )
                before = member
                if not member.nullable:
                    break
        elif isinstance(pattern, Interleave):
            for i, member in enumerate(pattern.members):
                rest = pattern.members[:i] + pattern.members[i + 1 :]
                self._merge(
                    found,
                    self.open(member, name),
                    lambda q, r=rest: make.interleave((q, *r)),  # type: ignore[misc]
                )
        elif isinstance(pattern, OneOrMore):
            again = make.optional(pattern)
            self._merge(found, self.open(pattern.repeated, name), lambda q: make.group((q, again)))
        return found

    def take_attribute(self, pattern: Pattern, name: str) -> dict[Pattern, Pattern]:
        """Return the patterns that an attribute's value may match, each with what then remains."""
        found = pattern.attributes.get(name)
        if found is None:
            found = pattern.attributes[name] = self._take_attribute(pattern, name)
        return found

    def _take_attribute(self, pattern: Pattern, name: str) -> dict[Pattern, Pattern]:
        make = self.patterns
        found: dict[Pattern, Pattern] = {}
        if isinstance(pattern, Attribute):
            if pattern.name_class.contains(name):
                found[pattern.value] = make.empty
        elif isinstance(pattern, Choice):
            for member in pattern.members:
                self._merge(found, self.take_attribute(member, name))
        elif isinstance(pattern, (Group, Interleave)):
            join = make.group if isinstance(pattern, Group) else make.interleave
            for i, member in enumerate(pattern.members):
                if taken := self.take_attribute(member, name):
                    before, after = pattern.members[:i], pattern.members[i + 1 :]
                    self._merge(
                        found,
                        taken,
                        lambda q, b=before, a=after: join((*b, q, *a)),  # type: ignore[misc]
                    )
        elif isinstance(pattern, OneOrMore):
            again = make.optional(pattern)
            self._merge(
                found, self.take_attribute(pattern.repeated, name), lambda q: make.group((q, again))
            )
        return found

    def _merge(
        self,
        found: dict[Key, Pattern],
        more: dict[Key, Pattern],
        wrap: Callable[[Pattern], Pattern] | None = None,
    ) -> None:
        for key, rest in more.items():
            wrapped = wrap(rest) if wrap else rest
            if wrapped is self.patterns.not_allowed:
                continue
            known = found.get(key)
            found[key] = self.patterns.choice((known, wrapped)) if known else wrapped

    def close(self, pattern: Pattern) -> Pattern:
        """Return what remains when the start tag ends, where wanted attributes are missing."""
        if pattern.closed is None:
            pattern.closed = self._map(pattern, self.close, self.patterns.not_allowed)
        return pattern.closed

    def forgive(self, pattern: Pattern) -> Pattern:
        """As `close`, with every attribute that is missing taken for present."""
        if pattern.forgiven is None:
            pattern.forgiven = self._map(pattern, self.forgive, self.patterns.empty)
        return pattern.forgiven

    def _map(
        self, pattern: Pattern, inner: Callable[[Pattern], Pattern], attribute: Pattern
    ) -> Pattern:
        make = self.patterns
        if isinstance(pattern, Attribute):
            return attribute
        if isinstance(pattern, Choice):
            return make.choice(inner(member) for member in pattern.members)
        if isinstance(pattern, Group):
            return make.group(inner(member) for member in pattern.members)
        if isinstance(pattern, Interleave):
            return make.interleave(inner(member) for member in pattern.members)
        if isinstance(pattern, OneOrMore):
            return make.one_or_more(inner(pattern.repeated))
        return pattern

    def take_text(self, pattern: Pattern) -> Pattern:
        """Return what remains after text that is not all white, beside elements."""
        if pattern.texted is None:
            pattern.texted = self._take_text(pattern)
        return pattern.texted

    def _take_text(self, pattern: Pattern) -> Pattern:
        make = self.patterns
        if isinstance(pattern, TextPattern):
            return pattern
        if isinstance(pattern, Choice):
            return make.choice(self.take_text(member) for member in pattern.members)
        if isinstance(pattern, Group):
            parts = []
            for i, member in enumerate(pattern.members):
                parts.append(make.group((self.take_text(member), *pattern.members[i + 1 :])))
                if not member.nullable:
                    break
            return make.choice(parts)
        if isinstance(pattern, Interleave):
            return make.choice(
                make.interleave(
                    (self.take_text(member), *pattern.members[:i], *pattern.members[i + 1 :])
                )
                for i, member in enumerate(pattern.members)
            )
        if isinstance(pattern, OneOrMore):
            again = make.optional(pattern)
            taken = self.take_text(pattern.repeated)
            # What may be text and repeated is the same before the text and after it.
            return again if taken is make.text else make.group((taken, again))
        return make.not_allowed

    def take_word(self, pattern: Pattern, word: str, context: Context) -> Pattern:
        """Return what remains of the inside of a list after one word (section 6.2.10)."""
        make = self.patterns
        if isinstance(pattern, (Data, Value)):
            return make.empty if self.matches(pattern, word, context) else make.not_allowed
        if isinstance(pattern, Choice):
            return make.choice(self.take_word(m, word, context) for m in pattern.members)
        if isinstance(pattern, Group):
            parts = []
            for i, member in enumerate(pattern.members):
                rest = pattern.members[i + 1 :]
                parts.append(make.group((self.take_word(member, word, context), *rest)))
                if not member.nullable:
                    break
            return make.choice(parts)
        if isinstance(pattern, OneOrMore):
            taken = self.take_word(pattern.repeated, word, context)
            return make.group((taken, make.optional(pattern)))
        return make.not_allowed

    def matches(self, pattern: Pattern, text: str, context: Context) -> bool:
        """Whether a string (an attribute's value or the content of an element) matches.

        White space also matches a pattern that allows nothing (section 6.2.7).
        """
        if isinstance(pattern, TextPattern):
            return True
        if isinstance(pattern, Data):
            excepted = pattern.excepted
            return pattern.datatype.allows(text, context) and not (
                excepted is not None and self.matches(excepted, text, context)
            )
        if isinstance(pattern, Value):
            return pattern.datatype.means(text, pattern.meaning, context)
        if isinstance(pattern, Choice):
            return any(self.matches(member, text, context) for member in pattern.members)
        if isinstance(pattern, ListOf):
            rest = pattern.words
            for word in split_words(text):
                rest = self.take_word(rest, word, context)
            return rest.nullable
        if isinstance(pattern, Empty):
            return not text.strip(WHITE)
        if isinstance(pattern, (Group, Interleave)):
            if pattern.nullable and not text.strip(WHITE):
                return True
            wanted = [member for member in pattern.members if not member.nullable]
            if len(wanted) > 1:
                return False
            return any(self.matches(m, text, context) for m in wanted or pattern.members)
        if isinstance(pattern, OneOrMore):
            return self.matches(pattern.repeated, text, context)
        return False


def _index(choice: Choice) -> tuple[dict[str, list[Element]], tuple[Pattern, ...]]:
    """Return the members that are elements of one name, by that name, and all the others."""
    if choice.index is None:
        named: dict[str, list[Element]] = {}
        others = []
        for member in choice.members:
            if isinstance(member, Element) and isinstance(member.name_class, Name):
                named.setdefault(member.name_class.name, []).append(member)
            elif not isinstance(member, (Empty, TextPattern)):
                others.append(member)
        choice.index = (named, tuple(others))
    return choice.index


def has_data(pattern: Pattern) -> bool:
    """Whether a string alone may be what the pattern wants."""
    return any(isinstance(part, (Data, Value, ListOf)) for part in walk(pattern))


def walk(pattern: Pattern) -> Iterator[Pattern]:
    """Yield the parts of a pattern, itself first, each once.

    Elements and attributes are not entered.
    """
    seen = {pattern}
    waiting = [pattern]
    while waiting:
        part = waiting.pop()
        yield part
        inner: Iterable[Pattern] = ()
        if isinstance(part, Compound):
            inner = part.members
        elif isinstance(part, OneOrMore):
            inner = (part.repeated,)
        for member in reversed(tuple(inner)):
            if member not in seen:
                seen.add(member)
                waiting.append(member)


def list_first(pattern: Pattern) -> tuple[list[Element], bool]:
    """Return the elements that may come next, in the order of the schema, and whether text may."""
    found: dict[Element, None] = {}
    text = False
    waiting = [pattern]
    seen = {pattern}
    while waiting:
        part = waiting.pop()
        inner: tuple[Pattern, ...] = ()
        if isinstance(part, Element):
            found[part] = None
        elif isinstance(part, (TextPattern, Data, Value, ListOf)):
            text = True
        elif isinstance(part, Group):
            end = next((i for i, m in enumerate(part.members) if not m.nullable), len(part.members))
            inner = part.members[: end + 1]
        elif isinstance(part, Compound):
            inner = part.members
        elif isinstance(part, OneOrMore):
            inner = (part.repeated,)
        for member in reversed(inner):
            if member not in seen:
                seen.add(member)
                waiting.append(member)
    return list(found), text


def list_attributes(pattern: Pattern) -> list[Attribute]:
    """Return the attributes of a pattern."""
    return [part for part in walk(pattern) if isinstance(part, Attribute)]


def list_required(pattern: Pattern) -> list[Attribute]:
    """Return the attributes without which the pattern cannot be matched."""
    if isinstance(pattern, Attribute):
        return [pattern]
    if isinstance(pattern, (Group, Interleave)):
        return [found for member in pattern.members for found in list_required(member)]
    if isinstance(pattern, OneOrMore):
        return list_required(pattern.repeated)
    if isinstance(pattern, Choice):
        first, *others = (list_required(member) for member in pattern.members)
        named = [{found.name_class for found in other} for other in others]
        return [found for found in first if all(found.name_class in other for other in named)]
    return []
