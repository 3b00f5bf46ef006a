"""A document that is open in an editor program, as it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from tei_edition.editor.line_table import LineTable
from tei_edition.editor.outline import Outline
from tei_edition.relaxng import Walker

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.editor.line_table import Unit
    from tei_edition.relaxng import Schema


class OpenDocument:
    """A text with its lines, its walk by a schema, and its outline.

    `is_unsaved` says that it may differ from its file.
    """

    def __init__(
        self, uri: str, path: Path, text: str, version: int, unit: Unit, schema: Schema
    ) -> None:
        self.uri = uri
        self.path = path
        self.version = version
        self.is_unsaved = False
        self.lines = LineTable(text, unit)
        self.walker = Walker(schema, text)
        self._outline: Outline | None = None

    @property
    def text(self) -> str:
        """What is written."""
        return self.walker.text

    def set_schema(self, schema: Schema) -> None:
        """Walk by a schema from now on."""
        if schema is not self.walker.schema:
            self.walker = Walker(schema, self.text)

    def change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Apply a change that the editor program reports."""
        if isinstance(change, types.TextDocumentContentChangePartial):
            start = self.find_offset(change.range.start)
            end = max(start, self.find_offset(change.range.end))
        else:
            start, end = 0, len(self.text)
        self.walker.change(start, end, change.text)
        self.lines.change(self.text, start, end, len(change.text))
        self._outline = None
        self.is_unsaved = True

    @property
    def outline(self) -> Outline:
        """The elements, as they are now."""
        if self._outline is None:
            self._outline = Outline(self.text)
        return self._outline

    def find_offset(self, position: types.Position) -> int:
        """Return the offset of a position."""
        return self.lines.find_offset(self.text, position.line, position.character)

    def find_position(self, offset: int) -> types.Position:
        """Return the position of an offset."""
        return types.Position(*self.lines.find_place(self.text, offset))

    def find_range(self, start: int, end: int) -> types.Range:
        """Return the range between two offsets."""
        return types.Range(self.find_position(start), self.find_position(end))
