"""Prove that an import has every word of its source, and say exactly which words differ."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.problems import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from lxml import etree

# Elements of the import before and after which words end.
_BLOCKS = frozenset({
    "ab", "argument", "byline", "cell", "closer", "dateline", "div", "eg", "epigraph", "figure",
    "fw", "head", "item", "l", "label", "lg", "list", "note", "opener", "p", "pb", "postscript",
    "quote", "row", "salute", "signed", "table",
})  # fmt: skip
# What the import adds, and formulas, which are written in another notation.
_ADDED = frozenset({"figDesc", "formula", "expan", "corr"})
_LONGEST = 12


class DocumentWords(NamedTuple):
    """The words of a document: those of the text, and those of all notes, in order."""

    text: list[str]
    notes: list[str]


class WordDifference(NamedTuple):
    """Words that only the source or only the import has."""

    missing: tuple[str, ...]
    added: tuple[str, ...]


def split_words(text: str) -> list[str]:
    """Return the words of a text; white space of any kind separates them."""
    return re.sub("[\u200b\ufeff]", "", text).split()


def read_import(root: etree._Element, *, is_joined: bool = True) -> DocumentWords:
    """Return the words of an import, whose elements are in no namespace.

    A word that is divided by a line is one if it `is_joined`, else two.
    """
    parts: list[str] = []
    notes: list[str] = []
    _collect(root, parts, notes, "" if is_joined else " ")
    return DocumentWords(split_words("".join(parts)), split_words("".join(notes)))


def _collect(element: etree._Element, parts: list[str], notes: list[str], joint: str) -> None:
    for child in _walk(element, parts, joint):
        notes.append(" ")
        _collect(child, notes, notes, joint)
        notes.append(" ")


def _walk(element: etree._Element, parts: list[str], joint: str) -> Iterator[etree._Element]:
    """Add the text of an element to the parts, and yield its notes."""
    is_block = element.tag in _BLOCKS
    if is_block:
        parts.append(" ")
    parts.append(element.text or "")
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "note":
            yield child
        elif name == "lb":
            parts.append(joint if child.get("break") == "no" else " ")
        elif name and name not in _ADDED:
            yield from _walk(child, parts, joint)
        parts.append(child.tail or "")
    if is_block:
        parts.append(" ")


def compare_words(source: Sequence[str], made: Sequence[str]) -> WordDifference:
    """Return the words in a row that only one of the two has."""
    start = 0
    end = min(len(source), len(made))
    while start < end and source[start] == made[start]:
        start += 1
    last = 0
    while last < end - start and source[-1 - last] == made[-1 - last]:
        last += 1
    old, new = source[start : len(source) - last], made[start : len(made) - last]
    missing, added = [], []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) > 20_000)
    for kind, a, b, c, d in matcher.get_opcodes() if old or new else ():
        if kind != "equal":
            missing += [" ".join(old[a:b])] if b > a else []
            added += [" ".join(new[c:d])] if d > c else []
    return WordDifference(tuple(missing), tuple(added))


def prove_words(source: DocumentWords, made: DocumentWords, path: Path) -> None:
    """Raise EditionError if an import has other words than its source, the file `path`."""
    for old, new in zip(source, made, strict=True):
        found = compare_words(old, new)
        if found.missing or found.added:
            differing = "; ".join(map(shorten, (found.missing + found.added)[:3]))
            raise EditionError(
                f'"{path}" is not imported: its words would not be the same ({differing})',
                hint="please report this as a fault of the program",
            )


def shorten(words: str) -> str:
    """Return words in a row as a message shows them: the first ones, and how many more."""
    found = words.split()
    if len(found) <= _LONGEST:
        return f'"{words}"'
    return f'"{" ".join(found[:_LONGEST])} …" ({len(found)} words)'
