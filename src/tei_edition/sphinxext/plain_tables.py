"""Simplify tables for plain text, manual pages and Texinfo, whose writers support fewer of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class UnfoldTables(SphinxPostTransform):
    """Makes a list of each table that is in a cell of another: an item of each row."""

    default_priority = 440
    formats = ("man", "texinfo", "text")

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the tables of one document, the innermost first."""
        for table in reversed(list(self.document.findall(nodes.table))):
            above = table.parent
            while above is not None and not isinstance(above, nodes.entry):
                above = above.parent
            if above is not None:
                table.replace_self(_list_rows(table))


def _list_rows(table: nodes.table) -> nodes.Element:
    rows = nodes.bullet_list(bullet="*")
    for row in table.findall(nodes.row):
        cells = [cell for entry in row.findall(nodes.entry) for cell in entry.children]
        rows += nodes.list_item("", *cells)
    heads = [nodes.paragraph("", "", *title.children) for title in table.findall(nodes.title)]
    return nodes.container("", *heads, rows)


class FillSpans(SphinxPostTransform):
    """Gives each row of a manual page all its cells, empty ones where a cell spans."""

    default_priority = 450
    formats = ("man",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the tables of one document."""
        for group in list(self.document.findall(nodes.tgroup)):
            for part in group.findall(nodes.Element):
                if isinstance(part, (nodes.thead, nodes.tbody)):
                    _fill(part)


def _fill(part: nodes.Element) -> None:
    open_rows: dict[int, int] = {}
    for row in part.findall(nodes.row):
        cells: list[nodes.Node] = []
        entries = list(row.children)
        while entries or len(cells) in open_rows:
            column = len(cells)
            if column in open_rows:
                open_rows[column] -= 1
                if not open_rows[column]:
                    del open_rows[column]
                cells.append(nodes.entry())
                continue
            entry = entries.pop(0)
            assert isinstance(entry, nodes.Element)
            rows, columns = entry.attributes.pop("morerows", 0), entry.attributes.pop("morecols", 0)
            cells += [entry, *(nodes.entry() for _ in range(columns))]
            if rows:
                open_rows.update(dict.fromkeys(range(column, len(cells)), rows))
        row.children = []
        row.extend(cells)


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(UnfoldTables)
    app.add_post_transform(FillSpans)
