"""Hide elements that are not part of the text, and join notes in several pieces.

Terms of an index, interpretations, links between elements and data in base64 lose their words, so
that nobody reads them in a sentence; their ids stay. A note that a page breaks becomes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.source.stamps import ANCHOR, ENTRY, FOREIGN, KEPT, MADE, MOVED, keep
from tei_edition.tei import ENTRIES, NOT_TEXT, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def silence(root: etree._Element) -> bool:
    """Remove the words of elements that are not text, in place; return whether there are any."""
    changed = _silence_foreign(root)
    for text in root.iter(tei("text")):
        for element in list(text.iter(*map(tei, NOT_TEXT))):
            if any(above.get(KEPT) is not None for above in element.iterancestors()):
                continue  # it was silenced with what it is in
            if not "".join(map(str, element.itertext())).strip() or _is_of_entry(element):
                continue
            keep(element)
            if local(element.tag) == "index":
                element.set(ENTRY, "\n".join(_list_entries(element)))
            _empty(element)
            changed = True
    return changed


def _is_of_entry(element: etree._Element) -> bool:
    """Whether an element is a list of links that the entry of a register says."""
    is_list = local(element.tag) in {"link", "linkGrp"}
    return is_list and any(local(above.tag) in ENTRIES for above in element.iterancestors())


def _silence_foreign(root: etree._Element) -> bool:
    """Take the words out of music and drawings: they are no sentences."""
    found = [
        element
        for namespace in _FOREIGN
        for element in root.iter(f"{{{namespace}}}*")
        if local(getattr(element.getparent(), "tag", None))
    ]
    for element in found:
        keep(element)
        element.set(FOREIGN, _FOREIGN[etree.QName(element).namespace or ""])
        _empty(element)
    return bool(found)


_FOREIGN = {
    "http://www.music-encoding.org/ns/mei": "music",
    "http://www.w3.org/2000/svg": "picture",
}


def _empty(element: etree._Element) -> None:
    for inner in element.iter():
        inner.text = None
        if inner is not element:
            inner.tail = None


def _list_entries(index: etree._Element, above: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield entries of an `index`, each with the terms that it is below, separated by tabs."""
    terms = [words for term in index.findall(tei("term")) if (words := words_of(term))]
    below = index.findall(tei("index"))
    for inner in below:
        yield from _list_entries(inner, (*above, *terms[:1]))
    if not below:
        for term in terms:
            yield "\t".join((*above, term))


def join_notes(root: etree._Element) -> bool:
    """Bring the pieces of each note into its first (TEI Guidelines, section 17.7), in place.

    Remarks of an entry of the apparatus stay between its readings, where no page breaks them.
    """
    every = list(root.iter(tei("note")))
    notes = {note.get(XML_ID): note for note in every if note.get(XML_ID)}
    changed = False
    for note in every:
        if _find_other(note, "prev", notes) is not None:
            continue  # the note that it goes on from brings it
        seen = {note}
        piece = note
        while (following := _find_next(piece, notes)) is not None and following not in seen:
            seen.add(following)
            _append(note, following)
            piece = following
            changed = True
    return changed


def _find_other(
    note: etree._Element, attribute: str, notes: dict[str | None, etree._Element]
) -> etree._Element | None:
    pointer = note.get(attribute, "")
    other = notes.get(pointer[1:]) if pointer.startswith("#") else None
    return other if other is not None and _may_join(note, other) else None


def _find_next(
    note: etree._Element, notes: dict[str | None, etree._Element]
) -> etree._Element | None:
    """Return the note that continues a note: @next names it, or its @prev names this one."""
    if (following := _find_other(note, "next", notes)) is not None:
        return following
    pointer = f"#{note.get(XML_ID)}"
    others = (other for other in notes.values() if other.get("prev") == pointer)
    return next((other for other in others if _may_join(note, other)), None)


def _may_join(note: etree._Element, other: etree._Element) -> bool:
    entry = _find_entry(note)
    return other is not note and (entry is None or entry is not _find_entry(other))


def _find_entry(note: etree._Element) -> etree._Element | None:
    """Find the apparatus entry that a note is in between readings, not in one of them."""
    parent = note.getparent()
    while parent is not None and local(parent.tag) == "rdgGrp":
        parent = parent.getparent()
    return parent if parent is not None and local(parent.tag) == "app" else None


def _append(note: etree._Element, piece: etree._Element) -> None:
    """Move what a piece says to the end of its note; its id goes with it."""
    keep(note)
    place = etree.Element(MOVED)
    place.set(KEPT, etree.tostring(piece, encoding="unicode", with_tail=False))
    place.tail, piece.tail = piece.tail, None
    parent = piece.getparent()
    if parent is None:
        return
    parent.replace(piece, place)
    if name := piece.get(XML_ID):
        etree.SubElement(note, tei("anchor"), {XML_ID: name, ANCHOR: name, MADE: ""})
    words = piece.text or ""
    if len(note):
        note[-1].tail = (note[-1].tail or "") + words
    else:
        note.text = (note.text or "") + words
    note.extend(list(piece))
