"""Turn content models into RELAX NG patterns, with the definitions that they refer to.

A reference to something that is not in the schema is left out of what it is in: a customisation
need not change the content of every element that may hold what it takes out. A class that is in
the schema, and has no members, is a choice of nothing: what must hold one of them is not allowed.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.config import suggest
from tei_edition.relaxng.datatypes import XSD_TYPES
from tei_edition.schema.odd.classes import Classes
from tei_edition.schema.odd.patterns import (
    CHOICE,
    NOT_ALLOWED,
    XSD_NS,
    copy_named,
    data,
    find_library,
    join,
    join_all,
    mix,
    parameter,
    repeat,
    rng,
)
from tei_edition.schema.odd.reader import RNG_NS
from tei_edition.schema.odd.records import (
    Alternate,
    AnyElement,
    ClassRef,
    DataRef,
    ElementRef,
    MacroRef,
    OddEmpty,
    OddModel,
    OddPattern,
    Sequence,
    Spec,
    TextNode,
    ValueList,
)
from tei_edition.schema.odd.selection import NAMES
from tei_edition.schema.odd.wildcards import name_any_element
from tei_edition.schema.odd.words import choose, choose_name, write_plain
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence as Several

    from tei_edition.problems import Location
    from tei_edition.schema.odd.attributes import Tell
    from tei_edition.schema.odd.records import Docs, Key, Kind
    from tei_edition.schema.odd.selection import OddSchema

A_NS = "http://relaxng.org/ns/compatibility/annotations/1.0"
# Patterns that are taken over as they are, and those that may be missing from a choice.
_KEPT = frozenset({"data", "value", "param", "anyName", "nsName", "name", "except"})
_OPTIONAL = frozenset({f"{{{RNG_NS}}}optional", f"{{{RNG_NS}}}zeroOrMore"})
_WRAPPERS = {
    "sequence": "",
    "sequenceOptional": "optional",
    "sequenceOptionalRepeatable": "zeroOrMore",
    "sequenceRepeatable": "oneOrMore",
}
# Parts of a content model: a schema of more is of use to nobody.
_MOST_PARTS = 5_000
_MOST_COPIES = 100_000  # of all quantities of a schema together
# How the TEI's older content models, in RELAX NG, name the expansions of a class.
_SUFFIXES = {
    "_alternation": "alternate",
    **{f"_{name}": name for name in sorted(_WRAPPERS, key=len, reverse=True)},
}


class OddContents:
    """Makes patterns of content models; used once for a schema.

    `defined` are the definitions by name, `places` says where in an ODD each comes from.
    """

    def __init__(self, schema: OddSchema, tell: Tell, own: frozenset[str], language: str) -> None:
        self.schema = schema
        self.tell = tell
        self.own = own  # the files of the ODD: what its sources say is not complained of
        self.language = language or schema.spec.docs_language
        self.prefix = schema.spec.prefix
        self.namespace = TEI_NS if schema.spec.namespace is None else schema.spec.namespace
        self.classes = Classes(schema, tell)
        self.copied = 0  # parts, for quantities
        self.places: dict[str, Location] = {}
        self.defined: dict[str, etree._Element] = {}
        self.wildcards: dict[tuple[object, ...], str] = {}
        self.waiting: list[tuple[str, Spec]] = []
        self.foreign = bool(schema.grammars)

    def name(self, ident: str, kind: Kind = "element") -> str:
        """Name the definition of something as itself, unless an element is called so."""
        is_taken = kind != "element" and ("element", ident) in self.schema.specs
        return f"{self.prefix}{ident}.{kind}" if is_taken else self.prefix + ident

    def define(self, name: str, place: Location, *patterns: etree._Element) -> None:
        """Add a definition."""
        self.places[name] = place
        self.defined[name] = rng("define", *patterns, name=name)

    def document(self, element: etree._Element, docs: Docs) -> None:
        """Put the gloss and the description in front of what an element holds."""
        gloss = choose(docs.glosses, self.language)
        description = choose(docs.descriptions, self.language)
        words = [f"({write_plain(gloss)})"] if gloss is not None and write_plain(gloss) else []
        if description is not None:
            words.append(write_plain(description))
        if words:
            told = etree.Element(f"{{{A_NS}}}documentation")
            told.text = " ".join(words)
            element.insert(0, told)

    # Content

    def make_all(self, models: Several[OddModel]) -> etree._Element | None:
        """Return a content model of several parts; None if nothing of it is in the schema."""
        found = [part for part in map(self.make, models) if part is not None]
        return join("group", found)

    def make(self, model: OddModel) -> etree._Element | None:
        """Return a part of a content model; None if nothing of it is in the schema."""
        pattern = self.make_once(model)
        if pattern is None or (pattern.tag == NOT_ALLOWED and model.least == 0):
            return None
        if (model.least, model.most) == (0, None) and pattern.tag == CHOICE:
            return mix(pattern)
        return self.repeat(pattern, (model.least, model.most), model.place)

    def repeat(
        self, pattern: etree._Element, limits: tuple[int, int | None], place: Location
    ) -> etree._Element:
        """Return a pattern repeated as often as allowed; once if that would exceed the limit."""
        least, most = limits
        copies = least if most is None else most
        parts = copies * sum(1 for _ in pattern.iter()) if copies > 1 else 0
        if parts > _MOST_PARTS or self.copied + parts > _MOST_COPIES:
            told = f"this may occur {copies:,} times, and the schema would have to list them all"
            hint = f'write "unbounded", or a number that makes at most {_MOST_PARTS:,} parts'
            self.tell("odd-faulty-declaration", told, place, hint)
            return pattern
        self.copied += parts
        return repeat(pattern, least, most)

    def make_once(self, model: OddModel) -> etree._Element | None:
        """Return the same pattern for a single occurrence."""
        match model:
            case Sequence():
                found = [part for part in map(self.make, model.members) if part is not None]
                return join("group" if model.is_ordered else "interleave", found)
            case Alternate():
                return self.make_alternate(model)
            case ElementRef():
                if self.foreign and ("element", model.key) not in self.schema.known:
                    return rng("ref", name=model.key)  # of a grammar that is included
                return self.refer("element", model.key, model.place)
            case ClassRef():
                return self.refer_class(model)
            case MacroRef():
                return self.refer("macro", model.key, model.place)
            case DataRef():
                return self.make_data(model)
            case ValueList():
                return self.make_values(model)
            case AnyElement():
                return self.refer_wildcard(model)
            case OddPattern():
                return self.adapt(model.element, model.place)
            case OddEmpty():
                return rng("empty")
            case _:
                assert isinstance(model, TextNode)
                return rng("text")

    def make_alternate(self, model: Alternate) -> etree._Element | None:
        """One of several parts; a part that is lost, but may be missing, stays as nothing."""
        made = [(self.make(member), member) for member in model.members]
        found = [part for part, _ in made if part is not None]
        choice = join("choice", found)
        is_lost = any(part is None and _may_be_missing(member) for part, member in made)
        if choice is None or model.least == 0 or not is_lost or choice.tag == NOT_ALLOWED:
            return choice
        return rng("optional", choice)

    def refer(self, kind: Kind, key: str, place: Location) -> etree._Element | None:
        """Return a reference to an element, a macro or a datatype."""
        spec = self.schema.specs.get((kind, key))
        if spec is None:
            self.check_name((kind, key), place)
            return None
        name = self.name(key, kind)
        if kind != "element":
            self.define_content(name, spec)
            if not len(self.defined[name]) and name not in self.open:
                return None
        return rng("ref", name=name)

    @property
    def open(self) -> set[str]:
        """The macros and datatypes whose content is being made."""
        return {name for name, _ in self.waiting}

    def define_content(self, name: str, spec: Spec) -> None:
        """Define a macro or a datatype; without content it stays empty."""
        if name in self.open:
            told = f'the {NAMES[spec.kind]} "{spec.ident}" contains itself'
            hint = "remove the reference"
            self.tell("odd-circular-reference", told, spec.place, hint)
            self.defined[name].append(rng("notAllowed"))
            return
        if name in self.defined:
            return
        self.define(name, spec.place)
        self.waiting.append((name, spec))
        content = self.make_all(spec.content or ())
        self.waiting.pop()
        if content is not None and not len(self.defined[name]):
            self.defined[name].append(content)

    def refer_class(self, reference: ClassRef) -> etree._Element | None:
        """Return the members of a class, or a reference to their definition.

        None for no such class.
        """
        key = reference.key
        if ("class", key) not in self.schema.specs:
            self.check_name(("class", key), reference.place)
            return None
        members = self.classes.list_referred(reference)
        if not members:
            return rng("notAllowed") if reference.expand == "alternate" else None
        if reference.expand != "alternate":
            wrapper = _WRAPPERS[reference.expand]
            parts = []
            for member in members:
                pattern = rng("ref", name=self.name(member.key[1]))
                least, most = member.membership.least, member.membership.most
                if least is not None:
                    pattern = self.repeat(pattern, (least, most), member.membership.place)
                parts.append(rng(wrapper, pattern) if wrapper else pattern)
            return join("group", parts)
        if reference.include is not None or reference.excepted:
            return join("choice", [rng("ref", name=self.name(m.key[1])) for m in members])
        return self.refer_members(key)

    def refer_members(self, key: str) -> etree._Element:
        """Return a reference to any member of a class that has some."""
        name = self.name(key, "class")
        if name not in self.defined:
            self.define(name, self.schema.specs["class", key].place)
            parts = []
            for kind, member in dict.fromkeys(m.key for m in self.classes.list_direct(key)):
                if kind == "element":
                    parts.append(rng("ref", name=self.name(member)))
                elif self.classes.list_elements(member):
                    parts.append(self.refer_members(member))
            self.defined[name].append(join_all("choice", parts))
        return rng("ref", name=name)

    # Text

    def make_values(self, values: ValueList) -> etree._Element | None:
        """One of the values of a list."""
        language = self.schema.spec.names_language
        found = []
        for value in values.values:
            if value.mode == "delete":
                continue
            pattern = rng("value")
            pattern.text = choose_name(value.alternatives, value.ident, language)
            found.append(pattern)
            description = choose(value.docs.descriptions or value.docs.glosses, self.language)
            if description is not None:
                told = etree.Element(f"{{{A_NS}}}documentation")
                told.text = write_plain(description)
                found.append(told)
        if not found:
            return None
        return found[0] if len(found) == 1 else rng("choice", *found)

    def make_data(self, reference: DataRef) -> etree._Element | None:
        """Return a string of a datatype, restricted or not."""
        if reference.name:
            return data(reference.name, reference.facets)
        key = reference.key
        kind = self.find_datatype(key, reference.place)
        if kind is None:
            return data(key, reference.facets)
        pattern = self.refer(*kind, reference.place)
        if pattern is None or not reference.facets:
            return pattern
        restricted = copy.deepcopy(self.defined[pattern.get("name", "")])
        for element in list(restricted.iter(f"{{{RNG_NS}}}data")):
            # A parameter is before an exception.
            for index, (name, value) in enumerate(reference.facets):
                element.insert(index, parameter(name, value))
        for text in list(restricted.iter(f"{{{RNG_NS}}}text")):
            parent = text.getparent()
            assert parent is not None
            parent.replace(text, data("string", reference.facets))
        return join("group", list(restricted))

    def find_datatype(self, key: str, place: Location) -> Key | None:
        """Return what a datatype is declared as; None for one of XML Schema."""
        kinds: tuple[Kind, ...] = ("datatype", "macro")
        for kind in kinds:
            if (kind, key) in self.schema.specs:
                return kind, key
        known = self.schema.known
        if (now := _rename(key)) and ("datatype", now) in known and ("datatype", key) not in known:
            self.tell_old(f'the datatype "{key}" is now called "{now}"', place, now)
            return "datatype", now
        if key in XSD_TYPES and not any((kind, key) in known for kind in kinds):
            self.tell_old(f'"{key}" is a datatype of XML Schema', place, "", f'write name="{key}"')
            return None
        return "datatype", key

    def tell_old(self, told: str, place: Location, now: str, hint: str = "") -> None:
        """Report a name in the ODD itself that is understood, but should be another."""
        if place.file in self.own:
            self.tell("odd-idle-statement", told, place, hint or f'write "{now}"')

    def is_text(self, models: Iterable[OddModel]) -> bool:
        """Whether a value is any text: a list in RELAX NG may not hold that."""
        for model in models:
            if isinstance(model, TextNode):
                return True
            if isinstance(model, DataRef) and model.key:
                spec = self.schema.specs.get(("datatype", model.key))
                if spec is not None and spec.content and self.is_text(spec.content):
                    return True
            if isinstance(model, (Sequence, Alternate)) and self.is_text(model.members):
                return True
        return False

    # Wildcards and foreign patterns

    def refer_wildcard(self, model: AnyElement) -> etree._Element:
        """Return a reference to a definition of any element."""
        key = (model.require, model.excepted)
        if key not in self.wildcards:
            name = self.name(f"anyElement-{len(self.wildcards) + 1}")
            self.wildcards[key] = name
            anything = rng("zeroOrMore", rng("attribute", rng("anyName")))
            content = rng("zeroOrMore", rng("choice", rng("text"), rng("ref", name=name)))
            names = name_any_element(model, self.schema.spec.exceptions)
            element = rng("element", names, anything, content)
            self.define(name, model.place, element)
        return rng("ref", name=self.wildcards[key])

    def adapt(self, element: etree._Element, place: Location) -> etree._Element | None:
        """Return a pattern of RELAX NG as it comes to be in the schema.

        None if nothing is left.
        """
        if not isinstance(element.tag, str):
            return None
        name = etree.QName(element)
        if name.namespace != RNG_NS:
            return None
        if name.localname == "ref":
            return self.adapt_reference(element.get("name", ""), place)
        if name.localname in _KEPT:
            kept = copy.deepcopy(element)
            kept.tail = None
            if name.localname == "data" and not find_library(element):
                kept.set("datatypeLibrary", XSD_NS)
            return kept
        children = [part for child in element if (part := self.adapt(child, place)) is not None]
        if name.localname in {"element", "attribute"}:
            return copy_named(element, children)
        if not children and len(element):
            return None
        if name.localname == "choice" and any(
            child.tag in _OPTIONAL and self.adapt(child, place) is None for child in element
        ):
            return rng("optional", rng("choice", *children))
        return rng(name.localname, *children)

    def adapt_reference(self, name: str, place: Location) -> etree._Element | None:
        """Return what a reference by the name of an element, class, macro or datatype leads to."""
        name = name.removeprefix("TEI_")
        for suffix, expand in _SUFFIXES.items():
            key = name.removesuffix(suffix)
            if key != name and ("class", key) in self.schema.specs:
                return self.refer_class(ClassRef(place, key=key, expand=expand))
        kinds: tuple[Kind, ...] = ("element", "macro", "datatype")
        for kind in kinds:
            if (kind, name) in self.schema.specs:
                return self.refer(kind, name, place)
        if ("class", name) in self.schema.specs:
            return self.refer_class(ClassRef(place, key=name))
        if self.foreign and not any((kind, name) in self.schema.known for kind in NAMES):
            return rng("ref", name=name)
        if not any((kind, name) in self.schema.known for kind in NAMES):
            if (now := _rename(name)) and ("datatype", now) in self.schema.known:
                self.tell_old(f'the datatype "{name}" is now called "{now}"', place, now)
                return self.refer("datatype", now, place)
            self.check_name(("element", name), place)
        return None

    # Names that stand for nothing

    def check_name(self, key: Key, place: Location, code: str = "odd-unknown-name") -> None:
        """Report a reference in the ODD itself that has no target."""
        if place.file in self.own and key not in self.schema.known:
            kind, ident = key
            known = {name for found, name in self.schema.known if found == kind}
            hint = suggest(ident, known) or "declare it, or remove the reference"
            told = f'there is no {NAMES[kind]} "{ident}"'
            self.tell(code, told, place, hint)

    def check_memberships(self, spec: Spec) -> None:
        """Report classes that do not exist: the membership has no effect."""
        for member in spec.classes.members if spec.classes else ():
            if member.mode != "delete":
                self.check_name(("class", member.key), member.place, "odd-idle-statement")


def _rename(name: str) -> str:
    """Return what the TEI calls a datatype since its release 3.0, if the name is of before."""
    return f"tei{name}" if name.startswith("data.") else ""


def _may_be_missing(model: OddModel) -> bool:
    """Whether a part of a content model allows that nothing is there."""
    if model.least == 0 or isinstance(model, (OddEmpty, TextNode)):
        return True
    if isinstance(model, Sequence):
        return all(map(_may_be_missing, model.members))
    return isinstance(model, Alternate) and any(map(_may_be_missing, model.members))
