"""The titles of the texts of an edition, made unique."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tei_edition.facts.text import Division, Text


def name_apart(texts: Iterable[Text]) -> dict[str, str]:
    """Return the title of each text by its file.

    If several texts have the same title, a subtitle, a number or a date is added, provided that all
    of them have one and all differ; otherwise the name of the file.
    """
    files = {text.file: text for text in texts}
    titles = {file: text.header.title or _stem(file) for file, text in files.items()}
    counts = Counter(title.casefold() for title in titles.values())
    for title in sorted(same for same, count in counts.items() if count > 1):
        alike = [file for file in titles if titles[file].casefold() == title]
        marks = _find_marks([files[file] for file in alike])
        titles |= {f: f"{titles[f]} ({mark})" for f, mark in zip(alike, marks, strict=True)}
    return titles


def map_paths(texts: Iterable[Text]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the titles of each division and those around it, by file and anchor."""
    return {
        (text.file, anchor): titles
        for text in texts
        if text.division
        for anchor, titles in _list_paths(text.division)
    }


def _list_paths(division: Division) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each division by its anchor, with the titles of those around it and its own."""
    stack: list[tuple[Division, tuple[str, ...]]] = [(division, ())]
    while stack:
        found, above = stack.pop()
        titles = (*above, found.title or found.name)
        yield found.anchor, titles
        stack.extend((child, titles) for child in found.children)


def _find_marks(texts: list[Text]) -> list[str]:
    """Return for each of several texts with the same title what distinguishes it."""
    choices = (
        [text.header.subtitle for text in texts],
        [text.header.own_number for text in texts],
        [text.header.created for text in texts],
        [_stem(text.file) for text in texts],
    )
    return next(
        (marks for marks in choices if all(marks) and len(set(marks)) == len(marks)),
        [text.file for text in texts],
    )


def _stem(file: str) -> str:
    return PurePosixPath(file).stem
