"""The passages of a staged page for the search: their words, their places, their entities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

# What kind of text a passage is of.
TEXT, NOTE, APPARATUS, REGISTER = "text", "note", "apparatus", "register"

# Around the other sides of a choice, after the word that they are sides of. No text has them.
OPEN, CLOSE = "\u2997", "\u2998"

# What the page vocabulary has within the line.
_INLINE = frozenset({
    "tei_link", "tei_span", "tei_time", "tei_alternative", "tei_margin", "tei_math", "inline",
    "emphasis", "strong", "superscript", "subscript", "literal", "reference",
    "footnote_reference", "image",
})  # fmt: skip
# What is no text: numbers of notes and lines, controls, and what says again what is elsewhere.
_LEFT_OUT = frozenset({
    "footnote_reference", "image", "label", "tei_downloads", "tei_drawing",
    "tei_facsimile", "tei_margin", "tei_mentions", "tei_named", "tei_views", "thead", "toctree",
})  # fmt: skip
# What says again, on a register page, what is in the text, or how often it does.
_REPEATED = frozenset({"no-search", "tei-count", "tei-letters", "tei-mention"})
# What is generated in an entry of the apparatus and makes it no more readable: it leads back to
# the text, or would separate words.
_ENTRY_MARKS = frozenset({"tei-break-number", "tei-entry-mark", "tei-entry-place", "tei-sign"})
# What is beside the text: labels of notes, and what printers set around the page.
_BESIDE = frozenset({"tei-fw", "tei-label"})
_BREAKS = frozenset({"tei-lb", "tei-pb", "tei-cb", "tei-gb"})
_OTHERWISE = re.compile(f" {OPEN}[^{CLOSE}]*{CLOSE}")
_SPACE = re.compile(r"[ \t\r\n]+")
_POINTS = ".,;:!?…()[]“”‘’\"'«»"
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2e17\u00ac\u00ad]$")


class SearchPassage(NamedTuple):
    """A block of a page: a paragraph, a line, a note, an entry of the apparatus or of a register.

    `text` has the words as they are shown, each of which another side of a choice gives otherwise
    followed by that side between OPEN and CLOSE. `anchor` is the id of the nearest element around
    it that has one, empty for the top of the page; `targets` are what its names and dates link to
    ("DOCNAME#ID"), each with the words that do, `days` the values of its dates.
    """

    kind: str
    anchor: str
    text: str
    targets: tuple[tuple[str, str], ...] = ()
    days: tuple[str, ...] = ()


def list_passages(page: etree._Element) -> list[SearchPassage]:
    """Return passages of a page (its `document`) in order, without the furniture of the page."""
    return list(_walk(page, _find_kind(page), ""))


def list_texts(page: etree._Element) -> list[str]:
    """Return the texts of the passages of a page, without what they link to: this is quicker."""
    return [passage.text for passage in _walk(page, _find_kind(page), "", is_bare=True)]


def _find_kind(page: etree._Element) -> str:
    section = page.find("section")
    classes = _list_classes(section) if section is not None else ()
    return REGISTER if "tei-register" in classes else TEXT


def list_labels(page: etree._Element) -> dict[str, list[str]]:
    """Return the names and other forms of each entity and day of a register page, by anchor."""
    labels: dict[str, list[str]] = {}
    for term in page.iter("term"):
        if name := term.get("tei_name"):
            definitions = term.itersiblings("definition")
            forms = [p for d in definitions for p in d.iter("paragraph") if _has(p, "tei-forms")]
            others = [form for part in forms for form in _read_plain(part).split("; ")]
            labels[_find_anchor(term)] = [name, *others]
    for row in page.iter("row"):
        if (day := next((d for d in row.iter("tei_span") if _has(d, "tei-day")), None)) is not None:
            said = (_read_plain(p) for entry in row.findall("entry")[:-1] for p in entry)
            labels[_find_anchor(day)] = [words for words in said if words]
    return labels


def _walk(
    element: etree._Element, kind: str, anchor: str, *, is_bare: bool = False
) -> Iterator[SearchPassage]:
    classes = _list_classes(element)
    if element.tag in _LEFT_OUT or not _REPEATED.isdisjoint(classes):
        return
    if "tei-generated" in classes and element.tag != "title":
        return
    anchor = _find_anchor(element) or anchor
    if element.tag == "footnote":
        kind = NOTE
    elif "tei-apparatus" in classes:
        kind = APPARATUS
    elif kind == REGISTER and element.tag == "tbody":
        # The first cell of a row names the day, unless the row goes on with the one before.
        for row in element:
            anchor = next((a for part in row.iter() if (a := _find_anchor(part))), anchor)
            yield from _join(row, kind, anchor, is_bare=is_bare)
        return
    elif (
        element.tag == "definition_list_item"
        and (term := element.find("term[@tei_object]")) is not None
    ):
        yield from _join(element, kind, _find_anchor(term) or anchor, is_bare=is_bare)
        return
    if _is_block(element):
        line = _Line(whole=kind == APPARATUS, is_bare=is_bare)
        line.read(element)
        if text := line.finish():
            yield SearchPassage(kind, anchor, text, tuple(line.targets.items()), tuple(line.days))
        return
    for child in element:
        yield from _walk(child, kind, anchor, is_bare=is_bare)


def _join(
    entry: etree._Element, kind: str, anchor: str, *, is_bare: bool
) -> Iterator[SearchPassage]:
    """Yield an entry of a register as one passage: what it says is found together."""
    parts = [part for child in entry for part in _walk(child, kind, anchor, is_bare=is_bare)]
    targets = {target: words for part in parts for target, words in part.targets}
    days = dict.fromkeys(day for part in parts for day in part.days)
    if parts:
        text = " · ".join(part.text for part in parts)
        yield SearchPassage(kind, anchor, text, tuple(targets.items()), tuple(days))


def _find_anchor(element: etree._Element) -> str:
    return (element.get("ids") or "").partition(" ")[0]


def _list_classes(element: etree._Element) -> list[str] | tuple[()]:
    classes = element.get("classes")
    return classes.split() if classes else ()


def _has(element: etree._Element, name: str) -> bool:
    return name in _list_classes(element)


def _is_block(element: etree._Element) -> bool:
    """Whether an element holds running text, and no further blocks."""
    if element.text and not element.text.isspace():
        return True
    return any(child.tag in _INLINE for child in element)


class _Line:
    """Running text on its way to words, each side of its choices beside the other.

    `sides` holds what has been read since the last space: as shown, and as it is otherwise;
    `also` what is to be after it. Generated words count if the line is `whole`; what the line
    links to is not noted if it `is_bare`.
    """

    def __init__(self, *, whole: bool = False, is_bare: bool = False) -> None:
        self.whole = whole
        self.is_bare = is_bare
        self.done: list[str] = []
        self.sides = ["", ""]
        self.also: list[str] = []
        self.targets: dict[str, str] = {}
        self.days: dict[str, None] = {}

    def read(self, element: etree._Element) -> None:
        """Take what an element holds."""
        self._add(element.text)
        for child in element:
            self._read_child(child)
            self._add(child.tail)

    def finish(self) -> str:
        """All that was read, with single spaces."""
        self._flush()
        return " ".join(" ".join(self.done).split())

    def _read_child(self, child: etree._Element) -> None:
        classes = _list_classes(child)
        if not self.is_bare:
            self._note(child, classes)
        if not _BREAKS.isdisjoint(classes):
            self._heal()
        elif "tei-other-day" in classes:
            # It is after the date, not in its place.
            self.also.append(_read_plain(child).strip("[]"))
        elif (
            child.tag in _LEFT_OUT or not _BESIDE.isdisjoint(classes) or not self._is_read(classes)
        ):
            return
        elif "tei-choice" in classes:
            self._read_choice(child)
        elif ("tei-del" in classes and "tei-read" not in classes) or "tei-unread" in classes:
            self._read_deletion(child)
        elif child.tag == "tei_alternative":
            self.sides[1] += _read_plain(child)
        else:
            self.read(child)

    def _note(self, child: etree._Element, classes: Sequence[str]) -> None:
        """Note what an element links to, and its day."""
        if (target := child.get("target")) and "tei-siglum" not in classes:
            self.targets.setdefault(target, _OTHERWISE.sub("", _read_plain(child)))
        if child.tag == "tei_time" and child.get("datetime"):
            self.days[cast("str", child.get("datetime"))] = None

    def _is_read(self, classes: Sequence[str]) -> bool:
        if "no-search" in classes:
            return False
        if self.whole:
            return _ENTRY_MARKS.isdisjoint(classes)
        return "tei-generated" not in classes

    def _read_choice(self, choice: etree._Element) -> None:
        shown = [side for side in choice if side.tag != "tei_alternative"]
        others = [side for side in choice if side.tag == "tei_alternative"]
        inner = _Line(is_bare=self.is_bare)
        for side in shown:
            inner.read(side)
        words = inner.finish()
        self.targets = inner.targets | self.targets
        self.days.update(inner.days)
        other = " ".join(filter(None, map(_read_plain, others))) if others else words
        self.sides = [self.sides[0] + words, self.sides[1] + other]

    def _read_deletion(self, deletion: etree._Element) -> None:
        """Read words of another stage: found, but not among the words around them."""
        inner = _Line(whole=self.whole, is_bare=self.is_bare)
        inner.read(deletion)
        self.targets = inner.targets | self.targets
        self.days.update(inner.days)
        if words := inner.finish().replace(OPEN, "").replace(CLOSE, ""):
            self.also.append(words)

    def _heal(self) -> None:
        """Join a word that a line or page breaks, with or without the hyphen at its end."""
        if _HYPHEN.search(self.sides[0]):
            self.sides[1] = _HYPHEN.sub("", self.sides[1])

    def _add(self, text: str | None) -> None:
        """Text that both sides have: a space in it ends the words before it."""
        if not text:
            return
        if self.also or self.sides[0] != self.sides[1]:
            # Only the word that is begun is read otherwise.
            first, *rest = _SPACE.split(text, 1)
            self.sides = [side + first for side in self.sides]
            if not rest:
                return
            self._flush()
            text = rest[0]
        end = max(map(text.rfind, " \t\r\n")) + 1
        if end:
            self.done.append(self.sides[0] + text[:end])
            self.sides = [text[end:]] * 2
        else:
            self.sides = [self.sides[0] + text] * 2

    def _flush(self) -> None:
        """End a word; what is to be after it is before its punctuation."""
        shown, other = self.sides
        word = shown.rstrip(_POINTS) or shown
        other = other.strip(_POINTS)
        if other and other != shown.strip(_POINTS):
            self.also.insert(0, other)
        also = "".join(f" {OPEN}{words}{CLOSE}" for words in self.also)
        self.done.append(word + also + shown[len(word) :])
        self.sides, self.also = ["", ""], []


def _read_plain(element: etree._Element) -> str:
    line = _Line(is_bare=True)
    line.read(element)
    return line.finish()
