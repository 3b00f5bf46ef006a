"""The data of a citation, read from a header; missing data stay empty.

Placeholders ("TODO", "unpublished", "[title]") count as missing; see `facts.placeholders`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.citation.record import Citation, PersonalName
from tei_edition.facts.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.facts.header import Agent, Header
    from tei_edition.facts.pointers import Resolver


def make_citation(header: Header, resolver: Resolver, file: str, *, version: str = "") -> Citation:
    """Return what the header of a file says of it; it has neither docname nor key yet."""
    authors, editors, translators, contributors = _sort_agents(header.agents, resolver, file)
    number = _clean(header.number)
    edition = number if number.isdecimal() else _clean(header.edition)
    release = number if _VERSION.fullmatch(number) else ""
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
        version=version or release or header.changed,
        changed=header.changed,
        language=_read_language(header.language),
        licence=next((licence.uri for licence in header.licences if licence.uri), ""),
        **ids,
    )


def list_missing(header: Header, url: str) -> tuple[str, ...]:
    """Return the data for a citation that both the header of a file and the edition lack.

    `url` is the address of the edition. The data are title, name, publisher, date and address.
    Missing elements of the header are left to the schema, and a publication statement in prose is
    assumed to be complete.
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


def _clean(words: str) -> str:
    words = " ".join(words.split())
    return "" if is_placeholder(words) else words


# Persons.


def _sort_agents(
    agents: Iterable[Agent], resolver: Resolver, file: str
) -> tuple[tuple[PersonalName, ...], ...]:
    """Return authors, editors, translators and all others, person once, where it counts most."""
    found: dict[str, list[PersonalName]] = {
        role: [] for role in ("author", "editor", "translator", "")
    }
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


def _make_name(agent: Agent, resolver: Resolver, file: str) -> PersonalName:
    words = agent.name
    uri = next((p for p in agent.pointers if p.startswith(("https://", "http://"))), "")
    if agent.family:
        parts = (agent.family, agent.given, agent.particle, agent.suffix)
        return PersonalName("", *parts, uri=uri)
    if agent.is_body:
        return PersonalName(words, is_body=True, uri=uri)
    family, given = _split_name(words)
    if not family:
        family, given = _look_up_name(agent, resolver, file)
    return PersonalName("", family, given, uri=uri) if family else PersonalName(words, uri=uri)


# "Heminge, John, approximately 1556-1630": as libraries write a name, with the dates of its life.
_INVERTED = re.compile(r"(?P<family>[^,;&]+), (?P<given>[^,;&\d]+?)(, [^,]*\d{3}[^,]*)?\.?")
_AND = re.compile(r"\b(and|et|und)\b")
_NO_GIVEN = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "inc", "inc.", "ltd", "ltd.", "llc"})


def _split_name(words: str) -> tuple[str, str]:
    """Family name and forename of a name that is written in that order, with a comma between."""
    match = _INVERTED.fullmatch(words)
    if (
        match is None
        or _AND.search(words)
        or match["given"].casefold() in _NO_GIVEN
        or match["given"][0].islower()
    ):
        return "", ""
    return match["family"].strip(), match["given"].strip()


def _look_up_name(agent: Agent, resolver: Resolver, file: str) -> tuple[str, str]:
    """Return the parts of a name that the register has with the same words in order."""
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
    """Return a date of ISO 8601 unchanged, two years as two, all else in its words."""
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
