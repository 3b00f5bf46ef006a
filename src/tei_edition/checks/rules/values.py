"""Values that are nearly what others can read: what the Guidelines suggest, bare pointers."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.checks.suggested import SUGGESTED, find_suggested
from tei_edition.facts.pointers import ENTITY
from tei_edition.problems import Edit, problem
from tei_edition.source import locate_attribute, split_lines
from tei_edition.source.stamps import locate
from tei_edition.tei import local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source


@check("file", "unusual-value")
def check_suggested_values(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each value that is nearly one that the Guidelines suggest."""
    assert source.root is not None
    lines: list[str] = []
    for element in source.root.iter(*(tei(name) for name in SUGGESTED)):
        name = local(element.tag)
        for attribute in SUGGESTED[name]:
            value = element.get(attribute, "").strip()
            meant = find_suggested(name, attribute, value) if value else ""
            if not meant:
                continue
            lines = lines or split_lines(source.text)
            where = locate(element)
            if where.file == source.file:
                where = locate_attribute(where, attribute, lines)
            yield problem(
                "unusual-value",
                f'@{attribute} of <{name}> is "{value}"',
                where,
                hint=f'did you mean "{meant}"? Programs expect the values that the Guidelines'
                " suggest",
                fix=[Edit(where, value, meant, attribute)],
            )


@check("edition", "bare-pointer")
def check_bare_pointers(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each pointer that names an entry without its #."""
    for text in resolver.edition.files:
        for pointer in text.pointers:
            value = pointer.value
            if pointer.attribute == "key" or not value or "#" in value or ":" in value:
                continue
            target = resolver.resolve(value, text.file)
            if target is None or target.kind != ENTITY:
                continue
            path = posixpath.relpath(target.file, posixpath.dirname(text.file) or ".")
            meant = f"#{target.id}" if target.file == text.file else f"{path}#{target.id}"
            yield problem(
                "bare-pointer",
                f'@{pointer.attribute}: "{value}" names an entry, but is not a TEI pointer',
                pointer.location,
                hint=f'write "{meant}": without a # it is the name of a file',
                fix=[Edit(pointer.location, value, meant, pointer.attribute)],
                cause=f"identifiers without # in @{pointer.attribute}",
            )
