"""The table of kinds and situations (README.md) names tests that there are."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TABLE = (HERE / "README.md").read_text(encoding="utf-8")
CASES = [line for line in TABLE.splitlines() if re.match(r"\| \d+ ", line)]
NAMED = sorted({*re.findall(r"`([\w./]+\.py::[^`]+)`", TABLE)})


@cache
def list_tests(module: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The tests of a module, and all strings in it, among which are the names of parameters."""
    nodes = [*ast.walk(ast.parse(module.read_text(encoding="utf-8")))]
    tests = frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))
    strings = (node.value for node in nodes if isinstance(node, ast.Constant))
    return tests, frozenset(value for value in strings if isinstance(value, str))


def test_every_case_has_three_other_situations() -> None:
    """There are 24 rows, each of which names the case and at least three other tests."""
    assert [int(line.split()[1]) for line in CASES] == [*range(1, 25)]
    assert min(line.count(".py::") for line in CASES) >= 4
    for line in CASES:
        named = re.findall(r"\.py::[^`]+", line)
        assert len(named) == len({*named}), line


@pytest.mark.parametrize("name", NAMED)
def test_every_test_that_the_table_names_is_there(name: str) -> None:
    """With its parameter, where the table names one."""
    module, _, test = name.partition("::")
    test, _, parameter = test.partition("[")
    tests, strings = list_tests((HERE / module).resolve())
    assert test in tests
    assert not parameter or parameter.removesuffix("]") in strings
