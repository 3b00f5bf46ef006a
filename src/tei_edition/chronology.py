"""The facts behind the chronology: every dating of the texts, in order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.book import CHRONOLOGY, day_anchor
from tei_edition.calendars import format_day, parse_day
from tei_edition.page_facts import make_element, make_page, quote

if TYPE_CHECKING:
    from lxml import etree

    from tei_edition.book import Book
    from tei_edition.facts import Dating, Text


def list_chronology_pages(book: Book) -> dict[str, etree._Element]:
    """The page of the chronology by its docname; none where the texts have no datings."""
    if not any(day_anchor(dating) for text in book.texts for dating in text.datings):
        return {}
    return {f"{book.folder}/{CHRONOLOGY}": _chronology(book)}


def _chronology(book: Book) -> etree._Element:
    page = make_page(book, "chronology", f"{book.folder}/{CHRONOLOGY}", book.words["Chronology"])
    days: dict[str, list[tuple[Text, Dating]]] = {}
    for text in book.texts:
        for dating in text.datings:
            if anchor := day_anchor(dating):
                days.setdefault(anchor, []).append((text, dating))
    for anchor, found in sorted(days.items(), key=lambda item: _when(item[1][0][1])):
        first = found[0][1]
        given = {calendar for _, dating in found for calendar in dating.given}
        day = make_element(
            "day", page, start=first.start, end=first.end, anchor=anchor,
            gregorian=_in_words(book, first.start, first.end),
            julian=_in_words(book, first.julian, first.julian),
            given=" ".join(sorted(given)),
        )  # fmt: skip
        for text, dating in found:
            docname = book.find_page(text.file, dating.anchor)
            quote(book, day, text, dating, page=book.titles[docname])
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
