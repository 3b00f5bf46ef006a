"""The stages in order, for one file or a whole edition, on as many workers as asked.

Reading gives facts and a stamped tree for each file; transforming makes pages of the trees, with
what the facts of the whole edition say about where pointers lead. Both are kept by the content of
all that they depend on, so that a run after a small change does only what the change asks for.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.book import CONTENTS, DOWNLOADS, Book, text_parameters
from tei_edition.cache import (
    Cache,
    Digest,
    Manifest,
    encode_json,
    hash_text,
    sync_folder,
    write_file,
)
from tei_edition.checks import check_source, list_dependencies
from tei_edition.config import list_registers, list_texts
from tei_edition.downloads import Download, list_downloads
from tei_edition.facts import Edition
from tei_edition.plan import Plan, plan_units, stamp_units
from tei_edition.problems import EditionError, Problem, sort_problems
from tei_edition.reader import read_text
from tei_edition.registers import contents_page, downloads_page, list_register_pages
from tei_edition.resources import find_resource
from tei_edition.source import read_source, relative_name
from tei_edition.tei import words_of
from tei_edition.transform import Stylesheet, digest_stylesheet, transform
from tei_edition.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tei_edition.config import Config

PAGE_SUFFIX = ".teipage.xml"
LINES_SUFFIX = ".lines.json"


class Reading(NamedTuple):
    """An edition as it was read, with the problems of its files."""

    config: Config
    edition: Edition
    digests: dict[str, Digest]
    problems: tuple[Problem, ...]


class StagedFile(NamedTuple):
    """A file for download: where it lies, and its address from the site's root."""

    path: Path
    site_path: str


class Staging(NamedTuple):
    """What staging did: the pages in the Sphinx source, the files that the site offers."""

    edition: Edition
    problems: tuple[Problem, ...]
    downloads: tuple[StagedFile, ...]
    written: tuple[Path, ...]
    removed: tuple[Path, ...]


# Reading.


def read_edition(config: Config, *, workers: int = 1) -> Reading:
    """Read every file of the edition; a file that cannot be read is one of the problems.

    Raises EditionError where edition.toml names no files.
    """
    with Workers(workers) as pool:
        return _read(config, pool)


def _read(config: Config, pool: Workers) -> Reading:
    registers = list_registers(config)
    cache = Cache(config)
    digests = {path: cache.find(path) for path in (*list_texts(config), *registers)}
    missing = [path for path, digest in digests.items() if digest is None]
    jobs = [(path, config) for path in missing]
    digests.update(zip(missing, pool.map(_read_file, jobs), strict=True))
    found = {path: digest for path, digest in digests.items() if digest is not None}
    cache.keep(found.values())
    edition = Edition(
        texts=tuple(d.text for p, d in found.items() if p not in registers and d.text),
        registers=tuple(d.text for p, d in found.items() if p in registers and d.text),
    )
    problems = sort_problems(p for digest in found.values() for p in digest.problems)
    by_file = {digest.file: digest for digest in found.values()}
    return Reading(config, edition, by_file, tuple(problems))


def _read_file(job: tuple[Path, Config]) -> Digest:
    """Read one file, check what can be seen in it alone, and keep facts and tree in the cache."""
    path, config = job
    cache = Cache(config)
    source = read_source(path, config.root)
    checked_with = list_dependencies(source, config) if source.root is not None else ()
    sources = cache.digest_sources((*source.included, *checked_with))
    key = cache.key(path, sources)
    problems = list(source.problems)
    text, plan = None, Plan(())
    if source.root is not None:
        text = read_text(source, config.text)
        problems += check_source(source, text, config)
        if text.division is not None:
            units = plan_units(text.division, config.pages.split)
            plan = Plan(units, stamp_units(source.root, units))
        cache.write_tree(key, etree.tostring(source.root, encoding="unicode"))
    included = tuple(str(other) for other in source.included)
    digest = Digest(key, source.file, text, plan, tuple(problems), included, sources)
    cache.write(path, digest)
    return digest


# Staging.


def stage_edition(config: Config, *, workers: int = 1, reading: Reading | None = None) -> Staging:
    """Bring the staged pages of the Sphinx source up to date with the edition.

    Only files whose bytes changed are written, and those no longer produced are deleted, so that
    Sphinx reads again what changed and nothing else. Saxon runs in processes that end before this
    returns.
    """
    manifest = Manifest(config.cache_folder / "pages.json")
    with Workers(workers) as pool:
        reading = reading or _read(config, pool)
        book = _make_book(reading)
        downloads = _list_downloads(book, reading)
        documents, problems = _transform(book, reading, downloads, pool, manifest)
    source = config.source_folder
    files = {source / config.pages.folder / ".gitignore": b"*\n"}
    for docname, document in documents.items():
        _check_name(docname)
        files[source / f"{docname}{PAGE_SUFFIX}"] = document.encode()
    for text in book.texts:
        for unit, docname in book.list_pages(text):
            offset = {"file": text.file, "offset": unit.line - 1}
            files[source / f"{docname}{LINES_SUFFIX}"] = encode_json(offset)
    written, removed = sync_folder(source / config.pages.folder, files)
    store = config.cache_folder / "downloads"
    offered = {store / d.site_path: d.data for every in downloads.values() for d in every}
    sync_folder(store, offered)
    manifest.save()
    return Staging(
        edition=reading.edition,
        problems=tuple(sort_problems((*reading.problems, *problems))),
        downloads=tuple(
            StagedFile(path, path.relative_to(store).as_posix()) for path in sorted(offered)
        ),
        written=tuple(written),
        removed=tuple(removed),
    )


def _check_name(docname: str) -> None:
    """No path from the text is used as a path: what could leave the folder is refused."""
    if ".." in docname.split("/") or docname.startswith("/"):
        raise EditionError(f'"{docname}" cannot be the name of a page')


def _make_book(reading: Reading) -> Book:
    plans = {
        file: digest.plan
        for file, digest in reading.digests.items()
        if digest.text is not None and digest.text.division is not None
    }
    return Book(reading.config, reading.edition, plans)


def _list_downloads(book: Book, reading: Reading) -> dict[str, list[Download]]:
    root = book.config.root
    cache = Cache(book.config)
    files: dict[str, bytes] = {}
    for file, digest in reading.digests.items():
        for path in (root / file, *map(Path, digest.included)):
            if path.is_file():  # what an XInclude names may be missing
                files[relative_name(path, root)] = path.read_bytes()
    return list_downloads(
        book, files, lambda file: cache.tree_path(reading.digests[file].key).read_bytes()
    )


# Transforming.


class _Job(NamedTuple):
    """A document to be transformed by a worker; `source` is a file that holds it, or itself."""

    stylesheet: Stylesheet
    source: Path | str
    parameters: dict[str, str]


Made = tuple[dict[str, str], tuple[Problem, ...]]


def _transform_one(job: _Job) -> Made:
    text = job.source if isinstance(job.source, str) else job.source.read_text(encoding="utf-8")
    outcome = transform(job.stylesheet, text, job.parameters)
    return outcome.documents, outcome.problems


def _transform_all(
    jobs: dict[str, _Job], keys: dict[str, str], pool: Workers, manifest: Manifest | None
) -> dict[str, Made]:
    """What is made of each job, by its name; what the manifest has by the same key is not made."""
    done = {n: found for n in jobs if manifest and (found := manifest.find(n, keys[n]))}
    todo = [name for name in jobs if name not in done]
    # Saxon would take the process of Sphinx with it if it failed, and starts threads beside which
    # Sphinx could not fork: it never runs in the process that asks.
    made = pool.map(_transform_one, [jobs[name] for name in todo], apart=True)
    done.update(zip(todo, made, strict=True))
    if manifest:
        for name in jobs:
            manifest.note(name, keys[name], *done[name])
    return {name: done[name] for name in jobs}


def _transform(
    book: Book,
    reading: Reading,
    downloads: dict[str, list[Download]],
    pool: Workers,
    manifest: Manifest | None,
) -> tuple[dict[str, str], list[Problem]]:
    """Every page of the edition, by docname: contents, texts in reading order, registers."""
    texts, problems = _transform_texts(book, reading, downloads, pool, manifest)
    others = _transform_registers(book, downloads, pool, manifest)
    contents = f"{book.folder}/{CONTENTS}"
    return {contents: others.pop(contents), **texts, **others}, problems


def _stylesheet(book: Book, name: str, mode: str, method: str = "") -> Stylesheet:
    overlay = book.config.root / book.config.edition.xslt if book.config.edition.xslt else None
    return Stylesheet(find_resource(f"xslt/{name}"), overlay, mode, method)


def _transform_texts(
    book: Book,
    reading: Reading,
    downloads: dict[str, list[Download]],
    pool: Workers,
    manifest: Manifest | None,
) -> tuple[dict[str, str], list[Problem]]:
    stylesheet = _stylesheet(book, "edition.xsl", "m:pages")
    style = digest_stylesheet(stylesheet)
    labels = {
        docname: [(d.site_path, book.words[f"{d.kind} as TEI"]) for d in offered]
        for docname, offered in downloads.items()
        if docname
    }
    cache = Cache(book.config)
    jobs: dict[str, _Job] = {}
    keys: dict[str, str] = {}
    for text in book.texts:
        parameters = text_parameters(book, text, labels)
        tree = cache.tree_path(reading.digests[text.file].key)
        jobs[text.file] = _Job(stylesheet, tree, parameters)
        keys[text.file] = hash_text(style, tree.name, encode_json(parameters).decode())
    made = _transform_all(jobs, keys, pool, manifest)
    documents = {
        docname: made[text.file][0][docname]
        for text in book.texts
        for _, docname in book.list_pages(text)
    }
    # One report an element is enough for a whole edition.
    unique = {(p.code, p.message): p for _, said in reversed(made.values()) for p in said}
    return documents, list(unique.values())


def _transform_registers(
    book: Book, downloads: dict[str, list[Download]], pool: Workers, manifest: Manifest | None
) -> dict[str, str]:
    facts = list_register_pages(book)
    offered = list(dict.fromkeys(d for every in downloads.values() for d in every))
    offered.sort(key=lambda d: {"archive": 0, "register": 2}.get(d.kind, 1))
    digests = {d.site_path: hashlib.sha256(d.data).hexdigest() for d in offered}
    facts[f"{book.folder}/{DOWNLOADS}"] = downloads_page(book, offered, digests)
    facts = {f"{book.folder}/{CONTENTS}": contents_page(book, facts), **facts}
    stylesheet = _stylesheet(book, "register.xsl", "m:register", "xml")
    style = digest_stylesheet(stylesheet)
    texts = {name: etree.tostring(page, encoding="unicode") for name, page in facts.items()}
    jobs = {name: _Job(stylesheet, text, {}) for name, text in texts.items()}
    keys = {name: hash_text(style, text) for name, text in texts.items()}
    made = _transform_all(jobs, keys, pool, manifest)
    return {name: documents[""] for name, (documents, _) in made.items()}


# HTML without Sphinx.


def write_html(
    config: Config,
    output: Path,
    *,
    files: Sequence[Path] = (),
    workers: int = 1,
    reading: Reading | None = None,
) -> tuple[list[Path], tuple[Problem, ...]]:
    """Write the edition, or the pages of some of its files, as HTML by XSLT alone.

    Returns the pages written, in reading order, and the problems found on the way.
    """
    with Workers(workers) as pool:
        reading = reading or _read(config, pool)
        book = _make_book(reading)
        downloads = _list_downloads(book, reading)
        documents, problems = _transform(book, reading, downloads, pool, None)
        titles = {docname: _read_title(document) for docname, document in documents.items()}
        stylesheet = _stylesheet(book, "html.xsl", "m:html", "html")
        jobs = {
            docname: _Job(
                stylesheet,
                documents[docname],
                _html_parameters(book, docname, titles, documents[docname]),
            )
            for docname in _choose_pages(book, documents, files)
        }
        pages = _transform_all(jobs, {}, pool, None)
    for docname, (made, _) in pages.items():
        _check_name(docname)
        write_file(output / f"{docname}.html", made[""].encode())
    write_file(output / "edition.css", find_resource("xslt/assets/edition.css").read_bytes())
    for download in (d for every in downloads.values() for d in every):
        write_file(output / download.site_path, download.data)
    written = [output / f"{docname}.html" for docname in pages]
    return written, tuple(sort_problems((*reading.problems, *problems)))


def _choose_pages(book: Book, documents: dict[str, str], files: Sequence[Path]) -> list[str]:
    """The pages of some files, or all where none are named."""
    if not files:
        return list(documents)
    wanted = {relative_name(path.resolve(), book.config.root) for path in files}
    return [
        docname
        for text in book.texts
        if text.file in wanted
        for _, docname in book.list_pages(text)
    ]


_LINKED = re.compile(r'(?:target|entries)="([^"]*)"')


def _html_parameters(
    book: Book, docname: str, titles: dict[str, str], document: str
) -> dict[str, str]:
    """The parameters of `xslt/html.xsl`; of all pages it is told only those that it links to."""
    order = list(titles)
    place = order.index(docname)
    near = {
        "previous": order[place - 1] if place else "",
        "next": order[place + 1] if place + 1 < len(order) else "",
        "up": f"{book.folder}/{CONTENTS}",
    }
    linked = {part.partition("#")[0] for v in _LINKED.findall(document) for part in v.split()}
    pages = {
        name: {"title": titles[name], "href": f"{name}.html"}
        for name in sorted({*linked, *near.values(), docname})
        if name in titles
    }
    first = book.texts[0].header.title if book.texts else ""
    return {
        "docname": docname,
        "pages": encode_json(pages).decode(),
        "edition": book.config.edition.title or first,
        "language": book.language,
        "stylesheet": "edition.css",
        **near,
    }


def _read_title(document: str) -> str:
    """The title of a page in one line, without marks and hidden sides."""
    match = re.search(r"<title[ >].*?</title>", document, re.DOTALL)
    if match is None:
        return ""
    title = etree.fromstring(match[0])
    for unwanted in title.iter("footnote_reference", "superscript", "tei_alternative"):
        tail = unwanted.tail
        unwanted.clear()
        unwanted.tail = tail
    return words_of(title)
