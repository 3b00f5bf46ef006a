"""Letters: their correspondents, dates and neighbours, and the facts for their list."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tei_edition.dating.shortforms import format_span, is_doubtful
from tei_edition.facts.registers import Kind
from tei_edition.language.collation import collation_key
from tei_edition.pages.addresses import LETTERS, find_free, slugify
from tei_edition.pages.fact_xml import make_element, make_page
from tei_edition.pages.filters import WHERE, WHO, YEAR, add_filters, join_marks
from tei_edition.reader.letters import LETTER_HOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml import etree

    from tei_edition.facts.letters import DescribedLetter, Named, OwnLetter
    from tei_edition.facts.mentions import Mention
    from tei_edition.facts.text import Text
    from tei_edition.facts.times import TimeSpan
    from tei_edition.pages.site_plan import SitePlan

SENT, RECEIVED = "sent", "received"
# What editors write where they do not know who it was.
_NOBODY = frozenset({
    "anonym", "anonymous", "anonimo", "anónimo", "anonyme", "desconocido", "inconnu", "n. n",
    "n.n", "nn", "ignoto", "nieznany", "sconosciuto", "unbekannt", "unidentified", "unknown",
    "аноним", "неизвестный", "неизвестно",
})  # fmt: skip
_WRITERS = frozenset({Kind.PERSON, Kind.ORGANISATION, ""})


class Correspondent(NamedTuple):
    """A sender or addressee of a letter: the id of an entry, or only a name.

    `is_doubtful` says that the edition is not certain of it.
    """

    name: str
    id: str = ""
    is_doubtful: bool = False

    @property
    def key(self) -> str:
        """The key that distinguishes correspondents."""
        return self.id or self.name

    @property
    def is_known(self) -> bool:
        """Whether it is somebody: two letters of *unknown* are not of one person."""
        return bool(self.id) or self.name.strip(" [](){}.?").casefold() not in _NOBODY

    @property
    def words(self) -> str:
        """The name, with a question mark if the edition is not certain."""
        return f"{self.name}?" if self.is_doubtful and "?" not in self.name else self.name


class Letter(NamedTuple):
    """A text, or a part of one, of which its header says who sent it (TEI Guidelines, 2.4.6).

    `key` is different for each letter of the edition. `target` is where readers find it: its page,
    or its place on that. `described` is the number of its correspDesc in the file, negative for
    what says in its opener and closer alone who sent it; `mentions` are those of its header.
    """

    text: Text
    key: str
    docname: str
    target: str
    title: str
    senders: tuple[Correspondent, ...]
    addressees: tuple[Correspondent, ...]
    places: tuple[str, ...]
    time: TimeSpan | None
    received: TimeSpan | None = None
    anchor: str = ""
    described: int = -1
    mentions: tuple[Mention, ...] = ()
    doubtful_places: frozenset[str] = frozenset()

    @property
    def is_by_itself(self) -> bool:
        """Whether only the letter itself says who sent it."""
        return self.described < 0

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
        letters = [
            letter
            for number, described in enumerate(text.letters)
            if (letter := _read_described(book, text, number, described))
        ]
        yield from letters
        if not letters and text.letter:
            yield _read_own(book, text, text.letter)


def _read_described(
    book: SitePlan, text: Text, number: int, described: DescribedLetter
) -> Letter | None:
    """Return a letter as its header describes it; None if that names nobody."""
    named = described.mentions
    senders = tuple(_list_correspondents(book, text, named, SENT))
    addressees = tuple(_list_correspondents(book, text, named, RECEIVED))
    if not senders and not addressees:
        return None
    anchor = described.anchor
    docname = book.find_page(text.file, anchor)
    if not docname:
        docname, anchor = book.list_pages(text)[0][1], ""
    is_page = not anchor or anchor in {unit.anchor for unit, _ in book.list_pages(text)}
    where = (m for m in named if m.role == SENT and m.kind == Kind.PLACE)
    places = [place for mention in where for place in _name(book, text, mention)]
    title = "" if is_page else book.division_title(text.file, anchor)
    key = f"{text.file}#{number}" if number else text.file
    target = docname if is_page else f"{docname}#{anchor}"
    return Letter(
        text, key, docname, target, title or book.titles[docname], senders, addressees,
        tuple(dict.fromkeys(place.name for place in places if place.name)),
        described.sent, described.received, anchor, number, named,
        frozenset(place.name for place in places if place.is_doubtful),
    )  # fmt: skip


def _read_own(book: SitePlan, text: Text, letter: OwnLetter) -> Letter:
    """Return a letter by what it says of itself."""
    senders, addressees, places = (
        tuple({c.key: c for c in (_find(book, text, n) for n in found) if c.name}.values())
        for found in (letter.senders, letter.addressees, letter.places)
    )
    docname = book.list_pages(text)[0][1]
    return Letter(
        text, text.file, docname, docname, book.titles[docname], senders, addressees,
        tuple(place.name for place in places), letter.time,
    )  # fmt: skip


def _find(book: SitePlan, text: Text, named: Named) -> Correspondent:
    idents = (book.catalogue.find_entity(pointer, text.file) for pointer in named.pointers)
    ident = next(filter(None, idents), "")
    return Correspondent(book.catalogue.entities[ident].name if ident else named.text, ident)


def describe_heads(book: SitePlan, text: Text, docname: str) -> list[dict[str, object]]:
    """Return what the stylesheets need for the heads of the letters on a page.

    Each is above the text or division with its `anchor`, or at the top of the page without one.
    `described` is the number of its correspDesc in the file, 0 for none.
    """
    letters = {letter.described: letter for letter in book.letters_of.get(text.file, ())}
    found: list[tuple[str, int, Letter | None]]
    if own := letters.get(-1):
        found = [("", 1 if text.letters else 0, own)]
    else:
        found = [(d.anchor, n + 1, letters.get(n)) for n, d in enumerate(text.letters)]
    first = book.list_pages(text)[0][1]
    units = {unit.anchor for unit, _ in book.list_pages(text)}
    heads: list[dict[str, object]] = []
    for anchor, number, letter in found:
        if (book.find_page(text.file, anchor) or first) != docname:
            continue
        is_inside = anchor not in units and text.ids.get(anchor, "text") in LETTER_HOLDERS
        neighbours = book.letter_neighbours.get(letter.key, {}) if letter else {}
        heads.append(
            {
                "anchor": anchor if is_inside else "",
                "described": number,
                "own": describe_own(book, letter) if letter and letter.is_by_itself else [],
                "neighbours": {
                    side: {"target": other.target, "title": other.title}
                    for side, other in neighbours.items()
                },
            }
        )
    return heads


def describe_own(book: SitePlan, letter: Letter) -> list[dict[str, object]]:
    """Return the head of a letter whose header has none: who sent it, and who received it."""
    when = format_span(letter.time, book.words, book.wording_language) if letter.time else ""
    said = ((SENT, letter.senders, (*letter.places, when)), (RECEIVED, letter.addressees, ()))
    return [
        {
            "type": kind,
            "people": [
                {"name": c.name, "target": book.entity_target(c.id) if c.id else ""} for c in people
            ],
            "rest": ", ".join(filter(None, rest)),
        }
        for kind, people, rest in said
        if people or any(rest)
    ]


def _list_correspondents(
    book: SitePlan, text: Text, named: Iterable[Mention], role: str
) -> Iterable[Correspondent]:
    written = (m for m in named if m.role == role and m.kind in _WRITERS)
    found = (c for mention in written for c in _name(book, text, mention) if c.name)
    return {c.key: c for c in found}.values()


def _name(book: SitePlan, text: Text, mention: Mention) -> list[Correspondent]:
    """Return whom a name in a header means, each with the name in the register."""
    idents = book.catalogue.list_named(mention, text.file)
    doubt = is_doubtful(mention.certainty)
    named = [Correspondent(book.catalogue.entities[i].name, i, doubt) for i in idents]
    return named or [Correspondent(mention.quotation.surface, "", doubt)]


def list_neighbours(letters: list[Letter]) -> dict[str, dict[str, Letter]]:
    """Return for the key of each letter those before and after it in its correspondence.

    The keys of each are `previous` and `next`. A letter without addressee or date has none.
    """
    found: dict[str, dict[str, Letter]] = {}
    groups: dict[frozenset[str], list[Letter]] = {}
    for letter in letters:
        are_known = all(c.is_known for c in (*letter.senders, *letter.addressees))
        if letter.senders and letter.addressees and are_known and not letter.order[0]:
            groups.setdefault(letter.correspondence, []).append(letter)
    for group in groups.values():
        for before, after in pairwise(group):
            found.setdefault(after.key, {})["previous"] = before
            found.setdefault(before.key, {})["next"] = after
    return found


def list_days(book: SitePlan, text: Text) -> dict[str, str]:
    """Return the days of a letter in words, by what the attributes of its dates say."""
    times = [life.time for life in text.lives if life.aspect == SENT and not life.entity]
    times += [act.time for act in text.acts]
    times += [t for one in text.letters for t in (one.sent, one.received) if t is not None]
    return {
        "–".join(dict.fromkeys(filter(None, (term.start, term.end)))): format_span(
            time, book.words, book.wording_language
        )
        for time in times
        for term in time.given
    }


class _Group(NamedTuple):
    """The letters that somebody wrote or received, or that were written in one place.

    `target` is the entry of a register, `docname` the page of these letters: that of the letter
    itself where there is only one.
    """

    name: str
    target: str
    docname: str
    letters: list[Letter]


class _Year(NamedTuple):
    """The letters of a year, and where they are listed: a place on a page, or a page."""

    label: str
    target: str
    letters: list[Letter]


# So many letters are listed on a page; of more, each year has a separate page.
MOST = 1000


def list_letter_pages(book: SitePlan) -> dict[str, etree._Element]:
    """Return the page of all letters, and those of correspondents and places, by their docnames.

    There is none for an edition of fewer than two letters.
    """
    letters = [*book.letters]
    if len(letters) < 2:
        return {}
    docname = f"{book.folder}/{LETTERS}"
    page = make_page(book, "letters", docname, book.words["Letters"])
    taken = {name.casefold() for name in (*book.titles, *book.bases)}
    partners = _group_letters(book, taken, letters, _list_partners)
    places = _group_letters(book, taken, letters, lambda letter: letter.places)
    pages = {docname: page}
    for facet, groups in ((WHO, partners), (WHERE, places)):
        for group in groups:
            element = make_element(
                "group", page, facet=facet, name=group.name, docname=group.docname,
                number=str(len(group.letters)),
            )  # fmt: skip
            years = _list_years(book, group, taken)
            for year in years:
                number = str(len(year.letters))
                make_element("span", element, label=year.label, target=year.target, number=number)
            if len(group.letters) > 1:
                pages[group.docname] = _make_group_page(book, docname, group)
                pages |= _add_years(book, pages[group.docname], group, years)
    every = _Group("", "", docname, letters)
    years = _list_years(book, every, taken)
    pages |= _add_years(book, page, every, years)
    names = {join_marks([(YEAR, year.label)]): year.label for year in years}
    names |= {join_marks([(WHO, _find_key(g))]): g.name for g in partners}
    names |= {join_marks([(WHERE, g.name)]): g.name for g in places}
    add_filters(book, page, (e.get("marks", "") for e in page.iter("{*}text")), names)
    return pages


def _list_partners(letter: Letter) -> Iterable[Correspondent]:
    return {c.key: c for c in (*letter.senders, *letter.addressees)}.values()


def _group_letters(
    book: SitePlan,
    taken: set[str],
    letters: Iterable[Letter],
    list_of: Callable[[Letter], Iterable[Correspondent | str]],
) -> list[_Group]:
    """Return the letters of each that a letter has, by name, as the register files names."""
    found: dict[str, tuple[Correspondent, list[Letter]]] = {}
    for letter in letters:
        for item in list_of(letter):
            one = Correspondent(item) if isinstance(item, str) else item
            found.setdefault(one.key, (one, []))[1].append(letter)
    groups = []
    for one, group in found.values():
        docname = group[0].target
        if len(group) > 1:
            wish = f"{book.folder}/{LETTERS}/{slugify(one.key)}"
            docname = find_free(wish, taken)
        target = book.entity_target(one.id) if one.id else ""
        groups.append(_Group(one.name, target, docname, group))
    return sorted(groups, key=lambda g: collation_key(g.name, book.catalogue.language))


def _find_key(group: _Group) -> str:
    """Return the key of the correspondent whose letters a group has."""
    found = (c for c in _list_partners(group.letters[0]) if c.name == group.name)
    return next((c.key for c in found), group.name)


def _divide(book: SitePlan, letters: Iterable[Letter]) -> dict[str, list[Letter]]:
    """Return letters by their years, the undated last."""
    years: dict[str, list[Letter]] = {}
    for letter in letters:
        years.setdefault(_find_year(book, letter), []).append(letter)
    return years


def _name_anchor(year: str) -> str:
    return f"year-{slugify(year)}"


def _list_years(book: SitePlan, group: _Group, taken: set[str]) -> list[_Year]:
    """Return the years of a group; those of many letters have addresses of their own."""
    years = []
    for year, letters in _divide(book, group.letters).items():
        target = f"{group.docname}#{_name_anchor(year)}"
        if len(group.letters) > MOST:
            target = find_free(f"{group.docname}/{slugify(year)}", taken)
        years.append(_Year(year, target if len(group.letters) > 1 else group.docname, letters))
    return years


def _make_group_page(book: SitePlan, up: str, group: _Group) -> etree._Element:
    """Return the page of letters that belong together, without these."""
    title = f"{book.words['Letters']}: {group.name}"
    return make_page(
        book, "letters", group.docname, title, up=up, name=group.name, target=group.target
    )


def _add_years(
    book: SitePlan, page: etree._Element, group: _Group, years: list[_Year]
) -> dict[str, etree._Element]:
    """Add the years of a group to its page: their letters, or links to pages of these.

    Returns the pages below it.
    """
    pages: dict[str, etree._Element] = {}
    for year in years:
        if len(group.letters) <= MOST:
            _add_year(book, page, year, year.letters)
            continue
        _add_year(book, page, year, ())
        name = ", ".join(filter(None, (group.name, year.label)))
        below = group._replace(name=name, docname=year.target)
        pages[year.target] = _make_group_page(book, group.docname, below)
        _add_year(book, pages[year.target], year, year.letters)
    return pages


def _add_year(book: SitePlan, page: etree._Element, year: _Year, letters: Iterable[Letter]) -> None:
    part = make_element(
        "year", page, label=year.label, anchor=_name_anchor(year.label), target=year.target,
        number=str(len(year.letters)),
    )  # fmt: skip
    for letter in letters:
        _add_letter(book, part, letter)


def _find_year(book: SitePlan, letter: Letter) -> str:
    """Return the year of a letter, or the words that it is undated."""
    if letter.time is None:
        return book.words["undated"]
    plain = msgspec.structs.replace(letter.time, precision="", certainty="")
    words = format_span(plain, book.words, book.wording_language, years_only=True)
    return words or book.words["undated"]


def _add_letter(book: SitePlan, parent: etree._Element, letter: Letter) -> None:
    marks = [
        (YEAR, _find_year(book, letter)),
        *((WHO, person.key) for person in _list_partners(letter)),
        *((WHERE, place) for place in letter.places),
    ]
    element = make_element(
        "text", parent, target=letter.target, title=letter.title,
        date=format_span(letter.time, book.words, book.wording_language) if letter.time else "",
        place=", ".join(
            f"{place}?" if place in letter.doubtful_places else place for place in letter.places
        ),
        marks=join_marks(marks),
    )  # fmt: skip
    for name, people in (("from", letter.senders), ("to", letter.addressees)):
        for person in people:
            target = book.entity_target(person.id) if person.id else ""
            make_element(name, element, name=person.words, target=target)
