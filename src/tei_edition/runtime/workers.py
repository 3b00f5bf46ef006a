"""Workers: as many as asked, here or on a cluster, ended when the work is done."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from tei_edition.problems import EditionError
from tei_edition.runtime.executors import Executor, Job, Lost, Result
from tei_edition.runtime.pool import ProcessPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType


class WorkerError(EditionError):
    """A process has ended before its work was done."""


# With fewer jobs than this for each, further processes take longer to start than they save.
_JOBS_A_WORKER = 40

# The cluster that works for this process, and the settings of the edition that it works on.
_chosen: list[tuple[str, Path, Path]] = []


@contextlib.contextmanager
def use_cluster(address: str, settings: Path, kept: Path) -> Iterator[None]:
    """Let all workers be those of a cluster: "dask://HOST:PORT", or "dask://local".

    `settings` is the edition.toml, `kept` the folder of what is kept between runs: each worker must
    find both where they are here.
    """
    _chosen.append((address, settings, kept))
    try:
        yield
    finally:
        _chosen.pop()


# Whether this process does all work itself.
_alone: list[bool] = []


@contextlib.contextmanager
def work_here() -> Iterator[None]:
    """Do all work in this process, which is there for nothing else: Saxon may end it."""
    _alone.append(True)
    try:
        yield
    finally:
        _alone.pop()


class Workers:
    """Processes that share work, for use in a `with` statement, at whose end they have ended.

    `count` is how many there may be at most; 0 stands for one a processor.
    `note` is called after each job with how many of how many are done.
    """

    def __init__(self, count: int = 1, note: Callable[[int, int], None] | None = None) -> None:
        self.count = count or os.cpu_count() or 1
        self._note = note or (lambda _done, _all: None)
        self._pool = ProcessPool()
        self._cluster: Executor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # At Ctrl-C nobody waits for what is still to be done.
        at_once = error is not None and not isinstance(error, Exception)
        self._pool.close(at_once=at_once)
        if self._cluster is not None:
            self._cluster.close(at_once=at_once)
            self._cluster = None

    def prepare(self, work: Callable[[Job], object], job: Job) -> None:
        """Start a process of this machine, if there is none yet, with work that makes it ready."""
        if not _chosen and not _alone:
            self._pool.prepare(work, job)

    def map(
        self,
        work: Callable[[Job], Result],
        jobs: Sequence[Job],
        *,
        apart: bool = False,
        replace: Callable[[Job], Result] | None = None,
    ) -> list[Result]:
        """Do the work for each job, and return the results in order.

        A few jobs are done in this process, unless they must be done `apart` from it. A job that
        ends the process that does it, twice, is given to `replace` in this process; without that
        WorkerError is raised.
        """
        size = self.measure(jobs)
        if not jobs:
            return []
        if _alone or (size == 1 and not apart and not _chosen):
            return self._gather(enumerate(map(work, jobs)), jobs, replace)
        executor = self._connect() if _chosen else self._pool
        return self._gather(executor.stream(work, jobs, size), jobs, replace)

    def _gather(
        self,
        results: Iterable[tuple[int, Result | Lost]],
        jobs: Sequence[Job],
        replace: Callable[[Job], Result] | None,
    ) -> list[Result]:
        gathered: dict[int, Result] = {}
        for number, result in results:
            if not isinstance(result, Lost):
                gathered[number] = result
            elif replace is not None:
                gathered[number] = replace(jobs[number])
            else:
                raise WorkerError(
                    "a worker process ended unexpectedly",
                    hint="there may be too little memory; try again with -j 1",
                )
            self._note(len(gathered), len(jobs))
        return [gathered[number] for number in range(len(jobs))]

    def measure(self, jobs: Sequence[Job]) -> int:
        """How many processes share the jobs."""
        return max(1, min(self.count, len(jobs) // _JOBS_A_WORKER + 1))

    def _connect(self) -> Executor:
        """Return the cluster that was chosen, connected."""
        if self._cluster is None:
            from tei_edition.runtime.dask_cluster import DaskCluster

            self._cluster = DaskCluster(*_chosen[-1], count=self.count)
        return self._cluster
