"""The schema in RELAX NG: a definition for each element, class, macro and datatype in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.config import suggest
from tei_edition.schema.odd.attributes import Attributes, AttributeSlot
from tei_edition.schema.odd.content import A_NS, OddContents
from tei_edition.schema.odd.patterns import join, join_all, rng
from tei_edition.schema.odd.records import AttributeList, AttributeRef, OddAttribute, Spec
from tei_edition.schema.odd.words import choose_name

if TYPE_CHECKING:
    from lxml import etree

    from tei_edition.schema.odd.attributes import Tell
    from tei_edition.schema.odd.selection import OddSchema


class Grammar(OddContents):
    """Makes the definitions of one schema."""

    def __init__(self, schema: OddSchema, tell: Tell, own: frozenset[str], language: str) -> None:
        super().__init__(schema, tell, own, language)
        self.attributes = Attributes(schema, tell, own)

    def write(self) -> list[etree._Element]:
        """Return the start and all definitions."""
        start = self.make_start()
        for spec in self.schema.specs.values():
            if spec.kind == "element":
                self.define_element(spec)
        # A macro of which nothing is left is referred to by nobody.
        return [start, *(found for found in self.defined.values() if len(found))]

    def make_start(self) -> etree._Element:
        """Return the elements that a document may begin with."""
        spec = self.schema.spec
        elements = self.schema.list_names("element")
        chosen = [name for name in spec.start or () if name in elements]
        for name in spec.start or ():
            if name not in elements:
                told = f'the schema has no element "{name}" to start with'
                self.tell("odd-unknown-name", told, spec.place, suggest(name, elements))
        if spec.start is None:
            chosen = [name for name in ("TEI",) if name in elements] or elements
        if not elements and not self.foreign:
            told = f'the schema "{spec.ident}" has no element'
            hint = "choose some with moduleRef or elementRef, or declare some"
            self.tell("odd-faulty-declaration", told, spec.place, hint)
        references = [rng("ref", name=self.name(name)) for name in chosen]
        if not references:
            return rng("start", rng("notAllowed"))
        return rng("start", join_all("choice", references))

    # Elements and their attributes

    def define_element(self, spec: Spec) -> None:
        """Define an element."""
        name = choose_name(spec.alternatives, spec.ident, self.schema.spec.names_language)
        element = rng("element", name=name)
        if spec.namespace is not None:
            element.set("ns", spec.namespace)
        content = self.make_all(spec.content or ())
        element.append(content if content is not None else rng("empty"))
        self.check_memberships(spec)
        self.add_attributes(element, spec)
        self.document(element, spec.docs)
        self.define(self.name(spec.ident), spec.place, element)

    def add_attributes(self, element: etree._Element, spec: Spec) -> None:
        """Refer to the attributes of classes, as whole as they are, and declare the rest."""
        wanted = self.attributes.of_element(spec)
        done: set[str] = set()
        for key in self.attributes.list_classes(spec):
            element.extend(self.cover(key, wanted, done))
        for name, slot in wanted.items():
            if name not in done:
                element.append(self.make_slot(slot))

    def cover(
        self, key: str, wanted: dict[str, AttributeSlot], done: set[str]
    ) -> list[etree._Element]:
        """Return references to what a class gives of the attributes wanted and not done."""
        given = self.attributes.of_class(key)
        if not given:
            return []
        if all(wanted.get(name) is slot and name not in done for name, slot in given.items()):
            done.update(given)
            return [self.refer_class_attributes(key)]
        spec = self.schema.specs["class", key]
        found = [
            reference
            for inner in self.attributes.list_classes(spec)
            for reference in self.cover(inner, wanted, done)
        ]
        for name, slot in given.items():
            if slot.owner == key and wanted.get(name) is slot and name not in done:
                done.add(name)
                found.append(self.refer_slot(slot))
        return found

    def refer_class_attributes(self, key: str) -> etree._Element:
        """Return a reference to all attributes of a class."""
        name = self.name(f"{key}.attributes")
        if name not in self.defined:
            spec = self.schema.specs["class", key]
            self.check_memberships(spec)
            self.define(name, spec.place)
            given = self.attributes.of_class(key)
            done: set[str] = set()
            definition = self.defined[name]
            for inner in self.attributes.list_classes(spec):
                definition.extend(self.cover(inner, given, done))
            definition.extend(
                self.refer_slot(slot) for attribute, slot in given.items() if attribute not in done
            )
        return rng("ref", name=name)

    def refer_slot(self, slot: AttributeSlot) -> etree._Element:
        """Return a reference to an attribute of a class, or to a choice of some."""
        if isinstance(slot.content, AttributeRef):
            return self.make_slot(slot)
        ident = "-".join(slot.names).replace(":", "")
        name = self.name(f"{slot.owner}.attribute.{ident}")
        if name not in self.defined:
            self.define(name, slot.content.place)
            self.defined[name].append(self.make_slot(slot))
        return rng("ref", name=name)

    def make_slot(self, slot: AttributeSlot) -> etree._Element:
        """Return the pattern of an attribute or a choice of some."""
        if isinstance(slot.content, OddAttribute):
            return self.make_attribute(slot.content)
        if isinstance(slot.content, AttributeRef):
            if not self.foreign:
                told = f'no included grammar has "{slot.content.name}"'
                hint = "name the class of the attribute with @class"
                self.tell("odd-faulty-declaration", told, slot.content.place, hint)
                return rng("empty")
            return rng("ref", name=slot.content.name)
        return self.make_attributes(slot.content)

    def make_attributes(self, attributes: AttributeList) -> etree._Element:
        """Return a group or a choice of attributes."""
        patterns = [
            self.make_attributes(member)
            if isinstance(member, AttributeList)
            else self.make_attribute(member)
            for member in attributes.members
            if isinstance(member, AttributeList)
            or (isinstance(member, OddAttribute) and member.mode != "delete")
        ]
        return join_all("choice" if attributes.is_choice else "group", patterns)

    def make_attribute(self, attribute: OddAttribute) -> etree._Element:
        """Return the pattern of an attribute."""
        language = self.schema.spec.names_language
        name = choose_name(attribute.alternatives, attribute.ident, language)
        pattern = rng("attribute", self.make_value(attribute), name=name)
        if attribute.namespace and not name.startswith("xml:"):
            pattern.set("name", name.rpartition(":")[2])
            pattern.set("ns", attribute.namespace)
        if attribute.default is not None and attribute.usage != "req":
            pattern.set(f"{{{A_NS}}}defaultValue", attribute.default)
        self.document(pattern, attribute.docs)
        return pattern if attribute.usage == "req" else rng("optional", pattern)

    def make_value(self, attribute: OddAttribute) -> etree._Element:
        """Return what the value of an attribute may be."""
        datatype, values = attribute.datatype, attribute.values
        pattern = None
        if values is not None and values.kind == "closed":
            pattern = self.make_values(values)
        elif datatype is not None:
            pattern = self.make_all(datatype.content)
            if values is not None and values.kind == "semi" and not self.is_text(datatype.content):
                known = self.make_values(values)
                pattern = join("choice", [p for p in (known, pattern) if p is not None])
        if pattern is None:
            return rng("text")
        if datatype is None or (datatype.least, datatype.most) == (1, 1):
            return pattern
        if self.is_text(datatype.content) and (values is None or values.kind != "closed"):
            return pattern  # any text is a list of words already
        words = self.repeat(pattern, (datatype.least, datatype.most), attribute.place)
        return words if datatype.most == 1 else rng("list", words)
