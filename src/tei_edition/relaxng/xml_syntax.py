"""RELAX NG's XML syntax, read and held against section 3 of the specification.

What sections 4.1 to 4.4 do away with (annotations, white space, the attributes that are inherited)
is gone from the nodes that come out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from tei_edition.problems import Location
from tei_edition.relaxng.datatypes import WHITE, collapse, is_ncname
from tei_edition.relaxng.names import XML_NS, split_name
from tei_edition.relaxng.node import Node, SchemaError
from tei_edition.runtime.urls import join_url

if TYPE_CHECKING:
    from collections.abc import Mapping

RNG_NS = "http://relaxng.org/ns/structure/1.0"
ANNOTATION_NS = "http://relaxng.org/ns/compatibility/annotations/1.0"
_DOCUMENTATION = f"{ANNOTATION_NS}}}documentation"

# The children of each kind as letters: p(attern), c(hoice: pattern or names), n(ames), (e)x(cept),
# m (param), s(tart), d(efine), (di)v, i(nclude).
_LETTERS = {
    **dict.fromkeys(("element", "attribute", "group", "interleave", "optional", "mixed"), "p"),
    **dict.fromkeys(("zeroOrMore", "oneOrMore", "list", "ref", "parentRef", "empty", "text"), "p"),
    **dict.fromkeys(("value", "data", "notAllowed", "externalRef", "grammar"), "p"),
    **dict.fromkeys(("name", "anyName", "nsName"), "n"),
    "choice": "c", "except": "x", "param": "m", "start": "s", "define": "d", "div": "v",
    "include": "i",
}  # fmt: skip
_SOME = re.compile("[pc]+")
_NONE = re.compile("")
_CONTENT = {
    **dict.fromkeys(
        ("group", "interleave", "optional", "zeroOrMore", "oneOrMore", "list", "mixed", "define"),
        _SOME,
    ),
    **dict.fromkeys(
        [
            "ref",
            "parentRef",
            "empty",
            "text",
            "notAllowed",
            "externalRef",
            "value",
            "param",
            "name",
        ],
        _NONE,
    ),
    "element": re.compile("[nc][pc]+"),
    "element with name": _SOME,
    "attribute": re.compile("[nc][pc]?"),
    "attribute with name": re.compile("[pc]?"),
    "choice": re.compile("[pc]+|[nc]+"),
    "except": re.compile("[pc]+|[nc]+"),
    "data": re.compile("m*x?"),
    "anyName": re.compile("x?"),
    "nsName": re.compile("x?"),
    "start": re.compile("[pc]"),
    "grammar": re.compile("[sdvi]*"),
    "div": re.compile("[sdvi]*"),
    "include": re.compile("[sdv]*"),
}
_WANTED = {
    "ref": "name", "parentRef": "name", "define": "name", "param": "name", "data": "type",
    "include": "href", "externalRef": "href",
}  # fmt: skip
_ALLOWED = {
    **{kind: {name} for kind, name in _WANTED.items()},
    "element": {"name"},
    "attribute": {"name"},
    "value": {"type"},
    "start": {"combine"},
    "define": {"name", "combine"},
}
_NCNAMED = frozenset({"ref", "parentRef", "define", "param"})
_WITH_TEXT = frozenset({"value", "param", "name"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:.+", re.DOTALL)


def read_xml(data: bytes, file: str, base: str) -> Node:
    """Return the root of a schema in XML syntax; `base` is its address. Raises SchemaError."""
    reader = _Reader(file, base)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SchemaError(
            f"the schema is not well-formed XML: {expat.ErrorString(error.code)}",
            Location(file, error.lineno, error.offset + 1),
        ) from None
    assert reader.root is not None
    return reader.root


class _Reader:
    """The handlers that make nodes from expat's events; used once."""

    def __init__(self, file: str, base: str) -> None:
        self.file = file
        self.base = base
        self.parser = parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.add_text
        parser.StartNamespaceDeclHandler = self.declare
        parser.EndNamespaceDeclHandler = self.forget
        parser.ExternalEntityRefHandler = self.refuse_external
        self.root: Node | None = None
        self.open: list[Node] = []
        self.foreign: list[str] = []  # annotations that are open, and do not count
        self.documentation: list[str] = []
        self.last: Node | None = None  # the child that documentation after it belongs to
        self.prefixes: Mapping[str, str] = {"xml": XML_NS}
        self.outer: list[Mapping[str, str]] = []

    def locate(self) -> Location:
        parser = self.parser
        return Location(self.file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self.outer.append(self.prefixes)
        self.prefixes = {**self.prefixes, prefix or "": uri or ""}

    def forget(self, _prefix: str | None) -> None:
        self.prefixes = self.outer.pop()

    def refuse_external(self, *_: object) -> int:
        raise SchemaError(
            "the schema refers to an external entity, which is not read", self.locate()
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, kind = split_name(name)
        if self.foreign or namespace != RNG_NS:
            self.start_foreign(name)
            return
        parent = self.open[-1] if self.open else None
        node = Node(
            kind,
            self.locate(),
            namespace=parent.namespace if parent else None,
            library=parent.library if parent else "",
            base=parent.base if parent else self.base,
            prefixes=self.prefixes,
        )
        if kind not in _LETTERS:
            raise node.fail(f"RELAX NG has no element <{kind}>")
        if parent is None:
            if _LETTERS[kind] not in "pc":
                raise node.fail(f"a schema must begin with a pattern, not <{kind}>")
            self.root = node
        elif parent.kind in _WITH_TEXT:
            raise node.fail(f"<{parent.kind}> may contain only text")
        else:
            parent.children.append(node)
        self.open.append(node)
        self.last = None
        for key, value in attributes.items():
            self.set(node, key, value)
        self.check(node)

    def start_foreign(self, name: str) -> None:
        if not self.open:
            raise SchemaError(
                "this is not a RELAX NG schema in XML syntax",
                self.locate(),
                hint=f'its root is in the namespace "{RNG_NS}"',
            )
        if self.open[-1].kind in _WITH_TEXT:
            raise self.open[-1].fail(f"<{self.open[-1].kind}> may contain only text")
        if not self.foreign:
            self.documentation = []
        self.foreign.append(name)

    def set(self, node: Node, key: str, value: str) -> None:
        """Set an attribute, or what it gives to all below."""
        namespace, name = split_name(key)
        if namespace == RNG_NS:
            raise node.fail(f'the attribute "{name}" of <{node.kind}> must not have a prefix')
        if key == f"{XML_NS}}}base":
            node.base = join_url(node.base, value)
        elif namespace:
            return
        elif name == "ns":
            node.namespace = value
            if node.kind == "attribute":  # its own: one inherited is not for its name (4.8)
                node.attributes["ns"] = value
        elif name == "datatypeLibrary":
            # 4.3: an address that is absolute, or empty
            if value and (not _SCHEME.match(value) or "#" in value or _has_bad_escape(value)):
                raise node.fail(f'"{value}" is not the address of a datatype library')
            node.library = value
        elif name not in _ALLOWED.get(node.kind, ()):
            raise node.fail(f'<{node.kind}> has no attribute "{name}"')
        else:
            node.attributes[name] = value.strip(WHITE)

    def check(self, node: Node) -> None:
        """Hold a start tag against the grammar of section 3."""
        wanted = _WANTED.get(node.kind)
        if wanted and wanted not in node.attributes:
            raise node.fail(f'<{node.kind}> needs the attribute "{wanted}"')
        name = node.attributes.get("name", "a")
        if node.kind in _NCNAMED and not is_ncname(name):
            raise node.fail(f'"{name}" is not a name')
        if not is_ncname(node.attributes.get("type", "a")):
            raise node.fail(f'"{node.attributes["type"]}" is not the name of a datatype')
        if node.attributes.get("combine", "choice") not in {"choice", "interleave"}:
            raise node.fail('"combine" must be "choice" or "interleave"')
        if "#" in node.attributes.get("href", ""):
            raise node.fail('"href" must name a whole file, without "#"')

    def end(self, _name: str) -> None:
        if self.foreign:
            self.end_foreign(self.foreign.pop())
            return
        node = self.open.pop()
        kind = node.kind
        letters = "".join(_LETTERS[child.kind] for child in node.children)
        key = (
            f"{kind} with name"
            if kind in {"element", "attribute"} and "name" in node.attributes
            else kind
        )
        if not _CONTENT[key].fullmatch(letters):
            found = ", ".join(f"<{child.kind}>" for child in node.children) or "nothing"
            raise node.fail(f"<{kind}> may not contain {found}")
        if kind not in _WITH_TEXT and node.text.strip(WHITE):
            raise node.fail(f'<{kind}> may not contain the text "{collapse(node.text)[:40]}"')
        self.last = node

    def end_foreign(self, name: str) -> None:
        if name == _DOCUMENTATION and not self.foreign:
            # Behind a value, which cannot hold elements, documentation belongs to it.
            owner = self.open[-1]
            if self.last is not None and self.last.kind in {"value", "name"}:
                owner = self.last
            words = collapse("".join(self.documentation))
            owner.documentation = f"{owner.documentation} {words}".strip()

    def add_text(self, text: str) -> None:
        if self.foreign:
            self.documentation.append(text)
        elif self.open:
            self.open[-1].text += text


def _has_bad_escape(address: str) -> bool:
    return re.search(r"%(?![0-9A-Fa-f]{2})", address) is not None
