"""The sitemap and robots.txt of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"


def write_site_files(site: str, addresses: Iterable[str]) -> dict[str, bytes]:
    """Return the sitemap (sitemaps.org, protocol 0.9) and robots.txt, by their paths.

    `site` is the address of the site, `addresses` are those of its pages. Robots look for
    robots.txt only at the root of a host, so a site in a folder has none.
    """
    urls = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    sitemap = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )
    return {SITEMAP: sitemap.encode()} | _write_robots(site, ("",))


def write_root_files(site: str, folders: Iterable[str]) -> dict[str, bytes]:
    """Return robots.txt, by its path, for a host whose sites are in folders, each with its map."""
    return _write_robots(site, [f"{folder}/" for folder in folders]) if site else {}


def _write_robots(site: str, folders: Iterable[str]) -> dict[str, bytes]:
    if urlsplit(site).path not in {"", "/"}:
        return {}
    base = site.rstrip("/")
    maps = "".join(f"Sitemap: {base}/{folder}{SITEMAP}\n" for folder in folders)
    return {ROBOTS: f"User-agent: *\nAllow: /\n{maps}".encode()}
