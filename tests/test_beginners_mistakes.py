"""Mistakes of people who make their first edition: each is one problem, at its place.

The table is `mistakes/table.txt`; the edition has two letters, an apparatus and a register. Which
problem follows from which is not told by their words: each mistake is judged without these too.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

import msgspec
import pytest
from click.testing import CliRunner

from tei_edition.cli import main
from tei_edition.report.following import drop_following

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tei_edition.problems import Problem

FOLDER = Path(__file__).parent / "mistakes"
LETTERS = FOLDER / "letters"
NAMES = ("one.xml", "two.xml", "names.xml")


class Slip(NamedTuple):
    """Words that give way to others, in the first file that has them or in a certain one."""

    file: str
    old: str
    new: str
    code: str = ""
    place: str = ""
    hint: str = ""


def read_table(name: str = "table.txt") -> Iterator[Slip]:
    """Yield the mistakes of a table."""
    for block in (FOLDER / name).read_text(encoding="utf-8").split("\n\n"):
        if block.startswith("#"):
            continue
        said = {line[:1]: line[2:] for line in block.strip().split("\n") if line[0] != "i"}
        file = block.partition("\n")[0].removeprefix("in ") if block.startswith("in ") else ""
        old, new = (said[sign].replace(r"\n", "\n").replace(r"\v", "\v") for sign in "-+")
        code, _, place = said["!"].partition(" ")
        yield Slip(file, old, new, code, place, said["?"])


def write_letters(folder: Path, slip: Slip | None = None) -> tuple[str, str]:
    """Write the edition, with a slip; the name and the words of the file that has it."""
    (folder / "s1.jpg").write_bytes(b"\xff\xd8\xff")
    return write_files(LETTERS, NAMES, folder, slip)


def write_files(
    source: Path, names: Iterable[str], folder: Path, slip: Slip | None
) -> tuple[str, str]:
    """Write the files of an edition, with a slip; the name and the words of the one that has it."""
    changed = ("", "")
    shutil.copy(source / "edition.toml", folder)
    for name in names:
        text = (source / name).read_text(encoding="utf-8")
        if slip and not changed[0] and slip.file in {"", name} and slip.old in text:
            text = text.replace(slip.old, slip.new, 1)
            changed = (name, text)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return changed


def drop_without_words(found: list[Problem], codes: Collection[str] | None) -> list[Problem]:
    """As `drop_following`, which has to drop the same if the problems say nothing."""
    kept = [*drop_following(found, codes)]
    mute = [msgspec.structs.replace(p, message="…", hint="", cause="") for p in found]
    places = [(p.code, p.location) for p in drop_following(mute, codes)]
    assert places == [(p.code, p.location) for p in kept]
    return kept


def check(folder: Path) -> list[dict[str, object]]:
    """All that `check` says of the edition; what says the same of several places, once."""
    command = ["--edition", str(folder), "check", "--format", "json", "--jobs", "1"]
    with patch("tei_edition.report.selection.drop_following", drop_without_words):
        told = json.loads(CliRunner().invoke(main, command, catch_exceptions=False).stdout)
    return [*{(one["code"], one["message"]): one for one in reversed(told)}.values()]


def check_slip(folder: Path, file: str, old: str, new: str) -> list[dict[str, object]]:
    """All that `check` says of the edition with a slip."""
    assert write_letters(folder, Slip(file, old, new))[0]
    return check(folder)


def test_the_letters_are_sound(desk: Path) -> None:
    """Without mistakes nothing is reported."""
    write_letters(desk)

    assert check(desk) == []


@pytest.mark.parametrize("slip", [*read_table()], ids=lambda slip: slip.new[:40])
def test_a_mistake_of_a_beginner_is_one_problem(slip: Slip, desk: Path) -> None:
    """One mistake is one problem, at its place, and its words have the remedy."""
    file, text = write_letters(desk, slip)

    judge_slip(desk, slip, file, text)


def judge_slip(folder: Path, slip: Slip, file: str, text: str) -> None:
    """Assert that a slip is one problem at its place, with its remedy."""
    found = check(folder)

    assert [told["code"] for told in found] == [slip.code], found
    [told] = found
    place = told["location"]
    assert isinstance(place, dict)
    assert place["file"] == file
    rest = "\n".join(text.split("\n")[place["line"] - 1 :])[place["column"] - 1 :]
    assert rest.startswith(slip.place)
    assert slip.hint in f"{told['hint']} {told['message']}"


ENTRIES = [
    ("two.xml", '<witness xml:id="P">', "<witness>", "unknown-witness"),
    ("names.xml", '<person xml:id="dale">', "<person>", "unknown-person"),
    ("names.xml", '<place xml:id="york">', "<place>", "unknown-place"),
    ("names.xml", '<org xml:id="guild">', "<org>", "unknown-organisation"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), ENTRIES)
def test_an_entry_without_identifier_is_reported_once(
    file: str, old: str, new: str, code: str, desk: Path
) -> None:
    """The entry is reported, with the identifier that it needs, and not each pointer to it."""
    [told] = check_slip(desk, file, old, new)

    assert told["code"] == code
    assert told["location"]["file"] == file  # type: ignore[index]
    assert told["hint"] == f"give it {old.partition(' ')[2][:-1]}"


def test_a_pointer_that_means_no_entry_is_reported_itself(desk: Path) -> None:
    """An entry without identifier is left alone where its name is another."""
    write_letters(desk, Slip("names.xml", '<org xml:id="guild">', "<org>"))
    one = (desk / "one.xml").read_text(encoding="utf-8")
    one = one.replace("names.xml#guild", "names.xml#bank").replace("names.xml#york", "names.xml#x")
    (desk / "one.xml").write_text(one, encoding="utf-8")

    codes = [(told["code"], told["location"]["file"]) for told in check(desk)]  # type: ignore[index]

    assert set(codes) == {("unknown-organisation", "one.xml"), ("unknown-place", "one.xml")}


@pytest.mark.parametrize(
    ("date", "meant"),
    [
        ("3. März 1861", "1861-03-03"),
        ("3 mars 1861", "1861-03-03"),
        ("1er mai 1861", "1861-05-01"),
        ("3 de marzo de 1861", "1861-03-03"),
        ("März 1861", "1861-03"),
        ("3 марта 1861", "1861-03-03"),
        ("03.1861", "1861-03"),
        ("3/1861", "1861-03"),
        ("1861-3", "1861-03"),
    ],
)
def test_a_day_in_words_is_understood(date: str, meant: str, desk: Path) -> None:
    """Months have names in several languages, and need their two digits."""
    [told] = check_slip(desk, "one.xml", 'when="2025-01-10"', f'when="{date}"')

    assert told["code"] == "invalid-dating"
    assert str(told["hint"]).startswith(f'did you mean "{meant}"?')


MARKS = [
    ('rend="underline”', 'begins with " and ends with ”'),
    ("rend='underline\"", "begins with ' and ends with \""),
    ("rend=\"underline'", "begins with \" and ends with '"),
    ("rend='underline’", "begins with ' and ends with ’"),
]


@pytest.mark.parametrize(("written", "says"), MARKS)
def test_quotation_marks_that_differ_are_told(written: str, says: str, desk: Path) -> None:
    """Before the end of a tag, and before another attribute."""
    for behind in (">", ' n="1">', "/>"):
        [told] = check_slip(desk, "one.xml", 'rend="underline">', f"{written}{behind}")

        assert told["code"] == "xml-not-well-formed"
        assert says in str(told["message"])


@pytest.mark.parametrize(
    "right",
    [
        "<expan><abbr>rec</abbr><ex>eive</ex><abbr>d</abbr></expan>",
        "<sic>wrot <choice><sic>teh</sic><corr>the</corr></choice></sic>",
        "<corr>wrote</corr>",
        '<hi rend="it\'s" n=\'a "b"\'>No more</hi>',
        "2 > 1 and A>B",
        '<measure quantity="3" unit="in">3"</measure>',
    ],
)
def test_what_looks_like_a_slip_and_is_right_is_not_reported(right: str, desk: Path) -> None:
    """Nothing is reported of what only looks like one of these mistakes."""
    assert check_slip(desk, "one.xml", '<hi rend="underline">No more</hi>', right) == []


@pytest.mark.parametrize("name", ["ISO-8859-1", "windows-1252", "macroman"])
def test_utf_8_under_another_name_is_not_read(name: str, desk: Path) -> None:
    """What is declared otherwise would have wrong letters; what is so encoded is right."""
    [told] = check_slip(desk, "one.xml", 'encoding="UTF-8"', f'encoding="{name}"')
    assert (told["code"], told["hint"]) == ("xml-encoding", 'declare encoding="UTF-8"')

    text = (desk / "one.xml").read_text(encoding="utf-8")
    (desk / "one.xml").write_bytes(text.replace("’", "é").encode(name))
    assert check(desk) == []


def test_pointers_without_file_are_left_alone_where_all_are_so(desk: Path) -> None:
    """Where no pointer names the register, a program puts the files together."""
    write_letters(desk)
    for name in NAMES[:2]:
        text = (desk / name).read_text(encoding="utf-8")
        (desk / name).write_text(text.replace("names.xml#", "#"), encoding="utf-8")

    assert check(desk) == []
