"""Make small faults in the code on purpose, one at a time, and list those that no test notices.

    python tests/mutate.py --seed 1 --count 20
    python tests/mutate.py --only src/tei_edition/dating --count 50

Works on a copy of the checkout. First all tests are run once, to note which lines each of them
reaches (`--reach FOLDER` keeps that for later runs). For each fault then only the tests are run
that reach its line, the quickest of each file first, until one fails. All tests are loaded once;
the faults are tried in forks of that process, so this needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import queue
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests/support"))

from mutation_reach import PACKAGE, Noted, Reach, make_call, note_reach  # noqa: E402
from mutation_tests import Verdict  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".tei-edition", ".*_cache", "__pycache__", "build", "dist"
)
_COMPARISONS = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
_SWAPS_OF_XPATH = (
    (re.compile(r"\[1\]"), "[last()]"),
    (re.compile(r" and "), " or "),
    (re.compile(r" or "), " and "),
    (re.compile(r"\bnot\("), "boolean("),
    (re.compile(r" = "), " != "),
    (re.compile(r"\bpreceding::"), "following::"),
    (re.compile(r"\bancestor-or-self::"), "ancestor::"),
)
_XPATH = re.compile(r'\b(?:test|select|match)="([^"]*)"')


class Mutant(NamedTuple):
    """One small fault: in `file`, the characters from `start` to `end` are replaced."""

    file: Path
    start: int
    end: int
    replacement: str

    def apply(self, text: str) -> str:
        """Return the text of the file with the fault."""
        return text[: self.start] + self.replacement + text[self.end :]

    def describe(self, text: str) -> str:
        """Return the place, and the words before and after."""
        line = text.count("\n", 0, self.start) + 1
        was = text[self.start : self.end]
        return f"{self.file.as_posix()}:{line}: {was!r} -> {self.replacement!r}"


def list_python_mutants(file: Path, text: str) -> Iterator[Mutant]:
    """Yield comparisons turned round, conditions negated, `and` for `or`, numbers one higher."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(line: int, column: int) -> int:
        begin = starts[line - 1]
        encoded = text[begin : starts[line]].encode()
        return begin + len(encoded[:column].decode())

    def span(node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset)

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            between = (span(node.left)[1], span(node.comparators[0])[0])
            old = text[between[0] : between[1]]
            if not old.strip(" \n<>=!isnot"):
                yield Mutant(file, *between, _swap_word(old, _COMPARISONS[type(node.ops[0])]))
        elif isinstance(node, ast.BoolOp):
            between = (span(node.values[0])[1], span(node.values[1])[0])
            old = text[between[0] : between[1]]
            if old.split() in (["and"], ["or"]):
                other = "or" if isinstance(node.op, ast.And) else "and"
                yield Mutant(file, *between, _swap_word(old, other))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            start, end = span(node)
            yield Mutant(file, start, end, f"bool({text[start + 4 : end]})")
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield Mutant(file, *span(node), str(node.value + 1))


def _swap_word(text: str, word: str) -> str:
    """Put another operator where one stands; lines stay as they are."""
    return re.sub(r"\S+(?:\s+\S+)*", word, text)


def list_xslt_mutants(file: Path, text: str) -> Iterator[Mutant]:
    """Yield changes of the XPath in `test`, `select` and `match`."""
    for found in _XPATH.finditer(text):
        for pattern, replacement in _SWAPS_OF_XPATH:
            for swap in pattern.finditer(found[1]):
                offset = found.start(1)
                yield Mutant(file, offset + swap.start(), offset + swap.end(), replacement)


def draw_mutants(root: Path, seed: int, count: int, only: str = "") -> list[Mutant]:
    """Draw a sample, half of it from Python and half from XSLT; the seed decides which.

    `only` is a path to which it is restricted; where that has too few of one half, there are fewer.
    """
    python = [
        mutant
        for path in _list_files(root, PACKAGE, "*.py", only)
        for mutant in list_python_mutants(path, (root / path).read_text("utf-8"))
    ]
    xslt = [
        mutant
        for path in _list_files(root, Path("xslt"), "*.xsl", only)
        for mutant in list_xslt_mutants(path, (root / path).read_text("utf-8"))
    ]
    draw = random.Random(seed)  # noqa: S311 (a sample, nothing secret)
    counts = (count - count // 2, count // 2) if python and xslt else (count, count)
    halves = zip((python, xslt), counts, strict=True)
    return [mutant for half, size in halves for mutant in draw.sample(half, min(size, len(half)))]


def _list_files(root: Path, folder: Path, pattern: str, only: str) -> Iterator[Path]:
    for path in sorted((root / folder).rglob(pattern)):
        if (name := path.relative_to(root)).is_relative_to(only) or not only:
            yield name


def find_lines(text: str, offset: int) -> tuple[range, bool]:
    """Return the lines of the statement at an offset, and whether it is run at every import."""
    line = text.count("\n", 0, offset) + 1
    best, is_imported = range(line, line + 1), True
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.stmt) or not node.lineno <= line <= (node.end_lineno or 0):
            continue
        if isinstance(node, ast.FunctionDef) and line > node.body[0].lineno - 1:
            is_imported = False
        body = getattr(node, "body", None)
        end = body[0].lineno if isinstance(body, list) and body else (node.end_lineno or 0) + 1
        if node.lineno <= line < max(end, node.lineno + 1):
            best = range(node.lineno, max(end, node.lineno + 1))
    return best, is_imported


# What runs a stylesheet; a stylesheet itself cannot be asked which test reaches it.
_SAXON = PACKAGE / "runtime/saxon.py"
_RUNNING_SAXON = ("transform", "prepare")
# A test that needs more seconds than this is run after the others.
_SLOW = 1.0


class Choice(NamedTuple):
    """Tests that may notice a mutant, in the order in which to run them.

    `cold`: the line is run when modules are imported, or tests collected. `reached`: some of the
    tests were seen to reach it.
    """

    tests: list[str]
    seconds: float
    cold: bool
    reached: bool


def choose_tests(
    root: Path, mutant: Mutant, reach: Reach, known: Collection[str], budget: float
) -> Choice:
    """Choose the tests that reach a mutant, and all that are newer than what was noted.

    Of the latter those of files that mention the module; where none reaches it those that reach
    its module otherwise. Of a stylesheet all that transform. No more are chosen than the budget of
    seconds allows.
    """
    mentioning = _list_mentioning(root, mutant.file)
    cold = False
    if mutant.file.suffix == ".xsl":
        lines = _find_bodies((root / _SAXON).read_text("utf-8"), _RUNNING_SAXON)
        found = {test.name: test for test in reach.list_tests(_SAXON, lines)}
        found |= {test.name: test for test in reach.tests.values() if test.file in mentioning}
        reaching = list(found.values())
    else:
        statement, cold = find_lines((root / mutant.file).read_text("utf-8"), mutant.start)
        cold = cold or reach.is_run_at_import(mutant.file, statement)
        reaching = reach.list_all(mutant.file) if cold else reach.list_tests(mutant.file, statement)
    reached = bool(reaching)
    reaching = [test for test in reaching or reach.list_all(mutant.file) if test.name in known]
    newer = [name for name in known
             if name not in reach.noted and name.partition("::")[0] in mentioning]  # fmt: skip
    chosen = order_tests(reaching, mentioning, budget)
    seconds = sum(test.seconds for test in chosen) + len(newer)
    return Choice([*newer, *(test.name for test in chosen)], seconds, cold, reached)


def _find_bodies(text: str, names: Collection[str]) -> list[int]:
    """Return the lines of the bodies of functions."""
    return [
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name in names
        for line in range(node.body[0].lineno, (node.end_lineno or 0) + 1)
    ]


def order_tests(found: Iterable[Noted], favoured: Collection[str], budget: float) -> list[Noted]:
    """Put those of favoured files first, then the quickest of each other file; slow ones last."""
    ranks: dict[str, int] = {}
    placed = []
    for test in sorted(found, key=lambda test: (test.seconds, test.name)):
        rank = ranks[test.file] = ranks.get(test.file, -1) + 1
        group = 0 if test.file in favoured else 1 + rank // 8
        placed.append((test.seconds > _SLOW, group, rank, test.seconds, test.name, test))
    chosen, seconds = [], 0.0
    for *_, test in sorted(placed):
        if seconds + test.seconds <= budget:
            seconds += test.seconds
            chosen.append(test)
    return chosen


def _list_mentioning(root: Path, file: Path) -> set[str]:
    """List the test files that mention a module, or for a stylesheet the scenarios."""
    if file.suffix == ".xsl":
        return {"tests/test_xslt.py"}
    dotted = ".".join(file.relative_to("src").with_suffix("").parts)
    word = re.compile(rf"\b{re.escape(dotted.removesuffix('.__init__'))}\b")
    tests = sorted((root / "tests").rglob("test_*.py"))
    return {
        path.relative_to(root).as_posix() for path in tests if word.search(path.read_text("utf-8"))
    }


class Loaded:
    """A process that has loaded tests, and runs those it is told in forks."""

    def __init__(self, root: Path, files: Iterable[str] = ()) -> None:
        (ours, theirs), (answers, answering) = os.pipe(), os.pipe()
        call, environment = make_call(root, "-n0", "-s", *files)
        self._process = subprocess.Popen(
            call, cwd=root, env={**environment, "MUTATION_PIPES": f"{ours},{answering}"},
            pass_fds=(ours, answering), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(ours)
        os.close(answering)
        self._jobs, self._answers = os.fdopen(theirs, "w"), os.fdopen(answers)
        first = self._answers.readline()
        # Empty if the tests cannot be loaded.
        self.known: list[str] = json.loads(first) if first else []

    def run(self, **job: object) -> Verdict:
        """Run tests in a fork."""
        print(json.dumps(job), file=self._jobs, flush=True)
        return Verdict(*json.loads(self._answers.readline()))

    def stop(self) -> None:
        """End the process."""
        self._jobs.close()
        self._process.wait()
        self._answers.close()


class Told(NamedTuple):
    """What was found out about a mutant, and the test that noticed it."""

    outcome: str
    by: str = ""


class Bench:
    """A copy of the checkout in which one mutant at a time is tried."""

    def __init__(self, root: Path, patience: float, files: Iterable[str] = ()) -> None:
        self.root, self._patience = root, patience
        self._loaded = Loaded(root, files)

    def close(self) -> None:
        """End its process."""
        self._loaded.stop()

    def try_mutant(self, mutant: Mutant, reach: Reach, budget: float) -> Told:
        """Return how a mutant was noticed; the others are "SURVIVED", "UNREACHED", "UNDECIDED".

        A test only counts that fails by itself with the mutant, and passes without it.
        """
        choice = choose_tests(self.root, mutant, reach, self._loaded.known, budget)
        tests = choice.tests
        while tests:
            verdict = self._run(mutant, tests, choice)
            if verdict.outcome == "passed":
                break
            if not verdict.test:
                return Told("noticed", verdict.words)
            if verdict.outcome == "late":
                return Told("UNDECIDED", verdict.test)
            alone = [verdict.test]
            if (
                self._run(None, alone, choice).outcome == "passed"
                and self._run(mutant, alone, choice).outcome == verdict.outcome
            ):
                return Told("noticed", f"{verdict.test}: {verdict.words}")
            tests = tests[tests.index(verdict.test) + 1 :]
        return Told("SURVIVED" if choice.reached else "UNREACHED", f"{len(choice.tests)} tests")

    def _run(self, mutant: Mutant | None, tests: list[str], choice: Choice) -> Verdict:
        """Run tests with a mutant, which is on the disk too for the processes that they start."""
        job = {"tests": tests, "module": "", "text": "", "faulty": "",
               "seconds": 3 * choice.seconds + 30, "patience": self._patience}  # fmt: skip
        if mutant is None:
            return self._loaded.run(**job)
        path = self.root / mutant.file
        text = path.read_text("utf-8")
        faulty = mutant.apply(text)
        self._write(path, faulty)
        try:
            if choice.cold:
                return self._run_cold(job, tests)
            if path.suffix == ".py":
                job |= {"module": str(path), "text": text, "faulty": faulty}
            return self._loaded.run(**job)
        finally:
            self._write(path, text)

    def _run_cold(self, job: dict[str, object], tests: list[str]) -> Verdict:
        """Run tests in a process that has loaded the mutant."""
        loaded = Loaded(self.root, sorted({test.partition("::")[0] for test in tests}))
        try:
            if not loaded.known:
                return Verdict("ended", words="the tests cannot be loaded")
            return loaded.run(**job)
        finally:
            loaded.stop()

    def _write(self, path: Path, text: str) -> None:
        """Write a file with a time of its own, by whose seconds Python knows what it compiled."""
        time = path.stat().st_mtime + 2
        path.write_text(text, "utf-8")
        os.utime(path, (time, time))


def main() -> int:
    """Try a sample of mutants and print those that survive."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--only", default="", help="a module or folder, by its path")
    options.add_argument(
        "--tests", nargs="+", default=(), help="the files of tests to run, not all"
    )
    options.add_argument("--reach", type=Path, help="where what tests reach is noted, or is kept")
    options.add_argument("--budget", type=float, default=120, help="seconds of tests for a mutant")
    options.add_argument("--patience", type=float, default=1200, help="seconds for each mutant")
    options.add_argument("--jobs", type=int, default=2)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        roots = [Path(name) / f"{number}" / "checkout" for number in range(chosen.jobs)]
        for root in roots:
            shutil.copytree(ROOT, root, ignore=_LEFT_OUT)
        noted = chosen.reach or Path(name) / "reach"
        if not (noted / ".coverage").exists():
            note_reach(roots[0], noted)
        benches: queue.Queue[Bench] = queue.Queue()
        for root in roots:
            benches.put(Bench(root, chosen.patience, chosen.tests))

        def judge(mutant: Mutant) -> Told:
            bench = benches.get()
            try:
                told = bench.try_mutant(mutant, Reach(noted, bench.root), chosen.budget)
            finally:
                benches.put(bench)
            place = mutant.describe((ROOT / mutant.file).read_text("utf-8"))
            print(f"{told.outcome:9} {place}  [{told.by}]", flush=True)
            return told

        with ThreadPoolExecutor(chosen.jobs) as pool:
            mutants = draw_mutants(ROOT, chosen.seed, chosen.count, chosen.only)
            results = [told.outcome for told in pool.map(judge, mutants)]
        while not benches.empty():
            benches.get().close()
        print(f"{results.count('noticed')} of {len(results)} were noticed (seed {chosen.seed})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
