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
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

import msgspec
from lxml import etree

from tei_edition.anchors import stamp_anchors
from tei_edition.problems import Location, Problem, problem
from tei_edition.stamps import FILE, POS, locate
from tei_edition.tei import SOURCE_NS, TEI_NS, XML_ID

XI_NS = "http://www.w3.org/2001/XInclude"
_INCLUDE = f"{{{XI_NS}}}include"
_FALLBACK = f"{{{XI_NS}}}fallback"

# Deeper than any text: Python's stack ends the pickling of Sphinx's trees at some 150.
MAX_DEPTH = 100

_DECLARATION = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
# What is no text at all, by its first bytes.
_OTHERS = (
    (b"\x1f\x8b", "is compressed", "unpack it with gunzip, and name the unpacked file"),
    (b"PK\x03\x04", "is an archive or a word processor's file", "unpack it, or save it as TEI"),
    (b"%PDF", "is a PDF", ""),
    *(
        (mark, "is a picture", "texts in edition.toml should name TEI files only")
        for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
    ),
)
# Declared in bytes that are read one by one, these cannot be true.
_WIDE = re.compile(r"(utf|ucs|csucs|iso-10646-ucs)[-_]?(16|32|2|4)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(r"<[^\s/>]+")
_START_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*""")
_REFERENCE = re.compile(rb"&([^#;\s][^;\s]*);")
_PREDEFINED = frozenset({"lt", "gt", "amp", "quot", "apos"})

# A file may grow so much by its entities; the shortest start tag, <p/>, counts as ten times itself.
_GROWTH = 10
_GROWTH_FREE = 1_000_000
_TAG_SIZE = 4 * _GROWTH
# The same file included more often than this, by way of others, is no edition.
_MOST_INCLUDES = 100


class Source(NamedTuple):
    """A file as it was read: its tree, or the problems that stand in the way of one.

    `text` is the decoded file; `included` are the files that XIncludes named, each once, and
    among them those that are missing.
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
    included: Counter[Path] = Counter()
    try:
        text = _decode(path, file)
        root = _parse(text, file)
        _check_root(root, file)
        _include(root, path, folder, (path.resolve(),), included)
        if included:
            _check_depth(root)
    except _FaultError as end:
        return Source(file, path, None, "", (end.fault,), tuple(included))
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
    tag = lines[line]
    if tag.find(">", column) < 0:  # a start tag of several lines; eight are enough for any
        tag = "\n".join((tag, *lines[line + 1 : line + 8]))
    # Matched where it stands, and never cut out: a whole file may be one line.
    at = _TAG.match(tag, column)
    while at and (at := _ATTRIBUTE.match(tag, at.end())):
        if at[1] == name:
            start = at.start(1)
            ends = tag.count("\n", column, start)
            offset = start - (tag.rfind("\n", column, start) + 1) if ends else start
            return Location(location.file, location.line + ends, offset + 1)
    return location


def _decode(path: Path, file: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        raise _fault("xml-unreadable", f'"{path.name}" cannot be read: {reason}', file) from None
    if not data.strip():
        raise _fault("xml-unreadable", f'"{path.name}" is empty', file)
    for mark, what, hint in _OTHERS:
        if data.startswith(mark):
            raise _fault("xml-unreadable", f'"{path.name}" {what}', file, hint=hint)
    mark, encoding = _find_encoding(data, file)
    data = data[len(mark) :]
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        lines = split_lines(data[: error.start].decode(encoding, "replace"))
        raise _fault(
            "xml-encoding",
            f"the bytes {data[error.start : error.end].hex(' ')} are not {encoding}",
            file,
            len(lines),
            len(lines[-1]) + 1,
            hint="declare the encoding in which the file was saved, or save it as UTF-8",
        ) from None
    except (LookupError, UnicodeError):
        raise _fault(
            "xml-encoding",
            f'the declared encoding "{encoding}" is not known',
            file,
            hint='save the file as UTF-8 and declare encoding="UTF-8"',
        ) from None


def _find_encoding(data: bytes, file: str) -> tuple[bytes, str]:
    """The byte order mark of a file, if it has one, and its encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return (b"" if b"?" in mark else mark), encoding
    declared = _DECLARATION.match(data)
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if _WIDE.match(encoding):
        raise _fault(
            "xml-encoding",
            f'the file declares the encoding "{encoding}", and is not in it',
            file,
            hint="declare the encoding in which the file was saved, most likely UTF-8",
        )
    return b"", encoding


def _fault(
    code: str, message: str, file: str, line: int = 1, column: int = 1, hint: str = ""
) -> _FaultError:
    return _FaultError(problem(code, message, Location(file, line, column), hint=hint))


class _Builder:
    """The handlers that make a tree from expat's events; used once."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.data = text.encode("utf-8", "surrogatepass")
        self.room = _GROWTH * len(text) + _GROWTH_FREE  # for what entities may still add
        # Decoded before, and given as UTF-8: the declaration no longer counts.
        self.parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.namespace_prefixes = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.add_text
        parser.CommentHandler = self.add_comment
        parser.ProcessingInstructionHandler = self.add_instruction
        parser.StartNamespaceDeclHandler = self.declare
        parser.StartDoctypeDeclHandler = self.start_doctype
        parser.EntityDeclHandler = self.declare_entity
        parser.ExternalEntityRefHandler = self.refuse_external
        parser.SkippedEntityHandler = self.refuse_undeclared
        self.root: etree._Element | None = None
        self.open: list[etree._Element] = []
        self.last: etree._Element | None = None  # the child behind which text stands, if any
        self.words: list[str] = []  # the text since the last tag
        self.entities = set(_PREDEFINED)
        self.foreign = False  # whether expat passes over undeclared entities
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
        # An xmlns="" takes the default namespace back, and must be there when the tree is written.
        self.namespaces[prefix or None] = uri or ""

    def start_doctype(self, _name: str, system: str | None, *_: object) -> None:
        self.foreign = system is not None

    def declare_entity(self, name: str, *_: object) -> None:
        self.entities.add(name)

    def grown(self) -> _FaultError:
        """What to say when the room is gone; expat's own limits leave some for hundreds of MB."""
        return self.fault(
            "xml-entity-bomb",
            "the entities of this file grow beyond all measure",
            "declare no entity that is made of many others",
        )

    def flush(self) -> None:
        """Give the text since the last tag its place, in one piece."""
        text = "".join(self.words)
        self.words.clear()
        if self.last is not None:
            self.last.tail = text
        else:
            self.open[-1].text = text

    def start(self, raw: str, attributes: list[str]) -> None:
        if self.words:
            self.flush()
        if self.foreign and attributes:
            self.check_references()
        names = self.names
        parser = self.parser
        pos = f"{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}"
        attrib = {POS: pos}
        size = _TAG_SIZE
        for i in range(0, len(attributes), 2):
            size += len(attributes[i + 1])
            key = attributes[i]
            name = names.get(key) or self.name(key)
            # A file may not stamp itself.
            if not name.startswith(f"{{{SOURCE_NS}}}"):
                attrib[name] = attributes[i + 1]
        self.room -= size
        if self.room < 0:
            raise self.grown()
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
        if self.words:
            self.flush()
        self.last = self.open.pop()

    def add_text(self, text: str) -> None:
        self.words.append(text)
        self.room -= len(text)
        if self.room < 0:
            raise self.grown()

    def add_comment(self, text: str) -> None:
        self.add_node(etree.Comment(text))

    def add_instruction(self, target: str, text: str) -> None:
        self.add_node(etree.ProcessingInstruction(target, text))

    def add_node(self, node: etree._Element) -> None:
        if self.open:
            if self.words:
                self.flush()
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
        if is_parameter:
            self.foreign = True
            return
        raise self.fault(
            "xml-undeclared-entity",
            f'the entity "&{name};" is not declared in the file',
            "write the character itself; files outside, such as DTDs, are not read",
        )

    def check_references(self) -> None:
        """Refuse undeclared entities in attributes: expat leaves them out where a DTD has more."""
        tag = _START_TAG.match(self.data, self.parser.CurrentByteIndex)
        for reference in _REFERENCE.findall(tag[0]) if tag else ():
            if (name := reference.decode()) not in self.entities:
                self.refuse_undeclared(name, False)


def _parse(text: str, file: str) -> etree._Element:
    builder = _Builder(file, text)
    try:
        builder.parser.Parse(builder.data, True)
    except expat.ExpatError as error:
        raise _explain(error, builder, text) from None
    except ValueError as error:  # lxml refuses a character
        raise builder.fault("xml-not-well-formed", str(error), _COMPARE) from None
    assert builder.root is not None
    return builder.root


_WRITE = "write &lt; for a less-than sign and &amp; for an ampersand in the text"
_COMPARE = "compare the place with one like it that is right"
_DECLARE = 'begin the file with <?xml version="1.0" encoding="UTF-8"?>'
# What expat says, and what we say instead; what is not here needs a look at the place.
_REASONS = {
    "XML declaration not well-formed": ("the XML declaration is faulty", _DECLARE),
    "XML or text declaration not at start of entity": (
        "an XML declaration may only stand at the very beginning of the file",
        "take it out, or what stands before it",
    ),
    "asynchronous entity": (
        "an entity begins or ends an element, but does not hold it whole",
        "write the tags themselves",
    ),
    "duplicate attribute": (
        "the element has the same attribute twice",
        "keep one of the two",
    ),
    "junk after document element": (
        "something stands behind the end of the root element",
        "a file has one root element; move this into it, or take it out",
    ),
    "must not undeclare prefix": (
        "a prefix is declared without a namespace",
        "give it the address of its namespace",
    ),
    "reference to binary entity": (
        "an entity that is no text is used like text",
        "point to the file with a <graphic> or a <ref>",
    ),
    "reference to invalid character number": (
        "the number stands for no character that XML may hold",
        "write the character itself",
    ),
    "unbound prefix": (
        "a name has a prefix that no xmlns declares",
        'declare it on the root element with xmlns:prefix="…", or take it off',
    ),
    "unclosed CDATA section": ("a CDATA section is not closed", "close it with ]]>"),
}


def _explain(error: expat.ExpatError, builder: _Builder, text: str) -> _FaultError:
    """What expat found, in an editor's words."""
    reason = expat.ErrorString(error.code) or "not well-formed"
    line, column = error.lineno, error.offset + 1
    here = _line(text, line)
    code = "xml-not-well-formed"
    errors = expat.errors
    if reason in _REASONS:
        message, hint = _REASONS[reason]
    elif error.code == errors.codes[errors.XML_ERROR_TAG_MISMATCH] and builder.open:
        message, hint, column = _explain_mismatch(builder.open[-1], here, column)
    elif error.code == errors.codes[errors.XML_ERROR_UNDEFINED_ENTITY]:
        code = "xml-undeclared-entity"
        names = re.finditer(r"&([^#;\s][^;\s]*);", here[column - 1 :])
        found = next((name for name in names if name[1] not in builder.entities), None)
        column += found.start() if found else 0
        message = f'the entity "{found[0] if found else "&…;"}" is not declared in the file'
        hint = "write the character itself"
    elif error.code == errors.codes[errors.XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF]:
        code = "xml-external-entity"
        message = "an attribute asks for an external entity, which is not read"
        hint = "write the text itself"
    elif "amplification" in reason:
        code, message = "xml-entity-bomb", "the entities of this file grow beyond all measure"
        hint = "declare no entity that is made of many others"
    elif error.code == errors.codes[errors.XML_ERROR_RECURSIVE_ENTITY_REF]:
        code, message = "xml-entity-bomb", "an entity refers to itself"
        hint = "declare no entity that is made of itself"
    elif builder.root is None and not text.lstrip().startswith("<"):
        line, column = 1, 1
        message = f'the file begins with "{text.strip()[:20]}", and not with a tag'
        hint = _DECLARE
    elif error.code == errors.codes[errors.XML_ERROR_UNCLOSED_TOKEN]:
        message, hint = _explain_unclosed(here[column - 1 :])
    elif error.code == errors.codes[errors.XML_ERROR_INVALID_TOKEN]:
        message, hint, column = _explain_token(here, column)
    elif error.code == errors.codes[errors.XML_ERROR_NO_ELEMENTS]:
        message, hint = (
            "there is no element in the file",
            f'a TEI file holds <TEI xmlns="{TEI_NS}">',
        )
        if builder.open:
            name = etree.QName(builder.open[-1]).localname
            message = f"the file ends before <{name}> is closed"
            hint = f"close it with </{name}>; the end of the file may be missing"
    else:
        message, hint = reason, _COMPARE
    return _fault(code, message, builder.file, line, column, hint)


def _explain_mismatch(element: etree._Element, here: str, column: int) -> tuple[str, str, int]:
    name = etree.QName(element).localname
    opened = element.get(POS, "").replace(":", ", column ")
    start = here.rfind("<", 0, column)  # expat points behind the "</"
    closing = re.match(r"</[^\s>]*", here[start:]) if start >= 0 else None
    message = f"<{name}>, opened on line {opened}, is not closed before "
    if closing is None:
        return f"{message}an entity closes another", f"close it with </{name}>", column
    found = f"{closing[0]}>"
    hint = f"close it with </{name}>, or mend the name in {found}"
    return message + found, hint, start + 1


def _explain_unclosed(rest: str) -> tuple[str, str]:
    if rest.startswith("<!--"):
        return "a comment is not closed", "close it with -->"
    if rest.startswith("<?"):
        return "a processing instruction is not closed", "close it with ?>"
    return "the file ends within a tag", "close it with >; the end of the file may be missing"


def _explain_token(here: str, column: int) -> tuple[str, str, int]:
    """What may not stand at a column of a line; the column where the fault begins."""
    found, before = here[column - 1 : column], here[: column - 1]
    if found and found < " " and found != "\t":
        return (
            f"the control character U+{ord(found):04X} may not stand in XML",
            "take it out",
            column,
        )
    if before.endswith(("<", "&")):
        return f'"{before[-1]}" may not stand by itself', _WRITE, column - 1
    if reference := re.search(r"&[^;\s<&]*$", before):
        hint = "end it with a semicolon, or write &amp; for the ampersand"
        return f'"{reference[0]}" is not complete', hint, reference.start() + 1
    if before.endswith("--") and before.rfind("<!--") < len(before) - 4:
        return "two hyphens may not stand in a comment", "write one, or a dash", column - 2
    if found == ">" and before.endswith("]]"):
        return '"]]>" may not stand in the text', "write ]]&gt;", column - 2
    if found == "<" and re.search(r"=\s*[\"'][^\"']*$", before):
        hint = "close the value's quotation mark; a less-than sign is written &lt;"
        return '"<" may not stand in the value of an attribute', hint, column
    if before.rstrip().endswith("="):
        return "the value of an attribute is not in quotation marks", 'write name="value"', column
    if found.strip("/>") and re.search(r"<[^\s<>/!][^<>]*[\"']$", before):
        return "no space stands between two attributes", "put a space here", column
    if found in {"/", ">"} and re.search(r"<[^\s<>/]+\s[^<>]*[^\s<>\"']$", before):
        return "an attribute has no value", 'write name="value"', column
    message = f'"{found}" may not stand here' if found.strip() else "a tag is not complete"
    return message, _COMPARE, column


def _line(text: str, number: int) -> str:
    lines = split_lines(text)
    return lines[number - 1] if number <= len(lines) else ""


def _check_depth(root: etree._Element) -> None:
    """Refuse a tree that is too deep only with what was included."""
    pending = [(root, 1)]
    while pending:
        element, depth = pending.pop()
        if depth > MAX_DEPTH:
            message = f"elements are nested more than {MAX_DEPTH} deep"
            raise _FaultError(problem("xml-too-deep", message, locate(element)))
        pending.extend((child, depth + 1) for child in element if isinstance(child.tag, str))


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
    included: Counter[Path],
) -> None:
    """Carry out the XIncludes below `root`, a file's root (XInclude 1.0, parse, xpointer as id)."""
    for element in list(root.iter(_INCLUDE)):
        if any(ancestor.tag == _FALLBACK for ancestor in element.iterancestors()):
            continue  # of a file that was found, or not looked for yet
        where = locate(element)
        try:
            _include_one(element, path, folder, chain, included)
        except _FaultError as end:
            fallback = element.find(_FALLBACK)
            # A fallback stands for a file that cannot be had, not for a fault in one that can.
            is_missing = end.fault.location == where or end.fault.code == "xml-unreadable"
            if fallback is not None and is_missing:
                _replace(element, fallback.text or "", list(fallback))
                continue
            if end.fault.location.file == where.file:
                raise
            related = (*end.fault.related, where)
            raise _FaultError(msgspec.structs.replace(end.fault, related=related)) from None


def _include_one(
    element: etree._Element,
    path: Path,
    folder: Path,
    chain: tuple[Path, ...],
    included: Counter[Path],
) -> None:
    where = locate(element)

    def refuse(message: str, hint: str = "") -> _FaultError:
        return _fault("xinclude-failed", message, where.file, where.line, where.column, hint)

    href = element.get("href", "")
    if not href:
        raise refuse("an xi:include without href", "name the file to be brought in")
    target = _resolve(path.parent / unquote(href))
    if target is not None:
        if not target.is_relative_to(folder.resolve()):
            raise refuse(f'"{href}" lies outside the edition\'s folder, and is not read')
        included[target] += 1
    if target is None or not target.is_file():
        raise refuse(f'there is no file "{href}"', "the path counts from this file's folder")
    if target in chain:
        raise refuse(f'"{href}" includes itself, by way of this file')
    if included[target] > _MOST_INCLUDES:
        raise refuse(f'"{href}" is included more than {_MOST_INCLUDES} times')
    name = relative_name(target, folder.resolve())
    text = _decode(target, name)
    if element.get("parse", "xml") == "text":
        if _CONTROL.search(text):
            raise refuse(f'"{href}" has a control character, for which XML has no place')
        _replace(element, "\n".join(split_lines(text)), [])
        return
    root = _parse(text, name)
    _include(root, target, folder, (*chain, target), included)
    part = root
    if pointer := element.get("xpointer"):
        found = next((e for e in root.iter(etree.Element) if e.get(XML_ID) == pointer), None)
        if found is None:
            raise refuse(
                f'"{href}" has no element with xml:id "{pointer}"',
                "of XPointer, plain identifiers are understood",
            )
        part = found
        part.set(FILE, locate(part).file)
        part.tail = None  # what stands behind it is no part of it
    _replace(element, "", [part])


def _resolve(path: Path) -> Path | None:
    """Where a path leads; None for one that no file can have."""
    try:
        path = path.resolve()
        path.is_file()
    except (OSError, RuntimeError, ValueError):  # a name too long, links in a circle, a NUL
        return None
    return path


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
        parent.insert(index + offset, node)
    if nodes:
        nodes[-1].tail = (nodes[-1].tail or "") + tail
    elif index:
        previous = parent[index - 1]
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
