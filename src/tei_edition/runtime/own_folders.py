"""Folders that the program fills: nothing is written or deleted through a link.

What is deleted is what a list in the folder says the program made; other files are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import EditionError
from tei_edition.runtime.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The list of what the program made in a folder.
MADE = ".tei-edition-made.json"


def refuse_links(folder: Path, above: Path) -> None:
    """Raise EditionError if a folder, or one between it and `above`, is a symbolic link."""
    for path in (folder, *folder.parents):
        if path == above:
            return
        if path.is_symlink():
            raise EditionError(
                f'"{path}" is a link, and tei-edition writes and deletes nothing through links',
                hint="replace the link by a folder, or remove it",
            )


def refuse_sources(folder: Path, sources: Iterable[Path]) -> None:
    """Raise EditionError if a folder to be filled holds files that the edition is made of."""
    home = folder.resolve()
    for path in sources:
        if path.resolve().is_relative_to(home):
            raise EditionError(
                f'"{folder}" is to be filled with pages, but holds "{path.name}" of the edition',
                hint="choose another folder: pages would be mixed with your own files",
            )


def delete_outdated(folder: Path, wanted: Iterable[Path]) -> None:
    """Delete what was made in a folder and is no longer wanted, and note what is wanted now."""
    kept = set(wanted)
    for name in _read_list(folder):
        path = folder / name
        if path not in kept and not _is_reached_by_link(path, folder):
            path.unlink(missing_ok=True)
            _remove_empty(path.parent, folder)
    names = sorted(path.relative_to(folder).as_posix() for path in kept)
    if names:
        write_file(folder / MADE, msgspec.json.encode(names))
    elif folder.is_dir():
        (folder / MADE).unlink(missing_ok=True)
        _remove_empty(folder, folder.parent)


def _read_list(folder: Path) -> list[str]:
    try:
        names = msgspec.json.decode((folder / MADE).read_bytes(), type=list[str])
    except (OSError, ValueError):
        return []
    # The list may have come with the edition: it names only files inside the folder.
    return [n for n in names if n and not n.startswith("/") and ".." not in n.split("/")]


def _is_reached_by_link(path: Path, folder: Path) -> bool:
    between = (p for p in path.parents if p != folder and p.is_relative_to(folder))
    return any(p.is_symlink() for p in between)


def _remove_empty(path: Path, top: Path) -> None:
    while path != top and path.is_dir() and not any(path.iterdir()):
        path.rmdir()
        path = path.parent
