"""Keep what is made of single texts between runs, by digests of all that it was made of."""

from __future__ import annotations

import contextlib
import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.runtime.files import Stamp, read_regular, stamp_file, write_file
from tei_edition.runtime.kept import read_kept, write_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


class FileContent:
    """The size and SHA-256 of a file, and its bytes unless they are written already."""

    def __init__(self, size: int, sha256: str = "", data: bytes | None = None) -> None:
        self.size = size
        self.data = data
        if data is None:
            self.sha256 = sha256

    @cached_property
    def sha256(self) -> str:
        """The digest, which is computed when it is first needed."""
        return hashlib.sha256(self.read()).hexdigest()

    def read(self) -> bytes:
        """Return the bytes; raise ValueError if they are not known."""
        if self.data is None:
            raise ValueError("the bytes of a kept file are in the folder of downloads")
        return self.data


def describe_content(data: bytes) -> FileContent:
    """Return bytes with their number and digest."""
    return FileContent(len(data), data=data)


class _Made(msgspec.Struct, frozen=True, array_like=True):
    """What was made under a name: of what (`key`), data, and files as they were written."""

    key: str
    data: Any = None
    files: dict[str, tuple[Stamp, str]] = {}


def _describe(files: Mapping[str, tuple[Stamp, str]]) -> Iterator[tuple[str, FileContent]]:
    for path, (stamp, digest) in files.items():
        yield path, FileContent(stamp[0], digest)


class KeptFiles:
    """What was made in the last run, so that only what has changed is made again.

    The files are in `folder`, and are written there when they are made; `path` has all else, and is
    written by `save`.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = path
        self._last: dict[str, _Made] = {}
        self._next: dict[str, _Made] = {}
        self._file = f"{folder}/{{}}".format
        with contextlib.suppress(OSError, ValueError):
            self._last = msgspec.msgpack.decode(read_kept(path), type=dict[str, _Made])

    def recall(self, name: str, key: str, make: Callable[[], Any]) -> Any:
        """Return data of MessagePack, as it was made with that key."""
        made = self._last.get(name)
        if made is None or made.key != key:
            made = _Made(key, make())
        self._next[name] = made
        return made.data

    def recall_files(
        self, name: str, key: str, make: Callable[[], Iterable[tuple[str, bytes]]]
    ) -> Iterator[tuple[str, FileContent]]:
        """Yield files by their paths; those made with that key, if they are still as written."""
        made = self._last.get(name)
        if made is not None and made.key == key and self._is_as_written(made):
            self._next[name] = made
            yield from _describe(made.files)
            return
        files = {path: self._write(path, describe_content(data)) for path, data in make()}
        self._next[name] = _Made(key, files=files)
        yield from _describe(files)

    def read_file(self, path: str) -> bytes:
        """Return the bytes of a file that was recalled."""
        return read_regular(Path(self._file(path)))

    def recall_all(
        self, name: str, key: str, make: Callable[[], Iterable[tuple[str, FileContent]]]
    ) -> Iterator[tuple[str, FileContent]]:
        """Yield files by their paths, as `recall_files` does; to make them may recall others."""
        made = self._last.get(name)
        if made is not None and made.key == key and self._is_as_written(made):
            # What they were made of is kept for a run in which the key is another.
            for inner in made.data:
                if inner in self._last:
                    self._next.setdefault(inner, self._last[inner])
            self._next[name] = made
            yield from _describe(made.files)
            return
        known = set(self._next)
        files = {path: self._write(path, content) for path, content in make()}
        inner = [one for one in self._next if one not in known]
        self._next[name] = _Made(key, inner, files)
        yield from _describe(files)

    def save(self) -> None:
        """Keep all that was made or recalled.

        Where nothing was, as in a draft of a site, what is kept stays.
        """
        if self._next:
            write_kept(self.path, msgspec.msgpack.encode(self._next))

    def _write(self, path: str, content: FileContent) -> tuple[Stamp, str]:
        """Write a file at once, since the files of a large edition do not fit into memory."""
        file = self._file(path)
        if content.data is not None:
            write_file(Path(file), content.data)
        return stamp_file(file), content.sha256

    def _is_as_written(self, made: _Made) -> bool:
        return all(stamp_file(self._file(p)) == stamp for p, (stamp, _) in made.files.items())
