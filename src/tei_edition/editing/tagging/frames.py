"""The elements of a file as they are written, each with the places of its tags."""

from __future__ import annotations

import functools
import html
from typing import NamedTuple

from tei_edition.source.markup import Token, TokenKind, find_name, list_attributes
from tei_edition.tei import TEI_NS


class WrittenTag(NamedTuple):
    """A start tag: its name with the prefix as written, and its attributes, references resolved."""

    prefix: str
    name: str
    attributes: dict[str, str]


class WrittenElement:
    """An element of a file; places are counted in the characters of the file.

    `start` to `inner_start` is its start tag, `inner_end` to `end` its end tag. `language` is that
    of its words, by @xml:lang; `text_language` that of the text in which it is.
    """

    __slots__ = ("attributes", "depth", "end", "in_text", "inner_end", "inner_start", "is_tei",
                 "language", "name", "namespaces", "parent", "prefix", "start",
                 "text_language")  # fmt: skip

    def __init__(
        self, tag: WrittenTag, token: Token, parent: WrittenElement | None, language: str = ""
    ) -> None:
        self.name, self.prefix, self.attributes = tag.name, tag.prefix, tag.attributes
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.start, self.inner_start = token.start, token.end
        self.inner_end = self.end = token.end
        self.namespaces: dict[str, str] = parent.namespaces if parent else {}
        if any(name.startswith("xmlns") for name in tag.attributes):
            declared = {
                name.partition(":")[2]: uri
                for name, uri in tag.attributes.items()
                if name.partition(":")[0] == "xmlns"
            }
            self.namespaces = {**self.namespaces, **declared}
        self.is_tei = self.namespaces.get(tag.prefix) == TEI_NS
        self.language: str = tag.attributes.get("xml:lang", parent.language if parent else language)
        is_text = self.is_tei and self.name == "text"
        self.in_text: bool = is_text or bool(parent and parent.in_text)
        starts_text = is_text or parent is None
        self.text_language: str = self.language if starts_text else parent.text_language  # type: ignore[union-attr]

    def close(self, token: Token) -> None:
        """Note where the end tag is."""
        self.inner_end, self.end = token.start, token.end


def read_tag(text: str, token: Token) -> WrittenTag:
    """Return the name and the attributes of a start tag."""
    return _read_tag(text[token.start : token.end])


@functools.lru_cache(maxsize=8192)
def _read_tag(written: str) -> WrittenTag:
    token = Token(TokenKind.START, 0, len(written))
    start, end = find_name(written, token)
    prefix, colon, name = written[start:end].rpartition(":")
    attributes = {
        found.name: html.unescape(written[found.start : found.end])
        for found in list_attributes(written, token)
    }
    return WrittenTag(prefix if colon else "", name, attributes)
