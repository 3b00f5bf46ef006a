"""The Sphinx extension: staged pages to nodes, the domain `tei`, indices, downloads, navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tei_edition
from tei_edition.sphinxext import (
    directive,
    domain,
    indices,
    manpage,
    mathematics,
    nodes,
    parser,
    pictures,
    staging,
    titles,
)
from tei_edition.sphinxext.book import binding as books
from tei_edition.sphinxext.book import epub
from tei_edition.sphinxext.book import weasyprint as paged
from tei_edition.sphinxext.book import witness_pages as witnesses
from tei_edition.sphinxext.html import assets_served as style
from tei_edition.sphinxext.html import citations, descriptions, downloads, escaping, navigation
from tei_edition.sphinxext.html import theme_fixes as theme
from tei_edition.sphinxext.html import visitors as html
from tei_edition.sphinxext.latex import book as latex_book
from tei_edition.sphinxext.latex import footnotes
from tei_edition.sphinxext.latex import labels as latex
from tei_edition.sphinxext.latex import paragraphs as latex_paragraphs
from tei_edition.sphinxext.latex import scripts as latex_scripts
from tei_edition.sphinxext.search import index as search
from tei_edition.sphinxext.search import language as search_language
from tei_edition.sphinxext.search import page as search_page
from tei_edition.sphinxext.search import pagefind

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

# Raise it whenever what is kept in the environment or in doctrees changes its form.
ENVIRONMENT_VERSION = 4


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx; the order is that in which a build comes to it."""
    staging.setup(app)
    witnesses.setup(app)
    parser.setup(app)
    nodes.setup(app)
    books.setup(app)
    html.setup(app)
    epub.setup(app)
    paged.setup(app)
    latex.setup(app)
    latex_book.setup(app)
    latex_paragraphs.setup(app)
    latex_scripts.setup(app)
    footnotes.setup(app)
    manpage.setup(app)
    domain.setup(app)
    mathematics.setup(app)
    directive.setup(app)
    indices.setup(app)
    titles.setup(app)
    navigation.setup(app)
    search_language.setup(app)
    search.setup(app)
    search_page.setup(app)
    pagefind.setup(app)
    style.setup(app)
    escaping.setup(app)
    citations.setup(app)
    descriptions.setup(app)
    theme.setup(app)
    downloads.setup(app)
    pictures.setup(app)
    return {
        "version": tei_edition.__version__,
        "env_version": ENVIRONMENT_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
