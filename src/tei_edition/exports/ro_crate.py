"""RO-Crate 1.1: a description of the files of an edition, beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tei_edition.exports.deposit_metadata import describe_contents, list_creators
from tei_edition.exports.media_types import find_media_type
from tei_edition.runtime.files import format_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tei_edition.citation.record import PersonalName
    from tei_edition.exports.holdings import Holdings

CRATE = "ro-crate-metadata.json"
_CONTEXT = "https://w3id.org/ro/crate/1.1/context"


def describe_crate(holdings: Holdings, files: Mapping[str, int]) -> bytes:
    """Return the description of files, given their sizes by their paths below it.

    Empty where no header has the data that RO-Crate requires: a title, a date and a licence.
    """
    if not can_describe(holdings):
        return b""
    cited = holdings.citation
    people = {name.words: name for name in (*cited.authors, *list_creators(holdings))}
    names = {words: f"#agent-{number}" for number, words in enumerate(people, 1)}
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": holdings.title,
        "description": describe_contents(holdings),
        "datePublished": _find_date(holdings),
        "license": {"@id": holdings.licence},
        "author": [{"@id": names[words]} for words in people],
        "hasPart": [{"@id": _name(path)} for path in sorted(files)],
    }
    if holdings.url:
        root["url"] = holdings.url
    if cited.doi:
        root["identifier"] = f"https://doi.org/{cited.doi}"
    if cited.publisher:
        root["publisher"] = {"@id": "#publisher"}
    graph: list[dict[str, Any]] = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        root,
        {"@id": holdings.licence, "@type": "CreativeWork", "name": holdings.licence},
        *(_describe_agent(names[words], name) for words, name in people.items()),
    ]
    if cited.publisher:
        graph.append({"@id": "#publisher", "@type": "Organization", "name": cited.publisher})
    graph += [
        {
            "@id": _name(path),
            "@type": "File",
            "name": path.rpartition("/")[2],
            "encodingFormat": find_media_type(path),
            "contentSize": str(size),
        }
        for path, size in sorted(files.items())
    ]
    crate = {"@context": _CONTEXT, "@graph": graph}
    return format_json(crate)


def can_describe(holdings: Holdings) -> bool:
    """Whether the headers have the data that RO-Crate requires."""
    return bool(holdings.title and _find_date(holdings) and holdings.licence)


def _find_date(holdings: Holdings) -> str:
    return holdings.citation.issued or holdings.date


def _name(path: str) -> str:
    return quote(path, safe="/;=,~()!$&'*+@")


def _describe_agent(ident: str, name: PersonalName) -> dict[str, Any]:
    kind = "Organization" if name.is_body or not name.family else "Person"
    described = {"@id": ident, "@type": kind, "name": name.words}
    if name.family:
        described["familyName"] = name.family
        if name.given:
            described["givenName"] = name.given
    return described
