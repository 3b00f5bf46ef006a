"""Read datings, the calendars of a header, and the life dates of entities.

With `reader`, of which it is a part, it is all that derives facts of time from TEI's elements.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from tei_edition.dating.timespans import DATING, CalendarName, name_calendar, read_time
from tei_edition.facts.times import Act, EntityTime, LifeDate, TimeSpan
from tei_edition.reader.corpora import find_part
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import ENTRIES, XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

    from tei_edition.config.tables import TextTable

    ReadTime = Callable[[etree._Element], TimeSpan]

_NO_TIME = TimeSpan()
_ORIGINS = {"origDate": "origin", "creation": "creation", "correspAction": "sent"}
_YEAR = re.compile(r"\d{4}", re.ASCII)
_LIFE = ("birth", "death", "floruit")
# What says in a birth or death where it was.
PLACE_WORDS = frozenset({
    "placeName", "geogName", "country", "region", "settlement", "district", "address", "note",
})  # fmt: skip
# Words that lead to a date without saying anything of it.
_LEADING_WORDS = frozenset(
    {"", "am", "in", "im", "le", "on", "*", "†", "born", "died", "geb.", "gest."}
)
_ASPECTS = {"birth": "birth", "death": "death", "floruit": "floruit", "event": "event"}


def read_calendars(root: etree._Element) -> dict[str, CalendarName]:
    """Return calendars of a header's calendarDesc by their ids (TEI Guidelines, section 2.4.5)."""
    found = {}
    for calendar in root.iter(tei("calendar")):
        ident = calendar.get(XML_ID, "")
        label = words_of(calendar) or ident
        found[ident] = CalendarName(name_calendar(ident) or name_calendar(label), label)
    return found


def make_time_reader(root: etree._Element, settings: TextTable) -> ReadTime:
    """Return a function that reads the time that an element of this file says."""
    calendars = read_calendars(root)

    @functools.lru_cache(maxsize=256)
    def name_periods(pointers: str, has_words: bool) -> TimeSpan:
        """Return the periods that a @period names, where the element itself has no words."""
        names = () if has_words else (_name_period(root, pointer) for pointer in pointers.split())
        return TimeSpan(otherwise=tuple(("", name) for name in names))

    @functools.lru_cache(maxsize=4096)
    def read_attributes(found: tuple[tuple[str, str], ...]) -> TimeSpan:
        return read_time(dict(found), calendars, year_zero=settings.year_zero)

    def read(element: etree._Element) -> TimeSpan:
        attributes = {
            str(name): str(value)
            for name, value in element.attrib.items()
            if not str(name).startswith("{")
        }
        if DATING.isdisjoint(attributes):
            period = attributes.get("period", "")
            return name_periods(period, bool(words_of(element))) if period else _NO_TIME
        for name, attribute in (("precision", "precision"), ("certainty", "cert")):
            # What qualifies the whole dating may be a separate element in it.
            inner = element.find(tei(name))
            if inner is not None and attribute not in attributes:
                attributes[attribute] = inner.get(attribute, "")
            # A birth of which the year is uncertain may have its year in a date.
            above = element.getparent() if element.tag == tei("date") else None
            if above is not None and local(above.tag) in _LIFE and attribute not in attributes:
                beside = above.find(tei(name))
                attributes[attribute] = above.get(attribute, "") or (
                    "" if beside is None else beside.get(attribute, "")
                )
        # Many have the same year, and each is asked for its time several times.
        return read_attributes(tuple(attributes.items()))

    return read


def _name_period(root: etree._Element, pointer: str) -> str:
    """Return what a period is called where this file defines it, else what ends its address."""
    ident = re.split("[#/:]", pointer.rstrip("/"))[-1]
    is_here = pointer.startswith("#")
    found = [e for e in root.iter(tei("*")) if is_here and e.get(XML_ID) == ident]
    named = (words_of(e) for f in found for e in (*f.iterchildren(*map(tei, _PERIODS)), f))
    return next(filter(None, named), ident)


# In these a category, event or date says what it is called.
_PERIODS = ("label", "eventName", "catDesc", "head", "desc")


def read_entry_times(entry: etree._Element, read: ReadTime) -> Iterator[EntityTime]:
    """When an entry says that its entity lived, lasted or happened, each as it is encoded."""
    for element in entry.iterchildren(*map(tei, _LIFE)):
        if is_ceremony(element):
            continue
        found, time = find_dated(element, read)
        times = [time]
        if found is not element and time != read(element):
            dates = (d for d in element.findall(tei("date")) if not is_ceremony(d))
            times = [t for d in dates if _says_when(t := read(d))]
        aspect = local(element.tag)
        for time in times:
            words = _words_without_places(element, is_dated=_says_when(time))
            if words or _says_when(time):
                yield EntityTime(aspect, time, words)
    if _says_when(time := read(entry)):
        yield EntityTime("time", time)


# The beginnings of what editors write in @type where the day is that of a ceremony.
_CEREMONY = re.compile(
    "bapt|baut|batt|bury|buri|beerd|begräb|bestatt|christen|chrzest|chrzc|enterr|entierro|funer|"
    "inhum|interment|obsèques|pogrzeb|sepol|tauf|креще|крестин|похорон|погреб",
    re.IGNORECASE,
)


def is_ceremony(element: etree._Element) -> bool:
    """Whether a birth or death, or a date in it, is of a baptism or funeral, and so another day."""
    return _CEREMONY.match(element.get("type", "").strip()) is not None


def _says_when(time: TimeSpan) -> bool:
    return bool(time.given or any(value for _, value in time.otherwise))


def _words_without_places(element: etree._Element, *, is_dated: bool) -> str:
    """Return the words of a date; those that name a place, as in `<birth>` often, tell no time.

    Where an attribute says when, only those are wanted that are before the date in it and may
    qualify it: `<death>after <date when="1970"/></death>`.
    """
    parts = [element.text or ""]
    for child in element:
        if is_dated and local(child.tag) == "date":
            return _keep_qualifier("".join(parts))
        parts.append("" if local(child.tag) in PLACE_WORDS else words_of(child))
        parts.append(child.tail or "")
    return "" if is_dated else " ".join("".join(parts).split()).strip(" ,;")


def _keep_qualifier(words: str) -> str:
    """Return the words right before a date, unless they only lead to it: *in York, after*, *on*."""
    last = re.split(r"[,;]", " ".join(words.split()))[-1].strip()
    return "" if last.casefold() in _LEADING_WORDS else last


def read_life_dates(root: etree._Element, read: ReadTime) -> Iterator[LifeDate]:
    """When the entities of this file began, were and ended (TEI Guidelines, section 14.3.2)."""
    for element in root.iter(*map(tei, _ASPECTS)):
        entry = _find_entry(element)
        if entry is None:
            continue
        if element.tag == tei("event"):
            words = words_of(_find_label(element)) or element.get("type", "")
        else:
            words = words_of(element)
        dated, time = find_dated(element, read)
        if time.given or time.otherwise:
            aspect = _ASPECTS[local(element.tag)]
            if is_ceremony(element):
                aspect, words = "event", element.get("type", "").strip()
            yield LifeDate(entry.get(XML_ID, ""), aspect, time, words, locate(dated))


def read_origins(
    root: etree._Element, read: ReadTime, letters: Mapping[etree._Element, str]
) -> Iterator[LifeDate]:
    """When the texts of a file were made, or sent, as headers say; not when a witness was.

    `letters` are its correspDescs, each with the anchor of the letter in the file.
    """
    found: dict[tuple[str, TimeSpan, str], LifeDate] = {}
    headers = list(root.iter(tei("teiHeader")))
    for element in (e for header in headers for e in header.iter(*map(tei, _ORIGINS))):
        aspect = _ORIGINS[local(element.tag)]
        is_witness = next(element.iterancestors(tei("witness")), None) is not None
        if is_witness or (aspect == "sent" and element.get("type") != "sent"):
            continue
        dated, time = find_dated(element, read)
        if time.given or time.otherwise:
            described = next(element.iterancestors(tei("correspDesc")), None)
            anchor = find_part(element) if described is None else letters.get(described, "")
            life = LifeDate("", aspect, time, words_of(dated), locate(dated), anchor)
            found.setdefault((aspect, time, anchor), life)
    yield from found.values()


def read_acts(root: etree._Element, read: ReadTime) -> Iterator[Act]:
    """Return the senders and recipients of letters, with dates (TEI Guidelines, section 2.4.6)."""
    for action in root.iter(tei("correspAction")):
        dates = action.findall(tei("date"))
        times = [time for date in dates if (time := read(date)).first is not None]
        if not times:
            continue
        for name in action.iter(*map(tei, ("persName", "orgName", "name", "rs"))):
            pointers = tuple((name.get("ref") or name.get("key") or "").split())
            if pointers:
                yield Act(pointers, action.get("type", ""), times[0], locate(name))


def _find_entry(element: etree._Element) -> etree._Element | None:
    """Return the entry of a register that an element belongs to, itself if it is one."""
    for holder in (element, *element.iterancestors()):
        if local(holder.tag) in ENTRIES and holder.get(XML_ID) is not None:
            return holder if holder.get(XML_ID) == holder.get(ANCHOR) else None
        if local(holder.tag) in {"text", "teiHeader"}:
            return None
    return None


def find_dated(element: etree._Element, read: ReadTime) -> tuple[etree._Element, TimeSpan]:
    """Return the element whose attributes say when, itself or a date in it, and the time."""
    dates = sorted(element.findall(tei("date")), key=is_ceremony)
    for dated in (element, *dates):
        time = read(dated)
        if time.given or time.otherwise:
            return dated, time
    # `<birth>1769</birth>` says when as plainly as an attribute does.
    words = words_of(element)
    return element, read_time({"when": words} if _YEAR.fullmatch(words) else {}, {})


def _find_label(event: etree._Element) -> etree._Element | None:
    wanted = ("label", "head", "eventName", "desc")
    return next((e for name in wanted if (e := event.find(tei(name))) is not None), None)
