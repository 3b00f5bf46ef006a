"""Find which elements may contain which, from their content models."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tei_edition.schema.odd.records import (
    Alternate,
    ClassRef,
    ElementRef,
    MacroRef,
    OddPattern,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.schema.odd.classes import Classes
    from tei_edition.schema.odd.records import OddModel
    from tei_edition.schema.odd.selection import OddSchema


class Nesting:
    """The elements of a schema that each of them may contain, and may be in."""

    def __init__(self, schema: OddSchema, classes: Classes) -> None:
        self.schema = schema
        self.classes = classes
        self.names = schema.list_names("element")

    def find_children(self, models: Iterable[OddModel], around: frozenset[str]) -> Iterator[str]:
        """Yield the elements that a content model allows; `around` are the macros around it."""
        for model in models:
            if isinstance(model, ElementRef):
                yield model.key
            elif isinstance(model, ClassRef):
                yield from (member.key[1] for member in self.classes.list_referred(model))
            elif isinstance(model, (Sequence, Alternate)):
                yield from self.find_children(model.members, around)
            elif isinstance(model, MacroRef) and model.key not in around:
                macro = self.schema.specs.get(("macro", model.key))
                content = macro.content if macro else None
                yield from self.find_children(content or (), around | {model.key})
            elif isinstance(model, OddPattern):
                yield from (str(e.get("name")) for e in model.element.iter("{*}ref"))

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The elements that each element may hold, in the order of the schema."""
        held = {}
        for ident in self.names:
            spec = self.schema.specs["element", ident]
            found = set(self.find_children(spec.content or (), frozenset()))
            held[ident] = [name for name in self.names if name in found]
        return held

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """The elements that may hold each element."""
        holders: dict[str, list[str]] = {}
        for parent, children in self.children.items():
            for child in children:
                holders.setdefault(child, []).append(parent)
        return holders
