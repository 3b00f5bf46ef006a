"""The compiled form of rules: a stylesheet that records what each line was made from."""

from __future__ import annotations

import msgspec

from tei_edition.problems import Location

OWN_NS = "urn:tei-edition:schematron"


class Origin(msgspec.Struct, frozen=True, array_like=True):
    """The origin of a line of the stylesheet: an element of the schema, or its attribute."""

    element: Location
    attribute: str = ""
    expression: str = ""


class AssertionWords(msgspec.Struct, frozen=True, array_like=True):
    """The texts of an assertion that are needed after it has been tested.

    `texts` and `diagnostics` are the languages of what is said, in the order of the stylesheet's
    answer; empty if none is declared.
    """

    kind: str
    id: str
    test: str
    role: str
    see: str
    location: Location
    texts: tuple[str, ...]
    diagnostics: tuple[str, ...]


class MadeStylesheet(msgspec.Struct, frozen=True):
    """A stylesheet, what its lines were made from, and its assertions by their numbers.

    One without assertions need not be run, nor on a document that has none of its `elements`: their
    local names, where its rules are about elements of certain names alone.
    """

    text: str
    origins: tuple[Origin | None, ...]
    assertions: tuple[AssertionWords, ...]
    elements: tuple[str, ...] | None = None
