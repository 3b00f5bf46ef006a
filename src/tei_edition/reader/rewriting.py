"""Rewrite a checked tree before facts and pages are made from it.

What a file says by reference or by points is said in the usual way: a `g` without content gets the
character it points to, a span between two points becomes containers, and white space that is no
part of the text is taken out. What was made here is marked, and `strip_stamps` takes it back.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.config.tables import TextTable
from tei_edition.reader.bases import write_out_bases
from tei_edition.reader.broken_words import join_broken_words
from tei_edition.reader.drawn_spans import draw_spans
from tei_edition.reader.empty_data import fill_data
from tei_edition.reader.examples import write_out_examples
from tei_edition.reader.formulas import read_formulas
from tei_edition.reader.glyphs import fill_characters
from tei_edition.reader.joined_paragraphs import join_paragraphs
from tei_edition.reader.not_text import join_notes, silence
from tei_edition.reader.reading_text import BLOCKS, top_texts
from tei_edition.reader.separating import Rewritten, separate_data
from tei_edition.reader.source_text import make_text
from tei_edition.reader.transpositions import transpose_words
from tei_edition.reader.utterances import write_out_speech
from tei_edition.source.stamps import LANGUAGE, MADE
from tei_edition.tei import (
    BREAKS,
    UNPARTED,
    UNSPACED,
    XML_ID,
    XML_LANG,
    local,
    raw_text,
    tei,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# Parts of a text that have no element of their own on a page.
_PARTS = ("group", "front", "body", "back")
_JOINING = UNSPACED + UNPARTED
_IS_JOINING = re.compile(f"[{_JOINING}]")
_LINE_END = re.compile(rf"(?<=[{_JOINING}])[ \t]*\n\s*(?=[{_JOINING}])")


def rewrite_tree(
    root: etree._Element,
    file: str = "",
    others: Mapping[str, etree._Element] = MappingProxyType({}),
    *,
    hyphens: bool = False,
    first_stage: bool = False,
    characters: Sequence[str] = TextTable().characters,
) -> Rewritten:
    """Rewrite the stamped tree of a file in place, and return how much of it was changed.

    `others` are the trees of files that describe its characters, by their names. With `hyphens`,
    plain hyphens before breaks divide words; in the `first_stage` of writing words are not
    transposed yet. `characters` are the ways to show a character, the preferred first.
    """
    is_made = make_text(root)
    _hand_down_languages(root)
    before = [
        is_made,
        write_out_bases(root),
        fill_characters(root, file, others, characters),
        fill_data(root),
        write_out_examples(root),
        read_formulas(root),
        silence(root),
        _pair_signs(root),
        write_out_speech(root),
    ]
    separated = separate_data(root)
    after = [
        join_notes(root),
        join_paragraphs(root),
        join_broken_words(root, hyphens=hyphens),
        draw_spans(root),
        _restore_undone(root, undone := _list_undone(root)),
        not first_stage and transpose_words(root, undone),
        _join_tokens(root),
        _join_lines(root),
    ]
    return Rewritten.TEXT if any((*before, *after)) else separated


# Languages.


def _hand_down_languages(root: etree._Element) -> None:
    """Copy the language of the parts of a text to their content, since the parts are not shown.

    That of the first text is the language of its page.
    """
    texts = list(root.iter(tei("text")))
    parts = [part for name in _PARTS for part in root.iter(tei(name))]
    for part in [*texts[1:], *parts]:
        if language := part.get(XML_LANG):
            _hand_down(part, language)


def _hand_down(part: etree._Element, language: str) -> None:
    for child in part:
        if child.get(XML_LANG) or not local(child.tag):
            continue
        if local(child.tag) in {*_PARTS, "text"}:
            _hand_down(child, language)
        else:
            child.set(XML_LANG, language)
            child.set(LANGUAGE, "")


# Abbreviations.


def _pair_signs(root: etree._Element) -> bool:
    """Put a sign of abbreviation and the letters right beside it into a `choice`.

    A text has one or the other (TEI Guidelines, section 11.3.1.2).
    """
    changed = False
    for expansion in list(root.iter(tei("ex"))):
        parent = expansion.getparent()
        if parent is None or local(parent.tag) == "choice":
            continue
        before, after = expansion.getprevious(), expansion.getnext()
        if before is not None and local(before.tag) == "am" and not before.tail:
            first, last = before, expansion
        elif after is not None and local(after.tag) == "am" and not expansion.tail:
            first, last = expansion, after
        else:
            continue
        made = etree.Element(tei("choice"), {MADE: ""})
        made.tail, last.tail = last.tail, None
        first.addprevious(made)
        made.extend((first, last))
        changed = True
    return changed


# Deletions that are taken back.


def _list_undone(root: etree._Element) -> set[str]:
    """Return the ids of changes that an `undo` takes back, unless a `redo` repeats them."""
    redone = {pointer for redo in root.iter(tei("redo")) for pointer in _list_targets(redo)}
    return {
        pointer
        for undo in root.iter(tei("undo"))
        if undo.get(XML_ID) not in redone
        for pointer in _list_targets(undo)
    } - redone


def _restore_undone(root: etree._Element, undone: Collection[str]) -> bool:
    """Put deletions that were undone into a `restore`."""
    found = [e for e in root.iter(tei("del")) if e.get(XML_ID) in undone] if undone else []
    for deletion in found:
        made = etree.Element(tei("restore"), {MADE: ""})
        deletion.addprevious(made)
        made.tail, deletion.tail = deletion.tail, None
        made.append(deletion)
    return bool(found)


def _list_targets(element: etree._Element) -> list[str]:
    return [p[1:] for p in element.get("target", "").split() if p.startswith("#")]


# White space.


def _join_tokens(root: etree._Element) -> bool:
    """Take out the space beside tokens that @join ties to their neighbours."""
    changed = False
    for token in root.iter(tei("w"), tei("pc"), tei("c"), tei("m")):
        side = token.get("join", "")
        if side in {"right", "both"}:
            _strip_after(token)
            changed = True
        if side in {"left", "both"}:
            _strip_before(token)
            changed = True
    return changed


def _strip_after(token: etree._Element) -> None:
    node: etree._Element | None = token
    while node is not None and local(node.tag) not in BLOCKS:
        node.tail = (node.tail or "").lstrip()
        if node.tail:
            return
        following = node.getnext()
        if following is not None:
            while not (following.text or "").strip() and local(following.tag) not in BLOCKS:
                following.text = None
                if not len(following):
                    return
                following = following[0]
            return
        node = node.getparent()


def _strip_before(token: etree._Element) -> None:
    node: etree._Element | None = token
    while node is not None and local(node.tag) not in BLOCKS:
        previous, parent = node.getprevious(), node.getparent()
        if previous is not None:
            previous.tail = (previous.tail or "").rstrip()
            return
        if parent is None or local(parent.tag) in BLOCKS:
            return
        parent.text = (parent.text or "").rstrip()
        if parent.text:
            return
        node = parent


def _join_lines(root: etree._Element) -> bool:
    """Take out line ends between characters of scripts that put no space between words."""
    changed = False
    for text in top_texts(root):
        if _IS_JOINING.search(raw_text(text)):
            _Lines().visit(text)
            changed = True
    return changed


class _Lines:
    """A walk that knows the last character, and the white space met since."""

    def __init__(self) -> None:
        self.last = ""
        self.open: list[tuple[etree._Element, bool]] = []
        self.breaks: list[etree._Element] = []
        self.is_broken = False

    def visit(self, element: etree._Element) -> None:
        name = local(element.tag)
        if name == "note":
            _Lines().visit_content(element)
        elif name in BLOCKS:
            self.reset()
            self.visit_content(element)
            self.reset()
        else:
            if name in BREAKS:
                self.breaks.append(element)
            self.visit_content(element)

    def visit_content(self, element: etree._Element) -> None:
        self.meet(element, is_tail=False)
        for child in list(element):
            if isinstance(child.tag, str):
                self.visit(child)
            self.meet(child, is_tail=True)

    def reset(self) -> None:
        self.last, self.open, self.breaks, self.is_broken = "", [], [], False

    def meet(self, element: etree._Element, *, is_tail: bool) -> None:
        text = element.tail if is_tail else element.text if isinstance(element.tag, str) else ""
        text = _LINE_END.sub("", text or "")
        words = text.strip()
        lead = text[: len(text) - len(text.lstrip())]
        if words:
            is_joined = bool(_IS_JOINING.match(self.last) and _IS_JOINING.match(words))
            if is_joined and (self.is_broken or "\n" in lead):
                for slot, is_slot_tail in self.open:
                    _set(slot, _get(slot, is_tail=is_slot_tail).rstrip(), is_tail=is_slot_tail)
                text = text.lstrip()
            if is_joined:
                for mark in self.breaks:
                    if mark.get("break") is None:
                        mark.set("break", "no")
                        mark.set(MADE, "break")
            self.reset()
            self.last = words[-1]
        trail = text[len(text.rstrip()) :]
        if trail:
            self.open.append((element, is_tail))
            self.is_broken = self.is_broken or "\n" in trail
        _set(element, text, is_tail=is_tail)


def _get(element: etree._Element, *, is_tail: bool) -> str:
    return (element.tail if is_tail else element.text) or ""


def _set(element: etree._Element, text: str, *, is_tail: bool) -> None:
    if is_tail:
        element.tail = text
    elif isinstance(element.tag, str):
        element.text = text
