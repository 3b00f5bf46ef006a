"""Entries of the apparatus that are about the same words must be within one another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.checks.rules.apparatus import cut_words
from tei_edition.facts.apparatus import MOST_ABOUT, Standing
from tei_edition.problems import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.facts.apparatus import Entry
    from tei_edition.facts.text import Text
    from tei_edition.facts.witnesses import Witnesses


@check("apparatus", "apparatus-crossing")
def check_crossings(text: Text, _witnesses: Witnesses) -> Iterator[Problem]:
    """Yield a problem for each entry that overlaps an earlier one without containing it.

    Entries of apparatuses of different types may cross, as long as there are not too many.
    """
    by_type: dict[str, list[Entry]] = defaultdict(list)
    for entry in text.entries:
        if entry.standing is Standing.CROWDED:
            yield problem(
                "apparatus-crossing",
                f"{MOST_ABOUT} other entries are about the same words; the words of this one"
                " are not marked in the text",
                entry.location,
                hint="do @from and @to name the first and the last of its words?",
            )
        if entry.span[0] < entry.span[1]:
            by_type[entry.type].append(entry)
    for entries in by_type.values():
        yield from _list_crossings(entries)


def _list_crossings(entries: Iterable[Entry]) -> Iterator[Problem]:
    around: list[Entry] = []  # those that reach to where we are, the innermost last
    for entry in sorted(entries, key=lambda e: (e.span[0], -e.span[1])):
        around = [other for other in around if other.span[1] > entry.span[0]]
        crossed = next((o for o in around if o.span[1] < entry.span[1]), None)
        if crossed is not None and crossed.span[0] < entry.span[0]:
            yield problem(
                "apparatus-crossing",
                f'the entry about "{cut_words(entry.lemma)}" overlaps the one about'
                f' "{cut_words(crossed.lemma)}"',
                entry.location,
                hint="extend one entry to include the other, or give them different types",
                related=(crossed.location,),
            )
        around.append(entry)
