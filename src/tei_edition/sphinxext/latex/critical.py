r"""LaTeX: the apparatus by reledmac, which counts the lines of the book.

An entry names the lines in which its words begin and end, and has no mark in the text. The text is
set between `\beginnumbering` and `\endnumbering`, each paragraph and each line of verse between
`\pstart` and `\pend`; lists, tables and headings are not counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.latex import LaTeXTranslator

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.book.entry_marks import (
    drop_back_links,
    drop_moved,
    find_above,
    find_kind,
    fits_footnote,
    list_entries,
    note_places,
)
from tei_edition.sphinxext.latex.footnotes import SERIES
from tei_edition.sphinxext.latex.paragraphs import ENDS, find_text, frame_text, list_texts
from tei_edition.sphinxext.latex.scripts import is_rtl
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.latex import LaTeXBuilder

    from tei_edition.config import Config

# What is numbered is in these alone; any other block is set as LaTeX sets it.
_OPEN = (nodes.section, nodes.container, nodes.block_quote, nodes.line_block, nodes.compound)
# In these there is no text.
_ASIDE = ENDS | {"tei-aside"}
# The places of entries for which the book counts its own lines.
_COUNTED = frozenset({"tei-entry-line", "tei-entry-passage"})
_ARRANGEMENTS = {"run": "paragraph", "columns": "twocol"}
# Every so many lines there is a number, where the edition does not say.
_EVERY = 5


def uses_reledmac(config: Config) -> bool:
    """Whether books by LaTeX have their apparatus from reledmac."""
    return config.print.apparatus == "reledmac"


class NumberText(SphinxPostTransform):
    """Has the lines of texts be counted, and puts each entry where its words begin."""

    # When `footnotes.PlaceEntries` would make footnotes of the entries.
    default_priority = 440
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at one document, which may hold the pages of a whole edition."""
        if not uses_reledmac(get_state(find_app(self.env)).config):
            return
        self.blocks: list[nodes.Element] = []
        for section in list_texts(self.document):
            first, last = find_text(section)
            found = [block for part in section.children[first:last] for block in _list_blocks(part)]
            if found:
                for block in found:
                    block["tei_numbered"] = True
                    _drop_line_numbers(block)
                self.blocks += found
                frame_text(section, r"\teibeginnumbering", r"\teiendnumbering")
        self._place_entries()

    def _place_entries(self) -> None:
        """Put each entry into the text that is numbered; one about other words stays."""
        docname = self.document.get("docname", "")
        starts = dict(_list_anchors(self.document, docname))
        marks = {
            mark["target"]: mark
            for mark in self.document.findall(own.tei_link)
            if "tei-app-mark" in mark["classes"]
        }
        places = note_places(self.document)
        letters: dict[str, str] = {}
        for number, (target, entry) in enumerate(list(list_entries(self.document, docname))):
            mark = marks.get(target)
            if mark is None or not fits_footnote(entry):
                continue
            place = self._find_place(mark, starts.get(_find_anchor(entry)))
            if place is not None:
                kind = find_kind(entry)
                series = letters.setdefault(kind, SERIES[: len(letters) + 1][-1])
                _place(_make_note(entry, series, f"tei{number}", place), mark, place)
        drop_moved(self.document, places)

    def _find_place(self, mark: own.tei_link, start: nodes.Element | None) -> _Place | None:
        """Return where an entry goes; None if its words are in nothing that is numbered."""
        outer = find_above(mark, own.tei_critical)
        if isinstance(outer, own.tei_critical):
            return _Place(outer, outer["begin"], outer["end"], is_counted=outer["is_counted"])
        if find_above(mark, nodes.title) is not None:
            # A heading has no number: what is said of it comes with the text that follows.
            after = _list_after(mark, self.blocks)
            return None if after is None else _Place(after, is_counted=False)
        last = _find_numbered(mark)
        if last is None:
            return None
        first = None if start is None else _find_numbered(start) or _find_inside(start)
        host = start if first is not None and isinstance(start, nodes.Inline) else first
        # Lines of verse have numbers of their own.
        return _Place(host or last, is_counted=not isinstance(last, nodes.line))


class _Place(NamedTuple):
    """Where an entry goes: to the beginning of an element, or behind another entry.

    `begin` and `end` are the labels of its words if these have some already.
    """

    host: nodes.Element
    begin: str = ""
    end: str = ""
    is_counted: bool = True


def _list_blocks(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield the paragraphs and lines of verse whose lines are counted."""
    if isinstance(node, (nodes.paragraph, nodes.line)):
        if node.children and not is_rtl(node):
            yield node
    elif isinstance(node, _OPEN) and not _ASIDE.intersection(node["classes"]):
        for child in node.children:
            yield from _list_blocks(child)


def _drop_line_numbers(block: nodes.Element) -> None:
    """Take the numbers of the source's lines out of a paragraph, whose lines are counted here."""
    for number in list(block.findall(own.tei_margin)):
        if "tei-line-number" in number["classes"] and not find_above(number, nodes.line):
            number.parent.remove(number)


def _list_anchors(node: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Yield every element by each of its anchors, as links name these."""
    for child in node.children:
        if isinstance(child, nodes.Element):
            inside = child["docname"] if isinstance(child, addnodes.start_of_file) else docname
            yield from ((f"{inside}#{ident}", child) for ident in child["ids"])
            yield from _list_anchors(child, inside)


def _find_anchor(entry: own.tei_entry) -> str:
    """Return the target of an entry's words: its own mark leads back to them."""
    return next(
        (m["target"] for m in entry.findall(own.tei_link) if "tei-entry-mark" in m["classes"]), ""
    )


def _find_numbered(node: nodes.Element) -> nodes.Element | None:
    """Return the numbered paragraph or line in which a node stands."""
    above: nodes.Element | None = node
    while above is not None and not above.get("tei_numbered"):
        above = above.parent
    return above


def _find_inside(node: nodes.Element) -> nodes.Element | None:
    return next((n for n in node.findall(nodes.Element) if n.get("tei_numbered")), None)


def _list_after(node: nodes.Element, blocks: list[nodes.Element]) -> nodes.Element | None:
    """Return the first of the numbered blocks behind a node, in the same section."""
    title = find_above(node, nodes.title)
    section = None if title is None else title.parent
    return next((b for b in blocks if section is not None and _holds(section, b)), None)


def _holds(section: nodes.Element, node: nodes.Element) -> bool:
    above: nodes.Element | None = node
    while above is not None and above is not section:
        above = above.parent
    return above is section


def _make_note(entry: own.tei_entry, series: str, label: str, place: _Place) -> own.tei_critical:
    """Make a critical note of an entry, without its mark, and without a place that is counted."""
    is_run = "tei-layout-run" in entry.parent["classes"]
    note = own.tei_critical(
        "", ids=entry["ids"], series=series, label=label, begin=place.begin or f"{label}b",
        end=place.end or f"{label}e", is_counted=place.is_counted,
    )  # fmt: skip
    is_first = "tei-begins" in entry["classes"]
    entry.parent.remove(entry)
    drop_back_links(entry)
    for part in list(entry.children):
        if len(note):
            note += nodes.raw("", r"\ " if is_run else r"\endgraf ", format="latex")
        note += list(part.children) if isinstance(part, nodes.paragraph) else [part]
    if place.is_counted:
        for inline in list(note.findall(nodes.inline)):
            if not _COUNTED.isdisjoint(inline["classes"]):
                inline.parent.remove(inline)
        while len(note) and isinstance(note[0], nodes.Text) and not note[0].astext().strip():
            note.remove(note[0])
    elif is_run and not is_first:
        note.insert(0, nodes.Text("| "))
    return note


def _place(note: own.tei_critical, mark: own.tei_link, place: _Place) -> None:
    """Put a note where its words begin, and the label of their end where its mark stands."""
    sign = mark.parent
    host = sign.parent
    if isinstance(place.host, own.tei_critical):
        place.host.parent.insert(place.host.parent.index(place.host) + 1, note)
        host.remove(sign)
        return
    note["has_begin"] = True
    if find_above(mark, nodes.title) is None:
        end = nodes.raw("", rf"\edlabel{{{note['end']}}}", format="latex")
        host.replace(sign, end)
    else:
        note["end"] = note["begin"]
        host.remove(sign)
    before = (own.tei_margin, own.tei_critical, own.tei_label)
    index = next(
        (n for n, c in enumerate(place.host.children) if not isinstance(c, before)),
        len(place.host.children),
    )
    place.host.insert(index, note)


# Writing.


def visit_note(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open an entry; where reledmac does not count its lines, it has a separate place."""
    if node.get("has_begin"):
        self.body.append(rf"\edlabel{{{node['begin']}}}")
    way = "" if node["is_counted"] else "nonum"
    labels = f"{{{node['begin']}}}{{{node['end']}}}"
    self.body.append(rf"\teicritical{{{node['series']}}}{{{way}}}{{{node['label']}}}{labels}{{")
    self.in_footnote += 1


def depart_note(self: LaTeXTranslator, node: nodes.Element) -> None:  # noqa: ARG001
    """Close it."""
    self.in_footnote -= 1
    self.body.append("}")


def visit_paragraph(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a paragraph, and mark it if its lines are counted."""
    if node.get("tei_numbered"):
        self.body.append("\n\\pstart\n")
    else:
        LaTeXTranslator.visit_paragraph(self, node)


def depart_paragraph(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Close it."""
    if node.get("tei_numbered"):
        self.body.append("\n\\pend\n")
    else:
        LaTeXTranslator.depart_paragraph(self, node)


def _is_numbered(block: nodes.Element) -> bool:
    """Whether a block has lines that are counted."""
    return _find_inside(block) is not None


def visit_line_block(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open lines of verse; no list holds those that are counted."""
    if not _is_numbered(node):
        LaTeXTranslator.visit_line_block(self, node)
    elif not isinstance(node.parent, nodes.line_block):
        self.body.append("\n\\teiverse\n")


def depart_line_block(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Close them."""
    if not _is_numbered(node):
        LaTeXTranslator.depart_line_block(self, node)
    elif not isinstance(node.parent, nodes.line_block):
        self.body.append("\n\\teiendverse\n")


def visit_quote(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a quotation; LaTeX's own environment cannot hold what is numbered."""
    if _is_numbered(node):
        self.body.append("\n\\teiquote\n")
    else:
        LaTeXTranslator.visit_block_quote(self, node)


def depart_quote(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Close it."""
    if _is_numbered(node):
        self.body.append("\n\\teiendquote\n")
    else:
        LaTeXTranslator.depart_block_quote(self, node)


def visit_line(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a line of verse, as far in as its block is in others."""
    if node.get("tei_numbered"):
        above, depth = node.parent.parent, 0
        while isinstance(above, nodes.line_block):
            above, depth = above.parent, depth + 1
        self.body.append(f"\n\\pstart\\teiline{{{depth}}}")
    elif not _is_numbered(node.parent):
        LaTeXTranslator.visit_line(self, node)


def depart_line(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Close it."""
    if node.get("tei_numbered"):
        self.body.append("\\pend\n")
    elif not _is_numbered(node.parent):
        LaTeXTranslator.depart_line(self, node)


def visit_footnote(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a note; in a text whose lines are counted it is one of reledmac."""
    if _find_numbered(node) is None:
        LaTeXTranslator.visit_footnote(self, node)
        return
    self.in_footnote += 1
    label = self.encode(node[0].astext())
    self.context.append("}")
    self.body.append(rf"\teinote{{{label}}}{{")


def depart_footnote(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Close it."""
    if _find_numbered(node) is None:
        LaTeXTranslator.depart_footnote(self, node)
        return
    self.in_footnote -= 1
    self.body.append(self.context.pop())


def load_package(app: Sphinx) -> None:
    """Load reledmac, and say how the apparatus is set."""
    config = get_state(app).config
    if app.builder.name != "latex" or not uses_reledmac(config):
        return
    context = cast("LaTeXBuilder", app.builder).context
    way = _ARRANGEMENTS.get(config.apparatus.layout)
    count = "page" if config.print.lines == "page" else "section"
    lines = [
        rf"\teireledmac{{{config.print.line_numbers or _EVERY}}}{{{count}}}",
        *(rf"\Xarrangement[{series}]{{{way}}}" for series in SERIES if way),
    ]
    context["preamble"] = "\n".join((context["preamble"], *lines, ""))


def setup(app: Sphinx) -> None:
    """Register the transform, the note that it makes, and how what is numbered is written."""
    app.add_node(own.tei_critical, override=True, latex=(visit_note, depart_note))
    app.add_node(nodes.paragraph, override=True, latex=(visit_paragraph, depart_paragraph))
    app.add_node(nodes.line_block, override=True, latex=(visit_line_block, depart_line_block))
    app.add_node(nodes.block_quote, override=True, latex=(visit_quote, depart_quote))
    app.add_node(nodes.line, override=True, latex=(visit_line, depart_line))
    app.add_node(nodes.footnote, override=True, latex=(visit_footnote, depart_footnote))
    app.add_post_transform(NumberText)
