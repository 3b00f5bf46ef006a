"""Dublin Core: what headers say of the edition and of each text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from tei_edition.tei import write_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text

DC_NS = "http://purl.org/dc/elements/1.1/"
OAI_DC_NS = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def write_dc(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the edition as a whole in Dublin Core, if its headers say anything of it."""
    cited = holdings.citation
    fields = [
        ("title", holdings.title),
        *(("creator", name.words) for name in cited.authors),
        *(("contributor", name) for name in holdings.contributors),
        ("publisher", cited.publisher),
        ("date", cited.issued),
        ("language", cited.language),
        ("rights", holdings.licence),
        ("identifier", cited.doi and f"https://doi.org/{cited.doi}"),
        ("identifier", holdings.url),
    ]  # fmt: skip
    if holdings.title:
        fields += [("type", "Text"), ("format", "application/tei+xml")]
        root = _write(fields)
        yield "data/dc.xml", write_xml(root)


def write_oai_dc(holdings: Holdings, text: Text) -> etree._Element:
    """Return a text in Dublin Core, as OAI-PMH has it."""
    header = text.header
    page = holdings.book.list_pages(text)[0][1]
    return _write([
        ("title", holdings.book.text_titles[text.file]),
        *(("creator", name) for name in header.authors),
        *(("contributor", name) for name in header.editors),
        ("publisher", header.publisher),
        ("date", header.date),
        ("language", header.language),
        *(("rights", licence.uri or licence.text) for licence in header.licences),
        ("identifier", holdings.locate_page(page)),
        *(("identifier", i.uri or i.value) for i in header.identifiers),
        *(("source", source) for source in header.sources),
        ("relation", holdings.locate(holdings.addresses.get(text.file, text.file))),
        ("type", "Text"),
        ("format", "application/tei+xml"),
    ])  # fmt: skip


def describe_edition(holdings: Holdings) -> dict[str, Any]:
    """Return what the headers agree on, as the metadata of DTS in the terms of Dublin Core."""
    cited = holdings.citation
    found: dict[str, Any] = {
        "title": [cited.title] if cited.title else [],
        "creator": [name.words for name in cited.authors],
        "contributor": holdings.contributors,
        "publisher": [cited.publisher] if cited.publisher else [],
        "issued": [cited.issued] if cited.issued else [],
        "modified": [cited.changed] if cited.changed else [],
        "language": [cited.language] if cited.language else [],
        "license": [holdings.licence] if holdings.licence else [],
    }
    return {key: value for key, value in found.items() if value}


def describe_text(text: Text) -> dict[str, Any]:
    """Return what a header says of its text, in the same way."""
    header = text.header
    licences = [licence.uri for licence in header.licences if licence.uri]
    found: dict[str, Any] = {
        "title": [_tag(header.title, header.language)] if header.title else [],
        "creator": list(header.authors),
        "contributor": list(header.editors),
        "publisher": [header.publisher] if header.publisher else [],
        "issued": [header.date] if header.date else [],
        "modified": [header.changed] if header.changed else [],
        "language": [header.language] if header.language else [],
        "license": licences,
        "identifier": [i.uri or i.value for i in header.identifiers if i.uri or i.value],
        "source": list(header.sources),
    }
    return {key: value for key, value in found.items() if value}


def _tag(words: str, language: str) -> str | dict[str, str]:
    return {"lang": language, "value": words} if language else words


def _write(fields: Iterable[tuple[str, str]]) -> etree._Element:
    root = etree.Element(
        f"{{{OAI_DC_NS}}}dc", nsmap={"oai_dc": OAI_DC_NS, "dc": DC_NS, "xsi": _XSI}
    )
    root.set(
        f"{{{_XSI}}}schemaLocation",
        f"{OAI_DC_NS} http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    )
    for name, value in dict.fromkeys(fields):
        if value:
            etree.SubElement(root, f"{{{DC_NS}}}{name}").text = value
    return root
