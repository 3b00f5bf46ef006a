"""The folders whose files may be read; paths to other folders are refused."""

from __future__ import annotations

import errno
import functools
from pathlib import Path

import msgspec

from tei_edition.runtime.files import real_path
from tei_edition.runtime.resources import find_resource


def is_circle(path: Path) -> bool:
    """Whether links lead from a path back to itself."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    except ValueError:  # a NUL
        return False
    return False


class Boundary(msgspec.Struct, frozen=True):
    """The files, and the folders with all that is in them, that may be read; None means every file.

    Links count by where they lead.
    """

    places: tuple[Path, ...] | None = None

    def holds(self, path: Path) -> bool:
        """Whether a file may be read."""
        if self.places is None:
            return True
        try:
            found = real_path(path)
        except (OSError, ValueError):  # a NUL
            return False
        return any(found.is_relative_to(place) for place in self.places)

    def add(self, *places: Path) -> Boundary:
        """Return the boundary with further files and folders within it."""
        if self.places is None:
            return self
        return Boundary((*self.places, *(real_path(place) for place in places)))


EVERYWHERE = Boundary()


@functools.lru_cache(maxsize=64)  # it is asked several times for each file
def enclose(*places: Path) -> Boundary:
    """Return the boundary round some folders, and round the schemas that ship with the package."""
    shipped = find_resource("schema/edition.rng").parent
    return Boundary(()).add(*places, shipped)
