"""OAI-PMH 2.0: the texts as records, for harvesters.

`answer_oai` is the whole of it: `serve` asks it for each request, and the files of the site are
its answers to the requests that need no date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urlsplit

from lxml import etree

from tei_edition.exports.dublin_core import write_oai_dc
from tei_edition.source.stamps import strip_stamps
from tei_edition.tei import write_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Text

OAI_NS = "http://www.openarchives.org/OAI/2.0/"
STATIC_NS = "http://www.openarchives.org/OAI/2.0/static-repository"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{OAI_NS} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
DC, TEI = "oai_dc", "tei"
FORMATS = {
    DC: (
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
    ),
    TEI: (
        "https://vault.tei-c.org/P5/current/xml/tei/custom/schema/xsd/tei_all.xsd",
        "http://www.tei-c.org/ns/1.0",
    ),
}
# Records whose day no header tells are older than any harvester asks for.
NO_DAY = "1970-01-01"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ARGUMENTS = {
    "Identify": (),
    "ListMetadataFormats": ("identifier",),
    "ListSets": ("resumptionToken",),
    "ListIdentifiers": ("metadataPrefix", "from", "until", "set", "resumptionToken"),
    "ListRecords": ("metadataPrefix", "from", "until", "set", "resumptionToken"),
    "GetRecord": ("identifier", "metadataPrefix"),
}


_NEEDED: dict[str, tuple[str, ...]] = {
    "ListIdentifiers": ("metadataPrefix",),
    "ListRecords": ("metadataPrefix",),
    "GetRecord": ("identifier", "metadataPrefix"),
}


class _Record(NamedTuple):
    identifier: str
    day: str
    text: Text


class _ProtocolError(Exception):
    """What is wrong with a request, by the code that the protocol has for it."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


def answer_oai(holdings: Holdings, query: Mapping[str, str], now: str) -> bytes:
    """Return the answer to a request; `now` is the time of the answer in UTC.

    Faults of the request are answers with the codes of the protocol.
    """
    verb = query.get("verb", "")
    root = etree.Element(f"{{{OAI_NS}}}OAI-PMH", nsmap=_name_namespaces())
    root.set(f"{{{_XSI}}}schemaLocation", _SCHEMA)
    _add(root, "responseDate", now)
    request = _add(root, "request", f"{holdings.url}oai/")
    try:
        _check_arguments(verb, query)
        answers: dict[str, Callable[[Holdings, Mapping[str, str]], etree._Element]] = {
            "Identify": _identify,
            "ListMetadataFormats": _list_formats,
            "ListSets": _list_sets,
            "ListIdentifiers": _list_records,
            "ListRecords": _list_records,
            "GetRecord": _get_record,
        }
        made = answers[verb](holdings, query)
        for name, value in query.items():
            request.set(name, value)
        root.append(made)
    except _ProtocolError as error:
        if error.code not in {"badVerb", "badArgument"}:
            for name, value in query.items():
                request.set(name, value)
        _add(root, "error", str(error)).set("code", error.code)
    return write_xml(root)


def write_oai(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield the answers to all requests without dates, and a static repository."""
    if not holdings.book.texts:
        return
    now = f"{holdings.day or NO_DAY}T00:00:00Z"

    def answer(**query: str) -> bytes:
        return answer_oai(holdings, query, now)

    yield "oai/Identify.xml", answer(verb="Identify")
    yield "oai/ListMetadataFormats.xml", answer(verb="ListMetadataFormats")
    yield "oai/ListSets.xml", answer(verb="ListSets")
    for prefix in FORMATS:
        for verb in ("ListIdentifiers", "ListRecords"):
            yield f"oai/{verb}.{prefix}.xml", answer(verb=verb, metadataPrefix=prefix)
        for record in _list_all(holdings):
            name = holdings.text_ids[record.text.file]
            made = answer(verb="GetRecord", identifier=record.identifier, metadataPrefix=prefix)
            yield f"oai/GetRecord/{name}.{prefix}.xml", made
    # What rules of hosts lead all other requests to.
    yield "oai/badVerb.xml", answer(verb="?")
    yield "oai/badArgument.xml", answer(verb="ListRecords")
    yield "oai/idDoesNotExist.xml", answer(verb="GetRecord", identifier="?", metadataPrefix=DC)
    yield "oai/static-repository.xml", _write_static(holdings)


def _name_namespaces() -> dict[str, str]:
    return cast("dict[str, str]", {None: OAI_NS, "xsi": _XSI})


def _add(parent: etree._Element, name: str, words: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{OAI_NS}}}{name}")
    if words:
        element.text = words
    return element


def _make(name: str) -> etree._Element:
    return etree.Element(f"{{{OAI_NS}}}{name}")


def _check_arguments(verb: str, query: Mapping[str, str]) -> None:
    if verb not in _ARGUMENTS:
        raise _ProtocolError("badVerb", f'there is no verb "{verb}"')
    for name in query:
        if name != "verb" and name not in _ARGUMENTS[verb]:
            raise _ProtocolError("badArgument", f'{verb} has no argument "{name}"')
    if query.get("resumptionToken"):
        raise _ProtocolError("badResumptionToken", "all lists are complete: there are no tokens")
    for name in _NEEDED.get(verb, ()):
        if not query.get(name):
            raise _ProtocolError("badArgument", f"{verb} needs {name}")
    _check_days(query)
    if query.get("set"):
        raise _ProtocolError("noSetHierarchy", "there are no sets")
    prefix = query.get("metadataPrefix")
    if prefix and prefix not in FORMATS:
        raise _ProtocolError("cannotDisseminateFormat", f'there is no format "{prefix}"')


def _check_days(query: Mapping[str, str]) -> None:
    for name in ("from", "until"):
        if name in query and not _DAY.fullmatch(query[name]):
            raise _ProtocolError("badArgument", f"{name} is no day, as 2026-11-30")
    if query.get("from", "") > query.get("until", "9999"):
        raise _ProtocolError("badArgument", "from is later than until")


def _list_all(holdings: Holdings) -> Iterable[_Record]:
    return holdings.remember("records of OAI", _make_records).values()


def _make_records(holdings: Holdings) -> dict[str, _Record]:
    """Return the record of each text by its identifier."""
    # Records keep their names where the site is tried out on another host.
    url = holdings.config.edition.url or holdings.url
    host = urlsplit(url).hostname or "localhost"
    records: dict[str, _Record] = {}
    for text in holdings.book.texts:
        days = (text.header.changed, text.header.date, holdings.date)
        day = next((day for day in days if _DAY.fullmatch(day)), NO_DAY)
        ident = f"oai:{host}:{holdings.text_ids[text.file]}"
        records[ident] = _Record(ident, day, text)
    return records


def _identify(holdings: Holdings, query: Mapping[str, str]) -> etree._Element:  # noqa: ARG001
    made = _make("Identify")
    _add(made, "repositoryName", holdings.title or holdings.url)
    _add(made, "baseURL", f"{holdings.url}oai/")
    _add(made, "protocolVersion", "2.0")
    if holdings.config.oai.email:
        _add(made, "adminEmail", holdings.config.oai.email)
    _add(made, "earliestDatestamp", min((r.day for r in _list_all(holdings)), default=NO_DAY))
    _add(made, "deletedRecord", "no")
    _add(made, "granularity", "YYYY-MM-DD")
    return made


def _list_formats(holdings: Holdings, query: Mapping[str, str]) -> etree._Element:
    if query.get("identifier"):
        _find(holdings, query["identifier"])
    made = _make("ListMetadataFormats")
    for prefix, (schema, namespace) in FORMATS.items():
        form = _add(made, "metadataFormat")
        _add(form, "metadataPrefix", prefix)
        _add(form, "schema", schema)
        _add(form, "metadataNamespace", namespace)
    return made


def _list_sets(holdings: Holdings, query: Mapping[str, str]) -> etree._Element:  # noqa: ARG001
    raise _ProtocolError("noSetHierarchy", "there are no sets")


def _list_records(holdings: Holdings, query: Mapping[str, str]) -> etree._Element:
    made = _make(query["verb"])
    first, last = query.get("from", ""), query.get("until", "9999")
    for record in _list_all(holdings):
        if first <= record.day <= last:
            if query["verb"] == "ListIdentifiers":
                _add_header(made, record)
            else:
                _add_record(made, holdings, record, query["metadataPrefix"])
    if not len(made):
        raise _ProtocolError("noRecordsMatch", "no record is of these days")
    return made


def _get_record(holdings: Holdings, query: Mapping[str, str]) -> etree._Element:
    made = _make("GetRecord")
    _add_record(made, holdings, _find(holdings, query["identifier"]), query["metadataPrefix"])
    return made


def _find(holdings: Holdings, identifier: str) -> _Record:
    found = holdings.remember("records of OAI", _make_records).get(identifier)
    if found is None:
        raise _ProtocolError("idDoesNotExist", f'there is no record "{identifier}"')
    return found


def _add_header(parent: etree._Element, record: _Record) -> None:
    header = _add(parent, "header")
    _add(header, "identifier", record.identifier)
    _add(header, "datestamp", record.day)


def _add_record(parent: etree._Element, holdings: Holdings, record: _Record, prefix: str) -> None:
    added = _add(parent, "record")
    _add_header(added, record)
    metadata = _add(added, "metadata")
    if prefix == DC:
        metadata.append(write_oai_dc(holdings, record.text))
    else:
        root = holdings.read_tree(record.text.file)
        strip_stamps(root)
        metadata.append(root)


def _write_static(holdings: Holdings) -> bytes:
    """Return a static repository (OAI, 2004): one file for who has a gateway."""
    names = cast("dict[str, str]", {None: STATIC_NS, "oai": OAI_NS, "xsi": _XSI})
    root = etree.Element(f"{{{STATIC_NS}}}Repository", nsmap=names)
    root.set(
        f"{{{_XSI}}}schemaLocation",
        f"{STATIC_NS} http://www.openarchives.org/OAI/2.0/static-repository.xsd",
    )
    for name, made in (
        ("Identify", _identify(holdings, {})),
        ("ListMetadataFormats", _list_formats(holdings, {})),
    ):
        etree.SubElement(root, f"{{{STATIC_NS}}}{name}").extend(list(made))
    for prefix in FORMATS:
        listed = etree.SubElement(root, f"{{{STATIC_NS}}}ListRecords", metadataPrefix=prefix)
        for record in _list_all(holdings):
            _add_record(listed, holdings, record, prefix)
    return write_xml(root)
