"""What is at the foot of each page of the edition: its publisher, its licence, how to cite it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.html.start import PAGE, has_start
from tei_edition.sphinxext.nodes import is_safe_uri
from tei_edition.sphinxext.parser import is_staged
from tei_edition.sphinxext.state import get_state
from tei_edition.sphinxext.upstream import FRAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx


def complete(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the line to pages of the edition; those that editors wrote themselves say it themselves.

    The start page says it in other words.
    """
    if app.builder.name not in SITES:
        return
    is_made = doctree is None and pagename != PAGE
    if not is_made and not is_staged(app.env, pagename):
        return
    builder = app.builder
    parts = list(_list_parts(app, pagename, lambda n: builder.get_relative_uri(pagename, n)))
    line = _write(parts)
    if "body" in context:
        context["body"] = f"{context['body']}{line}"
    else:
        # Pages that Sphinx makes of a template: indices.
        context[FRAME] = line


def _write(parts: list[str]) -> str:
    line = ' <span class="tei-frame-sign" aria-hidden="true">·</span> '.join(parts)
    return f'<p class="tei-frame no-search">{line}</p>\n' if parts else ""


def _list_parts(app: Sphinx, pagename: str, link: Callable[[str], str]) -> Iterator[str]:
    state = get_state(app)
    start, words, citations = state.staging.start, state.words, state.staging.citations
    if published := ", ".join(filter(None, (start.publisher, start.date))):
        yield escape(published)
    for licence in start.licences:
        if licence.uri and is_safe_uri(licence.uri):
            yield f'<a rel="license" href="{escape(licence.uri)}">{escape(licence.name)}</a>'
        else:
            yield escape(licence.name)
    if citations.home in citations.pages:
        # A page that is cited itself has its own block.
        is_cited = pagename in citations.pages
        home = "" if is_cited else link(PAGE if has_start(app) else citations.home)
        yield f'<a href="{escape(home)}#tei-cite">{escape(words["frame cite"])}</a>'
