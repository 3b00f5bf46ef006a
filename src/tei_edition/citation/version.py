"""The version of an edition that is kept in git, by its tags."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 10
# A repository may come from a stranger, and its own settings name programs. None of them is run:
# a folder that only looks like a bare repository is none, nothing is fetched, by no protocol.
_SAFE = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false",
         "-c", f"core.hooksPath={os.devnull}", "--no-pager")  # fmt: skip
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


def describe_version(root: Path) -> str:
    """What `git describe --tags` says of the folder, without the v of "v1.2".

    Empty where there is no git, no repository or no tag: none of these is an error.
    """
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, in the edition's own folder
            [git, *_SAFE, "describe", "--tags"],
            cwd=root,
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
