"""The rules for Netlify, read as its manual explains them, lead queries to files of the site."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from exporting import URL, copy_shipped_tei, hold, make
from tei_edition.exports.host_rules import write_host_rules

DTS = "/e/dts/"


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The paths of all files of DTS and OAI-PMH of the shipped edition."""
    holdings = hold(copy_shipped_tei(tmp_path_factory.mktemp("host") / "e"))
    return {f"/e/{path}" for name in ("dts", "oai") for path in make(holdings, name)}


def ask(query: str) -> tuple[str, str]:
    """The path and status that the first fitting rule gives: each of its parameters is there."""
    asked = urlsplit(query)
    given = dict(parse_qsl(asked.query))
    for line in write_host_rules("netlify", URL)["_redirects"].splitlines():
        if line.startswith("#"):
            continue
        path, *conditions, target, status = line.split(" ")
        wanted = dict(condition.split("=", 1) for condition in conditions)
        fits = all(
            name in given and (value.startswith(":") or value == given[name])
            for name, value in wanted.items()
        )
        if path == asked.path and fits:
            for name, value in sorted(wanted.items(), key=lambda item: -len(item[0])):
                if value.startswith(":"):
                    target = target.replace(value, given[name])
            return target, status
    return asked.path, "404"


@pytest.mark.parametrize(
    "query",
    [
        f"{DTS}",
        f"{DTS}collection/",
        f"{DTS}collection/?id=october&nav=parents",
        f"{DTS}navigation/?resource=october&down=1",
        f"{DTS}navigation/?down=-1&resource=october&ref=fate",
        f"{DTS}navigation/?resource=october&start=friction&end=fate",
        f"{DTS}document/?resource=october",
        f"{DTS}document/?resource=october&ref=fate.p4",
        f"{DTS}document/?resource=october&ref=fate.p4&mediaType=application/tei%2Bxml",
        f"{DTS}document/?resource=october&start=friction&end=fate",
        "/e/oai/?verb=Identify",
        "/e/oai/?verb=ListMetadataFormats",
        "/e/oai/?verb=ListSets",
        "/e/oai/?verb=ListRecords&metadataPrefix=tei",
        "/e/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc",
    ],
)
def test_queries_lead_to_files(paths: set[str], query: str) -> None:
    """A request that has an answer gets a file that is there, with every parameter in its name."""
    path, status = ask(query)

    assert (path in paths, status) == (True, "200"), path
    assert all(
        value in path for name, value in parse_qsl(urlsplit(query).query) if name != "mediaType"
    )


@pytest.mark.parametrize(
    ("query", "file"),
    [
        ("/e/oai/", "badVerb"),
        ("/e/oai/?verb=Guess", "badVerb"),
        ("/e/oai/?verb=ListRecords", "badArgument"),
        ("/e/oai/?verb=GetRecord&metadataPrefix=tei", "badArgument"),
    ],
)
def test_faults_of_harvesters_are_answered(paths: set[str], query: str, file: str) -> None:
    """By the file with the code of the protocol."""
    assert ask(query) == (f"/e/oai/{file}.xml", "200")
    assert ask(query)[0] in paths


@pytest.mark.parametrize(
    "query",
    [
        f"{DTS}document/?resource=october&ref=fate&start=friction&end=fate",
        f"{DTS}document/?resource=october&start=friction",
        f"{DTS}document/?resource=october&ref=fate.p4&mediaType=text/plain",
        f"{DTS}document/?resource=nothing",
        f"{DTS}navigation/?resource=october&end=fate&down=1",
        f"{DTS}navigation/?resource=october&ref=fate&end=fate",
        f"{DTS}navigation/?resource=october",
        f"{DTS}collection/?nav=up",
        "/e/oai/?verb=GetRecord&metadataPrefix=tei&identifier=oai:example.org:october",
    ],
)
def test_what_has_no_answer_is_not_found(paths: set[str], query: str) -> None:
    """What contradicts itself, or is not there, never gets the answer to something else."""
    path, status = ask(query)

    assert status == "404" or path not in paths, path
