"""How a book differs from the site: its first page, what it leaves out, its registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.config import suggest
from tei_edition.pages.addresses import DATA, DOWNLOADS, PROBLEMS, VERSIONS
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.builders import BOOKS, PAGED
from tei_edition.sphinxext.staging import TeiEditionError
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app, set_parents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Staged pages that only a site has: what they list is not part of a book.
_OF_SITES = (DATA, DOWNLOADS, PROBLEMS, VERSIONS)
# Lines that lead to what only a site has; in print, those too that lead about a page.
_LEFT_OUT = frozenset({"tei-witness-texts", "tei-offer"})
_LEFT_OFF_PAPER = frozenset({"tei-letters", "tei-text-list"})


def find_start(app: Sphinx) -> str:
    """Return the first document of books; raises TeiEditionError if it does not exist."""
    start = get_state(app).config.print.start
    if not start:
        return str(app.config.root_doc)
    if start not in app.env.found_docs:
        hint = suggest(start, app.env.found_docs) or "name a document of the Sphinx project"
        raise TeiEditionError(f'[print] start: there is no document "{start}"; {hint}')
    return start


def list_left_out(app: Sphinx) -> frozenset[str]:
    """Return the documents that no book has."""
    folder = get_state(app).config.pages.folder
    return frozenset(f"{folder}/{name}" for name in _OF_SITES)


def list_bound(env: BuildEnvironment, start: str, left_out: frozenset[str]) -> list[str]:
    """Return the documents of the book that begins with `start`, in its order."""
    found: dict[str, None] = {}
    waiting = [start]
    while waiting:
        docname = waiting.pop()
        if docname not in found and docname not in left_out and docname in env.found_docs:
            found[docname] = None
            waiting.extend(reversed(env.toctree_includes.get(docname, [])))
    return list(found)


def drop_entries(node: nodes.Element, left_out: frozenset[str]) -> None:
    """Take documents out of the lists of contents in a node."""
    for toctree in node.findall(addnodes.toctree):
        toctree["entries"] = [e for e in toctree["entries"] if e[1] not in left_out]
        toctree["includefiles"] = [f for f in toctree["includefiles"] if f not in left_out]


class BindBook(SphinxPostTransform):
    """Makes a document, or all that were put together, fit for a book."""

    # Before anything is resolved, and lists of contents are made of what toctrees name.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at one document."""
        app = find_app(self.env)
        name = app.builder.name
        if name not in BOOKS:
            return
        left_out = list_left_out(app)
        drop_entries(self.document, left_out)
        for part in list(self.document.findall(addnodes.start_of_file)):
            set_parents(part)
            if part["docname"] in left_out:
                part.parent.remove(part)
        classes = _LEFT_OUT | _LEFT_OFF_PAPER if name in PAGED else _LEFT_OUT
        for node in list(self.document.findall(_has_class(classes))):
            node.parent.remove(node)
        for details in self.document.findall(own.tei_details):
            for span in details.findall(own.tei_span):
                span.attributes.pop("page", None)  # a sign that is explained begins no page
        if name in PAGED:
            self._bind_pages(quotes=get_state(app).config.print.mentions == "quotations")

    def _bind_pages(self, *, quotes: bool) -> None:
        for aside in list(self.document.findall(nodes.paragraph)):
            if _is_break(aside):
                _join_next(aside)
        for section in list(self.document.findall(nodes.section)):
            is_part = isinstance(section.parent, addnodes.start_of_file)
            if is_part and "tei-contents" in section["classes"]:
                _dissolve(section)
            elif "tei-letter" in section["classes"]:
                title, *rest = section.children
                letter = nodes.rubric("", "", *title.children, ids=section["ids"])
                letter["classes"].append("tei-letter")
                section.replace_self([letter, *rest])
        if not quotes:
            words = get_state(find_app(self.env)).words
            for mentions in list(self.document.findall(own.tei_mentions)):
                _give_pages(mentions, words["mentioned on"])


def _has_class(classes: frozenset[str]) -> Any:
    return lambda node: isinstance(node, nodes.Element) and not classes.isdisjoint(node["classes"])


def _is_break(node: nodes.paragraph) -> bool:
    """Whether a paragraph is nothing but marks of where pages of the source begin."""
    return "tei-aside" in node["classes"] and all(
        isinstance(child, own.tei_span) and "page" in child
        for child in node.children
        if child.astext().strip()
    )


def _join_next(aside: nodes.Element) -> None:
    """Let the paragraph after such marks begin with them: in print they are in its margin."""
    parent = aside.parent
    place = parent.index(aside) + 1
    following = parent[place] if place < len(parent) else None
    if isinstance(following, nodes.paragraph):
        for mark in reversed(aside.children):
            following.insert(0, mark)
        parent.remove(aside)


def _dissolve(section: nodes.section) -> None:
    """Let texts and registers be chapters: the page that lists them is the book's own contents."""
    page = section.parent
    parts = list(_list_parts(section))
    if parts:
        page.replace_self(parts)
    else:
        page.parent.remove(page)


def _list_parts(node: nodes.Element) -> Iterator[addnodes.start_of_file]:
    """Yield the documents in a node, without those that are within another."""
    for child in node.children:
        if isinstance(child, addnodes.start_of_file):
            yield child
        elif isinstance(child, nodes.Element):
            yield from _list_parts(child)


def _give_pages(mentions: own.tei_mentions, words: str) -> None:
    """Put the pages of mentions where a site counts and quotes them."""
    targets = [quote["target"] for page in mentions["parts"] for quote in page["parts"]]
    # A site folds them where they are many.
    folded = isinstance(mentions.parent, own.tei_details)
    host: nodes.Element = mentions.parent if folded else mentions
    parent = host.parent
    place = parent.index(host)
    before = parent[place - 1] if place else None
    if isinstance(before, nodes.paragraph) and "tei-count" in before["classes"]:
        parent.remove(before)
    pages = own.tei_pages("", targets=targets)
    host.replace_self(nodes.paragraph("", f"{words} ", pages, classes=["tei-mentioned-on"]))


def drop_pages(pages: own.tei_pages) -> None:
    """Leave out the paragraph that would name pages, where the book has none of the places."""
    paragraph = pages.parent
    if "tei-mentioned-on" in paragraph["classes"]:
        paragraph.parent.remove(paragraph)


def check_start(app: Sphinx, env: BuildEnvironment) -> None:  # noqa: ARG001
    """Refuse a book that begins with a document that is not there."""
    if app.builder.name in BOOKS:
        find_start(app)


def setup(app: Sphinx) -> None:
    """Bind books before their references are resolved."""
    app.add_post_transform(BindBook)
