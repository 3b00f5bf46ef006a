"""BEACON files: which identifiers of an authority an edition has an entry for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.exports.records import (
    AUTHORITY_ADDRESSES,
    list_authority_ids,
    list_entities,
    name_kind,
)
from tei_edition.exports.redirect_files import lead_to
from tei_edition.facts.registers import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.exports.holdings import Holdings

AUTHORITIES = ("gnd", "viaf", "wikidata", "geonames")
KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)


class _Link(NamedTuple):
    identifier: str
    entity: str
    target: str


def write_beacons(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield a file for each authority and kind, and pages that lead from identifiers to entries.

    The latter where `[beacon] redirects` asks for them.
    """
    for authority in AUTHORITIES:
        pages: dict[str, bytes] = {}
        for kind in KINDS:
            links = _list_links(holdings, authority, kind)
            if links:
                path = f"beacon/{authority}-{name_kind(kind)}.txt"
                yield path, _write_beacon(holdings, authority, path, links)
            for link in links:
                address = holdings.locate_page(link.target)
                pages.setdefault(f"{authority}/{link.identifier}.html", lead_to(address))
        if holdings.config.beacon.redirects:
            yield from sorted(pages.items())


def _list_links(holdings: Holdings, authority: str, kind: Kind) -> list[_Link]:
    """Return the entries of a kind with an identifier, each identifier once, in order."""
    found: dict[str, _Link] = {}
    for entity in list_entities(holdings):
        target = holdings.book.entity_target(entity.id)
        identifier = list_authority_ids(entity).get(authority, "")
        if entity.kind is kind and target and identifier:
            found.setdefault(identifier, _Link(identifier, entity.id, target))
    return [link for _, link in sorted(found.items())]


def _write_beacon(holdings: Holdings, authority: str, path: str, links: list[_Link]) -> bytes:
    pages = {link.target.partition("#")[0] for link in links}
    # Entries on one page differ by their anchors alone, which are ids; else by page and anchor.
    is_single = len(pages) == 1 and all(link.target.endswith(f"#{link.entity}") for link in links)
    if holdings.config.beacon.redirects:
        target = f"{holdings.url}{authority}/{{ID}}.html"
    elif is_single:
        target = f"{holdings.locate_page(pages.pop())}#{{ID}}"
    else:
        target = f"{holdings.url}{{+ID}}"
    fields = {
        "FORMAT": "BEACON",
        "PREFIX": AUTHORITY_ADDRESSES[authority],
        "TARGET": target,
        "NAME": holdings.title,
        "FEED": holdings.locate(path),
        "CONTACT": holdings.config.oai.email,
        "TIMESTAMP": holdings.day,
    }
    head = "".join(f"#{name}: {_clean(value)}\n" for name, value in fields.items() if value)
    lines = []
    for link in links:
        token = link.entity if is_single else holdings.locate_page(link.target)[len(holdings.url) :]
        if holdings.config.beacon.redirects:
            lines.append(f"{link.identifier}\n")
        else:
            # Of two fields the second would be read as a remark.
            lines.append(f"{link.identifier}||{token}\n")
    return f"{head}\n{''.join(lines)}".encode()


def _clean(words: str) -> str:
    return re.sub(r"[|\s]+", " ", words).strip()
