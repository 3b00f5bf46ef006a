"""The edition as tables: CSV (RFC 4180) with a description of each by CSV on the Web."""

from __future__ import annotations

import csv
import io
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.exports.records import (
    find_time,
    list_authority_ids,
    list_coordinates,
    list_entities,
    list_mentions,
    write_span,
)
from tei_edition.runtime.files import format_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tei_edition.exports.holdings import Holdings
    from tei_edition.pages.letters import Correspondent

# What separates several values in a cell: no name has it.
SEPARATOR = "|"
# What the writer of CSV writes by itself: nearly all cells.
_PLAIN = frozenset({str, int})
Row = tuple[object, ...]


class Column(NamedTuple):
    """A column: its name, description and datatype; whether a cell may have several values."""

    name: str
    about: str
    datatype: str = "string"
    is_list: bool = False


class Table(NamedTuple):
    """A table: its name, what a row is, its columns, those that identify a row, its rows."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Holdings], Iterable[Row]]


def write_tables(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield each table that has rows, and its description beside it."""
    for table in TABLES:
        rows = iter(table.rows(holdings))
        first = next(rows, None)
        if first is not None:
            path = f"data/{table.name}.csv"
            yield path, write_csv([c.name for c in table.columns], chain([first], rows))
            yield f"{path}-metadata.json", describe_table(table, holdings)


def write_csv(names: Iterable[str], rows: Iterable[Row]) -> bytes:
    """Return rows below a line of names, in UTF-8 with CRLF.

    A tuple in a cell is several values with "|" between; a truth is `true` or `false`. What begins
    with a sign that a spreadsheet would compute with stays as it is.
    """
    content = io.BytesIO()
    rest = chain([tuple(names)], rows)
    while some := list(islice(rest, 1000)):
        words = io.StringIO(newline="")
        csv.writer(words, lineterminator="\r\n").writerows(
            [cell if type(cell) in _PLAIN else _write_cell(cell) for cell in row] for row in some
        )
        content.write(words.getvalue().encode())
    return content.getvalue()


def _write_cell(cell: object) -> str:
    if isinstance(cell, tuple):
        return SEPARATOR.join(str(part).replace(SEPARATOR, "¦") for part in cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    return str(cell)


def describe_table(table: Table, holdings: Holdings) -> bytes:
    """Return the description of a table in the vocabulary of CSV on the Web."""
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table.name}.csv",
        "dc:title": f"{holdings.title}: {table.name}",
        "dc:description": table.about,
    }
    if holdings.licence:
        described["dc:license"] = {"@id": holdings.licence}
    described["dialect"] = {"encoding": "utf-8", "lineTerminators": ["\r\n"]}
    schema: dict[str, Any] = {"columns": [_describe_column(c, table) for c in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    described["tableSchema"] = schema
    return format_json(described)


def _describe_column(column: Column, table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.about,
        "datatype": column.datatype,
    }
    if column.is_list:
        described["separator"] = SEPARATOR
    if column.name in table.key:
        described["required"] = True
    return described


def _list_entity_rows(holdings: Holdings) -> Iterator[Row]:
    book = holdings.book
    places = list_coordinates(holdings)
    for entity in list_entities(holdings):
        ids = list_authority_ids(entity)
        points = places[entity.id].points if entity.id in places else ()
        is_point = len(points) == 1
        known = set(ids.values())
        others = (
            i.uri or f"{i.authority}:{i.value}".lstrip(":")
            for i in entity.identifiers
            if i.value not in known
        )
        yield (
            entity.id, entity.kind, entity.type, entity.name, book.catalogue.sort_words(entity),
            entity.language, tuple(form.text for form in entity.forms),
            write_span(find_time(entity, "birth")), write_span(find_time(entity, "death")),
            write_span(find_time(entity, "floruit", "time")), entity.description,
            *(ids.get(name, "") for name in _AUTHORITIES), tuple(others),
            points[0][0] if is_point else "", points[0][1] if is_point else "", entity.parent,
            len(book.catalogue.mentions.get(entity.id, ())), bool(entity.element),
            holdings.locate_page(book.entity_target(entity.id)),
        )  # fmt: skip


_AUTHORITIES = ("gnd", "viaf", "wikidata", "geonames", "lcnaf")


def _list_mention_rows(holdings: Holdings) -> Iterator[Row]:
    for found in list_mentions(holdings):
        text, mention = found.text, found.mention
        words = mention.quotation
        yield (
            text.file, found.number, mention.anchor, mention.passage, mention.element,
            mention.kind, found.entities, mention.pointers, words.surface, words.before,
            words.after, str(mention.stream), mention.role, mention.certainty,
            _list_sigla(holdings, mention.witnesses, text.file),
            mention.location.line, holdings.locate_passage(text, mention.anchor),
        )  # fmt: skip


def _list_dating_rows(holdings: Holdings) -> Iterator[Row]:
    for text in holdings.book.texts:
        for number, dating in enumerate(text.datings, 1):
            time = dating.time
            start, _, end = write_span(time).partition("/")
            yield (
                text.file, number, dating.anchor, dating.passage, dating.quotation.surface,
                "" if start == ".." else start, "" if end == ".." else (end or start),
                time.first if time.first is not None else "",
                time.last if time.last is not None else "",
                tuple(f"{t.calendar} {'/'.join(dict.fromkeys((t.start, t.end)))}"
                      for t in time.given),
                tuple(f"{calendar} {value}".strip() for calendar, value in time.otherwise),
                tuple(time.uncertain), time.precision, time.certainty, time.duration,
                dating.calendar, str(dating.stream),
                _list_sigla(holdings, dating.witnesses, text.file),
                holdings.locate_passage(text, dating.anchor),
            )  # fmt: skip


def _list_reading_rows(holdings: Holdings) -> Iterator[Row]:
    for text in holdings.book.texts:
        for entry in text.entries:
            for number, reading in enumerate(entry.readings, 1):
                yield (
                    text.file, entry.anchor, number, entry.passage, entry.place,
                    str(entry.method), str(entry.standing), entry.type, entry.lemma,
                    "lem" if reading.is_lemma else "rdg", reading.text,
                    _list_sigla(holdings, reading.witnesses, text.file), reading.witnesses,
                    reading.responsible, reading.sources, reading.type, reading.cause,
                    reading.hand, reading.groups, reading.location.line,
                    holdings.locate_passage(text, entry.anchor),
                )  # fmt: skip


def _list_witness_rows(holdings: Holdings) -> Iterator[Row]:
    witnesses = holdings.book.witnesses
    counts: dict[str, int] = {}
    for text in holdings.book.texts:
        for entry in text.entries:
            for reading in entry.readings:
                for ident in {witnesses.find(value, text.file) for value in reading.witnesses}:
                    counts[ident] = counts.get(ident, 0) + 1
    for witness in witnesses:
        yield (
            witness.id, witness.siglum, witness.description, witness.dates, witness.repository,
            witness.group, witness.is_group, witnesses.is_declared(witness.id),
            counts.get(witness.id, 0),
        )  # fmt: skip


def _list_letter_rows(holdings: Holdings) -> Iterator[Row]:
    for letter in holdings.book.letters:
        start, _, end = write_span(letter.time).partition("/")
        yield (
            letter.text.file, letter.title, *_split(letter.senders), *_split(letter.addressees),
            letter.places, "" if start == ".." else start, "" if end == ".." else (end or start),
            tuple(letter.time.uncertain) if letter.time else (),
            holdings.locate_page(letter.target),
        )  # fmt: skip


def _split(people: Iterable[Correspondent]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = tuple(people)
    return tuple(p.name for p in found), tuple(p.id for p in found)


def _list_sigla(holdings: Holdings, values: Iterable[str], file: str) -> tuple[str, ...]:
    witnesses = holdings.book.witnesses
    return tuple(witnesses[witnesses.find(value, file)].siglum for value in values)


_TEXT = Column("text", "the file of the edition")
_PAGE = Column("page", "the address at which readers find it", "anyURI")
_STREAM = Column("stream", "where it is: text, note, reading or header")
_SIGLA = Column("sigla", "the sigla of the witnesses", is_list=True)

TABLES = (
    Table(
        "entities", "One row for each entity of the registers, or named by an address alone.",
        (
            Column("id", "the xml:id of the entry"),
            Column("kind", "person, organisation, place, event, work, object, term or name"),
            Column("type", "the @type of the entry"),
            Column("name", "its name"),
            Column("sort", "the words that it is filed by"),
            Column("language", "the language of the name"),
            Column("forms", "other names", is_list=True),
            Column("birth", "when born; two days with a slash are bounds, .. is open"),
            Column("death", "when dead"),
            Column("time", "when it flourished, lasted or happened"),
            Column("description", "what the entry says of it"),
            *(Column(name, f"its identifier in {name.upper()}") for name in _AUTHORITIES),
            Column("identifiers", "other identifiers", is_list=True),
            Column("latitude", "degrees north, WGS84", "number"),
            Column("longitude", "degrees east, WGS84", "number"),
            Column("parent", "the id of the entry that contains it"),
            Column("mentions", "how often the texts name it", "integer"),
            Column("listed", "whether a register has an entry for it", "boolean"),
            _PAGE,
        ), ("id",), _list_entity_rows,
    ),
    Table(
        "mentions", "One row for each name in the texts, in reading order.",
        (
            _TEXT,
            Column("number", "its number in the text", "integer"),
            Column("anchor", "its anchor"),
            Column("passage", "the anchor of the passage that contains it"),
            Column("element", "its TEI element"),
            Column("kind", "what it names, as the markup says"),
            Column("entities", "the ids of the entities that it names", is_list=True),
            Column("pointers", "its pointers, unchanged", is_list=True),
            Column("surface", "its words"),
            Column("before", "the words before"),
            Column("after", "the words after"),
            _STREAM,
            Column("role", "the part in a letter or speech"),
            Column("certainty", "@cert"),
            _SIGLA,
            Column("line", "the line of the file", "integer"),
            _PAGE,
        ), ("text", "number"), _list_mention_rows,
    ),
    Table(
        "datings", "One row for each date in the texts, in reading order.",
        (
            _TEXT,
            Column("number", "its number in the text", "integer"),
            Column("anchor", "its anchor"),
            Column("passage", "the anchor of the passage that contains it"),
            Column("surface", "its words"),
            Column("start", "the first day, month or year, Gregorian, ISO 8601"),
            Column("end", "the last"),
            Column("first", "the Julian day number of the first day", "integer"),
            Column("last", "that of the last day", "integer"),
            Column("given", "what the markup gives, by calendar", is_list=True),
            Column("otherwise", "values in calendars that are not computed", is_list=True),
            Column("uncertain", "bounds that are limits (notBefore, notAfter)", is_list=True),
            Column("precision", "@precision"),
            Column("certainty", "@cert"),
            Column("duration", "@dur"),
            Column("calendar", "the calendar of the words"),
            _STREAM,
            _SIGLA,
            _PAGE,
        ), ("text", "number"), _list_dating_rows,
    ),
    Table(
        "apparatus", "One row for each reading of each entry of the apparatus.",
        (
            _TEXT,
            Column("entry", "the anchor of the entry"),
            Column("number", "the number of the reading in the entry", "integer"),
            Column("passage", "the anchor of the passage"),
            Column("place", "what the entry says of its place"),
            Column("method", "how the entry is connected with the text"),
            Column("standing", "whether its words were found in the text"),
            Column("entry_type", "the type of the entry"),
            Column("lemma", "what the text reads there"),
            Column("element", "lem or rdg"),
            Column("reading", "the words of the reading"),
            _SIGLA,
            Column("witnesses", "the pointers, unchanged", is_list=True),
            Column("responsible", "@resp", is_list=True),
            Column("sources", "@source", is_list=True),
            Column("type", "the type of the reading"),
            Column("cause", "@cause"),
            Column("hand", "@hand"),
            Column("groups", "the groups of readings around it", is_list=True),
            Column("line", "the line of the file", "integer"),
            _PAGE,
        ), ("text", "entry", "number"), _list_reading_rows,
    ),
    Table(
        "witnesses", "One row for each witness, hand or group, declared or only named.",
        (
            Column("id", "its xml:id, or what it is named by"),
            Column("siglum", "its siglum"),
            Column("description", "what it is"),
            Column("dates", "its date"),
            Column("repository", "where it is kept"),
            Column("group", "the id of the list or manuscript that it is of"),
            Column("is_group", "whether it is a group", "boolean"),
            Column("declared", "whether a list of witnesses has it", "boolean"),
            Column("readings", "how many readings name it", "integer"),
        ), ("id",), _list_witness_rows,
    ),
    Table(
        "correspondence", "One row for each letter, by date.",
        (
            _TEXT,
            Column("title", "the title of the letter"),
            Column("senders", "who sent it", is_list=True),
            Column("sender_ids", "their ids in the register", is_list=True),
            Column("addressees", "who received it", is_list=True),
            Column("addressee_ids", "their ids in the register", is_list=True),
            Column("places", "where it was sent from", is_list=True),
            Column("start", "the first day on which it may have been sent, ISO 8601"),
            Column("end", "the last"),
            Column("uncertain", "bounds that are limits (notBefore, notAfter)", is_list=True),
            _PAGE,
        ), ("text",), _list_letter_rows,
    ),
)  # fmt: skip
