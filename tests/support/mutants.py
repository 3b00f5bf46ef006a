"""Valid documents made from a schema, and mutants of them, each with one seeded mistake."""

from __future__ import annotations

import copy
import math
import random
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.relaxng.datatypes import Context
from tei_edition.relaxng.derivative import list_attributes, walk
from tei_edition.relaxng.diagnosis import list_expected
from tei_edition.relaxng.names import XML_NS, split_name
from tei_edition.relaxng.pattern import (
    Choice,
    Compound,
    Data,
    Element,
    NotAllowed,
    OneOrMore,
    Pattern,
    TextPattern,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.relaxng.schema import Schema
    from tei_edition.relaxng.state import State

TEI_NS = "http://www.tei-c.org/ns/1.0"
_SAMPLES = (
    "1850-02-11", "1850", "1", "0.5", "true", "en", "word", "#here", "two words", "--02-11", "P1D",
    "a:b", "1/2", "0,0", "12cm", "10:15:00", "1850-02", "text/xml", "x", "http://example.org/a",
    "--02", "---11", "1850-02-11T10:15:00", "2000", "unknown", "1.2", "a.b",
)  # fmt: skip
_LENGTH = 14
_DEPTH = 9
_SIZE = 120


class Maker:
    """Makes documents that a schema allows, by walking through its states."""

    def __init__(self, schema: Schema, seed: int) -> None:
        self.schema = schema
        self.random = random.Random(seed)  # noqa: S311
        self.ids = 0
        self.size = 0
        self.sizes: dict[Element, float] = dict.fromkeys(schema.elements, math.inf)
        changed = True
        while changed:
            changed = False
            for element in schema.elements:
                size = 1 + self.count(schema.derivatives.forgive(element.content))
                changed = changed or size < self.sizes[element]
                self.sizes[element] = size

    def make(self, root: str) -> etree._Element:
        """A document with this root."""
        made = None
        while made is None:
            self.ids = self.size = 0
            made = self.make_element(self.schema.states.find((self.schema.start,)), root, 0)
        return made

    def make_element(self, state: State, name: str, depth: int) -> etree._Element | None:
        """An element of that name, as a state allows it; None where it comes to nothing."""
        opening = state.open(name)
        if opening is None or depth > _DEPTH + 8:
            return None
        namespace, local = split_name(name)
        element = etree.Element(f"{{{namespace}}}{local}" if namespace else local)
        inside = self.make_attributes(element, opening.content)
        if inside is None:
            return None
        if inside.has_data:
            value = self.find_value(list(inside.patterns))
            if value is not None:
                element.text = value
                return element
            if not inside.accepted:
                return None
        return element if self.fill(element, inside, depth) else None

    def make_attributes(self, element: etree._Element, state: State) -> State | None:
        """Set some attributes, those that are needed among them; the state behind the tag."""
        names = [
            name
            for pattern in state.patterns
            for attribute in list_attributes(pattern)
            for name in attribute.name_class.list_names()
        ]
        self.random.shuffle(names)
        for name in names:
            closed = state.close()
            if not closed.is_dead and self.random.random() > 0.04:
                continue
            if (step := state.take_attribute(name)) is None:
                continue
            value = self.find_value([test.pattern for test in step.values])
            if value is None:
                continue
            bits = sum(
                1 << i for i, test in enumerate(step.values) if test.passes(value, Context())
            )
            namespace, local = split_name(name)
            element.set(f"{{{namespace}}}{local}" if namespace else local, value)
            state = step.take(bits)
        closed = state.close()
        return None if closed.is_dead else closed

    def find_value(self, patterns: list[Pattern]) -> str | None:
        """A value that one of the patterns allows."""
        found: list[str] = []
        matches = self.schema.derivatives.matches
        for pattern in patterns:
            for part in walk(pattern):
                if isinstance(part, TextPattern):
                    found.append("any text")
                elif isinstance(part, Value):
                    found.append(part.written)
                elif isinstance(part, Data) and part.datatype.id_type == "ID":
                    self.ids += 1
                    return f"id{self.ids}"
            found.extend(s for s in _SAMPLES if matches(pattern, s, Context()))
        found = [s for s in found if any(matches(p, s, Context()) for p in patterns)]
        return self.random.choice(found) if found else None

    def fill(self, element: etree._Element, state: State, depth: int) -> bool:
        """Put children and text into an element until the schema is content."""
        count = 0
        limit = max(1, self.random.randint(0, _LENGTH) - depth)
        while count < 60:
            is_late = count >= limit or depth > _DEPTH or self.size > _SIZE
            if state.accepted and is_late:
                return True
            count += 1
            behind = state.take_text()
            if not behind.is_dead and self.random.random() < 0.3:
                add_text(element, "some words ")
                state = behind
                continue
            names = list_expected(state)
            if not names:
                return bool(state.accepted)
            name = self.random.choice(names)
            if is_late:
                name = min(names, key=lambda n: self.weigh(state, n))
            child = self.make_element(state, name, depth + 1)
            if child is None:
                continue
            self.size += 1
            element.append(child)
            opening = state.open(name)
            assert opening is not None
            state = opening.after((1 << len(opening.elements)) - 1)
        return bool(state.accepted)

    def weigh(self, state: State, name: str) -> float:
        """How many elements it takes, at the least, to be done by way of this one."""
        opening = state.open(name)
        assert opening is not None
        behind = opening.after((1 << len(opening.elements)) - 1)
        return min(self.sizes[e] for e in opening.elements) + min(map(self.count, behind.patterns))

    def count(self, pattern: Pattern) -> float:
        """How many elements a pattern needs at the least."""
        if isinstance(pattern, Element):
            return self.sizes[pattern]
        if isinstance(pattern, Choice):
            return min(map(self.count, pattern.members))
        if isinstance(pattern, Compound):
            return sum(map(self.count, pattern.members))
        if isinstance(pattern, OneOrMore):
            return self.count(pattern.repeated)
        return math.inf if isinstance(pattern, NotAllowed) else 0


def add_text(element: etree._Element, text: str) -> None:
    """Put text at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


class Mutator:
    """Makes one mistake in a copy of a document."""

    def __init__(self, schema: Schema, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.names = sorted(schema.by_name)
        attributes = {
            name: part.value
            for element in schema.elements
            for part in list_attributes(element.content)
            for name in part.name_class.list_names()
        }
        self.attributes = sorted(attributes)

    def mutate(self, root: etree._Element) -> etree._Element:
        """A copy with a mistake (or, by chance, with a change that is allowed)."""
        mutant = copy.deepcopy(root)
        elements = list(mutant.iter(etree.Element))
        while True:
            element = self.random.choice(elements)
            kind = self.random.choice(_MUTATIONS)
            if getattr(self, f"mutate_{kind}")(element):
                return mutant

    # Each changes an element, or says that it cannot.

    def mutate_delete(self, element: etree._Element) -> bool:
        """Take it away."""
        parent = element.getparent()
        if parent is None:
            return False
        parent.remove(element)
        return True

    def mutate_double(self, element: etree._Element) -> bool:
        """Have it twice."""
        parent = element.getparent()
        if parent is None:
            return False
        parent.insert(parent.index(element), copy.deepcopy(element))
        return True

    def mutate_swap(self, element: etree._Element) -> bool:
        """Put it behind its neighbour."""
        following = element.getnext()
        if following is None:
            return False
        following.addnext(element)
        return True

    def mutate_move(self, element: etree._Element) -> bool:
        """Put it at the end of what is around its parent."""
        parent = element.getparent()
        above = None if parent is None else parent.getparent()
        if above is None:
            return False
        above.append(element)
        return True

    def mutate_rename(self, element: etree._Element) -> bool:
        """Give it another element's name."""
        element.tag = self.pick_tag()
        return True

    def mutate_misspell(self, element: etree._Element) -> bool:
        """Give its name a slip."""
        name = etree.QName(element).localname
        at = self.random.randrange(len(name))
        element.tag = f"{{{TEI_NS}}}{name[:at]}x{name[at + 1 :]}"
        return True

    def mutate_wrap(self, element: etree._Element) -> bool:
        """Put it into another element."""
        parent = element.getparent()
        if parent is None:
            return False
        wrapper = etree.Element(self.pick_tag())
        parent.replace(element, wrapper)
        wrapper.append(element)
        return True

    def mutate_unwrap(self, element: etree._Element) -> bool:
        """Put its children in the place of its parent."""
        parent = element.getparent()
        if parent is None or not len(element):
            return False
        at = parent.index(element)
        for child in reversed(list(element)):
            parent.insert(at, child)
        parent.remove(element)
        return True

    def mutate_insert(self, element: etree._Element) -> bool:
        """Put another element into it."""
        element.insert(self.random.randint(0, len(element)), etree.Element(self.pick_tag()))
        return True

    def mutate_text(self, element: etree._Element) -> bool:
        """Put words into it."""
        if len(element) and self.random.random() < 0.6:
            child = self.random.choice(list(element))
            child.tail = f"{child.tail or ''} stray words"
        else:
            element.text = f"{element.text or ''}stray words"
        return True

    def mutate_empty(self, element: etree._Element) -> bool:
        """Take away all that it holds."""
        for child in list(element):
            element.remove(child)
        element.text = None
        return True

    def mutate_drop_attribute(self, element: etree._Element) -> bool:
        """Take an attribute away."""
        if not element.attrib:
            return False
        del element.attrib[self.random.choice(list(element.attrib))]
        return True

    def mutate_attribute(self, element: etree._Element) -> bool:
        """Give it some attribute."""
        namespace, local = split_name(self.random.choice(self.attributes))
        name = f"{{{namespace}}}{local}" if namespace else local
        element.set(name, self.random.choice(_SAMPLES))
        return True

    def mutate_unknown_attribute(self, element: etree._Element) -> bool:
        """Give it an attribute that there is not."""
        element.set(self.random.choice(("typ", "whom", "{http://example.org/}n", "lang")), "x")
        return True

    def mutate_value(self, element: etree._Element) -> bool:
        """Change an attribute's value."""
        if not element.attrib:
            return False
        name = self.random.choice(list(element.attrib))
        bad = ("", "two  words", "11 Feb 1850", "-1", "a b c", "%%", "1p", "é", *_SAMPLES)
        element.set(name, self.random.choice(bad))
        return True

    def mutate_id(self, element: etree._Element) -> bool:
        """Give it an identifier."""
        element.set(f"{{{XML_NS}}}id", self.random.choice(("id1", "a1", "1p", "a:b", "good")))
        return True

    def mutate_namespace(self, element: etree._Element) -> bool:
        """Put it into another namespace."""
        element.tag = f"{{http://example.org/}}{etree.QName(element).localname}"
        return True

    def pick_tag(self) -> str:
        """The tag of an element of the schema."""
        namespace, local = split_name(self.random.choice(self.names))
        return f"{{{namespace}}}{local}" if namespace else local


_MUTATIONS = [name.removeprefix("mutate_") for name in vars(Mutator) if name.startswith("mutate_")]


class Tag(NamedTuple):
    """An element in the text: where its tags begin and end, as (line, column)."""

    parent: int
    start: tuple[int, int]
    start_end: tuple[int, int]
    end: tuple[int, int]
    end_end: tuple[int, int]


def find_tags(text: str) -> list[Tag]:
    """The elements of a document in order, with the places of their tags."""
    from xml.parsers import expat

    data = text.encode()
    found: list[list[int]] = []
    open_: list[int] = []
    parser = expat.ParserCreate("utf-8")

    def start(_name: str, _attributes: object) -> None:
        at = parser.CurrentByteIndex
        found.append([open_[-1] if open_ else -1, at, _end_of_tag(data, at), 0, 0])
        open_.append(len(found) - 1)

    def end(_name: str) -> None:
        at = parser.CurrentByteIndex
        entry = found[open_.pop()]
        is_short = data[entry[2] - 2 : entry[2]] == b"/>"
        entry[3] = entry[1] if is_short else at
        entry[4] = entry[2] if is_short else data.index(b">", at) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return [Tag(e[0], *(_place(data, offset) for offset in e[1:])) for e in found]


def _end_of_tag(data: bytes, at: int) -> int:
    quote = 0
    for i in range(at, len(data)):
        byte = data[i]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return i + 1
    return len(data)


def _place(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset]
    line = before.count(b"\n") + 1
    return line, len(before[before.rfind(b"\n") + 1 :].decode()) + 1


def find_faulty(tags: list[Tag], place: tuple[int, int]) -> int:
    """The innermost element that a place is in, its tags included."""
    found = -1
    for index, tag in enumerate(tags):
        if tag.start <= place < tag.end_end:
            found = index
    return found


def find_jings(tags: list[Tag], place: tuple[int, int], message: str) -> set[int]:
    """The elements that a message of jing's may speak of: it gives the end of a tag."""
    found = set()
    is_text = message.startswith("text not allowed")
    if is_text:  # the place may be the end of the text as well
        found.add(find_faulty(tags, (place[0], place[1] - 1)))
    for index, tag in enumerate(tags):
        if is_text:
            if tag.end_end == place and tag.end != tag.start:
                found.add(index)
            if tag.start_end == place:
                found.add(tag.parent)
        elif place in (tag.start_end, tag.end_end):
            found.add(index)
    return found


def list_mutants(
    schema: Schema, roots: list[etree._Element], count: int, seed: int
) -> Iterator[str]:
    """Mutants of documents, as text."""
    mutator = Mutator(schema, seed)
    for i in range(count):
        mutant = mutator.mutate(roots[i % len(roots)])
        yield etree.tostring(mutant, encoding="unicode")
