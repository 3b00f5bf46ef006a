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
    git = find_program("git")
    if not git or not _is_in_repository(root):
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, in the edition's own folder
            [git, "--no-pager", *_SAFE, "describe", "--tags"],
            cwd=root,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **_ENVIRONMENT},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    tag = done.stdout.strip() if done.returncode == 0 else ""
    return re.sub(r"^v(?=\d)", "", tag)


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
