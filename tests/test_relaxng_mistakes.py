"""Mistakes that editors make: each is one problem, at its place, with a remedy."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import pytest

from tei_edition.relaxng import Schema, judge_text, read_schema

CASES = Path(__file__).parent / "relaxng"
TEI_ALL = Path(__file__).parents[2] / "shared" / "tei" / "tei_all.rng"
SOUND = (CASES / "sound.xml").read_text(encoding="utf-8")

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not TEI_ALL.is_file(), reason="the TEI's own schema is not in ../shared"),
]


class Mistake(NamedTuple):
    """A change of the sound document, and what is to be told of it."""

    title: str
    changes: tuple[tuple[str, str], ...]
    code: str
    place: str
    words: str

    def make(self) -> str:
        """The document with the mistake."""
        text = SOUND
        for old, new in self.changes:
            assert old in text
            text = text.replace(old, new, 1)
        return text


def read_mistakes() -> list[Mistake]:
    """The mistakes of the file."""
    parts = (CASES / "mistakes.txt").read_text(encoding="utf-8").split("\n== ")[1:]
    return [_read_mistake(*part.strip().split("\n")) for part in parts]


def _read_mistake(title: str, *lines: str) -> Mistake:
    *changes, told, words = lines
    pairs = zip(changes[::2], changes[1::2], strict=True)
    code, _, place = told.partition(" at ")
    return Mistake(title, tuple((old[2:], new[2:]) for old, new in pairs), code, place, words)


MISTAKES = read_mistakes()


@functools.cache
def tei_all() -> Schema:
    """The TEI's own schema."""
    return read_schema(TEI_ALL)


def find_place(text: str, words: str) -> tuple[int, int]:
    """Line and column of some words."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_there_are_mistakes_enough() -> None:
    """The fourteen that everybody makes, but for pointers, and twenty more."""
    assert len(MISTAKES) >= 34


def test_the_sound_document_is_sound() -> None:
    """Nothing is reported of a document without mistakes."""
    assert judge_text(tei_all(), SOUND, "sound.xml") == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title)
def test_a_mistake_is_one_problem(mistake: Mistake) -> None:
    """One mistake, one problem, where it was made, in words that help."""
    text = mistake.make()

    found = judge_text(tei_all(), text, "a.xml")

    assert [problem.code for problem in found] == [mistake.code], found
    (told,) = found
    assert (told.location.line, told.location.column) == find_place(text, mistake.place), told
    assert mistake.words in f"{told.message}; {told.hint}"
    assert f"{told.message} {told.hint}".count(", ") <= 8
