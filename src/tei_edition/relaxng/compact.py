"""RELAX NG's compact syntax (OASIS 2002, ISO 19757-2 annex C), read to the nodes of the XML syntax.

A lexer, with the escapes of section 3 of that specification, and a parser by recursive descent.
Annotations are read and forgotten, but for the documentation in "##".

Long because it is one grammar: a lexer and a function for each production.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from tei_edition.problems import Location
from tei_edition.relaxng.datatypes import NCNAME, XSD
from tei_edition.relaxng.names import XML_NS, join_name
from tei_edition.relaxng.node import Node, SchemaError
from tei_edition.relaxng.xml_syntax import RNG_NS
from tei_edition.runtime.urls import join_url

KEYWORDS = frozenset(
    [
        "attribute",
        "default",
        "datatypes",
        "div",
        "element",
        "empty",
        "external",
        "grammar",
        "include",
        "inherit",
        "list",
        "mixed",
        "namespace",
        "notAllowed",
        "parent",
        "start",
        "string",
        "text",
        "token",
    ]
)
_ESCAPE = re.compile(r"\\x+\{([^}\r\n]*)(\}?)")
_CODE = re.compile("[0-9a-fA-F]+")
# What XML allows (production 2), besides white space.
_CHARACTERS = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
# Characters for escaped ends of lines, which end no literal.
_UNBROKEN = {"\n": "\x00", "\r": "\x01"}
_COMMENT = re.compile(r"##+[ \t]?([^\r\n\x00]*)|#[^\r\n\x00]*|[ \t\r\n\x00]+")
_LITERAL = re.compile(
    r"""
    \"{3} ((?:"{0,2}[^"])*) \"{3} | '{3} ((?:'{0,2}[^'])*) '{3} |
    "([^"\r\n]*)" | '([^'\r\n]*)'
    """,
    re.VERBOSE,
)
# What a message calls a token that is not quoted.
_EXPECTED = {"": "the end", "name": "a name"}
_WORD = re.compile(rf"\\?{NCNAME}")
_SIGN = re.compile(r"\|=|&=|>>|[={}()\[\],|&?*+~\-:]")


class CompactToken(NamedTuple):
    """A piece of the schema: its kind (a keyword or sign is its own), text and place.

    `documentation` is what is in "##" before it; `is_close` says that it follows at once.
    """

    kind: str
    text: str
    at: int
    documentation: str = ""
    is_close: bool = False


class _Environment(NamedTuple):
    """What names mean: the namespaces and datatype libraries that are declared."""

    prefixes: dict[str, str]
    libraries: dict[str, str]
    default: str | None


def read_compact(data: bytes, file: str, base: str) -> Node:
    """Return the root of a schema in compact syntax; `base` is its address. Raises SchemaError."""
    return _Parser(data, file, base).read_schema()


def _decode(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding)
    return data.decode("utf-8")


class _Lexer:
    """Parts a schema into tokens."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        try:
            self.written = _decode(data)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise SchemaError("the schema is not in UTF-8", Location(file, line)) from None
        # An escaped end of line is no end of line to comments and literals (C.2, "newline").
        self.shift: list[tuple[int, int]] = []
        self.text = _ESCAPE.sub(self.unescape, self.written)
        self.at = 0

    def unescape(self, found: re.Match[str]) -> str:
        if not _CODE.fullmatch(found[1]) or not found[2]:
            told = "a character is escaped by its number in hexadecimal digits"
            raise self.fail_at(found.start(), told)
        code = int(found[1], 16)
        if not (code in {9, 10, 13} or any(code in allowed for allowed in _CHARACTERS)):
            raise self.fail_at(found.start(), f"there is no character {found[0]}")
        self.shift.append((found.start(), len(found[0]) - 1))
        char = chr(code)
        return _UNBROKEN.get(char, char)

    def fail_at(self, at: int, message: str) -> SchemaError:
        """Return the error at an offset of the text as it was written."""
        before = self.written[:at]
        lines = re.split("\r\n|\r|\n", before)
        return SchemaError(message, Location(self.file, len(lines), len(lines[-1]) + 1))

    def locate(self, at: int) -> Location:
        """Return the place of an offset of the unescaped text."""
        for start, length in self.shift:
            if start <= at:
                at += length
            if start > at:
                break
        return self.fail_at(at, "").location

    def next(self) -> CompactToken:
        """Return the next token; its kind is empty at the end."""
        before = self.at
        words = []
        while (space := _COMMENT.match(self.text, self.at)) and space.end() > self.at:
            if space[1] is not None:
                words.append(space[1].strip())
            self.at = space.end()
        documentation = " ".join(word for word in words if word)
        at, is_close = self.at, self.at == before
        if at >= len(self.text):
            return CompactToken("", "", at, documentation)
        for read in (self.read_literal, self.read_word, self.read_sign):
            if token := read(at):
                self.at += len(token.text) if token.kind != "literal" else 0
                return token._replace(documentation=documentation, is_close=is_close)
        raise SchemaError(f'"{self.text[at]}" is not allowed here', self.locate(at))

    def read_literal(self, at: int) -> CompactToken | None:
        found = _LITERAL.match(self.text, at)
        if not found:
            return None
        self.at = found.end()
        value = next(group for group in found.groups() if group is not None)
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        for char, written in _UNBROKEN.items():
            value = value.replace(written, char)
        return CompactToken("literal", value, at)

    def read_word(self, at: int) -> CompactToken | None:
        found = _WORD.match(self.text, at)
        if not found:
            return None
        word = found[0]
        return CompactToken(word if word in KEYWORDS else "name", word, at)

    def read_sign(self, at: int) -> CompactToken | None:
        found = _SIGN.match(self.text, at)
        return CompactToken(found[0], found[0], at) if found else None


class _Parser:
    """Parses a schema; used once."""

    def __init__(self, data: bytes, file: str, base: str) -> None:
        self.lexer = _Lexer(data, file)
        self.base = base
        self.ahead: list[CompactToken] = []
        self.names = _Environment({"xml": XML_NS}, {"xsd": XSD}, None)

    # Tokens

    def peek(self, further: int = 0) -> CompactToken:
        while len(self.ahead) <= further:
            self.ahead.append(self.lexer.next())
        return self.ahead[further]

    def take(self, *kinds: str) -> CompactToken:
        token = self.peek()
        if kinds and token.kind not in kinds:
            wanted = " or ".join(_EXPECTED.get(kind, f'"{kind}"') for kind in kinds)
            found = f'"{token.text}"' if token.kind else "the end"
            raise self.fail(token, f"{found} is not allowed here: {wanted} is expected")
        return self.ahead.pop(0)

    def accept(self, kind: str) -> bool:
        if self.peek().kind == kind:
            self.ahead.pop(0)
            return True
        return False

    def fail(self, token: CompactToken, message: str) -> SchemaError:
        return SchemaError(message, self.lexer.locate(token.at))

    def make(self, kind: str, token: CompactToken, *children: Node, **attributes: str) -> Node:
        """Return a node; its documentation is what stood before the token."""
        node = Node(
            kind, self.lexer.locate(token.at), namespace=self.names.default, base=self.base,
            prefixes=self.names.prefixes,
        )  # fmt: skip
        node.children.extend(children)
        node.attributes.update(attributes)
        node.documentation = token.documentation
        return node

    # The schema

    def read_schema(self) -> Node:
        self.read_declarations()
        token = self.peek()
        if self.is_grammar():  # without braces
            root = self.make("grammar", token, *self.read_content(""))
            root.documentation = ""
        else:
            root = self.read_pattern(is_top=True)
        self.take("")
        return root

    def is_grammar(self) -> bool:
        """Whether components of a grammar come next, before which annotations may stand."""
        depth, i = 0, 0
        while True:
            token = self.peek(i)
            if token.kind == "[":
                depth += 1
            elif token.kind == "]":
                depth -= 1
            elif depth == 0:
                break
            if not token.kind:
                return False
            i += 1
        if token.kind in {"", "start", "div", "include"}:
            return True
        following = self.peek(i + 1)
        if token.kind == "name" and following.kind in {"=", "|=", "&=", "["}:
            return True
        is_foreign = token.kind in KEYWORDS and following.kind == "["
        return is_foreign or (following.kind == ":" and self.peek(i + 3).kind == "[")

    def read_declarations(self) -> None:
        while True:
            kind = self.peek().kind
            if kind == "namespace":
                self.read_namespace(is_default=False)
            elif kind == "default":
                self.take()
                if self.peek().kind != "namespace":
                    raise self.fail(self.peek(), '"default" must be followed by "namespace"')
                self.read_namespace(is_default=True)
            elif kind == "datatypes":
                self.take()
                prefix = self.read_identifier_or_keyword()
                self.take("=")
                library = self.read_literal()
                if prefix == "xsd" and library != XSD:
                    raise self.fail(
                        self.peek(), '"xsd" is reserved for the datatypes of XML Schema'
                    )
                self.names.libraries[prefix] = library
            else:
                return

    def read_namespace(self, *, is_default: bool) -> None:
        token = self.take("namespace")
        prefix = "" if is_default and self.peek().kind == "=" else self.read_identifier_or_keyword()
        self.take("=")
        # "inherit" leaves the namespace to the file that includes this one.
        inherited = self.accept("inherit")
        uri = "" if inherited else self.read_literal()
        if prefix == "xml" and uri != XML_NS:
            raise self.fail(token, '"xml" is reserved for the namespace of XML')
        if uri == XML_NS and prefix not in {"", "xml"}:
            raise self.fail(token, 'the namespace of XML must have the prefix "xml"')
        if prefix == "xmlns":
            raise self.fail(token, '"xmlns" cannot be a prefix')
        if prefix:
            self.names.prefixes[prefix] = _INHERITED if inherited else uri
        if is_default:
            self.names = self.names._replace(default=None if inherited else uri)

    def read_literal(self) -> str:
        text = self.take("literal").text
        while self.accept("~"):
            text += self.take("literal").text
        return text

    def read_identifier_or_keyword(self) -> str:
        token = self.take()
        if token.kind != "name" and token.kind not in KEYWORDS:
            raise self.fail(token, f'"{token.text}" is not a name')
        return token.text.removeprefix("\\")

    def read_identifier(self) -> str:
        return self.take("name").text.removeprefix("\\")

    # Annotations

    def skip_annotations(self) -> None:
        """Read what is in brackets before what it annotates, and forget it."""
        if self.accept("["):
            self.read_annotations(is_outer=True)

    def skip_following(self) -> None:
        """Read annotations behind what they annotate."""
        while self.accept(">>"):
            self.skip_foreign()

    def skip_foreign(self) -> None:
        self.read_annotation_name(is_outer=True, is_attribute=False)
        self.take("[")
        self.read_annotations(is_outer=False)

    def read_annotations(self, *, is_outer: bool) -> None:
        """Attributes, then elements and, in an element, text; up to the bracket that closes."""
        names: set[str] = set()
        is_behind = False  # behind an element or text, where no attribute stands
        while not self.accept("]"):
            token = self.peek()
            if not token.kind:
                raise self.fail(token, '"[" is not closed')
            if token.kind == "literal" and not is_outer:
                self.read_literal()
                is_behind = True
                continue
            sign = self.peek(3 if self.peek(1).kind == ":" else 1).kind
            name = self.read_annotation_name(is_outer=is_outer, is_attribute=sign == "=")
            if is_behind:
                self.take("[")
            elif self.accept("="):
                self.read_literal()
                if name in names:
                    raise self.fail(token, f'the annotation has "{token.text}" twice')
                names.add(name)
                continue
            else:
                self.take("[")
            self.read_annotations(is_outer=False)
            is_behind = True

    def read_annotation_name(self, *, is_outer: bool, is_attribute: bool) -> str:
        """Return the name of an annotation, whose namespace is not that of RELAX NG."""
        token = self.peek()
        prefix, name = "", self.read_identifier_or_keyword()
        if self.accept(":"):
            prefix, name = name, self.read_identifier_or_keyword()
        elif is_attribute and is_outer:
            raise self.fail(token, f'the annotation "{name}" has no prefix')
        elif is_attribute and name == "xmlns":
            raise self.fail(token, '"xmlns" cannot be an annotation: namespaces are declared above')
        uri = self.names.prefixes.get(prefix, "")
        if prefix and prefix not in self.names.prefixes:
            raise self.fail(token, f'the prefix "{prefix}" is not declared')
        if uri == _INHERITED or (is_outer and uri == RNG_NS):
            raise self.fail(token, f'an annotation is of another namespace than "{prefix}"')
        return join_name(uri, name)

    # Grammars

    def read_content(self, end: str, *, is_include: bool = False) -> list[Node]:
        found = []
        while self.peek().kind != end:
            if (node := self.read_component(is_include=is_include)) is not None:
                found.append(node)
        return found

    def read_component(self, *, is_include: bool) -> Node | None:
        first = self.peek()
        self.skip_annotations()
        token = self.peek()
        following = self.peek(1)
        if following.kind == "[" or (following.kind == ":" and self.peek(3).kind == "["):
            self.skip_foreign()
            return None
        self.take()
        token = token._replace(documentation=first.documentation or token.documentation)
        if token.kind == "div":
            self.take("{")
            node = self.make("div", token, *self.read_content("}", is_include=is_include))
            self.take("}")
            return node
        if token.kind == "include" and not is_include:
            return self.read_include(token)
        if token.kind not in {"start", "name"}:
            raise self.fail(token, f'"{token.text}" is not allowed in a grammar')
        sign = self.take("=", "|=", "&=")
        node = self.make("start" if token.kind == "start" else "define", token)
        if token.kind == "name":
            node.attributes["name"] = token.text.removeprefix("\\")
        if sign.kind != "=":
            node.attributes["combine"] = "choice" if sign.kind == "|=" else "interleave"
        node.children.append(self.read_pattern())
        return node

    def read_include(self, token: CompactToken) -> Node:
        node = self.make("include", token, href=self.read_address(token))
        self.read_inherit(node)
        if self.accept("{"):
            node.children.extend(self.read_content("}", is_include=True))
            self.take("}")
        return node

    def read_address(self, token: CompactToken) -> str:
        href = self.read_literal()
        if "#" in href:
            raise self.fail(token, "the address must name a whole file, without #")
        return join_url(self.base, href)

    def read_inherit(self, node: Node) -> None:
        if self.accept("inherit"):
            token = self.take("=")
            prefix = self.read_identifier_or_keyword()
            if prefix not in self.names.prefixes:
                raise self.fail(token, f'the prefix "{prefix}" is not declared')
            node.namespace = _resolve(self.names.prefixes[prefix])

    # Patterns

    def read_pattern(self, *, is_top: bool = False) -> Node:
        token = self.peek()
        first = self.read_particle(is_top=is_top)
        sign = self.peek().kind
        if sign not in {"|", ",", "&"}:
            return first
        kind = {"|": "choice", ",": "group", "&": "interleave"}[sign]
        node = self.make(kind, token._replace(documentation=""), first)
        while self.accept(sign):
            node.children.append(self.read_particle())
        if (other := self.peek()).kind in {"|", ",", "&"}:
            raise self.fail(other, f'"{sign}" and "{other.kind}" cannot be mixed without brackets')
        return node

    def read_particle(self, *, is_top: bool = False) -> Node:
        first = self.peek()
        self.skip_annotations()
        token = self.peek()
        token = token._replace(documentation=first.documentation or token.documentation)
        node = self.read_primary(token)
        repeated = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}.get(self.peek().kind)
        if repeated:
            self.take()
            node = self.make(repeated, token._replace(documentation=""), node)
        if is_top and self.peek().kind == ">>":
            raise self.fail(
                self.peek(), "an annotation is not allowed after the pattern of the schema"
            )
        self.skip_following()
        return node

    def read_primary(self, token: CompactToken) -> Node:
        kind = token.kind
        if self.peek(1).kind == ":":  # a datatype, whose prefix may look like a keyword
            return self.read_data_or_reference(token)
        if kind in {"element", "attribute"}:
            return self.read_named(token)
        if kind in {"list", "mixed"}:
            self.take()
            self.take("{")
            node = self.make(kind, token, self.read_pattern())
            self.take("}")
            return node
        if kind in {"empty", "text", "notAllowed"}:
            self.take()
            return self.make(kind, token)
        if kind == "(":
            self.take()
            node = self.read_pattern()
            self.take(")")
            # A group of one, so that what is in brackets is not taken apart.
            return self.make("group", token._replace(documentation=""), node)
        if kind == "grammar":
            self.take()
            self.take("{")
            node = self.make("grammar", token, *self.read_content("}"))
            self.take("}")
            return node
        if kind == "parent":
            self.take()
            return self.make("parentRef", token, name=self.read_identifier())
        if kind == "external":
            self.take()
            node = self.make("externalRef", token, href=self.read_address(token))
            self.read_inherit(node)
            return node
        return self.read_data_or_reference(token)

    def read_data_or_reference(self, token: CompactToken) -> Node:
        kind = token.kind
        if kind == "literal":
            return self.read_value(token, None)
        if kind in {"string", "token"}:
            self.take()
            return self.read_typed(token, "", kind)
        following = self.peek(1)
        is_word = kind == "name" or kind in KEYWORDS
        if is_word and following.kind == ":" and following.is_close:
            prefix = self.read_identifier_or_keyword()
            self.take(":")
            if prefix not in self.names.libraries:
                raise self.fail(
                    token, f'the prefix "{prefix}" is not declared for a datatype library'
                )
            return self.read_typed(
                token, self.names.libraries[prefix], self.read_identifier_or_keyword()
            )
        if kind == "name":
            return self.make("ref", token, name=self.read_identifier())
        found = f'"{token.text}"' if kind else "the end"
        raise self.fail(token, f"{found} is not allowed here: a pattern is expected")

    def read_typed(self, token: CompactToken, library: str, name: str) -> Node:
        """Return what follows a datatype's name: a value, parameters, exceptions."""
        if self.peek().kind == "literal":
            return self.read_value(token, (library, name))
        node = self.make("data", token, type=name)
        node.library = library
        if self.accept("{"):
            while self.peek().kind != "}":
                self.skip_annotations()
                at = self.peek()
                parameter = self.make("param", at, name=self.read_identifier_or_keyword())
                self.take("=")
                parameter.text = self.read_literal()
                node.children.append(parameter)
            self.take("}")
        if (minus := self.peek()).kind == "-":
            self.take()
            self.skip_annotations()
            node.children.append(self.make("except", minus, self.read_primary(self.peek())))
        return node

    def read_value(self, token: CompactToken, datatype: tuple[str, str] | None) -> Node:
        node = self.make("value", token)
        if datatype:
            node.library, node.attributes["type"] = datatype
        node.text = self.read_literal()
        return node

    # Names

    def read_named(self, token: CompactToken) -> Node:
        kind = self.take().kind
        name = self.read_names(is_attribute=kind == "attribute")
        self.take("{")
        node = self.make(kind, token, name, self.read_pattern())
        self.take("}")
        return node

    def read_names(self, *, is_attribute: bool) -> Node:
        token = self.peek()
        first = self.read_name(is_attribute=is_attribute)
        if self.peek().kind != "|":
            return first
        node = self.make("choice", token, first)
        while self.accept("|"):
            node.children.append(self.read_name(is_attribute=is_attribute))
        return node

    def read_name(self, *, is_attribute: bool) -> Node:
        self.skip_annotations()
        token = self.peek()
        if token.kind == "(":
            self.take()
            node = self.read_names(is_attribute=is_attribute)
            self.take(")")
        elif token.kind == "*":
            self.take()
            node = self.make("anyName", token)
            self.read_exceptions(node, is_attribute=is_attribute)
        else:
            node = self.read_qualified(token, is_attribute=is_attribute)
        self.skip_following()
        return node

    def read_qualified(self, token: CompactToken, *, is_attribute: bool) -> Node:
        prefix, local = "", self.read_identifier_or_keyword()
        if self.peek().kind == ":" and self.peek().is_close:
            self.take(":")
            prefix = local
            if prefix not in self.names.prefixes:
                raise self.fail(token, f'the prefix "{prefix}" is not declared')
            namespace: str | None = self.names.prefixes[prefix]
            if self.peek().kind == "*" and self.peek().is_close:
                self.take()
                node = self.make("nsName", token)
                node.namespace = _resolve(namespace)
                self.read_exceptions(node, is_attribute=is_attribute)
                return node
            local = self.read_identifier_or_keyword()
        else:
            namespace = "" if is_attribute else self.names.default
        node = self.make("name", token)
        node.namespace = _resolve(namespace)
        node.text = local
        return node

    def read_exceptions(self, node: Node, *, is_attribute: bool) -> None:
        if self.peek().kind == "-":
            token = self.take()
            inner = self.read_name(is_attribute=is_attribute)
            node.children.append(self.make("except", token, inner))


# Stands for the namespace that the including file gives.
_INHERITED = "\0inherit"


def _resolve(namespace: str | None) -> str | None:
    return None if namespace == _INHERITED else namespace
