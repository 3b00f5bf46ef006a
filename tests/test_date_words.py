"""Dates as people write them in attributes are answered with what TEI has for them."""

from __future__ import annotations

import pytest

from tei_edition.checks.date_words import explain_words, find_range, guess_day
from tei_edition.dating.calendars import GREGORIAN

# What is written in @when, and what the advice must say; "" where there is none.
WORDS = {
    "1850-1852": 'from="1850" to="1852"',
    "1850-03/1850-04": 'notBefore="1850-03" notAfter="1850-04"',
    "1850/1851-13": "",
    "1850-13/1851": "",
    "1850-02-03 10:30": 'when="1850-02-03T10:30:00"',
    "1850-02-03 10:30:15": 'when="1850-02-03T10:30:15"',
    "1st century": 'notBefore="0001" notAfter="0100"',
    "18. Jh.": 'notBefore="1701" notAfter="1800"',
    "21st century": 'notBefore="2001" notAfter="2100"',
    "22nd century": "",
    "0. Jh.": "",
    "1850s": 'notBefore="1850" notAfter="1859"',
    "before 1850": 'write notAfter="1850" in place of @when',
    "a. 1850": 'write notAfter="1850"',
    "nach 1850-03": 'write notBefore="1850-03"',
    "before 1850-13": "",
    "Easter 1850": 'write when="1850"',
    "5": "four digits",
    "12-03-50": "four digits",
    "1850-??": 'leave out what is not known: when="1850"',
    "1850-04-xx": 'when="1850-04"',
    "1850-00-00": 'when="1850"',
    "1850-13-??": "",
    "c. 1850?": 'write when="1850", and cert="low"',
    "c. 1850-13": "",
    "whenever": "",
}


@pytest.mark.parametrize("value", WORDS)
def test_words_around_a_date_are_answered(value: str) -> None:
    """With the attributes that say the same; nothing is said of what is no date after all."""
    advice = explain_words("when", value, GREGORIAN, year_zero=True)

    assert WORDS[value] in advice
    assert bool(advice) == bool(WORDS[value])


@pytest.mark.parametrize(
    ("value", "year_zero", "meant"),
    [
        ("44 BC", True, '"-0043"'),
        ("44 BC", False, '"-0044"'),
        ("2 BC", True, '"-0001"'),
        ("1 BCE", True, '"0000"'),
        ("1 v. Chr.", False, '"-0001"'),
    ],
)
def test_years_before_christ_are_counted_as_the_attribute_does(
    value: str, year_zero: bool, meant: str
) -> None:
    """XML Schema 1.1 and ISO 8601 have a year 0000, which is 1 BCE; XML Schema 1.0 has none."""
    assert f"when={meant}" in explain_words("when", value, GREGORIAN, year_zero=year_zero)


def test_a_decade_of_an_unknown_calendar_has_no_advice() -> None:
    """What its years are is not known."""
    assert explain_words("when", "1850s", "", year_zero=False) == ""


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("1850-52", ("1850", "1852")),
        ("1805-13", ("1805", "1813")),
        ("1805-12", None),  # it may be a month
        ("1850-50", None),
        ("1850-49", None),
        ("1850-1852", None),
    ],
)
def test_short_ends_of_periods_are_read(words: str, years: tuple[str, str] | None) -> None:
    """Where they are later years of the same century, and cannot be a month."""
    assert find_range(words) == years


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("850", "0850"),
        ("-850", "-0850"),
        ("1850 3 4", "1850-03-04"),
        ("1850\N{EN DASH}03\N{EN DASH}04", "1850-03-04"),
        ("4.III.1850", "1850-03-04"),
        ("4. xii. 1850", "1850-12-04"),
        ("1. I. 1850", "1850-01-01"),
        ("4. XVI. 1850", ""),
        ("1850-Mar-4", "1850-03-04"),
        ("18500304", "1850-03-04"),
        ("18501304", ""),
        ("3/4/1850", ""),
        ("25/4/1850", "1850-04-25"),
    ],
)
def test_a_day_in_another_form_is_guessed(value: str, day: str) -> None:
    """Where it can be read in one way only, and there is such a day."""
    assert guess_day(value, GREGORIAN) == day
