"""Find the value of an attribute that an earlier line should end."""

from __future__ import annotations

import re

from tei_edition.source.line_index import split_lines

# So many lines and characters before a fault are looked at.
_FEW, _NEAR = 20, 2000
# A value without its second mark, at the end of a line above the next tag.
_OPEN_VALUE = re.compile(
    r"""<[A-Za-z][^<>]*\s([\w:.-]+)\s*=\s*(["'])(?:(?!\2)[^<>])*>(?:(?!\2)[^<])*\Z"""
)


def find_open_value(text: str, line: int, column: int) -> tuple[str, str, int, int] | None:
    """Return what is wrong, and where, if a "<" is in a value that an earlier line should end."""
    lines = split_lines(text)[max(0, line - 1 - _FEW) : line]
    if len(lines) < 2 or lines[-1][column - 1 : column] != "<":
        return None
    before = "\n".join((*lines[:-1], lines[-1][: column - 1]))[-_NEAR:]
    opened = _OPEN_VALUE.search(before)
    number = line - before.count("\n", opened.start(1)) if opened else line
    if opened is None or number == line:
        return None
    start = opened.start(1) - before.rfind("\n", 0, opened.start(1))
    told = f"the value of @{opened[1]} is not closed by a quotation mark"
    return told, 'write name="value"', number, start
