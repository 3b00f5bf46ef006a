"""The shipped stylesheets keep to the rules of the house (see CONTRIBUTING)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tei_edition.runtime.resources import find_resource

if TYPE_CHECKING:
    from pathlib import Path

XSL = "{http://www.w3.org/1999/XSL/Transform}"
FOLDER = find_resource("xslt/edition.xsl").parent
ENTRIES = [FOLDER / name for name in ("edition.xsl", "register.xsl", "html.xsl")]
SHEETS = sorted(FOLDER.rglob("*.xsl"))

each_sheet = pytest.mark.parametrize("path", SHEETS, ids=lambda p: str(p.relative_to(FOLDER)))


def _iterate(path: Path, *names: str) -> list[etree._Element]:
    return list(etree.parse(path).iter(*(XSL + name for name in names)))


@each_sheet
def test_everything_in_a_stylesheet_declares_its_type(path: Path) -> None:
    """Templates, functions, parameters and variables say what they give or hold, with @as."""
    untyped = [
        f"{path.name}:{node.sourceline}: {node.get('match') or node.get('name')}"
        for node in _iterate(path, "template", "function", "param", "variable")
        if not node.get("as")
    ]

    assert untyped == []


@each_sheet
def test_a_stylesheet_is_short_and_says_what_it_is_for(path: Path) -> None:
    """No stylesheet has more than 450 lines, and each begins with a comment."""
    text = path.read_text(encoding="utf-8")

    assert text.count("\n") <= 450
    assert re.match(r"<\?xml [^>]*\?>\n<!-- \w", text)


@each_sheet
def test_modes_are_declared_in_one_place(path: Path) -> None:
    """Every mode that a stylesheet names is declared in modes.xsl, and nowhere else."""
    declared = {node.get("name") for node in _iterate(FOLDER / "modes.xsl", "mode")}
    used = {
        mode
        for node in etree.parse(path).iter(f"{XSL}*")
        for mode in f"{node.get('mode') or ''} {node.get('default-mode') or ''}".split()
    }

    assert used - {"#current"} <= declared
    assert path.name == "modes.xsl" or not _iterate(path, "mode")


@pytest.mark.parametrize("path", ENTRIES, ids=lambda p: p.name)
def test_the_stylesheets_that_are_run_hold_includes_alone(path: Path) -> None:
    """What makes pages of texts, pages of facts and HTML is put together of modules."""
    assert {node.tag for node in etree.parse(path).getroot().iterchildren(f"{XSL}*")} == {
        f"{XSL}include"
    }


def test_no_stylesheet_is_forgotten() -> None:
    """Each stylesheet is a module of one that is run, or is one of these."""
    included = {
        (path.parent / str(node.get("href"))).resolve()
        for path in SHEETS
        for node in _iterate(path, "include", "import")
    }

    assert {path.resolve() for path in SHEETS} - included == {p.resolve() for p in ENTRIES}
