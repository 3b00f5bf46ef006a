"""Texts become pages where the edition says so, and every part of a text has its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tei_edition.config.tables import TextTable
from tei_edition.reader.text import read_text
from tei_edition.reader.units import IN, PAGE_LENGTH, UNIT, TextUnits, plan_units, stamp_units
from tei_edition.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import etree

    Make = Callable[..., tuple[etree._Element, TextUnits]]

LONG = "x" * (PAGE_LENGTH // 2)
TEXT = (
    "<text><front><p>f</p></front><body><head>H</head>"
    '<div xml:id="a"><head>A</head><p>{}</p><div xml:id="a1"><p/></div><div xml:id="a2"/></div>'
    '<p xml:id="between">b</p><div xml:id="b"><p xml:id="bp">{}</p><p>{}</p></div>'
    "</body><back><p/></back></text>"
)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Plans the pages of a text and stamps it."""

    def make_plan(
        content: str, split: Literal["auto", "none"] | int = "auto"
    ) -> tuple[etree._Element, TextUnits]:
        path = tmp_path / "a.xml"
        path.write_text(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader xml:id="h"/>{content}</TEI>'
        )
        source = read_source(path, tmp_path)
        division = read_text(source, TextTable()).division
        assert division
        assert source.root is not None
        units = plan_units(division, split)
        return source.root, TextUnits(units, stamp_units(source.root, units))

    return make_plan


@pytest.mark.parametrize(
    ("filling", "split", "units"),
    [
        ("", "auto", [""]),
        (LONG, "auto", ["", "a", "b"]),
        (LONG * 3, "auto", ["", "a", "a1", "a2", "b"]),
        (LONG * 3, "none", [""]),
        ("", 0, [""]),
        ("", 1, ["", "a", "b"]),
        ("", 2, ["", "a", "a1", "a2", "b"]),
        ("", 9, ["", "a", "a1", "a2", "b"]),
    ],
)
def test_texts_are_split(
    make: Make, filling: str, split: Literal["auto", "none"] | int, units: list[str]
) -> None:
    """By length, not at all, or by depth; each page with the pages below it."""
    _, plan = make(TEXT.format(filling, filling, filling), split)

    assert [unit.anchor for unit in plan.units] == units
    assert plan.units[0].parts == (("a", "b") if "a" in units else ())
    if "a1" in units:
        assert plan.units[1].parts == ("a1", "a2")


def test_units_know_their_title_and_line(make: Make) -> None:
    """The head of the division, and where it begins."""
    _, plan = make("<text><body>\n<div><head>A\n <hi>b</hi></head></div><div/></body></text>", 1)

    assert [(u.anchor, u.title, u.line) for u in plan.units] == [
        ("", "", 1), ("div1", "A b", 2), ("div2", "", 3),
    ]  # fmt: skip


def test_one_division_alone_is_no_reason_to_split(make: Make) -> None:
    """A page with nothing but a link to the next helps nobody."""
    _, plan = make(f'<text><body><div xml:id="a"><p>{LONG * 3}</p></div></body></text>')

    assert len(plan.units) == 1


def test_pages_are_slices_of_the_text(make: Make) -> None:
    """What stands behind a division stays on its page, so that pages in order are the text."""
    root, plan = make(TEXT.format("", "", ""), 2)

    home = ""
    pages = []
    for element in root.find("{*}text").iter("*"):  # type: ignore[union-attr]
        if element.get(IN) is not None or element.get(UNIT):
            home = element.get(IN) or element.get(UNIT) or ""
            pages.append(home)
    order = [unit.anchor for unit in plan.units]
    assert [order.index(page) for page in pages] == sorted(order.index(page) for page in pages)
    assert plan.homes["between"] == "a2"


def test_anchors_have_homes(make: Make) -> None:
    """Every anchor that is not on the first page, and every id of the text; none of a header."""
    _, plan = make(TEXT.format("", "", "") + "<standOff><note xml:id='n'/></standOff>", 1)

    assert plan.homes == {
        "a": "a", "a.head1": "a", "a.p1": "a", "a1": "a", "a1.p1": "a", "a2": "a", "between": "a",
        "b": "b", "bp": "b", "b.p1": "b", "p2": "b", "n": "",
    }  # fmt: skip


def test_texts_of_a_group_are_pages(make: Make) -> None:
    """Texts within a text are divisions, whether or not they have an xml:id."""
    group = "<text><group><text{}><body><p/></body></text><text{}><body/></text></group></text>"

    _, split = make(group.format(' xml:id="a"', ' xml:id="b"'), 1)
    _, nameless = make(group.format(' xml:id="a"', ""), "auto")
    _, whole = make(group.format(' xml:id="a"', ""), "none")

    assert [u.anchor for u in split.units] == ["", "a", "b"]
    assert [u.anchor for u in nameless.units] == ["", "a", "text1"]
    assert [u.anchor for u in whole.units] == [""]


def test_every_part_is_stamped_once(make: Make) -> None:
    """No element of the text is on two pages, and none on no page."""
    root, _ = make(TEXT.format("", "", ""), 2)

    for element in root.find("{*}text").iter("*"):  # type: ignore[union-attr]
        stamped = [e for e in (element, *element.iterancestors()) if e.get(IN) is not None]
        holds_stamped = any(e.get(IN) is not None for e in element.iterdescendants())
        assert len(stamped) == 1 or (not stamped and (holds_stamped or not len(element)))


def test_notes_that_stand_apart_are_where_they_are_shown(make: Make) -> None:
    """A note by @target has its home on the page of what it is about, with all that it holds."""
    notes = (
        '<note xml:id="n1" target="#bp"><persName xml:id="n1p">N</persName></note>'
        '<note xml:id="n2" target="#gone">n</note><note xml:id="n3" target="#n1">n</note>'
    )
    text = TEXT.format("x", "y", "z").replace("<back><p/>", f"<back><div>{notes}</div>")
    _, plan = make(text, 1)

    assert [plan.homes.get(name) for name in ("bp", "n1", "n1p")] == ["b", "b", "b"]
    assert plan.homes["n2"] == plan.homes["n3"]
    assert plan.homes["n2"] != "b"
