"""Copy-texts of editions of many texts: whose they are, and every difference between the two."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from tei_edition.checks.alignment import EITHER, compare_words, split_words
from tei_edition.cli import main

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><sourceDesc>{}</sourceDesc>'
    "</fileDesc></teiHeader><text><body>{}</body></text></TEI>"
)
SETTINGS = """
[edition]
texts = ["*.xml"]
registers = []
[check]
schema = "none"
[check.copy_text]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition without any text yet."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(settings: str, *arguments: str, copies: dict[str, str], **texts: tuple[str, str]) -> str:
    """What `check` says of copy-texts; a text is its witnesses and its words."""
    Path("edition.toml").write_text(SETTINGS + settings, encoding="utf-8")
    for name, words in copies.items():
        Path(f"{name}.txt").write_text(words, encoding="utf-8")
    for name, (witnesses, words) in texts.items():
        declared = "".join(f'<witness xml:id="{w}"/>' for w in witnesses.split())
        listed = f"<listWit>{declared}</listWit>" if declared else "<p/>"
        Path(f"{name}.xml").write_text(TEI.format(listed, f"<p>{words}</p>"), encoding="utf-8")
    select = ("check", "--select", "copy-text-*,unknown-witness", *arguments)
    return CliRunner().invoke(main, select, catch_exceptions=False).stdout


LETTERS = {"a": ("A", "one two"), "b": ("B", "three four"), "c": ("", "five six")}
COPIES = {"a": "one two", "b": "three four", "c": "five six", "b1": "three", "b2": "four"}


@pytest.mark.parametrize(
    "settings",
    [
        'A = "a.txt"\nB = "b.txt"',
        'A = "a.txt"\nB = ["b1.txt", "b2.txt"]',
        '"a.xml" = "a.txt"\n"b.xml" = "b.txt"\n"c.xml" = "c.txt"',
        'B = "b.txt"\n"c.xml" = ["c.txt"]',
    ],
)
def test_each_text_has_its_own_copy_text(settings: str) -> None:
    """A witness of a text's own header is that text's; a text may be named by its path."""
    assert "Sound" in check(settings, copies=COPIES, **LETTERS)

    changed = {**LETTERS, "b": ("B", "three fuor"), "c": ("", "five sicks")}
    assert "copy-text-differs" in check(settings, copies=COPIES, **changed)


def test_a_witness_of_one_header_is_that_of_all_its_texts() -> None:
    """Where but one text declares witnesses the others are its parts."""
    parts = {"a": ("A", "one"), "b": ("", "two"), "c": ("", "three")}

    assert "Sound" in check('A = "a.txt"', copies={"a": "one two three"}, **parts)


def test_a_path_that_is_no_text_is_told() -> None:
    """With the text that may be meant."""
    told = check('"aa.xml" = "a.txt"', copies=COPIES, **LETTERS)

    assert 'names a text "aa.xml" that is not in the edition' in told
    assert 'did you mean "a.xml"?' in told


def test_every_difference_is_told_with_its_place_in_both() -> None:
    """Words changed, added and left out, one problem each."""
    words = "It was shown to me that he did not believe a word of it and received nothing at all"
    copy = "It was shewn to me he did not beleive one word of it and recieved nothing at all today"
    told = check('A = "a.txt"', copies={"a": copy}, a=("A", words))

    assert told.count("[copy-text-differs]") == 5
    for one, two in [("shown", "shewn"), ("that he", "to me he"), ("believe a", "beleive one")]:
        assert f"{one}" in told
        assert f"{two}" in told
    assert "see also a.txt:1:" in told


def test_many_differences_are_limited_with_a_count() -> None:
    """Ten are reported one by one, the others together; JSON has all of them."""
    words = [f"word{n} and then some more of it" for n in range(30)]
    copy = [f"werd{n} and then some more of it" for n in range(30)]
    texts = {"a": ("A", " ".join(words))}
    told = check('A = "a.txt"', copies={"a": " ".join(copy)}, **texts)

    assert told.count("[copy-text-differs]") == 11
    assert "further differences of A from its copy-text: 20 places" in told
    data = check('A = "a.txt"', "--format", "json", copies={"a": " ".join(copy)}, **texts)
    assert data.count('"copy-text-differs"') == 30


def test_a_wrong_copy_text_is_no_flood() -> None:
    """Two texts that have nothing in common are one problem."""
    one, two = (" ".join(f"{letter}{n}" for n in range(3000)) for letter in "xy")
    told = check('A = "a.txt"', copies={"a": two}, a=("A", one))

    assert told.count("[copy-text-differs]") == 1
    assert "1 error in 1 file" in told


def test_a_difference_is_found_in_the_file_that_has_it() -> None:
    """Of several copy-texts the right one is named."""
    told = check(
        'A = ["a.txt", "b.txt"]',
        copies={"a": "one two", "b": "\nthree fife"},
        a=("A", "one two three five"),
    )

    assert "see also b.txt:2:9" in told


@pytest.mark.parametrize("seed", range(5))
def test_differences_rebuild_the_other_text(seed: int) -> None:
    """What is not in a difference is the same in both, in the same order."""
    choice = random.Random(seed)  # noqa: S311 - no secret
    words = [choice.choice("abcdefgh") * choice.randint(1, 3) for _ in range(600)]
    other = list(words)
    for _ in range(25):
        at = choice.randrange(len(other))
        other[at : at + choice.randint(0, 3)] = ["new"] * choice.randint(0, 3)
    one, two = split_words(" ".join(words)), split_words(" ".join(other))
    built, at = [], 0
    for found in compare_words(one, two):
        built += [*one.words[at : found.start], *two.words[found.other : found.other_end]]
        at = found.end

    assert [*built, *one.words[at:]] == other


@pytest.mark.parametrize("joined", ["onetwo three", "one twothree", "onetwothree", "one two three"])
def test_blocks_may_join_words(joined: str) -> None:
    """Where white space may be missing, it may also stand."""
    blocks = split_words(f"one{EITHER}two{EITHER}{EITHER}three")

    assert not list(compare_words(blocks, split_words(joined)))
    assert list(compare_words(blocks, split_words(joined.replace("two", "twa"))))


def test_scripts_that_part_no_words_are_compared_by_letter() -> None:
    """Not a whole paragraph is quoted, and each difference is reported."""
    told = check(
        'A = "a.txt"',
        copies={"a": "道可道非常道名可名非常名無名天地之始有名萬物之母"},
        a=("A", "道可道非恆道名可名非恆名無名天地之始有名萬物之母"),
    )

    assert told.count("[copy-text-differs]") == 2
    assert 'has "可道非恆道名 …", its copy-text "可道非常道名 …"' in told
