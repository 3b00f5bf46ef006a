"""Write the images beside the text as HTML; `xslt/html/images.xsl` writes the same."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from tei_edition.sphinxext import nodes as own
from tei_edition.sphinxext.builders import BOOKS
from tei_edition.sphinxext.html.visitors import find_href, open_tag
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import find_app

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def _visit_facsimile(self: HTML5Translator, node: nodes.Element) -> None:
    # On one page for all texts no column could follow the reading.
    if self.builder.name in BOOKS | {"singlehtml"}:
        raise nodes.SkipNode
    label = escape(node.attributes["label"])
    more = f' aria-label="{label}"'
    if viewer := node.attributes.get("viewer"):
        more += f' data-tei-viewer="{find_href(self, {"file": viewer})}"'
    self.body.append(open_tag("aside", node.attributes, more))
    self.body.append('<div class="tei-images">\n')


def _depart_facsimile(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append("</div></aside>\n")


def _visit_picture(self: HTML5Translator, node: nodes.Element) -> None:
    given: dict[str, str] = node.attributes
    source, label = find_href(self, given), escape(given["label"])
    address = find_href(self, {"file": given["full"]}) if "full" in given else source
    width, height = escape(given.get("width", "")), escape(given.get("height", ""))
    data = "".join(
        f' data-tei-{name}="{escape(given[name])}"'
        for name in ("starts", "series", "opening")
        if given.get(name)
    )
    shape = f' style="aspect-ratio: {width} / {height}"' if width else ""
    is_loaded = get_state(find_app(self.builder.env)).config.facsimile.remote == "load"
    if "service" in given:
        shape += f' data-tei-service="{escape(given["service"])}"'
    if "tiles" in given:
        shape += f' data-tei-tiles="{find_href(self, {"file": given["tiles"]})}"'
    picture = ""
    if "file" in given or ("origin" in given and is_loaded):
        size = f' width="{width}" height="{height}"' if width else ""
        picture = f'<img src="{source}" alt="{label}" loading="lazy"{size}>'
    elif "origin" in given:
        shape += f' data-tei-src="{address}"'
    if not address:
        name = escape(given["name"])
        self.body.append(
            f'<figure class="tei-image"{data}><figcaption>{name}</figcaption></figure>'
        )
        raise nodes.SkipNode
    self.body.append(
        f'<figure class="tei-image"{data}><figcaption><a href="{address}">{label}</a></figcaption>'
        f'<div class="tei-image-frame" role="group" aria-label="{label}" tabindex="0">'
        f'<div class="tei-image-canvas"{shape}>{picture}\n'
    )
    if node.children:
        self.body.append(
            f'<svg class="tei-zones" role="group" aria-label="{label}" '
            f'viewBox="0 0 {width} {height}" preserveAspectRatio="none">\n'
        )
    self.context.append(f"{'</svg>' if node.children else ''}</div></div></figure>\n")


def _depart_picture(self: HTML5Translator, node: nodes.Element) -> None:  # noqa: ARG001
    self.body.append(self.context.pop())


def setup(app: Sphinx) -> None:
    """Register the visitors."""
    app.add_node(own.tei_facsimile, override=True, html=(_visit_facsimile, _depart_facsimile))
    app.add_node(own.tei_picture, override=True, html=(_visit_picture, _depart_picture))
