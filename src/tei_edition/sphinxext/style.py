"""The stylesheets of the edition, served from the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ASSETS = Path(__file__).with_name("assets")


def _serve(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    names = ["tei-edition.css"]
    if app.builder.name != "epub":
        names.append("tei-edition-site.css")
    for name in names:
        app.config.html_static_path.append(str(_ASSETS / name))
        app.add_css_file(name)


def setup(app: Sphinx) -> None:
    """Serve them: not before the builder has taken the settings' fingerprint.

    The place where the package lies is no setting of the project, and must not count as one.
    """
    app.connect("builder-inited", _serve)
