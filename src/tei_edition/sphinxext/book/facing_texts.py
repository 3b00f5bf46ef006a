"""Books that have a text beside its translation: both in place of the pages of each.

The staged page with both is put where the original would be. Anchors of a side get back the names
that they have on the pages of one text, so that links, registers and the index lead to them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.pages.parallel_plan import ORIGINAL, TRANSLATION
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app, set_parents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx

    from tei_edition.publishing.staging import PageOfBoth

_SOURCE = "source-page"
_LEFT_PAGE = "\n\\teileftpage{}\n"  # the heading comes there too
_DOCUMENT = ":doc"  # Sphinx's label of a whole document


def binds_both(app: Sphinx) -> bool:
    """Whether this build is of a book that has texts beside their translations."""
    return app.builder.name == "latex" and get_state(app).config.print.translations != "apart"


class FaceTexts(SphinxPostTransform):
    """Puts a text and its translation in place of the pages that have one of them."""

    # Before `binding.BindBook` (4).
    default_priority = 3
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at all documents of a book, which were put together."""
        app = find_app(self.env)
        if not binds_both(app):
            return
        parts = {part["docname"]: part for part in self.document.findall(addnodes.start_of_file)}
        for part in parts.values():
            set_parents(part)
        chosen = _choose(get_state(app).staging.parallels.pages, parts.keys())
        bases = {page.base for page in chosen.values()}
        gone = {source for page in chosen.values() for source in page.sources} - bases
        indexed = [
            index
            for name in bases | gone
            for index in parts[name].findall(addnodes.index)
            if index.parent is not parts[name]
        ]
        unnamed = set(gone)
        for docname, page in chosen.items():
            section = self.env.get_doctree(docname).next_node(nodes.section)
            if section is not None:
                _restore_anchors(section, docname, page, unnamed)
                section["docname"] = page.base
                section += _list_parts(parts[page.base])
                parts[page.base].children = []
                parts[page.base] += [nodes.raw("", _LEFT_PAGE, format="latex"), section]
        for docname in gone:
            _drop(parts[docname])
        _put_entries(self.document, indexed)


def _choose(pages: Mapping[str, PageOfBoth], bound: Iterable[str]) -> dict[str, PageOfBoth]:
    """Return the pages with both texts that a book has: each text once, each translation whole."""
    names = set(bound)
    taken: set[str] = set()
    chosen: dict[str, PageOfBoth] = {}
    for _, group in groupby(pages.items(), key=lambda named: named[1].number):
        found = dict(group)
        needed = {name for page in found.values() for name in (page.base, *page.sources)}
        if needed <= names and needed.isdisjoint(taken):
            chosen |= found
            taken |= needed
    return chosen


def _restore_anchors(
    section: nodes.section, docname: str, page: PageOfBoth, unnamed: set[str]
) -> None:
    """Name places as on the pages of one text; the first of an `unnamed` page is that too."""
    moved: dict[str, str] = {}
    for pairs in section.findall(own.tei_pairs):
        _strip(pairs, ORIGINAL, page.base, moved)
    sides = list(section.findall(own.tei_side))
    hosts = [
        (side, TRANSLATION if "tei-translation" in side["classes"] else ORIGINAL) for side in sides
    ]
    for host, role in (*hosts, (section, TRANSLATION)):
        for part in list(_frame_sources(host)):
            for node in part.findall(nodes.Element):
                _strip(node, role, part["docname"], moved)
            if part["docname"] in unnamed and isinstance(part[0], nodes.Element):
                part[0]["ids"].append(_DOCUMENT)
                unnamed.discard(part["docname"])
    for node in section.findall(nodes.Element):
        page_name, _, anchor = node.get("target", "").partition("#")
        if page_name == docname and anchor in moved:
            node["target"] = moved[anchor]


def _frame_sources(host: nodes.Element) -> Iterator[addnodes.start_of_file]:
    """Put what is of another page into a document of that name, as Sphinx has pages in a book."""
    framed: list[nodes.Node] = []
    for source, group in groupby(host.children, _find_source):
        if not source:
            framed += group
            continue
        part = addnodes.start_of_file("", *group, docname=source)
        framed.append(part)
    host.children = []
    host += framed
    yield from (part for part in framed if isinstance(part, addnodes.start_of_file))


def _find_source(node: nodes.Node) -> str:
    return str(node.get(_SOURCE, "")) if isinstance(node, nodes.Element) else ""


def _strip(node: nodes.Element, role: str, docname: str, moved: dict[str, str]) -> None:
    """Take the name of a side from the anchors of a node, and note where each was."""
    prefix = f"{role}-"
    for name in ("ids", "backrefs"):
        idents: list[str] = node.get(name, [])
        node[name] = [ident.removeprefix(prefix) for ident in idents]
    if "refid" in node:
        node["refid"] = node["refid"].removeprefix(prefix)
    if isinstance(node, (nodes.footnote, nodes.footnote_reference)):
        node["docname"] = docname
    moved |= {f"{prefix}{ident}": f"{docname}#{ident}" for ident in node["ids"]}


def _list_parts(node: nodes.Element) -> list[addnodes.start_of_file]:
    """Return the documents within one, without those that are within these."""
    found = []
    for child in node.children:
        if isinstance(child, addnodes.start_of_file):
            found.append(child)
        elif isinstance(child, nodes.Element):
            found += _list_parts(child)
    return found


def _drop(part: addnodes.start_of_file) -> None:
    """Remove a document, but not those in it; and what has nothing but it."""
    above: nodes.Element = part.parent
    part.replace_self(_list_parts(part))
    while above.parent is not None and not isinstance(above, addnodes.start_of_file):
        above = above.parent
    if isinstance(above, addnodes.start_of_file) and not _list_parts(above):
        section = above.next_node(nodes.section)
        if section is not None and not any(
            child.astext().strip() for child in section if not isinstance(child, nodes.title)
        ):
            _drop(above)


def _put_entries(document: nodes.document, indexed: list[addnodes.index]) -> None:
    """Put entries of the general index where their places are now."""
    if not indexed:
        return
    places = {i: node for node in document.findall(nodes.Element) for i in node["ids"]}
    for index in indexed:
        place = places.get(index["entries"][0][2])
        if place is not None:
            place.parent.insert(place.parent.index(place) + 1, index)


def setup(app: Sphinx) -> None:
    """Put texts beside each other before the book is bound."""
    app.add_post_transform(FaceTexts)
