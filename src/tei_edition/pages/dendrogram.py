"""The agreement of witnesses as a tree: those join first that differ least.

It is a plain average of differences (scipy), drawn as rectangles and sigla, and no stemma.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tei_edition.pages.fact_xml import make_element
from tei_edition.problems import EditionError
from tei_edition.runtime.extras import name_install

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

_FEWEST, _MOST = 3, 200
# The height of a witness, the width of the tree, and how thick its lines are.
_STEP, _WIDTH, _LINE = 20, 560, 1.5
# What scipy takes for the distance of two leaves.
_LEAF = 10


def draw_dendrogram(
    sigla: Mapping[str, str], distances: Mapping[tuple[str, str], float]
) -> etree._Element | None:
    """Return a tree of witnesses, by the share of entries in which two of them differ.

    Witnesses that cannot be compared with all others are left out, those with the fewest pairs
    first. None where fewer than three are left, or more than a page can show.
    """
    names = _choose_comparable(list(sigla), distances)
    if not _FEWEST <= len(names) <= _MOST:
        return None
    joints, order = _cluster([distances[pair] for pair in combinations(names, 2)])
    left = 8 + 9 * max(len(sigla[name]) for name in names)
    widest = max(x for xs, _ in joints for x in xs) or 1
    picture = make_element("tree", lacking=str(len(sigla) - len(names)))
    picture.set("width", str(left + _WIDTH + 8))
    picture.set("height", str(_STEP * len(names)))
    for row, number in enumerate(order):
        y = str(_STEP * row + 14)
        make_element("shape", picture, kind="text", x="0", y=y, text=sigla[names[number]])
    for xs, ys in joints:
        across = [left + _WIDTH * x / widest for x in xs]
        down = [_STEP * y / _LEAF for y in ys]
        for start, end in ((0, 1), (3, 2)):
            _draw_line(picture, across[start], down[start], across[end] - across[start], 0)
        _draw_line(picture, across[1], down[1], 0, down[2] - down[1])
    return picture


def _choose_comparable(names: list[str], distances: Mapping[tuple[str, str], float]) -> list[str]:
    def count(name: str) -> int:
        return sum((name, other) in distances for other in names)

    while names and (fewest := min(map(count, names))) < len(names) - 1:
        names = [*names]
        names.remove(next(name for name in reversed(names) if count(name) == fewest))
    return names


def _cluster(
    distances: Sequence[float],
) -> tuple[list[tuple[list[float], list[float]]], list[int]]:
    """Return the joints of a tree, each four points (x, y), and the order of its leaves."""
    try:
        from scipy.cluster import hierarchy
    except ImportError:
        raise EditionError(
            "the dendrogram of witnesses needs the library scipy",
            hint=f"{name_install('dendrogram')}, or set dendrogram = false in [apparatus]",
        ) from None
    found = hierarchy.dendrogram(hierarchy.linkage(list(distances), "average"), no_plot=True)
    joints = zip(found["dcoord"], found["icoord"], strict=True)
    return [([*map(float, x)], [*map(float, y)]) for x, y in joints], [*map(int, found["leaves"])]


def _draw_line(picture: etree._Element, x: float, y: float, width: float, height: float) -> None:
    make_element(
        "shape", picture, x=f"{x - _LINE / 2:.1f}", y=f"{y - _LINE / 2:.1f}",
        width=f"{width + _LINE:.1f}", height=f"{height + _LINE:.1f}",
    )  # fmt: skip
