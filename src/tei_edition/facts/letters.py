"""What a letter says of itself, in its opener and closer."""

from __future__ import annotations

import msgspec

from tei_edition.facts.times import TimeSpan


class Named(msgspec.Struct, frozen=True, gc=False):
    """A name by its words, with its pointers as they stand."""

    text: str
    pointers: tuple[str, ...] = ()


class OwnLetter(msgspec.Struct, frozen=True, gc=False):
    """Who signed a letter, whom it greets, and where and when it says that it was written."""

    senders: tuple[Named, ...] = ()
    addressees: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    time: TimeSpan | None = None
