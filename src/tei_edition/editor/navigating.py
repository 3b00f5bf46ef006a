"""From pointers to what they lead to, and back; identifiers and tags renamed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from tei_edition.editor.acting import edit_document
from tei_edition.editor.line_table import LineTable
from tei_edition.editor.pointing import Goal, Pointers
from tei_edition.editor.service import name_uri
from tei_edition.language.folding import fold
from tei_edition.problems import EditionError
from tei_edition.relaxng.cursor import CursorKind, find_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.editing.revision import Replacement
    from tei_edition.editor.document import OpenDocument
    from tei_edition.editor.line_table import Unit
    from tei_edition.editor.pointing import Spot
    from tei_edition.editor.project import Project

_WORD_BEFORE = re.compile(r"[^\s\"'<]*\Z")
_WORD_AFTER = re.compile(r"[^\s\"'<]*")
_ELEMENT = re.compile(r"[^\W\d][\w.·:-]*")
_MOST = 200  # entries that a search of symbols gives


def find_goal(
    document: OpenDocument, offset: int, project: Project, pointers: Pointers | None = None
) -> Goal | None:
    """Return what the identifier or pointer at a place names."""
    cursor = find_cursor(document.walker, offset)
    if cursor.kind is not CursorKind.VALUE:
        return None
    before = _WORD_BEFORE.search(document.text, cursor.start, offset)
    after = _WORD_AFTER.match(document.text, offset, cursor.end)
    word = (before[0] if before else "") + (after[0] if after else "")
    file = project.name_file(document.path)
    if pointers is None:
        pointers = Pointers({file: document.text}, project.entries.index)
    return pointers.aim(cursor.element, cursor.attribute, word, file) if word else None


def find_definition(
    document: OpenDocument, offset: int, project: Project, unit: Unit
) -> types.Location | None:
    """Return where that is declared to which a pointer leads."""
    pointers = project.read_pointers()
    goal = find_goal(document, offset, project, pointers)
    spot = pointers.find_definition(goal) if goal else None
    return next(iter(_locate([spot], pointers, project, unit)), None) if spot else None


def find_references(
    document: OpenDocument, offset: int, project: Project, unit: Unit, *, has_own: bool
) -> list[types.Location]:
    """Return the pointers that lead where the one at a place does, or to its identifier."""
    pointers = project.read_pointers()
    goal = find_goal(document, offset, project, pointers)
    spots = pointers.find_spots(goal) if goal else []
    return _locate((s for s in spots if has_own or not s.is_declaration), pointers, project, unit)


def _locate(
    spots: Iterable[Spot], pointers: Pointers, project: Project, unit: Unit
) -> list[types.Location]:
    tables: dict[str, LineTable] = {}
    found = []
    for spot in spots:
        text = pointers.texts[spot.file]
        if spot.file not in tables:
            document = project.find_document(spot.file)
            tables[spot.file] = document.lines if document else LineTable(text, unit)
        start = tables[spot.file].find_place(text, spot.start)
        end = tables[spot.file].find_place(text, spot.end)
        place = types.Range(types.Position(*start), types.Position(*end))
        found.append(types.Location(_name(project, spot.file), place))
    return found


def _name(project: Project, file: str) -> str:
    document = project.find_document(file)
    return document.uri if document else name_uri(project.config.root / file)


def find_renamed(document: OpenDocument, offset: int, project: Project) -> types.Range | None:
    """Return the name at a place that can be changed everywhere: an identifier, or of a tag."""
    if pair := document.outline.find_pair(offset):
        names = next(n for n in pair if n[0] <= offset <= n[1])
        return document.find_range(*names)
    goal = find_goal(document, offset, project, project.read_pointers())
    if goal is None:
        return None
    start = document.text.find(goal.id, max(0, offset - len(goal.id)), offset + len(goal.id))
    return document.find_range(start, start + len(goal.id)) if start >= 0 else None


def rename(
    document: OpenDocument, offset: int, project: Project, new: str, unit: Unit
) -> types.WorkspaceEdit | None:
    """Return the edits that rename an identifier in all files, or both tags of an element.

    Raises EditionError where this is not safe.
    """
    if pair := document.outline.find_pair(offset):
        if not _ELEMENT.fullmatch(new):
            raise EditionError(f'"{new}" cannot be the name of an element')
        edit = edit_document(document, [(*names, new) for names in pair])
        return types.WorkspaceEdit(document_changes=[edit])
    pointers = project.read_pointers()
    goal = find_goal(document, offset, project, pointers)
    if goal is None:
        return None
    replacements = pointers.rename(goal, new)
    return types.WorkspaceEdit(
        document_changes=[
            _edit(file, pieces, pointers, project, unit) for file, pieces in replacements.items()
        ]
    )


def _edit(
    file: str, pieces: list[Replacement], pointers: Pointers, project: Project, unit: Unit
) -> types.TextDocumentEdit:
    document = project.find_document(file)
    if document is not None:
        return edit_document(document, pieces)
    text = pointers.texts[file]
    lines = LineTable(text, unit)
    edits: list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit] = [
        types.TextEdit(
            types.Range(
                types.Position(*lines.find_place(text, start)),
                types.Position(*lines.find_place(text, end)),
            ),
            new,
        )
        for start, end, new in sorted(pieces)
    ]
    identifier = types.OptionalVersionedTextDocumentIdentifier(_name(project, file))
    return types.TextDocumentEdit(identifier, edits)


def find_symbols(project: Project, query: str) -> list[types.WorkspaceSymbol]:
    """Return the entries of the registers that have a name like what is looked for."""
    folded = fold(query)
    found = []
    for card in project.entries.index.cards:
        if card.location is None or not card.kind:
            continue
        if any(folded in fold(name) for name in (card.name, card.id, *card.forms)):
            place = types.Position(card.location.line - 1, card.location.column - 1)
            found.append(
                types.WorkspaceSymbol(
                    types.Location(_name(project, card.file), types.Range(place, place)),
                    name=card.name or card.id,
                    kind=types.SymbolKind.Class,
                    container_name=card.kind,
                )
            )
        if len(found) == _MOST:
            break
    return found
