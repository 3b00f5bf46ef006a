"""What the server and the process that checks say to each other."""

from __future__ import annotations

import msgspec

from tei_edition.problems import Location, Problem


class Card(msgspec.Struct, frozen=True, gc=False):
    """What a pointer may lead to: an entry of a register, a witness, a hand, a declaration.

    `element` is its TEI element, `kind` that of an entity; `mentions` counts what leads to it.
    """

    id: str
    name: str
    element: str
    file: str
    kind: str = ""
    forms: tuple[str, ...] = ()
    dates: str = ""
    description: str = ""
    mentions: int = 0
    location: Location | None = None


class Index(msgspec.Struct, frozen=True):
    """What the server must know of an edition.

    `writings` says for an attribute what pointers have before the identifier; `targets` gives the
    identifiers of pointers that do not end with them, by file and value. `elements` and
    `attributes` count names in all files.
    """

    cards: tuple[Card, ...] = ()
    writings: dict[str, str] = {}
    targets: dict[str, dict[str, str]] = {}
    elements: dict[str, int] = {}
    attributes: dict[str, int] = {}


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A problem, whose edits are at the places of their words, and the column after its words."""

    problem: Problem
    end: int


class CheckRequest(msgspec.Struct):
    """A request to check an edition, or one file by its schema if `only` names it.

    `settings` is its edition.toml, empty for files in no edition, which are in `folder`; `files`
    are further texts, `unsaved` the texts of files that are not saved.
    """

    settings: str
    folder: str
    files: list[str]
    unsaved: dict[str, str]
    only: str = ""


class CheckAnswer(msgspec.Struct):
    """The problems of an edition or of a file; the index, if it has changed; why there is none."""

    findings: list[Finding] = []
    index: Index | None = None
    error: str = ""
