"""The manifest of staged pages: what each was made from, so that unchanged ones are kept."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import Problem
from tei_edition.runtime.files import Stamp, stamp_file
from tei_edition.runtime.kept import read_kept, write_kept

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Made(msgspec.Struct, frozen=True):
    """What was made under a name: from what, which pages as they were written, what was said."""

    keys: tuple[str, ...]
    pages: dict[str, Stamp]
    problems: tuple[Problem, ...]


class Manifest:
    """What each staged page was made from, so that valid ones are not made again.

    `folder` and `suffix` make a file's path of a page's name.
    """

    def __init__(self, path: Path, folder: Path, suffix: str) -> None:
        self.path = path
        self.next: dict[str, _Made] = {}
        self.last: dict[str, _Made] = {}
        self._file = f"{folder}/{{}}{suffix}".format
        with contextlib.suppress(OSError, ValueError):
            self.last = msgspec.json.decode(read_kept(path), type=dict[str, _Made])

    def keep(self, name: str, *keys: str) -> tuple[list[str], tuple[Problem, ...]] | None:
        """Return the pages made under a name, and their problems, if they are still valid.

        They are valid if they were made with one of the keys, and have not been changed since.
        """
        made = self.last.get(name)
        if made is None or not set(keys) & set(made.keys):
            return None
        if any(stamp_file(self._file(page)) != stamp for page, stamp in made.pages.items()):
            return None
        self.next[name] = msgspec.structs.replace(made, keys=keys) if len(keys) > 1 else made
        return list(made.pages), made.problems

    def note(
        self, name: str, keys: tuple[str, ...], pages: Iterable[str], problems: tuple[Problem, ...]
    ) -> None:
        """Note what is made under a name; the pages may be written later."""
        self.next[name] = _Made(keys, dict.fromkeys(pages, (-1, -1)), problems)

    def read(self, docname: str) -> str:
        """Return a page as it was written last; empty if it cannot be read."""
        try:
            return Path(self._file(docname)).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def save(self) -> None:
        """Write the manifest, with the pages as they are now; what was not noted is forgotten."""
        for name, made in self.next.items():
            if made is not self.last.get(name):
                pages = {page: stamp_file(self._file(page)) for page in made.pages}
                self.next[name] = msgspec.structs.replace(made, pages=pages)
        write_kept(self.path, msgspec.json.encode(self.next))
