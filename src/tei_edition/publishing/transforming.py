"""Transform facts and trees into pages: which stylesheets, with which parameters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.checks import check_edition, list_decided
from tei_edition.citation.edition import make_citations
from tei_edition.citation.style import find_style
from tei_edition.citation.version import describe_version, list_tags
from tei_edition.exports.bag import list_companions
from tei_edition.exports.iiif import name_manifest
from tei_edition.exports.network import make_network
from tei_edition.loading.edition import leave_out, list_incomplete, load_tree
from tei_edition.loading.store import Cache
from tei_edition.pages.addresses import CONTENTS, DATA, DOWNLOADS, PROBLEMS
from tei_edition.pages.contents_page import list_contents_pages
from tei_edition.pages.data_page import data_page
from tei_edition.pages.downloads import Download, cut_part, list_downloads, parse_tree
from tei_edition.pages.image_column import TextImages, describe_images, to_parameter
from tei_edition.pages.network_page import list_network_pages
from tei_edition.pages.parallel_page import make_parallel_page
from tei_edition.pages.pictures import Pictures, find_pictures, list_addresses
from tei_edition.pages.problems import problems_page
from tei_edition.pages.registers import downloads_page, list_register_pages
from tei_edition.pages.text_page import text_parameters, witness_parameters
from tei_edition.pages.versions_page import list_version_pages
from tei_edition.pages.witnesses import list_witness_pages
from tei_edition.problems import EditionError, Problem
from tei_edition.publishing.exporting import list_exports, make_holdings, plan_site
from tei_edition.publishing.jobs import Made, list_failed, transform_all
from tei_edition.publishing.site_drafts import recall_downloads
from tei_edition.reader.apparatus.witness_text import read_witness
from tei_edition.report.selection import drop_known, settle_problems
from tei_edition.runtime.files import encode_json, hash_text
from tei_edition.runtime.resources import find_resource
from tei_edition.runtime.saxon import Job, Stylesheet, digest_stylesheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tei_edition.citation.record import Citations
    from tei_edition.config import Config
    from tei_edition.exports.holdings import Holdings
    from tei_edition.exports.network import Edge
    from tei_edition.facts.text import Text
    from tei_edition.loading.edition import LoadedEdition
    from tei_edition.pages.site_plan import SitePlan
    from tei_edition.pages.variants import Agreement
    from tei_edition.publishing.manifest import Manifest
    from tei_edition.runtime.kept_files import FileContent, KeptFiles
    from tei_edition.runtime.workers import Workers


def settle_found(
    work: Work, transformed: list[Problem], *, is_checked: bool
) -> tuple[Problem, ...]:
    """Problems to report during a build, with the severities of the edition, in order."""
    reading, config = work.reading, work.reading.config
    if is_checked:
        return tuple(settle_problems(transformed, config, reading.ignored, ()))
    found = (*reading.problems, *work.faults, *transformed)
    told = settle_problems(found, config, reading.ignored, list_decided(reading.edition))
    if config.check.baseline:
        told, _ = drop_known(told, config.root / config.check.baseline)
    return tuple(told)


def cite_site(book: SitePlan) -> Citations:
    """Return the citations of the pages of an edition, in its style."""
    style = find_style(book.config, book.language)
    return make_citations(book, style, describe_version(book.config.root))


def check_name(docname: str) -> None:
    """No path from the text is used as a path: what could leave the folder is refused."""
    if ".." in docname.split("/") or docname.startswith("/"):
        raise EditionError(f'"{docname}" cannot be the name of a page')


def _list_downloads(holdings: Holdings) -> dict[str, list[Download]]:
    book = holdings.book
    if not book.config.pages.downloads:
        return {}

    def make_parts(text: Text, paths: Mapping[str, str]) -> dict[str, FileContent]:
        make = partial(_cut_parts, holdings, text, paths)
        return dict(holdings.recall_files("parts", text, paths, make))

    exports = list(list_exports(holdings))
    companions = list_companions(holdings)
    offered = list_downloads(book, holdings.sources, make_parts, exports, companions)
    by_path = {download.site_path: download for download in exports}
    for text in book.texts:
        if manifest := by_path.get(name_manifest(holdings, text)):
            for _, docname in book.list_pages(text):
                offered[docname].append(manifest)
    return offered


def _cut_parts(
    holdings: Holdings, text: Text, paths: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of a text that can be files, by their paths."""
    tree = holdings.read_tree(text.file)
    for anchor, path in paths.items():
        if (part := cut_part(tree, anchor, text.file)) is not None:
            yield path, part


class Work(NamedTuple):
    """The sources of pages, the workers that make them, and the existing pages (`manifest`).

    `faults` are the problems between files, if they are to be reported; `edges` are those of the
    network of names; `images` are those beside each text, by its file.
    """

    book: SitePlan
    reading: LoadedEdition
    downloads: dict[str, list[Download]]
    pictures: Pictures
    agreements: list[Agreement]
    faults: tuple[Problem, ...]
    pool: Workers
    manifest: Manifest | None
    edges: tuple[Edge, ...]
    images: Mapping[str, TextImages]


def plan_work(
    reading: LoadedEdition,
    pool: Workers,
    manifest: Manifest | None = None,
    *,
    is_checked: bool = True,
    kept: KeptFiles | None = None,
) -> Work:
    """Plan the pages, and gather what their transformation needs.

    `kept` has the downloads that the last run made.
    """
    config = reading.config
    book = plan_site(reading)
    is_told = config.pages.report or not is_checked
    # A hundred witnesses are a hundred texts: a site has them where it has their pages.
    with_witnesses = book.config.apparatus.witness_pages
    holdings = make_holdings(reading, book, with_witnesses=with_witnesses, kept=kept)
    faults: tuple[Problem, ...] = ()
    if is_told:
        faults = tuple(check_edition(reading.edition, config, recall=holdings.recall))
    agreements = holdings.agreements
    downloads = recall_downloads(_describe_plan(book), lambda: _list_downloads(holdings))
    pictures = find_pictures(book)
    edges = holdings.remember("network", make_network).edges if config.pages.registers else ()
    texts = book.texts if config.facsimile.beside else ()
    images = {text.file: describe_images(book, text) for text in texts}
    return Work(
        book, reading, downloads, pictures, agreements, faults, pool, manifest, edges, images
    )


def _describe_plan(book: SitePlan) -> str:
    """Return a digest of what the list of downloads depends on: settings, texts, pages, entities.

    What is in the files may differ.
    """
    pages = [(text.file, book.list_pages(text)) for text in book.texts]
    titles = [(text.file, text.header.title) for text in book.edition.files]
    return hash_text(repr((book.config, pages, titles, [*book.resolver.entities])))


class Transformed(NamedTuple):
    """The pages of an edition by docname, with the problems found, and the work that made them."""

    work: Work
    documents: dict[str, str | None]
    problems: list[Problem]


def transform_edition(
    reading: LoadedEdition,
    pool: Workers,
    manifest: Manifest | None = None,
    *,
    is_checked: bool = True,
    kept: KeptFiles | None = None,
) -> Transformed:
    """Make every page of an edition; texts that cannot be published whole are left out.

    Where the transformation of a text fails, the others are planned again without it, so that no
    page links to it.
    """
    reading = leave_out(reading, list_incomplete(reading))
    lost: list[Problem] = []
    while True:
        work = plan_work(reading, pool, manifest, is_checked=is_checked, kept=kept)
        documents, problems = transform_pages(work)
        failed = list_failed(problems)
        if not failed:
            return Transformed(work, documents, [*lost, *problems])
        lost += failed
        reading = leave_out(reading, {problem.location.file for problem in failed})


def transform_pages(work: Work) -> tuple[dict[str, str | None], list[Problem]]:
    """Yield every page of the edition, by docname: contents, texts in reading order, registers.

    With a manifest, the page is None if the staged page is still valid.
    """
    texts, problems = _transform_texts(work)
    others = _transform_registers(work, _list_problems_pages(work, problems))
    contents = f"{work.book.folder}/{CONTENTS}"
    witnessed, failed = _transform_witnesses(work)
    beside = _join_parallels(work, texts)
    made = {contents: others.pop(contents), **texts, **others, **witnessed, **beside}
    return made, [*problems, *failed]


def _join_parallels(work: Work, texts: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the pages with a text beside its translation, made of the pages of each."""
    joined: dict[str, str | None] = {}
    for page in work.book.parallel_pages:
        documents = {}
        for name in (page.base, *page.sources):
            kept = texts[name] if texts[name] is not None else _read_kept(work, name)
            documents[name] = kept or ""
        if all(documents.values()):
            joined[page.docname] = make_parallel_page(work.book, page, documents)
    return joined


def _read_kept(work: Work, docname: str) -> str:
    return work.manifest.read(docname) if work.manifest else ""


def _transform_witnesses(work: Work) -> tuple[dict[str, str | None], list[Problem]]:
    """Return the pages of texts as their witnesses have them, and which texts failed.

    There are none where the edition wants none. What else is to be reported of these texts, their
    own pages report.
    """
    book, reading, manifest = work.book, work.reading, work.manifest
    if not book.readable:
        return {}, []
    stylesheet = text_stylesheet(book.config)
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
    failed: list[Problem] = []
    for name, (pages, problems) in transform_all(jobs, work.pool).items():
        made |= pages
        failed += list_failed(problems)
        if manifest and pages:
            manifest.note(name, (keys[name],), pages, ())
    return made, failed


def text_stylesheet(config: Config) -> Stylesheet:
    """Return the stylesheet that makes the pages of a text."""
    return make_stylesheet(config, "edition.xsl", "m:pages")


def make_stylesheet(config: Config, name: str, mode: str, method: str = "") -> Stylesheet:
    """Return a shipped stylesheet, with the edition's own stylesheet over it."""
    overlay = config.root / config.edition.xslt if config.edition.xslt else None
    return Stylesheet(find_resource(f"xslt/{name}"), overlay, mode, method)


def _call_download(book: SitePlan, download: Download) -> str:
    """Return what the page of a text calls a file: all are TEI but its manifest."""
    is_tei = download.kind in {"part", "text"}
    return book.words[f"{download.kind} as TEI"] if is_tei else "IIIF"


def _transform_texts(work: Work) -> tuple[dict[str, str | None], list[Problem]]:
    book, manifest = work.book, work.manifest
    stylesheet = text_stylesheet(book.config)
    style = digest_stylesheet(stylesheet)
    pictures = list_addresses(book, work.pictures)
    labels = {
        docname: [(d.site_path, _call_download(book, d)) for d in offered]
        for docname, offered in work.downloads.items()
        if docname
    }
    cache = Cache(book.config)
    surroundings = _describe_surroundings(book, labels, pictures)
    beside = {file: _write_images(images) for file, images in work.images.items()}
    made: dict[str, Made] = {}
    jobs: dict[str, Job] = {}
    keys: dict[str, tuple[str, str]] = {}
    for text in book.texts:
        file, tree = text.file, cache.tree_path(work.reading.digests[text.file].key)
        # Where nothing around a text has changed, what it knows of it need not be found out.
        rough = hash_text(style, tree.name, surroundings, beside.get(file, ""))
        if (kept := _keep(manifest, file, rough)) is None:
            parameters = text_parameters(book, text, labels, pictures.get(file, {}))
            if file in beside:
                parameters["images"] = beside[file]
            keys[file] = rough, hash_text(style, tree.name, encode_json(parameters).decode())
            if (kept := _keep(manifest, file, *keys[file])) is None:
                jobs[file] = Job(stylesheet, tree, parameters, file)
                continue
        made[file] = kept
    for file, (pages, problems) in transform_all(jobs, work.pool).items():
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


def _write_images(images: TextImages) -> str:
    return encode_json(to_parameter(images)).decode()


def _keep(manifest: Manifest | None, name: str, *keys: str) -> Made | None:
    """Return staged pages of that name that were made with one of the keys and are untouched."""
    kept = manifest.keep(name, *keys) if manifest else None
    return None if kept is None else (dict.fromkeys(kept[0]), kept[1])


def _describe_surroundings(
    book: SitePlan,
    labels: dict[str, list[tuple[str, str]]],
    pictures: dict[str, dict[str, str]],
) -> str:
    """Return a digest of all that a text's stylesheet may know of the rest of the edition."""
    titles = book.text_titles
    files = [
        (text.file, titles.get(text.file), text.ids, text.prefixes, book.plans.get(text.file),
         book.list_pointer_words(text))
        for text in book.edition.files
    ]  # fmt: skip
    entities = [(e.id, e.kind, e.element, e.location.file) for e in book.resolver.entities.values()]
    entries = [
        (book.entity_target(e.id), e.name, book.format_dates(e), book.describe_entity(e.id),
         e.identifiers, e.links)
        for e in (book.catalogue.entities.values() if book.config.pages.registers else ())
    ]  # fmt: skip
    witnesses = list(book.witnesses)
    of = book.config
    settings = (
        of.text, of.pages, of.registers, of.chronology, of.apparatus, of.print, of.rendition,
    )  # fmt: skip
    letters = [
        (file, [(side, letter.docname, letter.title) for side, letter in found.items()])
        for file, found in book.letter_neighbours.items()
    ]
    beside = [(page.docname, page.base, page.sources) for page in book.parallel_pages]
    around = (
        entries, book.words.to_json(), book.names, labels, pictures, letters,
        book.chronology_period, beside,
    )  # fmt: skip
    return hash_text(encode_json((files, entities, witnesses, settings, around)).decode())


def _empty_page(book: SitePlan, text: Text, docname: str) -> str:
    """Return a replacement for a page that could not be made, so that links to it work."""
    page = etree.Element("document", source=text.file)
    section = etree.SubElement(page, "section", classes="tei-page tei-text")
    title = etree.SubElement(section, "title", classes="tei-generated")
    title.text = book.titles[docname]
    return etree.tostring(page, encoding="unicode")


def _list_problems_pages(work: Work, problems: list[Problem]) -> dict[str, etree._Element]:
    """Return the facts behind the page of problems, by its docname, if there is to be one."""
    book, reading = work.book, work.reading
    config = book.config
    if not config.pages.report:
        return {}
    told = settle_found(work, problems, is_checked=False)
    cache = Cache(config)

    def read_tree(text: Text) -> etree._Element:
        return parse_tree(cache.read_tree(reading.digests[text.file].key))

    return {f"{book.folder}/{PROBLEMS}": problems_page(book, told, read_tree)}


def _transform_registers(work: Work, more: dict[str, etree._Element]) -> dict[str, str | None]:
    book, manifest = work.book, work.manifest
    facts = list_register_pages(book) | list_network_pages(book, work.edges)
    facts |= list_witness_pages(book, work.agreements)
    offered = list(dict.fromkeys(d for every in work.downloads.values() for d in every))
    offered.sort(key=lambda d: {"archive": 0, "checksums": 0, "register": 2}.get(d.kind, 1))
    if offered:
        facts[f"{book.folder}/{DOWNLOADS}"] = downloads_page(book, offered)
        facts[f"{book.folder}/{DATA}"] = data_page(book, offered)
    facts |= list_version_pages(book, list_tags(book.config.root))
    facts = {**list_contents_pages(book, facts, work.reading.left_out), **facts, **more}
    stylesheet = make_stylesheet(book.config, "register.xsl", "m:register", "xml")
    style = digest_stylesheet(stylesheet)
    texts = {name: etree.tostring(page, encoding="unicode") for name, page in facts.items()}
    words = book.words.to_json()
    keys = {name: hash_text(style, text, words) for name, text in texts.items()}
    pages: dict[str, str | None] = dict.fromkeys(texts)
    jobs = {
        name: Job(stylesheet, text, {"words": words})
        for name, text in texts.items()
        if _keep(manifest, name, keys[name]) is None
    }
    for name, (documents, problems) in transform_all(jobs, work.pool).items():
        pages[name] = documents[""]
        if manifest:
            manifest.note(name, (keys[name],), [name], problems)
    return pages
