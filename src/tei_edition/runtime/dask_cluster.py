"""A Dask cluster as an executor: the same work on many machines that share a file system.

Files are not sent: each worker reads the edition, and keeps what it read, at the same paths as this
process. What crosses the wire are names of files, settings and facts.
"""

from __future__ import annotations

import contextlib
import logging
import platform
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition import __version__
from tei_edition.problems import EditionError
from tei_edition.runtime.executors import LOST, Job, Lost, Result, do_batch, split_jobs
from tei_edition.runtime.extras import name_install
from tei_edition.runtime.files import digest_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SCHEME = "dask://"
LOCAL = f"{SCHEME}local"
# So many batches for each worker are under way.
_AHEAD = 2
_CONNECT = 10  # seconds to wait for the scheduler, and for its first worker


class _Sight(NamedTuple):
    """What a worker sees: its versions, and digests of the files that all must share."""

    python: str
    version: str
    settings: str
    kept: str


def _look(settings: Path, mark: Path) -> _Sight:
    """Return what this process sees."""
    python = ".".join(platform.python_version_tuple()[:2])
    return _Sight(python, __version__, _digest(settings), _digest(mark))


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:
        return ""


class DaskCluster:
    """The executor of `--executor`: a cluster, or processes of this machine run as one.

    Raises EditionError where the cluster cannot be used, and says why.
    """

    def __init__(self, address: str, settings: Path, kept: Path, *, count: int) -> None:
        try:
            import distributed
        except ImportError:
            raise EditionError(
                f'"{address}" needs Dask, which is not installed',
                hint=name_install("dask"),
            ) from None
        self.address = address
        self._distributed: Any = distributed
        self._gone = (
            self._distributed.comm.CommClosedError,
            self._distributed.client.FutureCancelledError,
        )
        self._local: Any = None
        # What its parts tell each other is no message for editors.
        for name in list(logging.root.manager.loggerDict):
            if name.partition(".")[0] in {"distributed", "tornado", "asyncio"}:
                logging.getLogger(name).setLevel(logging.CRITICAL)
        self._client: Any = self._connect(count)
        try:
            self._compare(settings, kept)
        except BaseException:
            self.close(at_once=True)
            raise

    def _connect(self, count: int) -> Any:
        target: Any = self.address.replace(SCHEME, "tcp://", 1)
        if self.address == LOCAL:
            target = self._local = self._distributed.LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                # Work that ends a second worker too is not given to a third.
                scheduler_kwargs={"allowed_failures": 1},
                silence_logs=logging.CRITICAL,
            )
        try:
            client = self._distributed.Client(target, timeout=_CONNECT, set_as_default=False)
            client.wait_for_workers(1, timeout=_CONNECT)
        except (OSError, TimeoutError, ValueError) as error:
            raise EditionError(
                f'no Dask cluster answers at "{self.address}": {error}',
                hint="start one: `dask scheduler`, and `dask worker ADDRESS --nthreads 1`",
            ) from None
        return client

    def _compare(self, settings: Path, kept: Path) -> None:
        """Refuse workers that would do other work, or would not find the files."""
        mark = kept / "edition.txt"
        ours = _look(settings, mark)
        for worker, seen in self._ask_all(settings, mark).items():
            theirs = _Sight(*seen)
            for name, mine, other in (
                ("Python", ours.python, theirs.python),
                ("tei-edition", ours.version, theirs.version),
            ):
                if mine != other:
                    raise EditionError(
                        f"the Dask worker {worker} has {name} {other}, this machine {mine}",
                        hint="install the same versions everywhere",
                    )
            for path, mine, other in (
                (settings, ours.settings, theirs.settings),
                (mark, ours.kept, theirs.kept),
            ):
                if mine != other:
                    raise EditionError(
                        f'the Dask worker {worker} does not find "{path}" as it is here',
                        hint="the edition, and the folder that TEI_EDITION_CACHE names, must lie in"
                        " a folder that all machines share, at the same path; set the variable for"
                        " the workers too",
                    )

    def _ask_all(self, settings: Path, mark: Path) -> dict[str, tuple[str, str, str, str]]:
        try:
            seen: dict[str, tuple[str, str, str, str]] = self._client.run(_look, settings, mark)
        except (ImportError, AttributeError) as error:
            raise EditionError(
                f'a worker of "{self.address}" cannot run tei-edition: {error}',
                hint=f"install tei-edition {__version__} where the workers run",
            ) from None
        return seen

    def stream(
        self,
        work: Callable[[Job], Result],
        jobs: Sequence[Job],
        size: int,  # noqa: ARG002 - a cluster has the size that it has
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Yield results as they come; see `Executor`."""
        with self._explain():
            number = max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
            waiting = deque(split_jobs(len(jobs), number))
            suspects: deque[range] = deque()
            alone = False
            under_way: dict[Any, range] = {}
            queue = self._distributed.as_completed(loop=self._client.loop)
            failures: dict[int, BaseException] = {}
            while waiting or under_way or suspects:
                if not waiting and not under_way:
                    # Nothing that ends its worker is beside it now.
                    waiting.append(suspects.popleft())
                    alone = True
                while waiting and not failures and len(under_way) < _AHEAD * number:
                    batch = waiting.popleft()
                    chosen = [jobs[n] for n in batch]
                    future = self._client.submit(do_batch, work, chosen, pure=False)
                    under_way[future] = batch
                    queue.add(future)
                future = next(queue)
                batch = under_way.pop(future)
                try:
                    results = future.result()
                except self._distributed.KilledWorker:
                    # One of them ended its process, or something that was given to the same
                    # worker: each is tried by itself, and at last with nothing beside it.
                    if alone:
                        yield batch.start, LOST
                    elif len(batch) == 1:
                        suspects.append(batch)
                    else:
                        waiting.extendleft(range(n, n + 1) for n in batch)
                except self._gone:
                    raise
                except Exception as error:
                    failures[batch.start] = error
                else:
                    yield from zip(batch, results, strict=True)
                future.release()
                if failures and not under_way:
                    raise failures[min(failures)]

    @contextlib.contextmanager
    def _explain(self) -> Iterator[None]:
        """Say it in words where the scheduler goes."""
        try:
            yield
        except self._gone as error:
            raise EditionError(
                f'the Dask cluster at "{self.address}" has gone: {type(error).__name__}',
                hint="run the command again: what was read is kept, and only the rest is done",
            ) from None

    def close(self, *, at_once: bool = False) -> None:
        """Leave the cluster; one of this machine is ended."""
        with contextlib.suppress(OSError, TimeoutError):
            self._client.close(timeout=1 if at_once else 10)
        if self._local is not None:
            with contextlib.suppress(OSError, TimeoutError):
                self._local.close(timeout=10)
            self._local = None
