"""What a letter itself says of who wrote it to whom, where its header does not.

The opener has the salutation and the dateline, the closer the signature (TEI Guidelines, 4.2.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.facts.letters import Named, OwnLetter
from tei_edition.tei import NAMED_BY_REF, NAMES, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.reader.datings import ReadTime

# What editors call a letter in @type of the TEI, the text or its only division.
_LETTERS = frozenset({"brief", "carta", "correspondence", "letter", "lettera", "lettre", "list",
                      "письмо"})  # fmt: skip
_PEOPLE = NAMES - {"eventName", "geogName", "objectName", "placeName"}
_PLACES = {"geogName", "placeName"} | NAMED_BY_REF - {"term"}
# What is in these is of another letter, or about this one.
_OTHERS = frozenset({"cit", "floatingText", "note", "q", "quote"})


def read_own_letter(root: etree._Element, read: ReadTime) -> OwnLetter | None:
    """Return what a letter says of itself; nothing for another text, or one with correspActions."""
    if next(root.iter(tei("correspAction")), None) is not None or not _is_letter(root):
        return None
    text = root.find(tei("text"))
    assert text is not None
    lines = [line for line in text.iter(tei("dateline")) if _is_own(line)]
    times = (read(date) for line in lines for date in line.iter(tei("date")))
    found = OwnLetter(
        senders=tuple(_list_named(text, ("signed",), _PEOPLE)),
        addressees=tuple(_list_named(text, ("salute", "address"), _PEOPLE)),
        places=tuple(_list_inside(lines, _PLACES)),
        time=next((time for time in times if time.given), None),
    )
    return found if found.senders or found.addressees or found.time else None


def _is_letter(root: etree._Element) -> bool:
    """Whether a file is of one letter, by the @type of its root, its text or its only division."""
    text, body = root.find(tei("text")), root.find(f"{tei('text')}/{tei('body')}")
    if text is None or body is None:
        return False
    divisions = body.findall(tei("div"))
    typed = [root, text, body, *(divisions if len(divisions) == 1 else ())]
    return any(element.get("type", "").casefold() in _LETTERS for element in typed)


def _list_named(
    text: etree._Element, holders: Iterable[str], names: Iterable[str]
) -> Iterator[Named]:
    """Yield whom the elements of these names name; a salutation is of the opener alone."""
    found = [
        holder
        for holder in text.iter(*map(tei, holders))
        if _is_own(holder)
        and (local(holder.tag) == "signed" or any(local(a.tag) == "opener" for a in _above(holder)))
    ]
    return _list_inside(found, names)


def _list_inside(found: Iterable[etree._Element], names: Iterable[str]) -> Iterator[Named]:
    for holder in found:
        for name in holder.iter(*map(tei, names)):
            if not any(local(above.tag) in names for above in _above(name, holder)):
                key = name.get("key", "").strip()
                pointers = name.get("ref", "").split() or ([key] if key else [])
                yield Named(words_of(name), tuple(pointers))


def _above(element: etree._Element, end: etree._Element | None = None) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is end:
            return
        yield above


def _is_own(element: etree._Element) -> bool:
    return not any(local(above.tag) in _OTHERS for above in element.iterancestors())
