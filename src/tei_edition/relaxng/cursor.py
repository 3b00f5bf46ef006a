"""What is being written at a place of a document, and what the schema allows there."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.relaxng.completion import (
    Allowed,
    list_attributes,
    list_elements,
    list_values,
    takes_several,
)
from tei_edition.source.markup import ATTRIBUTES, NAME, read_attributes

if TYPE_CHECKING:
    from tei_edition.relaxng.state import State
    from tei_edition.relaxng.walker import Position, Scope, Walker


class CursorKind(Enum):
    """What is at a place: content of an element, a part of a tag, or something else."""

    CONTENT = auto()
    ELEMENT = auto()
    END = auto()
    ATTRIBUTE = auto()
    VALUE = auto()
    OTHER = auto()


class Cursor(NamedTuple):
    """What is being written at a place: the characters `start` to `end` would be replaced.

    `element` and `attribute` are names as written. `given` are the attributes of the tag but for
    the one at the place; `is_whole` says that what follows the name or value is written already.
    """

    kind: CursorKind
    start: int
    end: int
    position: Position
    element: str = ""
    attribute: str = ""
    given: tuple[tuple[str, str], ...] = ()
    is_whole: bool = False


_NAMED = re.compile(rf"</?({NAME})?")
_WRITTEN = re.compile(ATTRIBUTES)
_PART = re.compile(
    rf"""\s++(?:(?P<name>{NAME})(?P<equals>\s*+=\s*+(?:"(?P<double>[^"<]*+)|'(?P<single>[^'<]*+))?)?)?\Z"""
)
_REST = re.compile(rf"(?:{NAME})?")
_EQUALS = re.compile(r"""\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')""")
_WORD_BEFORE = re.compile(r"\S*\Z")
_WORD_AFTER = re.compile(r"[^\s<>\"']*")


def find_cursor(walker: Walker, offset: int) -> Cursor:
    """Return what is being written at a place."""
    position, begin = walker.find_position(offset)
    text = walker.text
    if begin == offset:
        return Cursor(CursorKind.CONTENT, offset, offset, position)
    named = _NAMED.match(text, begin, offset)
    assert named is not None  # markup begins with "<"
    is_end = text.startswith("</", begin)
    if named.end() == offset:
        start = begin + (2 if is_end else 1)
        end = _find_end(text, offset)
        is_whole = end < len(text) and (text[end] == ">" if is_end else _is_tag(text, end))
        kind = CursorKind.END if is_end else CursorKind.ELEMENT
        # The words after an unfinished tag are not the rest of its name.
        return Cursor(kind, start, end if is_whole else offset, position, is_whole=is_whole,
                      given=_list_given(text, end) if is_whole else ())  # fmt: skip
    if is_end or not named[1]:
        is_text = not is_end and text[begin + 1 : begin + 2] not in {"!", "?"}
        kind = CursorKind.CONTENT if is_text else CursorKind.OTHER
        return Cursor(kind, offset, offset, position)
    return _read_tag(text, named, offset, position)


def _read_tag(text: str, named: re.Match[str], offset: int, position: Position) -> Cursor:
    """Return what is being written in a start tag behind its name."""
    written = _WRITTEN.match(text, named.end(), offset)
    assert written is not None  # it may be empty
    part = _PART.match(text, written.end(), offset)
    if part is None:
        # Either between a value and what follows, or text behind a "<" that began no tag.
        kind = CursorKind.OTHER if written.end() == offset else CursorKind.CONTENT
        return Cursor(kind, offset, offset, position, named[1])
    before = read_attributes(written[0])
    if part["equals"] is None:
        return _read_name(text, named[1], part, before, position)
    group = "double" if part["double"] is not None else "single"
    if part[group] is None:
        return Cursor(CursorKind.OTHER, offset, offset, position, named[1])
    quote = '"' if group == "double" else "'"
    closing = re.compile(rf"[^{quote}<]*+").match(text, offset)
    assert closing is not None
    is_whole = text.startswith(quote, closing.end())
    end = closing.end() if is_whole else offset
    given = (*before, *(_list_given(text, end + 1) if is_whole else ()))
    return Cursor(CursorKind.VALUE, part.start(group), end, position, named[1], part["name"],
                  given, is_whole)  # fmt: skip


def _read_name(
    text: str,
    element: str,
    part: re.Match[str],
    before: list[tuple[str, str]],
    position: Position,
) -> Cursor:
    """Return the name of an attribute that is being written."""
    start = part.start("name") if part["name"] else part.end()
    end = _find_end(text, part.end()) if part["name"] else part.end()
    valued = _EQUALS.match(text, end)
    # "<p re hi" may be "re" before the words of the text, but in "<p re rend='x'>" it is not.
    behind = valued.end() if valued else end
    return Cursor(
        CursorKind.ATTRIBUTE, start, end, position, element, part["name"] or "",
        (*before, *_list_given(text, behind)), valued is not None,
    )  # fmt: skip


def _find_end(text: str, offset: int) -> int:
    found = _REST.match(text, offset)
    return found.end() if found else offset


def _is_tag(text: str, offset: int) -> bool:
    """Whether a tag goes on after its name until it is closed."""
    found = _WRITTEN.match(text, offset)
    assert found is not None
    return re.compile(r"\s*/?>").match(text, found.end()) is not None


def _list_given(text: str, offset: int) -> tuple[tuple[str, str], ...]:
    """Return the attributes that follow in a tag."""
    found = _WRITTEN.match(text, offset)
    return tuple(read_attributes(found[0])) if found else ()


# What the schema allows


def list_allowed(walker: Walker, cursor: Cursor) -> list[Allowed]:
    """Return what may be written at a place, in the order of the schema.

    Names are the schema's, "namespace}local"; `write_name` writes them. Nothing, where what is
    before the place is so wrong that the schema does not say.
    """
    state = cursor.position.state
    if cursor.kind in {CursorKind.CONTENT, CursorKind.ELEMENT}:
        return list_elements(state) if state is not None else []
    content = find_content(walker, cursor)
    if content is None:
        return []
    scope = find_scope(walker, cursor)
    given = [scope.read_attribute(name) for name, _ in cursor.given if not _declares(name)]
    if cursor.kind is CursorKind.ATTRIBUTE:
        return list_attributes(content, given)
    if cursor.kind is CursorKind.VALUE:
        return list_values(content, scope.read_attribute(cursor.attribute), given)
    return []


def find_scope(walker: Walker, cursor: Cursor) -> Scope:
    """Return the namespaces in force in the tag that is being written."""
    return walker.read_scope(cursor.position.scope, [*cursor.given])


def find_content(walker: Walker, cursor: Cursor) -> State | None:
    """Return the content of the element whose start tag is being written, with attributes."""
    name = find_scope(walker, cursor).read_element(cursor.element)
    opening, _ = walker.find_opening(cursor.position.state, name)
    return opening.content if opening is not None else None


def find_word(walker: Walker, cursor: Cursor, offset: int) -> tuple[int, int]:
    """Return where the word of a value begins and ends; where it is no list, the whole value."""
    content = find_content(walker, cursor)
    name = find_scope(walker, cursor).read_attribute(cursor.attribute)
    value = walker.text[cursor.start : offset]
    if content is None or not takes_several(content, name):
        return cursor.start, cursor.end
    before = _WORD_BEFORE.search(value)
    after = _WORD_AFTER.match(walker.text, offset, cursor.end)
    assert before is not None
    assert after is not None
    return cursor.start + before.start(), after.end()


def _declares(name: str) -> bool:
    return name == "xmlns" or name.startswith("xmlns:")


def write_name(name: str, scope: Scope, *, is_attribute: bool = False) -> str | None:
    """Return a name as it is written where these namespaces are in force; None if it cannot be."""
    namespace, _, local = name.rpartition("}")
    if is_attribute and not namespace:
        return local
    for prefix, uri in scope.namespaces.items():
        if uri == namespace and not (is_attribute and not prefix):
            return f"{prefix}:{local}" if prefix else local
    return local if not namespace and "" not in scope.namespaces else None
