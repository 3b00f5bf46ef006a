"""Addresses of the web must not have a space in them: it divides them into two pointers."""

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


def _is_rest(pointer: Pointer, before: Pointer) -> bool:
    """Whether a word follows an address in the same attribute."""
    return (
        "://" in before.value
        and re.search("[#:]", pointer.value) is None
        and (before.location, before.attribute) == (pointer.location, pointer.attribute)
    )
