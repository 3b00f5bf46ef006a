"""Days are converted between the calendars, parsed and written as scholars do."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tei_edition.dating.calendars import (
    CALENDARS,
    COPTIC,
    GREGORIAN,
    HEBREW,
    ISLAMIC,
    JULIAN,
    REPUBLICAN,
    Day,
    add_duration,
    convert,
    day_number,
    format_day,
    from_number,
    has_number,
    month_length,
    parse_day,
    parse_duration,
    parse_iso,
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
        (Day(1917, 11, 7), "ru", "7 ноября 1917 г."),
        (Day(1917, 11), "ru", "ноябрь 1917 г."),
        (Day(1917), "ru", "1917"),
        (Day(1917, 3), "en", "March 1917"),
        (Day(-43, 3, 15), "en", "15 March 44 BCE"),
        (Day(0), "en", "1 BCE"),
        (Day(-43, 3, 15), "de", "15. März 44 v. Chr."),
        (Day(-43, 3, 15), "ru", "15 марта 44 г. до н. э."),
        (Day(1917, 11, 1), "fr", "1er novembre 1917"),
        (Day(1917, 11, 7), "fr", "7 novembre 1917"),
        (Day(1917, 11, 7), "it", "7 novembre 1917"),
        (Day(1917, 11, 7), "es", "7 de noviembre de 1917"),
        (Day(1917, 11), "es", "noviembre de 1917"),
        (Day(1917, 11, 7), "pl", "7 listopada 1917"),
        (Day(1917, 11), "pl", "listopad 1917"),
        (Day(1917, 11, 7), "he", "7 בנובמבר 1917"),
        (Day(1917, 11, 7), "zh", "1917年11月7日"),
        (Day(1917, 11, 7), "en-US", "7 November 1917"),
        (Day(476), "en", "476"),
        (Day(1917, 11, 7), "", "7 November 1917"),
        (Day(1917, 11, 7), "tlh", "7 November 1917"),
        (Day(1917, 11, 7), "no language", "7 November 1917"),
    ],
)
def test_days_are_written_in_words(day: Day, language: str, words: str) -> None:
    """As readers of the language write them; English where it is not known."""
    # Which space stands before an abbreviation depends on the version of CLDR.
    assert " ".join(format_day(day, language).split()) == words


# Days of which histories and almanacs give both names: in the calendar, and in the Gregorian, or
# the Julian where that is what they give.
OTHER_PAIRS = [
    (HEBREW, "1-7-1", "-3760-10-07", JULIAN),  # the epoch
    (HEBREW, "5708-02-05", "1948-05-14", GREGORIAN),  # the independence of Israel
    (HEBREW, "5734-07-10", "1973-10-06", GREGORIAN),  # the Day of Atonement of the war
    (HEBREW, "5782-07-01", "2021-09-07", GREGORIAN),  # new years
    (HEBREW, "5784-07-01", "2023-09-16", GREGORIAN),
    (HEBREW, "5783-12-14", "2023-03-07", GREGORIAN),  # Purim, in a common year
    (HEBREW, "5784-13-14", "2024-03-24", GREGORIAN),  # and in a leap year
    (HEBREW, "5783-01-15", "2023-04-06", GREGORIAN),  # Passover
    (HEBREW, "5784-01-15", "2024-04-23", GREGORIAN),
    (HEBREW, "5784-05-09", "2024-08-13", GREGORIAN),
    (HEBREW, "5784-09-25", "2023-12-08", GREGORIAN),
    (ISLAMIC, "1-1-1", "0622-07-16", JULIAN),  # the epoch
    (ISLAMIC, "2-9-17", "0624-03-13", JULIAN),  # Badr
    (ISLAMIC, "92-9-28", "0711-07-19", JULIAN),  # Guadalete
    (ISLAMIC, "656-2-4", "1258-02-10", JULIAN),  # the fall of Baghdad
    (ISLAMIC, "857-5-20", "1453-05-29", JULIAN),  # the fall of Constantinople
    (COPTIC, "1-1-1", "0284-08-29", JULIAN),  # the epoch
    (COPTIC, "1740-01-01", "2023-09-12", GREGORIAN),  # the new year, after a leap year
    (COPTIC, "1741-01-01", "2024-09-11", GREGORIAN),
    (COPTIC, "1741-04-29", "2025-01-07", GREGORIAN),  # Christmas
    (REPUBLICAN, "1-1-1", "1792-09-22", GREGORIAN),  # the epoch
    (REPUBLICAN, "2-11-9", "1794-07-27", GREGORIAN),  # 9 thermidor
    (REPUBLICAN, "3-13-6", "1795-09-22", GREGORIAN),  # a leap day
    (REPUBLICAN, "4-1-1", "1795-09-23", GREGORIAN),
    (REPUBLICAN, "4-1-13", "1795-10-05", GREGORIAN),  # 13 vendémiaire
    (REPUBLICAN, "5-12-18", "1797-09-04", GREGORIAN),  # 18 fructidor
    (REPUBLICAN, "8-2-18", "1799-11-09", GREGORIAN),  # 18 brumaire
    (REPUBLICAN, "12-1-1", "1803-09-24", GREGORIAN),
    (REPUBLICAN, "13-3-11", "1804-12-02", GREGORIAN),  # the coronation of Napoleon
    (REPUBLICAN, "14-4-10", "1805-12-31", GREGORIAN),  # the last day
]


@pytest.mark.parametrize(("calendar", "there", "here", "ours"), OTHER_PAIRS)
def test_other_calendars_are_converted(calendar: str, there: str, here: str, ours: str) -> None:
    """Each day has one name in either calendar, to and fro."""
    one, other = parse_day(there, calendar), parse_day(here, ours)
    assert one
    assert other

    assert convert(one, calendar, ours) == (other, other)
    assert convert(other, ours, calendar) == (one, one)


def test_islamic_days_follow_each_other_as_in_the_tables() -> None:
    """Months of thirty and twenty-nine days by turns, eleven leap days in thirty years."""
    leap = {2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29}
    number = day_number(Day(622, 7, 16), JULIAN)
    for year in range(1, 61):
        for month in range(1, 13):
            assert from_number(number, ISLAMIC) == Day(year, month, 1)
            number += 30 if month % 2 or (month == 12 and (year - 1) % 30 + 1 in leap) else 29


def test_hebrew_years_are_such_years() -> None:
    """None begins on a Sunday, Wednesday or Friday, nor has a length that no year has."""
    for year in range(5000, 5800):
        first, last = (day_number(day, HEBREW) for day in span(Day(year), HEBREW))
        # The Julian day 0 was a Monday.
        assert first % 7 not in {6, 2, 4}
        assert last - first + 1 in {353, 354, 355, 383, 384, 385}


@pytest.mark.parametrize("calendar", CALENDARS)
def test_every_day_comes_back(calendar: str) -> None:
    """Days in a row have names in a row, and each name leads back to its day."""
    start = day_number(Day(1795, 8, 1))
    days = [from_number(number, calendar) for number in range(start, start + 800)]

    assert [day_number(day, calendar) for day in days] == list(range(start, start + 800))
    assert all(parse_day(str(day), calendar) == day for day in days)


def test_nothing_is_converted_where_a_calendar_was_not_lived_by() -> None:
    """The Republican calendar has fourteen years, the Hebrew none before its epoch."""
    assert not has_number(day_number(Day(1871, 5, 6)), REPUBLICAN)
    assert not has_number(day_number(Day(-3760, 10, 6), JULIAN), HEBREW)
    assert has_number(day_number(Day(-9999, 1, 1)), JULIAN)
    assert parse_day("15-1-1", REPUBLICAN) is None


@pytest.mark.parametrize(
    ("text", "calendar"),
    [("5783-13-01", HEBREW), ("2-13-6", REPUBLICAN), ("1740-14-01", COPTIC),
     ("1336-02-30", ISLAMIC), ("the third year", HEBREW), ("0-1-1", ISLAMIC), ("1-0-1", COPTIC)],
)  # fmt: skip
def test_other_calendars_have_no_such_day(text: str, calendar: str) -> None:
    """No thirteenth month in a common year, no leap day in a year without."""
    assert parse_day(text, calendar) is None


def test_years_may_be_counted_without_a_year_zero() -> None:
    """As in XML Schema 1.0: -0044 is 44 BCE, and there is no year 0000."""
    assert parse_day("-0044-03-15", JULIAN, year_zero=False) == Day(-43, 3, 15)
    assert parse_day("0000", year_zero=False) is None
    assert parse_day("0001", year_zero=False) == Day(1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1917-11-07", "1917-11-07", "1917-11-07"),
        ("19171107", "1917-11-07", "1917-11-07"),
        ("19171107T2140", "1917-11-07", "1917-11-07"),
        ("1917-311", "1917-11-07", "1917-11-07"),
        ("2017-W03", "2017-01-16", "2017-01-22"),
        ("2017W032", "2017-01-17", "2017-01-17"),
        ("2020-W53-7", "2021-01-03", "2021-01-03"),
        ("19", "1900", "1999"),
        ("1939-09-01/1945-05-08", "1939-09-01", "1945-05-08"),
        ("1939-09/P3M", "1939-09", "1939-11"),
        ("P1Y/1917", "1917", "1917"),
        ("1917-11-07/P3D", "1917-11-07", "1917-11-09"),
    ],
)
def test_forms_of_iso_8601_are_read(text: str, first: str, last: str) -> None:
    """Basic and extended, by week and by day of the year, centuries and intervals."""
    found = parse_iso(text)

    assert found
    assert [str(day) for day in found] == [first, last]


@pytest.mark.parametrize(
    "text", ["2019-W53", "1917-366", "19171307", "1939/", "P1Y/P2Y", "2017-W00", "1917/x", "W03"]
)
def test_what_iso_8601_does_not_know(text: str) -> None:
    """Weeks and days that a year does not have, and halves of intervals."""
    assert parse_iso(text) is None


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (Day(1917, 11, 7), "P3D", Day(1917, 11, 9)),
        (Day(1917, 11, 7), "P2W", Day(1917, 11, 20)),
        (Day(1917, 1, 31), "P1M", Day(1917, 2, 27)),
        (Day(1917, 11, 7), "P1Y", Day(1918, 11, 6)),
        (Day(1917, 11), "P3M", Day(1918, 1)),
        (Day(1917), "P3Y", Day(1919)),
        (Day(1917), "P30D", Day(1917, 1, 30)),
    ],
)
def test_a_length_of_time_has_an_end(start: Day, length: str, end: Day) -> None:
    """Both the first and the last day count, to the precision that both have."""
    found = parse_duration(length)

    assert found
    assert add_duration(start, found) == end
    if start.day == 7:
        assert add_duration(end, found, -1) == start


@pytest.mark.parametrize("text", ["", "P", "3 days", "PT", "P1", "P1Y2", "-P1D"])
def test_what_is_no_length_of_time(text: str) -> None:
    """W3C's form begins with P and names its units."""
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("day", "calendar", "words"),
    [
        (Day(2, 11, 9), REPUBLICAN, "9 thermidor an II"),
        (Day(5784, 13, 14), HEBREW, "14 Adar II 5784"),
        (Day(857), ISLAMIC, "857"),
        (Day(1741, 4), COPTIC, "Koiak 1741"),
    ],
)
def test_days_of_other_calendars_are_written_in_words(day: Day, calendar: str, words: str) -> None:
    """By the names that their months have in scholarship."""
    assert format_day(day, "de", calendar) == words


@pytest.mark.corpora
def test_the_collected_pairs_are_found() -> None:
    """Pairs gathered from other sources are the same days."""
    from building import CORPORA

    lines = Path(CORPORA / "calendar-pairs.tsv").read_text().splitlines()[1:]
    for julian, gregorian in (line.split("\t")[:2] for line in lines):
        day = parse_day(julian, JULIAN)
        assert day
        assert str(convert(day, JULIAN)[0]) == gregorian
