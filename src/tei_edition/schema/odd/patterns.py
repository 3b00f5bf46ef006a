"""Patterns of RELAX NG, as the elements that they are written with."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, cast

from lxml import etree

from tei_edition.schema.odd.reader import RNG_NS
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable

XSD_NS = "http://www.w3.org/2001/XMLSchema-datatypes"
CHOICE = f"{{{RNG_NS}}}choice"
NOT_ALLOWED = f"{{{RNG_NS}}}notAllowed"


def rng(kind: str, /, *children: etree._Element, **attributes: str) -> etree._Element:
    """Return an element of RELAX NG."""
    element = etree.Element(f"{{{RNG_NS}}}{kind}", attributes)
    element.extend(children)
    return element


def join(kind: str, patterns: list[etree._Element]) -> etree._Element | None:
    """Patterns as one, without what is not allowed (RELAX NG, section 4.20); None for nothing."""
    lost = [pattern for pattern in patterns if pattern.tag == NOT_ALLOWED]
    if lost and (kind != "choice" or len(lost) == len(patterns)):
        return lost[0]
    patterns = [pattern for pattern in patterns if pattern.tag != NOT_ALLOWED]
    if not patterns:
        return None
    return patterns[0] if len(patterns) == 1 else rng(kind, *patterns)


def join_all(kind: str, patterns: list[etree._Element]) -> etree._Element:
    """Patterns as one; nothing at all is empty."""
    found = join(kind, patterns)
    return rng("empty") if found is None else found


def repeat(pattern: etree._Element, least: int, most: int | None) -> etree._Element:
    """Return a pattern repeated as often as allowed."""
    if (least, most) == (1, 1) or pattern.tag == NOT_ALLOWED:
        return pattern
    if most is None:
        if least == 0:
            return rng("zeroOrMore", pattern)
        before = [copy.deepcopy(pattern) for _ in range(least - 1)]
        return join_all("group", [*before, rng("oneOrMore", pattern)])
    parts = [copy.deepcopy(pattern) for _ in range(least)]
    parts += [rng("optional", copy.deepcopy(pattern)) for _ in range(most - least)]
    return join_all("group", parts)


def mix(choice: etree._Element) -> etree._Element:
    """Any number of alternatives; with text among them as mixed content.

    That is the same, and what libxml2 compiles without making an automaton of it, in no time.
    """
    texts = [part for part in choice if part.tag == f"{{{RNG_NS}}}text"]
    for text in texts:
        choice.remove(text)
    if not texts or not len(choice):
        return rng("text") if texts else rng("zeroOrMore", choice)
    return rng("mixed", rng("zeroOrMore", choice if len(choice) > 1 else choice[0]))


def data(name: str, facets: Iterable[tuple[str, str]]) -> etree._Element:
    """Return a string of a datatype of XML Schema."""
    made = rng("data", type=name)
    made.extend(parameter(facet, value) for facet, value in facets)
    return made


def parameter(name: str, value: str) -> etree._Element:
    """Return a facet as a `param` element."""
    made = rng("param", name=name)
    made.text = value
    return made


def find_library(element: etree._Element) -> str:
    """Return the datatype library that is in force at a pattern."""
    nodes = (element, *element.iterancestors())
    return next((x.get("datatypeLibrary", "") for x in nodes if "datatypeLibrary" in x.attrib), "")


def copy_named(element: etree._Element, children: list[etree._Element]) -> etree._Element:
    """Return an element or attribute pattern with its name, with parts of a separate content."""
    kept = etree.Element(
        element.tag,
        {str(name): str(value) for name, value in element.attrib.items()},
        nsmap=cast("dict[str, str]", element.nsmap),
    )
    strip_stamps(kept)
    kept.extend(children)
    is_named = "name" in element.attrib
    if element.tag == f"{{{RNG_NS}}}element" and len(children) <= (0 if is_named else 1):
        kept.append(rng("empty"))
    return kept
