"""What may be written at a place, for the list that an editor program shows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from tei_edition.checks.suggested import SUGGESTED
from tei_edition.editor.describing import describe_card, describe_name
from tei_edition.relaxng.completion import Allowed
from tei_edition.relaxng.cursor import (
    Cursor,
    CursorKind,
    find_cursor,
    find_scope,
    find_word,
    list_allowed,
    write_name,
)
from tei_edition.relaxng.derivative import list_required, walk
from tei_edition.relaxng.pattern import Data, Element, ListOf, TextPattern, Value
from tei_edition.source.markup import scan_markup
from tei_edition.tei import is_pointing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.editor.document import OpenDocument
    from tei_edition.editor.messages import Card, Index
    from tei_edition.editor.offering import Entries
    from tei_edition.relaxng import Walker

# What an element may hold beside attributes.
_CONTENT = (Element, TextPattern, Data, Value, ListOf)
MOST = 100  # entries of registers in one answer
_LOOKED_AT = 20_000  # characters after a place among which the end tag is looked for


class Wish(NamedTuple):
    """How the editor program takes what is offered."""

    has_snippets: bool = False


def complete(
    document: OpenDocument, offset: int, entries: Entries, wish: Wish
) -> types.CompletionList:
    """Return what may be written at a place of a document."""
    walker = document.walker
    cursor = find_cursor(walker, offset)
    index = entries.index
    if cursor.kind is CursorKind.VALUE:
        return _complete_value(document, walker, cursor, offset, entries)
    if cursor.kind is CursorKind.END:
        items = _complete_end(document, cursor)
    elif cursor.kind is CursorKind.ATTRIBUTE:
        items = _complete_attribute(document, walker, cursor, index, wish)
    elif cursor.kind is CursorKind.OTHER:
        items = []
    else:
        items = _complete_element(document, walker, cursor, index, wish)
    return types.CompletionList(is_incomplete=False, items=items)


# Elements


def _complete_element(
    document: OpenDocument, walker: Walker, cursor: Cursor, index: Index, wish: Wish
) -> list[types.CompletionItem]:
    place = document.find_range(cursor.start, cursor.end)
    scope = cursor.position.scope
    bracket = "<" if cursor.kind is CursorKind.CONTENT else ""
    closing = "" if cursor.is_whole else _find_closing(document.text, cursor)
    items = []
    for allowed in list_allowed(walker, cursor):
        written = write_name(allowed.name, scope)
        declaration = ""
        if written is None:
            namespace, _, written = allowed.name.rpartition("}")
            declaration = f' xmlns="{namespace}"'
        new = f"{bracket}{written}{declaration}"
        if not cursor.is_whole and wish.has_snippets:
            new = _write_element(walker, cursor, allowed, new, has_end=written == closing)
        items.append(
            _make_item(
                written, new, place, types.CompletionItemKind.Property, allowed,
                index.elements.get(written, 0), is_snippet=wish.has_snippets,
            )
        )  # fmt: skip
    if bracket or not cursor.position.frame:
        return items
    name = cursor.position.frame.written
    end = "" if document.text.startswith(">", cursor.end) else ">"
    items.append(
        types.CompletionItem(
            label=f"/{name}",
            kind=types.CompletionItemKind.Property,
            sort_text="9",
            text_edit=types.TextEdit(place, f"/{name}{end}"),
        )
    )
    return items


def _write_element(
    walker: Walker, cursor: Cursor, allowed: Allowed, begun: str, *, has_end: bool
) -> str:
    """Return the rest of a tag with the attributes that are required, and its end tag."""
    opening, _ = walker.find_opening(cursor.position.state, allowed.name)
    begun = begun.replace("$", r"\$")
    if opening is None:
        return begun
    required, is_empty = _describe_content(opening.elements)
    written = [write_name(name, cursor.position.scope, is_attribute=True) for name in required]
    given = "".join(
        f' {name}="${number}"' for number, name in enumerate([w for w in written if w], 1)
    )
    if is_empty:
        return f"{begun}{given}/>$0"
    end = begun.lstrip("<").partition(" ")[0]
    return f"{begun}{given}>$0" + ("" if has_end else f"</{end}>")


@lru_cache(maxsize=4096)
def _describe_content(elements: tuple[Element, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the attributes that all of some elements require, and whether all of them are empty.

    Remembered: every list of elements asks this of some hundred.
    """
    first, *others = ([*_list_required(element)] for element in elements)
    required = tuple(name for name in first if all(name in other for other in others))
    is_empty = not any(
        isinstance(part, _CONTENT) for element in elements for part in walk(element.content)
    )
    return required, is_empty


def _list_required(element: Element) -> Iterator[str]:
    for attribute in list_required(element.content):
        yield from attribute.name_class.list_names()[:1]


def _find_closing(text: str, cursor: Cursor) -> str:
    """Return the name of an end tag behind a place that closes nothing that is open before it."""
    frame = cursor.position.frame
    depth = 0
    for found in scan_markup(text, cursor.end):
        if found.start() > cursor.end + _LOOKED_AT:
            break
        if found["opened"]:
            depth += not found["slash"]
        elif name := found["closed"]:
            if depth:
                depth -= 1
            else:
                return "" if frame is not None and frame.written == name else name
    return ""


def _complete_end(document: OpenDocument, cursor: Cursor) -> list[types.CompletionItem]:
    frame = cursor.position.frame
    if frame is None:
        return []
    end = "" if cursor.is_whole else ">"
    place = document.find_range(cursor.start, cursor.end)
    return [
        types.CompletionItem(
            label=frame.written,
            kind=types.CompletionItemKind.Property,
            text_edit=types.TextEdit(place, frame.written + end),
        )
    ]


# Attributes


def _complete_attribute(
    document: OpenDocument, walker: Walker, cursor: Cursor, index: Index, wish: Wish
) -> list[types.CompletionItem]:
    place = document.find_range(cursor.start, cursor.end)
    scope = find_scope(walker, cursor)
    items = []
    for allowed in list_allowed(walker, cursor):
        written = write_name(allowed.name, scope, is_attribute=True)
        if written is None:
            continue
        has_snippet = wish.has_snippets and not cursor.is_whole
        new = f'{written}="$1"' if has_snippet else written
        items.append(
            _make_item(
                written, new, place, types.CompletionItemKind.Field, allowed,
                index.attributes.get(written, 0), is_snippet=has_snippet,
            )
        )  # fmt: skip
    return items


def _make_item(
    label: str,
    new: str,
    place: types.Range,
    kind: types.CompletionItemKind,
    allowed: Allowed,
    uses: int,
    *,
    is_snippet: bool,
) -> types.CompletionItem:
    """Return an item: what is required comes first, then what is usual in the edition."""
    rank = f"{0 if allowed.is_required else 1}{99 - min(uses, 99):02d}{label.casefold()}"
    snippet = types.InsertTextFormat.Snippet if is_snippet else types.InsertTextFormat.PlainText
    return types.CompletionItem(
        label=label,
        kind=kind,
        detail="required" if allowed.is_required else None,
        sort_text=rank,
        filter_text=new.partition("$")[0] if new.startswith("<") else label,
        insert_text_format=snippet,
        text_edit=types.TextEdit(place, new),
        data={"documentation": allowed.documentation} if allowed.documentation else None,
    )


# Values


def _complete_value(
    document: OpenDocument, walker: Walker, cursor: Cursor, offset: int, entries: Entries
) -> types.CompletionList:
    element = cursor.element.rpartition(":")[2]
    start, end = find_word(walker, cursor, offset)
    listed = list_allowed(walker, cursor)
    known = {allowed.name for allowed in listed}
    suggested = SUGGESTED.get(element, {}).get(cursor.attribute, frozenset())
    listed += [Allowed(value) for value in sorted(suggested - known)]
    place = document.find_range(start, end)
    items = [
        types.CompletionItem(
            label=allowed.name,
            kind=types.CompletionItemKind.EnumMember,
            sort_text=f"0{number:04d}",
            text_edit=types.TextEdit(place, _escape(allowed.name)),
            data={"documentation": allowed.documentation} if allowed.documentation else None,
        )
        for number, allowed in enumerate(listed)
    ]
    if not is_pointing(element, cursor.attribute):
        return types.CompletionList(is_incomplete=False, items=items)
    before = entries.index.writings.get(cursor.attribute, "" if cursor.attribute == "key" else "#")
    start, query = _find_query(document.text[cursor.start : offset], before)
    start += cursor.start
    given = dict(cursor.given)
    cards = entries.choose(element, cursor.attribute, given, query, document.text)
    place = document.find_range(start, max(end, start))
    items += [
        _offer_card(card, before, place, query, number) for number, card in enumerate(cards[:MOST])
    ]
    return types.CompletionList(is_incomplete=bool(cards), items=items)


_LAST_POINTER = re.compile(r".*\S*[#:]\S+\s+", re.DOTALL)


def _find_query(value: str, before: str) -> tuple[int, str]:
    """Return where the words begin by which an entry is looked for, and these words.

    Pointers before them, and what begins the pointer that is being written, are left out.
    """
    begun = _LAST_POINTER.match(value)
    start = begun.end() if begun else 0
    return start, value[start:].removeprefix(before).removeprefix("#")


def _offer_card(
    card: Card, before: str, place: types.Range, query: str, number: int
) -> types.CompletionItem:
    pointer = _escape(f"{before}{card.id}")
    return types.CompletionItem(
        label=card.name or card.id,
        label_details=types.CompletionItemLabelDetails(description=card.dates or card.element),
        kind=types.CompletionItemKind.Reference,
        detail=" · ".join(part for part in (card.id, card.dates) if part),
        sort_text=f"1{number:04d}",
        # What is written was compared with all forms of the name here, and not by the program.
        filter_text=f"{before}{query}" if query else pointer,
        text_edit=types.TextEdit(place, pointer),
        data={"card": card.id},
    )


def _escape(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def resolve(item: types.CompletionItem, entries: Entries) -> types.CompletionItem:
    """Return an item with its documentation."""
    data = item.data if isinstance(item.data, dict) else {}
    text = str(data.get("documentation", ""))
    if ident := data.get("card"):
        card = entries.by_id.get(ident)
        text = describe_card(card) if card is not None else ""
    elif text:
        text = describe_name("", text)
    if text:
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, text)
    return item
