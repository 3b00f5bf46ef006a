"""An edition from a stranger is read, and nothing that its folder brings is run."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree

from tei_edition.schema.schematron import judge_source, read_rules
from tei_edition.schema.schematron.error import SchematronError
from tei_edition.schema.schematron.reader import resolve_schematron
from tei_edition.source import read_xml

if TYPE_CHECKING:
    from pathlib import Path

_WORK = """
from tei_edition.runtime.workers import Workers
if __name__ == "__main__":
    with Workers(2) as pool:
        print(pool.map(abs, [-1], apart=True))
"""


@pytest.mark.parametrize("module", ["struct", "signal", "pickle", "socket"])
def test_workers_do_not_import_modules_of_the_current_folder(tmp_path: Path, module: str) -> None:
    """A worker process that starts in an edition's folder runs no Python file that lies there."""
    folder = tmp_path / "edition"
    folder.mkdir()
    canary = tmp_path / "canary"
    (folder / f"{module}.py").write_text(f"open({str(canary)!r}, 'w').close()")
    script = tmp_path / "work.py"
    script.write_text(_WORK)
    path = os.pathsep.join(part for part in sys.path if part)
    environment = {**os.environ, "PYTHONPATH": path}
    environment.pop("PYTHONSAFEPATH", None)
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == "[1]", done.stderr
    assert not canary.exists()


@pytest.mark.parametrize(
    "part",
    [
        '<xsl:function name="a"><xsl:result-document href="x"/></xsl:function>',
        '<xsl:template match="/" priority="9"/>',
        '<xsl:function name="a"><xsl:evaluate xpath="b"/></xsl:function>',
        '<xsl:function name="a"><xsl:source-document href="x"/></xsl:function>',
        '<let name="a"><xsl:result-document href="x"/></let>',
        '<xsl:template match="/" mode="#all"/>',
        '<xsl:template match="*" mode="a #default"/>',
        '<xsl:template match="*" mode="#unnamed"/>',
        '<xsl:template match="*" mode="  "/>',
        '<xsl:template match="*" mode="tei-edition:shared"/>',
        '<xsl:template match="*" mode="Q{urn:tei-edition:schematron}shared"/>',
        '<xsl:template match="*" mode="o:p0" xmlns:o="urn:tei-edition:schematron"/>',
        '<xsl:mode on-no-match="shallow-copy"/>',
        '<xsl:mode name="tei-edition:shared"/>',
        '<xsl:function name="o:place" xmlns:o="urn:tei-edition:schematron"/>',
        '<xsl:function name="Q{urn:tei-edition:schematron}place"/>',
        '<xsl:function name="s:f" xmlns:s="http://purl.oclc.org/dsdl/schematron"/>',
        '<xsl:key name="tei-edition:k" match="*" use="."/>',
        '<xsl:accumulator name="tei-edition:order" initial-value="0"/>',
        '<xsl:variable name="tei-edition:main" select="1"/>',
        '<xsl:param name="tei-edition:documents"/>',
        '<let name="tei-edition:main" value="1"/>',
        '<ns prefix="o" uri="urn:tei-edition:schematron"/>',
        '<ns prefix="tei-edition" uri="urn:x"/><xsl:key name="tei-edition:k" match="*" use="."/>',
        '<xsl:import-schema namespace="urn:x"/>',
        '<xsl:use-package name="urn:x"/>',
        '<xsl:output method="text"/>',
        '<xsl:function name="a"><xsl:apply-templates mode="#default"/></xsl:function>',
        '<let name="a"><x xmlns="" xsl:extension-element-prefixes="o" xmlns:o="urn:o"/></let>',
        '<let name="a"><x xmlns="" expand-text="yes">{ tei-edition:load(1) }</x></let>',
    ],
)
def test_rules_with_xslt_that_does_more_than_compute_are_refused(part: str) -> None:
    """Rules in Schematron that would write or replace our own templates are an error."""
    root = etree.fromstring(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"'
        f' xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{part}</schema>'
    )
    # For what it does, and not because it is no element of the language.
    with pytest.raises(SchematronError, match=r"^(?!.*not an element of Schematron)"):
        resolve_schematron(root)


@pytest.mark.parametrize(
    "part",
    [
        '<let name="a"><x xmlns="" expand-text="yes">{ 1 + 1 } and { name() }</x></let>',
        '<let name="a"><x xmlns="" expand-text="yes">urn:tei-edition, tei-edition:x</x></let>',
        '<let name="a"><x xmlns="">no braces</x>behind</let>',
        '<let name="a"><x xmlns="" n="tei-editions"/></let>',
        '<xsl:function name="a"><xsl:sequence select="1"/></xsl:function>',
    ],
)
def test_rules_with_xslt_that_only_computes_are_taken(part: str) -> None:
    """Expressions in text, and words that are like our names, are no offence."""
    root = etree.fromstring(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"'
        f' xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{part}</schema>'
    )
    assert resolve_schematron(root) is not None


READING = {
    "a dynamic call": "function-lookup(xs:QName('fn:doc'), 1)('{address}')",
    "a reference to the function": "doc#1('{address}')",
    "an arrow": "'{address}' => doc()",
    "an expanded name": "Q{{http://www.w3.org/2005/xpath-functions}}doc('{address}')",
    "text": "unparsed-text('{address}')",
    "lines": "unparsed-text-lines('{address}')",
    "JSON": "json-doc('{address}')",
    "a collection": "collection('{folder}')",
    "a list of files": "uri-collection('{folder}')",
    "a document": "document('{address}')",
    "an entity": "parse-xml('<!DOCTYPE a [<!ENTITY e SYSTEM \"{address}\">]><a>&e;</a>')",
    "another stylesheet": "transform(map {{ 'stylesheet-location': '{address}',"
    " 'source-node': / }})?*",
    "a module": "load-xquery-module('urn:x', map {{ 'location-hints': '{address}' }})",
    "the environment": "environment-variable('CANARY')",
    "all of the environment": "available-environment-variables() ! environment-variable(.)",
    "a property of the system": "system-property('user.home')",
    "a function of Java": "Q{{java:java.lang.System}}getenv('CANARY')",
}


@pytest.mark.parametrize("expression", READING.values(), ids=READING)
def test_rules_read_nothing_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expression: str
) -> None:
    """However a rule asks for a file, the environment or the home folder, it gets nothing."""
    monkeypatch.setenv("CANARY", "found-canary")
    monkeypatch.setenv("HOME", str(tmp_path / "found-canary"))
    outside = tmp_path / "outside.xml"
    outside.write_text("<canary>found-canary</canary>")
    folder = tmp_path / "edition"
    folder.mkdir()
    written = expression.format(address=outside.as_uri(), folder=tmp_path.as_uri())
    told = _judge(folder, written)
    assert not any("found-canary" in words for words in told)
    if written.startswith("system-property"):
        assert told == ["told"]


def test_rules_write_nothing_by_a_stylesheet_of_their_own(tmp_path: Path) -> None:
    """A stylesheet that a rule makes and runs cannot write a file either."""
    target = tmp_path / "written.txt"
    sheet = (
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        f'<xsl:template name="a"><xsl:result-document href="{target.as_uri()}">x'
        "</xsl:result-document></xsl:template></xsl:stylesheet>"
    )
    _judge(
        tmp_path,
        f"transform(map {{ 'stylesheet-text': '{sheet}',"
        f" 'initial-template': QName('', 'a'), 'base-output-uri': '{tmp_path.as_uri()}/' }})?*",
    )
    assert not target.exists()


def _judge(folder: Path, expression: str) -> list[str]:
    """What a rule says that shows the value of an expression, or that it fails."""
    (folder / "a.xml").write_text("<a/>")
    (folder / "r.sch").write_text(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">'
        f'<pattern><rule context="/"><let name="v" value={quoteattr(expression)}/>'
        '<report test="true()">told <value-of select="$v ! string(.)"/></report>'
        "</rule></pattern></schema>"
    )
    try:
        rules = read_rules([folder / "r.sch"], folder)
        judged = judge_source(rules, read_xml(folder / "a.xml", folder), folder)
    except SchematronError as error:
        return [str(error)]
    return [problem.message for problem in judged.problems]
