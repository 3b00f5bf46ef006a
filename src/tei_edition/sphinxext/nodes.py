"""The nodes that docutils lacks, and what plain text shows of them; see also `html`, `latex`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What a link from the text may lead to; anything else could be a script.
SAFE_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "mailto", "tel", "urn", "doi", "geo"})


class tei_link(nodes.Inline, nodes.TextElement):  # noqa: N801 (named as in staged pages)
    """A link within the line: `target` is "DOCNAME#ID", `uri` an address, `file` a download."""

    def astext(self) -> str:
        """The text; nothing for the mark of an apparatus entry, which is no part of a title."""
        return "" if "tei-app-mark" in self["classes"] else super().astext()


class tei_span(nodes.Inline, nodes.TextElement):  # noqa: N801
    """An element of the text within the line."""


class tei_time(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A date; `datetime` is what machines read."""


class tei_alternative(nodes.Inline, nodes.TextElement):  # noqa: N801
    """The side of a choice that is not shown."""

    def astext(self) -> str:
        """Nothing: it must not reach a title."""
        return ""


class tei_entries(nodes.General, nodes.Element):  # noqa: N801
    """The entries of an apparatus: holds `tei_entry` nodes."""


class tei_entry(nodes.General, nodes.Element):  # noqa: N801
    """An entry of the apparatus; holds blocks. A mark in the text leads to it."""


class tei_foot(nodes.Inline, nodes.Element):  # noqa: N801
    """An entry of the apparatus as a footnote of LaTeX (see `footnotes`); holds blocks."""


class tei_label(nodes.Invisible, nodes.Element):  # noqa: N801
    """Anchors for LaTeX: `labels` are ids of this page, `entries` targets that the index names."""


class tei_downloads(nodes.General, nodes.Element):  # noqa: N801
    """The links to the files of a page, at its foot; holds paragraphs."""

    def astext(self) -> str:
        """Nothing: it is no part of the text."""
        return ""


def list_ids(node: nodes.Element) -> list[str]:
    """The ids of a node and of all within it."""
    return [i for inner in node.findall(nodes.Element) for i in inner["ids"]]


def is_safe_uri(uri: str) -> bool:
    """Whether a link may lead there: a relative address, or one of a scheme that runs nothing."""
    scheme, colon, _ = uri.partition(":")
    return not colon or "/" in scheme or "#" in scheme or scheme.lower() in SAFE_SCHEMES


def _pass(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Write the content alone."""


def _skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:  # noqa: ARG001
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Make the nodes known to Sphinx, and to the builders that write text alone."""
    written = (tei_link, tei_span, tei_time, tei_entries, tei_entry)
    for kind in (*written, tei_alternative, tei_downloads, tei_label):
        is_text = kind in written
        visitors = (_pass, _pass) if is_text else (_skip, None)
        # A process may start Sphinx more than once, and docutils remembers.
        app.add_node(kind, override=True, text=visitors, man=visitors, texinfo=visitors)
