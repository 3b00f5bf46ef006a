"""Addresses that only other programs use are told if they can be none: nothing is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import TEI
from tei_edition.checks.rules.other_addresses import check_other_addresses
from tei_edition.config import make_config
from tei_edition.facts.header import Header
from tei_edition.facts.text import Text
from tei_edition.source import read_source

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = TEI.format(title="T", content="<text><body><p>One</p></body></text>")
XSI = 'xmlns:{0}="http://www.w3.org/2001/XMLSchema-instance" {0}:'


def judge(folder: Path, *, before: str = "", attribute: str = "") -> list[tuple[str, int, int]]:
    """The problems of a text with an instruction, or with an attribute of its root."""
    text = PLAIN.replace("<TEI", f"{before}<TEI{attribute and f' {attribute}'}", 1)
    (folder / "a.xml").write_text(text)
    found = check_other_addresses(
        read_source(folder / "a.xml", folder), Text("a.xml", Header(), {}), make_config({}, folder)
    )
    return [(told.message, told.location.line, told.location.column) for told in found]


@pytest.mark.parametrize(
    "address", ["%00", "a%00.css", "http://[", "//[x", "http://a:x/", "http:///x"]
)
def test_what_can_be_no_address_of_a_style_sheet_is_told(tmp_path: Path, address: str) -> None:
    """With the place of the address."""
    ((words, line, column),) = judge(tmp_path, before=f'<?xml-stylesheet href="{address}"?>\n')
    assert words.startswith(f'xml-stylesheet: "{address}" can be no path')
    assert (line, column) == (2, 24)


@pytest.mark.parametrize("instruction", ["xml-stylesheet", 'xml-stylesheet href=""',
                                         "xml-stylesheet href=a.css"])  # fmt: skip
def test_style_sheet_without_an_address_is_told(tmp_path: Path, instruction: str) -> None:
    """Missing, empty, or not in quotation marks."""
    ((words, line, _),) = judge(tmp_path, before=f"<?{instruction}?>\n")
    assert (words, line) == ("xml-stylesheet: there is no address", 2)


@pytest.mark.parametrize(
    ("attribute", "words"),
    [
        ('schemaLocation="urn:x %00"', ['"%00" can be no path']),
        ('schemaLocation="urn:x a.xsd urn:y http://["', ['"http://[" can be no path']),
        ('schemaLocation="urn:x a.xsd urn:y"', ["the last namespace has no address"]),
        ('schemaLocation="urn:x"', ["the last namespace has no address"]),
        ('noNamespaceSchemaLocation="%00"', ['"%00" can be no path']),
        ('noNamespaceSchemaLocation=""', ["there is no address"]),
        ('noNamespaceSchemaLocation="a.xsd"', []),
        ('schemaLocation="urn:x a.xsd urn:y https://example.org/b.xsd"', []),
        ('schemaLocation=""', []),
        ('type="%00"', []),
    ],
)
@pytest.mark.parametrize("prefix", ["xsi", "i"])
def test_what_can_be_no_address_of_a_schema_is_told(
    tmp_path: Path, attribute: str, words: list[str], prefix: str
) -> None:
    """In pairs of a namespace and an address, or alone, whatever the prefix is."""
    told = judge(tmp_path, attribute=XSI.format(prefix) + attribute)
    assert [word in message for word, (message, *_) in zip(words, told, strict=True)] == [
        True
    ] * len(words)
    assert all(message.startswith(f"@{prefix}:") for message, *_ in told)
    assert all(column > len("<TEI") for *_, column in told)


@pytest.mark.parametrize("address", ["a.css", "../a.css", "https://example.org/a.xsl", "C:/a.xsl",
                                     "a%20b.css", "#style", "file:///x/a.xsl"])  # fmt: skip
def test_addresses_of_style_sheets_are_no_problem(tmp_path: Path, address: str) -> None:
    """Whether the file is there is the concern of whoever opens the TEI in a browser."""
    assert judge(tmp_path, before=f'<?xml-stylesheet href="{address}" type="text/css"?>\n') == []
