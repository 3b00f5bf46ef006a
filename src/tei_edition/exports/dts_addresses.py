"""The addresses of Distributed Text Services: templates (RFC 6570) and what they expand to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENTRY, COLLECTION, NAVIGATION, DOCUMENT = "entry", "collection", "navigation", "document"
TEI_XML = "application/tei+xml"
# The parameters of each endpoint in the order of its template; the first is part of the path.
PARAMETERS = {
    COLLECTION: ("id", "page", "nav"),
    NAVIGATION: ("resource", "tree", "ref", "start", "end", "down"),
    DOCUMENT: ("resource", "tree", "ref", "start", "end"),
}
SUFFIXES = {COLLECTION: ".jsonld", NAVIGATION: ".jsonld", DOCUMENT: ".xml"}
_RANGE = ("start", "end")


class Addresses:
    """The addresses of the endpoints.

    `base` is the address of the site with a slash at its end. With `queries` parameters are in
    the query, else in the name of a file; `has_ranges` says whether parts from one unit to another
    can be asked for, `media_types` in which forms documents come.
    """

    def __init__(
        self,
        base: str,
        *,
        queries: bool = False,
        has_ranges: bool = True,
        media_types: tuple[str, ...] = (TEI_XML,),
    ) -> None:
        self.base = base
        self.queries = queries
        self.has_ranges = has_ranges
        self.media_types = media_types

    @property
    def entry(self) -> str:
        """The address of the entry point."""
        return f"{self.base}dts/" if self.queries else f"{self.base}dts/entry.jsonld"

    def template(
        self, endpoint: str, given: Mapping[str, str] | None = None, *, has_pages: bool = True
    ) -> str:
        """Return the template of an endpoint, in which some parameters are given already.

        Without `has_pages` it has no `page`.
        """
        given = given or {}
        names = [
            n for n in self._list_parameters(endpoint)
            if n not in given and (has_pages or n != "page")
        ]  # fmt: skip
        if self.queries:
            query = "&".join(f"{name}={encode_value(value)}" for name, value in given.items())
            rest = f"{{{'&' if query else '?'}{','.join(names)}}}"
            return f"{self.base}dts/{endpoint}/{'?' if query else ''}{query}{rest}"
        first = PARAMETERS[endpoint][0]
        if first in given:
            head, names = f"/{encode_value(given[first])}", [n for n in names if n != first]
        else:
            head = "{/id}" if first == "id" else f"/{{{first}}}"
            names = [n for n in names if n != first]
        rest = f"{{;{','.join(names)}}}"
        return f"{self.base}dts{head}/{endpoint}{rest}{SUFFIXES[endpoint]}"

    def locate(self, endpoint: str, query: Mapping[str, str]) -> str:
        """Return the address of a request."""
        if self.queries:
            names = (n for n in self._list_parameters(endpoint) if query.get(n))
            pairs = "&".join(f"{name}={encode_value(query[name])}" for name in names)
            return f"{self.base}dts/{endpoint}/{'?' if pairs else ''}{pairs}"
        return self.base + name_file(endpoint, query, encode=encode_value)

    def _list_parameters(self, endpoint: str) -> list[str]:
        names = [n for n in PARAMETERS[endpoint] if self.has_ranges or n not in _RANGE]
        if self.queries and endpoint == NAVIGATION:
            names.append("page")
        if self.queries and endpoint == DOCUMENT:
            names.append("mediaType")
        return names


@lru_cache(maxsize=4096)  # each is in the addresses of many requests
def encode_value(value: str) -> str:
    """Return a value as templates expand it: all but unreserved characters are encoded."""
    return quote(value, safe="")


def name_file(
    endpoint: str, query: Mapping[str, str], *, encode: Callable[[str], str] = str
) -> str:
    """Return the path of the file that answers a request."""
    first, *others = PARAMETERS[endpoint]
    folder = f"/{encode(query[first])}" if query.get(first) else ""
    rest = "".join(f";{name}={encode(query[name])}" for name in others if query.get(name))
    return f"dts{folder}/{endpoint}{rest}{SUFFIXES[endpoint]}"
