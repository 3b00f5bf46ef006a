"""Find the witnesses to name with the lemma of a new entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.reader.apparatus.elements import find_printed_sigla
from tei_edition.tei import EXTENTS, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml import etree

_STARTS = frozenset({"witStart", "lacunaEnd"})
_READINGS = (tei("lem"), tei("rdg"))


def point_printed_sigla(root: etree._Element) -> None:
    """Give readings whose witnesses are only named by a `wit` their pointers.

    Otherwise a further witness would be the only one that they point to.
    """
    declared = {witness.get(XML_ID, "") for witness in root.iter(tei("witness"))}
    for reading in root.iter(*_READINGS):
        printed = None if reading.get("wit") else find_printed_sigla(reading)
        sigla = [] if printed is None else words_of(printed).replace(",", " ").split()
        if sigla and declared.issuperset(sigla):
            reading.set("wit", " ".join(f"#{siglum}" for siglum in sigla))


def names_support(root: etree._Element) -> bool:
    """Whether the entries of a text name the witnesses of the lemma, or have no lemmas."""
    lemmas = list(root.iter(tei("lem")))
    return not lemmas or any(lemma.get("wit") for lemma in lemmas)


def list_witnesses(root: etree._Element) -> list[str]:
    """Return the pointers to all witnesses that readings name, without hands and groups.

    A group that is named is replaced by its members.
    """
    declared = {e.get(XML_ID): e for e in root.iter(tei("witness"), tei("listWit"))}
    found: dict[str, None] = {}
    for reading in root.iter(*_READINGS):
        for pointer in reading.get("wit", "").split():
            element = declared.get(pointer.removeprefix("#"))
            members = [] if element is None else _list_members(element)
            if element is not None and local(element.tag) == "listWit":
                found.update(dict.fromkeys(f"#{name}" for name in members))
            elif element is None or next(element.iterancestors(tei("witness")), None) is None:
                found[pointer] = None
    order = {name: number for number, name in enumerate(declared)}
    return sorted(found, key=lambda pointer: order.get(pointer.removeprefix("#"), len(order)))


def _list_members(group: etree._Element) -> list[str]:
    """Return the witnesses of a group; their hands are no further ones."""
    return [
        ident
        for witness in group.iter(tei("witness"))
        if (ident := witness.get(XML_ID))
        and next(witness.iterancestors(tei("witness")), None) is None
    ]


def name_support(root: etree._Element, lemmas: Collection[etree._Element]) -> None:
    """Name with each of these lemmas, before its own witnesses, all that have text there.

    A witness has none where it has broken off or has not begun.
    """
    witnesses = list_witnesses(root)
    marks = list(_list_marks(root))
    first = {name: mark for mark, names in reversed(marks) for name in names}
    missing = {name for name, mark in first.items() if local(mark.tag) in _STARTS}
    by_mark = dict(marks)
    for element in root.iter(tei("lem"), *map(tei, EXTENTS)):
        if element in lemmas:
            own = element.get("wit", "").split()
            others = {p for other in element.itersiblings() for p in other.get("wit", "").split()}
            having = [w for w in witnesses if not (w in missing or w in others or w in own)]
            if named := [*having, *own]:
                element.set("wit", " ".join(named))
        elif local(element.tag) in _STARTS:
            missing -= by_mark.get(element, set())
        else:
            missing |= by_mark.get(element, set())


def _list_marks(root: etree._Element) -> Iterator[tuple[etree._Element, set[str]]]:
    """Yield where witnesses begin and end, with the pointers to these."""
    for mark in root.iter(*map(tei, EXTENTS)):
        reading = next(mark.iterancestors(*_READINGS), None)
        around = "" if reading is None else reading.get("wit", "")
        yield mark, set((mark.get("wit") or around).split())
