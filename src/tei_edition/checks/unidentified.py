"""Report the entry without `xml:id` to which pointers lead, and not each of the pointers."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.facts.text import Edition, Unidentified
    from tei_edition.problems import Problem

# What may be meant by a pointer that leads nowhere; by others, any entry.
_MEANT = {
    "unknown-event": {"event"},
    "unknown-organisation": {"org"},
    "unknown-person": {"person", "personGrp"},
    "unknown-place": {"place"},
    "unknown-witness": {"witness"},
}
_RELATED = 7
_SHORTEST = 3


def blame_entries(found: Iterable[Problem], edition: Edition) -> Iterator[Problem]:
    """Yield problems of pointers; those that mean an entry without `xml:id` as one of this entry.

    It is meant if its name has the identifier, or if nothing else can be.
    """
    entries = [entry for text in edition.files for entry in text.unidentified]
    if not entries:
        yield from found
        return
    lost: dict[str, list[Problem]] = {}
    for told in found:
        ident = _find_ident(told)
        if ident:
            lost.setdefault(ident, []).append(told)
        else:
            yield told
    for ident, several in lost.items():
        entry = _find_entry(ident, several, entries, is_alone=len(lost) == 1)
        if entry is None:
            yield from several
            continue
        first = several[0]
        called = f' "{entry.words}"' if entry.words else ""
        yield msgspec.structs.replace(
            first,
            message=f'the <{entry.element}>{called} has no xml:id, and "{ident}" leads nowhere',
            location=entry.location,
            hint=f'give it xml:id="{ident}"',
            related=tuple(told.location for told in several[:_RELATED]),
            fix=(),
            cause="",
        )


def _find_ident(told: Problem) -> str:
    """Return the identifier that a pointer names, and nothing has; empty for other problems."""
    if not told.code.startswith("unknown-") or len(told.about.values) != 1:
        return ""
    ident = told.about.values[0].rpartition("#")[2]
    return ident if re.fullmatch(r"[^\W\d][\w.-]*", ident) else ""


def _find_entry(
    ident: str, lost: list[Problem], entries: list[Unidentified], *, is_alone: bool
) -> Unidentified | None:
    """Return the entry that is meant; None if there is none, or more than one."""
    possible = [entry for entry in entries if all(_may_mean(told, entry) for told in lost)]
    named = [entry for entry in possible if _has_name(ident, entry)]
    if not named and is_alone and not any(told.fix for told in lost):
        named = possible
    return named[0] if len(named) == 1 else None


def _may_mean(told: Problem, entry: Unidentified) -> bool:
    """Whether a pointer may mean an entry, by its kind and the file that it names."""
    path, mark, _ = told.about.values[0].rpartition("#")
    file = told.location.file if mark and not path else path
    is_there = not file or posixpath.basename(file) == posixpath.basename(entry.location.file)
    wanted = _MEANT.get(told.code)
    return (wanted is None or entry.element in wanted) and (is_there or entry.element == "witness")


def _has_name(ident: str, entry: Unidentified) -> bool:
    words = re.findall(r"\w+", entry.words.casefold())
    folded = ident.casefold()
    return folded in words or any(len(w) >= _SHORTEST and w in folded for w in words)
