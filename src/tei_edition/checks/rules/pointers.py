"""Every pointer must lead somewhere, and to the right kind of thing."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.checks.frame import check
from tei_edition.checks.half_addresses import (
    advise_address,
    tell_address,
    tell_joined,
    tell_local,
    tell_word,
)
from tei_edition.checks.meant import (
    ask,
    names_file,
    point_elsewhere,
    replace_pointer,
    separate_pointers,
    trim_pointer,
)
from tei_edition.checks.nearest import NearestIdentifiers
from tei_edition.checks.repeated import (
    has_images,
    is_name,
    list_foreign_keys,
    relate,
    show_pointer,
    tell_dangling,
    tell_empty,
    tell_foreign,
    tell_no_facsimile,
)
from tei_edition.checks.rules.files import find_file_name
from tei_edition.checks.targets import add_article, describe_target, find_wanted
from tei_edition.checks.undeclared import SCHEMES, is_undeclared, tell_undeclared
from tei_edition.checks.unidentified import blame_entries
from tei_edition.checks.witness_pointers import check_siglum
from tei_edition.config import suggest
from tei_edition.facts.patterns import explain_pattern
from tei_edition.facts.pointers import ELEMENT, ENTITY, EXTERNAL, FILE, Resolver, Target, join_path
from tei_edition.facts.registers import Kind
from tei_edition.problems import FILE_TARGET, About, Edit, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.text import Edition, Pointer, Text
    from tei_edition.problems import Location


class _Expected(NamedTuple):
    """The allowed targets of a name's pointer: entities, or elements that represent them."""

    code: str
    noun: str
    list: str
    elements: frozenset[str] = frozenset()


_EXPECTED = {
    Kind.PERSON: _Expected(
        "unknown-person", "person", "a listPerson",
        frozenset({
            "author", "castItem", "castList", "editor", "listPerson", "name", "persName", "person",
            "personGrp", "persona", "resp", "respStmt", "role", "handNote",
        }),
    ),
    Kind.ORGANISATION: _Expected(
        "unknown-organisation", "organisation", "a listOrg",
        frozenset({"listOrg", "name", "org", "orgName", "publisher", "respStmt"}),
    ),
    Kind.PLACE: _Expected(
        "unknown-place", "place", "a listPlace",
        frozenset({"geogName", "listPlace", "name", "place", "placeName", "pubPlace"}),
    ),
    Kind.EVENT: _Expected("unknown-event", "event", "a listEvent"),
    Kind.WORK: _Expected("unknown-entity", "work", "a listBibl"),
    Kind.OBJECT: _Expected("unknown-entity", "object", "a listObject"),
    Kind.TERM: _Expected("unknown-entity", "term", "a list of terms"),
    Kind.NAME: _Expected("unknown-entity", "name", "a listNym"),
}  # fmt: skip
_ANY = _Expected("unknown-entity", "entry", "the register")
_KINDS = {
    "persName": Kind.PERSON,
    "orgName": Kind.ORGANISATION,
    "placeName": Kind.PLACE,
    "geogName": Kind.PLACE,
}


@check(
    "edition",
    "unknown-person",
    "unknown-organisation",
    "unknown-place",
    "unknown-event",
    "unknown-entity",
    "unknown-witness",
    "unknown-target",
    "wrong-entity-kind",
    "missing-declaration",
    "wrong-target-kind",
    suspended="pointers to what may be there",
)
def check_pointers(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each value of a pointing attribute that leads nowhere, or astray."""
    yield from blame_entries(_check_texts(resolver, config), resolver.edition)


def _check_texts(resolver: Resolver, config: Config) -> Iterator[Problem]:
    edition = resolver.edition
    nearest = NearestIdentifiers(resolver)
    faulty = _list_faulty_prefixes(edition)
    keys = _has_keys(edition, resolver)
    for text in edition.files:
        foreign = list_foreign_keys(text, resolver) if keys else []
        if foreign:
            yield tell_foreign(foreign)
        has_keys = keys and not foreign
        # What begins with # is meant as a pointer, also in a @key.
        pointers = [
            p for p in text.pointers if has_keys or p.attribute != "key" or p.value[:1] == "#"
        ]
        yield from _check_text(pointers, faulty, text, resolver, nearest, config)


def _check_text(
    pointers: list[Pointer],
    faulty: set[str],
    text: Text,
    resolver: Resolver,
    nearest: NearestIdentifiers,
    config: Config,
) -> Iterator[Problem]:
    kinds = _read_kinds(text)
    undeclared: dict[tuple[str, str], list[Pointer]] = {}
    told: dict[tuple[Location, str], list[tuple[Pointer, Problem]]] = {}
    # Of a pointer that is right, equal ones need not be asked about.
    right: set[tuple[str, str, str]] = set()
    for pointer in pointers:
        said = (pointer.element, pointer.attribute, pointer.value)
        if said in right:
            continue
        if pointer.attribute == "key" and not (pointer.value and is_name(pointer)):
            continue  # an empty @key names nothing, as if it were not there
        if _is_excused(pointer, text, resolver, faulty):
            continue
        if not is_name(pointer) and is_undeclared(pointer, text, resolver):
            wanted = find_wanted(pointer.element, pointer.attribute)
            place = wanted.place if wanted else ""
            undeclared.setdefault((place, pointer.value), []).append(pointer)
            continue
        problems = [
            relate(found, pointer)
            for found in _check_pointer(pointer, kinds, text, resolver, nearest, config)
        ]
        for found in problems:
            told.setdefault((pointer.location, pointer.attribute), []).append((pointer, found))
        if not problems:
            right.add(said)
    yield from tell_dangling(told, text)
    for lost in undeclared.values():
        yield tell_undeclared(lost, text, nearest)


def _check_pointer(
    pointer: Pointer,
    kinds: dict[tuple[str, str], Kind],
    text: Text,
    resolver: Resolver,
    nearest: NearestIdentifiers,
    config: Config,
) -> Iterator[Problem]:
    """Yield what is wrong with one pointer, by what its attribute has to lead to."""
    if pointer.attribute == "cRef":
        yield from _check_reference(pointer, text, resolver)
    elif pointer.attribute == "wit":
        yield from check_siglum(pointer, text, resolver)
    elif is_name(pointer):
        kind = _KINDS.get(pointer.element) or kinds.get((pointer.element, pointer.value))
        target = resolver.resolve(pointer.value, text.file)
        # Most names are right: of these nothing further is asked.
        if target is None or target.kind != ENTITY or kind not in {None, target.entity}:
            yield from _check_name(pointer, kind, text, resolver, nearest)
        elif pointer.element in {"author", "editor"} and target.entity not in _AUTHORS:
            yield _tell_kind(pointer, target, "a person or an organisation", "the person")
    elif not SCHEMES.match(pointer.value):
        yield from _check_target(pointer, text, resolver, nearest, config)


def _is_excused(pointer: Pointer, text: Text, resolver: Resolver, faulty: set[str]) -> bool:
    """Whether the cause is reported elsewhere: a faulty prefix, a file that could not be read."""
    if faulty and pointer.value.partition(":")[0] in faulty:
        return True
    if pointer.value.rpartition("#")[2] in resolver.failed_ids:
        return resolver.resolve(pointer.value, text.file) is None
    if not resolver.edition.unread:
        return False
    if pointer.attribute == "wit":
        is_known = resolver.find_witness(pointer.value, text.file) is not None
        may_be = any(unread.has_witnesses for unread in resolver.edition.unread)
        return not is_known and (may_be or resolver.may_be_unread(pointer.value, text.file))
    is_known = resolver.resolve(pointer.value, text.file) is not None
    return not is_known and resolver.may_be_unread(pointer.value, text.file)


def _has_keys(edition: Edition, resolver: Resolver) -> bool:
    """Whether the edition points to its registers by `@key`, too.

    Where no key leads to an entry, keys are those of a database elsewhere, as the Guidelines allow.
    """
    return any(
        pointer.attribute == "key"
        and is_name(pointer)
        and (target := resolver.resolve(pointer.value, text.file)) is not None
        and target.kind == ENTITY
        for text in edition.files
        for pointer in text.pointers
    )


def _list_faulty_prefixes(edition: Edition) -> set[str]:
    """Return the prefixes whose patterns match nothing at all."""
    prefixes = {prefix for text in edition.files for prefix in text.prefixes}
    return {prefix.ident for prefix in prefixes if explain_pattern(prefix.pattern)}


def _read_kinds(text: Text) -> dict[tuple[str, str], Kind]:
    """Return the kind that a mention's @type says where its element does not, by both."""
    return {
        (mention.element, pointer): Kind(mention.kind)
        for mention in text.mentions
        if mention.kind and mention.element not in _KINDS
        for pointer in mention.pointers
    }


def _check_reference(pointer: Pointer, text: Text, resolver: Resolver) -> Iterator[Problem]:
    """Yield a canonical reference of a file that says how it is cited; any other is for readers."""
    is_unsure = any(explain_pattern(p.pattern) for p in text.reference_patterns)
    if is_unsure or not resolver.has_references(text):
        return
    if not resolver.find_reference(pointer.value, text.file):
        near = suggest(pointer.value, resolver.list_references(text))
        told = f'@cRef: no passage has the reference "{pointer.value}"'
        how = "correct the reference; the refsDecl of the header defines how passages are cited"
        hint = near or how
        yield problem("unknown-target", told, pointer.location, hint=hint)


def _check_name(
    pointer: Pointer, kind: Kind | None, text: Text, resolver: Resolver, nearest: NearestIdentifiers
) -> Iterator[Problem]:
    expected = _EXPECTED[kind] if kind else _ANY
    if pointer.value.endswith("#"):
        yield tell_empty(pointer, expected.code)
        return
    if told := tell_local(pointer, expected.code):
        yield told
        return
    target = resolver.resolve(pointer.value, text.file)
    if target is not None and target.kind == EXTERNAL and (other := tell_address(pointer)):
        yield other
        return
    if target is None:
        old, near = _find_near(pointer.value, kind, text, resolver, nearest)
        yield problem(
            expected.code,
            f'no {expected.noun} "{show_pointer(pointer.value)}" in the register',
            pointer.location,
            hint=advise_address(pointer.value)
            or trim_pointer(pointer, text, resolver)
            or separate_pointers(pointer.value)
            or ask(near, old)
            or f"correct the pointer, or add an entry to {expected.list}",
            fix=replace_pointer(pointer, old, near),
            cause="" if near else _find_cause(pointer, kind, expected, resolver, text),
        )
    elif pointer.element in _KINDS and kind and not _is_kind(target, kind):
        yield _tell_kind(pointer, target, add_article(expected.noun), f"the {expected.noun}")


# Who writes or edits a text; a name may be that of either.
_AUTHORS = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.NAME})


def _tell_kind(pointer: Pointer, target: Target, wanted: str, whose: str) -> Problem:
    """Return the problem of a name that leads to an entry of another kind, or to a file."""
    is_file = target.kind == FILE
    return problem(
        "wrong-entity-kind",
        f'"{show_pointer(pointer.value)}" is {describe_target(target)}, not {wanted}',
        pointer.location,
        hint=f'add # and the xml:id of {whose}: "{pointer.value}#…"'
        if is_file
        else f"<{pointer.element}> names {wanted}: correct the pointer or the element",
        about=About(other=FILE_TARGET if is_file else target.element),
    )


def _find_cause(
    pointer: Pointer, kind: Kind | None, expected: _Expected, resolver: Resolver, text: Text
) -> str:
    """Return what many names that lead nowhere have in common."""
    path, mark, _ = pointer.value.partition("#")
    if mark and path and ":" not in path and join_path(text.file, path) not in resolver.texts:
        return f'there is no file "{path}" in the edition'
    if kind and not any(entity.kind is kind for entity in resolver.entities.values()):
        return f"no register of the edition lists any {expected.noun}"
    return ""


def _is_kind(target: Target, kind: Kind) -> bool:
    if target.kind == ENTITY:
        return target.entity == kind
    if target.kind == ELEMENT:
        return target.element in _EXPECTED[kind].elements
    return target.kind == EXTERNAL


def _find_near(
    value: str, kind: Kind | None, text: Text, resolver: Resolver, nearest: NearestIdentifiers
) -> tuple[str, str]:
    """Return the part of a pointer that is probably wrong, and its probable correction.

    Empty if unknown.
    """
    path, mark, ident = value.rpartition("#")
    if not mark:
        path, _, ident = value.rpartition("/")  # a path to an entry, as on a website
    known = resolver.entities.get(ident)
    if path and known is not None and kind in {None, known.kind}:
        # The right entry in the wrong file.
        file = posixpath.relpath(known.location.file, posixpath.dirname(text.file) or ".")
        return value, f"{file}#{ident}"
    return ident, nearest.suggest_entity(ident, kind)


def _check_target(
    pointer: Pointer, text: Text, resolver: Resolver, nearest: NearestIdentifiers, config: Config
) -> Iterator[Problem]:
    value = pointer.value
    if value.endswith("#"):
        yield tell_empty(pointer, "unknown-target")
        return
    target = resolver.resolve(value, text.file)
    if target is None or target.kind == EXTERNAL:
        other = tell_joined(pointer, text, resolver) or tell_address(pointer)
        if other is not None:
            yield other
            return
    if target is not None:
        yield from _check_kind(pointer, target)
        return
    if resolver.has_prefix(value, text.file):
        told = f'"{value}" points to nothing, according to the prefixDef of its prefix'
        yield problem("unknown-target", f"@{pointer.attribute}: {told}", pointer.location)
        return
    if pointer.attribute == "facs" and value.startswith("#") and not has_images(text):
        yield tell_no_facsimile(pointer)
        return
    path, mark, _ = value.partition("#")
    if mark and find_file_name(value):
        return  # a part of a picture, a film or a book: the file is the concern of `files`
    # Without a #, it is the address of a page or a picture that may lie anywhere, unless it names
    # a TEI file, or an element whose # was forgotten.
    is_meant = path.endswith(".xml") or path in text.ids
    if not mark and (not is_meant or path.startswith("/") or names_file(path, text, config)):
        yield from tell_word(pointer)
        return
    yield _tell_unknown_target(pointer, text, resolver, nearest)


def _tell_unknown_target(
    pointer: Pointer, text: Text, resolver: Resolver, nearest: NearestIdentifiers
) -> Problem:
    """Return the problem of a pointer to nothing, with what may be meant."""
    value = pointer.value
    path, mark, ident = value.partition("#")
    known = resolver.find_text(path, text.file) if path else text
    fix: tuple[Edit, ...] = ()
    if mark and path and known is None:
        message, hint = f'there is no file "{path}" in the edition', nearest.suggest_file(path)
    elif mark:
        where = f'"{path}"' if path else "this file"
        message = f'nothing in {where} has the xml:id "{ident}"'
        near = nearest.suggest_target(ident, known) if known else ""
        hint, fix = ask(near, ident), replace_pointer(pointer, ident, near)
        if apart := separate_pointers(pointer.value):
            hint, fix = apart, ()
        if elsewhere := resolver.list_files_with(ident):
            hint, fix = point_elsewhere(pointer, text, ident, elsewhere)
        if not path and resolver.find_text(ident, text.file):
            hint, fix = f'write "{ident}": the name of a file has no # before it', ()
        hint = hint or "write the xml:id of the element that is meant, or give it one"
    else:
        message = f'"{value}" is neither an xml:id of the register nor a file'
        hint, fix = _advise_bare(pointer, text, nearest)
    told = f"@{pointer.attribute}: {message}"
    cause = message if mark and path and known is None and not hint else ""
    return problem("unknown-target", told, pointer.location, hint=hint, fix=fix, cause=cause)


def _advise_bare(
    pointer: Pointer, text: Text, nearest: NearestIdentifiers
) -> tuple[str, tuple[Edit, ...]]:
    """Return what is meant by a pointer without # that leads nowhere, and the edit."""
    value = pointer.value
    if "\\" in value:  # as Windows has it
        slashed = value.replace("\\", "/")
        return f'write slashes, from the folder of this file on: "{slashed}"', ()
    near = f"#{value}" if value in text.ids else ""
    return ask(near) or nearest.suggest_file(value), replace_pointer(pointer, value, near)


def _check_kind(pointer: Pointer, target: Target) -> Iterator[Problem]:
    """Yield a problem where the attribute must lead to something else."""
    wanted = find_wanted(pointer.element, pointer.attribute)
    if not wanted or not wanted.elements or target.element in wanted.elements:
        return
    if target.kind in {EXTERNAL, FILE}:
        return
    yield problem(
        "wrong-target-kind",
        f'@{pointer.attribute}: "{show_pointer(pointer.value)}" is a <{target.element}>',
        pointer.location,
        hint=f"@{pointer.attribute} points to {wanted.words}",
        about=About(other=target.element),
    )
