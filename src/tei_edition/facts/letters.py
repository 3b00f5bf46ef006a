"""Letters: by their descriptions in headers, and by what they say of themselves."""

from __future__ import annotations

import msgspec

from tei_edition.facts.mentions import Mention
from tei_edition.facts.times import TimeSpan


class DescribedLetter(msgspec.Struct, frozen=True, gc=False):
    """A letter by its `correspDesc` (TEI Guidelines, section 2.4.6).

    `anchor` is that of the text or division that it describes, empty for that of the whole file;
    `mentions` are whom and what its correspActions name, `sent` and `received` its dates.
    """

    anchor: str
    mentions: tuple[Mention, ...] = ()
    sent: TimeSpan | None = None
    received: TimeSpan | None = None


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
