"""Find the identifiers in a file that cannot be read, from its bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tei_edition.facts.text import Unread
from tei_edition.problems import Location, Problem, problem
from tei_edition.runtime.files import read_regular, real_path
from tei_edition.source import relative_name

if TYPE_CHECKING:
    from pathlib import Path

_AGAIN = "remove parts of the file until it can be read, and report what is left to the project"
_IDENTIFIER = re.compile(rb"""\bxml:id\s*=\s*["']([^"'<>]*)["']""")
_INCLUDE = re.compile(rb"""<(?:[\w.-]+:)?include\b[^<>]*?\bhref\s*=\s*["']([^"'<>]*)["']""")
_WITNESS = re.compile(rb"<(?:[\w.-]+:)?witness\b")


def describe_unread(path: Path, folder: Path) -> Unread:
    """Find what is known of `path`, and of all that it includes, without reading them as XML.

    Where one of these is missing, is outside the edition's `folder`, or is in an encoding
    unlike ASCII, nothing is known.
    """
    name = relative_name(path, folder)
    pieces: dict[Path, bytes] = {}
    waiting = [path]
    try:
        while waiting:
            part = real_path(waiting.pop())
            if part in pieces:
                continue
            if part != real_path(path) and not part.is_relative_to(real_path(folder)):
                return Unread(name)
            data = pieces[part] = read_regular(part)
            if b"\0" in data:
                return Unread(name)
            hrefs = (unquote(href.decode(errors="replace")) for href in _INCLUDE.findall(data))
            waiting += [part.parent / href for href in hrefs]
    except (OSError, RuntimeError, ValueError):  # a name that no file can have
        return Unread(name)
    every = b"\n".join(pieces.values())
    ids = frozenset(ident.decode(errors="replace") for ident in _IDENTIFIER.findall(every))
    return Unread(name, ids, bool(_WITNESS.search(every)))


def describe_killer(path: Path, folder: Path) -> Problem:
    """Say of a file that each process ended that read it."""
    return problem(
        "xml-unreadable",
        "the process that reads this file ends: it crashes, or needs more memory than there is",
        Location(relative_name(path, folder)),
        hint=_AGAIN,
    )
