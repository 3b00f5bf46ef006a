"""Which images are beside the text of each page, and what of the text is where on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from tei_edition.pages.facsimile import (
    Canvas,
    list_canvases,
    list_linked,
    measure,
    name_surfaces,
)
from tei_edition.pages.image_sizes import can_resize, make_copy
from tei_edition.pages.image_tiles import describe_tiles, make_tiles
from tei_edition.pages.pictures import FOLDER, SUFFIXES, picture_address
from tei_edition.runtime.resources import find_resource
from tei_edition.runtime.urls import split_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tei_edition.facts.text import Text
    from tei_edition.pages.facsimile import CanvasPicture, CanvasView, LinkedCanvas, PlacedZone
    from tei_edition.pages.site_plan import SitePlan

# Of several pictures of a surface the page has the smallest that is at least this wide.
_WIDE_ENOUGH = 1000
# Of so many editions or witnesses a page begins with the image that the page before ended with.
MOST_SERIES = 50
# What says from where on a text is on an image.
BREAKS = frozenset({"cb", "gb", "milestone", "pb"})
_LEADING = BREAKS | {"lb"}
_VIEWER = "openseadragon.min.js"
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d+)?")


class LinkedZone(msgspec.Struct, frozen=True):
    """A place on an image, as the path of an SVG, and the anchor of the text that is there."""

    d: str
    anchor: str
    label: str


class PageImage(msgspec.Struct):
    """An image beside a page.

    `starts` are the anchors from which on the text is on it; it `is_opening` if the page begins
    with text on it. Images of one `series` follow each other, as those of one witness. A picture of
    the edition has a `file`, its path in the site, and a `full` one if it is shown smaller; one
    elsewhere has a `uri`, with its `origin` if it can be loaded from there, and perhaps the address
    of a IIIF `service` there; `tiles` is the folder in the site of those of one of the edition.
    `place` is where the surface is in the file, if a sourceDoc has its words.
    """

    label: str
    series: str = ""
    is_opening: bool = False
    starts: list[str] = []
    file: str = ""
    full: str = ""
    uri: str = ""
    origin: str = ""
    width: int = 0
    height: int = 0
    service: str = ""
    tiles: str = ""
    zones: list[LinkedZone] = []
    place: str = ""


class TextImages(msgspec.Struct):
    """The images of a text by page, and the picture of each break by the anchor of the break.

    `viewer` is the path in the site of the viewer for images of IIIF services, if there are any;
    `copies` are the files of pictures, and that of the viewer, by their paths.
    """

    pages: dict[str, list[PageImage]] = {}
    breaks: dict[str, str] = {}
    viewer: str = ""
    copies: dict[str, str] = {}


def describe_images(book: SitePlan, text: Text) -> TextImages:
    """Return the images of a text: those of each page in the order in which the text is on them.

    Surfaces of which no text is known follow on the first page.
    """
    found = TextImages()
    if not text.facsimile.surfaces and not text.facsimile.links:
        return found
    canvases = list_canvases(book, text)
    linked = list(list_linked(book, text, canvases))
    shown = {
        id(canvas)
        for canvas in [*canvases, *(link.canvas for link in linked)]
        if choose_picture(canvas.pictures) or canvas.surface.is_transcribed
    }
    # Where breaks say which image the text is on, what else has a zone does not change it.
    has_breaks = any(link.link.element in _LEADING for link in linked)
    current: dict[str, Canvas] = {}
    by_page: dict[str, list[LinkedCanvas]] = {}
    for link in linked:
        by_page.setdefault(book.find_page(text.file, link.link.anchor), []).append(link)
    names: dict[str, dict[str, str]] = {}
    pages = [_Page(book, found, docname, names) for _, docname in book.list_pages(text)]
    for page in pages:
        for series, canvas in list(current.items())[-MOST_SERIES:]:
            if id(canvas) in shown:
                page.open(canvas, series)
        for link in by_page.get(page.docname, ()):
            if id(link.canvas) in shown:
                page.add(link, current, is_leading=not has_breaks or link.link.element in _LEADING)
    used = {id(link.canvas) for link in linked}
    for canvas in canvases:
        if id(canvas) in shown and id(canvas) not in used:
            pages[0].append(canvas)
    if any(image.service or image.tiles for images in found.pages.values() for image in images):
        found.viewer = f"{book.folder}/{FOLDER}/{_VIEWER}"
        found.copies[found.viewer] = str(find_resource(f"pages/vendor/openseadragon/{_VIEWER}"))
    return found


def choose_picture(pictures: Sequence[CanvasPicture]) -> CanvasPicture | None:
    """Return the picture for a page, of several of one image, the largest first.

    It is one of the edition, if browsers show it.
    """
    usable = [p for p in pictures if p.is_shown_by_browsers]
    local = [p for p in usable if p.path and p.path.suffix.lower() in SUFFIXES]
    other = [p for p in pictures if p.path] if can_resize() else []
    candidates = local or other or [p for p in usable if not p.path]
    wide = [p for p in candidates if p.width >= _WIDE_ENOUGH]
    return min(wide, key=lambda p: p.width) if wide else next(iter(candidates), None)


def describe_picture(book: SitePlan, canvas: Canvas, picture: CanvasPicture) -> PageImage:
    """Return how pages show a picture of a canvas."""
    image = _make_image(book, canvas, picture, "", "")
    if picture.path:
        _take_files(book, image, picture.path)
    return image


def list_image_copies(images: Mapping[str, TextImages]) -> dict[str, str]:
    """Return the pictures beside all texts by their paths in the site."""
    return {path: file for found in images.values() for path, file in found.copies.items()}


class _Page:
    """Collects the images of one page; `names` has those of surfaces, for all pages."""

    def __init__(
        self, book: SitePlan, found: TextImages, docname: str, names: dict[str, dict[str, str]]
    ) -> None:
        self.book = book
        self.names = names
        self.found = found
        self.docname = docname
        self.images = found.pages.setdefault(docname, [])
        self._last: dict[str, tuple[Canvas, PageImage]] = {}
        self._made: dict[int, PageImage] = {}
        self._views: dict[int, list[PageImage]] = {}
        self._zoned: set[tuple[str, str]] = set()

    def open(self, canvas: Canvas, series: str) -> None:
        """Begin with the image that the page before ended with."""
        image = self.append(canvas, series)
        for shown in (image, *self._views[id(canvas)]):
            shown.is_opening = True
        self._last[series] = canvas, image

    def add(self, found: LinkedCanvas, current: dict[str, Canvas], *, is_leading: bool) -> None:
        """Note that a part of the text is on an image, and where.

        One that `is_leading` says from where on the text is on this image, as breaks do.
        """
        link, canvas, zone = found
        series = link.series
        last, image = self._last.get(series, (None, None))
        if not is_leading:
            image = self.append(canvas, series)
        elif canvas is not last or image is None:
            name = link.label if link.element in BREAKS else ""
            image = self.append(canvas, series, name)
            image.starts.append(link.anchor)
            self._last[series] = canvas, image
            current.pop(series, None)  # the last is that which was begun last
            current[series] = canvas
        if link.element in BREAKS and image.file:
            self.found.breaks.setdefault(link.anchor, image.full or image.file)
        if zone and zone.corners and (link.anchor, zone.zone.id) not in self._zoned:
            self._zoned.add((link.anchor, zone.zone.id))
            label = link.label or zone.zone.label or str(len(image.zones) + 1)
            image.zones.append(LinkedZone(_draw(zone), link.anchor, label))

    def append(self, canvas: Canvas, series: str = "", name: str = "") -> PageImage:
        """Add an image, or return the one that the page already has of this surface.

        `name` is what it is called if the surface has no label.
        """
        if (known := self._made.get(id(canvas))) is not None:
            return known
        picture = choose_picture(canvas.pictures)
        name = canvas.surface.label or name or self._find_name(canvas)
        image = _make_image(self.book, canvas, picture, series, name)
        self._made[id(canvas)] = image
        self._take(image, picture)
        self._views[id(canvas)] = [self._add_view(canvas, view, image) for view in canvas.views]
        return image

    def _take(self, image: PageImage, picture: CanvasPicture | None) -> None:
        if picture and picture.path:
            self.found.copies |= _take_files(self.book, image, picture.path)
        if image.file or image.uri or image.place:
            self.images.append(image)

    def _add_view(self, canvas: Canvas, view: CanvasView, image: PageImage) -> PageImage:
        """Add another image of a surface, which is shown with it; it has the zones if it can."""
        picture = choose_picture(view.pictures)
        if not view.is_whole:
            width, height = (picture.width, picture.height) if picture else (0, 0)
            canvas = canvas._replace(width=width, height=height)
        label = f"{image.label}, {view.label}" if view.label else image.label
        made = _make_image(self.book, canvas, picture, image.series, label)
        made.place = ""
        made.starts = image.starts
        if view.is_whole:
            made.zones = image.zones
        self._take(made, picture)
        return made

    def _find_name(self, canvas: Canvas) -> str:
        """Return what a surface is called among those of its file."""
        if canvas.file not in self.names:
            text = self.book.resolver.texts.get(canvas.file)
            self.names[canvas.file] = name_surfaces(text.facsimile.surfaces if text else ())
        return self.names[canvas.file].get(canvas.surface.id, "1")


def _make_image(
    book: SitePlan, canvas: Canvas, picture: CanvasPicture | None, series: str, label: str
) -> PageImage:
    surface = canvas.surface
    image = PageImage(label, series, width=canvas.width, height=canvas.height)
    if surface.is_transcribed:
        image.place = f"{surface.location.line}:{surface.location.column}"
    if picture is None:
        return image
    if picture.path:
        image.file = picture_address(book, picture.path)[1:]
        return image
    is_whole = picture.address and not picture.address.endswith("/info.json")
    is_whole = is_whole and picture.address.rstrip("/") != picture.service
    image.uri = picture.address if is_whole else f"{picture.service}/full/max/0/default.jpg"
    parts = split_url(quote(image.uri, safe=":/?#[]@!$&'()*+,;=%~"))
    if book.config.facsimile.remote != "link" and _HOST.fullmatch(parts.netloc):
        image.origin = f"{parts.scheme}://{parts.netloc}"
        if picture.service.startswith(f"{image.origin}/"):
            image.service = picture.service
    return image


def _take_files(book: SitePlan, image: PageImage, path: Path) -> dict[str, str]:
    """Choose the files of a picture of the edition: itself, and a smaller copy for the page.

    Returns where they are, by their paths in the site.
    """
    width, folder = book.config.facsimile.width, book.config.cache_folder / "images"
    # Copies keep the suffix, since other pictures may differ in nothing else.
    own = image.file
    files = {image.file: str(path)}
    if path.suffix.lower() not in SUFFIXES:
        if (whole := make_copy(path, 0, folder)) is None:
            image.file = ""
            return {}
        image.file += ".jpg"
        files = {image.file: str(whole)}
    is_large = width and measure(path)[0] > width
    if is_large and (small := make_copy(path, width, folder)) is not None:
        image.full, image.file = image.file, f"{own}-{width}.jpg"
        files[image.file] = str(small)
    return files | _take_tiles(book, image, path, folder)


def _take_tiles(book: SitePlan, image: PageImage, path: Path, folder: Path) -> dict[str, str]:
    """Return the files of the tiles of a picture, if the edition wants them."""
    size = measure(path)
    # The script takes their size from the image.
    is_wanted = book.config.facsimile.tiles and size == (image.width, image.height)
    made = make_tiles(path, size, folder) if is_wanted else {}
    if not made:
        return {}
    image.tiles = f"{image.full or image.file}.tiles"
    files = {f"{image.tiles}/{name}": file for name, file in made.items()}
    if url := book.config.edition.url:
        address = f"{url.rstrip('/')}/{quote(image.tiles)}"
        files[f"{image.tiles}/info.json"] = describe_tiles(address, size, folder)
    return files


def _draw(zone: PlacedZone) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in zone.corners) + "Z"


def to_parameter(images: TextImages) -> dict[str, Any]:
    """Return what the stylesheets are given of the images of a text."""
    return {"pages": images.pages, "breaks": images.breaks, "viewer": images.viewer}
