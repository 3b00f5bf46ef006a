"""Addresses of schemas mapped to files: by edition.toml, and by OASIS XML Catalogs.

Nothing here reads the network (`tei_edition.schema.fetch` does, when it is asked to).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin

from lxml import etree

from tei_edition.problems import EditionError, OutsideError
from tei_edition.runtime.files import digest_file, real_path, stamp_file
from tei_edition.source import locate_file, read_xml
from tei_edition.tei import XML_NS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tei_edition.config import Config
    from tei_edition.config.tables import CatalogueEntry
    from tei_edition.runtime.boundary import Boundary
    from tei_edition.runtime.files import Stamp

_OASIS = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
_BASE = f"{{{XML_NS}}}base"


class Found(NamedTuple):
    """The file that stands for an address, and the SHA-256 that its bytes should have, if any."""

    path: Path
    sha256: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the file is another than was stored."""
        return bool(self.sha256) and digest_file(self.path) != self.sha256.lower()


class SchemaCatalogue:
    """The files for web addresses, from edition.toml and the XML catalogues that it names."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def find(self, address: str, path: Path) -> Path | None:
        """Return the file for an address used in the file `path`, whether it exists or not.

        None for an address of the web that is not mapped.
        """
        local = locate_file(address, path.parent)
        if local is not None:
            return local
        found = self.look_up(address)
        return found.path if found else None

    def look_up(self, address: str) -> Found | None:
        """Return the file for a web address; http and https are equal here."""
        root = self.config.root
        spelt = _spell(address)
        entries = {
            other: entry
            for known, entry in self.config.check.catalogue.items()
            for other in _spell(known)
        }
        for known in spelt:
            if known in entries:
                return _read_entry(entries[known], root)
        if (found := _find_prefix(spelt, entries, root)) is not None:
            return found
        uris, prefixes = _read_catalogues(
            self.files, self.config.boundary, tuple(map(stamp_file, self.files))
        )
        for known in spelt:
            target = uris.get(known, "")
            starts = [start for start in prefixes if known.startswith(start)]
            if not target and starts:
                start = max(starts, key=len)  # the longest match counts (XML Catalogs, 7.2.2)
                target = prefixes[start] + known[len(start) :]
            if target and (path := locate_file(target, root)) is not None:
                return Found(path)
        return None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of OASIS XML Catalogs that edition.toml names."""
        return tuple(self.config.root / name for name in self.config.check.catalogues)


@functools.lru_cache(maxsize=4)
def _read_catalogues(
    files: tuple[Path, ...], boundary: Boundary, _stamps: tuple[Stamp, ...]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what stands for an address, and what for the beginning of one."""
    uris: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for path in files:
        if not path.is_file():
            raise EditionError(
                f'there is no catalogue "{path.name}"',
                hint="catalogues, in [check] of edition.toml, names it",
            )
        for kind, start, target in _read_catalogue(real_path(path), (), boundary):
            (uris if kind == "uri" else prefixes).setdefault(start, target)
    return uris, prefixes


def _spell(address: str) -> tuple[str, ...]:
    """Return an address, and the same with the other of http and https."""
    if address.startswith("http://"):
        return address, f"https{address[4:]}"
    if address.startswith("https://"):
        return address, f"http{address[5:]}"
    return (address,)


def _read_entry(entry: str | CatalogueEntry, root: Path) -> Found:
    if isinstance(entry, str):
        return Found(real_path(root / entry))
    return Found(real_path(root / entry.file), entry.sha256)


def _find_prefix(
    spelt: tuple[str, ...], entries: Mapping[str, str | CatalogueEntry], root: Path
) -> Found | None:
    """Return what a line for a whole folder says, the longest that fits."""
    for known in spelt:
        fitting = [start for start in entries if start.endswith("/") and known.startswith(start)]
        if fitting:
            start = max(fitting, key=len)
            folder = _read_entry(entries[start], root).path
            path = real_path(folder / unquote(known[len(start) :]))
            return Found(path) if path.is_relative_to(folder) else None
    return None


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # no address at all
        return ""


def _read_catalogue(
    path: Path, chain: tuple[Path, ...], boundary: Boundary
) -> Iterator[tuple[str, str, str]]:
    """Yield entries of an OASIS catalogue and of those that follow it: kind, start and target."""
    source = read_xml(path, path.parent)
    if source.root is None or source.root.tag != f"{_OASIS}catalog":
        told = source.problems[0].message if source.problems else "its root is not <catalog>"
        raise EditionError(f'the catalogue "{path.name}" cannot be read: {told}')
    following: list[str] = []
    for element in source.root.iter(f"{_OASIS}*"):
        base = path.as_uri()
        for node in reversed([element, *element.iterancestors()]):
            base = _join(base, node.get(_BASE, ""))
        name = etree.QName(element).localname
        if name in {"uri", "system"}:
            start = element.get("name") or element.get("systemId") or ""
            yield "uri", start, _join(base, element.get("uri", ""))
        elif name in {"rewriteURI", "rewriteSystem"}:
            start = element.get("uriStartString") or element.get("systemIdStartString") or ""
            yield "prefix", start, _join(base, element.get("rewritePrefix", ""))
        elif name == "nextCatalog":
            following.append(_join(base, element.get("catalog", "")))
    for target in following:
        other = locate_file(target, path.parent)
        if other is None or not other.is_file() or other in chain:
            continue
        if not boundary.holds(other):
            raise OutsideError(f'"{target}" in "{path.name}" is outside the edition')
        yield from _read_catalogue(other, (*chain, path), boundary)
