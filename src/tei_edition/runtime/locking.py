"""A lock for builds: a second build of an edition waits until the first has ended."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from filelock import BaseFileLock

_NAME = "lock"
# A build that takes longer has come to a stop.
_SECONDS = 3600


def take_lock(folder: Path) -> BaseFileLock:
    """Take the lock of a folder of kept work; a process that has it already may take it again.

    If another process has it, this one says so and waits. The lock ends with
    `release`, or with the process.
    """
    from filelock import Timeout

    lock = _make_lock(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("Waiting: another process builds this edition.", file=sys.stderr)
    else:
        return lock
    try:
        lock.acquire(timeout=_SECONDS, poll_interval=0.2)
    except Timeout:
        raise EditionError(
            "another process has been building this edition for an hour",
            hint=f'end it; it holds the lock "{folder / _NAME}"',
        ) from None
    return lock


@contextlib.contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the lock as long as a block of code runs."""
    lock = take_lock(folder)
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def try_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock if nobody else has it, and say whether that is so."""
    from filelock import Timeout

    lock = _make_lock(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _make_lock(folder: Path) -> BaseFileLock:
    from filelock import FileLock

    # A singleton: within a process, an inner block takes the lock that an outer one holds.
    return FileLock(folder / _NAME, is_singleton=True)
