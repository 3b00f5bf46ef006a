"""OAI-PMH: a harvester takes every record, and the protocol's faults are answered by its codes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from lxml import etree

from exporting import copy_shipped_tei, hold, hold_shared, make, share_corpus
from test_dts import fetch, serve_live

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

O = "{http://www.openarchives.org/OAI/2.0/}"  # noqa: E741 - short in paths
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The shipped edition, served live."""
    with serve_live(copy_shipped_tei(tmp_path_factory.mktemp("oai") / "e")) as url:
        yield url


def _ask(live: str, query: str) -> etree._Element:
    status, headers, body = fetch(f"{live}oai/?{query}")
    assert (status, headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(body)


def test_a_harvester_takes_everything(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A library of others harvests each text of an edition of many, in both formats."""
    scythe = pytest.importorskip("oaipmh_scythe")
    root = share_corpus(tmp_path_factory, "bellini")
    texts = len(hold_shared(root).book.texts)
    with serve_live(root) as url, scythe.Scythe(f"{url}oai/") as client:
        assert client.identify().repositoryName == "An edition"
        assert {f.metadataPrefix for f in client.list_metadata_formats()} == {"oai_dc", "tei"}
        for prefix in ("oai_dc", "tei"):
            records = list(client.list_records(metadata_prefix=prefix))
            headers = list(client.list_identifiers(metadata_prefix=prefix))
            assert len(records) == len(headers) == texts
            one = client.get_record(identifier=headers[0].identifier, metadata_prefix=prefix)
            assert one.header.identifier == headers[0].identifier


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&extra=1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1900-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=x", "noSetHierarchy"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListSets", "noSetHierarchy"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=none", "idDoesNotExist"),
        ("verb=GetRecord&identifier=none", "badArgument"),
        ("verb=ListMetadataFormats&identifier=none", "idDoesNotExist"),
    ],
)
def test_faults_have_their_codes(live: str, query: str, code: str) -> None:
    """Each fault of a request is an answer with the code that the protocol has for it."""
    error = _ask(live, query).find(f"{O}error")

    assert error is not None
    assert (error.get("code"), bool(error.text)) == (code, True)


def test_records_say_what_the_header_does(live: str) -> None:
    """Title, author, licence and day of the newest change; the TEI is the whole text."""
    found = _ask(live, "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-22&until=2026-11-22")
    tei = _ask(live, "verb=ListRecords&metadataPrefix=tei")

    assert [e.text for e in found.iter(f"{DC}creator")] == ["Leon Trotsky"]
    assert [e.text for e in found.iter(f"{DC}rights")] == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]
    assert [e.text for e in found.iter(f"{O}datestamp")] == ["2026-11-22"]
    assert [e.text for e in found.iter(f"{O}identifier")] == ["oai:example.org:october"]
    assert len(list(tei.iter("{http://www.tei-c.org/ns/1.0}TEI"))) == 1


def test_files_are_the_answers_of_serve(tmp_path: Path, live: str) -> None:
    """The file of a list has the records that `serve` answers with."""
    made = make(hold(copy_shipped_tei(tmp_path / "e")), "oai")
    ident = quote("oai:example.org:october")
    for path, query in (
        ("oai/ListRecords.tei.xml", "verb=ListRecords&metadataPrefix=tei"),
        ("oai/GetRecord/october.oai_dc.xml",
         f"verb=GetRecord&metadataPrefix=oai_dc&identifier={ident}"),
    ):  # fmt: skip
        ours = etree.fromstring(made[path]).find(f".//{O}record/{O}header")
        theirs = _ask(live, query).find(f".//{O}record/{O}header")
        assert ours is not None
        assert theirs is not None
        assert etree.tostring(ours) == etree.tostring(theirs)
    static = etree.fromstring(made["oai/static-repository.xml"])
    assert static.tag.endswith("}Repository")
    assert len(list(static.iter(f"{O}record"))) == 2
