"""Check again whenever a file of the edition is saved."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from tei_edition.problems import EditionError
from tei_edition.runtime.extras import name_install

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Stamps = dict["Path", tuple[int, int]]

# Where a system tells nothing, as some shared folders do, files are looked at after so long (ms).
_LONGEST = 2000
# Programs save in several steps, which follow one another as fast as this (ms).
_STEP = 100


def watch_files(
    list_files: Callable[[], Iterable[Path]], work: Callable[[], Iterable[Path]]
) -> None:
    """Do the work at once, and again when a file changes, until the user interrupts it.

    `list_files` gives the files that are known beforehand, the work those that it has read
    besides. Files that come or go count as changed. Raises EditionError if the library that
    watches files is missing.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise EditionError(
            "watching files needs the library watchfiles",
            hint=name_install("watch"),
        ) from None
    sources: tuple[Path, ...] = ()
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            # Stamped before the work: what is saved meanwhile has changed. Of files that become
            # known by the work alone, the time tells.
            start = time.time_ns()
            seen = _stamp((*list_files(), *sources))
            sources = tuple(work())
            new = _stamp(path for path in sources if path not in seen)
            seen |= {path: stamp for path, stamp in new.items() if stamp[1] < start}
            for _ in watch(
                *_list_folders((*seen, *new)),
                watch_filter=None,
                recursive=False,
                step=_STEP,
                rust_timeout=_LONGEST,
                yield_on_timeout=True,
            ):
                if _stamp((*list_files(), *sources)) != seen:
                    break


def _stamp(paths: Iterable[Path]) -> Stamps:
    """Return the size and time of each file; for a missing one, values that no file has."""
    stamps = {}
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116 - called for thousands of files
        except OSError:
            stamps[path] = (-1, -1)
        else:
            stamps[path] = (status.st_size, status.st_mtime_ns)
    return stamps


def _list_folders(paths: Iterable[Path]) -> list[Path]:
    return sorted({path.parent for path in paths if path.parent.is_dir()})
