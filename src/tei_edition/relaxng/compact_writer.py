"""A schema in RELAX NG's XML syntax written in the compact one (ISO 19757-2, annex C).

Documentation becomes comments in "##", other annotations are kept as they are: the schema says the
same, to validators and to those that read the annotations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.relaxng.compact import KEYWORDS
from tei_edition.relaxng.datatypes import XSD
from tei_edition.relaxng.names import XML_NS
from tei_edition.relaxng.xml_syntax import ANNOTATION_NS, RNG_NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DOCUMENTATION = f"{{{ANNOTATION_NS}}}documentation"
_JOINTS = {"group": ",", "choice": "|", "interleave": "&"}
_SIGNS = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}
_WIDTH = 96


def write_compact(root: etree._Element) -> str:
    """Return the schema in XML syntax whose root is given, in compact syntax.

    What is not well-formed RELAX NG has no compact form: read it with `read_schema` before.
    """
    return _Writer(root).write()


class _Writer:
    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.default = root.get("ns", "")
        self.prefixes: dict[str, str] = {XML_NS: "xml"}
        self.libraries: dict[str, str] = {XSD: "xsd"}
        for element in root.iter("*"):
            for prefix, uri in element.nsmap.items():
                if prefix and uri != RNG_NS and prefix not in self.prefixes.values():
                    self.prefixes.setdefault(uri, prefix)

    def write(self) -> str:
        is_grammar = _kind(self.root) == "grammar"
        body = (
            "".join(self.write_components(self.root, ""))
            if is_grammar
            else self.write_pattern(self.root, "", "") + "\n"
        )
        return "".join(self.write_head()) + "\n" + body

    def write_head(self) -> Iterator[str]:
        if self.default:
            yield f'default namespace = "{self.default}"\n'
        for uri, prefix in self.prefixes.items():
            if uri != XML_NS:
                yield f'namespace {prefix} = "{uri}"\n'
        for uri, prefix in self.libraries.items():
            if uri != XSD:
                yield f'datatypes {prefix} = "{uri}"\n'

    # What a grammar holds

    def write_components(self, holder: etree._Element, indent: str) -> Iterator[str]:
        for element in _children(holder):
            kind = _kind(element)
            if not kind:
                if element.tag != _DOCUMENTATION:
                    yield f"{indent}{self.annotate(element, indent)}\n"
            elif kind in {"div", "include"}:
                head = kind if kind == "div" else f"include {_quote(element.get('href', ''))}"
                inner = "".join(self.write_components(element, f"{indent}  "))
                yield f"{indent}{head} {{\n{inner}{indent}}}\n"
            else:
                yield self.write_definition(element, kind, indent)

    def write_definition(self, element: etree._Element, kind: str, indent: str) -> str:
        name = "start" if kind == "start" else _escape(element.get("name", ""))
        sign = {"choice": "|=", "interleave": "&="}.get(element.get("combine", ""), "=")
        before = self.write_annotations(element, indent)
        return f"{before}{indent}{name} {sign}\n{indent}  {self.write_inner(element, indent)}\n"

    # Patterns

    def write_inner(self, element: etree._Element, indent: str) -> str:
        """Return the patterns that an element holds, as a group if there are several."""
        parts = [child for child in _children(element) if _kind(child)]
        return self.join(parts, ",", f"{indent}  ")

    def join(self, parts: list[etree._Element], joint: str, indent: str) -> str:
        written = [
            self.write_pattern(part, indent, joint if len(parts) > 1 else "") for part in parts
        ]
        line = f"{joint} ".join(written) if joint == "," else f" {joint} ".join(written)
        if len(line) + len(indent) <= _WIDTH and "\n" not in line:
            return line
        if joint == ",":
            return f",\n{indent}".join(written)
        return f"\n{indent}{joint} ".join(written)

    def write_pattern(self, element: etree._Element, indent: str, around: str) -> str:
        """Return a pattern; in parentheses if it would be torn apart by what is around it."""
        kind = _kind(element)
        inner = [child for child in _children(element) if _kind(child)]
        if kind in _JOINTS:
            if len(inner) == 1:
                return self.write_pattern(inner[0], indent, around)
            written = self.join(inner, _JOINTS[kind], f"{indent}  " if around else indent)
            return f"({written})" if around else written
        if kind in _SIGNS:
            written = self.join(inner, ",", f"{indent}  ")
            is_simple = len(inner) == 1 and _kind(inner[0]) not in {*_JOINTS, *_SIGNS}
            bare = is_simple and not self.has_annotations(inner[0])
            return f"{written}{_SIGNS[kind]}" if bare else f"({written}){_SIGNS[kind]}"
        before = self.write_annotations(element, indent, is_inner=True)
        return before + self.write_primary(element, kind, inner, indent)

    def write_primary(
        self, element: etree._Element, kind: str, inner: list[etree._Element], indent: str
    ) -> str:
        if kind in {"element", "attribute"}:
            if "name" in element.attrib:
                name = self.write_name(element, element.get("name", ""), kind == "attribute")
            else:
                name = self.write_names(inner[0], around=False)
                inner = inner[1:]
            return f"{kind} {name} {{{self.wrap(inner, indent) or ' text '}}}"
        if kind in {"list", "mixed"}:
            return f"{kind} {{{self.wrap(inner, indent)}}}"
        if kind == "ref":
            return _escape(element.get("name", ""))
        if kind == "parentRef":
            return f"parent {_escape(element.get('name', ''))}"
        if kind == "externalRef":
            return f"external {_quote(element.get('href', ''))}"
        if kind == "value":
            kind = self.write_type(element) if "type" in element.attrib else ""
            quoted = _quote(element.text or "")
            return f"{kind} {quoted}" if kind and kind != "token" else quoted
        if kind == "data":
            return self.write_data(element, inner, indent)
        if kind == "grammar":
            written = "".join(self.write_components(element, f"{indent}  "))
            return f"grammar {{\n{written}{indent}}}"
        return kind  # text, empty, notAllowed

    def wrap(self, inner: list[etree._Element], indent: str) -> str:
        """Patterns between braces, on lines of their own where they are long."""
        written = self.join(inner, ",", f"{indent}  ")
        if "\n" in written or len(written) + len(indent) > _WIDTH - 20:
            return f"\n{indent}  {written}\n{indent}"
        return f" {written} " if written else ""

    def write_type(self, element: etree._Element) -> str:
        name = element.get("type", "")
        library = _inherited(element, "datatypeLibrary")
        if not library:
            return name
        prefix = self.libraries.setdefault(library, f"d{len(self.libraries)}")
        return f"{prefix}:{name}"

    def write_data(self, element: etree._Element, inner: list[etree._Element], indent: str) -> str:
        written = self.write_type(element)
        parameters = [
            f"{_escape(part.get('name', ''))} = {_quote(part.text or '')}"
            for part in inner
            if _kind(part) == "param"
        ]
        if parameters:
            written += f" {{ {' '.join(parameters)} }}"
        for part in inner:
            if _kind(part) == "except":
                excepted = [child for child in _children(part) if _kind(child)]
                written += f" - ({self.join(excepted, '|', indent)})"
        return written

    # Names

    def write_name(self, element: etree._Element, name: str, is_attribute: bool) -> str:
        """Return a name; one without a prefix is in the namespace that its element inherits."""
        name = name.strip()
        prefix, colon, local = name.rpartition(":")
        if colon:
            uri = XML_NS if prefix == "xml" else element.nsmap.get(prefix, "")
        elif is_attribute:
            uri = element.get("ns", "")
        else:
            uri = _inherited(element, "ns")
        if uri == ("" if is_attribute else self.default):
            return _escape(local)
        return f"{self.find_prefix(uri)}:{local}"

    def find_prefix(self, uri: str) -> str:
        if uri not in self.prefixes:
            number = 1
            while f"ns{number}" in self.prefixes.values():
                number += 1
            self.prefixes[uri] = f"ns{number}"
        return self.prefixes[uri]

    def write_names(self, element: etree._Element, *, around: bool) -> str:
        """Return a name class."""
        kind = _kind(element)
        inner = [child for child in _children(element) if _kind(child)]
        if kind == "choice":
            written = " | ".join(self.write_names(child, around=True) for child in inner)
            return f"({written})" if around else written
        if kind == "name":
            parent = element.getparent()
            while parent is not None and _kind(parent) in {"choice", "except", "anyName", "nsName"}:
                parent = parent.getparent()
            is_attribute = parent is not None and _kind(parent) == "attribute"
            uri = _inherited(element, "ns")
            name = element.text or ""
            if is_attribute and ":" not in name and uri:
                return f"{self.find_prefix(uri)}:{name.strip()}"
            return self.write_name(element, name, is_attribute)
        written = "*" if kind == "anyName" else f"{self.find_prefix(_inherited(element, 'ns'))}:*"
        for child in inner:
            names = [part for part in _children(child) if _kind(part)]
            excepted = " | ".join(self.write_names(name, around=True) for name in names)
            written += f" - ({excepted})"
        return f"({written})" if around and inner else written

    # Annotations

    def has_annotations(self, element: etree._Element) -> bool:
        return bool(self.write_annotations(element, "", is_inner=True))

    def write_annotations(
        self, element: etree._Element, indent: str, *, is_inner: bool = False
    ) -> str:
        """Documentation and other annotations, which are before what they are about."""
        told = [child for child in _children(element) if child.tag == _DOCUMENTATION]
        # Behind a value, which can hold nothing, stands what is about it.
        following = element.getnext()
        while _kind(element) == "value" and following is not None:
            if following.tag != _DOCUMENTATION:
                break
            told.append(following)
            following = following.getnext()
        if _kind(element) in _JOINTS:
            told = []
        lines = [
            f"## {line}".rstrip()
            for documentation in told
            for line in _break(
                " ".join("".join(map(str, documentation.itertext())).split()), indent
            )
        ]
        foreign = [
            f"{self.name_foreign(str(name))} = {_quote(str(value))}"
            for name, value in element.attrib.items()
            if "}" in str(name)
        ]
        foreign += [
            self.annotate(child, f"{indent}  ")
            for child in _children(element)
            if not _kind(child) and child.tag != _DOCUMENTATION
        ]
        if foreign:
            lines.append(f"[ {' '.join(foreign)} ]")
        if not lines:
            return ""
        joined = f"\n{indent}".join(lines)
        # Within a line nothing can follow a comment: what is documented begins a new one.
        return f"\n{indent}{joined}\n{indent}" if is_inner else f"{indent}{joined}\n"

    def annotate(self, element: etree._Element, indent: str) -> str:
        """Return an element of another namespace."""
        parts = [
            f"{self.name_foreign(str(name))} = {_quote(str(value))}"
            for name, value in element.attrib.items()
        ]
        if element.text and element.text.strip():
            parts.append(_quote(element.text))
        for child in _children(element):
            parts.append(self.annotate(child, f"{indent}  "))
            if child.tail and child.tail.strip():
                parts.append(_quote(child.tail))
        inner = f"\n{indent}  ".join(parts)
        return f"{self.name_foreign(str(element.tag))} [\n{indent}  {inner}\n{indent}]"

    def name_foreign(self, tag: str) -> str:
        name = etree.QName(tag)
        if not name.namespace:
            return _escape(name.localname)
        return f"{self.find_prefix(name.namespace)}:{name.localname}"


def _children(element: etree._Element) -> Iterable[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _kind(element: etree._Element) -> str:
    """Return the name of an element of RELAX NG; empty for an annotation."""
    tag = str(element.tag)
    return tag[len(RNG_NS) + 2 :] if tag.startswith(f"{{{RNG_NS}}}") else ""


def _inherited(element: etree._Element, name: str) -> str:
    """Return the value of an attribute that is inherited (section 4.3 and 4.8)."""
    nodes = (element, *element.iterancestors())
    return next((node.get(name, "") for node in nodes if name in node.attrib), "")


def _escape(name: str) -> str:
    return f"\\{name}" if name in KEYWORDS else name


def _quote(text: str) -> str:
    """Return a literal; line ends and quotation marks are escaped where they must be."""
    text = text.replace("\\x{", "\\x{5C}x{").replace("\r", "\\x{D}").replace("\n", "\\x{A}")
    # An escape is undone before literals are read: quotation marks part the text instead.
    parts = [
        f"'{part}'" if part[0] == '"' else f'"{part}"' for part in re.split('("+)', text) if part
    ]
    return " ~ ".join(parts) or '""'


def _break(text: str, indent: str) -> list[str]:
    width = max(40, _WIDTH - len(indent) - 3)
    return re.findall(rf".{{1,{width}}}(?:\s+|$)|\S+", text) or [text]
