"""The witnesses of an edition, and the reading of each in an entry of the apparatus."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from tei_edition.facts.apparatus import Method, Witness
from tei_edition.facts.phrases import SUPERSCRIPT, Phrase, write_plain
from tei_edition.facts.pointers import Resolver
from tei_edition.problems import Location
from tei_edition.runtime.files import encode_json, hash_text
from tei_edition.tei import LACUNA_TYPES, UNREAD_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.facts.apparatus import Entry, Reading
    from tei_edition.facts.text import Edition, Text

# A hand of a manuscript, as sigla name it: M* is the first, M^2 or M^c another.
_HAND = re.compile(r"(.+?)(?:\*+|\^.*)")


class Certainty(StrEnum):
    """How the reading of a witness in an entry is known."""

    STATED = "stated"  # the entry names the witness, or a group or manuscript that it is of
    INFERRED = "inferred"  # it names those alone that differ from the lemma
    LACUNOSE = "lacunose"  # it says that the witness has no text there
    UNRECORDED = "unrecorded"  # it does not tell


class WitnessChoice(NamedTuple):
    """The reading of a witness: its number in the entry, from 1, and how it is known.

    `number` is 0 if the witness reads what the text does and no reading says so, and where
    nothing is known: the text of the witness has then what the base has.
    """

    number: int
    certainty: Certainty


class Witnesses:
    """The witnesses of an edition, declared or not, and the groups that they make."""

    def __init__(self, edition: Edition, resolver: Resolver | None = None) -> None:
        self.edition = edition
        self.resolver = resolver or Resolver(edition)
        self._found: dict[tuple[str, str], str] = {}
        self._stated: dict[tuple[str, str], dict[str, WitnessChoice]] = {}
        self._by_id = {witness.id: witness for witness in edition.witnesses}
        self.declared = tuple(self._by_id)
        for text in edition.files:
            for value in dict.fromkeys(_list_values(text)):
                self.find(value, text.file)
        self._around = {ident: self._find_around(ident) for ident in self._by_id}
        self._members: dict[str, list[str]] = {}
        for ident, around in self._around.items():
            for group in around:
                self._members.setdefault(group, []).append(ident)

    def __iter__(self) -> Iterator[Witness]:
        """Every witness and group, those that are declared first."""
        return iter(self._by_id.values())

    def __getitem__(self, ident: str) -> Witness:
        """Return the witness with that id; raises KeyError."""
        return self._by_id[ident]

    def describe(self) -> str:
        """Return a digest of all that the meaning of @wit in a text depends on outside that text.

        The witnesses, and the files and prefixes of the edition, which pointers may name.
        """
        files = [(text.file, text.prefixes) for text in self.edition.files]
        return hash_text(encode_json((list(self), self.declared, files)).decode())

    def is_declared(self, ident: str) -> bool:
        """Whether a listWit has the witness, or the manuscript of which it is a hand."""
        return ident in self.declared or self._by_id[ident].group in self.declared

    def has_undeclared(self, entry: Entry, file: str) -> bool:
        """Whether an entry names a witness that is not declared, where others are."""
        values = (value for reading in entry.readings for value in reading.witnesses)
        return bool(self.declared) and any(
            not self.is_declared(self.find(value, file)) for value in values
        )

    def find(self, value: str, file: str) -> str:
        """Return the id of the witness to which a value of @wit points, declared or not."""
        key = (value, file)
        if key not in self._found:
            self._found[key] = self._find(value, file)
        return self._found[key]

    def find_siglum(self, name: str) -> Witness | None:
        """Return the witness with that id or, else, that siglum."""
        if name in self._by_id:
            return self._by_id[name]
        exact = next((w for w in self._by_id.values() if w.siglum == name), None)
        # Few keyboards have N².
        return exact or next(
            (w for w in self._by_id.values() if normalize("NFKC", w.siglum) == name), None
        )

    def list_members(self, ident: str) -> tuple[str, ...]:
        """All witnesses in a group, at whatever depth; the hands of a manuscript."""
        return tuple(self._members.get(ident, ()))

    def list_around(self, ident: str) -> tuple[str, ...]:
        """Return the manuscript and the groups that a witness is of, the nearest first."""
        return self._around.get(ident, ())

    def list_single(self) -> tuple[Witness, ...]:
        """Return the witnesses that are no lists of others."""
        return tuple(witness for witness in self if not witness.is_group)

    def choose(self, entry: Entry, ident: str, file: str) -> WitnessChoice:
        """Return what a witness reads in an entry of a file.

        A statement about the witness itself comes first, then one about the nearest group or
        manuscript around it, then about its members (a first hand before all others). Where none
        is made, it reads the lemma if the entry names only those witnesses that differ from it.
        """
        stated = self.list_stated(entry, file)
        for name in (ident, *self._around.get(ident, ())):
            if name in stated:
                return stated[name]
        members = [name for name in self.list_members(ident) if name in stated]
        hands = [name for name in members if name.rstrip("*") == ident]
        if self._by_id[ident].is_group or hands:
            for name in hands or members:
                return stated[name]
        lemma = next((r for r in entry.readings if r.is_lemma), None)
        if lemma is None and entry.method is not Method.SEGMENTATION:
            return WitnessChoice(0, Certainty.INFERRED)
        if lemma is not None and _is_silent(lemma):
            return WitnessChoice(entry.readings.index(lemma) + 1, Certainty.INFERRED)
        return WitnessChoice(0, Certainty.UNRECORDED)

    def list_stated(self, entry: Entry, file: str) -> dict[str, WitnessChoice]:
        """Return what an entry says itself of the witnesses that it names, by their ids."""
        if (file, entry.anchor) not in self._stated:
            self._stated[file, entry.anchor] = self._read_stated(entry, file)
        return self._stated[file, entry.anchor]

    def _read_stated(self, entry: Entry, file: str) -> dict[str, WitnessChoice]:
        stated: dict[str, WitnessChoice] = {}
        for number, reading in enumerate(entry.readings, 1):
            # Where a witness only begins or breaks off, it neither agrees nor disagrees.
            has_mark = reading.type.casefold() in LACUNA_TYPES | UNREAD_TYPES or reading.marks
            is_lacuna = has_mark and not reading.text
            certainty = Certainty.LACUNOSE if is_lacuna else Certainty.STATED
            choice = WitnessChoice(number, certainty)
            for value in reading.witnesses:
                name = self.find(value, file)
                # Of the stages of a correction the last is what the witness has.
                before = entry.readings[stated[name].number - 1] if name in stated else None
                if before is None or reading.is_later or before.is_earlier:
                    stated[name] = choice
        self._correct_earlier(entry, stated)
        for detail in entry.details:
            if detail.element == "witDetail" and detail.type.casefold() in LACUNA_TYPES:
                for value in detail.witnesses:
                    stated.setdefault(self.find(value, file), WitnessChoice(0, Certainty.LACUNOSE))
        return stated

    @staticmethod
    def _correct_earlier(entry: Entry, stated: dict[str, WitnessChoice]) -> None:
        """Let witnesses read the lemma of which only what they had before a correction is named.

        This is what silence means where the lemma names no witness.
        """
        lemma = next((n for n, r in enumerate(entry.readings, 1) if r.is_lemma), 0)
        if not lemma and entry.method is Method.SEGMENTATION:
            return
        if lemma and not _is_silent(entry.readings[lemma - 1]):
            return
        for name, choice in stated.items():
            if choice.number and entry.readings[choice.number - 1].is_earlier:
                stated[name] = WitnessChoice(lemma, Certainty.INFERRED)

    def _find(self, value: str, file: str) -> str:
        found = self.resolver.find_witness(value, file)
        if found is not None:
            return found.id
        bare = value.rpartition("#")[2] if value.count("#") < 2 else value
        if bare not in self._by_id:
            hand = _HAND.fullmatch(bare)
            of = hand and self.resolver.find_witness(hand[1], file)
            self._by_id[bare] = _name_undeclared(bare, file, of or None)
        return bare

    def _find_around(self, ident: str) -> tuple[str, ...]:
        around: list[str] = []
        group = self._by_id[ident].group
        while group and group not in around and group in self._by_id:
            around.append(group)
            group = self._by_id[group].group
        return tuple(around)


def _is_silent(lemma: Reading) -> bool:
    """Whether a lemma leaves unsaid who has it: all that the entry does not name."""
    return not (lemma.witnesses or lemma.sources or lemma.responsible)


def _list_values(text: Text) -> Iterator[str]:
    """Yield each value of @wit in the apparatus of a text."""
    for entry in text.entries:
        for reading in entry.readings:
            yield from reading.witnesses
        for detail in entry.details:
            yield from detail.witnesses


def _name_undeclared(bare: str, file: str, of: Witness | None) -> Witness:
    """Return a witness that no list has; what is after a `^` is raised."""
    base, mark, raised = bare.partition("^")
    if not (base and mark and raised):
        return Witness(bare, bare, "", Location(file), of.id if of else "")
    before = (of.siglum_phrases if of else ()) or (Phrase(of.siglum if of else base),)
    phrases = (*before, Phrase(raised, (SUPERSCRIPT,)))
    return Witness(
        bare, write_plain(phrases), "", Location(file), of.id if of else "",
        siglum_phrases=phrases,
    )  # fmt: skip
