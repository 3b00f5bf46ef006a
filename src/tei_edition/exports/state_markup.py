"""What the markup of each passage says beside its words, as items that can be compared.

Breaks and pictures, languages, looks, certainty, the targets of references: the tags of the text
without what other items describe of names, dates, readings and choices.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tei_edition.exports.common_rows import list_steps
from tei_edition.source.stamps import ANCHOR, strip_stamps
from tei_edition.tei import (
    DIVISIONS,
    NAMED_BY_POINTER,
    NAMED_BY_REF,
    NAMED_WITH_REF,
    NAMES,
    REGISTERS,
    XML_ID,
    XML_NS,
    local,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_POINTERS = frozenset({"ref", "key", "nymRef"})
_BY_POINTER = NAMED_BY_POINTER | NAMED_BY_REF | NAMED_WITH_REF
_TIMES = frozenset({
    f"{name}{form}" for name in ("when", "notBefore", "notAfter", "from", "to")
    for form in ("", "-iso", "-custom")
})  # fmt: skip
_READING = frozenset({"wit", "type", "cause", "hand", "resp", "source"})
# The attributes that names, dates and entries of the apparatus have in their own items.
_TOLD = {
    "app": frozenset({"type", "loc", "from", "to"}),
    "lem": _READING,
    "rdg": _READING,
    "rdgGrp": _READING,
    "witDetail": frozenset({"wit"}),
    "date": _TIMES | {"calendar", "datingMethod", "cert", "precision", "dur"},
}
# Their words are described elsewhere, and so is whether they are there at all.
_WORDS_TOLD = NAMES | DIVISIONS | _TOLD.keys() | {
    "ab", "body", "cell", "choice", "head", "item", "l", "note", "p", "row", "sp", "text",
}  # fmt: skip
# How many words before a mark describe its place.
_WORDS_BEFORE = 2
_LONGEST = 80
_SPACES = re.compile(r"\s+")
# The header and the registers have items of their own.
_SKIPPED = REGISTERS | {"teiHeader"}


class MarkupItem(NamedTuple):
    """A tag, the words between it and its end tag, and where in its passage it stands.

    `place` is the number of characters before it, without spaces, and `before` the last words.
    """

    tag: str
    words: str = ""
    place: int = 0
    before: str = ""

    def show(self, *, with_words: bool) -> str:
        """Return the mark for people."""
        if not with_words:
            return self.tag
        end = f"{self.words}</{self.tag[1:-1].split(' ')[0]}>" if self.words else ""
        return f"{self.before} {self.tag}{end}".lstrip()


class _Holder:
    """A passage that is open: its element, the marks found in it, and what it has said so far."""

    def __init__(self, element: etree._Element, marks: list[MarkupItem]) -> None:
        self.element = element
        self.marks = marks
        self.place = 0
        self.last = ""

    def add_words(self, words: str | None) -> None:
        """Count words, of which only the last are kept."""
        self.place += sum(map(len, (words or "").split()))
        self.last = _SPACES.sub(" ", f"{self.last}{words or ''}")[-_LONGEST:]


def list_marks(root: etree._Element, passages: Collection[str]) -> dict[str, list[MarkupItem]]:
    """Return the marks of each passage by its anchor, those outside of all under an empty one.

    The stamps of the tree are taken off, except for anchors.
    """
    strip_stamps(root, kept=(ANCHOR,))
    found: dict[str, list[MarkupItem]] = {"": [], **{anchor: [] for anchor in passages}}
    holders = [_Holder(root, found[""])]
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and local(element.tag) in _SKIPPED:
            walk.skip_subtree()
            continue
        if event == "start":
            is_passage = (anchor := element.get(ANCHOR, "")) in passages
            if is_passage:
                holders.append(_Holder(element, found[anchor]))
            is_inside = len(holders) > 1 and not is_passage
            if mark := _read_mark(element, holders[-1] if is_inside else None):
                holders[-1].marks.append(mark)
            holders[-1].add_words(element.text)
            continue
        if element is holders[-1].element:
            inner = holders.pop()
            if not holders:
                break
            holders[-1].add_words(inner.last)
        holders[-1].add_words(element.tail)
    return found


def _read_mark(element: etree._Element, holder: _Holder | None) -> MarkupItem | None:
    """Return what an element says by being there and by its attributes; None if it is nothing.

    `holder` is the passage that it is in; None for a passage itself, and outside of all.
    """
    name, parent = local(element.tag), element.getparent()
    is_told = name in _WORDS_TOLD or (parent is not None and local(parent.tag) == "choice")
    given = dict(_list_attributes(element, name))
    is_empty = not len(element) and not (element.text or "").strip()
    is_named = name in _BY_POINTER and bool(_POINTERS & {*map(str, element.attrib)})
    if not given and (is_told or is_named or (holder is None and not is_empty)):
        return None
    attributes = "".join(f' {key}="{value}"' for key, value in sorted(given.items()))
    tag = f"<{name or etree.QName(element).localname}{attributes}>"
    if holder is None:
        return MarkupItem(tag)
    before = " ".join(holder.last.split()[-_WORDS_BEFORE:])
    return MarkupItem(tag, "" if is_told else words_of(element), holder.place, before)


def _list_attributes(element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element that no other item has, white space collapsed."""
    told = _TOLD.get(name, frozenset())
    pointers = _POINTERS & {*map(str, element.attrib)}
    if name in NAMES or (name in _BY_POINTER and pointers):
        told = _POINTERS | {"cert"} | ({"type"} if name in {"name", "rs"} else frozenset())
    for key, value in element.attrib.items():
        attribute = str(key)
        if attribute not in told and attribute not in {XML_ID, ANCHOR}:
            shown = attribute.replace(f"{{{XML_NS}}}", "xml:").rpartition("}")[2]
            yield shown, " ".join(str(value).split())


def compare_marks(
    old: Sequence[MarkupItem], new: Sequence[MarkupItem], *, with_words: bool
) -> tuple[list[str], list[str]]:
    """Return the marks that went and those that came, in order.

    Without their words where those of the whole passage have changed, which is described as such.
    """
    shown = [mark.show(with_words=with_words) for mark in old]
    others = [mark.show(with_words=with_words) for mark in new]
    before, after = (old, new) if with_words else (shown, others)
    start = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
                 min(len(before), len(after)))  # fmt: skip
    gone: list[str] = []
    came: list[str] = []
    for is_same, a, b in list_steps(before[start:], after[start:]):
        if not is_same:
            gone += shown[start:][a]
            came += others[start:][b]
    return gone, came
