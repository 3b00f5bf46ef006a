"""What nodes of pandoc's tree say: attributes, titles, captions; and characters that XML allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Node = dict[str, Any]


def clean(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def is_language(tag: str) -> bool:
    """Whether a value can be an `@xml:lang`."""
    return re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag) is not None


def get_value(attributes: Any, name: str) -> str:
    """Return the value of an attribute of a node; empty if it has none."""
    found: str = next((value for key, value in attributes[2] if key == name), "")
    return found


def list_inlines(meta: Node | None) -> list[Any]:
    """Return the lines of a title, each as inlines."""
    if meta is None:
        return []
    kind, content = meta["t"], meta["c"]
    if kind == "MetaInlines":
        return [content]
    if kind == "MetaString":
        return [[{"t": "Str", "c": content}]]
    if kind == "MetaBlocks":
        return [block["c"] for block in content if block["t"] in {"Para", "Plain"}]
    return [line for one in content for line in list_inlines(one)] if kind == "MetaList" else []


def flatten(blocks: Sequence[Node], choose: Callable[[str], str]) -> list[Node]:
    """Return the blocks with headings that are in a `Div`, or have a style for one, as headings."""
    found: list[Node] = []
    for place, block in enumerate(blocks):
        if is_caption_of(block, blocks[place + 1] if place + 1 < len(blocks) else {}):
            continue
        if block["t"] != "Div":
            found.append(block)
            continue
        attributes, inner = block["c"]
        style = get_value(attributes, "custom-style")
        if choose(style) == "head" and len(inner) == 1 and inner[0]["t"] in {"Para", "Plain"}:
            found.append({"t": "Header", "c": [1, attributes, inner[0]["c"]]})
        elif not style and any(one["t"] in {"Header", "Div"} for one in inner):
            found += flatten(inner, choose)
        else:
            found.append(block)
    return found


def is_caption_of(block: Node, following: Node) -> bool:
    """Whether a paragraph is the caption that the table after it has as well."""
    if block["t"] != "Div" or following.get("t") != "Table":
        return False
    inner = block["c"][1]
    caption = following["c"][1][1]
    return (
        len(inner) == len(caption) == 1
        and inner[0]["t"] in {"Para", "Plain"}
        and inner[0]["c"] == caption[0]["c"]
    )
