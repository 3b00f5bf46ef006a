"""Checking again: a file is saved, and what has changed is reported."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tei_edition.cli import main
from tei_edition.problems import Location, Problem, problem
from tei_edition.report import Report, format_changes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'
WRONG = '<p><persName ref="#lenin">L</persName></p>'
PATIENCE = 60


class Watch:
    """A check that runs by itself, and what it prints, line by line."""

    def __init__(self, folder: Path) -> None:
        command = (sys.executable, "-c", "from tei_edition.cli import main; main()")
        self.process = subprocess.Popen(
            (*command, "check", "--watch", "-j1"),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def read_to(self, last: str) -> list[str]:
        """The next lines, to the one that begins so."""
        found = [self.lines.get(timeout=PATIENCE)]
        while not found[-1].startswith(last):
            found.append(self.lines.get(timeout=PATIENCE))
        return found


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """The folder of an edition with an error in its one text, which includes a file."""
    (tmp_path / "tei").mkdir()
    (tmp_path / "parts").mkdir()
    (tmp_path / "edition.toml").write_text('[check]\nschema = "none"\n', encoding="utf-8")
    part = '<p xmlns="http://www.tei-c.org/ns/1.0">One</p>'
    (tmp_path / "parts" / "one.xml").write_text(part, encoding="utf-8")
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../parts/one.xml"/>'
    (tmp_path / "tei" / "a.xml").write_text(TEXT.format(WRONG + include), encoding="utf-8")
    return tmp_path


@pytest.fixture
def watch(edition: Path) -> Iterator[Watch]:
    """The check of the edition, ended if the test does not end it."""
    started = Watch(edition)
    yield started
    started.process.kill()
    started.process.wait()
    assert started.process.stdout is not None
    started.process.stdout.close()


def test_every_file_of_the_edition_is_watched(edition: Path, watch: Watch) -> None:
    """Texts, new texts, what they include, and the settings: each is reported when it is saved."""
    text = edition / "tei" / "a.xml"
    assert watch.read_to("1 error")[0].startswith("tei/a.xml:1:")

    text.write_text(text.read_text(encoding="utf-8").replace(WRONG, "<p/>\n"), encoding="utf-8")
    assert watch.read_to("Sound") == [
        "1 corrected",
        'corrected: tei/a.xml: no person "lenin" in the register [unknown-person]',
        "Sound: 1 file, no problems",
    ]

    (edition / "tei" / "b.xml").write_text(TEXT.format(WRONG), encoding="utf-8")
    assert watch.read_to("1 error")[0] == "1 new"

    (edition / "parts" / "one.xml").write_text("<p>", encoding="utf-8")
    told = watch.read_to("2 errors")
    assert told[0] == "1 new"
    assert told[1].startswith(("parts/one.xml:", "tei/a.xml:"))
    assert told[-1] == "2 errors in 2 files (1 as before)"

    (edition / "edition.toml").write_text("[chek]", encoding="utf-8")
    assert watch.read_to("error: ")

    settings = '[check]\nschema = "none"\nignore = ["unknown-person"]\n'
    (edition / "edition.toml").write_text(settings, encoding="utf-8")
    assert watch.read_to("1 error")[0] == "1 corrected"


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
def test_it_ends_quietly(watch: Watch) -> None:
    """Ctrl-C is no error, and prints nothing."""
    watch.read_to("1 error")

    watch.process.send_signal(signal.SIGINT)

    assert watch.process.wait(PATIENCE) == 0
    assert watch.lines.empty()


def test_without_the_library_it_says_how_to_get_it(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is named with the command that installs it."""
    monkeypatch.chdir(edition)
    monkeypatch.setitem(sys.modules, "watchfiles", None)

    result = CliRunner().invoke(main, ["check", "--watch"])

    assert result.exit_code == 2
    assert 'pip install "watchfiles>=' in result.stderr


@pytest.mark.parametrize("option", ["--statistics", "--fix-hints", "--format=json"])
def test_what_it_does_not_go_with(
    option: str, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Options that make no sense together are wrong usage."""
    monkeypatch.chdir(edition)

    assert CliRunner().invoke(main, ["check", "--watch", option]).exit_code == 2


def test_a_problem_that_only_moved_is_not_new(tmp_path: Path) -> None:
    """Lines put in before it change nothing; one more of the same kind does."""
    one, two, other = (problem("malformed-id", "m", Location("a.xml", n)) for n in (1, 5, 9))

    def compare(before: list[Problem], after: list[Problem]) -> str:
        first, second = (Report(tuple(found), 1, tmp_path) for found in (before, after))
        return format_changes(first, second)

    assert compare([one], [two]) == "Nothing has changed\n1 error in 1 file (1 as before)\n"
    assert compare([one], [two, other]).startswith("1 new\na.xml:9:1: error: m [malformed-id]\n")
    assert compare([one, two], [other]).startswith(
        "1 corrected\ncorrected: a.xml: m [malformed-id]\n"
    )
    assert compare([one], []).endswith("Sound: 1 file, no problems\n")
