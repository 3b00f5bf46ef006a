"""What the templates of Sphinx and furo leave undone for readers without eyes or a mouse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tei_edition.sphinxext.staging import get_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx

# Landmarks of one kind need names (WCAG 2.2, technique ARIA11): furo has two drawers without any.
_NAMED = {'<aside class="sidebar-drawer"': "site", '<aside class="toc-drawer': "on this page"}
_REPLACED = {
    # What may be wider than the window is scrolled by keys only where these can come (G90).
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    # Indices lead to names that begin with no letter by a sign that no address may hold.
    'href="##"': 'href="#%23"',
    'href="#cap-#"': 'href="#cap-%23"',
}
# What the search finds has no heading but one that nobody sees where scripts run.
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_RESULTS = '<div id="search-results">'


def mend_page(page: str, words: Mapping[str, str]) -> str:
    """A page as the templates made it, with names for landmarks, a heading, places for keys.

    What is replaced is markup of the templates, which no text holds: there it would be escaped.
    """
    for tag, word in _NAMED.items():
        page = page.replace(tag, tag.replace("<aside", f'<aside aria-label="{words[word]}"'), 1)
    for faulty, mended in _REPLACED.items():
        page = page.replace(faulty, mended)
    if _RESULTS in page and "<h1" not in _NO_SCRIPT.sub("", page):
        page = page.replace(_RESULTS, f"<h1>{words['Search']}</h1>\n{_RESULTS}", 1)
    return page


def _mend(app: Sphinx) -> None:
    """Take the pages from the templates: nothing later can be hooked in."""
    templates: Any = getattr(app.builder, "templates", None)
    if templates is None or app.builder.format != "html" or app.builder.name == "epub":
        return
    render: Callable[[str, dict[str, Any]], str] = templates.render
    words = get_words(app)
    templates.render = lambda name, context: mend_page(render(name, context), words)


def setup(app: Sphinx) -> None:
    """Come when the builder has its templates."""
    app.connect("builder-inited", _mend)
