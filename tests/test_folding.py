"""Words are folded for the search, the same way in Python and in a browser."""

from __future__ import annotations

import pytest

from tei_edition.language.folding import fold, list_words


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Überſetzung", "ubersetzung"),
        ("aͤlter", "alter"),
        ("Straße", "strasse"),
        ("Ἀχιλλεύς", "αχιλλευσ"),
        ("ΑΧΙΛΛΕΥΣ", "αχιλλευς"),
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"),
        ("œuvre", "oeuvre"),
        ("ﬁlius", "filius"),
        ("Łódź", "lodz"),
        ("bo\u00adden", "boden"),
        ("Ёлка", "елка"),
    ],
)
def test_what_differs_for_the_eye_is_one_word(written: str, asked: str) -> None:
    """Accents, points, old letters, ligatures, soft hyphens: none makes a difference."""
    assert fold(written) == fold(asked)


def test_vowel_signs_of_indian_scripts_stay() -> None:
    """A word of Hindi is one word, and no other than it was."""
    assert list_words("हिन्दी है") == ["हिन्दी", "है"]
    assert fold("की") != fold("का")


def test_numbers_are_words() -> None:
    """A number is found by itself, also where an ending follows it; a folio is found as it is."""
    assert list_words("25th of October 1917") == ["25th", "_25", "of", "october", "_1917"]
    assert list_words("fol. 12r") == ["fol", "12r", "_12"]
