"""Folders that the program fills: nothing is written or deleted through a link.

What is deleted is what a list in the folder says the program made; other files are left alone.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import EditionError
from tei_edition.runtime.files import read_regular, real_path, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable

# The list of what the program made in a folder.
MADE = ".tei-edition-made.json"


def refuse_links(folder: Path, above: Path) -> None:
    """Raise EditionError if a folder, or one between it and `above`, is a symbolic link."""
    for path in (folder, *folder.parents):
        if path == above:
            return
        if path.is_symlink():
            raise _describe_link(path)


def _describe_link(path: Path) -> EditionError:
    return EditionError(
        f'"{path}" is a link, and tei-edition writes and deletes nothing through links',
        hint="replace the link by a folder, or remove it",
    )


def refuse_links_within(folder: Path, files: Iterable[Path]) -> None:
    """Raise EditionError if a folder between `folder` and one of the files in it is a link."""
    for parent in sorted({path.parent for path in files}):
        refuse_links(parent, folder)


def refuse_links_to(output: Path, root: Path) -> None:
    """Raise EditionError if an output inside the edition's folder `root` is reached by a link.

    One that is named by a path outside it is the user's own, and may be a link.
    """
    output = output.absolute()
    for path in (output, *output.parents):
        if path.exists() and path.samefile(root):
            refuse_links(output, path)
            return


def refuse_links_below(folder: Path) -> None:
    """Raise EditionError if there is a link anywhere in a folder, or the folder is one."""
    if folder.is_symlink():
        raise _describe_link(folder)
    for base, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = f"{base}/{name}"
            if os.path.islink(path):  # noqa: PTH114 - there may be thousands
                raise _describe_link(Path(path))


def refuse_sources(folder: Path, sources: Iterable[Path]) -> None:
    """Raise EditionError if an output folder contains source files of the edition."""
    home = real_path(folder)
    identify = cache(_identify)  # the sources of an edition share a few folders
    known = identify(home)
    for path in sources:
        found = real_path(path)
        # A folder may have two names, where case makes none or where one is mounted as another.
        is_same = known and any(identify(above) == known for above in found.parents)
        if found.is_relative_to(home) or is_same:
            raise EditionError(
                f'"{folder}" is to be filled with pages, but contains "{path.name}" of the edition',
                hint="choose another folder: pages would be mixed with your own files",
            )


def _identify(folder: Path) -> tuple[int, int] | None:
    """Return what says that two names are of the same folder; None if there is no such folder."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def delete_outdated(folder: Path, wanted: Iterable[str], maker: str = "") -> None:
    """Delete what was made in a folder and is no longer wanted, and note what is wanted now.

    What is wanted is given by its path in the folder. Several makers may fill one folder: what
    another has made stays.
    """
    kept = set(wanted)
    lists = read_made(folder)
    others = {name for other, names in lists.items() if other != maker for name in names}
    for name in set(lists.get(maker, ())) - kept - others:
        path = folder / name
        if not _is_reached_by_link(path, folder):
            path.unlink(missing_ok=True)
            _remove_empty(path.parent, folder)
    lists[maker] = sorted(kept)
    write_made(folder, lists)


def write_made(folder: Path, lists: dict[str, list[str]]) -> None:
    """Note which files in a folder were made, by maker; a folder without any is removed."""
    if noted := {maker: names for maker, names in lists.items() if names}:
        write_file(folder / MADE, msgspec.json.encode(noted))
    elif folder.is_dir():
        (folder / MADE).unlink(missing_ok=True)
        _remove_empty(folder, folder.parent)


def read_made(folder: Path) -> dict[str, list[str]]:
    """Return which files in a folder were made, by maker."""
    try:
        lists = msgspec.json.decode(read_regular(folder / MADE), type=dict[str, list[str]])
    except (OSError, ValueError):
        return {}
    return {maker: [name for name in names if _is_inside(name)] for maker, names in lists.items()}


# Folders and a file that neither begin with a point nor hold a mark of any system.
_PLAIN = re.compile(r"(?:[^./\\:\0][^/\\:\0]*/)*[^./\\:\0][^/\\:\0]*")


def _is_inside(name: str) -> bool:
    """Whether a name leads into the folder: the list may have come with the edition."""
    if _PLAIN.fullmatch(name):  # as of some thousand downloads nearly all are
        return True
    path = PureWindowsPath(name)  # which knows the marks of either system
    return bool(path.parts) and not path.anchor and ".." not in path.parts


def _is_reached_by_link(path: Path, folder: Path) -> bool:
    between = (p for p in path.parents if p != folder and p.is_relative_to(folder))
    return any(p.is_symlink() for p in between)


def _remove_empty(path: Path, top: Path) -> None:
    while path != top and path.is_dir() and not any(path.iterdir()):
        path.rmdir()
        path = path.parent
