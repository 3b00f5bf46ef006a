"""The facts behind the chronology: every dating, in order of time, and a picture of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.book import CHRONOLOGY, entity_anchor, time_anchor
from tei_edition.calendars import (
    Day,
    format_day,
    from_number,
    has_number,
    parse_day,
    span_numbers,
)
from tei_edition.page_facts import make_element, make_page, quote
from tei_edition.timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from tei_edition.book import Book
    from tei_edition.facts import Dating, Entity, LifeDate, Term, Text, TimeSpan

# So many times on one page need no headings, and no page has more headings than this.
_PLAIN, _MOST = 40, 40


class _Row(NamedTuple):
    """A time, and what the edition dates to it."""

    anchor: str
    datings: list[tuple[Text, Dating]]
    lives: list[tuple[Entity, LifeDate]]

    @property
    def times(self) -> list[TimeSpan]:
        return [d.time for _, d in self.datings] + [life.time for _, life in self.lives]

    @property
    def order(self) -> tuple[int, int]:
        time = self.times[0]
        bounds = [number for number in (time.first, time.last) if number is not None]
        return bounds[0], bounds[-1]


def list_chronology_pages(book: Book) -> dict[str, etree._Element]:
    """The page of the chronology by its docname; none where nothing is dated."""
    rows, others = _group(book)
    if not rows and not others:
        return {}
    docname = f"{book.folder}/{CHRONOLOGY}"
    page = make_page(book, "chronology", docname, book.words["Chronology"])
    calendars = [
        name for name in book.config.chronology.calendars if any(_is_known(r, name) for r in rows)
    ]
    for name in calendars:
        make_element("calendar", page, name=name)
    if book.config.chronology.picture and len(rows) > 1:
        spans = [(time.first, time.last) for row in rows for time in row.times]
        page.append(draw_timeline(spans, book.language))
    for label, part in _divide(rows, book.language):
        parent = make_element("age", page, label=label) if label else page
        for row in part:
            _add_row(book, parent, row, calendars)
    for text, dating in others:
        row = _Row("", [(text, dating)], [])
        _add_row(book, make_element("unplaced", page), row, [])
    return {docname: page}


def _group(book: Book) -> tuple[list[_Row], list[tuple[Text, Dating]]]:
    """The times in order, and the datings that no calendar known here can place."""
    rows: dict[str, _Row] = {}
    others: list[tuple[Text, Dating]] = []
    if "texts" in book.config.chronology.include:
        for text in book.texts:
            for dating in text.datings:
                if anchor := time_anchor(dating.time):
                    rows.setdefault(anchor, _Row(anchor, [], [])).datings.append((text, dating))
                elif dating.time.otherwise:
                    others.append((text, dating))
    for entity, life in _list_lives(book):
        if anchor := time_anchor(life.time):
            rows.setdefault(anchor, _Row(anchor, [], [])).lives.append((entity, life))
    return sorted(rows.values(), key=lambda row: (row.order, row.anchor)), others


def _list_lives(book: Book) -> Iterator[tuple[Entity, LifeDate]]:
    include = book.config.chronology.include
    wanted = {"event"} if "events" in include else set()
    if "lives" in include:
        wanted |= {"birth", "death", "floruit"}
    entities = {entity.id: entity for entity in book.edition.entities} if wanted else {}
    seen: set[tuple[str, str, str]] = set()
    for text in book.edition.files:
        for life in text.lives:
            entity = entities.get(life.entity)
            # An entity that several files list is born once.
            key = (life.entity, life.aspect, f"{time_anchor(life.time)} {life.words}")
            if entity and life.aspect in wanted and key not in seen:
                seen.add(key)
                yield entity, life


def _divide(rows: Sequence[_Row], language: str) -> Iterator[tuple[str, Sequence[_Row]]]:
    """The rows under headings: years, decades or centuries, as many as are needed."""
    if len(rows) <= _PLAIN:
        yield "", rows
        return
    years = [from_number(row.order[0]).year for row in rows]
    size = next((s for s in (1, 10, 100) if len({year // s for year in years}) <= _MOST), 1000)
    parts: dict[int, list[_Row]] = {}
    for row, year in zip(rows, years, strict=True):
        parts.setdefault(year // size * size, []).append(row)
    for year, part in parts.items():
        last = "" if size == 1 else f"–{format_day(Day(year + size - 1), language)}"
        yield f"{format_day(Day(year), language)}{last}", part


def _add_row(book: Book, parent: etree._Element, row: _Row, calendars: Sequence[str]) -> None:
    time = row.times[0]
    element = make_element(
        "time", parent, anchor=row.anchor, uncertain=" ".join(time.uncertain),
        precision=time.precision,
    )  # fmt: skip
    given = {term.calendar: term for time in reversed(row.times) for term in time.given}
    for name in calendars:
        term = given.get(name)
        words = _words_of(term, book.language) if term else _compute(given, name, book.language)
        if any(words):
            make_element(
                "term", element, calendar=name, start=words[0], end=words[1],
                computed="" if term else "true",
            )  # fmt: skip
    for name in given.keys() - set(calendars):
        start, end = _words_of(given[name], book.language)
        told = make_element("otherwise", element, calendar=name)
        told.text = start if start == end else f"{start} – {end}".strip()
    otherwise = dict.fromkeys(other for time in row.times for other in time.otherwise)
    for calendar, value in otherwise:
        make_element("otherwise", element, label=calendar).text = value
    for entity, life in row.lives:
        target = f"{book.register_page(entity.kind)}#{entity_anchor(entity.id)}"
        found = make_element(
            "life", element, aspect=life.aspect, name=entity.name, target=target,
            certainty=life.time.certainty,
        )  # fmt: skip
        if life.aspect == "event" and life.words != entity.name:
            found.text = life.words
    for text, dating in row.datings:
        docname = book.find_page(text.file, dating.anchor)
        quote(
            book, element, text, dating, page=book.titles[docname],
            certainty=dating.time.certainty, duration=dating.time.duration,
        )  # fmt: skip


def _words_of(term: Term, language: str) -> tuple[str, str]:
    """Both bounds in words; in brackets where they follow from a length of time."""
    return (
        _word(term.start, term.calendar, language, is_reckoned="start" in term.reckoned),
        _word(term.end, term.calendar, language, is_reckoned="end" in term.reckoned),
    )


def _word(value: str, calendar: str, language: str, *, is_reckoned: bool) -> str:
    day = parse_day(value, calendar) if value else None
    words = format_day(day, language, calendar) if day else ""
    return f"[{words}]" if is_reckoned else words


def _compute(given: dict[str, Term], calendar: str, language: str) -> tuple[str, str]:
    """The bounds, in a calendar that the edition does not give them in.

    Years stay in their own calendar: one of another is never the same, and to name the days of
    its ends would say more than anybody knows.
    """
    term = next(iter(given.values()))
    found = []
    for value, side in ((term.start, 0), (term.end, 1)):
        day = parse_day(value, term.calendar) if value else None
        if day is None or not day.month:
            found.append("")
            continue
        number = span_numbers(day, term.calendar)[side]
        is_known = has_number(number, calendar)
        found.append(
            format_day(from_number(number, calendar), language, calendar) if is_known else ""
        )
    has_all = all(found) or not (term.start and term.end)
    return (found[0], found[1]) if has_all else ("", "")


def _is_known(row: _Row, calendar: str) -> bool:
    given = {term.calendar: term for time in row.times for term in time.given}
    return calendar in given or any(_compute(given, calendar, "en"))
