"""A stylesheet of the editor's own can use and override what the manual's reference lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import make_edition, run_command

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "<text><body><p>x <seg>a<lb/>b</seg> <stage>c</stage> <date>d</date></p>"
    '<p><graphic url="https://example.org/a.png"/></p></body></text>'
)
FRAME = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:own="urn:tei-edition:function"
    xmlns:f="urn:tei-edition:function" xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value" xmlns:x="urn:tei-edition:facts"
    xmlns="" xpath-default-namespace="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="#all">
  {content}
</xsl:stylesheet>"""
# Templates for pages of texts that call and use what only those have.
OF_TEXTS = """
  <xsl:template match="seg" mode="m:inline">
    <strong><xsl:sequence select="f:attributes(.)"/><xsl:apply-templates mode="#current"/></strong>
  </xsl:template>
  <xsl:template match="stage" mode="m:inline">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <inline><xsl:value-of select="$v:shown[1], $context?docname, $corrected"/></inline>
  </xsl:template>
  <xsl:template match="date" mode="m:inline">
    <xsl:call-template name="f:link">
      <xsl:with-param name="target" select="'https://example.org'"/>
    </xsl:call-template>
  </xsl:template>"""


def make_pages(folder: Path, content: str) -> tuple[Path, str]:
    """Write the plain HTML of an edition whose stylesheet has some content."""
    toml = '[edition]\nxslt = "my.xsl"\n[check]\nschema = "none"\n'
    root = make_edition(folder / "edition", {"text": TEXT}, toml=toml)
    (root / "my.xsl").write_text(FRAME.format(content=content), encoding="utf-8")
    done = run_command("html", "-o", "out", cwd=root)
    return root / "out/edition", done.stdout + done.stderr


def test_what_one_kind_of_page_has_can_be_used(tmp_path: Path) -> None:
    """Functions, values, parameters and named templates of ours are known to every page."""
    pages, said = make_pages(tmp_path, OF_TEXTS)

    page = (pages / "text.html").read_text("utf-8")
    assert "error" not in said, said
    assert '<strong class="tei-seg">a' in page
    assert "corr edition/text true" in page
    assert 'class="tei-date" href="https://example.org">d</a>' in page
    assert "<h1" in (pages / "index.html").read_text("utf-8")


OVERRIDDEN = {
    "function": (
        (
            '<xsl:function name="own:word" as="xs:string"><xsl:param name="key" as="xs:string"/>'
            "<xsl:sequence select=\"'MY ' || $key\"/></xsl:function>"
        ),
        "text.html",
        ">MY picture</a>",
    ),
    "value": (
        '<xsl:variable name="v:blocks" as="xs:string+" select="\'p\', \'seg\'"/>',
        "text.html",
        '<p class="tei-seg">',
    ),
    "named template": (
        (
            '<xsl:template name="f:link" as="element()">'
            '<xsl:param name="target" as="xs:string?"/><xsl:param name="card" select="()"/>'
            '<superscript><xsl:apply-templates mode="m:inline"/></superscript></xsl:template>'
        ),
        "text.html",
        "<sup>d</sup>",
    ),
    "template of facts": (
        (
            '<xsl:template match="x:file" mode="m:register">'
            "<row><entry><paragraph>MINE</paragraph></entry></row></xsl:template>"
        ),
        "downloads.html",
        "<p>MINE</p>",
    ),
    "template of HTML": (
        (
            '<xsl:template match="*:tei_views" mode="m:html">'
            "<i><xsl:value-of select=\"f:page-path('edition/text')\"/></i></xsl:template>"
        ),
        "text.html",
        "<i>edition/text.html</i>",
    ),
}


@pytest.mark.parametrize(("content", "page", "shown"), OVERRIDDEN.values(), ids=OVERRIDDEN)
def test_what_is_listed_can_be_overridden(
    content: str, page: str, shown: str, tmp_path: Path
) -> None:
    """What the editor's stylesheet declares under a name of ours takes its place."""
    pages, said = make_pages(tmp_path, content)

    assert "error" not in said, said
    assert shown in (pages / page).read_text("utf-8")


def test_what_these_pages_lack_fails_where_it_is_used(tmp_path: Path) -> None:
    """The message names what is missing, and the line of the editor's stylesheet."""
    _, said = make_pages(
        tmp_path,
        '<xsl:template match="x:file" mode="m:register">\n'
        '<xsl:sequence select="f:attributes(.)"/></xsl:template>',
    )

    assert "attributes is not available on these pages" in said
    assert "Traceback" not in said
