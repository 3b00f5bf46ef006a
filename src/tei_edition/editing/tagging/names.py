"""Propose the names of the registers that texts have without markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.editing.tagging.contexts import read_beside
from tei_edition.editing.tagging.deciding import (
    REFERENCE,
    SMALL,
    UNBORN,
    Decider,
    Decision,
    is_initial,
)
from tei_edition.editing.tagging.habits import Habits
from tei_edition.editing.tagging.placing import Permission, place
from tei_edition.editing.tagging.proposals import Proposal, Tagging, Treatment
from tei_edition.editing.tagging.reading import list_small
from tei_edition.facts.registers import Kind
from tei_edition.language.tags import primary_language
from tei_edition.reader.naming.finding import NameIndex
from tei_edition.reader.naming.forms import list_forms
from tei_edition.reader.naming.words import find_words, fold_word, list_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from tei_edition.config import Config
    from tei_edition.editing.tagging.answers import Answers
    from tei_edition.editing.tagging.blocks import Block
    from tei_edition.editing.tagging.reading import EditionWords
    from tei_edition.facts.registers import Entity
    from tei_edition.reader.naming.finding import Hit

NAMES = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.EVENT})
TITLES = frozenset({Kind.WORK})
_NESTING = frozenset({Kind.ORGANISATION, Kind.EVENT})


class Selected(NamedTuple):
    """What is looked for: kinds of entities, and only some entities or forms if any are given.

    Forms are given as their words, folded.
    """

    kinds: Collection[Kind] = NAMES
    entities: frozenset[str] = frozenset()
    forms: frozenset[tuple[str, ...]] = frozenset()

    def has(self, hit: Hit) -> bool:
        """Whether a name is one of those that are looked for."""
        if not (self.entities or self.forms):
            return True
        written = tuple(map(fold_word, hit.written))
        return written in self.forms or any(owner.id in self.entities for owner in hit.owners)


class NameFinder:
    """Finds the names of an edition in its files."""

    def __init__(
        self,
        words: EditionWords,
        config: Config,
        wanted: Selected,
        answers: Answers,
        permissions: Callable[[str], Permission],
    ) -> None:
        self.words = words
        self.wanted = wanted
        self.answers = answers
        self.permissions = permissions
        self.nests = config.tag.nested
        self.written: dict[tuple[str, str], Tagging] = {}
        self.habits = Habits(words.entities)
        for name, file in words.files.items():
            self.habits.learn(name, file)
        named = [entity for entity in words.entities.values() if entity.kind in wanted.kinds]
        languages = {
            primary_language(block.frame.language)
            for file in words.files.values()
            for block in file.blocks
        }
        forms = [form for entity in named for form in list_forms(entity, sorted(languages))]
        self.forms = forms
        self.given = frozenset(_list_given(named))
        always = {tuple(fold_word(w[0]) for w in find_words(a.form)) for a in answers.always}
        self.index = NameIndex(forms, wanted.forms | always)
        names = {
            word
            for form in forms
            if form.entity.kind is Kind.PERSON and not form.language
            for word in form.words
        }
        setting = config.tag.single
        self.hits = {name: list(self._list_hits(name)) for name in words.files}
        self.decider = Decider(
            self.habits,
            list_small(words),
            names,
            {
                hit.written
                for hits in self.hits.values()
                for block, hit in hits
                if hit.length == 1 and not is_initial(block, hit)
            },
            self._list_persons(),
            writes_single=setting == "write" or (setting == "auto" and len(named) <= SMALL),
            asked=wanted.forms | always,
        )

    def _list_hits(self, name: str) -> Iterator[tuple[Block, Hit]]:
        """Yield the names in a file, without the characters of other plays."""
        others = self.words.plays - {name}
        for block in self.words.files[name].blocks:
            for hit in self.index.find(block.text, primary_language(block.frame.language)):
                forms = hit.forms
                if others:
                    forms = tuple(f for f in forms if f.entity.location.file not in others)
                if forms:
                    yield block, hit._replace(forms=forms)

    def _list_persons(self) -> dict[Block, dict[int, bool]]:
        """Return of which words the names are made in each block, and whether of persons."""
        found: dict[Block, dict[int, bool]] = {}
        for hits in self.hits.values():
            for block, hit in hits:
                kinds = {owner.kind is Kind.PERSON for owner in hit.owners}
                if len(kinds) == 1:
                    numbers = range(hit.number, hit.number + hit.length)
                    found.setdefault(block, {}).update(dict.fromkeys(numbers, kinds.pop()))
        return found

    def find(self, file: str) -> Iterator[Proposal]:
        """Yield the names of a file that are to be written or asked for, in order.

        Of two in one place, as on both sides of a choice, the one that is certain is taken.
        """
        found = [p for block, hit in self.hits[file] for p in self._propose(file, block, hit)]
        done = -1
        for proposal in sorted(
            found, key=lambda p: (p.start, -p.end, p.verdict != Treatment.WRITE)
        ):
            if proposal.start >= done:
                done = proposal.end
                yield proposal

    def _propose(
        self, file: str, block: Block, hit: Hit, outer: Hit | None = None
    ) -> Iterator[Proposal]:
        decision = self.decider.decide(block, hit, outer)
        if decision.verdict is not Treatment.LEAVE and self.wanted.has(hit):
            proposal = self._make(file, block, hit, decision)
            if proposal.verdict is not Treatment.LEAVE:
                yield proposal
                return
        if hit.length > 1 and outer is None:
            # What is no name may contain one.
            for inner in self._list_inside(block, hit):
                yield from self._propose(file, block, inner)

    def _make(self, file: str, block: Block, hit: Hit, decision: Decision) -> Proposal:
        """Return the proposal of a name, with what was answered about it."""
        if decision.verdict is Treatment.WRITE:
            decision = self._doubt_entry(decision, file)
        form = " ".join(block.text[hit.start : hit.end].split())
        after_it = hit.number + hit.length
        before, after = read_beside(block.text, hit.words, hit.number, after_it)
        verdict, reason, candidates = decision
        entity = self.words.entities.get(self.answers.find_entity(form))
        if entity is not None:
            verdict, reason = Treatment.WRITE, ""
            candidates = (entity, *(c for c in candidates if c.id != entity.id))
        context = f"{before} {form} {after}".strip()
        if self.answers.never:
            candidates = tuple(
                c for c in candidates if not self.answers.refuse(form, file, context, c.id)
            )
        (start, first), (end, last) = block.locate(hit.start, hit.end)
        made = Proposal(file, start, end, form, before, after, verdict, first, reason, candidates)
        if not candidates:
            return made._replace(verdict=Treatment.LEAVE)
        tagging = self.write(candidates[0], file)
        placed = place((start, first), (end, last), tagging.element, self.permissions(file))
        made = made._replace(
            start=placed.start, end=placed.end, frame=placed.frame, tagging=tagging
        )
        if placed.trouble:
            return made._replace(verdict=Treatment.BLOCKED, reason=placed.trouble)
        inner = self._find_inside(file, block, hit) if self.nests else ()
        return made._replace(inside=tuple(inner))

    def _doubt_entry(self, decision: Decision, file: str) -> Decision:
        """Return what to do with a name of which the entry itself may say that it is another's."""
        named = self.words.named[decision.candidates[0].id]
        if named.is_reference:
            return decision._replace(verdict=Treatment.ASK, reason=REFERENCE)
        if named.born > self.words.years.get(file, named.born):
            return decision._replace(verdict=Treatment.ASK, reason=UNBORN)
        return decision

    def _find_inside(self, file: str, block: Block, hit: Hit) -> Iterator[Proposal]:
        """Yield the certain names of other entities within the name of an organisation."""
        if hit.length == 1 or not all(owner.kind in _NESTING for owner in hit.owners):
            return
        own = {owner.id for owner in hit.owners}
        for inner in self._list_inside(block, hit):
            for proposal in self._propose(file, block, inner, hit):
                if proposal.verdict is Treatment.WRITE and proposal.candidates[0].id not in own:
                    yield proposal

    def _list_inside(self, block: Block, hit: Hit) -> Iterator[Hit]:
        language = primary_language(block.frame.language)
        return self.index.find_inside(block.text, hit, language)

    def settle(self, proposal: Proposal, entity: Entity) -> Proposal:
        """Return a proposal that an editor has accepted, as a mention of an entity."""
        tagging = self.write(entity, proposal.file)
        return proposal._replace(verdict=Treatment.WRITE, reason="", tagging=tagging)

    def write(self, entity: Entity, file: str) -> Tagging:
        """Return the element that marks up a mention of an entity in a file."""
        if (entity.id, file) in self.written:
            return self.written[entity.id, file]
        usage = self.habits.choose_usage(entity.kind)
        if usage.element == "eventName" and not self.permissions(file).allows("p", "eventName"):
            usage = usage._replace(element="rs", type="event")
        text = self.words.files[file].text
        pointer = self.habits.write_pointer(entity, file, usage, text)
        given = (("type", usage.type),) if usage.type else ()
        made = Tagging(usage.element, (*given, (usage.attribute, pointer)))
        self.written[entity.id, file] = made
        return made


def _list_given(entities: Iterable[Entity]) -> Iterator[str]:
    """Yield the given names of persons, folded."""
    for entity in entities:
        if entity.kind is Kind.PERSON:
            yield from map(fold_word, list_words(entity.name.partition(", ")[2]))
