"""The content of an ODD as frozen records: specifications, attributes, content (TEI, chapter TD).

Content models and attributes hold what is written; what it comes to among other specifications,
`attributes` and `classes` find out. A record whose field is None says nothing there: in a change
that leaves what was.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from lxml import etree

from tei_edition.problems import Location

Kind = Literal["element", "class", "macro", "datatype"]
Mode = Literal["add", "delete", "change", "replace"]
# Kind and identifier: what a specification is known by.
Key = tuple[Kind, str]


class OddRecord(msgspec.Struct, frozen=True, eq=False):
    """A record that is itself alone: two that say the same in two places are two."""


# What is said to people.


class Docs(OddRecord, frozen=True):
    """The documentation of something, as the elements of the ODD that hold it."""

    glosses: tuple[etree._Element, ...] = ()
    descriptions: tuple[etree._Element, ...] = ()
    remarks: tuple[etree._Element, ...] = ()
    examples: tuple[etree._Element, ...] = ()


class Constraint(OddRecord, frozen=True):
    """A constraintSpec: rules about the specified element, in Schematron or another `scheme`."""

    ident: str
    place: Location
    mode: Mode
    scheme: str
    rules: tuple[etree._Element, ...]
    descriptions: tuple[etree._Element, ...] = ()


# Content models.


class OddModel(OddRecord, frozen=True):
    """A part of a content model; `most` is None if there is no limit."""

    place: Location
    least: int = 1
    most: int | None = 1


class Sequence(OddModel, frozen=True, kw_only=True):
    """Parts one after the other, or in any order."""

    members: tuple[OddModel, ...]
    is_ordered: bool = True


class Alternate(OddModel, frozen=True, kw_only=True):
    """One of several parts."""

    members: tuple[OddModel, ...]


class ElementRef(OddModel, frozen=True, kw_only=True):
    """An element."""

    key: str


class ClassRef(OddModel, frozen=True, kw_only=True):
    """The members of a class: one of them, or all in order, as `expand` says."""

    key: str
    expand: str = "alternate"
    include: tuple[str, ...] | None = None
    excepted: tuple[str, ...] = ()


class MacroRef(OddModel, frozen=True, kw_only=True):
    """A reference to the content of a macro."""

    key: str


class DataRef(OddModel, frozen=True, kw_only=True):
    """A string of a datatype: one that a dataSpec makes (`key`), or of XML Schema (`name`)."""

    key: str = ""
    name: str = ""
    facets: tuple[tuple[str, str], ...] = ()


class TextNode(OddModel, frozen=True):
    """Any text."""


class OddEmpty(OddModel, frozen=True):
    """Empty content."""


class AnyElement(OddModel, frozen=True, kw_only=True):
    """Any element of some namespaces, or of all but some.

    What is excepted is a namespace and a name in it, which is empty if the whole of it is. None
    stands for what the schemaSpec excepts.
    """

    require: tuple[str, ...] = ()
    excepted: tuple[tuple[str, str], ...] | None = None


class OddValue(OddRecord, frozen=True):
    """A value of a list, as it is written in documents."""

    ident: str
    place: Location
    mode: Mode
    alternatives: tuple[etree._Element, ...]
    docs: Docs


class ValueList(OddModel, frozen=True, kw_only=True):
    """Values, which are all that is allowed (closed), or allowed too (semi), or examples (open)."""

    kind: str | None
    mode: Mode
    values: tuple[OddValue, ...]


class OddPattern(OddModel, frozen=True, kw_only=True):
    """A pattern of RELAX NG."""

    element: etree._Element


# Attributes.


class OddDatatype(OddRecord, frozen=True):
    """What an attribute's value is made of: one, or several words."""

    content: tuple[OddModel, ...]
    least: int = 1
    most: int | None = 1


class OddAttribute(OddRecord, frozen=True):
    """An attDef; the fields that are None are not said.

    `is_done` marks a deletion of what the same list declared before.
    """

    ident: str
    place: Location
    mode: Mode
    usage: str | None = None
    namespace: str | None = None
    alternatives: tuple[etree._Element, ...] = ()
    docs: Docs = Docs()
    datatype: OddDatatype | None = None
    values: ValueList | None = None
    default: str | None = None
    constraints: tuple[Constraint, ...] = ()
    is_done: bool = False


class AttributeRef(OddRecord, frozen=True):
    """An attRef: an attribute of a class, or all of them."""

    class_key: str
    name: str
    place: Location


class AttributeList(OddRecord, frozen=True):
    """An attList: attributes that are all allowed, or only one of them (`is_choice`)."""

    place: Location
    is_choice: bool
    members: tuple[OddAttribute | AttributeRef | AttributeList, ...]


# Specifications.


class Membership(OddRecord, frozen=True):
    """A memberOf: that something belongs to a class, and how often it is in a sequence.

    Where it does not say how often, `least` is None; `most` is None if there is no limit too.
    """

    key: str
    place: Location
    mode: Mode
    least: int | None = None
    most: int | None = None


class Memberships(OddRecord, frozen=True):
    """The classes of a specification; in mode "change" what differs from before."""

    mode: Mode
    members: tuple[Membership, ...]


class Spec(OddRecord, frozen=True):
    """A specification: of an element, a class, a macro or a datatype."""

    kind: Kind
    ident: str
    place: Location
    mode: Mode
    module: str = ""
    type: str = ""
    namespace: str | None = None
    alternatives: tuple[etree._Element, ...] = ()
    docs: Docs = Docs()
    classes: Memberships | None = None
    attributes: AttributeList | None = None
    content: tuple[OddModel, ...] | None = None
    constraints: tuple[Constraint, ...] = ()

    @property
    def key(self) -> Key:
        """Kind and identifier."""
        return self.kind, self.ident


class ModuleRef(OddRecord, frozen=True):
    """A moduleRef: a module of a source, or a grammar in RELAX NG at an address."""

    key: str
    place: Location
    source: str = ""
    url: str = ""
    prefix: str = ""
    include: tuple[str, ...] | None = None
    excepted: tuple[str, ...] = ()
    content: tuple[etree._Element, ...] = ()


class SpecRef(OddRecord, frozen=True):
    """An elementRef, classRef, macroRef or dataRef of a schemaSpec: one specification chosen."""

    key: Key
    place: Location
    source: str = ""
    include: tuple[str, ...] | None = None
    excepted: tuple[str, ...] = ()


class SpecFromSource(OddRecord, frozen=True):
    """A specification of the ODD itself, and the source that it changes, if it names one."""

    spec: Spec
    source: str = ""


class ModuleSpec(OddRecord, frozen=True):
    """A moduleSpec: a module declared, and what is said of it."""

    ident: str
    docs: Docs


Item = ModuleRef | ModuleSpec | SpecRef | SpecFromSource | Constraint


class SchemaSpec(OddRecord, frozen=True):
    """A schemaSpec: what the schema consists of, in the order in which it is said."""

    ident: str
    place: Location
    items: tuple[Item, ...]
    start: tuple[str, ...] | None = None
    source: str = ""
    namespace: str | None = None
    prefix: str = ""
    names_language: str = ""
    docs_language: str = ""
    docs: Docs = Docs()
    exceptions: tuple[tuple[str, str], ...] | None = None
