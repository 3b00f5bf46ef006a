"""Every passage that can be cited as a valid TEI file, with a table of all."""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.exports.citation_trees import count_levels, read_cited
from tei_edition.exports.csv_tables import write_csv
from tei_edition.exports.cutting import cut_document, find_base, write_document
from tei_edition.exports.holdings import make_short_name
from tei_edition.pages.addresses import find_free

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tei_edition.exports.citation_trees import CitedText, TextUnit
    from tei_edition.exports.holdings import Holdings
    from tei_edition.runtime.kept_files import FileContent

INDEX = "data/passages.csv"
# More files than these no host is glad of: then the deepest levels are left to `serve`.
MOST_FILES = 20_000


class _Passage(NamedTuple):
    """A unit that has a file, without its element; `name` is that of the file."""

    reference: str
    level: int
    parent: str
    type: str
    title: str
    anchor: str
    name: str


def write_passages(holdings: Holdings) -> Iterator[tuple[str, bytes | FileContent]]:
    """Yield a file for each unit of the first tree of each text, and the table of all.

    `data/passages/TEXT/REFERENCE.xml`.
    """
    rows: list[tuple[object, ...]] = []
    counted = holdings.remember("levels", count_levels)
    depth = find_depth(sum((trees[0] for trees in counted if trees), Counter()))
    for text in holdings.book.texts:
        ident = holdings.text_ids[text.file]
        source = holdings.addresses.get(text.file, text.file)
        # Read at most once, and not at all where all is as the last run made it.
        read = cache(partial(read_cited, holdings, text))
        listed = holdings.recall("passages", text, depth, partial(_list_units, read, depth))
        passages = {
            f"data/passages/{ident}/{passage[-1]}.xml": _Passage(*passage) for passage in listed
        }
        make = partial(_cut_all, read, source, holdings.url, passages)
        around = ([*passages], source, holdings.url)
        yield from holdings.recall_files("passage files", text, around, make)
        rows += [
            (
                text.file, *passage[:-1],
                holdings.locate_passage(text, passage.anchor), holdings.locate(path),
            )
            for path, passage in passages.items()
        ]  # fmt: skip
    if rows:
        names = ("text", "reference", "level", "parent", "type", "title", "anchor", "page", "file")
        yield INDEX, write_csv(names, rows)


def _list_units(read: Callable[[], CitedText], depth: int) -> list[list[Any]]:
    """Return the units of the first tree down to a depth, as passages."""
    taken: set[str] = set()
    return [
        [
            unit.identifier, unit.level, unit.parent, unit.type, unit.title, unit.anchor,
            _name_unit(unit, taken),
        ]
        for tree in read().trees[:1]
        for unit in tree.units
        if unit.level <= depth
    ]  # fmt: skip


def _cut_all(
    read: Callable[[], CitedText], source: str, url: str, passages: Mapping[str, _Passage]
) -> Iterator[tuple[str, bytes]]:
    """Yield the file of each passage, by its path."""
    cited = read()
    for path, passage in passages.items():
        tree = cited.trees[0]
        cut = tree.cut(tree.by_id[passage.reference])
        base = find_base(path, source, url)
        yield path, write_document(cut_document(cited.root, cut, base=base, is_wrapped=False))


def find_depth(levels: Mapping[int, int], files: int = 1) -> int:
    """Return how many levels make at most as many files as a host is glad of.

    `levels` has the number of units of each, `files` is the number for a unit. The first level is
    always among them.
    """
    total, depth = 0, 0
    for level in sorted(levels):
        total += levels[level] * files
        if depth and total > MOST_FILES:
            break
        depth = level
    return depth


def _name_unit(unit: TextUnit, taken: set[str]) -> str:
    """Return the name of a unit's file: its reference, in letters that no address has to encode."""
    return find_free(make_short_name(unit.identifier), taken)
