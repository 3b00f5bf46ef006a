"""The citations of an edition: one for each page of its texts, and one for the whole."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.citation.header import make_citation
from tei_edition.citation.record import Citation, Citations, CitedPassage
from tei_edition.facts.placeholders import is_placeholder
from tei_edition.pages.addresses import CONTENTS

if TYPE_CHECKING:
    from tei_edition.citation.record import Style
    from tei_edition.pages.site_plan import SitePlan


def make_citations(book: SitePlan, style: Style, version: str = "") -> Citations:
    """Return the citations of all pages of an edition's texts, and of the edition as a whole.

    `version` is the version of the edition, if it is known from outside the headers.
    """
    home = f"{book.folder}/{CONTENTS}"
    title = _read_title(book)
    whole = _make_whole(book, home, title, version)
    # What has no title, as an edition of many texts may have none, there is nothing to cite by.
    pages = {home: whole} if whole.title else {}
    for text in book.texts:
        made = make_citation(text.header, book.resolver, text.file, version=version)
        container = title if title != made.title else ""
        if made.title and book.text_titles[text.file] != text.header.title:
            made = msgspec.structs.replace(made, title=book.text_titles[text.file])
        units = book.list_pages(text)
        headers = dict(text.part_headers)
        for unit, docname in units:
            parts = {"docname": docname, "key": _make_key(made, docname)}
            if not unit.anchor:
                page = msgspec.structs.replace(made, whole=home, container=container, **parts)
            else:
                own = headers.get(unit.anchor)
                part = None if own is None else make_citation(own, book.resolver, text.file)
                page = msgspec.structs.replace(
                    _add_part(made, part),
                    title=book.page_title(text, unit),
                    whole=units[0][1] if made.title else home,
                    container=made.title or container,
                    series=container if made.title and container else made.series,
                    # They are the whole text's.
                    doi="", isbn="", urn="", address="",
                    **parts,
                )  # fmt: skip
            if page.title:
                pages[docname] = page
    words = {key: book.words[key] for key in _WORDS}
    if not book.config.citation.pages:
        pages = {}
    passages = _list_passages(book)
    language, is_rtl = book.words.language, book.words.is_rtl
    return Citations(pages, passages, home, whole.title, style, words, language, is_rtl)


def _add_part(whole: Citation, part: Citation | None) -> Citation:
    """Return the citation of a text of a corpus: from its own header, or else from the corpus's."""
    if part is None:
        return whole
    said = {name: value for name in _OF_PARTS if (value := getattr(part, name))}
    return msgspec.structs.replace(whole, **said)


_OF_PARTS = (
    "authors", "editors", "translators", "contributors", "publisher", "place", "issued", "language",
    "licence",
)  # fmt: skip
_WORDS = (
    "cite page", "cite edition", "short form", "long form", "how to cite", "Download",
)  # fmt: skip


def _make_whole(book: SitePlan, home: str, title: str, version: str) -> Citation:
    """Return the citation of the edition: what all its headers agree on."""
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


def _list_passages(book: SitePlan) -> dict[str, tuple[CitedPassage, ...]]:
    """Return the passages of each page that have a label, in order."""
    found: dict[str, list[CitedPassage]] = {}
    for text in book.texts:
        for passage in text.passages:
            label = book.passage_label(text, passage.anchor)
            if label and (passage.reference or passage.element in _CITED):
                docname = book.find_page(text.file, passage.anchor)
                found.setdefault(docname, []).append(CitedPassage(passage.anchor, label))
    return {docname: tuple(passages) for docname, passages in found.items()}


# What is cited by its number where the header declares no system of its own.
_CITED = frozenset({"ab", "l", "p"})


def _read_title(book: SitePlan) -> str:
    title = book.config.edition.title
    return "" if is_placeholder(title) else title


def _make_key(citation: Citation, docname: str) -> str:
    """Return a name for the record, in ASCII: who, when, and which page."""
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
