"""By which letters a lemma is found in its text."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from tei_edition.language.lemma_letters import fold_lemma, list_letters


@pytest.mark.parametrize(
    ("lemma", "text"),
    [
        ("ἐπειδή", "Ἐπειδὴ"),
        ("τόν", "τὸν"),
        ("ταύτῃ", "ταύτῃ,"),
        ("καλή", normalize("NFD", "καλὴ")),
        (normalize("NFD", "ἀεί"), "ἀεὶ"),
        ("Strasse", "Straße"),
        ("the fox", "The fox."),
    ],
)
def test_lemma_is_the_word_of_its_text(lemma: str, text: str) -> None:
    """Case, points, and the grave accent that a Greek word has only within its sentence."""
    assert fold_lemma(lemma) == fold_lemma(text)


@pytest.mark.parametrize(("lemma", "text"), [("ἤ", "ᾖ"), ("ταύτη", "ταύτῃ"), ("où", "oú")])
def test_lemma_with_other_marks_is_another_word(lemma: str, text: str) -> None:
    """Breathings, other accents of Greek, and those of other languages distinguish words."""
    assert fold_lemma(lemma) != fold_lemma(text)


def test_letters_keep_their_places() -> None:
    """Whatever a character becomes, its letters have its place."""
    assert list_letters("ὰ ß") == [("α", 0), ("\N{COMBINING ACUTE ACCENT}", 0), ("s", 2), ("s", 2)]
