"""Bibliographic entries as whole references, in one line (TEI Guidelines, section 3.12).

A `bibl` is said as it is written. A `biblStruct` or `biblFull` has no words between its parts, and
gets the punctuation that references have in any language: who: title. In: who (Ed.), host title 12
(3), place: publisher, date, pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.reader.names import display_name
from tei_edition.source.stamps import SEPARATOR
from tei_edition.tei import local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

_PEOPLE = ("author", "editor", "respStmt")
# What an entry of a register says elsewhere.
_ELSEWHERE = frozenset({"idno", "listBibl", "note", "ptr", "relatedItem", "desc"})
_DATES = ("when", "from", "notBefore", "to", "notAfter")
_END = re.compile(r"[.?!…:;,]$")
_LETTERS = re.compile(r"\w+")


def read_reference(entry: etree._Element) -> str:
    """Return the reference of an entry of a list of works; empty if it has no words."""
    name = local(entry.tag)
    if name == "biblStruct":
        return _close(_read_struct(entry))
    if name == "biblFull":
        return _close(_read_full(entry))
    return _read_bibl(entry)


def says_more(reference: str, known: Iterable[str]) -> bool:
    """Whether a reference has words that none of the texts that are known has."""
    words = set(_LETTERS.findall(" ".join(known).casefold()))
    return any(word not in words for word in _LETTERS.findall(reference.casefold()))


def _read_bibl(entry: etree._Element) -> str:
    """Return the words of a bibl; a comma parts elements between which it has nothing."""
    said = tail = entry.text or ""
    for child in entry:
        name = local(child.tag)
        if name not in _ELSEWHERE and isinstance(child.tag, str):
            words = words_of(child) or _date_of(child)
            is_bare = bool(said) and not tail
            said += f", {words}" if words and is_bare else words
        tail = child.tail or ""
        said += tail
    return " ".join(said.split())


def _read_struct(entry: etree._Element) -> str:
    """Return a structured reference: the part, the whole that it is in, the series."""
    analytic, monogr = entry.find(tei("analytic")), entry.find(tei("monogr"))
    series = [words for s in entry.findall(tei("series")) if (words := _read_series(s))]
    parts = [] if analytic is None else [_read_head(analytic)]
    if monogr is not None:
        host = _read_head(monogr)
        imprint = monogr.find(tei("imprint"))
        scopes = [*monogr.findall(tei("biblScope")), *entry.findall(tei("biblScope"))]
        said = [host, *_read_imprint(imprint, scopes)]
        whole = ", ".join(filter(None, said))
        parts.append(f"In: {whole}" if parts and whole else whole)
    joined = ""
    for part in filter(None, parts):
        joined += part if not joined else f"{'' if _END.search(joined) else '.'} {part}"
    return joined + "".join(f" ({words})" for words in series)


def _read_full(entry: etree._Element) -> str:
    """Return a reference in the form of a file description (TEI Guidelines, section 3.12.1)."""
    title = entry.find(tei("titleStmt"))
    said = [] if title is None else [_read_head(title)]
    edition = entry.find(tei("editionStmt"))
    said.append("" if edition is None else words_of(edition))
    published = entry.find(tei("publicationStmt"))
    if published is not None:
        said += _read_imprint(published, [])
        said += [words_of(p) for p in published.findall(tei("p"))]
    said.append(words_of(entry.find(tei("extent"))))
    series = [words for s in entry.findall(tei("seriesStmt")) if (words := _read_series(s))]
    return ", ".join(filter(None, said)) + "".join(f" ({words})" for words in series)


def _read_head(part: etree._Element) -> str:
    """Return authors and title; the editors of a collection follow its title."""
    makers = [_name_of(p) for p in part.findall(tei("author"))]
    others = [
        _name_of(p) + (f" ({role})" if (role := _role_of(p)) else "")
        for p in part.iterchildren(tei("editor"), tei("respStmt"), tei("meeting"))
    ]
    titles = [words for title in part.findall(tei("title")) if (words := words_of(title))]
    edition = [words for e in part.findall(tei("edition")) if (words := words_of(e))]
    title = ". ".join(titles)
    by = "; ".join(filter(None, makers))
    head = f"{by}: {title}" if by and title else by or title
    return ", ".join(filter(None, (head, "; ".join(filter(None, others)), *edition)))


def _name_of(person: etree._Element) -> str:
    """Return a name in parts with the family name first; of a respStmt, the names that it has."""
    if local(person.tag) == "respStmt":
        named = (display_name(c) for c in _list_parts(person) if local(c.tag) != "resp")
        return "; ".join(filter(None, named))
    names = [c for c in person if local(c.tag) in {"persName", "name"}]
    if names and words_of(person) == " ".join(map(words_of, names)):
        return "; ".join(map(display_name, names))
    return display_name(person)


def _role_of(person: etree._Element) -> str:
    if local(person.tag) == "respStmt":
        return ", ".join(filter(None, map(words_of, person.findall(tei("resp")))))
    return person.get("role", "") or ("ed." if local(person.tag) == "editor" else "")


def _read_imprint(imprint: etree._Element | None, scopes: list[etree._Element]) -> Iterator[str]:
    """Return place, publisher and date, and the part that is cited."""
    children = [] if imprint is None else list(_list_parts(imprint))
    places = [words_of(c) for c in children if local(c.tag) == "pubPlace"]
    houses = [words_of(c) for c in children if local(c.tag) in {"publisher", "distributor"}]
    yield ": ".join(
        filter(None, (", ".join(filter(None, places)), ", ".join(filter(None, houses))))
    )
    for child in children:
        if local(child.tag) == "date":
            yield words_of(child) or _date_of(child)
        elif local(child.tag) not in {
            "pubPlace", "publisher", "distributor", "biblScope", "availability", "p", *_ELSEWHERE,
        }:  # fmt: skip
            yield words_of(child)
    for scope in (*scopes, *(c for c in children if local(c.tag) == "biblScope")):
        yield _read_scope(scope)


def _read_scope(scope: etree._Element) -> str:
    """Return a volume or pages, with what is counted unless the words say it."""
    words = words_of(scope)
    if not words:
        ends = (scope.get("from", ""), scope.get("to", ""))
        words = "–".join(dict.fromkeys(filter(None, ends)))
    unit = scope.get("unit", "")
    short = {"page": "p.", "pages": "p.", "pp": "p.", "volume": "vol.", "vol": "vol.",
             "issue": "no.", "chapter": "ch."}.get(unit, unit)  # fmt: skip
    return f"{short} {words}" if words and short and words[:1].isdigit() else words


def _read_series(series: etree._Element) -> str:
    return ", ".join(filter(None, (words_of(c) or _read_scope(c) for c in _list_parts(series))))


def _list_parts(element: etree._Element) -> Iterator[etree._Element]:
    """List the elements inside one, without the separators put between them for readers."""
    return (c for c in element if isinstance(c.tag, str) and c.tag != SEPARATOR)


def _date_of(element: etree._Element) -> str:
    """Return a date that has no words, as its attributes say it."""
    if local(element.tag) != "date":
        return ""
    values = [element.get(name, "") for name in _DATES]
    return "–".join(dict.fromkeys(filter(None, values)))


def _close(reference: str) -> str:
    return reference if not reference or _END.search(reference) else f"{reference}."
