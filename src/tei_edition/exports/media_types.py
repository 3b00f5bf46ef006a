"""The media types of the files that an edition offers, by their names."""

from __future__ import annotations

_TYPES = {
    ".geojson": "application/geo+json",
    ".lpf.json": "application/geo+json",
    ".csv-metadata.json": "application/csvm+json",
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".gexf": "application/xml",
    ".graphml": "application/xml",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".nex": "text/plain",
    ".odd": "application/tei+xml",
    ".rnc": "application/relax-ng-compact-syntax",
    ".rng": "application/xml",
    ".sch": "application/xml",
    ".toml": "application/toml",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_TEI = ("tei/", "data/passages/")


def find_media_type(path: str) -> str:
    """Return the media type of a file of the site; TEI is known by its place."""
    if path.endswith(".xml") and path.startswith(_TEI):
        return "application/tei+xml"
    # The longest suffix says the most.
    found = sorted((end for end in _TYPES if path.endswith(end)), key=len)
    return _TYPES[found[-1]] if found else "application/octet-stream"
