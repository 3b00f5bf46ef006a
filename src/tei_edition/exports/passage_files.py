"""Every passage that can be cited as a valid TEI file, with a table of all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tei_edition.exports.citation_trees import count_levels, read_cited
from tei_edition.exports.csv_tables import write_csv
from tei_edition.exports.cutting import cut_document, find_base, write_document
from tei_edition.exports.holdings import make_short_name
from tei_edition.pages.addresses import find_free

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tei_edition.exports.citation_trees import TextUnit
    from tei_edition.exports.holdings import Holdings

INDEX = "data/passages.csv"
# More files than these no host is glad of: then the deepest levels are left to `serve`.
MOST_FILES = 20_000


def write_passages(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield a file for each unit of the first tree of each text, and the table of all.

    `data/passages/TEXT/REFERENCE.xml`.
    """
    rows: list[tuple[object, ...]] = []
    counted = holdings.remember("levels", count_levels)
    depth = find_depth(sum((trees[0] for trees in counted if trees), Counter()))
    for text in holdings.book.texts:
        found = read_cited(holdings, text)
        ident = holdings.text_ids[text.file]
        source = holdings.addresses.get(text.file, text.file)
        for tree in found.trees[:1]:
            taken: set[str] = set()
            for unit in tree.units:
                if unit.level > depth:
                    continue
                name = _name_unit(unit, taken)
                path = f"data/passages/{ident}/{name}.xml"
                base = find_base(path, source, holdings.url)
                made = cut_document(found.root, tree.cut(unit), base=base, is_wrapped=False)
                yield path, write_document(made)
                rows.append((
                    text.file, unit.identifier, unit.level, unit.parent, unit.type, unit.title,
                    unit.anchor, holdings.locate_passage(text, unit.anchor), holdings.locate(path),
                ))  # fmt: skip
    if rows:
        names = ("text", "reference", "level", "parent", "type", "title", "anchor", "page", "file")
        yield INDEX, write_csv(names, rows)


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
