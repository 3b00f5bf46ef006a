"""The script that makes faults on purpose makes the ones it says."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from coverage import CoverageData
from lxml import etree

from mutate import (
    ROOT,
    draw_mutants,
    find_lines,
    list_python_mutants,
    list_xslt_mutants,
    order_tests,
)
from mutation_reach import Noted, Reach


def test_python_mutants_change_one_place_each() -> None:
    """A comparison, a connective, a negation and a number are changed, also behind an umlaut."""
    text = 'x = "ä" < y and not z\nn = 5\n'

    made = [mutant.apply(text) for mutant in list_python_mutants(Path("a.py"), text)]

    assert sorted(made) == sorted([
        'x = "ä" <= y and not z\nn = 5\n',
        'x = "ä" < y or not z\nn = 5\n',
        'x = "ä" < y and bool(z)\nn = 5\n',
        'x = "ä" < y and not z\nn = 6\n',
    ])  # fmt: skip


def test_xslt_mutants_change_xpath_only() -> None:
    """Prose and comments that read like XPath are left alone."""
    text = '<!-- a and b --><xsl:if test="a and b[1]">this or that</xsl:if>'

    made = {mutant.apply(text) for mutant in list_xslt_mutants(Path("a.xsl"), text)}

    assert made == {text.replace('"a and b', '"a or b'), text.replace("[1]", "[last()]")}


def test_mutants_of_the_package_can_be_parsed() -> None:
    """A sample of both languages is drawn by its seed, and is still Python and XML."""
    mutants = draw_mutants(ROOT, 1, 40)

    assert mutants == draw_mutants(ROOT, 1, 40)
    assert {mutant.file.suffix for mutant in mutants} == {".py", ".xsl"}
    for mutant in mutants:
        made = mutant.apply((ROOT / mutant.file).read_text("utf-8"))
        if mutant.file.suffix == ".py":
            ast.parse(made)
        else:
            etree.fromstring(made.encode())


def test_lines_of_a_fault_are_those_of_its_statement() -> None:
    """Of a condition without its body; what is run when a module is imported is told apart."""
    text = (
        "X = (\n    1 < 2\n)\ndef f(\n    a=1,\n):\n    if a and (\n        a):\n        return 1\n"
    )

    assert find_lines(text, text.index("<")) == (range(1, 4), True)
    assert find_lines(text, text.index("a=1")) == (range(4, 7), True)
    assert find_lines(text, text.index("and")) == (range(7, 9), False)
    assert find_lines(text, text.rindex("1")) == (range(9, 10), False)


def test_quick_tests_of_each_file_come_first() -> None:
    """Those of files that mention the module before others, and no more than there is time for."""
    noted = [Noted(f"{file}::t{at}", at, frozenset()) for file in "ab" for at in range(9, 0, -1)]

    names = [test.name for test in order_tests(noted, {"b"}, budget=1000)]
    assert names[:4] == ["b::t1", "a::t1", "b::t2", "b::t3"]
    assert len(names) == 18
    assert [test.name for test in order_tests(noted, {"b"}, budget=3)] == names[:2]


@pytest.fixture
def reach(tmp_path: Path) -> Reach:
    """What three tests reach of a module of four lines, to which a line has been added since."""
    (tmp_path / "root/src").mkdir(parents=True)
    (tmp_path / "noted/sources/src").mkdir(parents=True)
    (tmp_path / "noted/sources/src/a.py").write_text("one\ntwo\nthree\nfour\n")
    (tmp_path / "root/src/a.py").write_text("new\none\ntwo\nthree\nfour\n")
    data = CoverageData(str(tmp_path / "noted/.coverage"))
    for context, lines in {
        "t.py::a|run": [1], "t.py::b|setup": [2], "u.py::c (call)": [3], "t.py::failed|run": [1],
    }.items():  # fmt: skip
        data.set_context(context)
        data.add_lines({"src/a.py": lines})
    data.write()
    notes: list[dict[str, object]] = [
        {"test": name, "passed": name != "t.py::failed", "seconds": 1, "shared": []}
        for name in ("t.py::a", "t.py::b", "u.py::c", "t.py::failed")
    ]
    (tmp_path / "noted/notes-1.jsonl").write_text("\n".join(map(json.dumps, notes)))
    return Reach(tmp_path / "noted", tmp_path / "root")


@pytest.mark.parametrize(
    ("line", "tests"),
    [
        (1, set()),
        (2, {"t.py::a"}),
        (3, {"t.py::a", "t.py::b"}),
        (4, {"u.py::c"}),
        (5, set()),
    ],
)
def test_tests_of_a_line_are_those_that_reach_it(reach: Reach, line: int, tests: set[str]) -> None:
    """Also by a process of theirs; what one sets up is used by others of its file."""
    assert {test.name for test in reach.list_tests(Path("src/a.py"), [line])} == tests


def test_a_module_that_no_test_loads_is_reached_by_none(reach: Reach) -> None:
    """Its faults count as not noticed."""
    assert reach.list_tests(Path("src/b.py"), [1]) == []
