"""Names stand in registers where readers look for them."""

from __future__ import annotations

import random

import pytest

from tei_edition.collation import collation_key, initial_letter


def test_accents_do_not_part_what_belongs_together() -> None:
    """The order of the Unicode Collation Algorithm, on whatever order names come in."""
    names = ["Aas", "Äas", "Ab", "Čapek", "Cato", "de Gaulle", "Dora", "Lodz", "Łódź", "Zoë", "Zoo",
             "Жуков", "Ленин", "書"]  # fmt: skip
    shuffled = random.Random(3).sample(names, len(names))  # noqa: S311

    found = sorted(shuffled, key=collation_key)

    assert found == sorted(shuffled, key=collation_key)
    assert found.index("Aas") + 1 == found.index("Äas")
    assert found.index("Čapek") < found.index("Cato") < found.index("de Gaulle")
    assert found.index("Dora") < found.index("Łódź") < found.index("Zoë")
    assert found[-3:] == ["Жуков", "Ленин", "書"]


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Kerensky", "K"), ("kerensky", "K"), ("Äsop", "A"), ("Łódź", "L"), ("Đilas", "D"),
        ("Ørsted", "O"), ("Ærø", "A"), ("ßa", "S"), ("Жуков", "Ж"), ("жуков", "Ж"),
        ("書", "書"), ("’t Hooft", "T"), ("(Anonymous)", "A"), ("“Q”", "Q"), ("1917", "#"),
        ("", "#"),        ("…", "#"), ("ʿAlī", "A"), ("E\u0301mile", "E"),
    ],
)  # fmt: skip
def test_a_name_stands_under_its_letter(name: str, letter: str) -> None:
    """Accents fold, signs are passed over, other scripts have letters of their own."""
    assert initial_letter(name) == letter
