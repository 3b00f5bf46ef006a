r"""LaTeX: a `\label` for every anchor, `\hyperref` only to labels that exist, the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.index_entries import split_index_msg
from sphinx.writers.latex import LaTeXTranslator

from tei_edition.language.collation import fold
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.book.binding import drop_pages
from tei_edition.sphinxext.domain import TeiObject, get_domain
from tei_edition.sphinxext.latex.scripts import find_language, is_rtl, write_runs
from tei_edition.sphinxext.parser import is_staged as is_staged_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

# These get their labels from Sphinx itself, or write them by visitors of ours.
_LABELLED = (nodes.section, nodes.figure, nodes.table, nodes.term, nodes.target)
_OWN = (own.tei_link, own.tei_span, own.tei_time)
# Nothing of these is written.
_UNWRITTEN = (
    own.tei_alternative,
    own.tei_downloads,
    own.tei_drawing,
    own.tei_facsimile,
    own.tei_named,
    own.tei_views,
)
# A label cannot be in these before their first part.
_FRAMES = (
    nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.definition_list_item,
    nodes.field_list, nodes.field, nodes.line_block, nodes.tgroup, nodes.thead, nodes.tbody,
    nodes.row, nodes.footnote,
)  # fmt: skip
# It can be in these, but is better off in their first paragraph.
_BODIES = (
    nodes.list_item, nodes.entry, nodes.definition, nodes.block_quote, nodes.container,
    nodes.compound, nodes.field_body, own.tei_entry, own.tei_foot,
    own.tei_critical,
)  # fmt: skip
# In these neither may it stand, nor can its place be linked to: it comes before them.
_CLOSED = (
    nodes.rubric, nodes.superscript, nodes.subscript, nodes.footnote_reference, nodes.image,
    nodes.FixedTextElement, nodes.transition,
)  # fmt: skip


# So many characters may be in a line.
_LINE = 90
# Breaks of lines at which a new one begins on the page too.
_AT_START = frozenset({"tei-kept", "tei-first"})


class PlaceLabels(SphinxPostTransform):
    """Puts labels where Sphinx's writer writes none, and notes which labels the PDF has."""

    # After Sphinx has named the documents (400), before it moves footnotes into the text (600).
    default_priority = 450
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Prepare one document, which may hold the pages of a whole edition."""
        docname = self.document.get("docname", "")
        self.labels = {f"{docname}::doc"}
        self._visit(self.document, docname, is_staged=is_staged_page(self.env, docname))
        # The first title goes to the title page, and its section has no label there.
        for section in list(self.document.findall(nodes.section))[:1]:
            section.insert(1, own.tei_label("", labels=list(section["ids"])))
        self.document["tei_labels"] = self.labels
        for pages in list(self.document.findall(own.tei_pages)):
            pages["labels"] = [x for t in pages["targets"] if (x := _name_label(t)) in self.labels]
            if not pages["labels"]:
                drop_pages(pages)
        # The names in the text are indexed by their pages; those of the registers are for HTML.
        for index in list(self.document.findall(addnodes.index)):
            if isinstance(index.parent, (nodes.document, addnodes.start_of_file)):
                index.parent.remove(index)

    def _visit(self, node: nodes.Element, docname: str, *, is_staged: bool) -> None:
        for child in list(node.children):
            if not isinstance(child, nodes.Element):
                continue
            if isinstance(child, _UNWRITTEN):
                self._keep_anchors(child, docname)
                continue
            if isinstance(child, addnodes.start_of_file):
                page = child["docname"]
                self._visit(child, page, is_staged=is_staged_page(self.env, page))
                continue
            ids = child["ids"]
            if ids and (is_staged or isinstance(child, _LABELLED)):
                self.labels.update(f"{docname}:{i}" for i in ids)
            if is_staged and isinstance(child, nodes.title):
                self._clear_title(child, docname)
                continue
            if ids and is_staged and not isinstance(child, (*_LABELLED, *_OWN)):
                _place(child, own.tei_label("", labels=list(ids)))
            self._visit(child, docname, is_staged=is_staged)

    def _keep_anchors(self, node: nodes.Element, docname: str) -> None:
        """Keep the anchors of what is not written, so that links lead to its place."""
        if ids := own.list_ids(node):
            self.labels.update(f"{docname}:{i}" for i in ids)
            _put_before(node, own.tei_label("", labels=ids))

    def _clear_title(self, title: nodes.title, docname: str) -> None:
        """Move labels and index entries out of a title, which LaTeX repeats and capitalises.

        The marks of the apparatus go: a title is in bookmarks too, which know plain text only.
        """
        labels = own.list_ids(title)
        entries = [node["target"] for node in title.findall(own.tei_link) if "target" in node]
        for mark in [n for n in title.findall(own.tei_link) if "tei-app-mark" in n["classes"]]:
            parent = mark.parent
            parent.remove(mark)
            if isinstance(parent, nodes.superscript) and not parent.children:
                parent.parent.remove(parent)
        self.labels.update(f"{docname}:{i}" for i in labels)
        if labels or entries:
            label = own.tei_label("", labels=labels, entries=entries)
            parent = title.parent
            if isinstance(parent, nodes.section):
                parent.insert(parent.index(title) + 1, label)
            else:
                _put_before(parent, label)


class FreeIndexEntries(SphinxPostTransform):
    """Moves index entries out of titles: Sphinx finds only those that stand in no other element."""

    # Before Sphinx's own (400).
    default_priority = 390
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the titles of one document."""
        for title in self.document.findall(nodes.title):
            section = title.parent
            for index in list(title.findall(addnodes.index)):
                index.parent.remove(index)
                section.insert(section.index(title) + 1, index)


def _name_label(target: str) -> str:
    """Return the label of what a target leads to: "DOCNAME#ID", or a document."""
    docname, _, anchor = target.partition("#")
    return f"{docname}:{anchor or ':doc'}"


def _place(node: nodes.Element, label: own.tei_label) -> None:
    if isinstance(node, _CLOSED):
        _put_before(node, label)
        return
    host = node
    while isinstance(host, (*_FRAMES, *_BODIES)):
        inner = next((c for c in host.children if not isinstance(c, nodes.label)), None)
        wanted = (nodes.paragraph, nodes.term, nodes.line, *_FRAMES, *_BODIES)
        if not isinstance(inner, wanted):
            break
        host = inner
    if isinstance(host, _FRAMES):
        _put_before(node, label)
    else:
        host.insert(0, label)


def _put_before(node: nodes.Element, label: own.tei_label) -> None:
    parent = node.parent
    parent.insert(parent.index(node), label)


def visit_label(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Write the labels and index entries that `PlaceLabels` has put here."""
    labels = node["labels"]
    if labels and not self.in_title and not self.in_caption:
        self.body.append(r"\phantomsection")
    _write_labels(self, labels)
    entries: tuple[str, ...] = node.get("entries", ())
    for target in entries:
        _write_entry(self, target)


def visit_inline(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Write the labels of an element within the line; in a title they come after it.

    Where the edition keeps the lines of the source, a new one begins.
    """
    if "tei-kept" in node["classes"] and not self.in_title:
        self.body.append(r"\newline{}")
    ids = node.attributes["ids"]
    if ids and not self.in_title:
        self.body.append("" if self.in_caption else r"\phantomsection")
        _write_labels(self, ids)
    if number := node.attributes.get("page"):
        _write_break(self, node, number)
        node.children.clear()


def _write_break(self: LaTeXTranslator, node: nodes.Element, number: str) -> None:
    """Say where a page of the source begins: in the margin, where there is one."""
    is_framed = self.in_title or self.in_caption or self.in_footnote or self.table
    # Notes in the margin know no text from right to left.
    command = "teibreakinline" if is_framed or is_rtl(node) else "teibreak"
    # Brackets that the file has are the brackets of the label.
    said = write_runs(number.strip("[] "), self.encode, find_language(node))
    depth = rf"[{_count_close(node)}]" if command == "teibreak" else ""
    self.body.append(rf"\{command}{depth}{{{said}}}")


def _count_close(node: nodes.Element) -> int:
    """Count the breaks before one that may be in the same line, and are in its way."""
    block = node
    while isinstance(block, (nodes.Inline, *_OWN)) and block.parent is not None:
        block = block.parent
    count, length = 0, _LINE
    for part in block.findall():
        if part is node:
            break
        if isinstance(part, nodes.Text):
            length += len(part)
        elif isinstance(part, own.tei_span) and part.attributes.get("page"):
            count = count + 1 if length < _LINE else 1
            length = 0
    return count if length < _LINE else 0


def visit_link(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a link where the PDF has what it leads to; else its text is alone."""
    visit_inline(self, node)
    attributes = node.attributes
    opening = closing = ""
    if not self.in_title:
        target = cast("str", attributes.get("target", ""))
        if target:
            if attributes["classes"]:  # a name of the text; registers refer to each other too
                _write_entry(self, target)
            label = _name_label(target)
            if label in self.document.get("tei_labels", ()):
                opening, closing = self.hyperlink(label), "}}"
        elif (uri := attributes.get("uri")) and own.is_safe_uri(uri):
            opening, closing = rf"\sphinxhref{{{self.encode_uri(uri)}}}{{", "}"
    # What opens a link would swallow a space that comes next.
    self.body.append(f"{opening}{{}}" if opening and node.astext()[:1].isspace() else opening)
    self.context.append(closing)


def depart_link(self: LaTeXTranslator, node: nodes.Element) -> None:  # noqa: ARG001
    """Close the link."""
    self.body.append(self.context.pop())


def visit_margin(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Put a number in the margin at the beginning of a line or a paragraph, or else omit it."""
    if "tei-inline-number" in node["classes"]:
        self.body.append(r"\textsuperscript{")
        self.context.append("}")
        return
    parent = node.parent
    begins = (
        isinstance(parent, nodes.line)
        or not _AT_START.isdisjoint(parent["classes"])
        or ("tei-passage-number" in node["classes"] and parent.index(node) == 0)
    )
    if not begins or self.in_footnote or self.in_title or self.table:
        raise nodes.SkipNode
    self.body.append(r"\teilinenumber{")
    self.context.append("}")


def visit_details(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Write what HTML would show folded under its summary, open."""
    self.body.append("\n\n" + self.encode(node.attributes.get("summary", "")) + "\n\n")


def _write_labels(self: LaTeXTranslator, ids: Iterable[str]) -> None:
    self.body.extend(self.hypertarget(i, anchor=False) for i in ids)


def _write_entry(self: LaTeXTranslator, target: str) -> None:
    r"""Write the `\index` entry of an entity at a link to its register entry."""
    found = get_domain(self.builder.env).targets.get(target)
    if found is not None:
        self.body.append(rf"\index{{{_write_name(self, found)}}}")


def _write_name(self: LaTeXTranslator, found: TeiObject) -> str:
    """Return a name in the index, below that of what it is in: a town below its county."""
    domain = get_domain(self.builder.env)
    names = [found]
    while (above := domain.find_parent(names[0])) and above not in names:
        names.insert(0, above)
    # makeindex knows three levels.
    return "!".join(f"{make_sort_key(o.sort)}@{_escape(self, o.name)}" for o in names[-3:])


def visit_index(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Write terms of the index in the typefaces of their scripts, which Sphinx does not know."""
    entries = node["entries"]
    if node.get("inline", True) and all(kind == "single" for kind, *_ in entries):
        for kind, terms, _, is_main, _ in entries:
            parts = [
                rf"{_escape_index(self.encode(term))}@\spxentry{{{_escape(self, term)}}}"
                for term in split_index_msg(kind, terms)
            ]
            self.body.append(rf"\index{{{'!'.join(parts)}{'|spxpagem' if is_main else ''}}}")
        raise nodes.SkipNode
    LaTeXTranslator.visit_index(self, cast("addnodes.index", node))


def _escape(self: LaTeXTranslator, text: str) -> str:
    return _escape_index(write_runs(text, self.encode))


def _escape_index(text: str) -> str:
    # As Sphinx's own writer does it: these characters are commands of makeindex and xindy.
    return (
        text.replace(r"\{", r"\sphinxleftcurlybrace{}")
        .replace(r"\}", r"\sphinxrightcurlybrace{}")
        .replace('"', '""')
        .replace("@", '"@')
        .replace("!", '"!')
        .replace("|", r"\textbar{}")
    )


def make_sort_key(text: str) -> str:
    """Return a sort key of plain letters, because makeindex cannot sort accented ones."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


# Brackets of editors that few typefaces for text have; a bookmark holds plain characters only.
_BRACKETS = {"⟨": r"\langle", "⟩": r"\rangle", "⟦": r"[\mkern-3mu[", "⟧": r"]\mkern-3mu]"}
_PREAMBLE = "\n".join(
    rf"\newunicodechar{{{sign}}}{{\texorpdfstring{{\ensuremath{{{drawn}}}}}{{{plain}}}}}"
    for (sign, drawn), plain in zip(_BRACKETS.items(), "<>[]", strict=True)
)


def draw_brackets(app: Sphinx, config: Config) -> None:  # noqa: ARG001
    """Have LaTeX draw the brackets that its typefaces may lack."""
    elements = config.latex_elements
    preamble = f"{elements.get('preamble', '')}\n{_PREAMBLE}\n"
    config.latex_elements = {**elements, "preamble": preamble}


def setup(app: Sphinx) -> None:
    """Register the visitors and the transform that prepares for them."""
    app.add_latex_package("newunicodechar")
    nothing = (_skip, None)
    inline = (visit_inline, _pass)
    app.add_node(own.tei_link, override=True, latex=(visit_link, depart_link))
    app.add_node(own.tei_span, override=True, latex=inline)
    app.add_node(own.tei_time, override=True, latex=inline)
    app.add_node(own.tei_alternative, override=True, latex=nothing)
    app.add_node(own.tei_downloads, override=True, latex=nothing)
    blocks = (_pass, _pass)
    app.add_node(own.tei_entries, override=True, latex=blocks)
    app.add_node(own.tei_entry, override=True, latex=blocks)
    app.add_node(own.tei_drawing, override=True, latex=nothing)
    app.add_node(own.tei_facsimile, override=True, latex=nothing)
    app.add_node(own.tei_picture, override=True, latex=nothing)
    app.add_node(own.tei_named, override=True, latex=nothing)
    app.add_node(own.tei_details, override=True, latex=(visit_details, _pass))
    app.add_node(own.tei_margin, override=True, latex=(visit_margin, depart_link))
    app.add_node(own.tei_views, override=True, latex=nothing)
    app.add_node(addnodes.index, override=True, latex=(visit_index, None))
    app.add_node(own.tei_label, override=True, latex=(visit_label, _pass))
    app.add_post_transform(FreeIndexEntries)
    app.add_post_transform(PlaceLabels)


def _pass(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Write the content alone."""


def _skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:  # noqa: ARG001
    raise nodes.SkipNode
