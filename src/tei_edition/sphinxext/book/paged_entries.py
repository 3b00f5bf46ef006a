"""WeasyPrint: the entries of the apparatus at the foot of the page.

There is one footnote area, in the order of the marks. Notes and entries would be mixed in it, so
that the entries go there only where a book has no notes, unless it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.book.entry_marks import (
    begin_entry,
    drop_back_links,
    drop_moved,
    find_closed,
    fits_footnote,
    is_lettered,
    list_entries,
    list_marks,
    note_places,
    order_marks,
)

if TYPE_CHECKING:
    from tei_edition.config import Config


def puts_at_foot(config: Config, document: nodes.document) -> bool:
    """Whether the entries of a book go to the foot of the page."""
    has_notes = next(iter(document.findall(nodes.footnote)), None) is not None
    way = config.print.apparatus
    return way == "footnotes" or (way != "end" and not has_notes)


def place_entries(document: nodes.document, start: str) -> None:
    """Make each entry a footnote where its mark stands; one that cannot be stays where it is."""
    entries = dict(list_entries(document, start))
    order_marks(document, entries)
    places = note_places(document)
    for mark in list(list_marks(document)):
        entry = entries.get(mark["target"])
        if entry is None or not _fits(mark, entry):
            continue
        sign = mark.parent
        letter = nodes.Element.astext(mark) if is_lettered(entry) else ""
        layout = [name for name in entry.parent["classes"] if name.startswith("tei-layout-")]
        begin_entry(entry)
        entry.parent.remove(entry)
        drop_back_links(entry)
        foot = own.tei_foot("", *entry.children, ids=entry["ids"], mark=letter)
        sign.parent.replace(sign, foot)
        foot["classes"] = [*entry["classes"], *layout, *([] if letter else ["tei-unmarked"])]
    drop_moved(document, places)


def _fits(mark: own.tei_link, entry: own.tei_entry) -> bool:
    """Whether an entry can be a footnote: it has paragraphs alone, and no mark of another."""
    holds_marks = any("tei-app-mark" in n["classes"] for n in entry.findall(own.tei_link))
    is_plain = all(isinstance(part, nodes.paragraph) for part in entry.children)
    is_open = find_closed(mark) is None
    return is_plain and is_open and not holds_marks and fits_footnote(entry)
