"""Add a short description of each page for search engines, if it has none."""

from __future__ import annotations

import re
import textwrap
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.parser import is_staged

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Search engines show no more.
_LENGTH = 160


def describe(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add a description: the first sentences of a page, else its title and that of the project.

    Texts of the edition are described by how they are cited; the words of a register begin with
    its letters. Come when all others have said what they know of a page.
    """
    head = context.get("metatags", "")
    if app.builder.name not in SITES or 'name="description"' in head:
        return
    title = unescape(re.sub(r"<[^>]+>", "", context.get("title", "")))
    words = " – ".join(dict.fromkeys(filter(None, (title, app.config.project))))
    if doctree is not None and not is_staged(app.env, pagename):
        own = (p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section))
        words = next((p.astext() for p in own), words)
    words = textwrap.shorten(words, _LENGTH, placeholder=" …")
    context["metatags"] = f'{head}\n<meta name="description" content="{escape(words)}" />'
