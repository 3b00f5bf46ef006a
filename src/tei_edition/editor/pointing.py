"""Identifiers and the pointers that lead to them, in the texts of an edition as they are now."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from tei_edition.editing.revision import Replacement, prove_replacements
from tei_edition.problems import EditionError
from tei_edition.source.markup import Token, TokenKind, list_attributes, scan_markup
from tei_edition.tei import is_pointing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tei_edition.editor.messages import Card, Index

_WORD = re.compile(r"\S+")
_SCHEME = re.compile(r"[A-Za-z][\w.+-]*:")
_NCNAME = re.compile(r"[^\W\d][\w.·-]*")


class Goal(NamedTuple):
    """What a pointer leads to: an identifier in a file; without a file, wherever it is."""

    id: str
    file: str = ""


class Spot(NamedTuple):
    """A place where an identifier is written: as such, or as the end of a pointer."""

    file: str
    start: int
    end: int
    is_declaration: bool = False


class Pointers:
    """Finds identifiers and pointers in texts, which are given by the names of their files."""

    def __init__(self, texts: Mapping[str, str], index: Index) -> None:
        self.texts = texts
        self.index = index
        self.cards: dict[str, Card] = {card.id: card for card in reversed(index.cards)}

    def aim(self, element: str, attribute: str, word: str, file: str) -> Goal | None:
        """Return what a word in the value of an attribute names or leads to."""
        if attribute == "xml:id":
            return self._locate(word, file)
        if not is_pointing(element.rpartition(":")[2], attribute):
            return None
        if target := self.index.targets.get(file, {}).get(word):
            return Goal(target, self.cards[target].file) if target in self.cards else Goal(target)
        path, mark, ident = word.rpartition("#")
        if not mark:
            ident = word.rpartition(":")[2] if _SCHEME.match(word) else word
            return self._locate_card(ident)
        ident = unquote(ident)
        if path and not _SCHEME.match(path):
            return Goal(ident, self._find_file(unquote(path), file))
        return self._locate(ident, file)

    def _locate(self, ident: str, file: str) -> Goal | None:
        """Return an identifier of a file, or of the register."""
        if f'"{ident}"' in self.texts.get(file, "") and self._find_declared(Goal(ident, file)):
            return Goal(ident, file)
        return self._locate_card(ident)

    def _locate_card(self, ident: str) -> Goal | None:
        card = self.cards.get(ident)
        return Goal(ident, card.file) if card is not None else None

    def _find_file(self, path: str, file: str) -> str:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
        for candidate in (name, f"{name}.xml"):
            if candidate in self.texts:
                return candidate
        base = posixpath.basename(path)
        same = [known for known in self.texts if posixpath.basename(known) in {base, f"{base}.xml"}]
        return same[0] if len(same) == 1 else name

    def _find_declared(self, goal: Goal) -> Spot | None:
        written = re.compile(rf"""\sxml:id\s*=\s*(["'])({re.escape(goal.id)})\1""")
        for file in (goal.file,) if goal.file else self.texts:
            if found := written.search(self.texts.get(file, "")):
                return Spot(file, *found.span(2), is_declaration=True)
        return None

    def find_definition(self, goal: Goal) -> Spot | None:
        """Return where an identifier is declared."""
        return self._find_declared(goal)

    def find_spots(self, goal: Goal) -> list[Spot]:
        """Return where an identifier is declared, and where pointers to it have it."""
        found: list[Spot] = []
        for file, text in self.texts.items():
            if goal.id in text or file in self.index.targets:
                found += self._find_in_text(goal, file, text)
        return found

    def _find_in_text(self, goal: Goal, file: str, text: str) -> Iterator[Spot]:
        for element, name, start, word in _list_words(text, goal.id, self.index.targets.get(file)):
            if name != "xml:id" and not is_pointing(element, name):
                continue
            if self.aim(element, name, word, file) == goal:
                begin = start + len(word) - len(goal.id)
                end = start + len(word)
                yield Spot(file, begin, end, is_declaration=name == "xml:id")

    def rename(self, goal: Goal, new: str) -> dict[str, list[Replacement]]:
        """Return the replacements that give an identifier another name in all files.

        Raises EditionError where they are not safe.
        """
        if not _NCNAME.fullmatch(new):
            raise EditionError(f'"{new}" cannot be an identifier')
        spots = self.find_spots(goal)
        if not any(spot.is_declaration for spot in spots):
            raise EditionError(f'nothing in the edition has the identifier "{goal.id}"')
        for file in {spot.file for spot in spots}:
            if self._find_declared(Goal(new, file)) or new in self.cards:
                raise EditionError(f'"{new}" is the identifier of something else')
        replacements: dict[str, list[Replacement]] = {}
        for spot in spots:
            if self.texts[spot.file][spot.start : spot.end] != goal.id:
                raise EditionError(
                    f'a pointer in "{spot.file}" leads to "{goal.id}" without naming it',
                    hint="its prefixDef makes the identifier of something else",
                )
            replacements.setdefault(spot.file, []).append(Replacement(spot.start, spot.end, new))
        for file, pieces in replacements.items():
            prove_replacements(self.texts[file], pieces, file)
        return replacements


def _list_words(
    text: str, ident: str, targets: Mapping[str, str] | None
) -> Iterator[tuple[str, str, int, str]]:
    """Yield the words of attributes that may name an identifier.

    Each with its element, its attribute and where it begins.
    """
    others = {value for value, target in (targets or {}).items() if target == ident}
    for found in scan_markup(text):
        written = found["attributes"]
        if not written or (ident not in written and not any(o in written for o in others)):
            continue
        tag = Token(TokenKind.START, found.start(), found.end())
        element = found["opened"].rpartition(":")[2]
        for attribute in list_attributes(text, tag):
            for word in _WORD.finditer(text, attribute.start, attribute.end):
                if word[0].endswith(ident) or word[0] in others:
                    yield element, attribute.name, word.start(), word[0]


def read_texts(files: Iterable[tuple[str, Path]], opened: Mapping[Path, str]) -> dict[str, str]:
    """Return the texts of files by their names: as they are open, or else as they are saved."""
    from tei_edition.source.decoding import decode_file
    from tei_edition.source.faults import FaultError

    texts = {}
    for name, path in files:
        if path in opened:
            texts[name] = opened[path]
            continue
        try:
            texts[name] = decode_file(path, name)
        except FaultError:
            continue  # checking reports it
    return texts
