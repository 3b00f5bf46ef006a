"""What Pandoc tells of a document is read: its titles, and the headings in its divisions."""

from __future__ import annotations

from typing import Any

import pytest

from tei_edition.editing.importing.pandoc_nodes import flatten, get_value, list_inlines

ONE, TWO = [{"t": "Str", "c": "one"}], [{"t": "Str", "c": "two"}]


def para(words: list[Any], kind: str = "Para") -> dict[str, Any]:
    """A paragraph."""
    return {"t": kind, "c": words}


def div(*inner: dict[str, Any], style: str = "") -> dict[str, Any]:
    """A division with a style."""
    return {"t": "Div", "c": [["", [], [["custom-style", style]] if style else []], list(inner)]}


def table(*caption: dict[str, Any]) -> dict[str, Any]:
    """A table; only its caption matters."""
    return {"t": "Table", "c": [["", [], []], [None, list(caption)]]}


@pytest.mark.parametrize(
    ("meta", "lines"),
    [
        (None, []),
        ({"t": "MetaInlines", "c": ONE}, [ONE]),
        ({"t": "MetaString", "c": "one"}, [ONE]),
        ({"t": "MetaBlocks", "c": [para(ONE), para(TWO, "Plain"), {"t": "HorizontalRule"}]},
         [ONE, TWO]),
        ({"t": "MetaList", "c": [{"t": "MetaString", "c": "one"}, {"t": "MetaInlines", "c": TWO}]},
         [ONE, TWO]),
        ({"t": "MetaBool", "c": True}, []),
    ],
)  # fmt: skip
def test_titles_of_every_form_are_lines(meta: dict[str, Any] | None, lines: list[Any]) -> None:
    """Of a list, and of blocks, each is one."""
    assert list_inlines(meta) == lines


HEADER = {"t": "Header", "c": [1, ["", [], []], ONE]}


@pytest.mark.parametrize(
    ("blocks", "kinds"),
    [
        ([para(ONE)], ["Para"]),
        ([div(para(ONE), style="Title")], ["Header"]),
        ([div(para(ONE, "Plain"), style="Title")], ["Header"]),
        ([div(para(ONE), para(TWO), style="Title")], ["Div"]),
        ([div(HEADER, style="Title")], ["Div"]),
        ([div(para(ONE), style="Quote")], ["Div"]),
        ([div(HEADER, para(TWO))], ["Header", "Para"]),
        ([div(HEADER, para(TWO), style="Quote")], ["Div"]),
        ([div(div(para(ONE), style="Title"))], ["Header"]),
        ([div(para(ONE))], ["Div"]),
        # A caption that Pandoc gives twice is not a paragraph.
        ([div(para(ONE)), table(para(ONE, "Plain"))], ["Table"]),
        ([div(para(TWO)), table(para(ONE, "Plain"))], ["Div", "Table"]),
        ([div(para(ONE), para(TWO)), table(para(ONE, "Plain"))], ["Div", "Table"]),
        ([div(para(ONE)), table()], ["Div", "Table"]),
        ([para(ONE), table(para(ONE, "Plain"))], ["Para", "Table"]),
        ([div(para(ONE)), para(ONE), table(para(ONE))], ["Div", "Para", "Table"]),
    ],
)
def test_headings_in_divisions_are_headings(blocks: list[Any], kinds: list[str]) -> None:
    """Where the division has the style of one, or only gathers what is in it."""
    found = flatten(blocks, lambda style: "head" if style == "Title" else "")

    assert [block["t"] for block in found] == kinds


def test_a_value_is_that_of_its_name() -> None:
    """Empty where there is none."""
    attributes = ["", [], [["a", "1"], ["b", "2"]]]

    assert [get_value(attributes, name) for name in "abc"] == ["1", "2", ""]
