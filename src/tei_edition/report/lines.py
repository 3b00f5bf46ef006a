"""The lines of files with problems, made safe for a terminal."""

from __future__ import annotations

import bisect
import codecs
import functools
import itertools
import re
import sys
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tei_edition.runtime.files import read_regular
from tei_edition.source import split_lines
from tei_edition.source.decoding import find_encoding
from tei_edition.source.faults import FaultError

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.problems import Location

WIDTH = 96
# A longer line is not looked at as a whole: it may have thousands of problems.
_LONGEST = 10_000

# What is marked at a place: an attribute and its value, a tag up to its name, a reference, a word.
_TOKEN = re.compile(
    r"""[^\s<>="'/]+\s*=\s*(?:"[^"]*"?|'[^']*'?) | </?[^\s<>/]* | &[^\s;<]*;? | [^\s<]+""",
    re.VERBOSE,
)
# Encodings in which each character has bytes of its own.
_SIMPLE = ("ascii", "utf-8", "utf-16-le", "utf-16-be", "iso8859-", "cp125", "koi8-", "mac-")


class File:
    """A file as it is at hand: decoded as well as can be, even if it is broken or missing."""

    def __init__(self, path: Path) -> None:
        try:
            data = read_regular(path)
        except (OSError, ValueError):  # a NUL in its name
            data = b""
        self.data = data
        self.mark, self.encoding = _find_encoding(data)
        self.text = data[len(self.mark) :].decode(self.encoding, errors="replace")
        self._measures: dict[int, tuple[int, int]] = {}

    @functools.cached_property
    def is_exact(self) -> bool:
        """Whether encoding the text gives exactly the bytes, even in pieces."""
        if not self.encoding.startswith(_SIMPLE):
            return False
        return self.mark + self.text.encode(self.encoding, "replace") == self.data

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines as XML counts them."""
        return split_lines(self.text) if self.data else []

    @functools.cached_property
    def _starts(self) -> list[int]:
        ends = (found.end() for found in re.finditer("\r\n|\r|\n", self.text))
        return list(itertools.chain((0,), ends))

    def measure_line(self, number: int) -> tuple[int, int]:
        """Return the indentation of a line, and its length without white space at both ends."""
        if number not in self._measures:
            line = self.lines[number - 1]
            self._measures[number] = len(line) - len(line.lstrip()), len(line.strip())
        return self._measures[number]

    def find_offset(self, place: Location) -> int:
        """Return the offset of a place in the text; -1 if the file has no such place."""
        if not 1 <= place.line <= len(self.lines):
            return -1
        if not 1 <= place.column <= len(self.lines[place.line - 1]):
            return -1
        return self._starts[place.line - 1] + place.column - 1

    def find_place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset in the text."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class SourceLines:
    """The files of an edition's folder, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, File] = {}

    def __getitem__(self, name: str) -> File:
        if name not in self._files:
            self._files[name] = File(self._root / name)
        return self._files[name]

    def find_line(self, place: Location) -> str:
        """Return the line of a place, its ends stripped and masked; empty if there is none.

        Of a line that may be a whole file it is the part around the place.
        """
        file = self[place.file]
        if not 1 <= place.line <= len(file.lines):
            return ""
        if file.measure_line(place.line)[1] > _LONGEST:
            return "".join(self.cut(place) or ())
        return mask(file.lines[place.line - 1]).strip()

    def find_end(self, place: Location) -> int:
        """Return the column after the marked words of a place.

        0 if the file has no such place.
        """
        lines = self[place.file].lines
        if not 1 <= place.line <= len(lines):
            return 0
        line = lines[place.line - 1]
        return _find_end(line, min(place.column - 1, len(line))) + 1

    def excerpt(self, place: Location) -> tuple[str, int, int] | None:
        """Return the line, or the part around the place; the offset of the token; its length.

        The two numbers count cells of a terminal. None if the file has no such line.
        """
        parts = self.cut(place)
        if parts is None:
            return None
        before, token, after = parts
        return f"{before}{token}{after}".rstrip(), cell_len(before), max(cell_len(token), 1)

    def cut(self, place: Location) -> tuple[str, str, str] | None:
        """Return what is before the marked words of a place, these, and what is after.

        Of a long line it is the part round the place. None if the file has no such line.
        """
        lines = self[place.file].lines
        if not 1 <= place.line <= len(lines):
            return None
        # A line may be a whole file, with thousands of problems: only what is shown is looked at.
        line = lines[place.line - 1]
        start = min(place.column - 1, len(line))
        end = max(_find_end(line, start, start + WIDTH + 1), start + 1)
        indentation, length = self[place.file].measure_line(place.line)
        left = 0
        if length > WIDTH:
            left = max(0, min(start - WIDTH // 3, len(line) - WIDTH))
        left = max(left, min(indentation, start))
        right = left + WIDTH
        before = ("…" if left > indentation else "") + line[left:start]
        token, after = line[start : min(end, right)], line[min(end, right) : right].rstrip()
        return mask(before), mask(token), mask(after) + ("…" if right < len(line) else "")


def mask(line: str) -> str:
    """Return the line without control characters and characters that XML does not allow."""
    if line.isprintable():
        return line
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"
        for char in line
    )


def escape_controls(text: str) -> str:
    r"""Return a name with control characters written out: `\x1b` for an escape.

    Names of files may hold line ends and escapes too; masked, two names might look like one.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def one_line(text: str) -> str:
    """Return a text in one line, masked."""
    return mask(" ".join(text.split()))


def _find_end(line: str, start: int, limit: int = sys.maxsize) -> int:
    found = _TOKEN.match(line, start, limit)
    return found.end() if found else min(start + 1, len(line))


def _find_encoding(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark of a file and its encoding, UTF-8 for a false one."""
    try:
        mark, encoding = find_encoding(data, "")
        return mark, codecs.lookup(encoding).name
    except (FaultError, LookupError):
        return b"", "utf-8"
