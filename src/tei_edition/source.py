"""One XML file, parsed safely in one expat pass, to an lxml tree with positions, or problems.

Expat gives what libxml2 does not: the column of every start tag, in code points. The tree is
built from its events, so that a file is parsed once. Every element is stamped with attributes
in the namespace `SOURCE_NS`: `pos` holds "line:column", `file` (on the root, and on the root of
what an XInclude brought in) the file, `anchor` the anchor (see `tei_edition.anchors`).

Input is hostile until parsed: nothing outside the file is read but what an XInclude names inside
the edition's folder, and entities may not grow beyond expat's limit.
"""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

import msgspec
from lxml import etree

from tei_edition.anchors import stamp_anchors
from tei_edition.problems import Location, Problem, problem
from tei_edition.stamps import FILE, POS, locate
from tei_edition.tei import SOURCE_NS, TEI_NS, XML_ID

XI_NS = "http://www.w3.org/2001/XInclude"

# Deeper than any text; the stylesheets recurse, and Java's stack has an end.
MAX_DEPTH = 400

_DECLARATION = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")


class Source(NamedTuple):
    """A file as it was read: its tree, or the problems that stand in the way of one.

    `text` is the decoded file; `included` are the files that XIncludes brought in.
    """

    file: str
    path: Path
    root: etree._Element | None
    text: str
    problems: tuple[Problem, ...]
    included: tuple[Path, ...] = ()


class _FaultError(Exception):
    """A problem that ends the reading of one file."""

    def __init__(self, fault: Problem) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read_source(path: Path, folder: Path) -> Source:
    """The file `path` of the edition in `folder`; whatever is wrong with it is among its problems.

    Without a tree (`root` is None) there is exactly one problem, the one that ended the reading.
    """
    file = relative_name(path, folder)
    try:
        text = _decode(path, file)
        included: list[Path] = []
        root = _parse(text, file)
        _check_root(root, file)
        _include(root, path, folder, (path.resolve(),), included)
    except _FaultError as end:
        return Source(file, path, None, "", (end.fault,))
    lines = split_lines(text)
    problems = tuple(
        msgspec.structs.replace(found, location=locate_attribute(found.location, "xml:id", lines))
        if found.location.file == file
        else found
        for found in stamp_anchors(root)
    )
    return Source(file, path, root, text, problems, tuple(included))


def split_lines(text: str) -> list[str]:
    """The lines of a text as XML counts them, without their ends."""
    return re.split("\r\n|\r|\n", text)


def relative_name(path: Path, folder: Path) -> str:
    """The path as problems and facts name it: from the edition's folder, with forward slashes."""
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return Path(os.path.relpath(path, folder)).as_posix()


def locate_attribute(location: Location, name: str, lines: list[str]) -> Location:
    """Where the attribute `name` of the start tag at `location` stands; `lines` are the file's.

    Falls back to the start tag where the attribute is not written there (a DTD's default, a tag
    that an entity brought in).
    """
    line, column = location.line - 1, location.column - 1
    if line >= len(lines):
        return location
    tag = lines[line][column:]
    if ">" not in tag:  # a start tag of several lines; eight are enough for any
        tag = "\n".join((tag, *lines[line + 1 : line + 8]))
    at = re.match(r"<[^\s/>]+", tag)
    while at and (at := _ATTRIBUTE.match(tag, at.end())):
        if at[1] == name:
            before = tag[: at.start(1)]
            ends = before.count("\n")
            offset = len(before) - (before.rfind("\n") + 1)
            return Location(
                location.file, location.line + ends, offset + 1 + (0 if ends else column)
            )
    return location


def _decode(path: Path, file: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        raise _fault("xml-unreadable", f'"{path.name}" cannot be read: {reason}', file) from None
    if not data.strip():
        raise _fault("xml-unreadable", f'"{path.name}" is empty', file)
    if data.startswith(b"\x1f\x8b"):
        raise _fault(
            "xml-unreadable",
            f'"{path.name}" is compressed',
            file,
            hint="unpack it with gunzip, and name the unpacked file",
        )
    encoding = _find_encoding(data)
    try:
        text = data.decode(encoding)
    except LookupError:
        raise _fault(
            "xml-encoding",
            f'the declared encoding "{encoding}" is not known',
            file,
            hint='save the file as UTF-8 and declare encoding="UTF-8"',
        ) from None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        raise _fault(
            "xml-encoding",
            f"the bytes {error.object[error.start : error.end].hex(' ')} are not {encoding}",
            file,
            before.count("\n") + 1,
            len(before) - (before.rfind("\n") + 1) + 1,
            hint="declare the encoding in which the file was saved, or save it as UTF-8",
        ) from None
    return text.removeprefix("\ufeff")


def _find_encoding(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    declared = _DECLARATION.match(data)
    return declared[1].decode("ascii").lower() if declared else "utf-8"


def _fault(
    code: str, message: str, file: str, line: int = 1, column: int = 1, hint: str = ""
) -> _FaultError:
    return _FaultError(problem(code, message, Location(file, line, column), hint=hint))


class _Builder:
    """The handlers that make a tree from expat's events; used once."""

    def __init__(self, file: str) -> None:
        self.file = file
        # Decoded before, and given as UTF-8: the declaration no longer counts.
        self.parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = 1 << 20  # text comes whole: adding piece to piece is quadratic
        parser.ordered_attributes = True
        parser.namespace_prefixes = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.add_text
        parser.CommentHandler = self.add_comment
        parser.ProcessingInstructionHandler = self.add_instruction
        parser.StartNamespaceDeclHandler = self.declare
        parser.ExternalEntityRefHandler = self.refuse_external
        parser.SkippedEntityHandler = self.refuse_undeclared
        self.root: etree._Element | None = None
        self.open: list[etree._Element] = []
        self.last: etree._Element | None = None  # the child whose tail grows, if any
        self.names: dict[str, str] = {}
        self.namespaces: dict[Any, str] = {}
        self.before_root: list[etree._Element] = []

    def position(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def fault(self, code: str, message: str, hint: str = "") -> _FaultError:
        return _fault(code, message, self.file, *self.position(), hint=hint)

    def name(self, raw: str) -> str:
        """`uri local prefix`, as expat gives it, in Clark notation."""
        parts = raw.split(" ")
        self.names[raw] = name = raw if len(parts) == 1 else f"{{{parts[0]}}}{parts[1]}"
        return name

    def declare(self, prefix: str | None, uri: str | None) -> None:
        # An xmlns="" takes the default namespace back; lxml says so by the element's bare name.
        if uri:
            self.namespaces[prefix or None] = uri

    def start(self, raw: str, attributes: list[str]) -> None:
        names = self.names
        parser = self.parser
        pos = f"{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}"
        attrib = {POS: pos}
        for i in range(0, len(attributes), 2):
            key = attributes[i]
            name = names.get(key) or self.name(key)
            # A file may not stamp itself.
            if not name.startswith(f"{{{SOURCE_NS}}}"):
                attrib[name] = attributes[i + 1]
        tag = names.get(raw) or self.name(raw)
        nsmap = self.namespaces
        if nsmap:
            self.namespaces = {}
        if self.open:
            element = etree.SubElement(self.open[-1], tag, attrib, nsmap or None)
            if len(self.open) >= MAX_DEPTH:
                raise self.fault("xml-too-deep", f"elements are nested more than {MAX_DEPTH} deep")
        else:
            element = etree.Element(tag, attrib, {"src": SOURCE_NS, **nsmap})
            element.set(FILE, self.file)
            self.root = element
            for node in self.before_root:
                element.addprevious(node)
        self.open.append(element)
        self.last = None

    def end(self, _raw: str) -> None:
        self.last = self.open.pop()

    def add_text(self, text: str) -> None:
        if self.last is not None:
            self.last.tail = (self.last.tail or "") + text
        else:
            parent = self.open[-1]
            parent.text = (parent.text or "") + text

    def add_comment(self, text: str) -> None:
        self.add_node(etree.Comment(text))

    def add_instruction(self, target: str, text: str) -> None:
        self.add_node(etree.ProcessingInstruction(target, text))

    def add_node(self, node: etree._Element) -> None:
        if self.open:
            self.open[-1].append(node)
            self.last = node
        elif self.root is None:
            self.before_root.append(node)

    def refuse_external(
        self, _context: str, _base: str | None, system: str | None, _public: str | None
    ) -> int:
        raise self.fault(
            "xml-external-entity",
            f'the file asks for an external entity, "{system}", which is not read',
            hint="put the text into the file, or bring it in with xi:include",
        )

    def refuse_undeclared(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise self.fault(
                "xml-undeclared-entity",
                f'the entity "&{name};" is not declared in the file',
                hint="write the character itself; files outside, such as DTDs, are not read",
            )


def _parse(text: str, file: str) -> etree._Element:
    builder = _Builder(file)
    try:
        builder.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        raise _explain(error, builder, text) from None
    except ValueError as error:  # lxml refuses a character
        raise builder.fault("xml-not-well-formed", str(error)) from None
    assert builder.root is not None
    return builder.root


def _explain(error: expat.ExpatError, builder: _Builder, text: str) -> _FaultError:
    """What expat found, in an editor's words."""
    reason = expat.ErrorString(error.code) or "not well-formed"
    line, column = error.lineno, error.offset + 1
    code, message, hint = "xml-not-well-formed", reason, ""
    errors = expat.errors
    if error.code == errors.codes[errors.XML_ERROR_TAG_MISMATCH] and builder.open:
        element = builder.open[-1]
        name = etree.QName(element).localname
        opened = element.get(POS, "").replace(":", ", column ")
        column = _line(text, line).rfind("<", 0, column) + 1  # expat points behind the "</"
        closing = re.match(r"</[^\s>]*", _line(text, line)[column - 1 :])
        found = f"{closing[0]}>" if closing else "the end of another element"
        message = f"<{name}>, opened on line {opened}, is not closed before {found}"
        hint = f"close it with </{name}>, or mend the name in {found}"
    elif error.code == errors.codes[errors.XML_ERROR_UNDEFINED_ENTITY]:
        entity = re.match(r"&[^;\s]*;?", _line(text, line)[column - 1 :])
        code = "xml-undeclared-entity"
        message = f'the entity "{entity[0] if entity else "&…;"}" is not declared in the file'
        hint = "write the character itself"
    elif "amplification" in reason:
        code, message = "xml-entity-bomb", "the entities of this file grow beyond all measure"
        hint = "declare no entity that is made of many others"
    elif error.code == errors.codes[errors.XML_ERROR_RECURSIVE_ENTITY_REF]:
        code, message = "xml-entity-bomb", "an entity refers to itself"
    elif error.code == errors.codes[errors.XML_ERROR_INVALID_TOKEN]:
        found = _line(text, line)[column - 1 : column]
        message = f'"{found}" may not stand here' if found.strip() else "a tag is not complete"
        hint = "write &lt; for a less-than sign and &amp; for an ampersand in the text"
    elif error.code == errors.codes[errors.XML_ERROR_NO_ELEMENTS]:
        message = "there is no element in the file"
        if builder.open:
            message = f"the file ends before <{etree.QName(builder.open[-1]).localname}> is closed"
    elif error.code == errors.codes[errors.XML_ERROR_UNBOUND_PREFIX]:
        message = "a name has a prefix that no xmlns declares"
    elif error.code == errors.codes[errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
        message = "the element has the same attribute twice"
    return _fault(code, message, builder.file, line, column, hint)


def _line(text: str, number: int) -> str:
    lines = split_lines(text)
    return lines[number - 1] if number <= len(lines) else ""


def _check_root(root: etree._Element, file: str) -> None:
    name = etree.QName(root)
    if name.namespace == TEI_NS:
        return
    line, _, column = root.get(POS, "1:1").partition(":")
    where = f'is in the namespace "{name.namespace}"' if name.namespace else "is in no namespace"
    hint = (
        "this is TEI P4: bring it to P5 first"
        if name.localname == "TEI.2"
        else f'a TEI file begins with <TEI xmlns="{TEI_NS}">'
    )
    raise _fault(
        "xml-not-tei",
        f"the root <{name.localname}> {where}, not in that of TEI",
        file,
        int(line),
        int(column),
        hint,
    )


def _include(
    root: etree._Element,
    path: Path,
    folder: Path,
    chain: tuple[Path, ...],
    included: list[Path],
) -> None:
    """Carry out the XIncludes below `root`, a file's root (XInclude 1.0, parse, xpointer as id)."""
    for element in list(root.iter(f"{{{XI_NS}}}include")):
        where = locate(element)
        try:
            _include_one(element, path, folder, chain, included)
        except _FaultError as end:
            fallback = element.find(f"{{{XI_NS}}}fallback")
            if fallback is None:
                if end.fault.location.file == where.file:
                    raise
                inner = end.fault
                raise _FaultError(
                    problem(
                        inner.code, inner.message, inner.location, hint=inner.hint, related=(where,)
                    )
                ) from None
            _replace(element, fallback.text or "", list(fallback))


def _include_one(
    element: etree._Element,
    path: Path,
    folder: Path,
    chain: tuple[Path, ...],
    included: list[Path],
) -> None:
    where = locate(element)

    def refuse(message: str, hint: str = "") -> _FaultError:
        return _fault("xinclude-failed", message, where.file, where.line, where.column, hint)

    href = element.get("href", "")
    if not href:
        raise refuse("an xi:include without href", "name the file to be brought in")
    try:
        target = (path.parent / href).resolve()
        is_file = target.is_file()
    except (OSError, ValueError):
        is_file = False
    else:
        if not target.is_relative_to(folder.resolve()):
            raise refuse(f'"{href}" lies outside the edition\'s folder, and is not read')
    if not is_file:
        raise refuse(f'there is no file "{href}"', "the path counts from this file's folder")
    if target in chain:
        raise refuse(f'"{href}" includes itself, by way of this file')
    included.append(target)
    name = relative_name(target, folder.resolve())
    text = _decode(target, name)
    if element.get("parse", "xml") == "text":
        _replace(element, text, [])
        return
    root = _parse(text, name)
    _include(root, target, folder, (*chain, target), included)
    part = root
    if pointer := element.get("xpointer"):
        parts = [found for found in root.iter() if found.get(XML_ID) == pointer]
        if not parts:
            raise refuse(
                f'"{href}" has no element with xml:id "{pointer}"',
                "of XPointer, plain identifiers are understood",
            )
        part = parts[0]
        part.set(FILE, name)
    _replace(element, "", [part])


def _replace(element: etree._Element, text: str, nodes: list[etree._Element]) -> None:
    """Put text and nodes in the place of an element, whose tail stays."""
    parent = element.getparent()
    if parent is None:
        raise _FaultError(problem("xinclude-failed", "the root is an xi:include", locate(element)))
    tail = element.tail or ""
    index = parent.index(element)
    parent.remove(element)
    if index:
        previous = parent[index - 1]
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    for offset, node in enumerate(nodes):
        if node is nodes[-1] and node.getparent() is None:
            node.tail = None
        parent.insert(index + offset, node)
    if nodes:
        nodes[-1].tail = (nodes[-1].tail or "") + tail
    elif index:
        previous = parent[index - 1]
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
