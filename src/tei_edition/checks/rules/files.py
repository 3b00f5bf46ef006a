"""The images and other files that a text points to must be there; nothing is fetched.

A path is relative to the file that points. Addresses of the web are not looked at, nor what lies
outside the edition's folder, nor values that do not look like the name of a file: many an edition
gives the number of an image there.
"""

from __future__ import annotations

import functools
import os
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tei_edition.checks.frame import check
from tei_edition.checks.half_addresses import complete_address
from tei_edition.config import suggest
from tei_edition.facts.pointers import join_path
from tei_edition.problems import Location, problem
from tei_edition.runtime.portable_names import find_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer
    from tei_edition.problems import Problem

# Names of files that editions point to; TEI files are `pointers`' concern.
_FILE = re.compile(
    r"[^:?#]+\.(?:avif|bmp|css|csv|docx?|epub|gif|html?|jp2|jpe?g|json|m4a|m4v|md|mei|mid|mov|mp3"
    r"|mp4|mpe?g|odt|ogg|ogv|opus|pdf|png|svg|tiff?|txt|wav|webm|webp|xlsx?|xslt?|zip)",
    re.IGNORECASE,
)
# Where a folder has none of more files than these, one problem says so.
_MOST = 3


@check("edition", "missing-file")
def check_files(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each missing file that a pointer names, or one for its folder."""
    edition = resolver.edition
    folders = _Folders(str(config.root))
    missing: dict[str, list[tuple[Pointer, str]]] = {}
    found: set[str] = set()
    for text in edition.files:
        for pointer in text.pointers:
            path = find_file_name(pointer.value)
            if pointer.attribute == "key" or not path:
                continue
            folder, name = posixpath.split(join_path(text.file, unquote(path)))
            if folder.startswith(("..", "/")):
                continue  # outside the edition nothing is looked at
            if find_fault(name):
                continue  # the concern of `check_names`
            if name in folders.list_names(folder):
                found.add(folder)
            else:
                missing.setdefault(folder, []).append((pointer, name))
    for folder, pointers in missing.items():
        names = {name for _, name in pointers}
        if len(names) > _MOST and folder not in found:
            yield _tell_of_all(folder, pointers[0][0], len(names), folders)
            continue
        for pointer, name in pointers:
            yield problem(
                "missing-file",
                f'@{pointer.attribute}: there is no file "{find_file_name(pointer.value)}"',
                pointer.location,
                hint=folders.suggest(folder, name) or "the path is relative to this file",
            )


@check("edition", "unportable-name")
def check_names(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each name that some system cannot hold, or not beside another."""
    files = {text.file: Location(text.file) for text in resolver.edition.files}
    pointed = {
        join_path(text.file, unquote(path)): pointer.location
        for text in resolver.edition.files
        for pointer in text.pointers
        if pointer.attribute != "key" and (path := find_file_name(pointer.value))
    }
    met: dict[str, str] = {}
    for file, location in (pointed | files).items():
        if file.startswith(("..", "/")):
            continue
        fault = next(filter(None, map(find_fault, file.split("/"))), "")
        if fault:
            yield problem(
                "unportable-name",
                f'a file called "{file}" cannot be kept on every system: {fault}',
                location,
                hint="rename it, so that everybody can use the edition",
            )
        other = met.setdefault(file.casefold(), file)
        if other != file and file in files and other in files:
            yield problem(
                "unportable-name",
                f'"{file}" and "{other}" are one file on systems that do not tell case apart',
                location,
                hint="rename one of them",
            )


def _tell_of_all(folder: str, first: Pointer, count: int, folders: _Folders) -> Problem:
    """One problem for a folder that has none of many files."""
    what = f'the folder "{folder}"' if folder else "the edition's folder"
    is_there = bool(folders.list_names(folder))
    return problem(
        "missing-file",
        f"none of the {count} files that are pointed to is in {what}"
        if is_there
        else f"there is no {what.removeprefix('the ')}; {count} files in it are pointed to",
        first.location,
        hint="put them there, correct the paths, or ignore this problem if they are kept elsewhere",
    )


@functools.cache
def is_file_name(value: str) -> bool:
    """Whether a pointer looks like the name of a file in the edition."""
    is_name = _FILE.fullmatch(value) is not None and not value.startswith("/")
    return is_name and not complete_address(value)


def find_file_name(value: str) -> str:
    """Return the name of the file in the edition that a pointer names, or a part of (`#xywh=…`)."""
    path = value.partition("#")[0]
    return path if is_file_name(path) else ""


class _Folders:
    """The names of the files in folders, each folder read once."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._names: dict[str, frozenset[str]] = {}

    def list_names(self, folder: str) -> frozenset[str]:
        """Return the names of the files in a folder; none if it cannot be read."""
        if folder not in self._names:
            try:
                names = os.listdir(f"{self._root}/{folder}")  # noqa: PTH208 - names are wanted
            except (OSError, ValueError):
                names = []
            self._names[folder] = frozenset(names)
        return self._names[folder]

    def suggest(self, folder: str, name: str) -> str:
        """Return a hint that names a file with a similar name, if there is one."""
        names = sorted(self.list_names(folder))
        same = [other for other in names if other.casefold() == name.casefold()]
        if same:
            return f'it is called "{same[0]}": case matters'
        # Numbers that differ are no slip of the pen.
        digits, suffix = re.sub(r"\D+", "-", name), posixpath.splitext(name)[1]
        near = (n for n in names if re.sub(r"\D+", "-", n) == digits and n.endswith(suffix))
        return suggest(name, near)
