"""Read who wrote a letter to whom: as its header describes it, else as the letter itself says.

A file may hold several letters, each with a correspDesc (TEI Guidelines, section 2.4.6). That of a
text in a corpus is in the header of that text. In one header a @corresp of the description leads to
the division of the letter, or a @decls or @corresp of the division to the description.

The opener of a letter has the salutation and the dateline, the closer the signature (4.2.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.facts.letters import DescribedLetter, Named, OwnLetter
from tei_edition.facts.registers import Kind
from tei_edition.reader.corpora import find_part
from tei_edition.reader.datings import find_dated
from tei_edition.reader.entities import kind_of_type
from tei_edition.source.stamps import ANCHOR
from tei_edition.tei import DIVISIONS, NAMED_BY_REF, NAMES, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.facts.mentions import Mention
    from tei_edition.facts.times import TimeSpan
    from tei_edition.reader.datings import ReadTime

# What editors call a letter in @type of the TEI, the text or its only division.
_LETTERS = frozenset({"brief", "carta", "correspondence", "letter", "lettera", "lettre", "list",
                      "письмо"})  # fmt: skip
_PEOPLE = NAMES - {"eventName", "geogName", "objectName", "placeName"}
_PLACES = frozenset({"geogName", "placeName"}) | NAMED_BY_REF - {"term"}
# Their @type says what these name.
_OF_ANY_KIND = frozenset({"name", "rs"})
# What is in these is of another letter, or about this one.
_OTHERS = frozenset({"cit", "floatingText", "note", "q", "quote"})


# What a letter may be in its file, beside other letters.
LETTER_HOLDERS = DIVISIONS | {"floatingText", "text"}


def find_letters(root: etree._Element) -> dict[etree._Element, str]:
    """Return the correspDescs of a file, each with the anchor of what it describes.

    Empty where that is the whole file, or not said.
    """
    found = list(root.iter(tei("correspDesc")))
    leading: dict[str, str] = {}
    anchors: dict[str, str] = {}
    if any(_list_ids(described, *_LEADING) or described.get(XML_ID) for described in found):
        for element in root.iter(tei("text")):
            for inner in element.iter(tei("*")):
                if ident := inner.get(XML_ID):
                    anchors[ident] = inner.get(ANCHOR, "")
                if local(inner.tag) in LETTER_HOLDERS:
                    for ident in _list_ids(inner, "decls", "corresp"):
                        leading.setdefault(ident, inner.get(ANCHOR, ""))
    return {
        described: next(
            (a for i in _list_ids(described, *_LEADING) if (a := anchors.get(i))),
            leading.get(described.get(XML_ID, "")) or find_part(described),
        )
        for described in found
    }


# What leads from a description to its letter.
_LEADING = ("corresp", "ref", "target")


def _list_ids(element: etree._Element, *names: str) -> list[str]:
    """List the ids of elements of the same file to which attributes point."""
    return [v[1:] for name in names for v in element.get(name, "").split() if v.startswith("#")]


def read_letters(
    root: etree._Element, read: ReadTime, named: Iterable[tuple[etree._Element, Mention]]
) -> Iterator[DescribedLetter]:
    """Yield each letter that a correspDesc of the file describes; `named` are all mentions."""
    found = find_letters(root)
    mentions: dict[etree._Element, list[Mention]] = {}
    for name, mention in named if found else ():
        described = next(name.iterancestors(tei("correspDesc")), None)
        if described is not None:
            mentions.setdefault(described, []).append(mention)
    for described, anchor in found.items():
        sent, received = (_read_act(described, kind, read) for kind in ("sent", "received"))
        yield DescribedLetter(anchor, tuple(mentions.get(described, ())), sent, received)


def _read_act(described: etree._Element, kind: str, read: ReadTime) -> TimeSpan | None:
    """Return when a letter was sent or received, if it is said."""
    actions = (a for a in described.iter(tei("correspAction")) if a.get("type") == kind)
    times = (find_dated(action, read)[1] for action in actions)
    return next((time for time in times if time.given or time.otherwise), None)


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
    text: etree._Element, holders: Iterable[str], names: frozenset[str]
) -> Iterator[Named]:
    """Yield whom the elements of these names name; a salutation is of the opener alone."""
    found = [
        holder
        for holder in text.iter(*map(tei, holders))
        if _is_own(holder)
        and (local(holder.tag) == "signed" or any(local(a.tag) == "opener" for a in _above(holder)))
    ]
    return _list_inside(found, names)


def _list_inside(found: Iterable[etree._Element], names: frozenset[str]) -> Iterator[Named]:
    """Yield what is named in some elements: people, or places."""
    for holder in found:
        for name in holder.iter(*map(tei, names | _OF_ANY_KIND)):
            if _is_place(name) is not (names is _PLACES):
                continue
            if not any(local(above.tag) in names for above in _above(name, holder)):
                key = name.get("key", "").strip()
                pointers = name.get("ref", "").split() or ([key] if key else [])
                yield Named(words_of(name), tuple(pointers))


def _is_place(name: etree._Element) -> bool:
    """Whether a name is that of a place: a `name` or `rs` says so in its @type."""
    kind = kind_of_type(name.get("type", "")) if local(name.tag) in _OF_ANY_KIND else None
    return local(name.tag) in _PLACES or kind is Kind.PLACE


def _above(element: etree._Element, end: etree._Element | None = None) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is end:
            return
        yield above


def _is_own(element: etree._Element) -> bool:
    return not any(local(above.tag) in _OTHERS for above in element.iterancestors())
