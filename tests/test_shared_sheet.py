"""What Python and the stylesheets both know is written once: `xslt/shared.xsl` is made of it."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from building import REPOSITORY, make_edition, run
from tei_edition.runtime.resources import find_resource
from tei_edition.runtime.saxon import Stylesheet, transform
from tei_edition.sphinxext.nodes import is_safe_uri

if TYPE_CHECKING:
    from pathlib import Path

TOOL = "tools/shared_sheet.py"
TEXT = """<text><body><p xml:id="p">Under <starName ref="#sirius">the Dog Star</starName>
 <ref target="gopher://example.org/1">they</ref> sailed<note xml:id="n" target="#p">Far.</note>.</p>
 <p>They sang: <verse>Of arms</verse>
 <verse>and <starName ref="#sirius">Sirius</starName></verse></p></body></text>"""
SIRIUS = '<object xml:id="sirius"><objectName>Sirius</objectName></object>'


def test_the_stylesheet_is_current(tmp_path: Path) -> None:
    """The sheet that ships is what `make generated` makes."""
    done = run(sys.executable, REPOSITORY / TOOL, tmp_path / "shared.xsl")

    assert done.returncode == 0, done.stderr
    made = (tmp_path / "shared.xsl").read_text("utf-8")
    assert made == find_resource("xslt/shared.xsl").read_text("utf-8"), "run `make generated`"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program in which some sets have a new member."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("src", "xslt", "tools", "tei"):
        left = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / name, folder / name, ignore=left)
    for module, set_name, member in (
        ("tei.py", "NAMES", "starName"),
        ("tei.py", "ALWAYS_BLOCKS", "verse"),
        ("pages/addresses.py", "SAFE_SCHEMES", "gopher"),
    ):
        path = folder / "src/tei_edition" / module
        before, equals, after = path.read_text("utf-8").partition(f"\n{set_name} = ")
        assert equals, f"{module} has no {set_name}"
        path.write_text(before + equals + after.replace("{", f'{{"{member}", ', 1), "utf-8")
    done = run(sys.executable, folder / TOOL, PYTHONPATH=str(folder / "src"))
    assert done.returncode == 0, done.stderr
    return folder


def test_a_new_member_of_a_set_reaches_both(copy: Path, tmp_path: Path) -> None:
    """A new name is a mention in the register and a link on the page; so for other sets."""
    root = make_edition(
        tmp_path / "edition", {"text": TEXT}, register=f"<listObject>{SIRIUS}</listObject>"
    )

    done = run(
        sys.executable, "-m", "tei_edition", "html", "-o", "out",
        cwd=root, PYTHONPATH=str(copy / "src"),
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    page = (root / "out/edition/text.html").read_text("utf-8")
    register = (root / "out/edition/objects.html").read_text("utf-8")
    assert "<strong>the Dog Star</strong>" in register
    assert 'href="objects.html#sirius"' in page
    assert 'href="gopher://example.org/1"' in page
    assert '<p class="tei-verse">Of arms</p>' in page
    # A quotation ends where a block does.
    assert "<strong>Sirius</strong>" in register
    assert "Of arms" not in register


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.org", "HTTP://example.org", "mailto:a@example.org", "tel:1", "doi:10.1/x",
        "javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "a.html", "#a", "a/b:c", "?a:b", "a#b:c", "a:b", ":", "//example.org/x:y", "",
    ],
)  # fmt: skip
def test_python_and_the_stylesheet_trust_the_same_addresses(uri: str) -> None:
    """What is a link on pages of Sphinx is one in plain HTML."""
    page = etree.Element("document")
    link = etree.SubElement(etree.SubElement(page, "section", ids="a"), "tei_link", uri=uri)
    link.text = "x"
    sheet = Stylesheet(find_resource("xslt/html.xsl"), None, "m:html", "html")

    made = transform(sheet, etree.tostring(page, encoding="unicode"), {}).documents[""]

    assert ("href" in made[made.index("<article") :].partition("</article>")[0]) == is_safe_uri(uri)
