"""Read the names of an entry of a register: which one to list it by, and its other forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.facts.registers import Form, Kind
from tei_edition.reader.names import is_siglum, list_forms
from tei_edition.reader.statements import read_when
from tei_edition.source.stamps import SEPARATOR
from tei_edition.tei import XML_LANG, local, raw_text, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.reader.datings import ReadTime

_ANY_NAME = ("name", "rs", "label", "head", "term")
_NAME_ELEMENTS = {
    Kind.PERSON: ("persName", *_ANY_NAME),
    Kind.ORGANISATION: ("orgName", *_ANY_NAME),
    Kind.PLACE: ("placeName", "geogName", *_ANY_NAME),
    Kind.EVENT: ("eventName", "label", "head", "desc", "name"),
    Kind.WORK: ("title", "name"),
    Kind.OBJECT: ("objectName", "objectIdentifier", *_ANY_NAME),
    Kind.TERM: ("label", "term", "name", "gloss", "persName", "orgName", "placeName", "title"),
    Kind.NAME: ("form", "orth", *_ANY_NAME),
}
_MAIN_FORMS = frozenset({
    "main", "preferred", "pref", "reg", "standard", "default", "full", "canonical", "heading",
})  # fmt: skip
_SHORT_FORMS = frozenset({"abbr", "abbrev", "abbreviated", "abbreviation", "acronym", "short"})
_SUBTITLES = frozenset({"sub", "subordinate", "subtitle"})
_HOSTS = frozenset({"collection", "host", "journal", "newspaper", "periodical", "series"})
_LONGEST_NAME = 80


def choose_names(
    element: etree._Element, kind: Kind, named: etree._Element
) -> tuple[
    list[etree._Element], etree._Element | None, etree._Element | None, list[etree._Element]
]:
    """Return the names of an entry: those to show, the main one, that to sort by, all."""
    every = list(_list_names(named, kind)) or ([named] if named is not element else [])
    sorting = next((n for n in every if type_of(n) == "sort"), None)
    names = [n for n in every if n is not sorting]
    return names, _choose_main(names), sorting, every


def read_forms(
    element: etree._Element,
    kind: Kind,
    names: list[etree._Element],
    main: etree._Element | None,
    read: ReadTime,
) -> tuple[str, tuple[Form, ...]]:
    """Return the name of an entry, and its other forms."""
    said = list_forms(main) if main is not None else [_name_from_words(element, kind)]
    name = next(iter(said), "")
    forms = {words: _read_form(main, words, read) for words in said[1:] if main is not None}
    for other in names:
        for words in list_forms(other) if other is not main else ():
            if words != name:
                forms.setdefault(words, _read_form(other, words, read))
    return name, tuple(forms.values())


def _choose_main(names: list[etree._Element]) -> etree._Element | None:
    """Return the name to list an entry by: what is said to be, else the first in full."""
    said = (name for name in names if type_of(name) in _MAIN_FORMS)
    full = (name for name in names if type_of(name) not in _SHORT_FORMS)
    return next(said, next(full, next(iter(names), None)))


def _read_form(name: etree._Element, words: str, read: ReadTime) -> Form:
    short = next((a for a in name.iter(tei("abbr")) if words_of(a) == words), name)
    kinds = short.get("type") or name.get("type", ""), short.get("subtype", "")
    return Form(words, ": ".join(filter(None, kinds)), language_of(name), read_when(name, read))


def _list_names(element: etree._Element, kind: Kind) -> Iterator[etree._Element]:
    """Yield the names of an entry: those of its kind, else those that any entry may have."""
    if local(element.tag) == "msDesc":
        yield from [*element.iter(tei("msName")), *element.iter(tei("msIdentifier"))][:1]
        return
    wanted = _NAME_ELEMENTS[kind]
    best = next((name for name in wanted for c in element if local(c.tag) == name), None)
    if best is None:
        if kind is Kind.WORK:
            yield from list(element.iter(tei("title")))[:1]
        elif kind is Kind.PLACE:
            yield from _list_names_of_kind(element)
        return
    # A place may have both a placeName and a geogName; of the others one kind is the names.
    same = {"placeName", "geogName"} if best in {"placeName", "geogName"} else {best}
    found = [child for child in element if local(child.tag) in same]
    if kind is Kind.WORK and found:
        # Titles of another level, or of a journal or series, name what the work is in.
        level, called = found[0].get("level"), type_of(found[0])
        found = [
            title
            for title in found
            if title.get("level") == level
            and (type_of(title) not in _HOSTS or called in _HOSTS)
            and (type_of(title) not in _SUBTITLES or title is found[0])
        ]
        if (level in {"j", "s"} or called in _HOSTS) and _is_in_host(element):
            return
    for child in found:
        if named := list(child.iterchildren(tei("objectName"))):
            yield from named  # beside the place where it is kept
            continue
        # A name may hold its forms as names, and nothing else: <persName><persName type="main">…
        inner = list(child)
        loose = [child.text, *(c.tail for c in inner)]
        is_list = bool(inner) and all(c.tag == child.tag for c in inner)
        yield from inner if is_list and not any((t or "").strip() for t in loose) else [child]


def _is_in_host(element: etree._Element) -> bool:
    """Whether a work that has only the title of a journal or series is something within that."""
    scopes = [child for child in element if local(child.tag) in {"biblScope", "citedRange"}]
    units = {scope.get("unit", "").casefold() for scope in scopes}
    return element.find(tei("author")) is not None or any(u.startswith(("p", "col")) for u in units)


def _list_names_of_kind(place: etree._Element) -> Iterator[etree._Element]:
    """Yield names of a place that has them in what says of which kind it is, the closest first."""
    for kind in ("settlement", "district", "region", "country", "bloc"):
        for child in place.iterchildren(tei(kind)):
            yield from list(child.iterchildren(*map(tei, _NAME_ELEMENTS[Kind.PLACE]))) or [child]
            return


def type_of(name: etree._Element) -> str:
    """Return the @type of a name, in small letters."""
    return name.get("type", "").casefold()


def language_of(name: etree._Element) -> str:
    """Return the language of a name."""
    found = name.get(XML_LANG)
    return found or next((v for a in name.iterancestors() if (v := a.get(XML_LANG))), "")


def sort_parts(name: etree._Element) -> str:
    """Return parts of a name in the order that their @sort says (att.personal), if it says one."""
    parts = [
        (int(part.get("sort", "")), words_of(part))
        for part in name.iter(tei("*"))
        if part is not name and part.get("sort", "").isdecimal()
    ]
    return ", ".join(words for _, words in sorted(parts, key=lambda part: part[0]))


def _name_from_words(element: etree._Element, kind: Kind) -> str:
    """Return the name of an entry that has none: the words of a bibl or an item, cut to a line."""
    if kind not in {Kind.WORK, Kind.TERM} and local(element.tag) != "item":
        return ""
    parts = [element.text or ""]
    for part in list_parts_of(element):
        if is_siglum(part):
            parts.append(part.tail or "")
            continue
        after = part.getnext()
        is_separated = SEPARATOR in {part.tag, getattr(after, "tag", None)}
        parts.append(f"{raw_text(part)}{part.tail or ('' if is_separated else ' ')}")
    words = " ".join("".join(parts).split())
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rpartition(" ")[0] + "…"


def list_parts_of(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an entry that are no lists of further entries."""
    for child in element:
        if not local(child.tag).startswith("list"):
            yield child
