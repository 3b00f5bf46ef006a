"""Differences of two states, and schemas that name others for ever, end within a budget."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from tei_edition.exports.common_rows import match_rows
from tei_edition.exports.state_changes import compare_items, compare_words
from tei_edition.exports.state_items import StateItem
from tei_edition.exports.state_markup import MarkupItem, compare_marks
from tei_edition.problems import EditionError
from tei_edition.schema.fetch import fetch_schema

if TYPE_CHECKING:
    from pathlib import Path


def draw(seed: int, number: int, words: str = "ab") -> list[str]:
    """Words of few kinds: each is equal to very many of the others."""
    chance = random.Random(seed)  # noqa: S311 - nothing of it is secret
    return [chance.choice(words) for _ in range(number)]


def test_long_passages_of_few_words_are_compared_in_proportion() -> None:
    """A passage of sixty thousand words of two kinds would take an hour, word with word."""
    old, new = draw(1, 60_000), draw(2, 60_000)
    start = time.process_time()
    found = compare_words(" ".join(old), " ".join(new))
    assert time.process_time() - start < 10
    assert " ".join(w.words for w in found if w.change != "added").split() == old
    assert " ".join(w.words for w in found if w.change != "removed").split() == new


def test_what_both_rows_have_once_still_parts_long_passages() -> None:
    """Between two words that each has once, the stretches are compared by themselves."""
    old = [*draw(1, 3000), "one", *draw(2, 400), "two", *draw(3, 3000)]
    new = [*draw(4, 3000), "one", *draw(2, 400), "two", *draw(5, 3000)]
    blocks = match_rows(old, new)
    assert (3000, 3000, 402) in blocks
    assert all(old[a : a + size] == new[b : b + size] for a, b, size in blocks)
    assert blocks == sorted(blocks)


def test_thousands_of_marks_are_compared_in_proportion() -> None:
    """So are the tags of one passage."""
    old, new = ([MarkupItem(f"<{name}>") for name in draw(seed, 60_000)] for seed in (1, 2))
    start = time.process_time()
    gone, came = compare_marks(old, new, with_words=False)
    assert time.process_time() - start < 10
    assert gone
    assert came


def test_hundreds_of_changed_passages_are_compared_in_proportion() -> None:
    """Each may be any of the others: how alike two are is measured roughly after much work."""
    old, new = (
        [StateItem("text", "a", "", "", "", " ".join(draw(seed + n, 300)), {}) for n in range(120)]
        for seed in (0, 1000)
    )
    start = time.process_time()
    assert list(compare_items(old, new))
    assert time.process_time() - start < 60


def test_schemas_that_name_another_for_ever_are_refused(tmp_path: Path) -> None:
    """A server may make each schema include the next."""

    def answer(address: str) -> bytes:
        number = int(address.rpartition("/")[2].removesuffix(".rng"))
        rng = "http://relaxng.org/ns/structure/1.0"
        return f'<grammar xmlns="{rng}"><include href="{number + 1}.rng"/></grammar>'.encode()

    with pytest.raises(EditionError, match="includes more than 500 files"):
        fetch_schema("https://example.org/0.rng", tmp_path, download=answer)
    assert not [*tmp_path.iterdir()]
