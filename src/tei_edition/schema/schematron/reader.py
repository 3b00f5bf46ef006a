"""A Schematron schema from its elements to records, with everything resolved.

That is: abstract patterns and rules, the phase, the diagnostics of an assertion, its languages and
its role (ISO/IEC 19757-3:2020, 5.4, 5.5 and 6.3).
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.relaxng.datatypes import is_ncname
from tei_edition.schema.schematron.allowed import DECLARATIONS, check_allowed
from tei_edition.schema.schematron.error import fail
from tei_edition.schema.schematron.expressions import replace_parameters
from tei_edition.schema.schematron.languages import merge_assertions, merge_patterns
from tei_edition.schema.schematron.model import (
    DEFAULT,
    EMBEDDED,
    EVERYTHING,
    XSL_NS,
    Assertion,
    Let,
    Schematron,
    SchematronPattern,
    SchematronRule,
    SchematronText,
    sch,
)
from tei_edition.schema.schematron.vocabulary import check_vocabulary, suggest
from tei_edition.source.stamps import FILE, locate
from tei_edition.tei import XML_ID, XML_LANG, XML_NS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BINDINGS = ("xslt", "xslt2", "xslt3", "xpath", "xpath2", "xpath3", "xpath31")


def resolve_schematron(root: etree._Element, phase: str = DEFAULT) -> Schematron:
    """Return the schema of a stamped `schema` element in a phase: a name, "#DEFAULT" or "#ALL".

    Raises SchematronError, with the place, for whatever is wrong with it.
    """
    check_vocabulary(root)
    check_allowed(root)
    return _Reader(root).read(phase)


class _Reader:
    """What the parts of one schema refer to."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.patterns = root.findall(sch("pattern"))
        self.abstract = self.index(p for p in self.patterns if p.get("abstract") == "true")
        rules = root.iter(sch("rule"))
        self.abstract_rules = self.index(r for r in rules if r.get("abstract") == "true")
        self.diagnostics = self.index(root.iter(sch("diagnostic")))
        self.properties = self.index(root.iter(sch("property")))

    @staticmethod
    def index(elements: Iterator[etree._Element]) -> dict[str, etree._Element]:
        """Elements by their ids, the first of each."""
        found: dict[str, etree._Element] = {}
        for element in elements:
            found.setdefault(_id_of(element), element)
        return found

    def read(self, phase: str) -> Schematron:
        root = self.root
        binding = root.get("queryBinding", "xslt").strip().lower()
        if binding not in BINDINGS:
            hint = suggest(binding, BINDINGS) or f"known are {', '.join(BINDINGS)}"
            raise fail(root, f'the query language "{binding}" is not known', hint)
        lets, active = self.read_phase(phase)
        patterns = tuple(
            self.read_pattern(pattern)
            for pattern in self.patterns
            if pattern.get("abstract") != "true" and (active is None or _id_of(pattern) in active)
        )
        return Schematron(
            binding=binding,
            namespaces=self.read_namespaces(),
            lets=(*self.read_lets(root), *lets),
            patterns=merge_patterns(patterns),
            foreign=tuple(self.list_declarations()),
        )

    def read_namespaces(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for element in self.root.findall(sch("ns")):
            prefix, uri = element.get("prefix", "").strip(), element.get("uri", "")
            if not is_ncname(prefix) or prefix == "xmlns" or (prefix == "xml") != (uri == XML_NS):
                raise fail(element, f'"{prefix}" cannot be a prefix for "{uri}"', "use another")
            if found.setdefault(prefix, uri) != uri:
                told = f'the prefix "{prefix}" is already declared for "{found[prefix]}"'
                raise fail(element, told, "use another prefix")
        return found

    def list_declarations(self) -> Iterator[etree._Element]:
        """Yield declarations of XSLT that the bindings allow in a schema (Annexes C, H and J)."""
        for element in self.root.iterchildren(f"{{{XSL_NS}}}*"):
            name = etree.QName(element).localname
            if name not in DECLARATIONS:
                told = f"<xsl:{name}> is not allowed in a schema"
                raise fail(element, told, f"allowed: {', '.join(sorted(DECLARATIONS))}")
            yield element

    # Phases.

    def read_phase(self, name: str) -> tuple[tuple[Let, ...], set[str] | None]:
        """Return the variables of a phase and its active patterns, None for all (5.4.10)."""
        default = self.root.get("defaultPhase", EVERYTHING)
        wanted = default if name == DEFAULT else name
        if wanted == EVERYTHING:
            return (), None
        phases = self.index(iter(self.root.findall(sch("phase"))))
        if wanted not in phases:
            told = f'there is no phase "{wanted}"'
            raise fail(self.root, told, suggest(wanted, phases) or "the schema has no phases")
        phase = phases[wanted]
        known = {_id_of(p) for p in self.patterns if p.get("abstract") != "true"} - {""}
        active: set[str] = set()
        for element in phase.findall(sch("active")):
            pattern = element.get("pattern", "")
            if pattern not in known:
                raise fail(element, f'there is no pattern "{pattern}"', suggest(pattern, known))
            active.add(pattern)
        return self.read_lets(phase), active

    # Patterns.

    def read_pattern(self, element: etree._Element) -> SchematronPattern:
        pattern, parameters = self.instantiate(element)
        rules = tuple(
            self.read_rule(rule, parameters)
            for rule in pattern.findall(sch("rule"))
            if rule.get("abstract") != "true"
        )
        documents = pattern.get("documents", "").strip()
        return SchematronPattern(rules, self.read_lets(pattern), documents, pattern)

    def instantiate(self, element: etree._Element) -> tuple[etree._Element, dict[str, str]]:
        """Return the pattern without parameters, and their values (5.4.8, 5.4.9, 6.3)."""
        name = element.get("is-a", "")
        if not name:
            return element, {}
        model = self.abstract.get(name)
        if model is None:
            hint = suggest(name, self.abstract) or 'such a pattern has abstract="true"'
            raise fail(element, f'there is no abstract pattern "{name}"', hint)
        if (stray := element.find(sch("rule"))) is not None:
            raise fail(stray, "a pattern with is-a has no rules of its own")
        declared = {p.get("name", ""): p.get("value") for p in model.findall(sch("param"))}
        values = {name: value for name, value in declared.items() if value is not None}
        for parameter in element.findall(sch("param")):
            given = parameter.get("name", "")
            if declared and given not in declared:
                told = f'the abstract pattern "{name}" has no parameter "{given}"'
                raise fail(parameter, told, suggest(given, declared))
            values[given] = parameter.get("value", "")
        if missing := [parameter for parameter in declared if parameter not in values]:
            told = f'the parameter "{missing[0]}" of the abstract pattern "{name}" is not given'
            raise fail(element, told, f'write <param name="{missing[0]}" value="…"/>')
        pattern = copy.deepcopy(model)
        pattern.set(FILE, locate(model).file)
        pattern.set("id", _id_of(element))
        if language := element.get(XML_LANG) or _language_of(model):
            pattern.set(XML_LANG, language)  # a copy has no parent to have it from
        _substitute(pattern, values)
        return pattern, values

    # Rules.

    def read_rule(self, element: etree._Element, parameters: Mapping[str, str]) -> SchematronRule:
        parts = tuple(self.read_parts(element, element, parameters, ()))
        return SchematronRule(element.get("context", "").strip(), merge_assertions(parts), element)

    def read_parts(
        self,
        rule: etree._Element,
        holder: etree._Element,
        parameters: Mapping[str, str],
        chain: tuple[str, ...],
    ) -> Iterator[Let | Assertion]:
        """Variables and assertions of a rule, with those of the abstract rules that it extends."""
        for element in holder.iterchildren(etree.Element):
            if element.tag == sch("let"):
                yield _read_let(element)
            elif element.tag in {sch("assert"), sch("report")}:
                yield self.read_assertion(element, rule, parameters)
            elif element.tag == sch("extends"):
                name = element.get("rule", "")
                model = self.find_abstract_rule(element, rule)
                if model is None:
                    hint = suggest(name, self.abstract_rules) or 'such a rule has abstract="true"'
                    raise fail(element, f'there is no abstract rule "{name}"', hint)
                if name in chain:
                    raise fail(element, f'the abstract rule "{name}" extends itself')
                yield from self.read_parts(rule, model, parameters, (*chain, name))

    def find_abstract_rule(
        self, element: etree._Element, rule: etree._Element
    ) -> etree._Element | None:
        """Return the abstract rule that `extends` names, in its pattern or in <rules> (5.4.12).

        Of embedded rules nobody says which pattern they are in.
        """
        name, pattern = element.get("rule", ""), rule.getparent()
        for sibling in () if pattern is None else pattern.iterchildren(sch("rule")):
            if sibling.get("abstract") == "true" and _id_of(sibling) == name:
                return sibling
        found = self.abstract_rules.get(name)
        home = None if found is None else found.getparent()
        is_elsewhere = home is not None and home.tag == sch("pattern")
        if is_elsewhere and not self.root.get(EMBEDDED):
            told = f'the abstract rule "{name}" is in another pattern'
            raise fail(element, told, "put it into this pattern, or into <rules> for all of them")
        return found

    def read_assertion(
        self, element: etree._Element, rule: etree._Element, parameters: Mapping[str, str]
    ) -> Assertion:
        def inherit(attribute: str) -> str:
            return element.get(attribute) or rule.get(attribute) or ""

        return Assertion(
            kind="assert" if element.tag == sch("assert") else "report",
            id=_id_of(element) or _id_of(rule) or _id_of(rule.getparent()),
            test=element.get("test", "").strip(),
            subject=inherit("subject"),
            role=inherit("severity") or inherit("role") or inherit("flag"),
            see=inherit("see"),
            texts=(SchematronText(_language_of(element), element),),
            diagnostics=tuple(self.refer(element, "diagnostics", parameters)),
            properties=tuple(self.refer(element, "properties", parameters)),
            element=element,
        )

    def refer(
        self, element: etree._Element, attribute: str, parameters: Mapping[str, str]
    ) -> Iterator[SchematronText]:
        """Yield what an assertion refers to in `diagnostics` or `properties`."""
        known = self.diagnostics if attribute == "diagnostics" else self.properties
        what = {"diagnostics": "diagnostic", "properties": "property"}[attribute]
        for name in element.get(attribute, "").split():
            if name not in known:
                raise fail(element, f'there is no {what} "{name}"', suggest(name, known))
            found = known[name]
            language = _language_of(found)
            if parameters:
                found = copy.deepcopy(found)
                found.set(FILE, locate(known[name]).file)
                _substitute(found, parameters)
            yield SchematronText(language, found)

    @staticmethod
    def read_lets(holder: etree._Element) -> tuple[Let, ...]:
        found: dict[str, Let] = {}
        for element in holder.findall(sch("let")):
            let = _read_let(element)
            if let.name in found:
                raise fail(element, f'the variable "{let.name}" is defined twice')
            found[let.name] = let
        return tuple(found.values())


def _read_let(element: etree._Element) -> Let:
    return Let(element.get("name", "").strip(), element.get("value"), element)


def _substitute(root: etree._Element, values: Mapping[str, str]) -> None:
    """Put values for parameters in all attributes below, of Schematron or not."""
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if "$" in str(value):
                element.set(name, replace_parameters(str(value), values))


def _id_of(element: etree._Element | None) -> str:
    return "" if element is None else element.get("id") or element.get(XML_ID) or ""


def _language_of(element: etree._Element) -> str:
    for node in (element, *element.iterancestors()):
        if language := node.get(XML_LANG):
            return language
    return ""
