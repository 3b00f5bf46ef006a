"""Numbers, ornaments and marks that a page of the source has, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import build_site, make_edition
from oracle import parse_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TEXT = """<text><body><div><p>First.</p>
<table><row><cell rend="right"><p>In a cell.</p><p>Again.</p></cell></row></table>
<milestone unit="section" rend="stars"/><milestone unit="day" n="4"/>
<p xml:id="s">Second.<note xml:id="n1">A note.</note> Once more<note xml:id="n2" sameAs="#n1"/> and
<note>Last.</note> <pb n="[25]"/>x <pb n="26"/>y</p><ab type="rule"/><p>Third.</p>
<sp><l n="1.2.4">a</l><l n="1.2.5">b</l><l n="II 10">c</l><l n="[15]">d</l><l n="15a">e</l>
<l n="20." rend="indent(2)">f</l></sp></div></body></text>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> HtmlElement:
    """The page of a text that has them all."""
    root = make_edition(tmp_path_factory.mktemp("marks"), {"one": TEXT})
    return parse_page(build_site(root).out / "edition/one.html")


def words(page: HtmlElement, name: str) -> list[str]:
    """The words of the elements of that class, in order."""
    path = f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"
    return [found.text_content().strip() for found in page.xpath(path)]


def test_paragraphs_in_tables_and_empty_ones_are_not_counted(page: HtmlElement) -> None:
    """The numbers beside the text go on without gaps."""
    assert words(page, "tei-paragraph-number") == ["1", "2", "3"]


def test_lines_are_numbered_by_whatever_cites_them(page: HtmlElement) -> None:
    """The last number of what cites a line is shown, at every fifth; 15a stands beside 15."""
    assert words(page, "tei-line-number") == ["5", "10", "15", "20"]


def test_page_numbers_have_one_pair_of_brackets(page: HtmlElement) -> None:
    """A number that the source gives in brackets has them already."""
    found = page.xpath("//p//*[contains(@class, 'tei-break-number')]")
    assert [e.text_content().strip() for e in found if e.getparent().get("class") == "tei-pb"] == [
        "[25]",
        "[26]",
    ]


def test_ornaments_are_shown(page: HtmlElement) -> None:
    """Asterisks and lines between two parts are seen; a milestone with a number has that."""
    assert words(page, "tei-ornament") == ["* * *", "⸻"]
    assert "[4]" in words(page, "tei-break-number")


def test_note_called_twice_is_one_note(page: HtmlElement) -> None:
    """Its second mark has the number of the first and leads to it; the next note is the second."""
    marks = page.xpath("//p[@id='s']//a[contains(@class, 'tei-note-mark')]")

    assert [mark.text_content().strip("[]") for mark in marks] == ["1", "1", "2"]
    assert [mark.get("href") for mark in marks][:2] == ["#n1", "#n1"]
    assert marks[1].get("id") == "n2"
    assert len(page.xpath("//aside[contains(@class, 'tei-note')]")) == 2


def test_alignment_and_indents_are_kept(page: HtmlElement) -> None:
    """Cells and lines have the look that @rend asks for."""
    assert page.xpath("//td[contains(@class, 'tei-rend-right')]")
    assert page.xpath("string(//*[contains(@class, 'tei-indent-2')])").strip().endswith("f")
