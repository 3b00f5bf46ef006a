"""Worker processes: as many as asked, started when first needed, ended when the work is done."""

from __future__ import annotations

import contextlib
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, resource_tracker
from typing import TYPE_CHECKING, TypeVar

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

Job = TypeVar("Job")
Result = TypeVar("Result")


class WorkerError(EditionError):
    """A process has ended before its work was done."""


# With fewer jobs than this for each, further processes take longer to start than they save.
_JOBS_A_WORKER = 40


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Put Ctrl-C off while processes are started, which never get it: this one ends them.

    Else it would meet an interpreter that is not ready yet, which prints a traceback.
    """
    # Set before any process starts, the tracker of resources too: see `Workers._open`.
    os.environ["PYTHONSAFEPATH"] = "1"
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # its start would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the main process, also in threads that do not put it off, such as Saxon's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Workers:
    """A pool of processes, for use in a `with` statement, at the end of which they have ended.

    `count` is how many there may be at most; 0 stands for one a processor.
    `note` is called after each job with how many of how many are done.
    """

    def __init__(self, count: int = 1, note: Callable[[int, int], None] | None = None) -> None:
        self.count = count or os.cpu_count() or 1
        self._note = note or (lambda _done, _all: None)
        self._pool: ProcessPoolExecutor | None = None
        self._size = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None and not isinstance(error, Exception):
            self._kill()  # Ctrl-C: nobody waits for what is still to be done
        self._close()

    def prepare(self, work: Callable[[Job], object], job: Job) -> None:
        """Start a process, if there is none yet, with work that makes it ready for more.

        Its result is ignored: if it fails, the following jobs will fail too, and report why.
        """
        if self._pool is None:
            with _without_interrupts():
                self._open(1).submit(work, job)

    def map(
        self, work: Callable[[Job], Result], jobs: Sequence[Job], *, apart: bool = False
    ) -> list[Result]:
        """Do the work for each job, in order.

        A few jobs are done in this process, unless they must be done `apart` from it. Raises
        WorkerError if a process dies; later jobs are done in new processes.
        """
        size = self.measure(jobs)
        if not jobs:
            return []
        if size == 1 and not apart:
            return self._gather(map(work, jobs), len(jobs))
        try:
            chunk = max(1, min(25, len(jobs) // (4 * size)))
            with _without_interrupts():
                results = self._open(size).map(work, jobs, chunksize=chunk)
            return self._gather(results, len(jobs))
        except BrokenProcessPool:
            self._close()
            raise WorkerError(
                "a worker process ended unexpectedly",
                hint="there may be too little memory; try again with -j 1",
            ) from None

    def _gather(self, results: Iterable[Result], number: int) -> list[Result]:
        gathered = []
        for result in results:
            gathered.append(result)
            self._note(len(gathered), number)
        return gathered

    def measure(self, jobs: Sequence[Job]) -> int:
        """How many processes share the jobs."""
        return max(1, min(self.count, len(jobs) // _JOBS_A_WORKER + 1))

    def _open(self, size: int) -> ProcessPoolExecutor:
        """Return the pool, with at least so many processes."""
        if self._pool is None or size > self._size:
            self._close()
            # A new interpreter looks for modules in the current folder first, which may be that of
            # an edition: a file struct.py there would be run.
            os.environ["PYTHONSAFEPATH"] = "1"
            # Not forked: a process that has run Saxon, or Sphinx, has threads.
            self._pool = ProcessPoolExecutor(
                size, mp_context=get_context("spawn"), initializer=_ignore_interrupts
            )
            self._size = size
        return self._pool

    def _kill(self) -> None:
        """End all processes at once."""
        # Only Python 3.14 has a method for it.
        for process in list(getattr(self._pool, "_processes", None) or {}):
            with contextlib.suppress(OSError):  # it has ended
                os.kill(process, signal.SIGTERM)

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool = None
        self._size = 0
