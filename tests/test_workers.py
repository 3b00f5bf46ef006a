"""Work is done in order, on as many processes as asked, and a process that dies is an error."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from building import build_site, describe_differences, list_files, make_edition
from tei_edition.config import read_config
from tei_edition.loading import edition, schema_only
from tei_edition.loading.edition import ReadingJob, read_edition, read_file
from tei_edition.loading.schema_only import judge_edition
from tei_edition.problems import EditionError
from tei_edition.runtime.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.loading.store import Digest


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


def kill_at_sevens(number: int) -> int:
    """Ends the process at 7, 77, 107 and so on, as a fault of a library would."""
    if number % 10 == 7 and number % 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
@pytest.mark.parametrize("count", [1, 2])
def test_a_job_that_ends_its_process_is_replaced_and_the_others_are_done(count: int) -> None:
    """Whatever the number of processes; what it stands for is made here."""
    with Workers(count) as pool:
        done = pool.map(kill_at_sevens, range(120), apart=True, replace=lambda number: -number)
        again = pool.map(double, [1, 2], apart=True)
    killers = {7, 17, 37, 47, 67, 77, 97, 107}
    assert done == [-n if n in killers else n for n in range(120)]
    assert again == [2, 4], "the pool can still be used"


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_a_process_that_is_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    """Its jobs are done again, in another process."""
    mark = tmp_path / "killed"
    with Workers(2) as pool:
        done = pool.map(die_once, [(n, str(mark)) for n in range(100)], apart=True)
    assert done == list(range(100))


def test_a_process_that_ends_while_it_is_prepared_costs_nothing() -> None:
    """The jobs that come later are done by a new one."""
    with Workers() as pool:
        pool.prepare(die, 0)
        time.sleep(2)  # until its end is noticed

        assert pool.map(double, range(3), apart=True) == [0, 2, 4]


def die_once(job: tuple[int, str]) -> int:
    """Ends the process at 50, but only the first of them."""
    number, mark = job
    if number == 50:
        try:
            os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
            os.kill(os.getpid(), signal.SIGKILL)
        except FileExistsError:
            pass
    return number


@pytest.mark.parametrize("count", [1, 2])
def test_of_several_errors_that_of_the_first_job_is_raised(count: int) -> None:
    """Whatever the number of processes, and whichever is quicker."""
    with Workers(count) as pool, pytest.raises(EditionError, match="at 40"):
        pool.map(fail_from_forty, range(200), apart=True)


def fail_from_forty(number: int) -> int:
    """Fails on all numbers from 40 on."""
    if number >= 40:
        raise EditionError(f"at {number}")
    return number


# A file that ends its process -----------------------------------------------------------------


def read_unless_killer(job: ReadingJob) -> Digest:
    """Read a file; one is such that the process ends."""
    if job[0].name == "killer.xml":
        os.kill(os.getpid(), signal.SIGKILL)
    return read_file(job)


def judge_unless_killer(job: tuple[Path, Any]) -> Any:
    """Judge a file; one is such that the process ends."""
    if job[0].name == "killer.xml":
        os.kill(os.getpid(), signal.SIGKILL)
    return JUDGE(job)


JUDGE = schema_only._judge_file
BODY = "<text><body><p>Letter {}</p></body></text>"


@pytest.fixture
def with_killer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition of so many files that processes share them, of which one ends its process."""
    texts = {f"letter{n:02}": BODY.format(n) for n in range(80)}
    root = make_edition(tmp_path / "edition", {**texts, "killer": BODY.format("of death")})
    monkeypatch.setattr(edition, "read_file", read_unless_killer)
    monkeypatch.setattr(schema_only, "_judge_file", judge_unless_killer)
    monkeypatch.setattr(schema_only, "_BYTES_A_WORKER", 1)
    return root


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_a_file_that_ends_its_process_is_a_problem_of_its_own(
    with_killer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All other files are read, and the next run reads this one again."""
    config = read_config(with_killer / "edition.toml")
    for _ in range(2):
        reading = read_edition(config, workers=2)
        told = [p.location.file for p in reading.problems if p.code == "xml-unreadable"]
        assert told == ["tei/killer.xml"]
        assert len(reading.edition.texts) == 80
        assert [unread.file for unread in reading.edition.unread] == ["tei/killer.xml"]
    monkeypatch.undo()  # a new version of a library can read it
    for _ in range(2):
        assert len(read_edition(config, workers=2).edition.texts) == 81


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_so_it_is_where_the_schema_alone_judges(with_killer: Path) -> None:
    """The verdict on every other file is there, and none of this one is kept."""
    config = read_config(with_killer / "edition.toml")
    for _ in range(2):
        told = judge_edition(config, workers=2).problems
        assert [p.location.file for p in told if p.code == "xml-unreadable"] == ["tei/killer.xml"]


@pytest.mark.parametrize("parallel", [2])
def test_two_processes_make_the_bytes_of_one(tmp_path: Path, parallel: int) -> None:
    """A site of so many files that processes share reading and transforming."""
    texts = {f"letter{n:02}": BODY.format(n) for n in range(81)}
    roots = [make_edition(tmp_path / name, texts) for name in ("one", "two")]
    one, two = (
        build_site(root, parallel=count, options=["-D", "suppress_warnings=tei"])
        for root, count in zip(roots, (1, parallel), strict=True)
    )
    assert describe_differences(list_files(one.out), list_files(two.out)) == []


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
    started = ProcessPoolExecutor.submit

    def interrupt(pool: ProcessPoolExecutor, *work: Any) -> Future[Any]:
        os.kill(os.getpid(), signal.SIGINT)
        return started(pool, *work)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", interrupt)
    pool = Workers(2)
    with pytest.raises(KeyboardInterrupt), pool:
        pool.map(double, range(200))
    # A process that has been told to end needs a moment on a busy machine.
    until = time.monotonic() + 30
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.1)
    assert not multiprocessing.active_children()
