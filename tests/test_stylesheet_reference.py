"""The manual's reference of the stylesheets is made from their comments, and is current."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from building import REPOSITORY, run

if TYPE_CHECKING:
    from pathlib import Path

TOOL = "tools/stylesheet_reference.py"
PAGES = REPOSITORY / "docs/manual/reference/stylesheets"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the stylesheets and of the program that describes them."""
    shutil.copytree(REPOSITORY / "xslt", tmp_path / "xslt")
    shutil.copytree(REPOSITORY / "tools", tmp_path / "tools")
    return tmp_path


def test_the_reference_is_current(tmp_path: Path) -> None:
    """The pages of the manual are those that `make generated` makes."""
    done = run(sys.executable, REPOSITORY / TOOL, tmp_path)

    assert done.returncode == 0, done.stderr
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in PAGES.iterdir()}
    assert made == kept, "run `make generated`"


def test_a_new_function_is_described(copy: Path) -> None:
    """It comes with its comment, its type and its parameters; a private one does not."""
    path = copy / "xslt/doctree/notes.xsl"
    new = """
  <!-- Says `aye` to a *note*. -->
  <xsl:function name="f:aye" as="xs:string" visibility="public">
    <xsl:param name="note" as="element(note)?"/>
    <xsl:sequence select="'aye'"/>
  </xsl:function>

  <!-- Not said. -->
  <xsl:function name="fp:nay" as="xs:string">
    <xsl:sequence select="'nay'"/>
  </xsl:function>

</xsl:stylesheet>"""
    path.write_text(path.read_text("utf-8").replace("</xsl:stylesheet>", new), "utf-8")

    done = run(sys.executable, copy / TOOL, copy / "made")

    assert done.returncode == 0, done.stderr
    page = (copy / "made/texts.rst").read_text("utf-8")
    assert "function ``f:aye($note as element(note)?)`` as ``xs:string``\n" in page
    assert "   Says ``aye`` to a \\*note\\*.\n" in page
    assert "nay" not in page


def test_what_has_no_comment_is_told(copy: Path) -> None:
    """Nothing that editors may use goes without a description."""
    path = copy / "xslt/html/notes.xsl"
    new = """
  <xsl:variable name="fp:one" as="xs:string" select="'one'"/>

  <xsl:function name="f:aye" as="xs:string" visibility="public">
    <xsl:sequence select="$fp:one"/>
  </xsl:function>

</xsl:stylesheet>"""
    path.write_text(path.read_text("utf-8").replace("</xsl:stylesheet>", new), "utf-8")

    done = run(sys.executable, copy / TOOL, copy / "made")

    assert done.returncode == 1
    assert "no comment stands before f:aye in xslt/html/notes.xsl:" in done.stderr
    assert not (copy / "made").exists()
