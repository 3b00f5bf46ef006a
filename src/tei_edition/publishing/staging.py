"""Stage the pages of an edition: all steps in order, with worker processes.

Reading (see `loading`) gives facts and a stamped tree for each file; transforming makes pages of
the trees, with what the facts of the whole edition say about where pointers lead. Both are kept by
the content of all that they depend on, so that a run after a small change does only what the change
asks for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tei_edition.citation.record import Citations
from tei_edition.config import list_registers, list_texts
from tei_edition.language.tags import shorten_language
from tei_edition.loading.edition import keep_garbage, read_files
from tei_edition.pages.addresses import PAGE_SUFFIX
from tei_edition.pages.contents_page import list_parts
from tei_edition.pages.image_column import list_image_copies
from tei_edition.pages.pictures import copy_pictures
from tei_edition.pages.start_page import StartPage, make_start_page
from tei_edition.publishing.manifest import Manifest
from tei_edition.publishing.site_drafts import is_draft
from tei_edition.publishing.transforming import (
    check_name,
    cite_site,
    settle_found,
    text_stylesheet,
    transform_edition,
)
from tei_edition.runtime.files import encode_json, stamp_file, sync_folder
from tei_edition.runtime.kept_files import KeptFiles
from tei_edition.runtime.own_folders import (
    refuse_links,
    refuse_links_within,
    refuse_sources,
)
from tei_edition.runtime.saxon import prepare, run_in
from tei_edition.runtime.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.parallels import Side
    from tei_edition.facts.text import Edition
    from tei_edition.loading.edition import LoadedEdition
    from tei_edition.pages.downloads import Download
    from tei_edition.problems import Problem
    from tei_edition.publishing.transforming import Work

LINES_SUFFIX = ".lines.json"
MANIFEST = "pages.json"
# Downloads that are made lie in a folder of the cache; beside it, what they were made of.
DOWNLOADS = "downloads"
KEPT = "downloads.kept"


class StagedFile(NamedTuple):
    """A file for download: where it lies, and its address from the site's root."""

    path: Path
    site_path: str


class PageOfBoth(NamedTuple):
    """A page with a text beside its translation: the page of the original, those of the other.

    `number` is that of the translation among all of the edition.
    """

    base: str
    sources: tuple[str, ...]
    number: int


class Parallels(msgspec.Struct, frozen=True):
    """The pages with a text beside its translation, as a build needs them.

    `languages` are those of the pages that have one text each, with the same in another language.
    """

    pages: dict[str, PageOfBoth] = {}
    languages: dict[str, dict[str, str]] = {}


class Staging(NamedTuple):
    """The result of staging: the pages in the Sphinx source, and the files for download.

    `collation` is the language in whose order names stand, `citations` how pages are cited;
    `left_out` are the files of texts that cannot be published whole; `contents_parts` the pages of
    the parts of a long list of texts; `start` is the content of the start page.
    """

    edition: Edition
    problems: tuple[Problem, ...]
    downloads: tuple[StagedFile, ...]
    written: tuple[Path, ...]
    removed: tuple[Path, ...]
    witness_pages: frozenset[str] = frozenset()
    parallels: Parallels = Parallels()
    collation: str = ""
    citations: Citations = Citations()
    left_out: tuple[str, ...] = ()
    contents_parts: frozenset[str] = frozenset()
    start: StartPage = StartPage()


# Staging.


def stage_edition(
    config: Config,
    *,
    workers: int = 1,
    reading: LoadedEdition | None = None,
    is_checked: bool = False,
) -> Staging:
    """Bring the staged pages of the Sphinx source up to date with the edition.

    Of one that `is_checked` no problems are reported but those that only transforming finds.

    Only files whose bytes changed are written, and those no longer produced are deleted, so that
    Sphinx reads again what changed and nothing else. Saxon runs in processes that end before this
    returns.
    """
    source = config.source_folder
    home = source / config.pages.folder
    refuse_links(home, config.root if home.is_relative_to(config.root) else source)
    refuse_sources(home, (*list_texts(config), *list_registers(config)))
    manifest = Manifest(config.cache_folder / MANIFEST, source, PAGE_SUFFIX)
    kept = KeptFiles(config.cache_folder / KEPT, config.cache_folder / DOWNLOADS)
    with Workers(workers) as pool, run_in(pool), keep_garbage():
        if reading is None:
            _compile_ahead(config, pool)
            reading = read_files(config, pool)
        work, documents, problems = transform_edition(
            reading, pool, manifest, is_checked=is_checked, kept=kept
        )
        book, downloads = work.book, work.downloads
        copy_pictures(book, work.pictures, source)
    files: dict[Path, bytes | None] = {source / config.pages.folder / ".gitignore": b"*\n"}
    for docname, document in documents.items():
        check_name(docname)
        files[source / f"{docname}{PAGE_SUFFIX}"] = None if document is None else document.encode()
    for text in book.texts:
        for unit, docname in book.list_pages(text):
            # What a page counts its lines from changes with the text, and so with its pages.
            path = source / f"{docname}{LINES_SUFFIX}"
            is_right = documents[docname] is None and path.exists()
            offset = {"file": text.file, "offset": unit.line - 1}
            files[path] = None if is_right else encode_json(offset)
    refuse_links_within(home, files)
    ours = (PAGE_SUFFIX, LINES_SUFFIX)
    written, removed = sync_folder(home, files, ours)
    manifest.save()
    images = list_image_copies(work.images).items()
    staged = (
        *_stage_downloads(config, downloads),
        *(StagedFile(Path(file), site_path) for site_path, file in sorted(images)),
    )
    if not is_draft():
        kept.save()
    return Staging(
        edition=work.reading.edition,
        problems=settle_found(work, problems, is_checked=is_checked),
        downloads=staged,
        written=tuple(written),
        removed=tuple(removed),
        witness_pages=frozenset(book.bases) - {page.docname for page in book.parallel_pages},
        parallels=_describe_parallels(work),
        collation=book.config.registers.collation or book.language,
        citations=cite_site(book),
        left_out=work.reading.left_out,
        contents_parts=frozenset(part.docname for part in list_parts(book)),
        start=make_start_page(book, documents),
    )


def _describe_parallels(work: Work) -> Parallels:
    pages = work.book.parallel_pages
    languages: dict[str, dict[str, str]] = {}
    for page in pages:
        is_one_language = page.parallel.left.language == page.parallel.right.language
        if page.is_one_page or is_one_language:
            continue
        sides = (
            (page.parallel.left.language, page.base),
            (page.parallel.right.language, page.sources[0]),
        )
        for _, docname in sides:
            for language, other in sides:
                if language:
                    tag = shorten_language(language)
                    languages.setdefault(docname, {}).setdefault(tag, other)
    numbers: dict[tuple[Side, Side], int] = {}
    both = {
        page.docname: PageOfBoth(
            page.base,
            page.sources,
            numbers.setdefault((page.parallel.left, page.parallel.right), len(numbers)),
        )
        for page in pages
    }
    return Parallels(both, languages)


def _compile_ahead(config: Config, pool: Workers) -> None:
    """Let a process compile the stylesheet while the few files that have changed are read here."""
    since = stamp_file(config.cache_folder / MANIFEST)[1]
    paths = (*list_texts(config), *list_registers(config))
    newer = [path for path in paths if stamp_file(path)[1] > since]
    if newer and pool.measure(newer) == 1:
        pool.prepare(prepare, text_stylesheet(config))


def _stage_downloads(config: Config, downloads: dict[str, list[Download]]) -> Iterator[StagedFile]:
    """Where each file for download lies: those that were made, in a folder of the cache."""
    store = config.cache_folder / DOWNLOADS
    offered = {d.site_path: d for every in downloads.values() for d in every}
    paths = {path: download.source or store / path for path, download in offered.items()}
    if not is_draft():
        made = {paths[d.site_path]: d.content.data for d in offered.values() if d.source is None}
        sync_folder(store, made)
    for site_path in sorted(offered):
        yield StagedFile(paths[site_path], site_path)
