"""The title page of a book, for HTML and for LaTeX: from the headers, never from placeholders."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.sphinxext.nodes import is_safe_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.config import Config as SphinxConfig

    from tei_edition.citation.imprint import Imprint
    from tei_edition.language.wording import Wording


class Line(NamedTuple):
    """A line of a title page: what it is (author, title, …), its words, where they lead."""

    kind: str
    text: str
    uri: str = ""


def list_lines(imprint: Imprint, settings: SphinxConfig, words: Wording) -> list[Line]:
    """Return the lines of a title page; what is not known has none."""
    return list(_make_lines(imprint, settings, words))


def _make_lines(imprint: Imprint, settings: SphinxConfig, words: Wording) -> Iterator[Line]:
    if imprint.authors:
        yield Line("author", ", ".join(imprint.authors))
    yield Line("title", settings.project or imprint.title)
    if imprint.editors:
        yield Line("editor", f"{words['edited by']} {', '.join(imprint.editors)}")
    if settings.release:
        yield Line("version", f"{words['Version']} {settings.release}")
    if imprint.publisher or imprint.date:
        yield Line("publisher", ", ".join(filter(None, (imprint.publisher, imprint.date))))
    for licence in imprint.licences:
        if licence.text or licence.uri:
            uri = licence.uri if is_safe_uri(licence.uri) else ""
            yield Line("licence", licence.text or licence.uri, uri)
    if imprint.citation:
        yield Line("citation", f"{words['how to cite']} {imprint.citation}", imprint.address)


def format_title_page(imprint: Imprint, settings: SphinxConfig, words: Wording) -> str:
    """Return the title page in HTML; addresses are written out, since a page is also printed."""
    parts = []
    for kind, text, uri in list_lines(imprint, settings, words):
        tag = "h1" if kind == "title" else "p"
        shown = escape(text)
        if uri and uri != text:
            shown += f' <a href="{escape(uri)}">{escape(uri)}</a>'
        elif uri:
            shown = f'<a href="{escape(uri)}">{shown}</a>'
        parts.append(f'<{tag} class="tei-book-{kind}">{shown}</{tag}>')
    body = "\n".join(parts)
    title = escape(settings.project)
    return f'<section class="tei-book-title-page" data-plain="{title}">\n{body}\n</section>\n'


# How LaTeX sets each kind of line: before and after it.
_SET = {
    "author": (r"{\Large ", r"\par}\vspace{2.5\baselineskip}"),
    "title": (r"{\Huge ", r"\par}\vspace{2.5\baselineskip}"),
    "editor": (r"{\large ", r"\par}\vspace{\baselineskip}"),
    "version": (r"{", r"\par}"),
    "publisher": (r"\vfill{\large ", r"\par}\vspace{\baselineskip}"),
    "licence": (r"{\small ", r"\par}\vspace{.5\baselineskip}"),
    "citation": (r"{\small ", r"\par}"),
}


def format_latex(
    imprint: Imprint, settings: SphinxConfig, words: Wording, encode: Callable[[str], str]
) -> str:
    """Return the title page in LaTeX; `encode` makes of plain words what LaTeX shows as such."""
    lines = list_lines(imprint, settings, words)
    parts = [r"\begin{titlepage}\teiragged\hyphenpenalty=10000", r"\vspace*{.2\textheight}"]
    if not any(line.kind == "publisher" for line in lines):
        foot = {"licence", "citation"}
        lines = [*(x for x in lines if x.kind not in foot), Line("publisher", ""),
                 *(x for x in lines if x.kind in foot)]  # fmt: skip
    for kind, text, uri in lines:
        before, after = _SET[kind]
        address = rf" \teiaddress{{\url{{{_quote(uri)}}}}}" if uri else ""
        parts.append(rf"{before}\teioutside{{{encode(text)}{address}}}{after}")
    return "\n".join((*parts, r"\end{titlepage}"))


def _quote(uri: str) -> str:
    return uri.translate({ord(c): f"\\{c}" for c in "%#\\{}"})
