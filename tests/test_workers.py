"""Work is done in order, on as many processes as asked, and a process that dies is an error."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tei_edition.problems import EditionError
from tei_edition.runtime.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator


def double(number: int) -> int:
    """Twice the number."""
    return 2 * number


def name_process(_: int) -> int:
    """The process that does the work."""
    return os.getpid()


def fail(number: int) -> int:
    """Fails on 3, in words."""
    if number == 3:
        raise EditionError("three", hint="two or four")
    return number


def die(_: int) -> int:
    """Ends the process as a crash would."""
    os._exit(99)


@pytest.mark.parametrize(("count", "jobs"), [(1, 0), (1, 200), (2, 3), (2, 200), (0, 5)])
def test_work_is_done_in_order(count: int, jobs: int) -> None:
    """Results come in the order of the jobs, whatever the number of processes."""
    with Workers(count) as pool:
        assert pool.map(double, range(jobs)) == [2 * n for n in range(jobs)]


def test_few_jobs_are_done_here() -> None:
    """Unless they must be done apart; no process is started that is not needed."""
    with Workers(2) as pool:
        assert set(pool.map(name_process, range(3))) == {os.getpid()}
        assert os.getpid() not in pool.map(name_process, range(3), apart=True)
    with Workers(1) as pool:
        assert len({*pool.map(name_process, range(200), apart=True), os.getpid()}) == 2


def test_an_error_of_a_worker_arrives() -> None:
    """With its words and its hint; the pool can still be used."""
    with Workers(1) as pool:
        with pytest.raises(EditionError, match="three") as caught:
            pool.map(fail, range(5), apart=True)
        assert caught.value.hint == "two or four"
        assert pool.map(double, [1], apart=True) == [2]


def test_a_process_that_dies_is_an_error() -> None:
    """The work ends with a sentence, and does not hang."""
    with (
        Workers(1) as pool,
        pytest.raises(EditionError, match="a worker process ended unexpectedly"),
    ):
        pool.map(die, [1], apart=True)


def blocks_interrupts(_: int) -> bool:
    """Whether Ctrl-C is kept from the process."""
    is_put_off = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    return is_put_off and signal.getsignal(signal.SIGINT) is signal.SIG_IGN


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_interrupts_come_to_the_main_process_alone() -> None:
    """Workers print no traceback at Ctrl-C, and this process still gets it."""
    with Workers(2) as pool:
        pool.prepare(blocks_interrupts, 0)
        assert not blocks_interrupts(0)
        assert all(pool.map(blocks_interrupts, range(200)))
    assert not blocks_interrupts(0)


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_an_interrupt_while_processes_start_waits_until_they_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It ends the work then, and no process is left."""
    started = ProcessPoolExecutor.map

    def interrupt(pool: ProcessPoolExecutor, *work: Any, **size: Any) -> Iterator[Any]:
        os.kill(os.getpid(), signal.SIGINT)
        return started(pool, *work, **size)

    monkeypatch.setattr(ProcessPoolExecutor, "map", interrupt)
    pool = Workers(2)
    with pytest.raises(KeyboardInterrupt), pool:
        pool.map(double, range(200))
    assert not multiprocessing.active_children()
