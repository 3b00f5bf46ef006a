"""What the attributes of a dating say: bounds, calendars, certainty."""

from __future__ import annotations

import pytest

from tei_edition.dating.calendars import from_number
from tei_edition.dating.timespans import CalendarName, find_calendar, list_bounds, read_time
from tei_edition.facts.times import Term, TimeSpan

CALENDARS = {
    "jul": CalendarName("julian", "Old Style"),
    "greg": CalendarName("gregorian", "New Style"),
    "heb": CalendarName("hebrew", "Hebrew"),
    "other": CalendarName("", "Regnal years"),
}
JULIAN = {"datingMethod": "#jul"}


def read(**attributes: str) -> TimeSpan:
    """The time of a dating; `_` in a name stands for `-`."""
    return read_time({name.replace("_", "-"): v for name, v in attributes.items()}, CALENDARS)


@pytest.mark.parametrize(
    ("attributes", "start", "end", "given"),
    [
        ({"when": "1917-11-07"}, "1917-11-07", "1917-11-07", "gregorian"),
        ({"when-iso": "1917-311"}, "1917-11-07", "1917-11-07", "gregorian"),
        ({"when-iso": "1939-09-01/1945-05-08"}, "1939-09-01", "1945-05-08", "gregorian"),
        ({"when": "1917"}, "1917", "1917", "gregorian"),
        ({"from": "1917-11", "to": "1918"}, "1917-11", "1918", "gregorian"),
        ({"from": "1917-11-07"}, "1917-11-07", "", "gregorian"),
        ({"notBefore": "1917", "notAfter": "1918"}, "1917", "1918", "gregorian"),
        ({"notAfter": "1918"}, "", "1918", "gregorian"),
        ({"when-custom": "1917-10-25", **JULIAN}, "1917-11-07", "1917-11-07", "julian"),
        ({"when-custom": "1917-10", **JULIAN}, "1917-10-14", "1917-11-13", "julian"),
        ({"from-custom": "1917-10-24", "to-custom": "1917-10-25", **JULIAN},
         "1917-11-06", "1917-11-07", "julian"),
        ({"when": "1917-11-07", "when-custom": "1917-10-25", **JULIAN},
         "1917-11-07", "1917-11-07", "gregorian julian"),
        ({"when-custom": "1917-11-07", "datingMethod": "#greg"},
         "1917-11-07", "1917-11-07", "gregorian"),
        ({"when-custom": "5708-02-05", "datingMethod": "#heb"},
         "1948-05-14", "1948-05-14", "hebrew"),
        ({"when-custom": "1900-02-29", **JULIAN}, "1900-03-13", "1900-03-13", "julian"),
        ({"when-custom": "1917-10-25"}, "", "", ""),
        ({"when-custom": "1917-10-25", "calendar": "#jul"}, "1917-11-07", "1917-11-07", "julian"),
        ({"when": "the seventh"}, "", "", ""),
        ({"when": "the seventh", "notBefore": "1917"}, "1917", "", "gregorian"),
        ({"when": "1900-02-29"}, "", "", ""),
        ({"when": "-0043-03-15"}, "-0043-03-15", "-0043-03-15", "gregorian"),
        ({}, "", "", ""),
    ],
)  # fmt: skip
def test_bounds_are_read(attributes: dict[str, str], start: str, end: str, given: str) -> None:
    """In the calendars that are given; by the Gregorian all of them have one order."""
    time = read_time(attributes, CALENDARS)

    assert list_bounds(time) == (start, end)
    assert sorted(term.calendar for term in time.given) == given.split()


def test_a_time_reaches_from_its_first_to_its_last_day() -> None:
    """The numbers of the days are those of the bounds, whatever their precision."""
    time = read(**{"from": "1916-02", "to": "1917"})

    assert time.first
    assert time.last
    assert [str(from_number(n)) for n in (time.first, time.last)] == ["1916-02-01", "1917-12-31"]


@pytest.mark.parametrize(
    ("attributes", "uncertain"),
    [
        ({"when": "1917"}, ()),
        ({"from": "1917", "to": "1918"}, ()),
        ({"notBefore": "1917", "notAfter": "1918"}, ("start", "end")),
        ({"from": "1917", "notAfter": "1918"}, ("end",)),
        ({"notBefore": "1917", "to": "1918"}, ("start",)),
        ({"notAfter": "1918"}, ("end",)),
        ({"when": "1917", "notAfter": "1918"}, ()),
    ],
)
def test_limits_are_told_from_ends(attributes: dict[str, str], uncertain: tuple[str, ...]) -> None:
    """What cannot be earlier is not what began then."""
    assert read_time(attributes, {}).uncertain == uncertain


def test_a_length_of_time_gives_the_other_end() -> None:
    """An end that follows from start and length is known for what it is."""
    assert read(**{"from": "1916-01-01", "dur": "P3D"}).given == (
        Term("gregorian", "1916-01-01", "1916-01-03", ("end",)),
    )
    assert read(to="1916-01-03", dur_iso="P3D").given == (
        Term("gregorian", "1916-01-01", "1916-01-03", ("start",)),
    )
    assert read(notBefore="1916-01-01", dur="P3D").given[0].end == ""
    assert read(dur="P3D") == TimeSpan()


def test_a_calendar_that_is_not_known_is_kept_as_it_stands() -> None:
    """With its name and its words; a known calendar in words of its own likewise."""
    assert read(when_custom="the third year of Cyrus", datingMethod="#other").otherwise == (
        ("Regnal years", "the third year of Cyrus"),
    )
    assert read(from_custom="a", to_custom="b", datingMethod="#heb").otherwise == (
        ("Hebrew", "a – b"),
    )
    assert read(when="1917", when_custom="XI.7", datingMethod="x:Diocletian").otherwise == (
        ("x:Diocletian", "XI.7"),
    )


def test_how_sure_a_dating_is() -> None:
    """Precision, certainty and length are kept as they stand."""
    time = read(when="1917", precision="low", cert="medium", dur="P1M")

    assert (time.precision, time.certainty, time.duration) == ("low", "medium", "P1M")


@pytest.mark.parametrize(
    ("pointers", "known"),
    [("#jul", "julian"), ("a.xml#jul", "julian"), ("#other", ""), ("#other #heb", "hebrew"),
     ("https://example.org/Julian", "julian"), ("cal:Gregorian", "gregorian"), ("", "")],
)  # fmt: skip
def test_calendars_are_found_by_pointer_or_name(pointers: str, known: str) -> None:
    """The calendar of the header, else the name that the pointer itself has."""
    assert find_calendar(pointers, CALENDARS).known == known
