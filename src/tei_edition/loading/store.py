"""The cache between runs: entries are found by the content of all files they were made from.

Entries are facts and trees in MessagePack and XML, each with its digest: nothing in the cache is
ever run.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tei_edition import __version__
from tei_edition.facts.text import Text
from tei_edition.problems import Ignored, Problem
from tei_edition.reader.units import TextUnits
from tei_edition.runtime.files import Stamp, digest_file, is_utf8, stamp_file, write_file
from tei_edition.runtime.kept import HEADER, read_kept, read_tree, write_kept
from tei_edition.runtime.locking import try_lock
from tei_edition.runtime.user_folder import find_kept_folder
from tei_edition.source import relative_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tei_edition.config import Config

_VERDICTS = "verdicts"
# The names of trees that the cache made; other files are not its own.
_TREE = re.compile(r"[0-9a-f]{32}\.xml")
_MISSING = {"schema-unreadable", "schematron-unreadable"}


class Digest(msgspec.Struct, frozen=True):
    """The result of reading a file, without its tree: facts, plan of pages, problems.

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
    plan: TextUnits
    problems: tuple[Problem, ...]
    included: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    size: int = 0
    content: str = ""
    stamp: Stamp = (-1, -1)


class Verdict(msgspec.Struct, frozen=True):
    """The result of validating a file, kept like a `Digest`; `ignored` is as in its facts."""

    key: str
    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    content: str = ""
    stamp: Stamp = (-1, -1)


class Cache:
    """The results of reading files, by the content of the files."""

    def __init__(self, config: Config) -> None:
        # What a file says is the same in each language of the site.
        self._home = find_kept_folder(config.root)
        self.folder = self._home / "cache"
        files = config.edition.registers
        boundary = str(config.boundary)
        settings = (config.text, config.pages.split, config.check, files, boundary, __version__)
        self.settings = msgspec.json.encode(settings)
        self._digests: dict[Path, str] = {}
        self.root = config.root

    def key(self, path: Path, content: str, sources: Iterable[tuple[str, str]]) -> str:
        """Digest all that reading a file depends on; `content` is the digest of its bytes."""
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
        """Return what was read from a file, if nothing that it was read from has changed."""
        try:
            digest = msgspec.msgpack.decode(read_kept(self._entry(path)), type=Digest)
        except (OSError, ValueError):
            return None
        if not self._is_right(path, digest):
            return None
        size = stamp_file(self.tree_path(digest.key))[0]
        is_whole = digest.text is None or size == digest.size + HEADER
        return digest if is_whole else None

    def write(self, path: Path, digest: Digest) -> None:
        """Keep what was read from a file."""
        write_kept(self._entry(path), msgspec.msgpack.encode(digest))

    def find_verdicts(self) -> dict[Path, Verdict]:
        """Return what the schema says of files that have not changed since."""
        try:
            data = read_kept(self.folder / _VERDICTS)
            found = msgspec.msgpack.decode(data, type=dict[str, Verdict])
        except (OSError, ValueError):
            return {}
        verdicts = ((Path(name), verdict) for name, verdict in found.items())
        return {path: verdict for path, verdict in verdicts if self._is_right(path, verdict)}

    def write_verdicts(self, verdicts: Mapping[Path, Verdict]) -> None:
        """Keep what the schema says, all in one file: to write many takes longer than to judge."""
        # A name that is no UTF-8 cannot be kept: such a file is a problem, and soon told again.
        readable = {p: v for p, v in verdicts.items() if is_utf8(p)}
        named = {str(path): verdict for path, verdict in readable.items()}
        write_kept(self.folder / _VERDICTS, msgspec.msgpack.encode(named))

    def mark_killer(self, path: Path) -> None:
        """Note that a file ends the process that reads it: it is read apart from this one."""
        write_file(self._mark(path), b"")

    def list_killers(self, paths: Iterable[Path]) -> list[Path]:
        """Return those of the files that ended the process that read them last."""
        return [path for path in paths if self._mark(path).exists()]

    def unmark_killer(self, path: Path) -> None:
        """Forget that a file ended a process: now it can be read."""
        self._mark(path).unlink(missing_ok=True)

    def _is_right(self, path: Path, made: Digest | Verdict) -> bool:
        """Whether nothing has changed that this was made from."""
        sources = self.digest_sources(Path(name) for name, _ in made.sources)
        content = made.content if stamp_file(path) == made.stamp else digest_file(path)
        return made.key == self.key(path, content, sources)

    def tree_path(self, key: str) -> Path:
        """Return the path of the stamped tree with that key."""
        return self.folder / f"{key[:32]}.xml"

    def write_tree(self, key: str, tree: bytes) -> None:
        """Keep a stamped tree."""
        write_kept(self.tree_path(key), tree)

    def read_tree(self, key: str) -> bytes:
        """Return a stamped tree; raise EditionError if it is damaged, or gone."""
        return read_tree(self.tree_path(key))

    def keep(self, digests: Iterable[Digest]) -> None:
        """Delete the trees of files that were since changed or removed.

        Not while another process builds the edition, which may need them.
        """
        wanted = {self.tree_path(digest.key).name for digest in digests}
        outdated = [
            path
            for path in self.folder.glob("*.xml")
            if _TREE.fullmatch(path.name) and path.name not in wanted
        ]
        if not outdated:
            return
        with try_lock(self._home) as is_ours:
            for path in outdated if is_ours else ():
                path.unlink(missing_ok=True)

    def _mark(self, path: Path) -> Path:
        return self._entry(path).with_suffix(".killer")

    def _entry(self, path: Path) -> Path:
        name = hashlib.sha256(os.fsencode(path)).hexdigest()[:32]
        return self.folder / f"{name}.facts"


def is_final(problems: Iterable[Problem]) -> bool:
    """Whether the same would be said again: a schema that is missing may be there next time."""
    return not any(problem.code in _MISSING for problem in problems)
