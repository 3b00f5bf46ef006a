"""The facts of an edition as frozen records: texts, entities, mentions, datings and readings.

Every record is plain data that can be pickled: strings, numbers and tuples of them. Records contain
no cycles, so that the garbage collector can ignore them (`gc=False`): there may be a million.
Places in a text are named by *anchors* (see `tei_edition.anchors`), which are unique in a file.
"""

from __future__ import annotations

from functools import cached_property

import msgspec

from tei_edition.facts.apparatus import Entry, Witness
from tei_edition.facts.facsimile import Facsimile
from tei_edition.facts.header import Category, Classification, Header
from tei_edition.facts.letters import DescribedLetter, OwnLetter
from tei_edition.facts.mentions import Dating, Mention, Prose
from tei_edition.facts.parallels import Correspondences
from tei_edition.facts.registers import Coordinates, Entity, Relation, merge_entries
from tei_edition.facts.times import Act, LifeDate
from tei_edition.problems import Ignored, Location
from tei_edition.tei import SPOKEN_EVENTS

# These say in @who who speaks or acts, without a name in the text.
_SPEAKING = SPOKEN_EVENTS | {"annotationBlock", "u"}


class Passage(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A part of the text that can be cited: a division, paragraph, line, note and so on.

    `label` is its @n or its number among those of its name in the text, `inner` the same within
    its outermost division; both are empty if it is not counted. `reference` is how the system
    that the header declares cites it, `shown` that without the levels that name no unit. A line or
    paragraph that `continues` another has the number of that one.
    """

    anchor: str
    element: str
    label: str
    inner: str = ""
    reference: str = ""
    shown: str = ""
    continues: bool = False


class Division(msgspec.Struct, frozen=True, gc=False):
    """A `text` or a division of it, with those inside it.

    `length` counts the characters of all that it holds; `title` is its head, or empty;
    `line` is where its start tag stands. `name` is what its @type and @n call it.
    """

    anchor: str
    element: str
    title: str
    length: int
    line: int
    children: tuple[Division, ...] = ()
    name: str = ""


class Pointer(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One value of an attribute that points: which element and attribute, and what it says.

    `id` is the element's own `xml:id` where a circle of pointers could matter (`tei.CHAINS`).
    """

    element: str
    attribute: str
    value: str
    location: Location
    id: str = ""

    @property
    def lacks_words(self) -> bool:
        """Whether a page writes words for it: it is a reference, or says who speaks."""
        if self.attribute in {"who", "toWhom"}:
            return self.element in _SPEAKING
        return self.attribute == "target" and self.element in {"ptr", "ref"}


class Prefix(msgspec.Struct, frozen=True, gc=False):
    """A `prefixDef`: what a pointer `ident:rest` stands for (TEI Guidelines, section 17.2.3)."""

    ident: str
    pattern: str
    replacement: str


class Declaration(msgspec.Struct, frozen=True, gc=False):
    """A declaration in a header to which pointers lead: a hand, a rendition, a prefix and so on.

    `ids` begins with its own identifier; those of what is declared inside it follow.
    """

    element: str
    ids: tuple[str, ...]
    location: Location


class Picture(msgspec.Struct, frozen=True, gc=False):
    """A picture that a text shows: what the text calls it, and where."""

    url: str
    location: Location


class Unidentified(msgspec.Struct, frozen=True, gc=False):
    """An entry of a register, or a witness, without `xml:id`: its element and what it is called."""

    element: str
    words: str
    location: Location


class Text(msgspec.Struct, frozen=True, gc=False):
    """All facts of one TEI file.

    `ids` maps every `xml:id` to the name of its element; `division` is the whole of the text (its
    `children` are the divisions), None if the file has no text; `ignored` are the parts in which
    problems are not reported. `capitals` are the words of the prose that do not begin with a small
    letter, each once. `declared_method` is the method in the header's variantEncoding, unchanged;
    `reference_patterns` are its cRefPatterns, which have no `ident`. `apparatus_of` are the other
    files whose text it has entries about, each with the place of the first: these are entries of
    that file if it belongs to the edition, and of none otherwise; `pictures` are those in it, each
    once; `heads` are those of figures, tables and lists by `xml:id`; `within` has the anchors
    around what a pointer without words leads to, the innermost first; `failed_ids` are invalid
    identifiers, which are reported elsewhere. `part_headers` are those of the texts of a corpus,
    each with the anchor of its text. `letters` are the letters that
    a correspDesc describes, `letter` has the data of a letter without one. `classes` say of what
    kind the text is, `categories` are those that the file declares; `correspondences` what can
    correspond to parts of a translation. `facsimile` has the images of its sources; `unidentified`
    are entries to which nothing points.
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
    heads: dict[str, str] = {}
    within: dict[str, tuple[str, ...]] = {}
    failed_ids: frozenset[str] = frozenset()
    part_headers: tuple[tuple[str, Header], ...] = ()
    letters: tuple[DescribedLetter, ...] = ()
    letter: OwnLetter | None = None
    classes: Classification = Classification()
    categories: tuple[Category, ...] = ()
    facsimile: Facsimile = Facsimile()
    correspondences: Correspondences = Correspondences()
    unidentified: tuple[Unidentified, ...] = ()


class Unread(msgspec.Struct, frozen=True):
    """A file of the edition that could not be read, with what is known of it nevertheless.

    `ids` are the identifiers in it, None if it may have any; `has_witnesses` says whether it
    may declare witnesses.
    """

    file: str
    ids: frozenset[str] | None = None
    has_witnesses: bool = True


class Edition(msgspec.Struct, frozen=True, dict=True):
    """The texts of an edition in reading order, and its register files.

    `unread` are the files that could not be read: the absence of facts from them means nothing.
    Collections over all files are computed once.
    """

    texts: tuple[Text, ...]
    registers: tuple[Text, ...]
    unread: tuple[Unread, ...] = ()

    @cached_property
    def files(self) -> tuple[Text, ...]:
        """Texts and registers together, each file once."""
        files = {text.file: text for text in (*self.texts, *self.registers)}
        return tuple(files.values())

    @cached_property
    def descriptions(self) -> dict[str, tuple[Entity, ...]]:
        """All entries for each entity, by its id: one from each register that lists it."""
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
