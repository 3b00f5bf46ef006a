"""Write our nodes as HTML and EPUB.

Long because it has a pair of functions for each node.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.builders import BOOKS
from tei_edition.sphinxext.upstream import give_captions_a_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


_NOTEREF = ' epub:type="noteref" role="doc-noteref"'


# One page holds all documents.
_SINGLE = frozenset({"singlehtml", "weasyprint"})


def _visit_link(self: HTML5Translator, node: nodes.Element) -> None:
    href = find_href(self, node.attributes)
    if href:
        card = node.attributes.get("card")
        # What hovers has no place in a book.
        more = ""
        if card and self.builder.name not in BOOKS:
            more = f' data-card="{_escape_lines(card)}"'
        is_picture = "tei-break-number" in node["classes"] and not href.endswith(".svg")
        if node.get("file") and not is_picture and self.builder.name not in BOOKS:
            # A browser would show TEI, or SVG, as a page, and run what is in it.
            more += ' download=""'
        if "tei-app-mark" in node["classes"] and self.builder.name == "epub":
            more += _NOTEREF
        self.body.append(open_tag("a", node.attributes, f' href="{href}"{more}'))
        self.context.append("</a>")
    else:
        self.body.append(open_tag("span", node.attributes))
        self.context.append("</span>")


def _depart_link(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append(self.context.pop())


def _visit_span(self: HTML5Translator, node: nodes.Element) -> None:
    number = node.attributes.get("page")
    if number and self.builder.name == "epub":
        _open_break(self, node, number)
    else:
        self.body.append(open_tag("span", node.attributes))


def _open_break(self: HTML5Translator, node: nodes.Element, number: str) -> None:
    """Where a page of the source begins: reading systems go to it, and say its number."""
    attributes = dict(node.attributes)
    if not attributes["ids"]:
        count = len(self.body)
        while f"tei-page-{count}" in self.document.ids:
            count += 1
        attributes["ids"] = [f"tei-page-{count}"]
    more = f' epub:type="pagebreak" role="doc-pagebreak" aria-label="{escape(number)}"'
    self.body.append(open_tag("span", attributes, more))


def _depart_span(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</span>")


def _visit_time(self: HTML5Translator, node: nodes.Element) -> None:
    datetime = node.attributes.get("datetime")
    more = f' datetime="{escape(datetime)}"' if datetime else ""
    self.body.append(open_tag("time", node.attributes, more))


def _depart_time(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</time>")


def _visit_margin(self: HTML5Translator, node: nodes.Element) -> None:
    href = "" if self.builder.name == "epub" else find_href(self, node.attributes)
    if href:
        label = escape(node["label"])
        self.body.append(open_tag("a", node.attributes, f' href="{href}" aria-label="{label}"'))
    else:
        self.body.append(open_tag("span", node.attributes))
    self.context.append("</a>" if href else "</span>")


def _visit_alternative(self: HTML5Translator, node: nodes.Element) -> None:
    if self.builder.name in BOOKS:
        # A register may lead here: the place stays.
        self.body.extend(f'<span id="{escape(i)}"></span>' for i in own.list_ids(node))
        raise nodes.SkipNode
    self.body.append(open_tag("span", node.attributes, " hidden"))


def _visit_downloads(self: HTML5Translator, node: nodes.Element) -> None:
    if self.builder.name in BOOKS:
        raise nodes.SkipNode
    self.body.append(open_tag("div", node.attributes, more=""))


def _depart_downloads(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</div>\n")


def _visit_division(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(open_tag("div", node.attributes) + "\n")


def _depart_division(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</div>\n")


def _visit_entries(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(
        open_tag("div" if self.builder.name == "epub" else "ul", node.attributes) + "\n"
    )


def _depart_entries(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</div>\n" if self.builder.name == "epub" else "</ul>\n")


def _visit_entry(self: HTML5Translator, node: nodes.Element) -> None:
    # Readers of EPUB show a footnote beside its mark, and know it by this element and type.
    if self.builder.name == "epub":
        note = ' epub:type="footnote" role="doc-footnote"'
        self.body.append(open_tag("aside", node.attributes, note))
    else:
        self.body.append(open_tag("li", node.attributes))


def _depart_entry(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</aside>\n" if self.builder.name == "epub" else "</li>\n")


# What a drawing is made of, and the attributes with numbers that they have, or with a path.
_SHAPES = frozenset({"circle", "line", "path", "rect", "text"})
_MEASURES = ("x", "y", "width", "height", "cx", "cy", "r", "x1", "y1", "x2", "y2", "d")


def _visit_drawing(self: HTML5Translator, node: nodes.Element) -> None:
    if self.builder.name == "epub":
        # A page with a picture in it must be declared as such, for which Sphinx has no means.
        raise nodes.SkipNode
    width, height, title, words = (
        escape(node.attributes[name]) for name in ("width", "height", "title", "description")
    )
    name = f"tei-drawing-{len(self.body)}"
    self.body.append(open_tag("div", node.attributes) + "\n")
    role = "group" if node.attributes.get("linked") else "img"
    data = "".join(
        f' data-tei-{key}="{escape(node.attributes[key])}"'
        for key in ("tiles", "window", "credit", "terms", "deepest")
        if key in node.attributes
    )
    self.body.append(
        f'<svg role="{role}" viewBox="0 0 {width} {height}" aria-labelledby="{name} {name}-desc"'
        f"{data}>\n"
        f'<title id="{name}">{title}</title>\n<desc id="{name}-desc">{words}</desc>\n'
    )


def _depart_drawing(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</svg></div>\n")


def _visit_shape(self: HTML5Translator, node: nodes.Element) -> None:
    values: dict[str, str] = node.attributes
    kind = values.get("kind", "")
    kind = kind if kind in _SHAPES else "rect"
    numbers = "".join(
        f' {name}="{escape(values[key])}"'
        for key in _MEASURES
        if key in values
        for name in ["stroke-width" if (kind, key) == ("line", "width") else key]
    )
    label = escape(values.get("label", ""))
    title = f"<title>{label}</title>" if label else ""
    text = escape(values.get("text", ""))
    shape = f"{open_tag(kind, node.attributes, numbers)}{title}{text}</{kind}>"
    href = find_href(self, values)
    link = f'<a href="{href}" aria-label="{label}">{shape}</a>' if href else shape
    self.body.append(f"{link}\n")


def _depart_shape(self: HTML5Translator, node: nodes.Element) -> None:
    """Leave what has been written whole."""


def _visit_details(self: HTML5Translator, node: nodes.Element) -> None:
    summary = escape(node.attributes.get("summary", ""))
    self.body.append(open_tag("details", node.attributes) + f"<summary>{summary}</summary>\n")


def _depart_details(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</details>\n")


def _visit_named(self: HTML5Translator, node: nodes.Element) -> None:
    if self.builder.name in BOOKS | _SINGLE:
        raise nodes.SkipNode
    _visit_details(self, node)


def _visit_names(self: HTML5Translator, node: nodes.Element) -> None:
    title = escape(node.attributes["title"])
    self.body.append(f'<p class="tei-label">{title}</p>\n<ul class="tei-named-list">\n')
    for part in node.attributes["parts"]:
        dates = f' <span class="tei-dates">{escape(part["dates"])}</span>' if part["dates"] else ""
        self.body.append(f"<li>{_link(self, part, escape(part['name']))}{dates}</li>\n")
    self.body.append("</ul>\n")
    raise nodes.SkipNode


def _visit_mentions(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append('<ul class="tei-mention-pages">\n')
    for page in node.attributes["parts"]:
        title = _link(self, page, escape(page["title"]))
        self.body.append(
            f'<li><p class="tei-mention-page">{title}</p>\n<ul class="tei-mentions">\n'
        )
        self.body.extend(_format_quote(self, quote) for quote in page["parts"])
        self.body.append("</ul></li>\n")
    self.body.append("</ul>\n")
    raise nodes.SkipNode


def _format_quote(self: HTML5Translator, quote: dict[str, Any]) -> str:
    part = {name: escape(str(value)) for name, value in quote.items()}
    label = f'<span class="tei-label">{part["label"]} </span>' if "label" in part else ""
    lang = f' lang="{part["lang"]}"' if "lang" in part else ""
    word = _link(self, quote, f"<strong>{part['surface']}</strong>", "tei-quoted-mention")
    remark = f' <span class="tei-stream">({part["remark"]})</span>' if "remark" in part else ""
    return (
        f'<li><p class="tei-mention tei-stream-{part["stream"]}">{label}'
        f'<span class="tei-quotation"{lang}>{part["before"]}{word}{part["after"]}</span>{remark}'
        "</p></li>\n"
    )


def _link(self: HTML5Translator, attributes: dict[str, Any], content: str, name: str = "") -> str:
    """Content as a link to the target, if this build has what it leads to."""
    href = find_href(self, attributes)
    classes = f' class="{name}"' if name else ""
    return f'<a{classes} href="{href}">{content}</a>' if href else content


def _escape_lines(text: str) -> str:
    return escape(text).replace("\n", "&#10;")


def _visit_views(self: HTML5Translator, node: nodes.Element) -> None:
    if self.builder.name in BOOKS | _SINGLE:
        raise nodes.SkipNode
    # Without scripts nothing could be chosen: the style sheet shows it where they run.
    self.body.append(open_tag("details", node.attributes, " hidden"))
    self.body.append(f"<summary>{escape(node['label'])}</summary>\n<p>")
    self.context.append("</p></details>\n")


def _visit_view(self: HTML5Translator, node: nodes.Element) -> None:
    name, label = escape(node["name"]), escape(node["label"])
    purpose = "filter" if name.startswith("filter-") else "view"
    self.body.append(f'<label>{label} <select data-tei-{purpose}="{name}" autocomplete="off">')
    self.context.append("</select></label>\n")


def _visit_option(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f'<option value="{escape(node["value"])}">')
    self.context.append("</option>")


def _visit_key(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f'<span class="tei-key-help"><kbd>{escape(node["key"])}</kbd> ')
    self.context.append("</span>\n")


def _visit_note(self: HTML5Translator, node: nodes.footnote) -> None:
    """Write a note as docutils does, with the names by which the style sheet finds its mark."""
    start = len(self.body)
    type(self).visit_footnote(self, node)
    if self.builder.name == "epub":
        _add_attribute(self, start, "aside", 'epub:type="footnote"')
    if "tei-note" not in node["classes"] or self.builder.name in BOOKS:
        return
    names = f"--tei-at: --tei-mark-{node[0].astext()}; --tei-as: --tei-note-{node[0].astext()}"
    above = next((note for note in _list_notes_above(node)), None)
    if above is not None:
        names += f"; --tei-below: --tei-note-{above[0].astext()}"
    _add_attribute(self, start, "aside", f'style="{escape(names)}"')


def _list_notes_above(node: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the notes before a note that can be beside the text, the nearest first."""
    # Where notes are at the foot there may be thousands, and none needs to know.
    siblings = node.parent.children if "tei-notes-beside" in node.parent["classes"] else [node]
    for other in reversed(siblings[: siblings.index(node)]):
        if isinstance(other, nodes.footnote) and "tei-beside" in other["classes"]:
            yield other


def _add_attribute(self: HTML5Translator, start: int, tag: str, attribute: str) -> None:
    """Give the start tag that was written last, at `start` or after it, an attribute."""
    for number in range(len(self.body) - 1, start - 1, -1):
        if f"<{tag} " in self.body[number]:
            before, _, after = self.body[number].rpartition(f"<{tag} ")
            self.body[number] = f"{before}<{tag} {attribute} {after}"
            return


def _depart_note(self: HTML5Translator, node: nodes.footnote) -> None:
    type(self).depart_footnote(self, node)


def _visit_mark(self: HTML5Translator, node: nodes.footnote_reference) -> None:
    start = len(self.body)
    type(self).visit_footnote_reference(self, node)
    if self.builder.name == "epub":
        _add_attribute(self, start, "a", 'epub:type="noteref"')
    elif "tei-note-mark" in node["classes"] and self.builder.name not in BOOKS:
        _add_attribute(self, start, "a", f'style="--tei-at: --tei-mark-{node.astext()}"')


def _depart_mark(self: HTML5Translator, node: nodes.footnote_reference) -> None:
    type(self).depart_footnote_reference(self, node)


def open_tag(tag: str, attributes: dict[str, Any], more: str = "") -> str:
    """Return a start tag; further ids become empty elements, as docutils has it."""
    ids = attributes["ids"]
    classes = attributes["classes"]
    for name in ("plain", "about"):
        if value := attributes.get(name):
            more += f' data-{name}="{escape(value)}"'
    if classes:
        names = " ".join(classes)
        if "language-" in names:
            language = next((c[9:] for c in classes if c.startswith("language-")), "")
            names = " ".join(c for c in classes if not c.startswith("language-"))
            more += f' lang="{escape(language)}"' if language else ""
            more += next((f' dir="{way}"' for way in ("rtl", "ltr") if way in classes), "")
        more = f' class="{escape(names)}"{more}' if names else more
    if not ids:
        return f"<{tag}{more}>"
    others = "".join(f'<span id="{escape(i)}"></span>' for i in ids[1:])
    return f'<{tag} id="{escape(ids[0])}"{more}>{others}'


def find_href(self: HTML5Translator, attributes: dict[str, Any]) -> str:
    """Return the address of a link, escaped; empty if there is nothing to lead to."""
    target = attributes.get("target")
    if target:
        docname, _, anchor = target.partition("#")
        page = _find_page(self, docname)
        if page is not None:
            return f"{page}#{escape(anchor)}" if anchor else page or _find_top(self, docname)
    elif "uri" in attributes:
        uri = attributes["uri"]
        # Readers of books know no maps, and epubcheck warns of an address that they do not know.
        is_known = self.builder.name != "epub" or not uri.startswith("geo:")
        return escape(uri) if is_known and own.is_safe_uri(uri) else ""
    elif "file" in attributes and self.builder.name not in BOOKS:
        return _find_file(self, attributes["file"])
    return ""


def _find_page(self: HTML5Translator, docname: str) -> str | None:
    """Return the address of a page, seen from this one; None if the build has no such page."""
    # A translator lives as long as a page, which names the same few pages again and again.
    pages: dict[str, str | None] = self.__dict__.setdefault("_tei_pages", {})
    if docname in pages:
        return pages[docname]
    page: str | None
    builder = self.builder
    if docname not in builder.env.found_docs:
        page = None
    elif builder.name in _SINGLE or docname == builder.current_docname:
        page = ""
    else:
        try:
            page = escape(builder.get_relative_uri(builder.current_docname, docname))
        except NoUri:  # a book need not hold all
            page = None
    pages[docname] = page
    return page


def _find_top(self: HTML5Translator, docname: str) -> str:
    """Return the top of this very page.

    In one big page, the anchor that Sphinx gives the document.
    """
    return f"#document-{escape(docname)}" if self.builder.name in _SINGLE else "#"


def _find_file(self: HTML5Translator, path: str) -> str:
    here = self.builder.current_docname
    base = "" if self.builder.name == "singlehtml" else self.builder.get_target_uri(here)
    return escape(quote(relative_uri(base, path)))


class MarkAddresses(SphinxPostTransform):
    """Marks links whose words are their address: in print it need not be written after them."""

    formats = ("html",)
    default_priority = 900

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the links of one page that lead out of the edition."""
        for kind in (own.tei_link, nodes.reference):
            for link in self.document.findall(kind):
                uri = link.get("uri") or link.get("refuri") or ""
                is_outside = uri.startswith(("http:", "https:"))
                if is_outside and _shorten(uri) == _shorten(link.astext()):
                    link["classes"].append("tei-bare")


def _shorten(address: str) -> str:
    """Return an address without what readers leave out."""
    return address.strip().removeprefix("https://").removeprefix("http://").rstrip("/")


# A start tag of a text with a direction, which docutils gives no attribute that says so.
_DIRECTED = re.compile(r'<(?=[^>]* class="[^"]*\b(rtl|ltr)\b)(?![^>]* dir=)[^>]*[^/>]')


def give_directions(body: str) -> str:
    """Return a page with the direction of texts that run otherwise than the page around them."""
    if "rtl" not in body and "ltr" not in body:
        return body
    return _DIRECTED.sub(lambda tag: f'{tag[0]} dir="{tag[1]}"', body)


# A link to a picture that may hold scripts: as an image it runs none, as a page it would.
_LIVE = re.compile(
    r'<a(?=\s[^>]*\bhref="[^"]*\.svgz?(?:[?#][^"]*)?")(?![^>]*\sdownload\b)', re.IGNORECASE
)


def restore_section(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put a page of the edition into what its look depends on, where a theme writes no sections.

    Come before anything is put around it.
    """
    section = next(doctree.findall(nodes.section), None) if doctree is not None else None
    if section is None or app.builder.format != "html" or "tei-page" not in section["classes"]:
        return
    body = context.get("body", "")
    if not _PAGE.search(body):
        classes = escape(" ".join(section["classes"]))
        context["body"] = f'<div class="{classes}">\n{body}</div>\n'


_PAGE = re.compile(r'<\w+[^>]* class="[^"]*\btei-page\b')


def complete_body(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Say which way texts run, and at which level the captions of toctrees are headings.

    The links that Sphinx makes to pictures in SVG offer them as downloads.
    """
    body = context.get("body")
    if isinstance(body, str):
        body = give_directions(body)
        if app.builder.name not in BOOKS:
            body = _LIVE.sub('<a download=""', body)
        context["body"] = give_captions_a_level(body)


def setup(app: Sphinx) -> None:
    """Register the visitors of HTML and the transform of links."""
    span = (_visit_span, _depart_span)
    app.add_node(own.tei_link, override=True, html=(_visit_link, _depart_link))
    app.add_node(own.tei_span, override=True, html=span)
    app.add_node(own.tei_time, override=True, html=(_visit_time, _depart_time))
    app.add_node(own.tei_alternative, override=True, html=(_visit_alternative, _depart_span))
    app.add_node(own.tei_details, override=True, html=(_visit_details, _depart_details))
    app.add_node(own.tei_named, override=True, html=(_visit_named, _depart_details))
    app.add_node(own.tei_names, override=True, html=(_visit_names, None))
    app.add_node(own.tei_mentions, override=True, html=(_visit_mentions, None))
    app.add_node(own.tei_downloads, override=True, html=(_visit_downloads, _depart_downloads))
    for node in (own.tei_pairs, own.tei_pair, own.tei_side):
        app.add_node(node, override=True, html=(_visit_division, _depart_division))
    app.add_node(own.tei_entries, override=True, html=(_visit_entries, _depart_entries))
    app.add_node(own.tei_entry, override=True, html=(_visit_entry, _depart_entry))
    app.add_node(own.tei_drawing, override=True, html=(_visit_drawing, _depart_drawing))
    app.add_node(own.tei_shape, override=True, html=(_visit_shape, _depart_shape))
    app.add_node(own.tei_margin, override=True, html=(_visit_margin, _depart_link))
    app.add_node(own.tei_views, override=True, html=(_visit_views, _depart_link))
    app.add_node(own.tei_view, override=True, html=(_visit_view, _depart_link))
    app.add_node(own.tei_option, override=True, html=(_visit_option, _depart_link))
    app.add_node(own.tei_key, override=True, html=(_visit_key, _depart_link))
    app.add_node(nodes.footnote, override=True, html=(_visit_note, _depart_note))
    app.add_node(nodes.footnote_reference, override=True, html=(_visit_mark, _depart_mark))
    app.add_post_transform(MarkAddresses)
