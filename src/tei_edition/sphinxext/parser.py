"""Read staged pages, docutils XML, into nodes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from lxml import etree
from sphinx import addnodes
from sphinx.parsers import Parser
from sphinx.util import logging

from tei_edition.language.collation import initial_letter
from tei_edition.pages.addresses import PAGE_SUFFIX
from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.book.parallel_pages import set_apart
from tei_edition.sphinxext.domain import (
    INDEXED_KINDS,
    Particulars,
    Record,
    get_domain,
    name_group,
)
from tei_edition.sphinxext.former_ids import add_former_ids
from tei_edition.sphinxext.staging import TeiEditionError
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app, skip_transforms_of_markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

# What a staged page may hold. Nodes that carry markup, or orders to docutils, are not among it.
_FORBIDDEN = frozenset(
    {"raw", "pending", "problematic", "system_message", "document", "substitution_definition"}
)
_CLASSES: dict[str, type[nodes.Element]] = {
    **{
        name: cls
        for name in nodes.node_class_names
        if name not in _FORBIDDEN and issubclass(cls := getattr(nodes, name), nodes.Element)
    },
    **{
        cls.__name__: cls
        for cls in (
            addnodes.toctree,
            addnodes.centered,
            own.tei_link,
            own.tei_span,
            own.tei_time,
            own.tei_alternative,
            own.tei_math,
            own.tei_equation,
            own.tei_downloads,
            own.tei_entries,
            own.tei_entry,
            own.tei_pairs,
            own.tei_pair,
            own.tei_side,
            own.tei_drawing,
            own.tei_shape,
            own.tei_facsimile,
            own.tei_picture,
            own.tei_details,
            own.tei_named,
            own.tei_names,
            own.tei_mentions,
            own.tei_margin,
            own.tei_views,
            own.tei_view,
            own.tei_option,
            own.tei_key,
        )
    },
}
_VERBATIM = frozenset({nodes.literal_block, nodes.classifier})
_CONDENSED: frozenset[type[nodes.Element]] = frozenset({own.tei_mentions, own.tei_names})
_FOOTNOTES = (nodes.footnote, nodes.footnote_reference)
_NOTED = frozenset({nodes.section, nodes.image, addnodes.toctree, *_FOOTNOTES})
_LISTS = frozenset({"ids", "classes", "names", "dupnames", "backrefs"})
_CONVERT: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(
        (
            "cols",
            "colwidth",
            "heading-level",
            "level",
            "maxdepth",
            "morecols",
            "morerows",
            "numbered",
            "start",
        ),
        lambda value: int(value) if value.lstrip("-").isdecimal() else value,
    ),
    **dict.fromkeys(
        ("hidden", "includehidden", "stub", "titlesonly"),
        lambda value: value not in {"0", "false"},
    ),
    **dict.fromkeys(("refuri", "uri"), lambda value: value if own.is_safe_uri(value) else "#"),
}
_SPACE = re.compile(r"[ \t\r\n]+")
_XML = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False,
    remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False,
)  # fmt: skip


def is_staged(env: BuildEnvironment, docname: str) -> bool:
    """Whether a document is a staged page, and no page that the project's authors wrote."""
    return str(env.doc2path(docname, False)).endswith(PAGE_SUFFIX)


def read_page(path: Path) -> etree._Element:
    """Return the `document` in the file of a staged page."""
    return etree.parse(path, _XML).getroot()


class PageParser(Parser):
    """The parser of staged pages."""

    supported = ("teipage",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Fill `document` with the page and tell the domain of the objects on it.

        Raises TeiEditionError for what no staging would write.
        """
        self.setup_parse(inputstring, document)
        # The text is what the edition says, to the very quotation mark.
        document.settings.smart_quotes = False
        try:
            root = etree.fromstring(inputstring.encode(), _XML)
        except etree.XMLSyntaxError as error:
            raise TeiEditionError(
                f"{document['source']} is not a staged page: {error}\ndelete it and build again"
            ) from None
        env = self._env
        docname = env.current_document.docname
        state = get_state(find_app(env))
        if root.get("tei_witness") or docname in state.staging.contents_parts:
            # It is in no list of contents, and would find what other pages say again.
            env.metadata[docname] |= {"orphan": "", "nosearch": ""}
        set_apart(docname, root, env)
        add_former_ids(root, docname, state.config, env)
        source, offset = _find_source(document["source"], root, state.config.root)
        reader = _Reader(source, offset, state.staging.collation)
        reader.fill(document, root)
        for node in reader.noted:
            if isinstance(node, addnodes.toctree):
                _complete_toctree(node, docname, env)
            elif isinstance(node, nodes.image):
                _keep_inside(node)
            elif isinstance(node, _FOOTNOTES):
                node["docname"] = docname  # for LaTeX
            elif not node["ids"]:
                document.set_id(node)
        get_domain(env).note_objects(docname, reader.objects, reader.particulars)
        if reader.index:
            document.append(addnodes.index(entries=reader.index))
        skip_transforms_of_markup(document, reader.kinds)
        self.finish_parse()


class _Reader:
    """Makes the nodes of one page; notes its objects, and nodes to complete, on the way."""

    def __init__(self, source: str, offset: int, collation: str) -> None:
        self.source = source
        self.offset = offset
        self.collation = collation
        self.objects: list[Record] = []
        self.particulars: dict[tuple[str, str], Particulars] = {}
        self.index: list[tuple[str, str, str, str, str | None]] = []
        self.noted: list[nodes.Element] = []
        self.kinds: set[type[nodes.Element]] = set()

    def fill(self, node: nodes.Element, element: etree._Element) -> None:
        """Give `node` the text and the children of `element`."""
        is_text = isinstance(node, nodes.TextElement)
        children = node.children
        text = element.text
        if text and (is_text or not text.isspace()):
            self._add_text(node, text)
        for inner in element:
            child = self._make_index(inner) if inner.tag == "index" else self._make(inner)
            child.parent = node
            children.append(child)
            text = inner.tail
            if text and (is_text or not text.isspace()):
                self._add_text(node, text)

    def _add_text(self, node: nodes.Element, text: str) -> None:
        if ("\n" in text or "  " in text or "\t" in text) and not isinstance(
            node, nodes.FixedTextElement
        ):
            # As HTML has it; a blank line would end a paragraph of LaTeX.
            text = _SPACE.sub(" ", text)
        leaf = nodes.Text(text)
        leaf.parent = node
        node.children.append(leaf)

    def _make(self, element: etree._Element) -> nodes.Element:
        cls = _CLASSES.get(element.tag)
        if cls is None:
            cls = self._report(element)
        node = cls()
        self.kinds.add(cls)
        if cls in _NOTED:
            self.noted.append(node)
        elif cls in _VERBATIM:
            # Where the raw source is the text, Sphinx colours it as a program; where a classifier
            # has none, it counts lines that we do not have.
            node.rawsource = " "
        attributes = node.attributes
        for name, value in cast("list[tuple[str, str]]", element.items()):
            if name in _LISTS:
                attributes[name] = value.split()
            elif name == "line":
                node.line = int(value) + self.offset
                node.source = self.source
            elif name == "tei_object":
                self._note_object(element)
            elif name == "tei_see":
                self._index("see", (element.get("tei_name", ""), value), "", "")
            elif name[:4] != "tei_" and name[0] != "{":
                attributes[name] = _CONVERT[name](value) if name in _CONVERT else value
        if cls in _CONDENSED:
            attributes["parts"] = [_condense(inner) for inner in element]
            return node
        self.fill(node, element)
        if cls is addnodes.toctree and not _is_wrapped(element):
            return nodes.compound("", node, classes=["toctree-wrapper"])
        return node

    def _note_object(self, element: etree._Element) -> None:
        get = element.get
        record = _read_object(element)
        self.objects.append(record)
        kind, key, name, sort, anchor = record
        if kind in INDEXED_KINDS:
            mentions = int(get("tei_mentions", "0"))
            particulars = Particulars(
                get("tei_type", ""), get("tei_dates", ""), mentions, get("tei_parent", "")
            )
            if any(particulars):
                self.particulars[kind, key] = particulars
            letter = name_group(initial_letter(sort, self.collation))
            self._index("single", (name,), anchor, letter)

    def _index(self, kind: str, words: tuple[str, ...], anchor: str, letter: str) -> None:
        """Add an entry to the general index, where a semicolon would separate words of a name."""
        value = "; ".join(" ".join(word.replace(";", ",").split()) or "?" for word in words)
        self.index.append((kind, value, anchor, "", letter or None))

    def _make_index(self, element: etree._Element) -> nodes.Element:
        """Return the entries of the general index that lead here, for Sphinx and LaTeX alike."""
        entries = []
        for line in element.get("entry", "").splitlines():
            terms = [" ".join(term.replace(";", ",").split()) for term in line.split("\t")]
            # Sphinx has entries of two steps: what stands deeper is named with what is above it.
            first, rest = terms[0], ", ".join(terms[1:])
            value = f"{first}; {rest}" if rest else first
            letter = name_group(initial_letter(first, self.collation))
            entries.append(("single", value, element.get("anchor", ""), "", letter or None))
        return addnodes.index(entries=entries)

    def _report(self, element: etree._Element) -> type[nodes.Element]:
        line = int(element.get("line", 0)) + self.offset
        logger.warning(
            "a staged page has no node <%s>; its text is kept",
            element.tag,
            type="tei",
            subtype="unknown-node",
            location=f"{self.source}:{line}",
        )
        return nodes.inline


def _condense(element: etree._Element) -> dict[str, Any]:
    """Return the parts of an element that becomes no node: its attributes, and its elements."""
    attributes: dict[str, Any] = dict(cast("list[tuple[str, str]]", element.items()))
    return {**attributes, "parts": [_condense(inner) for inner in element]}


def _read_object(element: etree._Element) -> Record:
    get = element.get
    key = get("tei_key", "")
    name = get("tei_name") or key
    anchor = (get("ids") or "").split(" ", 1)[0]
    return get("tei_object", ""), key, name, get("tei_sort") or name, anchor


def _find_source(page: str, root: etree._Element, folder: Path) -> tuple[str, int]:
    """Return the path of the TEI file behind a page, and the line before the page's first."""
    sidecar = page.removesuffix(PAGE_SUFFIX) + ".lines.json"
    try:
        lines: dict[str, Any] = json.loads(Path(sidecar).read_bytes())
    except (OSError, ValueError):
        lines = {}
    name = lines.get("file") or root.get("source")
    return str(folder / name) if name else page, int(lines.get("offset", 0))


def _keep_inside(image: nodes.image) -> None:
    """Forget an address by which an image would be fetched from outside the project.

    One that begins with a slash is relative to the folder of the project.
    """
    uri = image.get("uri", "")
    if "://" in uri or uri.startswith("//") or ".." in uri.split("/") or "\\" in uri:
        image["uri"] = "#"


def _is_wrapped(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "compound"


def _complete_toctree(toctree: addnodes.toctree, docname: str, env: BuildEnvironment) -> None:
    """Give a toctree what Sphinx's own directive gives it."""
    entries = toctree.get("entries", "").split()
    known = [entry for entry in entries if entry in env.found_docs]
    for entry in sorted(set(entries) - set(known)):
        env.note_reread()
        logger.warning(
            "toctree contains reference to nonexisting document %r", entry,
            location=toctree, type="toc", subtype="not_readable",
        )  # fmt: skip
    toctree["parent"] = docname
    toctree["entries"] = [(None, entry) for entry in known]
    toctree["includefiles"] = known
    toctree["glob"] = False
    for name, default in (
        ("maxdepth", -1), ("numbered", 0), ("caption", None),
        ("hidden", False), ("includehidden", False), ("titlesonly", False),
    ):  # fmt: skip
        toctree.setdefault(name, default)


def setup(app: Sphinx) -> None:
    """Make staged pages sources of Sphinx."""
    app.add_source_suffix(PAGE_SUFFIX, "teipage")
    app.add_source_parser(PageParser)
