"""Find the exact words of a file that an edit replaces."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

import msgspec

from tei_edition.problems import TEXT, Edit, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tei_edition.problems import Problem
    from tei_edition.report.lines import File, SourceLines

_REST = r"""(?:[^>"']|"[^"]*"|'[^']*')*?"""
_NO_TAG = r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"


class ChosenEdits:
    """The edits of one file, none of which touches another; by where they begin in the text."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.by_start: dict[int, Edit] = {}

    def fits(self, start: int, edit: Edit) -> bool:
        """Whether the edit is among the others already, or touches none of them."""
        if same := self.by_start.get(start):
            return (same.old, same.new) == (edit.old, edit.new)
        at = bisect.bisect(self.starts, start)
        before = self.starts[at - 1 : at]
        behind = self.starts[at : at + 1]
        return all(s + len(self.by_start[s].old) <= start for s in before) and all(
            s >= start + len(edit.old) for s in behind
        )

    def add(self, start: int, edit: Edit) -> None:
        """Take an edit that fits."""
        if start not in self.by_start:
            bisect.insort(self.starts, start)
            self.by_start[start] = edit


def choose_edits(
    problems: Iterable[Problem], files: SourceLines, can_change: Callable[[File], bool]
) -> dict[str, ChosenEdits]:
    """Return the edits of the problems by the names of their files.

    Of two fixes that touch the same words the first is taken. A fix is left out as a whole where
    one of its files cannot be changed.
    """
    chosen: dict[str, ChosenEdits] = {}
    for problem in settle_edits(problems, files):
        found = []
        for edit in problem.fix:
            name = edit.location.file
            offset = files[name].find_offset(edit.location) if can_change(files[name]) else -1
            found.append((chosen.setdefault(name, ChosenEdits()), offset, edit))
        if all(offset >= 0 and known.fits(offset, edit) for known, offset, edit in found):
            for known, offset, edit in found:
                known.add(offset, edit)
    return {name: edits for name, edits in chosen.items() if edits.starts}


def settle_edits(problems: Iterable[Problem], files: SourceLines) -> tuple[Problem, ...]:
    """Return the problems, with each edit at the place where its words begin.

    The name of an element is in its end tag too. A fix is left out if its words are not literally
    in the file (because of an entity, or because the file cannot be read).
    """
    return tuple(
        msgspec.structs.replace(problem, fix=_settle_fix(problem.fix, files))
        if problem.fix
        else problem
        for problem in problems
    )


def _settle_fix(fix: tuple[Edit, ...], files: SourceLines) -> tuple[Edit, ...]:
    settled: list[Edit] = []
    for edit in fix:
        file = files[edit.location.file]
        offsets = list(_find_words(edit, file))
        if not offsets:
            return ()
        for offset in offsets:
            place = Location(edit.location.file, *file.find_place(offset))
            settled.append(msgspec.structs.replace(edit, location=place))
    return tuple(settled)


def _find_words(edit: Edit, file: File) -> Iterator[int]:
    """Where in the text the words of an edit begin."""
    start = file.find_offset(edit.location)
    if start < 0:
        return
    if edit.attribute == TEXT:
        yield from _find_in_text(edit.old, file.text, start)
    elif edit.attribute:
        yield from _find_in_value(edit, file.text, start)
    elif file.text[start] == "<":
        yield from _find_in_tags(edit.old, file.text, start)
    elif re.compile(rf"{re.escape(edit.old)}(?=[\s=])").match(file.text, start):
        yield start


def _find_in_value(edit: Edit, text: str, start: int) -> Iterator[int]:
    name = re.escape(edit.attribute)
    value = re.compile(rf"""{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""").match(text, start)
    if value is None:
        return
    begin, end = value.span(value.lastindex or 0)
    words = re.compile(rf"(?<!\S){re.escape(edit.old)}(?!\S)")
    yield from (begin + found.start() for found in words.finditer(text[begin:end]))


def _find_in_text(words: str, text: str, start: int) -> Iterator[int]:
    """Words in the text directly after a start tag."""
    opened = re.compile(rf"<[^\s/>]+{_REST}>([^<]*)").match(text, start)
    if opened and opened[0][-len(opened[1]) - 2 :][:1] != "/" and words in opened[1]:
        yield opened.start(1) + opened[1].index(words)


def _find_in_tags(name: str, text: str, start: int) -> Iterator[int]:
    """Yield the name in a start tag and, of an element that is not empty, in its end tag."""
    opened = re.compile(rf"<((?:[^\s/>:]+:)?){re.escape(name)}(?=[\s/>])").match(text, start)
    if opened is None:
        return
    prefix = opened[1]
    written = re.escape(prefix + name)
    tags = re.compile(rf"{_NO_TAG}|<(/?){written}(?=[\s/>]){_REST}(/?)>", re.DOTALL)
    depth = 0
    for tag in tags.finditer(text, start):
        if tag[1] is None:
            continue  # a comment, or what is not one of the element's tags
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth == 0:
            yield start + 1 + len(prefix)
            if tag.start() != start:
                yield tag.start() + 2 + len(prefix)
            return
