"""Distributed Text Services as files: the answers to all requests that a static site can serve."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from tei_edition.exports.citation_trees import CitationTree, count_levels
from tei_edition.exports.dts_addresses import (
    COLLECTION,
    DOCUMENT,
    ENTRY,
    NAVIGATION,
    Addresses,
    encode_value,
    name_file,
)
from tei_edition.exports.dts_answers import PAGE_SIZE, ROOT, TEXTS, Service
from tei_edition.exports.passage_files import MOST_FILES, find_depth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tei_edition.exports.holdings import Holdings
    from tei_edition.runtime.kept_files import FileContent

ENTRY_FILE = "dts/entry.jsonld"
# Of more units at the top there are too many pairs for a file each.
_MOST_FOR_RANGES = 20
_FILES_A_UNIT = 6
# A file that lists the siblings of each of more units than these would make the site too large.
_MOST_SIBLINGS = 200
# What is asked of a text however few levels it has.
_LEAST_DOWN = ("1", "2", "-1")
Request = tuple[str, dict[str, str]]


def write_dts(holdings: Holdings) -> Iterator[tuple[str, bytes | FileContent]]:
    """Yield a file for each request, with the answer that `serve` gives.

    Where the texts have few units at the top, there are files for the parts from one of these to
    another; else the service is of level 0. The siblings of a unit (`down=0`) have
    no file where they are many. Nothing where no text can be cited.
    """
    counted = [found for trees in holdings.remember("levels", count_levels) for found in trees]
    if not counted:
        return
    levels = sum(counted, Counter())
    settings = holdings.config.dts
    depth = find_depth(levels, _FILES_A_UNIT) if settings.depth == "auto" else settings.depth
    has_ranges = are_few(counted)
    addresses = Addresses(holdings.url, queries=settings.queries, has_ranges=has_ranges)
    service = Service(holdings, addresses, depth=depth, kept=1)
    yield ENTRY_FILE, service.answer(ENTRY, {}).body
    yield from _answer_all(service, _list_collections(service))
    for ident, text in service.texts.items():
        title, source = holdings.book.text_titles[text.file], holdings.addresses.get(text.file)
        around = (ident, title, source, holdings.url, settings.queries, depth, has_ranges)
        requests = _list_of_text(service, ident, has_ranges=has_ranges)
        yield from holdings.recall_files(
            "dts", text, around, partial(_answer_all, service, requests)
        )


def are_few(trees: Sequence[Mapping[int, int]]) -> bool:
    """Whether there are so few ranges of units that all can have files.

    Each tree has the number of its units by level.
    """
    number = 0
    for levels in trees:
        pairs = levels[1] * (levels[1] + 1) // 2
        # A document, and what is asked for it: without `down`, for each level, for all.
        number += pairs * (3 + max(2, *levels))
    return number <= MOST_FILES and all(tree[1] <= _MOST_FOR_RANGES for tree in trees)


def _answer_all(service: Service, requests: Iterable[Request]) -> Iterator[tuple[str, bytes]]:
    for endpoint, query in requests:
        body = service.answer(endpoint, query).body
        names = [name_file(endpoint, query)]
        if service.addresses.queries:  # which some servers decode before they look for a file
            names.append(name_file(endpoint, query, encode=encode_value))
        yield from ((name, body) for name in dict.fromkeys(names))


def _list_of_text(service: Service, ident: str, *, has_ranges: bool) -> Iterator[Request]:
    whole = {"resource": ident}
    yield DOCUMENT, whole
    trees = service.read(ident).trees
    for tree in trees:
        given = whole
        if tree.name:
            given = {**whole, "tree": tree.name}
            yield DOCUMENT, given
        yield from _list_of_tree(tree, given, has_ranges=has_ranges)
    if not trees:
        for down in _LEAST_DOWN:
            yield NAVIGATION, {**whole, "down": down}


def _list_collections(service: Service) -> Iterator[Request]:
    members = {"": 1, ROOT: 1, TEXTS: len(service.texts), **dict.fromkeys(service.texts, 0)}
    for ident, number in members.items():
        given = {"id": ident} if ident else {}
        for nav in ({}, {"nav": "children"}, {"nav": "parents"}):
            yield COLLECTION, {**given, **nav}
        # A resource has no members; of the parents there is never a second page.
        for page in range(1, -(-number // PAGE_SIZE) + 1):
            for nav in ({}, {"nav": "children"}):
                yield COLLECTION, {**given, "page": str(page), **nav}
        if number:
            yield COLLECTION, {**given, "page": "1", "nav": "parents"}


def _list_of_tree(
    tree: CitationTree, given: dict[str, str], *, has_ranges: bool
) -> Iterator[Request]:
    deeper = [*map(str, range(1, max(2, tree.depth) + 1)), "-1"]
    for down in deeper:
        yield NAVIGATION, {**given, "down": down}
    for unit in tree.units:
        ref = {**given, "ref": unit.identifier}
        yield DOCUMENT, ref
        yield NAVIGATION, ref
        has_siblings = len(tree.children[unit.parent]) <= _MOST_SIBLINGS
        for down in ("0", *deeper) if has_siblings else deeper:
            yield NAVIGATION, {**ref, "down": down}
    top = [unit.identifier for unit in tree.units if unit.level == 1] if has_ranges else []
    for place, start in enumerate(top):
        for end in top[place:]:
            pair = {**given, "start": start, "end": end}
            yield DOCUMENT, pair
            yield NAVIGATION, pair
            for down in deeper:
                yield NAVIGATION, {**pair, "down": down}
