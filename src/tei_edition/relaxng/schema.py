"""A schema, read from its files and simplified (RELAX NG, section 4).

Long because the steps of section 4 work on one table of files, grammars and definitions.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from tei_edition.problems import Location
from tei_edition.relaxng.datatypes import Context, Datatype, is_ncname
from tei_edition.relaxng.derivative import Derivatives, list_attributes, walk
from tei_edition.relaxng.names import (
    XMLNS_NS,
    AnyName,
    Name,
    NameChoice,
    NameClass,
    NsName,
    join_name,
    split_name,
)
from tei_edition.relaxng.node import Node, SchemaError
from tei_edition.relaxng.pattern import Compound, Element, Pattern, Patterns, TooManyError
from tei_edition.relaxng.restrictions import check_restrictions, find_id_fault
from tei_edition.relaxng.state import Opening, States
from tei_edition.relaxng.xml_syntax import read_xml
from tei_edition.runtime.boundary import EVERYWHERE
from tei_edition.runtime.files import read_regular
from tei_edition.runtime.urls import join_url, split_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tei_edition.relaxng.fault import ElementFault
    from tei_edition.relaxng.state import State
    from tei_edition.runtime.boundary import Boundary

    Loader = Callable[[Path], bytes]


# Parts of a sequence or a choice; honest schemas have some hundreds.
_MOST_PARTS = 20_000


class Schema:
    """A schema that documents can be judged by.

    `files` are all files that it was read from. `id_fault` says why identifiers cannot be judged by
    this schema (DTD compatibility, section 5); None if they can.
    """

    def __init__(
        self,
        start: Pattern,
        patterns: Patterns,
        elements: Sequence[Element],
        files: tuple[Path, ...],
    ) -> None:
        self.start = start
        self.patterns = patterns
        self.elements = elements
        self.files = files
        self.derivatives = Derivatives(patterns)
        self.states = States(self.derivatives)
        self.id_fault: SchemaError | None = None
        # What was diagnosed: the same mistake is often made a thousand times.
        self._anywhere: dict[str, Opening | None] = {}  # elements out of place, by name
        self.faults: dict[tuple[State, str, Opening | None], ElementFault] = {}
        self._by_name: dict[str, list[Element]] | None = None
        self._parents: dict[str, list[str]] | None = None
        self._holders: dict[str, list[str]] | None = None
        # Whether a name that the schema does not have is one of the vocabulary, and so no slip.
        self.is_known: Callable[[str], bool] = _is_unknown

    @property
    def by_name(self) -> dict[str, list[Element]]:
        """The elements of each name that the schema gives."""
        if self._by_name is None:
            self._by_name = {}
            for element in self.elements:
                for name in element.name_class.list_names():
                    self._by_name.setdefault(name, []).append(element)
        return self._by_name

    def open_anywhere(self, name: str) -> Opening | None:
        """Return the opening of an element as it is defined anywhere; None if nowhere.

        Its state behind the element means nothing.
        """
        if name not in self._anywhere:
            elements = tuple(self.by_name.get(name, ()))
            outer = self.states.find((self.start,))
            self._anywhere[name] = Opening(outer, elements, name) if elements else None
        return self._anywhere[name]

    def list_parents(self, name: str) -> list[str]:
        """Return names of the elements that may hold an element directly, in the schema's order."""
        if self._parents is None:
            self._parents = {}
            for parent, holders in self.by_name.items():
                children = {
                    child: None
                    for holder in holders
                    for part in walk(holder.content)
                    if isinstance(part, Element)
                    for child in part.name_class.list_names()
                }
                for child in children:
                    self._parents.setdefault(child, []).append(parent)
        return self._parents.get(name, [])

    def list_holders(self, attribute: str) -> list[str]:
        """Return the names of the elements that may have an attribute, in the schema's order."""
        if self._holders is None:
            self._holders = {}
            for holder, elements in self.by_name.items():
                found = (a for element in elements for a in list_attributes(element.content))
                names = dict.fromkeys(name for a in found for name in a.name_class.list_names())
                for name in names:
                    self._holders.setdefault(name, []).append(holder)
        return self._holders.get(attribute, [])


def _is_unknown(_name: str) -> bool:
    return False


def read_schema(
    path: Path,
    *,
    folder: Path | None = None,
    load: Loader = read_regular,
    boundary: Boundary = EVERYWHERE,
) -> Schema:
    """Return the schema in a file (".rnc": compact syntax) with all that it includes.

    Errors name files from `folder`, without one from the schema's own. Raises SchemaError for a
    schema that breaks a rule of the specification, or a file that cannot be read. Nothing is
    fetched from the network, and no file that it includes is read unless the boundary holds it.
    """
    path = path.absolute()
    simplifier = _Simplifier(folder.absolute() if folder else path.parent, load, boundary)
    try:
        start = simplifier.read_start(path)
        if simplifier.circles:
            reached = _Simplifier(simplifier.folder, load, boundary, is_lazy=True)
            reached.read_start(path)
            if reached.circles:
                raise simplifier.circles[0]
        elements = _list_reachable(start)
        schema = Schema(start, simplifier.patterns, elements, tuple(simplifier.files))
        check_restrictions(schema.start, schema.elements, simplifier.root)
        schema.id_fault = find_id_fault(schema.elements)
    except RecursionError:
        location = Location(simplifier.name_file(path))
        raise SchemaError("the schema nests too deeply to be read", location) from None
    except TooManyError:
        raise SchemaError(
            "its definitions, put into each other, exceed the limit",
            simplifier.locate(path),
            hint="a definition that uses another several times doubles it each time",
        ) from None
    return schema


class _Component(NamedTuple):
    """A `start` or `define`, with the namespace that its file inherits."""

    node: Node
    outer: str


class _Grammar:
    """The components of a grammar by name; that of `start` is empty."""

    def __init__(self, parent: _Grammar | None) -> None:
        self.parent = parent
        self.components: dict[str, list[_Component]] = {}
        self.patterns: dict[str, Pattern | None] = {}


class _Simplifier:
    """Makes patterns of nodes, in the order of section 4; used once.

    `circles` are the references of definitions to themselves; one that is lazy makes nothing but
    what can be reached from the start, where there may be none (4.19).
    """

    def __init__(
        self, folder: Path, load: Loader, boundary: Boundary, *, is_lazy: bool = False
    ) -> None:
        self.is_lazy = is_lazy
        self.circles: list[SchemaError] = []
        self.folder = folder
        self.load = load
        self.boundary = boundary
        self.patterns = Patterns()
        self.elements: list[Element] = []
        self.files: dict[Path, None] = {}
        self.datatypes: dict[object, Datatype] = {}
        self.loading: list[Path] = []
        self.root: Node

    def read_start(self, path: Path) -> Pattern:
        self.root = root = self.read_file(path, None)
        self.loading.append(path)
        start = self.make(root, None, "")
        # The list grows while contents are built. Nothing is left unbuilt: all must be sound.
        for element in self.elements:
            element.content  # noqa: B018
        return start

    def read_file(self, path: Path, asking: Node | None) -> Node:
        """Return the root of a file that `asking` names."""
        file = self.name_file(path)
        try:
            data = self.load(path)
        except OSError as error:
            message = f'"{file}" cannot be read: {error.strerror or error}'
            raise (
                asking.fail(message) if asking else SchemaError(message, Location(file))
            ) from None
        self.files[path] = None
        if path.suffix == ".rnc":
            from tei_edition.relaxng.compact import read_compact

            return read_compact(data, file, path.as_uri())
        return read_xml(data, file, path.as_uri())

    def locate(self, path: Path) -> Location:
        """Where the schema is at work: the last element that was begun, else the file."""
        node = self.elements[-1].node if self.elements else None
        return node.location if node is not None else Location(self.name_file(path))

    def name_file(self, path: Path) -> str:
        """Return a file as errors call it."""
        if path.is_relative_to(self.folder):
            return path.relative_to(self.folder).as_posix()
        return Path(os.path.relpath(path, self.folder)).as_posix()

    def load_reference(self, node: Node) -> tuple[Node, Path]:
        """Return the file that an `externalRef` or `include` names (4.5 to 4.7)."""
        address = join_url(node.base, node.attributes["href"])
        parts = split_url(address)
        if parts.scheme != "file" or parts.netloc:
            raise node.fail(
                f'"{node.attributes["href"]}" is not a file, and nothing is fetched',
                hint="keep a copy beside the schema, and name that",
            )
        path = Path(unquote(parts.path))
        if not self.boundary.holds(path):
            raise node.fail(
                f'"{node.attributes["href"]}" is outside the edition\'s folder, and is not read',
                hint="keep a copy beside the schema, and name that",
            )
        if path in self.loading:
            raise node.fail(f'"{node.attributes["href"]}" includes itself')
        return self.read_file(path, node), path

    # Patterns

    def make(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        """Return the pattern of a node; `outer` is the namespace inherited by the file."""
        make = getattr(self, f"make_{node.kind}", None)
        if make is None:  # a class of names within a choice
            raise node.fail(f"<{node.kind}> names elements or attributes, and is not a pattern")
        return make(node, grammar, outer)  # type: ignore[no-any-return]

    def make_all(
        self, nodes: Iterable[Node], grammar: _Grammar | None, outer: str
    ) -> Iterator[Pattern]:
        return (self.make(node, grammar, outer) for node in nodes)

    def make_group(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        return self.patterns.group([*self.make_all(node.children, grammar, outer)])

    def make_interleave(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        return self.patterns.interleave([*self.make_all(node.children, grammar, outer)])

    def make_choice(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        return self.patterns.choice([*self.make_all(node.children, grammar, outer)])

    def make_optional(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        return self.patterns.optional(self.make_group(node, grammar, outer))

    def make_oneOrMore(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:  # noqa: N802
        return self.patterns.one_or_more(self.make_group(node, grammar, outer))

    def make_zeroOrMore(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:  # noqa: N802
        return self.patterns.optional(self.make_oneOrMore(node, grammar, outer))

    def make_mixed(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        inside = self.make_group(node, grammar, outer)
        return self.patterns.interleave((self.patterns.text, inside))

    def make_list(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        return self.patterns.list_of(self.make_group(node, grammar, outer))

    def make_empty(self, _node: Node, _grammar: _Grammar | None, _outer: str) -> Pattern:
        return self.patterns.empty

    def make_text(self, _node: Node, _grammar: _Grammar | None, _outer: str) -> Pattern:
        return self.patterns.text

    def make_notAllowed(self, _node: Node, _grammar: _Grammar | None, _outer: str) -> Pattern:  # noqa: N802
        return self.patterns.not_allowed

    def make_element(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        name_class, children = self.read_names(node, outer)

        def build() -> Pattern:
            content = self.patterns.group([*self.make_all(children, grammar, outer)])
            self.measure(content, node)
            return content

        element = self.patterns.element(name_class, build, node.documentation, node)
        self.elements.append(element)
        return element

    def make_attribute(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        name_class, children = self.read_names(node, outer)
        for name in name_class.list_samples():
            # 4.16
            if name == "xmlns" or split_name(name)[0] == XMLNS_NS.removesuffix("/"):
                raise node.fail('a namespace is declared by "xmlns", which is not an attribute')
        value = self.make(children[0], grammar, outer) if children else self.patterns.text
        return self.patterns.attribute(name_class, value, node.documentation)

    def make_data(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:
        parameters = tuple(
            (p.attributes["name"], p.text) for p in node.children if p.kind == "param"
        )
        datatype = self.find_datatype(node, node.library, node.attributes["type"], parameters)
        excepted = None
        if node.children and node.children[-1].kind == "except":
            excepted = self.make_choice(node.children[-1], grammar, outer)
        return self.patterns.data(datatype, excepted)

    def make_value(self, node: Node, _grammar: _Grammar | None, outer: str) -> Pattern:
        kind = node.attributes.get("type")
        datatype = self.find_datatype(node, node.library if kind else "", kind or "token", ())
        namespace = outer if node.namespace is None else node.namespace
        context = Context({**node.prefixes, "": namespace}, _Everything())
        try:
            meaning = datatype.read(node.text, context)
        except ValueError:
            raise node.fail(f'"{node.text}" is not a value of the type "{kind}"') from None
        return self.patterns.value(datatype, meaning, node.text, node.documentation)

    def find_datatype(
        self, node: Node, library: str, name: str, parameters: tuple[tuple[str, str], ...]
    ) -> Datatype:
        key = (library, name, parameters)
        found = self.datatypes.get(key)
        if found is None:
            try:
                found = self.datatypes[key] = Datatype(library, name, parameters)
            except ValueError as error:
                raise node.fail(str(error)) from None
        return found

    # Name classes

    def read_names(self, node: Node, outer: str) -> tuple[NameClass, list[Node]]:
        """Return the name class of an element or attribute pattern, and its other parts (4.8)."""
        if "name" not in node.attributes:
            return self.make_names(node.children[0], outer, ""), node.children[1:]
        namespace = node.namespace
        if node.kind == "attribute" and "ns" not in node.attributes:
            namespace = ""
        name = node.attributes["name"]
        return self.resolve(node, name, outer if namespace is None else namespace), node.children

    def resolve(self, node: Node, name: str, namespace: str) -> Name:
        """Return a qualified name (4.10)."""
        prefix, _, local = name.rpartition(":")
        if not is_ncname(local) or (":" in name and not is_ncname(prefix)):
            raise node.fail(f'"{name}" is not a name')
        if prefix:
            if prefix not in node.prefixes:
                raise node.fail(f'the prefix "{prefix}" is not declared')
            namespace = node.prefixes[prefix]
        return Name(join_name(namespace, local))

    def make_names(self, node: Node, outer: str, within: str) -> NameClass:
        """Return a name class; `within` is the wildcard whose exceptions it is among (4.16)."""
        namespace = outer if node.namespace is None else node.namespace
        if node.kind == "name":
            return self.resolve(node, node.text.strip(), namespace)
        if node.kind == "choice":
            return NameChoice(tuple(self.make_names(c, outer, within) for c in node.children))
        if node.kind not in {"anyName", "nsName"}:
            raise node.fail(f"<{node.kind}> is not a name class")
        if within == "nsName" or (within and node.kind == "anyName"):
            raise node.fail(f"<{node.kind}> may not be among the exceptions of <{within}>")
        excepted: NameClass | None = None
        if node.children:
            inner = node.children[0].children
            excepted = NameChoice(tuple(self.make_names(c, outer, node.kind) for c in inner))
        return AnyName(excepted) if node.kind == "anyName" else NsName(namespace, excepted)

    # Grammars

    def make_externalRef(self, node: Node, grammar: _Grammar | None, outer: str) -> Pattern:  # noqa: N802
        root, path = self.load_reference(node)
        namespace = outer if node.namespace is None else node.namespace
        self.loading.append(path)
        # The pattern is here now, and what it refers to is in the grammar here (4.6).
        made = self.make(root, grammar, namespace)
        self.loading.pop()
        return made

    def make_grammar(self, node: Node, parent: _Grammar | None, outer: str) -> Pattern:
        grammar = _Grammar(parent)
        self.collect(grammar, node, outer, frozenset())
        if "" not in grammar.components:
            raise node.fail("the grammar has no start")
        for name in [*grammar.components] if not self.is_lazy else ():
            self.find(grammar, name, node)
        return self.find(grammar, "", node)

    def make_ref(self, node: Node, grammar: _Grammar | None, _outer: str) -> Pattern:
        if grammar is None:
            raise node.fail("a reference is only allowed in a grammar")
        return self.find(grammar, node.attributes["name"], node)

    def make_parentRef(self, node: Node, grammar: _Grammar | None, _outer: str) -> Pattern:  # noqa: N802
        if grammar is None or grammar.parent is None:
            raise node.fail("there is no grammar around this one")
        return self.find(grammar.parent, node.attributes["name"], node)

    def find(self, grammar: _Grammar, name: str, asking: Node) -> Pattern:
        """Return the pattern of a name, its components combined (4.17, 4.18)."""
        if name in grammar.patterns:
            found = grammar.patterns[name]
            if found is None:
                told = f'"{name}" refers to itself without an element between'
                self.circles.append(asking.fail(told))
                return self.patterns.not_allowed
            return found
        components = grammar.components.get(name)
        if components is None:
            raise asking.fail(f'nothing is defined as "{name}"')
        grammar.patterns[name] = None
        how = _find_combination(name, components)
        made = [
            self.patterns.group([*self.make_all(node.children, grammar, outer)])
            for node, outer in components
        ]
        combine = self.patterns.interleave if how == "interleave" else self.patterns.choice
        pattern = combine(made) if len(made) > 1 else made[0]
        self.measure(pattern, components[0].node)
        grammar.patterns[name] = pattern
        return pattern

    def measure(self, pattern: Pattern, node: Node) -> None:
        """Refuse a pattern of too many parts: in a few lines a schema can ask for thousands of
        millions.
        """  # noqa: D205
        if isinstance(pattern, Compound) and len(pattern.members) > _MOST_PARTS:
            hint = 'use "zeroOrMore" for something that may occur very often'
            raise node.fail(f"this comes to more than {_MOST_PARTS:,} parts in a row", hint)

    def collect(
        self, grammar: _Grammar, holder: Node, outer: str, replaced: frozenset[str]
    ) -> set[str]:
        """Put what a grammar defines into it, but for what is replaced; return all names met."""
        met: set[str] = set()
        for node in holder.children:
            if node.kind == "div":
                met |= self.collect(grammar, node, outer, replaced)
            elif node.kind == "include":
                met |= self.include(grammar, node, outer, replaced)
            else:
                name = node.attributes.get("name", "")
                met.add(name)
                if name not in replaced:
                    grammar.components.setdefault(name, []).append(_Component(node, outer))
        return met

    def include(
        self, grammar: _Grammar, node: Node, outer: str, replaced: frozenset[str]
    ) -> set[str]:
        """Include the definitions of another file's grammar, except those replaced (4.7)."""
        root, path = self.load_reference(node)
        if root.kind != "grammar":
            raise node.fail(f'"{node.attributes["href"]}" is not a grammar')
        own = _list_replacements(node)
        namespace = outer if node.namespace is None else node.namespace
        self.loading.append(path)
        met = self.collect(grammar, root, namespace, replaced | own.keys())
        self.loading.pop()
        for name, replacement in own.items():
            if name not in met:
                called = f'"{name}"' if name else "start"
                raise replacement.fail(f'"{node.attributes["href"]}" has no {called} to replace')
        return met | self.collect(grammar, node, outer, replaced)


class _Everything(frozenset[str]):
    """All names: which entities there are is a matter of documents."""

    def __contains__(self, _name: object) -> bool:
        return True

    def issuperset(self, _names: object) -> bool:
        return True


def _list_reachable(start: Pattern) -> list[Element]:
    """Return the elements that a document may have.

    What nothing refers to does not count (4.19).
    """
    found: dict[Element, None] = {}
    waiting = [start]
    seen = {start}
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, Element) and part not in found:
                found[part] = None
                if part.content not in seen:
                    seen.add(part.content)
                    waiting.append(part.content)
    return sorted(found, key=lambda element: element.serial)


def _list_replacements(holder: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in holder.children:
        if node.kind == "include":
            raise node.fail("<include> is not allowed in <include>")
        if node.kind == "div":
            found.update(_list_replacements(node))
        else:
            found[node.attributes.get("name", "")] = node
    return found


def _find_combination(name: str, components: list[_Component]) -> str:
    """How the definitions of one name are combined (4.17)."""
    ways = [node.attributes.get("combine") for node, _ in components]
    called = f'"{name}"' if name else "start"
    if ways.count(None) > 1:
        node = [c.node for c in components if "combine" not in c.node.attributes][1]
        raise node.fail(f'{called} is defined twice, without "combine"')
    said = {way for way in ways if way}
    if len(said) > 1:
        raise components[-1].node.fail(f"{called} is combined in two ways")
    return said.pop() if said else "choice"
