"""The stylesheets do what the scenarios in tests/xslt say; the runner of these can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

import xspec

SCENARIOS = Path(__file__).parent / "xslt"
FILES = sorted(SCENARIOS.glob("*.xspec"))

SHEET = """
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:f="urn:f" expand-text="yes">
  <xsl:param name="word" as="xs:string" select="'none'"/>
  <xsl:mode name="small" on-no-match="shallow-copy"/>
  <xsl:template match="big" mode="small">
    <xsl:param name="size" as="xs:string" select="'s'" tunnel="yes"/>
    <small size="{$size}"><xsl:apply-templates mode="#current"/></small>
  </xsl:template>
  <xsl:template name="say" as="xs:string">
    <xsl:param name="what" as="xs:string" required="yes"/>
    <xsl:sequence select="$word || ' ' || $what || string(.)"/>
  </xsl:template>
  <xsl:function name="f:less" as="xs:integer">
    <xsl:param name="a" as="xs:integer"/>
    <xsl:param name="b" as="xs:integer"/>
    <xsl:sequence select="$a - $b"/>
  </xsl:function>
</xsl:stylesheet>
"""


@pytest.mark.parametrize(
    ("path", "number"),
    [
        pytest.param(path, scenario.number, id=f"{path.stem}: {scenario.label}")
        for path in FILES
        for scenario in xspec.list_scenarios(path)
    ],
)
def test_scenario(path: Path, number: int) -> None:
    """Every expectation of a scenario is met."""
    verdicts = xspec.run_scenario(path, number)

    failures = [f"{v.label}\n{v.detail}" for v in verdicts if v.passed is False]
    assert not failures, "\n\n".join(failures)
    if pending := [verdict.label for verdict in verdicts if verdict.passed is None]:
        pytest.skip(f"pending: {'; '.join(pending)}")


def _judge(tmp_path: Path, scenarios: str) -> list[tuple[str, bool | None]]:
    (tmp_path / "sheet.xsl").write_text(SHEET, encoding="utf-8")
    path = tmp_path / "case.xspec"
    path.write_text(
        '<x:description stylesheet="sheet.xsl" xmlns:f="urn:f"'
        ' xmlns:x="http://www.jenitennison.com/xslt/xspec">'
        f"<x:param name='word' select=\"'so'\"/>{scenarios}</x:description>",
        encoding="utf-8",
    )
    return [
        (f"{scenario.label}: {verdict.label}", verdict.passed)
        for scenario in xspec.list_scenarios(path)
        for verdict in xspec.run_scenario(path, scenario.number)
    ]


def test_templates_are_applied_to_a_context(tmp_path: Path) -> None:
    """Content is compared with the result exactly, but for ellipses and indentation."""
    verdicts = _judge(
        tmp_path,
        """
        <x:scenario label="a big">
          <x:context mode="small">
            <p><big>a</big> <big>b</big></p>
          </x:context>
          <x:expect label="space is dropped">
            <p><small size="s">a</small><small size="s">b</small></p>
          </x:expect>
          <x:expect label="ellipsis"><p>...</p></x:expect>
          <x:expect label="ellipses within"><p><small size="...">...</small>...</p></x:expect>
          <x:expect label="wrong word">
            <p><small size="s">a</small><small size="s">c</small></p>
          </x:expect>
          <x:expect label="wrong attribute">
            <p><small>a</small><small size="s">b</small></p>
          </x:expect>
          <x:expect label="too much"><p>...</p><p/></x:expect>
          <x:expect label="nothing"/>
          <x:scenario label="in bold">
            <x:context mode="small" xml:space="preserve"><big>a</big> <big/>{}<x:param
              name="size" tunnel="yes" select="'xl'"/></x:context>
            <x:expect label="space is kept" xml:space="preserve"><small
              size="xl">a</small> <small size="xl"/>{}</x:expect>
            <x:expect label="test" test="small[2]/@size = 'xl'"/>
            <x:expect label="false test" test="small[3]"/>
            <x:expect label="count" test="count($x:result)" select="4"/>
          </x:scenario>
        </x:scenario>
        """,
    )

    assert verdicts == [
        ("a big: space is dropped", True),
        ("a big: ellipsis", True),
        ("a big: ellipses within", True),
        ("a big: wrong word", False),
        ("a big: wrong attribute", False),
        ("a big: too much", False),
        ("a big: nothing", False),
        ("a big in bold: space is kept", True),
        ("a big in bold: test", True),
        # XSpec too wants a boolean here, or something to compare with.
        ("a big in bold: false test", False),
        ("a big in bold: count", True),
    ]


def test_functions_and_templates_are_called(tmp_path: Path) -> None:
    """Arguments go by position, parameters by name; nested scenarios inherit and override."""
    verdicts = _judge(
        tmp_path,
        """
        <x:scenario label="less">
          <x:call function="f:less">
            <x:param name="a" select="5"/>
            <x:param name="b" select="3"/>
          </x:call>
          <x:expect label="two" select="2"/>
          <x:expect label="not three" test="$x:result = 3"/>
          <x:scenario label="of more">
            <x:variable name="more" select="7"/>
            <x:call><x:param name="a" select="$more"/></x:call>
            <x:expect label="four" select="4"/>
          </x:scenario>
          <x:scenario label="swapped">
            <x:call>
              <x:param name="a" select="3" position="2"/>
              <x:param name="b" select="9" position="1"/>
            </x:call>
            <x:expect label="six" select="6"/>
          </x:scenario>
          <x:scenario label="of words">
            <x:call><x:param name="a" select="'five' ! number() idiv 1"/></x:call>
            <x:expect label="an error" select="0"/>
          </x:scenario>
        </x:scenario>
        <x:scenario label="say">
          <x:context select="'!'"/>
          <x:call template="say"><x:param name="what" select="'much'"/></x:call>
          <x:expect label="words" select="'so much!'"/>
        </x:scenario>
        """,
    )

    assert verdicts == [
        ("less: two", True),
        ("less: not three", False),
        ("less of more: four", True),
        ("less swapped: six", True),
        ("less of words: an error", False),
        ("say: words", True),
    ]


def test_pending_is_not_run(tmp_path: Path) -> None:
    """What is put off is neither met nor missed, though it would not even compile."""
    verdicts = _judge(
        tmp_path,
        """
        <x:scenario label="later" pending="no such function">
          <x:call function="f:missing"/>
          <x:expect label="one" select="1"/>
        </x:scenario>
        <x:pending>
          <x:scenario label="much later"><x:expect label="two" select="1"/></x:scenario>
        </x:pending>
        <x:scenario label="now">
          <x:call function="f:less"><x:param select="1"/><x:param select="1"/></x:call>
          <x:expect label="nothing" select="0"/>
          <x:pending><x:expect label="three" select="f:missing()"/></x:pending>
        </x:scenario>
        """,
    )

    assert verdicts == [
        ("later: one", None),
        ("much later: two", None),
        ("now: nothing", True),
        ("now: three", None),
    ]


def test_context_from_a_file(tmp_path: Path) -> None:
    """A context may lie in a file beside the test, and be a part of it."""
    (tmp_path / "text.xml").write_text("<p> <big>a</big> </p>", encoding="utf-8")

    verdicts = _judge(
        tmp_path,
        """
        <x:scenario label="file">
          <x:context href="text.xml" mode="small"/>
          <x:expect label="whole" test="/p/small" ><small size="s">a</small></x:expect>
        </x:scenario>
        <x:scenario label="part">
          <x:context href="text.xml" select="p/big" mode="small"/>
          <x:expect label="alone"><small size="s">a</small></x:expect>
        </x:scenario>
        """,
    )

    assert verdicts == [("file: whole", True), ("part: alone", True)]


def test_what_is_not_supported_is_named(tmp_path: Path) -> None:
    """A test in a part of XSpec that we do not run is an error, not a success."""
    with pytest.raises(ValueError, match='"x:like" is not supported'):
        _judge(tmp_path, "<x:scenario label='a'><x:like label='b'/></x:scenario>")
