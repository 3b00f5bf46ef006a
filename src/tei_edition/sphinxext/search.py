"""The search index: quick, and after a change as that of a clean build."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


def _restore(app: Sphinx, builder: Builder) -> None:  # noqa: ARG001
    """Give the search what the index domain knows of pages that are not written this time.

    Sphinx itself takes these entries from the pages it writes and forgets those of all others.
    """
    env = app.env
    known = env._search_index_index_entries
    known.clear()
    for docname, entries in sorted(env.domains.index_domain.entries.items()):
        if docname in env.all_docs and env.longtitles[docname].astext():
            known[docname] = sorted({part for entry in entries for part in _split(*entry)})


def _split(
    kind: str, value: str, target: str | None, main: str, _key: str | None
) -> Iterator[tuple[str, str, str]]:
    try:
        parts = split_index_msg(kind, value)
    except ValueError:
        return
    yield from ((part, target or "", main) for part in parts)


def _remember_stems(app: Sphinx, doctree: nodes.document, docname: str) -> None:  # noqa: ARG001
    """Stem each word of the edition once.

    Sphinx remembers the stems of one page, and would spend half of a build on those of all pages.
    """
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None and not hasattr(indexer.lang.stem, "cache_info"):
        indexer.lang.stem = cache(indexer.lang.stem)


def _prune(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Forget words that no page has any more, which Sphinx would keep without a page."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        for words in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words.items() if not pages]:
                del words[word]
    return []


def setup(app: Sphinx) -> None:
    """Come before the search index is made, and before it is written."""
    app.connect("write-started", _restore)
    # The first event after the builder has made its index, and before it fills it.
    app.connect("doctree-resolved", _remember_stems)
    app.connect("html-collect-pages", _prune)
