"""What names are filed by: articles passed over, Roman numerals by their value."""

from __future__ import annotations

import pytest

from tei_edition.language.collation import collation_key
from tei_edition.language.filing import PERSONAL_ARTICLES, number_romans, pass_over_article


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("The Origin of Species", "en", "Origin of Species"),
        ("An Essay", "en-GB", "Essay"),
        ("A Tale", "en", "Tale"),
        ("The", "en", "The"),
        ("Theatre", "en", "Theatre"),
        ("The Origin of Species", "de", "The Origin of Species"),
        ("The Origin of Species", "", "The Origin of Species"),
        ("Der Zauberberg", "de", "Zauberberg"),
        ("Die Fackel", "de-AT", "Fackel"),
        ("Ein Verein", "de", "Verein"),
        ("DIE ZEIT", "de", "ZEIT"),
        ("L’Étranger", "fr", "Étranger"),
        ("L'Étranger", "fr", "Étranger"),
        ("Les Misérables", "fr", "Misérables"),
        ("Un’altra vita", "it", "altra vita"),
        ("Il 48", "it", "48"),
        ("’t Hooft", "nl", "Hooft"),
        ("Het Parool", "nl", "Parool"),
        ("Az ember tragédiája", "hu", "ember tragédiája"),
        ("Ὁ Ὀδυσσεύς", "grc", "Ὀδυσσεύς"),
        ("Sein und Zeit", "de", "Sein und Zeit"),
    ],
)
def test_article_is_passed_over_in_the_language_of_the_title(
    title: str, language: str, expected: str
) -> None:
    """Only there, and only as a word of its own before others."""
    assert pass_over_article(title, language) == expected


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("The Duke", "en", "Duke"),
        ("Der Stricker", "de", "Stricker"),
        ("La Fontaine", "fr", "La Fontaine"),
        ("An Lushan", "en", "An Lushan"),
        ("Das, Kamala", "de", "Das, Kamala"),
        ("A Lasco", "en", "A Lasco"),
    ],
)
def test_article_of_a_person_is_passed_over(name: str, language: str, expected: str) -> None:
    """Only where it cannot be a part of the name."""
    assert pass_over_article(name, language, PERSONAL_ARTICLES) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Henry IX", "Henry 9"),
        ("Henry V", "Henry 5"),
        ("Heinrich V.", "Heinrich 5."),
        ("Friedrich II. von Hohenstaufen", "Friedrich 2. von Hohenstaufen"),
        ("Pius XIV, Pope", "Pius 14, Pope"),
        ("Louis XLIV", "Louis 44"),
        ("Otto I", "Otto 1"),
        ("Smith, V.", "Smith, V."),
        ("Smith, John II", "Smith, John II"),
        ("Louis V. Gerstner", "Louis V. Gerstner"),
        ("John D. Smith", "John D. Smith"),
        ("John C Smith", "John C Smith"),
        ("X", "X"),
        ("IV Corps", "IV Corps"),
        ("Vivian", "Vivian"),
        ("Ada VIIII", "Ada VIIII"),
        ("Ada I’Anson", "Ada I’Anson"),
    ],
)
def test_roman_numerals_count(name: str, expected: str) -> None:
    """After a word in the first part of a name, but not initials."""
    assert number_romans(name) == expected


def test_kings_stand_in_their_order() -> None:
    """By number, not by letter."""
    kings = ["Henry I", "Henry II", "Henry V", "Henry VIII", "Henry IX", "Henry X"]

    assert (
        sorted([*kings[3:], *kings[:3]], key=lambda k: collation_key(number_romans(k), "en"))
        == kings
    )
