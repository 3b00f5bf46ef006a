"""A letter says who sent it and when, and its header agrees with its own dateline."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.checks.suggested import find_suggested
from tei_edition.dating.calendars import format_day, from_number
from tei_edition.problems import problem
from tei_edition.reader.datings import make_time_reader
from tei_edition.reader.letters import LETTER_HOLDERS, find_letters
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.config import Config
    from tei_edition.facts.text import Text
    from tei_edition.facts.times import TimeSpan
    from tei_edition.problems import Problem
    from tei_edition.reader.datings import ReadTime
    from tei_edition.source import Source

_NAMES = tuple(map(tei, ("persName", "orgName", "name", "rs")))
_POINTERS = ("ref", "key", "when", "from", "to", "notBefore", "notAfter", "when-custom")
# Letters in letters, and what editors say of one, have datelines of their own.
_OTHERS = frozenset(map(tei, ("cit", "floatingText", "note", "q", "quote", "teiHeader")))


@check("file", "letter-incomplete", "letter-date-mismatch")
def check_letters(source: Source, _text: Text, config: Config) -> Iterator[Problem]:
    """Yield a problem for each letter without sender or date, or with two dates that differ."""
    assert source.root is not None
    read = make_time_reader(source.root, config.text)
    for described, letter in _list_letters(source.root):
        actions = described.findall(tei("correspAction"))
        # A description in prose may say all of it.
        if not actions or any(a.find(tei("p")) is not None for a in actions):
            continue
        sent = [action for action in actions if action.get("type") == "sent"]
        bare = [a for a in actions if not a.get("type", "").strip()]
        if bare:
            yield from _check_types(bare)
        elif sent or not any(_is_misspelt(action) for action in actions):
            yield from _check_sender(described, sent)
            yield from _check_date(described, sent, read)
        if letter is not None:
            yield from _check_dateline(letter, sent, read)


def _list_letters(
    root: etree._Element,
) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    """Yield the description of each letter with the letter itself, None if that is not known."""
    found = find_letters(root)
    anchors = set(found.values()) - {""}
    holders = root.iter(*map(tei, LETTER_HOLDERS)) if anchors else ()
    letters = {a: e for e in holders if (a := e.get(ANCHOR, "")) in anchors}
    for described, anchor in found.items():
        whole = next(described.iterancestors(tei("TEI")), None)
        shared = [] if whole is None else list(whole.iter(tei("correspDesc")))
        yield described, letters.get(anchor, whole if len(shared) == 1 else None)


def _check_types(bare: list[etree._Element]) -> Iterator[Problem]:
    """Yield the problem of each act that may be that of the sender or that of the receiver."""
    for action in bare:
        yield problem(
            "letter-incomplete",
            "<correspAction> has no @type: it is not known who sent the letter and who received it",
            locate(action),
            hint='add type="sent" for who wrote it, type="received" for who got it',
            cause="acts of correspondence without @type",
        )


def _is_misspelt(action: etree._Element) -> bool:
    """Whether the type of an action is reported, as nearly one that the Guidelines suggest."""
    return bool(find_suggested("correspAction", "type", action.get("type", "")))


def _check_sender(described: etree._Element, sent: list[etree._Element]) -> Iterator[Problem]:
    if not any(_is_said(name) for action in sent for name in action.iter(*_NAMES)):
        yield problem(
            "letter-incomplete",
            "the header does not say who sent the letter",
            locate(sent[0] if sent else described),
            hint='name the sender in <correspAction type="sent">, or say there that the sender'
            " is unknown",
            cause="letters whose headers name no sender",
        )


def _check_date(
    described: etree._Element, sent: list[etree._Element], read: ReadTime
) -> Iterator[Problem]:
    dates = [date for action in sent for date in action.iter(tei("date"))]
    if any(_is_placed(read(date)) for date in dates):
        return
    is_said = any(words_of(date) for date in dates)
    yield problem(
        "letter-incomplete",
        "the date of the letter has no attributes, so the letter cannot be sorted by date"
        if is_said
        else "the header does not say when the letter was sent",
        locate(dates[0] if dates else sent[0] if sent else described),
        hint='put <date when="…"/> into <correspAction type="sent">; if only limits are known,'
        " use @notBefore and @notAfter",
        cause="letters dated in words alone" if is_said else "letters whose headers give no date",
    )


def _check_dateline(
    letter: etree._Element, sent: list[etree._Element], read: ReadTime
) -> Iterator[Problem]:
    """Yield a problem if no date of the opener or closer can be that of the header."""
    header = [time for a in sent for date in a.iter(tei("date")) if _is_placed(time := read(date))]
    own = [(date, time) for date in _list_own_dates(letter) if _is_placed(time := read(date))]
    if not header or not own or any(_overlap(one, two) for one in header for _, two in own):
        return
    date, time = own[0]
    yield problem(
        "letter-date-mismatch",
        f"the letter is dated {_say(time)} in its text, and {_say(header[0])} in its header",
        locate(date),
        hint="correct one of them; if the writer made a mistake, keep the words and give the"
        " right day in the attributes",
        related=[locate(date) for a in sent for date in a.iter(tei("date"))][:1],
    )


def _list_own_dates(letter: etree._Element) -> Iterator[etree._Element]:
    """Yield the dates in which the letter says when it was written."""
    for line in letter.iter(tei("dateline")):
        above = itertools.takewhile(lambda a: a is not letter, line.iterancestors())
        if not any(holder.tag in _OTHERS for holder in above):
            yield from line.iter(tei("date"))


def _is_said(element: etree._Element) -> bool:
    return bool(words_of(element)) or any(element.get(name) for name in _POINTERS)


def _is_placed(time: TimeSpan) -> bool:
    return time.first is not None or time.last is not None


def _overlap(one: TimeSpan, two: TimeSpan) -> bool:
    """Whether two times have a day in common, as far as their bounds are known.

    One that ends before it begins is reported as such.
    """
    if any(time.first and time.last and time.first > time.last for time in (one, two)):
        return True
    return not any(
        start is not None and end is not None and start > end
        for start, end in ((one.first, two.last), (two.first, one.last))
    )


def _say(time: TimeSpan) -> str:
    days = [format_day(from_number(day)) for day in (time.first, time.last) if day is not None]
    return " to ".join(dict.fromkeys(days))
