"""What an editor program can do at a place: certain corrections, markup around a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lsprotocol import types

from tei_edition.relaxng.cursor import write_name
from tei_edition.relaxng.wrapping import list_wrappers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tei_edition.editor.document import OpenDocument
    from tei_edition.editor.messages import Finding
    from tei_edition.editor.offering import Entries
    from tei_edition.problems import Edit

_QUOTES = {'"': "&quot;", "'": "&apos;"}
_MOST = 25  # elements that are offered to wrap a selection
_ELEMENTS = {
    "person": "persName", "organisation": "orgName", "place": "placeName", "event": "eventName",
    "work": "title", "object": "objectName", "term": "term", "name": "name",
}  # fmt: skip


def list_fixes(
    findings: Iterable[tuple[Finding, types.Diagnostic]], find: Callable[[str], OpenDocument | None]
) -> list[types.CodeAction]:
    """Return the certain corrections of problems as they can be made in open documents."""
    actions = []
    for finding, diagnostic in findings:
        changes = _make_changes(finding.problem.fix, find)
        if changes:
            edit = finding.problem.fix[0]
            actions.append(
                types.CodeAction(
                    title=f'Replace "{edit.old}" by "{edit.new}"',
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[diagnostic],
                    is_preferred=True,
                    edit=changes,
                )
            )
    return actions


def fix_all(
    findings: Iterable[Finding], find: Callable[[str], OpenDocument | None]
) -> types.CodeAction | None:
    """Return all certain corrections at once; of two that touch the same words, the first."""
    edits: dict[tuple[str, int, int], Edit] = {}
    for finding in findings:
        for edit in finding.problem.fix:
            place = edit.location
            edits.setdefault((place.file, place.line, place.column), edit)
    changes = _make_changes(edits.values(), find)
    if not changes:
        return None
    return types.CodeAction(
        title="Make all certain corrections", kind=types.CodeActionKind.SourceFixAll, edit=changes
    )


def _make_changes(
    edits: Iterable[Edit], find: Callable[[str], OpenDocument | None]
) -> types.WorkspaceEdit | None:
    """Return the edits of a program for ours; None where the words are no longer there."""
    by_uri: dict[str, tuple[OpenDocument, list[tuple[int, int, str]]]] = {}
    for edit in edits:
        document = find(edit.location.file)
        if document is None:
            return None
        start = document.lines.find_point(edit.location.line, edit.location.column)
        end = start + len(edit.old)
        if document.text[start:end] != edit.old:
            return None
        new = escape(edit.new, _QUOTES) if edit.attribute else edit.new
        by_uri.setdefault(document.uri, (document, []))[1].append((start, end, new))
    if not by_uri:
        return None
    return types.WorkspaceEdit(
        document_changes=[edit_document(document, pieces) for document, pieces in by_uri.values()]
    )


def edit_document(
    document: OpenDocument, pieces: Iterable[tuple[int, int, str]]
) -> types.TextDocumentEdit:
    """Return the edits of a document in the version that it has."""
    found = []
    done = -1
    for start, end, new in sorted(set(pieces)):
        if start >= done:
            found.append(types.TextEdit(document.find_range(start, end), new))
            done = end
    identifier = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.TextDocumentEdit(identifier, found)


def list_wraps(
    document: OpenDocument, start: int, end: int, entries: Entries
) -> list[types.CodeAction]:
    """Return the elements to put around a selection: names of the register first, then others."""
    walker = document.walker
    if start == end:
        return []
    scope = walker.find_position(start)[0].scope
    allowed = {}
    for wrapper in list_wrappers(walker, start, end):
        written = write_name(wrapper.name, scope)
        if written is not None:
            allowed[written] = wrapper
    actions = []
    for card in entries.list_named(document.text[start:end]):
        element = _ELEMENTS.get(card.kind, "")
        if element in allowed:
            pointer = f"{entries.index.writings.get('ref', '#')}{card.id}"
            shown = f"{card.name} ({card.dates})" if card.dates else card.name
            title = f'Mark as <{element} ref="{pointer}">: {shown}'
            attribute = f' ref="{escape(pointer, _QUOTES)}"'
            actions.append(_wrap(document, start, end, element, attribute, title))
    used = entries.index.elements
    ranked = sorted(allowed, key=lambda name: -used.get(name, 0))
    for name in ranked[:_MOST]:
        title = f"Wrap the selection in <{name}>"
        actions += [_wrap(document, start, end, name, "", title)]
    return actions


def _wrap(
    document: OpenDocument, start: int, end: int, name: str, attribute: str, title: str
) -> types.CodeAction:
    pieces = [(start, start, f"<{name}{attribute}>"), (end, end, f"</{name}>")]
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.RefactorRewrite,
        edit=types.WorkspaceEdit(document_changes=[edit_document(document, pieces)]),
    )
