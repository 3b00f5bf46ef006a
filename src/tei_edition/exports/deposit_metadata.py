"""Metadata for repositories and services: DataCite, CITATION.cff, Zenodo."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from tei_edition.runtime.files import format_json
from tei_edition.tei import write_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.citation.record import PersonalName
    from tei_edition.exports.holdings import Holdings

_KERNEL = "http://datacite.org/schema/kernel-4"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Licences of Creative Commons by their addresses: what SPDX calls them.
_CC = re.compile(
    r"https?://creativecommons\.org/(?:(?P<kind>licenses)/(?P<terms>[a-z-]+)|publicdomain/zero)"
    r"/(?P<number>\d\.\d)"
)


def write_datacite(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the record of DataCite 4.5, if the headers have all that it demands."""
    record = make_datacite(holdings)
    if record:
        yield "data/datacite.json", format_json(record)
        yield "data/datacite.xml", _write_datacite_xml(holdings, record)


def write_citation_file(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield CITATION.cff, if the headers name a title and somebody."""
    cited = holdings.citation
    names = list_creators(holdings)
    if not (holdings.title and names):
        return
    lines = [
        "cff-version: 1.2.0",
        "message: Please cite this edition as below.",
        "type: dataset",
        f"title: {_quote(holdings.title)}",
        "authors:",
    ]
    for name in names:
        lines += _name_author(name)
    licence = find_spdx(holdings.licence)
    for key, value in (
        ("version", cited.version),
        ("date-released", _find_day(holdings)),
        ("doi", cited.doi),
        ("license", licence),
        ("license-url", "" if licence else holdings.licence),
        ("url", holdings.url),
    ):
        if value:
            lines.append(f"{key}: {_quote(value)}")
    yield "CITATION.cff", ("\n".join(lines) + "\n").encode()


def write_zenodo(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the metadata that Zenodo reads from a repository; it takes them before CITATION.cff."""
    cited = holdings.citation
    names = list_creators(holdings)
    if not (holdings.title and names):
        return
    creators = {name.words for name in names}
    record: dict[str, Any] = {
        "title": holdings.title,
        "upload_type": "dataset",
        "description": describe_contents(holdings),
        "creators": [{"name": invert(name)} for name in names],
        "contributors": [
            {"name": invert(name), "type": kind}
            for kind, given in (
                ("Editor", cited.editors),
                ("Other", (*cited.translators, *cited.contributors)),
            )
            for name in given
            if name.words not in creators
        ],
        "license": find_spdx(holdings.licence).lower(),
        "publication_date": _find_day(holdings),
        "version": cited.version,
        "language": _find_alpha3(cited.language),
    }
    yield ".zenodo.json", format_json({key: value for key, value in record.items() if value})


def list_creators(holdings: Holdings) -> tuple[PersonalName, ...]:
    """Return the creators of the edition: its editors, or else its authors, or else all others."""
    cited = holdings.citation
    return cited.editors or cited.authors or cited.contributors or cited.translators


def describe_contents(holdings: Holdings) -> str:
    """Return a sentence that says what is deposited, from what is known."""
    texts, registers = len(holdings.book.texts), len(holdings.book.catalogue.resolver.entities)
    what = f"{texts} text{'s' * (texts != 1)} in TEI XML"
    if registers:
        what += f", {registers} entries of registers"
    return f"{holdings.title}: {what}, with tables and linked data made of them."


def find_spdx(address: str) -> str:
    """Return what SPDX calls a licence of Creative Commons; empty for any other."""
    match = _CC.match(address)
    if match is None:
        return ""
    name = f"CC-{match['terms'].upper()}" if match["kind"] else "CC0"
    return f"{name}-{match['number']}"


def invert(name: PersonalName) -> str:
    """Return a name with the family name first, as catalogues have it."""
    family = " ".join(filter(None, (name.particle, name.family)))
    return name.literal or ", ".join(filter(None, (family, name.given)))


def make_datacite(holdings: Holdings) -> dict[str, Any]:
    """Return the record of DataCite, empty where the headers lack what it demands."""
    cited = holdings.citation
    names = list_creators(holdings)
    year = cited.year or holdings.date[:4]
    if not (holdings.title and names and cited.publisher and year):
        return {}
    creators = {name.words for name in names}
    others = [
        {**_describe(name), "contributorType": kind}
        for kind, given in (
            ("Editor", cited.editors),
            ("Other", (*cited.authors, *cited.translators, *cited.contributors)),
        )
        for name in given
        if name.words not in creators
    ]
    dates = [
        {"date": day, "dateType": kind}
        for kind, day in (("Issued", cited.issued), ("Updated", cited.changed))
        if day and re.fullmatch(r"\d{4}(-\d\d){0,2}", day)
    ]
    rights: dict[str, str] = {}
    if holdings.licence:
        rights = {"rightsUri": holdings.licence}
        if spdx := find_spdx(holdings.licence):
            rights |= {"rightsIdentifier": spdx, "rightsIdentifierScheme": "SPDX"}
    alternate = [{"alternateIdentifier": holdings.url, "alternateIdentifierType": "URL"}]
    record: dict[str, Any] = {
        "doi": cited.doi,
        "creators": [_describe(name) for name in names],
        "titles": [{"title": holdings.title}],
        "publisher": {"name": cited.publisher},
        "publicationYear": year,
        "contributors": others,
        "dates": dates,
        "language": cited.language,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Scholarly edition (TEI XML)"},
        "alternateIdentifiers": alternate if holdings.url else [],
        "formats": ["application/tei+xml"],
        "version": cited.version,
        "rightsList": [rights] if rights else [],
        "url": holdings.url,
        "schemaVersion": _KERNEL,
    }
    return {key: value for key, value in record.items() if value}


def _describe(name: PersonalName) -> dict[str, Any]:
    described = {"name": invert(name)}
    if name.family:
        described |= {"nameType": "Personal", "familyName": name.family}
        if name.given:
            described["givenName"] = name.given
    elif name.is_body:
        described["nameType"] = "Organizational"
    return described


def _write_datacite_xml(holdings: Holdings, record: dict[str, Any]) -> bytes:
    """Return the same record as XML."""
    root = etree.Element(
        f"{{{_KERNEL}}}resource", nsmap=cast("dict[str, str]", {None: _KERNEL, "xsi": _XSI})
    )
    root.set(
        f"{{{_XSI}}}schemaLocation",
        f"{_KERNEL} https://schema.datacite.org/meta/kernel-4.5/metadata.xsd",
    )

    ident, kind = (record["doi"], "DOI") if "doi" in record else (holdings.url, "URL")
    if ident:
        _add(root, "identifier", ident, identifierType=kind)
    _add_people(root, record, "creator")
    _add_people(root, record, "contributor")
    _add(_add(root, "titles"), "title", record["titles"][0]["title"])
    _add(root, "publisher", record["publisher"]["name"])
    _add(root, "publicationYear", record["publicationYear"])
    types = record["types"]
    _add(
        root, "resourceType", types["resourceType"],
        resourceTypeGeneral=types["resourceTypeGeneral"],
    )  # fmt: skip
    if record.get("dates"):
        listed = _add(root, "dates")
        for date in record["dates"]:
            _add(listed, "date", date["date"], dateType=date["dateType"])
    for name in ("language", "formats", "version"):
        if name == "formats":
            _add(_add(root, "formats"), "format", record["formats"][0])
        elif name in record:
            _add(root, name, record[name])
    for rights in record.get("rightsList", ()):
        given = {"rightsURI" if k == "rightsUri" else k: v for k, v in rights.items()}
        _add(_add(root, "rightsList"), "rights", "", **given)
    etree.indent(root)
    return write_xml(root)


def _add(parent: etree._Element, name: str, words: str = "", **given: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_KERNEL}}}{name}", given)
    if words:
        element.text = words
    return element


def _add_people(root: etree._Element, record: dict[str, Any], item: str) -> None:
    """Add the creators, or the contributors with the parts that they had."""
    people = record.get(f"{item}s", ())
    listed = _add(root, f"{item}s") if people else root
    for name in people:
        kind = {"contributorType": name["contributorType"]} if "contributorType" in name else {}
        person = _add(listed, item, "", **kind)
        types = {"nameType": name["nameType"]} if "nameType" in name else {}
        _add(person, f"{item}Name", name["name"], **types)
        for part in ("givenName", "familyName"):
            if part in name:
                _add(person, part, name[part])


def _name_author(name: PersonalName) -> list[str]:
    if not name.family:
        return [f"  - name: {_quote(name.words)}"]
    parts = {
        "family-names": name.family,
        "given-names": name.given,
        "name-particle": name.particle,
        "name-suffix": name.suffix,
    }
    lines = [f"{key}: {_quote(value)}" for key, value in parts.items() if value]
    return [f"  {'-' if number == 0 else ' '} {line}" for number, line in enumerate(lines)]


def _find_day(holdings: Holdings) -> str:
    found = (holdings.citation.changed, holdings.citation.issued, holdings.date)
    return next((day for day in found if _DAY.fullmatch(day)), "")


def _find_alpha3(language: str) -> str:
    # Its tables take long to load, and most builds make no archive.
    import langcodes

    try:
        return langcodes.get(language).to_alpha3() if language else ""
    except LookupError:
        return ""


def _quote(words: str) -> str:
    # A string of JSON is one of YAML.
    return json.dumps(words, ensure_ascii=False)
