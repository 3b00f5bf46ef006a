"""What was read is read again when, and only when, something that it depends on has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from building import TEI, make_edition
from tei_edition import source
from tei_edition.config import make_config, read_config
from tei_edition.loading import edition as reading
from tei_edition.loading import store as cache
from tei_edition.problems import Location, problem
from tei_edition.publishing import staging as pipeline
from tei_edition.publishing.manifest import Manifest
from tei_edition.runtime.files import encode_json, hash_text, sync_folder, write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
INCLUDE = f'<xi:include {XI} href="part.inc"/>'
FALLBACK = f'<xi:include {XI} href="later.inc"><xi:fallback><p>none</p></xi:fallback></xi:include>'
PART = '<p xmlns="http://www.tei-c.org/ns/1.0">{}</p>'
RNG = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start><define '
    'name="any"><element><anyName/><zeroOrMore><choice><text/><ref name="any"/><attribute>'
    "<anyName/></attribute></choice></zeroOrMore></element></define></grammar>"
)


def text(content: str) -> str:
    """A text with that content."""
    return f"<text><body>{content}</body></text>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three texts: a plain one, one that includes, one with a schema and a fallback."""
    folder = make_edition(
        tmp_path / "e", {"one": text("<p>one</p>"), "two": text(INCLUDE), "three": text(FALLBACK)},
        toml="[check]\n",
    )  # fmt: skip
    (folder / "tei/part.inc").write_text(PART.format("part"))
    (folder / "any.rng").write_text(RNG)
    for path in (folder / "tei").glob("*.xml"):
        model = '<?xml-model href="../any.rng"?>' if path.stem == "three" else ""
        path.write_text(path.read_text().replace("<TEI", f"{model}<TEI"))
    (folder / "edition.toml").write_text('[check]\nschema = "any.rng"\n')
    return folder


@pytest.fixture
def read(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Reads the edition; the names of the files that were read anew."""
    found: list[str] = []
    really = source.read_source

    def note_source(path: Path, folder: Path) -> Any:
        found.append(path.stem)
        return really(path, folder)

    monkeypatch.setattr(reading, "read_source", note_source)

    def read_again() -> list[str]:
        found.clear()
        reading.read_edition(read_config(root))
        return sorted(found)

    return read_again


ALL = ["one", "three", "two"]


def test_what_has_not_changed_is_not_read(root: Path, read: Callable[..., list[str]]) -> None:
    """A second run reads nothing; nor does one after files were touched, or others changed."""
    assert read() == ALL
    for path in (root / "tei").iterdir():
        path.touch()
    (root / "docs/index.rst").write_text("changed")
    (root / "edition.toml").write_text('[edition]\ntitle = "X"\n[check]\nschema = "any.rng"\n')

    assert read() == []


def test_a_changed_file_is_read(root: Path, read: Callable[..., list[str]]) -> None:
    """That file, and what includes it, alone."""
    read()
    path = root / "tei/one.xml"
    path.write_text(path.read_text().replace("one", "uno"))
    assert read() == ["one"]
    (root / "tei/part.inc").write_text(PART.format("changed"))
    assert read() == ["two"]


def test_a_file_that_appears_is_read(root: Path, read: Callable[..., list[str]]) -> None:
    """What was missing, and had a fallback, is there."""
    read()
    (root / "tei/later.inc").write_text(PART.format("now"))

    assert read() == ["three"]
    (found,) = (t for t in reading.read_edition(read_config(root)).edition.texts
                if t.file == "tei/three.xml")  # fmt: skip
    assert found.division
    assert found.division.length == len("now")


def list_errors(root: Path) -> list[str]:
    """The codes of all errors in the files of an edition."""
    found = reading.read_edition(read_config(root)).problems
    return [problem.code for problem in found if problem.severity == "error"]


def test_what_is_mended_elsewhere_is_seen(root: Path, read: Callable[..., list[str]]) -> None:
    """A fault in an included file is gone when that file is corrected, or is there at last."""
    part = root / "tei/part.inc"
    for broken in ("<p>", None):
        if broken is None:
            part.unlink()
        else:
            part.write_text(broken)
        assert list_errors(root)
        part.write_text(PART.format("mended"))
        assert "two" in read()
        assert list_errors(root) == []


@pytest.mark.parametrize(
    ("toml", "again"),
    [
        ('[check]\nschema = "any.rng"\n[text]\ncorrected = false\n', ALL),
        ('[check]\nschema = "any.rng"\n[pages]\nsplit = 1\n', ALL),
        ('[check]\nschema = "none"\n', ALL),
        ('[check]\nschema = "any.rng"\n[pages]\nfolder = "other"\n', []),
        ('[check]\nschema = "any.rng"\n[edition]\nlanguage = "de"\n', []),
    ],
)
def test_a_changed_setting_is_followed(
    root: Path, read: Callable[..., list[str]], toml: str, again: list[str]
) -> None:
    """All is read again where a setting says what is read, and nothing where it does not."""
    read()
    (root / "edition.toml").write_text(toml)

    assert read() == again


def test_a_changed_schema_is_followed(root: Path, read: Callable[..., list[str]]) -> None:
    """The one of edition.toml by all files, the one that a file names by that file."""
    read()
    (root / "any.rng").write_text(f"<!-- changed -->{RNG}")
    assert read() == ALL

    (root / "edition.toml").write_text('[check]\nschema = "none"\n')
    read()
    (root / "any.rng").write_text(RNG)
    assert read() == []


def test_another_version_reads_again(
    read: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another version has read may lack something."""
    read()
    monkeypatch.setattr(cache, "__version__", "0.0.0")

    assert read() == ALL


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x93\x01\x02\x03", b"\xff" * 100, None])
@pytest.mark.parametrize("suffix", ["facts", "xml"])
def test_damaged_entries_are_read_again(
    root: Path, read: Callable[..., list[str]], damage: bytes | None, suffix: str
) -> None:
    """Whatever has become of the cache: emptied, cut short, overwritten, or deleted."""
    read()
    for path in (read_config(root).cache_folder / "cache").glob(f"*.{suffix}"):
        if damage is None:
            path.write_bytes(path.read_bytes()[:-5])
        else:
            path.write_bytes(damage)

    assert read() == ALL
    assert read() == []


def test_bits_of_facts_may_fall_over(root: Path, read: Callable[..., list[str]]) -> None:
    """No single wrong byte in the cache ends the work."""
    read()
    entry = next((read_config(root).cache_folder / "cache").glob("*.facts"))
    whole = entry.read_bytes()
    for place in range(0, len(whole), 7):
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        cache.Cache(read_config(root)).find(root / "tei/one.xml")


def test_trees_of_files_that_are_gone_are_removed(
    root: Path, read: Callable[..., list[str]]
) -> None:
    """The cache does not grow with every change."""
    read()
    (root / "tei/one.xml").write_text(TEI.format(title="T", content=text("<p>new</p>")))
    read()
    (root / "tei/two.xml").unlink()
    read()

    assert len(list((read_config(root).cache_folder / "cache").glob("*.xml"))) == 2


# The manifest of pages.


def make_manifest(folder: Path) -> Manifest:
    """The manifest of the pages in a folder, as the last run left it."""
    return Manifest(folder / "pages.json", folder, ".page")


def test_a_manifest_remembers_what_was_made(tmp_path: Path) -> None:
    """By name and any of its keys; what a run did not note or keep is forgotten."""
    found = (problem("unhandled-element", "so", Location("a.xml", 1, 2)),)
    (tmp_path / "one.page").write_text("<document/>")
    first = make_manifest(tmp_path)
    first.note("a", ("rough", "fine"), ["one"], found)
    first.save()

    second = make_manifest(tmp_path)

    assert second.keep("a", "rough") == second.keep("a", "new", "fine") == (["one"], found)
    assert (second.keep("a", "other"), second.keep("b", "fine")) == (None, None)
    second.save()
    third = make_manifest(tmp_path)
    assert third.keep("a", "new")
    assert not third.keep("a", "rough")
    make_manifest(tmp_path).save()
    assert make_manifest(tmp_path).keep("a", "new") is None


@pytest.mark.parametrize("content", ["<changed/>", None])
def test_a_page_that_somebody_touched_is_made_again(tmp_path: Path, content: str | None) -> None:
    """Changed or deleted, it is not what was made."""
    page = tmp_path / "one.page"
    page.write_text("<document/>")
    manifest = make_manifest(tmp_path)
    manifest.note("a", ("key",), ["one"], ())
    manifest.save()
    assert make_manifest(tmp_path).keep("a", "key")

    if content is None:
        page.unlink()
    else:
        page.write_text(content)

    assert make_manifest(tmp_path).keep("a", "key") is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"a": 1}', b'{"a": {"keys": ["key"]}}', b"\xff\xfe",
                b'{"a": {"keys": ["key"], "pages": [], "problems": []}}'],
)  # fmt: skip
def test_a_damaged_manifest_is_an_empty_one(tmp_path: Path, content: bytes) -> None:
    """All pages are made again."""
    path = tmp_path / "pages.json"
    path.write_bytes(content)

    assert make_manifest(tmp_path).keep("a", "key") is None


# Files.


def test_a_folder_is_brought_up_to_date(tmp_path: Path) -> None:
    """Only what changed is written, what is no longer made is removed, with empty folders."""
    names = ("a.page", "b.page", "c/d.page", "mine.rst", "e/own.txt")
    for name in names:
        write_file(tmp_path / name, name.encode())

    written, removed = sync_folder(
        tmp_path,
        {tmp_path / "a.page": b"a.page", tmp_path / "b.page": b"new", tmp_path / "f/g": b"g"},
        (".page",),
    )

    assert written == [tmp_path / "b.page", tmp_path / "f/g"]
    assert removed == [tmp_path / "c/d.page"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.page", "b.page", "e", "f", "mine.rst"]


def test_what_others_wrote_beside_the_pages_is_left(tmp_path: Path) -> None:
    """The folder of the pages may hold pages of the editor's own."""
    root = make_edition(tmp_path / "e", {"one": text("<p>one</p>"), "two": text("<p>two</p>")})
    (root / "docs/edition/own").mkdir(parents=True)
    (root / "docs/edition/own/page.rst").write_text("Own\n===\n")
    (root / "docs/edition/loop").symlink_to(root)
    pipeline.stage_edition(read_config(root))
    (root / "tei/two.xml").unlink()

    staging = pipeline.stage_edition(read_config(root))

    assert sorted(path.name for path in staging.removed) == [
        "two.lines.json", "two.teipage.xml",
    ]  # fmt: skip
    assert (root / "docs/edition/own/page.rst").read_text() == "Own\n===\n"
    assert (root / "tei/one.xml").exists()


def test_files_are_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is stopped in the middle of writing leaves the old file."""
    path = tmp_path / "a"
    assert write_file(path, b"old")
    assert not write_file(path, b"old")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_digests_tell_texts_apart() -> None:
    """Two texts are not one, and a map has no order."""
    assert hash_text("a", "b") != hash_text("ab") != hash_text("a\0b", "")
    assert encode_json({"b": 1, "a": 2}) == encode_json({"a": 2, "b": 1})


def test_two_editions_share_no_entry(tmp_path: Path) -> None:
    """The same file in two editions is kept in each by itself."""
    config = [make_config({}, tmp_path / name) for name in ("a", "b")]
    path = tmp_path / "x.xml"
    path.touch()

    keys = {cache.Cache(c).key(path, "", ()) for c in config}

    assert len({cache.Cache(c).tree_path(key) for c in config for key in keys}) >= 2
    assert msgspec.structs.fields(cache.Digest)[0].name == "key"
