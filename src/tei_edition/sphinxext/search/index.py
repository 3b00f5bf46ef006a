"""The index of Sphinx's search: of passages, quick, and after a change as that of a clean build."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.search import WordStore
from sphinx.util.index_entries import split_index_msg

from tei_edition.sphinxext.parser import SUFFIX, read_page
from tei_edition.sphinxext.search.passages import list_passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.search import SearchLanguage


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


def _read_passages(app: Sphinx, doctree: nodes.document, docname: str) -> None:  # noqa: ARG001
    """Let the index have the words of passages, not of nodes, which part words.

    Sphinx offers no other place at which to say what the words of a page are.
    """
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None and not isinstance(indexer._word_collector, partial):
        indexer._word_collector = partial(_collect, indexer.lang, indexer._word_collector)


def _collect(
    lang: SearchLanguage, collect: Callable[[nodes.document], WordStore], doctree: nodes.document
) -> WordStore:
    if not doctree["source"].endswith(SUFFIX):
        return collect(doctree)
    page = read_page(Path(doctree["source"]))
    store = WordStore()
    for passage in list_passages(page):
        store.words.extend(lang.split(passage.text))
    for node in doctree.findall(nodes.title):
        anchor = next(iter(node.parent["ids"]), None) if store.titles else None
        store.titles.append((node.astext(), anchor))
        store.title_words.extend(lang.split(node.astext()))
    return store


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
    app.connect("doctree-resolved", _read_passages)
    app.connect("html-collect-pages", _prune)
