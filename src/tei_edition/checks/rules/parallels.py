"""Texts and their translations: what corresponds is in the same order, and nothing is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.facts.originals import find_file, list_parallels, list_unaligned
from tei_edition.problems import Location, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tei_edition.config import Config
    from tei_edition.facts.parallels import Alignment, Parallel, TextBlock
    from tei_edition.facts.pointers import Resolver
    from tei_edition.problems import Problem

_LONGEST = 4
_SUSPENDED = "whether texts and translations correspond"


@check("edition", "alignment-crossing", suspended=_SUSPENDED)
def check_crossings(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each passage whose translation is before that of an earlier one."""
    for parallel in list_parallels(resolver, config.translations):
        places = {block.anchor: place for place, block in enumerate(parallel.right_units)}
        blocks = {block.anchor: block for block in parallel.left_units}
        others = {block.anchor: block for block in parallel.right_units}
        last: Alignment | None = None
        for alignment in parallel.alignments:
            first = places[alignment.right[0]]
            if last is None or places[last.right[-1]] < first:
                last = alignment
                continue
            yield problem(
                "alignment-crossing",
                f"the {_call(parallel)} of {_name(blocks[alignment.left[0]])} comes before that of"
                f" {_name(blocks[last.left[0]])}",
                blocks[alignment.left[0]].location,
                hint="correct what says that they correspond; if the translator changed the order,"
                " ignore this",
                related=(others[alignment.right[0]].location,),
            )


@check("edition", "alignment-partial", suspended=_SUSPENDED)
def check_completeness(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield one problem for each translation with passages that correspond to nothing.

    And one for each link, and for each translation, that is not used because it is too much.
    """
    for side in list_unaligned(resolver, config.translations):
        yield problem(
            "alignment-partial",
            "the translation is not compared with its original: all translations of the edition"
            " together are too long",
            Location(side.file),
            hint="are there more originals of a translation than were meant?",
        )
    for parallel in list_parallels(resolver, config.translations):
        for location in parallel.unused:
            yield problem(
                "alignment-partial",
                "the link joins many passages with many others, each with each, and is not used",
                location,
                hint="write a link for each passage and its translation",
            )
        is_whole = parallel.alignments[0].level == "whole"
        sides = (
            _list_alone(parallel.left_units, parallel, is_whole=is_whole),
            _list_alone(parallel.right_units, parallel, is_whole=is_whole),
        )
        if not any(alone for alone, _ in sides):
            continue
        (left, all_left), (right, all_right) = sides
        locations = [block.location for block in (*left, *right)]
        where, *others = locations
        yield problem(
            "alignment-partial",
            f"{len(left)} of {all_left} passages of the {_call(parallel, 0)} and {len(right)} of"
            f" {all_right} of the {_call(parallel)}{_describe(parallel)} have no counterpart",
            where,
            hint="join them by @corresp, by a link or by equal @n; leave what only one text has",
            related=others[:_LONGEST],
        )


@check("edition", "unknown-target", suspended=_SUSPENDED)
def check_named(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for a text that [translations] names and the edition does not have."""
    for name in dict.fromkeys((*config.translations, *config.translations.values())):
        text = find_file(name, resolver)
        anchor = name.partition("#")[2]
        if text is None and not resolver.edition.unread:
            yield problem(
                "unknown-target",
                f'[translations] names "{name}", which is not one of the texts',
                Location("edition.toml"),
                hint="write the path of a text as [edition] texts finds it",
            )
        elif text is not None and anchor and anchor not in text.ids:
            yield problem(
                "unknown-target",
                f'[translations] names "{name}", but there is no xml:id "{anchor}" in {text.file}',
                Location("edition.toml"),
                hint="name a text or a division of the file by its xml:id",
            )


def _list_alone(
    units: Sequence[TextBlock], parallel: Parallel, *, is_whole: bool
) -> tuple[list[TextBlock], int]:
    """Return the passages of a side without counterpart, and how many passages it has."""
    # A heading is no passage that one would miss.
    passages = [block for block in units if block.element != "head"]
    aligned = {a for pair in parallel.alignments for a in (*pair.left, *pair.right)}
    if is_whole:
        aligned = set() if len(passages) > 1 else aligned
    return [block for block in passages if block.anchor not in aligned], len(passages)


def _call(parallel: Parallel, side: int = 1) -> str:
    """Return what a side is called: of versions, none is the original."""
    names = ("original", "translation") if parallel.is_translation else ("first version", "second")
    return names[side]


def _describe(parallel: Parallel) -> str:
    """Name a translation by its language, if that is known."""
    return f" ({parallel.right.language})" if parallel.right.language else ""


def _name(block: TextBlock) -> str:
    return f'{block.element} "{block.n}"' if block.n else f'"{block.anchor}"'
