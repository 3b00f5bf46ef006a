"""Addresses that are none, wherever a text, a schema or a setting may name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from building import TEI
from in_process import working_here
from tei_edition.cli import main

if TYPE_CHECKING:
    from pathlib import Path

# Python's own functions for addresses end on most of these with an exception.
ADDRESSES = ["http://[", "//[x", "http://a:x/", "file://[/x"]
HEADER = """
<teiHeader><fileDesc><titleStmt><title ref="ADDRESS">T</title><respStmt><resp ref="ADDRESS">
e</resp><name ref="ADDRESS">N</name></respStmt></titleStmt><publicationStmt><publisher
ref="ADDRESS">P </publisher><idno type="URL">ADDRESS</idno><availability><licence
target="ADDRESS">L</licence></availability></publicationStmt><sourceDesc><listWit><witness
xml:id="A"><ptr target="ADDRESS"/><ref
target="ADDRESS">r</ref></witness></listWit><listBibl><biblStruct xml:id="b"><monogr><title>M
</title><idno type="URI">ADDRESS</idno><imprint/></monogr><ref
target="ADDRESS"/></biblStruct></listBibl><listPerson><person xml:id="p"
sameAs="ADDRESS"><persName ref="ADDRESS">Anna</persName><idno type="URL"
xml:base="ADDRESS">ADDRESS</idno><linkGrp><link target="ADDRESS ADDRESS"/></linkGrp><note><ref
target="ADDRESS"/><ptr
target="ADDRESS"/></note></person></listPerson></sourceDesc></fileDesc><encodingDesc><listPrefixDef><prefixDef
ident="x" matchPattern="(.*)"
replacementPattern="ADDRESS$1"/></listPrefixDef><classDecl><taxonomy><category
xml:id="c"><catDesc><ptr
target="ADDRESS"/></catDesc></category></taxonomy></classDecl></encodingDesc><profileDesc><correspDesc
ref="ADDRESS"><correspAction type="sent"><persName
ref="ADDRESS">A</persName></correspAction></correspDesc></profileDesc></teiHeader>
"""
BODY = """
<facsimile xml:base="ADDRESS"><graphic url="ADDRESS" xml:id="f"/></facsimile><text><body><div
xml:base="ADDRESS" facs="ADDRESS"><p corresp="ADDRESS" xml:id="s"><ref
target="ADDRESS">One</ref><ptr target="x:1"/><ref target="a.xml#s b#c"/><graphic
url="ADDRESS"/><media url="ADDRESS" mimeType="a/b"/><pb facs="ADDRESS"/><persName
ref="ADDRESS">B</persName><note target="ADDRESS">n</note><app from="ADDRESS" to="ADDRESS"><lem
wit="ADDRESS">l</lem><rdg wit="#A" copyOf="ADDRESS" source="ADDRESS">r </rdg></app><date
calendar="ADDRESS" when="1900">d</date><delSpan spanTo="ADDRESS"/><seg copyOf="ADDRESS"
sameAs="ADDRESS" next="ADDRESS">s</seg><g ref="ADDRESS"/><quote
source="ADDRESS">q</quote></p></div></body></text>
"""
WHOLE = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">{HEADER}{BODY}</TEI>'
SETTINGS = '[edition]\ntexts = ["a.xml"]\nregisters = []\n'
RNG = "http://relaxng.org/ns/structure/1.0"
TEXT = TEI.format(title="T", content="<text><body><p>One</p></body></text>")
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="ADDRESS"/>'
# What names the address: the file, and what it holds; the last are the settings.
FILES = {
    "texts": {"a.xml": WHOLE},
    "an include": {"a.xml": TEXT.replace("<p>One</p>", INCLUDE)},
    "a model": {"a.xml": f'<?xml-model href="ADDRESS"?>{TEXT[TEXT.index("<TEI") :]}'},
    "a style": {"a.xml": f'<?xml-stylesheet href="ADDRESS"?>{TEXT[TEXT.index("<TEI") :]}'},
    "a schema": {
        "s.rng": f'<grammar xmlns="{RNG}" xml:base="ADDRESS"><include href="ADDRESS"/></grammar>',
        "edition.toml": '[check]\nschema = "s.rng"\n',
    },
    "a reference in a schema": {
        "s.rng": f'<externalRef xmlns="{RNG}" href="ADDRESS"/>',
        "edition.toml": '[check]\nschema = "s.rng"\n',
    },
    "a compact schema": {
        "s.rnc": 'include "ADDRESS"',
        "edition.toml": '[check]\nschema = "s.rnc"\n',
    },
    "rules": {
        "s.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><include href="ADDRESS"/>'
        '<ns prefix="a" uri="ADDRESS"/><pattern documents="\'ADDRESS\'"><rule context="/">'
        "<assert test=\"doc-available('ADDRESS')\">x</assert></rule></pattern></schema>",
        "edition.toml": '[check]\nschema = "none"\nschematron = ["s.sch"]\n',
    },
    "a catalogue": {
        "c.xml": '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog" xml:base="ADDRESS">'
        '<uri name="ADDRESS" uri="ADDRESS"/><rewriteURI uriStartString="ADDRESS" '
        'rewritePrefix="ADDRESS"/><nextCatalog catalog="ADDRESS"/></catalog>',
        "a.xml": f'<?xml-model href="ADDRESS"?>{TEXT[TEXT.index("<TEI") :]}',
        "edition.toml": '[check]\ncatalogues = ["c.xml"]\n',
    },
    "a map of addresses": {
        "a.xml": f'<?xml-model href="ADDRESS"?>{TEXT[TEXT.index("<TEI") :]}',
        "edition.toml": '[check.catalogue]\n"ADDRESS" = "a.xml"\n',
    },
    "the address of the edition": {"edition.toml": 'url = "ADDRESS"\n'},
}


def call(*arguments: str) -> Result:
    """A command that ended by itself, all in this process."""
    with working_here():
        done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_what_is_no_address_ends_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], address: str
) -> None:
    """It is reported or shown as it is, and the text is still done."""
    monkeypatch.chdir(tmp_path)
    whole = {"a.xml": TEXT, **files, "edition.toml": SETTINGS + files.get("edition.toml", "")}
    for name, content in whole.items():
        (tmp_path / name).write_text(content.replace("ADDRESS", address))
    assert call("check").exit_code in {0, 1, 2}
    done = call("html", "-o", "out")
    if files.keys() == {"a.xml"} and "xi:include" not in files["a.xml"]:
        assert "One" in (tmp_path / "out/edition/a.html").read_text(), done.output
    for form in ("bag", "dts", "turtle"):
        call("export", form, "-o", "exported")


ODD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="s" start="p"'
    ' source="ADDRESS"><moduleRef url="ADDRESS"/><moduleRef key="core" source="ADDRESS"/>'
    '<specGrpRef target="ADDRESS"/><elementRef key="p" source="ADDRESS"/><elementSpec ident="p"'
    ' mode="add" ns="ADDRESS"><equiv uri="ADDRESS" filter="ADDRESS"/><content><textNode/></content>'
    '<remarks><p><ref target="ADDRESS">x</ref><ptr target="ADDRESS"/></p></remarks></elementSpec>'
    "</schemaSpec></body></text></TEI>"
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_ends_no_odd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Sources, modules and links of an ODD that are no addresses are problems."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.odd").write_text(ODD.replace("ADDRESS", address))
    assert call("schema", "compile", "my.odd").exit_code in {0, 1}
    call("schema", "compile", "my.odd", "--docs", "-o", "pages")
    assert call("schema", "fetch", address).exit_code == 2
