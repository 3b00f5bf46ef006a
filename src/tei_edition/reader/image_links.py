"""Which element of a text is on which image: @facs, and @start and @corresp of both sides."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

import msgspec

from tei_edition.facts.facsimile import (
    MOST_JOINED,
    Box,
    Facsimile,
    ImageLink,
    ImageZone,
    Surface,
    SurfacePicture,
)
from tei_edition.facts.pointers import expand_prefix
from tei_edition.reader.image_values import find_service, find_version, list_corners, split_fragment
from tei_edition.reader.reading_text import top_texts
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import local, tei

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from tei_edition.facts.text import Prefix
    from tei_edition.problems import Location

# A picture of a reading alone is shown in the apparatus; that of a figure, in its place.
_OTHERWISE = frozenset({"figure", "graphic", "lem", "media", "rdg"})


def read_links(
    root: etree._Element, surfaces: Sequence[Surface], prefixes: Sequence[Prefix]
) -> Facsimile:
    """Return the images of a text, and how it is linked with them, in the order of the text.

    Besides the `surfaces` there is one for each picture that the text names by its address.
    """
    linker = _Linker(surfaces, prefixes)
    elements = [element for text in top_texts(root) for element in text.iter(tei("*"))]
    backward, unused = _list_backward(root, linker)
    links = [
        link
        for element in elements
        if element.get(ANCHOR) and local(element.tag) not in _OTHERWISE
        for link in linker.link(element, backward.get(element.get(ANCHOR, ""), ()))
    ]
    return Facsimile(tuple(linker.list_surfaces()), tuple(links), tuple(unused))


def _list_backward(
    root: etree._Element, linker: _Linker
) -> tuple[dict[str, list[str]], list[Location]]:
    """Return the surfaces and zones that point to an element, by its anchor.

    The second value is where links are that join too many with too many.
    """
    found: dict[str, list[str]] = {}
    unused: list[Location] = []
    for holder in root.iter(tei("facsimile"), tei("sourceDoc")):
        for element in holder.iter(tei("surface"), tei("zone"), tei("line")):
            place = linker.find_element(element)
            for name in ("start", "corresp"):
                for pointer in element.get(name, "").split():
                    if place and pointer.startswith("#"):
                        found.setdefault(pointer[1:], []).append(place)
    for link in root.iter(tei("link")):
        ends = [t[1:] for t in link.get("target", "").split() if t.startswith("#")]
        places = [end for end in ends if linker.has_place(end)]
        others = [end for end in ends if not linker.has_place(end)]
        if len(places) * len(others) > max(MOST_JOINED, len(ends)):
            unused.append(locate(link))
            continue
        for end in others:
            found.setdefault(end, []).extend(places)
    return found, unused


class _Linker:
    """Finds what @facs points to; makes a surface for a picture that is named by its address."""

    def __init__(self, surfaces: Sequence[Surface], prefixes: Sequence[Prefix]) -> None:
        self.prefixes = prefixes
        self._surfaces = surfaces
        self._made: dict[str, Surface] = {}
        # What is found for them while the text is read, by place and by address.
        self._added: dict[int, list[SurfacePicture]] = {}
        self._cut: dict[str, list[ImageZone]] = {}
        self._numbers: dict[str, int] = {}
        self._places = {surface.id: place for place, surface in enumerate(surfaces)}
        self._homes: dict[str, tuple[str, str]] = {}
        self._by_location: dict[Location, str] = {}
        self._pictured = {
            _normalise(p.url): (s.id, "") for s in reversed(surfaces) for p in s.pictures
        }
        for surface in surfaces:
            self._note(surface.id, surface.location, surface.pictures, (surface.id, ""))
            for zone in surface.zones:
                self._note(zone.id, zone.location, zone.pictures, (surface.id, zone.id))
                for picture in zone.pictures:
                    self._pictured.setdefault(_normalise(picture.url), (surface.id, zone.id))

    def _note(
        self,
        name: str,
        location: Location,
        pictures: Sequence[SurfacePicture],
        home: tuple[str, str],
    ) -> None:
        self._by_location[location] = name
        self._homes[name] = home
        for picture in pictures:
            if picture.ident:
                self._homes.setdefault(picture.ident, home)

    def has_place(self, name: str) -> bool:
        """Whether a surface or zone has this identifier."""
        return name in self._homes

    def find_element(self, element: etree._Element) -> str:
        """Return the identifier of the surface or zone that an element is."""
        return self._by_location.get(locate(element), "")

    def list_surfaces(self) -> list[Surface]:
        """Return all surfaces, those made here last."""
        replace = msgspec.structs.replace
        found = list(self._surfaces)
        for place, added in self._added.items():
            found[place] = replace(found[place], pictures=(*found[place].pictures, *added))
        return [
            replace(s, zones=(*s.zones, *self._cut.get(s.id, ())))
            for s in (*found, *self._made.values())
        ]

    def link(self, element: etree._Element, backward: Iterable[str]) -> Iterator[ImageLink]:
        """Yield the links of an element, each once."""
        seen = set()
        for link in self._link(element, backward):
            if (key := (link.surface, link.zone, link.pointer)) not in seen:
                seen.add(key)
                yield link

    def _link(self, element: etree._Element, backward: Iterable[str]) -> Iterator[ImageLink]:
        own = (p[1:] for p in element.get("corresp", "").split() if p.startswith("#"))
        homes = [self._homes[name] for name in (*own, *backward) if name in self._homes]
        pointers = element.get("facs", "").split()
        if not (pointers or homes):
            return  # so it is with nearly all elements
        made = ImageLink(
            element.get(ANCHOR, ""), local(element.tag), locate(element),
            label=" ".join(element.get("n", "").split()),
            series=" ".join((element.get("ed") or element.get("edRef") or "").split()),
        )  # fmt: skip
        # A break whose surface is known from elsewhere names another picture of it.
        home = next((surface for surface, zone in homes if not zone), "")
        for pointer in pointers:
            surface, zone = self._find(pointer, element, home if len(pointers) == 1 else "")
            link = msgspec.structs.replace(made, surface=surface, zone=zone)
            yield link if surface else msgspec.structs.replace(link, pointer=pointer)
        for surface, zone in homes:
            yield msgspec.structs.replace(made, surface=surface, zone=zone)

    def _find(self, pointer: str, element: etree._Element, home: str) -> tuple[str, str]:
        """Return the surface and zone that a pointer leads to, empty if there is none.

        A picture that it names by its address is one of the surface `home`, if this is not empty.
        """
        address = expand_prefix(pointer, self.prefixes)
        path, mark, ident = address.partition("#")
        if mark and not path:
            return self._homes.get(ident, ("", ""))
        url, part, is_percent = split_fragment(address)
        # What else has an identifier is an element of another file.
        if ("#" in url and "://" not in url) or url.endswith(".xml"):
            return "", ""
        if part is None and (
            known := self._pictured.get(_normalise(url)) or self._add_picture(home, url, element)
        ):
            return known
        return self._make(url, part, element, is_percent=is_percent)

    def _add_picture(self, home: str, url: str, element: etree._Element) -> tuple[str, str] | None:
        if home not in self._places:
            return None
        picture = _name_picture(url, locate(element))
        self._added.setdefault(self._places[home], []).append(picture)
        self._pictured[_normalise(url)] = home, ""
        return home, ""

    def _make(
        self, url: str, part: Box | None, element: etree._Element, *, is_percent: bool
    ) -> tuple[str, str]:
        """Return the surface of a picture, and the zone of it for a part."""
        where = locate(element)
        surface = self._find_whole(url, is_percent=is_percent) or self._made.get(url)
        if surface is None:
            label = " ".join(element.get("n", "").split()) if part is None else ""
            picture = _name_picture(url, where)
            surface = self._made[url] = Surface(
                self._name("image"), where, label=label, pictures=(picture,), is_made=True
            )
        zone = ""
        if part is not None:
            zone = self._name("part")
            found = ImageZone(zone, where, corners=list_corners(part), is_percent=is_percent)
            self._cut.setdefault(surface.id, []).append(found)
        return surface.id, zone

    def _find_whole(self, url: str, *, is_percent: bool) -> Surface | None:
        """Return the surface of a picture, if a part of the picture has a place there."""
        known, zone = self._pictured.get(_normalise(url), ("", ""))
        surface = self._surfaces[self._places[known]] if known in self._places else None
        if surface is None or zone or not surface.pictures:
            return None
        first = _normalise(surface.pictures[0].url)
        is_first = first == _normalise(url) and surface.space is None
        return surface if is_percent or is_first else None

    def _name(self, kind: str) -> str:
        number = self._numbers.get(kind, 0) + 1
        while f"{kind}.{number}" in self._homes:
            number += 1
        self._numbers[kind] = number
        self._homes[f"{kind}.{number}"] = "", ""
        return f"{kind}.{number}"


def _normalise(url: str) -> str:
    """Return the address of a picture, or its path in the shortest form."""
    return url if "://" in url else posixpath.normpath(url)


def _name_picture(url: str, where: Location) -> SurfacePicture:
    """Return the picture that a text names by its address."""
    return SurfacePicture(url, where, find_service(url), version=find_version(url, ()))
