"""Notes encoded apart from what they are about, and the elements to which they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.tei import NOTE_HOLDERS, XML_ID, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree


def find_attachments(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the notes encoded apart, each with the last element of its @target in the same file.

    A note without a target belongs to the first pointer that leads to it. See the TEI Guidelines,
    sections 3.9.1 and 17.10; `fp:host` in `xslt/prepare.xsl` says the same.
    """
    notes = [note for note in root.iter(tei("note")) if _stands_apart(note)]
    if not notes:
        return
    named: dict[str, etree._Element] = {}
    pointing: dict[str, etree._Element] = {}
    for text in root.iter(tei("text")):
        for element in text.iterdescendants(tei("*")):
            if name := element.get(XML_ID):
                named.setdefault(name, element)
            if local(element.tag) == "ptr":
                for name in _list_ids(element.get("target", "")):
                    pointing.setdefault(name, element)
    for note in notes:
        name = _find_target(note)
        target = named.get(name) if name else None
        if not name and note.get("target") is None:
            target = pointing.get(note.get(XML_ID, ""))
        if target is not None and not _is_in_note(target):
            yield note, target


def _stands_apart(note: etree._Element) -> bool:
    parent = note.getparent()
    return parent is not None and local(parent.tag) in NOTE_HOLDERS


def _find_target(note: etree._Element) -> str:
    """Return the id of what a note encoded apart is about; empty if it does not say."""
    pointers = note.get("targetEnd") or note.get("target")
    parent = note.getparent()
    if pointers is None and parent is not None and local(parent.tag) == "annotation":
        pointers = parent.get("target")
    return next(reversed(_list_ids(pointers or "")), "")


def _list_ids(pointers: str) -> list[str]:
    """Return the ids of this file that pointers lead to."""
    return [pointer[1:] for pointer in pointers.split() if pointer.startswith("#")]


def _is_in_note(element: etree._Element) -> bool:
    return local(element.tag) == "note" or any(
        local(ancestor.tag) == "note" for ancestor in element.iterancestors()
    )
