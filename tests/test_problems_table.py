"""The table of rules is in order, and problems keep what they were given."""

from __future__ import annotations

import pickle
import re

import msgspec
import pytest

from tei_edition.problems import (
    RULES,
    EditionError,
    Location,
    Problem,
    Severity,
    problem,
    sort_problems,
)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_a_noun_phrase_with_a_sentence(code: str) -> None:
    """Codes are kebab-case and stand with themselves; summaries are sentences."""
    rule = RULES[code]

    assert rule.code == code
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code)
    assert re.fullmatch(r"[A-Z].*\w\.", rule.summary)
    assert isinstance(rule.severity, Severity)


def test_a_problem_is_as_grave_as_its_rule() -> None:
    """Severity comes from the table; a code that is not in it is a fault of the program."""
    found = problem("unreferenced-entity", "so", Location("a.xml", 2, 3), hint="correct it")

    assert (found.severity, found.hint) == (Severity.NOTE, "correct it")
    with pytest.raises(KeyError):
        problem("no-such-rule", "so", Location("a.xml"))


def test_problems_are_sorted_by_place_and_told_once() -> None:
    """File, line and column as numbers; then codes; what is said twice is said once."""
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 2), ("a", 9, 1), ("a", 9, 1)]
    found = [problem("xml-encoding", "so", Location(*place)) for place in places]
    found.append(problem("duplicate-id", "so", Location("a", 9, 1)))

    ordered = sort_problems(found)

    assert [(p.location.file, p.location.line, p.location.column) for p in ordered] == [
        ("a", 9, 1), ("a", 9, 1), ("a", 9, 2), ("a", 10, 1), ("b", 1, 1),
    ]  # fmt: skip
    assert [p.code for p in ordered[:2]] == ["duplicate-id", "xml-encoding"]
    assert sort_problems(reversed(found)) == ordered


def test_problems_cross_processes() -> None:
    """What a worker found arrives as it was, in MessagePack as in pickles."""
    found = problem("xml-encoding", "„so“", Location("ä b.xml", 2, 3), related=[Location("c")])

    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Problem) == found


def test_errors_cross_processes_with_their_hints() -> None:
    """An error of a worker says the same in the process that asked."""
    error = pickle.loads(pickle.dumps(EditionError("no", hint="do so")))  # noqa: S301

    assert (str(error), error.hint) == ("no", "do so")
