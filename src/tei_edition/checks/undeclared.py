"""Pointers to what a header should declare, and does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.checks.meant import ask
from tei_edition.checks.targets import find_wanted
from tei_edition.problems import About, problem

if TYPE_CHECKING:
    from tei_edition.checks.nearest import NearestIdentifiers
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer, Text
    from tei_edition.problems import Problem

# TEI's own pointer schemes, `#xpath(…)`, `#range(…)` and so on, are not looked into.
SCHEMES = re.compile(
    r"[^#]*#(?:xpath|left|right|string-index|range|string-range|match|xpointer)\d?\("
)


def is_undeclared(pointer: Pointer, text: Text, resolver: Resolver) -> bool:
    """Whether a pointer should lead to a declaration in its own file, and there is none."""
    wanted = find_wanted(pointer.element, pointer.attribute)
    is_own = pointer.value.startswith("#") and not SCHEMES.match(pointer.value)
    return bool(
        wanted and wanted.place and is_own and resolver.resolve(pointer.value, text.file) is None
    )


def tell_undeclared(pointers: list[Pointer], text: Text, nearest: NearestIdentifiers) -> Problem:
    """Return one problem for all places of a file that point to the same missing declaration."""
    first = pointers[0]
    wanted = find_wanted(first.element, first.attribute)
    assert wanted
    ident = first.value.removeprefix("#")
    places = f" ({len(pointers)} places of this file point to it)" if len(pointers) > 1 else ""
    near = nearest.suggest_target(ident, text, wanted.elements)
    lacks = f"@{first.attribute} points to something that no header declares: {wanted.words}"
    return problem(
        "missing-declaration",
        f'@{first.attribute}: nothing is declared as "{ident}"',
        first.location,
        hint=ask(near) or f"declare it in the header: {wanted.words}, in {wanted.place}{places}",
        cause="" if near else lacks,
        about=About(first.element, first.attribute, (first.value,), meant=(near,) if near else ()),
    )
