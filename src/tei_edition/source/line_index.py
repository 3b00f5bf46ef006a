"""Places in a file: its lines as XML counts them, its name, the places of attributes."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from tei_edition.problems import Location
from tei_edition.runtime.files import real_path

_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TAG = re.compile(r"<[^\s/>]+")


def split_lines(text: str) -> list[str]:
    """Return the lines of a text as XML counts them, without their ends."""
    return re.split("\r\n|\r|\n", text)


def relative_name(path: Path, folder: Path) -> str:
    r"""Return the path as problems and facts name it: from the edition's folder, with slashes.

    Bytes that are no UTF-8, and controls that no XML can hold, are written out: `\xff`. No such
    file is read.
    """
    try:
        name = path.relative_to(folder).as_posix()
    except ValueError:
        name = Path(os.path.relpath(path, folder)).as_posix()
    if name.isprintable():
        return name
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", name)


def locate_file(address: str, folder: Path) -> Path | None:
    """Return the path that an address means, counted from a folder unless it begins with `file:`.

    None for an address of the web, and for what no file can be called.
    """
    try:
        parts = urlsplit(address)
        path = unquote(parts.path)
        if parts.scheme == "file":
            if parts.netloc not in {"", "localhost"}:
                return None
            path = path.lstrip("/") if os.name == "nt" else path
        elif len(parts.scheme) > 1 or parts.netloc:
            return None
        found = real_path(folder / path)
        found.is_file()
    except (OSError, RuntimeError, ValueError):  # too long a name, links in a circle, a NUL
        return None
    return found


def locate_attribute(location: Location, name: str, lines: list[str]) -> Location:
    """Where the attribute `name` of the start tag at `location` stands; `lines` are the file's.

    Falls back to the start tag where the attribute is not written there (a DTD's default, a tag
    that an entity included).
    """
    line, column = location.line - 1, location.column - 1
    if line >= len(lines):
        return location
    tag = lines[line]
    if tag.find(">", column) < 0:  # a start tag of several lines; eight are enough for any
        tag = "\n".join((tag, *lines[line + 1 : line + 8]))
    # Matched where it is, and never cut out: a whole file may be one line.
    at = _TAG.match(tag, column)
    while at and (at := _ATTRIBUTE.match(tag, at.end())):
        if at[1] == name:
            start = at.start(1)
            ends = tag.count("\n", column, start)
            offset = start - (tag.rfind("\n", column, start) + 1) if ends else start
            return Location(location.file, location.line + ends, offset + 1)
    return location


def locate_nodes(text: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Lines and columns of texts, comments and processing instructions in a well-formed file.

    A node is named by the number of the element that it is in, counted from 0 in the order of the
    start tags, and by how many other nodes are before it in that.
    """
    found: dict[tuple[int, int], tuple[int, int]] = {}
    elements = 0
    open_elements: list[list[int]] = []  # number, nodes so far, whether the last of them is text
    parser = expat.ParserCreate("utf-8")

    def add_node(is_text: int) -> None:
        if not open_elements:
            return
        current = open_elements[-1]
        if is_text and current[2]:
            return
        place = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        found[current[0], current[1]] = place
        current[1] += 1
        current[2] = is_text

    def start(*_: object) -> None:
        nonlocal elements
        add_node(0)
        open_elements.append([elements, 0, 0])
        elements += 1

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_elements.pop()
    parser.CharacterDataHandler = lambda _: add_node(1)
    parser.CommentHandler = lambda _: add_node(0)
    parser.ProcessingInstructionHandler = lambda *_: add_node(0)
    parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    return found
