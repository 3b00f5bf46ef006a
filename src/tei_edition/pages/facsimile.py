"""The images of texts as canvases: the pictures that can be shown, sizes, zones in pixels."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import imagesize

from tei_edition.facts.facsimile import Box
from tei_edition.pages.pictures import SUFFIXES, find_file
from tei_edition.runtime.files import real_path, stamp_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tei_edition.facts.facsimile import (
        ImageLink,
        ImageZone,
        Point,
        Surface,
        SurfacePicture,
    )
    from tei_edition.facts.text import Text
    from tei_edition.pages.site_plan import SitePlan

# What no browser shows, but can be converted.
CONVERTED = frozenset({".bmp", ".jp2", ".ppm", ".tif", ".tiff"})
# No picture is larger; what says so is damaged.
_MOST_PIXELS = 10_000_000
# The header of a netpbm file is text, in which a number might go on through the whole file.
_NETPBM_HEADER = 4096


class CanvasPicture(NamedTuple):
    """A picture that is available: a file of the edition, or an address on the web.

    `path` is None for one elsewhere, which has its `address`, or its IIIF Image `service`, or
    both. `width` and `height` are 0 if unknown; of a file they are those of the file itself.
    """

    path: Path | None
    address: str
    service: str
    width: int
    height: int
    source: SurfacePicture

    @property
    def is_shown_by_browsers(self) -> bool:
        """Whether a browser can show it as it is; a IIIF service gives it in such a form."""
        if self.service:
            return True
        name = self.path.name if self.path else self.address.partition("?")[0].partition("#")[0]
        suffix = name.rpartition("/")[2].rpartition(".")[1:]
        return f".{suffix[1].lower()}" not in CONVERTED if suffix[0] else True


class PlacedZone(NamedTuple):
    """A zone with its corners in pixels of the canvas; empty if its place is not known."""

    zone: ImageZone
    corners: tuple[Point, ...]

    @property
    def box(self) -> Box:
        """The smallest rectangle that holds it; raises ValueError if its place is not known."""
        xs, ys = zip(*self.corners, strict=True)
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


class CanvasView(NamedTuple):
    """Another image of a surface, or of a zone of it, such as one in ultraviolet light.

    `pictures` are those of it in several sizes, the largest first. It `is_whole` if it shows what
    the other pictures of the surface show.
    """

    label: str
    pictures: tuple[CanvasPicture, ...]
    is_whole: bool


class Canvas(NamedTuple):
    """A surface with the pictures of it that are available, the largest first.

    `file` is that of the text. `width` and `height` are those of the largest picture, else what
    the file gives for the surface; 0 if nothing is known of them. `views` are other images.
    """

    file: str
    surface: Surface
    width: int
    height: int
    pictures: tuple[CanvasPicture, ...]
    zones: tuple[PlacedZone, ...]
    views: tuple[CanvasView, ...] = ()

    @property
    def has_size(self) -> bool:
        """Whether width and height are known."""
        return self.width > 0 and self.height > 0

    @property
    def is_local(self) -> bool:
        """Whether a picture of it is a file of the edition."""
        return any(picture.path for picture in self.pictures)


class LinkedCanvas(NamedTuple):
    """What of a text is on which canvas, and in which zone of it, if in one."""

    link: ImageLink
    canvas: Canvas
    zone: PlacedZone | None


def list_canvases(book: SitePlan, text: Text) -> list[Canvas]:
    """Return the surfaces of a text in order, with the pictures of them that are available."""
    return [make_canvas(book, text.file, surface) for surface in text.facsimile.surfaces]


def list_linked(book: SitePlan, text: Text, canvases: Sequence[Canvas]) -> Iterator[LinkedCanvas]:
    """Yield what of a text is on which canvas, in text order.

    Surfaces and zones of other files of the edition are found too.
    """
    known = {text.file: _index(canvases)}
    for link in text.facsimile.links:
        file, name = text.file, link.zone or link.surface
        if not name:
            path, _, name = link.pointer.partition("#")
            other = book.resolver.find_text(path, file) if path and name else None
            if other is None:
                continue
            file = other.file
            if file not in known:
                known[file] = _index(list_canvases(book, other))
        if name in known[file]:
            canvas, zone = known[file][name]
            yield LinkedCanvas(link, canvas, zone)


def _index(canvases: Sequence[Canvas]) -> dict[str, tuple[Canvas, PlacedZone | None]]:
    """Return canvases, and their zones, by the identifiers of both."""
    found: dict[str, tuple[Canvas, PlacedZone | None]] = {}
    for canvas in canvases:
        found[canvas.surface.id] = canvas, None
        found |= {placed.zone.id: (canvas, placed) for placed in canvas.zones}
    return found


def make_canvas(book: SitePlan, file: str, surface: Surface) -> Canvas:
    """Return one surface of a file with the pictures of it that are available."""
    pictures, *others = _group_pictures(book, file, surface.pictures) or [[]]
    width, height = _choose_size(surface, pictures)
    space = _choose_space(surface, pictures, (width, height))
    placed = tuple(
        PlacedZone(zone, _place_corners(zone, space, (width, height))) for zone in surface.zones
    )
    whole = [_make_view(group, pictures[0]) for group in others]
    parts = [
        CanvasView(zone.label or zone.kind or str(number), tuple(group), is_whole=False)
        for number, zone in enumerate(surface.zones, 1)
        for group in _group_pictures(book, file, zone.pictures)
        if not {p.source.url for p in group} & {p.url for p in surface.pictures}
    ]
    return Canvas(file, surface, width, height, tuple(pictures), placed, (*whole, *parts))


# Words that distinguish pictures of one image by their size or use.
_SIZES = frozenset({
    "archive", "archival", "big", "default", "display", "download", "fullsize", "full", "high",
    "highres", "hires", "icon", "iiif", "image", "jpeg", "jpg", "jp2", "large", "low", "lowres",
    "lores", "master", "max", "maximum", "medium", "normal", "original", "png", "preview",
    "print", "res", "resolution", "screen", "size", "small", "standard", "thumb", "thumbnail",
    "tif", "tiff", "tiles", "web", "zoom",
})  # fmt: skip


def _group_pictures(
    book: SitePlan, file: str, pictures: Sequence[SurfacePicture]
) -> list[list[CanvasPicture]]:
    """Return the available pictures by what they show, each group with the largest first.

    The first group is that of the first picture. What pictures show is distinguished by their
    descriptions, or by words of theirs that name no size.
    """
    groups: dict[str, list[CanvasPicture]] = {}
    for picture in pictures:
        if found := _find_picture(book, file, picture):
            words = re.findall(r"[^\W\d_]+", picture.description or picture.name)
            shown = " ".join(w.casefold() for w in words)
            groups.setdefault("" if _SIZES.issuperset(shown.split()) else shown, []).append(found)
    # What the first is called need not be said of its other sizes.
    first = next(iter(groups), "")
    if first and "" in groups:
        groups[first] += groups.pop("")
    return [sorted(found, key=lambda p: -p.width * p.height) for found in groups.values()]


def _make_view(pictures: Sequence[CanvasPicture], main: CanvasPicture) -> CanvasView:
    """Return another image of a surface, which is whole if it has the proportions of the first."""
    source, largest = pictures[0].source, pictures[0]
    one, other = largest.width * main.height, main.width * largest.height
    return CanvasView(
        source.description or source.name,
        tuple(pictures),
        abs(one - other) <= 0.03 * max(one, other),
    )


def name_surfaces(surfaces: Sequence[Surface]) -> dict[str, str]:
    """Return what surfaces are called, by their identifiers, where nothing names their pages.

    Their label, else their type within its group, as *1, recto*, else their number.
    """
    kinds = {s.id: ", ".join((*s.groups, s.kind)) for s in surfaces if s.kind and not s.label}
    counts = Counter(kinds.values())
    names = {}
    for number, surface in enumerate(surfaces, 1):
        kind = kinds.get(surface.id, "")
        if counts[kind] > 1:
            kind += f" ({number})"
        names[surface.id] = surface.label or kind or str(number)
    return names


def _find_picture(book: SitePlan, file: str, picture: SurfacePicture) -> CanvasPicture | None:
    """Return a picture if it is in the edition or on the web, else None."""
    url = book.resolver.expand_prefix(picture.url, file)
    stated = round(picture.width), round(picture.height)
    if url.startswith(("http://", "https://")):
        return CanvasPicture(None, url, picture.service, *stated, picture)
    root = real_path(book.config.root)
    path = find_file((root / file).parent, url, root, SUFFIXES | CONVERTED)
    if path is None:
        return None
    width, height = measure(path)
    if width <= 0 or height <= 0:
        width, height = stated
    return CanvasPicture(path, "", "", width, height, picture)


def measure(path: Path) -> tuple[int, int]:
    """Return width and height of a picture in pixels; 0 and 0 if they cannot be read."""
    try:
        return _measure(path, stamp_file(path))
    except (ArithmeticError, LookupError, OSError, SyntaxError, TypeError, ValueError):
        return 0, 0  # what it raises for damaged files depends on their kind


@lru_cache(maxsize=4096)
def _measure(path: Path, _stamp: object) -> tuple[int, int]:
    with path.open("rb") as file:
        head = file.read(_NETPBM_HEADER)
    is_netpbm = head[:1] == b"P" and head[1:2].isdigit()
    width, height = imagesize.get(io.BytesIO(head) if is_netpbm else path)
    is_possible = 0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS
    return (round(width), round(height)) if is_possible else (0, 0)


def _choose_size(surface: Surface, pictures: Sequence[CanvasPicture]) -> tuple[int, int]:
    sized = [picture for picture in pictures if picture.width and picture.height]
    if sized:
        return sized[0].width, sized[0].height
    space = _find_space(surface)
    # The space of a surface may have any unit: it has the right proportions.
    return (round(space.width), round(space.height)) if space else (0, 0)


def _find_space(surface: Surface) -> Box | None:
    """Return the rectangle that the coordinates of zones are relative to, if the file gives it."""
    if surface.space:
        return surface.space
    stated = next((p for p in surface.pictures if p.width and p.height), None)
    return Box(0, 0, stated.width, stated.height) if stated else None


def _choose_space(
    surface: Surface, pictures: Sequence[CanvasPicture], size: tuple[int, int]
) -> Box:
    """Return the rectangle that the coordinates of zones are relative to.

    Where neither surface nor picture has a stated size, zones are in pixels of the first picture.
    """
    width, height = size
    if space := _find_space(surface):
        return space
    first = next((p for p in pictures if p.source == surface.pictures[0]), None)
    return Box(0, 0, first.width or width, first.height or height) if first else Box(0, 0, *size)


def _place_corners(zone: ImageZone, space: Box, size: tuple[int, int]) -> tuple[Point, ...]:
    """Return the corners of a zone in pixels of the canvas, within it; empty if unknown."""
    width, height = size
    if not zone.corners or not width or not height:
        return ()
    if zone.is_percent:
        space = Box(0, 0, 100, 100)
    if not space.width or not space.height:  # so small that rounding leaves nothing of it
        return ()
    placed = tuple(
        (
            _hold((x - space.x) / space.width * width, width),
            _hold((y - space.y) / space.height * height, height),
        )
        for x, y in zone.corners
    )
    xs, ys = zip(*placed, strict=True)
    return placed if max(xs) > min(xs) and max(ys) > min(ys) else ()


def _hold(value: float, most: int) -> float:
    return round(min(max(value, 0.0), float(most)), 1)
