"""The readings of all witnesses: their agreement, and files for stemmatology."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from functools import partial
from itertools import combinations
from string import ascii_letters, digits
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from tei_edition.facts.recall import make_anew
from tei_edition.facts.witnesses import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tei_edition.facts.apparatus import Entry
    from tei_edition.facts.recall import Recall
    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan

VARIANTS, NEXUS = "variants.csv", "variants.nex"
# So many witnesses are compared with each other at most: a few kilobytes of sigla would make
# millions of pairs.
MOST_COMPARED = 400
# Of so many, what is found in each text is kept: a hundred have five thousand pairs.
_MOST_KEPT = 20
# The signs of NEXUS for the readings of an entry, and for what is not known.
_SIGNS, _UNKNOWN = digits + ascii_letters, "?"


class Agreement(NamedTuple):
    """In how many entries two witnesses read the same, of how many of which both are known."""

    first: str
    second: str
    same: int
    compared: int


class Variation(NamedTuple):
    """An entry, and for each witness of which it is known the number of what it reads.

    Readings with the same words have the same number; it is 0 for the text where no reading has
    its words.
    """

    text: Text
    entry: Entry
    known: dict[str, int]


def list_compared(book: SitePlan) -> list[str]:
    """Return the witnesses that are compared: no groups, and no hands of a manuscript."""
    listed = book.witnesses.list_single()
    # What is in a witness that is no group is one of its hands.
    manuscripts = {witness.id for witness in listed}
    return [witness.id for witness in listed if witness.group not in manuscripts]


def list_variations(book: SitePlan) -> Iterator[Variation]:
    """Yield the known readings of the witnesses in each entry, in reading order."""
    single = list_compared(book)
    for text in book.texts:
        yield from _list_variations(book, text, single)


def _list_variations(book: SitePlan, text: Text, single: list[str]) -> Iterator[Variation]:
    lacking = _list_lacking(book, text)
    for entry in text.entries:
        yield Variation(text, entry, dict(_list_known(book, text, entry, single, lacking)))


def list_agreements(book: SitePlan, recall: Recall = make_anew) -> list[Agreement]:
    """Every pair of witnesses, in the order of the list, that can be compared in some entry.

    There is none if there are too many witnesses. `recall` keeps what is found in each text.
    """
    single = list_compared(book)
    if len(single) > MOST_COMPARED:
        return []
    keep = recall if len(single) <= _MOST_KEPT else make_anew
    around = book.witnesses.describe()
    same: Counter[tuple[int, int]] = Counter()
    compared: Counter[tuple[int, int]] = Counter()
    for text in book.texts if len(single) > 1 else ():
        compare = partial(_compare, book, text, single)
        for one, other, alike, known in keep("agreements", text, around, compare):
            same[one, other] += alike
            compared[one, other] += known
    return [
        Agreement(single[one], single[other], same[one, other], compared[one, other])
        for one, other in sorted(compared)
    ]


def _compare(book: SitePlan, text: Text, single: list[str]) -> list[tuple[int, int, int, int]]:
    """Return the pairs of witnesses, by their numbers, known in some of a text's entries.

    With each: in how many entries they read the same, and in how many both are known.
    """
    readings: dict[str, list[int]] = {ident: [] for ident in single}
    known = dict.fromkeys(single, 0)
    place = 1
    for variation in _list_variations(book, text, single):
        for ident, number in variation.known.items():
            known[ident] |= place
            masks = readings[ident]
            masks.extend([0] * (number + 1 - len(masks)))
            masks[number] |= place
        place <<= 1
    return [
        (
            i,
            j,
            sum((a & b).bit_count() for a, b in zip(readings[one], readings[other], strict=False)),
            compared,
        )
        for (i, one), (j, other) in combinations(enumerate(single), 2)
        if (compared := (known[one] & known[other]).bit_count())
    ]


def _list_known(
    book: SitePlan,
    text: Text,
    entry: Entry,
    single: list[str],
    lacking: set[tuple[str, str]],
) -> Iterator[tuple[str, int]]:
    """Yield the reading of each witness, as the number of the first reading with the same words.

    All that read what the text does have the same. A witness that has no text there is not known.
    """
    lemma = next((n for n, r in enumerate(entry.readings, 1) if r.is_lemma), 0)
    numbers = [0, *_number_by_words(entry)]
    for ident in single:
        choice = book.witnesses.choose(entry, ident, text.file)
        number = choice.number or lemma
        if number and entry.readings[number - 1].is_mark:
            continue
        if choice.certainty is Certainty.STATED or (
            choice.certainty is Certainty.INFERRED and (ident, entry.anchor) not in lacking
        ):
            yield ident, numbers[number]


def _number_by_words(entry: Entry) -> Iterator[int]:
    """For each reading, the number of the first one that has the same words and signs."""
    first: dict[object, int] = {}
    by_id = {f"#{reading.id}": reading for reading in entry.readings if reading.id}
    for number, reading in enumerate(entry.readings, 1):
        said = reading if reading.text or reading.signs else by_id.get(reading.copies, reading)
        # Nobody knows what words a picture or a pointer has.
        is_known = said.text or not (said.pictures or said.copies or said.signs)
        key = (said.text, said.signs) if is_known else number
        yield first.setdefault(key, number)


def _list_lacking(book: SitePlan, text: Text) -> set[tuple[str, str]]:
    """Witnesses, and the entries at which they have not begun or have broken off."""
    entries = sorted((e for e in text.entries if e.span >= (0, 0)), key=lambda e: e.span)
    lacking: set[tuple[str, str]] = set()
    since: dict[str, int] = {}
    marked: set[str] = set()
    for place, entry in enumerate(entries):
        for name, element in _list_marks(book, text, entry):
            if element in {"witStart", "lacunaEnd"}:
                start = since.pop(name, place if name in marked else 0)
                lacking |= {(name, e.anchor) for e in entries[start:place]}
            else:
                since.setdefault(name, place + 1)
            marked.add(name)
    for name, start in since.items():
        lacking |= {(name, e.anchor) for e in entries[start:]}
    return lacking


def _list_marks(book: SitePlan, text: Text, entry: Entry) -> Iterator[tuple[str, str]]:
    """Where the witnesses of an entry begin and break off; those of a group, each."""
    for reading in entry.readings:
        for mark in reading.marks:
            for value in mark.witnesses:
                ident = book.witnesses.find(value, text.file)
                for name in (ident, *book.witnesses.list_members(ident)):
                    yield name, mark.element


# Files for other programs.


def write_variants(book: SitePlan, variations: Sequence[Variation]) -> bytes:
    """Return the readings as CSV (UTF-8): a row for each entry, a column for each witness.

    A cell is empty if nothing is known, and has a dash where the witness has no words.
    """
    witnesses = _list_known_witnesses(book, variations)
    if not witnesses:
        return b""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    sigla = [book.witnesses[ident].siglum for ident in witnesses]
    writer.writerow(("file", "place", "text", *sigla))
    for text, entry, known in variations:
        cells = [_quote(entry, known[w]) if w in known else "" for w in witnesses]
        place = book.passage_label(text, entry.passage) or entry.place
        writer.writerow((text.file, place, entry.lemma or "–", *cells))
    return out.getvalue().encode()


def write_nexus(book: SitePlan, variations: Sequence[Variation]) -> bytes:
    """Return the readings as a matrix in NEXUS, which programs for stemmatology and phylogeny read.

    Each entry in which two witnesses are known is a character, each reading a state; where nothing
    is known of a witness, or it has no text, stands a question mark.
    """
    told = [v for v in variations if len(v.known) > 1]
    witnesses = _list_known_witnesses(book, told)
    if len(witnesses) < 2:
        return b""
    states = [_number_states(variation) for variation in told]
    names = _name_taxa(book, witnesses)
    width = max(map(len, names.values())) + 2
    most = max(len(found) for found in states)
    labels = [
        f"    {number} {_spell_token(_name_place(book, variation))}"
        f" / {' '.join(_spell_token(_quote(variation.entry, state)) for state in found)}"
        for number, (variation, found) in enumerate(zip(told, states, strict=True), 1)
    ]
    signs = _SIGNS[: max(2, min(most, len(_SIGNS)))]
    rows = [
        f"    {name:{width}}"
        + "".join(
            _SIGNS[found[v.known[ident]]]
            if ident in v.known and found[v.known[ident]] < len(_SIGNS)
            else _UNKNOWN
            for v, found in zip(told, states, strict=True)
        )
        for ident, name in names.items()
    ]
    return "\n".join((
        "#NEXUS", "", "BEGIN DATA;",
        f"  DIMENSIONS NTAX={len(names)} NCHAR={len(told)};",
        f'  FORMAT DATATYPE=STANDARD RESPECTCASE MISSING=? GAP=- SYMBOLS="{signs}";',
        "  CHARSTATELABELS", ",\n".join(labels), "  ;",
        "  MATRIX", *rows, "  ;", "END;", "",
    )).encode()  # fmt: skip


def _list_known_witnesses(book: SitePlan, variations: Sequence[Variation]) -> list[str]:
    known = {ident for variation in variations for ident in variation.known}
    return [ident for ident in list_compared(book) if ident in known]


def _number_states(variation: Variation) -> dict[int, int]:
    """For the number of each reading that a witness has, its place among them."""
    return {number: place for place, number in enumerate(sorted(set(variation.known.values())))}


def _quote(entry: Entry, number: int) -> str:
    """Return the words of a reading, or what it has instead; a dash where there is nothing."""
    if not number:
        return entry.lemma or "–"
    reading = entry.readings[number - 1]
    instead = (*reading.signs, *reading.pictures, *filter(None, (reading.copies,)))
    return reading.text or (f"[{' '.join(instead)}]" if instead else "–")


def _name_place(book: SitePlan, variation: Variation) -> str:
    place = book.passage_label(variation.text, variation.entry.passage)
    return f"{place or variation.entry.place} {variation.entry.lemma}".strip() or "?"


def _name_taxa(book: SitePlan, witnesses: Sequence[str]) -> dict[str, str]:
    """Return the names of witnesses in plain letters, each once."""
    names: dict[str, str] = {}
    for ident in witnesses:
        plain = normalize("NFKC", book.witnesses[ident].siglum)
        is_new = _spell_token(plain) not in names.values()
        names[ident] = _spell_token(plain if is_new else ident)
    return names


def _spell_token(words: str) -> str:
    """Words as one token of NEXUS."""
    if re.fullmatch(r"[A-Za-z0-9]+", words):
        return words
    quoted = words.replace("'", "''")
    return f"'{quoted}'"
