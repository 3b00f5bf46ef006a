"""Random witnesses, collated: every word that goes in comes out, in the text and in the table."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tei_edition.editing.collate import Witnessed, collate_texts
from tei_edition.editing.sameness import Sameness, make_sameness
from tei_edition.tei import TEI_NS, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("rapidfuzz")
# So many cases at once; TEI_EDITION_WHOLE tries ten thousand.
CASES = 10_000 if os.environ.get("TEI_EDITION_WHOLE") else 1_000
WORDS = ["a", "b", "A,", "B", "cc", "Cc.", "d"]


def _read(element: etree._Element, name: str) -> Iterator[str]:
    """The text of a witness: of each entry, the reading that names it."""
    if element.tag == tei("app"):
        (element,) = [r for r in element if f"#{name}" in r.get("wit", "").split()]
    yield element.text or ""
    for child in element:
        yield from _read(child, name)
        yield child.tail or ""
    if element.tag == tei("p"):
        yield " "


def _vary(dice: random.Random, paragraphs: list[list[str]]) -> list[list[str]]:
    def change(word: str) -> list[str]:
        chance, other = dice.random(), dice.choice(WORDS)
        if chance < 0.45:
            return [[], [other], [word, other]][int(chance / 0.15)]
        return [word]

    varied = [[new for word in part for new in change(word)] for part in paragraphs]
    return [part for part in varied if part]


def _write_base(dice: random.Random, paragraphs: list[list[str]]) -> etree._Element:
    """A text, some of whose words are marked."""
    body = "".join(
        f"<p>{' '.join(f'<hi>{w}</hi>' if dice.random() < 0.2 else w for w in part)}</p>"
        for part in paragraphs
    )
    return etree.fromstring(
        f'<TEI xmlns="{TEI_NS}"><teiHeader><fileDesc><sourceDesc><p/></sourceDesc></fileDesc>'
        f"</teiHeader><text><body>{body}</body></text></TEI>"
    )


def test_every_word_that_goes_in_comes_out() -> None:
    """Whatever the witnesses are, and whether capitals and points count or not."""
    for seed in range(CASES):
        dice = random.Random(seed)  # noqa: S311
        base = [
            [dice.choice(WORDS) for _ in range(dice.randint(1, 7))]
            for _ in range(dice.randint(1, 3))
        ]
        texts = {"A": base, "B": _vary(dice, base), "C": _vary(dice, base)}
        sameness = make_sameness("case,punctuation") if seed % 2 else Sameness()
        witnesses = {name: Witnessed(text, name) for name, text in texts.items()}
        made = collate_texts("", _write_base(dice, base), witnesses, sameness)
        root = etree.fromstring(made.tei)
        body = next(root.iter(tei("body")))

        for name, text in texts.items():
            words = [word for part in text for word in part]
            assert "".join(_read(body, name)).split() == words, seed
            assert " ".join(piece[name] for piece in made.table).split() == words, seed
