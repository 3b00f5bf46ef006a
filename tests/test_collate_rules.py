"""Collating by rules of the editor, with transpositions, and by way of CollateX's JSON."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from lxml import etree

from building import run_command
from collations import read_back
from tei_edition.editing.collate import collate_files, is_low, note_types
from tei_edition.editing.collated_entries import Variants
from tei_edition.editing.collatex import collate_json, write_json
from tei_edition.editing.sameness import Sameness, make_sameness
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("rapidfuzz")
NS = {"t": "http://www.tei-c.org/ns/1.0"}


def _collate(folder: Path, texts: list[str], sameness: Sameness | None = None) -> list[str]:
    """The entries of a collation of plain texts, each in a line."""
    paths = []
    for name, text in zip("ABCDE", texts, strict=False):
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return _list_entries(collate_files(paths, (), sameness).tei)


def _list_entries(tei: str) -> list[str]:
    root = etree.fromstring(tei.encode())
    lines = []
    for app in root.iterfind(".//t:app", NS):
        parts = []
        for reading in app:
            sigla = reading.get("wit", "").replace("#", "").replace(" ", "")
            kind = f" ({reading.get('type')})" if reading.get("type") else ""
            words = "".join(str(text) for text in reading.itertext())
            parts.append(f"{words} {sigla}{kind}".strip())
        lines.append(" | ".join(parts))
    return lines


@pytest.mark.parametrize(
    ("ignored", "one", "other"),
    [
        ("case", "the Old man", "the old man"),
        ("punctuation", "the old, man", "the old man"),
        ("diacritics", "la cité", "la cite"),
        ("u/v", "vna silua", "una silva"),
        ("i/j", "juppiter iam", "iuppiter jam"),
        ("ligatures", "cælum", "caelum"),
        ("ligatures", "ſo far", "so far"),
    ],
)
def test_what_is_ignored_is_recorded_as_spelling(
    tmp_path: Path, ignored: str, one: str, other: str
) -> None:
    """Nothing is lost by it, unless the editor wants it dropped; else it is a variant."""
    plain = _collate(tmp_path, [f"here {one} stands", f"here {other} stands"])
    kept = _collate(
        tmp_path, [f"here {one} stands", f"here {other} stands"], make_sameness(ignored)
    )
    dropped = _collate(
        tmp_path,
        [f"here {one} stands", f"here {other} stands"],
        make_sameness(ignored, drops=True),
    )

    assert plain
    assert all("(orthographic)" not in line for line in plain)
    assert kept
    assert all(line.endswith("(orthographic)") for line in kept)
    assert dropped == []


def test_rules_of_the_editor_are_letters_for_letters(tmp_path: Path) -> None:
    """A file has a rule a line; what is none is refused with its place."""
    rules = tmp_path / "rules.txt"
    rules.write_text("# spelling\n\nae = e\nph=f\n", encoding="utf-8")
    entries = _collate(tmp_path, ["haec phama est", "hec fama erat"], make_sameness("", rules))
    rules.write_text("ae e\n", encoding="utf-8")

    assert entries == [
        "haec A | hec B (orthographic)", "phama A | fama B (orthographic)", "est A | erat B",
    ]  # fmt: skip
    with pytest.raises(EditionError, match=r"rules\.txt:1"):
        make_sameness("", rules)
    with pytest.raises(EditionError, match='"points" is not a difference') as caught:
        make_sameness("points")
    assert "punctuation" in caught.value.hint


def test_who_spells_otherwise_shares_the_lemma_of_others(tmp_path: Path) -> None:
    """Where spelling is dropped, an entry for a third witness has the second with the base."""
    texts = ["one Two three", "one two three", "one deux three"]

    assert _collate(tmp_path, texts, make_sameness("case", drops=True)) == ["Two AB | deux C"]
    assert _collate(tmp_path, texts, make_sameness("case")) == [
        "Two A | two B (orthographic) | deux C"
    ]


def test_moved_words_are_transpositions(tmp_path: Path) -> None:
    """Words lacking here and standing there in one paragraph; particles may be so by chance."""
    base = "then the old king rode out to the sea with all his men"
    moved = "then rode out to the sea with all his men the old king"
    entries = _collate(tmp_path, [base, moved])
    chance = _collate(tmp_path, ["a b c d e f", "b c d e f a"])

    assert [line.count("(transposition)") for line in entries] == [1, 1]
    assert all("transposition" not in line for line in chance)


def test_words_parted_at_the_end_of_a_line_are_whole(tmp_path: Path) -> None:
    """The hyphen goes, unless a text takes precedence with it; what none has whole is reported."""
    texts = [
        "he was well-known and co-\npied this trail-\ning line",
        "he was well-\nknown and copied this trailing line",
    ]
    entries = _collate(tmp_path, texts)
    for name, text in zip("AB", ("a strange-\nword here", "a word here"), strict=True):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    told = run_command("collate", "A.txt", "B.txt", "-o", "out.xml", cwd=tmp_path).stderr

    assert entries == []
    assert "strange-word" in told


@pytest.mark.parametrize("hyphen", "-‐\u00ad¬=⸗")
def test_every_hyphen_of_prints_and_transcriptions_divides_words(
    tmp_path: Path, hyphen: str
) -> None:
    """As the double hyphens of old prints, and what transcribers write for a divided word."""
    assert _collate(tmp_path, [f"the trail{hyphen}\ning line", "the trailing line"]) == []


def test_equal_characters_are_no_variants(tmp_path: Path) -> None:
    """Whether an accented letter is one character of Unicode or several is no difference."""
    forms = [normalize(form, "θεὰ καλή née") for form in ("NFC", "NFD")]

    assert _collate(tmp_path, forms) == []
    assert _collate(tmp_path, forms[::-1]) == []
    entries = _collate(tmp_path, ["θεὰ x née", forms[1], forms[0]])
    assert len(entries) == 1
    assert forms[1].split()[1] in entries[0]
    assert forms[0].split()[1] not in entries[0]


@pytest.mark.parametrize("seed", range(30))
def test_what_goes_in_comes_out_whatever_is_ignored(tmp_path: Path, seed: int) -> None:
    """Each witness is read back word for word, with its capitals and points."""
    dice = random.Random(seed)  # noqa: S311
    base = [dice.choice(["Vrbs", "una", "caelum,", "et", "Iam", "née."]) for _ in range(60)]
    texts = {"A": base}
    for name in "BCD":
        words: list[str] = []
        for word in base:
            other = dice.choice([word] * 6 + [word.upper(), word.strip(",."), "novum", ""])
            words += other.split()
        texts[name] = words
    paths = []
    for name, words in texts.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(" ".join(words), encoding="utf-8")
    made = collate_files(paths, (), make_sameness("case,punctuation,diacritics,u/v,i/j"))

    assert read_back(tmp_path, made.tei, *texts) == texts


# CollateX.


def test_witnesses_of_collatex_are_collated(tmp_path: Path) -> None:
    """With their content, or their tokens, whose normal forms are compared."""
    path = tmp_path / "in.json"
    witnesses = [
        {"id": "A", "content": "the black cat\n\nsat"},
        {"id": "B", "tokens": [{"t": "the "}, {"t": "blacke ", "n": "black"}, {"t": "dog "},
                               {"t": "sat"}]},
    ]  # fmt: skip
    path.write_text(json.dumps({"witnesses": witnesses}), encoding="utf-8")
    made = collate_json(path, Sameness())

    assert _list_entries(made.tei) == ["black A | blacke B (orthographic)", "cat A | dog B"]


TABLE = [
    [["the"], ["the"], ["the"]],
    [["black", "and"], None, []],
    [[{"t": "Cat", "n": "cat"}], [{"t": "cat", "n": "cat"}], [{"t": "dog", "n": "dog"}]],
    [["sat."], ["sat."], ["sat."]],
]


@pytest.mark.parametrize("by_witness", [False, True])
def test_tables_of_collatex_become_entries(tmp_path: Path, *, by_witness: bool) -> None:
    """Each piece that differs is one, as CollateX in Java or in Python writes it."""
    path = tmp_path / "table.json"
    table = [list(column) for column in zip(*TABLE, strict=True)] if by_witness else TABLE
    path.write_text(json.dumps({"witnesses": ["A", "B", "C"], "table": table}), encoding="utf-8")
    made = collate_json(path, Sameness())
    text = etree.fromstring(made.tei.encode()).find(".//t:body", NS)

    assert _list_entries(made.tei) == [
        "black and A | BC", "Cat A | cat B (orthographic) | dog C",
    ]  # fmt: skip
    assert text is not None
    for reading in list(text.iter("{*}rdg")):
        reading.text = ""
    words = "".join(str(part) for part in text.itertext())
    assert " ".join(words.split()) == "the black and Cat sat."


@pytest.mark.parametrize(
    "data", ["[]", "{}", '{"witnesses": 1}', '{"witnesses": ["A", "B"], "table": [[["x"]]]}',
             '{"witnesses": ["A", "B"], "table": [[["x"], [1]], [["y"], null]]}', "{",
             '{"witnesses": [{"id": "A", "content": "x"}, {"id": "B"}]}',
             '{"witnesses": [{"id": "A", "content": "x"}, {"id": "A", "content": "y"}]}'],
)  # fmt: skip
def test_what_is_no_json_of_collatex_is_refused(tmp_path: Path, data: str) -> None:
    """In words, whatever is wrong with it."""
    path = tmp_path / "bad.json"
    path.write_text(data, encoding="utf-8")

    with pytest.raises(EditionError):
        collate_json(path, Sameness())


@pytest.mark.parametrize("seed", range(20))
def test_words_go_into_a_table_and_come_out(tmp_path: Path, seed: int) -> None:
    """The table has every word of every witness, and makes the same entries when read again."""
    dice = random.Random(seed)  # noqa: S311
    base = [dice.choice("abcdefgh") * dice.randint(1, 3) for _ in range(40)]
    texts = [base]
    for _ in range(3):
        words: list[str] = []
        for word in base:
            chance = dice.random()
            words += [] if chance < 0.1 else [word, "new"] if chance < 0.2 else [word]
        texts.append(words)
    paths = []
    for name, words in zip("ABCD", texts, strict=True):
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(" ".join(words), encoding="utf-8")
    made = collate_files(paths)
    path = tmp_path / "table.json"
    path.write_text(write_json(made), encoding="utf-8")
    again = collate_json(path, Sameness())

    for name, words in zip("ABCD", texts, strict=True):
        assert " ".join(row[name] for row in made.table).split() == words
    assert [line.replace(" (transposition)", "") for line in _list_entries(made.tei)] == (
        _list_entries(again.tei)
    )


@pytest.mark.parametrize(
    ("agreement", "count", "low"),
    [(0.5, 100, False), (0.49, 100, True), (0.4, 30, False), (0.4, 31, True), (0.9, 31, False)],
)
def test_texts_with_little_in_common_are_told(agreement: float, count: int, low: bool) -> None:
    """Below half of the words in common, and of more than thirty words."""
    assert is_low(agreement, count) == low


@pytest.mark.parametrize(
    ("readings", "types"),
    [
        (("", "long"), ("transposition", "transposition")),
        (("", "more"), ("", "")),  # another word
        (("other", "long"), ("", "")),  # it is replaced, not lacking
        (("", ""), ("", "")),
        (("long", "long"), ("", "")),  # it is added, and lacking nowhere
    ],
)
def test_words_elsewhere_are_transposed(readings: tuple[str, str], types: tuple[str, str]) -> None:
    """Where a witness lacks them in one place and has them in another of the same block."""
    found = [Variants(0, 0, 1, {"B": readings[0]}), Variants(0, 2, 2, {"B": readings[1]})]

    typed = list(note_types(found, ["long", "x", "y"], Sameness()))

    assert tuple(variants.types.get("B", "") for variants in typed) == types


def test_short_words_are_transposed_by_chance() -> None:
    """A word of three letters may be left out here and added there."""
    for word, kind in (("and", ""), ("more", "transposition")):
        found = [Variants(0, 0, 1, {"B": ""}), Variants(0, 2, 2, {"B": word})]
        typed = list(note_types(found, [word, "x", "y"], Sameness()))
        assert [variants.types.get("B", "") for variants in typed] == [kind, kind]


def test_spelling_is_told_of_a_reading_that_is_spelt_otherwise() -> None:
    """Not of one that is the same, nor of another word."""
    found = [Variants(0, 0, 1, {"B": "LONG", "C": "long", "D": "short"})]

    (typed,) = note_types(found, ["long"], Sameness(frozenset({"case"})))

    assert typed.types == {"B": "orthographic"}
