"""The stages in order, for one file or a whole edition, on as many workers as asked.

Reading (see `reading`) gives facts and a stamped tree for each file; transforming makes pages of
the trees, with what the facts of the whole edition say about where pointers lead. Both are kept by
the content of all that they depend on, so that a run after a small change does only what the change
asks for.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.book import (
    CONTENTS,
    DOWNLOADS,
    PROBLEMS,
    Book,
    text_parameters,
    witness_parameters,
)
from tei_edition.cache import (
    Cache,
    Manifest,
    encode_json,
    hash_text,
    stamp_file,
    sync_folder,
    write_file,
)
from tei_edition.checks import check_edition
from tei_edition.citation.edition import make_citations
from tei_edition.citation.plain import cite_pages, list_site_files
from tei_edition.citation.record import Citations
from tei_edition.citation.style import find_style
from tei_edition.citation.version import describe_version
from tei_edition.config import list_registers, list_styles, list_texts
from tei_edition.downloads import Download, list_downloads, parse_tree
from tei_edition.findings import problems_page
from tei_edition.pictures import Pictures, copy_pictures, find_pictures, list_addresses
from tei_edition.places import GEOJSON, make_geojson
from tei_edition.problems import EditionError, Problem
from tei_edition.reading import keep_garbage, load_tree, read_files
from tei_edition.registers import contents_page, downloads_page, list_register_pages
from tei_edition.resources import find_resource
from tei_edition.selection import drop_known, settle_problems
from tei_edition.source import relative_name
from tei_edition.tei import words_of
from tei_edition.transform import Job, Stylesheet, digest_stylesheet, prepare, run_in, run_job
from tei_edition.witness_pages import (
    AGREEMENT,
    Agreement,
    list_agreements,
    list_witness_pages,
    write_agreements,
)
from tei_edition.witnessing import read_witness
from tei_edition.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tei_edition.config import Config
    from tei_edition.facts import Edition, Text
    from tei_edition.reading import Reading

PAGE_SUFFIX = ".teipage.xml"
LINES_SUFFIX = ".lines.json"
MANIFEST = "pages.json"
# What pages without Sphinx load, and of what it is put together.
ASSETS = {
    "edition.css": ("edition.css", "text.css", "screen.css", "citation.css", "print.css"),
    "edition.js": ("edition.js", "way.js"),
    "citation.js": ("citation.js",),
}


class StagedFile(NamedTuple):
    """A file for download: where it lies, and its address from the site's root."""

    path: Path
    site_path: str


class Staging(NamedTuple):
    """What staging did: the pages in the Sphinx source, the files that the site offers.

    `collation` is the language in whose order names stand, `citations` how pages are cited.
    """

    edition: Edition
    problems: tuple[Problem, ...]
    downloads: tuple[StagedFile, ...]
    written: tuple[Path, ...]
    removed: tuple[Path, ...]
    witness_pages: frozenset[str] = frozenset()
    collation: str = ""
    citations: Citations = Citations()


# Staging.


def stage_edition(
    config: Config,
    *,
    workers: int = 1,
    reading: Reading | None = None,
    is_checked: bool = False,
) -> Staging:
    """Bring the staged pages of the Sphinx source up to date with the edition.

    Of one that `is_checked` no problems are told but those that only transforming finds.

    Only files whose bytes changed are written, and those no longer produced are deleted, so that
    Sphinx reads again what changed and nothing else. Saxon runs in processes that end before this
    returns.
    """
    source = config.source_folder
    manifest = Manifest(config.cache_folder / MANIFEST, source, PAGE_SUFFIX)
    with Workers(workers) as pool, run_in(pool), keep_garbage():
        if reading is None:
            _compile_ahead(config, pool)
            reading = read_files(config, pool)
        work = _plan_work(reading, pool, manifest, is_checked=is_checked)
        book, downloads = work.book, work.downloads
        documents, problems = _transform(work)
        copy_pictures(book, work.pictures, source)
    files: dict[Path, bytes | None] = {source / config.pages.folder / ".gitignore": b"*\n"}
    for docname, document in documents.items():
        _check_name(docname)
        files[source / f"{docname}{PAGE_SUFFIX}"] = None if document is None else document.encode()
    for text in book.texts:
        for unit, docname in book.list_pages(text):
            # What a page counts its lines from changes with the text, and so with its pages.
            path = source / f"{docname}{LINES_SUFFIX}"
            is_right = documents[docname] is None and path.exists()
            offset = {"file": text.file, "offset": unit.line - 1}
            files[path] = None if is_right else encode_json(offset)
    ours = (PAGE_SUFFIX, LINES_SUFFIX)
    written, removed = sync_folder(source / config.pages.folder, files, ours)
    manifest.save()
    return Staging(
        edition=reading.edition,
        problems=_settle(work, problems, is_checked=is_checked),
        downloads=tuple(_stage_downloads(config, downloads)),
        written=tuple(written),
        removed=tuple(removed),
        witness_pages=frozenset(book.bases),
        collation=book.config.registers.collation or book.language,
        citations=_cite(book),
    )


def _settle(work: _Work, transformed: list[Problem], *, is_checked: bool) -> tuple[Problem, ...]:
    """The problems that are told by who builds the edition: as grave as it finds them, in order."""
    reading, config = work.reading, work.reading.config
    if is_checked:
        return tuple(settle_problems(transformed, config, reading.ignored, ()))
    found = (*reading.problems, *work.faults, *transformed)
    told = settle_problems(found, config, reading.ignored)
    if config.check.baseline:
        told, _ = drop_known(told, config.root / config.check.baseline)
    return tuple(told)


def _compile_ahead(config: Config, pool: Workers) -> None:
    """Let a process compile the stylesheet while the few files that have changed are read here."""
    since = stamp_file(config.cache_folder / MANIFEST)[1]
    paths = (*list_texts(config), *list_registers(config))
    newer = [path for path in paths if stamp_file(path)[1] > since]
    if newer and pool.measure(newer) == 1:
        pool.prepare(prepare, _text_stylesheet(config))


def _cite(book: Book) -> Citations:
    """How the pages of an edition are cited, in the style that it asks for."""
    style = find_style(book.config, book.language)
    return make_citations(book, style, describe_version(book.config.root))


def _stage_downloads(config: Config, downloads: dict[str, list[Download]]) -> Iterator[StagedFile]:
    """Where each file for download lies: those that were made, in a folder of the cache."""
    store = config.cache_folder / "downloads"
    offered = {d.site_path: d for every in downloads.values() for d in every}
    made = {store / d.site_path: d.data for d in offered.values() if d.source is None}
    sync_folder(store, made)
    for site_path, download in sorted(offered.items()):
        yield StagedFile(download.source or store / site_path, site_path)


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


def _list_downloads(
    book: Book, reading: Reading, agreements: list[Agreement]
) -> dict[str, list[Download]]:
    if not book.config.pages.downloads:
        return {}
    root = book.config.root
    cache = Cache(book.config)
    files: dict[str, bytes] = {}
    for file, digest in reading.digests.items():
        for path in (root / file, *map(Path, digest.included)) if digest.text else ():
            if path.is_file():  # what an XInclude names may be missing
                files[relative_name(path, root)] = path.read_bytes()
    return list_downloads(
        book,
        files,
        lambda file: cache.tree_path(reading.digests[file].key).read_bytes(),
        _list_exports(book, agreements),
    )


def _list_exports(book: Book, agreements: list[Agreement]) -> list[Download]:
    """The files that are made of what the edition says."""
    geojson = make_geojson(book) if book.config.pages.registers else b""
    made = (
        Download(GEOJSON, book.words["GeoJSON"], "geojson", geojson),
        Download(AGREEMENT, book.words["agreement"], "table", write_agreements(book, agreements)),
    )
    return [download for download in made if download.data]


# Transforming.


# What was made: documents by name (None for a staged page that is right as it is), and problems.
Made = tuple[dict[str, str | None], tuple[Problem, ...]]


def _transform_all(jobs: dict[str, Job], pool: Workers) -> dict[str, Made]:
    """What is made of each job, by its name."""
    # Saxon would take the process of Sphinx with it if it failed, and starts threads beside which
    # Sphinx could not fork: it never runs in the process that asks.
    made = pool.map(run_job, list(jobs.values()), apart=True)
    return {
        name: ({**outcome.documents}, outcome.problems)
        for name, outcome in zip(jobs, made, strict=True)
    }


class _Work(NamedTuple):
    """What pages are made of, who makes them, and which of them are there already (`manifest`).

    `faults` are the problems between files, where somebody is to be told of them.
    """

    book: Book
    reading: Reading
    downloads: dict[str, list[Download]]
    pictures: Pictures
    agreements: list[Agreement]
    faults: tuple[Problem, ...]
    pool: Workers
    manifest: Manifest | None = None


def _plan_work(
    reading: Reading, pool: Workers, manifest: Manifest | None = None, *, is_checked: bool = True
) -> _Work:
    config = reading.config
    book = _make_book(reading)
    is_told = config.pages.report or not is_checked
    faults = tuple(check_edition(reading.edition, config)) if is_told else ()
    agreements = list_agreements(book)
    downloads = _list_downloads(book, reading, agreements)
    pictures = find_pictures(book)
    return _Work(book, reading, downloads, pictures, agreements, faults, pool, manifest)


def _transform(work: _Work) -> tuple[dict[str, str | None], list[Problem]]:
    """Every page of the edition, by docname: contents, texts in reading order, registers.

    With a manifest, a staged page that is right as it is comes as None.
    """
    texts, problems = _transform_texts(work)
    others = _transform_registers(work, _list_problems_pages(work, problems))
    contents = f"{work.book.folder}/{CONTENTS}"
    witnessed = _transform_witnesses(work)
    return {contents: others.pop(contents), **texts, **others, **witnessed}, problems


def _transform_witnesses(work: _Work) -> dict[str, str | None]:
    """The pages of texts as their witnesses have them; none where the edition wants none."""
    book, reading, manifest = work.book, work.reading, work.manifest
    if not book.readable:
        return {}
    stylesheet = _text_stylesheet(book.config)
    pictures = list_addresses(book, work.pictures)
    around = hash_text(digest_stylesheet(stylesheet), _describe_surroundings(book, {}, pictures))
    made: dict[str, str | None] = {}
    jobs: dict[str, Job] = {}
    keys: dict[str, str] = {}
    for text in book.texts:
        tree, parameters = None, {}
        for ident in book.readable[text.file]:
            name = f"{text.file} as {ident}"
            keys[name] = hash_text(around, reading.digests[text.file].key, ident)
            if (kept := _keep(manifest, name, keys[name])) is not None:
                made |= kept[0]
                continue
            if tree is None:
                tree = load_tree(reading, text)
                parameters = text_parameters(book, text, {}, pictures.get(text.file, {}))
            found = read_witness(tree, text, book.witnesses, ident)
            jobs[name] = Job(
                stylesheet,
                etree.tostring(found.root, encoding="unicode"),
                witness_parameters(book, text, parameters, ident, found),
                text.file,
            )
    for name, (pages, _) in _transform_all(jobs, work.pool).items():
        made |= pages
        if manifest and pages:
            manifest.note(name, (keys[name],), pages, ())
    return made


def _text_stylesheet(config: Config) -> Stylesheet:
    return _stylesheet(config, "edition.xsl", "m:pages")


def _stylesheet(config: Config, name: str, mode: str, method: str = "") -> Stylesheet:
    overlay = config.root / config.edition.xslt if config.edition.xslt else None
    return Stylesheet(find_resource(f"xslt/{name}"), overlay, mode, method)


def _transform_texts(work: _Work) -> tuple[dict[str, str | None], list[Problem]]:
    book, manifest = work.book, work.manifest
    stylesheet = _text_stylesheet(book.config)
    style = digest_stylesheet(stylesheet)
    pictures = list_addresses(book, work.pictures)
    labels = {
        docname: [(d.site_path, book.words[f"{d.kind} as TEI"]) for d in offered]
        for docname, offered in work.downloads.items()
        if docname
    }
    cache = Cache(book.config)
    surroundings = _describe_surroundings(book, labels, pictures)
    made: dict[str, Made] = {}
    jobs: dict[str, Job] = {}
    keys: dict[str, tuple[str, str]] = {}
    for text in book.texts:
        file, tree = text.file, cache.tree_path(work.reading.digests[text.file].key)
        # Where nothing around a text has changed, what it is told of it need not be found out.
        rough = hash_text(style, tree.name, surroundings)
        if (kept := _keep(manifest, file, rough)) is None:
            parameters = text_parameters(book, text, labels, pictures.get(file, {}))
            keys[file] = rough, hash_text(style, tree.name, encode_json(parameters).decode())
            if (kept := _keep(manifest, file, *keys[file])) is None:
                jobs[file] = Job(stylesheet, tree, parameters, file)
                continue
        made[file] = kept
    for file, (pages, problems) in _transform_all(jobs, work.pool).items():
        made[file] = pages, problems
        if manifest and pages:
            manifest.note(file, keys[file], pages, problems)
    documents = {
        docname: made[text.file][0].get(docname, "")
        if made[text.file][0]
        else _empty_page(book, text, docname)
        for text in book.texts
        for _, docname in book.list_pages(text)
    }
    said = [problem for text in book.texts for problem in made[text.file][1]]
    # One report an element is enough for a whole edition, but each text that fails counts.
    unique = {
        (p.message, p.location.file if p.code == "stylesheet-failed" else ""): p
        for p in reversed(said)
    }
    return documents, list(unique.values())


def _keep(manifest: Manifest | None, name: str, *keys: str) -> Made | None:
    """The staged pages of that name, if they were made with one of the keys and are untouched."""
    kept = manifest.keep(name, *keys) if manifest else None
    return None if kept is None else (dict.fromkeys(kept[0]), kept[1])


def _describe_surroundings(
    book: Book,
    labels: dict[str, list[tuple[str, str]]],
    pictures: dict[str, dict[str, str]],
) -> str:
    """A digest of all that a text may be told about the edition around it."""
    files = [
        (text.file, text.header.title, text.ids, text.prefixes, book.plans.get(text.file))
        for text in book.edition.files
    ]
    entities = [(e.id, e.kind, e.element, e.location.file) for e in book.resolver.entities.values()]
    entries = [
        (book.entity_target(e.id), e.name, e.dates, book.describe_entity(e.id), e.identifiers,
         e.links)
        for e in (book.catalogue.entities.values() if book.config.pages.registers else ())
    ]  # fmt: skip
    witnesses = [(w.id, w.siglum, w.group, w.description, w.location.file) for w in book.witnesses]
    of = book.config
    settings = (of.text, of.pages, of.registers, of.chronology, of.apparatus)
    around = (entries, book.words, book.names, labels, pictures)
    return hash_text(encode_json((files, entities, witnesses, settings, around)).decode())


def _empty_page(book: Book, text: Text, docname: str) -> str:
    """What stands for a page that could not be made, so that all that leads to it is whole."""
    page = etree.Element("document", source=text.file)
    section = etree.SubElement(page, "section", classes="tei-page tei-text")
    title = etree.SubElement(section, "title", classes="tei-generated")
    title.text = book.titles[docname]
    return etree.tostring(page, encoding="unicode")


def _list_problems_pages(work: _Work, problems: list[Problem]) -> dict[str, etree._Element]:
    """The facts behind the page of problems, by its docname, if there is to be one."""
    book, reading = work.book, work.reading
    config = book.config
    if not config.pages.report:
        return {}
    told = _settle(work, problems, is_checked=False)
    cache = Cache(config)

    def read_tree(text: Text) -> etree._Element:
        return parse_tree(cache.tree_path(reading.digests[text.file].key).read_bytes())

    return {f"{book.folder}/{PROBLEMS}": problems_page(book, told, read_tree)}


def _transform_registers(work: _Work, more: dict[str, etree._Element]) -> dict[str, str | None]:
    book, manifest = work.book, work.manifest
    facts = list_register_pages(book) | list_witness_pages(book, work.agreements)
    offered = list(dict.fromkeys(d for every in work.downloads.values() for d in every))
    offered.sort(key=lambda d: {"archive": 0, "checksums": 0, "register": 2}.get(d.kind, 1))
    if offered:
        facts[f"{book.folder}/{DOWNLOADS}"] = downloads_page(book, offered)
    facts = {f"{book.folder}/{CONTENTS}": contents_page(book, facts), **facts, **more}
    stylesheet = _stylesheet(book.config, "register.xsl", "m:register", "xml")
    style = digest_stylesheet(stylesheet)
    texts = {name: etree.tostring(page, encoding="unicode") for name, page in facts.items()}
    keys = {name: hash_text(style, text) for name, text in texts.items()}
    pages: dict[str, str | None] = dict.fromkeys(texts)
    jobs = {
        name: Job(stylesheet, text, {})
        for name, text in texts.items()
        if _keep(manifest, name, keys[name]) is None
    }
    for name, (documents, problems) in _transform_all(jobs, work.pool).items():
        pages[name] = documents[""]
        if manifest:
            manifest.note(name, (keys[name],), [name], problems)
    return pages


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
        reading = reading or read_files(config, pool)
        work = _plan_work(reading, pool)
        book, downloads = work.book, work.downloads
        made, problems = _transform(work)
        documents = {docname: document or "" for docname, document in made.items()}
        titles = {docname: _read_title(document) for docname, document in documents.items()}
        stylesheet = _stylesheet(config, "html.xsl", "m:html", "html")
        chosen = _choose_pages(book, documents, files)
        cited = cite_pages(_cite(book), config.edition.url, chosen)
        jobs = {
            docname: Job(
                stylesheet,
                documents[docname],
                _html_parameters(book, docname, titles, documents[docname])
                | (cited[docname].parameters if docname in cited else {}),
            )
            for docname in chosen
        }
        pages = _transform_all(jobs, pool)
    for docname, (html, _) in pages.items():
        _check_name(docname)
        write_file(output / f"{docname}.html", (html[""] or "").encode())
    for asset, parts in ASSETS.items():
        data = b"\n".join(find_resource(f"xslt/assets/{part}").read_bytes() for part in parts)
        write_file(output / asset, data)
    for style in list_styles(config):
        write_file(output / style.name, style.read_bytes())
    copy_pictures(book, work.pictures, output)
    for download in (d for every in downloads.values() for d in every):
        write_file(output / download.site_path, download.data)
    for path, data in (item for page in cited.values() for item in page.files.items()):
        write_file(output / path, data)
    for path, data in list_site_files(config.edition.url, documents).items():
        write_file(output / path, data)
    written = [output / f"{docname}.html" for docname in pages]
    return written, reading.settle(problems)


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
    # What a witness has stands beside the text, in no order of its own. Nothing leads to the page
    # of problems, which is not for readers.
    base = book.bases.get(docname, "")
    apart = {*book.bases, f"{book.folder}/{PROBLEMS}"}
    order = [name for name in titles if name == docname or name not in apart]
    place = order.index(base or docname)
    near = {
        "previous": order[place - 1] if place and not base else "",
        "next": order[place + 1] if place + 1 < len(order) and not base else "",
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
        "language": book.language,
        "stylesheet": "edition.css",
        "styles": "\n".join(style.name for style in list_styles(book.config)),
        "trail": " ".join(trail),
        **near,
    }


def _read_title(document: str) -> str:
    """The title of a page in one line, without marks and hidden sides."""
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
