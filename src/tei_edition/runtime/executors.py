"""Who does work: the protocol of executors, and what they have in common.

An executor is given work and jobs and yields results as they come. A job that ends the process that
does it is done once more, alone; if it ends that one too, its result is LOST and the others go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Job = TypeVar("Job")
Result = TypeVar("Result")

# At most so many jobs are handed over at a time: each message costs some thousandths of a second.
_BATCH = 25


class Lost:
    """What comes of a job that has ended each process that it was given to."""


LOST = Lost()


class Executor(Protocol):
    """Who does jobs in other processes."""

    def stream(
        self, work: Callable[[Job], Result], jobs: Sequence[Job], size: int
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Yield the number of each job with its result, as they come; `size` share the work.

        What the work raises is raised, that of the first job that does. Memory is bounded: only so
        many jobs are under way as keep all processes busy.
        """

    def close(self, *, at_once: bool = False) -> None:
        """End what was started; do not wait for work under way if it is to be `at_once`."""


def split_jobs(number: int, size: int) -> list[range]:
    """Divide jobs into batches, several for each of those that share them."""
    batch = max(1, min(_BATCH, number // (4 * size)))
    return [range(start, min(start + batch, number)) for start in range(0, number, batch)]


def do_batch(work: Callable[[Any], Any], jobs: list[Any]) -> list[Any]:
    """Do the work for each job; what a worker process is asked for."""
    return [work(job) for job in jobs]
