"""Names that Windows cannot hold, or that differ in case alone, come out right or are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI
from in_process import working_here
from tei_edition.checks import check_edition
from tei_edition.config import make_config
from tei_edition.exports.holdings import make_short_name
from tei_edition.loading.edition import read_edition
from tei_edition.pages.addresses import name_texts, slugify
from tei_edition.problems import EditionError
from tei_edition.publishing.output import publish
from tei_edition.publishing.plain_html import write_html
from tei_edition.runtime.portable_names import find_double, find_fault, refuse_unportable

if TYPE_CHECKING:
    from pathlib import Path

DEVICES = ["con", "NUL", "Aux.v2", "prn", "com1", "LPT9", "COM²", "conin$"]


@pytest.mark.parametrize("name", DEVICES)
def test_no_page_and_no_exported_file_is_called_like_a_device(name: str) -> None:
    """The name is changed, and can still be recognised."""
    assert find_fault(name)
    for made in (slugify(name), make_short_name(name)):
        assert find_fault(f"{made}.html") == ""
        assert made.casefold().startswith(name.partition(".")[0].rstrip("$²").casefold())


@pytest.mark.parametrize("name", ["contents", "com", "com10", "lpt", "nul-1", "a.con", "conx.html"])
def test_names_that_are_like_those_of_devices_stay(name: str) -> None:
    """Only the part before the first dot counts, and only as a whole."""
    assert find_fault(name) == ""
    assert slugify(name) == make_short_name(name) == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a:b", "allows no ':'"), ("a?", "allows no '?'"), ('"', "allows no"), ("a\\b", "no '"),
        ("a|b", "allows no"), ("a*", "allows no"), ("a<b", "allows no"), ("a>b", "allows no"),
        ("a\x1f", "allows no"), ("a.", "drops the space or dot"), ("a ", "drops the space or dot"),
        ("con ", 'takes "con" for a device'), ("nul .txt", 'takes "nul" for a device'),
        ("a\x20b.xml", ""), (".hidden", ""), ("..", ""), ("é.xml", ""),
    ],
)  # fmt: skip
def test_what_windows_refuses_is_named(name: str, words: str) -> None:
    """Characters, endings and devices; other names are allowed."""
    assert words in find_fault(name)
    assert bool(find_fault(name)) is bool(words)


@pytest.mark.parametrize("text", ["a:b", "a.", "a ", "a?", "...", "con:", "x" * 47 + ".y"])
def test_pages_have_names_that_windows_holds(text: str) -> None:
    """Whatever the identifier or the file is called."""
    assert find_fault(slugify(text)) == find_fault(make_short_name(text)) == ""


def test_texts_whose_names_differ_in_case_have_two_pages(tmp_path: Path) -> None:
    """Also behind a folder, and where the number itself is taken."""
    config = make_config({"edition": {"texts": ["*.xml"]}}, tmp_path)
    names = name_texts(["A.xml", "a.xml", "a-2.xml", "b/ß.xml", "b/SS.xml", "con.xml"], config)
    assert find_double(names.values()) is None
    assert len({name.casefold() for name in names.values()}) == 6
    assert names["con.xml"] == "con-x"


def test_writing_names_that_the_system_cannot_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a device or a stream would swallow the file; elsewhere these are names."""
    for path in ("a/nul.xml", "dts/1:2.json", "a./b"):
        refuse_unportable([path], "linux")
        refuse_unportable([path], "darwin")
        with pytest.raises(EditionError, match="cannot be written: Windows"):
            refuse_unportable([path], "win32")
    for platform in ("win32", "darwin"):
        with pytest.raises(EditionError, match='"a/B" and "A/b" would be one file'):
            refuse_unportable(["a/B", "c", "A/b"], platform)
    refuse_unportable(["a/B", "A/b"], "linux")
    monkeypatch.setattr(refuse_unportable, "__defaults__", ("win32",))
    with pytest.raises(EditionError, match="cannot be written"):
        publish(tmp_path / "out", {"a": b"", "con.html": b""}, "maker")
    assert not (tmp_path / "out").exists()


def _write(folder: Path, names: list[str], inside: str = "") -> None:
    content = f"<text><body><p>x{inside}</p></body></text>"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEI.format(title=name, content=content))


def _check(folder: Path, texts: str) -> list[tuple[str, str]]:
    table = {"edition": {"texts": [texts], "registers": []}, "check": {"schema": "none"}}
    config = make_config(table, folder)
    with working_here():
        found = check_edition(read_edition(config).edition, config)
    return [(told.location.file, told.message) for told in found if told.code == "unportable-name"]


def test_names_of_texts_are_told_where_they_are_unusable(tmp_path: Path) -> None:
    """Devices, signs, folders, and two that differ in case alone; each once."""
    try:
        _write(tmp_path, ["con.xml", "a:b.xml", "d./c.xml", "E.xml", "e.xml", "fine.xml"])
    except OSError:
        pytest.skip("this system cannot hold such names")
    told = _check(tmp_path, "**/*.xml")
    assert [file for file, _ in told] == ["a:b.xml", "con.xml", "d./c.xml", "e.xml"]
    assert told[3][1].startswith('"e.xml" and "E.xml" are one file')


def test_files_that_a_text_points_to_are_told_once(tmp_path: Path) -> None:
    """At the pointer, and not besides as missing; addresses of the web are no files."""
    inside = (
        '<figure><graphic url="nul.png"/></figure><ref target="https://x.org/con.pdf">a</ref>'
        '<ref target="texts/what|why.txt">b</ref>'
    )
    _write(tmp_path, ["a.xml"], inside)
    told = _check(tmp_path, "a.xml")
    assert ["nul.png" in words or "what|why" in words for _, words in told] == [True, True]


def test_pictures_whose_names_differ_in_case_are_two_files(tmp_path: Path) -> None:
    """By the name, the suffix, or a folder: each keeps its own content on every system."""
    names = ["P.png", "p.png", "q.PNG", "q.png", "f/r.png", "F/r.png"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    if len({path.name for path in tmp_path.iterdir()}) < len(names):
        pytest.skip("this system does not tell case apart")
    graphics = "".join(f'<figure><graphic url="{name}"/></figure>' for name in [*names, "s.png"])
    (tmp_path / "s.png").write_text("s.png")
    _write(tmp_path, ["a.xml"], graphics)
    table = {"edition": {"texts": ["a.xml"], "registers": []}, "check": {"schema": "none"}}
    with working_here():
        write_html(make_config(table, tmp_path), tmp_path / "out")
    made = {
        path.relative_to(tmp_path / "out/edition/pictures").as_posix(): path.read_text()
        for path in (tmp_path / "out/edition/pictures").rglob("*.png")
    }
    assert sorted(made.values()) == sorted([*names, "s.png"])
    assert find_double(made) is None
    assert made["s.png"] == "s.png"
