"""The order of names, and letters without their marks."""

from __future__ import annotations

import string

import pytest

from tei_edition.collation import choose_key, collation_key, fold
from tei_edition.sphinxext.latex import make_sort_key

PLAIN = [f"a{c}b" for c in string.printable if c.isprintable()] + [
    "Kerensky, A.", "kerensky, A.", "Kerensky", "Kerensky-Smith", "De La Mare", "Delamare", "de la",
]  # fmt: skip


def test_plain_order_is_the_order_of_unicode() -> None:
    """The quick key for plain names sorts as the Unicode Collation Algorithm does."""
    key = choose_key(PLAIN)

    assert key is not collation_key
    assert sorted(PLAIN, key=key) == sorted(PLAIN, key=collation_key)


def test_names_with_accents_take_the_table() -> None:
    """One name beyond ASCII, and all are sorted by the table."""
    assert choose_key(["Kerensky", "Łukasiewicz"]) is collation_key


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Kerensky", "Kerensky"),
        ("Łukasiewicz", "Lukasiewicz"),
        ("Œuvre", "Oeuvre"),
        ("Étienne", "Etienne"),
        ("E\u0301tienne", "Etienne"),
        ("Ленин", "Ленин"),
    ],
)
def test_letters_fold(word: str, plain: str) -> None:
    """Variants of plain letters become those; other scripts stay."""
    assert fold(word) == plain


def test_sort_keys_of_latex_are_plain() -> None:
    """No sign that TeX or makeindex would take for an order is left in a sort key."""
    assert make_sort_key('Łęcki, "J." {x} | @!%\\') == "Lecki J x"
