"""The facts behind the start page: what the edition is, who made it, and the ways into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tei_edition.facts.placeholders import drop_placeholders, is_placeholder
from tei_edition.facts.registers import Kind
from tei_edition.pages.addresses import (
    CHRONOLOGY,
    CONTENTS,
    DATA,
    DOWNLOADS,
    GAZETTEER,
    LETTERS,
    NETWORK,
    VERSIONS,
    WITNESSES,
)
from tei_edition.pages.licences import name_licence
from tei_edition.pages.text_list import SHORT, format_range, format_time, list_times

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tei_edition.facts.header import Abstract, Header
    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan

# More names than these are a list of contributors.
_MOST_NAMES = 6
# The pages beside the registers, in the order in which they are offered, by what they are called.
_WAYS = {
    LETTERS: "Letters", CHRONOLOGY: "Chronology", GAZETTEER: "Gazetteer", NETWORK: "Network",
    WITNESSES: "Witnesses",
}  # fmt: skip
_FILES = {DOWNLOADS: "Downloads", DATA: "Data", VERSIONS: "Versions"}


class StartLink(msgspec.Struct, frozen=True):
    """A link of the start page: the document, its title, and when or how many."""

    docname: str
    title: str
    detail: str = ""


class StartLicence(msgspec.Struct, frozen=True):
    """A licence by its name, and its address if it has one."""

    name: str
    uri: str = ""


class StartPage(msgspec.Struct, frozen=True):
    """The content of the start page; what no header says is empty.

    `about` are paragraphs in `about_language`. `texts` are those of a small edition; of a large
    one, `number` and `span` say how many there are and of what time, and `contents` lists them.
    `own` are the editors' own pages, `registers` and `ways` lead to persons, places, letters and
    dates, `files` to what can be downloaded.
    """

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    about_language: str = ""
    publisher: str = ""
    date: str = ""
    licences: tuple[StartLicence, ...] = ()
    contents: str = ""
    number: int = 0
    span: str = ""
    first: StartLink | None = None
    texts: tuple[StartLink, ...] = ()
    own: tuple[str, ...] = ()
    registers: tuple[StartLink, ...] = ()
    ways: tuple[StartLink, ...] = ()
    files: tuple[StartLink, ...] = ()


def make_start_page(book: SitePlan, docnames: Collection[str]) -> StartPage:
    """Return the content of the start page of an edition that has pages of these names."""
    headers = [text.header for text in book.texts]
    texts = tuple(_link_text(book, text) for text in book.texts)
    about = _choose_abstract(headers, book.language)
    made = {page for page in docnames if page.startswith(f"{book.folder}/")}
    subtitle = headers[0].subtitle if len(headers) == 1 else ""
    return StartPage(
        title=_find_title(book, headers),
        subtitle="" if is_placeholder(subtitle) else subtitle,
        authors=_gather(header.authors for header in headers),
        editors=_gather(header.editors for header in headers),
        about=about.paragraphs if about else (),
        about_language=about.language if about else "",
        publisher=_agree(header.publisher for header in headers),
        date=_agree(header.date for header in headers),
        licences=_list_licences(headers),
        contents=f"{book.folder}/{CONTENTS}",
        number=len(texts),
        span=_format_range(book),
        first=texts[0] if texts else None,
        texts=texts if len(texts) <= SHORT else (),
        own=book.config.site.pages,
        registers=tuple(_list_registers(book, made)),
        ways=tuple(_list_pages(book, made, _WAYS)),
        files=tuple(_list_pages(book, made, _FILES)),
    )


def _find_title(book: SitePlan, headers: list[Header]) -> str:
    """Return the title of the edition: its own, that of its only text, or of its series."""
    given = [book.config.edition.title]
    given += [headers[0].title] if len(headers) == 1 else []
    given += [header.series for header in headers[:1]]
    given += [header.title for header in headers[:1]]
    return next(iter(drop_placeholders(given)), "")


def _gather(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(n for group in groups for n in drop_placeholders(group)))
    return names if len(names) <= _MOST_NAMES else ()


def _agree(values: Iterable[str]) -> str:
    """Return what all headers that say it agree on."""
    found = set(drop_placeholders(values))
    return found.pop() if len(found) == 1 else ""


def _choose_abstract(headers: list[Header], language: str) -> Abstract | None:
    """Return what all texts say that the edition is, in its language if they have it in that.

    The abstract of one text among many is that text's alone.
    """
    for said in ([h.abstracts for h in headers], [h.project for h in headers]):
        shared = [a for a in said[0] if all(a in others for others in said)] if said else []
        code = language.partition("-")[0]
        own = (a for a in shared if a.language.partition("-")[0] == code)
        if shared:
            return next(own, shared[0])
    return None


def _list_licences(headers: list[Header]) -> tuple[StartLicence, ...]:
    found = (licence for header in headers for licence in header.licences)
    named = ((name_licence(licence), licence.uri) for licence in found)
    return tuple(dict.fromkeys(StartLicence(name, uri) for name, uri in named if name))


def _link_text(book: SitePlan, text: Text) -> StartLink:
    docname = book.list_pages(text)[0][1]
    title, when = book.titles[docname], format_time(book, text)
    return StartLink(docname, title, "" if when in title else when)


def _format_range(book: SitePlan) -> str:
    """Return the first and the last year of what the texts are from; empty if none has a date.

    It says how many are dated, unless all are.
    """
    span = format_range(book, book.texts)
    dated = [text for text in book.texts if list_times(text)]
    if not span or len(dated) == len(book.texts):
        return span
    return book.words.say("start dated", number=len(dated), span=span)


def _list_registers(book: SitePlan, made: Collection[str]) -> Iterator[StartLink]:
    """Yield the registers with the number of their entries."""
    counts: dict[Kind, int] = {}
    for ident in book.catalogue.homes:
        kind = book.catalogue.entities[ident].kind
        counts[kind] = counts.get(kind, 0) + 1
    for kind in Kind:
        page = book.register_page(kind)
        if page in made and counts.get(kind):
            yield StartLink(page, book.words[kind], f"{counts[kind]}")


def _list_pages(
    book: SitePlan, made: Collection[str], pages: dict[str, str]
) -> Iterator[StartLink]:
    for name, key in pages.items():
        if f"{book.folder}/{name}" in made:
            yield StartLink(f"{book.folder}/{name}", book.words[key])
