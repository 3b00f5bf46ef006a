"""Keep what is made of single texts between runs, by digests of all that it was made of."""

from __future__ import annotations

import contextlib
import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition.runtime.files import Stamp, read_regular, stamp_file
from tei_edition.runtime.kept import read_kept, write_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class FileContent:
    """The size and SHA-256 of a file, and its bytes unless an earlier run wrote them."""

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


class KeptFiles:
    """What was made in the last run, so that only what has changed is made again.

    The files are in `folder`; `path` has all else, and is written by `save`.
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
            for path, (stamp, digest) in made.files.items():
                yield path, FileContent(stamp[0], digest)
            return
        files = {path: describe_content(data) for path, data in make()}
        unwritten = {path: ((-1, -1), content.sha256) for path, content in files.items()}
        self._next[name] = _Made(key, files=unwritten)
        yield from files.items()

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
            for path, (stamp, digest) in made.files.items():
                yield path, FileContent(stamp[0], digest)
            return
        known = set(self._next)
        files = dict(make())
        inner = [one for one in self._next if one not in known]
        unwritten = {path: ((-1, -1), content.sha256) for path, content in files.items()}
        self._next[name] = _Made(key, inner, unwritten)
        yield from files.items()

    def save(self) -> None:
        """Keep all that was made or recalled, with the files as they are now.

        Where nothing was, as in a draft of a site, what is kept stays.
        """
        if not self._next:
            return
        for name, made in self._next.items():
            if made.files and made is not self._last.get(name):
                files = {
                    path: (stamp_file(self._file(path)), digest)
                    for path, (_, digest) in made.files.items()
                }
                self._next[name] = msgspec.structs.replace(made, files=files)
        write_kept(self.path, msgspec.msgpack.encode(self._next))

    def _is_as_written(self, made: _Made) -> bool:
        return all(stamp_file(self._file(p)) == stamp for p, (stamp, _) in made.files.items())
