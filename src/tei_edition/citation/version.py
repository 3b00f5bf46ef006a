"""The version of an edition in a git repository, from its tags."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from tei_edition.problems import EditionError
from tei_edition.runtime.files import MOST_UNPACKED, real_path
from tei_edition.runtime.programs import find_program

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 10
# What `git ls-tree` says of a file; links and other repositories are left out.
_FILE = re.compile(rb"100\d{3} blob (?P<blob>[0-9a-f]+) +(?P<size>\d+)\t(?P<path>.+)", re.DOTALL)
# A repository may come from a stranger, and its own settings name programs. None of them is run:
# a folder that only looks like a bare repository is none, nothing is fetched, by no protocol.
_SETTINGS = {
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.askPass": "",
    "credential.helper": "",
    "protocol.allow": "never",
    "gc.auto": "0",
    "maintenance.auto": "false",
}
# What a repository consists of, each of which might be a link.
_PARTS = ("HEAD", "config", "objects", "packed-refs", "refs", "refs/heads", "refs/tags", "logs")
_WORK_TREE = re.compile(r"^\s*worktree\s*=\s*\"?(.+?)\"?\s*$", re.MULTILINE)
_SAFE = tuple(part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}"))
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


def describe_version(root: Path) -> str:
    """Return what `git describe --tags` says of the folder, without the v of "v1.2".

    Empty where there is no git, no repository or no tag: none of these is an error.
    """
    tag = _run_git(root, "describe", "--tags").decode("utf-8", "replace").strip()
    return re.sub(r"^v(?=\d)", "", tag)


def read_version(root: Path, name: str) -> dict[str, bytes]:
    """Return the files of the folder as they were at a tag or commit, by path; none for none.

    `git archive` would be simpler, but runs the filters that the repository's settings name.
    """
    # Neither an option nor a path of another revision.
    if not re.fullmatch(r"[\w.][\w./+~^@-]*", name) or ".." in name:
        return {}
    listed = _run_git(root, "ls-tree", "-r", "-l", "-z", name).split(b"\0")
    found = [match for line in listed if (match := _FILE.fullmatch(line))]
    if sum(int(match["size"]) for match in found) > MOST_UNPACKED:
        raise EditionError(f'"{name}" has more than {MOST_UNPACKED // 10**9} GB')
    asked = b"".join(match["blob"] + b"\n" for match in found)
    answer = _run_git(root, "cat-file", "--batch", given=asked) if found else b""
    files: dict[str, bytes] = {}
    for match in found:
        head, _, rest = answer.partition(b"\n")
        if head != b"%b blob %b" % (match["blob"], match["size"]):
            raise EditionError(f'"{name}" cannot be read: the repository is not complete')
        size = int(match["size"])
        files[os.fsdecode(match["path"])], answer = rest[:size], rest[size + 1 :]
    return files


def list_tags(root: Path) -> list[tuple[str, str]]:
    """Return the tags of the repository that a folder is in, each with its day, the newest last."""
    form = "--format=%(refname:short)%09%(creatordate:short)"
    lines = _run_git(root, "tag", "--list", "--sort=creatordate", form)
    rows = (line.split("\t") for line in lines.decode("utf-8", "replace").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) == 2]


def _run_git(root: Path, *command: str, given: bytes = b"") -> bytes:
    """Return what git says of the folder; nothing where it fails, or there is none.

    No command may write files of the repository, or compare them with those of the folder: for
    these git runs filters that the repository's settings name.
    """
    git = find_program("git")
    if not git or not _is_in_repository(root):
        return b""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, in the edition's own folder
            [git, "--no-pager", *_SAFE, *command],
            cwd=root,
            input=given,
            env={**os.environ, **_ENVIRONMENT},
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""


def _is_in_repository(root: Path) -> bool:
    """Whether git would find a repository with a `.git`, before any folder that is one itself.

    A git from before 2.38 knows no safe.bareRepository, and would take that folder for one.
    """
    for folder in (root, *root.parents):
        if os.path.lexists(folder / ".git"):
            return _is_own(folder / ".git")
        if (folder / "HEAD").exists() and (folder / "objects").is_dir():
            return False
    return False


def _is_own(place: Path) -> bool:
    """Whether a `.git` leads to no repository but its own.

    One that came with an edition could lead to another repository of the user. A file `.git` is
    right if the repository that it names knows it, as those of work trees and submodules do.
    """
    try:
        around = real_path(place.parent)
        if place.is_file() and not place.is_symlink():
            named = place.read_text("utf-8").removeprefix("gitdir:").strip()
            store = real_path(around / named)
            if not store.is_relative_to(around):
                return _leads_back(store, place)
        else:
            store = place
        parts = [store, *(store / name for name in _PARTS)]
        common = store / "commondir"
        if common.is_file():
            parts.append(store / common.read_text("utf-8").strip())
        return all(real_path(part).is_relative_to(around) for part in parts)
    except (OSError, RuntimeError, ValueError):
        return False


def _leads_back(store: Path, place: Path) -> bool:
    """Whether a repository elsewhere names the `.git` that leads to it, or the folder of that."""
    back = store / "gitdir"
    if back.is_file():
        return real_path(store / back.read_text("utf-8").strip()) == real_path(place)
    named = _WORK_TREE.search((store / "config").read_text("utf-8"))
    return named is not None and real_path(store / named[1]) == real_path(place.parent)
