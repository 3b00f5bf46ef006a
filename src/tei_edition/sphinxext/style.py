"""The style sheets and the script of the edition, served from the package."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tei_edition.resources import find_resource
from tei_edition.sphinxext import nodes as own

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_ASSETS = Path(__file__).with_name("assets")
_SCRIPT = "edition.js"


def _serve(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    shared = find_resource("xslt/assets")
    sheets = [shared / "text.css", _ASSETS / "tei-edition.css"]
    if app.builder.name != "epub":
        sheets += [shared / "screen.css", _ASSETS / "tei-edition-site.css"]
        app.config.html_static_path.append(str(shared / _SCRIPT))
    for sheet in sheets:
        app.config.html_static_path.append(str(sheet))
        app.add_css_file(sheet.name)


def _load_script(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the script where there is something to choose: at once, so that no view flashes."""
    is_site = app.builder.name not in {"epub", "singlehtml"}
    if is_site and doctree is not None and next(doctree.findall(own.tei_views), None) is not None:
        address = escape(context["pathto"](f"_static/{_SCRIPT}", resource=True))
        context["metatags"] += f'\n<script src="{address}"></script>'


def setup(app: Sphinx) -> None:
    """Serve them: not before the builder has taken the settings' fingerprint.

    The place where the package lies is no setting of the project, and must not count as one.
    """
    app.connect("builder-inited", _serve)
    app.connect("html-page-context", _load_script)
