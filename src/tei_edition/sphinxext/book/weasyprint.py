"""The whole edition as one HTML page, from which WeasyPrint makes a book.

Notes are at the foot of their pages; the apparatus follows the text that it belongs to.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.nodes import inline_all_toctrees

from tei_edition.language.collation import collation_key, initial_letter
from tei_edition.problems import EditionError
from tei_edition.publishing.weasyprint_pdf import typeset
from tei_edition.runtime.resources import find_asset
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.book.binding import drop_pages, find_start, list_left_out
from tei_edition.sphinxext.book.paged_entries import place_entries, puts_at_foot
from tei_edition.sphinxext.book.title_page import format_title_page
from tei_edition.sphinxext.domain import get_domain
from tei_edition.sphinxext.html.visitors import give_directions
from tei_edition.sphinxext.staging import TeiEditionError
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.titles import make_plain
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from tei_edition.sphinxext.domain import TeiObject

logger = logging.getLogger(__name__)

_SHEETS = ("text.css", "components.css", "uncommon.css", "drawings.css", "sphinx.css", "book.css")
# A note in these cannot go to the foot of the page, or would be taken for a part of a title.
_CLOSED = (
    nodes.title, nodes.rubric, nodes.term, nodes.table, nodes.caption, nodes.footnote,
    own.tei_entry,
)  # fmt: skip
_PICTURES = ["image/svg+xml", "image/png", "image/gif", "image/jpeg", "image/webp"]
# White space between blocks, of which WeasyPrint makes lines where they are in a footnote.
_BETWEEN = re.compile(
    r"\n(?=</?(?:ul|ol|li|dl|dt|dd|p|div|blockquote|table|colgroup|thead|tbody|tr|td|th|aside)\b"
    r'|<span class="tei-foot-paragraph")'
)
# How deep the table of contents goes.
_DEPTH = 2


class PagedBuilder(SingleFileHTMLBuilder):
    """Builds a PDF without LaTeX."""

    name = "weasyprint"
    epilog = "The PDF is in %(outdir)s."
    embedded = True
    search = False
    add_permalinks = False
    supported_image_types = _PICTURES

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Themes are for sites; the look of a book is in `book.css`."""
        return "basic", {}

    def assemble_doctree(self) -> nodes.document:
        """All documents of the book, in its order."""
        start = find_start(self._app)
        tree = self.env.get_doctree(start)
        left_out = list_left_out(self._app)
        passed = [start, *left_out]
        tree = inline_all_toctrees(self, set(), start, tree, str, passed)
        tree["docname"] = start
        self.env.resolve_references(tree, start, self)
        return tree

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write the one page, and have it typeset."""
        self.config.root_doc = self.config.master_doc = find_start(self._app)
        super().write_documents(_docnames)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write the page; its ids are put in order first."""
        self.contents = _list_contents(doctree)
        super().write_doc(docname, doctree)

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:  # noqa: ARG002
        """Collect the pictures, and nothing for a search."""
        self.imgpath = self.imagedir
        self.post_process_images(doctree)

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",  # noqa: ARG002
        **_: Any,
    ) -> None:
        """Write the page: a book has no theme, and no other page."""
        if "body" in addctx and pagename == self.config.root_doc:
            path = self.outdir / "book.html"
            path.write_text(
                self._format(_BETWEEN.sub("", give_directions(addctx["body"]))), encoding="utf-8"
            )

    def _format(self, body: str) -> str:
        imprint = get_state(self._app).imprint
        language = self.config.language or imprint.language or "en"
        words = get_state(self._app).words
        turn = ' dir="rtl"' if words.is_rtl else ""
        authors = [f'<meta name="author" content="{escape(a)}">' for a in imprint.authors]
        sheets = [f'<link rel="stylesheet" href="_static/{name}">' for name in _SHEETS]
        title = escape(self.config.project)
        entries = "\n".join(
            f'<li class="tei-contents-{level}"><a href="#{escape(anchor)}">{escape(text)}</a></li>'
            for level, text, anchor in self.contents
        )
        return "\n".join((
            "<!DOCTYPE html>",
            f'<html lang="{escape(language)}"{turn}><head><meta charset="utf-8">',
            f"<title>{title}</title>", *authors, *sheets,
            f"<style>@page {{ size: {get_state(self._app).config.print.paper} }}</style>",
            "</head><body>",
            format_title_page(imprint, self.config, words),
            '<nav class="tei-book-contents" id="tei-contents">',
            f"<h2>{words['Table of contents']}</h2>\n<ol>{entries}</ol></nav>",
            f"<main>{body}</main></body></html>",
        ))  # fmt: skip

    def finish(self) -> None:
        """Put the style and the pictures beside the page, and make the PDF."""
        static = self.outdir / "_static"
        static.mkdir(parents=True, exist_ok=True)
        for name in _SHEETS:
            shutil.copyfile(find_asset(name), static / name)
        self.copy_image_files()
        target = self.outdir / f"{self.config.epub_basename}.pdf"
        try:
            told = typeset(self.outdir / "book.html", target)
        except EditionError as error:
            hint = f"\n{error.hint}" if error.hint else ""
            raise TeiEditionError(f"{error}{hint}") from None
        if told.missing:
            logger.warning(
                "no typeface that is installed has these characters: %s; the PDF lacks them",
                " ".join(f"{sign} (U+{ord(sign[0]):04X})" for sign in told.missing),
                type="tei", subtype="missing-glyph",
            )  # fmt: skip
        for failure in told.failures:
            logger.warning("%s", failure, type="tei", subtype="typesetting")


class PrepareBook(SphinxPostTransform):
    """Makes the documents of a book one: notes at their marks, an index, ids that are unique."""

    # When references are resolved, and all is in its place (see also `pictures`, `books`).
    default_priority = 950
    builders = ("weasyprint",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Prepare the one document."""
        at_foot = puts_at_foot(get_state(find_app(self.env)).config, self.document)
        self._add_index()
        notes = {
            (_find_docname(note), ident): note
            for note in self.document.findall(nodes.footnote)
            for ident in note["ids"]
        }
        for reference in list(self.document.findall(nodes.footnote_reference)):
            note = notes.get((_find_docname(reference), reference.get("refid", "")))
            if note is not None:
                _place_note(reference, note)
        start = self.document.get("docname", "")
        if at_foot:
            place_entries(self.document, start)
        for title in self.document.findall(nodes.title):
            _keep_plain(title)
            if isinstance(title.parent, nodes.section) and _find_depth(title.parent) == 1:
                title.parent["classes"].append("tei-chapter")
        _Anchors(self.document, start).rename()

    def _add_index(self) -> None:
        """Add an index of all that is named, with the pages of its mentions."""
        domain = get_domain(self.env)
        found: dict[str, list[str]] = {}
        for link in self.document.findall(own.tei_link):
            target = link.get("target", "")
            # A name in the text; registers refer to each other too.
            if target in domain.targets and link["classes"] and link["ids"]:
                found.setdefault(target, []).append(f"{_find_docname(link)}#{link['ids'][0]}")
        entities = {domain.targets[target]: places for target, places in found.items()}
        if not entities:
            return
        name = get_state(find_app(self.env)).words["Index"]
        section = nodes.section("", nodes.title("", name), ids=["tei-index"])
        section["classes"] = ["tei-index"]
        letter = ""
        kinds = sorted({o.kind for o in entities})
        listed = [o for kind in kinds for o in domain.list_kind(kind) if o in entities]
        for entity in sorted(listed, key=lambda o: collation_key(o.sort, domain.collation)):
            initial = initial_letter(entity.sort, domain.collation)
            if initial != letter:
                letter = initial
                section += nodes.paragraph("", letter, classes=["tei-index-letter"])
            pages = own.tei_pages("", targets=entities[entity])
            full = _name_fully(entity, domain)
            section += nodes.paragraph("", f"{full}, ", pages, classes=["tei-index-entry"])
        top: nodes.Element = next(self.document.findall(nodes.section), self.document)
        top.append(section)


def _name_fully(entity: TeiObject, domain: Any) -> str:
    names = [entity]
    while (above := domain.find_parent(names[0])) and above not in names:
        names.insert(0, above)
    return ", ".join(o.name for o in reversed(names))


def _place_note(reference: nodes.footnote_reference, note: nodes.footnote) -> None:
    """Make a note a footnote where its mark stands; one that cannot be stays where it is."""
    if any(isinstance(above, _CLOSED) for above in _list_above(reference)):
        return
    label, *rest = note.children
    classes = [name for name in note["classes"] if name != "tei-beside"]
    foot = own.tei_foot("", *rest, ids=note["ids"], mark=label.astext(), classes=classes)
    note.parent.remove(note)
    reference.replace_self(foot)
    foot["classes"] = classes  # docutils has given it those of the mark too
    if not all(isinstance(part, nodes.paragraph) for part in rest):
        # A paragraph of HTML holds no lists, quotations or tables; this one is to.
        for above in _list_above(foot):
            if isinstance(above, nodes.paragraph):
                block = nodes.container("", *above.children, ids=above["ids"])
                block["classes"] = [*above["classes"], "tei-paragraph"]
                above.replace_self(block)
                break


def _list_above(node: nodes.Node) -> Iterator[nodes.Element]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _find_docname(node: nodes.Node) -> str:
    for above in _list_above(node):
        if "docname" in above and isinstance(above, (addnodes.start_of_file, nodes.document)):
            return str(above["docname"])
    return ""


def _keep_plain(title: nodes.title) -> None:
    """Keep a title's plain words for running heads and bookmarks."""
    copy = title.deepcopy()
    make_plain(copy)
    title["plain"] = " ".join(copy.astext().split())


class _Anchors:
    """Makes the ids of all documents those of one: a text may well have a `p1` as others do."""

    def __init__(self, document: nodes.document, start: str) -> None:
        self.document = document
        self.start = start
        self.names: dict[tuple[str, str], str] = {}
        self.taken: set[str] = set()
        self.last: Counter[str] = Counter()
        self.tops: dict[str, str] = {}

    def rename(self) -> None:
        """Give new names to ids that another document has, and to all that refers to them."""
        self._take(self.document, self.start)
        self._refer(self.document, self.start)

    def _find_top(self, docname: str) -> str:
        """Return the first section of a document: it is what a link to the document leads to."""
        return self.tops.get(docname, "")

    def _take(self, node: nodes.Element, docname: str) -> None:
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
        if node["ids"]:
            node["ids"] = [self._name(docname, i) for i in node["ids"]]
            if isinstance(node, nodes.section):
                self.tops.setdefault(docname, node["ids"][0])
        for child in node.children:
            if isinstance(child, nodes.Element):
                self._take(child, docname)

    def _name(self, docname: str, ident: str) -> str:
        known = self.names.get((docname, ident))
        if known is not None:
            return known
        name = ident
        while name in self.taken:
            self.last[ident] += 1
            name = f"{ident}-{self.last[ident] + 1}"
        self.taken.add(name)
        self.names[docname, ident] = name
        return name

    def _refer(self, node: nodes.Element, docname: str) -> None:
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
        if "refid" in node:
            node["refid"] = self.names.get((docname, node["refid"]), node["refid"])
        if node.get("backrefs"):
            node["backrefs"] = [self.names.get((docname, i), i) for i in node["backrefs"]]
        uri = node.get("refuri", "")
        if isinstance(node, nodes.reference) and uri.startswith("#document-"):
            page, _, anchor = uri[len("#document-") :].partition("#")
            anchor = self.names.get((page, anchor)) or self._find_top(page)
            node["refuri"] = f"#{anchor}"
            if not anchor:  # what is left out of the book is named, not linked to
                node.replace_self(nodes.inline("", "", *node.children))
        if isinstance(node, own.tei_pages):
            node["anchors"] = [a for t in node["targets"] if (a := self._find(t))]
            if not node["anchors"]:
                drop_pages(node)
        elif isinstance(node, own.tei_link) and node.get("target"):
            anchor = self._find(node["target"])
            # A link that the book has no place for stands as its words alone.
            node["target"] = f"{self.start}#{anchor}" if anchor else ""
        for child in list(node.children):
            if isinstance(child, nodes.Element):
                self._refer(child, docname)

    def _find(self, target: str) -> str:
        docname, _, anchor = target.partition("#")
        return self.names.get((docname, anchor), "") if anchor else self._find_top(docname)


def _list_contents(document: nodes.document) -> list[tuple[int, str, str]]:
    """Return the table of contents: depth, words and anchor of each section below the first."""
    return [
        (depth, section[0].get("plain", ""), section["ids"][0])
        for section in document.findall(nodes.section)
        if section["ids"] and section.children and isinstance(section[0], nodes.title)
        and 1 <= (depth := _find_depth(section)) <= _DEPTH
    ]  # fmt: skip


def _find_depth(section: nodes.section) -> int:
    return sum(isinstance(above, nodes.section) for above in _list_above(section))


def _visit_foot(self: HTML5Translator, node: nodes.Element) -> None:
    classes = escape(" ".join(["tei-foot", *node["classes"]]))
    ident = f' id="{escape(node["ids"][0])}"' if node["ids"] else ""
    mark = escape(node["mark"])
    self.body.append(f'<span class="{classes}"{ident} data-mark="{mark}">')
    for part in list(node.children):
        if isinstance(part, nodes.paragraph):
            classes_of_part = ["tei-foot-paragraph", *part["classes"]]
            inline = nodes.inline("", "", *part.children, classes=classes_of_part)
            part.replace_self(inline)


def _depart_foot(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</span>")


def _visit_pages(self: HTML5Translator, node: nodes.Element) -> None:
    targets = escape(" ".join(node.get("anchors", ())))
    self.body.append(f'<span class="tei-pages" data-targets="{targets}"></span>')
    raise nodes.SkipNode


def _visit_title(self: HTML5Translator, node: nodes.title) -> None:
    start = len(self.body)
    type(self).visit_title(self, node)
    plain = node.get("plain")
    if plain is not None:
        for number in range(start, len(self.body)):
            if self.body[number].startswith("<h"):
                tag, _, rest = self.body[number].partition(">")
                self.body[number] = f'{tag} data-plain="{escape(plain)}">{rest}'
                break


def _depart_title(self: HTML5Translator, node: nodes.title) -> None:
    type(self).depart_title(self, node)


def setup(app: Sphinx) -> None:
    """Register the builder, what prepares for it, and how it writes what only it has."""
    app.add_builder(PagedBuilder)
    app.add_node(own.tei_foot, override=True, html=(_visit_foot, _depart_foot))
    app.add_node(own.tei_pages, override=True, html=(_visit_pages, None))
    app.add_node(nodes.title, override=True, html=(_visit_title, _depart_title))
    app.add_post_transform(PrepareBook)
