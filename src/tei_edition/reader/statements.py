"""Read the further statements of a register entry: occupation, residence, references and so on.

Every element of an entry is said: what no other module reads is a statement under its own name.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.facts.registers import Kind, Statement
from tei_edition.reader.bibliography import read_reference
from tei_edition.reader.datings import PLACE_WORDS, find_dated, is_ceremony
from tei_edition.reader.empty_data import say_date
from tei_edition.source.stamps import ANCHOR, SEPARATOR
from tei_edition.tei import ENTRIES, REGISTERS, XML_ID, local, raw_text, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.facts.times import TimeSpan
    from tei_edition.reader.datings import ReadTime

# What is read elsewhere: identifiers, descriptions, links, relations, further entries, times.
_ELSEWHERE = frozenset({
    "ab", "desc", "gloss", "idno", "label", "list", "listRelation", "note", "noteGrp", "p", "ptr",
    "ref", "relation", "term",
})  # fmt: skip
_BIBLIOGRAPHIC = frozenset({"bibl", "biblStruct", "biblFull"})
# What a work says of itself, of which its reference has the words: only what leads somewhere.
_OF_WORKS = frozenset({
    "author", "composer", "date", "editor", "event", "librettist", "meeting", "pubPlace",
    "publisher", "relatedItem", "settlement",
})  # fmt: skip
# What happened to somebody, and what was so: of which kind, their @type says.
_TYPED = frozenset({"event", "state", "trait"})
_PICTURES = frozenset({"figure", "graphic", "media"})
_PARTS_OF_REFERENCES = frozenset({
    "analytic", "fileDesc", "imprint", "monogr", "publicationStmt", "titleStmt",
})  # fmt: skip
_HEADINGS = frozenset({"eventName", "head", "label"})
_TURNS = frozenset({"birth", "death"})
_LIFE = _TURNS | {"floruit"}
# By ISO 5218, as older editions write it, and by the letters that others have.
_SEXES = {"1": "male", "2": "female", "M": "male", "F": "female", "MALE": "male",
          "FEMALE": "female", "m": "male", "f": "female", "0": "unknown", "U": "unknown",
          "UNKNOWN": "unknown"}  # fmt: skip
# What att.personal and others say of a person in attributes.
_ATTRIBUTES = ("sex", "gender", "age", "size")
# What may point to a category of a classification.
_CODED = frozenset({"occupation", "socecStatus"})
# What a reference without words may have to say which work it is.
_SAME = ("sameAs", "corresp", "copyOf")
# Of these their @type says of which kind a place is.
_KINDS_OF_PLACES = frozenset({"bloc", "country", "district", "location", "region", "settlement"})
_OF_A_KIND = frozenset({"event", "object", "org", "person", "personGrp", "place"})
_YEAR = re.compile(r"-?\d{4,}")
_DEGREES = re.compile(r"-?\d{1,3}\.\d+")
_NO_WORD = re.compile(r"^[\s,;:.]+|[\s,;:]+$")


def read_statements(
    entry: etree._Element, kind: Kind, names: list[etree._Element], read: ReadTime
) -> Iterator[Statement]:
    """Yield the statements of an entry except its `names`, in their order."""
    yield from _read_attributes(entry, names)
    for child in _list_children(entry):
        name = local(child.tag)
        if not name or any(found is child or child in found.iterancestors() for found in names):
            continue
        if name == "note":
            for reference in list_references_apart(child):
                yield from _read_statement(reference, "bibl", read)
        if kind is Kind.WORK and name not in _OF_WORKS:
            continue
        if name in _ELSEWHERE or (name in ENTRIES and _has_ident(child)):
            continue  # a separate entry names this one as what it belongs to
        if name in _PICTURES and next(child.iter(tei("graphic"), tei("media")), None) is not None:
            continue  # shown as a picture
        if name == "floruit" and not child.xpath("string-length(normalize-space(.)) > 0"):
            continue  # its time is with the name
        yield from _read_statement(child, name, read)


def _read_attributes(entry: etree._Element, names: list[etree._Element]) -> Iterator[Statement]:
    """Yield what an entry says in attributes: a person's sex and role, the kind of a place."""
    is_person = local(entry.tag) in {"person", "personGrp"}
    for attribute in _ATTRIBUTES if is_person else ():
        if value := entry.get(attribute, "").strip():
            yield Statement(attribute, _SEXES.get(value, value))
    roles = [e.get("role", "").strip() for e in (entry, *names)] if is_person else []
    for role in dict.fromkeys(filter(None, roles)):
        yield Statement("role", role)
    if where := entry.get("where", "").split():
        yield Statement("placeName", "", tuple(where))  # of an event
    if parts := entry.get("parts", "").split():
        yield Statement("parts", "", tuple(parts))  # of a compound name
    inner = (e.get("nymRef", "").split() for name in names for e in name.iter(tei("*")))
    if nyms := dict.fromkeys(pointer for pointers in inner for pointer in pointers):
        yield Statement("nym", "", tuple(nyms))
    kind = entry.get("type", "").strip() if local(entry.tag) in _OF_A_KIND else ""
    if kind:
        yield Statement("type", kind)


def _list_children(entry: etree._Element) -> Iterator[etree._Element]:
    """Yield what an entry has, and what is in the lists of its own: of its life, of books on it.

    A structured reference has it in its parts.
    """
    for child in entry:
        name = local(child.tag)
        if name in _PARTS_OF_REFERENCES:
            yield from _list_children(child)
        elif name == "objectIdentifier" and child.find(tei("objectName")) is not None:
            yield from (c for c in child if local(c.tag) != "objectName")
        elif name not in REGISTERS:
            yield child
        elif name in {"listBibl", "listEvent"} or not any(map(_has_ident, child)):
            yield from (c for c in child if local(c.tag) not in {"head", "listRelation"})


def list_references_apart(note: etree._Element) -> list[etree._Element]:
    """List the references of a note that are beside its paragraphs: where it was found."""
    texts = [note.text, *(child.tail for child in note)]
    if any((text or "").strip() for text in texts) or note.find(tei("p")) is None:
        return []
    return [child for child in note if local(child.tag) in _BIBLIOGRAPHIC]


def _has_ident(element: etree._Element) -> bool:
    """Whether an element is known by its `xml:id`."""
    ident = element.get(XML_ID)
    return ident is not None and element.get(ANCHOR) == ident


def _read_statement(element: etree._Element, name: str, read: ReadTime) -> Iterator[Statement]:
    pointers = tuple(dict.fromkeys(p for e in element.iter(tei("*")) for p in list_pointers(e)))
    time = read_when(element, read)
    if name in _BIBLIOGRAPHIC or name == "relatedItem":
        inner = element if name in _BIBLIOGRAPHIC else next(element.iterchildren(tei("*")), element)
        reference = read_reference(inner) if local(inner.tag) in _BIBLIOGRAPHIC else ()
        label = "bibl" if name in _BIBLIOGRAPHIC else name
        if reference:
            if named := _list_first_pointers(inner):
                first = msgspec.structs.replace(reference[0], text=reference[0].text.lstrip(" ,;"))
                reference = (first, *reference[1:])
            yield Statement(label, "", pointers, time, reference, named)
            return
        if same := tuple(t for a in _SAME for t in inner.get(a, "").split()):
            yield Statement(label, "", (*pointers, *same), time)
            return
    if name in _TURNS:
        yield from _read_turn(element, name, pointers, read)
        return
    words = _say_links(element) if name == "linkGrp" else _say(element)
    words = words or element.get("value", "") or element.get("tag", "")
    words = words or " ".join(filter(None, map(element.get, ("quantity", "extent", "unit"))))
    if name in {"sex", "gender"}:
        words = _SEXES.get(words, words)
    kind = element.get("type", "").strip() if name in _TYPED else ""
    if kind and kind.casefold() not in words.casefold().split():
        words = f"{kind}: {words}" if words else kind
    where = tuple(element.get("where", "").split()) if name == "event" else ()
    remark = element.get("role" if name in ENTRIES else "type", "").strip()
    if name not in ENTRIES and name not in _KINDS_OF_PLACES:
        remark = ""
    if words or pointers or where or (time and name not in _LIFE):
        pointers = (*pointers, *where)
        yield Statement(name, words, pointers, time, named=where, remark=remark)


def _list_first_pointers(reference: etree._Element) -> tuple[str, ...]:
    """Return what a reference begins with by pointing to it, without a word of its own."""
    found: list[str] = []
    words = reference.text
    for child in reference.iterchildren(tei("*")):
        pointers = list_pointers(child)
        if (words or "").strip(" \n\t,;:") or words_of(child) or not pointers:
            break
        found += pointers
        words = child.tail
    return tuple(found)


def _say_links(group: etree._Element) -> str:
    """Return what a group of links says: of which kind they are, and where they lead."""
    label = " ".join(filter(None, (group.get("type", ""), group.get("n", ""))))
    own = [words_of(group)] if not group.findall(tei("*")) else []
    for kind, links in itertools.groupby(group.iterchildren(tei("*")), _name_kind):
        said = "; ".join(filter(None, map(_say_link, links)))
        own.append(f"{kind}: {said}" if kind and said else said)
    return ": ".join(filter(None, (label, "; ".join(filter(None, own)))))


def _name_kind(link: etree._Element) -> str:
    """Return of which kind a link is; a group says so itself."""
    kinds = (link.get("type", ""), link.get("subtype", ""))
    return "" if local(link.tag) == "linkGrp" else " ".join(filter(None, kinds))


def _say_link(link: etree._Element) -> str:
    """Return the words of a link, else where it leads and to what that corresponds."""
    if local(link.tag) == "linkGrp":
        return _say_links(link)
    target, beside = link.get("target", ""), link.get("corresp", "")
    return words_of(link) or (f"{target} ({beside})" if target and beside else target or beside)


def _read_turn(
    element: etree._Element, name: str, pointers: tuple[str, ...], read: ReadTime
) -> Iterator[Statement]:
    """Yield what a birth or death says beyond a year: the day, the place, the circumstances.

    The years stand with the name of the entity.
    """
    kind = element.get("type", "").strip() if is_ceremony(element) else ""
    if kind:
        words = ": ".join(filter(None, (kind, words_of(element))))
        yield Statement(name, words, pointers, find_dated(element, read)[1])
        return
    dates = element.findall(tei("date"))
    if len(dates) > 1 and any(date.get("type") for date in dates):
        words = "; ".join(_say_typed(date) for date in dates)
        rest = _without(element, dates)
        yield Statement(name, ", ".join(filter(None, (words, rest))), pointers)
        return
    places = [child for child in element if local(child.tag) in PLACE_WORDS]
    time = read_when(element, read) or next((t for d in dates if (t := read_when(d, read))), None)
    words = words_of(element)
    if any(not words_of(date) for date in dates) and len(dates) > 1:
        words = " ".join(_say_with_dates(element).split())
    if len(dates) <= 1 and time is not None:
        own = said = _without(element, dates)
        if next(element.iter(tei("geo")), None) is not None:
            said = _DEGREES.sub("", own)
        # A day in words is said as it is written, not another time in the reader's language.
        words, time = (words, None) if _YEAR.search(said) else (own, time)
    elif dates:
        time = None
    is_exact = time is not None and any(
        len(value) > len(year[0])
        for term in time.given
        for value in (term.start, term.end)
        if (year := _YEAR.match(value))
    )
    if not words:
        # A day of the year alone, --03-01, is no time on the calendar.
        words = next((w for e in (element, *dates) if (w := e.get("when", ""))[:2] == "--"), "")
        if words:
            yield Statement(name, words, pointers)
            return
    if not dates and not places and read_when(element, read) is None:
        return  # words alone stand with the name as they are
    if (words and not _YEAR.fullmatch(words)) or is_exact or pointers:
        yield Statement(name, words, pointers, time)


def _say_typed(date: etree._Element) -> str:
    """Return a date of several with what it is the date of."""
    kind, words = date.get("type", "").strip(), words_of(date) or say_date(date)
    return f"{kind}: {words}" if kind else words


def _say(element: etree._Element) -> str:
    """Return the words of an element; of one that holds elements alone, each of them by itself."""
    own = [element.text, *(child.tail for child in element)]
    is_separated = next(element.iterchildren(SEPARATOR), None) is not None
    if is_separated or any((text or "").strip() for text in own):
        return words_of(element)
    said = ""
    for child in element.iterchildren(tei("*")):
        if words := words_of(child) or say_date(child) or child.get("tag", ""):
            level = child.get("level", "") if local(child.tag) == "langKnown" else ""
            words = f"{words} ({level})" if level else words
            said += f"{', ' if said and said[-1] != ' ' else ''}{words}"
            said += ": " if local(child.tag) in _HEADINGS else ""
    return said.removesuffix(": ")


def _say_with_dates(element: etree._Element) -> str:
    """Return the words of an element, of dates without words those of their attributes."""
    said = element.text or ""
    for child in element:
        said += f"{raw_text(child) or say_date(child)}{child.tail or ''}"
    return said


def _without(element: etree._Element, left_out: list[etree._Element]) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append("" if child in left_out else raw_text(child))
        parts.append(child.tail or "")
    return _NO_WORD.sub("", " ".join("".join(parts).split()))


def read_when(element: etree._Element, read: ReadTime) -> TimeSpan | None:
    """When something was so, if its attributes say when; words that say it are said anyway."""
    time = read(element)
    return time if time.given or any(value for _, value in time.otherwise) else None


def list_pointers(element: etree._Element) -> list[str]:
    """List the entries or addresses that an element names in its attributes, as @ref and @key."""
    names = ["ref", "target"]
    names += ["code"] if local(element.tag) in _CODED else []
    # An entry within another may only say which entry is meant: a member of an organisation.
    names += ["sameAs", "corresp"] if local(element.tag) in ENTRIES else []
    found = [t for name in names for t in element.get(name, "").split()]
    key = element.get("key", "").strip()
    return [*found, key] if key else found
