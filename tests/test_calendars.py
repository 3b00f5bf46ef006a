"""Days are converted between the calendars, parsed and written as scholars do."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tei_edition.calendars import (
    GREGORIAN,
    JULIAN,
    Day,
    convert,
    format_day,
    month_length,
    parse_day,
    span,
)

# Julian and Gregorian names of the same day: from the literature, and across every kind of border.
PAIRS = [
    ("1917-10-25", "1917-11-07"),  # the October rising
    ("1917-02-23", "1917-03-08"),
    ("1918-01-31", "1918-02-13"),  # the last Julian day of Russia
    ("1582-10-04", "1582-10-14"),  # the last Julian day of Rome; the next was the 15th
    ("1582-10-05", "1582-10-15"),
    ("1752-09-02", "1752-09-13"),  # the last Julian day of Britain
    ("1616-04-23", "1616-05-03"),  # Shakespeare's death
    ("1642-12-25", "1643-01-04"),  # Newton's birth
    ("1732-02-11", "1732-02-22"),  # Washington's birth
    ("1499-12-31", "1500-01-09"),
    ("1500-02-28", "1500-03-09"),
    ("1500-02-29", "1500-03-10"),
    ("1500-03-01", "1500-03-11"),
    ("1600-02-28", "1600-03-09"),
    ("1600-02-29", "1600-03-10"),
    ("1600-03-01", "1600-03-11"),
    ("1700-02-18", "1700-02-28"),
    ("1700-02-19", "1700-03-01"),
    ("1700-02-29", "1700-03-11"),
    ("1700-03-01", "1700-03-12"),
    ("1799-12-20", "1799-12-31"),
    ("1799-12-21", "1800-01-01"),
    ("1800-02-29", "1800-03-12"),
    ("1900-02-28", "1900-03-12"),
    ("1900-02-29", "1900-03-13"),
    ("1900-03-01", "1900-03-14"),
    ("2000-02-29", "2000-03-13"),
    ("2100-02-28", "2100-03-13"),
    ("2100-02-29", "2100-03-14"),
    ("0200-03-01", "0200-03-01"),  # the calendars agree in the third century
    ("0300-02-28", "0300-02-28"),
    ("0300-03-01", "0300-03-02"),
    ("0001-01-01", "0000-12-30"),
    ("0000-02-29", "0000-02-27"),
    ("-0001-12-31", "-0001-12-29"),
    ("-0043-03-15", "-0043-03-13"),  # the Ides of March of 44 BCE
    ("-4712-01-01", "-4713-11-24"),  # the day 0 of the Julian day numbers
]  # fmt: skip


@pytest.mark.parametrize(("julian", "gregorian"), PAIRS)
def test_calendars_are_converted(julian: str, gregorian: str) -> None:
    """Each day has one name in either calendar, to and fro."""
    one, other = parse_day(julian, JULIAN), parse_day(gregorian)
    assert one
    assert other

    assert convert(one, JULIAN) == (other, other)
    assert convert(other, GREGORIAN) == (one, one)
    assert (str(one), str(other)) == (julian, gregorian)


def test_gregorian_days_follow_each_other_as_everywhere() -> None:
    """Conversion keeps the distance of days, as the standard library counts it."""
    chance = random.Random(1517)  # noqa: S311
    first = date(1, 1, 1)
    start, _ = convert(Day(1, 1, 1), GREGORIAN)

    for number in [chance.randrange(3_652_000) for _ in range(2_000)]:
        day = first + timedelta(number)
        here = Day(day.year, day.month, day.day)
        julian, last = convert(here, GREGORIAN)
        assert julian == last
        assert convert(julian, JULIAN) == (here, here)
        # The Julian calendar has a leap day in every fourth year, without exception.
        years = julian.year - 1
        months = sum(month_length(julian.year, m, JULIAN) for m in range(1, julian.month))
        assert years * 365 + years // 4 + months + julian.day == number + start.day


def test_days_long_ago_go_to_and_fro() -> None:
    """Both calendars go on into the past, in years before the first too."""
    chance = random.Random(44)  # noqa: S311
    for _ in range(1_000):
        year, month = chance.randrange(-20_000, 1), chance.randrange(1, 13)
        day = Day(year, month, chance.randrange(1, month_length(year, month) + 1))

        julian, _ = convert(day, GREGORIAN)

        assert convert(julian, JULIAN) == (day, day)
        assert 1 <= julian.day <= month_length(julian.year, julian.month, JULIAN)


def test_months_and_years_become_spans() -> None:
    """A month of one calendar reaches into two of the other, a year into two years."""
    assert convert(Day(1917, 10), JULIAN) == (Day(1917, 10, 14), Day(1917, 11, 13))
    assert convert(Day(1917), JULIAN) == (Day(1917, 1, 14), Day(1918, 1, 13))
    assert span(Day(1900, 2)) == (Day(1900, 2, 1), Day(1900, 2, 28))
    assert span(Day(1900, 2), JULIAN) == (Day(1900, 2, 1), Day(1900, 2, 29))
    assert span(Day(1900)) == (Day(1900, 1, 1), Day(1900, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1917-11-07", Day(1917, 11, 7)),
        (" 1917-11 ", Day(1917, 11)),
        ("1917", Day(1917)),
        ("-0043-03-15", Day(-43, 3, 15)),
        ("0000", Day(0)),
        ("12345", Day(12345)),
        ("1917-11-07T21:40:00", Day(1917, 11, 7)),
        ("1917-11-07T21:40:00.5+02:00", Day(1917, 11, 7)),
        ("1917-11-07Z", Day(1917, 11, 7)),
        ("1917-11+03:00", Day(1917, 11)),
        ("2000-02-29", Day(2000, 2, 29)),
    ],
)
def test_days_are_parsed(text: str, expected: Day) -> None:
    """The forms of W3C's dates, to the precision that they have."""
    assert parse_day(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "17", "917", "1917-1-1", "1917-13", "1917-00", "1917-11-31", "1917-11-00", "1900-02-29",
     "7.11.1917", "--11-07", "1917/1918", "c. 1917", "1917-11-07T", "+1917", "1917-11-7",
     "19171107x", "１９１７", "1917-11-07 00:00", "1" * 5_000],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    """Days that are not in the calendar, other forms, and no numbers that Python chokes on."""
    assert parse_day(text) is None


def test_a_leap_day_depends_on_the_calendar() -> None:
    """The 29th of February 1900 was a day in Russia only."""
    assert parse_day("1900-02-29", JULIAN) == Day(1900, 2, 29)
    assert parse_day("1900-02-29", GREGORIAN) is None


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (Day(1917, 11, 7), "en", "7 November 1917"),
        (Day(1917, 11, 7), "de", "7. November 1917"),
        (Day(1917, 11, 7), "de-AT", "7. November 1917"),
        (Day(1917, 11, 7), "ru", "7 ноября 1917"),
        (Day(1917, 11), "ru", "ноябрь 1917"),
        (Day(1917), "ru", "1917"),
        (Day(1917, 3), "en", "March 1917"),
        (Day(-43, 3, 15), "en", "15 March 44 BCE"),
        (Day(0), "en", "1 BCE"),
        (Day(476), "en", "476"),
        (Day(1917, 11, 7), "", "7 November 1917"),
        (Day(1917, 11, 7), "tlh", "7 November 1917"),
        (Day(1917, 11, 7), "no language", "7 November 1917"),
    ],
)
def test_days_are_written_in_words(day: Day, language: str, words: str) -> None:
    """As readers of the language write them; English where it is not known."""
    assert format_day(day, language) == words


@pytest.mark.corpora
def test_the_collected_pairs_are_found() -> None:
    """Pairs gathered from other sources are the same days."""
    from building import CORPORA

    lines = Path(CORPORA / "calendar-pairs.tsv").read_text().splitlines()[1:]
    for julian, gregorian in (line.split("\t")[:2] for line in lines):
        day = parse_day(julian, JULIAN)
        assert day
        assert str(convert(day, JULIAN)[0]) == gregorian
