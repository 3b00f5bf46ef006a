"""Find the names of a register in a text, which is gone through once, whatever their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.registers import Kind
from tei_edition.reader.naming.words import (
    QUOTES,
    find_words,
    fold_separator,
    fold_word,
    is_whole,
    list_words,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Container, Iterable, Iterator, Sequence

    from tei_edition.facts.registers import Entity
    from tei_edition.reader.naming.forms import NameForm

# The words after the first and what separates them, with the forms that have them.
_Rest = tuple[tuple[str, ...], tuple[str, ...], list["NameForm"]]
# What may follow a first word, by the second word, the longest first; nothing has the key "".
_Rests = dict[str, list[_Rest]]


class Hit(NamedTuple):
    """Words of a text that are a form of names, from `start` to `end` (exclusive) in it.

    `forms` are those of all entities that have it; `number` is that of the first word among
    `words`, all the words of the text.
    """

    start: int
    end: int
    forms: tuple[NameForm, ...]
    words: Sequence[re.Match[str]]
    number: int

    @property
    def length(self) -> int:
        """The number of its words."""
        return len(self.forms[0].words)

    @property
    def written(self) -> tuple[str, ...]:
        """Its words as the text has them."""
        return tuple(word[0] for word in self.words[self.number : self.number + self.length])

    @property
    def owners(self) -> tuple[Entity, ...]:
        """The entities that it may be, those whose own form it is first."""
        if len(self.forms) == 1:
            return (self.forms[0].entity,)
        ranked = sorted(self.forms, key=lambda form: form.rank)
        return tuple({form.entity.id: form.entity for form in ranked}.values())

    @property
    def owner(self) -> Entity | None:
        """The only entity that has it as its own form; if none has, the only one at all."""
        best = min(form.rank for form in self.forms)
        owners = {form.entity.id: form.entity for form in self.forms if form.rank == best}
        return next(iter(owners.values())) if len(owners) == 1 else None


class _Starting(dict[str, "_Rests | None"]):
    """What may begin with a word as it is written; found out once for each word."""

    def __init__(self, capital: dict[str, _Rests], small: dict[str, _Rests]) -> None:
        super().__init__()
        self.capital, self.small = capital, small

    def __missing__(self, word: str) -> _Rests | None:
        found = (self.small if word.islower() else self.capital).get(fold_word(word))
        self[word] = found
        return found


class NameIndex:
    """Forms by their first words.

    Names of persons, and single words, are not found in small letters where the register has a
    capital, unless the form is one of `lowered`, folded.
    """

    def __init__(self, forms: Iterable[NameForm], lowered: Container[tuple[str, ...]] = ()) -> None:
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[NameForm]] = {}
        for form in forms:
            found.setdefault((form.words, form.separators), []).append(form)
        capital: dict[str, _Rests] = {}
        small: dict[str, _Rests] = {}
        # A sort keeps the order of what is equally long.
        for (words, separators), same in sorted(found.items(), key=lambda item: -len(item[0][0])):
            second = words[1] if len(words) > 1 else ""
            rest = (words[1:], separators, same)
            capital.setdefault(words[0], {}).setdefault(second, []).append(rest)
            if words in lowered or any(map(_may_be_small, same)):
                small.setdefault(words[0], {}).setdefault(second, []).append(rest)
        self._starting = _Starting(capital, small)
        self.starts = frozenset(f.written[0] for same in found.values() for f in same)

    def find(self, text: str, language: str = "") -> Iterator[Hit]:
        """Yield the names in a text of this language, the longest where several begin."""
        starting = self._starting
        starts = [n for n, word in enumerate(list_words(text)) if starting[word] is not None]
        if starts:
            words = list(find_words(text))
            yield from self._scan(text, words, starts, len(words), language, 0)

    def find_inside(self, text: str, hit: Hit, language: str = "") -> Iterator[Hit]:
        """Yield the names that are a part of a name."""
        last = hit.number + hit.length
        starts = range(hit.number, last)
        yield from self._scan(text, hit.words, starts, last, language, hit.length)

    def _scan(
        self,
        text: str,
        words: Sequence[re.Match[str]],
        starts: Iterable[int],
        last: int,
        language: str,
        below: int,
    ) -> Iterator[Hit]:
        """Yield the names that begin with some words; shorter than `below` if that is given."""
        done = 0
        for at in starts:
            rests = self._starting[words[at][0]]
            if at < done or rests is None:
                continue
            if hit := self._match(text, words, at, last, rests, language, below):
                yield hit
                done = at + hit.length

    def _match(
        self,
        text: str,
        words: Sequence[re.Match[str]],
        at: int,
        last: int,
        rests: _Rests,
        language: str,
        below: int,
    ) -> Hit | None:
        second = fold_word(words[at + 1][0]) if at + 1 < len(words) else ""
        longer = rests.get(second, ()) if second else ()
        for rest, separators, forms in (*longer, *rests.get("", ())):
            end = at + len(rest)
            if end >= last or (below and len(rest) + 1 >= below):
                continue
            if not all(
                fold_word(words[at + n][0]) == word
                and fold_separator(text[words[at + n - 1].end() : words[at + n].start()]) == sep
                for n, (word, sep) in enumerate(zip(rest, separators, strict=True), 1)
            ):
                continue
            spoken = tuple(f for f in forms if not f.language or f.language == language)
            if spoken and _stands_alone(text, words, at, end):
                start = _find_start(text, words[at].start(), words[end].end())
                best = _best(spoken)
                stop = words[end].end()
                stop += best[0].has_stop and text.startswith(".", stop)
                if start >= 0:
                    return Hit(start, stop, best, words, at)
        return None


def _find_start(text: str, start: int, end: int) -> int:
    """Return where a name begins, with the quotation mark that is closed in it; -1 if none is."""
    if len(QUOTES.findall(text, start, end)) % 2 == 0:
        return start
    return start - 1 if start and QUOTES.match(text, start - 1) else -1


def _may_be_small(form: NameForm) -> bool:
    if form.written[0][0].islower():
        return True
    return len(form.words) > 1 and form.entity.kind is not Kind.PERSON


def _best(forms: tuple[NameForm, ...]) -> tuple[NameForm, ...]:
    """Return each entity's best form."""
    if len(forms) == 1:
        return forms
    found: dict[str, NameForm] = {}
    for form in sorted(forms, key=lambda form: form.rank):
        found.setdefault(form.entity.id, form)
    return tuple(found.values())


def _stands_alone(text: str, words: Sequence[re.Match[str]], first: int, last: int) -> bool:
    previous = words[first - 1] if first else None
    following = words[last + 1] if last + 1 < len(words) else None
    return is_whole(
        text[previous.end() if previous else 0 : words[first].start()],
        text[words[last].end() : following.start() if following else len(text)],
        previous=previous[0] if previous else "",
        following=following[0] if following else "",
    )
