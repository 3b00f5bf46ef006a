"""The pages of witnesses are for sites: a book would hold the text once more for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.staging import get_staging

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _leave_out(
    app: Sphinx,
    env: BuildEnvironment,
    added: Set[str],  # noqa: ARG001
    changed: Set[str],  # noqa: ARG001
    removed: Set[str],  # noqa: ARG001
) -> list[str]:
    """Forget for this build that there are such pages, and what a site's build knew of them."""
    if app.builder.name not in SITES:
        pages = get_staging(app).witness_pages
        app.project.docnames -= pages
        for docname in pages & env.all_docs.keys():
            app.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
    return []


def _do_not_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:  # noqa: ARG001
    docnames[:] = [docname for docname in docnames if docname in app.project.docnames]


def setup(app: Sphinx) -> None:
    """Do so when Sphinx has found its sources, and before it reads them."""
    app.connect("env-get-outdated", _leave_out)
    app.connect("env-before-read-docs", _do_not_read)
