"""The folder for work kept between runs: the user's cache folder, never the edition's.

Whoever sends an edition could fill a folder in it, and Sphinx runs what it finds in its own files.
"""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import tempfile
from pathlib import Path

from tei_edition.problems import EditionError
from tei_edition.runtime.files import hash_text, real_path, write_file

VARIABLE = "TEI_EDITION_CACHE"
# Names the edition whose work a folder keeps; what has none is not ours to delete.
MARK = "edition.txt"
# The folder that a process has made for itself and its workers.
_PASSING = "TEI_EDITION_PASSING_CACHE"
_NAME = re.compile(r".*-[0-9a-f]{16}")


def find_kept_folder(root: Path) -> Path:
    """Return the folder for work on the edition in the folder `root`; it is there afterwards.

    Raises EditionError if the folder that TEI_EDITION_CACHE names cannot be used.
    """
    return _find_kept_folder(root, os.environ.get(VARIABLE, ""))


@functools.lru_cache(maxsize=64)
def _find_kept_folder(root: Path, named: str) -> Path:
    home = real_path(root)
    base = _find_base(named)
    if named and real_path(base).is_relative_to(home):
        raise EditionError(
            f'{VARIABLE} names "{base}", which is in the folder of the edition',
            hint="name a folder elsewhere, which the files of an edition cannot contain",
        )
    name = re.sub(r"[^\w.-]+", "_", home.name)[:40]
    folder = base / f"{name}-{hash_text(str(home))[:16]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    _refuse_others(folder)
    write_file(folder / MARK, f"{home}\n".encode("utf-8", "surrogateescape"))
    return folder


def _refuse_others(folder: Path) -> None:
    """Refuse a folder that another user has made, in a place where everybody may."""
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    # An administrator, as in a container, works with folders of others.
    if folder.is_symlink() or (user and folder.stat().st_uid != user):
        raise EditionError(
            f'"{folder}", the folder for the cache, does not belong to you',
            hint=f"name another folder in {VARIABLE}",
        )


def _find_base(named: str) -> Path:
    if named:
        base = Path(named).expanduser().absolute()
        try:
            _prepare(base)
        except OSError as error:
            raise EditionError(
                f'{VARIABLE} names "{base}", which cannot be written: {error.strerror}'
            ) from None
        return base
    if passing := os.environ.get(_PASSING, ""):
        return Path(passing)
    import platformdirs

    base = platformdirs.user_cache_path("tei-edition", appauthor=False)
    try:
        _prepare(base)
    except OSError:
        base = _make_passing()
    return base


def _prepare(base: Path) -> None:
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(base, os.W_OK | os.X_OK):
        raise PermissionError(13, "Permission denied", str(base))


def _make_passing() -> Path:
    """Make a folder for this run alone, for a user who has no folder that can be written."""
    base = Path(tempfile.mkdtemp(prefix="tei-edition-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    os.environ[_PASSING] = str(base)  # for the worker processes
    return base


def clear_kept(root: Path) -> list[Path]:
    """Delete the cache of the edition in the folder `root`; return the deleted folders."""
    folder = find_kept_folder(root)
    _forget()
    return [folder] if _clear(folder) else []


def clear_all() -> list[Path]:
    """Delete the caches of all editions; return the deleted folders."""
    base = _find_base(os.environ.get(VARIABLE, ""))
    _forget()
    return [folder for folder in sorted(base.iterdir()) if _clear(folder)]


def _clear(folder: Path) -> bool:
    is_ours = _NAME.fullmatch(folder.name) and not folder.is_symlink()
    if not is_ours or not (folder / MARK).is_file():
        return False
    shutil.rmtree(folder)
    return True


def _forget() -> None:
    _find_kept_folder.cache_clear()
