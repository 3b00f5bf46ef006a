"""A schema compiled once, and kept on disk by the content of all its files."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tei_edition import __version__
from tei_edition.cache import digest_file, write_file

if TYPE_CHECKING:
    from tei_edition.config import Config
    from tei_edition.relaxng import Schema


class _Kept(msgspec.Struct, array_like=True):
    """A compiled schema with the files that it was made from, and the digests of their bytes."""

    version: str
    files: list[tuple[str, str]]
    schema: bytes


def read_compiled(path: Path, config: Config) -> Schema:
    """The RELAX NG schema in a file, from what an earlier run kept if that is still right.

    Raises SchemaError for one that breaks a rule of RELAX NG, or cannot be read.
    """
    return _read(path, config.root, config.cache_folder / "cache", path.stat().st_mtime_ns)


@functools.cache
def _read(path: Path, root: Path, folder: Path, _changed: int) -> Schema:
    # Imported late: the validator takes as long to import as a short text to read.
    from tei_edition.relaxng import dump_schema, load_schema, read_schema

    name = hashlib.sha256(str(path).encode()).hexdigest()[:32]
    store = folder / f"{name}.schema"
    try:
        kept = msgspec.msgpack.decode(store.read_bytes(), type=_Kept)
        if kept.version == __version__ and _is_right(kept.files):
            return load_schema(kept.schema)
    except (OSError, ValueError):
        pass  # there is none yet, or not one of ours
    schema = read_schema(path, folder=root)
    if (data := dump_schema(schema)) is not None:
        files = [(str(file), digest_file(file)) for file in schema.files]
        write_file(store, msgspec.msgpack.encode(_Kept(__version__, files, data)))
    return schema


def _is_right(files: list[tuple[str, str]]) -> bool:
    return all(digest_file(Path(name)) == digest for name, digest in files)
