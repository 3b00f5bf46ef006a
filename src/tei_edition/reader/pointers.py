"""Read pointers, their patterns, and the identifiers and declarations of a file."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tei_edition.facts.registers import EntityPicture
from tei_edition.facts.text import Declaration, Picture, Pointer, Prefix
from tei_edition.problems import Location
from tei_edition.reader.reading_text import top_texts
from tei_edition.source import locate_attribute, split_lines
from tei_edition.source.anchors import is_ncname
from tei_edition.source.stamps import DRAWN, POS, locate
from tei_edition.tei import (
    CHAINS,
    ENTRIES,
    POINTING,
    POINTING_ON,
    XML_ID,
    XML_NS,
    local,
    tei,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from tei_edition.source import Source


def read_patterns(root: etree._Element, name: str) -> Iterator[Prefix]:
    """Yield the patterns of elements such as `prefixDef` and `cRefPattern`."""
    for element in root.iter(tei(name)):
        yield Prefix(
            element.get("ident", ""),
            element.get("matchPattern", ""),
            element.get("replacementPattern", ""),
        )


_DECLARED = ("calendar", "change", "char", "glyph", "handNote", "rendition", "taxonomy")


def read_declarations(root: etree._Element) -> Iterator[Declaration]:
    """Yield what the headers declare under an identifier, for pointers of the texts."""
    for header in root.iter(tei("teiHeader")):
        for element in header.iter(*(tei(name) for name in _DECLARED)):
            inner = element.iter(tei("*"))
            ids = tuple(ident for e in inner if (ident := e.get(XML_ID)) is not None)
            # A rendition with a selector holds without being pointed to.
            if element.get(XML_ID) is not None and element.get("selector") is None:
                yield Declaration(local(element.tag), ids, locate(element))
        for element in header.iter(tei("prefixDef")):
            yield Declaration("prefixDef", (element.get("ident", ""),), locate(element))


# How an `xml:id` is written by mistake.
_MEANT_IDS = (
    "id",
    "ID",
    "xmlid",
    "xmlId",
    "xml_id",
    "xml-id",
    f"{{{XML_NS}}}ID",
    f"{{{XML_NS}}}Id",
)


# What an entry without one does not have either, and may be written in its place.
_POINTERS = ("ref", "key", "ident", "name")
_MISTAKEN = frozenset(_MEANT_IDS + _POINTERS)


def read_failed_ids(root: etree._Element) -> frozenset[str]:
    """Return the invalid identifiers: each @id or the like, and each malformed `xml:id`."""
    found: set[str] = set()
    for element in root.iter(tei("*")):
        given = element.get(XML_ID)
        is_entry = given is None and local(element.tag) in ENTRIES
        names = (*_MEANT_IDS, *_POINTERS) if is_entry else _MEANT_IDS
        for name in names if not _MISTAKEN.isdisjoint(element.keys()) else ():
            found.update(value.lstrip("#") for value in (element.get(name) or "").split())
        if given is not None and not is_ncname(given):
            found.update((given, given.lstrip("#"), *given.split()))
    return frozenset(found)


# Where pictures are shown besides texts: with characters, and in the entries of registers.
_WITH_PICTURES = ("charDecl", "particDesc", "settingDesc", "standOff")


def read_pictures(root: etree._Element) -> Iterator[Picture]:
    """Yield the pictures that a file shows, in order, each once."""
    seen = set()
    for holder in (*top_texts(root), *root.iter(*map(tei, _WITH_PICTURES))):
        for graphic, url in _list_graphics(holder):
            if url not in seen:
                seen.add(url)
                yield Picture(url, locate(graphic))


def read_entry_pictures(entry: etree._Element) -> Iterator[EntityPicture]:
    """Yield the pictures in an entry of a register, except those of entries within it."""
    for graphic, url in _list_graphics(entry):
        within = itertools.takewhile(lambda a: a is not entry, graphic.iterancestors())
        if any(local(a.tag) in ENTRIES and a.get(XML_ID) for a in within):
            continue
        figure = graphic.getparent()
        head, described = (
            words_of(figure.find(tei(name)))
            if figure is not None and local(figure.tag) == "figure"
            else ""
            for name in ("head", "figDesc")
        )
        described = words_of(graphic.find(tei("desc"))) or described
        width = graphic.get("width", "")
        yield EntityPicture(url, locate(entry).file, head, described, width)


def _list_graphics(holder: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield what is a picture in an element, with its address."""
    for graphic in holder.iter(tei("graphic"), tei("media"), tei("g")):
        if local(graphic.tag) == "g":
            if url := graphic.get(DRAWN):
                yield graphic, url
        elif local(graphic.tag) != "media" or "image/" in graphic.get("mimeType", ""):
            yield graphic, " ".join(graphic.get("url", "").split())


def read_pointers(root: etree._Element, source: Source) -> Iterator[Pointer]:
    """All pointers of a file, each value of an attribute by itself."""
    lines = split_lines(source.text)
    for element in root.iter(tei("*")):
        names = [
            str(key)
            for key in element.keys()  # noqa: SIM118 - lxml
            if key in POINTING or key == "cRef"
        ]
        if not names:
            continue
        tag = local(element.tag)
        start = locate(element) if source.included else _locate_in(element, source.file)
        for name in names:
            if name in POINTING_ON and tag not in POINTING_ON[name]:
                continue
            value = element.get(name, "")
            where = start
            if start.file == source.file:
                where = locate_attribute(start, name, lines)
            ident = element.get(XML_ID, "") if name in CHAINS else ""
            # A key may hold spaces, and so may a canonical reference.
            for token in [value.strip()] if name in {"key", "cRef"} else value.split():
                yield Pointer(tag, name, token, where, ident)


def _locate_in(element: etree._Element, file: str) -> Location:
    """`locate` for a file that has no other in it: far fewer steps, for far more elements."""
    line, _, column = element.get(POS, "1:1").partition(":")
    return Location(file, int(line), int(column))
