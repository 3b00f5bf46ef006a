"""Draft the entries of a register for names that have none, and forms that entries lack."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from tei_edition.facts.registers import Kind
from tei_edition.language.collation import to_latin
from tei_edition.reader.naming.words import find_words, fold_word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tei_edition.editing.tagging.candidates import NameCandidate
    from tei_edition.editing.tagging.names import NameFinder
    from tei_edition.facts.registers import Entity

_LISTS = {
    Kind.PERSON: ("listPerson", "person", "persName"),
    Kind.ORGANISATION: ("listOrg", "org", "orgName"),
    Kind.PLACE: ("listPlace", "place", "placeName"),
    Kind.EVENT: ("listEvent", "event", "eventName"),
    Kind.WORK: ("listBibl", "bibl", "title"),
    Kind.NAME: ("listNym", "nym", "form"),
}
_NAME_ELEMENTS = {
    Kind.PERSON: "persName", Kind.PLACE: "placeName", Kind.ORGANISATION: "orgName",
    Kind.WORK: "title",
}  # fmt: skip
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"{language}>
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>Draft of register entries</title>
      </titleStmt>
      <publicationStmt>
        <p>Not published.</p>
      </publicationStmt>
      <sourceDesc>
        <p>Words of the texts that may be names, as tei-edition found them.</p>
      </sourceDesc>
    </fileDesc>
  </teiHeader>
  <standOff>
"""
_LONGEST = 6
_POSSESSIVE = re.compile("['’]s?$")


def draft_register(
    candidates: Sequence[NameCandidate], taken: Collection[str], language: str = ""
) -> str:
    """Return a register file with an entry for each candidate; `taken` are identifiers in use.

    Of words that may name anything, the entries are names (`nym`), for the editor to sort.
    """
    used = set(taken)
    parts = [_HEAD.format(language=f' xml:lang="{escape(language)}"' if language else "")]
    for kind, (list_name, entry, name) in _LISTS.items():
        chosen = [candidate for candidate in candidates if candidate.kind is kind]
        if not chosen:
            continue
        parts.append(f"    <{list_name}>\n")
        for candidate in chosen:
            ident = mint_id(candidate.form, kind, used)
            used.add(ident)
            parts.append(
                f'      <{entry} xml:id="{ident}">\n'
                f"        <{name}>{_write_name(candidate.form, kind)}</{name}>\n"
                f"      </{entry}>\n"
            )
        parts.append(f"    </{list_name}>\n")
    return "".join((*parts, "  </standOff>\n</TEI>\n"))


def _write_name(form: str, kind: Kind) -> str:
    """Return a name in its parts, if it is that of a person with a family name."""
    given, space, family = form.rpartition(" ")
    if kind is not Kind.PERSON or not space:
        return escape(form)
    return f"<surname>{escape(family)}</surname>, <forename>{escape(given)}</forename>"


def mint_id(form: str, kind: Kind, taken: Collection[str]) -> str:
    """Return a new identifier: of the family name, with the given names, or with a number."""
    words = [re.sub("[^a-z0-9]+", "", to_latin(word[0]).lower()) for word in find_words(form)]
    words = [word for word in words if word] or ["name"]
    if kind is Kind.PERSON and len(words) > 1:
        words = [words[-1], *words[:-1]]
        choices = [words[0], "-".join(words)]
    else:
        choices = ["-".join(words)]
    choices = [choice if choice[0].isalpha() else f"n-{choice}" for choice in choices]
    number = 2
    while True:
        for choice in choices:
            if choice not in taken:
                return choice
        choices = [f"{choices[-1].rstrip('0123456789').rstrip('-')}-{number}"]
        number += 1


class Lesson(NamedTuple):
    """A form that the texts tag as an entity, and that the register does not have."""

    entity: Entity
    form: str
    number: int
    element: str


def list_lessons(finder: NameFinder, files: Iterable[str]) -> list[Lesson]:
    """Return forms of mentions from which the register could learn, by entity.

    Mentions without a capital are descriptions, and are left out.
    """
    known = {(form.entity.id, form.words) for form in finder.forms}
    counts: Counter[tuple[str, str]] = Counter()
    for ident, surface in finder.habits.list_surfaces(files):
        surface = _POSSESSIVE.sub("", surface)
        words = [word[0] for word in find_words(surface)]
        folded = tuple(map(fold_word, words))
        if (
            words
            and len(words) <= _LONGEST
            and any(word[0].isupper() for word in words)
            and (ident, folded) not in known
        ):
            counts[ident, surface] += 1
    entities = finder.words.entities
    return [
        Lesson(entities[ident], form, number, _NAME_ELEMENTS.get(entities[ident].kind, "name"))
        for (ident, form), number in sorted(counts.items(), key=lambda item: (item[0][0], -item[1]))
    ]
