r"""LaTeX: the entries of the apparatus as footnotes of series of their own, each at its mark.

The notes of a text keep LaTeX's own footnotes, with numbers; an apparatus has letters, and a place
of its own at the foot of the page (the package `manyfoot`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.latex import LaTeXBuilder
    from sphinx.writers.latex import LaTeXTranslator

# Settings by which entries are footnotes at their marks.
FOOTNOTES = frozenset({"auto", "footnotes"})
# A series for each of so many apparatuses; further ones share the last.
SERIES = "ABCDE"
# LaTeX loses a footnote in these, or repeats it elsewhere: it comes after them.
_CLOSED = (
    nodes.title, nodes.rubric, nodes.term, nodes.table, nodes.caption, nodes.footnote,
    own.tei_foot,
)  # fmt: skip
_UNLETTERED = frozenset({"tei-marks-dotted", "tei-marks-none"})
_PLACE = "tei-entry-place"
# What the text of a footnote cannot hold: such an entry stays where it is.
_UNWIELDY = (nodes.table, nodes.literal_block, nodes.figure, nodes.image)


class PlaceEntries(SphinxPostTransform):
    """Moves each entry of an apparatus to its mark; one without stays at the end of its text."""

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


def note_places(document: nodes.document) -> dict[own.tei_entry, nodes.inline]:
    """Return the place of every entry, also of those that repeat that of the entry before."""
    places: dict[own.tei_entry, nodes.inline] = {}
    for apparatus in document.findall(own.tei_entries):
        last = None
        for entry in apparatus.findall(own.tei_entry):
            last = _find_place(entry) or last
            if last is not None:
                places[entry] = last
    return places


def _find_place(entry: own.tei_entry) -> nodes.inline | None:
    return next((n for n in entry.findall(nodes.inline) if _PLACE in n["classes"]), None)


def drop_moved(document: nodes.document, places: Mapping[own.tei_entry, nodes.inline]) -> None:
    """Remove each apparatus that has no entry any more; those that stay say where they are."""
    for apparatus in list(document.findall(own.tei_entries)):
        if not apparatus.children:
            apparatus.parent.parent.remove(apparatus.parent)
        last = ""
        for entry in apparatus.findall(own.tei_entry):
            place = places.get(entry)
            words = "" if place is None else place.astext()
            first = next(iter(entry.findall(nodes.paragraph)), None)
            is_hidden = words != last and _find_place(entry) is None
            if is_hidden and place is not None and first is not None:
                first[:0] = [place.deepcopy(), nodes.Text(" ")]
                entry["classes"].append("tei-begins")
            last = words


def list_entries(node: nodes.Element, docname: str) -> Iterator[tuple[str, own.tei_entry]]:
    """Yield every entry by the target that leads to it."""
    for child in node.children:
        if isinstance(child, own.tei_entry):
            yield from ((f"{docname}#{ident}", child) for ident in child["ids"])
        elif isinstance(child, nodes.Element):
            inside = child["docname"] if isinstance(child, addnodes.start_of_file) else docname
            yield from list_entries(child, inside)


def list_marks(node: nodes.Element) -> Iterator[own.tei_link]:
    """Yield the marks in a text, without those in entries that are still at its end."""
    for mark in node.findall(own.tei_link):
        if "tei-app-mark" in mark["classes"] and not find_above(mark, own.tei_entry):
            yield mark


def fits_footnote(entry: own.tei_entry) -> bool:
    """Whether an entry has nothing that no footnote can hold."""
    return not any(isinstance(node, _UNWIELDY) for node in entry.findall(nodes.Element))


def find_kind(entry: own.tei_entry) -> str:
    """Return the type of the apparatus that an entry is of."""
    classes: list[str] = entry.parent.parent["classes"]
    return next((name for name in classes if name.startswith("tei-type-")), "")


def _place(mark: own.tei_link, entry: own.tei_entry, series: str) -> own.tei_foot:
    """Make an entry a footnote at its mark, or after what cannot hold one."""
    sign = mark.parent
    closed = find_above(sign, _CLOSED)
    # An edition may want no letters in its text.
    is_lettered = not _UNLETTERED.intersection(entry.parent["classes"])
    # Where the mark stays, the footnote repeats its letter.
    letter = nodes.Element.astext(mark) if is_lettered else ""
    foot = own.tei_foot(
        "", ids=entry["ids"], series=series, letter=letter,
        is_marked=closed is None and is_lettered,
    )  # fmt: skip
    if "tei-layout-run" in entry.parent["classes"] and "tei-begins" not in entry["classes"]:
        # The next line begins with its place; another entry of the same, with a stroke.
        for paragraph in list(entry.findall(nodes.paragraph))[:1]:
            paragraph.insert(0, nodes.Text("| "))
    entry.parent.remove(entry)
    for part in list(entry.children):
        foot += part
    for link in list(foot.findall(own.tei_link)):
        if "tei-entry-mark" in link["classes"]:
            link.parent.remove(link)
    if closed is not None and not is_lettered:
        sign.parent.remove(sign)
    host = sign if closed is None else closed
    place = host.parent.index(host)
    if closed is None:
        host.parent.remove(host)
        host.parent.insert(place, foot)
    else:
        host.parent.insert(place + 1, foot)
    return foot


def find_above(
    node: nodes.Element, kinds: type[nodes.Element] | tuple[type[nodes.Element], ...]
) -> nodes.Element | None:
    """Return the outermost element of these kinds that a node stands in."""
    found = None
    above = node.parent
    while above is not None:
        found = above if isinstance(above, kinds) else found
        above = above.parent
    return found


def visit_foot(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Open a footnote, with its mark or without."""
    command = "Footnote" if node["is_marked"] else "Footnotetext"
    self.body.append(rf"\{command}{node['series']}{{{self.encode(node['letter'])}}}{{\,")


def depart_foot(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Close it; what does not stand in a line ends its own."""
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
