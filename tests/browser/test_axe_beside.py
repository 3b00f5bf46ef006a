"""Pages with images, with two texts and with the transcription of a source, judged by axe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from building import find_program
from tei_edition.config import read_config
from tei_edition.publishing.plain_html import write_html
from test_page_images import ALONE, make_example
from test_translations import EXAMPLE

if TYPE_CHECKING:
    from browser.driver import Browser

pytestmark = [pytest.mark.browser, pytest.mark.program("axe.min.js")]

AXE = """axe.run(document.querySelector('.tei-page')).then((found) => [
  found.passes.length, found.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])])"""
HEBREW = (
    '<div type="edition" xml:lang="he"><p n="1">בראשית<note>הערה</note></p></div>'
    '<div type="translation" xml:lang="en"><p n="1">In the beginning<note>A note</note></p>'
    '<p n="2">Nothing beside this.</p></div>'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition without Sphinx that has one page of each kind."""
    root = make_example(tmp_path_factory.mktemp("axe") / "edition")
    text = (root / "tei/letter.xml").read_text(encoding="utf-8")
    header = text.partition("</teiHeader>")[0] + "</teiHeader>"
    (root / "tei/source.xml").write_text(f"{header}{ALONE}</TEI>", encoding="utf-8")
    both = f"{header}<text><body>{HEBREW}</body></text></TEI>"
    (root / "tei/both.xml").write_text(both, encoding="utf-8")
    (root / "tei/stone.xml").write_bytes(EXAMPLE.read_bytes())
    write_html(read_config(root), root / "plain")
    return root / "plain/edition"


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("page", ["letter", "source", "both.en", "stone.en"])
def test_axe_finds_nothing_beside_the_text(
    folder: Path, browser: Browser, page: str, width: int
) -> None:
    """No rule of axe is broken, in two columns and in one, and nothing is wider than the window."""
    browser.open((folder / f"{page}.html").as_uri(), width=width)
    browser.evaluate(Path(find_program("axe.min.js")).read_text(encoding="utf-8") + ";0")
    passes, violations = browser.evaluate(AXE)

    assert violations == []
    assert passes > 5
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
