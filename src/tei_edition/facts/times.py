"""Times: terms, spans, dates of lives and acts."""

from __future__ import annotations

import msgspec

from tei_edition.problems import Location


class Term(msgspec.Struct, frozen=True, gc=False):
    """A dating as one calendar of the edition gives it.

    `start` and `end` are days, months or years in numbers of that calendar, empty if the bound
    is open; `reckoned` names those that are not written, but follow from a length of time.
    """

    calendar: str
    start: str = ""
    end: str = ""
    reckoned: tuple[str, ...] = ()


class TimeSpan(msgspec.Struct, frozen=True, gc=False):
    """A time, to the precision that the edition gives it (TEI Guidelines, section 14.4).

    `first` and `last` are the Julian day numbers of its earliest and latest day, None if that
    bound is open, or the calendar is none that is known here. `given` has its terms in those
    calendars that are; `otherwise` calendar and value, unchanged, in those that are not.
    `uncertain` names the bounds that are limits of what may be (@notBefore, @notAfter), rather
    than the start or end of what lasted.
    """

    first: int | None = None
    last: int | None = None
    given: tuple[Term, ...] = ()
    otherwise: tuple[tuple[str, str], ...] = ()
    uncertain: tuple[str, ...] = ()
    duration: str = ""
    precision: str = ""
    certainty: str = ""


class EntityTime(msgspec.Struct, frozen=True, gc=False):
    """A date of an entity: its beginning, its duration or its end.

    `aspect` is birth, death or floruit, or time for what the entry itself is dated to; `words`
    are those of the entry where no attribute says when, and else those that qualify the date
    ("after").
    """

    aspect: str
    time: TimeSpan
    words: str = ""


class LifeDate(msgspec.Struct, frozen=True, gc=False):
    """When an entity began, was or ended: `aspect` is birth, death, floruit or event.

    Of no entity, it is when the file's own text was made or sent: origin, creation or sent;
    `anchor` is then that of the text or letter in the file that is meant, if it is not the whole.
    """

    entity: str
    aspect: str
    time: TimeSpan
    words: str
    location: Location
    anchor: str = ""


class Act(msgspec.Struct, frozen=True, gc=False):
    """A dated action from the header: a letter sent or received (`kind`)."""

    pointers: tuple[str, ...]
    kind: str
    time: TimeSpan
    location: Location
