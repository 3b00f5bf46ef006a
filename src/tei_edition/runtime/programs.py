"""Find external programs, never in the folder of an edition."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def find_program(name: str) -> str:
    """Return the path of a program; empty if it is missing.

    It is looked for in the folders that PATH names from the root on. The current folder, which
    Windows would look into first and a PATH may name by a dot, may be that of an edition.
    """
    folders = [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
    found = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    return found if found and Path(found).is_absolute() else ""
