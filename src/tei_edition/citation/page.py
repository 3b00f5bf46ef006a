"""Citations on an HTML page: the block for readers, and the metadata in its head.

Both are well-formed XML as well, so that Sphinx and a stylesheet can take them as they are; all
words in them are escaped.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.citation.formats import (
    FILES,
    cite_passage,
    find_address,
    invert_name,
    list_addresses,
    write_json_ld,
)
from tei_edition.citation.record import locate
from tei_edition.citation.style import cite, to_html, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tei_edition.citation.record import Citation, Citations, CitedPassage, Style

SCRIPT, SHEET = "citation.js", "citation.css"


class CitedPage(NamedTuple):
    """A page that is cited: its located record, its passages, and whether it is of the whole."""

    citation: Citation
    passages: tuple[CitedPassage, ...] = ()
    is_home: bool = False


def find_cited(
    citations: Citations, docname: str, find_url: Callable[[str], str]
) -> CitedPage | None:
    """Return the citation of a page, or None if it is not the page of a text."""
    citation = citations.pages.get(docname)
    if citation is None:
        return None
    is_home = docname == citations.home
    return CitedPage(locate(citation, find_url), citations.passages.get(docname, ()), is_home)


# The block.


def write_block(page: CitedPage, citations: Citations, files: Mapping[str, str]) -> str:
    """Return the block "cite this page": in words, in each format, and as a template for passages.

    `files` are the addresses, seen from the page, of the files with these suffixes. The template
    is for the script, and lies there unused without it.
    """
    style, words = citations.style, citations.words
    forms = _write_forms(page.citation, style, words, files)
    long = to_html(cite(page.citation, style).long, list_addresses(page.citation))
    passage = ""
    if page.passages:
        inner = _write_forms(cite_passage(page.citation), style, words, files)
        labels = escape_script(json.dumps(dict(page.passages), ensure_ascii=False))
        passage = (
            f'<template>{inner}</template>\n<script type="application/json">{labels}</script>\n'
        )
    summary = words["cite edition" if page.is_home else "cite page"]
    return (
        f'<div class="tei-cite no-search" id="tei-cite"{_say_language(page.citation, citations)}>\n'
        f"<details><summary>{escape(summary)}</summary>\n"
        f'<div class="tei-cite-forms">{forms}</div>\n</details>\n'
        f'<p class="tei-cite-print">{escape(words["how to cite"])} '
        f'<span class="tei-cite-print-text">{long}</span></p>\n{passage}</div>\n'
    )


def _say_language(citation: Citation, citations: Citations) -> str:
    """Return the attributes of a block in the words of the edition, if the page is in others."""
    own = citations.language
    if citation.language.split("-")[0] == own.split("-")[0]:
        return ""
    return f' lang="{escape(own)}" dir="{"rtl" if citations.is_rtl else "ltr"}"'


def _write_forms(
    citation: Citation, style: Style, words: Mapping[str, str], files: Mapping[str, str]
) -> str:
    cited = cite(citation, style)
    addresses = list_addresses(citation)
    parts = [
        f'<p class="tei-label">{escape(words[f"{form} form"])}</p>\n'
        f'<p class="tei-cite-text tei-cite-{form}">{to_html(text, addresses)}</p>\n'
        for form, text in (("short", cited.short), ("long", cited.long))
    ]
    for suffix, (name, write) in FILES.items():
        href, file = escape(files[suffix]), escape(citation.key + suffix)
        parts.append(
            f'<details class="tei-cite-data" data-format="{suffix[1:]}"><summary>{name}</summary>\n'
            f'<pre class="tei-cite-text">{escape(write(citation).replace(chr(13), ""))}</pre>\n'
            f'<p><a href="{href}" download="">{escape(words["Download"])}'
            f'<span class="tei-cite-file"> {file}</span></a></p>\n</details>\n'
        )
    return "".join(parts)


def cite_in_text(citation: Citation, style: Style) -> tuple[str, str]:
    """Return the long form without markup: its words, and the address that ends them."""
    words = to_text(cite(citation, style).long)
    for address in list_addresses(citation):
        before, found, after = words.partition(address)
        if found:
            return f"{before}{after}".strip(), address
    return words, ""


def cite_whole(citations: Citations, site: str) -> tuple[str, str]:
    """Return the citation of the edition for books, with the address of its site."""
    page = find_cited(citations, citations.home, lambda name: f"{site}/{name}.html" if site else "")
    return cite_in_text(page.citation, citations.style) if page else ("", "")


def escape_script(data: str) -> str:
    """JSON for a script element of HTML, which nothing in it can end."""
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return data


# The head.


def write_head(page: CitedPage, citations: Citations) -> str:
    """Return the head of a page for programs: Highwire tags, Dublin Core, Open Graph, JSON-LD."""
    description, _ = cite_in_text(page.citation, citations.style)
    lines = [f'<meta name="{name}" content="{escape(v)}" />' for name, v in _name(page.citation)]
    lines += [
        f'<meta property="{name}" content="{escape(value)}" />'
        for name, value in _list_open_graph(page.citation, citations.title, description)
    ]
    lines.append(f'<meta name="description" content="{escape(description)}" />')
    data = escape_script(write_json_ld(page.citation))
    lines.append(f'<script type="application/ld+json">{data}</script>')
    return "\n".join(lines) + "\n"


def _name(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield tags that Zotero and Google Scholar read, those of Dublin Core that say the rest."""
    date = citation.issued.replace("-", "/") if len(citation.dates) == 1 else citation.year
    fields: dict[str, str | Iterable[str]] = {
        "citation_title": citation.title,
        "citation_author": map(invert_name, citation.authors),
        "citation_editor": map(invert_name, citation.editors),
        "citation_translator": map(invert_name, citation.translators),
        "citation_book_title": citation.container,
        "citation_series_title": citation.series,
        "citation_publisher": citation.publisher,
        "citation_publication_date": date,
        "citation_language": citation.language,
        "citation_doi": citation.doi,
        "citation_isbn": citation.isbn,
        "citation_public_url": find_address(citation),
        # By this Zotero tells a book from an article.
        "DC.type": "bookSection" if citation.is_part else "book",
        "DC.rights": citation.licence,
        "DC.identifier": citation.urn,
    }
    for name, value in fields.items():
        for single in [value] if isinstance(value, str) else value:
            if single:
                yield name, single


def _list_open_graph(citation: Citation, site: str, description: str) -> Iterator[tuple[str, str]]:
    fields = {
        "og:title": citation.title,
        "og:type": "article" if citation.is_part else "book",
        "og:url": citation.url,
        "og:site_name": site,
        "og:locale": citation.language.replace("-", "_") if "-" in citation.language else "",
        "og:description": description,
    }
    yield from ((name, value) for name, value in fields.items() if value)
