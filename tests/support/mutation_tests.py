"""A plugin of pytest for `mutate.py`: it notes what each test needs, and tries faults in forks.

With MUTATION_NOTES=FOLDER a line is written for each test: its name, whether it passed, its
seconds of the processor, and the fixtures that all tests share. With MUTATION_PIPES=IN,OUT no test
is run by itself: for each job that is read a fork runs the tests that it names, in its order, until
one fails, and what came of it is written.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import pytest

from live_code import LiveCode

if TYPE_CHECKING:
    from collections.abc import Generator

SHARED = ("shipped", "site", "plain")
_LOOK = 0.02  # seconds between two looks at a fork
_passed: dict[str, bool] = {}


def _measure() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Write a line for the test, where somebody wants it."""
    start = _measure()
    result = yield
    if folder := os.environ.get("MUTATION_NOTES"):
        note = {
            "test": item.nodeid,
            "passed": _passed.get(item.nodeid, False),
            "seconds": round(_measure() - start, 3),
            "shared": [name for name in SHARED if name in getattr(item, "fixturenames", ())],
        }
        with (Path(folder) / f"notes-{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(note)}\n")
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember whether a test passed, in all its phases; one that was skipped did not."""
    passed = report.passed and _passed.get(report.nodeid, True)
    _passed[report.nodeid] = passed


class Job(NamedTuple):
    """Tests to run, and the fault to run them with, if any: a module, its text and the faulty one.

    The fork may use `seconds` of the processor, and lasts no longer than `patience`.
    """

    tests: list[str]
    module: str
    text: str
    faulty: str
    seconds: float
    patience: float


class Verdict(NamedTuple):
    """What came of a job: "passed", "failed", "ended", "endless" or "late".

    And the test that was running then, how many had passed, and how it failed.
    """

    outcome: str
    test: str = ""
    passed: int = 0
    words: str = ""


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Read jobs and answer them until there are no more, if somebody gives any."""
    pipes = os.environ.get("MUTATION_PIPES")
    if not pipes:
        return None
    jobs, answers = (int(number) for number in pipes.split(","))
    code = LiveCode("tei_edition")
    known = sorted(item.nodeid for item in session.items)
    with os.fdopen(jobs) as source, os.fdopen(answers, "w") as target:
        print(json.dumps(known), file=target, flush=True)
        for line in source:
            verdict = _try_job(session, code, Job(**json.loads(line)))
            print(json.dumps(verdict), file=target, flush=True)
    return True


def _try_job(session: pytest.Session, code: LiveCode, job: Job) -> Verdict:
    """Run the tests of a job in a fork, and end all that it has started."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = Path(folder) / "told"
        told.touch()
        process = os.fork()
        if not process:
            try:
                os.setpgid(0, 0)
                _be_the_fork(session, code, job, Path(folder))
            finally:
                os._exit(3)
        status = _wait(process, job.patience)
        with contextlib.suppress(OSError):
            os.killpg(process, signal.SIGKILL)
        if status is None:
            os.waitpid(process, 0)
        return _read(status, told.read_text("utf-8").splitlines())


def _wait(process: int, patience: float) -> int | None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(_LOOK)
    return None


def _read(status: int | None, lines: list[str]) -> Verdict:
    """Read what a fork has told: a line as each test begins, and one with its failure."""
    told = [json.loads(line) for line in lines if line.endswith("]")]
    begun = [test for kind, test in told if kind == "begins"]
    failures = [words for kind, words in told if kind == "failed"]
    last = begun[-1] if begun else ""
    if status == 0:
        return Verdict("passed", "", len(begun))
    if status == 1 and failures:
        return Verdict("failed", last, len(begun) - 1, failures[0])
    outcomes = {None: "late", -signal.SIGXCPU: "endless", -signal.SIGKILL: "endless"}
    return Verdict(outcomes.get(status, "ended"), last, len(begun) - 1, f"exit code {status}")


def _be_the_fork(session: pytest.Session, code: LiveCode, job: Job, folder: Path) -> None:
    import resource  # not on every system

    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    soft = int(sum(os.times()[:2]) + job.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + 5))
    code.forget_results()
    if job.module:
        code.replace(job.module, job.text, job.faulty)
    (folder / "t").mkdir()
    session.config._tmp_path_factory._basetemp = folder / "t"  # type: ignore[attr-defined]
    places = {name: at for at, name in enumerate(job.tests)}
    items = [item for item in session.items if item.nodeid in places]
    session.items = sorted(items, key=lambda item: places[item.nodeid])
    with (folder / "told").open("w", encoding="utf-8") as told:
        session.config.pluginmanager.register(_Teller(told))
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                os._exit(1)
    os._exit(0)


class _Teller:
    """A plugin that writes down which test is running, and how one fails."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Write that a test begins."""
        self._tell("begins", nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write how a test has failed, in a line."""
        if report.failed:
            lines = str(report.longrepr).strip().splitlines()
            self._tell("failed", f"{report.when}: {lines[-1] if lines else ''}")

    def _tell(self, kind: str, words: str) -> None:
        print(json.dumps([kind, words]), file=self._file, flush=True)
