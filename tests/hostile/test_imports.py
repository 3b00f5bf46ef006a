"""Documents that are imported come from anywhere: they bring words and pictures, and no more."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from lxml import etree

from building import TEI
from tei_edition.cli import main
from tei_edition.editing.importing import archives
from tei_edition.editing.importing.archives import DocumentArchive
from tei_edition.editing.importing.documents_import import _Images
from tei_edition.problems import EditionError
from word_files import make_docx, p, r

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = "private words"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition with a document in it, beside a file of the user's."""
    (tmp_path / "secret.png").write_text(PRIVATE)
    root = tmp_path / "edition"
    (root / "sub").mkdir(parents=True)
    (root / "edition.toml").write_text('[edition]\ntexts = ["a.xml"]\nregisters = []\n')
    (root / "a.xml").write_text(TEI.format(title="T", content="<text><body><p>x</p></body></text>"))
    for name in ("a.png", "sub/a.png", "a b.png", "a-b.png", "A.png"):
        (root / name).write_text(name)
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    "address",
    ["../secret.png", "H/secret.png", "%2e%2e/secret.png", "link.png", "sub/../../secret.png",
     "%00.png", "x" * 5000 + ".png", "pipe.png", "sub", "loop.png", "//host/a.png", "file:///x.png",
     "https://example.org/a.png", "data:image/png;base64,AAAA", "a.svg.exe", ""],
)  # fmt: skip
def test_pictures_outside_the_folder_of_a_document_are_left_out(folder: Path, address: str) -> None:
    """Each is told; nothing is fetched, and a pipe holds nothing up."""
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    (folder / "loop.png").symlink_to("loop.png")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.png")
    images = _Images(folder / "b.md", None)
    assert images.find(address.replace("H/", f"{folder.parent}/")) == ""
    assert images.files == {}
    assert len(images.told) == 1


def test_pictures_of_one_name_are_several_files(folder: Path) -> None:
    """Of two folders, of two spellings, on every system; the same again is the same."""
    images = _Images(folder / "b.md", None)
    names = ["a.png", "sub/a.png", "a b.png", "a-b.png"]
    made = [images.find(name) for name in names]
    assert len({name.casefold() for name in made}) == len(names)
    assert [images.files[name].decode() for name in made] == names
    assert images.find("a.png") == made[0]
    assert all(name.startswith("pictures/b-") and ".." not in name for name in made)


def _zip(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


DECLARED = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
ARCHIVES = {
    "an entity": {"word/document.xml": DECLARED},
    "an entity in UTF-16": {"word/document.xml": DECLARED.decode().encode("utf-16")},
    "an entity in another part": {"word/document.xml": b"<a/>", "word/notes.xml": DECLARED},
    "a DTD": {"content.xml": b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>'},
    "a bomb": {"word/document.xml": b" " * 60_000_000},
    "a bomb that is no XML": {"media/a.png": bytes(60_000_000)},
}


@pytest.mark.parametrize("members", ARCHIVES.values(), ids=ARCHIVES)
def test_archives_that_grow_or_declare_are_refused(
    tmp_path: Path, members: dict[str, bytes]
) -> None:
    """Before any other program sees them."""
    with pytest.raises(EditionError, match=r"larger than any document|document type declaration"):
        DocumentArchive(tmp_path / "a.docx", _zip(members))


def test_archives_of_very_many_parts_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part costs time, however small it is."""
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 3)
    data = _zip({f"{number}.txt": b"" for number in range(4)})
    with pytest.raises(EditionError, match="larger than any document"):
        DocumentArchive(tmp_path / "a.docx", data)


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "C:\\evil.xml", "con.xml"])
def test_parts_of_an_archive_are_written_nowhere(tmp_path: Path, name: str) -> None:
    """Whatever their names are, they stay in memory."""
    before = sorted(tmp_path.parent.rglob("*"))
    assert DocumentArchive(tmp_path / "a.docx", _zip({name: b"<a/>"})).members[name] == b"<a/>"
    assert sorted(tmp_path.parent.rglob("*")) == before


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\3\4" + b"\0" * 40, _zip({"a": b"x"})[:-9]])
def test_damaged_archives_are_told(tmp_path: Path, data: bytes) -> None:
    """In one message with the name of the file."""
    with pytest.raises(EditionError, match="damaged document"):
        DocumentArchive(tmp_path / "a.docx", data)


@pytest.mark.program("pandoc")
def test_words_of_a_document_become_no_markup(folder: Path) -> None:
    """In the text, in its title, and in the name of the file."""
    words = "<script>x()</script> & <note>n</note> {{ config }}"
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    name = "<script>{{7*7}}.docx"
    (folder / name).write_bytes(make_docx(p(r(escaped))))
    called = ["import", name, "--title", words, "-o", "new.xml"]
    done = CliRunner().invoke(main, called)
    assert done.exit_code == 0, done.output
    root = etree.parse(folder / "new.xml").getroot()
    assert words in "".join(map(str, root.itertext()))
    names = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert not names & {"script", "note"}
