"""A Schematron schema with nothing left to resolve: records that a stylesheet is made of.

Each record knows the element that it was read from, which is stamped with its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from tei_edition.tei import SOURCE_NS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

SCH_NS = "http://purl.oclc.org/dsdl/schematron"
XSL_NS = "http://www.w3.org/1999/XSL/Transform"
# Marks a schema that was put together from what is embedded in another.
EMBEDDED = f"{{{SOURCE_NS}}}embedded"
# What may be asked for in place of the name of a phase (5.4.10).
EVERYTHING = "#ALL"
DEFAULT = "#DEFAULT"


class Let(NamedTuple):
    """A variable (5.4.5): a value, or the content of its element where `value` is None."""

    name: str
    value: str | None
    element: etree._Element


class SchematronText(NamedTuple):
    """What is said, in one language; empty if none is declared. `element` holds the content."""

    language: str
    element: etree._Element


class Assertion(NamedTuple):
    """An `assert` or a `report` (5.4.2, 5.4.11), with all that is to be said about it.

    `texts` say the same in several languages; `role` is the nearest of its own and its rule's,
    and may hold expressions in braces.
    """

    kind: Literal["assert", "report"]
    id: str
    test: str
    subject: str
    role: str
    see: str
    texts: tuple[SchematronText, ...]
    diagnostics: tuple[SchematronText, ...]
    properties: tuple[SchematronText, ...]
    element: etree._Element


class SchematronRule(NamedTuple):
    """Assertions on the nodes that `context` matches, and variables for them, in order (5.4.12)."""

    context: str
    parts: tuple[Let | Assertion, ...]
    element: etree._Element


class SchematronPattern(NamedTuple):
    """Rules of which the first that matches a node is tried (5.4.9).

    `documents`, where it is not empty, is an expression for the addresses of other documents that
    the rules are about.
    """

    rules: tuple[SchematronRule, ...]
    lets: tuple[Let, ...]
    documents: str
    element: etree._Element


class Schematron(NamedTuple):
    """A schema in one of its phases.

    `foreign` are the declarations of XSLT; `binding` is the query language, in small letters.
    """

    binding: str
    namespaces: Mapping[str, str]
    lets: tuple[Let, ...]
    patterns: tuple[SchematronPattern, ...]
    foreign: tuple[etree._Element, ...]


def sch(name: str) -> str:
    """Return the name of an element of Schematron in Clark notation."""
    return f"{{{SCH_NS}}}{name}"


def xsl(name: str) -> str:
    """Return the name of an element of XSLT in Clark notation."""
    return f"{{{XSL_NS}}}{name}"
