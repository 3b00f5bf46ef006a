"""An extension for projects that are no edition: the roles that lead into editions by intersphinx.

It knows the domain `tei` and nothing else: there need be no edition.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import tei_edition
from tei_edition.sphinxext import domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, unless the project is an edition, too."""
    domain.setup(app)
    return {
        "version": tei_edition.__version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
