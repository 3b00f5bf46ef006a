"""The words of a file that may be marked up, block by block, each with its place in the file.

The blocks are those of the prose that checks read (see `tei_edition.reader.prose`), and besides
every reading of the apparatus and both sides of a choice. What separates them and what is marked up
already is a barrier that no name crosses.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.editing.tagging.frames import WrittenElement, read_tag
from tei_edition.reader.naming.words import ASIDE, BARRIER
from tei_edition.reader.prose import UNREAD
from tei_edition.reader.reading_text import BLOCKS, SIDES
from tei_edition.source.markup import Token, TokenKind, split_markup
from tei_edition.tei import BREAKS, NAMED_BY_POINTER, NAMED_BY_REF, NAMES, NOT_TEXT, ends_in_hyphen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tei_edition.config.tables import TextTable

POINTERS = ("ref", "key", "nymRef")
_MENTIONS = NAMES | NAMED_BY_POINTER | NAMED_BY_REF
# Their words are code, numbers or signs.
_CODE = frozenset({
    "att", "code", "eg", "email", "formula", "gi", "ident", "notatedMusic", "tag", "val",
})  # fmt: skip
_CLOSED = UNREAD | NOT_TEXT | _CODE
_ASIDES = frozenset({"app", "note"})
_READINGS = frozenset({"lem", "rdg"})
# What is read apart, though it is a part of a sentence.
PARTS = _READINGS | {name for _, on, off in SIDES for name in (on, off)}
_HOLDERS = frozenset({"app", "rdgGrp", "choice"})
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(["'])([^"'<%]*)\2\s*>""")
_CHARACTER = re.compile(r"&(?:#|(?:amp|lt|gt|quot|apos);)")


class _Piece(NamedTuple):
    """Characters of a block from `offset` on, which are the file's from `start` to `end`.

    A reference is one character, and several in the file.
    """

    offset: int
    start: int
    end: int
    frame: WrittenElement
    is_reference: bool


class Block:
    """The words of a paragraph, a heading, a note, a reading and so on.

    `text` has barriers for what no name crosses.
    """

    def __init__(self, frame: WrittenElement) -> None:
        self.frame = frame
        self.text = ""
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[_Piece] = []

    def add(self, words: str, start: int, end: int, frame: WrittenElement) -> None:
        """Add characters that are in the file from `start` to `end`."""
        is_reference = len(words) == 1 < end - start
        self._pieces.append(_Piece(self._length, start, end, frame, is_reference))
        self.add_mark(words)

    def add_mark(self, mark: str) -> None:
        """Add characters that are not in the file."""
        self._parts.append(mark)
        self._length += len(mark)

    def trim(self, *, hyphen: bool) -> None:
        """Remove the white space at the end, and one hyphen if it may be removed."""
        while self._parts:
            last = self._parts[-1].rstrip()
            if hyphen and ends_in_hyphen(last):
                last, hyphen = last[:-1], False
            self._length -= len(self._parts[-1]) - len(last)
            self._parts[-1] = last
            if last:
                break
            self._parts.pop()
        while self._pieces and self._pieces[-1].offset >= self._length:
            self._pieces.pop()

    def ends_in_hyphen(self) -> bool:
        """Whether its words so far end in a hyphen."""
        return ends_in_hyphen("".join(self._parts[-2:]))

    def finish(self) -> Block:
        """Join the words when all have been added."""
        self.text = "".join(self._parts)
        self._parts = []
        return self

    def locate(
        self, start: int, end: int
    ) -> tuple[tuple[int, WrittenElement], tuple[int, WrittenElement]]:
        """Return where characters of the text begin and end in the file, each with its element."""
        first, last = self._find(start), self._find(end - 1)
        begin = first.start + (start - first.offset)
        stop = last.end if last.is_reference else last.start + (end - last.offset)
        return (begin, first.frame), (stop, last.frame)

    def find_frame(self, offset: int) -> WrittenElement:
        """Return the innermost element that holds a character of the text."""
        return self._find(offset).frame

    def _find(self, offset: int) -> _Piece:
        return self._pieces[bisect_right(self._pieces, offset, key=lambda piece: piece.offset) - 1]


class FileWords(NamedTuple):
    """The blocks of a file, and the elements that point to entities."""

    text: str
    blocks: tuple[Block, ...]
    mentions: tuple[WrittenElement, ...]


def read_blocks(
    text: str, shown: TextTable, is_skipped: Callable[[WrittenElement], bool], language: str = ""
) -> FileWords:
    """Return the blocks of a file, without what is in elements that are skipped.

    `language` is that of words that have no @xml:lang.
    """
    reader = _Reader(text, shown, is_skipped, language)
    reader.read()
    blocks = tuple(block for block in reader.done if any(map(str.isalnum, block.text)))
    return FileWords(text, blocks, tuple(reader.mentions))


def _list_characters(doctype: str) -> dict[str, str]:
    """Return the entities of an internal subset that are single characters; the first counts."""
    found: dict[str, str] = {}
    for name, _, value in _ENTITY.findall(doctype):
        found.setdefault(name, html.unescape(value))
    return {name: value for name, value in found.items() if len(value) == 1 and value not in "<&"}


class _Reader:
    def __init__(
        self,
        text: str,
        shown: TextTable,
        is_skipped: Callable[[WrittenElement], bool],
        language: str,
    ) -> None:
        self.text = text
        self.shown = shown
        self.is_skipped = is_skipped
        self.language = language
        self.tokens: Sequence[Token] = list(split_markup(text))
        self.done: list[Block] = []
        self.mentions: list[WrittenElement] = []
        self.frames: list[WrittenElement] = []
        # The open blocks; None where words are not read.
        self.open: list[tuple[WrittenElement, Block | None, str]] = []
        self.chosen: dict[
            WrittenElement, int
        ] = {}  # where the side of a choice begins that is read
        self.declared: dict[str, str] = {}
        self.joins = False  # a break of the source is in a word

    def read(self) -> None:
        for number, token in enumerate(self.tokens):
            kind = token.kind
            if kind is TokenKind.TEXT:
                self.take_text(self.text[token.start : token.end], token)
            elif kind is TokenKind.START or kind is TokenKind.EMPTY:
                self.take_start(token, number)
            elif kind is TokenKind.END:
                self.take_end(token)
            elif kind is TokenKind.REFERENCE:
                written = self.text[token.start : token.end]
                known = html.unescape(written) if _CHARACTER.match(written) else BARRIER
                known = self.declared.get(written[1:-1], known)
                self.take_text(known if len(known) == 1 else BARRIER, token)
            elif kind is TokenKind.DOCTYPE:
                self.declared = _list_characters(self.text[token.start : token.end])
            elif kind is TokenKind.CDATA:
                self.mark(BARRIER)

    @property
    def block(self) -> Block | None:
        return self.open[-1][1] if self.open else None

    def mark(self, sign: str) -> None:
        if (block := self.block) is not None:
            block.add_mark(sign)

    def take_text(self, words: str, token: Token) -> None:
        block = self.block
        if block is None or not self.frames or self.frames[-1].name in _HOLDERS:
            return
        start = token.start
        if self.joins:
            start += len(words) - len(words.lstrip())
            words = words.lstrip()
            self.joins = not words
        block.add(words, start, token.end, self.frames[-1])

    def take_start(self, token: Token, number: int) -> None:
        parent = self.frames[-1] if self.frames else None
        frame = WrittenElement(read_tag(self.text, token), token, parent, self.language)
        if frame.name in _MENTIONS and any(name in frame.attributes for name in POINTERS):
            self.mentions.append(frame)
        if token.kind is TokenKind.EMPTY:
            self.take_empty(frame)
            return
        self.frames.append(frame)
        opened = self.choose_block(frame)
        if opened is not None:
            self.open.append((frame, *opened))
        if frame.is_tei and frame.name == "choice" and self.block is not None:
            self.chosen[frame] = self.find_side(number)

    def choose_block(self, frame: WrittenElement) -> tuple[Block | None, str] | None:
        """Return the block that an element begins, and what replaces it in the one around it.

        None if its words belong to the block around it.
        """
        name = frame.name
        if not frame.in_text:
            return None if not self.open else (None, BARRIER)
        parent = frame.parent
        if name == "text" and frame.is_tei:
            return Block(frame), BARRIER
        if self.block is None or parent is None:
            return None
        if parent.name == "choice" and parent in self.chosen and frame.start != self.chosen[parent]:
            return (None if self.is_closed(frame) else Block(frame)), ""
        if self.is_closed(frame):
            return None, ASIDE if name in _ASIDES else BARRIER
        if name in _ASIDES:
            return Block(frame), ASIDE
        if name in BLOCKS or name in _READINGS:
            return Block(frame), BARRIER
        return None

    def is_closed(self, frame: WrittenElement) -> bool:
        if not frame.is_tei or frame.name in _CLOSED or self.is_skipped(frame):
            return True
        return frame.name in NAMED_BY_REF and any(n in frame.attributes for n in POINTERS)

    def find_side(self, number: int) -> int:
        """Return where the side of a choice begins that the reading text has."""
        children: dict[str, int] = {}
        depth = 0
        for at in range(number + 1, len(self.tokens)):
            token = self.tokens[at]
            if token.kind in {TokenKind.START, TokenKind.EMPTY}:
                if depth == 0:
                    children.setdefault(read_tag(self.text, token).name, token.start)
                depth += token.kind is TokenKind.START
            elif token.kind is TokenKind.END:
                depth -= 1
                if depth < 0:
                    break
        for setting, on, off in SIDES:
            if on in children and off in children:
                return children[on if getattr(self.shown, setting) else off]
        return next(iter(children.values()), -1)

    def take_empty(self, frame: WrittenElement) -> None:
        block = self.block
        if block is None:
            return
        if frame.name not in BREAKS:
            if frame.name not in NOT_TEXT and frame.name not in {"anchor", "ptr", "handShift"}:
                block.add_mark(ASIDE if frame.name in _ASIDES else BARRIER)
            return
        is_hyphen = self.shown.join_hyphens and block.ends_in_hyphen()
        if frame.attributes.get("break") == "no" or (is_hyphen and "break" not in frame.attributes):
            block.trim(hyphen=True)
            self.joins = True
        elif not self.joins:
            block.add_mark(" ")

    def take_end(self, token: Token) -> None:
        if not self.frames:
            return
        frame = self.frames.pop()
        frame.close(token)
        if self.open and self.open[-1][0] is frame:
            _, block, sign = self.open.pop()
            if block is not None:
                self.done.append(block.finish())
            self.joins = False
            if sign:
                self.mark(sign)
