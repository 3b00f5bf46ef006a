"""Read the words of pandoc's tree, apart from the code that writes TEI, to compare both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tei_edition.editing.importing.word_proof import DocumentWords, split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tei_edition.editing.importing.pandoc_nodes import Node

# The members of the parts that have no words: formulas, rules, passages in other languages.
_SILENT = frozenset({"Math", "HorizontalRule", "RawInline", "RawBlock", "Image", "Null"})
_SPACES = frozenset({"Space", "SoftBreak", "LineBreak"})
_BLOCKS = frozenset({
    "Para", "Plain", "Header", "CodeBlock", "LineBlock", "BlockQuote", "BulletList", "OrderedList",
    "DefinitionList", "Table", "Div", "Figure", "MetaInlines",
})  # fmt: skip
_TITLES = ("title", "subtitle", "author", "date", "abstract", "lang")


def read_tree_words(document: Node, ignored: str = "") -> DocumentWords:
    """Return the words of a document, without those of comments and of formulas.

    The characters of `ignored` are no words.
    """
    text: list[str] = []
    notes: list[str] = []
    for key in _TITLES:
        if key in document["meta"] and (key != "lang" or not document["blocks"]):
            _read(document["meta"][key], text, notes)
            text.append(" ")
    _read_list(_drop_captions(document["blocks"]), text, notes)
    unmarked = str.maketrans(dict.fromkeys(ignored, " "))
    return DocumentWords(
        *(split_words("".join(parts).translate(unmarked)) for parts in (text, notes))
    )


def _read(node: Node, text: list[str], notes: list[str]) -> None:
    kind, content = node["t"], node.get("c", "")
    if kind == "Str" or kind == "MetaString":
        text.append(content)
    elif kind in _SPACES:
        text.append(" ")
    elif kind == "Note":
        notes.append(" ")
        _read_list(content, notes, notes)
        notes.append(" ")
    elif kind == "Code" or kind == "CodeBlock":
        text += [" " * (kind == "CodeBlock"), content[1], " " * (kind == "CodeBlock")]
    elif kind == "Quoted":
        opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        text.append(opening)
        _read_list(content[1], text, notes)
        text.append(closing)
    elif kind == "Image":
        if content[2][1].startswith("fig:"):
            text.append(" ")
            _read_list(content[1], text, notes)
            text.append(" ")
    elif kind == "Span" and "comment-start" in content[0][1]:
        pass
    elif kind not in _SILENT:
        text.append(" " if kind in _BLOCKS else "")
        for part in _list_parts(kind, content):
            _read_list(part, text, notes)
        text.append(" " if kind in _BLOCKS else "")


def _list_parts(kind: str, content: Any) -> Sequence[Any]:
    """Return the parts of a node that are words, without addresses and the short captions."""
    if kind in {"Link", "Span", "Div", "Cite"}:
        return [content[1]]
    if kind == "Header":
        return [content[2]]
    if kind == "Figure":
        return [content[2], content[1][1]]
    if kind == "Table":
        return [content[1][1], *content[3:]]
    return [content]


def _read_list(content: Any, text: list[str], notes: list[str]) -> None:
    """Read whatever nodes are in a part, in order."""
    if isinstance(content, dict):
        if "t" in content:
            _read(content, text, notes)
    elif isinstance(content, list):
        for one in _drop_captions(content):
            # Rows, cells, items and lines are lists, and separate words.
            is_part = isinstance(one, list)
            text.append(" " if is_part else "")
            _read_list(one, text, notes)
            text.append(" " if is_part else "")


def _drop_captions(nodes: Sequence[Any]) -> Sequence[Any]:
    """Return nodes without paragraphs that say the same as the caption of the table after them."""
    kept = []
    for place, node in enumerate(nodes):
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        if isinstance(node, dict) and isinstance(following, dict) and following.get("t") == "Table":
            caption = following["c"][1][1]
            if node.get("t") == "Div" and [b.get("c") for b in node["c"][1]] == [
                b.get("c") for b in caption
            ]:
                continue
        kept.append(node)
    return kept
