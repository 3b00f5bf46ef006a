"""The divisions of a text and their heads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.facts.text import Division
from tei_edition.reader.header import read_header
from tei_edition.reader.notes_apart import find_attachments
from tei_edition.reader.reading_text import top_texts
from tei_edition.reader.walk import read_words
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import (
    BREAKS,
    DIVISIONS,
    NOT_TEXT,
    local,
    tei,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from tei_edition.config.tables import TextTable


def read_divisions(root: etree._Element, shown: TextTable) -> Division | None:
    """Return the divisions of a file's text as a tree, or None if it has no text."""
    texts = top_texts(root)
    if not texts:
        return None
    whole = texts[0] if len(texts) == 1 else root
    return _Reader(root, shown).read(whole)


class _Reader:
    """Reads divisions; knows which notes of the file are shown elsewhere than they stand."""

    def __init__(self, root: etree._Element, shown: TextTable) -> None:
        self.root = root
        self.shown = shown
        self.moved = {note for note, _ in find_attachments(root)}

    def read(self, element: etree._Element) -> Division:
        """Read a division and those inside it that show anything."""
        children = [
            child
            for child in iter_divisions(element)
            if self.is_shown(child) or not self.holds_what_is_elsewhere(child)
        ]
        return Division(
            anchor=element.get(ANCHOR, ""),
            element=local(element.tag),
            title=_read_title(element, self.root, self.shown),
            length=sum(len(text) for text in element.itertext()),
            line=locate(element).line,
            children=tuple(map(self.read, children)),
            name=_read_name(element),
        )

    def holds_what_is_elsewhere(self, element: etree._Element) -> bool:
        """Whether a division contains anything that is shown elsewhere, or nowhere.

        The beginning of a page, and forme work, are shown with the division before where there is
        no head either.
        """
        has_head = any(words_of(head) for head in element.iterchildren(tei("head")))
        elsewhere = _ELSEWHERE if has_head else _ELSEWHERE | BREAKS | {"fw"}
        return any(
            local(inner.tag) in elsewhere or inner in self.moved
            for inner in element.iterdescendants(tei("*"))
        )

    def is_shown(self, element: etree._Element) -> bool:
        """Whether a division shows anything in its place besides its head.

        An apparatus that is apart, and notes that have a target, are shown elsewhere.
        """
        if local(element.tag) in _ELSEWHERE | {"fw"} or element in self.moved:
            return False
        if local(element.tag) in _SEEN or (element.text or "").strip():
            return True
        return any(
            (child.tail or "").strip()
            or (isinstance(child.tag, str) and local(child.tag) != "head" and self.is_shown(child))
            for child in element
        )


_ELSEWHERE = NOT_TEXT | {"listApp", "standOff", "teiHeader"}
# These are seen though they may have no words.
_SEEN = frozenset({"figure", "gap", "graphic", "media", "notatedMusic", "space", "table"})


_TRANSPARENT = frozenset({"TEI", "teiCorpus", "text", "front", "body", "back", "group"}) | DIVISIONS
_LOOSE_TEXT = 2000


def iter_divisions(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the divisions next below an element that may become pages of their own.

    None if text is between them for which no page would be the right one.
    """
    found: list[etree._Element] = []
    loose = _find_divisions(element, found)
    if loose <= _LOOSE_TEXT:
        yield from found


def _find_divisions(element: etree._Element, found: list[etree._Element]) -> int:
    """Gather the divisions below an element; the characters that follow one and are in none."""
    loose = 0
    if (element.text or "").strip():
        return _LOOSE_TEXT + 1
    for child in element:
        name = local(child.tag)
        if name in DIVISIONS or (name == "text" and local(element.tag) in {"group", "TEI"}):
            found.append(child)
        elif name in _TRANSPARENT:
            loose += _find_divisions(child, found)
        elif name and name not in {"teiHeader", "standOff"} and found:
            loose += sum(len(text) for text in child.itertext())
        if (child.tail or "").strip():
            return _LOOSE_TEXT + 1
    return loose


def _read_title(element: etree._Element, root: etree._Element, shown: TextTable) -> str:
    """Return the title of a division or text: its head, or a replacement for it.

    A text of a corpus is called as its own header says, one of a group as its title page does.
    """
    if (head := element.find(tei("head"))) is not None:
        return read_words(head, shown)
    parent = element.getparent()
    if local(element.tag) == "text" and parent is not None and parent is not root:
        title = read_header(parent, shown).title if local(parent.tag) == "TEI" else ""
        title = title or _read_title_page(element, shown)
        corpora = [read_header(above, shown).title for above in _list_corpora(parent, root)]
        return ", ".join(filter(None, (*corpora, title))) if title else ""
    return _read_first(element, ("docTitle", "titlePart", "titlePage/docTitle"), shown)


def _list_corpora(text: etree._Element, root: etree._Element) -> list[etree._Element]:
    """List the corpora within that of the file that a TEI is in, the outermost first."""
    above = [e for e in text.iterancestors(tei("teiCorpus")) if e is not root]
    return above[::-1] if local(text.tag) == "TEI" else []


def _read_title_page(text: etree._Element, shown: TextTable) -> str:
    """Return the title that the front of a text gives, else its date, else the head of its body."""
    paths = ("docTitle", "titlePart", "head", "titlePage/docTitle", "titlePage/titlePart")
    dates = ("docDate", "titlePage/docDate", "titlePage/docImprint/docDate")
    front = [f"front/{path}" for path in (*paths, *dates)]
    return _read_first(text, (*front, "body/head"), shown)


def _read_first(element: etree._Element, paths: Iterable[str], shown: TextTable) -> str:
    """Return the words of the first element that one of the paths leads to and that has any."""
    for path in paths:
        found = element.find("/".join(map(tei, path.split("/"))))
        if found is None:
            continue
        inner = found.findall(tei("titlePart")) if local(found.tag) == "docTitle" else []
        if words := read_words(inner[0] if inner else found, shown):
            return words
    return ""


def _read_name(element: etree._Element) -> str:
    """Return what @type and @n call a division, as "chapter 2"."""
    kind = " ".join(re.split(r"[\s_]+", element.get("type", "").strip()))
    number = element.get("n", "").strip()
    return " ".join(filter(None, (kind, number)))
