"""A register must have each entry once, with its name, and none that nothing points to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.checks.frame import check
from tei_edition.checks.half_addresses import is_local
from tei_edition.config import find_nearest
from tei_edition.dating.shortforms import BIRTH, DEATH, format_lifetime
from tei_edition.facts.authorities import find_identifier
from tei_edition.facts.placeholders import is_instruction
from tei_edition.facts.pointers import ENTITY, FILE, Resolver
from tei_edition.facts.registers import Kind
from tei_edition.language.filing import PERSONAL_ARTICLES, pass_over_article
from tei_edition.language.wording import list_words
from tei_edition.problems import About, Problem, problem
from tei_edition.reader.names import AS_CALLED, FAMILY_FIRST
from tei_edition.tei import XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.config import Config
    from tei_edition.facts.registers import Entity
    from tei_edition.facts.text import Text
    from tei_edition.source import Source


@check("edition", "duplicate-entity")
def check_duplicate_entities(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each entry that an authority file, or name and dates, show to be another.

    Entries with the same identifier are one: whether they agree is the next check's concern.
    """
    edition = resolver.edition
    first: dict[tuple[str, ...], Entity] = {}
    for entity in edition.entities:
        for what, key in _list_keys(entity):
            earlier = first.setdefault((entity.kind, *key), entity)
            if earlier.id != entity.id:
                yield problem(
                    "duplicate-entity",
                    f'"{entity.id}" and "{earlier.id}" have the same {what}',
                    entity.location,
                    hint="merge the two entries, or correct the wrong one",
                    related=(earlier.location,),
                )
                break


def _list_keys(entity: Entity) -> Iterator[tuple[str, tuple[str, ...]]]:
    if entity.kind not in {Kind.PERSON, Kind.ORGANISATION}:
        return  # a suburb may go by the identifier of its town, an edition by that of the work
    for idno in entity.identifiers:
        found = find_identifier(idno.value, idno.authority)
        if found and not found.find_fault():
            yield f"{found.authority.name}, {found.value}", found.key
    aspects = {found.aspect for found in entity.times}
    if entity.kind is Kind.PERSON and {BIRTH, DEATH} <= aspects and entity.name != entity.id:
        name, dates = " ".join(entity.name.casefold().split()), _say_dates(entity)
        yield f"name and dates, {entity.name} ({dates})", (name, dates)


def _say_dates(entity: Entity) -> str:
    return format_lifetime(entity.times, list_words("en"), "en")


@check("edition", "conflicting-entries")
def check_conflicting_entries(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each entry that contradicts an earlier one of the same identifier.

    Entries of two texts are left alone: their headers may well use one identifier for two
    characters, whom nobody else names.
    """
    edition = resolver.edition
    registers = {text.file for text in edition.registers}
    first: dict[str, Entity] = {}
    for text in (*edition.registers, *edition.texts):
        for entity in text.entities:
            earlier = first.setdefault(entity.id, entity)
            # Within one file it is a duplicate xml:id, and found as such.
            files = {earlier.location.file, entity.location.file}
            if len(files) == 1 or files.isdisjoint(registers):
                continue
            if differences := list(_compare(earlier, entity)):
                yield problem(
                    "conflicting-entries",
                    f'two entries "{entity.id}" differ: {"; ".join(differences)}',
                    entity.location,
                    hint="make them agree, or give one of them another xml:id",
                    related=(earlier.location,),
                )


def _compare(earlier: Entity, later: Entity) -> Iterator[str]:
    """In what two entries of one entity are at odds; what only one says is no difference."""
    if earlier.kind != later.kind:
        yield f"{earlier.kind} and {later.kind}"
    names, others = _list_names(earlier), _list_names(later)
    if names and others and names.isdisjoint(others):
        yield f"{earlier.name} and {later.name}"
    dates, others_dates = _say_dates(earlier), _say_dates(later)
    if dates and others_dates and dates != others_dates:
        yield f"{dates} and {others_dates}"
    known, told = _group_identifiers(earlier), _group_identifiers(later)
    for name in sorted(told.keys() & known.keys()):
        # Several of one kind are a set: it is enough that they have one in common.
        if known[name].isdisjoint(told[name]):
            one, two = (", ".join(sorted(found[name])) for found in (known, told))
            yield f"{name} {one} and {two}"


def _group_identifiers(entity: Entity) -> dict[str, set[str]]:
    """Return identifiers of an entity by the authority file that they are of, where it is known."""
    found: dict[str, set[str]] = {}
    for idno in entity.identifiers:
        if identifier := find_identifier(idno.value, idno.authority):
            found.setdefault(identifier.authority.name, set()).add(identifier.value)
    return found


def _list_names(entity: Entity) -> set[str]:
    """All names of an entity; none for one that goes by its identifier."""
    names = (entity.name, *(form.text for form in entity.forms))
    return {" ".join(name.casefold().split()) for name in names if name != entity.id}


@check("file", "entity-without-name")
def check_names(source: Source, text: Text, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each entry without a name: readers would see its identifier."""
    assert source.root is not None
    # An entry without a name goes by its identifier, as does one whose name is just that.
    nameless = {e.id: e for e in text.entities if e.name == e.id}
    if not nameless:
        return
    for element in source.root.iter("{*}*"):
        entity = nameless.pop(element.get(XML_ID, ""), None)
        if entity and not any(words_of(inner) == entity.id for inner in element.iter("{*}*")):
            yield problem(
                "entity-without-name",
                f'<{entity.element}> "{entity.id}" has no name',
                entity.location,
                hint="add the name by which readers know it",
            )


# Elements that say which part of a name a word is.
_PARTS = frozenset({"surname", "forename", "nameLink", "genName", "roleName", "addName"})
# Two words at least, each of letters; the last no numeral, as of a ruler.
_SEVERAL_WORDS = re.compile(r"[^\W\d_]\S*(?: \S+)* (?![IVXLC]+\.?$)[^\W\d_]\S*")
# What rulers and saints are called besides, as in "Alexander the Great"; and what is no name.
_EPITHET = re.compile(r"^[^\W\d_]+ (?:[IVXLC]+\.?,? )?(?:the|der|die|das|le|la|il|el|den) \S+$")


@check("file", "guessed-filing")
def check_filing(source: Source, text: Text, config: Config) -> Iterator[Problem]:
    """Yield a problem for each person whose name does not say what it is filed by.

    Scripts without capitals, and languages whose names are filed as they are called, are right.
    """
    assert source.root is not None
    usual = config.registers.collation or config.edition.language or text.header.language or "en"
    called = {
        e.id: pass_over_article(e.name, e.language or usual, PERSONAL_ARTICLES)
        for e in text.entities
    }
    guessed = {e.id: e for e in text.entities if _is_filed_by_guess(e, called[e.id])}
    # The characters of a play are called as they are called there.
    if not guessed or next(source.root.iter(tei("sp")), None) is not None:
        return
    for element in source.root.iter(tei("person")):
        entity = guessed.get(element.get(XML_ID, ""))
        if entity and not any(local(inner.tag) in _PARTS for inner in element.iter(tei("*"))):
            yield problem(
                "guessed-filing",
                f'"{entity.name}" is sorted under "{called[entity.id].split()[0]}",'
                " because the family name is not marked up",
                entity.location,
                hint="mark it up with surname and forename, or give the name a sortKey",
                cause="names of persons whose parts are not marked up",
            )


def _is_filed_by_guess(entity: Entity, called: str) -> bool:
    language = entity.language.partition("-")[0].casefold()
    return (
        entity.kind is Kind.PERSON
        and not is_instruction(entity.name)
        and entity.sort_key == entity.name != entity.id
        and _SEVERAL_WORDS.fullmatch(called) is not None
        and "," not in entity.name
        and not _EPITHET.match(entity.name)
        and not entity.name.split()[-1][0].islower()  # "maids and young men"
        and any(letter.isupper() for letter in entity.name)
        and language not in FAMILY_FIRST | AS_CALLED
    )


class _LostMentions:
    """The names that lead to no entry of their kind, and whom they may mean.

    As long as they are not corrected, nobody can say that an entry is not mentioned.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._idents: set[str] = set()
        self._words: set[str] = set()
        for text in resolver.edition.files:
            for mention in text.mentions:
                for pointer in mention.pointers:
                    target = resolver.resolve_name(pointer, text.file)
                    is_right = target is not None and target.kind not in {ENTITY, FILE}
                    is_right = is_right and not is_local(pointer)
                    if is_right or (target and mention.kind in {"", target.entity}):
                        continue
                    self._idents.add(pointer.rpartition("#")[2].casefold())
                    self._words.update(_list_words(mention.quotation.surface))

    def may_mean(self, entity: Entity) -> bool:
        """Whether one of them has the identifier of an entry, or nearly, or a word of its name."""
        if not self._idents:
            return False
        ident = entity.id.casefold()
        names = (entity.name, *(form.text for form in entity.forms))
        words = {word for name in names for word in _list_words(name)}
        return bool(
            ident in self._idents
            or words & self._words
            or (len(self._idents) <= _FEW and find_nearest(ident, self._idents, _ALIKE))
        )


# So many identifiers that lead nowhere are compared with those of entries: difflib is slow.
_FEW = 100
_ALIKE = 0.8


def _list_words(name: str) -> set[str]:
    return {word for word in re.findall(r"\w+", name.casefold()) if len(word) > 2}


@check("edition", "unreferenced-entity", suspended="unreferenced register entries", needs_all=True)
def check_unreferenced_entities(resolver: Resolver, _config: Config) -> Iterator[Problem]:
    """Yield a problem for each register entry that no pointer of the edition leads to.

    Works are left out: a bibliography is there to be read, and need not be pointed to.
    """
    edition = resolver.edition
    named = {
        target.id
        for text in edition.files
        for value in {pointer.value for pointer in text.pointers}
        if (target := resolver.resolve_name(value, text.file)) and target.kind == ENTITY
    }
    lost: _LostMentions | None = None
    for entity in edition.entities:
        is_meant = entity.kind is not Kind.WORK and not is_instruction(entity.name)
        if is_meant and entity.id not in named:
            lost = lost or _LostMentions(resolver)
            if lost.may_mean(entity):
                continue  # told where the pointer stands
            yield problem(
                "unreferenced-entity",
                f'nothing in the edition points to "{entity.id}", {entity.name}',
                entity.location,
                hint="mark up its mentions, or remove the entry",
                about=About(values=(entity.id,)),
            )
