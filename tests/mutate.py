"""Make small faults in the code on purpose, one at a time, and list those that no test notices.

    python tests/mutate.py --seed 1 --count 20

Works on a copy of the checkout. For each fault only the tests are run that mention the module.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def choose_tests(root: Path, file: Path) -> list[str]:
    """List the test files that mention a module, or for a stylesheet those that transform."""
    tests = sorted((root / "tests").rglob("test_*.py"))
    if file.suffix == ".xsl":
        word = re.compile(r"xspec|stage_edition|transform|build_site|run_command")
    else:
        dotted = ".".join(file.relative_to("src").with_suffix("").parts)
        word = re.compile(rf"\b{re.escape(dotted.removesuffix('.__init__'))}\b")
    found = [path for path in tests if word.search(path.read_text("utf-8"))]
    return [str(path.relative_to(root)) for path in found or tests]


def fails(root: Path, tests: list[str], timeout: float) -> bool:
    """Run tests until one fails; a run that does not end fails too."""
    call = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider",
            "-m", "not corpora and not browser", *tests]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(call, cwd=root, env=env, timeout=timeout, capture_output=True)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode not in {0, 5}  # 5: no test was left


def is_noticed(root: Path, mutant: Mutant, tests: list[str], timeout: float) -> bool:
    """Run the tests with the fault in place, and remove it again."""
    path = root / mutant.file
    text = path.read_text("utf-8")
    path.write_text(mutant.apply(text), "utf-8")
    try:
        return fails(root, tests, timeout)
    finally:
        path.write_text(text, "utf-8")


def main() -> int:
    """Try a sample of mutants and print those that survive."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--timeout", type=float, default=600, help="seconds for each mutant")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "checkout"
        shutil.copytree(ROOT, root, ignore=_LEFT_OUT)
        noticed, tried = 0, 0
        passing: dict[tuple[str, ...], bool] = {}
        for mutant in draw_mutants(root, chosen.seed, chosen.count):
            what = mutant.describe((root / mutant.file).read_text("utf-8"))
            tests = choose_tests(root, mutant.file)
            if tuple(tests) not in passing:
                passing[tuple(tests)] = not fails(root, tests, chosen.timeout)
            if not passing[tuple(tests)]:
                print("left out (its tests fail without it)", what, flush=True)
                continue
            seen = is_noticed(root, mutant, tests, chosen.timeout)
            tried, noticed = tried + 1, noticed + seen
            print("noticed " if seen else "SURVIVED", what, flush=True)
        print(f"{noticed} of {tried} were noticed (seed {chosen.seed})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
