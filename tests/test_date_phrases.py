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


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Kal. Mart. 1800", "1800-03-01"),
        ("Kal. Ian. 1800", "1800-01-01"),
        ("III Kal. Ian. 1800", ""),  # the year may be that of the day or that of the Kalends
        ("prid. Kal. Apr. 1800", "1800-03-31"),
        ("a. d. XIV Kal. Oct. 1801", "1801-09-18"),
        ("VI Kal. Mart. 1801", "1801-02-24"),
        ("VI Kal. Mart. 1800", ""),  # February 1800 had 28 days, or 29 in the Julian calendar
        ("Nonis Martiis 1800", "1800-03-07"),
        ("Non. Apr. 1800", "1800-04-05"),
        ("III Non. Mart. 1800", "1800-03-05"),
        ("Idibus Martiis 1800", "1800-03-15"),
        ("Id. Maii 1800", "1800-05-15"),
        ("Id. Iul. 1800", "1800-07-15"),
        ("Id. Oct. 1800", "1800-10-15"),
        ("Id. Ian. 1800", "1800-01-13"),
        ("pridie Idus Apriles 1800", "1800-04-12"),
        ("XV Id. Mart. 1800", "1800-03-01"),
        ("XVI Id. Mart. 1800", ""),
    ],
)
def test_days_of_the_roman_calendar_are_counted_back(words: str, day: str) -> None:
    """From the Kalends, the Nones on the 5th or 7th and the Ides on the 13th or 15th."""
    (found,) = find_dates(words, "la")

    assert dict(found.attributes).get("when", "") == day


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("fr", "3 mai 1583", "1583-05-03"),
        ("fr", "3 mai 1582", ""),
        ("it", "3 maggio 1583", "1583-05-03"),
        ("en", "3 May 1753", "1753-05-03"),
        ("en", "3 May 1752", ""),
        ("ru", "3 мая 1919", "1919-05-03"),
        ("ru", "3 мая 1918", ""),
        ("en", "3 May 1752 N.S.", "1752-05-03"),
        ("en", "3 May 1752 O.S.", "1752-05-14"),
    ],
)
def test_calendar_follows_from_language_and_year(language: str, words: str, day: str) -> None:
    """From the first whole year in which all who wrote it had the Gregorian, or as it says."""
    (found,) = find_dates(words, language)

    assert dict(found.attributes).get("when", "") == day


@pytest.mark.parametrize(
    ("words", "attributes"),
    [
        ("25 October (7 November) 1917", {"when": "1917-11-07"}),
        ("5/18 January 1918", {"when": "1918-01-18"}),
        ("23 December/5 January 1918", {"when": "1918-01-05"}),
        ("25 October (8 November) 1917", {}),
        ("between 1850 and 1852", {"notBefore": "1850", "notAfter": "1852"}),
        ("from 1850 to 1852", {"from": "1850", "to": "1852"}),
        ("from March to May 1849", {"from": "1849-03", "to": "1849-05"}),
        ("3 May 1900 to 12 June 1901", {"from": "1900-05-03", "to": "1901-06-12"}),
        ("October 3–7, 1815", {"from": "1815-10-03", "to": "1815-10-07"}),
        ("3 May 1900 to 12 June", {"from": "1900-05-03", "to": "1900-06-12"}),
        ("3 May to 12 June 1900", {"from": "1900-05-03", "to": "1900-06-12"}),
        ("3–7 June 1848", {"from": "1848-06-03", "to": "1848-06-07"}),
    ],
)
def test_two_days_and_two_years_are_read(words: str, attributes: dict[str, str]) -> None:
    """As one day in two calendars where they are the same, else as a time with two ends."""
    assert [dict(found.attributes) for found in find_dates(words, "en")] == [attributes]
