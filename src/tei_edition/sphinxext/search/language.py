"""Sphinx's search in the language of the texts, with words folded in its index and in queries."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sphinx.search import SearchLanguage, languages
from sphinx.util import logging

from tei_edition.language.folding import describe_folding, fold, is_unspaced, list_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config as SphinxConfig

logger = logging.getLogger(__name__)

# What a reader asks for, folded as the index is. A number has a stroke in front, since Sphinx looks
# for no words of digits alone. Of scripts without spaces pairs of characters are looked for, which
# the index has whether the language has a separate splitter or not.
_FOLD = """
var teiFold = ((folding) => {
  const marks = new RegExp(`[${folding.marks}]+`, "gu");
  const letters = new RegExp(`[${Object.keys(folding.letters).join("")}]`, "gu");
  return (text) => text.normalize("NFKD").toLowerCase().replace(marks, "")
    .replace(letters, (letter) => folding.letters[letter]);
})(FOLDING);
"""
_SPLIT = """
var splitQuery = ((unspaced) => {
  const one = `[${unspaced}]\\\\p{M}*`;
  const parts = new RegExp(`(?:${one})+|[^${unspaced}]+`, "gu");
  const isUnspaced = new RegExp(`^${one}`, "u");
  const pair = (word) => {
    const found = word.match(new RegExp(one, "gu"));
    return found.length < 2 ? found : found.slice(1).map((second, at) => found[at] + second);
  };
  return (query) => (teiFold(query).match(/[\\p{L}\\p{N}\\p{M}_]+/gu) || [])
    .flatMap((word) => word.match(parts))
    .flatMap((word) => (isUnspaced.test(word) ? pair(word) : [word]))
    .map((word) => (/^\\p{Nd}+$/u.test(word) ? `_${word}` : word));
})(UNSPACED);
"""
_STEMMERS = {"english-stemmer.js": "English"}
# Languages that are written without spaces, and for which Sphinx has no splitter.
_WITHOUT_SPLITTER = {"th": "Thai", "lo": "Lao", "km": "Khmer", "my": "Burmese", "bo": "Tibetan"}


def make_language(base: type[SearchLanguage], code: str) -> type[SearchLanguage]:
    """Return the search language that stems and omits words as `base` does, and folds them.

    If `base` has its own way of finding words, as languages without spaces have, the index has
    these too.
    """
    has_words = base.split is SearchLanguage.split
    known = describe_folding()
    folding = _FOLD.replace("FOLDING", json.dumps(known))
    splitting = _SPLIT.replace("UNSPACED", json.dumps(known["unspaced"]))

    class FoldingLanguage(base):  # type: ignore[valid-type, misc]
        lang = code
        # Sphinx names the stemmer by this: that of Chinese is the one for English words in it.
        language_name = _STEMMERS.get(base.js_stemmer_rawcode, base.language_name)
        stopwords = frozenset(fold(word) for word in base.stopwords)
        js_splitter_code = folding + splitting
        folds = base

        def __init__(self, options: dict[str, str]) -> None:
            super().__init__(options)
            # Sphinx remembers the stems of one page, and would spend half of a build on those
            # of all pages.
            self.stem = cache(super().stem)

        def split(self, input: str) -> list[str]:  # noqa: A002 (as Sphinx names it)
            words = list_words(input)
            if not has_words:
                words += [fold(word) for word in super().split(input) if is_unspaced(word)]
            return words

        def word_filter(self, word: str) -> bool:
            # A single Chinese character may be a word.
            return is_unspaced(word) or bool(super().word_filter(word))

    return FoldingLanguage


def find_language(code: str) -> type[SearchLanguage]:
    """Return Sphinx's search language for a language; a neutral one if it has none.

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
    if message := _describe_splitting(code):
        logger.info(message)


def _describe_splitting(code: str) -> str:
    """Say how a language without spaces is searched, if nothing splits its words."""
    language = code.replace("_", "-").partition("-")[0].lower()
    if language == "zh" and not find_spec("jieba"):
        return (
            "The search knows no Chinese words, since jieba is not installed: "
            "it finds characters and pairs of characters."
        )
    if language in _WITHOUT_SPLITTER:
        name = _WITHOUT_SPLITTER[language]
        return f"The search knows no {name} words: it finds them as parts of what has no spaces."
    return ""
