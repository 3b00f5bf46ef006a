"""The forms of an entity's names: those that its register gives, and those that follow from them.

`Kerensky, Alexander Fyodorovich` is written as *Alexander Kerensky*, *A. F. Kerensky* and
*Kerensky* too, and inflected as the language of a text has it.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.registers import Kind
from tei_edition.reader.naming.inflection import inflect, is_guess
from tei_edition.reader.naming.words import CJK, find_words, fold_separator, fold_word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tei_edition.facts.registers import Entity

# A shorter single word is no evidence.
SHORTEST = 4
_ARTICLE = re.compile(
    r"(?:the|a|an|der|die|das|den|dem|des|le|la|les|il|lo|gli|i|el|los|las) |l['’]", re.IGNORECASE
)
_SAINTS = (("Saint ", "St. "), ("Saint ", "St "), ("Sankt ", "St. "), ("St. ", "Saint "))
_NUMERAL = re.compile("[IVXL]+|[0-9]+")
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
        words = [word for word in self.written if len(word) > 1 and not word[0].islower()]
        family, comma, _ = self.entity.name.partition(", ")
        stems = {w[0][:3].casefold() for w in find_words(family) if not w[0].islower()}
        return len(words) > 1 and (not comma or any(w[:3].casefold() in stems for w in words))

    @property
    def is_evidence(self) -> bool:
        """Whether it is long enough to mean something, and begins as a name does."""
        length = sum(map(len, (*self.written, *self.separators)))
        shortest = 2 if _HAS_CJK.search(self.written[0]) else SHORTEST
        return length >= shortest and not self.written[0][0].islower()


def list_forms(entity: Entity, languages: Collection[str] = ()) -> Iterator[NameForm]:
    """Yield the forms of an entity's names, each once, with those inflected in these languages."""
    seen: set[tuple[tuple[str, ...], ...]] = set()
    names = [_drop_article(name) for name in (entity.name, *(f.text for f in entity.forms))]
    own = dict.fromkeys(names, Rank.OWN)
    derived = {form: Rank.DERIVED for name in names for form in _derive(name, entity) if form}
    guessed = {form: Rank.GUESSED for name in names for form in _split_double(name, entity)}
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
    has_stop = name.endswith(".") and _NUMERAL.fullmatch(written[-1]) is not None
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
    yield f"{given} {family}"
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


def _split_double(name: str, entity: Entity) -> Iterator[str]:
    """Yield names with a part of a double family name, by which somebody may be called too."""
    family, comma, given = name.partition(", ")
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
