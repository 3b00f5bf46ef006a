"""A schema as it is written: one tree for both syntaxes, and the error of a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.problems import EditionError, Location

if TYPE_CHECKING:
    from collections.abc import Mapping


class SchemaError(EditionError):
    """A schema cannot be used; `location` says where it is wrong."""

    def __init__(self, message: str, location: Location, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.location = location

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (str(self), self.location, self.hint))


def _rebuild(message: str, location: Location, hint: str) -> SchemaError:
    return SchemaError(message, location, hint=hint)


class Node:
    """An element of RELAX NG's XML syntax, or what the compact syntax writes for one.

    `namespace` is the nearest `ns` attribute of the file, None without one; `library` the nearest
    `datatypeLibrary`; `base` what addresses are relative to.
    """

    __slots__ = (
        "attributes",
        "base",
        "children",
        "documentation",
        "kind",
        "library",
        "location",
        "namespace",
        "prefixes",
        "text",
    )

    def __init__(
        self,
        kind: str,
        location: Location,
        *,
        namespace: str | None = None,
        library: str = "",
        base: str = "",
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = kind
        self.location = location
        self.namespace = namespace
        self.library = library
        self.base = base
        self.prefixes: Mapping[str, str] = prefixes or {}
        self.attributes: dict[str, str] = {}
        self.children: list[Node] = []
        self.text = ""
        self.documentation = ""

    def fail(self, message: str, hint: str = "") -> SchemaError:
        """Return the error that something is wrong here."""
        return SchemaError(message, self.location, hint=hint)
