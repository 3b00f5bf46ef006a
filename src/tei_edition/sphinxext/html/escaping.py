"""Words of the edition that templates print as HTML are escaped for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from tei_edition.sphinxext.staging import is_given

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The setting that each word of the templates comes from. Sphinx takes `html_title` for HTML, and
# themes print these words as they are.
_WORDS = {
    "project": "project",
    "docstitle": "html_title",
    "shorttitle": "html_short_title",  # by default the same as html_title
    "version": "version",
    "release": "release",
    "copyright": "copyright",
    "language": "language",
}


def _escape(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: object,  # noqa: ARG001
) -> None:
    """Escape each word, unless conf.py gives it: what the owner of conf.py wrote may be HTML.

    As `Markup` no template escapes it a second time.
    """
    own_title = app.config.html_title if is_given(app.config, "html_title") else None
    for word, setting in _WORDS.items():
        value = context.get(word)
        is_own = is_given(app.config, setting) or value == own_title
        if isinstance(value, str) and not isinstance(value, Markup) and not is_own:
            context[word] = escape(value)


def setup(app: Sphinx) -> None:
    """Come before anything else looks at the words."""
    app.connect("html-page-context", _escape, priority=100)
