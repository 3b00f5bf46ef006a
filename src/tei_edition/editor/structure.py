"""The structure of a document as editor programs show it: symbols, folds, selections, tag pairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from tei_edition.tei import DIVISIONS, ENTRIES

if TYPE_CHECKING:
    from tei_edition.editor.document import OpenDocument
    from tei_edition.editor.outline import Outline, OutlineNode

_PARTS = DIVISIONS | ENTRIES | {
    "TEI", "teiCorpus", "teiHeader", "fileDesc", "encodingDesc", "profileDesc", "revisionDesc",
    "text", "group", "front", "body", "back", "standOff", "facsimile", "surface", "listPerson",
    "listPlace", "listOrg", "listBibl", "listEvent", "listObject", "listNym", "listWit", "witness",
    "titlePage", "lg", "sp", "figure", "table",
}  # fmt: skip
_NAMED = ("persName", "placeName", "orgName", "objectName", "label", "head", "speaker", "title")
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 60
_FEWEST_LINES = 1  # lines that a fold hides


def list_symbols(document: OpenDocument) -> list[types.DocumentSymbol]:
    """Return the parts of a document, one within another, with their heads or names."""
    outline = document.outline
    found: list[types.DocumentSymbol] = []
    inner: dict[int, list[types.DocumentSymbol]] = {-1: found}
    for number, node in enumerate(outline.nodes):
        local = node.name.rpartition(":")[2]
        if local not in _PARTS and "xml:id" not in node.written:
            continue
        symbol = types.DocumentSymbol(
            name=_name_part(outline, number, node),
            kind=types.SymbolKind.Class if local in ENTRIES else types.SymbolKind.Module,
            detail=node.name,
            range=document.find_range(node.start, node.end),
            selection_range=document.find_range(node.start, node.inner),
            children=inner.setdefault(number, []),
        )
        outer = node.outer
        while outer not in inner:
            outer = outline.nodes[outer].outer
        inner[outer].append(symbol)
    return found


def _name_part(outline: Outline, number: int, node: OutlineNode) -> str:
    """Return the head or the name of a part, or what its attributes say, or its element."""
    for inner in outline.nodes[number + 1 :]:
        if inner.start >= node.end:
            break
        if inner.outer == number and inner.name.rpartition(":")[2] in _NAMED:
            words = " ".join(_TAG.sub("", outline.text[inner.inner : inner.close]).split())
            if words:
                return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    attributes = node.attributes
    said = [attributes[name] for name in ("xml:id", "type", "n") if attributes.get(name)]
    return " ".join((node.name, *said))


def list_folds(document: OpenDocument) -> list[types.FoldingRange]:
    """Return what can be folded: elements of several lines."""
    found = []
    for node in document.outline.nodes:
        start = document.find_position(node.inner).line
        end = document.find_position(node.close).line
        if not node.is_empty and end > start + _FEWEST_LINES:
            found.append(types.FoldingRange(start_line=start, end_line=end - 1))
    return found


def find_selection(document: OpenDocument, offset: int) -> types.SelectionRange:
    """Return what is selected step by step from a place: content and element, outwards."""
    selection: types.SelectionRange | None = None
    for node in document.outline.find_around(offset):
        whole = document.find_range(node.start, node.end)
        selection = types.SelectionRange(range=whole, parent=selection)
        if not node.is_empty and node.inner <= offset <= node.close:
            content = document.find_range(node.inner, node.close)
            selection = types.SelectionRange(range=content, parent=selection)
    return selection or types.SelectionRange(range=document.find_range(0, len(document.text)))


def find_linked(document: OpenDocument, offset: int) -> types.LinkedEditingRanges | None:
    """Return the names in both tags of an element, which are written at once."""
    pair = document.outline.find_pair(offset)
    if pair is None:
        return None
    return types.LinkedEditingRanges([document.find_range(*names) for names in pair])
