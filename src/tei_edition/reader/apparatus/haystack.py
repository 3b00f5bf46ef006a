"""Seek words in a piece of the reading text, whatever white space and line ends are in it."""

from __future__ import annotations

from functools import cached_property

from tei_edition.language.lemma_letters import fold_lemma, list_letters
from tei_edition.reader.reading_text import Point, Runs, Slot, Span
from tei_edition.tei import local


class Haystack:
    """Some of the reading text without its white space, and where each character stands.

    What is sought begins in the span, and may end in what follows as far as `limit`: a word or a
    passage may be broken at the end of a line. What is between lines and pages, such as
    running heads, may be passed over (`passed`).
    """

    def __init__(
        self, runs: Runs, span: Span, limit: Point, passed: frozenset[str] = frozenset()
    ) -> None:
        chars: list[str] = []
        self.at: list[Point] = []
        is_edge = True
        edges: list[bool] = []
        for number, start, end in runs.pieces(Span(span.start, max(span.end, limit))):
            text = runs.slots[number].text
            if passed and _stands_within(runs.slots[number], passed):
                continue
            for offset in range(start, end):
                if (char := text[offset]).isspace():
                    is_edge = True
                    continue
                chars.append(char)
                self.at.append(Point(number, offset))
                edges.append(is_edge or not char.isalnum() or not chars[-2:-1][0].isalnum())
                is_edge = False
        self.text = "".join(chars)
        self.edges = [*edges, True]
        self.size = sum(point < span.end for point in self.at)
        self.done = 0

    @cached_property
    def letters(self) -> tuple[str, list[int]]:
        """The letters and digits, in lower case, with the position of each in the text."""
        found = list_letters(self.text)
        return "".join(letter for letter, _ in found), [place for _, place in found]

    def find(self, words: str, start: int) -> tuple[int, int] | None:
        """Return the first place of the words from `start` on: as written, else by letters."""
        needle = "".join(words.split())
        if not needle:
            return None
        bare = fold_lemma(needle)
        for whole in (True, False):
            if found := self._search(self.text, None, needle, start, whole=whole):
                return found
        text, places = self.letters
        for whole in (True, False):
            if bare and (found := self._search(text, places, bare, start, whole=whole)):
                return found
        return None

    def find_occurrence(self, words: str, number: int) -> tuple[int, int] | None:
        """Return the place of the nth occurrence of the words, counted from 1."""
        text, places = self.letters
        bare = fold_lemma(words)
        found = self._search(text, places, bare, 0, whole=True)
        for _ in range(number - 1):
            found = found and self._search(text, places, bare, found[1], whole=True)
        return found

    def _search(
        self, text: str, places: list[int] | None, needle: str, start: int, *, whole: bool
    ) -> tuple[int, int] | None:
        at = -1
        while (at := text.find(needle, at + 1)) >= 0:
            first = places[at] if places else at
            last = places[at + len(needle) - 1] if places else at + len(needle) - 1
            if first >= self.size:
                break
            if first >= start and (not whole or (self.edges[first] and self.edges[last + 1])):
                return first, last + 1
        return None


def _stands_within(slot: Slot, names: frozenset[str]) -> bool:
    """Whether text is in an element of these names."""
    element = slot.element.getparent() if slot.is_tail else slot.element
    while element is not None and local(element.tag) not in names:
        element = element.getparent()
    return element is not None
