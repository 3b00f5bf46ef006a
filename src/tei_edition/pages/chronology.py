"""The facts for the chronology: all datings in order of time, and a diagram of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.dating.calendars import (
    GREGORIAN,
    JULIAN,
    format_day,
    from_number,
    has_number,
    parse_day,
    span_numbers,
)
from tei_edition.dating.shortforms import format_bounds
from tei_edition.facts.registers import Kind
from tei_edition.pages.addresses import CHRONOLOGY, time_anchor
from tei_edition.pages.fact_xml import make_element, make_page, quote
from tei_edition.pages.filters import KIND, WHO, add_filters, join_marks
from tei_edition.pages.periods import choose_size, name_period
from tei_edition.pages.timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml import etree

    from tei_edition.facts.mentions import Dating
    from tei_edition.facts.text import Text
    from tei_edition.facts.times import LifeDate, Term, TimeSpan
    from tei_edition.pages.site_plan import SitePlan

# So many times on one page need no headings, and no page has more headings than this.
_PLAIN, _MOST = 40, 40
# So many datings are on one page; more of them are on pages of years, decades or centuries.
MOST = 1000
# The calendars that most readers know.
_USUAL = (GREGORIAN, JULIAN)
_WHO = frozenset({Kind.PERSON, Kind.ORGANISATION})


class _Life(NamedTuple):
    """A dated entity or document, by name and page."""

    name: str
    target: str
    date: LifeDate
    persons: tuple[str, ...] = ()


class _Row(NamedTuple):
    """A time, and what the edition dates to it."""

    anchor: str
    datings: list[tuple[Text, Dating]]
    lives: list[_Life]

    @property
    def times(self) -> list[TimeSpan]:
        return [d.time for _, d in self.datings] + [life.date.time for life in self.lives]

    @property
    def order(self) -> tuple[int, int]:
        return _order(self.times[0])


def _order(time: TimeSpan) -> tuple[int, int]:
    bounds = [number for number in (time.first, time.last) if number is not None]
    return bounds[0], bounds[-1]


def choose_period(book: SitePlan) -> int:
    """Return of how many years a page of the chronology has the datings; 0 if one page has all."""
    if sum(len(text.datings) + len(text.lives) for text in book.edition.files) <= MOST:
        return 0
    years: Counter[int] = Counter()
    for row in _group(book)[0]:
        years[_find_year(row.order)] += len(row.times)
    if years.total() <= MOST:
        return 0
    for size in (100, 10):
        periods: Counter[int] = Counter()
        for year, number in years.items():
            periods[year // size] += number
        if max(periods.values()) <= MOST:
            return size
    return 1


def find_time(book: SitePlan, time: TimeSpan) -> str:
    """Return where a time is in the chronology, "DOCNAME#ANCHOR"; empty if it cannot be placed."""
    anchor = time_anchor(time)
    return f"{_name_page(book, _order(time))}#{anchor}" if anchor else ""


def _name_page(book: SitePlan, order: tuple[int, int]) -> str:
    size = book.chronology_period
    docname = f"{book.folder}/{CHRONOLOGY}"
    if not size:
        return docname
    first = _find_year(order) // size * size
    return f"{docname}/{first}" if first >= 0 else f"{docname}/bce-{1 - first}"


def _find_year(order: tuple[int, int]) -> int:
    return from_number(order[0]).year


def list_chronology_pages(book: SitePlan) -> dict[str, etree._Element]:
    """Return the pages of the chronology by their docnames; none where nothing is dated."""
    rows, others = _group(book)
    if not rows and not others:
        return {}
    docname = f"{book.folder}/{CHRONOLOGY}"
    page = make_page(book, "chronology", docname, book.words["Chronology"])
    calendars = _choose_calendars(book, rows)
    for name in calendars:
        make_element("calendar", page, name=name)
    if book.config.chronology.picture and len(rows) > 1:
        spans = [(time.first, time.last) for row in rows for time in row.times]
        page.append(draw_timeline(spans, book.wording_language))
    persons = _name_persons(book)
    below = _list_periods(book, page, rows)
    for period, some in below:
        for name in calendars:
            make_element("calendar", period, name=name)
        _add_rows(book, period, some, calendars, persons)
    if not below:
        _add_rows(book, page, rows, calendars, persons)
    for row in others:
        _add_row(book, make_element("unplaced", page), row, [], persons)
    pages = [page, *(period for period, _ in below)]
    for each in pages:
        _add_filters(book, each)
    return {each.get("docname", ""): each for each in pages}


def _list_periods(
    book: SitePlan, page: etree._Element, rows: Iterable[_Row]
) -> list[tuple[etree._Element, list[_Row]]]:
    """Return the pages of periods with their rows, none if one page has all; link them all."""
    size = book.chronology_period
    parts: dict[str, list[_Row]] = {}
    for row in rows if size else ():
        parts.setdefault(_name_page(book, row.order), []).append(row)
    labels = {
        docname: name_period(_find_year(some[0].order), size, book.wording_language)
        for docname, some in parts.items()
    }
    title, up = book.words["Chronology"], page.get("docname", "")
    below = [
        (make_page(book, "chronology", docname, f"{title}: {labels[docname]}", up=up), some)
        for docname, some in parts.items()
    ]
    for each in (page, *(period for period, _ in below)):
        for docname, label in labels.items():
            number = str(sum(len(row.times) for row in parts[docname]))
            make_element("period", each, docname=docname, label=label, number=number)
    return below


def _add_rows(
    book: SitePlan,
    page: etree._Element,
    rows: Sequence[_Row],
    calendars: Sequence[str],
    persons: Mapping[tuple[str, str], Sequence[str]],
) -> None:
    for label, part in _divide(rows, book.wording_language):
        parent = make_element("age", page, label=label) if label else page
        for row in part:
            _add_row(book, parent, row, calendars, persons)


def _choose_calendars(book: SitePlan, rows: Sequence[_Row]) -> list[str]:
    """Return the calendars that have a column: those that are wanted and can say when."""
    given = {term.calendar for row in rows for time in row.times for term in time.given}
    wanted = book.config.chronology.calendars or [
        name for name in _USUAL if name == GREGORIAN or name in given
    ]
    # Where none of those that are wanted can say when, those that are given must.
    return [name for name in wanted if any(_is_known(row, name) for row in rows)] or sorted(given)


def _add_filters(book: SitePlan, page: etree._Element) -> None:
    """Let readers choose what kind of thing is dated, and whom it concerns."""
    entities, ranks = book.catalogue.entities, book.catalogue.ranks
    names = {f"{KIND}-{name}": book.words[f"dated {name}"] for name in ("texts", *_ASPECTS)}
    names |= {
        join_marks([(WHO, ident)]): entities[ident].name
        for ident in sorted(entities, key=ranks.__getitem__)
        if entities[ident].kind in _WHO
    }
    add_filters(book, page, (e.get("marks", "") for e in page.iter("{*}life", "{*}mention")), names)


def _name_persons(book: SitePlan) -> dict[tuple[str, str], list[str]]:
    """Return whom each passage names, by its file and anchor."""
    found: dict[tuple[str, str], list[str]] = {}
    for ident, mentions in book.catalogue.mentions.items():
        if book.catalogue.entities[ident].kind in _WHO:
            for text, mention in mentions:
                if mention.passage:
                    found.setdefault((text.file, mention.passage), []).append(ident)
    return found


def _keep_persons(book: SitePlan, idents: Iterable[str]) -> Iterator[str]:
    entities = book.catalogue.entities
    return (ident for ident in idents if entities[ident].kind in _WHO)


def _mark_life(book: SitePlan, life: _Life) -> str:
    """Return the marks of what is dated beside the texts: its kind, and whom it concerns."""
    kind = next(kind for kind, aspects in _ASPECTS.items() if life.date.aspect in aspects)
    who: Iterable[str] = [life.date.entity] if life.date.entity else life.persons
    return join_marks([(KIND, kind), *((WHO, ident) for ident in _keep_persons(book, who))])


def _group(book: SitePlan) -> tuple[list[_Row], list[_Row]]:
    """Return the times in order, and what is dated in no calendar that is known here."""
    rows: dict[str, _Row] = {}
    others: list[_Row] = []
    if "texts" in book.config.chronology.include:
        for text in book.texts:
            for dating in text.datings:
                if anchor := time_anchor(dating.time):
                    rows.setdefault(anchor, _Row(anchor, [], [])).datings.append((text, dating))
                elif dating.time.otherwise:
                    others.append(_Row("", [(text, dating)], []))
    for life in _list_lives(book):
        if anchor := time_anchor(life.date.time):
            rows.setdefault(anchor, _Row(anchor, [], [])).lives.append(life)
        elif life.date.time.otherwise:
            others.append(_Row("", [], [life]))
    return sorted(rows.values(), key=lambda row: (row.order, row.anchor)), others


_ASPECTS = {
    "documents": {"origin", "creation", "sent"},
    "events": {"event"},
    "lives": {"birth", "death", "floruit"},
}


def _list_lives(book: SitePlan) -> Iterator[_Life]:
    include = [_ASPECTS[name] for name in book.config.chronology.include if name in _ASPECTS]
    wanted = set().union(*include)
    entities = {entity.id: entity for entity in book.edition.entities} if wanted else {}
    seen: set[tuple[str, str, str]] = set()
    for text in book.edition.files:
        for date in text.lives:
            entity = entities.get(date.entity)
            if date.aspect not in wanted:
                continue
            if not date.entity and book.find_page(text.file, date.anchor):
                yield _make_own(book, text, date)
            # An entity that several files list is born once.
            key = (date.entity, date.aspect, f"{time_anchor(date.time)} {date.words}")
            if entity and key not in seen:
                seen.add(key)
                yield _Life(entity.name, book.entity_target(entity.id), date)


def _make_own(book: SitePlan, text: Text, date: LifeDate) -> _Life:
    """Return when a text was made, or a letter in it sent, with where it is and its people."""
    letters = [one for one in book.letters_of.get(text.file, ()) if one.anchor == date.anchor]
    sent = [one for one in letters if one.time == date.time] or letters
    docname = book.find_page(text.file, date.anchor)
    target = sent[0].target if sent else docname
    title = book.full_titles.get(docname, text.file)
    if target != docname:
        title = ", ".join(dict.fromkeys((title, sent[0].title)))
    named = dict.fromkeys(
        ident
        for letter in sent
        for mention in letter.mentions
        if mention.role
        for ident in book.catalogue.list_named(mention, text.file)
    )
    return _Life(title, target, date, tuple(named))


def _divide(rows: Sequence[_Row], language: str) -> Iterator[tuple[str, Sequence[_Row]]]:
    """Yield the rows under headings: years, decades or centuries, as many as are needed."""
    if len(rows) <= _PLAIN:
        yield "", rows
        return
    years = [_year_of(row) for row in rows]
    size = choose_size([(year, year) for year in years], min(_MOST, len(rows) // 4))
    parts: dict[str, list[_Row]] = {}
    for row, year in zip(rows, years, strict=True):
        parts.setdefault(name_period(year, size, language), []).append(row)
    yield from parts.items()


def _year_of(row: _Row) -> int:
    """Return the year in which a time begins, as readers see it: in the calendar that gives it."""
    for term in (term for time in row.times for term in time.given):
        day = parse_day(term.start or term.end, term.calendar)
        if day and term.calendar in {GREGORIAN, JULIAN}:
            return day.year
    return from_number(row.order[0]).year


def _add_row(
    book: SitePlan,
    parent: etree._Element,
    row: _Row,
    calendars: Sequence[str],
    persons: Mapping[tuple[str, str], Sequence[str]],
) -> None:
    time = row.times[0]
    element = make_element("time", parent, anchor=row.anchor)
    given = {term.calendar: term for time in reversed(row.times) for term in time.given}
    for name in calendars:
        term = given.get(name)
        words = (
            _words_of(term, book.wording_language)
            if term
            else _compute(given, name, book.wording_language)
        )
        if any(words):
            found = make_element("term", element, calendar=name, computed="" if term else "true")
            found.text = format_bounds(*words, time.uncertain, time.precision, book.words)
    for name in given.keys() - set(calendars):
        start, end = _words_of(given[name], book.wording_language)
        told = make_element("otherwise", element, calendar=name)
        told.text = start if start == end else f"{start} – {end}".strip()
    otherwise = dict.fromkeys(other for time in row.times for other in time.otherwise)
    for calendar, value in otherwise:
        make_element("otherwise", element, label=calendar).text = value
    for life in row.lives:
        name, target, date, _ = life
        found = make_element(
            "life", element, aspect=date.aspect, name=name, target=target,
            certainty=date.time.certainty, marks=_mark_life(book, life),
        )  # fmt: skip
        if date.aspect in {"event", "origin"} and date.words != name:
            found.text = date.words
    for text, dating in row.datings:
        docname = book.find_page(text.file, dating.anchor)
        named = persons.get((text.file, dating.passage), ())
        quote(
            book, element, text, dating, page=book.full_titles[docname],
            certainty=dating.time.certainty, duration=dating.time.duration,
            marks=join_marks([(KIND, "texts"), *((WHO, i) for i in named)]),
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
    """Return the bounds, in a calendar that the edition does not give them in.

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
