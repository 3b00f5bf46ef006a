"""A register must have each entry once, and none that nothing points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.facts import Kind
from tei_edition.pointers import ENTITY, Resolver
from tei_edition.problems import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts import Edition, Entity


@check("edition", "duplicate-entity")
def check_duplicate_entities(edition: Edition, _config: Config) -> Iterator[Problem]:
    """A problem for each entry whose identifier an entry of an earlier file has."""
    first: dict[str, Entity] = {}
    for text in edition.files:
        for entity in text.entities:
            earlier = first.setdefault(entity.id, entity)
            # Within one file it is a duplicate xml:id, and found as such.
            if earlier.location.file != entity.location.file:
                yield problem(
                    "duplicate-entity",
                    f'there is another entry "{entity.id}", {earlier.name}',
                    entity.location,
                    hint="give one of them another xml:id, or make them one entry",
                    related=(earlier.location,),
                )


@check("edition", "unreferenced-entity")
def check_unreferenced_entities(edition: Edition, _config: Config) -> Iterator[Problem]:
    """A problem for each register entry that no pointer of the edition leads to.

    Works are left out: a bibliography is there to be read, and need not be pointed to.
    """
    resolver = Resolver(edition)
    named = {
        target.id
        for text in edition.files
        for pointer in text.pointers
        if (target := resolver.resolve(pointer.value, text.file)) and target.kind == ENTITY
    }
    for entity in edition.entities:
        if entity.id not in named and entity.kind is not Kind.WORK:
            yield problem(
                "unreferenced-entity",
                f'nothing in the edition points to "{entity.id}", {entity.name}',
                entity.location,
                hint="mark up its mentions, or leave the entry out",
            )
