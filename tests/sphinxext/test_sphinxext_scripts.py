"""A text is split by its scripts, so that LaTeX sets each in a typeface that has it."""

from __future__ import annotations

import pytest

from tei_edition.sphinxext.latex.scripts import split_runs, write_runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", [("", "")]),
        ("Λόγος и слово, 1917 …", [("", "Λόγος и слово, 1917 …")]),
        ("so שלום עולם, ok", [("", "so "), ("Hebr", "שלום עולם"), ("", ", "), ("", "ok")]),
        ("שנת 1917", [("Hebr", "שנת 1917")]),
        ("தமிழ் and", [("Taml", "தமிழ்"), ("", " "), ("", "and")]),
        ("“אב", [("", "“"), ("Hebr", "אב")]),
    ],
)
def test_runs_follow_the_scripts(text: str, runs: list[tuple[str, str]]) -> None:
    """What is neutral belongs to what is before it, but for its end."""
    assert split_runs(text) == runs
    assert "".join(part for _, part in split_runs(text)) == text


def test_signs_stay_in_a_text_that_runs_leftward() -> None:
    """There a full stop after Hebrew belongs to the Hebrew; a space needs no script."""
    found = split_runs("אב, ב. New", leftward=True)

    assert found == [("Hebr", "אב, ב."), ("", " "), ("", "New")]


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        ("「水」、", "zh-Hant", [("Hant", "「水」、")]),
        ("「水」、", "zh", [("Hani", "「水」、")]),
        ("水の音。", "ja", [("Jpan", "水の音。")]),
        ("水の", "", [("Hani", "水"), ("Hira", "の")]),
        ("ABC 12。", "ja", [("", "ABC 12"), ("Jpan", "。")]),
        ("бг҃ъ", "cu", [("Cyrs", "бг҃ъ")]),
        ("бг҃ъ", "ru", [("", "бг҃ъ")]),
    ],
)
def test_the_language_chooses_among_typefaces(
    text: str, language: str, runs: list[tuple[str, str]]
) -> None:
    """Chinese and Japanese draw characters otherwise; Church Slavonic has letters of its own."""
    assert split_runs(text, language=language) == runs


def test_words_outside_of_texts_have_their_typefaces() -> None:
    """A name in an index runs as its script does."""
    assert write_runs("Ann", str) == "Ann"
    assert write_runs("孔, Ann", str) == r"\teiscript{Hani}{孔}, Ann"
    assert write_runs("רש״י", str) == r"\teirtl{\teiscript{Hebr}{רש״י}}"
