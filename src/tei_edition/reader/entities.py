"""Read the entries of registers, in all their forms, to entities and relations.

Entries are `person`, `place` and so on in their lists (TEI Guidelines, chapter 14), a `bibl` of a
`listBibl`, and the items of a plain `list` that serves as a register.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tei_edition.facts.registers import (
    Entity,
    Form,
    Identifier,
    Kind,
    Link,
    Relation,
    list_reference_words,
)
from tei_edition.reader.bibliography import read_reference, says_more
from tei_edition.reader.datings import read_entry_times
from tei_edition.reader.names import list_forms
from tei_edition.reader.pointers import read_entry_pictures
from tei_edition.reader.statements import read_statements, read_when
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import XML_ID, XML_LANG, local, tei, words_of

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
    "object": Kind.OBJECT,
    "nym": Kind.NAME,
    "item": Kind.TERM,
}
_HOLDERS = frozenset({
    "", "particDesc", "settingDesc", "standOff", "person", "personGrp", "place", "org", "event",
    "object", "nym",
})  # fmt: skip
# Bibliographies of what was edited and how, not registers of what is named.
_SOURCES = frozenset({"sourceDesc", "msDesc", "additional", "encodingDesc"})
_ANY_NAME = ("name", "rs", "label", "head", "term")
_NAME_ELEMENTS = {
    Kind.PERSON: ("persName", *_ANY_NAME),
    Kind.ORGANISATION: ("orgName", *_ANY_NAME),
    Kind.PLACE: ("placeName", "geogName", *_ANY_NAME),
    Kind.EVENT: ("eventName", "label", "head", "desc", "name"),
    Kind.WORK: ("title", "name"),
    Kind.OBJECT: ("objectName", "objectIdentifier", *_ANY_NAME),
    Kind.TERM: ("label", "term", "name", "gloss", "persName", "orgName", "placeName", "title"),
    Kind.NAME: ("form", "orth", *_ANY_NAME),
}
_MAIN_FORMS = frozenset({
    "main", "preferred", "pref", "reg", "standard", "default", "full", "canonical", "heading",
})  # fmt: skip
_SHORT_FORMS = frozenset({"abbr", "abbrev", "abbreviated", "abbreviation", "acronym", "short"})
# What an entry says of its entity in sentences.
_DESCRIPTIONS = frozenset({"ab", "desc", "gloss", "note", "p"})
# What is in these is of another work.
_APART = frozenset({"listBibl", "note", "relatedItem"})
_LONGEST_NAME = 80


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


def read_relations(root: etree._Element, read: ReadTime) -> Iterator[Relation]:
    """Return all relations in a file (TEI Guidelines, section 14.3.2.3)."""
    for element in root.iter(tei("relation")):
        active, passive, mutual = (
            tuple(element.get(name, "").split()) for name in ("active", "passive", "mutual")
        )
        if mutual or (active and passive):
            words = " ".join(filter(None, map(words_of, element.findall(tei("desc")))))
            given = element.get("name") or element.get("type") or ""
            yield Relation(
                (given or words).replace("_", " "), active, passive, mutual, locate(element),
                read_when(element, read), words if given else "",
            )  # fmt: skip


def _ident_of(element: etree._Element | None) -> str:
    """Return the `xml:id` of an element, unless another has taken it."""
    ident = None if element is None else element.get(XML_ID)
    return ident if ident and element is not None and element.get(ANCHOR) == ident else ""


def _is_entry(element: etree._Element, name: str) -> bool:
    """Whether an element describes an entity: a bibl does so only in a register's listBibl."""
    parent = element.getparent()
    holder = "" if parent is None else local(parent.tag)
    if name.startswith("bibl"):
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
    names = list(_list_names(named, kind)) or ([named] if named is not element else [])
    every = names
    sorting = next((n for n in names if _type_of(n) == "sort"), None)
    names = [n for n in names if n is not sorting]
    main = _choose_main(names)
    said = list_forms(main) if main is not None else [_name_from_words(element, kind)]
    name = next(iter(said), "")
    forms = {words: _read_form(main, words, read) for words in said[1:] if main is not None}
    for other in names:
        for words in list_forms(other) if other is not main else ():
            if words != name:
                forms.setdefault(words, _read_form(other, words, read))
    details = tuple(read_statements(element, kind, every, read))
    description, *notes = _read_descriptions(element, kind, every)
    reference = read_reference(element) if kind is Kind.WORK else ()
    if reference:
        whole = list_reference_words(reference)
        if says_more(whole, (name, *(detail.text for detail in details))):
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
        sort_key=key or (_sort_parts(main) if main is not None else "") or name or ident,
        location=locate(element),
        type=element.get("type") or element.get("role") or "",
        language=_language_of(main) if main is not None else "",
        forms=tuple(forms.values()),
        times=tuple(read_entry_times(element, read)),
        reference=reference,
        description=description,
        notes=tuple(notes),
        details=details,
        identifiers=tuple(
            Identifier(child.get("type", ""), words, _uri_of(child, words))
            for child in _list_own(element, kind, "idno")
            if (words := words_of(child))
        ),
        links=tuple(dict.fromkeys(_read_links(element, kind, names))),
        pictures=tuple(read_entry_pictures(element)),
        parent=next((found for a in element.iterancestors() if (found := _entry_ident(a))), ""),
    )


# Names.


def _choose_main(names: list[etree._Element]) -> etree._Element | None:
    """Return the name to list an entry by: what is said to be, else the first in full."""
    said = (name for name in names if _type_of(name) in _MAIN_FORMS)
    full = (name for name in names if _type_of(name) not in _SHORT_FORMS)
    return next(said, next(full, next(iter(names), None)))


def _read_form(name: etree._Element, words: str, read: ReadTime) -> Form:
    return Form(words, name.get("type", ""), _language_of(name), read_when(name, read))


def _list_names(element: etree._Element, kind: Kind) -> Iterator[etree._Element]:
    """Yield the names of an entry: those of its kind, else those that any entry may have."""
    wanted = _NAME_ELEMENTS[kind]
    best = next((name for name in wanted for c in element if local(c.tag) == name), None)
    if best is None:
        if kind is Kind.WORK:
            yield from list(element.iter(tei("title")))[:1]
        elif kind is Kind.PLACE:
            yield from _list_names_of_kind(element)
        return
    # A place may have both a placeName and a geogName; of the others one kind is the names.
    same = {"placeName", "geogName"} if best in {"placeName", "geogName"} else {best}
    found = [child for child in element if local(child.tag) in same]
    if kind is Kind.WORK and found:
        # Titles of another level name what the work is in, not the work.
        found = [title for title in found if title.get("level") == found[0].get("level")]
    for child in found:
        if named := list(child.iterchildren(tei("objectName"))):
            yield from named  # beside the place where it is kept
            continue
        # A name may hold its forms as names, and nothing else: <persName><persName type="main">…
        inner = list(child)
        loose = [child.text, *(c.tail for c in inner)]
        is_list = bool(inner) and all(c.tag == child.tag for c in inner)
        yield from inner if is_list and not any((t or "").strip() for t in loose) else [child]


def _list_names_of_kind(place: etree._Element) -> Iterator[etree._Element]:
    """Yield names of a place that has them in what says of which kind it is, the closest first."""
    for kind in ("settlement", "district", "region", "country", "bloc"):
        for child in place.iterchildren(tei(kind)):
            yield from list(child.iterchildren(*map(tei, _NAME_ELEMENTS[Kind.PLACE]))) or [child]
            return


def _type_of(name: etree._Element) -> str:
    return name.get("type", "").casefold()


def _language_of(name: etree._Element) -> str:
    found = name.get(XML_LANG)
    return found or next((v for a in name.iterancestors() if (v := a.get(XML_LANG))), "")


def _sort_parts(name: etree._Element) -> str:
    """Return parts of a name in the order that their @sort says (att.personal), if it says one."""
    parts = [
        (int(part.get("sort", "")), words_of(part))
        for part in name.iter(tei("*"))
        if part is not name and part.get("sort", "").isdecimal()
    ]
    return ", ".join(words for _, words in sorted(parts, key=lambda part: part[0]))


def _name_from_words(element: etree._Element, kind: Kind) -> str:
    """Return the name of an entry that has none: the words of a bibl or an item, cut to a line."""
    if kind not in {Kind.WORK, Kind.TERM} and local(element.tag) != "item":
        return ""
    parts = [element.text or "", *(f"{words_of(c)} {c.tail or ''}" for c in _own(element))]
    words = " ".join("".join(parts).split())
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rpartition(" ")[0] + "…"


def _own(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an entry that are no lists of further entries."""
    for child in element:
        if not local(child.tag).startswith("list"):
            yield child


# What else an entry says.


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
    for link in (*_list_own(element, kind, "ptr", "ref"), *inner):
        for target in link.get("target", "").split():
            yield Link(target, words_of(link), link.get("type", ""))
    for attribute in ("ref", "sameAs", "source"):
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
    return [*map(words_of, notes)] or [_read_item_words(element, names) if is_item else ""]


def _read_item_words(element: etree._Element, names: list[etree._Element]) -> str:
    """Return what an item says of its label; its name is not said twice."""
    elsewhere = {"label", "term", "idno", "list"}
    others = {*names[:1], *(child for child in element if local(child.tag) in elsewhere)}
    parts = [element.text or ""]
    for child in element:
        parts.append("" if child in others else words_of(child))
        parts.append(child.tail or "")
    return " ".join(" ".join(parts).split())
