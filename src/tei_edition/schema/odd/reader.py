"""Read the elements of an ODD into records; faults are reported with their places.

Nothing is looked up here: a name that stands for nothing is found when it is used.

Long because it has a function for each element of an ODD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from lxml import etree

from tei_edition.config import find_nearest, suggest
from tei_edition.problems import Location, Problem, problem
from tei_edition.relaxng.datatypes import XSD
from tei_edition.relaxng.datatypes import Datatype as Checked
from tei_edition.schema.odd.records import (
    Alternate,
    AnyElement,
    AttributeList,
    AttributeRef,
    ClassRef,
    Constraint,
    DataRef,
    Docs,
    ElementRef,
    Item,
    Kind,
    MacroRef,
    Membership,
    Memberships,
    Mode,
    ModuleRef,
    ModuleSpec,
    OddAttribute,
    OddDatatype,
    OddEmpty,
    OddModel,
    OddPattern,
    OddValue,
    Sequence,
    Spec,
    SpecFromSource,
    SpecRef,
    TextNode,
    ValueList,
)
from tei_edition.source.stamps import POS, locate
from tei_edition.tei import EXAMPLES_NS, TEI_NS, tei

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RNG_NS = "http://relaxng.org/ns/structure/1.0"
SPEC_KINDS: dict[str, Kind] = {
    tei("elementSpec"): "element",
    tei("classSpec"): "class",
    tei("macroSpec"): "macro",
    tei("dataSpec"): "datatype",
}
REF_KINDS: dict[str, Kind] = {
    tei("elementRef"): "element",
    tei("classRef"): "class",
    tei("macroRef"): "macro",
    tei("dataRef"): "datatype",
}
_EXPANSIONS = (
    "alternate", "sequence", "sequenceOptional", "sequenceOptionalRepeatable", "sequenceRepeatable",
)  # fmt: skip
_USAGES = ("opt", "rec", "req")
_LISTS = ("closed", "open", "semi")
_MODES = get_args(Mode)
# A quantity of more digits is none that anybody means.
_MOST_DIGITS = 18
# What of each element is read, or known to say nothing about the schema.
_SAID = ("altIdent", "equiv", "gloss", "desc", "exemplum", "remarks", "listRef")
_CHOICES = (
    "elementSpec", "classSpec", "macroSpec", "dataSpec", "constraintSpec", "moduleSpec",
    "moduleRef", "elementRef", "classRef", "macroRef", "dataRef", "specGrp", "specGrpRef",
)  # fmt: skip
_PARTS: dict[str, tuple[str, ...]] = {
    "schemaSpec": _CHOICES,
    "specGrp": _CHOICES,
    **dict.fromkeys(
        ("elementSpec", "classSpec", "macroSpec", "dataSpec"),
        (*_SAID, "classes", "content", "constraintSpec", "attList", "valList"),
    ),
    "attList": ("attDef", "attRef", "attList"),
    "attDef": (*_SAID, "datatype", "valList", "defaultVal", "constraintSpec"),
    "valList": (*_SAID, "valItem"),
    "classes": ("memberOf",),
    "constraintSpec": (*_SAID, "constraint"),
}
# Elements whose names are like some of these, and which may be beside them.
_PROSE = frozenset({"specDesc", "specList", "classDecl"})
_UNLIMITED = "unbounded"


class Reader:
    """Reads the elements of one file; what is wrong with them is added to `problems`."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    # Places and problems

    def locate(self, element: etree._Element) -> Location:
        """Where an element stands; a source that was not stamped knows lines alone."""
        if POS in element.attrib:
            return locate(element)
        return Location(self.file, cast("int", element.sourceline))

    def tell(self, element: etree._Element, message: str, hint: str = "") -> None:
        """Report an invalid declaration."""
        place = self.locate(element)
        self.problems.append(problem("odd-faulty-declaration", message, place, hint=hint))

    def choose(self, element: etree._Element, name: str, allowed: tuple[str, ...]) -> str | None:
        """Return the value of an attribute that has few.

        None if it is missing, or none of them.
        """
        value = element.get(name)
        if value is None or value in allowed:
            return value
        listed = ", ".join(allowed)
        self.tell(
            element,
            f'@{name} of <{_name(element)}> is "{value}"',
            suggest(value, allowed) or f"allowed are {listed}",
        )
        return None

    def read_mode(self, element: etree._Element) -> Mode:
        """Return the mode of a declaration; adding is the default."""
        return cast("Mode", self.choose(element, "mode", _MODES) or "add")

    def read_ident(self, element: etree._Element, attribute: str = "ident") -> str:
        """Return the name that a declaration defines or uses; report it if there is none."""
        ident = element.get(attribute, "").strip()
        # The empty string is a value like others.
        if not ident and not (element.tag == tei("valItem") and attribute in element.attrib):
            self.tell(element, f"<{_name(element)}> has no @{attribute}", "give it one")
        return ident

    def read_count(self, element: etree._Element, name: str, default: int) -> int | None:
        """Return a number of occurrences; None for no limit."""
        value = element.get(name)
        if value is None:
            return default
        if value.strip() == _UNLIMITED and name.startswith("max"):
            return None
        if value.strip().isdecimal():
            if len(value.strip()) < _MOST_DIGITS:
                return int(value)
            is_most = name.startswith("max")
            hint = f'write "{_UNLIMITED}"' if is_most else ""
            self.tell(
                element,
                f'@{name} of <{_name(element)}> is "{value[:20]}", which is too large',
                hint,
            )
            return None if is_most else default
        self.tell(element, f'@{name} of <{_name(element)}> is "{value}", not a number')
        return default

    def read_limits(
        self, element: etree._Element, least: str = "minOccurs", most: str = "maxOccurs"
    ) -> tuple[int, int | None]:
        """Return how often something may occur; the minimum never exceeds the maximum."""
        low = self.read_count(element, least, 1) or 0
        high = self.read_count(element, most, 1)
        if high is not None and low > high:
            if element.get(most) is not None:
                self.tell(element, f"@{least} is {low}, and @{most} only {high}")
            high = low
        return low, high

    def check_children(self, element: etree._Element) -> None:
        """Report a child whose name is similar to an allowed one: it would be lost."""
        parts = _PARTS[_name(element)]
        for child in _children(element):
            name = _name(child)
            if not str(child.tag).startswith(f"{{{TEI_NS}}}") or name in parts or name in _PROSE:
                continue
            if nearest := find_nearest(name, parts, 0.8):
                told = f"<{name}> is not allowed in <{_name(element)}>"
                self.tell(child, told, f'did you mean "{nearest}"?')

    # Documentation and constraints

    def read_docs(self, element: etree._Element) -> Docs:
        """Return what is said about something."""
        return Docs(
            tuple(element.findall(tei("gloss"))),
            tuple(element.findall(tei("desc"))),
            tuple(element.findall(tei("remarks"))),
            tuple(element.findall(tei("exemplum"))),
        )

    def read_constraint(self, element: etree._Element) -> Constraint:
        """Return a constraintSpec."""
        self.check_children(element)
        return Constraint(
            self.read_ident(element),
            self.locate(element),
            self.read_mode(element),
            element.get("scheme", "schematron"),
            tuple(
                rule
                for constraint in element.findall(tei("constraint"))
                for rule in _children(constraint)
            ),
            tuple(element.findall(tei("desc"))),
        )

    def read_constraints(self, element: etree._Element) -> tuple[Constraint, ...]:
        """Return the constraints that are in something."""
        return tuple(map(self.read_constraint, element.findall(tei("constraintSpec"))))

    # Content models

    def read_models(self, element: etree._Element) -> tuple[OddModel, ...]:
        """Return the content model of an element's children."""
        return tuple(model for child in _children(element) for model in self.read_model(child))

    def read_model(self, element: etree._Element) -> Iterator[OddModel]:
        """Yield a part of a content model; nothing if it is none."""
        tag = str(element.tag)
        if tag.startswith(f"{{{RNG_NS}}}"):
            yield OddPattern(self.locate(element), element=element)
        elif read := _MODELS.get(tag):
            yield read(self, element)
        elif tag.startswith(f"{{{TEI_NS}}}"):
            self.tell(
                element,
                f"<{_name(element)}> is not allowed in a content model",
                suggest(_name(element), [name.rpartition("}")[2] for name in _MODELS]),
            )

    def read_sequence(self, element: etree._Element) -> OddModel:
        """Return a sequence."""
        return Sequence(
            self.locate(element),
            *self.read_limits(element),
            members=self.read_models(element),
            is_ordered=element.get("preserveOrder") not in {"false", "0"},
        )

    def read_alternate(self, element: etree._Element) -> OddModel:
        """Return an alternation."""
        limits = self.read_limits(element)
        return Alternate(self.locate(element), *limits, members=self.read_models(element))

    def read_element_ref(self, element: etree._Element) -> OddModel:
        """Return a reference to an element."""
        limits = self.read_limits(element)
        return ElementRef(self.locate(element), *limits, key=self.read_ident(element, "key"))

    def read_class_ref(self, element: etree._Element) -> OddModel:
        """Return a reference to a class."""
        return ClassRef(
            self.locate(element),
            *self.read_limits(element),
            key=self.read_ident(element, "key"),
            expand=self.choose(element, "expand", _EXPANSIONS) or "alternate",
            include=_words_or_none(element, "include"),
            excepted=_words(element, "except"),
        )

    def read_macro_ref(self, element: etree._Element) -> OddModel:
        """Return a reference to a macro."""
        limits = self.read_limits(element)
        return MacroRef(self.locate(element), *limits, key=self.read_ident(element, "key"))

    def read_data_ref(self, element: etree._Element) -> OddModel:
        """Return a reference to a datatype, with what restricts it."""
        facets = tuple(
            (facet.get("name", ""), facet.get("value", ""))
            for facet in element.findall(tei("dataFacet"))
        )
        if restriction := element.get("restriction"):
            facets = (("pattern", restriction), *facets)
        key, name = element.get("key", "").strip(), element.get("name", "").strip()
        if not key and not name:
            hint = "name one of the ODD's with @key, or one of XML Schema with @name"
            self.tell(element, "<dataRef> names no datatype", hint)
            name = "string"
        elif key and name:
            self.tell(element, "<dataRef> has @key and @name", "keep one of the two")
        try:
            Checked(XSD, name or "token", facets)
        except ValueError as error:
            self.tell(element, str(error), "use the datatypes and facets of XML Schema, part 2")
            facets = ()
            name = "" if key else "string"
        return DataRef(
            self.locate(element), *self.read_limits(element), key=key, name=name, facets=facets
        )

    def read_any_element(self, element: etree._Element) -> OddModel:
        """Any element."""
        return AnyElement(
            self.locate(element),
            *self.read_limits(element),
            require=_words(element, "require"),
            excepted=self.read_exceptions(element, "except"),
        )

    def read_exceptions(
        self, element: etree._Element, attribute: str
    ) -> tuple[tuple[str, str], ...] | None:
        """Return what a wildcard excludes: namespaces, or names with their prefixes."""
        if (words := _words_or_none(element, attribute)) is None:
            return None
        prefixes = {"tei": TEI_NS, "teix": EXAMPLES_NS, **element.nsmap}
        found = []
        for word in words:
            prefix, _, name = word.rpartition(":")
            uri = prefixes.get(prefix) if prefix else TEI_NS
            found.append((uri, name) if uri is not None else (word, ""))
        return tuple(found)

    def read_text_node(self, element: etree._Element) -> OddModel:
        """Text."""
        return TextNode(self.locate(element))

    def read_empty(self, element: etree._Element) -> OddModel:
        """Nothing."""
        return OddEmpty(self.locate(element))

    def read_values(self, element: etree._Element) -> ValueList:
        """Return a list of values."""
        self.check_children(element)
        return ValueList(
            self.locate(element),
            kind=self.choose(element, "type", _LISTS),
            mode=self.read_mode(element),
            values=tuple(
                OddValue(
                    self.read_ident(item),
                    self.locate(item),
                    self.read_mode(item),
                    tuple(item.findall(tei("altIdent"))),
                    self.read_docs(item),
                )
                for item in element.findall(tei("valItem"))
            ),
        )

    # Attributes

    def read_attribute(self, element: etree._Element) -> OddAttribute:
        """Return an attDef."""
        self.check_children(element)
        datatype = element.find(tei("datatype"))
        values = element.find(tei("valList"))
        default = element.find(tei("defaultVal"))
        ident = self.read_ident(element)
        return OddAttribute(
            ident,
            self.locate(element),
            self.read_mode(element),
            self.choose(element, "usage", _USAGES),
            self.read_namespace(element, ident),
            tuple(element.findall(tei("altIdent"))),
            self.read_docs(element),
            None
            if datatype is None
            else OddDatatype(self.read_models(datatype), *self.read_limits(datatype)),
            None if values is None else self.read_values(values),
            None if default is None else (default.text or "").strip(),
            self.read_constraints(element),
        )

    def read_namespace(self, element: etree._Element, ident: str) -> str | None:
        """Return the namespace of an attribute: its @ns, or that of the prefix of its name."""
        prefix, colon, _ = ident.partition(":")
        stated = element.get("ns")
        if not colon or prefix == "xml" or stated:
            return stated
        if (found := element.nsmap.get(prefix)) is None and element.get("mode") != "delete":
            told = f'the prefix of the attribute "{ident}" is not declared'
            self.tell(element, told, f'declare it with xmlns:{prefix}="…", or write @ns')
        return found

    def read_attributes(self, element: etree._Element) -> AttributeList:
        """Return an attList, with the lists in it."""
        self.check_children(element)
        members: list[OddAttribute | AttributeRef | AttributeList] = []
        for child in _children(element):
            if child.tag == tei("attDef"):
                members.append(self.read_attribute(child))
            elif child.tag == tei("attList"):
                members.append(self.read_attributes(child))
            elif child.tag == tei("attRef"):
                # Without a class, the name is that of a pattern in a grammar that is included.
                key = "" if child.get("name") else self.read_ident(child, "class")
                key = key or child.get("class", "").strip()
                members.append(AttributeRef(key, child.get("name", ""), self.locate(child)))
        is_choice = self.choose(element, "org", ("group", "choice")) == "choice"
        return AttributeList(self.locate(element), is_choice, tuple(members))

    # Specifications

    def read_spec(self, element: etree._Element) -> Spec:
        """Return a specification of an element, a class, a macro or a datatype."""
        self.check_children(element)
        classes = element.find(tei("classes"))
        lists = element.findall(tei("attList"))
        content = element.find(tei("content"))
        attributes = [self.read_attributes(found) for found in lists]
        models = None if content is None else self.read_models(content)
        values = element.find(tei("valList"))
        if models is None and values is not None:
            models = (self.read_values(values),)
        return Spec(
            SPEC_KINDS[str(element.tag)],
            self.read_ident(element),
            self.locate(element),
            self.read_mode(element),
            element.get("module", ""),
            element.get("type", ""),
            element.get("ns"),
            tuple(element.findall(tei("altIdent"))),
            self.read_docs(element),
            None if classes is None else self.read_memberships(classes),
            attributes[0] if attributes else None,
            models,
            self.read_constraints(element),
        )

    def read_memberships(self, element: etree._Element) -> Memberships:
        """Return the classes that something belongs to."""
        self.check_children(element)
        mode = cast("Mode", self.choose(element, "mode", ("change", "replace")) or "replace")
        return Memberships(
            mode,
            tuple(
                Membership(
                    self.read_ident(member, "key"),
                    self.locate(member),
                    self.read_mode(member),
                    *(
                        self.read_limits(member, "min", "max")
                        if {"min", "max"}.intersection(member.attrib)
                        else (None, None)
                    ),
                )
                for member in element.findall(tei("memberOf"))
            ),
        )

    def read_item(self, element: etree._Element) -> Item | None:
        """Return what a schemaSpec or specGrp says; None for what says nothing about the schema."""
        tag = str(element.tag)
        if tag in SPEC_KINDS:
            return SpecFromSource(self.read_spec(element), element.get("source", ""))
        if tag == tei("moduleRef"):
            return self.read_module_ref(element)
        if tag in REF_KINDS:
            return SpecRef(
                (REF_KINDS[tag], self.read_ident(element, "key")),
                self.locate(element),
                element.get("source", ""),
                _words_or_none(element, "include"),
                _words(element, "except"),
            )
        if tag == tei("constraintSpec"):
            return self.read_constraint(element)
        if tag == tei("moduleSpec"):
            return self.read_module(element)
        return None

    def read_module(self, element: etree._Element) -> ModuleSpec:
        """Return a moduleSpec."""
        return ModuleSpec(self.read_ident(element), self.read_docs(element))

    def read_module_ref(self, element: etree._Element) -> ModuleRef:
        """Return a reference to a module."""
        url = element.get("url", "").strip()
        content = element.find(tei("content"))
        return ModuleRef(
            "" if url else self.read_ident(element, "key"),
            self.locate(element),
            element.get("source", ""),
            url,
            element.get("prefix", ""),
            _words_or_none(element, "include"),
            _words(element, "except"),
            () if content is None else tuple(_children(content)),
        )


_MODELS: dict[str, Callable[[Reader, etree._Element], OddModel]] = {
    tei("sequence"): Reader.read_sequence,
    tei("alternate"): Reader.read_alternate,
    tei("elementRef"): Reader.read_element_ref,
    tei("classRef"): Reader.read_class_ref,
    tei("macroRef"): Reader.read_macro_ref,
    tei("dataRef"): Reader.read_data_ref,
    tei("anyElement"): Reader.read_any_element,
    tei("textNode"): Reader.read_text_node,
    tei("empty"): Reader.read_empty,
    tei("valList"): Reader.read_values,
}


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _words(element: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(element.get(name, "").split())


def _words_or_none(element: etree._Element, name: str) -> tuple[str, ...] | None:
    return tuple(element.get(name, "").split()) if name in element.attrib else None


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
