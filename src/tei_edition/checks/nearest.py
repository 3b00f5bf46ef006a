"""Find the identifiers most similar to a wrong one, for the hint "did you mean …?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.config import find_nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.registers import Kind
    from tei_edition.facts.text import Text


# Letters of Cyrillic and Greek that look like Latin ones.
_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеіјорсхуѕһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTXYaeijopcxyshABEZHIKMNOPTYXo"
)
_SURELY = 0.8


class NearestIdentifiers:
    """The nearest identifiers to wrong ones, each looked for once: difflib is slow.

    Identifiers whose digits differ are near by chance only, and none is the other's slip.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._names: dict[str, dict[str, list[str]]] = {}
        self._found: dict[tuple[str, str], str] = {}

    def suggest_entity(self, ident: str, kind: Kind | None) -> str:
        """Return the most similar entry of a kind, or of any; empty if none is similar."""
        entities = self._resolver.entities.values()
        return self._suggest(
            ident, kind or "entity", lambda: (e.id for e in entities if kind in {None, e.kind})
        )

    def suggest_target(self, ident: str, text: Text, elements: frozenset[str] = frozenset()) -> str:
        """Return the nearest identifier of a file, of certain elements only.

        Empty if none is like it.
        """
        group = " ".join((f"#{text.file}", *sorted(elements)))
        return self._suggest(
            ident, group, lambda: (i for i, e in text.ids.items() if not elements or e in elements)
        )

    def suggest_file(self, path: str) -> str:
        """Return a hint that names a file of the edition with a similar name, if there is one."""
        near = self._suggest(path, "file", lambda: self._resolver.texts)
        return f'did you mean "{near}"?' if near else ""

    def _suggest(self, ident: str, group: str, names: Callable[[], Iterable[str]]) -> str:
        if (group, ident) not in self._found:
            if group not in self._names:
                by_digits = self._names[group] = {}
                for name in names():
                    by_digits.setdefault(_digits(name), []).append(name)
            near = self._names[group].get(_digits(ident), ())
            folded = ident.casefold()
            same = (name for name in near if name.casefold() == folded)
            plain = ident.translate(_LATIN)
            found = next(same, "") or find_nearest(ident, near)
            self._found[group, ident] = found or (
                find_nearest(plain, near, _SURELY) if plain != ident else ""
            )
        return self._found[group, ident]


def _digits(ident: str) -> str:
    return re.sub(r"\D+", "-", ident).strip("-")
