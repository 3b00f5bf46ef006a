"""Sphinx's search in the language of the texts, with words folded in its index and in queries."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sphinx.search import SearchLanguage, languages

from tei_edition.language.folding import describe_folding, fold, list_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config as SphinxConfig

# What a reader asks for, folded as the index is; SPLIT takes it apart where the language has no
# way of its own. A number has a stroke in front, since Sphinx looks for no words of digits alone.
_FOLD = """
var teiFold = ((folding) => {
  const marks = new RegExp(`[${folding.marks}]+`, "gu");
  const letters = new RegExp(`[${Object.keys(folding.letters).join("")}]`, "gu");
  return (text) => text.normalize("NFKD").toLowerCase().replace(marks, "")
    .replace(letters, (letter) => folding.letters[letter]);
})(FOLDING);
"""
_SPLIT = """
var splitQuery = (query) => (teiFold(query).match(/[\\p{L}\\p{N}\\p{M}_]+/gu) || [])
  .map((word) => (/^\\p{Nd}+$/u.test(word) ? `_${word}` : word));
"""
_WRAP = """
splitQuery = ((split) => (query) => split(teiFold(query)))(splitQuery);
"""


def make_language(base: type[SearchLanguage], code: str) -> type[SearchLanguage]:
    """Return the search language that stems and omits words as `base` does, and folds them.

    Where `base` has a way of its own to find words, as those without spaces have, it is kept.
    """
    has_words = base.split is SearchLanguage.split and not base.js_splitter_code
    folding = _FOLD.replace("FOLDING", json.dumps(describe_folding()))
    splitting = _SPLIT if has_words else f"{base.js_splitter_code}{_WRAP}"

    class FoldingLanguage(base):  # type: ignore[valid-type, misc]
        lang = code
        language_name = base.language_name
        stopwords = frozenset(fold(word) for word in base.stopwords)
        js_splitter_code = folding + splitting
        folds = base

        def __init__(self, options: dict[str, str]) -> None:
            super().__init__(options)
            # Sphinx remembers the stems of one page, and would spend half of a build on those
            # of all pages.
            self.stem = cache(super().stem)

        def split(self, input: str) -> list[str]:  # noqa: A002 (as Sphinx names it)
            if has_words:
                return list_words(input)
            words: list[str] = super().split(fold(input))
            return words

    return FoldingLanguage


def find_language(code: str) -> type[SearchLanguage]:
    """Return what Sphinx knows of a language; of one that it does not know, nothing.

    Sphinx itself would take it for English, and lose the words of Latin that are none in English.
    """
    found: Any = languages.get(code) or languages.get(code.replace("-", "_").partition("_")[0])
    if isinstance(found, str):
        module, _, name = found.rpartition(".")
        found = getattr(import_module(module), name)
    # A process may start Sphinx more than once, and Sphinx remembers.
    kind: type[SearchLanguage] = getattr(found, "folds", found) or SearchLanguage
    return kind


def fold_words(app: Sphinx, settings: SphinxConfig) -> None:
    """Add the language of the texts to those of the search, with words folded."""
    code = settings.html_search_language or settings.language or "en"
    app.add_search_language(make_language(find_language(code), code))
