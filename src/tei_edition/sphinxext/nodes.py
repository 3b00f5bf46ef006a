"""Our own docutils nodes, and their plain text; `html` and `latex` write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from tei_edition.pages.addresses import SAFE_SCHEMES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What a relative address has before the first colon.
_DELIMITERS = frozenset("/?#")


class tei_link(nodes.Inline, nodes.TextElement):  # noqa: N801 (named as in staged pages)
    """A link within the line: `target` is "DOCNAME#ID", `uri` an address, `file` a download."""

    def astext(self) -> str:
        """Return text; nothing for the mark of an apparatus entry, which is not part of a title."""
        return "" if "tei-app-mark" in self["classes"] else super().astext()


class tei_span(nodes.Inline, nodes.TextElement):  # noqa: N801
    """An element of the text within the line."""


class tei_time(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A date; `datetime` is its machine-readable form."""


class tei_math(nodes.math):  # noqa: N801
    """A formula within the line: its text is one line of text, or TeX if the file has that.

    `tex` is the formula in TeX, `mathml` in MathML if the file has it in that.
    """


class tei_equation(nodes.math_block):  # noqa: N801
    """A formula in a separate line, as `tei_math` has it, with the `number` that cites it."""


class tei_alternative(nodes.Inline, nodes.TextElement):  # noqa: N801
    """The side of a choice that is not shown."""

    def astext(self) -> str:
        """Nothing: it must not reach a title."""
        return ""


class tei_margin(nodes.Inline, nodes.TextElement):  # noqa: N801
    """What is in the margin beside a line or a paragraph: its number.

    It may be a link, to the `target` "DOCNAME#ID", which is called by its `label`.
    """

    def astext(self) -> str:
        """Nothing: it is not part of a title."""
        return ""


class tei_views(nodes.General, nodes.Element):  # noqa: N801
    """The views of a page that readers may choose, with its keys; `label` names them."""

    def astext(self) -> str:
        """Nothing: it is not part of the text."""
        return ""


class tei_view(nodes.Part, nodes.Element):  # noqa: N801
    """A choice of views: `name` for scripts, `label` for readers; holds tei_option."""


class tei_option(nodes.Part, nodes.TextElement):  # noqa: N801
    """A view to choose: its `value`, and its words; the first of a tei_view is the configured."""


class tei_key(nodes.Part, nodes.TextElement):  # noqa: N801
    """What a `key` does, among the views of a page."""


class tei_entries(nodes.General, nodes.Element):  # noqa: N801
    """The entries of an apparatus: holds `tei_entry` nodes."""


class tei_entry(nodes.General, nodes.Element):  # noqa: N801
    """An entry of the apparatus; holds blocks. A mark in the text leads to it."""


class tei_pairs(nodes.General, nodes.Element):  # noqa: N801
    """A text beside its translation; holds `tei_pair` nodes."""


class tei_pair(nodes.Part, nodes.Element):  # noqa: N801
    """What corresponds: a `tei_side` of the original, one of the translation, or one of both."""


class tei_side(nodes.Part, nodes.Element):  # noqa: N801
    """A passage of one text beside that of another, with its notes and entries; holds blocks."""


class tei_foot(nodes.Inline, nodes.Element):  # noqa: N801
    """An entry of the apparatus as a footnote of LaTeX (see `footnotes`); holds blocks."""


class tei_critical(nodes.Inline, nodes.Element):  # noqa: N801
    """An entry of the apparatus as a note of reledmac (see `critical`), where its words begin."""


class tei_label(nodes.Invisible, nodes.Element):  # noqa: N801
    """Anchors for LaTeX: `labels` are ids of this page, `entries` targets in the index."""


class tei_downloads(nodes.General, nodes.Element):  # noqa: N801
    """The links to the files of a page, at its foot; holds paragraphs."""

    def astext(self) -> str:
        """Nothing: it is not part of the text."""
        return ""


class tei_start(nodes.Element):  # noqa: N801
    """The start page, within a page of the project."""


class tei_citation(nodes.General, nodes.Element):  # noqa: N801
    """The place of the citation on a page; its text is known only when the page is written."""

    def astext(self) -> str:
        """Nothing: it is not part of the text."""
        return ""


class tei_drawing(nodes.General, nodes.Element):  # noqa: N801
    """A picture made of shapes; `title` and `description` say what it shows, for all readers.

    What it shows is on its page in words too, so that print and plain text do without it. A map may
    have the address of `tiles`, with their `origin` and `credit`, and the `window` that it shows.
    """

    def astext(self) -> str:
        """Nothing: it is not part of the text."""
        return ""


class tei_facsimile(nodes.General, nodes.Element):  # noqa: N801
    """The images beside a page, called by its `label`; holds tei_picture, and transcriptions."""

    def astext(self) -> str:
        """Nothing: it is not part of the text."""
        return ""


class tei_picture(nodes.Part, nodes.Element):  # noqa: N801
    """An image beside a page, with a tei_shape for each of its zones.

    It has a `file` or a `uri`, its size if that is known, the anchors where the text on it
    `starts`, and its `origin` if it may be loaded from another host.
    """


class tei_details(nodes.General, nodes.Element):  # noqa: N801
    """What HTML folds under its `summary`; holds blocks."""


class tei_named(tei_details):  # noqa: N801
    """The list of entities mentioned on a page, at its foot."""

    def astext(self) -> str:
        """Nothing: it is not part of the text."""
        return ""


class tei_shape(nodes.General, nodes.Element):  # noqa: N801
    """A rectangle, `circle`, `line`, `path` or `text` of a drawing, in its own units.

    One with a `target` is a link.
    """


class tei_names(nodes.General, nodes.Element):  # noqa: N801
    """Those of one kind, with its `title`.

    `parts` are the attributes of its `tei_name`: target, name and dates. They are no nodes, since
    a page may name hundreds, and what Sphinx does to a page it does to each of its nodes.
    """


class tei_mentions(nodes.General, nodes.Element):  # noqa: N801
    """The mentions of an entity, of which a register may have a hundred thousand.

    `parts` are its `tei_quotes`, one per page: their attributes (title, target) and, as `parts` of
    their own, those of each `tei_quote` in them: before, surface, after, label, remark, target.
    The search does not find the words of a text a second time in it.
    """


class tei_pages(nodes.Inline, nodes.Element):  # noqa: N801
    """The numbers of the pages of a book that have certain places: its `targets`, in order."""


class tei_script(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Words of one `script`, in the book by LaTeX; `is_rtl` says how their paragraph runs."""


class UnfoldQuotes(SphinxPostTransform):
    """Makes lists of quotations what docutils knows, where HTML does not write them itself."""

    default_priority = 440  # before LaTeX gets its labels
    formats = ("latex", "man", "texinfo", "text")

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the lists of one document."""
        for mentions in list(self.document.findall(tei_mentions)):
            pages = nodes.bullet_list("", bullet="*")
            for part in mentions["parts"]:
                link = tei_link("", part["title"], target=part["target"])
                items = map(_make_item, part["parts"])
                page = nodes.list_item("", nodes.paragraph("", "", link))
                page += nodes.bullet_list("", *items, bullet="*")
                pages += page
            mentions.replace_self(pages)


class PlainSigla(SphinxPostTransform):
    """Writes raised letters of sigla as letters, where text has no typography."""

    default_priority = 440
    formats = ("man", "texinfo", "text")

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Look at the sigla of one document."""
        for node in list(self.document.findall(nodes.Element)):
            if plain := node.get("plain"):
                node.children = []
                node += nodes.Text(plain)


def _make_item(quote: dict[str, str]) -> nodes.list_item:
    get = quote.get
    word = nodes.strong("", get("surface", ""))
    paragraph = nodes.paragraph("", "")
    paragraph += nodes.Text(" ".join(filter(None, (get("label"), get("before")))))
    paragraph += tei_link("", "", word, target=get("target", ""))
    remark = f" ({get('remark')})" if get("remark") else ""
    paragraph += nodes.Text(get("after", "") + remark)
    return nodes.list_item("", paragraph)


def list_ids(node: nodes.Element) -> list[str]:
    """Return the ids of a node and of all within it."""
    return [i for inner in node.findall(nodes.Element) for i in inner["ids"]]


def is_safe_uri(uri: str) -> bool:
    """Whether a link may lead there: a relative address, or one of a scheme that runs nothing."""
    scheme, colon, _ = uri.partition(":")
    return not colon or not _DELIMITERS.isdisjoint(scheme) or scheme.lower() in SAFE_SCHEMES


def _pass(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Write the content alone."""


def _skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:  # noqa: ARG001
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Make the nodes known to Sphinx, and to the builders that write text alone."""
    transparent = {
        tei_link, tei_span, tei_time, tei_details, tei_entries, tei_entry,
        tei_pair, tei_pairs, tei_side,
    }  # fmt: skip
    left_out = {
        tei_alternative, tei_downloads, tei_drawing, tei_facsimile, tei_key, tei_label, tei_margin,
        tei_named, tei_names, tei_option, tei_pages, tei_picture, tei_shape, tei_view, tei_views,
    }  # fmt: skip
    for kind in transparent | left_out:
        visitors = (_pass, _pass) if kind in transparent else (_skip, None)
        # A process may start Sphinx more than once, and docutils remembers.
        app.add_node(kind, override=True, text=visitors, man=visitors, texinfo=visitors)
    app.add_node(tei_mentions, override=True)
    app.add_post_transform(UnfoldQuotes)
    app.add_post_transform(PlainSigla)
