"""Letters: who wrote to whom, when and from where, as the header of a text says it.

Only what an editor gave is written. A name is linked to the entry of a register if exactly one
entry has it, a date has a value if its words are certain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tei_edition.dating.calendars import month_length
from tei_edition.dating.phrases import find_dates
from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Callable

_ISO = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
# A dateline is short, and at the head or the foot of a letter.
_LONGEST = 60
_EDGE = 3


class LetterFacts(NamedTuple):
    """What is known of a letter, in the words of the editor; empty for what is not known."""

    sender: str = ""
    addressee: str = ""
    date: str = ""
    place: str = ""


class HeaderName(NamedTuple):
    """A name for the header: its words, and the pointer to its entry, if there is one."""

    words: str
    pointer: str = ""


def speak(name: str) -> str:
    """Return a person's name as it is spoken: *Ann Smith* of *Smith, Ann*."""
    family, comma, given = (part.strip() for part in name.partition(","))
    return f"{given} {family}" if comma and given else name


def write_correspondence(
    letter: LetterFacts, find: Callable[[str, str], HeaderName], language: str, indent: str
) -> str:
    """Return the `profileDesc` of a letter; empty if nothing is known.

    `find` gives the entry for a name and the element that it is to be in. Raises EditionError for a
    date that is not certain.
    """
    sent = []
    if letter.sender:
        sent.append(_write_name("persName", find(letter.sender, "persName")))
    if letter.place:
        sent.append(_write_name("placeName", find(letter.place, "placeName")))
    if letter.date:
        sent.append(write_date(letter.date, language))
    received = []
    if letter.addressee:
        received.append(_write_name("persName", find(letter.addressee, "persName")))
    lines = []
    for kind, found in (("sent", sent), ("received", received)):
        if found:
            lines.append(f'    <correspAction type="{kind}">')
            lines += [f"      {element}" for element in found]
            lines.append("    </correspAction>")
    if not lines:
        return ""
    whole = ["<profileDesc>", "  <correspDesc>", *lines, "  </correspDesc>", "</profileDesc>"]
    return "".join(f"{indent}{line}\n" for line in whole)


def _write_name(element: str, name: HeaderName) -> str:
    pointer = f" ref={quoteattr(name.pointer)}" if name.pointer else ""
    return f"<{element}{pointer}>{escape(name.words)}</{element}>"


def write_date(given: str, language: str) -> str:
    """Return a date as an element: of a value, 1852-05-03, or of words that name a date.

    Raises EditionError for what is neither, and for words whose date is not certain.
    """
    given = " ".join(given.split())
    if (value := _ISO.fullmatch(given)) is not None:
        year, month, day = (int(part or 0) for part in value.groups())
        is_month = value[2] is None or 1 <= month <= 12
        if is_month and (value[3] is None or 1 <= day <= month_length(year, month)):
            return f'<date when="{given}"/>'
    dated = read_date(given, language)
    if dated is None:
        raise EditionError(
            f'"{given}" is not a date that is certain',
            hint="give the year, month and day as 1852-05-03, or the year alone",
        )
    written = "".join(f" {name}={quoteattr(found)}" for name, found in dated)
    return f"<date{written}>{escape(given)}</date>"


def read_date(words: str, language: str) -> tuple[tuple[str, str], ...] | None:
    """Return the attributes of words that are nothing but one certain date; None for others."""
    found = list(find_dates(words, language.partition("-")[0].lower()))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(words)):
        return None
    return found[0].attributes or None


def find_dateline(paragraphs: list[str], language: str) -> str:
    """Return the words of the date in the dateline of a letter; empty if there is no certain one.

    It is in one of the first or the last paragraphs, and no other of these has a date.
    """
    edges = dict.fromkeys((*paragraphs[:_EDGE], *paragraphs[-_EDGE:]))
    found = [
        part[date.start : date.end]
        for part in edges
        if len(part) <= _LONGEST
        for date in find_dates(part, language.partition("-")[0].lower())
        if date.attributes
    ]
    return found[0] if len(found) == 1 else ""
