"""What pages with one text, or with two beside each other, say of themselves to search engines."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.html.citations import find_url
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def complete(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Name the same text in other languages; keep pages that repeat two texts out of indices."""
    if app.builder.name not in SITES:
        return
    parallels = get_state(app).staging.parallels
    if pagename in parallels.pages:
        # It is the same as no other page, and has nothing that others have not.
        context["pageurl"] = None
        context["metatags"] = context.get("metatags", "") + _NO_INDEX
    for language, docname in parallels.languages.get(pagename, {}).items():
        address = find_url(app, docname) or app.builder.get_relative_uri(pagename, docname)
        context["metatags"] = context.get("metatags", "") + (
            f'\n<link rel="alternate" hreflang="{escape(language)}" href="{escape(address)}">'
        )


_NO_INDEX = '\n<meta name="robots" content="noindex">'
