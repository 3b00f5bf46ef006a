"""The tokens of a document with their places, even if it is not well-formed.

Parsers say what a document means. Who changes a file must know how it is written: which characters
are words, which are tags, and where each attribute's value is.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class TokenKind(Enum):
    """What a token is; a `STRAY` is a `<` that begins nothing."""

    TEXT = "text"
    REFERENCE = "reference"
    START = "start"
    EMPTY = "empty"
    END = "end"
    COMMENT = "comment"
    CDATA = "cdata"
    INSTRUCTION = "instruction"
    DOCTYPE = "doctype"
    STRAY = "stray"


class Token(NamedTuple):
    """A run of characters, `start` to `end` (exclusive), counted in the text of the file."""

    kind: TokenKind
    start: int
    end: int


class WrittenAttribute(NamedTuple):
    """An attribute in a start tag; `start` and `end` are the places of its value in the text."""

    name: str
    name_start: int
    start: int
    end: int


# No name holds these, whatever else XML allows in one: an ill-formed name is a name here.
_NAME = r"""[^\s<>/="'&!?]++"""
# A value ends at its quote, and, where that is missing, before the next tag.
_VALUE = r"""(?:"[^"<]*+"|'[^'<]*+')"""
_ATTRIBUTE = rf"\s++({_NAME})\s*+=\s*+({_VALUE})"
# Possessive throughout: whatever is in a file, each character is read a bounded number of times.
_TOKEN = re.compile(
    rf"""
    (?P<TEXT>[^<&]++)
  | (?P<REFERENCE>&(?:\#[0-9]++|\#x[0-9A-Fa-f]++|[^\s<>/="'&!?;\#]++);)
  | (?P<COMMENT><!--(?:[^-]|-(?!->))*+(?:-->|\Z))
  | (?P<CDATA><!\[CDATA\[(?:[^\]]|\](?!\]>))*+(?:\]\]>|\Z))
  | (?P<INSTRUCTION><\?(?:[^?]|\?(?!>))*+(?:\?>|\Z))
  | (?P<DOCTYPE><!DOCTYPE(?:[^\[<>"']|"[^"]*+"|'[^']*+')*+
        (?:\[(?:[^\]"'<]|"[^"]*+"|'[^']*+'|<!--(?:[^-]|-(?!->))*+-->|<\?(?:[^?]|\?(?!>))*+\?>|<)*+\]\s*+)?>)
  | (?P<END></{_NAME}\s*+>)
  | (?P<START><{_NAME}(?:\s++{_NAME}\s*+=\s*+{_VALUE})*+\s*+(?P<slash>/)?>)
  | (?P<STRAY>[<&])
    """,
    re.VERBOSE,
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_OPENED = re.compile(rf"</?({_NAME})")


def split_markup(text: str) -> Iterator[Token]:
    """Yield the tokens of a document in order; together they are all of its characters."""
    for found in _TOKEN.finditer(text):
        kind = TokenKind.EMPTY if found["slash"] else TokenKind[found.lastgroup or ""]
        yield Token(kind, found.start(), found.end())


def list_attributes(text: str, tag: Token) -> Iterator[WrittenAttribute]:
    """Yield the attributes of a start tag."""
    opened = find_name(text, tag)
    for found in _ATTRIBUTES.finditer(text, opened[1], tag.end):
        yield WrittenAttribute(found[1], found.start(1), found.start(2) + 1, found.end(2) - 1)


def find_name(text: str, tag: Token) -> tuple[int, int]:
    """Return where the name in a tag begins and ends."""
    found = _OPENED.match(text, tag.start)
    return found.span(1) if found else (tag.start, tag.start)
