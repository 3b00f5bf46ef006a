"""Pages of earlier states that moved or are gone: a page in the place of each, rules for hosts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from tei_edition.pages.redirects import read_redirects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.exports.holdings import Holdings


def write_redirects(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield a page for each former page, and rules for hosts that can redirect by themselves.

    The part of an address after `#` is not sent to the server: former anchors are on the pages.
    """
    found = read_redirects(holdings.config)
    pages = {old: new for old, new in found.moved.items() if old.endswith(".html")}
    for old, new in sorted(pages.items()):
        yield old, lead_to(_point(old, new), "This page has moved to")
    for old, why in sorted(found.gone.items()):
        if old.endswith(".html"):
            yield old, _write_gone(why)
    if pages:
        prefix = quote(urlsplit(holdings.url).path.rstrip("/"), safe="/%")
        lines = {
            f"{prefix}/{quote(o)}": f"{prefix}/{quote(n, safe='/#')}" for o, n in pages.items()
        }
        hosts = {
            "_redirects": "".join(f"{old} {new} 301\n" for old, new in sorted(lines.items())),
            "redirects.nginx.conf": "".join(
                f"location = {old} {{ return 301 {new}; }}\n" for old, new in sorted(lines.items())
            ),
            "redirects.htaccess": "".join(
                f"Redirect 301 {old} {new}\n" for old, new in sorted(lines.items())
            ),
        }
        for name, rules in hosts.items():
            yield name, rules.encode()


def lead_to(address: str, words: str = "Continue to") -> bytes:
    """Return a page that leads to another address, with a link for browsers that do not go."""
    shown = escape(address)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{shown}</title>\n'
        f'<link rel="canonical" href="{shown}">'
        f'<meta http-equiv="refresh" content="0; url={shown}"></head>\n'
        f'<body><p>{words} <a href="{shown}">{shown}</a>.</p></body></html>\n'
    ).encode()


def _write_gone(why: str) -> bytes:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Gone</title>'
        '<meta name="robots" content="noindex"></head>\n'
        f"<body><p>This page is no longer part of the edition: {escape(why)}</p></body></html>\n"
    ).encode()


def _point(old: str, new: str) -> str:
    """Return the address of a page as another links to it."""
    return "../" * old.count("/") + quote(new, safe="/#")
