"""Read the images of a file: `facsimile`, `sourceDoc` and what the text says of them in @facs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.facts.facsimile import Facsimile, ImageZone, Surface, SurfacePicture
from tei_edition.facts.pointers import expand_prefix
from tei_edition.reader.image_links import read_links
from tei_edition.reader.image_values import (
    find_service,
    find_version,
    list_corners,
    read_box,
    read_number,
    read_points,
    read_size,
    rotate_corners,
)
from tei_edition.reader.pointers import read_patterns
from tei_edition.source.stamps import ANCHOR, locate
from tei_edition.tei import XML_ID, local, tei, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from tei_edition.facts.text import Prefix

_PICTURES = frozenset({"graphic", "media"})
_PICTURE_TAGS = tuple(map(tei, sorted(_PICTURES)))
_ZONES = frozenset({"zone", "line"})
_SERVICE_WORD = re.compile(r"(?:^|[^a-z])iiif(?:[^a-z]|$)", re.IGNORECASE)


def read_facsimile(root: etree._Element) -> Facsimile:
    """Return the images of a file, and how its text is linked with them.

    Pictures that the text names itself follow the surfaces.
    """
    prefixes = tuple(read_patterns(root, "prefixDef"))
    reader = _Reader(prefixes)
    for holder in root.iter(tei("facsimile"), tei("sourceDoc")):
        reader.read_holder(holder)
    return read_links(root, reader.surfaces, prefixes)


class _Reader:
    """Reads surfaces, and numbers those of them, and those zones, that have no `xml:id`."""

    def __init__(self, prefixes: Sequence[Prefix]) -> None:
        self.prefixes = prefixes
        self.surfaces: list[Surface] = []
        self._counts = {"surface": 0, "zone": 0}
        self._taken: set[str] = set()

    def read_holder(self, holder: etree._Element) -> None:
        """Read the surfaces of a facsimile; pictures outside of them have a surface each."""
        for child in holder.iterchildren(tei("*")):
            self._read_child(child, ())

    def _read_child(self, element: etree._Element, groups: tuple[str, ...]) -> None:
        name = local(element.tag)
        if name == "surfaceGrp":
            label = _read_label(element) or element.get("type", "")
            for child in element.iterchildren(tei("*")):
                self._read_child(child, (*groups, label) if label else groups)
        elif name == "surface":
            self._read_surface(element, groups)
        elif name in _PICTURES and (picture := self._read_picture(element)):
            ident = _read_ident(element)
            self.surfaces.append(
                Surface(
                    self._name("surface", ident), picture.location, ident, pictures=(picture,),
                    label=_read_label(element) or picture.description, groups=groups,
                )
            )  # fmt: skip

    def _read_surface(self, element: etree._Element, groups: tuple[str, ...]) -> None:
        place = len(self.surfaces)
        ident = _read_ident(element)
        name = self._name("surface", ident)
        space, fault = read_box(element)
        if space is None and (given := element.get("points")) is not None:
            corners, fault = read_points(given)
            space = ImageZone("", locate(element), corners=corners).box if corners else None
        zones = list(self._read_zones(element, "", groups))
        pictures = tuple(self._list_pictures(element))
        if not pictures and (pictured := [zone for zone in zones if zone.pictures]):
            # A picture in a zone is a picture of that zone, which may be larger than the surface.
            pictures = pictured[0].pictures
            space = pictured[0].box if pictured[0].corners else space
        surface = Surface(
            name, locate(element), ident, _read_label(element), element.get("type", ""),
            space, pictures, tuple(zones), groups, is_transcribed=_is_transcribed(element),
            fault=fault,
        )  # fmt: skip
        self.surfaces.insert(place, surface)

    def _read_zones(
        self, holder: etree._Element, parent: str, groups: tuple[str, ...]
    ) -> Iterator[ImageZone]:
        """Yield the zones of a surface or zone, each before those in it.

        A surface in it, such as a slip, is a zone of it, but with pictures it is a surface; so is a
        zone that has pictures and no place.
        """
        for element in holder.iterchildren(tei("*")):
            name = local(element.tag)
            if name in {"surface", "zone"} and _is_pictured_apart(element):
                self._read_surface(element, groups)
            elif name in _ZONES or name == "surface":
                zone = self._read_zone(element, parent)
                yield zone
                yield from self._read_zones(element, zone.id, groups)

    def _read_zone(self, element: etree._Element, parent: str) -> ImageZone:
        ident = _read_ident(element)
        box, fault = read_box(element)
        corners = list_corners(box) if box else ()
        if (given := element.get("points")) is not None:
            # A rectangle beside them is only the space that the polygon is in.
            exact, told = read_points(given)
            corners, fault = exact or corners, told
        rotate = read_number(element.get("rotate")) or 0
        name = local(element.tag)
        looks = element.get("rendition", "").split()
        return ImageZone(
            self._name("zone", ident), locate(element), ident, name,
            kind=element.get("type") or (looks[-1].lstrip("#") if looks else ""),
            label=_read_label(element),
            corners=rotate_corners(corners, rotate) if corners else (),
            rotate=rotate, parent=parent, pictures=tuple(self._list_pictures(element)),
            fault=fault,
        )  # fmt: skip

    def _list_pictures(self, holder: etree._Element) -> Iterator[SurfacePicture]:
        for element in holder.iterchildren(*_PICTURE_TAGS):
            if picture := self._read_picture(element):
                yield picture

    def _read_picture(self, element: etree._Element) -> SurfacePicture | None:
        """Return the picture of a `graphic`; None if it has no address, or is a film or sound."""
        url = expand_prefix(element.get("url", "").strip(), self.prefixes)
        mime = element.get("mimeType", "").strip()
        if not url or mime.partition("/")[0] in {"audio", "video", "text"}:
            return None
        width, height = read_size(element)
        service = find_service(url)
        words = (element.get(name, "") for name in ("n", "type", "subtype", "rend"))
        named = [word for word in words if word]
        if not service and re.match("https?://", url) and any(map(_SERVICE_WORD.search, named)):
            service = url.rstrip("/")
        return SurfacePicture(
            url, locate(element), service, width, height, mime, named[0] if named else "",
            words_of(element.find(tei("desc"))), _read_ident(element),
            find_version(url, (mime, *named)) if service else 0,
        )  # fmt: skip

    def _name(self, kind: str, ident: str) -> str:
        """Return an identifier that no other surface or zone of the file has."""
        name = ident
        while not name or name in self._taken:
            self._counts[kind] += 1
            name = f"{kind}.{self._counts[kind]}"
        self._taken.add(name)
        return name


def _read_ident(element: etree._Element) -> str:
    ident = element.get(XML_ID, "")
    return ident if element.get(ANCHOR, ident) == ident else ""


def _read_label(element: etree._Element) -> str:
    """Return what a surface or zone is called: its label, else its @n, else its description."""
    label = words_of(element.find(tei("label"))) or " ".join(element.get("n", "").split())
    return label or words_of(element.find(tei("desc")))


def _is_pictured_apart(element: etree._Element) -> bool:
    """Whether a surface in a surface, or a zone, has pictures and no place in what it is in."""
    has_place = element.get("points") is not None or read_box(element) != (None, "")
    has_pictures = any(g.get("url", "").strip() for g in element.iterchildren(*_PICTURE_TAGS))
    return has_pictures and (local(element.tag) == "surface" or not has_place)


def _is_transcribed(element: etree._Element) -> bool:
    """Whether words are written in a surface of a sourceDoc."""
    if next(element.iterancestors(tei("sourceDoc")), None) is None:
        return False
    return any(words_of(line) for line in element.iter(tei("line"), tei("zone"), tei("seg")))
