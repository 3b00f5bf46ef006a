"""Citations of a page: the block on it, the metadata in its head, files, and the sitemap."""

from __future__ import annotations

import contextlib
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from tei_edition.citation.formats import FILES
from tei_edition.citation.page import (
    SCRIPT,
    SHEET,
    CitedPage,
    cite_in_text,
    find_cited,
    write_block,
    write_head,
)
from tei_edition.citation.sitemap import SITEMAP, write_site_files
from tei_edition.problems import EditionError
from tei_edition.runtime.resources import find_asset
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.builders import BOOKS, SITES
from tei_edition.sphinxext.domain import get_domain
from tei_edition.sphinxext.html.assets_served import load_words, offer
from tei_edition.sphinxext.staging import TeiEditionError
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator


def find_url(app: Sphinx, docname: str) -> str:
    """Return the permanent address of a document, or nothing if the project has no address.

    Other builders cite the pages of the site, which is where a passage is found.
    """
    base = app.config.html_baseurl.rstrip("/")
    if not base or docname not in app.env.found_docs:
        return ""
    is_site = app.builder.name in SITES
    return f"{base}/{app.builder.get_target_uri(docname) if is_site else f'{docname}.html'}"


def _find_cited(app: Sphinx, docname: str) -> CitedPage | None:
    citations = get_state(app).staging.citations
    return find_cited(citations, docname, lambda name: find_url(app, name))


class AddCitations(SphinxPostTransform):
    """Puts the block on each page that is cited; elsewhere a line on the page of contents."""

    default_priority = 430
    formats = ("html", "text")

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Process one document, or all documents of a book."""
        app = find_app(self.env)
        is_site = app.builder.name in SITES
        for docname, part in _list_parts(self.document, self.env.current_document.docname):
            page = _find_cited(app, docname)
            section = next(part.findall(nodes.section), None)
            if page is None or section is None:
                continue
            if is_site:
                is_offer = isinstance(section[-1], own.tei_downloads)
                section.insert(len(section) - is_offer, own.tei_citation())
            elif page.is_home and app.builder.name not in BOOKS:  # whose title page says it
                section.insert(1, _make_line(app, page))


def _list_parts(document: nodes.document, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Yield the documents that one is put together of, by their names, or itself alone."""
    parts = list(document.findall(addnodes.start_of_file))
    yield from ((part["docname"], part) for part in parts)
    if not parts:
        yield docname, document


def _make_line(app: Sphinx, page: CitedPage) -> nodes.paragraph:
    """How to cite the whole, in words."""
    citations = get_state(app).staging.citations
    with explain_failure():
        words, address = cite_in_text(page.citation, citations.style)
    words = f"{citations.words['how to cite']} {words} "
    line = nodes.paragraph("", words, classes=["tei-cite", "no-search"])
    if address:
        line += nodes.reference("", address, refuri=address)
    return line


@contextlib.contextmanager
def explain_failure() -> Iterator[None]:
    """Say it in Sphinx's own way where a style fails."""
    try:
        yield
    except EditionError as error:
        raise TeiEditionError(f"{error}\n{error.hint}") from None


def _visit_citation(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    app = find_app(self.builder.env)
    docname = self.builder.current_docname
    page = _find_cited(app, docname)
    if page is not None:
        citations = get_state(app).staging.citations
        here = self.builder.get_target_uri(docname)
        files = {suffix: relative_uri(here, quote(docname + suffix)) for suffix in FILES}
        with explain_failure():
            self.body.append(write_block(page, citations, files))
    raise nodes.SkipNode


# Sphinx event handlers ---------------------------------------------------------------------------


def find_stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that are cited otherwise than when they were last written."""
    if app.builder.name not in SITES:
        return []
    citations = get_state(app).staging.citations
    style = Path(citations.style.source)
    source = style.read_bytes() if style.is_file() else citations.style.source.encode()
    shared = repr((blake2b(source).hexdigest(), citations.style.locale, citations.words))
    new = {
        docname: _digest(shared, page)
        for docname in sorted(citations.pages)
        if docname in env.found_docs and (page := _find_cited(app, docname))
    }
    data = get_domain(env).data
    old: dict[str, str] = data["citations"]
    data["citations"] = new
    changed = [docname for docname in {**old, **new} if old.get(docname) != new.get(docname)]
    return sorted(docname for docname in changed if docname in env.found_docs)


def _digest(shared: str, page: CitedPage) -> str:
    data = msgspec.json.encode(page, order="deterministic")
    return blake2b(shared.encode() + data, digest_size=8).hexdigest()


def complete_page(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give a page its head and its script, and write the files that it offers."""
    if app.builder.name not in SITES or doctree is None:
        return
    page = _find_cited(app, pagename)
    if page is None:
        return
    with explain_failure():
        context["metatags"] += "\n" + write_head(page, get_state(app).staging.citations)
    for suffix, (_, write) in FILES.items():
        _write(Path(app.outdir) / f"{pagename}{suffix}", write(page.citation).encode())
    app.add_css_file(SHEET)
    load_words(app)
    app.add_js_file(SCRIPT, loading_method="defer")


def _write(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def publish_site(app: Sphinx) -> list[str]:
    """Write the map of the site, and return the paths of all files that citing adds to it."""
    if app.builder.name not in SITES:
        return []
    citations = get_state(app).staging.citations
    paths = [
        f"{docname}{suffix}"
        for docname in citations.pages
        if docname in app.env.found_docs
        for suffix in FILES
    ]
    if base := app.config.html_baseurl:
        hidden = {name for name, data in app.env.metadata.items() if "nosearch" in data}
        pages = sorted(app.env.found_docs - hidden)
        files = write_site_files(base, [find_url(app, docname) for docname in pages])
        for name, data in files.items():
            paths.append(name)
            if not _brings(app, name):
                _write(Path(app.outdir) / name, data)
    return paths


def _brings(app: Sphinx, name: str) -> bool:
    """Whether the project itself has such a file for its site, which then takes precedence."""
    extras = [Path(app.confdir, extra) for extra in app.config.html_extra_path]
    is_made = name == SITEMAP and "sphinx_sitemap" in app.extensions
    return is_made or any(path.name == name or (path / name).is_file() for path in extras)


def serve(app: Sphinx) -> None:
    """Serve the style sheet and the script of citations."""
    if app.builder.name in SITES:
        for asset in (SHEET, SCRIPT):
            offer(app, asset, [find_asset(asset)])


def setup(app: Sphinx) -> None:
    """Register the node, and what makes pages of it."""
    app.add_node(own.tei_citation, override=True, html=(_visit_citation, None))
    app.add_post_transform(AddCitations)
