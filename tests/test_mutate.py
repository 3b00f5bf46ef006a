"""The script that makes faults on purpose makes the ones it says."""

from __future__ import annotations

import ast
from pathlib import Path

from lxml import etree

from mutate import ROOT, choose_tests, draw_mutants, list_python_mutants, list_xslt_mutants


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


def test_tests_of_a_module_are_those_that_mention_it() -> None:
    """A module that no test mentions is tried by all."""
    chosen = choose_tests(ROOT, Path("src/tei_edition/dating/calendars.py"))

    assert str(Path("tests/test_calendars.py")) in chosen
    assert str(Path("tests/test_links.py")) not in chosen
