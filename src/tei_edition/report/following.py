"""Leave out the problems that follow from another, or that another tells better.

One mistake must be one problem: a file without a word that a check looks for, and a schema that
asks for it, are not two. What follows from what is decided by codes, places and what the problems
are about, never by their words: these may be written otherwise, or translated.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import FILE_TARGET, Problem, Severity
from tei_edition.report.nearby import (
    Test,
    at_attributes,
    follows_start,
    is_behind,
    is_in_refused,
    is_of,
    list_after,
    list_attributes,
    list_before,
    list_orphans,
    list_places,
    list_refused,
    list_repeated,
    list_unwrapped,
)
from tei_edition.tei import ENTRIES, NAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

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
_POINTING = _NAMES | {"castItem", "sp", "spGrp", "stage", "u"}
_POINTED = frozenset({
    "entity", "href", "id", "idref", "key", "link", "name", "org", "person", "place", "pointer",
    "re", "ref", "reff", "refs", "register", "rel", "speaker", "src", "target", "uri", "url",
    "who", "xml:id",
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
    refused = list_places(found, "schema-unknown-attribute")
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


def _list_tests(found: list[Problem]) -> Mapping[str, list[Test]]:
    """Return for the codes of what may follow from another problem how that is known."""
    # While the attribute for the pointer of a name is wrong, nobody can say whom it means.
    is_lost = any(is_of(p, "schema-unknown-attribute", _POINTING, _POINTED) for p in found)
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
    orphans = list_orphans(found)
    tests: defaultdict[str, list[Test]] = defaultdict(list)

    def add(codes: Iterable[str], test: Test) -> None:
        for code in codes:
            tests[code].append(test)

    def add_places(codes: Iterable[str], places: Collection[Location]) -> None:
        if places:
            add(codes, lambda told: told.location in places)

    def add_tags(codes: Iterable[str], cause: Test) -> None:
        if lines := list_attributes(found, cause):
            add(codes, lambda told: follows_start(told.location, lines))

    add_places(["copy-text-differs"], list_places(found, "foreign-markup"))
    add_places(["foreign-markup"], list_places(found, "schema-unexpected-text"))
    add_places(["incomplete-header"], list_places(found, "schema-missing-element"))
    add_places(["faulty-pattern"], list_places(found, "schema-missing-attribute"))
    add_places(_OF_USE, list_places(found, "duplicate-entity", "schema-misplaced-element"))
    add_places(["bare-pointer"], lost)
    add_places(["witness-missing"], list_before(found, "witness-missing", _is_in_entry))
    add_places(["copy-text-differs"], list_after(found, "copy-text-differs", "unknown-witness"))
    add_places(["entity-without-name"], list_before(found, "entity-without-name", _hides_name))
    add_tags(["anchor-missing", "method-mismatch"], _misses_place)
    # The sides of a relation may be written as its dates.
    tags = {
        (p.location.file, p.location.line)
        for p in found
        if is_of(p, "schema-missing-attribute", ("relation",))
    }
    add(
        ["invalid-dating"],
        lambda told: (
            told.about.element == "relation" and (told.location.file, told.location.line) in tags
        ),
    )
    # The text of a lemma may be in the anchor before it.
    full = {p.location.file for p in found if is_of(p, "schema-unexpected-text", ("anchor",))}
    add(["lemma-mismatch"], lambda told: told.location.file in full)
    add_tags(
        ["anchor-missing", "method-mismatch"],
        lambda p: is_of(p, "schema-unknown-attribute", ("app",)),
    )
    add_tags(["letter-date-mismatch", "letter-incomplete"], _is_of_date)
    add_tags(
        ["reading-without-witness"],
        lambda p: (
            is_of(p, "schema-unknown-attribute", ("rdg", "lem"))
            or is_of(p, "schema-bad-value", ("rdg", "lem"), ("wit",))
        ),
    )
    sigla = {name for p in found if p.code == "unknown-witness" for name in p.about.meant}
    add(["unused-witness"], lambda told: not sigla.isdisjoint(told.about.values))
    # The witness that a wrong siglum means seems to be unused.
    missed = {
        p.location.file
        for p in found
        if p.code == "unknown-witness" or is_of(p, "schema-unknown-attribute", _READINGS)
    }
    add(["unused-witness"], lambda told: told.location.file in missed)
    # So does the entry.
    near = {edit.new.rpartition("#")[2] for p in found if p.location in lost for edit in p.fix}
    add(["unreferenced-entity"], lambda told: not near.isdisjoint(told.about.values))
    groups = at_attributes(found, "rdgGrp")
    add(["reading-without-witness"], lambda told: is_behind(told, groups))
    add_tags(["relation-one-sided"], lambda p: is_of(p, "schema-unknown-attribute", ("relation",)))
    add_tags(["span-without-passage"], lambda p: is_of(p, "schema-unknown-attribute", ("span",)))
    add_tags(["unusable-zone"], lambda p: is_of(p, "schema-bad-value", ("surface", "zone")))
    twice = {value for p in found if p.code == "duplicate-id" for value in p.about.values}
    add(["wrong-entity-kind"], lambda told: _names_any(told, twice))
    add(["unreferenced-entity"], lambda _told: is_lost or bool(emptied))
    add(["witness-missing"], lambda _told: is_unsure)
    add(["letter-incomplete"], lambda told: told.location.file in senders)
    add(["schema-missing-element"], lambda told: told.about.other in early)
    add_places(["schema-missing-element"], list_unwrapped(found))
    add(
        ["unused-declaration"],
        lambda told: (
            any((told.location.file, name) in meant for name in told.about.values)
            or not twice.isdisjoint(told.about.values)
        ),
    )
    again = list_repeated(found)
    add(["schema-unknown-attribute"], lambda told: id(told) in again)
    refused = list_refused(found)
    add(["schema-unexpected-text"], lambda told: is_in_refused(told, refused))
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


def _lacks_cited(told: Problem) -> bool:
    """Whether a header is reported to lack something that citations need."""
    if told.code == "incomplete-header":
        return not _CITED.isdisjoint(told.about.meant)
    return is_of(told, "schema-missing-element", _STATEMENTS)


def _hides_statement(told: Problem) -> bool:
    """Whether an element that is not known may be what the statements of a header lack."""
    return told.about.parent in _STATEMENTS or not _TITLED.isdisjoint(told.about.meant[:1])


def _hides_languages(told: Problem) -> bool:
    """Whether it is not known which languages a header declares."""
    return (
        is_of(told, "schema-unknown-attribute", ("language",))
        or is_of(told, "schema-missing-attribute", ("language",), ("ident",))
        or is_of(told, "schema-unexpected-text", ("langUsage",))
    )


def _is_in_entry(told: Problem) -> bool:
    """Whether words in an entry of the apparatus, or a reading, are where they may not be."""
    is_words = is_of(told, "schema-unexpected-text", ("app", "rdgGrp"))
    return is_words or is_of(told, "schema-misplaced-element", _READINGS)


def _hides_name(told: Problem) -> bool:
    """Whether an element that is wrong may be the name of a register entry."""
    if told.code == "schema-unknown-element":
        return True
    if is_of(told, "schema-unexpected-text", ENTRIES):
        return True
    is_part = is_of(told, "schema-misplaced-element", _PARTS_OF_NAMES)
    return is_part and told.about.parent == "person"


def _misses_place(told: Problem) -> bool:
    return told.code == "unknown-target" and told.about.attribute in {"from", "to", "loc"}


def _is_of_date(told: Problem) -> bool:
    """Whether a date, or an act of correspondence, has an attribute that is wrong."""
    return (
        is_of(told, "schema-bad-value", ("date",), ("when",))
        or is_of(told, "schema-unknown-attribute", ("date", "correspAction"))
        or (is_of(told, "invalid-dating", ("date",)) and bool(told.about.attribute))
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
