"""Pointers between elements that continue or copy each other must not form a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import problem
from tei_edition.tei import CHAINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer
    from tei_edition.problems import Problem

_HINTS = {
    "next": "remove @next from the last part",
    "prev": "remove @prev from the first part",
    "copyOf": "remove @copyOf from the original",
    "sameAs": "point @sameAs to another element, or remove it",
}
# Other places told of a circle, at most.
_RELATED = 7

_Node = tuple[str, str]


@check("edition", "circular-pointer")
def check_circles(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each circle of `@next`, `@prev` or `@copyOf`, or `@sameAs` to itself."""
    edition = resolver.edition
    steps: dict[str, dict[_Node, tuple[_Node, Pointer]]] = {name: {} for name in sorted(CHAINS)}
    for text in edition.files:
        for pointer in text.pointers:
            if pointer.attribute not in CHAINS or not pointer.id:
                continue
            target = resolver.resolve(pointer.value, text.file)
            if target is not None and target.id:
                here, there = (text.file, pointer.id), (target.file, target.id)
                # Two elements may each say that they are the same as the other.
                if pointer.attribute != "sameAs" or here == there:
                    steps[pointer.attribute][here] = there, pointer
    for attribute, ways in steps.items():
        for circle in _find_circles(ways):
            first, *others = circle
            told = (
                "to its own element"
                if not others
                else f"back to itself, through {_list([pointer.id for pointer in others])}"
            )
            yield problem(
                "circular-pointer",
                f'@{attribute} of "{first.id}" leads {told}',
                first.location,
                hint=_HINTS[attribute],
                related=[pointer.location for pointer in others[:_RELATED]],
            )


def _find_circles(ways: dict[_Node, tuple[_Node, Pointer]]) -> Iterator[list[Pointer]]:
    """Yield the pointers of each circle, from the first of them in the edition.

    Every way leads once.
    """
    seen: set[_Node] = set()
    for start in ways:
        path: list[_Node] = []
        at: _Node | None = start
        while at is not None and at in ways and at not in seen:
            seen.add(at)
            path.append(at)
            at = ways[at][0]
        if at is not None and at in path:
            circle = [ways[node][1] for node in path[path.index(at) :]]
            first = min(range(len(circle)), key=lambda index: circle[index].location)
            yield circle[first:] + circle[:first]


def _list(idents: list[str]) -> str:
    shown = ", ".join(f'"{ident}"' for ident in idents[:_RELATED])
    return f"{shown} …" if len(idents) > _RELATED else shown
