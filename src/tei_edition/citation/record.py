"""What a citation says, as the headers of an edition say it, and nothing that they leave open.

What stands in a header only to keep a place ("TODO", "unpublished", "[title]") says nothing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tei_edition.book import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tei_edition.book import Book
    from tei_edition.facts import Agent, Header
    from tei_edition.pointers import Resolver


class Name(msgspec.Struct, frozen=True):
    """Somebody as a citation names them: in parts, or by `literal` alone; `uri` says who it is."""

    literal: str = ""
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_body: bool = False
    uri: str = ""

    @property
    def words(self) -> str:
        """The name in the order in which it is spoken."""
        parts = (self.given, self.particle, self.family, self.suffix)
        return self.literal or " ".join(filter(None, parts))


class Style(NamedTuple):
    """A style to cite in, the path of its file or its name where it is installed; its locale."""

    source: str
    locale: str


class Passage(NamedTuple):
    """A passage of a page that may be cited by itself: its anchor, and what readers call it."""

    anchor: str
    label: str


class Citation(msgspec.Struct, frozen=True):
    """What there is to cite of an edition, of a text or of a part of one; what is unknown is empty.

    `container` is the title of the whole that a part belongs to, `whole` its docname. `issued` is
    a date of ISO 8601, two of them with a slash between, or words. `address` is where the header
    says that the text is found; `url` and `container_url` are those of the pages (see `locate`).
    """

    key: str
    docname: str
    title: str
    whole: str = ""
    container: str = ""
    series: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    contributors: tuple[Name, ...] = ()
    publisher: str = ""
    place: str = ""
    issued: str = ""
    edition: str = ""
    version: str = ""
    changed: str = ""
    language: str = ""
    licence: str = ""
    doi: str = ""
    isbn: str = ""
    urn: str = ""
    address: str = ""
    url: str = ""
    container_url: str = ""
    locator: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it is part of a whole that has a title of its own."""
        return bool(self.container)

    @property
    def dates(self) -> tuple[tuple[int, ...], ...]:
        """Its date, or both of a range, as year, month and day; none where it is in words."""
        found = [_read_day(part) for part in self.issued.split("/")]
        return tuple(found) if all(found) else ()

    @property
    def year(self) -> str:
        """The first year of its date; of words, the year that they name if it is just one."""
        if self.dates:
            return f"{self.dates[0][0]:04}"
        years = set(re.findall(r"(?<!\d)\d{4}(?!\d)", self.issued))
        return years.pop() if len(years) == 1 else ""


_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


@functools.cache
def _read_day(date: str) -> tuple[int, ...]:
    """Year, month and day of a date of ISO 8601 so far as it has them; nothing for all else."""
    match = _ISO.fullmatch(date)
    return tuple(int(number) for number in match.groups() if number) if match else ()


class Citations(msgspec.Struct, frozen=True):
    """The citations of an edition by docname, that of the whole by its page of contents.

    `passages` are those of each page; `home` is the docname of the whole, `title` its title;
    `style` is what all are cited in, `words` are those around them.
    """

    pages: dict[str, Citation] = {}
    passages: dict[str, tuple[Passage, ...]] = {}
    home: str = ""
    title: str = ""
    style: Style = Style("", "")
    words: dict[str, str] = {}


def make_citations(book: Book, style: Style, version: str = "") -> Citations:
    """What to cite on each page of the texts of an edition, and of the edition as a whole.

    `version` is that of the edition, if something outside its headers tells one.
    """
    home = f"{book.folder}/{CONTENTS}"
    title = _clean(book.config.edition.title)
    whole = _make_whole(book, home, title, version)
    # An edition of many texts may have no title of its own: then there is nothing to cite it by.
    pages = {home: whole} if whole.title else {}
    for text in book.texts:
        made = make_citation(text.header, book.resolver, text.file, version=version)
        container = title if title != made.title else ""
        units = book.list_pages(text)
        for unit, docname in units:
            parts = {"docname": docname, "key": _make_key(made, docname)}
            if not unit.anchor:
                page = msgspec.structs.replace(made, whole=home, container=container, **parts)
            else:
                page = msgspec.structs.replace(
                    made,
                    title=book.page_title(text, unit),
                    whole=units[0][1] if made.title else home,
                    container=made.title or container,
                    series=container if made.title and container else made.series,
                    # They are the whole text's.
                    doi="", isbn="", urn="", address="",
                    **parts,
                )  # fmt: skip
            pages[docname] = page
    words = {key: book.words[key] for key in _WORDS}
    if not book.config.citation.pages:
        pages = {}
    return Citations(pages, _list_passages(book), home, whole.title, style, words)


_WORDS = (
    "cite page", "cite edition", "cite passage", "short form", "long form", "copy", "copied",
    "how to cite", "Download",
)  # fmt: skip


def _make_whole(book: Book, home: str, title: str, version: str) -> Citation:
    """The citation of the edition: what all its headers agree on."""
    made = [make_citation(t.header, book.resolver, t.file, version=version) for t in book.texts]
    shared: dict[str, Any] = {}
    for name in _SHARED:
        values = {getattr(citation, name) for citation in made}
        if len(values) == 1:
            shared[name] = values.pop()
    if len(made) == 1:
        shared |= {name: getattr(made[0], name) for name in _SINGLE}
    elif not version:
        shared["version"] = max((citation.changed for citation in made), default="")
        shared["changed"] = shared["version"]
    known = next((c.title for c in made if c.title), "") if len(made) == 1 else ""
    whole = Citation("", home, **{**shared, "title": title or known or shared.get("series", "")})
    return msgspec.structs.replace(whole, key=_make_key(whole, home))


_SHARED = (
    "authors", "editors", "translators", "contributors", "publisher", "place", "issued", "series",
    "edition", "version", "language", "licence",
)  # fmt: skip
_SINGLE = ("changed", "doi", "isbn", "urn", "address")


def _list_passages(book: Book) -> dict[str, tuple[Passage, ...]]:
    """The passages of each page that have a label, in order."""
    found: dict[str, list[Passage]] = {}
    for text in book.texts:
        for passage in text.passages:
            if passage.element in _CITED and (label := book.passage_label(text, passage.anchor)):
                docname = book.find_page(text.file, passage.anchor)
                found.setdefault(docname, []).append(Passage(passage.anchor, label))
    return {docname: tuple(passages) for docname, passages in found.items()}


_CITED = frozenset({"ab", "l", "p"})


# A record of a header.


def make_citation(header: Header, resolver: Resolver, file: str, *, version: str = "") -> Citation:
    """What the header of a file says of it; it has neither docname nor key yet."""
    authors, editors, translators, contributors = _sort_agents(header.agents, resolver, file)
    number = _clean(header.number)
    is_count = number.isdecimal()
    edition = number if is_count else _clean(header.edition)
    ids = {name: _find_identifier(header, pattern) for name, pattern in _IDENTIFIERS.items()}
    return Citation(
        key="",
        docname="",
        title=_clean(header.title),
        series=_clean(header.series),
        authors=authors,
        editors=editors,
        translators=translators,
        contributors=contributors,
        publisher=", ".join(filter(None, map(_clean, header.publishers))),
        place=", ".join(filter(None, map(_clean, header.places))),
        issued=_read_issued(header.date),
        # A whole paragraph is a description, and none of the edition's name.
        edition=edition if len(edition) <= _LONGEST_EDITION else "",
        version=version or ("" if is_count else _VERSION.fullmatch(number) and number)
        or header.changed,
        changed=header.changed,
        language=_read_language(header.language),
        licence=next((licence.uri for licence in header.licences if licence.uri), ""),
        **ids,
    )  # fmt: skip


def list_missing(header: Header, url: str) -> tuple[str, ...]:
    """What a citation of a file must lack, because neither its header nor the edition says it.

    `url` is the address of the edition. They are title, name, publisher, date and address. What
    would stand in a statement that the header does not have is left to the schema, and what is
    told of the publication in prose is taken to be all there is to tell.
    """
    found = {
        "title": _clean(header.title),
        "name": any(_clean(agent.name) for agent in header.agents),
        "publisher": any(map(_clean, header.publishers)),
        "date": _read_issued(header.date),
        "address": url or any(_find_identifier(header, p) for p in _IDENTIFIERS.values()),
    }
    there: dict[str, tuple[str, ...]] = {"titleStmt": ("title", "name")}
    if not _clean(header.prose):
        there["publicationStmt"] = ("publisher", "date", "address")
    asked = {name for statement in header.statements for name in there.get(statement, ())}
    return tuple(name for name, value in found.items() if name in asked and not value)


_LONGEST_EDITION = 60
_VERSION = re.compile(r"v?\d+(\.\d+)+\S*")


# Words that keep a place.

_NOTHING = frozenset({
    "anonym", "author", "date", "desconocido", "editor", "fixme", "inconnu",
    "information about the source", "n.d.", "n.n.", "n.p.", "n/a", "na", "name", "nicht bekannt",
    "nicht veröffentlicht", "nn", "no publisher", "none", "not known", "not published",
    "not yet published", "null", "ohne titel", "pending", "place", "publication information",
    "publisher", "s.a.", "s.d.", "s.l.", "s.n.", "sans titre", "sconosciuto", "sine loco",
    "sine nomine", "tba", "tbc", "tbd", "title", "title of the text", "to be added",
    "to be announced", "to be determined", "to be supplied", "unbekannt", "unknown",
    "unpublished", "untitled", "unveröffentlicht", "xx", "xxx", "your name", "yyyy", "yyyy-mm-dd",
})  # fmt: skip
_AROUND = " \t\n[](){}<>$*_-–—…?!.:;,'\"‹›«»"
_ORDER = re.compile(r"(todo|fixme|xxx)\b|(add|describe|give|insert|name|put|say|write) here\b")


def is_placeholder(words: str) -> bool:
    """Whether words only keep a place where something should stand."""
    plain = words.casefold().strip(_AROUND)
    return not plain or bool({plain, plain + "."} & _NOTHING) or bool(_ORDER.match(plain))


def _clean(words: str) -> str:
    words = " ".join(words.split())
    return "" if is_placeholder(words) else words


# Persons.


def _sort_agents(
    agents: Iterable[Agent], resolver: Resolver, file: str
) -> tuple[tuple[Name, ...], ...]:
    """Authors, editors, translators and all others, each person once, where it counts most."""
    found: dict[str, list[Name]] = {role: [] for role in ("author", "editor", "translator", "")}
    named = [agent for agent in agents if _clean(agent.name)]
    has_editor = any(a.element == "editor" and _find_role(a) == "editor" for a in named)
    for agent in named:
        role = _find_role(agent)
        # Who is named as editor edits; of other statements the words decide, where nobody is.
        if has_editor and role == "editor" and agent.element != "editor":
            role = ""
        found[role].append(_make_name(agent, resolver, file))
    seen: set[str] = set()
    sorted_names = []
    for role, names in found.items():
        # An author may edit, too; whoever has a part already is no mere contributor.
        kept = {name.words: name for name in names if role or name.words not in seen}
        seen.update(kept)
        sorted_names.append(tuple(kept.values()))
    return tuple(sorted_names)


_ROLES = {"aut": "author", "edt": "editor", "trl": "translator"}  # codes of MARC
# "Translated by", not "Italian translation": an edition has that beside the text.
_TRANSLATOR = re.compile(
    r"translat(ed|or|ion\b)|übersetz(t|er|ung)|tradu(cteur|ction|it\b|tor|zione)|tradotto|traducido"
)
_EDITOR = re.compile(
    r"\b(edit|éd(it|\.)|ed\.|hrsg|hg\.|herausg|établ|establish|ediert|edici|edizion|a cura|curat"
    r"|redakt|редакт|подготовк)"
)


def _find_role(agent: Agent) -> str:
    if agent.element == "author":
        return "author"
    role = agent.role.casefold()
    code = next((_ROLES[word] for word in role.split() if word in _ROLES), "")
    if code or agent.element == "principal":
        return code or "editor"
    if _TRANSLATOR.match(role):
        return "translator"
    return "editor" if agent.element == "editor" or _EDITOR.search(role) else ""


def _make_name(agent: Agent, resolver: Resolver, file: str) -> Name:
    words = agent.name
    uri = next((p for p in agent.pointers if p.startswith(("https://", "http://"))), "")
    if agent.family:
        parts = (agent.family, agent.given, agent.particle, agent.suffix)
        return Name("", *parts, uri=uri)
    if agent.is_body:
        return Name(words, is_body=True, uri=uri)
    family, given = _split_name(words)
    if not family:
        family, given = _look_up_name(agent, resolver, file)
    return Name("", family, given, uri=uri) if family else Name(words, uri=uri)


# "Heminge, John, approximately 1556-1630": as libraries write a name, with the dates of its life.
_INVERTED = re.compile(r"(?P<family>[^,;&]+), (?P<given>[^,;&\d]+?)(, [^,]*\d{3}[^,]*)?\.?")
_NO_GIVEN = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "inc", "inc.", "ltd", "ltd.", "llc"})


def _split_name(words: str) -> tuple[str, str]:
    """Family name and forename of a name that is written in that order, with a comma between."""
    match = _INVERTED.fullmatch(words)
    if match is None or match["given"].casefold() in _NO_GIVEN or match["given"][0].islower():
        return "", ""
    return match["family"].strip(), match["given"].strip()


def _look_up_name(agent: Agent, resolver: Resolver, file: str) -> tuple[str, str]:
    """The parts of a name where the register, to which it points, has the same words in order."""
    for pointer in agent.pointers:
        target = resolver.resolve_name(pointer, file)
        entity = resolver.entities.get(target.id) if target is not None else None
        if entity is None:
            continue
        for form in (entity.sort_key, entity.name, *(form.text for form in entity.forms)):
            family, given = _split_name(form)
            if family and sorted(f"{family} {given}".split()) == sorted(agent.name.split()):
                return family, given
    return "", ""


# Dates, languages, identifiers.

_RANGE = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})")


def _read_issued(date: str) -> str:
    """A date of ISO 8601 as it stands, two years as two, all else in its words."""
    date = _clean(date)
    if match := _RANGE.fullmatch(date):
        return f"{match[1]}/{match[2]}"
    return "" if re.fullmatch(r"0{4}(-.*)?", date) else date


def _read_language(language: str) -> str:
    return language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else ""


_IDENTIFIERS = {
    "doi": re.compile(r"(?i:doi:|https?://(?:dx\.)?doi\.org/)?(?P<id>10\.\d{4,}/\S+)"),
    "isbn": re.compile(r"(?i:isbn(?:-1[03])?:?\s*)?(?P<id>[\d -]{9,16}[\dxX])"),
    "urn": re.compile(r"(?P<id>(?i:urn):[A-Za-z0-9][A-Za-z0-9-]+:\S+)"),
    "address": re.compile(r"(?P<id>https?://(?!\S*xxx)\S+)"),
}


def _find_identifier(header: Header, pattern: re.Pattern[str]) -> str:
    for identifier in header.identifiers:
        # Digits alone may be the number of anything.
        is_named = "isbn" in f"{identifier.authority} {identifier.value}".casefold()
        if pattern is _IDENTIFIERS["isbn"] and not is_named:
            continue
        match = pattern.fullmatch(identifier.value)
        if match and not (pattern is _IDENTIFIERS["address"] and "doi.org/10." in match["id"]):
            return match["id"]
    return ""


# Keys.


def _make_key(citation: Citation, docname: str) -> str:
    """A name for the record, in ASCII: who, when, and which page."""
    first = next(iter((*citation.authors, *citation.editors)), None)
    who = (first.family or first.literal.partition(" ")[0]) if first else ""
    page = docname.partition("/")[2]
    slug = _plain(page)
    if not page.isascii():
        slug += blake2b(page.encode(), digest_size=3).hexdigest()
    return "-".join(filter(None, (_plain(who) + citation.year, slug)))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def locate(citation: Citation, find_url: Callable[[str], str]) -> Citation:
    """The citation with the permanent addresses of its page and of the whole.

    `find_url` gives the address of a docname, or nothing where the edition has none.
    """
    container = find_url(citation.whole) if citation.is_part and citation.whole else ""
    return msgspec.structs.replace(
        citation, url=find_url(citation.docname), container_url=container
    )
