"""The identifiers of authority files: which one a value is of, its form and its check digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Authority(NamedTuple):
    """An authority file: its name, how its identifiers look, how one is known by its address."""

    name: str
    form: re.Pattern[str]
    address: re.Pattern[str]
    example: str
    is_right: Callable[[str], bool] = lambda _ident: True


class AuthorityIdentifier(NamedTuple):
    """A value that says that it is an identifier of an authority."""

    authority: Authority
    value: str

    def find_fault(self) -> str:
        """Return what is wrong with it: "form", "check digit", or nothing."""
        if not self.authority.form.fullmatch(self.value):
            return "form"
        return "" if self.authority.is_right(self.value) else "check digit"

    @property
    def key(self) -> tuple[str, str]:
        """A key that is equal for equal identifiers, however they are written."""
        compact = re.sub(r"[\s-]", "", self.value) if self.authority.name != "GND" else self.value
        return _SAME.get(self.authority.name, self.authority.name), compact.casefold()


def find_identifier(value: str, type_name: str = "") -> AuthorityIdentifier | None:
    """Return the authority's identifier in a value, recognised by its address, or else by its type.

    None if the value belongs to no known authority.
    """
    value = value.strip()
    for authority in AUTHORITIES.values():
        if match := authority.address.match(value):
            return AuthorityIdentifier(authority, match["id"])
    name = re.sub(r"[\W_]+", "", type_name.casefold())
    if name not in AUTHORITIES:
        name = re.sub("(id|uri|url)$", "", name)
    named = AUTHORITIES.get(_ALIASES.get(name, name))
    if named is None or not value or "/" in value:
        return None
    # Some write its name before it: gnd:118540238, gnd-118540238.
    bare = re.sub(rf"{named.name}[\s:_-]+", "", value, count=1, flags=re.IGNORECASE)
    return AuthorityIdentifier(named, bare)


def _weigh(digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in enumerate(reversed(digits), 2)) % 11


def _is_gnd(ident: str) -> bool:
    digits, hyphen, last = ident.partition("-")
    if not hyphen:
        digits, last = ident[:-1], ident[-1]
    rest = _weigh(digits)
    # What came from the catalogues of corporate bodies and subjects has the remainder itself, what
    # came from those of persons and titles its complement.
    expected = rest if hyphen else -rest % 11
    return last == ("X" if expected == 10 else str(expected))


def _is_isni(ident: str) -> bool:
    from stdnum import isni

    return bool(isni.is_valid(ident))


def _address(host: str, path: str) -> re.Pattern[str]:
    return re.compile(rf"https?://(?:www\.)?{host}/{path}(?P<id>[^/?#\s]+)", re.IGNORECASE)


AUTHORITIES = {
    "gnd": Authority(
        "GND",
        re.compile(r"1[0-3]?\d{7}[\dX]|3\d{7}[\dX]|[1-9]\d{0,7}-[\dX]", re.ASCII),
        _address(r"(?:portal\.)?d-nb\.info", "gnd/"),
        "118540238",
        _is_gnd,
    ),
    "viaf": Authority(
        "VIAF",
        re.compile(r"[1-9]\d{0,8}|[1-9]\d{18,21}", re.ASCII),
        _address(r"viaf\.org", "viaf/"),
        "24602065",
    ),
    "isni": Authority(
        "ISNI",
        re.compile(r"\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3}[\dX]", re.ASCII),
        _address(r"isni\.org", "(?:isni/)?"),
        "0000 0001 2281 955X",
        _is_isni,
    ),
    "orcid": Authority(
        "ORCID",
        re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII),
        _address(r"orcid\.org", ""),
        "0000-0002-1825-0097",
        _is_isni,
    ),
    "lcnaf": Authority(
        "LCNAF",
        re.compile(r"n[abors]? ?(?:\d{2}|20\d{2})\d{6}", re.ASCII),
        _address(r"id\.loc\.gov", "authorities/names/"),
        "n79003362",
    ),
    "wikidata": Authority(
        "Wikidata",
        re.compile(r"[QPL][1-9]\d*", re.ASCII),
        _address(r"wikidata\.org", "(?:wiki|entity)/"),
        "Q5879",
    ),
    "geonames": Authority(
        "GeoNames",
        re.compile(r"[1-9]\d{0,9}", re.ASCII),
        _address(r"(?:sws\.)?geonames\.org", ""),
        "2950159",
    ),
}
_ALIASES = {"pnd": "gnd", "lcauth": "lcnaf", "lcname": "lcnaf", "geoname": "geonames"}
# An ORCID is an ISNI of a separate range.
_SAME = {"ORCID": "ISNI"}
