"""The Sphinx extension: nodes of staged pages, the domain `tei`, indices, downloads, navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tei_edition
from tei_edition.sphinxext import (
    directive,
    domain,
    indices,
    mathematics,
    nodes,
    parser,
    pictures,
    plain_tables,
    promises,
    staging,
    titles,
    upstream,
)
from tei_edition.sphinxext.book import binding, epub, facing_texts, weasyprint, witness_pages
from tei_edition.sphinxext.html import (
    assets_served,
    citations,
    descriptions,
    downloads,
    kept_templates,
    language_switch,
    navigation,
    page_foot,
    page_images,
    parallels,
    policy,
    start,
    translations,
    visitors,
)
from tei_edition.sphinxext.latex import book as latex_book
from tei_edition.sphinxext.latex import critical, facing, footnotes, labels, paragraphs, scripts
from tei_edition.sphinxext.search import index as search_index
from tei_edition.sphinxext.search import language as search_language
from tei_edition.sphinxext.search import page as search_page
from tei_edition.sphinxext.search import pagefind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

# Raise it whenever what is kept in the environment or in doctrees changes its form.
ENVIRONMENT_VERSION = 5

# The modules that register settings, sources, nodes, transforms, builders, roles and directives.
_PARTS = (
    staging, parser, nodes, facing_texts, binding, visitors, page_images, epub, weasyprint, labels,
    latex_book, facing, paragraphs, scripts, footnotes, critical, plain_tables, mathematics, domain,
    directive, citations, pictures, policy, start, promises,
)  # fmt: skip

# Each event of Sphinx, in the order of a build, with its handlers in the order in which they run.
# Sphinx itself and themes come at 500.
_EVENTS: dict[str, tuple[tuple[int, Callable[..., Any]], ...]] = {
    "config-inited": (
        (500, labels.draw_brackets),
        (900, staging.stage),
        # What follows needs what the headers of the edition say.
        (905, indices.add_indices),
        (910, epub.fill_settings),
        (920, latex_book.fill_settings),
        (950, search_language.fold_words),
    ),
    "builder-inited": (
        (500, staging.collect_rarely),
        (500, latex_book.prepare),
        (500, footnotes.load_package),
        (510, critical.load_package),
        (510, facing.load_package),
        (500, search_page.serve),
        (500, pagefind.require),
        (500, assets_served.serve),
        (500, translations.serve),
        (500, upstream.turn_off_search_key),
        (500, citations.serve),
        (500, start.serve),
        (500, upstream.complete_templates),
        (500, kept_templates.keep_templates),
    ),
    "env-get-outdated": ((500, witness_pages.leave_out),),
    "env-before-read-docs": ((500, witness_pages.skip_reading),),
    "env-purge-doc": ((500, navigation.note_change),),
    # The collectors of Sphinx, which copy titles, come at 500.
    "doctree-read": ((600, titles.clean_titles),),
    "env-updated": (
        (500, binding.check_start),
        (500, domain.find_stale),
        (500, navigation.find_stale),
        (500, citations.find_stale),
        (500, start.find_stale),
    ),
    "write-started": ((500, upstream.restore_index_entries),),
    "warn-missing-reference": ((500, domain.warn_of_missing),),
    "doctree-resolved": (
        (500, search_index.read_passages),
        (500, promises.leave_out_text),
    ),
    "html-page-context": (
        (100, upstream.escape_words),
        (300, visitors.restore_section),
        # Themes make their sidebars of the navigation that they are given.
        (400, navigation.put_navigation),
        (500, visitors.complete_body),
        (500, search_page.fill),
        (500, start.complete),
        (600, page_foot.complete),
        (610, language_switch.complete),
        (620, parallels.complete),
        (500, assets_served.load_scripts),
        (500, citations.complete_page),
        # When all others have said what they know of a page.
        (900, assets_served.lighten),
        (900, descriptions.describe),
        (950, policy.state_policy),
        (960, start.lead_there),
    ),
    "html-collect-pages": (
        (500, upstream.drop_words_without_page),
        (500, start.collect),
        (500, pagefind.add_page),
    ),
    "build-finished": (
        (500, latex_book.copy_style),
        (500, upstream.mark_page_ranges),
        (500, pagefind.write_index),
        (500, promises.offer_words),
        (500, downloads.publish_downloads),
        (999, staging.let_others_build),
    ),
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    for part in _PARTS:
        part.setup(app)
    upstream.walk_without_recursion()
    upstream.visit_fewer_pages(app)
    app.add_post_transform(upstream.KeepIdsUnique)
    for event, handlers in _EVENTS.items():
        for priority, handler in handlers:
            app.connect(event, handler, priority)
    return {
        "version": tei_edition.__version__,
        "env_version": ENVIRONMENT_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
