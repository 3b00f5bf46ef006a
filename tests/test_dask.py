"""The same work on a Dask cluster: the same bytes, whatever becomes of its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from building import describe_differences, list_files, make_edition, run_command
from tei_edition.config import read_config
from tei_edition.loading import edition
from tei_edition.loading.edition import ReadingJob, read_edition, read_file
from tei_edition.problems import EditionError
from tei_edition.runtime import dask_cluster
from tei_edition.runtime.workers import Workers, use_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tei_edition.loading.store import Digest

pytest.importorskip("distributed", reason="pip install distributed")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")

LETTER = """<text><body><head>Letter {0}</head><p>To <persName ref="#anna">Anna</persName>, on
<date when="1917-11-07">7 November</date>.
<app><lem wit="#A">read</lem><rdg wit="#B">red</rdg></app>
No. {0}<note>A note.</note></p></body></text>"""
REGISTER = (
    '<listPerson><person xml:id="anna"><persName>Anna</persName></person></listPerson>'
    '<listWit><witness xml:id="A"/><witness xml:id="B"/></listWit>'
)


class Cluster(NamedTuple):
    """A scheduler and its workers, as processes."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


def start_cluster(folder: Path, kept: Path) -> Cluster:
    """Start a scheduler and two workers, which end when they are killed."""
    file = folder / "scheduler.json"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "TEI_EDITION_CACHE": str(kept),
    }

    def start(module: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{module}"]
        return subprocess.Popen(
            [*command, "--scheduler-file", str(file), *options],
            cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    listen = ("--host", "127.0.0.1")
    scheduler = start("scheduler", *listen, "--port", "0", "--no-dashboard")
    options = (*listen, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [start("worker", *options) for _ in range(2)]
    end = time.monotonic() + 120
    while not file.exists() or not file.read_text():
        assert time.monotonic() < end, "the scheduler has not started"
        time.sleep(0.1)
    address = file.read_text().partition('"address": "tcp://')[2].partition('"')[0]
    return Cluster(f"dask://{address}", scheduler, workers)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is kept, which this process and the workers share."""
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.setenv("TEI_EDITION_CACHE", str(folder))
    return folder


@pytest.fixture
def cluster(tmp_path: Path, kept: Path) -> Iterator[Cluster]:
    """A cluster of two workers."""
    started = start_cluster(tmp_path, kept)
    yield started
    for process in (*started.workers, started.scheduler):
        process.kill()
        process.wait()


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """An edition of so many letters that they are divided among the workers."""
    texts = {f"letter{n:02}": LETTER.format(n) for n in range(24)}
    return make_edition(tmp_path / "edition", texts, register=REGISTER)


def read_and_kill_once(job: ReadingJob) -> Digest:
    """Read a file; the first process that comes to letter 12 is killed."""
    mark = job[1].root / "killed"
    if job[0].name == "letter12.xml" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_file(job)


def read_unless_killer(job: ReadingJob) -> Digest:
    """Read a file; letter 12 ends each process that reads it."""
    if job[0].name == "letter12.xml":
        os.kill(os.getpid(), signal.SIGKILL)
    return read_file(job)


def read_slowly(job: ReadingJob) -> Digest:
    """Read a file, and say so, so slowly that something else can happen meanwhile."""
    digest = read_file(job)
    (job[1].root / "begun").touch()
    time.sleep(0.2)
    return digest


def choose(address: str, root: Path) -> Any:
    """Let workers be those of a cluster, for the edition of a folder."""
    config = read_config(root / "edition.toml")
    return use_cluster(address, root / "edition.toml", config.cache_folder)


def test_commands_do_on_a_cluster_what_they_do_here(
    cluster: Cluster, letters: Path, tmp_path: Path
) -> None:
    """Check says the same; HTML, texts and the site have the same bytes."""
    executor = ("--executor", cluster.address)
    for command in (
        ("check",), ("export", "text"), ("html", "-o", "OUT"), ("build", "-o", "OUT"),
    ):  # fmt: skip
        said = []
        for name, options in (("here", ()), ("there", executor)):
            run_command("clean", cwd=letters)
            out = str(tmp_path / name / command[0])
            words = [out if word == "OUT" else word for word in command]
            said.append(run_command(*words, *options, cwd=letters))
        here, there = said
        assert here.returncode == there.returncode < 2, there.stderr
        assert here.stdout.replace("/here/", "/there/") == there.stdout
        assert here.stderr.replace("/here/", "/there/") == there.stderr
    for name in ("html", "build"):
        made = [list_files(tmp_path / side / name) for side in ("here", "there")]
        assert len(made[0]) > 24
        assert describe_differences(*made) == []


def test_a_worker_that_is_killed_loses_nothing(
    cluster: Cluster, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one does what it had begun, and what is read is what is read here."""
    config = read_config(letters / "edition.toml")
    monkeypatch.setattr(edition, "read_file", read_and_kill_once)
    with choose(cluster.address, letters):
        there = read_edition(config)
    assert (letters / "killed").exists()
    cluster.workers[0].poll()
    cluster.workers[1].poll()
    assert [w.returncode for w in cluster.workers].count(None) == 1
    run_command("clean", cwd=letters)
    here = read_edition(read_config(letters / "edition.toml"))
    assert there.edition == here.edition
    assert there.problems == here.problems


def test_a_file_that_ends_every_worker_is_a_problem_of_its_own(
    kept: Path, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cluster of this machine starts its workers again, and does all other files."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    config = read_config(letters / "edition.toml")
    monkeypatch.setattr(edition, "read_file", read_unless_killer)
    with choose(dask_cluster.LOCAL, letters):
        reading = read_edition(config, workers=2)
    told = [p.location.file for p in reading.problems if p.code == "xml-unreadable"]
    assert told == ["tei/letter12.xml"]
    assert len(reading.edition.texts) == 23


def test_a_scheduler_that_stops_is_told_and_the_next_run_goes_on(
    cluster: Cluster, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before is kept, and not read again."""
    config = read_config(letters / "edition.toml")
    monkeypatch.setattr(edition, "read_file", read_slowly)

    def stop(done: int, _all: int) -> None:
        if done == 10:
            cluster.scheduler.kill()

    with (
        choose(cluster.address, letters),
        pytest.raises(EditionError, match="has gone") as caught,
    ):
        read_edition(config, note=stop)
    assert "run the command again" in caught.value.hint
    monkeypatch.setattr(edition, "read_file", read_file)
    numbers: list[int] = []
    reading = read_edition(config, note=lambda _done, every: numbers.append(every))
    assert len(reading.edition.texts) == 24
    assert numbers[0] <= 15


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": "0.0.1"}, "has tei-edition 0.0.1, this machine"),
        ({"python": "3.1"}, "has Python 3.1, this machine"),
        ({"settings": ""}, 'does not find ".*edition.toml" as it is here'),
        ({"kept": ""}, 'does not find ".*edition.txt" as it is here'),
    ],
)
def test_workers_that_would_do_other_work_are_refused(
    change: dict[str, str], message: str, letters: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version, or a folder that they do not see: who and what, in one sentence."""

    def answer(_self: object, settings: Path, mark: Path) -> dict[str, tuple[str, ...]]:
        return {"tcp://other:1": dask_cluster._look(settings, mark)._replace(**change)}

    monkeypatch.setattr(dask_cluster.DaskCluster, "_ask_all", answer)
    with choose(dask_cluster.LOCAL, letters), pytest.raises(EditionError, match=message):
        read_edition(read_config(letters / "edition.toml"))


def test_no_cluster_at_an_address_is_told(letters: Path, kept: Path) -> None:
    """In one line, with exit status 2 and what to start."""
    result = run_command("check", "--executor", "dask://127.0.0.1:9", cwd=letters)
    assert result.returncode == 2
    assert result.stderr.startswith('error: no Dask cluster answers at "dask://127.0.0.1:9"')
    assert "dask scheduler" in result.stderr


@pytest.mark.parametrize("address", ["local", "dask://", "tcp://127.0.0.1:8786"])
def test_an_address_of_another_form_is_refused(address: str, letters: Path) -> None:
    """Before anything is started."""
    result = run_command("check", "--executor", address, cwd=letters)
    assert result.returncode == 2
    assert "dask://HOST:PORT" in result.stderr


def fail_from_forty(number: int) -> int:
    """Fails on all numbers from 40 on."""
    if number >= 40:
        raise EditionError(f"at {number}")
    return number


def test_errors_of_the_work_arrive_in_the_order_of_jobs(
    kept: Path, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with processes of this machine; the cluster can still be used."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    with choose(dask_cluster.LOCAL, letters), Workers(2) as pool:
        with pytest.raises(EditionError, match="at 40"):
            pool.map(fail_from_forty, range(200))
        assert pool.map(abs, [-1, 2]) == [1, 2]
