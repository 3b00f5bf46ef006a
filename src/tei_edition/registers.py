"""The facts behind every page that is no page of a text, as XML for `xslt/register.xsl`.

The order of entities is settled here, by the Unicode Collation Algorithm, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.book import CONTENTS, DOWNLOADS, WITNESSES, entity_anchor, witness_anchor
from tei_edition.calendars import format_day, parse_day
from tei_edition.chronology import list_chronology_pages
from tei_edition.collation import choose_key, initial_letter
from tei_edition.page_facts import make_element as _element
from tei_edition.page_facts import make_page as _page
from tei_edition.page_facts import quote as _quote
from tei_edition.places import list_place_pages
from tei_edition.pointers import ENTITY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml import etree

    from tei_edition.book import Book
    from tei_edition.downloads import Download
    from tei_edition.facts import Entity, Kind, Mention, Text


def list_register_pages(book: Book) -> dict[str, etree._Element]:
    """The facts behind every page that is not one of a text, by docname."""
    pages: dict[str, etree._Element] = {}
    if book.config.pages.registers:
        mentions = _group_mentions(book)
        for kind in book.kinds:
            pages[book.register_page(kind)] = _register(book, kind, mentions)
        pages |= list_place_pages(book)
        pages |= list_chronology_pages(book)
    if book.edition.witnesses:
        pages[f"{book.folder}/{WITNESSES}"] = _witnesses(book)
    return pages


Mentions = dict[str, dict[str, list[tuple["Text", "Mention"]]]]


def _group_mentions(book: Book) -> Mentions:
    """Mentions by entity, then by page in reading order; within a page in the order of the text."""
    groups: Mentions = {}
    for text in book.texts:
        order = {docname: n for n, (_, docname) in enumerate(book.list_pages(text))}
        found = [
            (book.find_page(text.file, mention.anchor), ident, mention)
            for mention in text.mentions
            for ident in _list_entities(book, text, mention)
        ]
        found.sort(key=lambda item: order[item[0]])
        for page, ident, mention in found:
            groups.setdefault(ident, {}).setdefault(page, []).append((text, mention))
    return groups


def _list_entities(book: Book, text: Text, mention: Mention) -> Iterator[str]:
    seen: set[str] = set()
    for pointer in mention.pointers:
        target = book.resolver.resolve(pointer, text.file)
        if target is not None and target.kind == ENTITY and target.id not in seen:
            seen.add(target.id)
            yield target.id


def _register(book: Book, kind: Kind, mentions: Mentions) -> etree._Element:
    page = _page(book, "register", book.register_page(kind), book.words[kind], kind=kind)
    entities = [entity for entity in book.edition.entities if entity.kind == kind]
    key = choose_key(entity.sort_key for entity in entities)
    entities.sort(key=lambda entity: (key(entity.sort_key), entity.sort_key, entity.id))
    letters: dict[str, etree._Element] = {}
    for entity in entities:
        name = initial_letter(entity.sort_key)
        if name not in letters:
            letters[name] = _element("letter", page, name=name)
        _entry(book, letters[name], entity, mentions.get(entity.id, {}))
    return page


def _entry(
    book: Book,
    parent: etree._Element,
    entity: Entity,
    pages: Mapping[str, list[tuple[Text, Mention]]],
) -> None:
    entry = _element(
        "entity", parent, id=entity.id, anchor=entity_anchor(entity.id), kind=entity.kind,
        name=entity.name, sort=entity.sort_key, dates=_dates(book, entity.dates),
    )  # fmt: skip
    for form in entity.forms:
        _element("form", entry).text = form
    for role in entity.roles:
        _element("role", entry).text = role
    if entity.description:
        _element("description", entry).text = entity.description
    for identifier in entity.identifiers:
        _element(
            "identifier", entry, authority=identifier.authority, value=identifier.value,
            uri=identifier.uri,
        )  # fmt: skip
    for docname, found in pages.items():
        page = _element("page", entry, title=book.titles[docname], target=docname)
        for text, mention in found:
            _quote(book, page, text, mention)


def _dates(book: Book, dates: str) -> str:
    day = parse_day(dates)
    return format_day(day, book.language) if day else dates


def _witnesses(book: Book) -> etree._Element:
    page = _page(book, "witnesses", f"{book.folder}/{WITNESSES}", book.words["Witnesses"])
    counts: dict[str, int] = {}
    for text in book.texts:
        for entry in text.entries:
            ids = {
                witness.id
                for reading in entry.readings
                for value in reading.witnesses
                if (witness := book.resolver.find_witness(value, text.file))
            }
            for ident in ids:
                counts[ident] = counts.get(ident, 0) + 1
    for witness in book.edition.witnesses:
        element = _element(
            "witness", page, id=witness.id, anchor=witness_anchor(witness.id),
            siglum=witness.siglum, entries=str(counts.get(witness.id, 0)),
        )  # fmt: skip
        element.text = witness.description
    return page


def contents_page(book: Book, registers: Iterable[str]) -> etree._Element:
    """The facts behind the page that lists all others."""
    page = _page(book, "contents", f"{book.folder}/{CONTENTS}", book.words["Contents"])
    for text in book.texts:
        docname = book.list_pages(text)[0][1]
        _element("page", page, docname=docname, title=book.titles[docname], kind="text")
    for docname in registers:
        _element("page", page, docname=docname, title="", kind="register")
    return page


def downloads_page(book: Book, downloads: Iterable[Download]) -> etree._Element:
    """The facts behind the page of downloads.

    It tells nothing that changes with the bytes of a file: the checksums are a file themselves.
    """
    page = _page(book, "downloads", f"{book.folder}/{DOWNLOADS}", book.words["Downloads"])
    for download in downloads:
        _element(
            "file", page, path=download.site_path, title=download.title, kind=download.kind
        )  # fmt: skip
    return page
