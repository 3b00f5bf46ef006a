"""Many wrong pointers with the same cause, reported as one problem."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.checks.half_addresses import DECLARED
from tei_edition.problems import Problem, Severity, problem
from tei_edition.tei import NAMED_BY_POINTER, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer, Text
    from tei_edition.problems import Location

# Only these names say plainly what they name.
_NAMED = NAMES | NAMED_BY_POINTER
_IMAGES = frozenset({"facsimile", "graphic", "sourceDoc", "surface", "surfaceGrp", "zone"})
# The beginning of an absolute address; *1:1* is a chapter and verse.
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")
# So many pointers that lead to nothing are named.
_SHOWN = 6
# So many keys that all lead nowhere are no slips.
_SEVERAL = 3


_SPACES = "spaces separate pointers: write one word, # and the xml:id of what is meant"


def is_name(pointer: Pointer) -> bool:
    """Whether a pointer says who or what a name names."""
    return pointer.attribute in {"ref", "key"} and pointer.element in _NAMED


def show_pointer(value: str) -> str:
    """Return the identifier of a plain pointer, else the whole of what is written."""
    return value.removeprefix("#") if "#" not in value[1:] else value


def list_foreign_keys(text: Text, resolver: Resolver) -> list[Pointer]:
    """Return the first place of each @key of a file, if all belong to an external database.

    This is assumed if there are several and none of them is the identifier of an entry.
    """
    keys: dict[str, Pointer] = {}
    for pointer in text.pointers:
        if pointer.attribute == "key" and pointer.value and is_name(pointer):
            if resolver.resolve(pointer.value, text.file) is not None:
                return []
            if resolver.may_be_unread(pointer.value, text.file):
                return []
            keys.setdefault(pointer.value, pointer)
    return [*keys.values()] if len(keys) >= _SEVERAL else []


def tell_foreign(keys: list[Pointer]) -> Problem:
    """Return one problem for all keys of a file that belong to an external database."""
    told = problem(
        "unknown-entity",
        f"none of the {len(keys)} keys in this file names a register entry, although keys of"
        " other files do",
        keys[0].location,
        hint="if they are keys of an external database, give its address in @ref; otherwise"
        " add the entries to a register",
    )
    return msgspec.structs.replace(told, severity=Severity.WARNING)


def relate(told: Problem, *pointers: Pointer) -> Problem:
    """Return a problem that is about a pointer, or several of one attribute."""
    values = tuple(pointer.value for pointer in pointers)
    about = msgspec.structs.replace(
        told.about, element=pointers[0].element, attribute=pointers[0].attribute, values=values
    )
    return msgspec.structs.replace(told, about=about)


def tell_dangling(
    told: Mapping[tuple[Location, str], list[tuple[Pointer, Problem]]], text: Text
) -> Iterator[Problem]:
    """Yield the problems of the pointers of a text, by place and attribute, merged where alike."""
    values: dict[tuple[Location, str], list[str]] = {place: [] for place in told}
    for pointer in text.pointers if told else ():
        values.get((pointer.location, pointer.attribute), []).append(pointer.value)
    for place, dangling in told.items():
        is_apart = False  # of words with spaces between them, one is enough
        for found in _merge_dangling(dangling):
            advised = _advise_words(found, values[place])
            if not is_apart or advised.hint != _SPACES:
                yield advised
            is_apart |= advised.hint == _SPACES


def _merge_dangling(found: list[tuple[Pointer, Problem]]) -> Iterator[Problem]:
    """Return one problem for all pointers of an attribute that have no target and nothing similar.

    Words that are nobody's identifier are a name, not several pointers.

    Pointers with a likely correction are reported separately.
    """
    if len(found) > 1 and all(_is_word(pointer) for pointer, _ in found):
        yield _tell_name(found)
        return
    lost = [(pointer, told) for pointer, told in found if _is_lost(told)]
    for pointer, told in found:
        if len(lost) < 2 or (pointer, told) not in lost:
            yield told
    if len(lost) < 2:
        return
    pointer, first = lost[0]
    values = [show_pointer(other.value) for other, _ in lost]
    shown = ", ".join(values[:_SHOWN]) + (" …" if len(values) > _SHOWN else "")
    is_bare = all("#" not in o.value and not _SCHEME.match(o.value) for o, _ in lost)
    hint = "correct the pointers, or add what they point to"
    if is_bare and pointer.attribute in DECLARED:
        hint = first.hint
    elif is_bare and pointer.attribute not in {"wit", "cRef"}:
        hint = "if this is one pointer, remove the spaces in it: spaces separate pointers"
    yield msgspec.structs.replace(
        relate(first, *(other for other, _ in lost)),
        message=f"{len(lost)} pointers of @{pointer.attribute} lead to nothing: {shown}",
        hint=hint,
    )


def _advise_words(told: Problem, values: Sequence[str]) -> Problem:
    """Return the problem of an attribute, with a better hint if its values are words of prose.

    Of `#the first paragraph` only the first word looks like a pointer.
    """
    first, *others = values
    if told.code == "wrong-entity-kind" and len(others) == 1 and "#" not in others[0]:
        return msgspec.structs.replace(told, hint=f'write "{first}#{others[0]}"')
    if not others or "#" not in first or any(re.search(r"[#:/.]", other) for other in others):
        return told
    return msgspec.structs.replace(told, hint=_SPACES, fix=())


def _is_word(pointer: Pointer) -> bool:
    return is_name(pointer) and re.search("[#:/.]", pointer.value) is None


def _tell_name(found: list[tuple[Pointer, Problem]]) -> Problem:
    """Return one problem for a name that is written in place of a pointer."""
    first = next((told for _, told in found if "did you mean" in told.hint), found[0][1])
    words = " ".join(pointer.value for pointer, _ in found)
    message = f'@{found[0][0].attribute}: "{words}" is a name, not a pointer'
    hint = first.hint if "did you mean" in first.hint else "write # and the xml:id of the entry"
    first = relate(first, *(pointer for pointer, _ in found))
    return msgspec.structs.replace(first, message=message, hint=hint, fix=())


def _is_lost(told: Problem) -> bool:
    """Whether a pointer has no target and no likely correction."""
    is_unknown = told.code.startswith("unknown-") and told.code != "unknown-witness"
    return is_unknown and not told.fix and "did you mean" not in told.hint


def tell_empty(pointer: Pointer, code: str) -> Problem:
    """Return the problem of a pointer that consists of a # only."""
    return problem(
        code,
        f"@{pointer.attribute}: the pointer is empty: nothing follows its #",
        pointer.location,
        hint="write the xml:id that it should point to, or remove the attribute",
    )


def has_images(text: Text) -> bool:
    """Whether a file declares images that could be pointed to."""
    return not _IMAGES.isdisjoint(text.ids.values())


def tell_no_facsimile(pointer: Pointer) -> Problem:
    """Return a pointer to an image in a file that declares none; all of them have one cause."""
    return problem(
        "missing-declaration",
        f'@facs: there is no image "{show_pointer(pointer.value)}", as the file has no facsimile',
        pointer.location,
        hint="list the images in a facsimile, each with its xml:id, or write their addresses",
        cause="@facs leads to images, and the file has no facsimile",
    )
