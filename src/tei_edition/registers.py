"""The facts behind every page that is no page of a text, as XML for `xslt/register.xsl`.

The order of entities is settled here, by the Unicode Collation Algorithm, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.book import (
    CHRONOLOGY,
    CONTENTS,
    DOWNLOADS,
    day_anchor,
    entity_anchor,
)
from tei_edition.calendars import format_day, parse_day
from tei_edition.collation import choose_key, initial_letter
from tei_edition.facts import Stream
from tei_edition.pointers import ENTITY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tei_edition.book import Book
    from tei_edition.downloads import Download
    from tei_edition.facts import Dating, Entity, Kind, Mention, Text

FACTS_NS = "urn:tei-edition:facts"


def list_register_pages(book: Book) -> dict[str, etree._Element]:
    """The facts behind every page that is not one of a text, by docname."""
    pages: dict[str, etree._Element] = {}
    if book.config.pages.registers:
        mentions = _group_mentions(book)
        for kind in book.kinds:
            pages[book.register_page(kind)] = _register(book, kind, mentions)
        if any(day_anchor(dating) for text in book.texts for dating in text.datings):
            pages[f"{book.folder}/{CHRONOLOGY}"] = _chronology(book)
    return pages


def _element(
    name: str, parent: etree._Element | None = None, /, **attributes: str
) -> etree._Element:
    tag = f"{{{FACTS_NS}}}{name}"
    if parent is None:
        return etree.Element(tag, attributes, {"x": FACTS_NS})
    return etree.SubElement(parent, tag, attributes)


def _page(book: Book, name: str, docname: str, title: str, /, **more: str) -> etree._Element:
    return _element(name, docname=docname, title=title, lang=book.language, **more)


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


def _quote(
    book: Book, parent: etree._Element, text: Text, found: Mention | Dating, **more: str
) -> None:
    sigla = (book.resolver.find_witness(wit, text.file) for wit in found.witnesses)
    if text.header.language and text.header.language != book.language:
        more["lang"] = text.header.language
    _element(
        "mention",
        parent,
        target=f"{book.find_page(text.file, found.anchor)}#{found.anchor}",
        stream=found.stream if found.stream is not Stream.READING or found.witnesses else "choice",
        sigla=" ".join(witness.siglum for witness in sigla if witness),
        passage=book.passage_label(text, found.passage),
        before=found.quotation.before,
        surface=found.quotation.surface,
        after=found.quotation.after,
        **more,
    )


def _chronology(book: Book) -> etree._Element:
    page = _page(book, "chronology", f"{book.folder}/{CHRONOLOGY}", book.words["Chronology"])
    days: dict[str, list[tuple[Text, Dating]]] = {}
    for text in book.texts:
        for dating in text.datings:
            if anchor := day_anchor(dating):
                days.setdefault(anchor, []).append((text, dating))
    for anchor, found in sorted(days.items(), key=lambda item: _when(item[1][0][1])):
        first = found[0][1]
        given = {calendar for _, dating in found for calendar in dating.given}
        day = _element(
            "day", page, start=first.start, end=first.end, anchor=anchor,
            gregorian=_in_words(book, first.start, first.end),
            julian=_in_words(book, first.julian, first.julian),
            given=" ".join(sorted(given)),
        )  # fmt: skip
        for text, dating in found:
            docname = book.find_page(text.file, dating.anchor)
            _quote(book, day, text, dating, page=book.titles[docname])
    return page


def _when(dating: Dating) -> tuple[tuple[int, ...], tuple[int, ...]]:
    start, end = parse_day(dating.start), parse_day(dating.end)
    return tuple(start or end or ()), tuple(end or ())


def _in_words(book: Book, start: str, end: str) -> str:
    words = [
        format_day(day, book.language) if (day := parse_day(bound)) else ""
        for bound in dict.fromkeys((start, end))
    ]
    return " – ".join(words).strip()


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
