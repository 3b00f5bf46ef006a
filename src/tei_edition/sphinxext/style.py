"""The stylesheets and the script of the edition, served from the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from tei_edition.sphinxext.parser import is_staged

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SCRIPT = "tei-apparatus.js"
_ASSETS = Path(__file__).with_name("assets")


def _serve(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    names = ["tei-edition.css"]
    if app.builder.name != "epub":
        names.append("tei-edition-site.css")
        # Only pages with an apparatus ask for it (`_add_script`).
        app.config.html_static_path.append(str(_ASSETS / SCRIPT))
    for name in names:
        app.config.html_static_path.append(str(_ASSETS / name))
        app.add_css_file(name)


def _add_script(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,
) -> None:
    """Give a page that has an apparatus its script."""
    is_site = app.builder.format == "html" and app.builder.name != "epub"
    if is_site and doctree is not None and is_staged(app.env, pagename):
        classes = {"tei-apparatus", "tei-witness-choice"}
        if any(classes & set(node["classes"]) for node in doctree.findall(nodes.Element)):
            app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Serve them: not before the builder has taken the settings' fingerprint.

    The place where the package lies is no setting of the project, and must not count as one.
    """
    app.connect("builder-inited", _serve)
    app.connect("html-page-context", _add_script)
