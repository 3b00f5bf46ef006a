"""Propose the dates that texts have without markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from tei_edition.dating.calendars import GREGORIAN
from tei_edition.dating.phrases import UNCERTAIN, find_dates
from tei_edition.dating.timespans import name_calendar
from tei_edition.editing.tagging.contexts import read_around
from tei_edition.editing.tagging.placing import place
from tei_edition.editing.tagging.proposals import Proposal, Tagging, Treatment
from tei_edition.language.tags import primary_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tei_edition.config import Config
    from tei_edition.dating.phrases import DatePhrase
    from tei_edition.editing.tagging.blocks import Block, FileWords
    from tei_edition.editing.tagging.frames import WrittenElement
    from tei_edition.editing.tagging.placing import Permission

_DATE = "date"
# What is a date already, or a number of something else.
_HELD = frozenset({
    "biblScope", "citedRange", "date", "docDate", "geo", "locus", "measure", "num", "time",
})  # fmt: skip
_TAG = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_CALENDAR = re.compile(r"<(?:[\w.-]+:)?calendar\s[^>]*xml:id\s*=\s*[\"']([^\"']+)")
_ISO = re.compile(r"<(?:[\w.-]+:)?date\s[^>]*?\b(?:when|from|to|notBefore|notAfter)(-iso)?\s*=")


def find_file_dates(
    file: str, words: FileWords, config: Config, permission: Permission
) -> Iterator[Proposal]:
    """Yield the dates of a file, in order of its blocks."""
    calendar = config.tag.calendar or _find_calendar(words.text)
    suffix = _find_suffix(words.text)
    for block in words.blocks:
        if not any(map(str.isdigit, block.text)) and primary_language(block.frame.language) != "la":
            continue
        for phrase in find_dates(block.text, primary_language(block.frame.language), calendar):
            if found := _propose(file, words.text, block, phrase, suffix, permission):
                yield found


def _propose(
    file: str,
    text: str,
    block: Block,
    phrase: DatePhrase,
    suffix: str,
    permission: Permission,
) -> Proposal | None:
    (start, first), (end, last) = block.locate(phrase.start, phrase.end)
    if _is_held(first) or any(name in _HELD for name in _TAG.findall(text, start, end)):
        return None
    placed = place((start, first), (end, last), _DATE, permission)
    before, after = read_around(block.text, phrase.start, phrase.end)
    treatment, reason = Treatment.WRITE, phrase.reason
    if phrase.is_wrong:
        treatment = Treatment.ASK
    if placed.trouble:
        treatment, reason = Treatment.BLOCKED, placed.trouble
    attributes = tuple((name + suffix, value) for name, value in phrase.attributes)
    form = " ".join(block.text[phrase.start : phrase.end].split())
    return Proposal(
        file, placed.start, placed.end, form, before, after, treatment, placed.frame, reason,
        tagging=Tagging(_DATE, attributes),
    )  # fmt: skip


def _is_held(frame: WrittenElement | None) -> bool:
    while frame is not None:
        if frame.name in _HELD:
            return True
        frame = frame.parent
    return False


def _find_calendar(text: str) -> str:
    """Return the calendar of a file: uncertain, if it declares another than the Gregorian."""
    declared = {name_calendar(name) or name for name in _CALENDAR.findall(text)}
    return UNCERTAIN if declared - {GREGORIAN} else ""


def _find_suffix(text: str) -> str:
    """Return `-iso` if most dates of a file have such attributes."""
    found = _ISO.findall(text)
    return "-iso" if sum(map(bool, found)) * 2 > len(found) else ""


def drop_crossing(dates: Iterable[Proposal], names: Sequence[Proposal]) -> list[Proposal]:
    """Return the dates that share no words with a name."""
    taken = sorted((name.start, name.end) for name in names)
    starts = [start for start, _ in taken]
    kept: list[Proposal] = []
    for date in dates:
        at = bisect_right(starts, date.end - 1)
        if not at or max(end for _, end in taken[max(0, at - 1) : at]) <= date.start:
            kept.append(date)
    return kept
