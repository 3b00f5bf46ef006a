"""edition.toml is read, and what is wrong with it is said with the nearest right word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tei_edition.config import (
    Config,
    apply_severities,
    find_config,
    list_registers,
    list_texts,
    make_config,
    read_config,
    suggest,
)
from tei_edition.config.values import glob_prefix
from tei_edition.problems import EditionError, Severity

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with some files of an edition."""
    for name in (
        "tei/b.xml", "tei/a.xml", "tei/register.xml", "tei/.hidden.xml", "letters/1/2.xml",
        "letters/1/10.xml", "a [1].xml", ".tei-edition/cache/x.xml",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def names(paths: list[Path], folder: Path) -> list[str]:
    """Paths as seen from the folder."""
    return [path.relative_to(folder).as_posix() for path in paths]


def test_every_key_has_a_default(folder: Path) -> None:
    """An empty edition.toml is an edition of all that lies in tei/."""
    (folder / "edition.toml").touch()

    config = read_config(folder)

    assert config == Config(root=folder)
    assert names(list_texts(config), folder) == ["tei/a.xml", "tei/b.xml"]
    assert names(list_registers(config), folder) == ["tei/register.xml"]
    assert config.source_folder == folder / "docs"
    assert not config.cache_folder.is_relative_to(folder)


def test_all_keys_are_read(tmp_path: Path) -> None:
    """What a user writes is what the configuration says."""
    (tmp_path / "edition.toml").write_text("""
      [edition]
      title = "T"
      texts = ["a.xml"]
      [text]
      corrected = false
      [check]
      ignore = ["unreferenced-entity"]
      severity = { unknown-person = "warning" }
      copy_text = { A = "a.txt" }
      [pages]
      split = 2
      folder = "e/d"
    """)

    config = read_config(tmp_path / "edition.toml")

    assert (config.edition.title, config.text.corrected, config.text.expanded) == ("T", False, True)
    assert config.check.copy_text == {"A": "a.txt"}
    assert (config.pages.split, config.pages.folder) == (2, "e/d")
    assert apply_severities(config, "unknown-person", Severity.ERROR) is Severity.WARNING
    assert apply_severities(config, "unknown-place", Severity.ERROR) is Severity.ERROR
    assert apply_severities(config, "unreferenced-entity", Severity.NOTE) is None


@pytest.mark.parametrize(
    ("table", "words", "hint"),
    [
        ({"editon": {}}, 'no key "editon"', '"edition"'),
        ({"edition": {"text": []}}, 'no key "edition.text"', '"texts"'),
        ({"check": {"severities": {}}}, 'no key "check.severities"', '"severity"'),
        ({"zzz": 1}, 'no key "zzz"', ""),
        ({"root": "/"}, 'no key "root"', ""),
        ({"edition": {"title": 1}}, "`edition.title`", ""),
        ({"edition": "x"}, "`edition`", ""),
        ({"edition": {"texts": "a.xml"}}, "`edition.texts`", ""),
        ({"edition": {"texts": [1]}}, "`edition.texts[0]`", ""),
        ({"pages": {"split": "maybe"}}, "`pages.split`", ""),
        ({"pages": {"split": True}}, "`pages.split`", ""),
        ({"pages": {"split": -1}}, "-1 is not a depth", "auto"),
        ({"edition": {"url": "example.org"}}, '"example.org" cannot be', "https://"),
        ({"check": {"severity": {"unknown-person": "fatal"}}}, "`check.severity[...]`", ""),
        ({"check": {"ignore": ["unknown-persons"]}}, 'no problem "unknown-persons"',
         '"unknown-person"'),
        ({"check": {"severity": {"duplicate-ids": "note"}}}, 'no problem "duplicate-ids"',
         '"duplicate-id"'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(
    tmp_path: Path, table: dict[str, Any], words: str, hint: str
) -> None:
    """The key or value that is wrong, in a sentence that names the file."""
    with pytest.raises(EditionError) as caught:
        make_config(table, tmp_path)

    assert str(caught.value).startswith("edition.toml: ")
    assert words in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize("name", ["", ".", "./", "..", "../x", "a/../..", "/tmp/x", "/"])  # noqa: S108
def test_pages_have_a_folder_of_their_own(tmp_path: Path, name: str) -> None:
    """Pages are never put among other files, nor outside the Sphinx project."""
    with pytest.raises(EditionError, match="cannot be the folder of the pages"):
        make_config({"pages": {"folder": name}}, tmp_path)


@pytest.mark.parametrize("content", [b"a = ", b"a = '\xff'", b"[edition]\n[edition]"])
def test_a_faulty_file_is_told(tmp_path: Path, content: bytes) -> None:
    """What is no TOML, or no UTF-8."""
    (tmp_path / "edition.toml").write_bytes(content)

    with pytest.raises(EditionError, match=r"edition\.toml: "):
        read_config(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """With what to do about it."""
    with pytest.raises(EditionError, match="there is no file") as caught:
        read_config(tmp_path / "none.toml")

    assert "--edition" in caught.value.hint


def test_the_nearest_file_is_found(tmp_path: Path) -> None:
    """Upward from where one works."""
    deep = tmp_path / "a/b/c"
    deep.mkdir(parents=True)
    assert find_config(deep) is None
    (tmp_path / "edition.toml").touch()
    (tmp_path / "a/b/edition.toml").mkdir()

    assert find_config(deep) == tmp_path / "edition.toml"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["tei/b.xml", "tei/*.xml"], ["tei/b.xml", "tei/a.xml"]),
        (["letters/**/*.xml"], ["letters/1/10.xml", "letters/1/2.xml"]),
        (["letters/*/2.xml", "tei/../tei/a.xml"], ["letters/1/2.xml", "tei/a.xml"]),
        (["a [1].xml"], ["a [1].xml"]),
        (["**/*.xml"], ["a [1].xml", "letters/1/10.xml", "letters/1/2.xml", "tei/a.xml",
                        "tei/b.xml"]),
        ([], []),
    ],
)  # fmt: skip
def test_texts_are_listed_in_reading_order(
    folder: Path, texts: list[str], expected: list[str]
) -> None:
    """Files before globs where they are named before; each once; no registers, no hidden files."""
    config = make_config({"edition": {"texts": texts}}, folder)

    assert names(list_texts(config), folder) == expected


@pytest.mark.parametrize("entry", ["none.xml", "no/*.xml", "", "tei/[", "**tei/*.xml", "."])
def test_an_entry_that_names_nothing_is_told(folder: Path, entry: str) -> None:
    """In texts and in registers alike, what leads to no file is an error."""
    for key in ("texts", "registers"):
        config = make_config({"edition": {key: [entry]}}, folder)
        with pytest.raises(EditionError, match=r"edition\.toml: "):
            list_texts(config)


def test_only_the_default_register_may_be_missing(tmp_path: Path) -> None:
    """An edition without a register is one."""
    assert list_registers(make_config({}, tmp_path)) == []


def test_paths_may_lead_elsewhere(folder: Path) -> None:
    """A register may be shared with the edition beside this one, if the command line allows it."""
    (folder / "tei/docs").mkdir()
    table = {"edition": {"registers": ["../tei/register.xml"]}}
    config = make_config(table, folder / "letters", allow_outside=True)

    assert list_registers(config) == [folder / "tei/register.xml"]


@pytest.mark.parametrize(
    ("entry", "prefix"),
    [
        ("tei/*.xml", "tei/"),
        ("a/b/[cd]/*.xml", "a/b/"),
        ("*.xml", ""),
        ("a/b.xml", "a/"),
        ("x", ""),
    ],
)
def test_the_fixed_part_of_an_entry(entry: str, prefix: str) -> None:
    """The folders before the first wildcard."""
    assert glob_prefix(entry) == prefix


def test_the_nearest_word_is_suggested() -> None:
    """Or none, where none is near."""
    assert suggest("kerenskij", ["lenin", "kerensky"]) == 'did you mean "kerensky"?'
    assert suggest("xyz", ["lenin", "kerensky"]) == ""
