"""Read the timelines of a transcript: the order of their points, and the time of each if known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.tei import XML_ID, local, tei

if TYPE_CHECKING:
    from lxml import etree

_UNITS = {"d": 86400.0, "h": 3600.0, "min": 60.0, "s": 1.0, "ms": 0.001}
_CLOCK = re.compile(r"(?:.*T)?(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?")
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_DURATION = re.compile(rf"P(?:{_NUMBER}D)?(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?")
_SHOWN = ("d", "h", "min", "s")


class Instant(NamedTuple):
    """A point of a timeline: its place among the others, and its second if that is known."""

    timeline: int
    place: int
    second: float | None


def read_timelines(root: etree._Element) -> dict[str, Instant]:
    """Return the points of all timelines of a file by what points to them, `#id`."""
    return {
        f"#{when.get(XML_ID)}": Instant(number, place, seconds.get(when.get(XML_ID, "")))
        for number, timeline in enumerate(root.iter(tei("timeline")))
        for seconds in [_read_seconds(timeline)]
        for place, when in enumerate(timeline.iterchildren(tei("when")))
        if when.get(XML_ID)
    }


def _read_seconds(timeline: etree._Element) -> dict[str, float]:
    """Return the second of each point that is known.

    An interval without @since is relative to the origin (TEI Guidelines, section 17.4.2), which
    need not be one of the points.
    """
    points = {w.get(XML_ID, ""): w for w in timeline if local(w.tag) == "when"}
    origin = timeline.get("origin", "").removeprefix("#")
    found: dict[str, float] = {}
    for ident, when in points.items():
        if clock := _CLOCK.fullmatch(when.get("absolute", "")):
            hours, minutes, seconds = clock.groups()
            found[ident] = int(hours) * 3600 + int(minutes) * 60 + float(seconds or 0)
    found.setdefault(origin, 0.0)
    for _ in points:  # a point may be relative to a later one
        known = len(found)
        for ident, when in points.items():
            since = when.get("since", "").removeprefix("#") or origin
            interval = _read_number(when.get("interval", ""))
            unit = _UNITS.get(when.get("unit") or timeline.get("unit") or "s")
            if ident not in found and since in found and interval is not None and unit:
                found[ident] = found[since] + interval * unit
        if len(found) == known:
            break
    return found


def _read_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < 10**9 else None


def say_duration(element: etree._Element, instants: dict[str, Instant]) -> str:
    """Return how long something lasts, as `1 min 2.5 s`; empty if the file does not say it."""
    match = _DURATION.fullmatch(element.get("dur") or element.get("dur-iso") or "")
    if match and any(match.groups()):
        pairs = zip(match.groups(), _SHOWN, strict=True)
        return " ".join(f"{_trim(number)} {unit}" for number, unit in pairs if number)
    start, end = (instants.get(element.get(name, "")) for name in ("start", "end"))
    if start is None or end is None or start.timeline != end.timeline:
        return ""
    if start.second is None or end.second is None or end.second <= start.second:
        return ""
    return f"{_trim(f'{end.second - start.second:.2f}')} s"


def _trim(number: str) -> str:
    """Return a number without the zeros that say nothing."""
    number = number.replace(",", ".")
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{'.' if rest else ''}{rest}"
