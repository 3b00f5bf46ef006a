"""How pages show an apparatus: the same of all methods, each entry once, with all that it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from apparatus_model import METHODS, make_passage
from building import TEI, list_pages, make_edition, run_command

if TYPE_CHECKING:
    from pathlib import Path

WITNESSES = (
    '<standOff><listWit><witness xml:id="A"/><witness xml:id="B"/><witness xml:id="C"/></listWit>'
    "</standOff>"
)


def make_pages(folder: Path, content: str, toml: str = "") -> list[html.HtmlElement]:
    """The pages that the command makes of a text, in order."""
    text = content if content.startswith("<TEI") else TEI.format(title="T", content=content)
    root = make_edition(folder, {"text": text}, toml=toml)
    done = run_command("html", "-o", root / "plain", cwd=root)
    assert "Traceback" not in done.stderr, done.stderr
    return [html.parse(str(page)).getroot() for page in list_pages(root / "plain", "edition/text")]


def list_entries(page: html.HtmlElement) -> list[str]:
    """The entries of a page as a reader sees them."""
    return [" ".join(e.text_content().split()) for e in page.find_class("tei-entry")]


def drop_anchors(page: html.HtmlElement) -> str:
    """The article of a page as HTML, without ids and what they are linked by."""
    article = page.find(".//main")
    for element in article.iter("*"):
        element.attrib.pop("id", None)
        if "#" in element.get("href", ""):
            element.set("href", "#")
    for empty in article.xpath("//span[not(node()) and not(@class)] | //*[@class='tei-anchor']"):
        empty.drop_tree()
    return re.sub(r"\s+", " ", etree.tostring(article, encoding="unicode", method="html"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_methods_give_one_page(tmp_path: Path, seed: int) -> None:
    """A passage encoded in each method gives the same page, but for its anchors."""
    passage = make_passage(seed)
    pages = {
        method: drop_anchors(make_pages(tmp_path / method, passage.write(method))[0])
        for method in METHODS
    }

    first, *others = pages.values()
    assert first.count("tei-app-mark") == len(passage.variants) > 3
    assert all(page == first for page in others)
