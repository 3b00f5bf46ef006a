"""Patterns of the simple form (RELAX NG, section 5), each existing once.

`Patterns` makes them: what is built alike is the same object, so that a pattern can be compared,
and what was derived from it be remembered, by identity. Choices, groups and interleaves hold any
number of members; that keeps them flat however long the schema's lists are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from tei_edition.relaxng.datatypes import Datatype
    from tei_edition.relaxng.names import NameClass
    from tei_edition.relaxng.node import Node

P = TypeVar("P", bound="Pattern")


class Pattern:
    """Allowed content; `nullable` says whether it matches the empty sequence."""

    __slots__ = ("attributes", "closed", "forgiven", "nullable", "opened", "serial", "texted")

    def __init__(self, serial: int, nullable: bool) -> None:
        self.serial = serial
        self.nullable = nullable
        # What the derivatives remember.
        self.opened: dict[str, dict[Element, Pattern]] = {}
        self.attributes: dict[str, dict[Pattern, Pattern]] = {}
        self.closed: Pattern | None = None
        self.forgiven: Pattern | None = None
        self.texted: Pattern | None = None


class Empty(Pattern):
    """Nothing."""

    __slots__ = ()


class NotAllowed(Pattern):
    """The pattern that nothing matches."""

    __slots__ = ()


class TextPattern(Pattern):
    """Any text."""

    __slots__ = ()


class Compound(Pattern):
    """Several patterns together."""

    __slots__ = ("members",)

    def __init__(self, serial: int, nullable: bool, members: tuple[Pattern, ...]) -> None:
        super().__init__(serial, nullable)
        self.members = members


class Choice(Compound):
    """One of its members; none is a choice, none is there twice."""

    __slots__ = ("index",)

    def __init__(self, serial: int, nullable: bool, members: tuple[Pattern, ...]) -> None:
        super().__init__(serial, nullable, members)
        self.index: tuple[dict[str, list[Element]], tuple[Pattern, ...]] | None = None


class Group(Compound):
    """Its members one after the other; none is a group."""

    __slots__ = ()


class Interleave(Compound):
    """Its members in any order, mingled; none is an interleave."""

    __slots__ = ()


class OneOrMore(Pattern):
    """A pattern once or several times."""

    __slots__ = ("repeated",)

    def __init__(self, serial: int, repeated: Pattern) -> None:
        super().__init__(serial, repeated.nullable)
        self.repeated = repeated


class Attribute(Pattern):
    """An attribute with a value."""

    __slots__ = ("documentation", "name_class", "value")

    def __init__(
        self, serial: int, name_class: NameClass, value: Pattern, documentation: str
    ) -> None:
        super().__init__(serial, nullable=False)
        self.name_class = name_class
        self.value = value
        self.documentation = documentation


class Element(Pattern):
    """An element; its content is built when it is first asked for, since elements nest."""

    __slots__ = ("_build", "_content", "documentation", "name_class", "node")

    def __init__(
        self,
        serial: int,
        name_class: NameClass,
        build: Callable[[], Pattern],
        documentation: str,
        node: Node | None,
    ) -> None:
        super().__init__(serial, nullable=False)
        self.name_class = name_class
        self.documentation = documentation
        self.node = node  # where the schema has it; None in one that was kept
        self._build: Callable[[], Pattern] | None = build
        self._content: Pattern | None = None

    @property
    def content(self) -> Pattern:
        """The content and attributes of the element."""
        if self._content is None:
            assert self._build is not None
            self._content = self._build()
            self._build = None
        return self._content


class Data(Pattern):
    """Text of a datatype, but for what another pattern matches."""

    __slots__ = ("datatype", "excepted")

    def __init__(self, serial: int, datatype: Datatype, excepted: Pattern | None) -> None:
        super().__init__(serial, nullable=False)
        self.datatype = datatype
        self.excepted = excepted


class Value(Pattern):
    """Text that means one value of a datatype; `written` is how the schema writes it."""

    __slots__ = ("datatype", "documentation", "meaning", "written")

    def __init__(
        self, serial: int, datatype: Datatype, meaning: Hashable, written: str, documentation: str
    ) -> None:
        super().__init__(serial, nullable=False)
        self.datatype = datatype
        self.meaning = meaning
        self.written = written
        self.documentation = documentation


class ListOf(Pattern):
    """Text whose words, separated by white space, match a pattern one by one."""

    __slots__ = ("words",)

    def __init__(self, serial: int, words: Pattern) -> None:
        super().__init__(serial, nullable=False)
        self.words = words


# What it may take to read a schema, and then to judge one document, in parts of patterns: the
# TEI's own, with all its elements, takes a twentieth.
READING, JUDGING = 20_000_000, 10_000_000


class TooManyError(Exception):
    """Processing a schema would exceed the limit of time and memory."""


class Patterns:
    """Makes patterns, each once, with the simplifications of sections 4.20 and 4.21.

    `room` is what is left of the parts that may still be put together; TooManyError ends the work
    when there is none.
    """

    def __init__(self) -> None:
        self.room = READING
        self._known: dict[Hashable, Pattern] = {}
        self._count = 0
        self.empty = Empty(self._next(), nullable=True)
        self.not_allowed = NotAllowed(self._next(), nullable=False)
        self.text = TextPattern(self._next(), nullable=True)
        for pattern in (self.empty, self.not_allowed, self.text):
            pattern.closed = pattern

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _find(self, key: Hashable, make: Callable[[int], P]) -> P:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = make(self._next())
        return found  # type: ignore[return-value]

    def _spend(self, parts: int) -> None:
        self.room -= parts
        if self.room < 0:
            raise TooManyError

    def choice(self, members: Iterable[Pattern]) -> Pattern:
        """One of several patterns."""
        unique: dict[Pattern, None] = {}
        for member in members:
            if isinstance(member, Choice):
                self._spend(len(member.members))
                unique.update(dict.fromkeys(member.members))
            elif member is not self.not_allowed:
                unique[member] = None
        if self.empty in unique and any(m.nullable for m in unique if m is not self.empty):
            del unique[self.empty]
        if not unique:
            return self.not_allowed
        if len(unique) == 1:
            return next(iter(unique))
        self._spend(len(unique))
        ordered = tuple(sorted(unique, key=_serial))
        nullable = any(member.nullable for member in ordered)
        return self._find((Choice, ordered), lambda serial: Choice(serial, nullable, ordered))

    def group(self, members: Iterable[Pattern]) -> Pattern:
        """Several patterns one after the other."""
        flat: list[Pattern] = []
        for member in members:
            if member is self.not_allowed:
                return member
            if isinstance(member, Group):
                self._spend(len(member.members))
                flat.extend(member.members)
            elif member is not self.empty:
                flat.append(member)
        if len(flat) < 2:
            return flat[0] if flat else self.empty
        self._spend(len(flat))
        key = tuple(flat)
        nullable = all(member.nullable for member in key)
        return self._find((Group, key), lambda serial: Group(serial, nullable, key))

    def interleave(self, members: Iterable[Pattern]) -> Pattern:
        """Several patterns in any order, mingled."""
        flat: list[Pattern] = []
        for member in members:
            if member is self.not_allowed:
                return member
            if isinstance(member, Interleave):
                self._spend(len(member.members))
                flat.extend(member.members)
            elif member is not self.empty:
                flat.append(member)
        if len(flat) < 2:
            return flat[0] if flat else self.empty
        self._spend(len(flat))
        key = tuple(sorted(flat, key=_serial))
        nullable = all(member.nullable for member in key)
        return self._find((Interleave, key), lambda serial: Interleave(serial, nullable, key))

    def one_or_more(self, repeated: Pattern) -> Pattern:
        """Return a pattern once or several times."""
        if isinstance(repeated, (Empty, NotAllowed, TextPattern, OneOrMore)):
            return repeated
        return self._find((OneOrMore, repeated), lambda serial: OneOrMore(serial, repeated))

    def optional(self, pattern: Pattern) -> Pattern:
        """Return a pattern that is optional."""
        return self.choice((pattern, self.empty))

    def attribute(self, name_class: NameClass, value: Pattern, documentation: str = "") -> Pattern:
        """Return an attribute."""
        if value is self.not_allowed:
            return value
        key = (Attribute, name_class, value, documentation)
        return self._find(key, lambda serial: Attribute(serial, name_class, value, documentation))

    def element(
        self,
        name_class: NameClass,
        build: Callable[[], Pattern],
        documentation: str,
        node: Node | None = None,
    ) -> Element:
        """Return an element; each is one of its own, as if it were named (section 4.19)."""
        return Element(self._next(), name_class, build, documentation, node)

    def data(self, datatype: Datatype, excepted: Pattern | None = None) -> Pattern:
        """Text of a datatype."""
        if excepted is self.not_allowed:
            excepted = None
        key = (Data, datatype.key, excepted)
        return self._find(key, lambda serial: Data(serial, datatype, excepted))

    def value(
        self, datatype: Datatype, meaning: Hashable, written: str, documentation: str = ""
    ) -> Pattern:
        """Text that means one value."""
        key = (Value, datatype.key, meaning, written, documentation)
        return self._find(
            key, lambda serial: Value(serial, datatype, meaning, written, documentation)
        )

    def list_of(self, words: Pattern) -> Pattern:
        """Text of several words."""
        if words is self.not_allowed:
            return words
        return self._find((ListOf, words), lambda serial: ListOf(serial, words))


def _serial(pattern: Pattern) -> int:
    return pattern.serial
