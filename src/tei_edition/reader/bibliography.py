"""Write bibliographic entries as full references (TEI Guidelines, section 3.12).

A `bibl` is said as it is written. A `biblStruct` or `biblFull` has no words between its parts, and
gets the punctuation that references have in any language: who: title. In: who (ed.), host title 12
(3), place: publisher, date, pages. Its words (*In*, *ed.*, *vol.*) are left to the reader's
language: a reference is a series of parts, some of which name a word of the interface. Parts that
CSL (Citation Style Language) has a variable for name it, so that a style can cite the work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.facts.registers import ReferencePart
from tei_edition.reader.empty_data import say_date
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
_END = re.compile(r"[.?!…:;,]$")
_POINT = re.compile(r"^\s*\.")
_LETTERS = re.compile(r"\w+")
# Brackets around what is said elsewhere.
_BARE_BRACKETS = re.compile(r"\s*(?:\(\s*\)|\[\s*\])")
# The words that say what is counted, by what editors write in @unit.
_UNITS = {
    **dict.fromkeys(("volume", "volumes", "vol", "vol."), "reference volume"),
    **dict.fromkeys(("issue", "issues", "number", "no", "nr"), "reference issue"),
    **dict.fromkeys(("page", "pages", "pp", "pg", "p"), "reference page"),
    **dict.fromkeys(("chapter", "chap"), "reference chapter"),
    **dict.fromkeys(("part", "parts"), "reference part"),
    **dict.fromkeys(("column", "columns", "col"), "reference column"),
}
# The types of works by what editors write in @type, Zotero's words among them.
_CSL_TYPES = {
    **dict.fromkeys(("article", "journalarticle"), "article-journal"),
    "magazinearticle": "article-magazine",
    "newspaperarticle": "article-newspaper",
    **dict.fromkeys(("book", "monograph", "editedcollection", "collection"), "book"),
    **dict.fromkeys(("booksection", "bookpart", "chapter", "incollection", "inbook"), "chapter"),
    **dict.fromkeys(("conferencepaper", "proceedings"), "paper-conference"),
    **dict.fromkeys(("thesis", "dissertation", "phdthesis"), "thesis"),
    "report": "report",
    "manuscript": "manuscript",
    **dict.fromkeys(("webpage", "website"), "webpage"),
}  # fmt: skip
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


def _say(text: str, word: str = "", variable: str = "", *, is_inverted: bool = False) -> Reference:
    """Return words as a part, as the gap of a `word` of the interface if one is named."""
    return (ReferencePart(text, word, variable, is_inverted),) if text or word else ()


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
        if name == "ptr" and said.rstrip().endswith(":") and "://" in child.get("target", ""):
            said += child.get("target", "")  # URL: <ptr target="https://…"/>
        if name not in _ELSEWHERE and isinstance(child.tag, str) and child.tag != SEPARATOR:
            words = words_of(child) or say_date(child)
            is_bare = bool(said.strip()) and not tail
            is_open = said.rstrip()[-1:] in {",", ";", ":"}
            said += f"{'' if is_open else ','} {words}" if words and is_bare else words
        if child.tag != SEPARATOR:
            tail = child.tail or ""
            is_ended = name == "ptr" and said.rstrip().endswith(".")
            said += _POINT.sub("", tail) if is_ended else tail
    return " ".join(_BARE_BRACKETS.sub("", said).split())


def _read_struct(entry: etree._Element) -> Reference:
    """Return a structured reference: the part, the wholes that it is in, the series."""
    analytics, monogrs = entry.findall(tei("analytic")), entry.findall(tei("monogr"))
    joined = _join("; ", map(_read_head, analytics))
    kind = _CSL_TYPES.get(re.sub(r"[\W_]+", "", entry.get("type", "")).casefold(), "")
    if not kind:
        levels = {t.get("level") for m in monogrs for t in m.findall(tei("title"))}
        is_article = "j" in levels
        kind = ("article-journal" if is_article else "chapter") if joined else "book"
    for number, monogr in enumerate(monogrs):
        scopes = [s for holder in (monogr, entry)[: 2 if number + 1 == len(monogrs) else 1]
                  for s in holder.iterchildren(tei("biblScope"), tei("citedRange"))]  # fmt: skip
        head = _read_head(monogr, prefix="container" if analytics else "")
        whole = _join(", ", (head, *_read_imprint(monogr.find(tei("imprint")), scopes)))
        if number:
            whole = tuple(msgspec.structs.replace(part, variable="") for part in whole)
        if joined and whole:
            joined += (*_say(" " if _ends(joined) else ". "), *_say("", "reference in"), *_say(" "))
        joined += whole
    joined += _read_all_series(entry.findall(tei("series")))
    return (*_join(", ", (joined, *_read_rest(entry, joined))), ReferencePart("", "", kind))


def _read_full(entry: etree._Element) -> Reference:
    """Return a reference in the form of a file description (TEI Guidelines, section 3.12.1)."""
    described = entry.find(tei("fileDesc"))
    file = entry if described is None else described
    title = file.find(tei("titleStmt"))
    said = [] if title is None else [_read_head(title)]
    edition = file.find(tei("editionStmt"))
    said.append(() if edition is None else _say(words_of(edition), "", "edition"))
    published = file.find(tei("publicationStmt"))
    if published is not None:
        said += _read_imprint(published, [])
        said += [_say(words_of(p)) for p in published.findall(tei("p"))]
    said.append(_say(words_of(file.find(tei("extent")))))
    joined = _join(", ", said) + _read_all_series(file.findall(tei("seriesStmt")))
    return (*_join(", ", (joined, *_read_rest(entry, joined))), ReferencePart("", "", "book"))


def _read_rest(entry: etree._Element, said: Reference) -> Iterator[Reference]:
    """Yield what a reference has beyond the parts that references usually have."""
    known = set(_LETTERS.findall(" ".join(part.text for part in said)))
    apart: set[etree._Element] = set()
    for element in entry.iter(tei("*")):
        if element.getparent() in apart or local(element.tag) in {"ref", *_ELSEWHERE}:
            apart.add(element)
        elif not known.issuperset(_LETTERS.findall(element.text or "")):
            apart.add(element)
            yield _say(words_of(element))


def _read_head(part: etree._Element, prefix: str = "") -> Reference:
    """Return authors and title; the editors of a collection follow its title.

    The `prefix` is that of the variables of a whole: *container*.
    """
    dash = "-" if prefix else ""
    makers = _join("; ", (_name(a, f"{prefix}{dash}author") for a in part.findall(tei("author"))))
    others = [_say_part(p) for p in part.iterchildren(*map(tei, _OTHERS))]
    titles = [words for title in part.findall(tei("title")) if (words := words_of(title))]
    edition = [_say(words_of(e), "", "edition") for e in part.findall(tei("edition"))]
    head = _join(": ", (makers, _say(". ".join(titles), "", f"{prefix}{dash}title")))
    return _join(", ", (head, _join("; ", others), *edition))


def _name(person: etree._Element, variable: str, word: str = "") -> Reference:
    """Return a name as a part, and whether its family name is marked up and so comes first."""
    name = _name_of(person)
    is_inverted = ", " in name and next(person.iter(tei("surname")), None) is not None
    return _say(name, word, variable, is_inverted=is_inverted) if name else ()


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
    if not known:
        return _say(f"{name} ({role})")
    return _name(person, known.removeprefix("reference "), known)


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
    yield _join(": ", (
        _say(", ".join(filter(None, places)), "", "publisher-place"),
        _say(", ".join(filter(None, houses)), "", "publisher"),
    ))  # fmt: skip
    for child in children:
        if local(child.tag) == "date":
            yield _say(words_of(child) or say_date(child), "", "issued")
        elif local(child.tag) not in {
            "pubPlace", "publisher", "distributor", "biblScope", "availability", "p", *_ELSEWHERE,
        }:  # fmt: skip
            yield _say(words_of(child))
    for scope in (*scopes, *(c for c in children if local(c.tag) == "biblScope")):
        yield _read_scope(scope)


def _read_scope(scope: etree._Element, prefix: str = "") -> Reference:
    """Return a volume or pages, with what is counted unless the words say it."""
    words = words_of(scope)
    if not words:
        ends = (scope.get("from", ""), scope.get("to", ""))
        words = "–".join(dict.fromkeys(filter(None, ends))) or scope.get("n", "").strip()
    unit = scope.get("unit", "").strip()
    word = _UNITS.get(unit.casefold(), "")
    variable = word.removeprefix("reference ")
    if prefix:
        variable = "collection-number" if variable in {"volume", "issue", ""} else ""
    elif variable not in {"volume", "issue", "page"} or local(scope.tag) == "citedRange":
        variable = ""
    if not unit or not words[:1].isdigit():
        return _say(words, "", variable)
    if word == "reference page" and _SEVERAL_PAGES.search(words):
        word = "reference pages"
    return _say(words, word, variable) if word else _say(f"{unit} {words}", "", variable)


def _read_all_series(found: Iterable[etree._Element]) -> Reference:
    """Return the series that a work is in, each in brackets."""
    joined: Reference = ()
    for number, series in enumerate(found):
        said = _join(", ", map(_read_series_part, _list_parts(series)))
        if number:  # a work has one series for a style of citations
            said = tuple(msgspec.structs.replace(part, variable="") for part in said)
        if said:
            joined += (*_say(" ("), *said, *_say(")"))
    return joined


def _read_series_part(part: etree._Element) -> Reference:
    """Return a part of what is said of a series; its editors are not those of the work."""
    name = local(part.tag)
    if name == "biblScope":
        return _read_scope(part, "collection")
    if name in {"editor", "respStmt"}:
        return tuple(msgspec.structs.replace(p, variable="") for p in _say_part(part))
    return _say(words_of(part), "", "collection-title" if name == "title" else "")


def _list_parts(element: etree._Element) -> Iterator[etree._Element]:
    """List the elements inside one, without the separators put between them for readers."""
    return (c for c in element if isinstance(c.tag, str) and c.tag != SEPARATOR)


def _close(reference: Reference) -> Reference:
    """Return a reference with a point at its end, before what only names the type of the work."""
    *said, kind = reference
    if not said:
        return ()
    return (*said, *(() if _ends(tuple(said)) else _say(".")), kind)
