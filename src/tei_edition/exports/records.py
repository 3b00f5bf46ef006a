"""Data on entities, mentions and times that several formats share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.dating.timespans import list_bounds
from tei_edition.facts.authorities import find_identifier
from tei_edition.facts.registers import Kind
from tei_edition.pages.addresses import REGISTERS

if TYPE_CHECKING:
    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.mentions import Mention
    from tei_edition.facts.registers import Coordinates, Entity
    from tei_edition.facts.text import Text
    from tei_edition.facts.times import TimeSpan

# What authorities call the things that they name: the beginning of each identifier's address.
AUTHORITY_ADDRESSES = {
    "gnd": "http://d-nb.info/gnd/",
    "viaf": "http://viaf.org/viaf/",
    "wikidata": "http://www.wikidata.org/entity/",
    "geonames": "http://sws.geonames.org/",
    "lcnaf": "http://id.loc.gov/authorities/names/",
    "isni": "https://isni.org/isni/",
    "orcid": "https://orcid.org/",
}
# The words of the interface for kinds are the names of registers: "persons".
PLURALS = {str(kind): name for kind, name in REGISTERS.items()}


class NamedMention(NamedTuple):
    """A mention with its text, its number in that, and the ids of the entities that it names."""

    text: Text
    number: int
    mention: Mention
    entities: tuple[str, ...]


def list_entities(holdings: Holdings) -> list[Entity]:
    """Return every entity in the order of the registers, those without an entry as well."""
    catalogue = holdings.book.catalogue
    return sorted(catalogue.entities.values(), key=lambda entity: catalogue.ranks[entity.id])


def list_mentions(holdings: Holdings) -> list[NamedMention]:
    """Return every name of every text in order, whether it leads to an entity or not."""
    return holdings.remember("mentions", _find_mentions)


def _find_mentions(holdings: Holdings) -> list[NamedMention]:
    catalogue = holdings.book.catalogue
    return [
        NamedMention(text, number, mention, tuple(catalogue.list_named(mention, text.file)))
        for text in holdings.book.texts
        for number, mention in enumerate(text.mentions, 1)
    ]


def list_authority_ids(entity: Entity) -> dict[str, str]:
    """Return the identifiers of an entity by the authorities known here, the first of each.

    One with a wrong form or check digit is left out.
    """
    found: dict[str, str] = {}
    for idno in entity.identifiers:
        known = find_identifier(idno.uri or idno.value, idno.authority) or find_identifier(
            idno.value, idno.authority
        )
        if known is not None and not known.find_fault():
            found.setdefault(known.authority.name.casefold(), known.value)
    return found


def list_same(entity: Entity) -> list[str]:
    """Return the addresses of an entity elsewhere: those of authorities, then others given."""
    ids = list_authority_ids(entity)
    named = [f"{AUTHORITY_ADDRESSES[name]}{value.replace(' ', '')}" for name, value in ids.items()]
    given = [
        idno.uri for idno in entity.identifiers
        if idno.uri.startswith(("http://", "https://"))
        and find_identifier(idno.uri) is None
    ]  # fmt: skip
    return list(dict.fromkeys((*named, *given)))


def write_span(time: TimeSpan | None) -> str:
    """Return a time in ISO 8601: a day, month or year, or two with a slash, ".." where open."""
    if time is None:
        return ""
    start, end = list_bounds(time)
    if not start and not end:
        return ""
    return start if start == end else f"{start or '..'}/{end or '..'}"


def find_time(entity: Entity, *aspects: str) -> TimeSpan | None:
    """Return the first time of an entity that is one of these aspects and can be placed."""
    found = (t.time for t in entity.times if t.aspect in aspects)
    return next((time for time in found if any(list_bounds(time))), None)


def list_coordinates(holdings: Holdings) -> dict[str, Coordinates]:
    """Return the first coordinates of WGS84 of each entity that has any, by its id."""
    found: dict[str, Coordinates] = {}
    for text in holdings.book.edition.files:
        for coordinates in text.coordinates:
            if coordinates.entity and coordinates.points:
                found.setdefault(coordinates.entity, coordinates)
    return found


def name_kind(kind: str) -> str:
    """Return the name of the register of a kind: "persons"."""
    return PLURALS.get(str(Kind(kind)), str(kind))
