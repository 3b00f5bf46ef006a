"""A new edition is sound from the start, and keeps every word of the text that it is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import run_command
from tei_edition.config import read_config
from tei_edition.editing.plain_texts import encode_text
from tei_edition.editing.scaffold import create_edition
from tei_edition.loading.edition import read_edition
from tei_edition.problems import EditionError
from tei_edition.runtime.resources import find_resource
from tei_edition.tei import XML_ID, raw_text

if TYPE_CHECKING:
    from pathlib import Path

TEI = "{http://www.tei-c.org/ns/1.0}"


def write(folder: Path, content: str | bytes, name: str = "My first_text.txt") -> Path:
    """A plain text in a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def body(plain: str) -> etree._Element:
    """The divisions that are made of a plain text."""
    return etree.fromstring(f"<body>{encode_text(plain)}</body>")


@pytest.mark.parametrize(
    "plain",
    [
        "One line.",
        "Two\nlines\n\nand  a   paragraph &amp; <b>signs</b> ]]> \"so\" 'so'.\n",
        "\r\n\r\nWindows\r\nlines\r\n\r\nand more\r\n",
        "HEADING\n\nText.\n\nANOTHER\nOF TWO LINES\n\n  Indented\n\tand tabbed.\n \n\nLAST",
        "old\rmac",
        "no\u00a0break\u2028lines\u0085and 𝔊 é e\u0301",
        "",
        " \n \n",
    ],
)
def test_the_words_of_the_text_are_kept(plain: str) -> None:
    """None is added, none is left out, and signs of XML are signs."""
    assert raw_text(body(plain)).split() == plain.split()


@pytest.mark.parametrize(
    ("plain", "heads", "paragraphs"),
    [
        ("ONE\n\na\n\nb\n\nTWO\n\nc", ["ONE", "TWO"], ["a", "b", "c"]),
        ("a\n\nONE\n\nb", ["ONE"], ["a", "b"]),
        ("ONE\n\nTWO\n\na", ["ONE", "TWO"], ["a"]),
        ("ONE\nMORE\n\na", [], ["ONE MORE", "a"]),
        ("a\n\nTHE END", [], ["a", "THE END"]),
        ("XII.\n\n1917\n\n***\n\na", ["XII."], ["1917", "***", "a"]),
        ("ГЛАВА 1\n\nтекст", ["ГЛАВА 1"], ["текст"]),
        ("這是一段。\n\n又一段。\n\n完。", [], ["這是一段。", "又一段。", "完。"]),
        ("שלום עולם\n\nשוב", [], ["שלום עולם", "שוב"]),
    ],
)
def test_headings_are_found(plain: str, heads: list[str], paragraphs: list[str]) -> None:
    """A line of capitals, before others; scripts without capitals have none."""
    root = body(plain)

    assert [head.text for head in root.iter("head")] == heads
    assert [p.text for p in root.iter("p")] == paragraphs
    ids = [e.get(XML_ID) for e in root if e.get(XML_ID)]
    assert len(set(ids)) == len(ids)


def test_a_new_edition_is_sound(tmp_path: Path) -> None:
    """What was made can be read, and its schema has nothing to say about it."""
    text = write(tmp_path, "THE TITLE\n\nOnce upon a time <there> & so.\n\nThe end.\n")
    folder = tmp_path / "new"

    written = create_edition(folder, text, language="grc-Latn")

    assert all(path.is_file() for path in written)
    reading = read_edition(read_config(folder))
    assert {p.code for p in reading.problems} == {"placeholder-left"}
    (found,) = reading.edition.texts
    assert (found.header.title, found.header.language) == ("My first text", "grc-Latn")
    assert [entity.id for entity in reading.edition.entities] == ["somebody"]
    assert [w.id for w in reading.edition.witnesses] == ["A"]
    assert (folder / "seeds/my-first_text.txt").read_bytes() == text.read_bytes()
    assert read_config(folder).check.copy_text == {"A": "seeds/my-first_text.txt"}


def test_each_text_given_becomes_a_text_of_its_own(tmp_path: Path) -> None:
    """With its words, a witness and a copy-text; the start page has the name of the folder."""
    first = write(tmp_path, "First words.\n", "letter 1.txt")
    second = write(tmp_path, "Second words.\n", "letter 2.txt")
    folder = tmp_path / "all_letters"

    done = run_command("init", folder, "--text", first, "--text", second, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    reading = read_edition(read_config(folder))
    assert {p.code for p in reading.problems} == {"placeholder-left"}
    texts = reading.edition.texts
    assert [text.header.title for text in texts] == ["Letter 1", "Letter 2"]
    assert [[w.id for w in text.witnesses] for text in texts] == [["A"], ["B"]]
    assert read_config(folder).edition.title == "All letters"
    copies = read_config(folder).check.copy_text
    assert {s: (folder / str(name)).read_text() for s, name in copies.items()} == {
        "A": "First words.\n", "B": "Second words.\n",
    }  # fmt: skip
    assert run_command("check", cwd=folder).returncode == 0


def test_many_texts_have_distinct_witnesses(tmp_path: Path) -> None:
    """Also beyond the letters of the alphabet."""
    texts = [write(tmp_path, "a", f"t{number}.txt") for number in range(28)]

    create_edition(tmp_path / "new", *texts)

    assert len(read_config(tmp_path / "new").check.copy_text) == len(texts)


def test_two_texts_of_one_name_are_refused(tmp_path: Path) -> None:
    """Neither is dropped, and nothing is written."""
    (tmp_path / "sub").mkdir()
    texts = write(tmp_path, "a", "x.txt"), write(tmp_path / "sub", "b", "X.txt")

    with pytest.raises(EditionError, match=r'would both be "tei/x\.xml"'):
        create_edition(tmp_path / "new", *texts)

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x14\x00", b"{\\rtf1 a}", b"%PDF-1.7", b"\xd0\xcf\x11\xe0"]
)
def test_a_document_of_a_word_processor_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    """Rather than by the first byte in it that XML cannot hold, or as words that it has not."""
    text = write(tmp_path, content, "letter.pages")

    with pytest.raises(EditionError, match="not plain text"):
        create_edition(tmp_path / "new", text)


def test_a_new_edition_is_valid(tmp_path: Path) -> None:
    """All its files, with a text and without."""
    schema = etree.RelaxNG(etree.parse(find_resource("schema/edition.rng")))
    create_edition(tmp_path / "a")
    create_edition(tmp_path / "b", write(tmp_path, "A\n\nB\n\nc\n\nD\n\ne"))

    files = sorted(tmp_path.glob("*/tei/*.xml"))
    assert {path.parts[-3] for path in files} == {"a", "b"}
    for path in files:
        schema.assertValid(etree.parse(path))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Where any file of the edition is there already, none is written."""
    text = write(tmp_path, "new")
    for name in ("edition.toml", "tei/register.xml", "docs/conf.py", "seeds/my-first_text.txt"):
        folder = tmp_path / name.replace("/", "-")
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("mine")

        with pytest.raises(EditionError, match="already exists"):
            create_edition(folder, text)

        assert [path.read_text() for path in folder.rglob("*") if path.is_file()] == ["mine"]


def test_a_text_may_lie_where_its_copy_would(tmp_path: Path) -> None:
    """A copy-text that is in seeds/ already stays as it is."""
    (tmp_path / "seeds").mkdir()
    text = write(tmp_path / "seeds", "words", "old.txt")

    written = create_edition(tmp_path, text)

    assert text not in written
    assert text.read_text() == "words"
    assert (tmp_path / "tei/old.xml") in written


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a\nb\x07", "control character on line 2"),
        ("a\x00", "control character on line 1"),
        ("a\n\n\uffff", "control character on line 3"),
        ("Zo\xeb".encode("latin-1"), "is not UTF-8 at byte 2"),
    ],
)
def test_what_xml_cannot_hold_is_refused(tmp_path: Path, content: str | bytes, words: str) -> None:
    """With the line where it stands, before anything is written."""
    text = write(tmp_path, content)

    with pytest.raises(EditionError, match=words):
        create_edition(tmp_path / "new", text)

    assert not (tmp_path / "new").exists()


def test_a_text_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Or is a folder."""
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(EditionError, match="cannot be read"):
            create_edition(tmp_path / "new", path)


def test_a_page_break_is_a_paragraph(tmp_path: Path) -> None:
    """Form feeds of old text files part paragraphs, and a mark at the beginning is no letter."""
    create_edition(tmp_path / "new", write(tmp_path, "\ufeffone\ftwo", "x.txt"))

    root = etree.parse(tmp_path / "new/tei/x.xml").getroot()
    assert [p.text for p in root.iterfind(f".//{TEI}body//{TEI}p")] == ["one", "two"]


@pytest.mark.parametrize(
    ("name", "file", "title"),
    [
        ("register.txt", "text", "Register"),
        ("*A* `b` |c| \\d & <e>.txt", "a-b-c-d-e", "*a* `b` |c| \\d & <e>"),
        ("___.txt", "x", "x"),
        ("戰爭與和平.txt", "戰爭與和平", "戰爭與和平"),
        ("a\"b'c{d}.txt", "a-b-c-d", "A\"b'c{d}"),
    ],
)
def test_any_name_of_a_text_will_do(tmp_path: Path, name: str, file: str, title: str) -> None:
    """Whatever it means to TOML, XML or Sphinx."""
    create_edition(tmp_path / "new", write(tmp_path, "words", name))

    reading = read_edition(read_config(tmp_path / "new"))
    assert {p.code for p in reading.problems} == {"placeholder-left"}
    assert len(reading.edition.registers) == 1
    assert [(t.file, t.header.title) for t in reading.edition.texts] == [(f"tei/{file}.xml", title)]


@pytest.mark.parametrize("language", ["", "en us", 'en"/>', "x" * 9, "en-"])
def test_a_language_is_a_code(tmp_path: Path, language: str) -> None:
    """What could be no xml:lang is refused."""
    with pytest.raises(EditionError, match="is not a language tag"):
        create_edition(tmp_path / "new", language=language)


def test_site_has_the_language_of_the_text(tmp_path: Path) -> None:
    """Without `language` in any settings, the pages declare the language of the text."""
    text = tmp_path / "brief.txt"
    text.write_text("DER BRIEF\n\nLieber Freund, es ist spät.\n", encoding="utf-8")
    create_edition(tmp_path / "edition", text, language="de")

    done = run_command("build", "-o", "out", cwd=tmp_path / "edition")
    page = (tmp_path / "edition/out/edition/brief.html").read_text(encoding="utf-8")

    assert done.returncode == 0, done.stderr
    assert 'lang="de"' in page.partition("<head>")[0]
    assert "Diese Seite zitieren" in page
