"""Files of the cache: each begins with its digest, which is verified when it is read."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from tei_edition.problems import EditionError
from tei_edition.runtime.files import write_file

if TYPE_CHECKING:
    from pathlib import Path

# How many bytes of a kept file are the SHA-256 of the others.
HEADER = 32


class DamagedError(ValueError):
    """A file in the cache is not what was written."""


def write_kept(path: Path, data: bytes) -> None:
    """Write a file that `read_kept` reads."""
    write_file(path, hashlib.sha256(data).digest() + data)


def read_kept(path: Path) -> bytes:
    """Return what `write_kept` wrote; raise DamagedError if it has changed since, or OSError."""
    data = path.read_bytes()
    if hashlib.sha256(data[HEADER:]).digest() != data[:HEADER]:
        raise DamagedError(f'"{path}" is damaged')
    return data[HEADER:]


def read_tree(path: Path) -> bytes:
    """Return a tree that was kept; raise EditionError if it is damaged, or gone.

    It is an element and what it holds, without a DOCTYPE: Saxon reads it without limits.
    """
    if (tree := _find_tree(path)) is not None:
        return tree
    # Where one is damaged others may be: all of them are made again in one further run.
    for other in path.parent.glob(f"*{path.suffix}"):
        if _find_tree(other) is None:
            other.unlink()
    raise EditionError(
        "the cache of an earlier run was damaged, and has been deleted",
        hint="run the command again: it reads the files anew",
    )


def _find_tree(path: Path) -> bytes | None:
    try:
        data = read_kept(path)
    except (OSError, DamagedError):
        return None
    return data if re.match(rb"<[^!?]", data) else None
