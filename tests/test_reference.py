"""The reference pages of a schema: what they say, and that no author's character breaks them."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tei_edition.schema.odd import compile_odd, write_compiled
from tei_edition.schema.odd.rst import write_example, write_inline

if TYPE_CHECKING:
    from pathlib import Path

ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
<teiHeader/><text><body><schemaSpec ident="small" start="doc" docLang="en">
<gloss>A small *encoding*</gloss><desc>It has `few` elements_ | and \\ signs.</desc>
<moduleSpec ident="base"><gloss>The base</gloss><desc>What all need.</desc></moduleSpec>
<classSpec type="model" ident="model.block" module="base"><desc>Blocks.</desc></classSpec>
<classSpec type="atts" ident="att.all" module="base"><desc>For all.</desc><attList>
  <attDef ident="n"><desc>A number.</desc><datatype><dataRef key="data.word"/></datatype></attDef>
</attList></classSpec>
<dataSpec ident="data.word" module="base"><desc>A word.</desc>
  <content><dataRef name="token" restriction="[^*`]+"/></content></dataSpec>
<macroSpec ident="macro.words" module="base"><desc>Words.</desc><content>
  <alternate minOccurs="0" maxOccurs="unbounded"><textNode/><elementRef key="hi"/></alternate>
</content></macroSpec>
<elementSpec ident="doc" module="base"><gloss>document</gloss><desc>The root.</desc>
  <classes><memberOf key="att.all"/></classes>
  <content><classRef key="model.block" maxOccurs="unbounded"/></content></elementSpec>
<elementSpec ident="p" module="base"><gloss>paragraph</gloss><gloss xml:lang="de">Absatz</gloss>
  <desc>A paragraph, in a <gi>doc</gi>; see <ref target="https://example.org/a_b">there</ref>,
    <gi>q</gi> and <att>kind</att>s.</desc><desc xml:lang="de">Ein Absatz.</desc>
  <classes><memberOf key="att.all"/><memberOf key="model.block"/></classes>
  <content><macroRef key="macro.words"/></content>
  <constraintSpec ident="full" scheme="schematron"><constraint>
    <sch:assert test="node()">A paragraph has words.</sch:assert></constraint></constraintSpec>
  <attList><attDef ident="kind" usage="req"><desc>Its kind.</desc><valList type="closed">
    <valItem ident="long"><desc>Many words.</desc></valItem><valItem ident=""/></valList>
  </attDef></attList>
  <exemplum><egXML xmlns="http://www.tei-c.org/ns/Examples">
    <p kind="long">Many &lt;words&gt;,
      <hi>and</hi> more.</p>
  </egXML></exemplum>
  <remarks><p>Use it *sparingly*.</p></remarks></elementSpec>
<elementSpec ident="hi" module="base"><desc>Words set off.</desc>
  <classes><memberOf key="att.all"/></classes><content><macroRef key="macro.words"/></content>
</elementSpec>
</schemaSpec></body></text></TEI>"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """The pages of the small encoding."""
    (tmp_path / "small.odd").write_text(ODD, encoding="utf-8")
    compiled = compile_odd(tmp_path / "small.odd", tmp_path)
    assert compiled.problems == ()
    write_compiled(compiled, "docs", tmp_path / "pages")
    return tmp_path / "pages"


def test_a_page_says_all_that_is_known_of_an_element(pages: Path) -> None:
    """Gloss, description, remarks, example, attributes, content, parents, classes and rules."""
    page = (pages / "base.rst").read_text(encoding="utf-8")
    section = page[page.index(".. _small-element-p:") : page.index(".. _small-element-hi:")]

    assert "<p>\n" in section
    assert "*paragraph*: A paragraph, in a :ref:`doc <small-element-doc>`; see" in section
    assert "`there <https://example.org/a_b>`__, ``<q>`` and ``@kind``\\ s." in section
    assert "Use it \\*sparingly\\*." in section
    assert '   <p kind="long">Many &lt;words&gt;,\n     <hi>and</hi> more.</p>\n' in section
    assert (
        "* - ``kind``\n\n       *required*\n     - - ``long``: many words.\n       - *empty*"
        in section
    )
    assert ":Further attributes:\n   :ref:`att.all <small-class-att.all>`\n" in section
    assert ":Content:\n   :ref:`macro.words <small-macro-macro.words>`\n" in section
    assert ":May hold:\n   :ref:`hi <small-element-hi>`\n" in section
    assert ":May stand in:\n   :ref:`doc <small-element-doc>`\n" in section
    assert ":Classes:\n   :ref:`model.block <small-class-model.block>`\n" in section
    assert ":Rules:\n   - A paragraph has words.\n" in section


def test_the_first_page_lists_all_elements_by_name(pages: Path) -> None:
    """The alphabetical list has each element once, under its letter."""
    page = (pages / "index.rst").read_text(encoding="utf-8")

    assert re.findall(r"\*\*(\w)\*\* :ref:`(\w+) ", page) == [("D", "doc"), ("H", "hi"), ("P", "p")]
    assert "3 elements" in page


def test_another_language_is_written_where_there_is_one(tmp_path: Path) -> None:
    """What is described in German is; what is not comes in the language that there is."""
    (tmp_path / "small.odd").write_text(ODD, encoding="utf-8")
    compiled = compile_odd(tmp_path / "small.odd", tmp_path)

    write_compiled(compiled, "docs", tmp_path / "pages", "de")

    page = (tmp_path / "pages" / "base.rst").read_text(encoding="utf-8")
    assert "*Absatz*: Ein Absatz." in page
    assert "Words set off." in page


def test_sphinx_has_nothing_to_complain_of(pages: Path) -> None:
    """Every link leads somewhere, and no sign of an author's is taken for markup."""
    (pages / "conf.py").write_text('project = "small"\nhtml_theme = "basic"\nnitpicky = True\n')

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "--keep-going",
            "-b",
            "html",
            pages,
            pages / "o",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, "")
    html = (pages / "o" / "index.html").read_text(encoding="utf-8")
    assert "A small *encoding*" in html
    assert "It has `few` elements_ | and \\ signs." in html


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a<val>b</val>c", "a\\ ``b``\\ c"),
        ("(<val>b</val>), <att>c</att>.", "(``b``), ``@c``."),
        ("<val>back`tick</val>", ":literal:`back\\`tick`"),
        ("<emph>em*ph</emph>", "*em\\*ph*"),
        ("<q>said</q>", "“said”"),
        ("a <list><item>x</item><item>y</item></list>", "a x; y"),
        ("<ref target='javascript:x'>y</ref>", "y"),
        ("  many\n   spaces  ", "many spaces"),
    ],
)
def test_words_come_out_as_they_are_meant(words: str, expected: str) -> None:
    """Markup within a word is separated from it, and signs are escaped."""
    element = etree.fromstring(f'<desc xmlns="http://www.tei-c.org/ns/1.0">{words}</desc>')

    assert write_inline(element, lambda _name: None) == expected


def test_an_example_keeps_its_own_indentation_alone() -> None:
    """The ODD's indentation goes, that within the example stays; so do comments and prefixes."""
    element = etree.fromstring(
        '<egXML xmlns="http://www.tei-c.org/ns/Examples" xmlns:m="urn:m">\n      <p xml:id="a">\n'
        "        <m:x/><!-- so -->\n      </p>\n    </egXML>"
    )

    assert write_example(element)[2:-1] == [
        '   <p xml:id="a">',
        "     <m:x/><!-- so -->",
        "   </p>",
    ]
