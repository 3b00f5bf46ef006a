"""Times in words have the articles, prepositions and cases of their language."""

from __future__ import annotations

import pytest

from tei_edition.dating.agreement import agree
from tei_edition.dating.calendars import Day, format_day
from tei_edition.dating.shortforms import format_bounds, format_span
from tei_edition.dating.timespans import read_time
from tei_edition.language.wording import list_words

MONTH, DAY = {"notBefore": "1917-10"}, {"notAfter": "1917-05-08"}
SHORT = [
    ("en", {"notBefore": "1917-10-25"}, "after 25 October 1917"),
    ("de", {"notBefore": "1917-10-25"}, "nach dem 25. Oktober 1917"),
    ("de", MONTH, "nach Oktober 1917"),
    ("de", {"when": "1917-10-25", "precision": "low"}, "um den 25. Oktober 1917"),
    ("fr", DAY, "avant le 8 mai 1917"),
    ("fr", MONTH, "après octobre 1917"),
    ("fr", {"to": "1917"}, "jusqu’en 1917"),
    ("fr", {"to": "1917-05-01"}, "jusqu’au 1er mai 1917"),
    ("fr", {"to": "-0043"}, "jusqu’en 44 av. J.-C."),
    ("it", DAY, "prima dell’8 maggio 1917"),
    ("it", MONTH, "dopo ottobre 1917"),
    ("it", {"from": "1917-10"}, "da ottobre 1917"),
    ("it", {"to": "1917-08"}, "fino ad agosto 1917"),
    ("it", {"from": "0811"}, "dall’811"),
    ("it", {"from": "1801"}, "dal 1801"),
    ("es", DAY, "antes del 8 de mayo de 1917"),
    ("es", MONTH, "después de octubre de 1917"),
    ("es", {"from": "1917-05-01"}, "desde el 1 de mayo de 1917"),
    ("pl", MONTH, "po październiku 1917"),
    ("pl", {"notAfter": "1917-10"}, "przed październikiem 1917"),
    ("pl", {"from": "1917-10"}, "od października 1917"),
    ("pl", DAY, "przed 8 maja 1917"),
    ("ru", MONTH, "после октября 1917\u202fг."),
    ("ru", {"to": "1917-10"}, "по октябрь 1917\u202fг."),
    ("ru", {"from": "1917-05-02"}, "со 2 мая 1917\u202fг."),
    ("he", DAY, "לפני 8 במאי 1917"),
    # A limit that is not exact is a limit all the same.
    ("en", {"notAfter": "1900", "precision": "low"}, "before c. 1900"),
    ("de", {"notAfter": "1900", "precision": "low"}, "vor ca. 1900"),
    ("fr", {"notBefore": "1900", "precision": "low"}, "après 1900 environ"),
    ("it", {"notAfter": "1900", "precision": "low"}, "prima del 1900 ca."),
    # The era is said once.
    ("en", {"notBefore": "-0050", "notAfter": "-0040"}, "51/41 BCE"),
    ("de", {"from": "-0010", "to": "0010"}, "11 v. Chr. – 10 n. Chr."),
]
FULL = [
    ("en", ("start",), "from not before 1 May 1917 until 11 August 1917"),
    ("de", ("start", "end"), "zwischen dem 1. Mai 1917 und dem 11. August 1917"),
    ("de", ("end",), "ab 1. Mai 1917, bis spätestens zum 11. August 1917"),
    ("fr", ("start", "end"), "entre le 1er mai 1917 et le 11 août 1917"),
    ("it", ("start", "end"), "tra il 1 maggio 1917 e l’11 agosto 1917"),
    ("it", ("start",), "non prima del 1 maggio 1917, fino all’11 agosto 1917"),
    ("es", ("start", "end"), "entre el 1 de mayo de 1917 y el 11 de agosto de 1917"),
    ("pl", ("start", "end"), "między 1 maja 1917 a 11 sierpnia 1917"),
    ("ru", ("end",), "с 1 мая 1917\u202fг., не позднее 11 августа 1917\u202fг."),
]
MONTHS = [
    ("pl", "między październikiem 1917 a grudniem 1917"),
    ("ru", "между октябрём 1917\u202fг. и декабрём 1917\u202fг."),
    ("it", "tra ottobre 1917 e dicembre 1917"),
    ("de", "zwischen Oktober 1917 und Dezember 1917"),
]
ENGLISH = [
    ("A", "A", (), "", "A"),
    ("A", "B", (), "", "A – B"),
    ("A", "B", ("start", "end"), "", "between A and B"),
    ("A", "B", ("end",), "", "from A, until not after B"),
    ("A", "B", ("start",), "low", "c. from not before A until B"),
    ("A", "", (), "medium", "from c. A"),
    ("", "B", (), "", "until B"),
    ("A", "", ("start",), "high", "not before A"),
    ("", "B", ("end",), "low", "not after c. B"),
    ("A", "A", (), "low", "c. A"),
]


@pytest.mark.parametrize(("language", "attributes", "expected"), SHORT)
def test_short_forms_agree(language: str, attributes: dict[str, str], expected: str) -> None:
    """A day may need an article, a month another case, a number another form of the article."""
    time = read_time(attributes, {})

    assert format_span(time, list_words(language), language) == expected


@pytest.mark.parametrize(("language", "uncertain", "expected"), FULL)
def test_full_forms_agree(language: str, uncertain: tuple[str, ...], expected: str) -> None:
    """The chronology says bounds in full."""
    first, last = (format_day(day, language) for day in (Day(1917, 5, 1), Day(1917, 8, 11)))

    assert format_bounds(first, last, uncertain, "", list_words(language)) == expected


@pytest.mark.parametrize(("language", "expected"), MONTHS)
def test_months_are_declined(language: str, expected: str) -> None:
    """Between two months they are in the case that the preposition governs."""
    first, last = (format_day(Day(1917, month), language) for month in (10, 12))

    assert format_bounds(first, last, ("start", "end"), "", list_words(language)) == expected


@pytest.mark.parametrize(("start", "end", "uncertain", "precision", "expected"), ENGLISH)
def test_bounds_are_as_sure_as_they_are(
    start: str, end: str, uncertain: tuple[str, ...], precision: str, expected: str
) -> None:
    """A limit is said as one; a time that is not exact is said to be about then."""
    assert format_bounds(start, end, uncertain, precision, list_words("en")) == expected


@pytest.mark.parametrize("phrase", ["1917", "nach Ostern", "прежде", "a maggio"])
def test_other_phrases_stay_unchanged(phrase: str) -> None:
    """What needs no agreement, and a language without rules, is left alone."""
    for language in ("de", "ru", "it", "tlh"):
        assert agree(phrase, language) == phrase
