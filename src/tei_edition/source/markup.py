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
NAME = r"""[^\s<>/="'&!?]++"""
# A value ends at its quote, and, where that is missing, before the next tag.
_VALUE = r"""(?:"[^"<]*+"|'[^'<]*+')"""
_ATTRIBUTE = rf"\s++({NAME})\s*+=\s*+({_VALUE})"
# Possessive throughout: whatever is in a file, each character is read a bounded number of times.
# What is not closed runs to the end of the text.
_COMMENT = r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)"
_CDATA = r"<!\[CDATA\[(?:[^\]]|\](?!\]>))*+(?:\]\]>|\Z)"
_INSTRUCTION = r"<\?(?:[^?]|\?(?!>))*+(?:\?>|\Z)"
_QUOTED = r"""\"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)"""
_DOCTYPE = rf"""<!DOCTYPE(?:[^\[<>"']|{_QUOTED})*+
    (?:\[(?:[^\]"'<]|{_QUOTED}|{_COMMENT}|{_INSTRUCTION}|<)*+(?:\]\s*+|\Z))?(?:>|(?=<)|\Z)"""
# The attributes of a start tag.
ATTRIBUTES = rf"(?:\s++{NAME}\s*+=\s*+{_VALUE})*+"
_TOKEN = re.compile(
    rf"""
    (?P<TEXT>[^<&]++)
  | (?P<REFERENCE>&(?:\#[0-9]++|\#x[0-9A-Fa-f]++|[^\s<>/="'&!?;\#]++);)
  | (?P<COMMENT>{_COMMENT})
  | (?P<CDATA>{_CDATA})
  | (?P<INSTRUCTION>{_INSTRUCTION})
  | (?P<DOCTYPE>{_DOCTYPE})
  | (?P<END></{NAME}\s*+>)
  | (?P<START><{NAME}{ATTRIBUTES}\s*+(?P<slash>/)?>)
  | (?P<STRAY>[<&])
    """,
    re.VERBOSE,
)
_KINDS: dict[str | None, TokenKind] = {kind.name: kind for kind in TokenKind}
# The same markup without text and references, as a walk needs it that must be fast.
_MARKUP = re.compile(
    rf"""
    </(?P<closed>{NAME})\s*+>
  | <(?P<opened>{NAME})(?P<attributes>{ATTRIBUTES})\s*+(?P<slash>/)?>
  | {_COMMENT} | (?P<cdata>{_CDATA}) | {_INSTRUCTION} | {_DOCTYPE}
  | (?P<stray><)
    """,
    re.VERBOSE,
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_OPENED = re.compile(rf"</?({NAME})")


def split_markup(text: str) -> Iterator[Token]:
    """Yield the tokens of a document in order; together they are all of its characters."""
    for found in _TOKEN.finditer(text):
        kind = TokenKind.EMPTY if found["slash"] else _KINDS[found.lastgroup]
        yield Token(kind, *found.span())


def list_attributes(text: str, tag: Token) -> Iterator[WrittenAttribute]:
    """Yield the attributes of a start tag."""
    opened = find_name(text, tag)
    for found in _ONE_ATTRIBUTE.finditer(text, opened[1], tag.end):
        yield WrittenAttribute(found[1], found.start(1), found.start(2) + 1, found.end(2) - 1)


def scan_markup(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Yield the markup from a place on, without the text and the references between.

    The group `closed` is the name of an end tag, `opened` that of a start tag, with its
    `attributes` as they are written, and a `slash` if it is empty; `stray` is a `<` that begins
    nothing, `cdata` a section of words. Other markup has none of these groups.
    """
    return _MARKUP.finditer(text, start)


def read_attributes(written: str) -> list[tuple[str, str]]:
    """Return the names and values of attributes as a start tag has them, references unresolved."""
    return [(found[1], found[2][1:-1]) for found in _ONE_ATTRIBUTE.finditer(written)]


def find_name(text: str, tag: Token) -> tuple[int, int]:
    """Return where the name in a tag begins and ends."""
    found = _OPENED.match(text, tag.start)
    return found.span(1) if found else (tag.start, tag.start)
