"""An omission is a reading without words (TEI Guidelines, section 13.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.facts.text import Text
    from tei_edition.facts.witnesses import Witnesses
    from tei_edition.problems import Problem

# What printed apparatuses say of a witness without the words; and of one without the passage.
_OMITS = frozenset({
    "deest", "desunt", "fehlen", "fehlt", "manca", "manque", "om", "omis", "omisit", "omission",
    "omit", "omits", "omitted", "omittit",
})  # fmt: skip
_LACKS = frozenset({"lac", "lacuna"})


@check("apparatus", "omission-in-words")
def check_omissions(text: Text, _witnesses: Witnesses) -> Iterator[Problem]:
    """Yield a problem for each reading that says in words that its witnesses have none."""
    for entry in text.entries:
        for reading in entry.readings:
            word = reading.text.strip(" .[]()").casefold()
            if reading.is_lemma or word not in _OMITS | _LACKS:
                continue
            empty = "leave the <rdg> empty: <rdg/>"
            lost = 'write <rdg><gap reason="lost"/></rdg>, or <lacunaStart/> and <lacunaEnd/>'
            yield problem(
                "omission-in-words",
                f'the reading "{reading.text}" says that words are missing, and is read as one',
                reading.location,
                hint=f"{lost if word in _LACKS else empty}; what is shown for it is added",
            )
