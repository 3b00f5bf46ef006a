"""Where problems are, one beside another: what they are about, and which lines they share."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tei_edition.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tei_edition.problems import Location

# Whether a problem follows from another, or is a cause.
Test = Callable[[Problem], bool]


def is_of(
    told: Problem, code: str, elements: Collection[str], attributes: Collection[str] | None = None
) -> bool:
    """Whether a problem has a code, and is about some elements and some of their attributes."""
    about = told.about
    is_named = attributes is None or about.attribute in attributes
    return told.code == code and about.element in elements and is_named


def list_places(found: Iterable[Problem], *codes: str) -> set[Location]:
    """Return the places of the problems of some codes."""
    return {p.location for p in found if p.code in codes}


def list_repeated(found: Iterable[Problem]) -> set[int]:
    """Return the attributes of a `geo` behind its first that is wrong: latitude, then longitude."""
    seen: set[tuple[str, int]] = set()
    again: set[int] = set()
    for told in found:
        if is_of(told, "schema-unknown-attribute", ("geo",)):
            key = (told.location.file, told.location.line)
            if key in seen:
                again.add(id(told))
            seen.add(key)
    return again


# The columns at which elements of a name were refused, by file and line.
_Refused = Mapping[tuple[str, int], list[tuple[str, int]]]


def list_refused(found: Iterable[Problem]) -> _Refused:
    """Return the elements that are not known, or have a wrong attribute, by file and line."""
    refused: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for told in found:
        if told.code in {"schema-unknown-attribute", "schema-unknown-element"}:
            key = (told.location.file, told.location.line)
            refused.setdefault(key, []).append((told.about.element, told.location.column))
    return refused


def is_in_refused(told: Problem, refused: _Refused) -> bool:
    """Whether words are not allowed in an element that itself is wrong, just before them.

    An element whose name is unknown may have been taken for one of a similar name.
    """
    place, around = told.location, told.about.element
    return bool(around) and any(
        column < place.column and name.startswith(around)
        for name, column in refused.get((place.file, place.line), ())
    )


# So many lines a group of readings may have.
_IN_GROUP = 6
# So many lines an entry of the apparatus or of a register may have.
_NEARBY = 25


def list_before(found: list[Problem], code: str, is_cause: Test) -> set[Location]:
    """Return the places of problems of a code that some others follow most closely.

    An entry seems to lack what is in it, but is written wrong.
    """
    places: dict[str, list[Location]] = {}
    for told in found:
        if told.code == code:
            places.setdefault(told.location.file, []).append(told.location)
    for listed in places.values():
        listed.sort()
    before = set()
    for told in found if places else ():
        if is_cause(told):
            listed = places.get(told.location.file, [])
            number = bisect_left(listed, told.location)
            if number and told.location.line - listed[number - 1].line <= _NEARBY:
                before.add(listed[number - 1])
    return before


def list_unwrapped(found: Iterable[Problem]) -> set[Location]:
    """Return where an element lacks others directly behind words that are not allowed in it."""
    words: dict[tuple[str, str], list[int]] = {}
    unwrapped = set()
    for told in found:
        key = (told.location.file, told.about.element)
        if told.code == "schema-unexpected-text":
            words.setdefault(key, []).append(told.location.line)
    for told in found if words else ():
        lines = words.get((told.location.file, told.about.element), ())
        line = told.location.line
        if told.code == "schema-missing-element" and any(0 <= line - at <= 2 for at in lines):
            unwrapped.add(told.location)
    return unwrapped


def at_attributes(found: Iterable[Problem], element: str) -> list[Location]:
    """Return the places of attributes that an element may not have."""
    return [p.location for p in found if is_of(p, "schema-unknown-attribute", (element,))]


def is_behind(told: Problem, places: Iterable[Location]) -> bool:
    """Whether a problem is a little behind one of some places, as in an element that begins there.

    So the readings of a group are.
    """
    here = told.location
    return any(
        place.file == here.file and place < here and here.line - place.line <= _IN_GROUP
        for place in places
    )


def list_after(found: list[Problem], code: str, cause: str) -> set[Location]:
    """Return the places of problems of a code that follow those of another most closely."""
    places = sorted(list_places(found, code))
    after = set()
    for told in found if places else ():
        if told.code == cause:
            number = bisect_left(places, told.location)
            if number == len(places) or places[number].file != told.location.file:
                continue
            if places[number].line - told.location.line <= _NEARBY:
                after.add(places[number])
    return after


# The last column of some attributes on each line.
_Lines = dict[tuple[str, int], int]


def list_attributes(found: Iterable[Problem], is_cause: Test) -> _Lines:
    """Return the places of the problems of some attributes."""
    lines: _Lines = {}
    for told in found:
        if is_cause(told):
            place = told.location
            key = (place.file, place.line)
            lines[key] = max(place.column, lines.get(key, 0))
    return lines


def follows_start(start: Location, attributes: _Lines) -> bool:
    """Whether one of some attributes is on the line of an element, as in its start tag."""
    return attributes.get((start.file, start.line), 0) > start.column


def list_orphans(found: list[Problem]) -> set[int]:
    """Return the pointers that lead nowhere because what they mean has the id of something else.

    That is so if a file has as many ids twice as others are missing in it.
    """
    twice = Counter(p.location.file.rpartition("/")[2] for p in found if p.code == "duplicate-id")
    lost: dict[str, list[Problem]] = {}
    for told in found if twice else ():
        is_lost = told.code.startswith("unknown-") or told.code == "missing-declaration"
        if is_lost and not told.fix:
            path, mark, _ = next(iter(told.about.values), "").partition("#")
            file = path if mark and path else told.location.file
            lost.setdefault(file.rpartition("/")[2], []).append(told)
    return {
        id(told)
        for file, several in lost.items()
        if len({value.rpartition("#")[2] for one in several for value in one.about.values})
        <= twice[file]
        for told in several
    }
