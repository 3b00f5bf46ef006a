"""Read the entries of registers, in all their forms, to entities and relations.

Entries are `person`, `place` and so on in their lists (TEI Guidelines, chapter 14), a `bibl` of a
`listBibl`, and the items of a plain `list` that serves as a register.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.registers import (
    Entity,
    Identifier,
    Kind,
    Link,
    Relation,
    Statement,
    join_details,
    list_reference_words,
)
from tei_edition.facts.times import TimeSpan
from tei_edition.reader.bibliography import read_reference, says_more
from tei_edition.reader.datings import read_entry_times
from tei_edition.reader.entry_names import (
    choose_names,
    language_of,
    read_forms,
    sort_parts,
)
from tei_edition.reader.pointers import read_entry_pictures
from tei_edition.reader.statements import list_references_apart, read_statements, read_when
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.reader.datings import ReadTime

# What editors write in @type of name, rs and list.
_TYPES = {
    Kind.PERSON: ("person", "persons", "people", "pers", "persname", "personal", "character"),
    Kind.ORGANISATION: (
        "organisation", "organization", "organisations", "organizations", "org", "orgs", "orgname",
        "institution", "institutions", "company", "party", "group", "corporate",
    ),
    Kind.PLACE: ("place", "places", "placename", "location", "geo", "city", "country", "region"),
    Kind.EVENT: ("event", "events"),
    Kind.WORK: ("work", "works", "title", "text", "bibl"),
    Kind.OBJECT: ("object", "objects", "artwork", "artefact", "artifact"),
    Kind.TERM: (
        "term", "terms", "terminology", "glossary", "subject", "subjects", "keyword", "keywords",
        "topic", "topics", "index", "register",
    ),
    Kind.NAME: ("name", "names"),
}  # fmt: skip
_KIND_OF_TYPE = {word: kind for kind, words in _TYPES.items() for word in words}
_KINDS = {
    "person": Kind.PERSON,
    "personGrp": Kind.PERSON,
    "org": Kind.ORGANISATION,
    "place": Kind.PLACE,
    "event": Kind.EVENT,
    "bibl": Kind.WORK,
    "biblStruct": Kind.WORK,
    "biblFull": Kind.WORK,
    "msDesc": Kind.WORK,
    "object": Kind.OBJECT,
    "nym": Kind.NAME,
    "item": Kind.TERM,
}
_WORKS = frozenset(name for name, kind in _KINDS.items() if kind is Kind.WORK)
_HOLDERS = frozenset({
    "", "particDesc", "settingDesc", "standOff", "person", "personGrp", "place", "org", "event",
    "object", "nym",
})  # fmt: skip
# Bibliographies of what was edited and how, not registers of what is named.
_SOURCES = frozenset({"sourceDesc", "msDesc", "additional", "encodingDesc"})
# What an entry says of its entity in sentences.
_DESCRIPTIONS = frozenset({"ab", "desc", "gloss", "note", "p"})
# Notes of works that need no word for what they are.
_PLAIN_NOTES = frozenset({"abstract", "annotation", "desc", "description", "general", "note"})
# What is in these is of another work.
_APART = frozenset({"listBibl", "note", "relatedItem"})
_NO_TIME = TimeSpan()


def kind_of_type(word: str) -> Kind | None:
    """Return the kind of entity that the @type of a name or a list means, if it is known."""
    return _KIND_OF_TYPE.get(word.casefold())


def read_entities(
    root: etree._Element, read: ReadTime, *, is_register: bool = False
) -> Iterator[Entity]:
    """All entities that a file describes, in order.

    In a register file the items of any `list` are entries; elsewhere only those of a list whose
    @type says so, or that is in a `standOff`.
    """
    for element in root.iter(*(tei(name) for name in _KINDS)):
        name = local(element.tag)
        if name == "item":
            yield from _read_item(element, read, is_register=is_register)
        elif (ident := _ident_of(element)) and _is_entry(element, name):
            yield _read_entity(element, ident, _KINDS[name], element, read)


class NamedEntity(NamedTuple):
    """An entity with its names and identifiers only; the year of its birth, 0 if it has none.

    `is_reference` says that its entry only leads to another one.
    """

    entity: Entity
    born: int
    is_reference: bool


def read_named(root: etree._Element, *, is_register: bool = False) -> Iterator[NamedEntity]:
    """Yield the entities of a file that have names, in a third of the time of all their facts.

    Terms are left out.
    """
    for element in root.iter(*(tei(name) for name in _KINDS if name != "item")):
        name = local(element.tag)
        ident = _ident_of(element)
        if not ident or not _is_entry(element, name):
            continue
        kind = _KINDS[name]
        names, main, *_ = choose_names(element, kind, element)
        called, forms = read_forms(element, kind, names, main, _read_no_time)
        if called and called != ident:
            entity = Entity(
                ident,
                kind,
                name,
                called,
                called,
                locate(element),
                forms=forms,
                identifiers=_read_identifiers(element, kind),
            )
            yield NamedEntity(entity, _read_birth(element), _is_reference(element))
    if is_register or root.find(f".//{tei('standOff')}") is not None:
        for item in root.iter(tei("item")):
            for entity in _read_item(item, _read_no_time, is_register=is_register):
                if entity.kind is not Kind.TERM and entity.name != entity.id:
                    yield NamedEntity(entity, 0, is_reference=False)


_YEAR = re.compile(r"\b\d{4}\b")
_SEE = re.compile(r"(?:see|siehe|s\.|vide|voir|vedi|véase|zob\.|см\.|→)\s", re.IGNORECASE)


def _read_birth(element: etree._Element) -> int:
    birth = element.find(tei("birth"))
    if birth is None:
        return 0
    found = _YEAR.search(birth.get("when") or birth.get("notBefore") or birth.text or "")
    return int(found[0]) if found else 0


def _is_reference(element: etree._Element) -> bool:
    """Whether all that an entry says is which other entry to see."""
    note = element.find(tei("note"))
    if note is None or next(note.iter(tei("ref"), tei("ptr")), None) is None:
        return False
    return _SEE.match(f"{words_of(note)} ") is not None


def _read_no_time(_element: etree._Element) -> TimeSpan:
    return _NO_TIME


def read_relations(root: etree._Element, read: ReadTime) -> Iterator[Relation]:
    """Return all relations in a file (TEI Guidelines, section 14.3.2.3)."""
    for element in root.iter(tei("relation")):
        active, passive, mutual = (
            tuple(element.get(name, "").split()) for name in ("active", "passive", "mutual")
        )
        if mutual or (active and passive):
            words = " ".join(filter(None, map(words_of, element.findall(tei("desc")))))
            given = element.get("name") or element.get("type") or _name_by_address(element)
            yield Relation(
                (given or words).replace("_", " "), active, passive, mutual, locate(element),
                read_when(element, read), words if given else "",
            )  # fmt: skip


def _name_by_address(relation: etree._Element) -> str:
    """Return the name of a relation that an ontology defines, or that of the list it is in."""
    last = next(iter((relation.get("ref") or relation.get("ana") or "").split()), "")
    parent = relation.getparent()
    listed = "" if parent is None else parent.get("type", "")
    return re.split("[#/:]", last.rstrip("/"))[-1] or listed


def _ident_of(element: etree._Element | None) -> str:
    """Return the `xml:id` of an element, unless another has taken it."""
    ident = None if element is None else element.get(XML_ID)
    return ident if ident and element is not None and element.get(ANCHOR) == ident else ""


def _is_entry(element: etree._Element, name: str) -> bool:
    """Whether an element describes an entity: a work does so only in a register's listBibl."""
    parent = element.getparent()
    holder = "" if parent is None else local(parent.tag)
    if name in _WORKS:
        return holder == "listBibl" and not any(
            local(a.tag) in _SOURCES for a in element.iterancestors()
        )
    return holder.startswith("list") or holder in _HOLDERS


def _read_item(item: etree._Element, read: ReadTime, *, is_register: bool) -> Iterator[Entity]:
    """Yield the entity of an `item`; its `xml:id` may be on its term, or on the label before it."""
    parent = item.getparent()
    if parent is None or local(parent.tag) != "list":
        return
    lists = [a for a in item.iterancestors() if local(a.tag) == "list"]
    kinds = (kind_of_type(found.get("type", "")) for found in lists)
    kind = next((kind for kind in kinds if kind), None)
    is_entry = kind or is_register or any(local(a.tag) == "standOff" for a in item.iterancestors())
    before = item.getprevious()
    label = before if before is not None and local(before.tag) == "label" else None
    candidates = [item, label, *(() if label is None else label), *item.iterchildren(tei("term"))]
    ident = next((found for c in candidates if (found := _ident_of(c))), "")
    if is_entry and ident:
        named = item if label is None else label
        yield _read_entity(item, ident, kind or Kind.TERM, named, read)


def _read_entity(
    element: etree._Element, ident: str, kind: Kind, named: etree._Element, read: ReadTime
) -> Entity:
    names, main, sorting, every = choose_names(element, kind, named)
    name, forms = read_forms(element, kind, names, main, read)
    said = [*_read_main_time(main, name, read), *read_statements(element, kind, every, read)]
    details = tuple(join_details(said))
    description, *notes = _read_descriptions(element, kind, every)
    reference = read_reference(element) if kind is Kind.WORK else ()
    if reference:
        whole = list_reference_words(reference)
        # The details of a bibl may be all that it says; those of others are parts of a reference.
        known = (detail.text for detail in details if local(element.tag) == "bibl")
        if says_more(whole, (name, *known)):
            # What it says need not be said again, unless it leads somewhere.
            details = tuple(
                d for d in details if d.pointers or d.reference or says_more(d.text, (whole,))
            )
        else:
            reference = ()
    key = element.get("sortKey") or (main is not None and main.get("sortKey")) or words_of(sorting)
    return Entity(
        id=ident,
        kind=kind,
        element=local(element.tag),
        name=name or ident,
        sort_key=key or (sort_parts(main) if main is not None else "") or name or ident,
        location=locate(element),
        type=element.get("type") or element.get("role") or "",
        language=language_of(main) if main is not None else "",
        forms=forms,
        times=tuple(read_entry_times(element, read)),
        reference=reference,
        description=description,
        notes=tuple(notes),
        details=details,
        identifiers=_read_identifiers(element, kind),
        links=tuple(dict.fromkeys(_read_links(element, kind, names))),
        pictures=tuple(read_entry_pictures(element)),
        parent=next((found for a in element.iterancestors() if (found := _entry_ident(a))), ""),
    )


# What else an entry says.


def _read_main_time(main: etree._Element | None, name: str, read: ReadTime) -> Iterator[Statement]:
    """Yield when the name by which an entry is listed was in use, if it says so."""
    if main is not None and (time := read_when(main, read)):
        yield Statement("name", name, (), time)


def _read_identifiers(element: etree._Element, kind: Kind) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(child.get("type", ""), words, _uri_of(child, words))
        for child in _list_own(element, kind, "idno")
        if (words := words_of(child))
    )


def _uri_of(idno: etree._Element, value: str) -> str:
    for candidate in (value, idno.get("corresp", ""), idno.get("ref", "")):
        if candidate.startswith(("https://", "http://")):
            return candidate
    return ""


def _list_own(element: etree._Element, kind: Kind, *names: str) -> Iterator[etree._Element]:
    """Yield what an entry says of itself in elements of these names.

    A structured reference has it wherever it belongs: the ISBN with the book, a note with the date.
    """
    if kind is not Kind.WORK:
        groups = [element, *element.iterchildren(tei("noteGrp"), tei("objectIdentifier"))]
        yield from (child for g in groups for child in g if local(child.tag) in names)
        return
    for found in element.iter(*map(tei, names)):
        between = itertools.takewhile(lambda a: a is not element, found.iterancestors())
        if not any(local(a.tag) in _APART for a in between):
            yield found


def _read_links(
    element: etree._Element, kind: Kind, names: Iterable[etree._Element]
) -> Iterator[Link]:
    notes = list(_list_own(element, kind, *_DESCRIPTIONS))
    inner = [link for note in notes for link in note.iter(tei("ptr"), tei("ref"))]
    named = [link for name in names for link in name.iter(tei("ptr"), tei("ref"))]
    for link in dict.fromkeys((*named, *_list_own(element, kind, "ptr", "ref"), *inner)):
        for target in link.get("target", "").split():
            yield Link(target, words_of(link), link.get("type", ""))
    for attribute in ("ref", "sameAs", "corresp", "source"):
        for holder in (element, *names):
            for target in holder.get(attribute, "").split():
                if target.startswith(("https://", "http://")):
                    yield Link(target)


def _entry_ident(element: etree._Element) -> str:
    name = local(element.tag)
    is_one = name == "item" or (name in _KINDS and _is_entry(element, name))
    return _ident_of(element) if is_one else ""


def _read_descriptions(
    element: etree._Element, kind: Kind, names: list[etree._Element]
) -> list[str]:
    """Return the descriptions and notes of an entry, the description proper first, if any."""
    is_item = local(element.tag) == "item"
    wanted = _DESCRIPTIONS - ({"p", "ab"} if is_item else set())
    ranks = {"description": 0, "desc": 0, "": 1}
    notes = sorted(
        (n for n in _list_own(element, kind, *wanted) if n not in names and words_of(n)),
        key=lambda note: ranks.get(note.get("type", ""), 2),
    )
    # What a reference without words is to be called is not known here.
    said = [_say_note(note).removeprefix(", ") for note in notes]
    if kind is Kind.WORK:
        # As reference managers write them: when it was read, its call number, its keywords.
        kinds = (note.get("type", "").strip() for note in notes)
        said = [
            words if not of_kind or of_kind in _PLAIN_NOTES else f"{of_kind}: {words}"
            for of_kind, words in zip(kinds, said, strict=True)
        ]
    return said or [_read_item_words(element, names) if is_item else ""]


def _say_note(note: etree._Element) -> str:
    """Return the words of a note, without references that are a statement of their own."""
    apart = list_references_apart(note)
    if not apart:
        return words_of(note)
    own = (child for child in note.iterchildren(tei("*")) if child not in apart)
    return " ".join(map(words_of, own))


def _read_item_words(element: etree._Element, names: list[etree._Element]) -> str:
    """Return what an item says of its label; its name is not said twice."""
    elsewhere = {"label", "term", "idno", "list"}
    others = {*names[:1], *(child for child in element if local(child.tag) in elsewhere)}
    parts = [element.text or ""]
    for child in element:
        parts.append("" if child in others else words_of(child))
        parts.append(child.tail or "")
    return " ".join(" ".join(parts).split())
