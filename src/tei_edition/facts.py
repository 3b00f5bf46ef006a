"""What an edition says, as frozen records: its texts, entities, mentions, datings and readings.

Every record is plain data that any process can pick up: strings, numbers and tuples of them. They
hold no circles, so that the garbage collector need not look at them: there may be a million.
Places in a text are named by *anchors* (see `tei_edition.anchors`), which are unique in a file.

There may be hundreds of thousands of them, and none can be part of a cycle: Python's collector of
garbage need not look at them (`gc=False`).
"""

from __future__ import annotations

from enum import StrEnum

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


class Stream(StrEnum):
    """Where a word stands: in the reading text, in a note, or in a reading that is not shown."""

    TEXT = "text"
    NOTE = "note"
    READING = "reading"


class Identifier(msgspec.Struct, frozen=True, gc=False):
    """An `idno` of an entity: the authority that gives it, its value, its address if it has one."""

    authority: str
    value: str
    uri: str = ""


class Entity(msgspec.Struct, frozen=True, gc=False):
    """A person, organisation, place, event, work or object that a register describes.

    `dates` and `description` are for readers; `sort_key` is what the edition gives, or the name
    with the family name first.
    """

    id: str
    kind: Kind
    element: str
    name: str
    sort_key: str
    location: Location
    forms: tuple[str, ...] = ()
    dates: str = ""
    description: str = ""
    roles: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


class Quotation(msgspec.Struct, frozen=True, gc=False):
    """Words of a text in their context, white space collapsed.

    `before` and `after` are cut at word boundaries, and say so by an ellipsis.
    """

    before: str
    surface: str
    after: str


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A name, wherever it stands in a text (TEI Guidelines, chapter 14).

    `kind` is what the element or its `@type` says, empty where neither tells. `pointers` are the
    values of `@ref` or `@key` as they stand. `witnesses` are the pointers of the reading that
    holds the mention, where one does.
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


class Dating(msgspec.Struct, frozen=True, gc=False):
    """A `date` of the text with what its attributes say (TEI Guidelines, section 14.4).

    `start` and `end` are days, months or years of the proleptic Gregorian calendar in ISO 8601
    form, empty where the bound is open; `julian` is the start in the Julian calendar.
    `given` names the calendars that the edition gives; the other is computed.
    `attributes` are the attributes as they stand.
    """

    quotation: Quotation
    anchor: str
    passage: str
    stream: Stream
    location: Location
    attributes: tuple[tuple[str, str], ...]
    start: str = ""
    end: str = ""
    julian: str = ""
    given: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()


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


class Passage(msgspec.Struct, frozen=True, gc=False):
    """A part of the text that a reader may cite: a division, paragraph, line, note and so on."""

    anchor: str
    element: str
    label: str


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


class Pointer(msgspec.Struct, frozen=True, gc=False):
    """One value of an attribute that points: which element and attribute, and what it says."""

    element: str
    attribute: str
    value: str
    location: Location


class Prefix(msgspec.Struct, frozen=True, gc=False):
    """A `prefixDef`: what a pointer `ident:rest` stands for (TEI Guidelines, section 17.2.3)."""

    ident: str
    pattern: str
    replacement: str


class Licence(msgspec.Struct, frozen=True, gc=False):
    """A licence that the header names."""

    text: str
    uri: str = ""


class Header(msgspec.Struct, frozen=True, gc=False):
    """What the teiHeader says about a file, for its page and for citations."""

    title: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    language: str = ""
    licences: tuple[Licence, ...] = ()


class Text(msgspec.Struct, frozen=True, gc=False):
    """Everything that one TEI file says.

    `ids` maps every `xml:id` to the name of its element; `division` is the whole of the text
    (its `children` are the divisions), None where the file has no text; `ignored` are the parts
    in which problems are not told. `declared_method` is what the header's variantEncoding says
    of the apparatus, as it stands. `apparatus_of` are the other files whose text it has entries
    about, each with the place of the first: these are entries of that file if it belongs to the
    edition, and of none otherwise.
    """

    file: str
    header: Header
    ids: dict[str, str]
    division: Division | None = None
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    datings: tuple[Dating, ...] = ()
    entries: tuple[Entry, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    entities: tuple[Entity, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    prefixes: tuple[Prefix, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    declared_method: str = ""
    apparatus_of: tuple[tuple[str, Location], ...] = ()


class Edition(msgspec.Struct, frozen=True, gc=False):
    """The texts of an edition in reading order, and its register files."""

    texts: tuple[Text, ...]
    registers: tuple[Text, ...]

    @property
    def files(self) -> tuple[Text, ...]:
        """Texts and registers together, each file once."""
        files = {text.file: text for text in (*self.texts, *self.registers)}
        return tuple(files.values())

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Every entity of every register, the first of those with one id."""
        entities: dict[str, Entity] = {}
        for text in self.files:
            for entity in text.entities:
                entities.setdefault(entity.id, entity)
        return tuple(entities.values())

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """Every witness that a listWit declares, the first of those with one id."""
        witnesses: dict[str, Witness] = {}
        for text in self.files:
            for witness in text.witnesses:
                witnesses.setdefault(witness.id, witness)
        return tuple(witnesses.values())
