"""The indices of persons, organisations, places, works: an entity a line, linked to its entry."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from sphinx.domains import Index, IndexEntry

from tei_edition.collation import collation_key, initial_letter
from tei_edition.sphinxext.domain import TeiDomain, TeiObject
from tei_edition.sphinxext.staging import get_staging
from tei_edition.words import list_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx


class EntityIndex(Index):
    """An index of the entities of one kind, sorted by us: the order of reading is Sphinx's."""

    kind: ClassVar[str]
    language: ClassVar[str] = ""
    domain: TeiDomain

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Letters with their entries; of the given pages only, if any are given."""
        wanted = None if docnames is None else set(docnames)
        found = [
            o
            for o in self.domain.entities.values()
            if o.kind == self.kind and (wanted is None or o.docname in wanted)
        ]
        language = self.language
        found.sort(key=lambda o: (collation_key(o.sort, language), o.sort, o.key))
        letters: dict[str, list[IndexEntry]] = {}
        for letter, group in groupby(found, key=lambda o: initial_letter(o.sort, language)):
            letters.setdefault(letter, []).extend(map(_make_entry, group))
        return list(letters.items()), False


_NAMES = {
    "person": "persons", "organisation": "organisations", "place": "places", "work": "works",
}  # fmt: skip


def _make_entry(found: TeiObject) -> IndexEntry:
    return IndexEntry(found.name, 0, found.docname, found.anchor, "", "", "")


def _choose_order(app: Sphinx) -> None:
    """Sort as the registers are sorted."""
    EntityIndex.language = get_staging(app).collation


def setup(app: Sphinx) -> None:
    """Add the indices to the domain, called by the words of the project's language."""
    app.connect("builder-inited", _choose_order)
    words = list_words(app.config.language)
    for kind, name in _NAMES.items():
        values = {"kind": kind, "name": name, "localname": words[kind], "shortname": words[kind]}
        app.add_index_to_domain(
            TeiDomain.name, type(f"{kind.title()}Index", (EntityIndex,), values)
        )
