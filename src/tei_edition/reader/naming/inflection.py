"""Inflected forms of names by rules of their endings, for each language.

Forms are made from the names of a register; the words of a text are never reduced to stems,
because the stems of different names are often the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.facts.registers import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Cases whose forms one word of a Russian name has, in this order: genitive, dative, accusative,
# instrumental, prepositional. The first ending that fits applies: what is cut off, what is added.
_RUSSIAN: tuple[tuple[str, int, str], ...] = (
    ("ский|цкий|[гкх]ий", 2, "ого ому ого им ом"),
    ("[жшчщ]ий|ний", 2, "его ему его им ем"),
    ("ый|ой", 2, "ого ому ого ым ом"),
    ("ая", 2, "ой ой ую ой ой"),
    ("яя", 2, "ей ей юю ей ей"),
    ("(?<=.)(ов|ев|ёв|ин|ын)", 0, "а у а ым е"),
    ("(?<=.)(ова|ева|ёва|ина|ына)", 1, "ой ой у ой ой"),
    ("[чжшщц]", 0, "а у а ем е"),
    ("ий", 1, "я ю я ем и"),
    ("й", 1, "я ю я ем е"),
    ("ь", 1, "я ю я ем е"),
    ("ия", 1, "и и ю ей и"),
    ("я", 1, "и е ю ей е"),
    ("[гкхжшчщ]а", 1, "и е у ой е"),
    ("ца", 1, "ы е у ей е"),
    ("а", 1, "ы е у ой е"),
    ("[бвгдзклмнпрстфх]", 0, "а у а ом е"),
)
_RUSSIAN_PLACE = (("ов|ев|ёв|ин|ын", 0, "а у  ом е"), ("ь", 1, "и и ь ью и"), *_RUSSIAN)
_IRREGULAR = {
    "Лев": "Льва Льву Льва Львом Льве", "Павел": "Павла Павлу Павла Павлом Павле",
    "Пётр": "Петра Петру Петра Петром Петре", "Петр": "Петра Петру Петра Петром Петре",
    "Любовь": "Любови Любови Любовь Любовью Любови",
}  # fmt: skip
_LATIN: tuple[tuple[str, int, str], ...] = (
    ("ius", 2, "i o um e"),
    ("us", 2, "i o um e"),
    ("er", 0, "i o um"),
    ("um", 2, "i o"),
    ("ae", 2, "arum is as"),
    ("a", 1, "ae am"),
    ("o", 1, "onis oni onem one"),
    ("ar|or|al", 0, "is i em e"),
    ("es", 2, "is i em e"),
)
_SIBILANT = re.compile("(?:[sxzß]|ce)$")
_PARTICLE = re.compile(r" (?=(?:von|vom|zu|zum|zur|van|de|der|am|an|aus)\b)")


def inflect(name: str, language: str, kind: Kind) -> Iterator[str]:
    """Yield the inflected forms of a name in a text of this language, by its primary subtag."""
    if rule := _RULES.get(language):
        yield from rule(name, kind)


def is_guess(language: str) -> bool:
    """Whether the forms of a language are only proposed: other words often have them too."""
    return language == "la"


def _inflect_english(name: str, kind: Kind) -> Iterator[str]:
    """Yield the singular of a group: Bolsheviks, a Bolshevik."""
    if kind is not Kind.ORGANISATION:
        return
    if name.endswith("ies"):
        yield f"{name[:-3]}y"
    elif re.search("[^aius]s$", name) and len(name) > 4:
        yield name[:-1]


def _inflect_german(name: str, kind: Kind) -> Iterator[str]:
    head, *tail = _PARTICLE.split(name, maxsplit=1) if kind is Kind.PERSON else (name,)
    rest = f" {tail[0]}" if tail else ""
    if not name[-1].isalpha():
        return
    for word in dict.fromkeys((name, head)):
        after = "" if word == name else rest
        if _SIBILANT.search(word):
            yield f"{word}ens{after}"
        else:
            yield f"{word}s{after}"
        if kind is not Kind.PERSON:
            yield f"{word}es{after}"
        elif word.endswith("e"):
            yield from (f"{word}n{after}", f"{word}ns{after}")
        else:
            yield f"{word}en{after}"
    first, space, last = name.partition(" ")
    if space and kind is not Kind.PERSON and (found := re.fullmatch(r"(\w+?)e[srnm]?", first)):
        for ending in ("e", "en", "er", "es", "em"):
            yield f"{found[1]}{ending} {last}"


def _inflect_russian(name: str, kind: Kind) -> Iterator[str]:
    words = name.split(" ")
    cases = [_decline(word, kind) for word in words]
    for forms in zip(*cases, strict=True):
        yield " ".join(forms)


def _decline(word: str, kind: Kind) -> list[str]:
    """Return five cases of a word; the word itself where it is not declined."""
    if word in _IRREGULAR:
        return _IRREGULAR[word].split(" ")
    for ending, cut, added in _RUSSIAN_PLACE if kind is Kind.PLACE else _RUSSIAN:
        if len(word) > 2 and word[0].isupper() and re.search(f"(?:{ending})$", word):
            stem = word[: len(word) - cut]
            return [stem + case if case else word for case in added.split(" ")]
    return [word] * 5


def _inflect_latin(name: str, _kind: Kind) -> Iterator[str]:
    before, _, last = name.rpartition(" ")
    for ending, cut, added in _LATIN:
        if re.search(f"(?:{ending})$", last) and len(last) > 3:
            stem = f"{before} {last}".strip()[: -cut or None]
            yield from (f"{stem}{case}" for case in added.split(" "))
            return


_RULES: dict[str, Callable[[str, Kind], Iterator[str]]] = {
    "en": _inflect_english,
    "de": _inflect_german,
    "ru": _inflect_russian,
    "la": _inflect_latin,
}
