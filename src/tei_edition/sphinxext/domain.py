"""The domain `tei`: persons, organisations, places, …, witnesses and passages to refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, Index, ObjType
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from tei_edition.config import suggest
from tei_edition.facts.registers import Kind
from tei_edition.language.collation import collation_key
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app, find_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Set

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction

logger = logging.getLogger(__name__)

PASSAGE, REGISTER = "passage", "register"
# What a back-of-the-book index lists.
INDEXED_KINDS = frozenset(Kind)
KINDS = (*sorted(INDEXED_KINDS), PASSAGE, "witness")


# Kind, key, name, sort key and anchor: plain tuples, since every build reads all of them.
Record = tuple[str, str, str, str, str]


class Particulars(NamedTuple):
    """Further data on an entity from its register: @type, dates, mentions, its parent."""

    type: str = ""
    dates: str = ""
    mentions: int = 0
    parent: str = ""


class TeiObject(NamedTuple):
    """Something that a page holds and others may refer to; `anchor` is its id on that page."""

    kind: str
    key: str
    name: str
    sort: str
    anchor: str
    docname: str


def name_group(letter: str) -> str:
    """Return what an index calls those under a letter; `#` would be no address within a page."""
    return "•" if letter == "#" else letter


class register_list(nodes.General, nodes.Element):  # noqa: N801 (as docutils names its nodes)
    """Where a register is to be in a page, until all entities are known; see `directive`."""


class TeiDomain(Domain):
    """The Sphinx domain: all objects of an edition to which references can be made.

    `objects` are listed by the page that holds them, with `particulars` of entities by kind and
    key; `references` (kind and key) by the page that refers to them by a role or lists a register;
    staged pages refer by address and are staged anew when one changes. `answers` is what the
    references led to when their pages were last written, `starts` what the pages that include the
    start page showed, `surroundings` what
    `tei_edition.sphinxext.navigation` put beside them.
    """

    name = "tei"
    label = "TEI"
    object_types: ClassVar[dict[str, ObjType]] = {
        kind: ObjType(kind, kind, searchprio=-1 if kind == PASSAGE else 1) for kind in KINDS
    }
    roles: ClassVar[dict[str, RoleFunction | XRefRole]] = {
        kind: XRefRole(warn_dangling=True, innernodeclass=nodes.inline) for kind in KINDS
    }
    indices: ClassVar[list[type[Index]]] = []
    initial_data: ClassVar[dict[str, Any]] = {
        "objects": {},
        "particulars": {},
        "references": {},
        "answers": {},
        "surroundings": {},
        "citations": {},
        "starts": {},
    }
    data_version = 4

    # Drawn from `objects` when first asked for, and dropped when they change. Passages are kept
    # apart: there are very many, and hardly ever does a role ask for one.
    _entities: dict[tuple[str, str], TeiObject] | None = None
    _passages: dict[tuple[str, str], TeiObject] | None = None
    _targets: dict[str, TeiObject] | None = None

    @property
    def collation(self) -> str:
        """The language by whose rules entities are sorted."""
        return get_state(find_app(self.env)).staging.collation

    @property
    def objects(self) -> dict[str, list[Record]]:
        """The objects of each page, in their order on it."""
        return cast("dict[str, list[Record]]", self.data["objects"])

    @property
    def references(self) -> dict[str, set[tuple[str, str]]]:
        """The kinds and keys to which the roles of each page refer."""
        return cast("dict[str, set[tuple[str, str]]]", self.data["references"])

    @property
    def entities(self) -> Mapping[tuple[str, str], TeiObject]:
        """All objects but passages, by kind and key; the first page by name takes precedence."""
        if self._entities is None:
            self._entities = self._collect(lambda kind: kind != PASSAGE)
        return self._entities

    @property
    def targets(self) -> Mapping[str, TeiObject]:
        """What an index names, by the target that links to it have: "DOCNAME#ID"."""
        if self._targets is None:
            self._targets = {
                f"{o.docname}#{o.anchor}": o
                for o in self.entities.values()
                if o.kind in INDEXED_KINDS
            }
        return self._targets

    def find(self, kind: str, key: str) -> TeiObject | None:
        """Return the object of that kind and key."""
        if kind != PASSAGE:
            return self.entities.get((kind, key))
        if self._passages is None:
            self._passages = self._collect(lambda kind: kind == PASSAGE)
        return self._passages.get((kind, key))

    def find_parent(self, found: TeiObject) -> TeiObject | None:
        """Return the entity of the same kind that an entity is in."""
        parent = self.get_particulars(found).parent
        return self.entities.get((found.kind, parent)) if parent else None

    def list_kind(self, kind: str) -> list[TeiObject]:
        """All entities of a kind, in the order of their register."""
        found = [o for o in self.entities.values() if o.kind == kind]
        language = self.collation
        return sorted(found, key=lambda o: (collation_key(o.sort, language), o.sort, o.key))

    def note_objects(
        self,
        docname: str,
        objects: list[Record],
        particulars: dict[tuple[str, str], Particulars] | None = None,
    ) -> None:
        """Take the objects of a page that is being read."""
        if objects:
            self.objects[docname] = objects
            self._forget()
        if particulars:
            self.data["particulars"][docname] = particulars

    def get_particulars(self, found: TeiObject) -> Particulars:
        """Return what is known of an entity beside its name."""
        of_page: dict[tuple[str, str], Particulars] = self.data["particulars"].get(
            found.docname, {}
        )
        return of_page.get((found.kind, found.key), Particulars())

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        if self.objects.pop(docname, None):
            self._forget()
        self.data["particulars"].pop(docname, None)
        self.references.pop(docname, None)
        self.data["starts"].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process has read."""
        for name in ("objects", "particulars", "references", "starts"):
            theirs = otherdata[name]
            self.data[name].update({d: theirs[d] for d in docnames if d in theirs})
        self._forget()

    def process_doc(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        docname: str,
        document: nodes.document,
    ) -> None:
        """Note what the roles of a page refer to; the parser has noted its objects."""
        references = set()
        for node in find_nodes(document, (addnodes.pending_xref, register_list)):
            if isinstance(node, register_list):
                references.add((REGISTER, node["kind"]))
            elif node.get("refdomain") == self.name or node["reftype"] == "any":
                references.add((node["reftype"], node["reftarget"]))
        if references:
            self.references[docname] = references

    def resolve_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Return a link to the object, called by its name unless the author gave a title."""
        found = self.find(typ, target)
        if found is None:
            return None
        return self._link(found, fromdocname, builder, node, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Links to the objects of any kind that have this key."""
        found = (self.find(kind, target) for kind in KINDS)
        return [
            (f"tei:{o.kind}", self._link(o, fromdocname, builder, node, contnode))
            for o in found
            if o is not None
        ]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """All objects, for the inventory and the search; passages come after all others."""
        for o in self.entities.values():
            yield o.key, o.name, o.kind, o.docname, o.anchor, 1
        for docname, records in self.objects.items():
            for kind, key, name, _, anchor in records:
                if kind == PASSAGE:
                    yield key, name, kind, docname, anchor, -1

    def find_stale(self) -> list[str]:
        """Return the pages whose references no longer lead where they led, or to another name.

        What they lead to now is kept for the next time.
        """
        old: dict[str, dict[tuple[str, str], list[object]]] = self.data["answers"]
        new = {
            docname: {reference: self._answer(*reference) for reference in sorted(references)}
            for docname, references in sorted(self.references.items())
        }
        self.data["answers"] = new
        return [docname for docname in new if docname in old and new[docname] != old[docname]]

    def _answer(self, kind: str, key: str) -> list[object]:
        if kind == REGISTER:
            return [(o, *self.get_particulars(o)) for o in self.list_kind(key)]
        kinds = KINDS if kind == "any" else (kind,)
        found = (self.find(kind, key) for kind in kinds)
        return [o for o in found if o is not None]

    def _link(
        self,
        found: TeiObject,
        fromdocname: str,
        builder: Builder,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference:
        if not node.get("refexplicit"):
            contnode = contnode.deepcopy()
            contnode.children = []
            contnode += nodes.Text(found.name)
        return make_refnode(builder, fromdocname, found.docname, found.anchor, contnode, found.name)

    def _collect(self, is_wanted: Callable[[str], bool]) -> dict[tuple[str, str], TeiObject]:
        found: dict[tuple[str, str], TeiObject] = {}
        # Pages arrive in an order that depends on the number of workers.
        for docname in sorted(self.objects):
            for record in self.objects[docname]:
                if is_wanted(record[0]):
                    found.setdefault(record[:2], TeiObject(*record, docname))
        return found

    def _forget(self) -> None:
        self._entities = self._passages = self._targets = None


def get_domain(env: BuildEnvironment) -> TeiDomain:
    """Return the domain of this environment."""
    return cast("TeiDomain", env.domains["tei"])


def find_stale(app: Sphinx, env: BuildEnvironment) -> list[str]:  # noqa: ARG001
    """Return the pages whose references lead elsewhere than when they were last written."""
    return get_domain(env).find_stale()


def warn_of_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:  # noqa: ARG001
    """Say in the edition's own words that a role leads nowhere."""
    if not isinstance(domain, TeiDomain):
        return None
    kind, key = node["reftype"], node["reftarget"]
    hint = suggest(key, (known for known_kind, known in domain.entities if known_kind == kind))
    logger.warning(
        'no %s "%s" in the edition%s',
        kind,
        key,
        f"; {hint}" if hint else "",
        type="tei",
        subtype=f"unknown-{kind}",
        location=node,
    )
    return True


def setup(app: Sphinx) -> None:
    """Register the domain, which several extensions of ours may do."""
    app.add_domain(TeiDomain, override=True)
