"""The images of a text's sources: surfaces, their zones, and what of the text is on them.

Everything is as the file says; which pictures exist and what size they have is found by
`tei_edition.pages.facsimile`. Coordinates are in the space of their surface.
"""

from __future__ import annotations

import msgspec

from tei_edition.problems import Location

Point = tuple[float, float]
# A link that would join more pairs of an element and a place, each with each, is not used.
MOST_JOINED = 400


class Box(msgspec.Struct, frozen=True, gc=False):
    """A rectangle: its upper left corner, its width and height."""

    x: float
    y: float
    width: float
    height: float


class SurfacePicture(msgspec.Struct, frozen=True, gc=False):
    """A picture of a surface or zone, under the address that the file gives.

    `service` is the address of a IIIF Image service, without a slash at its end; the picture may
    have no other address. `width` and `height` are in pixels, 0 if the file does not give them.
    `name` is what distinguishes it from others of its surface: its @n, @type or @rend; `ident` is
    its `xml:id`; `version` is that of the service's Image API, 0 if the file does not say it.
    """

    url: str
    location: Location
    service: str = ""
    width: float = 0
    height: float = 0
    mime: str = ""
    name: str = ""
    description: str = ""
    ident: str = ""
    version: int = 0


class ImageZone(msgspec.Struct, frozen=True, gc=False):
    """A part of a surface: the corners of a polygon, four of them if it is a rectangle.

    `id` is unique among the surfaces and zones of the file; `ident` is the `xml:id`, or empty.
    `kind` is the @type, else the last of @rendition or the element; `rotate` is in degrees,
    clockwise, and already applied to the corners. `parent` is the zone that it is in, or empty.
    `corners` is empty if the file does not say where it is; `fault` says why what it says cannot
    be used. They are in hundredths of the picture if the zone `is_percent`.
    """

    id: str
    location: Location
    ident: str = ""
    element: str = "zone"
    kind: str = ""
    label: str = ""
    corners: tuple[Point, ...] = ()
    rotate: float = 0
    parent: str = ""
    pictures: tuple[SurfacePicture, ...] = ()
    is_percent: bool = False
    fault: str = ""

    @property
    def box(self) -> Box:
        """The smallest rectangle that holds the zone; raises ValueError if its place is unknown."""
        xs, ys = zip(*self.corners, strict=True)
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    @property
    def is_rectangle(self) -> bool:
        """Whether the zone is an upright rectangle."""
        box = self.box
        x, y, right, lower = box.x, box.y, box.x + box.width, box.y + box.height
        upright = ((x, y), (right, y), (right, lower), (x, lower))
        return not self.rotate and set(self.corners) == set(upright) and len(self.corners) == 4


class Surface(msgspec.Struct, frozen=True, gc=False):
    """One side of a leaf, or another surface, with its pictures and zones.

    `id` is unique among the surfaces and zones of the file; `ident` is the `xml:id`, or empty. A
    picture that the text names without a surface has one that `is_made`. `space` is the
    rectangle that coordinates are relative to, None if it is that of the picture. `groups` are
    the names of the surfaceGrps that it is in, the outermost first. `is_transcribed` says that it
    is in a sourceDoc and has words.
    """

    id: str
    location: Location
    ident: str = ""
    label: str = ""
    kind: str = ""
    space: Box | None = None
    pictures: tuple[SurfacePicture, ...] = ()
    zones: tuple[ImageZone, ...] = ()
    groups: tuple[str, ...] = ()
    is_made: bool = False
    is_transcribed: bool = False
    fault: str = ""


class ImageLink(msgspec.Struct, frozen=True, gc=False):
    """What of the text is on which surface, or in which zone of it.

    `anchor` names the element of the text, `element` is its name. `zone` is empty if the whole
    surface is meant. `pointer` is what @facs says if this is in another file or cannot be found;
    `surface` is then empty. `label` is the @n of the element, `series` the edition or witness that
    a break is of.
    """

    anchor: str
    element: str
    location: Location
    surface: str = ""
    zone: str = ""
    pointer: str = ""
    label: str = ""
    series: str = ""


class Facsimile(msgspec.Struct, frozen=True, gc=False):
    """The images of a file, in order, and how its text is linked with them, in text order.

    `unused` is where `link`s are that join too many elements with too many places.
    """

    surfaces: tuple[Surface, ...] = ()
    links: tuple[ImageLink, ...] = ()
    unused: tuple[Location, ...] = ()
