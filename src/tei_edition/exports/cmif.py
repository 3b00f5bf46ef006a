"""The Correspondence Metadata Interchange Format: who wrote to whom, when and where."""

from __future__ import annotations

import re
import uuid
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from tei_edition.dating.timespans import list_bounds
from tei_edition.exports.records import AUTHORITY_ADDRESSES, list_authority_ids
from tei_edition.facts.registers import Kind
from tei_edition.pages.letters import RECEIVED, SENT
from tei_edition.tei import TEI_NS, tei, write_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.times import TimeSpan
    from tei_edition.pages.letters import Letter

CMIF = "cmif.xml"
# Of the authorities that CMIF names, those that are known here, the first that an entry has.
_OF_PERSONS, _OF_PLACES = ("gnd", "viaf", "lcnaf"), ("geonames",)
_UNKNOWN = "Unknown"
_CC = re.compile(r"https?://creativecommons\.org/((?:licenses|publicdomain)/[a-z-]+/\d\.\d)\b")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def write_cmif(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the file of all letters, if the header has what CMIF demands.

    It demands letters, a title, somebody who edits, a publisher and a licence of Creative Commons;
    `explain_cmif` says which of them is missing.
    """
    if explain_cmif(holdings):
        return
    root = etree.Element(tei("TEI"), nsmap=cast("dict[str, str]", {None: TEI_NS}))
    header = etree.SubElement(root, tei("teiHeader"))
    ident = _make_uuid(holdings.url)
    _describe_file(holdings, header, ident)
    profile = etree.SubElement(header, tei("profileDesc"))
    for letter in holdings.book.letters:
        _describe_letter(holdings, profile, letter, ident)
    body = etree.SubElement(etree.SubElement(root, tei("text")), tei("body"))
    etree.SubElement(body, tei("p"))
    etree.indent(root)
    yield CMIF, write_xml(root)


def _make_uuid(address: str) -> str:
    """Return a UUID made of an address, the same in all versions of the file.

    It is an xml:id, and begins with a letter: the first such of a row that the address gives.
    """
    made = (str(uuid.uuid5(uuid.NAMESPACE_URL, address + "#" * n)) for n in count())
    return next(ident for ident in made if ident[0].isalpha())


def explain_cmif(holdings: Holdings) -> str:
    """Return why there is no CMIF of an edition, as the end of a sentence; empty if there is."""
    if not holdings.book.letters:
        return "no text is a letter (correspDesc)"
    if not holdings.title:
        return "the edition has no title"
    if not _list_editors(holdings):
        return "no header names who edited it"
    if not _find_publisher(holdings):
        return "no header names a publisher"
    if not _find_licence(holdings):
        return "the letters do not have one licence of Creative Commons"
    return ""


def _find_licence(holdings: Holdings) -> str:
    """Return the Creative Commons licence that all letters have, if there is one."""
    found = {
        next((match[1] for one in letter.text.header.licences if (match := _CC.match(one.uri))), "")
        for letter in holdings.book.letters
    }
    name = found.pop() if len(found) == 1 else ""
    return f"https://creativecommons.org/{name}/" if name else ""


def _list_editors(holdings: Holdings) -> list[str]:
    cited = holdings.citation
    names = [name.words for name in (*cited.editors, *cited.contributors)]
    if not names:
        names = [name for text in holdings.book.texts for name in text.header.editors]
    return list(dict.fromkeys(names))


def _find_publisher(holdings: Holdings) -> str:
    found = (text.header.publisher for text in holdings.book.texts)
    return holdings.citation.publisher or next(filter(None, found), "")


def _describe_file(holdings: Holdings, header: etree._Element, ident: str) -> None:
    file = _add(header, "fileDesc")
    titles = _add(file, "titleStmt")
    _add(titles, "title", holdings.title)
    for name in _list_editors(holdings):
        _add(titles, "editor", name)
    published = _add(file, "publicationStmt")
    publisher = _add(published, "publisher")
    _add(publisher, "ref", _find_publisher(holdings), target=holdings.url)
    _add(published, "idno", holdings.locate(CMIF), type="url")
    _add(
        published,
        "date",
        when=f"{holdings.day}T00:00:00Z" if holdings.day else holdings.date,
    )
    licence = _find_licence(holdings)
    kind, name, number = licence.rstrip("/").split("/")[-3:]
    name = "CC0" if kind == "publicdomain" else f"CC-{name.upper()} {number}"
    words = f"This file is licensed under the terms of the Creative Commons License {name}"
    _add(_add(published, "availability"), "licence", words, target=licence)
    source = _add(_add(file, "sourceDesc"), "bibl", f"{holdings.title}, ", type="online")
    source.set("{http://www.w3.org/XML/1998/namespace}id", ident)
    _add(source, "ref", holdings.url, target=holdings.url)


def _describe_letter(
    holdings: Holdings, profile: etree._Element, letter: Letter, source: str
) -> None:
    key = holdings.text_ids[letter.text.file]
    if len(holdings.book.letters_of[letter.text.file]) > 1:
        key += f".{letter.anchor or letter.described + 1}"
    described = _add(
        profile, "correspDesc", key=key, source=f"#{source}",
        ref=holdings.locate_page(letter.target),
    )  # fmt: skip
    for kind, time in ((SENT, letter.time), (RECEIVED, letter.received)):
        named = list(_list_named(holdings, letter, kind))
        if kind == RECEIVED and not (named or time):
            continue
        action = _add(described, "correspAction", type=kind)
        people = [one for one in named if one.kind in {Kind.PERSON, Kind.ORGANISATION, ""}]
        for one in people:
            _name(holdings, action, one)
        if not people:
            _add(action, "persName", _UNKNOWN)
        for one in named:
            if one.kind == Kind.PLACE:
                _name(holdings, action, one)
        if time:
            _date(action, time)


class _Named(NamedTuple):
    """Who or what has a part in a letter: the id of an entry, or only words."""

    ident: str
    words: str
    kind: str
    certainty: str = ""


def _list_named(holdings: Holdings, letter: Letter, role: str) -> Iterator[_Named]:
    """Yield whom and what the header of a letter names in a role, or the letter itself."""
    catalogue, file = holdings.book.catalogue, letter.text.file
    if not letter.is_by_itself:
        for m in letter.mentions:
            if m.role == role:
                ident = next(iter(catalogue.list_named(m, file)), "")
                yield _Named(ident, m.quotation.surface, m.kind, m.certainty)
        return
    for person in letter.senders if role == SENT else letter.addressees:
        yield _Named(person.id, person.name, "")
    for place in letter.places if role == SENT else ():
        yield _Named("", place, Kind.PLACE)


def _name(holdings: Holdings, action: etree._Element, one: _Named) -> None:
    """Add somebody, or a place, with the address by which other editions know it."""
    entity = holdings.book.catalogue.entities.get(one.ident)
    kind = entity.kind if entity else one.kind
    element = {Kind.ORGANISATION: "orgName", Kind.PLACE: "placeName"}.get(
        Kind(kind) if kind else Kind.PERSON, "persName"
    )
    words = entity.name if entity else one.words
    if not words:
        return
    named = _add(action, element, words)
    ids = list_authority_ids(entity) if entity else {}
    for authority in _OF_PLACES if element == "placeName" else _OF_PERSONS:
        if authority in ids:
            named.set("ref", AUTHORITY_ADDRESSES[authority] + ids[authority].replace(" ", ""))
            break
    if one.certainty and one.certainty != "high":
        named.set("cert", "low")


def _date(action: etree._Element, time: TimeSpan) -> None:
    """Add a date, if its bounds are days, months or years that CMIF can hold."""
    start, end = list_bounds(time)
    attributes: dict[str, str] = {}
    if start and start == end and not time.uncertain:
        attributes["when"] = start
    else:
        names = {"start": ("from", "notBefore"), "end": ("to", "notAfter")}
        for side, value in (("start", start), ("end", end)):
            is_limit = side in time.uncertain
            if value:
                attributes[names[side][is_limit]] = value
    if attributes and all(_DAY.fullmatch(value) for value in attributes.values()):
        date = _add(action, "date", **attributes)
        if time.certainty and time.certainty != "high":
            date.set("cert", "low")


def _add(parent: etree._Element, name: str, words: str = "", **attributes: str) -> etree._Element:
    """Return a new element of TEI; attributes without a value are left out."""
    given = {key: value for key, value in attributes.items() if value}
    element = etree.SubElement(parent, tei(name), given)
    if words:
        element.text = words
    return element
