"""EPUB 3 as reading systems and libraries want it: title page, pages of the source, landmarks.

Sphinx writes the chapters and the table of contents. To these come what the header says of the
book, a list of the pages of the printed source, and what readers with a disability should know
before they open it (EPUB Accessibility 1.1): found in the book that was made, never claimed.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from sphinx.builders.epub3 import HTML_TAG, Epub3Builder
from sphinx.errors import NoUri

from tei_edition.language.tags import is_leftward
from tei_edition.sphinxext.book.binding import drop_entries, find_start, list_bound, list_left_out
from tei_edition.sphinxext.book.title_page import format_title_page
from tei_edition.sphinxext.parser import is_staged
from tei_edition.sphinxext.staging import set_default
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import list_given

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.config import Config as SphinxConfig

_TITLE_PAGE = "title-page"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPS = "{http://www.idpf.org/2007/ops}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_REFINED = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Break(NamedTuple):
    """Where a page of the source begins in the book, and its number there."""

    address: str
    number: str


class EpubContents(NamedTuple):
    """What a book was found to hold."""

    breaks: tuple[Break, ...] = ()
    has_images: bool = False
    are_described: bool = True
    has_formulas: bool = False
    may_move: bool = False


class EpubBuilder(Epub3Builder):
    """Sphinx's builder, for editions."""

    bound: Set[str] | None = None

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a document; one that is not in the book has none."""
        if self.bound is not None and docname not in self.bound and docname in self.env.found_docs:
            raise NoUri(docname, typ)
        return super().get_target_uri(docname, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Decide what belongs to the book, then prepare that."""
        app = self._app
        start = find_start(app)
        left_out = list_left_out(app)
        self.bound = frozenset(list_bound(self.env, start, left_out))
        # The environment has been kept already: from here on it is that of the book.
        self.config.root_doc = self.config.master_doc = start
        self.config.epub_tocscope = "includehidden" if "/" in start else self.config.epub_tocscope
        for toc in self.env.tocs.values():
            drop_entries(toc, left_out)
        title = get_state(self._app).words["Title page"]
        page = (f"{_TITLE_PAGE}{self.out_suffix}", title)
        self.config.epub_pre_files = [page, *self.config.epub_pre_files]
        # Sphinx's own note that the settings have changed is not part of the book.
        self.config.epub_exclude_files = [*self.config.epub_exclude_files, ".buildinfo.bak"]
        language = escape(self.config.epub_language)
        turn = ' dir="rtl"' if get_state(app).words.is_rtl else ""
        self.html_tag = f'{HTML_TAG[:-1]} lang="{language}" xml:lang="{language}"{turn}>'
        super().prepare_writing(docnames & self.bound)
        self.relations = {
            docname: [name if name in self.bound else None for name in names]
            for docname, names in self.relations.items()
        }

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the documents of the book."""
        super().write_documents(docnames & cast("Set[str]", self.bound))

    def handle_finish(self) -> None:
        """Add the title page, take away what earlier builds left, and pack the book."""
        state = get_state(self._app)
        body = format_title_page(state.imprint, self.config, state.words)
        context = {"title": self.config.epub_title, "body": body, "metatags": ""}
        self.handle_page(_TITLE_PAGE, context)
        folder = get_state(self._app).config.pages.folder
        for path in list(self.outdir.rglob(f"*{self.out_suffix}")):
            docname = path.relative_to(self.outdir).as_posix().removesuffix(self.out_suffix)
            is_document = docname in self.env.found_docs or docname.startswith(f"{folder}/")
            if is_document and docname not in cast("Set[str]", self.bound):
                path.unlink()
        super().handle_finish()

    def content_metadata(self) -> dict[str, Any]:
        """Return what content.opf says of the book: its pages turn as its language runs."""
        metadata = super().content_metadata()
        if is_leftward(self.config.epub_language):
            metadata["page_progression_direction"] = "rtl"
        return metadata

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Return what toc.ncx says of the book: the identifier that the book has."""
        identifier = escape(self.config.epub_identifier)
        return {**super().toc_metadata(level, navpoints), "uid": identifier}

    def build_epub(self) -> None:
        """Complete what Sphinx has written about the book, then pack it."""
        contents = self._look()
        self._complete_package(contents)
        self._complete_navigation(contents)
        super().build_epub()

    def _look(self) -> EpubContents:
        """Look through the pages of the book, in its order."""
        package = etree.parse(self.outdir / "content.opf")
        items = {item.get("id"): item.get("href") for item in package.iter(f"{_OPF}item")}
        breaks: list[Break] = []
        images = described = formulas = moving = 0
        for reference in package.iter(f"{_OPF}itemref"):
            href = str(items[reference.get("idref")])
            for element in etree.parse(self.outdir / href).iter(f"{_XHTML}*", "{*}math"):
                if element.get(f"{_OPS}type") == "pagebreak":
                    address = f"{href}#{element.get('id')}"
                    breaks.append(Break(address, element.get("aria-label", "")))
                elif element.tag == f"{_XHTML}img":
                    images += 1
                    described += bool((element.get("alt") or "").strip())
                    moving += str(element.get("src", "")).lower().endswith(".gif")
                elif element.tag in {f"{_XHTML}video", f"{_XHTML}audio"}:
                    moving += 1
                formulas += etree.QName(element).localname == "math"
        return EpubContents(
            tuple(breaks), images > 0, images == described, formulas > 0, moving > 0
        )

    def _complete_package(self, contents: EpubContents) -> None:
        path = self.outdir / "content.opf"
        package = etree.parse(path)
        etree.cleanup_namespaces(package)
        metadata = next(package.iter(f"{_OPF}metadata"))
        self._say_who(metadata)
        imprint = get_state(self._app).imprint
        date = metadata.find(f"{_DC}date")
        if date is not None:
            # When the edition was published; when the file was made is in dcterms:modified.
            date.text = imprint.date
            if not _REFINED.fullmatch(imprint.date):
                metadata.remove(date)
        for licence in imprint.licences:
            rights = etree.SubElement(metadata, f"{_DC}rights")
            rights.text = " ".join(filter(None, (licence.text, licence.uri)))
        for number, words_of_source in enumerate(imprint.sources, start=1):
            source = etree.SubElement(metadata, f"{_DC}source", id=f"source-{number}")
            source.text = words_of_source
        if contents.breaks and len(imprint.sources) == 1:
            refined = {"refines": "#source-1", "property": "source-of"}
            etree.SubElement(metadata, f"{_OPF}meta", refined).text = "pagination"
        words = get_state(self._app).words
        for name, value in _describe_access(contents, words, has_index=bool(self.use_index)):
            etree.SubElement(metadata, f"{_OPF}meta", property=name).text = value
        _write(package, path)

    def _say_who(self, metadata: etree._Element) -> None:
        """Name authors and editors one by one, where conf.py does not say otherwise."""
        imprint = get_state(self._app).imprint
        given = list_given(self.config)
        for setting, tag, role, names in (
            ("epub_author", "creator", "aut", imprint.authors),
            ("epub_contributor", "contributor", "edt", imprint.editors),
        ):
            element = metadata.find(f"{_DC}{tag}")
            if element is None or setting in given:
                continue
            for number, name in enumerate(names, start=1):
                person = etree.Element(f"{_DC}{tag}", id=f"{tag}-{number}")
                person.text = name
                element.addprevious(person)
                refined = {"refines": f"#{tag}-{number}", "property": "role"}
                scheme = "marc:relators"
                meta = etree.SubElement(metadata, f"{_OPF}meta", refined, scheme=scheme)
                meta.text = role
            if names or element.text in {"", "unknown", None}:
                metadata.remove(element)
        for element in metadata.findall(f"{_DC}*"):
            # What Sphinx puts where conf.py is silent.
            if element.text in {"unknown", "", None} and not element.get("id"):
                metadata.remove(element)

    def _complete_navigation(self, contents: EpubContents) -> None:
        path = self.outdir / "nav.xhtml"
        navigation = etree.parse(path)
        body = next(navigation.iter(f"{_XHTML}body"))
        words = get_state(self._app).words
        if contents.breaks:
            entries = [("", *found) for found in contents.breaks]
            _add_list(body, "page-list", words["Pages of the source"], entries)
        _add_list(body, "landmarks", words["Landmarks"], list(self._list_landmarks(words)))
        _write(navigation, path)

    def _list_landmarks(self, words: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """Yield the chief parts of the book: type, address and name of each."""
        if self.coverpage_name in self.files:
            yield "cover", self.coverpage_name, self.guide_titles["cover"]
        title_page = f"{_TITLE_PAGE}{self.out_suffix}"
        yield "titlepage", title_page, words["Title page"]
        yield "toc", self.get_target_uri(self.config.root_doc), self.guide_titles["toc"]
        text = next((docname for docname in self._list_texts()), None)
        if text:
            yield "bodymatter", self.get_target_uri(text), self.env.titles[text].astext()
        if self.use_index:
            yield "index", f"genindex{self.out_suffix}", words["Index"]

    def _list_texts(self) -> Iterator[str]:
        """Yield the pages of the texts, in the order of the book."""
        start = self.config.root_doc
        folder = get_state(self._app).config.pages.folder
        contents = f"{folder}/index"
        for docname in list_bound(self.env, start, list_left_out(self._app)):
            if docname != contents and is_staged(self.env, docname):
                yield docname


def _describe_access(
    contents: EpubContents, words: Mapping[str, str], *, has_index: bool
) -> Iterator[tuple[str, str]]:
    """Yield the accessibility metadata of the book (schema.org, EPUB Accessibility 1.1)."""
    yield "schema:accessMode", "textual"
    if contents.has_images:
        yield "schema:accessMode", "visual"
    is_text_enough = not contents.has_images or contents.are_described
    yield "schema:accessModeSufficient", "textual" if is_text_enough else "textual,visual"
    features = {
        "ARIA": True, "displayTransformability": True, "readingOrder": True,
        "structuralNavigation": True, "tableOfContents": True, "unlocked": True,
        "alternativeText": contents.has_images and contents.are_described,
        "index": has_index,
        "MathML": contents.has_formulas,
        "pageBreakMarkers": bool(contents.breaks), "pageNavigation": bool(contents.breaks),
    }  # fmt: skip
    for name, is_there in features.items():
        if is_there:
            yield "schema:accessibilityFeature", name
    yield "schema:accessibilityHazard", "unknown" if contents.may_move else "none"
    parts = ["access text"]
    if contents.breaks:
        parts.append("access pages")
    if contents.has_images:
        parts.append("access described" if contents.are_described else "access undescribed")
    yield "schema:accessibilitySummary", " ".join(words[part] for part in parts)


def _add_list(
    body: etree._Element, kind: str, title: str, entries: list[tuple[str, str, str]]
) -> None:
    """Add a navigation beside the table of contents, which reading systems show."""
    nav = etree.SubElement(body, f"{_XHTML}nav", {f"{_OPS}type": kind, "hidden": ""})
    etree.SubElement(nav, f"{_XHTML}h2").text = title
    items = etree.SubElement(nav, f"{_XHTML}ol")
    for type_, address, name in entries:
        item = etree.SubElement(items, f"{_XHTML}li")
        link = etree.SubElement(item, f"{_XHTML}a", href=address)
        link.text = name
        if type_:
            link.set(f"{_OPS}type", type_)


def _write(tree: Any, path: Any) -> None:
    path.write_bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def fill_settings(app: Sphinx, settings: SphinxConfig) -> None:
    """Give what conf.py leaves to Sphinx's placeholders."""
    config, imprint = get_state(app).config, get_state(app).imprint
    set_default(settings, "epub_title", settings.project)
    if imprint.language:
        set_default(settings, "epub_language", imprint.language)
    # Sphinx warns of an empty one; "unknown" is left out of the book (`_say_who`).
    authors = ", ".join(imprint.authors or imprint.editors)
    set_default(settings, "epub_author", authors or "unknown")
    if imprint.publisher:
        set_default(settings, "epub_publisher", imprint.publisher)
    set_default(settings, "epub_show_urls", "no")
    set_default(settings, "epub_uid", "book-id")
    # An address of the edition's own identifies it; else a number that its title always gives.
    named = "\n".join((imprint.title, *imprint.authors, imprint.publisher))
    identifier = config.edition.url or f"urn:uuid:{uuid5(NAMESPACE_URL, named)}"
    set_default(settings, "epub_identifier", identifier)


def setup(app: Sphinx) -> None:
    """Take the place of the builder of Sphinx."""
    app.add_builder(EpubBuilder, override=True)
