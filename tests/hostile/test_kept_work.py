"""What lies in the cache instead of what was kept there is not believed, and ends no command."""

from __future__ import annotations

import hashlib
import pickle
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from building import TEI, find_kept
from hostile.canaries import digest_files
from in_process import working_here
from tei_edition.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _keep(path: Path, data: bytes) -> None:
    """Write a file with its right digest, as another process of the user may."""
    path.write_bytes(hashlib.sha256(data).digest() + data)


def _link(path: Path) -> None:
    (path.parent.parent / "elsewhere").write_bytes(path.read_bytes() + b"x")
    path.unlink()
    path.symlink_to(path.parent.parent / "elsewhere")


SPOILING: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "a bit": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"\0"),
    "no digest": lambda path: path.write_bytes(path.read_bytes()[32:]),
    "a pickle": lambda path: path.write_bytes(pickle.dumps({"a": 1})),
    "a link": _link,
    "gone": lambda path: path.unlink(),
    "another form, with its digest": lambda path: _keep(path, b"\x93\x01\x02"),
    "text, with its digest": lambda path: _keep(path, b"EVE"),
}


# What is no result: the path of the edition, and what one process at a time holds.
OTHERS = ("edition.txt", "lock")


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition, in which commands run."""
    root = tmp_path / "edition"
    root.mkdir()
    (root / "edition.toml").write_text(
        '[edition]\ntexts = ["a.xml"]\nregisters = []\n[check]\nschema = "none"\n'
    )
    (root / "a.xml").write_text(
        TEI.format(title="T", content="<text><body><p>Words.</p></body></text>")
    )
    monkeypatch.chdir(root)
    return root


def _call(*arguments: str) -> tuple[int, str]:
    with working_here():
        done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


@pytest.mark.parametrize("spoil", SPOILING.values(), ids=SPOILING)
def test_spoilt_work_is_done_again(edition: Path, spoil: Callable[[Path], object]) -> None:
    """Each kept file in turn: the page has the words of the text, at the latest when run again."""
    assert _call("html", "-o", "out")[0] == 0
    right = digest_files(edition / "out")
    kept = find_kept(edition)
    files = sorted(path for path in kept.rglob("*") if path.is_file() and path.name not in OTHERS)
    assert len(files) > 1
    for path in files:
        if not path.is_file():  # it was deleted with one before
            continue
        spoil(path)
        code, told = _call("html", "-o", "out")
        assert code in {0, 2}, told
        assert code == 0 or "damaged" in told, told
        assert _call("html", "-o", "out")[0] == 0, path
        assert digest_files(edition / "out") == right, path


def test_work_kept_of_another_edition_is_not_taken(edition: Path, tmp_path: Path) -> None:
    """Kept files have the names of their contents: those of another text stand for no other."""
    assert _call("html", "-o", "out")[0] == 0
    other = tmp_path / "other"
    other.mkdir()
    for name in ("edition.toml", "a.xml"):
        (other / name).write_text((edition / name).read_text().replace("Words.", "EVE."))
    assert _call("--edition", str(other), "html", "-o", str(other / "out"))[0] == 0
    theirs = [path for path in find_kept(other).rglob("*") if path.is_file()]
    for path in theirs:
        mine = find_kept(edition) / path.relative_to(find_kept(other))
        mine.parent.mkdir(parents=True, exist_ok=True)
        if path.name not in OTHERS:
            mine.write_bytes(path.read_bytes())
    assert _call("html", "-o", "out2")[0] == 0
    page = (edition / "out2/edition/a.html").read_text()
    assert "Words." in page
    assert "EVE." not in page
