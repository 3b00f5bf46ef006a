"""How HTML and EPUB show the nodes of ours."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from tei_edition.sphinxext import nodes as own

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


_NOTEREF = ' epub:type="noteref" role="doc-noteref"'


def _visit_link(self: HTML5Translator, node: nodes.Element) -> None:
    href = _find_href(self, node.attributes)
    if href:
        more = f' href="{href}"'
        if "tei-app-mark" in node["classes"]:
            more += _NOTEREF if self.builder.name == "epub" else ""
        self.body.append(_open("a", node.attributes, more))
        self.context.append("</a>")
    else:
        self.body.append(_open("span", node.attributes))
        self.context.append("</span>")


def _depart_link(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append(self.context.pop())


def _visit_span(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(_open("span", node.attributes))


def _depart_span(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</span>")


def _visit_time(self: HTML5Translator, node: nodes.Element) -> None:
    datetime = node.attributes.get("datetime")
    more = f' datetime="{escape(datetime)}"' if datetime else ""
    self.body.append(_open("time", node.attributes, more))


def _depart_time(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</time>")


def _visit_alternative(self: HTML5Translator, node: nodes.Element) -> None:
    if self.builder.name == "epub":
        # A register may lead here: the place stays.
        self.body.extend(f'<span id="{escape(i)}"></span>' for i in own.list_ids(node))
        raise nodes.SkipNode
    self.body.append(_open("span", node.attributes, " hidden"))


def _visit_downloads(self: HTML5Translator, node: nodes.Element) -> None:
    if self.builder.name == "epub":
        raise nodes.SkipNode
    self.body.append(_open("div", node.attributes, more=""))


def _depart_downloads(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</div>\n")


def _visit_entries(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(_open("div" if self.builder.name == "epub" else "ul", node.attributes) + "\n")


def _depart_entries(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</div>\n" if self.builder.name == "epub" else "</ul>\n")


def _visit_entry(self: HTML5Translator, node: nodes.Element) -> None:
    # Readers of EPUB show a footnote beside its mark, and know it by this element and type.
    if self.builder.name == "epub":
        note = ' epub:type="footnote" role="doc-footnote"'
        self.body.append(_open("aside", node.attributes, note))
    else:
        self.body.append(_open("li", node.attributes))


def _depart_entry(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</aside>\n" if self.builder.name == "epub" else "</li>\n")


def _open(tag: str, attributes: dict[str, Any], more: str = "") -> str:
    """A start tag; further ids become empty elements, as docutils has it."""
    ids = attributes["ids"]
    classes = attributes["classes"]
    if classes:
        names = " ".join(classes)
        if "language-" in names:
            language = next((c[9:] for c in classes if c.startswith("language-")), "")
            names = " ".join(c for c in classes if not c.startswith("language-"))
            more += f' lang="{escape(language)}"' if language else ""
        more = f' class="{escape(names)}"{more}' if names else more
    if not ids:
        return f"<{tag}{more}>"
    others = "".join(f'<span id="{escape(i)}"></span>' for i in ids[1:])
    return f'<{tag} id="{escape(ids[0])}"{more}>{others}'


def _find_href(self: HTML5Translator, attributes: dict[str, Any]) -> str:
    """The address of a link, escaped; empty if there is nothing to lead to."""
    target = attributes.get("target")
    if target:
        docname, _, anchor = target.partition("#")
        page = _find_page(self, docname)
        if page is not None:
            return f"{page}#{escape(anchor)}" if anchor else page or _find_top(self, docname)
    elif "uri" in attributes:
        uri = attributes["uri"]
        return escape(uri) if own.is_safe_uri(uri) else ""
    elif "file" in attributes and self.builder.name != "epub":
        return _find_file(self, attributes["file"])
    return ""


def _find_page(self: HTML5Translator, docname: str) -> str | None:
    """The address of a page, seen from this one; None if the build has no such page."""
    # A translator lives as long as a page, which names the same few pages again and again.
    pages: dict[str, str | None] = self.__dict__.setdefault("_tei_pages", {})
    if docname in pages:
        return pages[docname]
    page: str | None
    builder = self.builder
    if docname not in builder.env.found_docs:
        page = None
    elif builder.name == "singlehtml" or docname == builder.current_docname:
        page = ""
    else:
        page = escape(builder.get_relative_uri(builder.current_docname, docname))
    pages[docname] = page
    return page


def _find_top(self: HTML5Translator, docname: str) -> str:
    """The top of this very page; in one big page, the anchor that Sphinx gives the document."""
    return f"#document-{escape(docname)}" if self.builder.name == "singlehtml" else "#"


def _find_file(self: HTML5Translator, path: str) -> str:
    here = self.builder.current_docname
    base = "" if self.builder.name == "singlehtml" else self.builder.get_target_uri(here)
    return escape(quote(relative_uri(base, path)))


class KeepIdsUnique(SphinxPostTransform):
    """Takes the ids of a table away again from the wrapper to which a theme copies them (furo)."""

    formats = ("html",)
    default_priority = 900

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the tables of one page."""
        for table in self.document.findall(nodes.table):
            if table["ids"] and table["ids"] == table.parent["ids"]:
                table.parent["ids"] = []


_CAPTION = '<p class="caption" role="heading">'


def _give_level(
    app: Sphinx,  # noqa: ARG001
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Say at which level the captions of toctrees are headings: HTML asks for it."""
    body = context.get("body")
    if isinstance(body, str) and _CAPTION in body:
        context["body"] = body.replace(_CAPTION, _CAPTION[:-1] + ' aria-level="2">')


def setup(app: Sphinx) -> None:
    """Register the visitors, and what makes pages valid that Sphinx or a theme leave invalid."""
    span = (_visit_span, _depart_span)
    app.add_node(own.tei_link, override=True, html=(_visit_link, _depart_link))
    app.add_node(own.tei_span, override=True, html=span)
    app.add_node(own.tei_time, override=True, html=(_visit_time, _depart_time))
    app.add_node(own.tei_alternative, override=True, html=(_visit_alternative, _depart_span))
    app.add_node(own.tei_downloads, override=True, html=(_visit_downloads, _depart_downloads))
    app.add_node(own.tei_entries, override=True, html=(_visit_entries, _depart_entries))
    app.add_node(own.tei_entry, override=True, html=(_visit_entry, _depart_entry))
    app.add_post_transform(KeepIdsUnique)
    app.connect("html-page-context", _give_level)
