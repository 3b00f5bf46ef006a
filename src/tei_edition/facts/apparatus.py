"""Entries of the apparatus, their readings and witnesses."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from tei_edition.facts.phrases import Phrase
from tei_edition.problems import Location

# What editors call a reading before or after a correction; `stages.xsl` has the same.
_STAGE = re.compile(
    r"(ante|post|before|after|vor|nach|avant|apr[eè]s|prima|dopo)?[-_. ]*"
    r"(a\.?[-_ ]?c|p\.?[-_ ]?c|corr\w*|korr\w*)\.?",
    re.IGNORECASE,
)


class Witness(msgspec.Struct, frozen=True, gc=False):
    """A witness of the text, or a group of them, as a `listWit` declares it.

    `group` is the id of the witness or group in whose list it stands (a hand is in its
    manuscript's), empty if in none that has an id. `dates` and `repository` are for readers.
    `headings` are those of the lists around it, up to that group, that have no id.
    `part` is the anchor of the text of a corpus whose header declares it, empty elsewhere.
    `siglum` and `description` are plain words; `siglum_phrases` and `description_phrases` have
    their typography and links, and are empty if these say nothing more.
    """

    id: str
    siglum: str
    description: str
    location: Location
    group: str = ""
    is_group: bool = False
    dates: str = ""
    repository: str = ""
    siglum_phrases: tuple[Phrase, ...] = ()
    description_phrases: tuple[Phrase, ...] = ()
    part: str = ""
    headings: tuple[str, ...] = ()


class Method(StrEnum):
    """The method that links an entry to the text (TEI Guidelines, section 13.2)."""

    SEGMENTATION = "parallel-segmentation"
    LOCATION = "location-referenced"
    DOUBLE = "double-end-point"


# So many entries may be about the same words: a page names all of them at each of these words.
MOST_ABOUT = 100


class Standing(StrEnum):
    """Whether the place of an entry in the text was found."""

    IN_PLACE = "in-place"  # the entry is there itself
    FOUND = "found"  # the text has been found there, and is marked in the tree
    NO_PLACE = "no-place"  # the entry names none
    PLACE_UNKNOWN = "place-unknown"  # what @loc, @from or @to says is nowhere
    NO_LEMMA = "no-lemma"  # a location, and no words to be found there
    LEMMA_MISSING = "lemma-missing"  # the words of the lemma are not there
    REVERSED = "reversed"  # the end is before the start
    CROWDED = "crowded"  # too many other entries are about the same words
    ELSEWHERE = "elsewhere"  # another file of the edition has the text, and the entry among its own


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A `witStart`, `witEnd`, `lacunaStart` or `lacunaEnd`: a witness begins or breaks off.

    `witnesses` are those of its own @wit, else of the reading that holds it.
    """

    element: str
    witnesses: tuple[str, ...]
    location: Location


class Detail(msgspec.Struct, frozen=True, gc=False):
    """A `witDetail` or `note` in an entry; `targets` are its pointers, unchanged."""

    element: str
    text: str
    location: Location
    type: str = ""
    witnesses: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One reading of an apparatus entry, `lem` or `rdg`, those of groups included.

    `witnesses`, `responsible` (@resp) and `sources` are values unchanged; `witnesses` may
    come from a `wit` that follows. `groups` are the types of the `rdgGrp` around it, the outermost
    first. `sequence` is @varSeq: the place of the reading among those of a witness. `copies` is
    the pointer of @copyOf or @sameAs, `pictures` those of @facs; `signs` are the
    names of elements that say something without words. Its number in the entry, from 1, is the
    number that trees of witnesses name it by.
    """

    text: str
    witnesses: tuple[str, ...]
    is_lemma: bool
    location: Location = Location("")
    id: str = ""
    type: str = ""
    cause: str = ""
    hand: str = ""
    sequence: str = ""
    responsible: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    copies: str = ""
    pictures: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def stage(self) -> str:
        """The hand, place and stage that distinguish readings of the same witness."""
        is_stage = bool(_STAGE.fullmatch(self.type))
        return " ".join((self.hand, self.sequence, self.type if is_stage else ""))

    @property
    def is_later(self) -> bool:
        """Whether it is what a witness has after a correction, as its @type or @varSeq says."""
        found = _STAGE.fullmatch(self.type)
        if found is not None:
            word = f"{found[1] or ''} {found[2]}".casefold()
            return not word.strip().startswith(("a.c", "ac", "a c", "a-c", "ante", "before", "vor",
                                                "avant", "prima"))  # fmt: skip
        return self.sequence.isdecimal() and int(self.sequence) > 1

    @property
    def is_earlier(self) -> bool:
        """Whether it is what a witness had before a correction, as its @type says."""
        return bool(_STAGE.fullmatch(self.type)) and not self.is_later

    @property
    def is_mark(self) -> bool:
        """Whether it only marks that its witness begins or ends there."""
        return bool(self.marks) and not (self.text or self.signs or self.copies or self.pictures)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An entry of the critical apparatus (`app`), its readings in the order of the source.

    `part` is the anchor of the text of a corpus that it is in, empty elsewhere.

    `passage` is the anchor of the passage in which its words stand, of its own where they were
    not found; `last_passage` that in which they end, if it is another. `lemma` is what the text
    reads there. `place` is what the entry says of its place (@loc, or @from and @to). `type` is
    its own or that of its list. `parent` is the anchor of the entry that it is in. `span` are
    the first and last character of its words among all of the file's reading text, which tell
    whether entries nest or cross; (-1, -1) where not found.
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
    last_passage: str = ""
    part: str = ""

    @property
    def is_extent(self) -> bool:
        """Whether it says nothing but that witnesses begin or end there."""
        return bool(self.readings) and all(reading.is_mark for reading in self.readings)
