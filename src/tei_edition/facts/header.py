"""Records of a teiHeader."""

from __future__ import annotations

import msgspec

from tei_edition.facts.registers import Identifier
from tei_edition.problems import Location


class Licence(msgspec.Struct, frozen=True, gc=False):
    """A licence that the header names."""

    text: str
    uri: str = ""


class Agent(msgspec.Struct, frozen=True, gc=False):
    """A person or body responsible for a text, from its header (TEI Guidelines, section 2.2.1).

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


class HeaderChange(msgspec.Struct, frozen=True, gc=False):
    """A `change` of the revisionDesc: when it was made, what it was, who made it."""

    when: str
    words: str
    who: str = ""


class Abstract(msgspec.Struct, frozen=True, gc=False):
    """What a text or a project is, in paragraphs of one language (empty where none is named)."""

    language: str
    paragraphs: tuple[str, ...]


class Classification(msgspec.Struct, frozen=True, gc=False):
    """Of what kind a text is: what its @type says, and the pointers of its catRefs to categories.

    `keywords` say what it is about.
    """

    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class Category(msgspec.Struct, frozen=True, gc=False):
    """What a category of a taxonomy is called in one language (empty where none is named)."""

    id: str
    language: str
    name: str


class Header(msgspec.Struct, frozen=True, gc=False):
    """The data of a teiHeader that pages and citations need.

    `edition` is what the editionStmt calls it, `number` its @n; `series` the title of the whole
    that it belongs to; `identifiers` are those of the publicationStmt, `prose` are its words where
    it is written in paragraphs; `changes` are those of the revisionDesc; `changed` is the day of
    the newest of them. `statements` are the names of the parts of the fileDesc that are there.
    Texts with the same title are distinguished by the `subtitle`, the `own_number` of the text
    (its @n), and when it was `created` or sent. `sources` are the books that its sourceDesc
    describes (`bibl`), without those of witnesses. `abstracts` say what the text is about,
    `project` what the editors set out to do, each in the languages that the header has.
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
    subtitle: str = ""
    own_number: str = ""
    created: str = ""
    changes: tuple[HeaderChange, ...] = ()
    abstracts: tuple[Abstract, ...] = ()
    project: tuple[Abstract, ...] = ()
