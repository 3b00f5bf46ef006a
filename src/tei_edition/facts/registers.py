"""Entries of registers: entities, their names, identifiers and relations."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tei_edition.facts.times import EntityTime, TimeSpan
from tei_edition.problems import Location

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.language.wording import Wording


class Kind(StrEnum):
    """The kind of an entity."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVENT = "event"
    WORK = "work"
    OBJECT = "object"
    TERM = "term"
    NAME = "name"


class Identifier(msgspec.Struct, frozen=True, gc=False):
    """An `idno` of an entity: the authority that gives it, its value, its address if it has one."""

    authority: str
    value: str
    uri: str = ""


class Form(msgspec.Struct, frozen=True, gc=False):
    """A name that a register gives an entity, with its @type and the language it is written in.

    `time` is when it went by that name, if the register says when.
    """

    text: str
    type: str = ""
    language: str = ""
    time: TimeSpan | None = None


class ReferencePart(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Words of a reference to a work unchanged; or, with a `word`, what fills its gap.

    The word is the key of one of the interface, as *reference volume* (`vol. {text}`). `variable`
    is what CSL calls this part of a reference, `author` or `volume`, and the `type` of the work is
    a variable without words; `is_inverted` says that of a name the family name is before the comma.
    """

    text: str
    word: str = ""
    variable: str = ""
    is_inverted: bool = False


class ReferenceRun(NamedTuple):
    """Words of a reference for readers, in italics or not."""

    text: str
    is_italic: bool = False


def write_reference(reference: Iterable[ReferencePart], words: Wording) -> str:
    """Return a reference in the language of the words."""
    return "".join(write_part(part, words) for part in reference)


def write_part(part: ReferencePart, words: Wording) -> str:
    """Return a part of a reference in the language of the words."""
    return words.say(part.word, text=part.text) if part.word else part.text


def list_reference_words(reference: Iterable[ReferencePart]) -> str:
    """Return what the edition itself says in a reference."""
    return " ".join(part.text for part in reference)


class Statement(msgspec.Struct, frozen=True, gc=False):
    """A further statement of an entry: sex, occupation, country, ..., by its TEI element's name.

    `pointers` lead to other entries, as they are in its @ref, @key or @target; `time` is when
    it was so, if the entry says when. A work that it names is a `reference`, and has no `text`.
    `named` are those of the pointers that are in place of words, before the `text`; `remark` is
    what else is said of it, as the role of a member.
    """

    element: str
    text: str
    pointers: tuple[str, ...] = ()
    time: TimeSpan | None = None
    reference: tuple[ReferencePart, ...] = ()
    named: tuple[str, ...] = ()
    remark: str = ""


class Link(msgspec.Struct, frozen=True, gc=False):
    """A `ptr` or `ref` of an entry: its target unchanged, its words, its @type."""

    target: str
    label: str = ""
    type: str = ""


class EntityPicture(msgspec.Struct, frozen=True, gc=False):
    """A picture of an entity: its @url, relative to `file`, its caption, what is to be seen."""

    url: str
    file: str
    caption: str = ""
    description: str = ""
    width: str = ""


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A `relation` between entities (TEI Guidelines, section 14.3.2.3); pointers unchanged.

    `time` is when it lasted, `description` what the edition says of it beside its name.
    """

    name: str
    active: tuple[str, ...]
    passive: tuple[str, ...]
    mutual: tuple[str, ...]
    location: Location
    time: TimeSpan | None = None
    description: str = ""


class Entity(msgspec.Struct, frozen=True, gc=False):
    """A person, organisation, place, event, work, object, term or name that a register describes.

    `element` is that of its entry; it is empty for what the texts name by an absolute URI without
    an entry in any register. `times` say when it lived or lasted, `description` is for
    readers, `notes` are further ones, `reference` is that of a work;
    `sort_key` is what the edition gives, or the name with the family name first. `parent` is the
    id of the entry that this one is in.
    """

    id: str
    kind: Kind
    element: str
    name: str
    sort_key: str
    location: Location
    type: str = ""
    language: str = ""
    forms: tuple[Form, ...] = ()
    times: tuple[EntityTime, ...] = ()
    reference: tuple[ReferencePart, ...] = ()
    description: str = ""
    notes: tuple[str, ...] = ()
    details: tuple[Statement, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[EntityPicture, ...] = ()
    parent: str = ""


class Coordinates(msgspec.Struct, frozen=True, gc=False):
    """A `geo`: where an entity is, or, of no entity, the place called `label` in a header.

    `points` are latitude and longitude in degrees of WGS84; none where what is `given` is of
    another `datum`, or no coordinates at all.
    """

    entity: str
    label: str
    given: str
    datum: str
    points: tuple[tuple[float, float], ...]
    location: Location


_SINGLE = ("type", "language", "reference", "description", "parent")
_MANY = ("identifiers", "links", "pictures")


def merge_entries(entries: tuple[Entity, ...]) -> Entity:
    """One entity of several entries: the first takes precedence, the others fill in what it lacks.

    Their names are further forms of the first's; entries of another kind are left out.
    """
    first, *others = entries
    same = [entry for entry in others if entry.kind is first.kind]
    if not same:
        return first
    names = (form for e in same for form in (Form(e.name, "", e.language), *e.forms))
    forms = {form.text: form for form in (*names, *first.forms)}  # the first's own take precedence
    forms.pop(first.name, None)
    return msgspec.structs.replace(
        first,
        forms=tuple(forms.values()),
        details=tuple(join_details(d for e in (first, *same) for d in e.details)),
        times=next((e.times for e in (first, *same) if e.times), ()),
        **{
            name: next((v for e in entries if (v := getattr(e, name))), getattr(first, name))
            for name in _SINGLE
        },
        notes=tuple(dict.fromkeys(_list_notes(first, same))),
        **{
            name: tuple(dict.fromkeys(item for e in (first, *same) for item in getattr(e, name)))
            for name in _MANY
        },
    )


def _list_notes(first: Entity, others: Iterable[Entity]) -> Iterable[str]:
    """Return what entries of an entity say of it besides the description that is shown first."""
    described = [e.description for e in (first, *others) if e.description]
    notes = (note for e in (first, *others) for note in e.notes)
    return (words for words in (*described[1:], *notes) if words not in described[:1])


def join_details(details: Iterable[Statement]) -> Iterable[Statement]:
    """Return each statement once, though files point in several ways to what it names."""
    found: dict[tuple[object, ...], Statement] = {}
    for detail in details:
        named = () if detail.text else detail.pointers
        key = (
            detail.element,
            detail.text,
            detail.time,
            detail.reference,
            detail.named,
            detail.remark,
            named,
        )
        before = found.get(key)
        pointers = (*(before.pointers if before else ()), *detail.pointers)
        found[key] = msgspec.structs.replace(detail, pointers=tuple(dict.fromkeys(pointers)))
    return found.values()
