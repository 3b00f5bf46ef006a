"""Letters: who wrote to whom, when and where; their neighbours, and the facts behind their list."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tei_edition.dating.shortforms import format_span
from tei_edition.facts.mentions import Stream
from tei_edition.facts.registers import Kind
from tei_edition.language.collation import collation_key
from tei_edition.pages.addresses import LETTERS
from tei_edition.pages.fact_xml import make_element, make_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.facts.mentions import Mention
    from tei_edition.facts.text import Text
    from tei_edition.facts.times import TimeSpan
    from tei_edition.pages.site_plan import SitePlan

SENT, RECEIVED = "sent", "received"
_WRITERS = frozenset({Kind.PERSON, Kind.ORGANISATION, ""})


class Correspondent(NamedTuple):
    """Somebody who wrote or received a letter: by the id of an entry, or by name alone."""

    name: str
    id: str = ""

    @property
    def key(self) -> str:
        """The key that distinguishes correspondents."""
        return self.id or self.name


class Letter(NamedTuple):
    """A text whose header says who sent it (TEI Guidelines, section 2.4.6)."""

    text: Text
    docname: str
    title: str
    senders: tuple[Correspondent, ...]
    addressees: tuple[Correspondent, ...]
    places: tuple[str, ...]
    time: TimeSpan | None

    @property
    def correspondence(self) -> frozenset[str]:
        """The two correspondents, regardless of who wrote."""
        return frozenset(c.key for c in (*self.senders, *self.addressees))

    @property
    def order(self) -> tuple[bool, int, int]:
        """Its place among all letters: by day, those without any last."""
        bounds = [] if self.time is None else [self.time.first, self.time.last]
        days = [day for day in bounds if day is not None]
        return (not days, days[0] if days else 0, days[-1] if days else 0)


def list_letters(book: SitePlan) -> list[Letter]:
    """List the letters of an edition by date; those of one day in the order of the texts."""
    return sorted(_read_letters(book), key=lambda letter: letter.order)


def _read_letters(book: SitePlan) -> Iterator[Letter]:
    for text in book.texts:
        named = [m for m in text.mentions if m.stream is Stream.HEADER and m.role]
        senders = tuple(_list_correspondents(book, text, named, SENT))
        addressees = tuple(_list_correspondents(book, text, named, RECEIVED))
        if not senders and not addressees:
            continue
        docname = book.list_pages(text)[0][1]
        sent = [life.time for life in text.lives if life.aspect == SENT and not life.entity]
        places = (
            _name(book, text, m).name for m in named if m.role == SENT and m.kind == Kind.PLACE
        )
        yield Letter(
            text, docname, book.titles[docname], senders, addressees,
            tuple(dict.fromkeys(filter(None, places))), sent[0] if sent else None,
        )  # fmt: skip


def _list_correspondents(
    book: SitePlan, text: Text, named: Iterable[Mention], role: str
) -> Iterable[Correspondent]:
    found = (_name(book, text, m) for m in named if m.role == role and m.kind in _WRITERS)
    return {c.key: c for c in found if c.name}.values()


def _name(book: SitePlan, text: Text, mention: Mention) -> Correspondent:
    """Return the person that a name in a header means, with the name in the register."""
    ident = next(iter(book.catalogue.list_named(mention, text.file)), "")
    if ident:
        return Correspondent(book.catalogue.entities[ident].name, ident)
    return Correspondent(mention.quotation.surface)


def list_neighbours(letters: list[Letter]) -> dict[str, dict[str, Letter]]:
    """Return for the file of each letter those before and after it in its correspondence.

    The keys of each are `previous` and `next`. A letter without addressee or date has none.
    """
    found: dict[str, dict[str, Letter]] = {}
    groups: dict[frozenset[str], list[Letter]] = {}
    for letter in letters:
        if letter.senders and letter.addressees and not letter.order[0]:
            groups.setdefault(letter.correspondence, []).append(letter)
    for group in groups.values():
        for before, after in pairwise(group):
            found.setdefault(after.text.file, {})["previous"] = before
            found.setdefault(before.text.file, {})["next"] = after
    return found


def list_days(book: SitePlan, text: Text) -> dict[str, str]:
    """Return the days of a letter in words, by what the attributes of its dates say."""
    times = [life.time for life in text.lives if life.aspect == SENT and not life.entity]
    times += [act.time for act in text.acts]
    return {
        "–".join(dict.fromkeys(filter(None, (term.start, term.end)))): format_span(
            time, book.words, book.wording_language
        )
        for time in times
        for term in time.given
    }


def list_letter_pages(book: SitePlan) -> dict[str, etree._Element]:
    """Return the page of all letters by its docname; none for an edition of fewer than two."""
    letters = list_letters(book)
    if len(letters) < 2:
        return {}
    docname = f"{book.folder}/{LETTERS}"
    page = make_page(book, "letters", docname, book.words["Letters"])
    partners: dict[str, tuple[Correspondent, list[Letter]]] = {}
    years: dict[str, list[Letter]] = {}
    for letter in letters:
        years.setdefault(_find_year(book, letter), []).append(letter)
        for person in {c.key: c for c in (*letter.senders, *letter.addressees)}.values():
            partners.setdefault(person.key, (person, []))[1].append(letter)
    by_name = sorted(
        partners.values(), key=lambda item: collation_key(item[0].name, book.catalogue.language)
    )
    for person, found in by_name:
        group = make_element(
            "correspondent", page, name=person.name, key=person.key,
            target=book.entity_target(person.id) if person.id else "",
        )  # fmt: skip
        for letter in found:
            _add_letter(book, group, letter)
    for year, found in years.items():
        group = make_element("year", page, label=year)
        for letter in found:
            _add_letter(book, group, letter)
    return {docname: page}


def _find_year(book: SitePlan, letter: Letter) -> str:
    """Return the year of a letter, or the words that it is undated."""
    if letter.time is None:
        return book.words["undated"]
    plain = msgspec.structs.replace(letter.time, precision="", certainty="")
    words = format_span(plain, book.words, book.wording_language, years_only=True)
    return words or book.words["undated"]


def _add_letter(book: SitePlan, parent: etree._Element, letter: Letter) -> None:
    element = make_element(
        "text", parent, target=letter.docname, title=letter.title,
        date=format_span(letter.time, book.words, book.wording_language) if letter.time else "",
        place=", ".join(letter.places),
    )  # fmt: skip
    for name, people in (("from", letter.senders), ("to", letter.addressees)):
        for person in people:
            target = book.entity_target(person.id) if person.id else ""
            make_element(name, element, name=person.name, target=target)
