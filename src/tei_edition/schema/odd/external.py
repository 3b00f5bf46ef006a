"""Grammars in RELAX NG that a moduleRef includes, such as those of SVG or MathML."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, cast

from lxml import etree

from tei_edition.problems import problem
from tei_edition.runtime.files import read_regular
from tei_edition.runtime.urls import split_url
from tei_edition.schema.odd.reader import RNG_NS
from tei_edition.source.stamps import strip_stamps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tei_edition.problems import Location
    from tei_edition.schema.odd.records import ModuleRef
    from tei_edition.schema.odd.selection import OddSchema
    from tei_edition.schema.odd.sources import OddFiles

_REFERENCES = (f"{{{RNG_NS}}}define", f"{{{RNG_NS}}}ref", f"{{{RNG_NS}}}parentRef")


def read_grammars(schema: OddSchema, files: OddFiles, path: Path) -> Iterator[etree._Element]:
    """Yield the definitions of each grammar that is included, in a separate div."""
    for reference in schema.grammars:
        division = _read(reference.url, path, reference.place, files, ())
        if division is None:
            continue
        if reference.prefix:
            for element in division.iter(*_REFERENCES):
                element.set("name", reference.prefix + element.get("name", ""))
        yield division
        yield from _replace(reference, division)


def _read(
    address: str, base: Path, place: Location, files: OddFiles, around: tuple[Path, ...]
) -> etree._Element | None:
    """Return a grammar as a div, with those that it includes in it.

    None if it cannot be found.
    """

    def tell(code: str, message: str, hint: str) -> None:
        files.problems.append(problem(code, message, place, hint=hint))

    if files.tell_outside(address, base, place):
        return None
    path = files.find_file(address, base)
    if path is None:
        told = f'there is no grammar "{address}"'
        tell("odd-missing-source", told, _hint(address))
        return None
    if path in around:
        told = f'the grammar "{address}" includes itself'
        tell("odd-circular-reference", told, "remove one of the inclusions")
        return None
    try:
        root = etree.fromstring(
            read_regular(path),
            etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False),
        )
    except (OSError, etree.XMLSyntaxError) as error:
        tell("odd-missing-source", f'"{address}" cannot be read: {error}', "")
        return None
    if root.tag != f"{{{RNG_NS}}}grammar":
        told = f'"{address}" is not a RELAX NG grammar'
        tell("odd-missing-source", told, "only the XML syntax of RELAX NG can be included")
        return None
    division = etree.Element(f"{{{RNG_NS}}}div", nsmap=cast("dict[str, str]", root.nsmap))
    for name in ("ns", "datatypeLibrary"):
        division.set(name, root.get(name, ""))
    for child in root:
        if child.tag == f"{{{RNG_NS}}}include":
            inner = _read(child.get("href", ""), path, place, files, (*around, path))
            if inner is not None:
                _override(inner, child)
                division.append(inner)
                division.extend(copy.deepcopy(part) for part in child)
        elif isinstance(child.tag, str) and child.tag != f"{{{RNG_NS}}}start":
            division.append(copy.deepcopy(child))
    return division


def _hint(address: str) -> str:
    """Return the hint how to get a missing grammar."""
    if split_url(address).scheme in {"http", "https"}:
        return (
            "addresses are not downloaded: keep a copy, and map the address to it in"
            " [check.catalogue] of edition.toml"
        )
    return "the path is relative to the file that names it"


def _override(division: etree._Element, including: etree._Element) -> None:
    """Take out the definitions that an include gives anew (RELAX NG, section 4.7)."""
    names = {part.get("name") for part in including.iter(f"{{{RNG_NS}}}define")}
    for definition in list(division.iter(f"{{{RNG_NS}}}define")):
        parent = definition.getparent()
        if definition.get("name") in names and parent is not None:
            parent.remove(definition)


def _replace(reference: ModuleRef, division: etree._Element) -> Iterator[etree._Element]:
    """Yield the definitions that a moduleRef gives anew, or adds to."""
    for element in reference.content:
        part = copy.deepcopy(element)
        part.tail = None
        strip_stamps(part)
        name = part.get("name", "")
        for old in list(division.iter(f"{{{RNG_NS}}}define")):
            parent = old.getparent()
            if old.get("name") == name and not part.get("combine") and parent is not None:
                parent.remove(old)
        yield part
