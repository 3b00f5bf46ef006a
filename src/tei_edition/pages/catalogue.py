"""The registers: their entities in order, their pages, and all mentions.

Besides the entities that registers describe there are those that the texts name by an absolute
URI and no register has: they are under the form in which the texts have them most often.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tei_edition.facts.placeholders import is_instruction
from tei_edition.facts.pointers import ENTITY, EXTERNAL
from tei_edition.facts.registers import Entity, Form, Identifier, Kind
from tei_edition.language.collation import (
    PARTICLES,
    collation_key,
    filing_form,
    initial_letter,
    is_han,
    pass_over_particles,
)
from tei_edition.language.filing import (
    PERSONAL_ARTICLES,
    number_corporate_romans,
    number_romans,
    pass_over_article,
)
from tei_edition.pages.relation_roles import PART_OF, name_relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tei_edition.config.tables import RegistersTable
    from tei_edition.facts.mentions import Mention
    from tei_edition.facts.pointers import Resolver
    from tei_edition.facts.registers import Relation
    from tei_edition.facts.text import Text

# What a page of a register may weigh: a quotation counts one, an entry this many.
_ENTRY_WEIGHT = 3
UNMENTIONED = "unmentioned"
# The parts that somebody may have in a work.
MAKERS = ("author", "composer", "librettist", "editor", "publisher")
# What somebody says in a text, with a @who.
# Names of these may begin with an article; that of a place is its own (The Hague).
_TITLED = frozenset({Kind.WORK, Kind.ORGANISATION, Kind.EVENT, Kind.OBJECT})
_NO_SLUG = re.compile(r"[^\w.-]+")
# What the pages of names in Chinese characters are called, in Chinese as in Japanese.
_HAN = "漢字"


class Reference(NamedTuple):
    """A form of a name that is filed elsewhere than the name: it says where to look."""

    form: str
    sort_key: str
    entity: Entity


class EntityGroup(NamedTuple):
    """The entities under one letter of a register, in order, and the references to them."""

    letter: str
    lines: tuple[Entity | Reference, ...]


class RegisterPage(NamedTuple):
    """A page of a register: its path below that of the register (empty for its first), its groups.

    `entity` is that of a separate page, or of its further ones, which have a `number`; `label` is
    what the page is called in its register.
    """

    kind: Kind
    path: str
    label: str = ""
    groups: tuple[EntityGroup, ...] = ()
    entity: Entity | None = None
    is_apart: bool = False
    number: int = 1


# So many mentions are on a page of an entity; each further page has as many.
MOST_MENTIONS = 1000


class Catalogue:
    """All entities of an edition, their mentions in reading order, and the pages of the registers.

    `texts` are those whose mentions count; `language` is that of the edition, in whose order
    names stand unless `settings` say otherwise.
    """

    def __init__(
        self,
        settings: RegistersTable,
        language: str,
        texts: Iterable[Text],
        resolver: Resolver,
    ) -> None:
        self.settings = settings
        self.language = settings.collation or language
        self.resolver = resolver
        self.mentions: dict[str, list[tuple[Text, Mention]]] = {}
        self._unlisted: dict[str, str] = {}
        self._filed: dict[str, str] = {}
        self._taken = set(resolver.entities)
        self._add_mentions(list(texts))
        # What a new edition has in place of an entry is none, unless a text names it already.
        self.entities = {
            ident: entity
            for ident, entity in resolver.entities.items()
            if ident in self.mentions or not is_instruction(entity.name)
        }
        self.entities.update((e.id, e) for e in self._make_unlisted())

    def find_entity(self, value: str, file: str) -> str:
        """Return the id of the entity that a name's pointer leads to.

        Empty where it leads to none.
        """
        target = self.resolver.resolve_name(value, file)
        if target is None:
            return ""
        if target.kind == ENTITY:
            return target.id if target.id in self.entities else ""
        return self._unlisted.get(target.uri, "") if target.kind == EXTERNAL else ""

    def list_named(self, mention: Mention, file: str) -> list[str]:
        """Return the ids of all entities that a mention names, each once."""
        found = (self.find_entity(pointer, file) for pointer in mention.pointers)
        return [ident for ident in dict.fromkeys(found) if ident]

    @cached_property
    def pages(self) -> list[RegisterPage]:
        """Every page of every register, the first of each before its others."""
        by_kind: dict[Kind, list[Entity]] = {}
        for entity in self.entities.values():
            by_kind.setdefault(entity.kind, []).append(entity)
        return [page for kind in Kind if kind in by_kind for page in self._lay(by_kind[kind])]

    @cached_property
    def homes(self) -> dict[str, RegisterPage]:
        """The page of each entity's entry; entities that are left out have none."""
        homes: dict[str, RegisterPage] = {}
        for page in self.pages:
            for group in page.groups:
                for line in group.lines:
                    if isinstance(line, Entity):
                        homes.setdefault(line.id, page)
        # A separate page takes precedence over the list that leads to it.
        homes.update(
            (page.entity.id, page) for page in self.pages if page.entity and page.number == 1
        )
        return homes

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each entity in the order of all registers."""
        order = list(Kind)
        key = self._file_under
        found = sorted(self.entities.values(), key=lambda e: (order.index(e.kind), *key(e)))
        return {entity.id: rank for rank, entity in enumerate(found)}

    @cached_property
    def children(self) -> dict[str, list[Entity]]:
        """The entities inside each entity, such as the towns of a county."""
        found: dict[str, list[Entity]] = {}
        for entity in self.entities.values():
            if entity.parent in self.entities and entity.parent != entity.id:
                found.setdefault(entity.parent, []).append(entity)
        return found

    @cached_property
    def relations(self) -> dict[str, list[tuple[Relation, bool, list[str]]]]:
        """For each entity, its relations, whether it is the active side, and to whom.

        Who has no entry is named by an address of the web.
        """
        found: dict[str, list[tuple[Relation, bool, list[str]]]] = {}
        for text in self.resolver.edition.files:
            for relation in text.relations:
                active, passive, mutual = (
                    [i for p in side if (i := self._find_related(p, text.file))]
                    for side in (relation.active, relation.passive, relation.mutual)
                )
                sides = [(ident, True, passive) for ident in active if passive]
                sides += [(ident, False, active) for ident in passive if active]
                sides += [(ident, False, [i for i in mutual if i != ident]) for ident in mutual]
                for ident, is_active, others in sides:
                    if others:
                        found.setdefault(ident, []).append((relation, is_active, others))
        return found

    def _find_related(self, value: str, file: str) -> str:
        """Return the id of an entity, or the address of what has none in this edition."""
        if ident := self.find_entity(value, file):
            return ident
        target = self.resolver.resolve_name(value, file)
        uri = target.uri if target is not None and target.kind == EXTERNAL else ""
        return uri if uri.startswith(("https://", "http://")) else ""

    @cached_property
    def wholes(self) -> dict[str, list[str]]:
        """For each entity what it is part of: the entry that contains it, and its relations."""
        found = {e.id: [e.parent] for e in self.entities.values() if e.parent in self.entities}
        for ident, relations in self.relations.items():
            for relation, is_active, others in relations:
                if name_relation(relation.name, is_active=is_active) == PART_OF:
                    above = found.setdefault(ident, [])
                    others = [i for i in others if i in self.entities and i not in (*above, ident)]
                    above += others
        return found

    @cached_property
    def works(self) -> dict[str, dict[str, list[str]]]:
        """The works of each person or organisation, by role: author, editor and so on."""
        found: dict[str, dict[str, list[str]]] = {}
        for work in self.entities.values():
            for detail in work.details if work.kind is Kind.WORK else ():
                for pointer in detail.pointers if detail.element in MAKERS else ():
                    ident = self.find_entity(pointer, work.location.file)
                    made = found.setdefault(ident, {}).setdefault(detail.element, [])
                    if ident and work.id not in made:
                        made.append(work.id)
        return found

    def sort_words(self, entity: Entity) -> str:
        """Return the words an entity is filed by: its key, or its name without what is passed over.

        Of persons that are particles, and the article of *The Duke*; of works and corporate bodies
        initial articles.
        """
        if entity.sort_key != entity.name:
            return entity.sort_key
        # Sorting asks for them again and again.
        if entity.id not in self._filed:
            words = self._file_form(entity.kind, entity.name, entity.language)
            self._filed[entity.id] = words
        return self._filed[entity.id]

    def _file_form(self, kind: Kind, name: str, language: str) -> str:
        language = language or self.language
        if kind is Kind.PERSON:
            called = pass_over_article(name, language, PERSONAL_ARTICLES)
            return number_romans(self._pass_over(called))
        if kind not in _TITLED:
            return name
        filed = pass_over_article(name, language)
        is_corporate = kind is Kind.ORGANISATION
        return number_corporate_romans(filed) if is_corporate else number_romans(filed)

    # The making of it.

    def _add_mentions(self, texts: list[Text]) -> None:
        for text in texts:
            for mention in text.mentions:
                named: dict[str, None] = {}
                for pointer in mention.pointers:
                    target = self.resolver.resolve_name(pointer, text.file)
                    if target is not None and target.kind == ENTITY:
                        named[target.id] = None
                    elif target is not None and target.kind == EXTERNAL:
                        named[self._note_unlisted(target.uri)] = None
                for ident in named:
                    self.mentions.setdefault(ident, []).append((text, mention))

    def _note_unlisted(self, uri: str) -> str:
        """Return an id for what an URI names and no register has; the same for the same URI."""
        if uri not in self._unlisted:
            wish = "uri-" + _NO_SLUG.sub("-", uri.partition(":")[2]).strip("-.")
            ident, number = wish, 1
            while ident in self._taken:
                number += 1
                ident = f"{wish}-{number}"
            self._taken.add(ident)
            self._unlisted[uri] = ident
        return self._unlisted[uri]

    def _make_unlisted(self) -> Iterable[Entity]:
        for uri, ident in self._unlisted.items():
            found = [mention for _, mention in self.mentions[ident]]
            kinds = Counter(mention.kind for mention in found if mention.kind)
            words = Counter(mention.quotation.surface for mention in found)
            words.pop("", None)
            name = words.most_common(1)[0][0] if words else uri
            yield Entity(
                id=ident,
                kind=Kind(kinds.most_common(1)[0][0]) if kinds else Kind.NAME,
                element="",
                name=name,
                sort_key=name,
                location=found[0].location,
                forms=tuple(Form(form) for form in words if form != name),
                identifiers=(Identifier("", uri, uri),),
            )

    def _pass_over(self, name: str) -> str:
        particles = self.settings.particles
        return pass_over_particles(name, PARTICLES if particles is None else particles)

    def _file_under(self, line: Entity | Reference) -> tuple[bytes, str, str]:
        if isinstance(line, Reference):
            return collation_key(line.sort_key, self.language), line.sort_key, line.entity.id
        words = self.sort_words(line)
        return collation_key(words, self.language), words, line.id

    def _list_references(self, entity: Entity) -> Iterable[Reference]:
        """Its other forms that are filed under another first word than its name."""
        seen = {_first_word(self.sort_words(entity))}
        for form in entity.forms:
            words = self._file_form(entity.kind, form.text, form.language)
            if entity.element and (first := _first_word(words)) and first not in seen:
                seen.add(first)
                yield Reference(form.text, words, entity)

    def _lay(self, entities: list[Entity]) -> list[RegisterPage]:
        """Return the pages of one register."""
        kind = entities[0].kind
        apart: list[Entity] = []
        # A register of which nothing is named is a list in its own right: a bibliography, say.
        named = [e for e in entities if e.id in self.mentions]
        if self.settings.unmentioned != "show" and named:
            apart = [e for e in entities if e.id not in self.mentions]
            entities = named
        if self.settings.unmentioned == "omit":
            apart = []
        references = [r for e in entities for r in self._list_references(e)]
        lines: list[Entity | Reference] = [*entities, *references]
        groups = self._group(lines)
        alone = [page for e in entities for page in self._set_apart(e)]
        first, *others = self._split(kind, groups)
        last = self._group(apart)
        if not last:
            return [first, *others, *alone]
        if others or len(apart) * _ENTRY_WEIGHT > self.settings.split:
            parts = self._split(kind, last, UNMENTIONED)
            return [first, *others, *(p._replace(is_apart=True) for p in parts), *alone]
        rest = RegisterPage(kind, "", UNMENTIONED, last, is_apart=True)
        return [first, rest, *alone]

    def _set_apart(self, entity: Entity) -> Iterator[RegisterPage]:
        """Yield the pages of an entity that has its own: with its entry, and further mentions."""
        mentions = len(self.mentions.get(entity.id, ()))
        path = _NO_SLUG.sub("-", entity.id)
        if mentions > self.settings.own_page:
            yield RegisterPage(entity.kind, path, entity.name, entity=entity)
            for number in range(2, -(-mentions // MOST_MENTIONS) + 1):
                place = f"{path}/{number}"
                yield RegisterPage(entity.kind, place, entity.name, entity=entity, number=number)

    def _group(self, lines: Sequence[Entity | Reference]) -> tuple[EntityGroup, ...]:
        letters: dict[str, list[Entity | Reference]] = {}
        for line in _drop_needless(sorted(lines, key=self._file_under)):
            words = line.sort_key if isinstance(line, Reference) else self.sort_words(line)
            letters.setdefault(initial_letter(words, self.language), []).append(line)
        return _make_groups(letters)

    def _split(
        self, kind: Kind, groups: tuple[EntityGroup, ...], path: str = ""
    ) -> list[RegisterPage]:
        """One page, or above a size a first one without entries and one for each letter."""
        if sum(map(self._weigh, groups)) <= self.settings.split:
            return [RegisterPage(kind, path, "", groups)]
        pages = [RegisterPage(kind, path)]
        for label, found in _share_pages(groups):
            name = _NO_SLUG.sub("-", label).strip("-") or "signs"
            name = f"{path}/{name}" if path else name
            for number, part in enumerate(self._cut(found), 1):
                place = f"{name}-{number}" if number > 1 else name
                pages.append(RegisterPage(kind, place, label, part))
        return pages

    def _cut(self, groups: list[EntityGroup]) -> Iterable[tuple[EntityGroup, ...]]:
        """Yield the lines of a letter, in as many parts as the size of a page asks for."""
        part: dict[str, list[Entity | Reference]] = {}
        weight = 0
        for letter, line in ((group.letter, line) for group in groups for line in group.lines):
            heavy = self._weigh_line(line)
            if part and weight + heavy > self.settings.split:
                yield _make_groups(part)
                part, weight = {}, 0
            part.setdefault(letter, []).append(line)
            weight += heavy
        yield _make_groups(part)

    def _weigh(self, group: EntityGroup) -> int:
        return sum(map(self._weigh_line, group.lines))

    def _weigh_line(self, line: Entity | Reference) -> int:
        if isinstance(line, Reference):
            return 1
        number = len(self.mentions.get(line.id, ()))
        return _ENTRY_WEIGHT + (number if number <= self.settings.own_page else 0)


def _drop_needless(lines: Sequence[Entity | Reference]) -> Iterable[Entity | Reference]:
    """Yield the lines without references to entries directly beside them."""
    for before, line, after in zip((None, *lines), lines, (*lines[1:], None), strict=False):
        if not (isinstance(line, Reference) and line.entity in (before, after)):
            yield line


def _first_word(words: str) -> str:
    return filing_form(words).partition(" ")[0].partition("\t")[0].casefold()


def _make_groups(letters: dict[str, list[Entity | Reference]]) -> tuple[EntityGroup, ...]:
    return tuple(EntityGroup(letter, tuple(lines)) for letter, lines in letters.items())


def _share_pages(groups: Iterable[EntityGroup]) -> Iterator[tuple[str, list[EntityGroup]]]:
    """Yield what shares a page, with its label: a letter's groups, or all Chinese characters.

    There are thousands of these, and few names under each.
    """
    pages: dict[str, list[EntityGroup]] = {}
    for group in groups:
        label = _HAN if is_han(group.letter) else group.letter
        pages.setdefault(label, []).append(group)
    yield from pages.items()
