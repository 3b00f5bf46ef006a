"""What is kept between runs, by the content of all that it was made from.

Entries are facts, trees and pages in MessagePack, XML and JSON: nothing in the cache is ever run.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tei_edition import __version__
from tei_edition.facts import Text
from tei_edition.plan import Plan
from tei_edition.problems import Ignored, Problem
from tei_edition.source import relative_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tei_edition.config import Config


# Size and time of a file, as the file system tells them.
Stamp = tuple[int, int]
_VERDICTS = "verdicts"
_MISSING = {"schema-unreadable", "schematron-unreadable"}


class Digest(msgspec.Struct, frozen=True):
    """What reading a file gave, without its tree: facts, plan of pages, problems.

    `key` is the digest of all that this depends on, and names the stamped tree in the cache;
    `content` is that of the file's bytes, which are not read again while its `stamp` is the same;
    `included` are the other TEI files that are part of this one, `joined` those that hold
    its apparatus, `sources` all other files that were read for it, with the digests of their
    bytes; `size` is that of the stamped tree.
    Without a text the file could not be read.
    """

    key: str
    file: str
    text: Text | None
    plan: Plan
    problems: tuple[Problem, ...]
    included: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    size: int = 0
    content: str = ""
    stamp: Stamp = (-1, -1)


class Verdict(msgspec.Struct, frozen=True):
    """What the schema says of a file, kept like a `Digest`; `ignored` as in the facts of one."""

    key: str
    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    content: str = ""
    stamp: Stamp = (-1, -1)


class Cache:
    """What was read, by the content that it was read from."""

    def __init__(self, config: Config) -> None:
        self.folder = config.cache_folder / "cache"
        files = config.edition.registers
        settings = (config.text, config.pages.split, config.check, files, __version__)
        self.settings = msgspec.json.encode(settings)
        self._digests: dict[Path, str] = {}
        self.root = config.root

    def key(self, path: Path, content: str, sources: Iterable[tuple[str, str]]) -> str:
        """The digest of all that reading a file depends on; `content` is that of its bytes."""
        digest = hashlib.sha256(self.settings)
        digest.update(relative_name(path, self.root).encode())
        digest.update(content.encode())
        for name, content in sources:
            digest.update(f"{name}\0{content}\0".encode())
        return digest.hexdigest()

    def digest_sources(self, paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
        """Files with the digests of their bytes; each is read once, however many depend on it."""
        found: dict[str, str] = {}
        for path in paths:
            if path not in self._digests:
                self._digests[path] = digest_file(path)
            found[str(path)] = self._digests[path]
        return tuple(found.items())

    def find(self, path: Path) -> Digest | None:
        """What was read from a file, if nothing that it was read from has changed."""
        try:
            digest = msgspec.msgpack.decode(self._entry(path).read_bytes(), type=Digest)
        except (OSError, ValueError):
            return None
        if not self._is_right(path, digest):
            return None
        is_whole = digest.text is None or stamp_file(self.tree_path(digest.key))[0] == digest.size
        return digest if is_whole else None

    def write(self, path: Path, digest: Digest) -> None:
        """Keep what was read from a file."""
        write_file(self._entry(path), msgspec.msgpack.encode(digest))

    def find_verdicts(self) -> dict[Path, Verdict]:
        """What the schema says of files that have not changed since."""
        try:
            data = (self.folder / _VERDICTS).read_bytes()
            found = msgspec.msgpack.decode(data, type=dict[str, Verdict])
        except (OSError, ValueError):
            return {}
        verdicts = ((Path(name), verdict) for name, verdict in found.items())
        return {path: verdict for path, verdict in verdicts if self._is_right(path, verdict)}

    def write_verdicts(self, verdicts: Mapping[Path, Verdict]) -> None:
        """Keep what the schema says, all in one file: to write many takes longer than to judge."""
        named = {str(path): verdict for path, verdict in verdicts.items()}
        write_file(self.folder / _VERDICTS, msgspec.msgpack.encode(named))

    def _is_right(self, path: Path, made: Digest | Verdict) -> bool:
        """Whether nothing has changed that this was made from."""
        sources = self.digest_sources(Path(name) for name, _ in made.sources)
        content = made.content if stamp_file(path) == made.stamp else digest_file(path)
        return made.key == self.key(path, content, sources)

    def tree_path(self, key: str) -> Path:
        """Where the stamped tree of that key lies."""
        return self.folder / f"{key[:32]}.xml"

    def write_tree(self, key: str, tree: bytes) -> None:
        """Keep a stamped tree."""
        write_file(self.tree_path(key), tree)

    def keep(self, digests: Iterable[Digest]) -> None:
        """Delete the trees of files that were since changed or removed."""
        wanted = {self.tree_path(digest.key).name for digest in digests}
        for path in self.folder.glob("*.xml"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _entry(self, path: Path) -> Path:
        name = hashlib.sha256(str(path).encode()).hexdigest()[:32]
        return self.folder / f"{name}.facts"


def is_final(problems: Iterable[Problem]) -> bool:
    """Whether the same would be said again: a schema that is missing may be there next time."""
    return not any(problem.code in _MISSING for problem in problems)


def stamp_file(path: Path | str) -> Stamp:
    """The size and the time of a file; of one that is not there, what no file has."""
    try:
        status = os.stat(path)  # noqa: PTH116 - called for each of thousands of pages
    except OSError:
        return (-1, -1)
    return (status.st_size, status.st_mtime_ns)


def digest_file(path: Path) -> str:
    """The SHA-256 of a file's bytes; empty where it cannot be read."""
    return _digest_file(path, stamp_file(path))


@functools.cache
def _digest_file(path: Path, _stamp: Stamp) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


class _Made(msgspec.Struct, frozen=True):
    """What was made under a name: from what, which pages as they were written, what was said."""

    keys: tuple[str, ...]
    pages: dict[str, Stamp]
    problems: tuple[Problem, ...]


class Manifest:
    """Which staged pages were made of what, so that those still right are not made again.

    `folder` and `suffix` make a file's path of a page's name.
    """

    def __init__(self, path: Path, folder: Path, suffix: str) -> None:
        self.path = path
        self.next: dict[str, _Made] = {}
        self.last: dict[str, _Made] = {}
        self._file = f"{folder}/{{}}{suffix}".format
        with contextlib.suppress(OSError, ValueError):
            self.last = msgspec.json.decode(path.read_bytes(), type=dict[str, _Made])

    def keep(self, name: str, *keys: str) -> tuple[list[str], tuple[Problem, ...]] | None:
        """The pages made under a name, and the problems told of them, if they are right.

        They are if they were made with one of the keys, and nobody has touched them since.
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

    def save(self) -> None:
        """Write the manifest, with the pages as they are now; what was not noted is forgotten."""
        for name, made in self.next.items():
            if made is not self.last.get(name):
                pages = {page: stamp_file(self._file(page)) for page in made.pages}
                self.next[name] = msgspec.structs.replace(made, pages=pages)
        write_file(self.path, msgspec.json.encode(self.next))


def sync_folder(
    folder: Path, files: Mapping[Path, bytes | None], suffixes: tuple[str, ...] = ("",)
) -> tuple[list[Path], list[Path]]:
    """Make a folder hold just these files; return those written and those removed.

    A file without bytes is right as it is. Files with other suffixes are somebody else's, and
    left alone.
    """
    written = [path for path, data in files.items() if data is not None and write_file(path, data)]
    wanted = {str(path) for path in files}
    removed = []
    for base, _, names in os.walk(folder, topdown=False):
        found = [f"{base}/{name}" for name in names if name.endswith(suffixes)]
        for path in sorted(found):
            if path not in wanted:
                removed.append(Path(path))
                removed[-1].unlink()
        if base != str(folder) and not any(Path(base).iterdir()):
            Path(base).rmdir()
    return written, removed


def write_file(path: Path, data: bytes) -> bool:
    """Write a file if its bytes change; say whether they did.

    Whoever reads it meets the old bytes or the new ones, even if the program is stopped.
    """
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
    return True


def encode_json(value: object) -> bytes:
    """JSON whose bytes depend on nothing but the value."""
    return msgspec.json.encode(value, order="deterministic")


def hash_text(*parts: str) -> str:
    """The SHA-256 of some texts, told apart."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
