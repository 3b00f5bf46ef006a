"""A repository that comes with an edition shows its own tags, and nothing of the user's others."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from building import find_program
from hostile.canaries import git
from tei_edition.citation.version import describe_version, list_tags, read_version

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not find_program("git"), reason="git is not installed")


def make(folder: Path, tag: str) -> Path:
    """A repository with one file and one tag."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", ".")
    (folder / "letter.xml").write_text(f"words of {tag}")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x")
    git(folder, "tag", tag)
    return folder


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """The folder of an edition with a repository, beside a private repository of the user."""
    make(tmp_path / "home/private", "v9-secret")
    return make(tmp_path / "edition", "v1")


def expect_nothing(root: Path) -> None:
    """Neither version nor tags nor files."""
    assert describe_version(root) == ""
    assert list_tags(root) == []
    for name in ("v9-secret", "HEAD", "v1"):
        assert read_version(root, name) == {}


@pytest.mark.parametrize("below", ["", "sub"])
@pytest.mark.parametrize("how", ["file", "whole path", "link", "chain of files"])
def test_repository_of_the_user_is_not_read(edition: Path, how: str, below: str) -> None:
    """Wherever the `.git` of an edition leads, by a file or by a link."""
    (edition / "sub").mkdir()
    shutil.rmtree(edition / ".git")
    private = edition.parent / "home/private/.git"
    if how == "link":
        (edition / ".git").symlink_to(private)
    elif how == "chain of files":
        (edition / "other").symlink_to(private)
        (edition / ".git").write_text("gitdir: other\n")
    else:
        named = private if how == "whole path" else "../home/private/.git"
        (edition / ".git").write_text(f"gitdir: {named}\n")
    expect_nothing(edition / below)


@pytest.mark.parametrize("part", ["refs", "objects", "packed-refs", "HEAD", "refs/tags", "config"])
def test_repository_of_the_user_is_not_read_in_parts(edition: Path, part: str) -> None:
    """A part of the edition's repository that is a link to that of another."""
    private = edition.parent / "home/private/.git"
    git(private.parent, "pack-refs", "--all")
    own = edition / ".git" / part
    if own.is_dir():
        shutil.rmtree(own)
    else:
        own.unlink(missing_ok=True)
    own.symlink_to(private / part)
    expect_nothing(edition)


def test_repository_of_the_user_is_not_read_as_the_common_one(edition: Path) -> None:
    """Git reads references and objects of a work tree in the folder that `commondir` names."""
    private = edition.parent / "home/private/.git"
    (edition / ".git/commondir").write_text(f"{private}\n")
    expect_nothing(edition)


def test_work_trees_and_submodules_have_their_version(edition: Path) -> None:
    """Their repository is elsewhere, and names them."""
    git(edition, "worktree", "add", "-q", "--detach", "../tree")
    assert describe_version(edition.parent / "tree") == "1"
    private = edition.parent / "home/private"
    git(edition, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(private), "part")
    assert describe_version(edition / "part") == "9-secret"
    assert describe_version(edition) == "1"


def test_repository_in_another_folder_of_the_edition_is_read(edition: Path) -> None:
    """Both came together."""
    (edition / ".git").rename(edition / "store")
    (edition / ".git").write_text("gitdir: store\n")
    assert describe_version(edition) == "1"


NAMES = ["-x", "--exec=touch x", "a\x1b[31m", "a\nb", "../../../config", "v1..v2", "<script>", "é"]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_references_are_no_options_and_no_paths(edition: Path, name: str) -> None:
    """A list of references that was written by hand may hold any name."""
    commit = git(edition, "rev-parse", "HEAD")
    git(edition, "tag", "-d", "v1")
    (edition / ".git/packed-refs").write_bytes(
        f"# pack-refs with: peeled fully-peeled sorted\n{commit} refs/tags/{name}\n".encode()
    )
    before = sorted(path.name for path in edition.rglob("*"))
    version = describe_version(edition)
    assert version in {"", name}
    assert version.isprintable()
    assert set(read_version(edition, name)) <= {"letter.xml"}
    assert all(tag.isprintable() for tag, _ in list_tags(edition))
    assert sorted(path.name for path in edition.rglob("*")) == before


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (".git/HEAD", b"\xff\xfe\0"), (".git/HEAD", b""), (".git/config", b"[core\n"),
        (".git/config", b"[include]\n\tpath = ../../home/private/.git/config\n"),
        (".git/packed-refs", b"\0" * 5_000_000), (".git/objects/info/alternates", b"\0\n../x\n"),
        (".git/commondir", b"\0"), (".git/commondir", b"\xff"), (".git/index", b"x"),
    ],
)  # fmt: skip
def test_damaged_repository_is_none_or_is_read(edition: Path, file: str, content: bytes) -> None:
    """There is no traceback, and no word of another repository."""
    (edition / file).write_bytes(content)
    assert describe_version(edition) in {"", "1"}
    assert [tag for tag, _ in list_tags(edition)] in ([], ["v1"])
    assert read_version(edition, "v1") in ({}, {"letter.xml": b"words of v1"})
