"""The forms of an entity's names: those that its register gives, and those that follow from them.

`Kerensky, Alexander Fyodorovich` is written as *Alexander Kerensky*, *A. F. Kerensky* and
*Kerensky* too, and inflected as the language of a text has it.
"""

from __future__ import annotations

import functools
import re
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.registers import Kind
from tei_edition.reader.naming.inflection import inflect, is_guess
from tei_edition.reader.naming.words import CJK, find_words, fold_separator, fold_word, list_words

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator

    from tei_edition.facts.registers import Entity

# A shorter single word is no evidence.
SHORTEST = 4
_ARTICLE = re.compile(
    r"(?:the|a|an|der|die|das|den|dem|des|le|la|les|il|lo|gli|i|el|los|las) |l['’]", re.IGNORECASE
)
_SAINTS = (("Saint ", "St. "), ("Saint ", "St "), ("Sankt ", "St. "), ("St. ", "Saint "))
_NUMERAL = re.compile(r"\b(?:[IVXL]+|[0-9]+)\b")
_RANKS = frozenset({
    "bischof", "bishop", "comte", "comtesse", "count", "countess", "czar", "duc", "duchess",
    "duchesse", "duke", "earl", "emperor", "empereur", "empress", "erzbischof", "erzherzog",
    "erzherzogin", "fürst", "fürstin", "graf", "gräfin", "großherzog", "großherzogin", "herzog",
    "herzogin", "kaiser", "kaiserin", "king", "kurfürst", "kurfürstin", "könig", "königin",
    "landgraf", "landgräfin", "markgraf", "markgräfin", "papst", "pape", "pope", "prince",
    "princess", "prinz", "prinzessin", "queen", "reine", "roi", "tsar", "zar", "zarin",
    "император", "императрица", "князь", "княгиня", "король", "царь",
})  # fmt: skip
_HAS_CJK = re.compile(f"[{CJK}]")


class Rank(IntEnum):
    """How a form comes from the register: as it is there, derived from it, or only guessed."""

    OWN = 0
    DERIVED = 1
    GUESSED = 2


class NameForm(NamedTuple):
    """A form of an entity's name: its words as written, what they and what is between them fold to.

    `language` is that of the texts that may have it; empty for all. `has_stop` says that a full
    stop belongs to it: *George III.*
    """

    entity: Entity
    written: tuple[str, ...]
    words: tuple[str, ...]
    separators: tuple[str, ...]
    rank: Rank
    language: str = ""
    has_stop: bool = False

    @property
    def is_full(self) -> bool:
        """Whether it is a full name: several words, of a person including the family name.

        A word that begins as the family name does is another spelling of it.
        """
        return _is_full(self.written, self.entity.name)

    @property
    def is_evidence(self) -> bool:
        """Whether it is long enough to mean something, and begins as a name does."""
        length = sum(map(len, (*self.written, *self.separators)))
        shortest = 2 if _HAS_CJK.search(self.written[0]) else SHORTEST
        return length >= shortest and not self.written[0][0].islower()


@functools.lru_cache(maxsize=1 << 16)
def _is_full(written: tuple[str, ...], name: str) -> bool:
    words = [word for word in written if len(word) > 1 and not word[0].islower()]
    if len(words) < 2:
        return False
    family, comma, _ = name.partition(", ")
    stems = {word[:3].casefold() for word in list_words(family) if not word[0].islower()}
    return not comma or any(word[:3].casefold() in stems for word in words)


def list_forms(entity: Entity, languages: Collection[str] = ()) -> Iterator[NameForm]:
    """Yield the forms of an entity's names, each once, with those inflected in these languages."""
    seen: set[tuple[tuple[str, ...], ...]] = set()
    names = [_drop_article(name) for name in (entity.name, *(f.text for f in entity.forms))]
    own = dict.fromkeys((*names, *filter(None, map(_turn, names))), Rank.OWN)
    derived = {form: Rank.DERIVED for name in names for form in _derive(name, entity) if form}
    guessed = {form: Rank.GUESSED for name in names for form in _guess(name, entity)}
    plain = {**guessed, **derived, **own}
    for name, rank in plain.items():
        yield from _make(entity, name, rank, "", seen)
    for language in languages:
        for name, known in plain.items():
            rank = Rank.GUESSED if is_guess(language) else max(known, Rank.DERIVED)
            if not ("," in name and entity.kind is Kind.PERSON):
                for form in inflect(name, language, entity.kind):
                    yield from _make(entity, form, rank, language, seen)


def _drop_article(name: str) -> str:
    """Return a name without an article in small letters: *the Germans*, but *The Times*."""
    article = _ARTICLE.match(name)
    return name[article.end() :] if article and name[0].islower() else name


def may_occur(entity: Entity, words: Container[str]) -> bool:
    """Whether any form may occur in a text that has these words, given as they are written.

    All forms have the family name, or the whole of a name that has none.
    """
    for name in (entity.name, *(form.text for form in entity.forms)):
        parts = name.partition(", ")[0]
        if all(w in words for w in list_words(parts) if not w[0].islower()) or "-" in parts:
            return True
    return False


def _make(
    entity: Entity, name: str, rank: Rank, language: str, seen: set[tuple[tuple[str, ...], ...]]
) -> Iterator[NameForm]:
    found = list(find_words(name))
    if not found:
        return
    written = tuple(word[0] for word in found)
    words = tuple(map(fold_word, written))
    ends = [word.end() for word in found]
    starts = [word.start() for word in found[1:]]
    between = tuple(fold_separator(name[a:b]) for a, b in zip(ends, starts, strict=False))
    if (written, between) in seen:
        return
    seen.add((written, between))
    has_stop = name.endswith(".") and (
        len(written[-1]) < 3 or _NUMERAL.fullmatch(written[-1]) is not None
    )
    yield NameForm(entity, written, words, between, rank, language, has_stop)


def _derive(name: str, entity: Entity) -> Iterator[str]:
    """Yield what a name of the register is written as besides."""
    if entity.kind is Kind.PERSON:
        yield from _derive_person(name, entity)
        return
    if article := _ARTICLE.match(name):
        yield name[article.end() :]
    if entity.kind is Kind.PLACE:
        yield from (new + name[len(old) :] for old, new in _SAINTS if name.startswith(old))


def _derive_person(name: str, entity: Entity) -> Iterator[str]:
    family, comma, given = name.partition(", ")
    if not comma:
        yield from _derive_family(name, entity)
        return
    if "," in given or not given:
        return
    if title := _find_title(given):
        yield f"{title} {family}"
        if _NUMERAL.search(family):
            yield family
        return
    called, particles = _split_particles(given)
    joined = f"{particles} {family}" if particles else family
    yield joined
    yield family
    if not called:
        return
    yield f"{called[0]} {joined}"
    initials = [f"{word[0]}." for word in called if word[0].isalpha()]
    if initials:
        yield f"{' '.join(initials)} {joined}"
        yield f"{initials[0]} {joined}"
    if len(called) > 1:
        yield f"{called[0]} {' '.join(initials[1:])} {joined}"


def _turn(name: str) -> str:
    """Return a name of the form *Family, Given* in the order of a text; empty for any other."""
    family, comma, given = name.partition(", ")
    is_turned = comma and given and "," not in given and not _find_title(given)
    return f"{given} {family}" if is_turned else ""


def _find_title(given: str) -> str:
    """Return the title that follows a comma in place of given names: *Georg III., König …*."""
    word = given.partition(" ")[0]
    return word if word.casefold() in _RANKS else ""


def _guess(name: str, entity: Entity) -> Iterator[str]:
    """Yield parts of names by which somebody may be called too.

    These are one of two family names, and the name of a prince without his title.
    """
    family, comma, given = name.partition(", ")
    if entity.kind is Kind.PERSON and comma and _find_title(given):
        yield family
        return
    parts = re.split("[-\u2010 ]", family)
    if entity.kind is Kind.PERSON and comma and "," not in given and len(parts) == 2:
        for part in parts:
            if part[:1].isupper():
                yield from _derive_person(f"{part}, {given}", entity)


def _derive_family(name: str, entity: Entity) -> Iterator[str]:
    """Yield the last word of *Leon Trotzky* where it is a spelling of the family name Trotsky."""
    family, comma, _ = entity.name.partition(", ")
    last = name.rpartition(" ")[2]
    if comma and last != name and last[:3].casefold() == family[:3].casefold():
        yield last


def _split_particles(given: str) -> tuple[list[str], str]:
    """Return given names, and the particles in small letters at their end."""
    words = given.split(" ")
    cut = len(words)
    while cut and words[cut - 1][:1].islower():
        cut -= 1
    return words[:cut], " ".join(words[cut:])
