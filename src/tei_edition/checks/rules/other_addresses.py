"""Addresses that only other programs use: of style sheets for browsers, and of W3C Schemas.

We open none of them; but what can be no address at all is of use to nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.checks.frame import check
from tei_edition.problems import problem
from tei_edition.runtime.urls import is_address
from tei_edition.source import locate_attribute, split_lines
from tei_edition.source.stamps import locate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.problems import Location, Problem
    from tei_edition.source import Source

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PAIRS, _SINGLE = f"{{{_XSI}}}schemaLocation", f"{{{_XSI}}}noNamespaceSchemaLocation"


@check("file", "unknown-target")
def check_other_addresses(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each xml-stylesheet and @schemaLocation with what is no address."""
    for instruction in source.prolog.instructions:
        if instruction.target == "xml-stylesheet":
            address = instruction.attributes.get("href", "")
            yield from _judge("xml-stylesheet", address, instruction.locate("href"))
    if _XSI not in source.text:
        return
    assert source.root is not None
    lines = split_lines(source.text)
    for element in source.root.iter(etree.Element):
        for name in (_PAIRS, _SINGLE):
            if (value := element.get(name)) is None:
                continue
            prefix = next((key for key, uri in element.nsmap.items() if uri == _XSI and key), "xsi")
            written = f"{prefix}:{etree.QName(name).localname}"
            place = locate_attribute(locate(element), written, lines)
            yield from _judge_locations(written, value, place, is_pairs=name == _PAIRS)


def _judge_locations(
    name: str, value: str, place: Location, *, is_pairs: bool
) -> Iterator[Problem]:
    """Yield the problems of @schemaLocation, pairs of a namespace and an address, or of its kin."""
    words = value.split()
    if is_pairs and len(words) % 2:
        yield problem(
            "unknown-target",
            f"@{name}: the last namespace has no address",
            place,
            hint="write each namespace with the address of its schema behind it",
        )
    for address in words[1::2] if is_pairs else words or [""]:
        yield from _judge(f"@{name}", address, place)


def _judge(where: str, address: str, place: Location) -> Iterator[Problem]:
    if not address.strip():
        yield problem("unknown-target", f"{where}: there is no address", place,
                      hint="write one, or remove it")  # fmt: skip
    elif not is_address(address.strip()):
        yield problem(
            "unknown-target",
            f'{where}: "{address}" can be no path of a file, and no address of the web',
            place,
            hint="correct it, or remove it",
        )
