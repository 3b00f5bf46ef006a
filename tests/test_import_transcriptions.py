"""PAGE XML, ALTO and the TEI of Transkribus come in line by line and word by word."""

from __future__ import annotations

import codecs
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from document_situations import DOCX, Situation
from tei_edition.cli import main
from tei_edition.config import read_config
from tei_edition.editing.given_texts import read_all_given, read_given
from tei_edition.editing.scaffold import create_edition
from tei_edition.loading.edition import read_edition
from tei_edition.problems import EditionError, Severity
from transcription_situations import (
    ALTO,
    PAGE,
    TEI,
    alto,
    alto_line,
    block,
    line,
    page,
    region,
    string,
)
from word_files import make_docx, make_odt, p, r

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"PAGE": PAGE, "ALTO": ALTO, "TEI": TEI}


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of a transcription program."""
    path = folder / f"{name.replace(' ', '-')}.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def flatten(text: str) -> str:
    """A text with white space in one form."""
    return " ".join(text.split())


def test_there_are_twenty_situations_of_each_kind() -> None:
    """At least."""
    assert min(map(len, KINDS.values())) >= 20


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, found in KINDS.items() for name in found]
)
def test_a_transcription_comes_in_with_its_words_and_markup(
    tmp_path: Path, kind: str, name: str
) -> None:
    """Line by line; what has no place in TEI is reported."""
    found: Situation = KINDS[kind][name]

    given = read_given(write(tmp_path, name, found.content))

    made = flatten(f"{given.facsimile} {given.body} {given.whole}")
    for part in found.made:
        assert flatten(part) in made
    told = " | ".join(given.told)
    assert found.told in told
    assert ("left out" in told) == ("left out" in found.told)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_imported_is_valid(tmp_path: Path, kind: str) -> None:
    """All situations of a kind are one edition, in which `check` finds no error of the schema."""
    files = [write(tmp_path, name, found.content) for name, found in KINDS[kind].items()
             if name != "schema of its own"]  # fmt: skip
    create_edition(tmp_path / "new", *(read_given(path) for path in files))

    problems = read_edition(read_config(tmp_path / "new")).problems

    errors = [p for p in problems if p.severity is Severity.ERROR]
    assert [str(found) for found in errors] == []


def test_tei_is_taken_byte_by_byte(tmp_path: Path) -> None:
    """But for the lines that name its schema."""
    content = TEI["white space"].content
    create_edition(tmp_path / "new", read_given(write(tmp_path, "a", content)))

    written = (tmp_path / "new/tei/a.xml").read_text()

    lines = [row for row in written.splitlines(keepends=True) if "<?xml-model" in row]
    assert len(lines) == 2
    assert written.replace("".join(lines), "") == content


def test_pages_become_one_text_in_the_order_given(tmp_path: Path) -> None:
    """Of both formats; zones of all pages have identifiers of their own."""
    files = [
        write(tmp_path, "0001", page(region(line("one"), kind="heading") + region(line("two")))),
        write(tmp_path, "0002", alto(block(alto_line(string("three"))))),
        write(tmp_path, "0003", page(region(line("four"), kind="heading") + region(line("five")))),
    ]

    (given,) = read_all_given(files)

    places = [given.body.index(word) for word in ("one", "two", "three", "four", "five")]
    assert places == sorted(places)
    assert given.body.count("<div") == 2
    assert [given.facsimile.count(f'xml:id="s{n}"') for n in (1, 2, 3)] == [1, 1, 1]
    assert "3 pages" in given.told[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """With a byte order mark, and without."""
    path = tmp_path / "a.xml"
    path.write_bytes(page(region(line("Zoë"))).encode(encoding))

    assert "Zoë" in read_given(path).body


# Hostile files.

BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(8))
)
HOSTILE = {
    "entity bomb": page(region(line("&i;")), BOMB),
    "external entity": page(region(line("&x;")), '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "ill-formed": page(region(line("a")))[:-9],
    "too deep": page("<TextRegion>" * 500 + "</TextRegion>" * 500),
    "another kind": "<svg/>",
    "no words": page(""),
    "empty": "",
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_a_message(tmp_path: Path, content: str) -> None:
    """Nothing outside is read, and nothing grows."""
    with pytest.raises(EditionError) as caught:
        read_given(write(tmp_path, "a", content))

    assert "root:" not in str(caught.value)


def swap(data: bytes, folder: Path, name: str, content: bytes) -> Path:
    """A DOCX with another content of a member."""
    path = folder / "a.docx"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, old in (members | {name: content}).items():
            archive.writestr(member, old)
    return path


DECLARED = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
WIDE = DECLARED.decode().encode("utf-16-le")
MEMBERS = {
    "external entity": ("word/document.xml", DECLARED),
    "entity in another encoding": ("word/styles.xml", codecs.BOM_UTF16_LE + WIDE),
    "bomb": ("word/media/a.bin", bytes(60_000_000)),
    "ill-formed": ("word/document.xml", b"<w:document"),
    "relations to nowhere": ("_rels/.rels", b"<a/>"),
}  # fmt: skip


@pytest.mark.parametrize("name", MEMBERS)
def test_a_hostile_document_is_refused_before_pandoc_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Archives that grow, entities, damaged parts."""
    called: list[object] = []
    monkeypatch.setattr(
        "tei_edition.editing.importing.documents_import.run_pandoc", lambda *a: called.append(a)
    )
    path = swap(make_docx(p(r("a"))), tmp_path, *MEMBERS[name])

    if name == "relations to nowhere":  # the usual part is read
        with pytest.raises(TypeError):
            read_given(path)
        assert called
    else:
        with pytest.raises(EditionError):
            read_given(path)
        assert not called


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04", make_odt("")[:-30]])
def test_a_damaged_document_is_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    """With one message."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)

    with pytest.raises(EditionError):
        read_given(path)


# The command.


def call(*arguments: str | Path) -> tuple[int, str, str]:
    """Run a command; its exit status, and what it printed."""
    done = CliRunner().invoke(main, list(map(str, arguments)))
    return done.exit_code, done.stdout, done.stderr


def test_import_writes_a_file_of_its_own_or_adds_to_an_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words; nothing is overwritten."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "p1", PAGE["heading"].content)
    write(tmp_path, "p2", PAGE["names"].content)

    assert call("import", "p1.xml", "p2.xml", "-o", "own.xml")[:2] == (0, "own.xml\n")
    again = call("import", "p1.xml", "-o", "own.xml")
    assert (again[0], "is a file" in again[2]) == (2, True)
    assert call("init", "new", "--text", "p1.xml")[0] == 0
    monkeypatch.chdir(tmp_path / "new")
    status, out, told = call("import", "../p2.xml", "--id", "second", "--from", "Ann")

    assert (status, out) == (0, "tei/second.xml\n")
    assert told.startswith("p2.xml: 3 words, 1 line, 1 page, 1 persName, 1 placeName, 1 region")
    assert "<persName>Ann</persName> in" in (tmp_path / "own.xml").read_text()
    assert '<correspAction type="sent">' in (tmp_path / "new/tei/second.xml").read_text()


@pytest.mark.program("pandoc")
def test_pictures_of_a_document_are_beside_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an edition, and for a file of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.docx").write_bytes(make_docx(DOCX["a picture"].content))

    assert call("import", "a.docx", "-o", "out/a.xml")[0] == 0
    assert call("init", "new", "--text", "a.docx")[0] == 0

    for folder in ("out", "new/tei"):
        assert (tmp_path / folder / "pictures/a-image1.png").read_bytes().startswith(b"\x89PNG")
