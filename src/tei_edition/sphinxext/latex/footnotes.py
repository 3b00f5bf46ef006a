r"""LaTeX: print the entries of the apparatus as separate series of footnotes.

The notes of a text keep LaTeX's own footnotes, with numbers; an apparatus has letters, and a place
of its own at the foot of the page (the package `manyfoot`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.book.entry_marks import (
    begin_entry,
    drop_back_links,
    drop_moved,
    find_closed,
    find_kind,
    fits_footnote,
    is_lettered,
    list_entries,
    list_marks,
    note_places,
    order_marks,
)
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.latex import LaTeXBuilder
    from sphinx.writers.latex import LaTeXTranslator

# Settings by which entries are footnotes at their marks.
FOOTNOTES = frozenset({"auto", "footnotes"})
# A series for each of so many apparatuses; further ones share the last.
SERIES = "ABCDE"


class PlaceEntries(SphinxPostTransform):
    """Moves each entry of an apparatus to its mark; an entry without one stays at the end."""

    # After Sphinx has named the documents (400), before `latex.PlaceLabels` (450).
    default_priority = 440
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at one document, which may hold the pages of a whole edition."""
        if get_state(find_app(self.env)).config.print.apparatus not in FOOTNOTES:
            return
        entries = dict(list_entries(self.document, self.document.get("docname", "")))
        if not entries:
            return
        order_marks(self.document, entries)
        places = note_places(self.document)
        letters: dict[str, str] = {}
        # An entry may hold the mark of another, which is found when the first is in its place.
        waiting = list(list_marks(self.document))
        while waiting:
            feet = []
            for mark in waiting:
                entry = entries.pop(mark["target"], None)
                if entry is not None and fits_footnote(entry):
                    kind = find_kind(entry)
                    series = letters.setdefault(kind, SERIES[: len(letters) + 1][-1])
                    feet.append(_place(mark, entry, series))
            waiting = [mark for foot in feet for mark in list_marks(foot)]
        drop_moved(self.document, places)


def _place(mark: own.tei_link, entry: own.tei_entry, series: str) -> own.tei_foot:
    """Make an entry a footnote at its mark, or after what cannot hold one."""
    sign = mark.parent
    closed = find_closed(sign)
    # An edition may want no letters in its text.
    has_letter = is_lettered(entry)
    # Where the mark stays, the footnote repeats its letter.
    letter = nodes.Element.astext(mark) if has_letter else ""
    foot = own.tei_foot(
        "", ids=entry["ids"], series=series, letter=letter,
        is_marked=closed is None and has_letter,
    )  # fmt: skip
    begin_entry(entry)
    entry.parent.remove(entry)
    for part in list(entry.children):
        foot += part
    drop_back_links(foot)
    if closed is not None and not has_letter:
        sign.parent.remove(sign)
    host = sign if closed is None else closed
    place = host.parent.index(host)
    if closed is None:
        host.parent.remove(host)
        host.parent.insert(place, foot)
    else:
        host.parent.insert(place + 1, foot)
    return foot


def visit_foot(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a footnote, with its mark or without."""
    command = "Footnote" if node["is_marked"] else "Footnotetext"
    self.body.append(rf"\{command}{node['series']}{{{self.encode(node['letter'])}}}{{\,")


def depart_foot(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Close it; what is not in a line ends its own."""
    self.body.append("}" if node["is_marked"] else "}%\n")


def load_package(app: Sphinx) -> None:
    """Load the package that sets footnotes in several series."""
    config = get_state(app).config
    if app.builder.name == "latex" and config.print.apparatus in FOOTNOTES:
        context = cast("LaTeXBuilder", app.builder).context
        layout = config.apparatus.layout
        # A running block is one paragraph of notes; LaTeX has no columns at the foot.
        way = "[para]" if layout == "run" else ""
        series = "".join(rf"\DeclareNewFootnote{way}{{{letter}}}" for letter in SERIES)
        option = "[para]" if way else ""
        package = rf"\usepackage{option}{{manyfoot}}{series}"
        context["preamble"] = f"{context['preamble']}\n{package}\n"


def setup(app: Sphinx) -> None:
    """Register the transform and the footnote that it makes."""
    app.add_node(own.tei_foot, override=True, latex=(visit_foot, depart_foot))
    app.add_post_transform(PlaceEntries)
