"""Values that are nearly what others can read: what the Guidelines suggest, bare pointers."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tei_edition.checks.frame import check
from tei_edition.checks.repeated import is_name
from tei_edition.checks.suggested import SUGGESTED, find_suggested
from tei_edition.facts.pointers import ENTITY, FILE, WITNESS, Target, join_path
from tei_edition.problems import Edit, problem
from tei_edition.source import locate_attribute, split_lines
from tei_edition.source.stamps import locate
from tei_edition.tei import local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Pointer, Text
    from tei_edition.problems import Problem
    from tei_edition.source import Source


@check("file", "unusual-value")
def check_suggested_values(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each value that is nearly one that the Guidelines suggest."""
    assert source.root is not None
    lines: list[str] = []
    for element in source.root.iter(*(tei(name) for name in SUGGESTED)):
        name = local(element.tag)
        for attribute in SUGGESTED[name]:
            value = element.get(attribute, "").strip()
            meant = find_suggested(name, attribute, value) if value else ""
            if not meant:
                continue
            lines = lines or split_lines(source.text)
            where = locate(element)
            if where.file == source.file:
                where = locate_attribute(where, attribute, lines)
            yield problem(
                "unusual-value",
                f'@{attribute} of <{name}> is "{value}"',
                where,
                hint=f'did you mean "{meant}"? Programs expect the values that the Guidelines'
                " suggest",
                fix=[Edit(where, value, meant, attribute)],
            )


_PASSAGE = frozenset({"corresp", "from", "inst", "sameAs", "target"})


@check("file", "span-without-passage")
def check_spans(source: Source, _text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each span that points to no passage: no page shows its words."""
    assert source.root is not None
    for text in source.root.iter(tei("text")):
        for span in text.iter(tei("span")):
            if words_of(span) and _PASSAGE.isdisjoint(map(str, span.attrib)):
                yield problem(
                    "span-without-passage",
                    "<span> has words, but no @from or @target: its words are not shown",
                    locate(span),
                    hint='if they are words of the text, write <hi rend="…"> for their look, or'
                    " <seg>; a span describes the passage that it points to",
                    cause="spans that point to no passage",
                )


@check("edition", "bare-pointer")
def check_bare_pointers(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each pointer that only we understand: without # or its file's name.

    A key is no pointer: in it a # is one too many.
    """
    yield from _check_own(resolver)
    for text in resolver.edition.files:
        exact: dict[str, bool] = {}  # the paths of this file, which are few
        for pointer in text.pointers:
            value = pointer.value
            if pointer.attribute == "key" and "#" in value:
                yield from _check_key(pointer, text, resolver)
            if pointer.attribute == "key" or not value or ":" in value or value[0] == "#":
                continue
            path, mark, _ = value.partition("#")
            if mark and path not in exact:
                exact[path] = _is_exact(path, text, resolver)
            if mark and exact[path]:
                continue
            target = _find_meant(pointer, text, resolver)
            if target is None:
                continue
            where = posixpath.relpath(target.file, posixpath.dirname(text.file) or ".")
            meant = f"#{target.id}" if target.file == text.file else f"{where}#{target.id}"
            noun = "a witness" if target.kind == WITNESS else "an entry"
            told, why = f"names {noun}, but is not a TEI pointer", "without a # it"
            cause = f"identifiers without # in @{pointer.attribute}"
            if "#" in value:
                told, why = f'means the file "{target.file}", but does not name it', "the path"
                cause = f"paths in @{pointer.attribute} that are not those of files"
            yield problem(
                "bare-pointer",
                f'@{pointer.attribute}: "{value}" {told}',
                pointer.location,
                hint=f'write "{meant}": {why} is the name of a file',
                fix=[Edit(pointer.location, value, meant, pointer.attribute)],
                cause=cause,
            )


# A pointer without its file is a slip if so many times as many name the file.
_MANY = 4


def _check_own(resolver: Resolver) -> Iterator[Problem]:
    """Yield the problems of `#id` for an entry of another file, where nearly all name the file.

    Where none does, a program puts the files together.
    """
    bare: list[tuple[Pointer, Text, Target]] = []
    whole = 0
    for text in resolver.edition.files:
        for pointer in text.pointers:
            if not is_name(pointer) or "#" not in pointer.value or pointer.attribute == "key":
                continue
            if pointer.value[0] != "#":
                whole += 1
            elif pointer.value[1:] not in text.ids:
                target = resolver.resolve(pointer.value, text.file)
                if target is not None and target.kind == ENTITY and target.file != text.file:
                    bare.append((pointer, text, target))
    for pointer, text, target in bare if len(bare) * _MANY <= whole else ():
        where = posixpath.relpath(target.file, posixpath.dirname(text.file) or ".")
        meant = f"{where}#{target.id}"
        yield problem(
            "bare-pointer",
            f'@{pointer.attribute}: "{pointer.value}" is an entry of another file',
            pointer.location,
            hint=f'write "{meant}": a # alone means this file',
            fix=[Edit(pointer.location, pointer.value, meant, pointer.attribute)],
        )


def _check_key(pointer: Pointer, text: Text, resolver: Resolver) -> Iterator[Problem]:
    """Yield the problem of a key that is written as a pointer, if it leads somewhere."""
    target = resolver.resolve(pointer.value, text.file)
    if target is None or target.kind != ENTITY:
        return
    path, _, ident = pointer.value.partition("#")
    file = path or posixpath.relpath(target.file, posixpath.dirname(text.file) or ".")
    whole = f"#{ident}" if target.file == text.file else f"{file}#{ident}"
    yield problem(
        "bare-pointer",
        f'@key: "{pointer.value}" is a pointer, and a key is an identifier alone',
        pointer.location,
        hint=f'write ref="{whole}", or key="{ident}"',
        fix=[Edit(pointer.location, pointer.value, ident, "key")],
        cause="pointers with # in @key",
    )


def _is_exact(path: str, text: Text, resolver: Resolver) -> bool:
    """Whether a path names the file that it means, or none of the edition."""
    found = resolver.find_text(path, text.file)
    return found is None or join_path(text.file, unquote(path)) == found.file


def _find_meant(pointer: Pointer, text: Text, resolver: Resolver) -> Target | None:
    """Return what a pointer means that is not one of TEI's; None for one that is."""
    path, mark, _ = pointer.value.partition("#")
    target = resolver.resolve(pointer.value, text.file)
    if mark:
        found = resolver.find_text(path, text.file)
        return Target(FILE, found.file, target.id) if found and target else None
    if pointer.attribute == "wit":
        if witness := resolver.find_witness(pointer.value, text.file):
            # Of several texts that each declare it, this one's own is meant.
            is_own = any(witness.id == own.id for own in text.witnesses)
            file = text.file if is_own else witness.location.file
            return Target(WITNESS, file, witness.id)
        return None
    return target if target is not None and target.kind == ENTITY else None
