"""A schemaSpec carried out: what is chosen from the sources, with every change applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from tei_edition.config import suggest
from tei_edition.problems import Problem, problem
from tei_edition.schema.odd.modes import change_spec
from tei_edition.schema.odd.records import (
    AttributeList,
    Constraint,
    Docs,
    Kind,
    ModuleRef,
    ModuleSpec,
    OddAttribute,
    SchemaSpec,
    Spec,
    SpecFromSource,
    SpecRef,
)
from tei_edition.tei import tei

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lxml import etree

    from tei_edition.problems import Location
    from tei_edition.schema.odd.records import Item, Key
    from tei_edition.schema.odd.sources import Document, OddFiles

NAMES: dict[Kind, str] = {
    "element": "element", "class": "class", "macro": "macro", "datatype": "datatype",
}  # fmt: skip


class Filter(NamedTuple):
    """Which members of a class are chosen, by name; None for all that are not excepted."""

    include: tuple[str, ...] | None
    excepted: tuple[str, ...]

    def takes(self, name: str) -> bool:
        """Whether a name is chosen."""
        return (self.include is None or name in self.include) and name not in self.excepted


class Module(NamedTuple):
    """A module: what is said of it, and what it declares."""

    docs: Docs
    keys: list[Key]


class OddSchema:
    """What a schema consists of: the specifications by kind and name, in order.

    `known` are the names that a source has, chosen or not; `filters` say which members of a model
    class were chosen; `grammars` are included from elsewhere; `modules` are those of the sources.
    """

    def __init__(self, spec: SchemaSpec) -> None:
        self.spec = spec
        self.specs: dict[Key, Spec] = {}
        self.known: set[Key] = set()
        self.constraints: list[Constraint] = []
        self.grammars: list[ModuleRef] = []
        self.filters: dict[str, Filter] = {}
        self.modules: dict[str, Module] = {}

    def read_spec(self, key: Key) -> Spec:
        """Return a specification, for who draws on this schema as a source."""
        return self.specs[key]

    def list_names(self, kind: Kind) -> list[str]:
        """Return the names of a kind that are in the schema."""
        return [ident for found, ident in self.specs if found == kind]


class Selector:
    """Carries out the schemaSpecs of ODDs; every source is made out once."""

    def __init__(self, files: OddFiles) -> None:
        self.files = files
        self.pools: dict[Path, _Pool | None] = {}
        self.open: list[Path] = []
        self.own_files: set[str] = set()  # those that a specGrpRef includes

    @property
    def problems(self) -> list[Problem]:
        """The problems found."""
        return self.files.problems

    def tell(self, code: str, message: str, place: Location, hint: str = "") -> None:
        """One more problem."""
        self.problems.append(problem(code, message, place, hint=hint))

    # Which schema

    def select(self, document: Document, ident: str = "") -> OddSchema | None:
        """Return the schema of a document, by its name where there are several.

        None without one.
        """
        found = document.list_schemas()
        place = document.reader.locate(document.root)
        named = [element for element in found if element.get("ident") == ident]
        if ident and not named:
            names = [element.get("ident", "") for element in found]
            hint = suggest(ident, names) or f"there are {', '.join(names) or 'none'}"
            self.tell("odd-missing-schema", f'there is no schemaSpec "{ident}"', place, hint)
            return None
        if not found:
            hint = "add a schemaSpec that says what the schema consists of"
            self.tell("odd-missing-schema", "there is no schemaSpec in this file", place, hint)
            return None
        if len(found) > 1 and not ident:
            names = [element.get("ident", "") for element in found]
            self.tell(
                "odd-missing-schema",
                f"there are {len(found)} schemaSpecs, and the command names none",
                document.reader.locate(found[1]),
                f"name one with --schema: {', '.join(names)}",
            )
            return None
        return self.carry_out(self.read_schema((named or found)[0], document), document)

    def read_schema(self, element: etree._Element, document: Document) -> SchemaSpec:
        """Return a schemaSpec with the content of all its groups."""
        reader = document.reader
        start = element.get("start")
        return SchemaSpec(
            reader.read_ident(element),
            reader.locate(element),
            tuple(self.read_items(element, document, ())),
            None if start is None else tuple(start.split()),
            element.get("source", ""),
            element.get("ns"),
            element.get("prefix", ""),
            element.get("targetLang", ""),
            element.get("docLang", ""),
            reader.read_docs(element),
            reader.read_exceptions(element, "defaultExceptions"),
        )

    def read_items(
        self, holder: etree._Element, document: Document, around: tuple[etree._Element, ...]
    ) -> Iterator[Item]:
        """Yield the items of a schemaSpec or a group, with groups replaced by their content."""
        for child in holder:
            if child.tag == tei("specGrp"):
                yield from self.read_items(child, document, (*around, holder))
            elif child.tag == tei("specGrpRef"):
                yield from self.read_group(child, document, (*around, holder))
            elif isinstance(child.tag, str) and (item := document.reader.read_item(child)):
                yield item
        document.reader.check_children(holder)

    def read_group(
        self, reference: etree._Element, document: Document, around: tuple[etree._Element, ...]
    ) -> Iterator[Item]:
        """Yield the content of the group to which a specGrpRef points, in this file or another."""
        place = document.reader.locate(reference)
        target = reference.get("target", "").strip()
        address, _, ident = target.partition("#")
        other: Document | None = document
        if address:
            path = self.files.find_source(address, document.path, place, is_choice=False)
            other = self.files.read_source(path, place, is_part=True) if path else None
        if other is None:
            return
        group = other.groups.get(ident)
        if group is None:
            told = f'there is no specGrp "{target}"'
            # The TEI's own customisations have such references left over. What another file should
            # have held is lost.
            code = "odd-unknown-name" if address else "odd-idle-statement"
            self.tell(code, told, place, suggest(ident, other.groups))
        elif group in around:
            told = f'the group "{ident}" contains itself'
            self.tell("odd-circular-reference", told, place, "remove one of the references")
        else:
            if not self.open:
                self.own_files.update(other.files)
            yield from self.read_items(group, other, around)

    # What it consists of

    def carry_out(self, spec: SchemaSpec, document: Document) -> OddSchema:
        """Return the specifications that a schemaSpec chooses, adds and changes."""
        schema = OddSchema(spec)
        run = _Run(self, schema, document)
        for item in spec.items:
            if isinstance(item, ModuleRef):
                run.add_module(item)
            elif isinstance(item, SpecRef):
                run.add_reference(item)
            elif isinstance(item, Constraint):
                schema.constraints.append(item)
            elif isinstance(item, ModuleSpec):
                schema.modules[item.ident] = Module(item.docs, [])
        for item in spec.items:
            if isinstance(item, SpecFromSource):
                run.apply(item)
        run.finish()
        return schema

    def open_pool(self, address: str, document: Document, place: Location) -> _Pool | None:
        """Return the source at an address, as something to choose from.

        None if it cannot be found.
        """
        path = self.files.find_source(address, document.path, place)
        if path is None:
            return None
        if path in self.open or path == document.path:
            told = f'the source "{path.name}" is based on itself'
            hint = "base the ODD on the TEI, or on another ODD"
            self.tell("odd-circular-reference", told, place, hint)
            return None
        if path not in self.pools:
            self.open.append(path)
            self.pools[path] = self.make_pool(path, place)
            self.open.pop()
        return self.pools[path]

    def make_pool(self, path: Path, place: Location) -> _Pool | None:
        """Return a source made out: an ODD with a separate schema is carried out first."""
        document = self.files.read_source(path, place)
        if document is None:
            return None
        if not document.list_schemas():
            return _Pool(document, document.elements, _list_modules(document))
        schema = self.select(document)
        return None if schema is None else _Pool(schema, schema.specs, schema.modules)


class _Pool:
    """What can be chosen from: specifications of a source, by name and by module."""

    def __init__(
        self, holder: Document | OddSchema, keys: Iterable[Key], modules: Mapping[str, Module]
    ) -> None:
        self.keys = set(keys)
        self.read_spec = holder.read_spec
        self.modules = modules

    def suggest(self, key: Key) -> str:
        """Return the nearest name of the same kind."""
        return suggest(key[1], [ident for kind, ident in self.keys if kind == key[0]])


class _Run:
    """One schemaSpec while it is carried out."""

    def __init__(self, selector: Selector, schema: OddSchema, document: Document) -> None:
        self.selector = selector
        self.schema = schema
        self.document = document
        self.added: dict[Key, Location] = {}
        self.dropped: set[Key] = set()
        self.used: dict[int, _Pool] = {}
        self.failed: set[str] = set()

    def open_pool(self, source: str, place: Location) -> _Pool | None:
        """Return the source that something names, else that of the schema, else the editor's."""
        address = source or self.schema.spec.source
        if address in self.failed:
            return None
        pool = self.selector.open_pool(address, self.document, place)
        if pool is None:
            if not address and not self.selector.files.default:
                self.selector.tell(
                    "odd-missing-source",
                    "this needs the TEI, but no source for it is named",
                    place,
                    "keep a copy of p5subset.xml, and name it with --source, in [schema] of"
                    " edition.toml or in @source of the schemaSpec",
                )
            self.failed.add(address)
        else:
            self.used[id(pool)] = pool
        return pool

    def add_module(self, item: ModuleRef) -> None:
        if item.url:
            self.schema.grammars.append(item)
            return
        pool = self.open_pool(item.source, item.place)
        if pool is None:
            return
        if item.key not in pool.modules:
            told = f'the source has no module "{item.key}"'
            self.selector.tell(
                "odd-idle-statement", told, item.place, suggest(item.key, pool.modules)
            )
            return
        module = pool.modules[item.key]
        self.schema.modules.setdefault(item.key, Module(module.docs, []))
        keys = module.keys
        elements = [ident for kind, ident in keys if kind == "element"]
        listed = (*(item.include or ()), *item.excepted)
        for name in listed:
            if name not in elements:
                told = f'the module "{item.key}" has no element "{name}"'
                others = [known for known in elements if known not in listed]
                self.selector.tell("odd-idle-statement", told, item.place, suggest(name, others))
        chosen = Filter(item.include, item.excepted)
        for key in keys:
            if key[0] != "element" or chosen.takes(key[1]):
                self.schema.specs.setdefault(key, pool.read_spec(key))

    def add_reference(self, item: SpecRef) -> None:
        pool = self.open_pool(item.source, item.place)
        if pool is None:
            return
        if item.key not in pool.keys:
            kind, ident = item.key
            told = f'the source has no {NAMES[kind]} "{ident}"'
            self.selector.tell("odd-unknown-name", told, item.place, pool.suggest(item.key))
            return
        spec = pool.read_spec(item.key)
        chosen = Filter(item.include, item.excepted)
        if chosen != Filter(None, ()) and spec.kind == "class":
            if spec.attributes is not None:
                spec = replace(spec, attributes=_filter(spec.attributes, chosen))
            if spec.type != "atts":
                self.schema.filters[spec.ident] = chosen
        self.schema.specs[item.key] = spec

    def apply(self, item: SpecFromSource) -> None:
        """Add, change, replace or delete a specification."""
        spec = item.spec
        if spec.mode == "delete":
            self.dropped.add(spec.key)
            if self.schema.specs.pop(spec.key, None) is None:
                self.tell_unknown(item)
        elif spec.mode == "change":
            base = self.find_base(item)
            if base is not None:
                self.schema.specs[spec.key] = change_spec(base, spec)
        else:
            if spec.key in self.added and spec.mode == "add":
                told = f'the {NAMES[spec.kind]} "{spec.ident}" is declared twice'
                line = self.added[spec.key].line
                hint = f'it is on line {line} too: use mode="change" to add to it'
                self.selector.tell("odd-faulty-declaration", told, spec.place, hint)
            self.added[spec.key] = spec.place
            self.schema.specs[spec.key] = spec

    def find_base(self, item: SpecFromSource) -> Spec | None:
        """Return what a change is a change of."""
        spec = item.spec
        if (base := self.schema.specs.get(spec.key)) is not None:
            return base
        pool = self.open_pool(item.source, spec.place)
        if pool is None:
            return None
        if spec.key not in pool.keys:
            self.tell_unknown(item)
            return None
        if spec.kind != "element":
            return pool.read_spec(spec.key)  # of a module that is not chosen
        self.selector.tell(
            "odd-idle-statement",
            f'this changes the element "{spec.ident}", which is not in the schema',
            spec.place,
            f'choose it with <elementRef key="{spec.ident}"/>, or remove the change',
        )
        return None

    def tell_unknown(self, item: SpecFromSource) -> None:
        """Say so where something is changed or deleted that no source has: nothing comes of it."""
        spec = item.spec
        pool = self.open_pool(item.source, spec.place)
        if pool is not None and spec.key not in pool.keys and spec.key not in self.added:
            told = f'the source has no {NAMES[spec.kind]} "{spec.ident}"'
            hint = pool.suggest(spec.key) or 'correct the name, or declare it with mode="add"'
            self.selector.tell("odd-idle-statement", told, spec.place, hint)

    def finish(self) -> None:
        """Note what is known besides what was chosen, and the modules of what was."""
        schema = self.schema
        schema.known = self.dropped.union(*(pool.keys for pool in self.used.values()))
        schema.known |= set(schema.specs)
        for key, spec in schema.specs.items():
            schema.modules.setdefault(spec.module, Module(Docs(), [])).keys.append(key)


def _filter(attributes: AttributeList, chosen: Filter) -> AttributeList:
    members = tuple(
        _filter(member, chosen) if isinstance(member, AttributeList) else member
        for member in attributes.members
        if not isinstance(member, OddAttribute) or chosen.takes(member.ident)
    )
    return replace(attributes, members=members)


def _list_modules(document: Document) -> dict[str, Module]:
    modules: dict[str, Module] = {}
    for element in document.root.iter(tei("moduleSpec")):
        declared = document.reader.read_module(element)
        modules[declared.ident] = Module(declared.docs, [])
    for key, element in document.elements.items():
        modules.setdefault(element.get("module", ""), Module(Docs(), [])).keys.append(key)
    return modules
