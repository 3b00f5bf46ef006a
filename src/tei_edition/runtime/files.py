"""Files: their stamps and digests, and atomic writing."""

from __future__ import annotations

import codecs
import contextlib
import errno
import functools
import hashlib
import json
import os
import secrets
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


# Size and time of a file, as the file system tells them.
Stamp = tuple[int, int]

# What is read in place of files: their texts as somebody is writing them in an editor program, in
# UTF-8 with a byte order mark, each with a stamp.
_unsaved: dict[str, tuple[bytes, Stamp]] = {}


def set_unsaved(texts: Mapping[Path, str]) -> None:
    """Read these texts in place of the files of this process, and no others."""
    _unsaved.clear()
    for path, text in texts.items():
        data = codecs.BOM_UTF8 + text.encode("utf-8", "replace")
        # No file has a time before 1970: the stamp is different for each text.
        time = -1 - int.from_bytes(hashlib.sha256(data).digest()[:7])
        _unsaved[os.path.realpath(path)] = data, (len(data), time)


def _find_unsaved(path: Path | str) -> tuple[bytes, Stamp] | None:
    return _unsaved.get(os.path.realpath(path)) if _unsaved else None


def stamp_file(path: Path | str) -> Stamp:
    """Return the size and time of a file; for a missing one, values that no file has."""
    if (unsaved := _find_unsaved(path)) is not None:
        return unsaved[1]
    try:
        status = os.stat(path)  # noqa: PTH116 - called for each of thousands of pages
    except (OSError, ValueError):  # or no name that a file can have
        return (-1, -1)
    return (status.st_size, status.st_mtime_ns)


# No archive or state of an edition that is larger is read into memory.
MOST_UNPACKED = 2_000_000_000


def read_regular(path: Path) -> bytes:
    """Return the bytes of a file; a device or a pipe, which may never end, is an OSError."""
    if (unsaved := _find_unsaved(path)) is not None:
        return unsaved[0]
    # Opened without waiting: a pipe that nobody writes to would let it wait for ever.
    how = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, how)
    except ValueError:  # a character that no name of a file has
        raise FileNotFoundError(errno.ENOENT, "there is no file of this name", str(path)) from None
    with open(handle, "rb") as file:  # noqa: PTH123 - of a handle
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        return file.read()


def real_path(path: Path) -> Path:
    """Return where a path leads by links; no error where they lead in a circle."""
    # `Path.resolve` ends in a RuntimeError there, before Python 3.13.
    return Path(os.path.realpath(path))


def is_utf8(path: Path) -> bool:
    """Whether the name of a file can be encoded in UTF-8."""
    return not any("\ud800" <= char <= "\udfff" for char in str(path))


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; empty if it cannot be read."""
    return _digest_file(path, stamp_file(path))


@functools.cache
def _digest_file(path: Path, _stamp: Stamp) -> str:
    try:
        return hashlib.sha256(read_regular(path)).hexdigest()
    except OSError:
        return ""


def sync_folder(
    folder: Path, files: Mapping[Path, bytes | None], suffixes: tuple[str, ...] = ("",)
) -> tuple[list[Path], list[Path]]:
    """Make a folder contain exactly these files; return those written and those removed.

    A file whose bytes are None is kept unchanged. Files with other suffixes are not touched.
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

    Readers see the old bytes or the new ones, even if the program is stopped. A link or a pipe
    in its place is replaced by the file; what it leads to is left alone.
    """
    try:
        if not path.is_symlink() and read_regular(path) == data:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part, part.open("xb") as file:
        file.write(data)
    return True


def overwrite(path: Path, data: bytes) -> None:
    """Overwrite a file of the user; its mode is kept.

    Readers see the old bytes or the new ones, even if the power fails. Raises OSError,
    also for a file that may not be written though its folder may.
    """
    mode = path.stat().st_mode
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    with replacing(path) as part:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(stat.S_IMODE(mode))


def copy_file(source: Path, target: Path) -> None:
    """Copy a file with its time, as `write_file` writes one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as part:
        with source.open("rb") as old, part.open("xb") as new:
            shutil.copyfileobj(old, new)
        shutil.copystat(source, part)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a name beside a file to write to; what was written there then takes its place.

    If the work fails nothing is left of it, and an OSError names the file.
    """
    # Not to be guessed: a link that lies there already is not written through.
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        yield part
        part.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in {None, str(part)}:
            # Who reads the message knows the file, and not the name beside it.
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def encode_json(value: object) -> bytes:
    """JSON whose bytes depend on nothing but the value."""
    return msgspec.json.encode(value, order="deterministic")


def format_json(value: object) -> bytes:
    """Return JSON as a file that people read too: indented, in UTF-8, the keys in their order."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def hash_text(*parts: str) -> str:
    """Return the SHA-256 of texts, each set off from the next."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
