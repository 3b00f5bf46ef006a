"""The entries of an apparatus in the tree of a book: where they are, and what leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from tei_edition.sphinxext import nodes as own

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PLACE = "tei-entry-place"
# What the text of a footnote cannot hold: such an entry stays where it is.
_UNWIELDY = (nodes.table, nodes.literal_block, nodes.figure, nodes.image)
_INLINE = (own.tei_span, own.tei_link, own.tei_time, nodes.inline, nodes.emphasis, nodes.strong)
# No footnote can be in these: LaTeX loses it or repeats it elsewhere, and a title is repeated in
# running heads.
_CLOSED = (
    nodes.title, nodes.rubric, nodes.term, nodes.table, nodes.caption, nodes.footnote,
    own.tei_foot,
)  # fmt: skip
_UNLETTERED = frozenset({"tei-marks-dotted", "tei-marks-none"})


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


def order_marks(document: nodes.Element, targets: Iterable[str]) -> None:
    """Put marks that stand at one place into the order of their entries.

    The mark of an entry within another would come before that of the other.
    """
    order = {target: number for number, target in enumerate(targets)}
    done: set[own.tei_link] = set()
    for mark in list(list_marks(document)):
        marks = [] if mark in done else list(_list_adjacent(mark))
        done.update(marks)
        signs = [mark.parent for mark in marks]
        marks.sort(key=lambda mark: order.get(mark["target"], 0))
        for sign, link in zip(signs, marks, strict=True):
            sign.children = [link]
            link.parent = sign


def _list_adjacent(mark: own.tei_link) -> Iterator[own.tei_link]:
    """Yield a mark, and those that follow it with no word between."""
    found: own.tei_link | None = mark
    while found is not None:
        yield found
        above: nodes.Element = found.parent
        while isinstance(above.parent, _INLINE) and above.parent.children[-1] is above:
            above = above.parent
        behind = above.parent.children[above.parent.index(above) + 1 :]
        after = behind[0].children if behind else ()
        first = after[0] if len(after) == 1 else None
        is_mark = isinstance(first, own.tei_link) and "tei-app-mark" in first["classes"]
        found = first if isinstance(first, own.tei_link) and is_mark else None


def fits_footnote(entry: own.tei_entry) -> bool:
    """Whether an entry has nothing that no footnote can hold."""
    return not any(isinstance(node, _UNWIELDY) for node in entry.findall(nodes.Element))


def find_kind(entry: own.tei_entry) -> str:
    """Return the type of an entry's apparatus."""
    classes: list[str] = entry.parent.parent["classes"]
    return next((name for name in classes if name.startswith("tei-type-")), "")


def is_lettered(entry: own.tei_entry) -> bool:
    """Whether letters in the text lead to the entries of an apparatus; an edition may want none."""
    return not _UNLETTERED.intersection(entry.parent["classes"])


def begin_entry(entry: own.tei_entry) -> None:
    """Have a stroke before an entry of a running block that is about the line of the one before."""
    if "tei-layout-run" in entry.parent["classes"] and "tei-begins" not in entry["classes"]:
        for paragraph in list(entry.findall(nodes.paragraph))[:1]:
            paragraph.insert(0, nodes.Text("| "))


def drop_back_links(node: nodes.Element) -> None:
    """Remove the letters of an entry that lead back to the text: its footnote has a mark."""
    for link in list(node.findall(own.tei_link)):
        if "tei-entry-mark" in link["classes"]:
            link.parent.remove(link)


def find_closed(mark: nodes.Element) -> nodes.Element | None:
    """Return the outermost element around a mark in which no footnote can be."""
    return find_above(mark, _CLOSED)


def find_above(
    node: nodes.Element, kinds: type[nodes.Element] | tuple[type[nodes.Element], ...]
) -> nodes.Element | None:
    """Return the outermost element of these kinds that contains a node."""
    found = None
    above = node.parent
    while above is not None:
        found = above if isinstance(above, kinds) else found
        above = above.parent
    return found
