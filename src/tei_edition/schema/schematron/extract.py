"""Schematron that is embedded in a RELAX NG schema or in an ODD, as a separate schema.

What is embedded need not be whole: a rule without a pattern gets one, and an assertion without a
rule gets one whose context is the element or the attribute in whose declaration it stands (TEI
Guidelines, 23.5.2 Schematron rules; RELAX NG needs an annotation only to be of another namespace).
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.schema.schematron.error import fail
from tei_edition.schema.schematron.model import EMBEDDED, SCH_NS, XSL_NS, sch
from tei_edition.schema.schematron.vocabulary import name_of
from tei_edition.source.stamps import FILE, POS, locate
from tei_edition.tei import EXAMPLES_NS, TEI_NS, XML_LANG, local

if TYPE_CHECKING:
    from collections.abc import Iterator

RNG_NS = "http://relaxng.org/ns/structure/1.0"
_WHOLE = frozenset(
    ("diagnostics", "include", "let", "ns", "pattern", "phase", "properties", "rules", "schema")
)
# The binding of what is embedded is nowhere said; XPath 2 and 3 are what everybody writes there.
BINDING = "xslt3"


def extract_schematron(root: etree._Element) -> etree._Element:
    """Return Schematron in a stamped RELAX NG schema or ODD; a `schema` without patterns if none.

    Raises SchematronError for an assertion whose context cannot be determined.
    """
    schema = etree.Element(sch("schema"), queryBinding=BINDING, nsmap={"sch": SCH_NS})
    schema.set(POS, root.get(POS, "1:1"))
    schema.set(FILE, locate(root).file)
    schema.set(EMBEDDED, "true")
    found = _Found(schema)
    for element in _list_outermost(root):
        found.add(element)
    return schema


def _list_outermost(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of Schematron, and of XSLT for it, that are in no other such element."""
    pending = [root]
    while pending:
        element = pending.pop()
        tag = element.tag
        if not isinstance(tag, str) or tag.startswith(f"{{{EXAMPLES_NS}}}"):
            continue
        if tag.startswith((f"{{{SCH_NS}}}", f"{{{XSL_NS}}}")):
            yield element
        elif local(tag) != "constraintSpec" or _is_live(element):
            pending.extend(reversed(element))


def _is_live(spec: etree._Element) -> bool:
    """Whether a constraintSpec is Schematron, and not one that a customisation takes away."""
    scheme = spec.get("scheme", "schematron")
    return scheme in {"schematron", "isoschematron"} and spec.get("mode") != "delete"


class _Found:
    """What was found so far, as a schema that grows."""

    def __init__(self, schema: etree._Element) -> None:
        self.schema = schema
        self.namespaces: dict[str, etree._Element] = {}
        # The pattern or rule that was made for what is in one declaration.
        self.patterns: dict[etree._Element, etree._Element] = {}
        self.rules: dict[tuple[etree._Element, str], etree._Element] = {}

    def add(self, element: etree._Element) -> None:
        name = name_of(element)
        place = locate(element)
        part = copy.deepcopy(element)
        part.tail = None
        part.set(FILE, place.file)
        if language := _language_around(element):
            part.set(XML_LANG, language)
        if name == "schema":
            for child in part.iterchildren(etree.Element):
                child.set(FILE, place.file)
                self.put(child)
        elif name == "rule":
            self.pattern_for(element).append(part)
        elif name in {"assert", "report"} or (name == "let" and self.is_in_rule(element)):
            self.rule_for(element).append(part)
        elif name in _WHOLE or not name:
            self.put(part)
        else:
            raise fail(element, f"a <{name}> is not allowed here")

    def put(self, part: etree._Element) -> None:
        """Put something into the schema; the same prefix is often declared many times."""
        if name_of(part) == "ns":
            known = self.namespaces.setdefault(part.get("prefix", ""), part)
            if known is not part and known.get("uri") == part.get("uri"):
                return
        self.schema.append(part)

    def is_in_rule(self, element: etree._Element) -> bool:
        """Whether assertions without a rule are beside this."""
        siblings = element.itersiblings(sch("assert"), sch("report"))
        return next(siblings, None) is not None and bool(self.context_of(element))

    def pattern_for(self, element: etree._Element) -> etree._Element:
        parent = element.getparent()
        assert parent is not None
        if parent not in self.patterns:
            pattern = self.patterns[parent] = self.make("pattern", element, self.schema)
            spec = parent.getparent()
            if spec is not None and local(spec.tag) == "constraintSpec":
                pattern.set("id", spec.get("ident", ""))
        return self.patterns[parent]

    def rule_for(self, element: etree._Element) -> etree._Element:
        parent = element.getparent()
        assert parent is not None
        context = self.context_of(element)
        if not context:
            hint = 'put it into a <rule context="…">'
            raise fail(
                element, f"the context of this <{name_of(element)}> cannot be determined", hint
            )
        if (parent, context) not in self.rules:
            rule = self.make("rule", element, self.pattern_for(element))
            rule.set("context", context)
            self.rules[parent, context] = rule
        return self.rules[parent, context]

    def make(self, name: str, element: etree._Element, parent: etree._Element) -> etree._Element:
        place = locate(element)
        made = etree.SubElement(parent, sch(name))
        made.set(POS, f"{place.line}:{place.column}")
        made.set(FILE, place.file)
        return made

    def context_of(self, element: etree._Element) -> str:
        """Return the context that the declaration round an assertion tells; empty if none does."""
        attribute = ""
        for ancestor in element.iterancestors():
            name = local(ancestor.tag)
            if name == "attDef":
                attribute = ancestor.get("ident", "")
            elif name == "elementSpec":
                space = _nearest(ancestor, "ns", TEI_NS)
                return self.write(space, ancestor.get("ident", ""), attribute)
            elif name == "classSpec" and attribute:
                # Of the class's members nothing is known here; others have no such attribute.
                return self.write(TEI_NS, "*", attribute)
            elif ancestor.tag == f"{{{RNG_NS}}}attribute":
                attribute = attribute or _rng_name(ancestor)
            elif ancestor.tag == f"{{{RNG_NS}}}element":
                declared = _rng_name(ancestor)
                space, named = _rng_namespace(ancestor), declared.rpartition(":")[2]
                return self.write(space, named, attribute) if named else ""
            elif ancestor.tag == f"{{{RNG_NS}}}define" and attribute:
                return f"@{attribute}"
        return ""

    def write(self, namespace: str, name: str, attribute: str) -> str:
        """Return a pattern for an element of that name, or for an attribute of it."""
        if not re.fullmatch(r"\*|[\w.\-]+", name) or not re.fullmatch(r"[\w.:\-]*", attribute):
            return ""
        element = f"Q{{{namespace}}}{name}"
        return f"{element}/@{attribute}" if attribute else element


def _language_around(element: etree._Element) -> str:
    """Return the language of the nearest @xml:lang, up to the constraintSpec around."""
    for node in (element, *element.iterancestors()):
        if language := node.get(XML_LANG):
            return language
        if local(node.tag) == "constraintSpec":
            break
    return ""


def _nearest(element: etree._Element, attribute: str, default: str) -> str:
    for node in (element, *element.iterancestors()):
        if (value := node.get(attribute)) is not None:
            return value
    return default


def _rng_name(element: etree._Element) -> str:
    """Return the name that an `element` or `attribute` of RELAX NG gives.

    Empty for a class of names.
    """
    if name := element.get("name"):
        return name.strip()
    child = element.find(f"{{{RNG_NS}}}name")
    return (child.text or "").strip() if child is not None else ""


def _rng_namespace(element: etree._Element) -> str:
    name = element.get("name") or ""
    if ":" in name:
        return element.nsmap.get(name.partition(":")[0]) or ""
    child = element.find(f"{{{RNG_NS}}}name")
    start = child if child is not None and not name else element
    return _nearest(start, "ns", "")
