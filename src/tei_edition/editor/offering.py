"""Which entries of registers are offered for a pointer, by what is written of their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.checks.targets import find_wanted
from tei_edition.editor.messages import Card, Index
from tei_edition.language.folding import fold
from tei_edition.reader.entities import kind_of_type
from tei_edition.reader.text import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECLARED = re.compile(r"""\sxml:id\s*=\s*["']([^"'<>]+)["']""")
_OPENED = re.compile(r"<([^\s<>/!?&]+)")
_WORD = re.compile(r"[\w]+")
# Attributes of names, which lead to entries of registers.
_OF_NAMES = frozenset({"ref", "key", "nymRef", "corresp"})
# What else a pointer may lead to is in its own file more often than not.
_MOST_OWN = 500


class _Folded(NamedTuple):
    card: Card
    names: tuple[str, ...]
    words: tuple[str, ...]


class Entries:
    """What pointers may lead to in an edition, with its names folded."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.by_id = {card.id: card for card in reversed(index.cards)}
        self._folded = [_fold_card(card) for card in index.cards]

    def choose(
        self, element: str, attribute: str, given: Mapping[str, str], query: str, text: str
    ) -> list[Card]:
        """Return what an attribute of an element may lead to and what was written may mean.

        The best come first: names that begin so, then words, then what is named most often.
        `text` is the document, whose own identifiers are offered where the attribute may lead to
        anything.
        """
        folded = fold(query).strip()
        words = _WORD.findall(folded)
        ranked = []
        for number, (card, names, parts) in enumerate(self._folded):
            if not _is_wanted(card, element, attribute, given):
                continue
            rank = _rank(folded, words, names, parts)
            if rank is not None:
                ranked.append((rank, -card.mentions, number))
        found = [self._folded[number].card for *_, number in sorted(ranked)]
        if attribute not in _OF_NAMES | {"wit"} or attribute == "corresp":
            found += _list_own(element, attribute, text, folded, {card.id for card in found})
        return found

    def list_named(self, name: str) -> list[Card]:
        """Return the entities that have a form of a name, as it is written or folded."""
        folded = fold(" ".join(name.split()))
        return [
            card
            for card, names, _ in self._folded
            if folded in names[:-1] and card.kind != "witness"
        ]


def _fold_card(card: Card) -> _Folded:
    names = dict.fromkeys(fold(name) for name in (card.name, *card.forms) if name)
    every = (*names, fold(card.id))
    return _Folded(card, every, tuple(dict.fromkeys(w for n in every for w in _WORD.findall(n))))


def _rank(
    folded: str, words: list[str], names: tuple[str, ...], parts: tuple[str, ...]
) -> int | None:
    """Return how well a name fits what is written; None if it does not."""
    if not folded:
        return 0
    if any(name.startswith(folded) for name in names):
        return 0
    if words and all(any(part.startswith(word) for part in parts) for word in words):
        return 1
    return 2 if any(folded in name for name in names) else None


def _is_wanted(card: Card, element: str, attribute: str, given: Mapping[str, str]) -> bool:
    if attribute == "wit":
        return card.kind == "witness"
    wanted = find_wanted(element, attribute)
    if wanted is not None and wanted.elements:
        return card.element in wanted.elements
    if attribute in _OF_NAMES - {"corresp"}:
        kind = KINDS.get(element) or kind_of_type(given.get("type", ""))
        return card.kind == kind if kind else card.kind not in {"", "witness"}
    return bool(card.kind)


def _list_own(element: str, attribute: str, text: str, folded: str, known: set[str]) -> list[Card]:
    """Return the elements of the document itself that have identifiers."""
    wanted = find_wanted(element, attribute)
    found: list[Card] = []
    for match in _DECLARED.finditer(text):
        opened = _OPENED.match(text, text.rfind("<", 0, match.start()))
        name, ident = opened[1].rpartition(":")[2] if opened else "", match[1]
        is_wanted = wanted is None or not wanted.elements or name in wanted.elements
        if is_wanted and ident not in known and folded in fold(ident):
            found.append(Card(ident, "", name, ""))
            if len(found) == _MOST_OWN:
                break
    return found
