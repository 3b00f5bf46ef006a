"""Collations that hold only pointers into the files of the witnesses show the words found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import make_edition, run_command
from tei_edition.config import read_config
from tei_edition.loading.edition import load_tree, read_edition
from tei_edition.reader.apparatus.borrowing import Lender
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.loading.edition import LoadedEdition

A = '<text><body><p xml:id="p1">The <seg xml:id="a2">old</seg> ship sank in May.</p></body></text>'
B = (
    '<text><body><p xml:id="p1" n="1">The <seg xml:id="b2">odd <hi>grey</hi></seg> ship sails'
    ' in March.</p><p xml:id="p2"><seg xml:id="b9"/></p></body></text>'
)


def read(folder: Path, entry: str, **others: str) -> LoadedEdition:
    """An edition of a collation with this entry, and of its witnesses."""
    collation = f"<text><body><p>The {entry} ship.</p></body></text>"
    root = make_edition(folder / "edition", {"coll": collation, "a": A, "b": B, **others})
    return read_edition(read_config(root / "edition.toml"))


def words_of_readings(loaded: LoadedEdition) -> list[str]:
    """The words of the only entry."""
    (text,) = (text for text in loaded.edition.texts if text.file == "tei/coll.xml")
    (entry,) = text.entries
    return [reading.text for reading in entry.readings]


@pytest.mark.parametrize(
    ("pointers", "words"),
    [
        ('<ptr target="b.xml#b2"/>', "odd grey"),
        ('<ptr target="./b.xml#b2"/>', "odd grey"),
        ('<ptr target="b.xml#string-range(p1,0,3)"/>', "The"),
        ('<ptr target="b.xml#string-range(p1, 18, 5)"/>', "sails"),
        ('<ptr target="b.xml#string-range(p1,0,3,17,6)"/>', "The sails"),
        ("<ptr target=\"b.xml#string-range(//p[@n='1'],18,5)\"/>", "sails"),
        ('<ptr target="b.xml#string-range(//tei:body/tei:p[1],18,5)"/>', "sails"),
        ('<ptr target="b.xml#b2"/><ptr target="a.xml#a2"/>', "odd grey old"),
        ('<ptr target="b.xml#b2 a.xml#a2"/>', "odd grey old"),
        ('<ptr target="b.xml#b9"/>', ""),
    ],
)
def test_pointers_give_their_words(pointers: str, words: str, tmp_path: Path) -> None:
    """An id, a range of characters, or several of them are the words of the reading."""
    loaded = read(
        tmp_path,
        f'<app><rdg wit="#A"><ptr target="a.xml#a2"/></rdg><rdg wit="#B">{pointers}</rdg></app>',
    )

    assert words_of_readings(loaded) == ["old", words]
    codes = [p.code for p in loaded.problems if p.location.file == "tei/coll.xml"]
    assert not {"reading-elsewhere", "unknown-target"}.intersection(codes)


def test_a_copy_from_another_file_has_its_words(tmp_path: Path) -> None:
    """An empty reading with @copyOf or @sameAs reads what it names."""
    loaded = read(
        tmp_path, '<app><lem copyOf="a.xml#a2" wit="#A"/><rdg sameAs="b.xml#b2" wit="#B"/></app>'
    )

    assert words_of_readings(loaded) == ["old", "odd grey"]


@pytest.mark.parametrize(
    "target",
    ["c.xml#w1", "../../../etc/passwd", "b.xml#string-range(nowhere,0,3)", "https://example.org/c.xml#w1",
     "b.xml#string-range(//*[count(//*) > 1],0,3)", "b.xml#match(p1,'(a+)+')"],
)  # fmt: skip
def test_what_cannot_be_found_is_told_once_a_file(target: str, tmp_path: Path) -> None:
    """Such readings are no omissions, and one problem names how many there are."""
    pointers = (
        f'<rdg wit="#A"><ptr target="{target}"/></rdg><rdg wit="#B"><ptr target="{target}"/></rdg>'
    )
    loaded = read(tmp_path, f"<app><lem>old</lem>{pointers}</app>")

    (found,) = (p for p in loaded.problems if p.code == "reading-elsewhere")
    assert found.message.startswith("2 readings have their words in")
    (text,) = (text for text in loaded.edition.texts if text.file == "tei/coll.xml")
    assert all(reading.signs for reading in text.entries[0].readings[1:])


def test_the_words_follow_the_witness(tmp_path: Path) -> None:
    """What is kept of a collation is read anew when a witness has changed, or has come."""
    entry = '<app><lem>old</lem><rdg wit="#C"><ptr target="c.xml#w"/></rdg></app>'
    loaded = read(tmp_path, entry)
    assert words_of_readings(loaded) == ["old", ""]

    path = tmp_path / "edition/tei/c.xml"
    path.write_text((tmp_path / "edition/tei/a.xml").read_text().replace("a2", "w"))
    assert words_of_readings(read_edition(loaded.config)) == ["old", "old"]

    path.write_text(path.read_text().replace(">old<", ">ancient<"))
    assert words_of_readings(read_edition(loaded.config)) == ["old", "ancient"]


def test_the_file_itself_keeps_its_pointers(tmp_path: Path) -> None:
    """What was made for readers is taken back where the TEI is passed on."""
    loaded = read(tmp_path, '<app><rdg wit="#A"><ptr target="a.xml#a2" n="7"/></rdg></app>')
    (text,) = (text for text in loaded.edition.texts if text.file == "tei/coll.xml")
    tree = load_tree(loaded, text)
    strip_stamps(tree)

    (pointer,) = tree.iter("{*}ptr")
    assert sorted(pointer.items()) == [("n", "7"), ("target", "a.xml#a2")]
    assert not pointer.text


def test_a_page_shows_text_and_entries(tmp_path: Path) -> None:
    """Its text is what the first witness reads, and the entries have the words of all."""
    read(
        tmp_path,
        '<app><rdg wit="#A"><ptr target="a.xml#a2"/></rdg>'
        '<rdg wit="#B"><ptr target="b.xml#b2"/></rdg></app>',
    )
    root = tmp_path / "edition"
    done = run_command("build", "-b", "text", "--keep-going", cwd=root)
    page = next((root / "build/text").rglob("coll.txt")).read_text(encoding="utf-8")

    assert "The old^a ship." in page, done.stderr
    assert "old A] odd grey B" in page


def test_paths_that_may_never_end_are_not_tried() -> None:
    """Only plain steps are followed."""
    lender = Lender(etree.fromstring(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{A}</TEI>'))

    assert lender.find("string-range(//p,0,3)") == "The"
    for path in ("//p[//p[//p]]", "//p | //p", "id('p1')", "//p[contains(., 'a')]", "/" * 40 + "p"):
        assert lender.find(f"string-range({path},0,3)") is None
