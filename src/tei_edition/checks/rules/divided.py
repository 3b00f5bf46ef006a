"""Spaces in pointers: they divide an address of the web, or show that it is none but words."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer
    from tei_edition.problems import Problem


@check("edition", "unknown-target")
def check_divided_addresses(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each address of the web that a space divides."""
    for text in resolver.edition.files:
        for before, pointer in itertools.pairwise(text.pointers):
            if _is_rest(pointer, before) and resolver.resolve(pointer.value, text.file) is None:
                whole = f"{before.value} {pointer.value}"
                yield problem(
                    "unknown-target",
                    f'@{pointer.attribute}: a space divides the address "{whole}"',
                    pointer.location,
                    hint=f'write %20 for a space: "{before.value}%20{pointer.value}"',
                )


@check("edition", "unknown-target")
def check_targets_in_words(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each target that is described in several words."""
    for text in resolver.edition.files:
        targets = (pointer for pointer in text.pointers if pointer.attribute == "target")
        for location, pointers in itertools.groupby(targets, key=lambda pointer: pointer.location):
            words = [pointer.value for pointer in pointers]
            if len(words) < 2 or any(re.search("[#:/.]", word) for word in words):
                continue
            if all(resolver.resolve(word, text.file) is None for word in words):
                yield problem(
                    "unknown-target",
                    f'@target: "{" ".join(words)}" is a description, not a pointer',
                    location,
                    hint="write # and the xml:id of what is meant, or an address; a reference in"
                    " words alone needs no @target",
                )


def _is_rest(pointer: Pointer, before: Pointer) -> bool:
    """Whether a word follows an address in the same attribute."""
    return (
        "://" in before.value
        and re.search("[#:]", pointer.value) is None
        and (before.location, before.attribute) == (pointer.location, pointer.attribute)
    )
