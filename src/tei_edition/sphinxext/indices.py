"""The indices of persons, organisations, places and works, with a line for each entity."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinx.domains import Index, IndexEntry

from tei_edition.language.collation import initial_letter
from tei_edition.sphinxext.domain import TeiDomain, TeiObject, name_group
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config as SphinxConfig


class EntityIndex(Index):
    """An index of the entities of one kind, sorted by us: the order of reading is Sphinx's."""

    kind: ClassVar[str]
    domain: TeiDomain

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Letters with their entries; of the given pages only, if any are given."""
        wanted = None if docnames is None else set(docnames)
        found = (
            o for o in self.domain.list_kind(self.kind) if wanted is None or o.docname in wanted
        )
        letters: dict[str, list[IndexEntry]] = {}
        for o in found:
            letter = name_group(initial_letter(o.sort, self.domain.collation))
            letters.setdefault(letter, []).append(_make_entry(o))
        return list(letters.items()), False


_NAMES = {
    "person": "persons", "organisation": "organisations", "place": "places", "work": "works",
}  # fmt: skip


def _make_entry(found: TeiObject) -> IndexEntry:
    return IndexEntry(found.name, 0, found.docname, found.anchor, "", "", "")


def add_indices(app: Sphinx, settings: SphinxConfig) -> None:  # noqa: ARG001
    """Add the indices to the domain, called by the words of the project's language."""
    words = get_state(app).words
    for kind, name in _NAMES.items():
        values = {"kind": kind, "name": name, "localname": words[kind], "shortname": words[kind]}
        app.add_index_to_domain(
            TeiDomain.name, type(f"{kind.title()}Index", (EntityIndex,), values)
        )
