"""Ask a service of an authority file who an entry of a register may be.

The services speak the Reconciliation Service API, 0.1 or 0.2 (W3C Entity Reconciliation Community
Group), as those of the GND, Wikidata and the Getty vocabularies do.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from tei_edition.problems import EditionError
from tei_edition.runtime.web import BusyError, WebLimits, fetch_web

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")
# How many entries are asked about in one request, and how many answers are wanted for each.
BATCH = 20
_ANSWERS = 6
_LIMITS = WebLimits(silence=10, whole=60, size=5_000_000)
_TRIES = 3
_LONGEST_WAIT = 30.0
_VERSIONS = {"0.1", "0.2"}
# Longer words are no name, and longer identifiers none of an authority.
_MOST_WORDS = 300


class AuthorityQuery(NamedTuple):
    """The name that is looked up, and the type of thing that it names, in words of the service."""

    words: str
    type: str = ""


class AuthorityAnswer(msgspec.Struct, frozen=True):
    """What a service proposes: an identifier, its name, and what tells it from its namesakes."""

    id: str
    name: str
    description: str = ""
    types: tuple[str, ...] = ()
    address: str = ""


class AuthorityService(NamedTuple):
    """A service that can be asked: its address, its name, the template of its addresses."""

    address: str
    name: str
    view: str = ""


class _View(msgspec.Struct):
    url: str = ""


class _Manifest(msgspec.Struct):
    name: str = ""
    versions: tuple[str, ...] = ("0.1",)
    view: _View | None = None


class _Type(msgspec.Struct):
    id: str
    name: str = ""


class _Candidate(msgspec.Struct):
    id: str | int
    name: str
    description: str | None = None
    type: tuple[_Type | str, ...] = ()


class _Result(msgspec.Struct):
    result: tuple[_Candidate, ...]


def open_service(address: str) -> AuthorityService:
    """Return the service at an address, after reading what it says of itself.

    Raises EditionError if there is none, or it speaks another version.
    """
    answer = fetch_web(address, limits=_LIMITS)
    manifest = _decode(answer.data, _Manifest, address)
    if not _VERSIONS.intersection(manifest.versions):
        raise EditionError(
            f'"{address}" speaks version {", ".join(manifest.versions)} of the Reconciliation API',
            hint="versions 0.1 and 0.2 are supported; ask its operators for such an address",
        )
    view = manifest.view.url if manifest.view else ""
    return AuthorityService(answer.address, manifest.name or urlsplit(address).netloc, view)


def ask_service(
    service: AuthorityService, queries: Sequence[AuthorityQuery]
) -> list[tuple[AuthorityAnswer, ...]]:
    """Return the answers to each query, at most `BATCH`, in the order that the service gives them.

    Raises EditionError if the service does not answer as the API says, or not at all.
    """
    batch = {f"q{number}": _write_query(query) for number, query in enumerate(queries)}
    form = {"queries": msgspec.json.encode(batch).decode()}
    data = _send(service.address, form)
    found = _decode(data, dict[str, _Result], service.address)
    if missing := batch.keys() - found.keys():
        words = queries[int(min(missing)[1:])].words
        raise EditionError(f'"{service.address}" gives no answer about "{words}"')
    return [
        tuple(
            _read_candidate(candidate, service.view)
            for candidate in found[key].result
            if str(candidate.id).strip() and len(str(candidate.id)) <= _MOST_WORDS
        )
        for key in batch
    ]


def _write_query(query: AuthorityQuery) -> dict[str, str | int]:
    written: dict[str, str | int] = {"query": query.words[:_MOST_WORDS], "limit": _ANSWERS}
    return {**written, "type": query.type} if query.type else written


def _send(address: str, form: dict[str, str]) -> bytes:
    """Send a form; again if the service asks to wait."""
    for _ in range(_TRIES - 1):
        try:
            return fetch_web(address, form, _LIMITS).data
        except BusyError as error:
            time.sleep(min(error.seconds, _LONGEST_WAIT))
    return fetch_web(address, form, _LIMITS).data


def _decode(data: bytes, form: type[_T], address: str) -> _T:
    try:
        return msgspec.json.decode(data, type=form)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise EditionError(
            f'"{address}" does not answer as a reconciliation service does: {error}',
            hint="look up the address of the service in its documentation",
        ) from None


def _read_candidate(candidate: _Candidate, view: str) -> AuthorityAnswer:
    ident = str(candidate.id).strip()
    types = [one if isinstance(one, str) else one.name or one.id for one in candidate.type]
    address = view.replace("{{id}}", quote(ident, safe=":/-_.~")) if view else ""
    words = " ".join((candidate.description or "").split())
    name = " ".join(candidate.name.split())
    return AuthorityAnswer(
        ident, name[:_MOST_WORDS], words[:_MOST_WORDS], tuple(types[:3]), address
    )
