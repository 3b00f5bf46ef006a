"""Make the data for all exports (`exports.holdings`) from a loaded edition."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tei_edition.citation.style import find_style
from tei_edition.citation.version import describe_version
from tei_edition.citation.works import make_work_writer
from tei_edition.exports.holdings import Holdings
from tei_edition.exports.registry import FORMATS, describe_files
from tei_edition.exports.ro_crate import CRATE, describe_crate
from tei_edition.loading.store import Cache
from tei_edition.pages.downloads import Download, find_addresses
from tei_edition.pages.gazetteer import GEOJSON
from tei_edition.pages.site_plan import SitePlan
from tei_edition.pages.variants import NEXUS, VARIANTS
from tei_edition.pages.witnesses import AGREEMENT
from tei_edition.runtime.kept_files import describe_content
from tei_edition.source import relative_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.loading.edition import LoadedEdition
    from tei_edition.runtime.kept_files import KeptFiles


def plan_site(reading: LoadedEdition) -> SitePlan:
    """Return the plan of the site of an edition."""
    plans = {
        file: digest.plan
        for file, digest in reading.digests.items()
        if digest.text is not None and digest.text.division is not None
    }
    write = make_work_writer(functools.partial(find_style, reading.config))
    return SitePlan(reading.config, reading.edition, plans, write)


class SourceFiles(Mapping[str, bytes]):
    """The bytes of files by their names, each read when it is first asked for."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths
        self._read: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of a file; raise KeyError for an unknown name."""
        if name not in self._read:
            self._read[name] = self._paths[name].read_bytes()
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names, in order."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._paths)


def find_sources(reading: LoadedEdition) -> SourceFiles:
    """Return every file of an edition, and what these include, by their names."""
    root = reading.config.root
    paths: dict[str, Path] = {}
    for file, digest in reading.digests.items():
        for path in (root / file, *map(Path, digest.included)) if digest.text else ():
            if path.is_file():  # what an XInclude names may be missing
                paths[relative_name(path, root)] = path
    return SourceFiles(paths)


def make_holdings(
    reading: LoadedEdition,
    book: SitePlan | None = None,
    *,
    url: str = "",
    with_witnesses: bool = True,
    kept: KeptFiles | None = None,
) -> Holdings:
    """Return the data for exports; `url` is the site's address, if not the edition's own.

    Without `with_witnesses` the texts of single witnesses are left out. `kept` has what the last
    run made.
    """
    cache = Cache(reading.config)
    sources = find_sources(reading)

    def read_stored(file: str) -> bytes:
        return cache.read_tree(reading.digests[file].key)

    addresses, _ = find_addresses(sources)
    version = describe_version(reading.config.root)
    book = book or plan_site(reading)
    return Holdings(
        book,
        sources,
        addresses,
        read_stored,
        url,
        version,
        with_witnesses=with_witnesses,
        kept=kept,
        keys={file: digest.key for file, digest in reading.digests.items()},
    )


# Of a format with more files than this only those at the top are listed.
_MOST_LISTED = 30
# What some files are called on the page of downloads beside the name of their format.
_TITLES = {
    GEOJSON: ("GeoJSON", "geojson"),
    AGREEMENT: ("agreement", "table"),
    VARIANTS: ("variants", "table"),
    NEXUS: ("variants", "matrix"),
}


def list_exports(holdings: Holdings) -> Iterator[Download]:
    """Yield the files of all formats that a site has."""
    words, config = holdings.book.words, holdings.config
    made: dict[str, int] = {}
    for chosen in FORMATS:
        if not chosen.on_site or (chosen.of_registers and not config.pages.registers):
            continue
        files = list(describe_files(chosen, holdings))
        for path, content in files:
            title, kind = _TITLES.get(path, ("", "data"))
            name = words[title] if title else chosen.label
            # A table of them is among those at the top.
            is_listed = len(files) <= _MOST_LISTED or path.count("/") < 2
            yield Download(path, name, kind, content, is_listed=is_listed)
            if chosen.in_bag:
                made[path] = content.size
    sources = {holdings.addresses[file]: len(data) for file, data in holdings.sources.items()}
    if crate := describe_crate(holdings, made | sources):
        yield Download(CRATE, "RO-Crate", "data", describe_content(crate))
