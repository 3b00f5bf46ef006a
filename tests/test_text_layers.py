"""Spans and transpositions may be layers of a text, up to a bound."""

from __future__ import annotations

import pytest
from lxml import etree

from tei_edition.source.faults import FaultError
from tei_edition.source.spans import MOST_OPEN, check_spans, check_transpositions

BEGIN, END = '<delSpan spanTo="#e{}"/>', '<anchor xml:id="e{}"/>'


def parse(content: str) -> etree._Element:
    """A text with that content."""
    return etree.fromstring(f'<text xmlns="http://www.tei-c.org/ns/1.0">{content}</text>')


def spans(numbers: range, *, closed: bool) -> str:
    """The beginnings of spans; behind each its end, or behind all of them."""
    begins, ends = ([part.format(n) for n in numbers] for part in (BEGIN, END))
    if closed:
        return "".join(map(str.__add__, begins, ends))
    return "".join(begins + ends)


@pytest.mark.parametrize(
    ("content", "is_fine"),
    [
        (spans(range(MOST_OPEN), closed=False), True),
        (spans(range(MOST_OPEN + 1), closed=False), False),
        (spans(range(3 * MOST_OPEN), closed=True), True),
        (
            spans(range(MOST_OPEN), closed=False)
            + spans(range(100, 100 + MOST_OPEN), closed=False),
            True,
        ),
        (spans(range(MOST_OPEN), closed=True) + spans(range(100, 151), closed=False), False),
        # Spans without an end, or with one before them, are none.
        (BEGIN.format(1) * (MOST_OPEN + 1), True),
        (END.format(1) + BEGIN.format(1) * (MOST_OPEN + 1), True),
        (BEGIN.format(1) * (MOST_OPEN + 1) + END.format(1), False),
        ('<delSpan spanTo="b.xml#e1"/>' * (MOST_OPEN + 1) + END.format(1), True),
    ],
)
def test_spans_that_are_open_at_once_are_counted(content: str, is_fine: bool) -> None:
    """Those that were closed before are not."""
    if is_fine:
        check_spans(parse(content))
    else:
        with pytest.raises(FaultError, match="more than 50 spans"):
            check_spans(parse(content))


@pytest.mark.parametrize(
    ("targets", "is_fine"),
    [
        (["#a #b"] * MOST_OPEN, True),
        (["#a #b"] * (MOST_OPEN + 1), False),
        ([f"#a{n} #b{n}" for n in range(3 * MOST_OPEN)], True),
        ([f"#a{n} #a{n + 1}" for n in range(MOST_OPEN + 1)], False),
    ],
)
def test_transpositions_of_the_same_words_are_counted(targets: list[str], is_fine: bool) -> None:
    """One upon the other, also if each moves the words beside those of the last."""
    root = parse("".join(f'<transpose><ptr target="{target}"/></transpose>' for target in targets))

    if is_fine:
        check_transpositions(root)
    else:
        with pytest.raises(FaultError, match="transposed more than 50 times"):
            check_transpositions(root)
