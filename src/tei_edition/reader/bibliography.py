"""Write bibliographic entries as full references (TEI Guidelines, section 3.12).

A `bibl` is said as it is written. A `biblStruct` or `biblFull` has no words between its parts, and
gets the punctuation that references have in any language: who: title. In: who (ed.), host title 12
(3), place: publisher, date, pages. Its words (*In*, *ed.*, *vol.*) are left to the reader's
language: a reference is a series of parts, some of which name a word of the interface.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.facts.registers import ReferencePart
from tei_edition.reader.names import display_name
from tei_edition.source.stamps import SEPARATOR
from tei_edition.tei import local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

Reference = tuple[ReferencePart, ...]

# What an entry of a register says elsewhere.
_ELSEWHERE = frozenset({"idno", "listBibl", "note", "ptr", "relatedItem", "desc"})
# Who else had a part in a work.
_OTHERS = ("editor", "respStmt", "meeting", "principal", "sponsor", "funder")
_DATES = ("when", "from", "notBefore", "to", "notAfter")
_END = re.compile(r"[.?!…:;,]$")
_LETTERS = re.compile(r"\w+")
# The words that say what is counted, by what editors write in @unit.
_UNITS = {
    **dict.fromkeys(("volume", "volumes", "vol", "vol."), "reference volume"),
    **dict.fromkeys(("issue", "issues", "number", "no", "nr"), "reference issue"),
    **dict.fromkeys(("page", "pages", "pp", "pg", "p"), "reference page"),
    **dict.fromkeys(("chapter", "chap"), "reference chapter"),
    **dict.fromkeys(("part", "parts"), "reference part"),
    **dict.fromkeys(("column", "columns", "col"), "reference column"),
}
_SEVERAL_PAGES = re.compile(r"\d\D+\d")
# The words for parts that somebody had in a work, by what editors write in @role.
_ROLES = {
    **dict.fromkeys(("", "editor", "ed", "ed.", "edt"), "reference editor"),
    **dict.fromkeys(("translator", "trl", "trans."), "reference translator"),
}


def read_reference(entry: etree._Element) -> Reference:
    """Return the reference of an entry of a list of works; empty if it has no words."""
    name = local(entry.tag)
    if name == "biblStruct":
        return _close(_read_struct(entry))
    if name == "biblFull":
        return _close(_read_full(entry))
    return _say(_read_bibl(entry))


def says_more(reference: str, known: Iterable[str]) -> bool:
    """Whether a reference has words that none of the texts that are known has."""
    words = set(_LETTERS.findall(" ".join(known).casefold()))
    return any(word not in words for word in _LETTERS.findall(reference.casefold()))


def _say(text: str, word: str = "") -> Reference:
    """Return words as a part, as the gap of a `word` of the interface if one is named."""
    return (ReferencePart(text, word),) if text or word else ()


def _join(separator: str, groups: Iterable[Reference]) -> Reference:
    """Return the groups that have words, one after the other, with a separator between them."""
    joined: Reference = ()
    for group in filter(None, groups):
        joined += (*_say(separator if joined else ""), *group)
    return joined


def _ends(reference: Reference) -> bool:
    """Whether a reference ends with a sign that needs no point after it."""
    last = reference[-1]
    return not last.word and _END.search(last.text) is not None


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


def _read_struct(entry: etree._Element) -> Reference:
    """Return a structured reference: the part, the whole that it is in, the series."""
    analytic, monogr = entry.find(tei("analytic")), entry.find(tei("monogr"))
    joined: Reference = () if analytic is None else _read_head(analytic)
    if monogr is not None:
        imprint = monogr.find(tei("imprint"))
        scopes = [*monogr.findall(tei("biblScope")), *entry.findall(tei("biblScope"))]
        whole = _join(", ", (_read_head(monogr), *_read_imprint(imprint, scopes)))
        if joined and whole:
            joined += (*_say(" " if _ends(joined) else ". "), *_say("", "reference in"), *_say(" "))
        joined += whole
    return joined + _read_all_series(entry.findall(tei("series")))


def _read_full(entry: etree._Element) -> Reference:
    """Return a reference in the form of a file description (TEI Guidelines, section 3.12.1)."""
    title = entry.find(tei("titleStmt"))
    said = [] if title is None else [_read_head(title)]
    edition = entry.find(tei("editionStmt"))
    said.append(() if edition is None else _say(words_of(edition)))
    published = entry.find(tei("publicationStmt"))
    if published is not None:
        said += _read_imprint(published, [])
        said += [_say(words_of(p)) for p in published.findall(tei("p"))]
    said.append(_say(words_of(entry.find(tei("extent")))))
    return _join(", ", said) + _read_all_series(entry.findall(tei("seriesStmt")))


def _read_head(part: etree._Element) -> Reference:
    """Return authors and title; the editors of a collection follow its title."""
    makers = "; ".join(filter(None, map(_name_of, part.findall(tei("author")))))
    others = [_say_part(p) for p in part.iterchildren(*map(tei, _OTHERS))]
    titles = [words for title in part.findall(tei("title")) if (words := words_of(title))]
    edition = [_say(words_of(e)) for e in part.findall(tei("edition"))]
    head = ": ".join(filter(None, (makers, ". ".join(titles))))
    return _join(", ", (_say(head), _join("; ", others), *edition))


def _say_part(person: etree._Element) -> Reference:
    """Return who had another part in it than its author's, and which."""
    name = _name_of(person)
    if local(person.tag) not in {"editor", "respStmt"} or not name:
        return _say(name)
    if local(person.tag) == "respStmt":
        role = ", ".join(filter(None, map(words_of, person.findall(tei("resp")))))
        return _say(f"{name} ({role})" if role else name)
    role = person.get("role", "").strip()
    known = _ROLES.get(role.casefold())
    return _say(name, known) if known else _say(f"{name} ({role})")


def _name_of(person: etree._Element) -> str:
    """Return a name in parts with the family name first; of a respStmt, the names that it has."""
    if local(person.tag) == "respStmt":
        named = (display_name(c) for c in _list_parts(person) if local(c.tag) != "resp")
        return "; ".join(filter(None, named))
    names = [c for c in person if local(c.tag) in {"persName", "name"}]
    if names and words_of(person) == " ".join(map(words_of, names)):
        return "; ".join(map(display_name, names))
    return display_name(person)


def _read_imprint(
    imprint: etree._Element | None, scopes: list[etree._Element]
) -> Iterator[Reference]:
    """Return place, publisher and date, and the part that is cited."""
    children = [] if imprint is None else list(_list_parts(imprint))
    places = [words_of(c) for c in children if local(c.tag) == "pubPlace"]
    houses = [words_of(c) for c in children if local(c.tag) in {"publisher", "distributor"}]
    both = (", ".join(filter(None, places)), ", ".join(filter(None, houses)))
    yield _say(": ".join(filter(None, both)))
    for child in children:
        if local(child.tag) == "date":
            yield _say(words_of(child) or _date_of(child))
        elif local(child.tag) not in {
            "pubPlace", "publisher", "distributor", "biblScope", "availability", "p", *_ELSEWHERE,
        }:  # fmt: skip
            yield _say(words_of(child))
    for scope in (*scopes, *(c for c in children if local(c.tag) == "biblScope")):
        yield _read_scope(scope)


def _read_scope(scope: etree._Element) -> Reference:
    """Return a volume or pages, with what is counted unless the words say it."""
    words = words_of(scope)
    if not words:
        ends = (scope.get("from", ""), scope.get("to", ""))
        words = "–".join(dict.fromkeys(filter(None, ends)))
    unit = scope.get("unit", "").strip()
    if not unit or not words[:1].isdigit():
        return _say(words)
    word = _UNITS.get(unit.casefold(), "")
    if word == "reference page" and _SEVERAL_PAGES.search(words):
        word = "reference pages"
    return _say(words, word) if word else _say(f"{unit} {words}")


def _read_all_series(found: Iterable[etree._Element]) -> Reference:
    """Return the series that a work is in, each in brackets."""
    joined: Reference = ()
    for series in found:
        parts = (_say(words_of(c)) if local(c.tag) != "biblScope" else _read_scope(c)
                 for c in _list_parts(series))  # fmt: skip
        if said := _join(", ", parts):
            joined += (*_say(" ("), *said, *_say(")"))
    return joined


def _list_parts(element: etree._Element) -> Iterator[etree._Element]:
    """List the elements inside one, without the separators put between them for readers."""
    return (c for c in element if isinstance(c.tag, str) and c.tag != SEPARATOR)


def _date_of(element: etree._Element) -> str:
    """Return a date that has no words, as its attributes say it."""
    if local(element.tag) != "date":
        return ""
    values = [element.get(name, "") for name in _DATES]
    return "–".join(dict.fromkeys(filter(None, values)))


def _close(reference: Reference) -> Reference:
    return reference if not reference or _ends(reference) else (*reference, *_say("."))
