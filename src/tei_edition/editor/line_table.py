"""The lines of a text that changes, and its places as the Language Server Protocol counts them.

A line ends with a line feed, a carriage return, or both, and with nothing else. Columns count
units of UTF-16, or of what the editor program prefers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

Unit = Literal["utf-8", "utf-16", "utf-32"]

_END = re.compile(r"\r\n|\r|\n")
_WIDTHS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
_CODECS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


class LineTable:
    """Where the lines of a text begin."""

    def __init__(self, text: str, unit: Unit = "utf-16") -> None:
        self.unit = unit
        self._starts = [0, *(found.end() for found in _END.finditer(text))]

    def change(self, text: str, start: int, end: int, length: int) -> None:
        """Follow a change of the characters `start` to `end` into `length` others.

        `text` is the text after the change.
        """
        # A line feed may have come between a carriage return and what followed it, or gone.
        first = bisect_right(self._starts, max(start - 1, 0)) - 1
        last = bisect_right(self._starts, end + 1)
        shift = length - (end - start)
        behind = [place + shift for place in self._starts[last:]]
        stop = behind[0] if behind else len(text)
        begin = self._starts[first]
        between = [found.end() for found in _END.finditer(text, begin, stop)]
        if behind and between and between[-1] == stop:
            between.pop()
        self._starts[first + 1 :] = between + behind

    def find_offset(self, text: str, line: int, column: int) -> int:
        """Return the offset of a place; of one behind the end of its line, that end."""
        if line >= len(self._starts):
            return len(text)
        start = self._starts[line]
        stop = self._starts[line + 1] if line + 1 < len(self._starts) else len(text)
        words = text[start:stop].rstrip("\r\n")
        if self.unit == "utf-32" or words.isascii():
            return start + min(column, len(words))
        codec = _CODECS[self.unit]
        data = words.encode(codec, "surrogatepass")[: column * _WIDTHS[self.unit]]
        return start + len(data.decode(codec, "ignore"))

    def find_place(self, text: str, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset, both from 0."""
        line = bisect_right(self._starts, offset) - 1
        words = text[self._starts[line] : offset]
        if self.unit == "utf-32" or words.isascii():
            return line, len(words)
        data = words.encode(_CODECS[self.unit], "surrogatepass")
        return line, len(data) // _WIDTHS[self.unit]

    def find_point(self, line: int, column: int) -> int:
        """Return the offset of a line and a column in code points, both from 1."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1
