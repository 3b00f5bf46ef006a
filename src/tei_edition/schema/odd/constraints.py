"""Collect the Schematron rules of an ODD's constraintSpecs, adding missing patterns and contexts.

A rule is wrapped in a pattern, an assertion in a rule about what it is specified for (TEI, chapter
TD, "Additional Constraints").
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.schema.odd.records import OddAttribute
from tei_edition.source.stamps import strip_stamps
from tei_edition.tei import EXAMPLES_NS, SOURCE_NS, TEI_NS, XML_LANG, XML_NS, tei

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.schema.odd.attributes import Attributes, Slots
    from tei_edition.schema.odd.classes import Classes
    from tei_edition.schema.odd.records import Constraint, Spec
    from tei_edition.schema.odd.selection import OddSchema

SCH_NS = "http://purl.oclc.org/dsdl/schematron"
_SCHEMES = frozenset({"schematron", "isoschematron"})
_RULES = frozenset({"assert", "report"})
_PATTERN = ("rule", "let", "param", "title", "p")


def sch(name: str) -> str:
    """Return the name of an element of Schematron in Clark notation."""
    return f"{{{SCH_NS}}}{name}"


class OddRules:
    """The Schematron of a schema: namespaces, patterns by the definition they belong to."""

    def __init__(
        self, schema: OddSchema, attributes: Attributes, classes: Classes, names: dict[str, str]
    ) -> None:
        self.schema = schema
        self.attributes = attributes
        self.names = names  # of the elements in documents, by their identifiers
        self.namespaces: dict[str, str] = {"tei": schema.spec.namespace or TEI_NS}
        self.common: list[etree._Element] = []
        self.patterns: dict[tuple[str, str], list[etree._Element]] = {}
        self.users = self._list_users()
        self.numbers: set[str] = set()
        self._collect(classes)

    def list_declarations(self) -> list[etree._Element]:
        """Return declarations of the prefixes that the rules use, and what all patterns share."""
        declared = [
            etree.Element(sch("ns"), prefix=prefix, uri=uri)
            for prefix, uri in self.namespaces.items()
        ]
        return [*declared, *self.common] if self.patterns else []

    def write_schema(self) -> etree._Element:
        """All rules as a separate schema."""
        root = etree.Element(sch("schema"), {"queryBinding": "xslt2"}, {"sch": SCH_NS})
        root.extend(copy.deepcopy(part) for part in self.list_declarations())
        for patterns in self.patterns.values():
            root.extend(copy.deepcopy(pattern) for pattern in patterns)
        return root

    # What rules are about

    def _list_users(self) -> dict[str, list[str]]:
        """Return the elements, by XPath, that have the attributes of each class."""
        users: dict[str, list[str]] = {}
        for spec in self.schema.specs.values():
            if spec.kind == "element":
                for key in self._list_classes(spec):
                    users.setdefault(key, []).append(self._name(spec))
        return users

    def _list_classes(self, spec: Spec) -> dict[str, None]:
        found: dict[str, None] = {}
        waiting = [spec]
        while waiting:
            for key in self.attributes.list_classes(waiting.pop()):
                if key not in found:
                    found[key] = None
                    waiting.append(self.schema.specs["class", key])
        return found

    def _name(self, spec: Spec) -> str:
        name = self.names.get(spec.ident, spec.ident)
        if spec.namespace is None:
            return f"tei:{name}"
        if not spec.namespace:
            return name
        known = {uri: prefix for prefix, uri in self.namespaces.items()}
        prefix = known.get(spec.namespace)
        if prefix is None:
            prefix = "teix" if spec.namespace == EXAMPLES_NS else f"ns{len(self.namespaces)}"
            self.namespaces[prefix] = spec.namespace
        return f"{prefix}:{name}"

    def _collect(self, classes: Classes) -> None:
        for spec in self.schema.specs.values():
            holder = (spec.kind, spec.ident)
            if spec.kind == "element":
                contexts = [self._name(spec)]
                self._add(holder, spec.ident, spec.constraints, contexts)
                self._add_slots(holder, spec.ident, self.attributes.of_element(spec), "", contexts)
            elif spec.kind == "class":
                users = self.users.get(spec.ident, [])
                if spec.type != "atts":
                    members = (m.key for m in classes.list_elements(spec.ident))
                    users = [self._name(self.schema.specs[key]) for key in members]
                if users:
                    self._add(holder, spec.ident, spec.constraints, users)
                    slots = self.attributes.of_class(spec.ident)
                    self._add_slots(holder, spec.ident, slots, spec.ident, users)
            else:
                self._add(holder, spec.ident, spec.constraints, [])
        root = self.namespaces["tei"]
        self._add(("schema", ""), self.schema.spec.ident, self.schema.constraints, ["/*"])
        self.namespaces["tei"] = root

    def _add_slots(
        self,
        holder: tuple[str, str],
        ident: str,
        slots: Slots,
        owner: str,
        contexts: list[str],
    ) -> None:
        for slot in slots.values():
            if slot.owner != owner or not isinstance(slot.content, OddAttribute):
                continue
            name = slot.content.ident
            prefix, colon, _ = name.partition(":")
            if colon and slot.content.namespace:
                self.namespaces.setdefault(prefix, slot.content.namespace)
            paths = [f"{context}/@{name}" for context in contexts]
            self._add(holder, f"{ident}-{name}", slot.content.constraints, paths)

    # How they are written

    def _add(
        self,
        holder: tuple[str, str],
        ident: str,
        constraints: Iterable[Constraint],
        contexts: list[str],
    ) -> None:
        for constraint in constraints:
            if constraint.scheme in _SCHEMES and constraint.mode != "delete":
                label = f"{self.schema.spec.ident}-{ident}-{constraint.ident}".replace(":", "")
                found = self._make(constraint, label, " | ".join(contexts) or "/*")
                if found:
                    self.patterns.setdefault(holder, []).extend(found)

    def _make(self, constraint: Constraint, label: str, context: str) -> list[etree._Element]:
        """Return the patterns of a constraint.

        Bare rules share one, bare assertions share a rule.
        """
        whole: list[etree._Element] = []
        loose = etree.Element(sch("pattern"))
        rule: etree._Element | None = None
        for element in constraint.rules:
            self._declare(element)
            part = _copy(element)
            if language := _find_language(element):
                part.set(XML_LANG, language)
            name = etree.QName(part).localname if part.tag.startswith(f"{{{SCH_NS}}}") else ""
            if name == "ns":
                self.namespaces.setdefault(part.get("prefix", ""), part.get("uri", ""))
            elif name == "pattern":
                whole.append(part)
            elif name in _RULES:
                if rule is None:
                    rule = etree.SubElement(loose, sch("rule"), {"context": context})
                rule.append(part)
            elif name in _PATTERN:
                loose.append(part)
            else:  # diagnostics, keys and functions of XSLT
                self.common.append(part)
        if len(loose):
            whole.append(loose)
        for pattern in whole:
            pattern.set("id", self._number(pattern.get("id") or label))
        return whole

    def _number(self, label: str) -> str:
        name, number = label, 2
        while name in self.numbers:
            name, number = f"{label}-{number}", number + 1
        self.numbers.add(name)
        return name

    def _declare(self, element: etree._Element) -> None:
        """Take over the prefixes that are declared where a rule stands, and that its paths use."""
        paths = " ".join(str(value) for e in element.iter("*") for value in e.attrib.values())
        for prefix, uri in element.nsmap.items():
            if prefix and f"{prefix}:" in paths and uri not in {SOURCE_NS, SCH_NS, XML_NS}:
                self.namespaces.setdefault(prefix, uri)


def _copy(element: etree._Element) -> etree._Element:
    part = copy.deepcopy(element)
    part.tail = None
    strip_stamps(part)
    return part


def _find_language(element: etree._Element) -> str:
    """Return the language of a rule: its own, or what its constraintSpec says."""
    for node in (element, *element.iterancestors()):
        if language := node.get(XML_LANG):
            return language
        if node.tag == tei("constraintSpec"):
            break
    return ""


def list_rules(root: etree._Element) -> Iterator[etree._Element]:
    """Return the patterns of Schematron that are embedded in a schema."""
    return root.iter(sch("pattern"))
