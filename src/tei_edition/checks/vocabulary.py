"""All elements of TEI, with their modules and attributes, independent of the schema in use.

`vocabulary.txt` is made from the TEI's own schema: a line per element, with its module and the
attributes that it has beside the global ones, which are in the first line; a - takes one away.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

from tei_edition.tei import TEI_NS


class TeiElement(NamedTuple):
    """An element of TEI: the module that defines it, its attributes, and those not global."""

    module: str
    attributes: frozenset[str]
    own: frozenset[str]


def find_tei_element(name: str) -> TeiElement | None:
    """Return what TEI says of an element; None if it has none of that name."""
    return _read().get(name)


def is_tei_name(name: str) -> bool:
    """Whether TEI has an element of a name as expat writes it, with its namespace."""
    namespace, _, local = name.rpartition("}")
    return namespace == TEI_NS and local in _read()


def has_tei_attribute(element: str, attribute: str) -> bool:
    """Whether TEI has an attribute on an element."""
    found = find_tei_element(element)
    return found is not None and attribute in found.attributes


@functools.cache
def _read() -> dict[str, TeiElement]:
    """Read the file; only a run that found something unknown asks for it."""
    lines = Path(__file__).with_name("vocabulary.txt").read_text(encoding="utf-8").splitlines()
    common = frozenset(lines[0].partition(":")[2].split())
    found = {}
    for line in lines[1:]:
        head, _, attributes = line.partition(": ")
        name, _, module = head.rstrip(":").partition(" ")
        own = attributes.split()
        less = {a.removeprefix("-") for a in own if a.startswith("-")}
        more = {a for a in own if not a.startswith("-")}
        found[name] = TeiElement(module, (common | more) - less, frozenset(more))
    return found
