"""The error for a fault in a Schematron schema, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.problems import EditionError, Location
from tei_edition.source.stamps import locate

if TYPE_CHECKING:
    from lxml import etree


class SchematronError(EditionError):
    """A Schematron schema cannot be used; `location` says where it is wrong."""

    def __init__(self, message: str, location: Location, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.location = location

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (str(self), self.location, self.hint))


def _rebuild(message: str, location: Location, hint: str) -> SchematronError:
    return SchematronError(message, location, hint=hint)


def fail(element: etree._Element, message: str, hint: str = "") -> SchematronError:
    """Return the error that something is wrong with an element of a schema."""
    return SchematronError(message, locate(element), hint=hint)
