"""The index of Sphinx's search, by passages; after a change it equals that of a clean build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.search import WordStore

from tei_edition.sphinxext.parser import SUFFIX, read_page
from tei_edition.sphinxext.search.passages import list_passages
from tei_edition.sphinxext.upstream import replace_word_collector

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.search import SearchLanguage


def read_passages(app: Sphinx, doctree: nodes.document, docname: str) -> None:  # noqa: ARG001
    """Let the index have the words of passages, not of nodes, which separate words.

    This is the first event after the builder has made its index and before it fills it.
    """
    replace_word_collector(app, _collect)


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
