"""Dates in sentences are found, and get a value only where it is certain."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tei_edition.dating.phrase_patterns import list_languages
from tei_edition.dating.phrases import UNCERTAIN, find_dates

FOLDER = Path(__file__).parent / "dates"
FILES = ("apart", "beside")


class Sentence(NamedTuple):
    """A sentence, with where its dates are and what their attributes must be."""

    language: str
    text: str
    dates: dict[tuple[int, int], str]


def read_sentences(name: str) -> list[Sentence]:
    """The sentences of a file; see the head of each."""
    found = []
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, marked, values = (part.strip() for part in line.split("|"))
        text, starts, spans = "", [], []
        for part in re.split(r"([\[\]])", marked):
            if part == "[":
                starts.append(len(text))
            elif part == "]":
                spans.append((starts.pop(), len(text)))
            else:
                text += part
        attributes = [value.strip() for value in values.split(";")] if values else []
        found.append(Sentence(language, text, dict(zip(spans, attributes, strict=True))))
    return found


def find(sentence: Sentence) -> dict[tuple[int, int], str]:
    """What the rules find in a sentence."""
    return {
        (found.start, found.end): ",".join(f"{n}={v}" for n, v in found.attributes) or "-"
        for found in find_dates(sentence.text, sentence.language)
    }


@pytest.mark.parametrize("name", FILES)
def test_dates_of_six_languages_are_found(name: str) -> None:
    """97 of 100 that are found are dates, and none has a wrong value."""
    sentences = read_sentences(name)
    found = [(sentence, place, value) for sentence in sentences
             for place, value in find(sentence).items()]  # fmt: skip
    right = [one for one in found if one[1] in one[0].dates]
    due = sum(len(sentence.dates) for sentence in sentences)

    assert {sentence.language for sentence in sentences} == set(list_languages())
    assert len(sentences) >= 60
    assert len(right) >= 0.97 * len(found)
    assert len(right) >= 0.9 * due
    wrong = [
        (sentence.text, value)
        for sentence, place, value in found
        if value not in {"-", sentence.dates.get(place)}
    ]
    assert wrong == []
    bare = [sentence.text for sentence, place, value in right
            if value == "-" != sentence.dates[place]]  # fmt: skip
    assert bare == []


def test_calendar_of_the_edition_decides() -> None:
    """The same words are another day in another calendar, and none if that is uncertain."""
    words = "25 October 1917"

    values = [
        [dict(found.attributes).get("when") for found in find_dates(words, "en", calendar)]
        for calendar in ("", "julian", UNCERTAIN)
    ]

    assert values == [["1917-10-25"], ["1917-11-07"], [None]]


@pytest.mark.parametrize(
    ("words", "is_wrong"),
    [
        ("Monday, 25 December 1865", False),
        ("Tuesday, 25 December 1865", True),
        ("29 February 1900", True),
        ("29 February 2000", False),
        ("from 12 to 13 May 1852", False),
        ("from 12 to 12 May 1852", True),
        ("from 13 to 12 May 1852", True),
    ],
)
def test_what_cannot_be_right_is_told(words: str, is_wrong: bool) -> None:
    """A weekday that is not that of the day, a day that does not exist, an end before the start."""
    (found,) = find_dates(words, "en")

    assert found.is_wrong == is_wrong
    assert bool(found.attributes) != is_wrong


def test_unknown_language_has_no_dates() -> None:
    """Nothing is guessed by the rules of another."""
    assert list(find_dates("25 October 1917", "")) == []


@pytest.mark.parametrize("language", list_languages())
def test_hostile_text_takes_no_time(language: str) -> None:
    """Long runs of figures, spaces and months are gone through once."""
    texts = ("1 " * 20000, "1917 " * 8000, "May " * 10000, "1. " * 10000, "in " * 10000)
    start = time.process_time()

    for text in texts:
        list(find_dates(text, language))

    assert time.process_time() - start < 10
