"""The linter of the project's English finds the phrases of the list, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))

from prose import REPOSITORY, list_faults, read_prose, read_vocabulary

TABLE = """
| Instead of | write |
| --- | --- |
| mend, mended | correct, corrected |
| has the word | takes precedence |

Text.
"""


def test_vocabulary_is_read_from_the_table() -> None:
    """Each phrase of a row has what to write for it."""
    assert read_vocabulary(TABLE) == {
        "mend": "correct, corrected", "mended": "correct, corrected",
        "has the word": "takes precedence",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mend it.", [(1, "Mend")]),
        ("amend it", []),
        ("one\nit has the word, mended", [(2, "has the word"), (2, "mended")]),
    ],
)
def test_phrase_is_found_as_whole_words(text: str, expected: list[tuple[int, str]]) -> None:
    """In capitals too, with its line."""
    found = list_faults(text, read_vocabulary(TABLE))

    assert [(line, phrase) for line, phrase, _ in found] == expected


def test_only_prose_of_a_program_is_read(tmp_path: Path) -> None:
    """Strings and comments, but no names."""
    path = tmp_path / "a.py"
    path.write_text('mend = 1\nx = "mend it"  # to mend it\n')

    assert [line for line, *_ in list_faults(read_prose(path), {"mend": ""})] == [2, 2]


def test_only_comments_of_a_stylesheet_are_read(tmp_path: Path) -> None:
    """Comments of several lines keep their places."""
    path = tmp_path / "a.xsl"
    path.write_text("<x>mend</x>\n<!-- to\nmend --><y>mend</y>\n<!-- mended -->\n")

    faults = list_faults(read_prose(path), {"mend": "", "mended": ""})

    assert [(line, phrase) for line, phrase, _ in faults] == [(3, "mend"), (4, "mended")]


@pytest.mark.parametrize(
    ("fault", "plain"),
    [
        ("the note stands in the margin", "the note is in the margin"),
        ("the file lies outside the folder", "the file is outside the folder"),
        ("it is no part of the text", "it is not part of the text"),
        ("written to a file of its own", "written to a separate file"),
        ("the path counts from the folder", "the path is relative to the folder"),
    ],
)
def test_recurring_faults_are_in_the_vocabulary(fault: str, plain: str) -> None:
    """Phrases that a stranger stumbled over do not come back; their plain forms pass."""
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    vocabulary = read_vocabulary(text)

    assert list(list_faults(fault, vocabulary))
    assert not list(list_faults(plain, vocabulary))
