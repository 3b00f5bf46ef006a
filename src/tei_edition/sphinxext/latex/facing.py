"""LaTeX: a text beside its translation, on facing pages or in columns (the package `paracol`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.book.facing_texts import binds_both
from tei_edition.sphinxext.latex.paragraphs import VERSE
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.latex import LaTeXBuilder
    from sphinx.writers.latex import LaTeXTranslator


class FitSides(SphinxPostTransform):
    """Keeps entries of the apparatus below their passage, since paracol has one kind of footnotes.

    A line of verse that is a passage becomes a paragraph: as a list it would have space around it.
    """

    # Before entries become footnotes or notes of reledmac (440).
    default_priority = 430
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the sides of one document."""
        for side in self.document.findall(own.tei_side):
            for mark in side.findall(own.tei_link):
                mark["classes"] = [name for name in mark["classes"] if name != "tei-app-mark"]
            for block in list(side.findall(nodes.line_block)):
                _free_line(block)


def _free_line(block: nodes.line_block) -> None:
    """Make a paragraph of a block that is one line; a stanza begins with some space."""
    lines = block.children
    if len(lines) != 1 or not isinstance(lines[0], nodes.line):
        return
    line = lines[0]
    stanza: list[str] = block["ids"]
    block["ids"] = []  # docutils would give them to the space as well
    ids = [*stanza, *line["ids"]]
    verse = nodes.paragraph("", "", *line.children, ids=ids, classes=[*line["classes"], VERSE])
    space = nodes.raw("", "\n\\teistanza{}\n", format="latex")
    block.replace_self([space, verse] if stanza else verse)


def visit_pairs(self: LaTeXTranslator, node: nodes.Element) -> None:  # noqa: ARG001
    """Open both columns."""
    self.body.append("\n\\teibeginbeside{}\n")


def depart_pairs(self: LaTeXTranslator, node: nodes.Element) -> None:  # noqa: ARG001
    """Close them."""
    self.body.append("\n\\teiendbeside{}\n")


def visit_pair(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Begin both columns at the same height."""
    if node.parent.index(node):
        self.body.append("\n\\switchcolumn[0]*\n")


def visit_side(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Go to the column of a side."""
    if "tei-translation" in node["classes"]:
        self.body.append("\n\\switchcolumn[1]\n")


def _pass(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Write the content alone."""


def load_package(app: Sphinx) -> None:
    """Load the package where a book needs it."""
    if binds_both(app):
        context = cast("LaTeXBuilder", app.builder).context
        way = get_state(app).config.print.translations
        context["preamble"] = f"{context['preamble']}\n\\teibeside{{{way}}}\n"


def setup(app: Sphinx) -> None:
    """Register how both texts are written."""
    app.add_post_transform(FitSides)
    app.add_node(own.tei_pairs, override=True, latex=(visit_pairs, depart_pairs))
    app.add_node(own.tei_pair, override=True, latex=(visit_pair, _pass))
    app.add_node(own.tei_side, override=True, latex=(visit_side, _pass))
