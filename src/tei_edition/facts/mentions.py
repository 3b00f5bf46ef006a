"""Mentions, datings and words of the prose, each with its place."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from tei_edition.facts.times import TimeSpan
from tei_edition.problems import Location

# The role of a mention that says who speaks.
SPEAKS = "speaks"


class Stream(StrEnum):
    """The part of a file that contains a word: reading text, note, hidden reading or header."""

    TEXT = "text"
    NOTE = "note"
    READING = "reading"
    HEADER = "header"


class Quotation(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Words of a text in their context, white space collapsed.

    `before` and `after` are cut at word boundaries, and say so by an ellipsis.
    """

    before: str
    surface: str
    after: str


class Mention(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A mention of an entity: a name anywhere in a text (TEI Guidelines, chapter 14).

    `kind` is what the element or its `@type` says, empty if neither tells. `pointers` are the
    values of `@ref`, `@key` or `@nymRef` unchanged, `certainty` is `@cert`. `witnesses` are
    the pointers of the reading that holds the mention, where one does. `role` is what a letter's
    header says of its sender, addressee and so on (`correspAction/@type`), or `speaks`, where
    `pointers` are the @who of a speech.
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


class Prose(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The words of a block that no markup calls a name, folded; see `tei_edition.prose`."""

    words: str
    location: Location
