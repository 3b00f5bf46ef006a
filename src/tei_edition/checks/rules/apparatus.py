"""The apparatus must account for the witnesses, and each entry for its place in the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.facts.apparatus import Method, Standing
from tei_edition.facts.witnesses import Certainty, Witnesses
from tei_edition.language.lemma_letters import fold_lemma
from tei_edition.problems import About, Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tei_edition.config import Config
    from tei_edition.facts.apparatus import Entry, Reading
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.text import Text

# What parts the first words of a long lemma from its last.
_ELLIPSIS = re.compile(r"…|\.\.\.|\s[–—]\s")
# How editors call a reading that no witness has, in @type or @cause: the beginnings of the words.
_CONJECTURES = ("conj", "coniec", "emend", "konjekt", "congett")
# A witness that fewer of a text's entries name is not recorded throughout.
_HALF = 0.5
# Where so many of a text's entries name the witnesses of the lemma, those that do not are slips.
_NEARLY_ALL = 0.8
_STARTS = frozenset({"lacunaEnd", "witStart"})
_ENDS = frozenset({"lacunaStart", "witEnd"})
_SHOWN, _LENGTH = 8, 40  # sigla, and characters of a reading, in a message


@check("apparatus", "witness-missing")
def check_missing_witnesses(text: Text, witnesses: Witnesses) -> Iterator[Problem]:
    """Yield a problem for each entry that leaves out a witness that the text records elsewhere.

    Only an entry that names the witnesses of its lemma can leave one out (TEI Guidelines, section
    13.1.4): where it names those alone that differ, the others have the lemma.
    """
    missing = _find_missing(text, witnesses)
    for entry in text.entries:
        names = missing.get(entry.anchor, [])
        # A source of others is not extant; an undeclared siglum may be the one that is missing.
        names = [n for n in names if not set(names).intersection(witnesses.list_members(n))]
        # Of a witness that begins, ends or breaks off within the words, the entry says that.
        marked = {v for r in entry.readings for mark in r.marks for v in mark.witnesses}
        ended = {witnesses.find(value, text.file) for value in marked}
        names = [n for n in names if n not in ended]
        if not names or witnesses.has_undeclared(entry, text.file) or _is_doubled(entry):
            continue
        sigla = _enumerate(names, witnesses)
        if _is_negative(entry):
            message = "the lemma names no witness, although nearly all others in this text do"
            hint = f"if {sigla} {_verb(names)} the lemma, name {_pronoun(names)} in its @wit"
        else:
            message = f"the entry does not say what {sigla} {_verb(names)}"
            hint = "add the siglum to the @wit of the reading, or mark the lacuna"
        yield problem("witness-missing", message, entry.location, hint=hint)


def _is_doubled(entry: Entry) -> bool:
    """Whether a witness has two readings: one of them may be that of the missing witness."""
    named = Counter((value, r.stage) for r in entry.readings for value in set(r.witnesses))
    return any(number > 1 for number in named.values())


@check("apparatus", "witness-twice")
def check_repeated_witnesses(text: Text, witnesses: Witnesses) -> Iterator[Problem]:
    """Yield a problem for each witness with two readings in an entry, or twice in one @wit.

    A group and its member may differ, as may hands of one manuscript (the more specific statement
    is an exception) and stages of a correction. Readings explained by a witDetail are accepted.
    """
    for entry in text.entries:
        first: dict[tuple[str, str], Reading] = {}
        explained = {
            witnesses.find(value, text.file)
            for detail in entry.details
            if detail.element == "witDetail"
            for value in detail.witnesses
        }
        for reading in entry.readings:
            names = [witnesses.find(value, text.file) for value in reading.witnesses]
            for name, number in Counter(names).items():
                other = first.setdefault((name, reading.stage), reading)
                siglum = witnesses[name].siglum
                if number > 1:
                    message = f'"{siglum}" is named twice in this @wit'
                elif other is not reading and name not in explained:
                    message = (
                        f'"{siglum}" has two readings in this entry,'
                        f" {_quote(other)} and {_quote(reading)}"
                    )
                else:
                    continue
                yield problem(
                    "witness-twice",
                    message,
                    reading.location,
                    hint="remove one of them; give each hand of a witness its own siglum",
                    related=() if other is reading else (other.location,),
                )


@check("apparatus", "reading-without-witness", "conjecture-without-responsibility")
def check_attribution(text: Text, _witnesses: Witnesses) -> Iterator[Problem]:
    """Yield a problem for each reading of which the entry does not say where, or from whom, it is.

    An entry none of whose readings says so is one problem.
    """
    for entry in text.entries:
        # What no reading says, a detail may: it points to the reading, or follows it.
        told = {target.rpartition("#")[2] for d in entry.details for target in d.targets}
        bare = [
            reading
            for reading in entry.readings
            if not _is_attributed(reading) and not (reading.id and reading.id in told)
        ]
        guesses = [reading for reading in bare if _is_conjecture(reading)]
        for reading in guesses:
            yield problem(
                "conjecture-without-responsibility",
                f"the conjecture {_quote(reading)} is not attributed",
                reading.location,
                hint="say in @resp who proposed it, or in @source where",
            )
        others = [r for r in bare if r not in guesses and not r.is_lemma]
        if len(others) > 1 and len(bare) == len(entry.readings):
            yield problem(
                "reading-without-witness",
                "no reading of this entry has a witness",
                entry.location,
                hint="name the witnesses of each reading in its @wit",
            )
            continue
        for reading in others:
            yield problem(
                "reading-without-witness",
                f"the reading {_quote(reading)} has no witness",
                reading.location,
                hint="name its witnesses in @wit, or in @resp or @source who proposed it",
            )


@check("apparatus", "lemma-mismatch", "anchor-missing", "end-before-start")
def check_places(text: Text, _witnesses: Witnesses) -> Iterator[Problem]:
    """Yield a problem for each entry whose place is missing, unknown or has other words."""
    for entry in text.entries:
        match entry.standing:
            case Standing.LEMMA_MISSING:
                yield _report_lemma(entry, f'does not occur in passage "{entry.place}"')
            case Standing.NO_LEMMA if _names_witnesses(entry):
                yield problem(
                    "lemma-mismatch",
                    f'without a lemma, nothing says which words of "{entry.place}" the entry is'
                    " about",
                    entry.location,
                    hint="put the words of the text into a <lem>",
                )
            case Standing.FOUND if not _has_its_lemma(entry):
                yield _report_lemma(entry, f'differs from the text, "{cut_words(entry.lemma)}"')
            case Standing.PLACE_UNKNOWN:
                yield problem(
                    "anchor-missing",
                    f'the text has no place "{entry.place}"',
                    entry.location,
                    hint="@loc is the @n of a passage, or several numbers from the"
                    " outermost unit inwards; @from and @to point to an xml:id",
                )
            case Standing.NO_PLACE if entry.readings:
                yield problem(
                    "anchor-missing",
                    "the entry does not say which passage it is about",
                    entry.location,
                    hint="give its number in @loc, or its beginning and end in @from and @to",
                )
            case Standing.REVERSED:
                yield problem(
                    "end-before-start",
                    f"the end of the passage (@to) comes before its start (@from): {entry.place}",
                    entry.location,
                    hint="swap @from and @to, or correct the wrong one",
                )


@check("edition", "unused-witness", suspended="unused witnesses", needs_all=True)
def check_unused_witnesses(resolver: Resolver, config: Config) -> Iterator[Problem]:
    """Yield a problem for each declared witness that neither the apparatus nor a pointer names.

    Naming a group, or one of its members, is naming all of it. Without an apparatus a list of
    witnesses is a description.
    """
    edition = resolver.edition
    if not any(
        reading.witnesses for t in edition.files for e in t.entries for reading in e.readings
    ):
        return
    witnesses = Witnesses(edition, resolver)
    unused = {
        ident: {ident, *witnesses.list_around(ident), *witnesses.list_members(ident)}
        for ident in witnesses.declared
        if not witnesses[ident].is_group
        and ident not in config.check.copy_text
        and ident not in resolver.failed_ids
    }
    for text in edition.files:
        # Most editions name all of their witnesses in their first text.
        if not unused:
            return
        named = {name for entry in text.entries for name in witnesses.list_stated(entry, text.file)}
        for value in {pointer.value for pointer in text.pointers}:
            if found := resolver.find_witness(value, text.file):
                named.add(found.id)
        unused = {ident: near for ident, near in unused.items() if near.isdisjoint(named)}
    for ident in unused.keys() - resolver.failed_ids:
        yield problem(
            "unused-witness",
            f'no entry of the apparatus names the witness "{witnesses[ident].siglum}"',
            witnesses[ident].location,
            hint="record its readings, or remove it from the list",
            about=About("witness", values=(ident,)),
        )


@check("apparatus", "method-mismatch")
def check_methods(text: Text, _witnesses: Witnesses) -> Iterator[Problem]:
    """Yield a problem for each method in a file that is not the one that its header declares."""
    if text.declared_method not in set(Method):
        return
    others: dict[Method, list[Entry]] = defaultdict(list)
    for entry in text.entries:
        # An entry inside another is always of parallel segmentation.
        if entry.method != text.declared_method and not entry.parent:
            others[entry.method].append(entry)
    for method, entries in others.items():
        about = "the entry is" if len(entries) == 1 else f"{len(entries)} entries are"
        yield problem(
            "method-mismatch",
            f'{about} encoded with the method "{method}", but the header declares'
            f' "{text.declared_method}"',
            entries[0].location,
            hint="correct the @method of variantEncoding, or the entries",
            related=tuple(entry.location for entry in entries[1:_SHOWN]),
        )


# What the entries of a text say of its witnesses.


def _find_missing(text: Text, witnesses: Witnesses) -> dict[str, list[str]]:
    """Return witnesses that each entry leaves out although they are extant there, by its anchor."""
    naming = [entry for entry in text.entries if _names_witnesses(entry) and _has_words(entry)]
    full = [entry for entry in naming if not _is_negative(entry)]
    negative = [entry for entry in naming if _is_negative(entry)]
    # One entry of another practice is a slip, several are a practice.
    judged = naming if len(full) >= _NEARLY_ALL * len(naming) else full
    holders = _find_holders(text)
    missing: dict[str, list[str]] = {}
    for ident in _list_manuscripts(witnesses) if full else ():
        extant = _list_extant(text, witnesses, ident)
        told = {
            entry.anchor: _is_told(entry, ident, text, witnesses)
            for entry in judged
            if witnesses[ident].part in {"", entry.part}
            if entry.anchor in extant and _reaches(entry, ident, text, witnesses, holders)
        }
        number = sum(told[entry.anchor] for entry in full if entry.anchor in told)
        if number and number >= _HALF * (len(told) - sum(e.anchor in told for e in negative)):
            for anchor, is_told in told.items():
                if not is_told:
                    missing.setdefault(anchor, []).append(ident)
    return missing


def _list_manuscripts(witnesses: Witnesses) -> list[str]:
    """Return the declared witnesses that are neither lists of others nor hands of one."""
    return [
        ident
        for ident in witnesses.declared
        if not witnesses[ident].is_group
        and not any(
            witnesses[ident].siglum.startswith(witnesses[above].siglum)
            for above in witnesses.list_around(ident)
            if not witnesses[above].is_group
        )
    ]


def _is_told(entry: Entry, ident: str, text: Text, witnesses: Witnesses) -> bool:
    """Whether an entry names a witness, or its group, manuscript, hand or descendant."""
    near = {ident, *witnesses.list_around(ident), *witnesses.list_members(ident)}
    return not near.isdisjoint(witnesses.list_stated(entry, text.file))


def _list_extant(text: Text, witnesses: Witnesses, ident: str) -> set[str]:
    """Return the entries, by their anchors, at which a witness has text (section 13.1.5).

    It has none from its `lacunaStart` or `witEnd` to its `lacunaEnd` or `witStart`.
    """
    names = {ident, *witnesses.list_around(ident)}
    entries = sorted(text.entries, key=lambda entry: entry.span[0])
    marks = [
        [
            mark.element
            for reading in entry.readings
            for mark in reading.marks
            if any(witnesses.find(value, text.file) in names for value in mark.witnesses)
        ]
        for entry in entries
    ]
    has_text = next((here[0] in _ENDS for here in marks if here), True)
    extant: set[str] = set()
    for entry, here in zip(entries, marks, strict=True):
        if has_text or here:
            extant.add(entry.anchor)
        has_text = here[-1] in _STARTS if here else has_text
    return extant


def _find_holders(text: Text) -> dict[str, tuple[Entry, int]]:
    """Return, for each entry inside a reading of another, that entry and the reading's number."""
    by_anchor = {entry.anchor: entry for entry in text.entries}
    return {
        entry.anchor: (
            above,
            sum(reading.location <= entry.location for reading in above.readings),
        )
        for entry in text.entries
        if (above := by_anchor.get(entry.parent)) is not None
    }


def _reaches(
    entry: Entry,
    ident: str,
    text: Text,
    witnesses: Witnesses,
    holders: Mapping[str, tuple[Entry, int]],
) -> bool:
    """Whether a witness has the reading that contains an entry, as far as is known."""
    while entry.anchor in holders:
        entry, number = holders[entry.anchor]
        choice = witnesses.choose(entry, ident, text.file)
        if choice.certainty is not Certainty.UNRECORDED and choice.number != number:
            return False
    return True


def _names_witnesses(entry: Entry) -> bool:
    """Whether an entry names witnesses, and each reading who proposed it."""
    return any(reading.witnesses for reading in entry.readings) and all(
        reading.is_lemma or _is_attributed(reading) for reading in entry.readings
    )


def _has_words(entry: Entry) -> bool:
    """Whether an entry has readings, and not only the ends of a lacuna."""
    return any(r.text for r in entry.readings) or not any(r.marks for r in entry.readings)


def _is_negative(entry: Entry) -> bool:
    """Whether an entry names those witnesses alone that differ from its lemma."""
    lemma = next((reading for reading in entry.readings if reading.is_lemma), None)
    if lemma is None:
        return entry.method is not Method.SEGMENTATION
    return not (lemma.witnesses or lemma.sources or lemma.responsible)


# What a single reading or entry says.


def _is_attributed(reading: Reading) -> bool:
    return bool(reading.witnesses or reading.responsible or reading.sources or reading.hand)


def _is_conjecture(reading: Reading) -> bool:
    words = (reading.type, reading.cause, *reading.groups)
    return any(word.casefold().startswith(_CONJECTURES) for word in words)


def _report_lemma(entry: Entry, what: str) -> Problem:
    lemma = next(reading for reading in entry.readings if reading.is_lemma)
    return problem(
        "lemma-mismatch",
        f"the lemma {_quote(lemma)} {what}",
        lemma.location,
        hint="write the lemma as the text has it, or correct the place",
    )


def _has_its_lemma(entry: Entry) -> bool:
    """Whether the lemma of a located entry has the words to which it points, ignoring punctuation.

    A long lemma may have the first words and the last alone. Where the lemma was sought, as by
    @loc, it is what was found.
    """
    if entry.method is not Method.DOUBLE:
        return True
    lemma = next((reading.text for reading in entry.readings if reading.is_lemma), "")
    there = fold_lemma(entry.lemma)
    parts = [fold_lemma(part) for part in _ELLIPSIS.split(lemma)]
    if len(parts) > 1:
        return there.startswith(parts[0]) and there.endswith(parts[-1])
    return not parts[0] or parts[0] == there


def _quote(reading: Reading) -> str:
    return f'"{cut_words(reading.text)}"' if reading.text else "without words"


def cut_words(words: str) -> str:
    """Return the first of some words, if there are too many for a message."""
    return words if len(words) <= _LENGTH else f"{words[:_LENGTH].rsplit(None, 1)[0]} …"


def _enumerate(names: list[str], witnesses: Witnesses) -> str:
    sigla = [witnesses[name].siglum for name in names]
    if len(sigla) > _SHOWN:
        return f"{', '.join(sigla[:_SHOWN])} and {len(sigla) - _SHOWN} others"
    return " and ".join(filter(None, (", ".join(sigla[:-1]), sigla[-1])))


def _verb(names: list[str]) -> str:
    return "reads" if len(names) == 1 else "read"


def _pronoun(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"
