"""Names, and the classes of names that a schema allows (RELAX NG, sections 4.16 and 6.1).

A name is a string, as expat writes it: the namespace, "}", the local name; without a namespace
the local name alone.
"""

from __future__ import annotations

from dataclasses import dataclass

XML_NS = "http://www.w3.org/XML/1998/namespace"
XMLNS_NS = "http://www.w3.org/2000/xmlns"

# A name that no document has, to try wildcards with.
_OTHER = "\0other"


def join_name(namespace: str, local: str) -> str:
    """Return a name from its two parts."""
    return f"{namespace}}}{local}" if namespace else local


def split_name(name: str) -> tuple[str, str]:
    """Return the namespace and the local name."""
    namespace, _, local = name.rpartition("}")
    return namespace, local


class NameClass:
    """A set of names, finite or not."""

    __slots__ = ()

    def contains(self, name: str) -> bool:
        """Whether a name belongs to the class (section 6.1)."""
        raise NotImplementedError

    def list_names(self) -> tuple[str, ...]:
        """Return the names that the class gives one by one."""
        return ()

    def list_samples(self) -> tuple[str, ...]:
        """Return enough names to distinguish the class from any other."""
        return self.list_names()

    @property
    def is_infinite(self) -> bool:
        """Whether there is a wildcard in it."""
        return False


@dataclass(frozen=True, slots=True)
class Name(NameClass):
    """One name."""

    name: str

    def contains(self, name: str) -> bool:
        """Whether it is this very name."""
        return name == self.name

    def list_names(self) -> tuple[str, ...]:
        """Return the name."""
        return (self.name,)


@dataclass(frozen=True, slots=True)
class AnyName(NameClass):
    """Every name but those of another class."""

    excepted: NameClass | None = None

    def contains(self, name: str) -> bool:
        """Whether it is not among the exceptions."""
        return self.excepted is None or not self.excepted.contains(name)

    def list_samples(self) -> tuple[str, ...]:
        """Return a name that no schema has, and the exceptions'."""
        others = self.excepted.list_samples() if self.excepted else ()
        return (join_name(_OTHER, _OTHER), *others)

    @property
    def is_infinite(self) -> bool:
        """It is."""
        return True


@dataclass(frozen=True, slots=True)
class NsName(NameClass):
    """Every name of a namespace but those of another class."""

    namespace: str
    excepted: NameClass | None = None

    def contains(self, name: str) -> bool:
        """Whether it is in the namespace, and not among the exceptions."""
        return split_name(name)[0] == self.namespace and not (
            self.excepted and self.excepted.contains(name)
        )

    def list_samples(self) -> tuple[str, ...]:
        """Return a name of the namespace that no schema has, and the exceptions'."""
        others = self.excepted.list_samples() if self.excepted else ()
        return (join_name(self.namespace, _OTHER), *others)

    @property
    def is_infinite(self) -> bool:
        """It is."""
        return True


@dataclass(frozen=True, slots=True)
class NameChoice(NameClass):
    """The union of several name classes."""

    members: tuple[NameClass, ...]

    def contains(self, name: str) -> bool:
        """Whether one of the classes contains a name."""
        return any(member.contains(name) for member in self.members)

    def list_names(self) -> tuple[str, ...]:
        """Return the names that the classes give."""
        return tuple(name for member in self.members for name in member.list_names())

    def list_samples(self) -> tuple[str, ...]:
        """Return samples of each class."""
        return tuple(name for member in self.members for name in member.list_samples())

    @property
    def is_infinite(self) -> bool:
        """Whether one of them is."""
        return any(member.is_infinite for member in self.members)


def is_overlapping(one: NameClass, other: NameClass) -> bool:
    """Whether there is a name in both (section 7.3)."""
    if isinstance(one, Name):
        return other.contains(one.name)
    if isinstance(other, Name):
        return one.contains(other.name)
    samples = (*one.list_samples(), *other.list_samples())
    return any(one.contains(name) and other.contains(name) for name in samples)
