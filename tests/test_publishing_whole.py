"""A text is published whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI, run_command

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "<text><body><p>A good text.</p></body></text>"
EXAMPLE = """<text><body><p>Mark it so:</p>
<egXML xmlns="http://www.tei-c.org/ns/Examples"><p>a <gap/> and <add>b</add></p></egXML>
<p>The end of it.</p></body></text>"""
FAULT = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:tei-edition:mode"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0">
<xsl:template match="p[@n = 'forty']" mode="m:block">{xs:decimal(@n)}
  <xsl:value-of select="xs:decimal(@n)"/></xsl:template>
</xsl:stylesheet>"""
BAD = {
    "stylesheet": '<text><body><p n="forty">A text that fails.</p></body></text>',
    "include": '<text xmlns:xi="http://www.w3.org/2001/XInclude"><body><p>Half of it.</p>'
    '<xi:include href="missing.xml"/></body></text>',
    "source": "<sourceDoc><surface><line>A line.</line></surface></sourceDoc>",
    "unreadable": "<text><body><p>Not closed.</body></text>",
}


def make_edition(root: Path, bad: str = "") -> None:
    """An edition of a good text, and one that may be bad."""
    (root / "edition.toml").write_text(
        '[edition]\ntitle = "T"\ntexts = ["good.xml", "bad.xml"]\nxslt = "my.xsl"\n'
        '[check]\nschema = "none"\n'
    )
    (root / "my.xsl").write_text(FAULT)
    (root / "good.xml").write_text(TEI.format(title="Good", content=GOOD))
    (root / "bad.xml").write_text(TEI.format(title="Bad", content=bad or GOOD))


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_incomplete_text_stops_build(tmp_path: Path, bad: str) -> None:
    """Nothing is published, the file is named, and the exit status is not 0."""
    make_edition(tmp_path, bad)

    done = run_command("build", "-o", "out", cwd=tmp_path)

    assert done.returncode != 0
    assert "bad.xml" in done.stderr
    assert not (tmp_path / "out/edition/bad.html").exists()


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_incomplete_text_is_left_out_by_name(tmp_path: Path, bad: str) -> None:
    """With --keep-going the other texts are published, and the contents name the missing one."""
    make_edition(tmp_path, bad)

    done = run_command("build", "--keep-going", "-o", "out", cwd=tmp_path)

    assert done.returncode == 1
    assert "Left out: bad.xml" in done.stderr
    assert "A good text." in (tmp_path / "out/edition/good.html").read_text(encoding="utf-8")
    assert not (tmp_path / "out/edition/bad.html").exists()
    contents = (tmp_path / "out/edition/index.html").read_text(encoding="utf-8")
    assert "bad.xml" in contents.partition("tei-left-out")[2]


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_plain_html_leaves_out_incomplete_text(tmp_path: Path, bad: str) -> None:
    """The command `html` does the same, and its exit status says so."""
    make_edition(tmp_path, bad)

    done = run_command("html", "-o", "out", cwd=tmp_path)

    assert done.returncode == 1
    assert not (tmp_path / "out/edition/bad.html").exists()
    assert "bad.xml" in (tmp_path / "out/edition/index.html").read_text(encoding="utf-8")


def test_example_with_gap_is_published(tmp_path: Path) -> None:
    """Elements of other namespaces are not taken for gaps and additions of the text."""
    make_edition(tmp_path, EXAMPLE)

    done = run_command("build", "-o", "out", cwd=tmp_path)
    page = (tmp_path / "out/edition/bad.html").read_text(encoding="utf-8")

    assert done.returncode == 0, done.stderr
    assert "Mark it so:" in page
    assert "The end of it." in page
    assert "tei-key-to-signs" not in page
