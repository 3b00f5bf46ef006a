"""Downloads that the last run made are kept, and are as a run from nothing makes them."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from building import TEI
from tei_edition.config import read_config
from tei_edition.exports.citation_trees import CitedText, read_cited
from tei_edition.loading.edition import read_edition
from tei_edition.publishing.exporting import list_exports, make_holdings
from tei_edition.publishing.staging import DOWNLOADS, KEPT, stage_edition
from tei_edition.runtime.files import sync_folder
from tei_edition.runtime.kept_files import FileContent, KeptFiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text

TEXT = """<text><body><div n="1"><head>One</head><p>A {0} <app><lem wit="#A">tree</lem>
<rdg wit="#B">bush</rdg></app>, <ref target="b.xml#b">there</ref>.</p></div>
<div n="2"><head>Two</head><p xml:id="{0}">More.</p></div></body></text>"""
TOML = """[edition]
title = "T"
texts = ["a.xml", "b.xml"]
url = "https://example.org/"
[check]
schema = "none"
[pages]
split = 1
[dts]
depth = 2
"""


def write_edition(root: Path) -> None:
    """Write an edition of two texts of two chapters each."""
    root.mkdir(exist_ok=True)
    (root / "edition.toml").write_text(TOML)
    for name in "ab":
        text = TEXT.format(name)
        content = TEI.format(title=name.upper(), content=text)
        (root / f"{name}.xml").write_text(content)


def export(root: Path, kept: Path) -> dict[str, bytes]:
    """Make the exports of an edition into a folder, as a build does, and return them."""
    reading = read_edition(read_config(root / "edition.toml"))
    work = KeptFiles(kept / KEPT, kept / DOWNLOADS)
    made = list(list_exports(make_holdings(reading, kept=work)))
    sync_folder(kept / DOWNLOADS, {kept / DOWNLOADS / d.site_path: d.content.data for d in made})
    work.save()
    return {d.site_path: (kept / DOWNLOADS / d.site_path).read_bytes() for d in made}


def stage(root: Path) -> dict[str, bytes]:
    """Stage an edition, and return its downloads."""
    config = read_config(root / "edition.toml")
    (root / "docs").mkdir(exist_ok=True)
    return {file.site_path: file.path.read_bytes() for file in stage_edition(config).downloads}


def replace(root: Path, name: str, old: str, new: str) -> None:
    """Replace words in a file of the edition."""
    content = (root / name).read_text()
    assert old in content
    (root / name).write_text(content.replace(old, new))


def rename(root: Path) -> None:
    """Give a file of the edition another name."""
    (root / "a.xml").rename(root / "c.xml")
    replace(root, "edition.toml", "a.xml", "c.xml")


def damage(root: Path) -> None:
    """Change kept files, and delete one."""
    made = sorted(path for path in (root / "kept" / DOWNLOADS).rglob("*") if path.is_file())
    made[0].unlink()
    for path in made[1::7]:
        path.write_bytes(path.read_bytes() + b" ")


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda root: replace(root, "a.xml", "More.", "More."),
    "a paragraph": lambda root: replace(root, "a.xml", "More.", "Less."),
    "the title of a text": lambda root: replace(root, "a.xml", "<title>A<", "<title>Other<"),
    "a reading": lambda root: replace(root, "b.xml", "bush", "shrub"),
    "a chapter": lambda root: replace(root, "a.xml", '<div n="2">', '<div n="2" type="end">'),
    "the name of a file": rename,
    "the address of the site": lambda root: replace(root, "edition.toml", ".org", ".com"),
    "the depth of the service": lambda root: replace(root, "edition.toml", "th = 2", "th = 1"),
    "kept files": damage,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_exports_after_a_change_are_as_from_nothing(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    """What is kept never differs from what would be made."""
    write_edition(tmp_path)
    first = export(tmp_path, tmp_path / "kept")
    change(tmp_path)

    assert export(tmp_path, tmp_path / "kept") == export(tmp_path, tmp_path / "new")
    assert len([path for path in first if path.startswith("dts/")]) > 40


def test_parts_after_a_change_are_as_from_nothing(tmp_path: Path) -> None:
    """The same holds for the files of chapters, and for the table of checksums."""
    write_edition(tmp_path)
    first = stage(tmp_path)
    replace(tmp_path, "b.xml", "More.", "Less.")
    second = stage(tmp_path)
    shutil.rmtree(read_config(tmp_path / "edition.toml").cache_folder)
    parts = [path for path in first if re.fullmatch(r"tei/[ab]\..+\.xml", path)]

    assert second == stage(tmp_path)
    assert len(parts) == 4
    assert [path for path in parts if first[path] != second[path]] == [parts[-1]]
    checksums = second["manifest-sha256.txt"].decode()
    assert sha256(second[parts[-1]]).hexdigest() in checksums


def test_unchanged_text_is_not_cut_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a second run only the changed text is read for passages."""
    write_edition(tmp_path)
    export(tmp_path, tmp_path / "kept")
    replace(tmp_path, "a.xml", "More.", "Less.")
    read: list[str] = []

    def note_and_read(holdings: Holdings, text: Text) -> CitedText:
        read.append(text.file)
        return read_cited(holdings, text)

    monkeypatch.setattr("tei_edition.exports.passage_files.read_cited", note_and_read)
    export(tmp_path, tmp_path / "kept")

    assert read == ["a.xml"]


def test_an_unchanged_edition_is_not_exported_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After such a run, too, only a changed text is read for passages."""
    write_edition(tmp_path)
    first = export(tmp_path, tmp_path / "kept")
    read: list[str] = []

    def note_and_read(holdings: Holdings, text: Text) -> CitedText:
        read.append(text.file)
        return read_cited(holdings, text)

    monkeypatch.setattr("tei_edition.exports.passage_files.read_cited", note_and_read)
    monkeypatch.setattr("tei_edition.exports.text.export_text", None)
    assert export(tmp_path, tmp_path / "kept") == first
    assert read == []
    monkeypatch.undo()
    monkeypatch.setattr("tei_edition.exports.passage_files.read_cited", note_and_read)
    replace(tmp_path, "a.xml", "More.", "Less.")
    assert export(tmp_path, tmp_path / "kept") != first
    assert read == ["a.xml"]


def test_kept_files_are_made_again_if_they_changed(tmp_path: Path) -> None:
    """A file is recalled by its key while its size and time are the same."""
    folder = tmp_path / "made"
    folder.mkdir()
    made: list[str] = []

    def recall(key: str) -> dict[str, FileContent]:
        kept = KeptFiles(tmp_path / KEPT, folder)

        def make() -> list[tuple[str, bytes]]:
            made.append(key)
            return [("one", key.encode())]

        found = dict(kept.recall_files("name", key, make))
        kept.save()
        assert kept.read_file("one") == key.encode()
        return found

    assert recall("first")["one"].size == 5
    assert recall("first")["one"].sha256 == sha256(b"first").hexdigest()
    recall("second")
    (folder / "one").write_bytes(b"otherwise")
    recall("second")
    assert made == ["first", "second", "second"]
    with pytest.raises(ValueError, match="folder of downloads"):
        recall("second")["one"].read()


def test_run_that_makes_nothing_forgets_nothing(tmp_path: Path) -> None:
    """A draft of a site has the downloads of the build before, and the next build keeps them."""
    for key in ("first", ""):
        kept = KeptFiles(tmp_path / KEPT, tmp_path)
        if key:
            kept.recall("name", key, lambda: "made")
        kept.save()

    assert KeptFiles(tmp_path / KEPT, tmp_path).recall("name", "first", lambda: "again") == "made"
