"""What is at a place: the documentation of its markup, an entry, a date, a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from tei_edition.editor.describing import describe_card, describe_date, describe_name
from tei_edition.relaxng.completion import list_attributes, list_values
from tei_edition.relaxng.cursor import CursorKind, find_content, find_cursor, find_scope
from tei_edition.report.explanations import read_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.editor.document import OpenDocument
    from tei_edition.editor.messages import Finding
    from tei_edition.editor.offering import Entries
    from tei_edition.relaxng import Walker
    from tei_edition.relaxng.cursor import Cursor

_DATES = frozenset({"when", "notBefore", "notAfter", "from", "to"})


def hover(
    document: OpenDocument, offset: int, entries: Entries, ident: str, findings: Iterable[Finding]
) -> types.Hover | None:
    """Return what is shown of a place; `ident` is what a pointer there leads to."""
    parts = [_describe(document, offset, entries, ident)]
    parts += [_explain(finding) for finding in findings]
    text = "\n\n---\n\n".join(part for part in parts if part)
    if not text:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))


def _explain(finding: Finding) -> str:
    """Return the first paragraph of the explanation of a problem."""
    page = read_markdown(finding.problem.code)
    paragraphs = [part for part in page.split("\n\n") if part and part[0] not in "#`*"]
    return f"`{finding.problem.code}`: {paragraphs[0]}" if paragraphs else ""


def _describe(document: OpenDocument, offset: int, entries: Entries, ident: str) -> str:
    walker = document.walker
    if ident in entries.by_id:
        return describe_card(entries.by_id[ident])
    cursor = find_cursor(walker, offset)
    if cursor.kind is CursorKind.ELEMENT:
        written = document.text[cursor.start : cursor.end]
        return _describe_element(walker, cursor, written)
    if cursor.kind is CursorKind.END and cursor.position.frame is not None:
        # The state before the start tag is gone; an element means much the same everywhere.
        written = document.text[cursor.start : cursor.end]
        name = cursor.position.scope.read_element(written)
        opening = walker.schema.open_anywhere(name)
        return describe_name(written, opening.elements[0].documentation) if opening else ""
    if cursor.kind is CursorKind.ATTRIBUTE:
        return _describe_attribute(walker, cursor, document.text[cursor.start : cursor.end])
    if cursor.kind is CursorKind.VALUE:
        value = document.text[cursor.start : cursor.end]
        if cursor.attribute in _DATES and (said := describe_date(value)):
            return said
        return _describe_value(walker, cursor, value) or _describe_attribute(
            walker, cursor, cursor.attribute
        )
    return ""


def _describe_element(walker: Walker, cursor: Cursor, written: str) -> str:
    name = find_scope(walker, cursor).read_element(written)
    opening, _ = walker.find_opening(cursor.position.state, name)
    return describe_name(written, opening.elements[0].documentation) if opening else ""


def _describe_attribute(walker: Walker, cursor: Cursor, written: str) -> str:
    content = find_content(walker, cursor)
    if content is None:
        return ""
    name = find_scope(walker, cursor).read_attribute(written)
    found = next((a for a in list_attributes(content) if a.name == name), None)
    return describe_name(f"@{written}", found.documentation) if found else ""


def _describe_value(walker: Walker, cursor: Cursor, value: str) -> str:
    content = find_content(walker, cursor)
    if content is None:
        return ""
    name = find_scope(walker, cursor).read_attribute(cursor.attribute)
    found = next((a for a in list_values(content, name) if a.name == value), None)
    return describe_name(value, found.documentation) if found and found.documentation else ""
