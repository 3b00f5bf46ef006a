"""Recognise words that only keep a place, in headers and registers: they are never published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING = frozenset({
    "anonym", "author", "date", "desconocido", "editor", "fixme", "inconnu",
    "information about the source", "n.d.", "n.n.", "n.p.", "n/a", "na", "name", "nicht bekannt",
    "nicht veröffentlicht", "nn", "no publisher", "none", "not known", "not published",
    "not yet published", "null", "ohne titel", "pending", "place", "publication information",
    "publisher", "s.a.", "s.d.", "s.l.", "s.n.", "sans titre", "sconosciuto", "sine loco",
    "sine nomine", "tba", "tbc", "tbd", "title", "title of the text", "to be added",
    "to be announced", "to be determined", "to be supplied", "unbekannt", "unknown",
    "unpublished", "untitled", "unveröffentlicht", "xx", "xxx", "your name", "yyyy", "yyyy-mm-dd",
})  # fmt: skip
_AROUND = " \t\n[](){}<>$*_-–—…?!.:;,'\"‹›«»"
_ORDER = re.compile(r"(todo|fixme|xxx)\b|(add|describe|give|insert|name|put|say|write) here\b")


def is_placeholder(words: str) -> bool:
    """Whether words are only a placeholder."""
    plain = words.casefold().strip(_AROUND)
    return not plain or bool({plain, plain + "."} & _NOTHING) or bool(_ORDER.match(plain))


def is_instruction(words: str) -> bool:
    """Whether words tell an editor what to write in their place, as those of a new edition do."""
    return bool(_ORDER.match(words.casefold().strip(_AROUND)))


def drop_placeholders(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names without those that are placeholders."""
    return tuple(name for name in names if not is_placeholder(name))
