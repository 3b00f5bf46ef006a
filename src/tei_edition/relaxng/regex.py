"""Regular expressions of XML Schema (Part 2, appendix F).

An expression in which the next character always decides the way is translated to Python's `re`;
any other is made into an automaton, so that the time stays bounded whatever a schema says.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from tei_edition.relaxng.automaton import (
    MAX_STATES,
    Alternatives,
    Automaton,
    Characters,
    Node,
    Repeated,
    Row,
    count_states,
    is_deterministic,
    make_alternatives,
    make_sequence,
)
from tei_edition.relaxng.characters import (
    NAME_MORE,
    NAME_START,
    Ranges,
    find_property,
    invert,
    list_category,
    merge,
    single,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_PLAIN = "\\|.?*+(){}-[]^$"
_LAST_ASCII = 0x7F
_MAX_DIGITS = 9


class Regex:
    """One expression; ValueError if it is not one, or would make too large an automaton."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self._full: Callable[[str], object] | None = None
        try:
            node = _read(expression, _LAST_ASCII)
            self._ascii = _make_matcher(node)
            if count_states(node) > MAX_STATES:
                # Whether `re` can match all texts must be known before there is one.
                self._full = _make_matcher(_read(expression, sys.maxunicode))
        except RecursionError:
            raise ValueError("it is nested too deeply") from None

    def matches(self, text: str) -> bool:
        """Whether the whole text matches."""
        if text.isascii():
            return bool(self._ascii(text))
        if self._full is None:
            self._full = _make_matcher(_read(self.expression, sys.maxunicode))
        return bool(self._full(text))


def _make_matcher(node: Node) -> Callable[[str], object]:
    """Return what matches whole texts: `re` where it is safe, else an automaton."""
    if is_deterministic(node):
        try:
            return re.compile(_write(node)).fullmatch
        except (re.error, OverflowError) as error:
            raise ValueError(str(error)) from None
    if count_states(node) > MAX_STATES:
        raise ValueError(
            f"its quantities make more than {MAX_STATES} states: write smaller ones, or * or +"
        )
    return Automaton(node).matches


def _read(expression: str, last: int) -> Node:
    reader = _Reader(expression, last)
    found = reader.read_alternatives()
    if reader.at < len(expression):
        raise ValueError('")" without "("')
    return found


def _write(node: Node) -> str:
    """Return an expression in Python's syntax."""
    if isinstance(node, Row):
        return "".join(map(_write, node.parts))
    if isinstance(node, Alternatives):
        return f"(?:{'|'.join(map(_write, node.branches))})"
    if isinstance(node, Repeated):
        most = "" if node.most is None else node.most
        return f"(?:{_write(node.part)}){{{node.least},{most}}}"
    parts = []
    for start, end in node.ranges:
        first, last = re.escape(chr(start)), re.escape(chr(end))
        parts.append(first if start == end else f"{first}-{last}")
    return f"[{''.join(parts)}]" if parts else "(?!)"


class _Reader:
    """Reads an expression from left to right; `last` is the last character that matters."""

    def __init__(self, expression: str, last: int) -> None:
        self.expression = expression
        self.last = last
        self.at = 0

    def peek(self) -> str:
        return self.expression[self.at : self.at + 1]

    def next(self) -> str:
        char = self.peek()
        if not char:
            raise ValueError("it ends too early")
        self.at += 1
        return char

    def read_alternatives(self) -> Node:
        branches = [self.read_branch()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.read_branch())
        return make_alternatives(branches)

    def read_branch(self) -> Node:
        parts = []
        while (char := self.peek()) and char not in "|)":
            parts.append(self.read_quantifier(self.read_atom()))
        return make_sequence(parts)

    def read_atom(self) -> Node:
        char = self.next()
        if char == "(":
            inner = self.read_alternatives()
            if self.next() != ")":
                raise ValueError('"(" is not closed')
            return inner
        if char == "[":
            return self.make_characters(self.read_class())
        if char == ".":
            return self.make_characters(invert(((10, 10), (13, 13)), self.last))
        if char == "\\":
            return self.make_characters(self.read_escape())
        if char in "?*+{}]":
            raise ValueError(f'"{char}" is not allowed here: a character is expected')
        return Characters(single(char))

    def make_characters(self, ranges: Ranges) -> Characters:
        """Return a set of characters, those left out that cannot occur."""
        last = self.last
        return Characters(
            tuple((start, min(end, last)) for start, end in merge(ranges) if start <= last)
        )

    def read_quantifier(self, part: Node) -> Node:
        char = self.peek()
        if char and char in "?*+":
            self.at += 1
            return Repeated(part, int(char == "+"), 1 if char == "?" else None)
        if char != "{":
            return part
        found = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}").match(self.expression, self.at)
        if not found:
            raise ValueError("write a quantity as {n}, {n,} or {n,m}")
        least, most = found[1], found[3] if found[2] else found[1]
        if max(len(least), len(most or "")) > _MAX_DIGITS:
            raise ValueError("a quantity is too large")
        if most and int(most) < int(least):
            raise ValueError("a quantity ends before it begins")
        self.at = found.end()
        return Repeated(part, int(least), int(most) if most else None)

    def read_escape(self) -> Ranges:
        char = self.next()
        if char in _ESCAPES:
            return single(_ESCAPES[char])
        if char in _PLAIN:
            return single(char)
        if char in "pP":
            found = re.compile(r"\{([^}]*)\}").match(self.expression, self.at)
            if not found:
                raise ValueError(f'write a category in braces after "\\{char}"')
            self.at = found.end()
            ranges = find_property(found[1], self.last)
            return ranges if char == "p" else invert(ranges, self.last)
        lower = char.lower()
        if lower == "s":
            ranges = ((9, 10), (13, 13), (32, 32))
        elif lower == "d":
            ranges = list_category("Nd", self.last)
        elif lower == "i":
            ranges = NAME_START
        elif lower == "c":
            ranges = NAME_START + NAME_MORE
        elif lower == "w":
            parts = (list_category(category, self.last) for category in "PZC")
            ranges = invert(tuple(found for part in parts for found in part), self.last)
        else:
            raise ValueError(f'"\\{char}" means nothing')
        return ranges if char == lower else invert(ranges, self.last)

    def read_class(self) -> Ranges:
        """Return a class in brackets, the first of which is read."""
        is_negative = self.peek() == "^"
        self.at += is_negative
        ranges: list[tuple[int, int]] = []
        excepted: Ranges = ()
        is_first = True
        while True:
            char = self.next()
            if char == "]" and not is_first:
                break
            if char == "-" and self.peek() == "[" and not is_first:
                self.at += 1
                excepted = self.read_class()
                if self.next() != "]":
                    raise ValueError("a subtraction must be at the end of its class")
                break
            ranges.extend(self.read_range(char, is_first))
            is_first = False
        found = tuple(ranges)
        if is_negative:
            found = invert(found, self.last)
        if excepted:
            outside = (*invert(found, self.last), *excepted)
            found = invert(outside, self.last)
        return found

    def read_range(self, char: str, is_first: bool) -> Ranges:
        start = self.read_member(char)
        is_end = self.expression[self.at + 1 : self.at + 2] in ("]", "[", "")
        if self.peek() != "-" or is_end:
            if char == "-" and not is_first and self.peek() != "]":
                raise ValueError('"-" in a class must be first, last or after "\\"')
            return start
        if len(start) != 1 or start[0][0] != start[0][1]:
            raise ValueError("a range begins with one character")
        self.at += 1
        end = self.read_member(self.next())
        if len(end) != 1 or end[0][0] != end[0][1]:
            raise ValueError("a range ends with one character")
        if end[0][0] < start[0][0]:
            raise ValueError("a range ends before it begins")
        return ((start[0][0], end[0][0]),)

    def read_member(self, char: str) -> Ranges:
        if char == "\\":
            return self.read_escape()
        if char in "[]":
            raise ValueError(f'"{char}" in a class must come after "\\"')
        return single(char)
