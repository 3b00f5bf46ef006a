"""Replace characters of a file, with a proof that no other byte changes.

What is written is proved first: the bytes around the replacements are those that were there, the
file is well-formed, and its words are the same where only markup was to change.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

import msgspec

from tei_edition.problems import EditionError
from tei_edition.runtime.files import overwrite, read_regular
from tei_edition.source.decoding import find_encoding
from tei_edition.source.faults import FaultError
from tei_edition.source.markup import Token, TokenKind, find_name, list_attributes, split_markup

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a replacement may not touch: it is no text and no tag, or several characters stand for one.
_OPAQUE = {
    TokenKind.COMMENT,
    TokenKind.CDATA,
    TokenKind.INSTRUCTION,
    TokenKind.DOCTYPE,
    TokenKind.REFERENCE,
    TokenKind.STRAY,
}

_TAGS = {TokenKind.START, TokenKind.EMPTY, TokenKind.END}


class Replacement(NamedTuple):
    """The characters `start` to `end` (exclusive) of a file's text give way to `new`, as written.

    Where `start` and `end` are one place, `new` is inserted there. A whole tag may be taken out.
    """

    start: int
    end: int
    new: str


class Revision(msgspec.Struct, frozen=True):
    """The bytes of a file before and after replacements; nothing is written yet."""

    path: Path
    before: bytes
    after: bytes


def revise(
    path: Path, replacements: Iterable[Replacement], *, keeps_words: bool = True
) -> Revision:
    """Return what the file `path` would be after the replacements, which may be in any order.

    With `keeps_words` its words must be the same afterwards, character by character. A character
    that the encoding of the file lacks is written as a reference. Raises EditionError if a
    replacement is not within one text or tag, or what would be written is not proved.
    """
    try:
        before = read_regular(path)
        mark, encoding = find_encoding(before, path.name)
        text = _decode(before[len(mark) :], encoding)
    except OSError as error:
        raise EditionError(f'"{path}" cannot be read: {error.strerror}') from None
    except FaultError as error:
        raise EditionError(f'"{path}" cannot be changed: {error}') from None
    if text is None or mark + _encode(text, encoding) != before:
        raise EditionError(
            f'"{path}" cannot be changed: decoding and encoding it does not give the same bytes',
            hint="save it as UTF-8",
        )
    pieces = [_fit(piece, encoding, path) for piece in replacements]
    revised = prove_replacements(text, pieces, path, keeps_words=keeps_words)
    return Revision(path, before, mark + _encode(revised, encoding))


def prove_replacements(
    text: str, replacements: Iterable[Replacement], path: Path | str, *, keeps_words: bool = True
) -> str:
    """Return what the text of a file would be after the replacements, which may be in any order.

    Raises EditionError as `revise` does.
    """
    pieces = sorted(replacements)
    _check_places(text, pieces, path)
    revised = _replace(text, pieces)
    _prove(text, revised, pieces, path)
    if (_read_words(text, path) != _read_words(revised, path)) and keeps_words:
        raise EditionError(f'"{path}" is not changed: its words would not be the same')
    return revised


def write_revision(revision: Revision) -> None:
    """Write a revision, of a link to what it leads to; the file has the old bytes or the new ones.

    Raises EditionError if the file is not as it was read, or cannot be written.
    """
    path = revision.path.resolve()
    try:
        if read_regular(path) != revision.before:
            raise EditionError(
                f'"{revision.path}" is not changed: it was saved in the meantime',
                hint="call the command again",
            )
        overwrite(path, revision.after)
    except OSError as error:
        raise EditionError(f'"{revision.path}" cannot be written: {error.strerror}') from None


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        return None


def _encode(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")


def _check_places(text: str, replacements: list[Replacement], path: Path | str) -> None:
    """Refuse what overlaps, and what is not within one text, or one name or value of a tag."""
    tokens = list(split_markup(text))
    starts = [token.start for token in tokens]
    done = 0
    for start, end, new in replacements:
        if not done <= start <= end <= len(text):
            raise EditionError(f'"{path}" is not changed: two changes concern the same words')
        done = max(end, done)
        token = tokens[bisect_right(starts, start) - 1] if tokens else Token(TokenKind.TEXT, 0, 0)
        is_between = start == end and start in {token.start, token.end}
        is_tag = token.kind in _TAGS and (start, end, new) == (token.start, token.end, "")
        if not (is_between or is_tag or _holds(text, token, start, end)):
            raise EditionError(
                f'"{path}" is not changed: "{text[start:end]}" is not within one text or tag'
            )


def _holds(text: str, token: Token, start: int, end: int) -> bool:
    """Whether a token has these characters where they may change."""
    if token.kind in _OPAQUE or end > token.end:
        return False
    if token.kind is TokenKind.TEXT:
        return True
    name = find_name(text, token)
    if name[0] <= start and end <= name[1]:
        return True
    return token.kind is not TokenKind.END and any(
        (attribute.start <= start and end <= attribute.end)
        or (start, end) == (attribute.name_start, attribute.name_start + len(attribute.name))
        or start == end == attribute.name_start
        for attribute in list_attributes(text, token)
    )


def _fit(piece: Replacement, encoding: str, path: Path) -> Replacement:
    """Return a replacement in characters that the encoding has, by references where it has to."""
    try:
        new = piece.new.encode(encoding, "xmlcharrefreplace").decode(encoding)
    except (LookupError, UnicodeError):
        raise EditionError(f'"{path}" cannot be changed in its encoding, {encoding}') from None
    return Replacement(piece.start, piece.end, new)


def _replace(text: str, pieces: list[Replacement]) -> str:
    parts = []
    done = 0
    for start, end, new in pieces:
        parts += [text[done:start], new]
        done = end
    return "".join((*parts, text[done:]))


def _prove(text: str, revised: str, pieces: list[Replacement], path: Path | str) -> None:
    """Undo the replacements in the revised text, by its own places: it must be the old one."""
    undone = []
    shift = 0
    for start, end, new in pieces:
        undone.append(Replacement(start + shift, start + shift + len(new), text[start:end]))
        shift += len(new) - (end - start)
    if _replace(revised, undone) != text:
        raise EditionError(f'"{path}" is not changed: other characters would change too')


def _read_words(text: str, path: Path | str) -> str:
    """Return the character data of a document, entities left out; it must be well-formed."""
    words: list[str] = []
    parser = expat.ParserCreate("utf-8")  # whatever the document declares
    parser.CharacterDataHandler = words.append
    # Without this handler a declared entity would be expanded, as often as it likes.
    parser.DefaultHandler = lambda _: None
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        raise EditionError(
            f'"{path}" is not changed: it would not be well-formed ({error})'
        ) from None
    return "".join(words)
