"""The version of an edition in a git repository, from its tags."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from tei_edition.runtime.programs import find_program

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 10
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


def archive_version(root: Path, name: str) -> bytes:
    """Return the files of the folder as they were at a tag or commit, as a tar; empty for none."""
    # Neither an option nor a path of another revision.
    if not re.fullmatch(r"[\w.][\w./+~^@-]*", name) or ".." in name:
        return b""
    return _run_git(root, "archive", "--format=tar", name)


def list_tags(root: Path) -> list[tuple[str, str]]:
    """Return the tags of the repository that a folder is in, each with its day, the newest last."""
    form = "--format=%(refname:short)%09%(creatordate:short)"
    lines = _run_git(root, "tag", "--list", "--sort=creatordate", form)
    rows = (line.split("\t") for line in lines.decode("utf-8", "replace").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) == 2]


def _run_git(root: Path, *command: str) -> bytes:
    """Return what git says of the folder; nothing where it fails, or there is none."""
    git = find_program("git")
    if not git or not _is_in_repository(root):
        return b""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, in the edition's own folder
            [git, "--no-pager", *_SAFE, *command],
            cwd=root,
            stdin=subprocess.DEVNULL,
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
        if (folder / ".git").exists():
            return True
        if (folder / "HEAD").exists() and (folder / "objects").is_dir():
            return False
    return False
