"""What an edition says, as frozen records: its texts, entities, mentions, datings and readings.

Every record is plain data that any process can pick up: strings, numbers and tuples of them. They
hold no circles, so that the garbage collector need not look at them: there may be a million.
Places in a text are named by *anchors* (see `tei_edition.anchors`), which are unique in a file.

There may be hundreds of thousands of them, and none can be part of a cycle: Python's collector of
garbage need not look at them (`gc=False`).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

import msgspec

from tei_edition.problems import Ignored, Location


class Kind(StrEnum):
    """What sort of thing an entity is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVENT = "event"
    WORK = "work"
    OBJECT = "object"
    TERM = "term"
    NAME = "name"


class Stream(StrEnum):
    """Where a word stands: in the reading text, a note, a reading not shown, or the header."""

    TEXT = "text"
    NOTE = "note"
    READING = "reading"
    HEADER = "header"


class Identifier(msgspec.Struct, frozen=True, gc=False):
    """An `idno` of an entity: the authority that gives it, its value, its address if it has one."""

    authority: str
    value: str
    uri: str = ""


class Form(msgspec.Struct, frozen=True, gc=False):
    """A name that a register gives an entity, with its @type and the language it is written in."""

    text: str
    type: str = ""
    language: str = ""


class Statement(msgspec.Struct, frozen=True, gc=False):
    """Something else that an entry says: sex, occupation, country, ..., by its TEI element's name.

    `pointers` lead to other entries, as they stand in its @ref, @key or @target.
    """

    element: str
    text: str
    pointers: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True, gc=False):
    """A `ptr` or `ref` of an entry: its target as it stands, its words, its @type."""

    target: str
    label: str = ""
    type: str = ""


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A `relation` between entities (TEI Guidelines, section 14.3.2.3); pointers as they stand."""

    name: str
    active: tuple[str, ...]
    passive: tuple[str, ...]
    mutual: tuple[str, ...]
    location: Location


class Entity(msgspec.Struct, frozen=True, gc=False):
    """A person, organisation, place, event, work, object, term or name that a register describes.

    `element` is that of its entry; it is empty for what the texts name by an absolute URI without
    an entry in any register. `dates` and `description` are for readers, `notes` are further ones;
    `sort_key` is what the edition gives, or the name with the family name first. `parent` is the
    id of the entry that this one stands in.
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
    dates: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    details: tuple[Statement, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    parent: str = ""


class Quotation(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Words of a text in their context, white space collapsed.

    `before` and `after` are cut at word boundaries, and say so by an ellipsis.
    """

    before: str
    surface: str
    after: str


class Mention(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A name, wherever it stands in a text (TEI Guidelines, chapter 14).

    `kind` is what the element or its `@type` says, empty where neither tells. `pointers` are the
    values of `@ref`, `@key` or `@nymRef` as they stand, `certainty` is `@cert`. `witnesses` are
    the pointers of the reading that holds the mention, where one does. `role` is what a letter's
    header says of its sender, addressee and so on (`correspAction/@type`).
    """

    element: str
    kind: str
    pointers: tuple[str, ...]
    quotation: Quotation
    anchor: str
    passage: str
    stream: Stream
    location: Location
    witnesses: tuple[str, ...] = ()
    certainty: str = ""
    role: str = ""


class Term(msgspec.Struct, frozen=True, gc=False):
    """A dating as one calendar of the edition gives it.

    `start` and `end` are days, months or years in numbers of that calendar, empty where the bound
    is open; `reckoned` names those that are not written, but follow from a length of time.
    """

    calendar: str
    start: str = ""
    end: str = ""
    reckoned: tuple[str, ...] = ()


class TimeSpan(msgspec.Struct, frozen=True, gc=False):
    """A time, to the precision that the edition gives it (TEI Guidelines, section 14.4).

    `first` and `last` are the Julian day numbers of its earliest and latest day, None where that
    bound is open, or the calendar is none that is known here. `given` has its terms in those
    calendars that are; `otherwise` calendar and value, as they stand, in those that are not.
    `uncertain` names the bounds that are limits of what may be (@notBefore, @notAfter), rather
    than the start or end of what lasted.
    """

    first: int | None = None
    last: int | None = None
    given: tuple[Term, ...] = ()
    otherwise: tuple[tuple[str, str], ...] = ()
    uncertain: tuple[str, ...] = ()
    duration: str = ""
    precision: str = ""
    certainty: str = ""


class Dating(msgspec.Struct, frozen=True, gc=False):
    """A `date` of the text, and the time that its attributes say.

    `calendar` is that in which its words are written, as @calendar has it.
    """

    quotation: Quotation
    anchor: str
    passage: str
    stream: Stream
    location: Location
    time: TimeSpan = TimeSpan()
    witnesses: tuple[str, ...] = ()
    calendar: str = ""


class LifeDate(msgspec.Struct, frozen=True, gc=False):
    """When an entity began, was or ended: `aspect` is birth, death, floruit or event.

    Of no entity, it is when the file's own text was made or sent: origin, creation or sent.
    """

    entity: str
    aspect: str
    time: TimeSpan
    words: str
    location: Location


class Act(msgspec.Struct, frozen=True, gc=False):
    """What somebody did at a time that the header gives: sent or received a letter (`kind`)."""

    pointers: tuple[str, ...]
    kind: str
    time: TimeSpan
    location: Location


class Prose(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The words of a block that no markup calls a name, folded; see `tei_edition.prose`."""

    words: str
    location: Location


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


class Witness(msgspec.Struct, frozen=True, gc=False):
    """A witness of the text, or a group of them, as a `listWit` declares it.

    `group` is the id of the witness or group in whose list it stands (a hand stands in its
    manuscript's), empty where in none that has an id. `dates` and `repository` are for readers.
    """

    id: str
    siglum: str
    description: str
    location: Location
    group: str = ""
    is_group: bool = False
    dates: str = ""
    repository: str = ""


class Method(StrEnum):
    """How an entry of the apparatus says what it is about (TEI Guidelines, section 13.2)."""

    SEGMENTATION = "parallel-segmentation"
    LOCATION = "location-referenced"
    DOUBLE = "double-end-point"


class Standing(StrEnum):
    """What is known of the place in the text that an entry is about."""

    IN_PLACE = "in-place"  # the entry stands there itself
    FOUND = "found"  # the text has been found there, and is marked in the tree
    NO_PLACE = "no-place"  # the entry names none
    PLACE_UNKNOWN = "place-unknown"  # what @loc, @from or @to says is nowhere
    NO_LEMMA = "no-lemma"  # a location, and no words to be found there
    LEMMA_MISSING = "lemma-missing"  # the words of the lemma do not stand there
    REVERSED = "reversed"  # the end stands before the start
    ELSEWHERE = "elsewhere"  # another file of the edition has the text, and the entry among its own


class Mark(msgspec.Struct, frozen=True, gc=False):
    """Where a witness begins or breaks off: `witStart`, `witEnd`, `lacunaStart`, `lacunaEnd`.

    `witnesses` are those of its own @wit, else of the reading that holds it.
    """

    element: str
    witnesses: tuple[str, ...]
    location: Location


class Detail(msgspec.Struct, frozen=True, gc=False):
    """What a `witDetail` or a `note` says in an entry; `targets` are pointers as they stand."""

    element: str
    text: str
    location: Location
    type: str = ""
    witnesses: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One reading of an apparatus entry, `lem` or `rdg`, those of groups included.

    `witnesses`, `responsible` (@resp) and `sources` are values as they stand; `witnesses` may
    come from a `wit` that follows. `groups` are the types of the `rdgGrp` around it, the outermost
    first. Its number in the entry, from 1, is the number that trees of witnesses name it by.
    """

    text: str
    witnesses: tuple[str, ...]
    is_lemma: bool
    location: Location = Location("")
    id: str = ""
    type: str = ""
    cause: str = ""
    hand: str = ""
    responsible: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An entry of the critical apparatus (`app`), its readings in the order of the source.

    `passage` is the anchor of the passage in which its words stand, of its own where they were
    not found. `lemma` is what the text reads there. `place` is what the entry says of its place
    (@loc, or @from and @to). `type` is its own or that of its list. `parent` is the anchor of the
    entry that it stands in. `span` are the first and last character of its words among all of the
    file's reading text, which tell whether entries nest or cross; (-1, -1) where not found.
    """

    anchor: str
    passage: str
    readings: tuple[Reading, ...]
    location: Location
    method: Method = Method.SEGMENTATION
    standing: Standing = Standing.IN_PLACE
    lemma: str = ""
    place: str = ""
    type: str = ""
    parent: str = ""
    details: tuple[Detail, ...] = ()
    span: tuple[int, int] = (-1, -1)


class Passage(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A part of the text that a reader may cite: a division, paragraph, line, note and so on.

    `label` is its @n or its number among those of its name in the text, `inner` the same within
    its outermost division; both are empty where it is not counted. `reference` is how the system
    that the header declares cites it, `shown` that without the levels that name no unit.
    """

    anchor: str
    element: str
    label: str
    inner: str = ""
    reference: str = ""
    shown: str = ""


class Division(msgspec.Struct, frozen=True, gc=False):
    """A `text` or a division of it, with those inside it.

    `length` counts the characters of all that it holds; `title` is its head, or empty;
    `line` is where its start tag stands.
    """

    anchor: str
    element: str
    title: str
    length: int
    line: int
    children: tuple[Division, ...] = ()


class Pointer(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One value of an attribute that points: which element and attribute, and what it says.

    `id` is the element's own `xml:id` where a circle of pointers could matter (`tei.CHAINS`).
    """

    element: str
    attribute: str
    value: str
    location: Location
    id: str = ""


class Prefix(msgspec.Struct, frozen=True, gc=False):
    """A `prefixDef`: what a pointer `ident:rest` stands for (TEI Guidelines, section 17.2.3)."""

    ident: str
    pattern: str
    replacement: str


class Declaration(msgspec.Struct, frozen=True, gc=False):
    """What a header declares for pointers to lead to: a hand, a rendition, a prefix and so on.

    `ids` begins with its own identifier; those of what is declared inside it follow.
    """

    element: str
    ids: tuple[str, ...]
    location: Location


class Licence(msgspec.Struct, frozen=True, gc=False):
    """A licence that the header names."""

    text: str
    uri: str = ""


class Agent(msgspec.Struct, frozen=True, gc=False):
    """Who had a part in a text, as its header names them (TEI Guidelines, section 2.2.1).

    `element` is author, editor, principal or respStmt, `role` what @role or `resp` says of the
    part. A person's name comes in parts where the markup has them; of all others there is `name`
    alone. `pointers` stand as in @ref or @key.
    """

    element: str
    name: str
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_body: bool = False
    role: str = ""
    pointers: tuple[str, ...] = ()


class Header(msgspec.Struct, frozen=True, gc=False):
    """What the teiHeader says about a file, for its page and for citations.

    `edition` is what the editionStmt calls it, `number` its @n; `series` the title of the whole
    that it belongs to; `identifiers` are those of the publicationStmt, `prose` are its words where
    it is written in paragraphs; `changed` is the day of the newest change that the revisionDesc
    has. `statements` are the parts of the fileDesc that are there, by their elements' names.
    `sources` are the books that its sourceDesc describes (`bibl`), without those of witnesses.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    language: str = ""
    licences: tuple[Licence, ...] = ()
    agents: tuple[Agent, ...] = ()
    publishers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    edition: str = ""
    number: str = ""
    series: str = ""
    identifiers: tuple[Identifier, ...] = ()
    prose: str = ""
    changed: str = ""
    statements: tuple[str, ...] = ()
    location: Location = Location("")
    sources: tuple[str, ...] = ()


class Picture(msgspec.Struct, frozen=True, gc=False):
    """A picture that a text shows: what the text calls it, and where."""

    url: str
    location: Location


class Text(msgspec.Struct, frozen=True, gc=False):
    """Everything that one TEI file says.

    `ids` maps every `xml:id` to the name of its element; `division` is the whole of the text
    (its `children` are the divisions), None where the file has no text; `ignored` are the parts
    in which problems are not told. `capitals` are the words of the prose that do not begin with a
    small letter, each once. `declared_method` is what the header's variantEncoding says of the
    apparatus, as it stands; `reference_patterns` are its cRefPatterns, which have no `ident`.
    `apparatus_of` are the other files whose text it has entries about, each with the place of the
    first: these are entries of that file if it belongs to the edition, and of none otherwise;
    `pictures` are those in it, each once.
    """

    file: str
    header: Header
    ids: dict[str, str]
    division: Division | None = None
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    datings: tuple[Dating, ...] = ()
    lives: tuple[LifeDate, ...] = ()
    acts: tuple[Act, ...] = ()
    prose: tuple[Prose, ...] = ()
    capitals: tuple[str, ...] = ()
    coordinates: tuple[Coordinates, ...] = ()
    entries: tuple[Entry, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    prefixes: tuple[Prefix, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    declared_method: str = ""
    reference_patterns: tuple[Prefix, ...] = ()
    apparatus_of: tuple[tuple[str, Location], ...] = ()
    declarations: tuple[Declaration, ...] = ()
    pictures: tuple[Picture, ...] = ()


class Edition(msgspec.Struct, frozen=True, dict=True):
    """The texts of an edition in reading order, and its register files.

    What is gathered from all of them is gathered once.
    """

    texts: tuple[Text, ...]
    registers: tuple[Text, ...]

    @cached_property
    def files(self) -> tuple[Text, ...]:
        """Texts and registers together, each file once."""
        files = {text.file: text for text in (*self.texts, *self.registers)}
        return tuple(files.values())

    @cached_property
    def descriptions(self) -> dict[str, tuple[Entity, ...]]:
        """All that the registers say of each entity by its id: one entry for each that lists it."""
        found: dict[str, list[Entity]] = {}
        for text in self.files:
            for entity in text.entities:
                found.setdefault(entity.id, []).append(entity)
        return {ident: tuple(entries) for ident, entries in found.items()}

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Every entity once: what later entries of the same id add is added to the first."""
        return tuple(merge_entries(entries) for entries in self.descriptions.values())

    @cached_property
    def witnesses(self) -> tuple[Witness, ...]:
        """Every witness that a listWit declares, the first of those with one id."""
        witnesses: dict[str, Witness] = {}
        for text in self.files:
            for witness in text.witnesses:
                witnesses.setdefault(witness.id, witness)
        return tuple(witnesses.values())


_SINGLE = ("type", "language", "dates", "description", "parent")
_MANY = ("notes", "details", "identifiers", "links")


def merge_entries(entries: tuple[Entity, ...]) -> Entity:
    """One entity of several entries: the first has the word, the others fill in what it lacks.

    Their names are further forms of the first's; entries of another kind are left out.
    """
    first, *others = entries
    same = [entry for entry in others if entry.kind is first.kind]
    if not same:
        return first
    names = (form for e in same for form in (Form(e.name, "", e.language), *e.forms))
    forms = {form.text: form for form in (*names, *first.forms)}  # the first's own have the word
    forms.pop(first.name, None)
    return msgspec.structs.replace(
        first,
        forms=tuple(forms.values()),
        **{name: next((v for e in entries if (v := getattr(e, name))), "") for name in _SINGLE},
        **{
            name: tuple(dict.fromkeys(item for e in (first, *same) for item in getattr(e, name)))
            for name in _MANY
        },
    )
