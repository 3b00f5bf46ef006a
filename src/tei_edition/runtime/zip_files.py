"""Write files into a ZIP, so that the same files give the same bytes on every machine."""

from __future__ import annotations

import tempfile
import zipfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OLDEST = (1980, 1, 1, 0, 0, 0)
_MOST_IN_MEMORY = 64 * 2**20


def write_zip(files: Mapping[str, bytes], *, date: str = "", level: int = 0) -> bytes:
    """Return a ZIP of files by their names, all of the same `date` (a year, month or day).

    `level` is that of compression, from 0 for none to 9.
    """
    return write_entries(sorted(files.items()), date=date, level=level)


def write_entries(entries: Iterable[tuple[str, bytes]], *, date: str = "", level: int = 0) -> bytes:
    """Return a ZIP of files in the order given, none of which is kept once it is written."""
    # A large one is on the disk while its files are in memory.
    with tempfile.SpooledTemporaryFile(max_size=_MOST_IN_MEMORY) as content:
        _fill(content, entries, date, level)
        content.seek(0)
        return content.read()


def _fill(content: IO[bytes], entries: Iterable[tuple[str, bytes]], date: str, level: int) -> None:
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, _read_time(date))
            entry.compress_type = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # as on every other machine
            archive.writestr(entry, data, compresslevel=level)


def _read_time(date: str) -> tuple[int, int, int, int, int, int]:
    """Return the start of a day, month or year; the oldest that a ZIP can give for all others."""
    parts = [int(part) for part in date.split("-")] if date else []
    if not parts or not 1980 <= parts[0] <= 2107:
        return _OLDEST
    year, month, day = (*parts, 1, 1)[:3]
    return (year, month, day, 0, 0, 0)
