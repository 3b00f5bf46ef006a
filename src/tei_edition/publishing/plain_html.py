"""HTML without Sphinx, by XSLT alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.citation.plain import cite_pages, list_site_files
from tei_edition.config import list_styles
from tei_edition.language.tags import shorten_language
from tei_edition.loading.edition import leave_out, read_files
from tei_edition.pages.addresses import CONTENTS, PROBLEMS
from tei_edition.pages.contents_page import list_parts
from tei_edition.pages.image_column import list_image_copies
from tei_edition.pages.pictures import list_copies
from tei_edition.publishing.jobs import list_failed, transform_all
from tei_edition.publishing.output import check_output, publish
from tei_edition.publishing.transforming import (
    check_name,
    cite_site,
    make_stylesheet,
    transform_edition,
)
from tei_edition.publishing.word_script import make_word_script
from tei_edition.runtime.files import encode_json, real_path
from tei_edition.runtime.locking import hold_lock
from tei_edition.runtime.resources import find_asset
from tei_edition.runtime.saxon import Job
from tei_edition.runtime.workers import Workers
from tei_edition.source import relative_name
from tei_edition.tei import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from tei_edition.citation.plain import CitedFile
    from tei_edition.config import Config
    from tei_edition.loading.edition import LoadedEdition
    from tei_edition.pages.site_plan import SitePlan
    from tei_edition.problems import Problem
    from tei_edition.publishing.transforming import Transformed

# What pages without Sphinx load, and of what it is put together.
ASSETS = {
    "edition.css": (
        "plain.css",
        "components.css",
        "drawings.css",
        "text.css",
        "uncommon.css",
        "screen.css",
        "citation.css",
        "parallel.css",
        "print.css",
    ),
    "edition.js": ("edition.js", "way.js", "margins.js", "filters.js"),
    "citation.js": ("citation.js",),
    "facsimile.css": ("facsimile.css",),
    "facsimile.js": ("facsimile.js",),
}  # fmt: skip


# HTML without Sphinx.


def write_html(
    config: Config,
    output: Path,
    *,
    files: Sequence[Path] = (),
    workers: int = 1,
    reading: LoadedEdition | None = None,
) -> tuple[list[Path], tuple[Problem, ...]]:
    """Write the edition, or the pages of some of its files, as HTML by XSLT alone.

    Returns the pages written, in reading order, and the problems found on the way.
    """
    check_output(config, output)
    with hold_lock(config.cache_folder):
        return _write(config, output, files, workers, reading)


def _write(
    config: Config,
    output: Path,
    files: Sequence[Path],
    workers: int,
    reading: LoadedEdition | None,
) -> tuple[list[Path], tuple[Problem, ...]]:
    with Workers(workers) as pool:
        reading = reading or read_files(config, pool)
        lost: list[Problem] = []
        while True:
            transformed = transform_edition(reading, pool)
            pages = _make_pages(transformed, files, pool)
            if not pages.failed:
                break
            # As where its transformation fails: no page is to link to it.
            lost += [*list_failed(transformed.problems), *pages.failed]
            missing = {problem.location.file for problem in pages.failed}
            reading = leave_out(transformed.work.reading, missing)
    work, documents, cited = transformed.work, pages.documents, pages.cited
    book, downloads = work.book, work.downloads
    made: dict[str, bytes | Path] = {}
    for docname, html in pages.html.items():
        check_name(docname)
        made[f"{docname}.html"] = html.encode()
    for asset, parts in ASSETS.items():
        made[asset] = b"\n".join(find_asset(p).read_bytes() for p in parts)
    made["words.js"] = make_word_script(book.words, _list_scripts()).encode()
    made |= {style.name: style.read_bytes() for style in list_styles(config)}
    made |= list_copies(book, work.pictures)
    made |= {name: Path(file) for name, file in list_image_copies(work.images).items()}
    made |= {d.site_path: d.content.read() for every in downloads.values() for d in every}
    made |= {name: data for page in cited.values() for name, data in page.files.items()}
    made |= list_site_files(config.edition.url, documents)
    publish(output, made, "plain", is_whole=not files)
    written = [output / f"{docname}.html" for docname in pages.html]
    return written, reading.settle([*lost, *transformed.problems])


class _Pages(NamedTuple):
    """The pages as HTML, what they were made of, how they are cited, and the texts that failed."""

    html: dict[str, str]
    documents: dict[str, str]
    cited: dict[str, CitedFile]
    failed: list[Problem]


def _make_pages(transformed: Transformed, files: Sequence[Path], pool: Workers) -> _Pages:
    """Make the pages of some files, or all where none are named, of what was transformed."""
    book = transformed.work.book
    config = book.config
    documents = {docname: document or "" for docname, document in transformed.documents.items()}
    titles = {docname: _read_title(document) for docname, document in documents.items()}
    stylesheet = make_stylesheet(config, "html.xsl", "m:html", "html")
    chosen = _choose_pages(book, documents, files)
    cited = cite_pages(cite_site(book), config.edition.url, chosen)
    words = book.words.to_json()
    # Nothing leads to the page of problems, which is not for readers; the contents lead to parts.
    parts = (part.docname for part in list_parts(book))
    order = _list_order(titles, {*book.bases, *parts, f"{book.folder}/{PROBLEMS}"})
    sources = {docname: text.file for text in book.texts for _, docname in book.list_pages(text)}
    jobs = {
        docname: Job(
            stylesheet,
            documents[docname],
            _html_parameters(book, docname, titles, documents[docname], words, order)
            | (cited[docname].parameters if docname in cited else {}),
            sources.get(book.bases.get(docname, docname), ""),
        )
        for docname in chosen
    }
    made = transform_all(jobs, pool)
    failed = list_failed(problem for _, problems in made.values() for problem in problems)
    html = {docname: found.get("") or "" for docname, (found, _) in made.items()}
    return _Pages(html, documents, cited, failed)


def _list_scripts() -> list[str]:
    """Return the scripts of pages without Sphinx, as they are in the package."""
    parts = [part for name, parts in ASSETS.items() if name.endswith(".js") for part in parts]
    return [find_asset(part).read_text(encoding="utf-8") for part in parts]


def _choose_pages(book: SitePlan, documents: dict[str, str], files: Sequence[Path]) -> list[str]:
    """Return the pages of some files, or all where none are named."""
    if not files:
        return list(documents)
    wanted = {relative_name(real_path(path), book.config.root) for path in files}
    return [
        docname
        for text in book.texts
        if text.file in wanted
        for _, docname in book.list_pages(text)
    ]


_LINKED = re.compile(r'(?:target|entries)="([^"]*)"')


class _Order(NamedTuple):
    """The pages that one turns, in order, and how many of them stand before each page."""

    pages: list[str]
    places: dict[str, int]

    def find_before(self, docname: str) -> str:
        """Return the page before one; nothing for the first."""
        place = self.places[docname]
        return self.pages[place - 1] if place else ""

    def find_after(self, docname: str) -> str:
        """Return the page after one; nothing for the last."""
        place = self.places[docname]
        rest = self.pages[place : place + 2]
        return next((name for name in rest if name != docname), "")


def _list_order(titles: Iterable[str], apart: Set[str]) -> _Order:
    """Return the order of all pages but those that are `apart`."""
    order = _Order([], {})
    for name in titles:
        order.places[name] = len(order.pages)
        if name not in apart:
            order.pages.append(name)
    return order


def _html_parameters(
    book: SitePlan, docname: str, titles: dict[str, str], document: str, words: str, order: _Order
) -> dict[str, str]:
    """Return the parameters of `xslt/html.xsl`; of other pages only those that it links to."""
    # What a witness has is beside the text, in no order of its own.
    base = book.bases.get(docname, "")
    near = {
        "previous": "" if base else order.find_before(docname),
        "next": "" if base else order.find_after(docname),
        "up": base or f"{book.folder}/{CONTENTS}",
    }
    linked = {part.partition("#")[0] for v in _LINKED.findall(document) for part in v.split()}
    trail = book.list_above(docname)
    pages = {
        name: {"title": titles[name], "href": f"{name}.html"}
        for name in sorted({*linked, *near.values(), *trail, docname})
        if name in titles
    }
    first = book.texts[0].header.title if book.texts else ""
    return {
        "docname": docname,
        "pages": encode_json(pages).decode(),
        "edition": book.config.edition.title or first,
        "language": shorten_language(book.language),
        "words": words,
        "stylesheet": "edition.css",
        "load-images": "true" if book.config.facsimile.remote == "load" else "false",
        "styles": "\n".join(style.name for style in list_styles(book.config)),
        "trail": " ".join(trail),
        **near,
    }


def _read_title(document: str) -> str:
    """Return the title of a page in one line, without marks and hidden sides."""
    match = re.search(r"<title[ >].*?</title>", document, re.DOTALL)
    if match is None:
        return ""
    title = etree.fromstring(match[0])
    unwanted_names = {"footnote_reference", "superscript", "tei_alternative", "tei_margin"}
    for unwanted in title.iter():
        is_sign = {"tei-sign", "tei-break-number"} & set(unwanted.get("classes", "").split())
        if unwanted.tag not in unwanted_names and not is_sign:
            continue
        tail = unwanted.tail
        unwanted.clear()
        unwanted.tail = tail
    return words_of(title)
