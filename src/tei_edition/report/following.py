"""Leave out the problems that follow from another, or that another tells better.

One mistake must be one problem: a file without a word that a check looks for, and a schema that
asks for it, are not two. What follows from what is decided by codes, places and what the problems
are about, never by their words: these may be written otherwise, or translated.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import FILE_TARGET, Problem, Severity
from tei_edition.tei import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tei_edition.problems import Location

# What the schema says less well than a check of our own, at the same place.
_TOLD_BETTER = {
    "schema-duplicate-id": ("duplicate-id",),
    "schema-malformed-id": ("malformed-id",),
    "schema-bad-value": ("invalid-dating", "invalid-language", "unusual-value"),
}
# A language is reported once for a file, at its first place; the schema tells every place.
_OF_LANGUAGE = frozenset({"xml:lang", "ident", "mainLang", "otherLangs"})

# What is reported of the value of an attribute.
_IN_ATTRIBUTE = frozenset({
    "bare-pointer", "calendar-mismatch", "dating-order", "invalid-dating", "malformed-identifier",
    "missing-declaration", "missing-file", "unclear-dating", "unusual-value", "wrong-target-kind",
})  # fmt: skip

# A name with an attribute that its pointer may be in; elements that are readings.
_NAMES = NAMES | {"author", "editor"}
_POINTED = frozenset({
    "entity", "href", "id", "idref", "key", "link", "name", "org", "person", "place", "pointer",
    "re", "ref", "reff", "refs", "register", "rel", "src", "target", "uri", "url", "who", "xml:id",
})  # fmt: skip
_READINGS = frozenset({"lem", "rdg", "rdgGrp"})

# What is read of elements of TEI, and follows from the place of an entry.
_OF_CONTENT = frozenset({"copy-text-differs", "incomplete-header", "citation-incomplete"})
_OF_USE = frozenset({"unreferenced-entity", "unused-witness", "unused-declaration"})
# What a citation takes from a header.
_CITED = frozenset({"title", "name", "publisher", "date"})
_TITLED = frozenset({"title", "author", "editor", "publisher", "date"})
_STATEMENTS = frozenset({"titleStmt", "publicationStmt"})
_PARTS_OF_NAMES = frozenset({"forename", "surname"})

# Whether a problem follows from another, or is a cause.
_Test = Callable[[Problem], bool]


def drop_following(found: list[Problem], codes: Collection[str] | None) -> Iterator[Problem]:
    """Yield the problems without those that another tells better at the same place.

    What is reported instead of an error of the schema is an error too. What is in an
    attribute that its element may not have is not judged.
    """
    every = {code for better in _TOLD_BETTER.values() for code in better}
    others = {code for code in every if codes is None or code in codes}
    better = {(p.location, p.code) for p in found if p.code in others}
    languages = {
        (p.location.file, value)
        for p in found
        if p.code == "invalid-language" and p.code in others
        for value in p.about.values
    }
    refused = _at(found, "schema-unknown-attribute")
    lost = _list_lost_values(found)
    tests = _list_tests(found)
    errors: set[tuple[Location, str]] = set()
    kept = []
    for told in found:
        instead = {(told.location, code) for code in _TOLD_BETTER.get(told.code, ())} & better
        is_told = told.code == "schema-bad-value" and (
            _is_language(told, languages) or _is_pointer(told, lost)
        )
        is_idle = told.location in refused and (
            told.code in _IN_ATTRIBUTE or told.code.startswith("unknown-")
        )
        is_idle |= any(test(told) for test in tests.get(told.code, ()))
        errors |= instead
        if not (instead or is_told or is_idle):
            kept.append(told)
    for told in kept:
        is_error = (told.location, told.code) in errors
        yield msgspec.structs.replace(told, severity=Severity.ERROR) if is_error else told


def _is_language(told: Problem, languages: Collection[tuple[str, str]]) -> bool:
    about = told.about
    return about.attribute in _OF_LANGUAGE and any(
        (told.location.file, value) in languages for value in about.values
    )


def _list_lost_values(found: Iterable[Problem]) -> Mapping[Location, set[str]]:
    """Return the pointers that lead nowhere, by their places."""
    lost: dict[Location, set[str]] = {}
    for told in found:
        if told.code.startswith("unknown-"):
            values = {value.lstrip("#") for value in told.about.values}
            lost.setdefault(told.location, set()).update(values)
    return lost


def _is_pointer(told: Problem, lost: Mapping[Location, set[str]]) -> bool:
    """Whether a value is reported with what it should point to, alone or among several."""
    values = lost.get(told.location, set())
    return len(values) > 1 or any(v.strip().lstrip("#") in values for v in told.about.values)


def _list_tests(found: list[Problem]) -> Mapping[str, list[_Test]]:
    """Return for the codes of what may follow from another problem how that is known."""
    # While the attribute for the pointer of a name is wrong, nobody can say whom it means.
    is_lost = any(_is_of(p, "schema-unknown-attribute", _NAMES, _POINTED) for p in found)
    misnamed = [p for p in found if p.code == "schema-unknown-element"]
    is_unsure = any(not _READINGS.isdisjoint(p.about.meant[:1]) for p in misnamed)
    emptied = {p.location.file for p in found if p.code == "schema-wrong-namespace"}
    headers = {p.location.file for p in found if _lacks_cited(p)}
    unread = {p.location.file for p in misnamed if _hides_statement(p)}
    headers |= unread
    senders = {p.location.file for p in misnamed if "correspAction" in p.about.meant}
    misplaced = [p.about for p in found if p.code == "schema-misplaced-element"]
    early = {about.other for about in misplaced if about.other}
    strays = {about.element for about in (*misplaced, *(p.about for p in misnamed))}
    undeclared = {p.location.file for p in found if _hides_languages(p)}
    lost = {p.location for p in found if p.code.startswith("unknown-")}
    lost |= {
        p.location for p in found if p.code == "wrong-entity-kind" and p.about.other != FILE_TARGET
    }
    meant = {
        (p.location.file, name)
        for p in found
        if p.code == "missing-declaration"
        for name in p.about.meant
    }
    orphans = _list_orphans(found)
    tests: defaultdict[str, list[_Test]] = defaultdict(list)

    def add(codes: Iterable[str], test: _Test) -> None:
        for code in codes:
            tests[code].append(test)

    def add_places(codes: Iterable[str], places: Collection[Location]) -> None:
        if places:
            add(codes, lambda told: told.location in places)

    def add_tags(codes: Iterable[str], cause: _Test) -> None:
        if lines := _list_attributes(found, cause):
            add(codes, lambda told: _follows_start(told.location, lines))

    add_places(["copy-text-differs"], _at(found, "foreign-markup"))
    add_places(["foreign-markup"], _at(found, "schema-unexpected-text"))
    add_places(["incomplete-header"], _at(found, "schema-missing-element"))
    add_places(["faulty-pattern"], _at(found, "schema-missing-attribute"))
    add_places(_OF_USE, _at(found, "duplicate-entity", "schema-misplaced-element"))
    add_places(["bare-pointer"], lost)
    add_places(["witness-missing"], _list_before(found, "witness-missing", _is_in_entry))
    add_places(["copy-text-differs"], _list_after(found, "copy-text-differs", "unknown-witness"))
    add_places(["entity-without-name"], _list_before(found, "entity-without-name", _hides_name))
    add_tags(["anchor-missing", "method-mismatch"], _misses_place)
    add_tags(["letter-date-mismatch", "letter-incomplete"], _is_of_date)
    add_tags(
        ["reading-without-witness"],
        lambda p: _is_of(p, "schema-unknown-attribute", ("rdg", "lem")),
    )
    groups = _at_attributes(found, "rdgGrp")
    add(["reading-without-witness"], lambda told: _is_behind(told, groups))
    add_tags(["span-without-passage"], lambda p: _is_of(p, "schema-unknown-attribute", ("span",)))
    add_tags(["unusable-zone"], lambda p: _is_of(p, "schema-bad-value", ("surface", "zone")))
    twice = {value for p in found if p.code == "duplicate-id" for value in p.about.values}
    add(["wrong-entity-kind"], lambda told: _names_any(told, twice))
    add(["unreferenced-entity"], lambda _told: is_lost or bool(emptied))
    add(["witness-missing"], lambda _told: is_unsure)
    add(["letter-incomplete"], lambda told: told.location.file in senders)
    add(["schema-missing-element"], lambda told: told.about.other in early)
    add(
        ["unused-declaration"],
        lambda told: (
            any((told.location.file, name) in meant for name in told.about.values)
            or not twice.isdisjoint(told.about.values)
        ),
    )
    again = _list_repeated(found)
    add(["schema-unknown-attribute"], lambda told: id(told) in again)
    refused = _list_refused(found)
    add(["schema-unexpected-text"], lambda told: _is_in_refused(told, refused))
    add(["incomplete-header"], lambda told: told.location.file in unread and _lacks_cited(told))
    add(["untagged-name"], lambda told: told.location.file in emptied)
    add(["unknown-target"], lambda told: _leads_into(told, emptied))
    add(_OF_CONTENT, lambda told: told.location.file in emptied)
    add(["undeclared-language"], lambda told: told.location.file in undeclared)
    add(["citation-incomplete"], lambda told: _tells_header(told, headers))
    add(["wrong-target-kind"], lambda told: told.about.other in strays)
    add({p.code for p in found if id(p) in orphans}, lambda told: id(told) in orphans)
    return tests


# What a problem is about.


def _is_of(
    told: Problem, code: str, elements: Collection[str], attributes: Collection[str] | None = None
) -> bool:
    """Whether a problem has a code, and is about some elements and some of their attributes."""
    about = told.about
    is_named = attributes is None or about.attribute in attributes
    return told.code == code and about.element in elements and is_named


def _lacks_cited(told: Problem) -> bool:
    """Whether a header is reported to lack something that citations need."""
    if told.code == "incomplete-header":
        return not _CITED.isdisjoint(told.about.meant)
    return _is_of(told, "schema-missing-element", _STATEMENTS)


def _hides_statement(told: Problem) -> bool:
    """Whether an element that is not known may be what the statements of a header lack."""
    return told.about.parent in _STATEMENTS or not _TITLED.isdisjoint(told.about.meant[:1])


def _hides_languages(told: Problem) -> bool:
    """Whether it is not known which languages a header declares."""
    return (
        _is_of(told, "schema-unknown-attribute", ("language",))
        or _is_of(told, "schema-missing-attribute", ("language",), ("ident",))
        or _is_of(told, "schema-unexpected-text", ("langUsage",))
    )


def _is_in_entry(told: Problem) -> bool:
    """Whether words in an entry of the apparatus, or a reading, are where they may not be."""
    is_words = _is_of(told, "schema-unexpected-text", ("app", "rdgGrp"))
    return is_words or _is_of(told, "schema-misplaced-element", _READINGS)


def _hides_name(told: Problem) -> bool:
    """Whether an element that is wrong may be the name of a register entry."""
    if told.code == "schema-unknown-element":
        return True
    is_part = _is_of(told, "schema-misplaced-element", _PARTS_OF_NAMES)
    return is_part and told.about.parent == "person"


def _misses_place(told: Problem) -> bool:
    return told.code == "unknown-target" and told.about.attribute in {"from", "to", "loc"}


def _is_of_date(told: Problem) -> bool:
    return (
        _is_of(told, "schema-bad-value", ("date",), ("when",))
        or _is_of(told, "schema-unknown-attribute", ("date",))
        or (_is_of(told, "invalid-dating", ("date",)) and bool(told.about.attribute))
    )


def _names_any(told: Problem, idents: Collection[str]) -> bool:
    return any(value.rpartition("#")[2] in idents for value in told.about.values)


def _leads_into(told: Problem, files: Collection[str]) -> bool:
    """Whether a pointer leads into one of some files, or is in it and leads nowhere else."""
    for value in told.about.values if files else ():
        path = value.partition("#")[0]
        if not path and told.location.file in files:
            return True
        if path and any(posixpath.basename(path) == posixpath.basename(file) for file in files):
            return True
    return False


def _tells_header(told: Problem, headers: Collection[str]) -> bool:
    """Whether what a citation lacks is reported for the headers of its texts."""
    places = (told.location, *told.related)
    return "address" not in told.about.meant and all(place.file in headers for place in places)


# Where problems are.


def _at(found: Iterable[Problem], *codes: str) -> set[Location]:
    return {p.location for p in found if p.code in codes}


def _list_repeated(found: Iterable[Problem]) -> set[int]:
    """Return the attributes of a `geo` behind its first that is wrong: latitude, then longitude."""
    seen: set[tuple[str, int]] = set()
    again: set[int] = set()
    for told in found:
        if _is_of(told, "schema-unknown-attribute", ("geo",)):
            key = (told.location.file, told.location.line)
            if key in seen:
                again.add(id(told))
            seen.add(key)
    return again


# The columns at which elements of a name were refused, by file and line.
_Refused = Mapping[tuple[str, int], list[tuple[str, int]]]


def _list_refused(found: Iterable[Problem]) -> _Refused:
    """Return the elements that are not known, or have a wrong attribute, by file and line."""
    refused: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for told in found:
        if told.code in {"schema-unknown-attribute", "schema-unknown-element"}:
            key = (told.location.file, told.location.line)
            refused.setdefault(key, []).append((told.about.element, told.location.column))
    return refused


def _is_in_refused(told: Problem, refused: _Refused) -> bool:
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


def _list_before(found: list[Problem], code: str, is_cause: _Test) -> set[Location]:
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


def _at_attributes(found: Iterable[Problem], element: str) -> list[Location]:
    """Return the places of attributes that an element may not have."""
    return [p.location for p in found if _is_of(p, "schema-unknown-attribute", (element,))]


def _is_behind(told: Problem, places: Iterable[Location]) -> bool:
    """Whether a problem is a little behind one of some places, as in an element that begins there.

    So the readings of a group are.
    """
    here = told.location
    return any(
        place.file == here.file and place < here and here.line - place.line <= _IN_GROUP
        for place in places
    )


def _list_after(found: list[Problem], code: str, cause: str) -> set[Location]:
    """Return the places of problems of a code that follow those of another most closely."""
    places = sorted(_at(found, code))
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


def _list_attributes(found: Iterable[Problem], is_cause: _Test) -> _Lines:
    """Return the places of the problems of some attributes."""
    lines: _Lines = {}
    for told in found:
        if is_cause(told):
            place = told.location
            key = (place.file, place.line)
            lines[key] = max(place.column, lines.get(key, 0))
    return lines


def _follows_start(start: Location, attributes: _Lines) -> bool:
    """Whether one of some attributes is on the line of an element, as in its start tag."""
    return attributes.get((start.file, start.line), 0) > start.column


def _list_orphans(found: list[Problem]) -> set[int]:
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
