"""Names of TEI: namespaces, and the sets of elements that the whole toolkit agrees on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

TEI_NS = "http://www.tei-c.org/ns/1.0"
SOURCE_NS = "urn:tei-edition:source"
XML_NS = "http://www.w3.org/XML/1998/namespace"
XML_ID = f"{{{XML_NS}}}id"
XML_LANG = f"{{{XML_NS}}}lang"


def tei(name: str) -> str:
    """A TEI element's name in Clark notation."""
    return f"{{{TEI_NS}}}{name}"


def src(name: str) -> str:
    """The name of a stamp in Clark notation."""
    return f"{{{SOURCE_NS}}}{name}"


def local(tag: object) -> str:
    """The local name of a TEI element's tag; empty for any other node."""
    if isinstance(tag, str) and tag.startswith(_PREFIX):
        return tag[len(_PREFIX) :]
    return ""


def words_of(element: etree._Element | None) -> str:
    """All words of an element in one line, white space collapsed."""
    return "" if element is None else " ".join(raw_text(element).split())


def raw_text(element: etree._Element) -> str:
    """The string value of an element."""
    return "".join(str(text) for text in element.itertext())


_PREFIX = f"{{{TEI_NS}}}"

DIVISIONS = frozenset({"div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"})

# Names are mentions wherever they stand; these others only with a pointer.
NAMES = frozenset({"persName", "orgName", "placeName", "geogName", "name", "rs"})
NAMED_BY_POINTER = frozenset({"author", "editor", "event", "title"})

# What a reader may cite. A dating is a place to lead to as well.
PASSAGES = DIVISIONS | {
    "head", "p", "ab", "l", "lg", "sp", "note", "item", "row", "app", "figure",
}  # fmt: skip

# Attributes whose values are pointers, one or several; @key alone holds a single one.
POINTING = frozenset({
    "active", "ana", "calendar", "change", "copyOf", "corresp", "datingMethod", "edRef",
    "exclude", "hand", "key", "mutual", "next", "passive", "prev", "ref", "resp", "sameAs",
    "select", "spanTo", "target", "who", "wit",
})  # fmt: skip

# The entries of registers, and the elements in them whose names are text again.
ENTRIES = frozenset({"person", "personGrp", "org", "place", "event", "nym", "object"})
PROSE = frozenset({"note", "p", "ab", "desc"})
