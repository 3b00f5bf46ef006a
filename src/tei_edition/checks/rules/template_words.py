"""Words that `init` wrote for an editor to replace must be replaced: no page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.facts.placeholders import is_instruction
from tei_edition.problems import problem
from tei_edition.source.stamps import locate
from tei_edition.tei import ENTRIES, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source

_LONGEST = 60


@check("file", "placeholder-left")
def check_placeholders(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each entry of a register, and each witness, that says what to write.

    Those of the header are part of `citation-incomplete`.
    """
    assert source.root is not None
    for element in source.root.iter(*map(tei, sorted({*ENTRIES, "witness"}))):
        words = words_of(element)
        if is_instruction(words):
            name = local(element.tag)
            yield problem(
                "placeholder-left",
                f'this {name} has only the words of the template, "{words[:_LONGEST]}"',
                locate(element),
                hint="write what it asks for, or remove the element; no page shows it",
            )
