"""The pictures of the texts: which of them are in the edition, and their addresses in the site.

A picture elsewhere is never fetched, and no address of a text leads out of the edition's folder.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import lru_cache
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tei_edition.pages.addresses import slugify
from tei_edition.runtime.files import copy_file, hash_text, real_path, stamp_file
from tei_edition.runtime.own_folders import delete_outdated, refuse_links, refuse_links_within

if TYPE_CHECKING:
    from collections.abc import Set

    from tei_edition.pages.site_plan import SitePlan

# What browsers show; whatever else is beside a text does not concern readers.
SUFFIXES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
FOLDER = "pictures"

# For each text, by its file, the files of its pictures by what the text calls them.
Pictures = dict[str, dict[str, Path]]


def find_pictures(book: SitePlan) -> Pictures:
    """Return the pictures that texts and registers show, by file and by their @url."""
    root = real_path(book.config.root)
    wanted = [(text.file, picture.url) for text in book.texts for picture in text.pictures]
    if book.config.pages.registers:
        entities = book.catalogue.entities.values()
        wanted += [(picture.file, picture.url) for e in entities for picture in e.pictures]
    found: Pictures = {}
    for file, url in wanted:
        path = find_picture((root / file).parent, url, root)
        if path is not None:
            found.setdefault(file, {})[url] = path
    return found


def find_picture(folder: Path, url: str, root: Path) -> Path | None:
    """Return the file that a picture's address names, if it is a picture in the folder `root`.

    The address is relative to `folder`; both folders are absolute, and `root` without links.
    """
    return find_file(folder, url, root, SUFFIXES)


def find_file(folder: Path, url: str, root: Path, suffixes: Set[str]) -> Path | None:
    """Return the file that an address names, if it is in the folder `root` and of a given kind."""
    name = unquote(url)
    # Not even looked for: on Windows a whole path may be that of a share, on a host that is asked.
    if not url or ":" in url or PureWindowsPath(name).anchor:
        return None
    try:
        path = real_path(folder / name)
        is_picture = path.suffix.lower() in suffixes and path.is_file()
    except (OSError, ValueError):  # a name that no file system allows
        return None
    return path if is_picture and path.is_relative_to(root) else None


def picture_address(book: SitePlan, path: Path) -> str:
    """Return the address of a picture from the site's root: its path in the edition, in one folder.

    Characters that are not allowed in an address are replaced, and a digest keeps the name unique.
    """
    name = path.relative_to(real_path(book.config.root))
    fit = "/".join(slugify(part) for part in name.with_suffix("").parts)
    if fit != name.with_suffix("").as_posix() or _has_double(name, real_path(book.config.root)):
        fit += f"-{hash_text(name.as_posix())[:8]}"
    return f"/{book.folder}/{FOLDER}/{fit}{name.suffix.lower()}"


def _has_double(name: Path, root: Path) -> bool:
    """Whether another file, or a folder of the way to it, has the same name but for case."""
    return any(
        part.casefold() in _list_doubles(folder, folder.stat().st_mtime_ns)
        for part, folder in zip(reversed(name.parts), (root / name).parents, strict=False)
    )


@lru_cache(maxsize=256)
def _list_doubles(folder: Path, _changed: int) -> frozenset[str]:
    """Return the names in a folder that several of its files have, were it not for case."""
    names = Counter(name.casefold() for name in os.listdir(folder))  # noqa: PTH208 (names only)
    return frozenset(name for name, count in names.items() if count > 1)


def list_addresses(book: SitePlan, pictures: Pictures) -> dict[str, dict[str, str]]:
    """Return the addresses of all pictures, by text and by their @url."""
    return {
        file: {url: picture_address(book, path) for url, path in found.items()}
        for file, found in pictures.items()
    }


def copy_pictures(book: SitePlan, pictures: Pictures, folder: Path) -> list[Path]:
    """Bring the pictures into a site or a Sphinx source; return those copied.

    Copies of pictures that are gone are deleted; other files in their folder are left alone.
    Raises EditionError if that folder is a link.
    """
    wanted = {folder / name: path for name, path in list_copies(book, pictures).items()}
    home = folder / book.folder / FOLDER
    refuse_links(home, folder)
    refuse_links_within(home, wanted)
    delete_outdated(home, (path.relative_to(home).as_posix() for path in wanted))
    return [copy for copy, path in wanted.items() if _copy(path, copy)]


def list_copies(book: SitePlan, pictures: Pictures) -> dict[str, Path]:
    """Return the pictures of a site by their paths from its root."""
    return {
        picture_address(book, path)[1:]: path
        for found in pictures.values()
        for path in found.values()
    }


def _copy(path: Path, copy: Path) -> bool:
    if not copy.is_symlink() and stamp_file(path) == stamp_file(copy):
        return False
    copy_file(path, copy)
    return True
