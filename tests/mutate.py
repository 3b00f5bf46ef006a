"""Make small faults in the code on purpose, one at a time, and list those that no test notices.

    python tests/mutate.py --seed 1 --count 20

Works on a copy of the checkout. First all tests are run once, to note which lines each of them
reaches (`--reach FOLDER` keeps that for later runs). For each fault then only the tests are run
that reach its line, the quickest of each file first, until one fails.
"""

from __future__ import annotations

import argparse
import ast
import difflib
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

import coverage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src/tei_edition")
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
            if not old.strip(" <>=!isnot"):
                yield Mutant(file, *between, f" {_COMPARISONS[type(node.ops[0])]} ")
        elif isinstance(node, ast.BoolOp):
            between = (span(node.values[0])[1], span(node.values[1])[0])
            old = text[between[0] : between[1]]
            if old.split() in (["and"], ["or"]):
                other = " or " if isinstance(node.op, ast.And) else " and "
                yield Mutant(file, *between, other)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            start, end = span(node)
            yield Mutant(file, start, end, f"bool({text[start + 4 : end]})")
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield Mutant(file, *span(node), str(node.value + 1))


def list_xslt_mutants(file: Path, text: str) -> Iterator[Mutant]:
    """Yield changes of the XPath in `test`, `select` and `match`."""
    for found in _XPATH.finditer(text):
        for pattern, replacement in _SWAPS_OF_XPATH:
            for swap in pattern.finditer(found[1]):
                offset = found.start(1)
                yield Mutant(file, offset + swap.start(), offset + swap.end(), replacement)


def draw_mutants(root: Path, seed: int, count: int) -> list[Mutant]:
    """Draw a sample, half of it from Python and half from XSLT; the seed decides which."""
    python = [
        mutant
        for path in sorted((root / PACKAGE).rglob("*.py"))
        for mutant in list_python_mutants(path.relative_to(root), path.read_text("utf-8"))
    ]
    xslt = [
        mutant
        for path in sorted((root / "xslt").rglob("*.xsl"))
        for mutant in list_xslt_mutants(path.relative_to(root), path.read_text("utf-8"))
    ]
    draw = random.Random(seed)  # noqa: S311 (a sample, nothing secret)
    return draw.sample(python, count - count // 2) + draw.sample(xslt, count // 2)


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
    call = ["-m", _LEFT_TO_CI, "--cov", f"--cov-config={folder / 'coveragerc'}",
            "--cov-context=test", "--cov-report="]  # fmt: skip
    run_tests(root, call, MUTATION_NOTES=str(folder), COVERAGE_FILE=str(folder / ".coverage"))


def run_tests(
    root: Path, options: list[str], timeout: float | None = None, **environment: str
) -> int:
    """Run pytest in a checkout; the exit code, -1 if it does not end."""
    plugins = ["-p", "no:cacheprovider", "-p", "mutation_tests"]
    path = os.pathsep.join((str(root / "src"), str(root / "tests/support")))
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, "-m", "pytest", "-q", *plugins, f"--basetemp={folder}/t", *options]
        try:
            done = subprocess.run(
                call, cwd=root, env={**os.environ, "PYTHONPATH": path, **environment},
                timeout=timeout, capture_output=True, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return -1
    return done.returncode


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


def choose_tests(root: Path, mutant: Mutant, reach: Reach, budget: float) -> list[str]:
    """List tests that may notice a mutant, in the order in which to run them.

    Those of a stylesheet are all that transform; tests that are newer than what was noted are
    chosen if they mention the module. No more are chosen than the budget of seconds allows.
    """
    text = (root / mutant.file).read_text("utf-8")
    if mutant.file.suffix == ".xsl":
        saxon = PACKAGE / "runtime/saxon.py"
        found = reach.list_all(saxon)
        names = {test.name for test in found}
        found += [test for test in reach.tests.values()
                  if test.file == "tests/test_xslt.py" and test.name not in names]  # fmt: skip
    else:
        lines, is_imported = find_lines(text, mutant.start)
        found = reach.list_all(mutant.file) if is_imported else reach.list_tests(mutant.file, lines)
    return order_tests(found, _list_mentioning(root, mutant.file), budget)


def order_tests(found: Iterable[Noted], favoured: Collection[str], budget: float) -> list[str]:
    """Put those of favoured files first, then the quickest of each other file."""
    ranks: dict[str, int] = {}
    placed = []
    for test in sorted(found, key=lambda test: (test.seconds, test.name)):
        rank = ranks[test.file] = ranks.get(test.file, -1) + 1
        group = 0 if test.file in favoured else 1 + rank // 8
        placed.append((group, rank, test.seconds, test.name))
    chosen, seconds = [], 0.0
    for *_, needed, name in sorted(placed):
        if seconds + needed <= budget:
            seconds += needed
            chosen.append(name)
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


class Bench:
    """A copy of the checkout in which one mutant at a time is tried."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def try_mutant(self, mutant: Mutant, reach: Reach, budget: float, timeout: float) -> str:
        """Return how a mutant was noticed, "SURVIVED", or "UNREACHED" if no test can notice it."""
        tests = choose_tests(self.root, mutant, reach, budget)
        files = sorted(find_new_tests(self.root, reach) & _list_mentioning(self.root, mutant.file))
        if not tests and not files:
            return "UNREACHED"
        path = self.root / mutant.file
        text = path.read_text("utf-8")
        self._write(path, mutant.apply(text))
        choice = self.root / "choice.json"
        called = sorted({*files, *(test.partition("::")[0] for test in tests)})
        known = [name for name in reach.noted if name.partition("::")[0] in called]
        choice.write_text(json.dumps({"tests": tests, "known": known}), "utf-8")
        try:
            code = run_tests(
                self.root, ["-x", "-n0", *called], timeout, MUTATION_CHOICE=str(choice)
            )
        finally:
            self._write(path, text)
        return {-1: "no end", 0: "SURVIVED", 5: "SURVIVED"}.get(code, "noticed")

    def _write(self, path: Path, text: str) -> None:
        """Write a file with a time of its own, by whose seconds Python knows what it compiled."""
        time = path.stat().st_mtime + 2
        path.write_text(text, "utf-8")
        os.utime(path, (time, time))


def find_new_tests(root: Path, reach: Reach) -> set[str]:
    """Return the files of tests of which none was noted."""
    noted = {test.file for test in reach.tests.values()}
    return {
        path.relative_to(root).as_posix() for path in (root / "tests").rglob("test_*.py")
    } - noted


def main() -> int:
    """Try a sample of mutants and print those that survive."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--reach", type=Path, help="where what tests reach is noted, or is kept")
    options.add_argument("--budget", type=float, default=120, help="seconds of tests for a mutant")
    options.add_argument("--timeout", type=float, default=1200, help="seconds for each mutant")
    options.add_argument("--jobs", type=int, default=2)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        benches: queue.Queue[Bench] = queue.Queue()
        for number in range(chosen.jobs):
            root = folder / f"{number}" / "checkout"
            shutil.copytree(ROOT, root, ignore=_LEFT_OUT)
            benches.put(Bench(root))
        noted = chosen.reach or folder / "reach"
        if not (noted / ".coverage").exists():
            note_reach(folder / "0/checkout", noted)
        results = []

        def judge(mutant: Mutant) -> None:
            bench = benches.get()
            try:
                told = bench.try_mutant(
                    mutant, Reach(noted, bench.root), chosen.budget, chosen.timeout
                )
            finally:
                benches.put(bench)
            results.append(told)
            print(
                f"{told:9} {mutant.describe((ROOT / mutant.file).read_text('utf-8'))}", flush=True
            )

        with ThreadPoolExecutor(chosen.jobs) as pool:
            list(pool.map(judge, draw_mutants(ROOT, chosen.seed, chosen.count)))
        noticed = len(results) - results.count("SURVIVED") - results.count("UNREACHED")
        print(f"{noticed} of {len(results)} were noticed (seed {chosen.seed})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
