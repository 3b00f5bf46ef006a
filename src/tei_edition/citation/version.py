"""The version of an edition that is kept in git, by its tags."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 10


def describe_version(root: Path) -> str:
    """What `git describe --tags` says of the folder, without the v of "v1.2".

    Empty where there is no git, no repository or no tag: none of these is an error.
    """
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, in the edition's own folder
            [git, "describe", "--tags"],
            cwd=root,
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
