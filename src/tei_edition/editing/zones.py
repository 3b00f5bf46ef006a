"""The existing entries of a text, each with the words that it affects.

A zone is the smallest stretch of whole words that contains one or several entries. Its possible
texts result from choosing a reading of each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.reader.apparatus.elements import list_apps, list_readings
from tei_edition.reader.reading_text import (
    BLOCKS,
    Point,
    Span,
    choose_children,
    choose_lemma,
    close_breaks,
    is_block,
    mark_break,
)
from tei_edition.tei import BREAKS, EXTENTS, WORDLESS, local, raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from tei_edition.config.tables import TextTable
    from tei_edition.editing.collated_entries import BaseWord
    from tei_edition.reader.reading_text import Runs, Slot

# So many combinations of readings of one place are looked at.
_MOST = 128
# A reading that has one of these is not simply the words that its witnesses have.
_BROKEN = tuple(map(tei, EXTENTS | {"gap", "space"}))
_SIGNS = tuple(map(tei, WORDLESS))
_QUALIFIERS = ("hand", "varSeq", "copyOf", "sameAs", "facs")


class Option(NamedTuple):
    """Words that a zone may have, and the readings that have them."""

    text: str
    readings: tuple[etree._Element, ...]


class Zone(NamedTuple):
    """The words `start` to `end` of a text that one or several entries are about.

    Its parts are the entries, and the pieces of words before, between and after them. `options` are
    its possible texts, the established text first; `block` is the block of its words, or of the
    words around.
    """

    start: int
    end: int
    block: int
    parts: tuple[etree._Element | str, ...]
    options: tuple[Option, ...]

    @property
    def apps(self) -> list[etree._Element]:
        """The entries."""
        return [part for part in self.parts if not isinstance(part, str)]

    def cut(self, text: str) -> str | None:
        """Return the part of a text that corresponds to the only entry; None if there is none."""
        if len(self.apps) != 1:
            return None
        place = self.parts.index(self.apps[0])
        before, after = (
            close_breaks("".join(str(part) for part in parts))
            for parts in (self.parts[:place], self.parts[place + 1 :])
        )
        fits = text.startswith(before) and text.endswith(after)
        if not fits or len(text) < len(before) + len(after):
            return None
        return text[len(before) : len(text) - len(after)]


def is_plain(reading: etree._Element) -> bool:
    """Whether a reading consists only of words that another witness can share."""
    if any(reading.get(name) for name in _QUALIFIERS):
        return False
    if next(reading.iter(*_BROKEN), None) is not None:
        return False
    return bool(raw_text(reading).strip()) or next(reading.iter(*_SIGNS), None) is None


def list_zones(
    root: etree._Element, runs: Runs, words: Sequence[BaseWord], shown: TextTable
) -> list[Zone]:
    """Return the zones of a text, in order; none overlap."""
    starts, ends = [word.start for word in words], [word.end for word in words]
    spans: list[tuple[int, int, list[etree._Element]]] = []
    for app in list_apps(root):
        if app not in runs.inside or next(app.iterancestors(tei("app")), None) is not None:
            continue
        low, high = ((slot, 0) for slot in runs.inside[app])
        start, end = bisect_right(ends, low), bisect_left(starts, high)
        if start and ends[start - 1] <= low and _is_glued(runs, ends[start - 1], low):
            start -= 1
        if end < len(words) and starts[end] >= high and _is_glued(runs, high, starts[end]):
            end += 1
        end = max(start, end)
        last = spans[-1] if spans else None
        if last and (start < last[1] or last[:2] == (start, end)):
            spans[-1] = (last[0], max(last[1], end), [*last[2], app])
        else:
            spans.append((start, end, [app]))
    return [_make_zone(runs, words, span, shown) for span in spans]


def _make_zone(
    runs: Runs,
    words: Sequence[BaseWord],
    span: tuple[int, int, list[etree._Element]],
    shown: TextTable,
) -> Zone:
    start, end, apps = span
    done = words[start].start if start < end else (runs.inside[apps[0]][0], 0)
    parts: list[etree._Element | str] = []
    for app in apps:
        low, high = runs.inside[app]
        parts += [_raw(runs, done, (low, 0)), app]
        done = (high, 0)
    if start < end:
        parts.append(_raw(runs, done, words[end - 1].end))
    kept = tuple(part for part in parts if not isinstance(part, str) or part)
    choices = [
        [Option(part, ())] if isinstance(part, str) else list(_list_options(part, shown))
        for part in kept
    ]
    found = (_join(some) for some in islice(product(*choices), _MOST))
    return Zone(start, end, _find_block(runs, words, start, apps[0]), kept, tuple(found))


def _find_block(runs: Runs, words: Sequence[BaseWord], start: int, app: etree._Element) -> int:
    """Return the block of the word before an entry, if it is in the same one; else of the next."""
    if not words:
        return 0
    if start:
        between = range(words[start - 1].end[0] + 1, runs.inside[app][0] + 1)
        if not any(local(runs.slots[number].element.tag) in BLOCKS for number in between):
            return words[start - 1].block
    return words[min(start, len(words) - 1)].block


def _join(options: Iterable[Option]) -> Option:
    some = list(options)
    text = close_breaks("".join(option.text for option in some))
    readings = tuple(reading for option in some for reading in option.readings)
    return Option(" ".join(text.split()), readings)


def _list_options(app: etree._Element, shown: TextTable) -> Iterator[Option]:
    """Yield the words that an entry may stand for, with those of entries inside it."""
    lemma = choose_lemma(app)
    readings = list_readings(app)
    for reading in sorted(readings, key=lambda reading: reading is not lemma):
        for some in islice(product(*_list_contents(reading, shown)), _MOST):
            inner = tuple(one for option in some for one in option.readings)
            yield Option("".join(option.text for option in some), (reading, *inner))


def _list_contents(element: etree._Element, shown: TextTable) -> Iterator[list[Option]]:
    """Yield the pieces of a reading, each with what it may be."""
    is_bare = local(element.tag) == "choice"
    children = choose_children(element, shown, None)
    yield [Option("" if is_bare else element.text or "", ())]
    for child in element:
        name = local(child.tag)
        edge = [Option(" " if child in children and is_block(child) else "", ())]
        yield edge
        if child in children and name == "app":
            yield list(_list_options(child, shown)) or [Option("", ())]
        elif child in children:
            if name in BREAKS:
                yield [Option(mark_break(child, ""), ())]
            yield from _list_contents(child, shown)
        yield edge
        yield [Option("" if is_bare else child.tail or "", ())]


def _is_glued(runs: Runs, start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Whether there is nothing at all between the end of a word and an entry, or the reverse."""
    if any(runs.slots[n].text[a:b] for n, a, b in runs.pieces(Span(Point(*start), Point(*end)))):
        return False
    return not any(_separates(runs.slots[n]) for n in range(start[0] + 1, end[0] + 1))


def _separates(slot: Slot) -> bool:
    name = local(slot.element.tag)
    return name in BLOCKS if name != "lb" else slot.element.get("break") != "no"


def _raw(runs: Runs, start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the text between two points, with its white space."""
    parts: list[str] = []
    for number, first, last in runs.pieces(Span(Point(*start), Point(*end))):
        slot = runs.slots[number]
        if number > start[0] and local(slot.element.tag) in BREAKS and not slot.is_tail:
            parts.append(mark_break(slot.element, "".join(parts[-1:])))
        elif number > start[0] and is_block(slot.element):
            parts.append(" ")
        parts.append(slot.text[first:last])
    return "".join(parts)
