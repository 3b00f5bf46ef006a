"""Regular expressions of XML Schema: what they match, and that the time is bounded."""

from __future__ import annotations

import random
import re
import time

import pytest

from tei_edition.relaxng.automaton import Automaton, is_deterministic
from tei_edition.relaxng.regex import Regex, _read

# Expressions that take a backtracking matcher time that doubles with each character.
COSTLY = (
    r"([A-Za-z0-9]+[_. ]?)*",
    r"(a+)+b",
    r"(a|a)*b",
    r"(a|ab|b)*c",
    r"([a-z]*)*-",
    r"(\w+\s?)+[0-9]",
    r"((a{1,3}){1,9}){1,9}b",
    r"(.*,){20}x",
)


@pytest.mark.parametrize("expression", COSTLY)
def test_an_expression_that_could_be_divided_in_many_ways_ends_in_bounded_time(
    expression: str,
) -> None:
    """A text of thousands of characters that all but matches is refused within seconds."""
    pattern = Regex(expression)
    began = time.perf_counter()
    for text in ("ab" * 1000 + "!", "a" * 2000 + "!", "a " * 1000 + "/", "é" * 500 + "!"):
        assert not pattern.matches(text)
    assert time.perf_counter() - began < 10


def _make_expression(chance: random.Random, depth: int) -> str:
    kind = chance.randrange(6) if depth else 0
    if kind <= 1:
        return chance.choice(["a", "b", "[ab]", "[^a]", ".", "c"])
    if kind == 2:
        return _make_expression(chance, depth - 1) + _make_expression(chance, depth - 1)
    if kind == 3:
        parts = (_make_expression(chance, depth - 1) for _ in range(2))
        return f"({'|'.join(parts)})"
    suffix = chance.choice(["?", "*", "+", "{2}", "{0}", "{1,3}", "{0,2}", "{2,}", "{0,1}"])
    return f"({_make_expression(chance, depth - 1)}){suffix}"


def test_automaton_and_re_agree_on_short_texts() -> None:
    """Of 1,500 made-up expressions both say the same of every text tried, safe or not."""
    chance = random.Random(11)  # noqa: S311
    texts = ["", *("".join(chance.choices("abc", k=k)) for k in range(1, 8) for _ in range(4))]
    safe = 0
    for _ in range(1500):
        expression = _make_expression(chance, 4)
        by_re = re.compile(expression)
        automaton, ours = Automaton(_read(expression, 0x7F)), Regex(expression)
        safe += is_deterministic(_read(expression, 0x7F))
        for text in texts:
            expected = by_re.fullmatch(text) is not None
            assert automaton.matches(text) is expected, (expression, text)
            assert ours.matches(text) is expected, (expression, text)
    assert 100 < safe < 1400


@pytest.mark.parametrize(
    "expression",
    [
        r"[0-9]+(\.[0-9]+){0,2}",
        r"[^\p{C}\p{Z}]+",
        r"(\p{L}|\p{N}|\p{P}|\p{S})+",
        r"[A-Z]{2}-[0-9]{4}",
        r"(recto|verso)?",
        r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?",
    ],
)
def test_an_ordinary_expression_is_left_to_re(expression: str) -> None:
    """Where the next character always decides, the fast matcher is used."""
    assert is_deterministic(_read(expression, 0x7F))


@pytest.mark.parametrize(
    "expression", [r"a*a", r"(a|ab)c", r"(a?)*", r"(a+)+", r"a?a", r"(a*|b)a", r"(ab?){2,}b"]
)
def test_an_expression_with_two_ways_for_a_character_is_not_left_to_re(expression: str) -> None:
    """Where a character leaves two ways open, the automaton is used."""
    assert not is_deterministic(_read(expression, 0x7F))


@pytest.mark.parametrize(
    "expression",
    [r"(a{1,1000}){1,1000}b?a", r"(a?){20000}", r"(a|aa){9999999}", "a{1000000000}", "(" * 5000],
)
def test_an_expression_that_is_too_large_is_refused_at_once(expression: str) -> None:
    """Quantities are not written out without limit: the schema has a problem instead."""
    began = time.perf_counter()
    with pytest.raises(ValueError, match=r"states|large|nested|early"):
        Regex(expression)
    assert time.perf_counter() - began < 5


def test_large_quantities_stay_where_the_way_is_clear() -> None:
    """A long text of single characters needs no automaton, and is counted exactly."""
    pattern = Regex(r"[a-z]{2,50000}")
    assert pattern.matches("a" * 50000)
    assert not pattern.matches("a" * 50001)
    assert not pattern.matches("a")


@pytest.mark.parametrize(
    ("expression", "yes", "no"),
    [
        (r"(a+b?)*é", "aabé", "aabe"),
        (r"(\p{Lu}+\p{L}?)*", "ÄÖü", "äÖ"),
        (r"(\i\c*\s?)*", "é:x y", "1x"),
        (r"([a-z-[aeiou]]+x?)+", "bcx", "bac"),
        (r"(\w+,?)*\P{N}", "äb,ç", "äb,1"),
        (r"(.+)+", "x𝄞y", "x\ny"),
    ],
)
def test_the_automaton_knows_all_characters(expression: str, yes: str, no: str) -> None:
    """Categories, names and subtractions hold beyond ASCII too."""
    pattern = Regex(expression)
    assert pattern.matches(yes)
    assert not pattern.matches(no)
