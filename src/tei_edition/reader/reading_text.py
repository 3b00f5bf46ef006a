"""The reading text of a tree, in order, and the position of each element in it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from tei_edition.facts.apparatus import Method
from tei_edition.facts.pointers import join_path
from tei_edition.reader.apparatus.elements import find_lemma, list_readings
from tei_edition.source.stamps import DISPLAYED, READING, locate
from tei_edition.tei import (
    ALWAYS_BLOCKS,
    BREAKS,
    ENTRIES,
    HEADERS,
    NAMES,
    NOT_TEXT,
    PASSAGES,
    REGISTERS,
    SPOKEN_EVENTS,
    WORDLESS,
    ends_in_hyphen,
    local,
    raw_text,
    tei,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from lxml import etree

    from tei_edition.config.tables import TextTable

# Elements whose edges separate words: blocks of the page, and what may be one.
BLOCKS = (ALWAYS_BLOCKS | PASSAGES | SPOKEN_EVENTS | {
    "bibl", "byline", "camera", "caption", "cell", "dateline", "docAuthor", "docDate", "headItem",
    "headLabel", "imprimatur", "label", "quote", "salute", "signed", "sound", "speaker", "stage",
    "tech", "titlePart", "trailer", "view",
}) - {"app", "note"}  # fmt: skip
# The sides of a choice: shown when the setting is on, and shown when it is off.
SIDES = (
    ("corrected", "corr", "sic"),
    ("regularised", "reg", "orig"),
    ("expanded", "expan", "abbr"),
    ("expanded", "ex", "am"),
)
_ASIDE = NOT_TEXT | {
    "figDesc", "fw", "listApp", "listRelation", "metamark", "note", "rt", "standOff", "teiHeader",
    "wit", "witDetail",
}  # fmt: skip


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SPACE = re.compile(r"\s+")
# Where a line ends within a word, and where something stands that has no words; no XML has these.
_JOIN, _WORDLESS = "\x00", "\x01"
_JOINED = re.compile(r" *\x00 *|\x01")
# Where a witness omits words before a punctuation mark, whatever space was before these.
_OMITTED = "\x02"
# Where a block begins or ends.
_EDGE = "\x03"
_CLOSED = re.compile(r" +\x02(?=[,.;:!?…)\]»”])")


class Slot(NamedTuple):
    """A piece of text in the tree: the text after an element's start tag, or after its end tag."""

    element: etree._Element
    is_tail: bool
    text: str


class Point(NamedTuple):
    """A point of the reading text: so many characters after the beginning of a slot."""

    slot: int
    offset: int


class Span(NamedTuple):
    """The text between two points."""

    start: Point
    end: Point


class Runs:
    """The reading text of a tree as slots in the order of the text, the empty ones too.

    `inside` tells where the content of an element of the text begins and ends, in slots: its
    first slot, and the slot of its tail. With `notes`, the words of each note follow those of the
    texts, of which there are `size` slots; `noted` has the elements in them, and where each begins.
    """

    def __init__(self, root: etree._Element, shown: TextTable, *, notes: bool = False) -> None:
        self.slots: list[Slot] = []
        self.inside: dict[etree._Element, tuple[int, int]] = {}
        self.noted: dict[etree._Element, int] = {}
        self._shown = shown
        self._declared = declared_method(root)
        for text in top_texts(root):
            self._visit(text)
            self.slots.append(Slot(text, True, ""))
        self.size = len(self.slots)
        for note in _list_notes(root) if notes else ():
            start = len(self.slots)
            self._visit(note)
            self.slots.append(Slot(note, False, ""))
            self.noted.update((element, start) for element in note.iter())

    def _visit(self, element: etree._Element) -> None:
        start = len(self.slots)
        # White space between the parts of an entry or a choice is no text.
        is_bare = local(element.tag) in {"app", "rdgGrp", "choice"}
        self.slots.append(Slot(element, False, "" if is_bare else element.text or ""))
        # Most elements have no children.
        children: Set[etree._Element] = frozenset()
        if len(element):
            children = choose_children(element, self._shown, self._declared)
        for child in element:
            if child in children:
                self._visit(child)
            else:
                place = len(self.slots)
                self.inside[child] = (place, place)
            self.slots.append(Slot(child, True, "" if is_bare else child.tail or ""))
        self.inside[element] = (start, len(self.slots))

    def shown_text(self, element: etree._Element) -> str:
        """Return the text to show of an element outside the text, such as in an entry."""
        parts = [element.text or ""] if local(element.tag) not in {"app", "choice"} else []
        children = choose_children(element, self._shown, self._declared)
        for child in element:
            if child in children:
                parts.append(self.shown_text(child))
            if local(element.tag) not in {"app", "choice"}:
                parts.append(child.tail or "")
        return "".join(parts)

    def words(self, span: Span) -> str:
        """Return the words of a span in one line."""
        parts: list[str] = []
        apart, breaks, wordless = self._apart
        for number, start, end in self.pieces(span):
            if number in apart:
                parts.append("\n")
            elif number in breaks:
                parts.append(mark_break(self.slots[number].element, "".join(parts[-1:])))
            elif number in wordless:
                parts.append(_WORDLESS)
            parts.append(_SPACE.sub(" ", self.slots[number].text[start:end]))
        return " ".join(close_breaks("".join(parts)).split())

    @cached_property
    def _apart(self) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
        """The slots at the edges of blocks, the breaks that are in none, and wordless elements.

        Kept, because spans may overlap.
        """
        blocks: set[int] = set()
        breaks: set[int] = set()
        wordless: set[int] = set()
        for number, slot in enumerate(self.slots):
            name = local(slot.element.tag)
            if is_block(slot.element):
                blocks.add(number)
            elif name in BREAKS and not slot.is_tail:
                breaks.add(number)
            elif name in WORDLESS and not slot.is_tail:
                wordless.add(number)
        return frozenset(blocks), frozenset(breaks), frozenset(wordless)

    def lines(self) -> str:
        """All of the reading text, a block on each line, without empty lines."""
        parts: list[str] = []
        blocks: set[etree._Element] = set()
        for slot in self.slots:
            name = local(slot.element.tag)
            if not slot.is_tail and is_block(slot.element):
                blocks.add(slot.element)
            if name in BREAKS and not slot.is_tail:
                parts.append(mark_break(slot.element, "".join(parts[-1:])))
            elif slot.element in blocks:
                parts.append(_EDGE)
            elif name in WORDLESS and not slot.is_tail:
                parts.append(_WORDLESS)
            elif slot.element.tag == READING and not (slot.is_tail or raw_text(slot.element)):
                parts.append(_OMITTED)
            parts.append(slot.text)
        spaced = " ".join("".join(parts).split())
        whole = _CLOSED.sub("", close_breaks(spaced)).replace(_OMITTED, "")
        lines = (" ".join(line.split()) for line in whole.split(_EDGE))
        return "\n".join(line for line in lines if line)

    def pieces(self, span: Span) -> list[tuple[int, int, int]]:
        """Return slots that a span has part in, each with the first and last character of it."""
        return [self.piece(span, number) for number in range(span.start.slot, span.end.slot + 1)]

    def piece(self, span: Span, number: int) -> tuple[int, int, int]:
        """Return a slot that a span has part in, with the first and last character of it."""
        return (
            number,
            span.start.offset if number == span.start.slot else 0,
            span.end.offset if number == span.end.slot else len(self.slots[number].text),
        )


# What is in one of these has a separate line.
_LISTS = REGISTERS | {"castGroup", "castList"}
_DESCRIPTIONS = frozenset({
    "additional", "adminInfo", "bindingDesc", "decoDesc", "handDesc", "history", "layoutDesc",
    "msContents", "msDesc", "msFrag", "msItem", "msItemStruct", "msPart", "objectDesc", "physDesc",
    "scriptDesc", "supportDesc",
})  # fmt: skip
# What says which text an item of a manuscript is, in one line.
ITEM_PHRASES = frozenset({
    "author", "editor", "idno", "locus", "locusGrp", "note", "ref", "respStmt", "textLang", "title",
})  # fmt: skip
# These are set off where they are among blocks, and run on in a sentence.
_SET_OFF = BLOCKS - ALWAYS_BLOCKS - PASSAGES - {"cell"}
# What only holds blocks, besides lists of entries and descriptions; `v:structural` is the same.
_HOLDERS = (ALWAYS_BLOCKS | ENTRIES | _LISTS | _DESCRIPTIONS | {
    "accMat", "additions", "binding", "cit", "condition", "custodialHist", "musicNotation",
    "recordHist", "sealDesc", "standOff", "surrogates", "typeDesc", "witness",
}) - {"ab", "castItem", "docImprint", "entry", "entryFree", "l", "p", "u"}  # fmt: skip
_WRAPPERS = frozenset({"add", "app", "choice", "lem", "rdg", "rdgGrp", "supplied"})


def is_block(element: etree._Element) -> bool:
    """Whether an element is in a separate line, as its name and its place say."""
    if element.get(DISPLAYED) is not None:
        return True
    name = local(element.tag)
    if name in _SET_OFF:
        return _is_set_off(element)
    parent = element.getparent()
    above = "" if parent is None else local(parent.tag)
    # So has what an entry of a register says besides the names, and each part of a description.
    phrases = NAMES if above in ENTRIES else ITEM_PHRASES
    is_line = above in _LISTS or (above in _DESCRIPTIONS | ENTRIES and name not in phrases)
    return bool(name) and (name in BLOCKS or is_line)


def _is_set_off(element: etree._Element) -> bool:
    """Whether a quotation, a reference or a label is a block; `f:is-block` says the same."""
    parent = element.getparent()
    while parent is not None and local(parent.tag) in _WRAPPERS:
        parent = parent.getparent()
    above = "" if parent is None else local(parent.tag)
    if above in _HOLDERS and parent is not None and (above != "cit" or _is_set_off(parent)):
        return True
    return any(
        local(inner.tag) in ALWAYS_BLOCKS or inner.get(DISPLAYED) is not None
        for inner in element.iterdescendants(tei("*"))
        if local(inner.tag) != "note"
    )


def close_breaks(text: str) -> str:
    """Return a text in which words go on over the breaks within them that `mark_break` marked."""
    return _JOINED.sub("", text) if _JOIN in text or _WORDLESS in text else text


def mark_break(element: etree._Element, before: str) -> str:
    """Return what a break of the source puts between the words around it."""
    if element.get("break") == "no":
        return _JOIN
    return "" if ends_in_hyphen(before) else " "


def _list_notes(root: etree._Element) -> Iterator[etree._Element]:
    """Every note that stands neither in a header nor in an entry of an apparatus, in order."""
    for note in root.iter(tei("note")):
        around = {local(above.tag) for above in note.iterancestors()}
        if around & {"text", "standOff"} and not around & {"app", "listApp", "teiHeader"}:
            yield note


_OUTSIDE = HEADERS | {"text"}


def top_texts(root: etree._Element) -> list[etree._Element]:
    """Return the texts of a file that are in no other text, in order.

    Where none can stand, in a header, there is none.
    """
    return [
        text
        for text in root.iter(tei("text"))
        if _OUTSIDE.isdisjoint(local(ancestor.tag) for ancestor in text.iterancestors())
    ]


def choose_children(
    element: etree._Element, shown: TextTable, declared: Method | None
) -> set[etree._Element]:
    """Return the children of an element that the reading text has."""
    name = local(element.tag)
    if name == "choice":
        side = choose_side(element, shown)
        return set() if side is None else {side}
    if name == "app":
        if find_method(element, declared) is not Method.SEGMENTATION:
            return set()
        lemma = choose_lemma(element)
        return set() if lemma is None else {child for child in element if _holds(child, lemma)}
    if name == "rdgGrp":
        app = next(element.iterancestors(tei("app")), None)
        lemma = None if app is None else choose_lemma(app)
        return set() if lemma is None else {child for child in element if _holds(child, lemma)}
    return {
        child
        for child in element
        if isinstance(child.tag, str)
        and not _is_aside(child)
        and not is_of_other_stage(child, shown)
    }


def is_of_other_stage(element: etree._Element, shown: TextTable) -> bool:
    """Whether an element is deleted from the last stage of a text, or added to the first."""
    return is_deleted(element) if shown.stage == "last" else local(element.tag) == "add"


def is_deleted(element: etree._Element) -> bool:
    """Whether an element's words were deleted, and not restored later (TEI Guidelines, 11.3.1)."""
    return local(element.tag) == "del" and next(element.iterancestors(tei("restore")), None) is None


def _holds(element: etree._Element, other: etree._Element) -> bool:
    return element is other or any(above is element for above in other.iterancestors())


def _is_aside(element: etree._Element) -> bool:
    return local(element.tag) in _ASIDE or is_description(element)


def is_description(element: etree._Element) -> bool:
    """Whether an element describes what is seen instead of words: a gap, a picture, a sound."""
    parent = element.getparent()
    return (
        local(element.tag) == "desc"
        and parent is not None
        and local(parent.tag) in {"gap", "graphic", "media", "space"}
    )


def choose_side(choice: etree._Element, shown: TextTable) -> etree._Element | None:
    """Return the child of a `choice` that belongs to the reading text (the first of several)."""
    children = [child for child in choice if local(child.tag)]
    names = {local(child.tag) for child in children}
    for setting, on, off in SIDES:
        if on in names and off in names:
            side = on if getattr(shown, setting) else off
            return next(child for child in children if local(child.tag) == side)
    return children[0] if children else None


def choose_lemma(app: etree._Element) -> etree._Element | None:
    """Return the reading of an `app` that the reading text has: its lemma, else the first."""
    readings = list_readings(app)
    lemmas = (reading for reading in readings if local(reading.tag) == "lem")
    return next(lemmas, readings[0] if readings else None)


def declared_method(root: etree._Element) -> Method | None:
    """Return the method that the header's variantEncoding declares (TEI Guidelines 13.2)."""
    declaration = next(root.iter(tei("variantEncoding")), None)
    method = "" if declaration is None else declaration.get("method", "")
    return Method(method) if method in set(Method) else None


def find_method(app: etree._Element, declared: Method | None = None) -> Method:
    """Return the method of an entry (TEI Guidelines, section 13.2), recognised from the entry.

    Only an entry within the text that says nothing of a place can be of two methods: where the
    file declares locations, and its lemma is absent or repeats the words before it, it is located.
    """
    is_nested = next(app.iterancestors(tei("app")), None) is not None
    if is_nested and not (app.get("from") or app.get("loc")):
        return Method.SEGMENTATION
    if app.get("from"):
        is_whole = app.get("to") or not is_standoff(app)
        return Method.DOUBLE if is_whole else Method.LOCATION
    if app.get("loc") or is_standoff(app):
        return Method.LOCATION
    if declared is Method.LOCATION and _repeats_words_before(app):
        return Method.LOCATION
    return Method.SEGMENTATION


def find_text_file(app: etree._Element) -> str:
    """Return the file of the text that an entry is about; empty if it names none.

    The file is named in @from and @to; in an entry without these, in its @corresp or that of its
    list.
    """
    pointers = f"{app.get('from', '')} {app.get('to', '')}".split()
    holder: etree._Element | None = app
    while not pointers and holder is not None and local(holder.tag) in {"app", "listApp"}:
        pointers = holder.get("corresp", "").split()
        holder = holder.getparent()
    path = unquote(pointers[0].partition("#")[0]) if pointers else ""
    if not path or _SCHEME.match(path):
        return ""
    return join_path(locate(app).file, path)


def find_other_text(app: etree._Element) -> str:
    """Return the text that an entry is about, if it is in another file than the entry."""
    file = find_text_file(app)
    return "" if file == locate(app.getroottree().getroot()).file else file


def is_standoff(app: etree._Element) -> bool:
    """Whether an entry is apart from the text, in a list."""
    return any(local(above.tag) in {"listApp", "standOff"} for above in app.iterancestors())


def _repeats_words_before(app: etree._Element) -> bool:
    lemma = find_lemma(app)
    if lemma is None:
        return True
    words = "".join(raw_text(lemma).split())
    found = ""
    before = app.getprevious()
    while before is not None and len(found) < len(words):
        is_text = isinstance(before.tag, str) and local(before.tag) not in {"app", "note"}
        found = (raw_text(before) if is_text else "") + (before.tail or "") + found
        found = "".join(found.split())
        before = before.getprevious()
    if before is None and (parent := app.getparent()) is not None:
        found = "".join((parent.text or "").split()) + found
    return bool(words) and found.endswith(words)
