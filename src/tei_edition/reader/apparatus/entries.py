"""Read the entries of the critical apparatus, and find their words in the text.

Real files hardly ever declare by which method they are encoded: it is found entry by entry (TEI
Guidelines, section 13.2), and entries of all methods become the same facts. The words that a
located entry is about are marked in the tree, so that a stylesheet finds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from tei_edition.facts.apparatus import Detail, Entry, Mark, Method, Reading, Standing
from tei_edition.reader.apparatus.elements import find_printed_sigla, split_sigla
from tei_edition.reader.apparatus.locating import Finder, Located, find_passage
from tei_edition.reader.corpora import find_part
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import EXTENTS, WORDLESS, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml import etree

    from tei_edition.config.tables import TextTable


class Seen(NamedTuple):
    """An `app` as the reader found it: its passage, and the words of each reading."""

    app: etree._Element
    passage: str
    words: Mapping[etree._Element, str]


def read_entries(
    root: etree._Element, seen: list[Seen], shown: TextTable, sigla: tuple[str, ...] = ()
) -> tuple[Entry, ...]:
    """Every entry of a file, in the order of its `app` elements.

    `sigla` are those with spaces in them, which @wit does not part.
    """
    if not seen:
        return ()
    finder = Finder(root, shown)
    places = finder.find_all([one.app for one in seen])
    return tuple(_read_entry(one, finder, places[one.app], sigla) for one in seen)


# What an entry says.


def _read_entry(seen: Seen, finder: Finder, found: Located, sigla: tuple[str, ...]) -> Entry:
    app = seen.app
    span = found.span
    above = next(app.iterancestors(tei("app")), None)
    passage, last = _find_passages(seen, finder, found)
    readings = tuple(_read_readings(app, seen.words, sigla))
    lemma = next((reading.text for reading in readings if reading.is_lemma), "")
    if finder.method(app) is Method.SEGMENTATION:
        lemma = readings[0].text if readings and not any(r.is_lemma for r in readings) else lemma
    elif span is not None and found.standing is Standing.FOUND:
        lemma = finder.runs.words(span)
        # A lemma without words of its own has those of its place.
        readings = tuple(
            structs.replace(r, text=lemma) if r.is_lemma and _is_bare(r) else r for r in readings
        )
    holder = next(app.iterancestors(tei("listApp")), None)
    listed = "" if holder is None else holder.get("type", "")
    pointers = (f"{app.get('from', '')} {app.get('to', '')}").strip()
    return Entry(
        anchor=app.get(ANCHOR, ""),
        passage=passage,
        readings=readings,
        location=locate(app),
        method=finder.method(app),
        standing=found.standing,
        lemma=lemma,
        place=app.get("loc", "").strip() or pointers,
        type=app.get("type", "") or listed,
        parent="" if above is None else above.get(ANCHOR, ""),
        details=tuple(_read_details(app, sigla)),
        span=finder.count(span) if span is not None else (-1, -1),
        last_passage=last,
        part=find_part(app),
    )


def _find_passages(seen: Seen, finder: Finder, found: Located) -> tuple[str, str]:
    """Return the passage in which the words of an entry begin, and another in which they end."""
    app, span = seen.app, found.span
    if finder.method(app) is Method.SEGMENTATION:
        words = finder.trim(span) if span is not None else None
        if words is None or words.start == words.end:
            return seen.passage, ""
    elif found.standing in (Standing.FOUND, Standing.NO_LEMMA) and span is not None:
        words = span
    else:
        return app.get(ANCHOR, ""), ""
    slots = finder.runs.slots
    there = [
        slots[number].element
        for number, start, end in finder.runs.pieces(words)
        if slots[number].text[start:end].strip()
    ] or [slots[words.start.slot].element]
    # What is counted for readers says more than the speech or list around it.
    first = find_passage(next(filter(_is_counted, there), there[0]))
    last = find_passage(next(filter(_is_counted, reversed(there)), there[-1]))
    return first, last if last != first else ""


def _is_counted(element: etree._Element) -> bool:
    """Whether an element is in a paragraph or a line of verse."""
    around = (element, *element.iterancestors())
    return any(local(above.tag) in {"p", "ab", "l"} for above in around)


def _read_readings(
    group: etree._Element,
    words: Mapping[etree._Element, str],
    sigla: tuple[str, ...],
    groups: tuple[str, ...] = (),
) -> Iterator[Reading]:
    for child in group:
        name = local(child.tag)
        if name in {"lem", "rdg"}:
            witnesses = split_sigla(child.get("wit", ""), sigla)
            author = find_author(child)
            if not witnesses and (printed := find_printed_sigla(child)) is not None:
                witnesses = split_sigla(words_of(printed), sigla)
            yield Reading(
                text=words.get(child, ""),
                witnesses=witnesses,
                is_lemma=name == "lem",
                location=locate(child),
                id=child.get(XML_ID, ""),
                type=child.get("type", ""),
                cause=child.get("cause", ""),
                hand=child.get("hand", ""),
                sequence=child.get("varSeq", "").strip(),
                responsible=tuple(author.get("resp", "").split()),
                sources=tuple(author.get("source", "").split()),
                groups=groups,
                copies=(child.get("copyOf") or child.get("sameAs") or "").strip(),
                pictures=tuple(child.get("facs", "").split()),
                signs=tuple(
                    local(sign.tag) for sign in child.iter(*map(tei, WORDLESS)) if not len(sign)
                ),
                marks=tuple(
                    Mark(
                        local(mark.tag),
                        split_sigla(mark.get("wit", ""), sigla) or witnesses,
                        locate(mark),
                    )
                    for mark in child.iter(*map(tei, EXTENTS))
                ),
            )
        elif name == "rdgGrp":
            yield from _read_readings(child, words, sigla, (*groups, child.get("type", "")))


# What no witness has, if it is all that a reading consists of; what is deleted, witnesses have.
_OWN = frozenset({"add", "corr", "supplied"})


def find_author(reading: etree._Element) -> etree._Element:
    """Return the element that says who proposed a reading: itself, else the words in it.

    `fp:authored` in XSLT does the same, and for deletions too.
    """
    children = [child for child in reading if local(child.tag)]
    has_words = any((text or "").strip() for text in (reading.text, *(c.tail for c in reading)))
    is_said = any(reading.get(name) for name in ("resp", "source", "wit"))
    if is_said or has_words or len(children) != 1 or local(children[0].tag) not in _OWN:
        return reading
    return children[0] if children[0].get("resp") or children[0].get("source") else reading


def _is_bare(reading: Reading) -> bool:
    said = (reading.text, reading.signs, reading.copies, reading.pictures, reading.marks)
    return not any(said)


def _read_details(group: Iterable[etree._Element], sigla: tuple[str, ...]) -> Iterator[Detail]:
    for child in group:
        name = local(child.tag)
        if name in {"note", "witDetail"}:
            yield Detail(
                element=name,
                text=words_of(child),
                location=locate(child),
                type=child.get("type", ""),
                witnesses=split_sigla(child.get("wit", ""), sigla),
                targets=tuple(child.get("target", "").split()),
            )
        elif name == "rdgGrp":
            yield from _read_details(child, sigla)
        elif name in {"lem", "rdg"}:
            yield from _read_details(child.iterchildren(tei("witDetail")), sigla)
