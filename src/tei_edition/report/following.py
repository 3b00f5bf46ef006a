"""Leave out the problems that follow from another, or that another tells better.

One mistake must be one problem: a file without a word that a check looks for, and a schema that
asks for it, are not two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import Problem, Severity

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
_LANGUAGE = re.compile(r'^@(?:xml:lang|ident|mainLang|otherLangs) of <[^>]+> may not be "(.*)"$')

# Several pointers of an attribute; what is reported of the value of an attribute.
_SEVERAL = re.compile(r"^\d+ pointers of @\S+ lead to nothing")
_IN_ATTRIBUTE = re.compile(
    "unknown-|missing-declaration|missing-file|bare-pointer|wrong-target-kind"
)

# A name with an attribute that its pointer may be in; an element that is a reading.
_NAMES = "persName|orgName|placeName|geogName|eventName|objectName|name|rs|author|editor"
_POINTED = (
    "entity|href|id|idref|key|link|name|org|person|place|pointer|reff?|register|rel|src|target|uri|url"
    "|who"
)
_MEANT = re.compile(rf"^<(?:{_NAMES})> has no attribute @(?:{_POINTED})$")
_READING = re.compile(r"^(?:in TEI this is|did you mean) .?<?(?:rdg|lem|rdgGrp)\b")

# What a header lacks, as the schema or the check of headers tells it.
_HEADER = re.compile(
    "^(?:incomplete-header: the header (?:gives no (?:title|date)|does not say who)"
    "|schema-missing-element: <(?:title|publication)Stmt> )"
)
_IN_ENTRY = re.compile(
    "is not allowed directly in <(?:app|rdgGrp)>$"
    "|^<(?:rdg|lem|rdgGrp)> is not allowed in <(?:rdg|lem)>"
)

# What is read of elements of TEI, and follows from the place of an entry.
_OF_CONTENT = frozenset({"copy-text-differs", "incomplete-header", "citation-incomplete"})
_OF_USE = frozenset({"unreferenced-entity", "unused-witness", "unused-declaration"})
_PLACED = re.compile("unknown-target: @(?:from|to|loc): ")
_DATED = re.compile(
    "schema-bad-value: @when of <date> |schema-unknown-attribute: <date> "
    "|invalid-dating: .* of <date>"
)
# A title or somebody responsible whose element is misspelt; who sent or received a letter.
_TITLED = re.compile(r'^did you mean "(?:title|author|editor|publisher|date)"')
_ACTED = "<correspAction"
# What an element lacks before another that is too early itself; words in an element that is
# refused.
_LACKED = re.compile(r"^<\w+> lacks <\w+> before <(\w+)>$")
_TOO_EARLY = re.compile(r"^no <\w+> may follow the <(\w+)> on line \d+")
_WORDS = re.compile(r"^the text .* is not allowed directly in <(\w+)>$", re.DOTALL)
_REFUSED = re.compile(r"^<(\w+)> has no attribute @|^the schema has no element <(\w+)>$")
_NAMELESS = re.compile(
    "^<language> (?:lacks @ident$|has no attribute)| is not allowed directly in <langUsage>$"
)
_READINGS = re.compile("schema-unknown-attribute: <(?:rdg|lem)> ")
_SPANS = re.compile("schema-unknown-attribute: <span> ")
_MISNAMED = re.compile(
    "^the schema has no element <|^<(?:fore|sur)name> is not allowed in <person>"
)
_KIND = re.compile(r"<(\w+)>")


# Whether a problem follows from another.
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
        (p.location.file, p.message.partition('"')[2].partition('"')[0])
        for p in found
        if p.code == "invalid-language" and p.code in others
    }
    unknown: dict[Location, list[str]] = {}
    for told in found:
        if told.code.startswith("unknown-"):
            unknown.setdefault(told.location, []).append(_quote(told))
    several = {p.location for p in found if _SEVERAL.match(p.message)}
    refused = {p.location for p in found if p.code == "schema-unknown-attribute"}
    tests = _list_tests(found)
    errors: set[tuple[Location, str]] = set()
    kept = []
    for told in found:
        instead = {(told.location, code) for code in _TOLD_BETTER.get(told.code, ())} & better
        language = _LANGUAGE.match(told.message) if told.code == "schema-bad-value" else None
        is_told = language is not None and (told.location.file, language[1]) in languages
        # A pointer that leads nowhere is reported with what it should be.
        if told.code == "schema-bad-value":
            values = unknown.get(told.location, ())
            whole = _quote(told).lstrip("#")
            is_told |= whole in {value.lstrip("#") for value in values} or told.location in several
        is_idle = told.location in refused and _IN_ATTRIBUTE.match(told.code) is not None
        is_idle |= any(test(told) for test in tests.get(told.code, ()))
        errors |= instead
        if not (instead or is_told or is_idle):
            kept.append(told)
    for told in kept:
        is_error = (told.location, told.code) in errors
        yield msgspec.structs.replace(told, severity=Severity.ERROR) if is_error else told


def _list_tests(found: list[Problem]) -> Mapping[str, list[_Test]]:
    """Return for the codes of what may follow from another problem how that is known."""
    # While the attribute for the pointer of a name is wrong, nobody can say whom it means.
    is_lost = any(p.code == "schema-unknown-attribute" and _MEANT.search(p.message) for p in found)
    is_unsure = any(p.code == "schema-unknown-element" and _READING.search(p.hint) for p in found)
    emptied = {p.location.file for p in found if p.code == "schema-wrong-namespace"}
    misnamed = _list_misnamed(found)
    undeclared = {p.location.file for p in found if _NAMELESS.search(p.message)}
    headers = {p.location.file for p in found if _HEADER.search(f"{p.code}: {p.message}")}
    headers |= {p.location.file for p in misnamed if _TITLED.search(p.hint)}
    senders = {p.location.file for p in misnamed if _ACTED in p.hint}
    early = {match[1] for p in found if (match := _TOO_EARLY.match(p.hint))}
    filed = {p.location for p in found if p.code == "wrong-entity-kind" and "#…" not in p.hint}
    lost = {p.location for p in found if p.code.startswith("unknown-")} | filed
    strays = {
        name
        for p in found
        if p.code == "schema-misplaced-element"
        for name in _KIND.findall(p.message)[:1]
    }
    orphans = _list_orphans(found)
    tests: defaultdict[str, list[_Test]] = defaultdict(list)

    def add(codes: Iterable[str], test: _Test) -> None:
        for code in codes:
            tests[code].append(test)

    def add_places(codes: Iterable[str], places: Collection[Location]) -> None:
        if places:
            add(codes, lambda told: told.location in places)

    def add_tags(codes: Iterable[str], cause: re.Pattern[str]) -> None:
        if lines := _list_attributes(found, cause):
            add(codes, lambda told: _follows_start(told.location, lines))

    add_places(["copy-text-differs"], _at(found, "foreign-markup"))
    add_places(["foreign-markup"], _at(found, "schema-unexpected-text"))
    add_places(["incomplete-header"], _at(found, "schema-missing-element"))
    add_places(_OF_USE, _at(found, "duplicate-entity", "schema-misplaced-element"))
    add_places(["bare-pointer"], lost)
    add_places(["witness-missing"], _list_before(found, "witness-missing", _IN_ENTRY))
    add_places(["entity-without-name"], _list_before(found, "entity-without-name", _MISNAMED))
    add_tags(["anchor-missing", "method-mismatch"], _PLACED)
    add_tags(["letter-date-mismatch", "letter-incomplete"], _DATED)
    add_tags(["reading-without-witness"], _READINGS)
    add_tags(["span-without-passage"], _SPANS)
    twice = {_quote(p) for p in found if p.code == "duplicate-id"}
    add(["wrong-entity-kind"], lambda told: _quote(told).rpartition("#")[2] in twice)
    add(["unreferenced-entity"], lambda _told: is_lost or bool(emptied))
    add(["witness-missing"], lambda _told: is_unsure)
    add(["letter-incomplete"], lambda told: told.location.file in senders)
    add(["schema-missing-element"], lambda told: _is_lacked_before(told, early))
    refused = _list_refused(found)
    add(["schema-unexpected-text"], lambda told: _is_in_refused(told, refused))
    add(_OF_CONTENT, lambda told: told.location.file in emptied)
    add(["undeclared-language"], lambda told: told.location.file in undeclared)
    add(["citation-incomplete"], lambda told: _tells_header(told, headers))
    add(["wrong-target-kind"], lambda told: not strays.isdisjoint(_KIND.findall(told.message)[-1:]))
    add({p.code for p in found if id(p) in orphans}, lambda told: id(told) in orphans)
    return tests


def _list_misnamed(found: Iterable[Problem]) -> list[Problem]:
    return [p for p in found if p.code == "schema-unknown-element"]


def _is_lacked_before(told: Problem, early: Collection[str]) -> bool:
    """Whether an element lacks something only because another in it is too early."""
    lacked = _LACKED.match(told.message)
    return lacked is not None and lacked[1] in early


# The last line and column at which elements of a name were refused in a file.
_Refused = Mapping[tuple[str, int], list[tuple[str, int]]]


def _list_refused(found: Iterable[Problem]) -> _Refused:
    """Return the elements that are not allowed, or have a wrong attribute, by file and line."""
    refused: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for told in found:
        if name := _REFUSED.match(told.message):
            key = (told.location.file, told.location.line)
            refused.setdefault(key, []).append((name[1] or name[2], told.location.column))
    return refused


def _is_in_refused(told: Problem, refused: _Refused) -> bool:
    """Whether words are not allowed in an element that itself is wrong, just before them.

    An element whose name is unknown may have been taken for one of a similar name.
    """
    words = _WORDS.match(told.message)
    place = told.location
    return words is not None and any(
        column < place.column and (name == words[1] or name.startswith(words[1]))
        for name, column in refused.get((place.file, place.line), ())
    )


def _at(found: Iterable[Problem], *codes: str) -> set[Location]:
    return {p.location for p in found if p.code in codes}


def _list_before(found: list[Problem], code: str, cause: re.Pattern[str]) -> set[Location]:
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
        if cause.search(told.message):
            listed = places.get(told.location.file, [])
            if number := bisect_left(listed, told.location):
                before.add(listed[number - 1])
    return before


# The last column of some attributes on each line.
_Lines = dict[tuple[str, int], int]


def _list_attributes(found: Iterable[Problem], cause: re.Pattern[str]) -> _Lines:
    """Return the places of problems of attributes, told by their codes and messages."""
    lines: _Lines = {}
    for told in found:
        if cause.match(f"{told.code}: {told.message}"):
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
        if told.code.startswith("unknown-") and not told.fix:
            path, mark, _ = _quote(told).partition("#")
            file = path if mark and path else told.location.file
            lost.setdefault(file.rpartition("/")[2], []).append(told)
    return {
        id(told)
        for file, several in lost.items()
        if len({_quote(one) for one in several}) <= twice[file]
        for told in several
    }


def _tells_header(told: Problem, headers: Collection[str]) -> bool:
    """Whether what a citation lacks is reported for the headers of its texts."""
    places = (told.location, *told.related)
    return "edition.toml" not in told.hint and all(place.file in headers for place in places)


def _quote(told: Problem) -> str:
    """Return the value that a problem is about."""
    return told.message.partition('"')[2].rpartition('"')[0]
