"""Parse the text of a file to an lxml tree with positions, in one pass of expat.

Input is hostile until parsed: nothing outside the file is read, and entities may not grow beyond
all measure.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from xml.parsers import expat

from lxml import etree

from tei_edition.problems import Ignored, Location, problem
from tei_edition.source.faults import FaultError, make_fault
from tei_edition.source.stamps import FILE, POS, locate
from tei_edition.source.wellformedness import COMPARE, explain
from tei_edition.tei import SOURCE_NS

# Deeper than any text, and no deeper than all programs can walk, see `tei_edition.__init__`.
MAX_DEPTH = 400

# The target of processing instructions that are meant for this program.
INSTRUCTION = "tei-edition"

_START_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*""")
_REFERENCE = re.compile(rb"&([^#;\s][^;\s]*);")
_PREDEFINED = frozenset({"lt", "gt", "amp", "quot", "apos"})

# A file may grow so much by its entities; the shortest start tag, <p/>, counts as ten times itself.
_GROWTH = 10
_GROWTH_FREE = 1_000_000
_TAG_SIZE = 4 * _GROWTH
_OWN = f"{{{SOURCE_NS}}}"


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
        parser.XmlDeclHandler = self.declare_version
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
        # What `<?tei-edition …?>` says, until the element comes that it concerns, then with that.
        self.told: list[tuple[str, Location]] = []
        self.concerned: list[tuple[etree._Element, Location, list[tuple[str, Location]]]] = []
        self.ignored: list[Ignored] = []

    def position(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def fault(self, code: str, message: str, hint: str = "") -> FaultError:
        return make_fault(code, message, self.file, *self.position(), hint=hint)

    def name(self, raw: str) -> str:
        """`uri local prefix`, as expat gives it, in Clark notation."""
        parts = raw.split(" ")
        self.names[raw] = name = raw if len(parts) == 1 else f"{{{parts[0]}}}{parts[1]}"
        return name

    def declare(self, prefix: str | None, uri: str | None) -> None:
        # An xmlns="" takes the default namespace back, and must be there when the tree is written.
        self.namespaces[prefix or None] = uri or ""

    def declare_version(self, version: str, *_: object) -> None:
        # Expat reads any; others refuse what is no version of XML 1.
        if not version.startswith("1."):
            hint = 'begin the file with <?xml version="1.0" encoding="UTF-8"?>'
            told = f'the XML declaration names the version "{version}", which XML does not have'
            raise self.fault("xml-not-well-formed", told, hint)

    def start_doctype(self, _name: str, system: str | None, *_: object) -> None:
        self.foreign = system is not None

    def declare_entity(self, name: str, *_: object) -> None:
        self.entities.add(name)

    def grown(self) -> FaultError:
        """Return what to say when the room is gone.

        Expat's own limits leave some for hundreds of MB.
        """
        return self.fault(
            "xml-entity-bomb",
            "the entities of this file exceed the limit",
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
            if not name.startswith(_OWN):
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
        if self.told:
            self.concerned.append((element, Location(self.file, *self.position()), self.told))
            self.told = []
        self.open.append(element)
        self.last = None

    def end(self, _raw: str) -> None:
        if self.words:
            self.flush()
        self.last = self.open.pop()
        if self.concerned and self.concerned[-1][0] is self.last:
            _, start, told = self.concerned.pop()
            self.note_ignored(told, start, self.find_end(self.last))
        if len(self.last) and _is_comment(self.last[0]):
            _empty(self.last)

    def find_end(self, element: etree._Element) -> Location:
        """Return the last place of an element: that of its end tag, or of its empty tag."""
        line, column = self.position()
        is_empty = len(element) == 0 and element.text is None
        # Behind the tag of an empty element, where its neighbour may begin.
        index = self.parser.CurrentByteIndex
        if is_empty and self.data[max(0, index - 2) : index] == b"/>":
            column -= 1
        return Location(self.file, line, column)

    def add_text(self, text: str) -> None:
        self.words.append(text)
        self.room -= len(text)
        if self.room < 0:
            raise self.grown()

    def add_comment(self, text: str) -> None:
        self.add_node(etree.Comment(text))

    def add_instruction(self, target: str, text: str) -> None:
        if target == INSTRUCTION:
            self.told.append((text, Location(self.file, *self.position())))
        self.add_node(etree.ProcessingInstruction(target, text))

    def note_ignored(
        self, told: list[tuple[str, Location]], start: Location | None, end: Location | None
    ) -> None:
        """Note what instructions say of an element, or of nothing if none comes."""
        for text, place in told:
            words = tuple(text.replace(",", " ").split())
            self.ignored.append(Ignored(words, place, start or place, end or place))

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
            f'the file refers to an external entity, "{system}", which is not read',
            hint="put the text into the file, or include it with xi:include",
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


class Parsed(NamedTuple):
    """The root of a file's stamped tree, and the parts in which problems are not reported."""

    root: etree._Element
    ignored: tuple[Ignored, ...]


def _is_comment(node: Any) -> bool:
    return node.tag is etree.Comment


def _empty(element: etree._Element) -> None:
    """Remove the comments of an element that holds nothing else: it is as empty as without them."""
    pieces = (element.text, *(child.tail for child in element))
    if all(map(_is_comment, element)) and not any(
        piece and not piece.isspace() for piece in pieces
    ):
        etree.strip_tags(element, etree.Comment)


def parse(text: str, file: str) -> Parsed:
    """Return what the text of a file gives; raises FaultError where there can be no tree."""
    builder = _Builder(file, text)
    try:
        builder.parser.Parse(builder.data, True)
    except expat.ExpatError as error:
        opened = builder.open[-1] if builder.open else None
        raise explain(error, file, text, opened, builder.entities) from None
    except ValueError as error:  # lxml refuses a character
        raise builder.fault("xml-not-well-formed", str(error), COMPARE) from None
    assert builder.root is not None
    builder.note_ignored(builder.told, None, None)
    return Parsed(builder.root, tuple(builder.ignored))


def check_depth(root: etree._Element) -> None:
    """Refuse a tree that is too deep only with what was included."""
    pending = [(root, 1)]
    while pending:
        element, depth = pending.pop()
        if depth > MAX_DEPTH:
            message = f"elements are nested more than {MAX_DEPTH} deep"
            raise FaultError(problem("xml-too-deep", message, locate(element)))
        pending.extend((child, depth + 1) for child in element if isinstance(child.tag, str))
