"""A pool of processes on this machine: started when first needed, and again when one has died."""

from __future__ import annotations

import contextlib
import os
import signal
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, resource_tracker
from typing import TYPE_CHECKING, Any

from tei_edition.runtime.executors import LOST, Job, Lost, Result, do_batch, split_jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# So many batches for each process are under way: one is being done, one waits.
_AHEAD = 2


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Put Ctrl-C off while processes are started, which never get it: this one ends them.

    Else it would meet an interpreter that is not ready yet, which prints a traceback.
    """
    # Set before any process starts, the tracker of resources too. A new interpreter looks for
    # modules in the current folder first, which may be that of an edition: a file struct.py there
    # would be run.
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


class ProcessPool:
    """The executor of `--jobs`: so many processes of this machine as are asked for."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._size = 0

    def prepare(self, work: Callable[[Job], object], job: Job) -> None:
        """Start a process, if there is none yet, with work that makes it ready for more.

        What comes of it is not asked: if it fails, so will what follows, and say why.
        """
        if self._pool is None:
            with contextlib.suppress(BrokenProcessPool):
                self._submit(1, work, [job])

    def stream(
        self, work: Callable[[Job], Result], jobs: Sequence[Job], size: int
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Yield results as they come; see `Executor`."""
        waiting = deque(split_jobs(len(jobs), size))
        under_way: dict[Future[list[Result]], range] = {}
        failures: dict[int, BaseException] = {}
        while waiting or under_way:
            try:
                while waiting and not failures and len(under_way) < _AHEAD * size:
                    under_way[self._submit(size, work, [jobs[n] for n in waiting[0]])] = waiting[0]
                    waiting.popleft()
            except BrokenProcessPool:
                if not under_way:  # the process ended before: those under way would say so
                    self.close()
            done = wait(under_way, return_when=FIRST_COMPLETED).done
            suspects: list[range] = []
            for future in done:
                batch = under_way.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    suspects.append(batch)
                elif error is not None:
                    failures[batch.start] = error
                else:
                    yield from zip(batch, future.result(), strict=True)
            if suspects:
                # A process that dies takes the pool with it: those that follow are in it too.
                for future, batch in under_way.items():
                    if future.exception() is None:
                        yield from zip(batch, future.result(), strict=True)
                    else:
                        suspects.append(batch)
                under_way.clear()
                yield from self._do_alone(work, jobs, suspects, failures)
            if failures and not under_way:
                raise failures[min(failures)]

    def _do_alone(
        self,
        work: Callable[[Job], Result],
        jobs: Sequence[Job],
        suspects: list[range],
        failures: dict[int, BaseException],
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Do one after the other what was under way when a process died."""
        self.close()
        for number in sorted(number for batch in suspects for number in batch):
            try:
                yield number, self._submit(1, work, [jobs[number]]).result()[0]
            except BrokenProcessPool:
                self.close()
                yield number, LOST
            except Exception as error:
                failures[number] = error
                break
        self.close()

    def _submit(
        self, size: int, work: Callable[[Job], Result], jobs: list[Job]
    ) -> Future[list[Result]]:
        with _without_interrupts():
            return self._open(size).submit(do_batch, work, jobs)

    def _open(self, size: int) -> ProcessPoolExecutor:
        """Return the pool, with at least so many processes."""
        if self._pool is None or size > self._size:
            self.close()
            # Not forked: a process that has run Saxon, or Sphinx, has threads.
            self._pool = ProcessPoolExecutor(
                size, mp_context=get_context("spawn"), initializer=_ignore_interrupts
            )
            self._size = size
        return self._pool

    def close(self, *, at_once: bool = False) -> None:
        """End all processes."""
        pool: Any = self._pool
        if at_once:
            # Only Python 3.14 has a method for it.
            for process in list(getattr(pool, "_processes", None) or {}):
                with contextlib.suppress(OSError):  # it has ended
                    os.kill(process, signal.SIGTERM)
        if pool is not None:
            pool.shutdown(cancel_futures=True)
        self._pool = None
        self._size = 0
