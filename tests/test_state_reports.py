"""What changed between two states of an edition is told in lines, and as data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tei_edition.exports.state_changes import Change
from tei_edition.exports.state_items import StateItem
from tei_edition.exports.state_report import write_json, write_text


def item(words: str, anchor: str = "n1", text: str = "a", reference: str = "1.2") -> StateItem:
    """A note of a text."""
    return StateItem("notes", text, anchor, anchor, reference, words, {})


def change(fields: dict[str, tuple[Any, Any]], before: str = "so", after: str = "so") -> Change:
    """A note that says something else now."""
    return Change("notes", "changed", item(before), item(after), fields)


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        (Change("notes", "added", None, item("so")), ["  added a#n1 (1.2)", "    + so"]),
        (Change("notes", "removed", item("so"), None), ["  removed a#n1 (1.2)", "    - so"]),
        (
            Change("notes", "removed", item("so", anchor="", reference=""), None),
            ["  removed", "    - so"],
        ),
        (
            change({"words": ("a b c", "a x c")}, "a b c", "a x c"),
            ["  changed a#n1 (1.2)", "    a [-b-] {+x+} c"],
        ),
        (change({"resp": ("#a", "#b")}), ["  changed a#n1 (1.2)", "    so", "    resp: #a → #b"]),
        (change({"resp": ("#a", "#b")}, "", ""), ["  changed a#n1 (1.2)", "    resp: #a → #b"]),
        (
            change({"wit": (["A", "B"], ["B", "C"])}),
            ["  changed a#n1 (1.2)", "    so", "    wit: - A", "    wit: + C"],
        ),
        (
            change({"wit": (["A", "B"], ["B", "A"])}),
            ["  changed a#n1 (1.2)", "    so", "    wit: in another order"],
        ),
        (
            change({"wit": ("A", ["B"])}),
            ["  changed a#n1 (1.2)", "    so", '    wit: A → ["B"]'],
        ),
    ],
)
def test_a_change_is_told_in_lines(told: Change, lines: list[str]) -> None:
    """With its place, and what is not as it was; of a list only what is not in both."""
    assert write_text([told]).splitlines() == ["a: notes", *lines]


def test_changes_of_a_text_have_one_heading() -> None:
    """Another text, and the register, have their own, below an empty line."""
    changes = [
        Change("notes", "added", None, item("so", text=text)) for text in ("a", "a", "b", "")
    ]

    lines = write_text(changes).splitlines()

    assert [line for line in lines if not line.startswith(" ")] == [
        "a: notes", "", "b: notes", "", "register: notes",
    ]  # fmt: skip
    assert write_text([]) == ""


@pytest.mark.parametrize(
    ("count", "shown"),
    [(12, "1 2 3 4 5 6 7 8 9 10 11 12"), (13, "1 2 3 4 5 6 … 8 9 10 11 12 13")],
)
def test_long_rows_of_words_are_shortened(count: int, shown: str) -> None:
    """From thirteen words on the first and last six are shown."""
    words = " ".join(map(str, range(1, count + 1)))

    assert f"    + {shown}" in write_text([Change("notes", "added", None, item(words))])


def test_changes_are_data_too() -> None:
    """Without what they do not have."""
    (added,) = json.loads(write_json([Change("notes", "added", None, item("so"))]))
    (changed,) = json.loads(write_json([change({"resp": ("#a", "#b")})]))

    assert added == {
        "kind": "notes", "change": "added", "text": "a", "address": "a#n1", "reference": "1.2",
        "after": "so",
    }  # fmt: skip
    assert changed["before"] == changed["after"] == "so"
    assert changed["fields"] == {"resp": {"before": "#a", "after": "#b"}}
