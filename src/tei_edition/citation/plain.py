"""Citations on pages made without Sphinx."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from tei_edition.citation.formats import FILES
from tei_edition.citation.page import find_cited, write_block, write_head
from tei_edition.citation.sitemap import write_site_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.citation.record import Citations


class CitedFile(NamedTuple):
    """The citation of an HTML page: parameters of `xslt/html.xsl`, and the files beside it."""

    parameters: dict[str, str]
    files: dict[str, bytes]


def cite_pages(citations: Citations, site: str, docnames: Iterable[str]) -> dict[str, CitedFile]:
    """Return the citations of pages by docname, without pages that are not part of a text."""
    made = {}
    for docname in docnames:
        page = find_cited(citations, docname, lambda name: _find_url(site, name))
        if page is None:
            continue
        head = write_head(page, citations)
        if page.citation.url:
            head += f'<link rel="canonical" href="{escape(page.citation.url)}" />'
        name = docname.rpartition("/")[2]
        block = write_block(page, citations, {suffix: quote(name + suffix) for suffix in FILES})
        files = {docname + suffix: write(page.citation) for suffix, (_, write) in FILES.items()}
        made[docname] = CitedFile(
            {"citation": block, "citation-head": head},
            {path: text.encode() for path, text in files.items()},
        )
    return made


def list_site_files(site: str, docnames: Iterable[str]) -> dict[str, bytes]:
    """Return the sitemap and robots.txt by path; nothing if the site has no address."""
    addresses = [_find_url(site, docname) for docname in sorted(docnames)]
    return write_site_files(site, addresses) if site else {}


def _find_url(site: str, docname: str) -> str:
    return f"{site.rstrip('/')}/{quote(docname)}.html" if site else ""
