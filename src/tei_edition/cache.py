"""What is kept between runs, by the content of all that it was made from.

Entries are facts, trees and pages in MessagePack, XML and JSON: nothing in the cache is ever run.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tei_edition import __version__
from tei_edition.facts import Text
from tei_edition.plan import Plan
from tei_edition.problems import Problem
from tei_edition.source import relative_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.config import Config


class Digest(msgspec.Struct, frozen=True):
    """What reading a file gave, without its tree: facts, plan of pages, problems.

    `key` is the digest of all that this depends on, and names the stamped tree in the cache;
    `included` are the other TEI files that are part of this one, `sources` all other files that
    were read for it, with the digests of their bytes. Without a text the file could not be read.
    """

    key: str
    file: str
    text: Text | None
    plan: Plan
    problems: tuple[Problem, ...]
    included: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


class Cache:
    """What was read, by the content that it was read from."""

    def __init__(self, config: Config) -> None:
        self.folder = config.cache_folder / "cache"
        settings = (config.text, config.pages.split, config.check, __version__)
        self.settings = msgspec.json.encode(settings)
        self._digests: dict[Path, str] = {}
        self.root = config.root

    def key(self, path: Path, sources: Iterable[tuple[str, str]]) -> str:
        """The digest of all that reading a file depends on."""
        digest = hashlib.sha256(self.settings)
        digest.update(relative_name(path, self.root).encode())
        digest.update(digest_file(path).encode())
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
        except (OSError, msgspec.DecodeError):
            return None
        sources = self.digest_sources(Path(name) for name, _ in digest.sources)
        if digest.key != self.key(path, sources):
            return None
        return digest if digest.text is None or self.tree_path(digest.key).is_file() else None

    def write(self, path: Path, digest: Digest) -> None:
        """Keep what was read from a file."""
        write_file(self._entry(path), msgspec.msgpack.encode(digest))

    def tree_path(self, key: str) -> Path:
        """Where the stamped tree of that key lies."""
        return self.folder / f"{key[:32]}.xml"

    def write_tree(self, key: str, tree: str) -> None:
        """Keep a stamped tree."""
        write_file(self.tree_path(key), tree.encode())

    def keep(self, digests: Iterable[Digest]) -> None:
        """Delete the trees of files that were since changed or removed."""
        wanted = {self.tree_path(digest.key).name for digest in digests}
        for path in self.folder.glob("*.xml"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _entry(self, path: Path) -> Path:
        name = hashlib.sha256(str(path).encode()).hexdigest()[:32]
        return self.folder / f"{name}.facts"


def digest_file(path: Path) -> str:
    """The SHA-256 of a file's bytes; empty where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


class Manifest:
    """What was made of each text, and from what: the pages themselves, by key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.next: dict[str, Any] = {}
        try:
            self.last: dict[str, Any] = msgspec.json.decode(path.read_bytes())
        except (OSError, msgspec.DecodeError):
            self.last = {}

    def find(self, name: str, key: str) -> tuple[dict[str, str], tuple[Problem, ...]] | None:
        """What was made under a name, if it was made from the same as the key says."""
        entry = self.last.get(name)
        if entry is None or entry["key"] != key:
            return None
        return entry["pages"], msgspec.convert(entry["problems"], tuple[Problem, ...])

    def note(
        self, name: str, key: str, made: dict[str, str], problems: tuple[Problem, ...]
    ) -> None:
        """Keep what was made under a name, for this run's manifest."""
        self.next[name] = {"key": key, "pages": made, "problems": problems}

    def save(self) -> None:
        """Write the manifest; what this run did not note is forgotten."""
        write_file(self.path, msgspec.json.encode(self.next))


def sync_folder(folder: Path, files: dict[Path, bytes]) -> tuple[list[Path], list[Path]]:
    """Make a folder hold just these files; return those written and those removed."""
    written = [path for path, data in files.items() if write_file(path, data)]
    wanted = set(files)
    removed = []
    for path in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else ():
        if path.is_dir():
            if not any(path.iterdir()):
                shutil.rmtree(path)
        elif path not in wanted:
            path.unlink()
            removed.append(path)
    return written, removed


def write_file(path: Path, data: bytes) -> bool:
    """Write a file if its bytes change; say whether they did."""
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def encode_json(value: object) -> bytes:
    """JSON whose bytes depend on nothing but the value."""
    return msgspec.json.encode(value, order="deterministic")


def hash_text(*parts: str) -> str:
    """The SHA-256 of some texts, told apart."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
