"""Leave out of books what would repeat them: the pages of witnesses, parts of the contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.sphinxext.book.facing_texts import binds_both
from tei_edition.sphinxext.builders import SITES
from tei_edition.sphinxext.state import get_state

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def leave_out(
    app: Sphinx,
    env: BuildEnvironment,
    added: Set[str],  # noqa: ARG001
    changed: Set[str],  # noqa: ARG001
    removed: Set[str],  # noqa: ARG001
) -> list[str]:
    """Forget for this build that there are such pages, and what a site's build knew of them."""
    if app.builder.name not in SITES:
        staging = get_state(app).staging
        pages = staging.witness_pages | staging.contents_parts
        if not binds_both(app):
            pages |= staging.parallels.pages.keys()
        app.project.docnames -= pages
        for docname in pages & env.all_docs.keys():
            app.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
    return []


def skip_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:  # noqa: ARG001
    """Read only the pages that this build has."""
    docnames[:] = [docname for docname in docnames if docname in app.project.docnames]
