"""Which tests reach which line of the code, noted once for `mutate.py`."""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import coverage

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path("src/tei_edition")


class Noted(NamedTuple):
    """A test that passes: its seconds of the processor, and the fixtures that all tests share."""

    name: str
    seconds: float
    shared: frozenset[str]

    @property
    def file(self) -> str:
        """The file that it is in."""
        return self.name.partition("::")[0]


_COVERAGE = """[run]
source_pkgs = tei_edition
patch = subprocess
parallel = true
relative_files = true
context = ${PYTEST_CURRENT_TEST-}
"""
_LEFT_TO_CI = "not corpora and not browser"


class Reach:
    """Which tests reach a line; read from a folder that `note_reach` has filled."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder, self._root = folder, root
        self._data = coverage.CoverageData(str(folder / ".coverage"))
        self._data.read()
        self._files = {Path(name).as_posix(): name for name in self._data.measured_files()}
        notes = [
            json.loads(line)
            for path in sorted(folder.glob("notes-*.jsonl"))
            for line in path.read_text("utf-8").splitlines()
        ]
        self.noted = {note["test"] for note in notes}
        self.tests = {
            note["test"]: Noted(note["test"], note["seconds"], frozenset(note["shared"]))
            for note in notes
            if note["passed"]
        }

    def list_tests(self, file: Path, lines: Iterable[int]) -> list[Noted]:
        """Return the tests that reach one of the lines, as the checkout numbers them now."""
        name = self._files.get(file.as_posix())
        if name is None:
            return []
        contexts = self._data.contexts_by_lineno(name)
        moved = self._find_lines(file)
        reached = {c for line in lines for c in contexts.get(moved.get(line, 0), ())}
        found: set[str] = set()
        for context in reached:
            test, phase = _split_context(context)
            if test in self.tests:
                found.add(test)
                if phase == "setup":  # what one test sets up others of its file use, or all
                    found |= self._list_sharing(self.tests[test])
        return [self.tests[test] for test in found]

    def is_run_at_import(self, file: Path, lines: Iterable[int]) -> bool:
        """Whether a line is run before any test, as modules are imported or tests collected."""
        name = self._files.get(file.as_posix())
        if name is None:
            return False
        contexts = self._data.contexts_by_lineno(name)
        moved = self._find_lines(file)
        return any("" in contexts.get(moved.get(line, 0), ()) for line in lines)

    def list_all(self, file: Path) -> list[Noted]:
        """Return the tests that reach any line of a file: for what is run when it is imported."""
        text = (self._folder / "sources" / file).read_text("utf-8")
        return self.list_tests(file, range(1, text.count("\n") + 2))

    def _list_sharing(self, test: Noted) -> set[str]:
        return {
            other.name
            for other in self.tests.values()
            if other.file == test.file or other.shared & test.shared
        }

    def _find_lines(self, file: Path) -> dict[int, int]:
        """Return where the lines of a file were when the reach was noted."""
        old = (self._folder / "sources" / file).read_text("utf-8").splitlines()
        new = (self._root / file).read_text("utf-8").splitlines()
        matcher = difflib.SequenceMatcher(None, new, old, autojunk=False)
        return {
            block.a + at + 1: block.b + at + 1
            for block in matcher.get_matching_blocks()
            for at in range(block.size)
        }


def _split_context(context: str) -> tuple[str, str]:
    """Return test and phase of a context: "TEST|PHASE"; of another process "TEST (PHASE)"."""
    if found := re.fullmatch(r"(.*) \((setup|call|teardown)\)", context, re.DOTALL):
        return found[1], found[2]
    test, _, phase = context.rpartition("|")
    return test, phase


def note_reach(root: Path, folder: Path) -> None:
    """Run all tests of a checkout once, and note in a folder what each of them reaches."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "coveragerc").write_text(_COVERAGE)
    for part in (PACKAGE, Path("xslt")):
        shutil.copytree(root / part, folder / "sources" / part, dirs_exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        call, environment = make_call(
            root, f"--basetemp={temporary}/t", "--cov", f"--cov-config={folder / 'coveragerc'}",
            "--cov-context=test", "--cov-report=",
        )  # fmt: skip
        noting = {"MUTATION_NOTES": str(folder), "COVERAGE_FILE": str(folder / ".coverage")}
        subprocess.run(
            call, cwd=root, env=environment | noting, stdout=subprocess.DEVNULL, check=False
        )


def make_call(root: Path, *options: str) -> tuple[list[str], dict[str, str]]:
    """Return a call of pytest with our plugin, and its environment."""
    plugins = ["-p", "no:cacheprovider", "-p", "mutation_tests"]
    path = os.pathsep.join((str(root / "src"), str(root / "tests/support")))
    call = [sys.executable, "-m", "pytest", "-q", "-m", _LEFT_TO_CI, *plugins, *options]
    return call, {**os.environ, "PYTHONPATH": path}
