"""Read what can correspond to parts of a translation, and what a file says of that.

`tei_edition.facts.pairing` compares it with that of another side, which may be in another file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.facts.parallels import Correspondences, Original, PartLink, TextBlock, TiedPart
from tei_edition.reader.reading_text import is_block, top_texts
from tei_edition.source.stamps import ANCHOR, REFERENCE, locate
from tei_edition.tei import DIVISIONS, NOT_TEXT, WORDLESS, XML_ID, XML_LANG, local, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = DIVISIONS | {"text", "head", "p", "ab", "l", "lg", "sp"}
# What is in these is beside the text, or another reading of it.
_APART = NOT_TEXT | {
    "figDesc", "fw", "listApp", "note", "rdg", "rdgGrp", "standOff", "teiHeader", "witDetail",
}  # fmt: skip
_EVENTS = ("start", "end", "comment", "pi")
TRANSLATION = "translation"
_EDITIONS = ("edition", "original")
# What relatedItem/@type says: of an original, of a version without saying which was first.
_OF_ORIGINALS = ("hastranslation", "translatedas", "translation")
_RELATED = frozenset({
    *_OF_ORIGINALS, "hasversion", "isversionof", "original", "otheredition", "otherversion",
    "parallel", "translationof", "version", "versionof",
})  # fmt: skip


def read_correspondences(root: etree._Element) -> Correspondences:
    """Return the blocks of a file's texts, what is tied to what, and which are translations."""
    reader = _Reader()
    for text in top_texts(root):
        reader.read(text)
    blocks, parts = reader.finish()
    originals = (*_list_divisions(root), *_list_texts(root), *_list_sources(root))
    return Correspondences(blocks, parts, tuple(_list_links(root)), originals)


class _Found:
    """A block while it is read; one without words or signs is left out."""

    def __init__(self, element: etree._Element, above: _Found | None, language: str) -> None:
        self.element = element
        self.above = above
        self.language = language
        self.is_filled = False
        self.lines = ["", ""]
        self.inner: list[str] = []


class _Reader:
    """Gathers the blocks of texts in order, with the lines of the source that are in them."""

    def __init__(self) -> None:
        self.found: list[_Found] = []
        self.tied: list[tuple[etree._Element, _Found]] = []
        self.open: list[_Found] = []
        self.line = ""

    def read(self, text: etree._Element) -> None:
        """Read a text, whose own element is a block if it can be cited."""
        above = (a.get(XML_LANG) for a in text.iterancestors())
        languages = [next(filter(None, above), "")]
        walk = etree.iterwalk(text, events=_EVENTS)
        for event, element in walk:
            if event == "start":
                languages.append(element.get(XML_LANG) or languages[-1])
                self._begin(element, languages[-1])
                if local(element.tag) in _APART:
                    walk.skip_subtree()
                else:
                    self._add(element.text)
                continue
            if event == "end":
                languages.pop()
                if self.open and self.open[-1].element is element:
                    self.open.pop()
            if element is not text:
                self._add(element.tail)

    def _begin(self, element: etree._Element, language: str) -> None:
        name = local(element.tag)
        anchor = element.get(ANCHOR)
        ties = element.get("corresp") or element.get("sameAs")
        if name == "lb":
            self.line = element.get("n", "")
        if name in WORDLESS and name not in {"cb", "gb", "milestone"}:
            self._fill()
        above = self.open[-1] if self.open else None
        is_apart = name in _APART
        if anchor and not is_apart and (name in _BLOCKS or (ties and is_block(element))):
            found = _Found(element, above, language)
            self.found.append(found)
            self.open.append(found)
        elif above is not None and not is_apart:
            if anchor and element.get(XML_ID) == anchor:
                above.inner.append(anchor)
            if ties:
                self.tied.append((element, above))

    def _add(self, text: str | None) -> None:
        if text and not text.isspace():
            self._fill()

    def _fill(self) -> None:
        for block in reversed(self.open):
            if block.is_filled and block.lines[1] == self.line:
                break
            block.is_filled = True
            block.lines = [block.lines[0] or self.line, self.line]

    def finish(self) -> tuple[tuple[TextBlock, ...], tuple[TiedPart, ...]]:
        """Return what was found in texts."""
        kept = [found for found in self.found if found.is_filled]
        places: dict[_Found | None, int] = {found: place for place, found in enumerate(kept)}
        blocks = (_make_block(found, places.get(found.above, -1)) for found in kept)
        parts = (
            TiedPart(element.get(ANCHOR, ""), above.element.get(ANCHOR, ""), _read_ties(element))
            for element, above in self.tied
        )
        return tuple(blocks), tuple(parts)


def _make_block(found: _Found, parent: int) -> TextBlock:
    element = found.element
    return TextBlock(
        anchor=element.get(ANCHOR, ""),
        element=local(element.tag),
        parent=parent,
        location=locate(element),
        n=element.get("n", ""),
        language=found.language,
        reference=element.get(REFERENCE, ""),
        lines=(found.lines[0], found.lines[1]),
        ties=_read_ties(element),
        inner=tuple(found.inner),
        kind=element.get("type", ""),
    )


def _read_ties(element: etree._Element) -> tuple[str, ...]:
    return (*element.get("corresp", "").split(), *element.get("sameAs", "").split())


def _list_links(root: etree._Element) -> Iterator[PartLink]:
    """Yield the links of a file that join two places or more."""
    for link in root.iter(tei("link")):
        targets = tuple(link.get("target", "").split())
        if len(targets) > 1:
            above = link.getparent()
            group = above.get("type", "") if above is not None else ""
            yield PartLink(targets, locate(link), link.get("type") or group)


def _list_divisions(root: etree._Element) -> Iterator[Original]:
    """Yield the divisions that are translations of another, beside it (EpiDoc)."""
    divisions = [d for name in DIVISIONS for d in root.iter(tei(name)) if d.get(ANCHOR)]
    editions = [d for d in divisions if d.get("type") in _EDITIONS]
    first = {d.getparent(): d for d in reversed(editions)}
    for division in divisions:
        if division.get("type") != TRANSLATION:
            continue
        anchor = division.get(ANCHOR, "")
        pointers = _read_ties(division)
        chosen = first.get(division.getparent(), editions[0] if len(editions) == 1 else None)
        if chosen is not None:
            yield Original(anchor, "", locate(division), beside=chosen.get(ANCHOR, ""))
        elif pointers:
            yield Original(anchor, pointers[0], locate(division))


def _list_texts(root: etree._Element) -> Iterator[Original]:
    """Yield the texts of a group that are in another language than its first.

    One whose type does not say that it is a translation may be one.
    """
    for group in root.iter(tei("group")):
        texts = [t for t in group.iterchildren(tei("text")) if t.get(ANCHOR)]
        plain = [t for t in texts if t.get("type") != TRANSLATION]
        first = plain[0] if plain else None
        for text in texts:
            is_stated = text.get("type") == TRANSLATION
            is_other = first is not None and text.get(XML_LANG) and first.get(XML_LANG)
            if first is None or text is first:
                continue
            if is_stated or (is_other and text.get(XML_LANG) != first.get(XML_LANG)):
                yield Original(
                    text.get(ANCHOR, ""), "", locate(text), is_stated, first.get(ANCHOR, ""),
                    is_version=not is_stated,
                )  # fmt: skip


def _list_sources(root: etree._Element) -> Iterator[Original]:
    """Yield of what headers say that texts are translations or versions (`relatedItem`).

    A text says by @decls which of the sources is its own. A header may also name the translation
    of its text.
    """
    by_source: dict[str, list[etree._Element]] = {}
    for text in root.iter(tei("text")):
        for pointer in dict.fromkeys(text.get("decls", "").split()):
            by_source.setdefault(pointer, []).append(text)
    for item in root.iter(tei("relatedItem")):
        kind = item.get("type", "").casefold()
        if kind not in _RELATED:
            continue
        named = item.get("target", "").split()
        inner = (e.get("target", "").split() for e in item.iter(tei("ptr"), tei("ref")))
        pointers = [*named, *(pointer for found in inner for pointer in found)]
        sources = [f"#{a.get(XML_ID)}" for a in item.iterancestors() if a.get(XML_ID)]
        texts = dict.fromkeys(text for source in sources for text in by_source.get(source, ()))
        is_reversed = kind in _OF_ORIGINALS
        is_version = kind not in {*_OF_ORIGINALS, "translationof"}
        for pointer in pointers if is_reversed else pointers[:1]:
            for anchor in [text.get(ANCHOR, "") for text in texts] or [""]:
                yield Original(
                    anchor, pointer, locate(item), is_version=is_version, is_reversed=is_reversed
                )
