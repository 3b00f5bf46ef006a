"""Read of what kind and about what a text is: the classification of its header, and @type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.facts.header import Category, Classification
from tei_edition.tei import XML_ID, XML_LANG, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# What names a category, and what only describes it.
_NAMING = ("gloss", "term", "catDesc", "desc")


def read_classes(root: etree._Element) -> Classification:
    """Return how the header of a file classifies its text (TEI Guidelines, section 2.4.3)."""
    header = root.find(tei("teiHeader"))
    text = root.find(tei("text"))
    given = [root.get("type", ""), "" if text is None else text.get("type", "")]
    described = [] if header is None else list(header.iterfind(_path("profileDesc/textClass")))
    return Classification(
        types=tuple(dict.fromkeys(filter(None, map(str.strip, given)))),
        categories=tuple(
            dict.fromkeys(
                pointer
                for found in described
                for reference in found.iter(tei("catRef"))
                for pointer in reference.get("target", "").split()
            )
        ),
        keywords=tuple(dict.fromkeys(k for found in described for k in _list_keywords(found))),
    )


def read_categories(root: etree._Element) -> Iterator[Category]:
    """Yield the categories that the headers of a file declare, in each language they have."""
    for element in root.iter(tei("category")):
        ident = element.get(XML_ID)
        if ident is None:
            continue
        own = [child for child in element if local(child.tag) in _NAMING]
        within = [inner for child in own for inner in child.iter(tei("term"), tei("gloss"))]
        named = within or own
        for found in named:
            around = (found, *found.iterancestors())
            language = next((code for e in around if (code := e.get(XML_LANG))), "")
            if words := words_of(found):
                yield Category(ident, language, words)
        if not named:
            yield Category(ident, "", element.get("n", ident))


def _list_keywords(described: etree._Element) -> Iterator[str]:
    """Yield the words of each `keywords`: its terms, or the items of a list."""
    for keywords in described.iter(tei("keywords")):
        for element in keywords.iter(tei("term"), tei("item")):
            is_outer = element.tag == tei("item") and element.find(f".//{tei('term')}") is not None
            if not is_outer and (words := words_of(element)):
                yield words


def _path(names: str) -> str:
    return "/".join(map(tei, names.split("/")))
