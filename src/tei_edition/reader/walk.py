"""Walk over the texts of a file: mentions, datings and passages, with their quotations.

The streams are the reading text and one more for each note, reading and unshown side of a choice,
so that every mention knows the words around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.apparatus import Method
from tei_edition.facts.mentions import SPEAKS, Quotation, Stream
from tei_edition.facts.text import Passage
from tei_edition.reader.apparatus.elements import split_sigla
from tei_edition.reader.apparatus.entries import Seen
from tei_edition.reader.reading_text import (
    choose_lemma,
    choose_side,
    find_method,
    find_other_text,
    is_block,
    is_description,
    is_of_other_stage,
)
from tei_edition.reader.utterances import find_speakers
from tei_edition.source.stamps import ANCHOR, REFERENCE, SHOWN, locate
from tei_edition.tei import (
    DIVISIONS,
    ENTRIES,
    NAMED_BY_POINTER,
    NAMED_BY_REF,
    NAMED_WITH_REF,
    NAMES,
    NOT_TEXT,
    PASSAGES,
    PROSE,
    XML_ID,
    local,
    split_mixed,
    tei,
    words_of,
)

if TYPE_CHECKING:
    from lxml import etree

    from tei_edition.config.tables import TextTable
    from tei_edition.problems import Location

# How many characters of context a quotation has on each side, at most.
CONTEXT = 60
_SPACE = re.compile(r"\s+")
_BREAK = "\n"  # in a stream: where a block ends, and a quotation with it


class WordStream:
    """Words as a reader meets them: white space collapsed, blocks separated by a break."""

    __slots__ = ("kind", "parts", "size", "spaced", "witnesses")

    def __init__(self, kind: Stream, witnesses: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.witnesses = witnesses
        self.parts: list[str] = []
        self.size = 0
        self.spaced = True

    def add(self, text: str) -> None:
        """Append words, with their white space collapsed."""
        # Most pieces have nothing to collapse, which is cheaper to see than to replace.
        if not text.isascii() or "\n" in text or "\t" in text or "\r" in text or "  " in text:
            text = _SPACE.sub(" ", text)
        if self.spaced and text.startswith(" "):
            text = text[1:]
        if text:
            self.parts.append(text)
            self.size += len(text)
            self.spaced = text.endswith(" ")

    def end_block(self) -> None:
        """End a block: what follows is a new line of the stream."""
        if self.size and self.parts[-1] != _BREAK:
            self.parts.append(_BREAK)
            self.size += 1
            self.spaced = True


class MentionSpan(NamedTuple):
    """A mention or dating before its quotation is made: its position in its stream."""

    element: etree._Element
    stream: WordStream
    start: int
    end: int
    passage: str
    role: str = ""


class WalkPlace(NamedTuple):
    """The state of the walk at one place."""

    stream: WordStream
    passage: str
    counts: dict[str, int]  # of the passages of each name in this outermost division so far
    own: bool = False  # within a register entry, whose own names are no mentions
    divided: bool = False  # within a division


# Who and what the header of a letter names: places by whatever element.
_NAMED_IN_LETTERS = NAMES | NAMED_BY_REF - {"term"}
# These say in @who who speaks.
SPEECHES = frozenset({"q", "said", "sp", "u"})


def is_mention(element: etree._Element) -> bool:
    """Whether a TEI element of a text names somebody or something (DESIGN: "Pointers")."""
    name = local(element.tag)
    if name in NAMES:
        return True
    if name in NAMED_BY_REF or name in NAMED_WITH_REF:
        return bool(element.get("ref"))
    return name in NAMED_BY_POINTER and bool(element.get("ref") or element.get("key"))


def is_listed_work(element: etree._Element) -> bool:
    """Whether an element is an entry of a list of works, whose authors are no mentions."""
    parent = element.getparent()
    return (
        local(element.tag) in {"bibl", "biblFull", "biblStruct"}
        and local(getattr(parent, "tag", None)) == "listBibl"
        and element.get(XML_ID) is not None
    )


class Walk:
    """One walk over the texts of a file, which collects mentions, datings and passages."""

    def __init__(
        self, shown: TextTable, declared: Method | None = None, sigla: tuple[str, ...] = ()
    ) -> None:
        self.shown = shown
        self.declared = declared
        self.sigla = sigla
        self.main = WordStream(Stream.TEXT)
        self.names: list[MentionSpan] = []
        self.dates: list[MentionSpan] = []
        self.passages: list[Passage] = []
        self.apps: list[Seen] = []
        self.apparatus_of: dict[str, Location] = {}
        self.counts: dict[str, int] = {}
        self.handlers = {
            "app": self.visit_app,
            "choice": self.visit_choice,
            "del" if shown.stage == "last" else "add": self.visit_other_stage,
            "figDesc": self.visit_description,
            "fw": self.visit_hidden,
            "note": self.visit_note,
            "wit": self.visit_beside,
            "witDetail": self.visit_beside,
        }

    def visit(self, element: etree._Element, place: WalkPlace) -> None:
        """Visit an element by its name."""
        name = local(element.tag)
        if name in NOT_TEXT:
            return
        if is_description(element):
            self.visit_description(element, place)
        elif handler := self.handlers.get(name):
            handler(element, place)
        elif name:
            self.visit_plain(element, place, name)
        elif isinstance(element.tag, str):  # another namespace: its words count
            self.visit_children(element, place)

    def visit_children(self, element: etree._Element, place: WalkPlace) -> None:
        """Visit the text and the elements that an element contains."""
        for text, child in split_mixed(element):
            if text:
                place.stream.add(text)
            if child is not None:
                self.visit(child, place)

    def visit_plain(self, element: etree._Element, place: WalkPlace, name: str) -> None:
        """Visit an element that belongs to the stream where it is."""
        stream = place.stream
        if name in PASSAGES or element.get(REFERENCE):
            place = self.enter_passage(element, place, name)
        spans = self.names if is_mention(element) and not place.own else None
        if (name in ENTRIES and spans is None) or is_listed_work(element):
            place = place._replace(own=True)
        elif name in PROSE:
            place = place._replace(own=False)
        block = is_block(element)
        if block:
            stream.end_block()
        start = stream.size
        if name == "date":
            spans = self.dates
        if name in SPEECHES and not place.own and not _is_named_above(element):
            self.names.append(self.note_speech(element, place))
        if spans is None:
            self.visit_children(element, place)
        else:
            # A name before the names inside it, though its end is known only after them.
            index = len(spans)
            spans.append(MentionSpan(element, stream, start, start, place.passage))
            self.visit_children(element, place)
            spans[index] = MentionSpan(element, stream, start, stream.size, place.passage)
        if block:
            stream.end_block()

    def note_speech(self, element: etree._Element, place: WalkPlace) -> MentionSpan:
        """Note who speaks, as @who says: in the words of the speaker above, or in what is said."""
        stream = WordStream(place.stream.kind, place.stream.witnesses)
        for speaker in element.iterchildren(tei("speaker")):
            stream.add(words_of(speaker))
        if not stream.size and local(element.tag) != "sp":
            stream.add(_shorten(read_words(element, self.shown)))
        # Readers know a speech by its act and scene, not by its own number.
        scene = next((a for a in element.iterancestors() if local(a.tag) in DIVISIONS), None)
        passage = place.passage if scene is None else scene.get(ANCHOR, "")
        return MentionSpan(element, stream, 0, stream.size, passage, SPEAKS)

    def visit_correspondent(self, action: etree._Element) -> None:
        """Visit the sender, recipient or place of a letter, in its header."""
        for name in action.iter(*map(tei, _NAMED_IN_LETTERS)):
            is_inner = any(local(a.tag) in NAMES for a in name.iterancestors())
            if not is_mention(name) and is_inner:
                continue  # a settlement in a placeName is said by that
            stream = WordStream(Stream.HEADER)
            stream.add(words_of(name))
            role = action.get("type", "")
            self.names.append(MentionSpan(name, stream, 0, stream.size, "", role))

    def visit_note(self, element: etree._Element, place: WalkPlace) -> None:
        """Visit a note, whose words are a separate stream."""
        inner = WalkPlace(WordStream(Stream.NOTE), place.passage, {})
        self.visit_children(element, self.enter_passage(element, inner, "note"))

    def visit_choice(self, element: etree._Element, place: WalkPlace) -> None:
        """Visit a choice: one side is read, the others are streams of their own."""
        side = choose_side(element, self.shown)
        hidden = place._replace(stream=WordStream(Stream.READING, place.stream.witnesses))
        for child in element:
            if local(child.tag):
                self.visit(child, place if child is side else hidden)

    def visit_beside(self, element: etree._Element, place: WalkPlace) -> None:
        """Visit what is beside the text: the words around it have nothing of it."""
        place = place._replace(stream=WordStream(Stream.NOTE, place.stream.witnesses))
        self.visit_plain(element, place, local(element.tag))

    def visit_description(self, element: etree._Element, place: WalkPlace) -> None:
        """Visit what describes a picture or a gap: no sentence of the text, and no note."""
        place = place._replace(stream=WordStream(place.stream.kind, place.stream.witnesses))
        self.visit_plain(element, place, local(element.tag))

    def visit_hidden(self, element: etree._Element, place: WalkPlace) -> None:
        """Visit forme work, which is shown with the lines of the source only."""
        place = place._replace(stream=WordStream(Stream.READING, place.stream.witnesses))
        self.visit_plain(element, place, local(element.tag))

    def visit_other_stage(self, element: etree._Element, place: WalkPlace) -> None:
        """Visit deleted words, which the last stage lacks, or added ones, which the first lacks.

        A reading that is nothing but deleted words keeps them, for they are all it says.
        """
        is_replaced = local(getattr(element.getparent(), "tag", None)) == "subst"
        is_reading = place.stream.kind is Stream.READING and not is_replaced
        if is_of_other_stage(element, self.shown) and not is_reading:
            place = place._replace(stream=WordStream(Stream.READING, place.stream.witnesses))
        self.visit_plain(element, place, local(element.tag))

    def visit_app(self, element: etree._Element, place: WalkPlace) -> None:
        """Route what an entry holds to its streams; `reader.apparatus` makes the record of it."""
        if file := find_other_text(element):
            self.apparatus_of.setdefault(file, locate(element))
            return
        place = self.enter_passage(element, place, "app")
        in_text = find_method(element, self.declared) is Method.SEGMENTATION
        words: dict[etree._Element, str] = {}
        self.apps.append(Seen(element, place.passage, words))
        lemma = choose_lemma(element) if in_text else None
        self.visit_readings(element, place, lemma, words)

    def visit_readings(
        self,
        group: etree._Element,
        place: WalkPlace,
        lemma: etree._Element | None,
        words: dict[etree._Element, str],
    ) -> None:
        """Visit the readings of an entry, and note the words of each."""
        for child in group:
            name = local(child.tag)
            if name in {"lem", "rdg"}:
                witnesses = split_sigla(child.get("wit", ""), self.sigla)
                stream = place.stream if child is lemma else WordStream(Stream.READING, witnesses)
                start = len(stream.parts)
                self.visit_children(child, place._replace(stream=stream))
                words[child] = " ".join("".join(stream.parts[start:]).split())
            elif name == "rdgGrp":
                self.visit_readings(child, place, lemma, words)
            elif name:
                inner = place._replace(stream=WordStream(Stream.NOTE))
                self.visit(child, inner)

    def enter_passage(self, element: etree._Element, place: WalkPlace, name: str) -> WalkPlace:
        """Record a passage with its number, and return the place inside it."""
        anchor = element.get(ANCHOR, "")
        label = inner = element.get("n", "")
        continues = not label and _continues(element)
        if not label and place.stream.kind is Stream.TEXT and _is_numbered(element):
            step = 0 if continues else 1
            label, inner = _count(self.counts, name, step), _count(place.counts, name, step)
        reference = element.get(REFERENCE, "")
        shown = element.get(SHOWN, reference)
        self.passages.append(Passage(anchor, name, label, inner, reference, shown, continues))
        if name in DIVISIONS and not place.divided:
            place = place._replace(counts={}, divided=True)
        # An entry is a passage, but the words around it are those of the paragraph.
        is_whole = name in PASSAGES and name not in {"app", "figure"}
        return place._replace(passage=anchor) if is_whole else place


def _shorten(words: str) -> str:
    """Return the beginning of what somebody says, cut at a word."""
    return words if len(words) <= CONTEXT else f"{words[:CONTEXT].rpartition(' ')[0]} …"


def _is_named_above(speech: etree._Element) -> bool:
    """Return whether a name above a speech is marked up as who speaks."""
    who = find_speakers(speech)
    speakers = speech.iterchildren(tei("speaker"))
    named = {e.get("ref") or e.get("key") for s in speakers for e in s.iter(*map(tei, NAMES))}
    return named.issuperset(who)


# Where paragraphs bear no number; `v:unnumbered` in `xslt/doctree/numbers.xsl` has more, in which
# they are counted all the same.
_UNNUMBERED = frozenset({"cell", "figure"})


def _is_numbered(element: etree._Element) -> bool:
    """Whether a passage is counted: no ornament, and none that is in a table or a figure."""
    if local(element.tag) not in {"p", "ab"}:
        return True
    name = local(element.tag)
    is_empty = name == "ab" and not len(element) and not (element.text or "").strip()
    return not is_empty and not any(
        local(above.tag) in _UNNUMBERED for above in element.iterancestors()
    )


def _continues(element: etree._Element) -> bool:
    """Whether a line or paragraph goes on from another, as @part or @prev says."""
    is_further = element.get("part") in {"M", "F"} or element.get("prev") is not None
    return is_further and local(element.tag) in {"ab", "l", "p"}


def _count(counts: dict[str, int], name: str, step: int = 1) -> str:
    counts[name] = max(1, counts.get(name, 0) + step)
    return str(counts[name])


def quote(found: MentionSpan, joined: dict[int, str]) -> Quotation:
    """Return a mention in its context, cut at words."""
    text = joined.get(id(found.stream))
    if text is None:
        text = joined[id(found.stream)] = "".join(found.stream.parts)
    before = text[max(0, found.start - CONTEXT - 20) : found.start].rpartition(_BREAK)[2]
    after, end, _ = text[found.end : found.end + CONTEXT + 20].partition(_BREAK)
    if end:
        after = after.rstrip()  # white space at the end of a block is not part of its text
    # Where nothing separates words, as in Chinese, a cut anywhere is as good.
    if len(before) > CONTEXT:
        cut = before.find(" ", len(before) - CONTEXT - 1)
        before = "…" + before[cut if cut >= 0 else -CONTEXT :]
    if len(after) > CONTEXT:
        after = after[: after.rfind(" ", 0, CONTEXT + 1) + 1 or CONTEXT] + "…"
    surface = text[found.start : found.end].replace(_BREAK, " ")
    # Spaces at the edges of a name are outside it.
    before += " " if surface.startswith(" ") else ""
    after = (" " if surface.endswith(" ") else "") + after
    return Quotation(before, surface.strip(), after)


def read_words(element: etree._Element, shown: TextTable) -> str:
    """Return the reading text of an element in one line, without notes."""
    walk = Walk(shown)
    walk.visit_children(element, WalkPlace(walk.main, "", {}))
    return "".join(walk.main.parts).replace(_BREAK, " ").strip()
