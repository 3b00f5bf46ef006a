"""The entries of registers, from wherever editors keep them, to entities and their relations.

Entries are `person`, `place` and so on in their lists (TEI Guidelines, chapter 14), a `bibl` of a
`listBibl`, and the items of a plain `list` that serves as a register.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.facts.registers import Entity, Form, Identifier, Kind, Link, Relation, Statement
from tei_edition.reader.bibliography import read_reference, says_more
from tei_edition.reader.datings import read_entry_times
from tei_edition.reader.names import display_name
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import XML_ID, XML_LANG, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.facts.times import TimeSpan
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
# What is said of an entity beside its names, dates and notes, in the order of its entry.
_DETAILS = frozenset({
    "affiliation", "age", "author", "bibl", "bloc", "composer", "country", "date", "district",
    "editor", "education", "event", "faith", "floruit", "gender", "langKnowledge", "librettist",
    "meeting", "nationality", "occupation", "persPronouns", "pubPlace", "publisher", "region",
    "residence", "role", "settlement", "sex", "socecStatus", "state", "trait",
})  # fmt: skip
_LONGEST_NAME = 80
_SEXES = {"1": "male", "2": "female"}  # ISO 5218, as older editions write @value


def kind_of_type(word: str) -> Kind | None:
    """Return the kind that the @type of a name or a list tells, if it is one that editors use."""
    return _KIND_OF_TYPE.get(word.casefold())


def read_entities(
    root: etree._Element, read: ReadTime, *, is_register: bool = False
) -> Iterator[Entity]:
    """All entities that a file describes, in order.

    In a register file the items of any `list` are entries; elsewhere only those of a list whose
    @type says so, or that stands in a `standOff`.
    """
    for element in root.iter(*(tei(name) for name in _KINDS)):
        name = local(element.tag)
        if name == "item":
            yield from _read_item(element, read, is_register=is_register)
        elif (ident := _ident_of(element)) and _is_entry(element, name):
            yield _read_entity(element, ident, _KINDS[name], element, read)


def read_relations(root: etree._Element, read: ReadTime) -> Iterator[Relation]:
    """All relations that a file tells of (TEI Guidelines, section 14.3.2.3)."""
    for element in root.iter(tei("relation")):
        active, passive, mutual = (
            tuple(element.get(name, "").split()) for name in ("active", "passive", "mutual")
        )
        if mutual or (active and passive):
            words = " ".join(filter(None, map(words_of, element.findall(tei("desc")))))
            given = element.get("name") or element.get("type") or ""
            yield Relation(
                (given or words).replace("_", " "), active, passive, mutual, locate(element),
                _when(element, read), words if given else "",
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
    sorting = next((n for n in names if _type_of(n) == "sort"), None)
    names = [n for n in names if n is not sorting]
    main = next((n for n in names if _type_of(n) in _MAIN_FORMS), next(iter(names), None))
    name = display_name(main) if main is not None else _name_from_words(element, kind)
    forms: dict[str, Form] = {}
    for other in names:
        if other is not main and (words := display_name(other)) and words != name:
            forms.setdefault(words, Form(words, other.get("type", ""), _language_of(other)))
    details = tuple(_read_details(element, main, read))
    description, notes = _read_description(element, main), tuple(_read_notes(element, main))
    if kind is Kind.WORK:
        reference = read_reference(element)
        if says_more(reference, (name, *(detail.text for detail in details))):
            # What it says need not be said again, unless it leads somewhere.
            details = tuple(d for d in details if d.pointers or says_more(d.text, (reference,)))
            notes = (description, *notes) if description else notes
            description = reference
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
        description=description,
        notes=notes,
        details=details,
        identifiers=tuple(
            Identifier(child.get("type", ""), words, _uri_of(child, words))
            for child in element
            if local(child.tag) == "idno" and (words := words_of(child))
        ),
        links=tuple(dict.fromkeys(_read_links(element, names))),
        parent=next((found for a in element.iterancestors() if (found := _entry_ident(a))), ""),
    )


# Names.


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


def _read_details(
    element: etree._Element, main: etree._Element | None, read: ReadTime
) -> Iterator[Statement]:
    lists = {tei("listEvent"), tei("listBibl")}
    for child in (c for e in element for c in (e if e.tag in lists else (e,))):
        name = local(child.tag)
        if name not in _DETAILS or child is main or (main is not None and main in child):
            continue
        if _ident_of(child) and name in _KINDS:
            continue  # an entry of its own, which names this one as what it belongs to
        if name == "event":
            words = ": ".join(filter(None, (words_of(c) for c in child if isinstance(c.tag, str))))
        elif name == "bibl":
            words = read_reference(child)
        else:
            words = words_of(child) or child.get("value", "")
        if name in {"sex", "gender"}:
            words = _SEXES.get(words, words)
        inner = (p for e in child.iter(tei("*")) for p in _pointers_of(e))
        if words:
            yield Statement(name, words, tuple(dict.fromkeys(inner)), _when(child, read))


def _when(element: etree._Element, read: ReadTime) -> TimeSpan | None:
    """When something was so, if its attributes say when; words that say it are said anyway."""
    time = read(element)
    return time if time.given or any(value for _, value in time.otherwise) else None


def _pointers_of(element: etree._Element) -> list[str]:
    found = [t for name in ("ref", "target") for t in element.get(name, "").split()]
    key = element.get("key", "").strip()
    return [*found, key] if key else found


def _uri_of(idno: etree._Element, value: str) -> str:
    for candidate in (value, idno.get("corresp", ""), idno.get("ref", "")):
        if candidate.startswith(("https://", "http://")):
            return candidate
    return ""


def _read_links(element: etree._Element, names: Iterable[etree._Element]) -> Iterator[Link]:
    for child in element:
        if local(child.tag) in {"ptr", "ref"}:
            for target in child.get("target", "").split():
                yield Link(target, words_of(child), child.get("type", ""))
    for attribute in ("ref", "sameAs", "source"):
        for holder in (element, *names):
            for target in holder.get(attribute, "").split():
                if target.startswith(("https://", "http://")):
                    yield Link(target)


def _entry_ident(element: etree._Element) -> str:
    name = local(element.tag)
    is_one = name == "item" or (name in _KINDS and _is_entry(element, name))
    return _ident_of(element) if is_one else ""


def _read_description(element: etree._Element, main: etree._Element | None) -> str:
    notes = _list_notes(element, main)
    if notes:
        return words_of(notes[0])
    if local(element.tag) == "item":
        # The words of an item are what it says of its label; its name is not said twice.
        names = {main, *(c for c in element if local(c.tag) in {"label", "term", "idno", "list"})}
        parts = [element.text or ""]
        for child in element:
            parts.append("" if child in names else words_of(child))
            parts.append(child.tail or "")
        return " ".join(" ".join(parts).split())
    return ""


def _read_notes(element: etree._Element, main: etree._Element | None) -> Iterator[str]:
    yield from (words_of(note) for note in _list_notes(element, main)[1:])


def _list_notes(element: etree._Element, main: etree._Element | None) -> list[etree._Element]:
    """Return descriptions and notes of an entry that have words, the description proper first."""
    notes = [
        c
        for c in element
        if local(c.tag) in {"desc", "note", "gloss"} and c is not main and words_of(c)
    ]
    ranks = {"description": 0, "desc": 0, "": 1}
    return sorted(notes, key=lambda note: ranks.get(note.get("type", ""), 2))
