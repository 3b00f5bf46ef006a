"""The index of Sphinx's search, by passages; after a change it equals that of a clean build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.search import WordStore

from tei_edition.pages.addresses import PAGE_SUFFIX
from tei_edition.sphinxext.parser import read_page
from tei_edition.sphinxext.search.passages import list_texts
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
    if not doctree["source"].endswith(PAGE_SUFFIX):
        return collect(doctree)
    page = read_page(Path(doctree["source"]))
    store = WordStore()
    # The index asks which words there are, not how often.
    words: dict[str, None] = {}
    for text in list_texts(page):
        words.update(dict.fromkeys(lang.split(text)))
    store.words.extend(words)
    for node in doctree.findall(nodes.title):
        anchor = next(iter(node.parent["ids"]), None) if store.titles else None
        store.titles.append((node.astext(), anchor))
        store.title_words.extend(lang.split(node.astext()))
    return store
