"""The canvases of IIIF manifests: an image of a source each, with sizes and services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from tei_edition.language.tags import shorten_language
from tei_edition.pages.facsimile import name_surfaces
from tei_edition.pages.image_column import BREAKS, choose_picture, describe_picture
from tei_edition.pages.image_sizes import can_resize
from tei_edition.pages.pictures import SUFFIXES, picture_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tei_edition.exports.holdings import Holdings
    from tei_edition.pages.facsimile import Canvas, CanvasPicture, LinkedCanvas

_MEDIA = {".png": "image/png", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif",
          ".svg": "image/svg+xml"}  # fmt: skip
# A picture of the edition that is no wider is its own thumbnail.
_SMALL = 1400


class CanvasImage(NamedTuple):
    """A canvas with its number and label in the manifest, and the picture on it with its address.

    `small` is the address of the smaller copy that the site has, if it has one, with its size;
    `tiles` that of its tiles. `views` are other pictures of the whole surface, with their labels
    and addresses.
    """

    number: int
    label: str
    canvas: Canvas
    picture: CanvasPicture
    address: str
    small: tuple[str, int, int] | None
    tiles: str
    views: tuple[tuple[str, CanvasPicture, str], ...]


def list_images(
    holdings: Holdings, canvases: Iterable[Canvas], linked: Sequence[LinkedCanvas]
) -> Iterator[CanvasImage]:
    """Yield the canvases of which the site shows a picture, or another host has one.

    One without a label is called as the breaks in `linked` are that are on it.
    """
    canvases = list(canvases)
    names = name_surfaces([canvas.surface for canvas in canvases])
    breaks = {
        id(found.canvas): found.link.label
        for found in reversed(linked)
        if found.link.label and found.link.element in BREAKS
    }
    number = 0
    for canvas in canvases:
        picture = choose_picture(canvas.pictures)
        if picture is None or not (address := _locate_picture(holdings, picture)):
            continue
        number += 1
        label = canvas.surface.label or breaks.get(id(canvas)) or names[canvas.surface.id]
        copies = _locate_copies(holdings, canvas, picture)
        views = tuple(_list_views(holdings, canvas))
        yield CanvasImage(number, label, canvas, picture, address, *copies, views)


def _list_views(holdings: Holdings, canvas: Canvas) -> Iterator[tuple[str, CanvasPicture, str]]:
    """Yield other pictures of a whole surface, with their labels and addresses."""
    for view in canvas.views:
        picture = choose_picture(view.pictures) if view.is_whole else None
        if picture and (address := _locate_picture(holdings, picture)):
            yield view.label, picture, address


def _locate_picture(holdings: Holdings, picture: CanvasPicture) -> str:
    if picture.path is None:
        is_image = picture.address and not picture.address.endswith("/info.json")
        if is_image and picture.address.rstrip("/") != picture.service:
            return quote(picture.address, safe=":/?#[]@!$&'()*+,;=%~")
        return f"{picture.service}/full/max/0/default.jpg" if picture.service else ""
    address = picture_address(holdings.book, picture.path)[1:]
    if picture.path.suffix.lower() in SUFFIXES:
        return holdings.locate(address)
    return holdings.locate(f"{address}.jpg") if can_resize() else ""


def _locate_copies(
    holdings: Holdings, canvas: Canvas, picture: CanvasPicture
) -> tuple[tuple[str, int, int] | None, str]:
    """Return the smaller copy of a picture that the pages of the site show, and its tiles."""
    image = describe_picture(holdings.book, canvas, picture)
    settings = holdings.config.facsimile
    if not settings.beside:
        return None, ""
    tiles = holdings.locate(image.tiles) if image.tiles else ""
    if not image.full or not picture.width:
        return None, tiles
    height = max(1, round(picture.height * settings.width / picture.width))
    return (holdings.locate(image.file), settings.width, height), tiles


def _make_thumbnail(image: CanvasImage) -> dict[str, Any]:
    """Return a small picture of a canvas: the copy of a page, or what is small itself."""
    address, width, height = image.small or (
        image.address, image.picture.width, image.picture.height
    )  # fmt: skip
    made: dict[str, Any] = {"id": address, "type": "Image", "format": _name_format(address)}
    if width and height:
        made |= {"width": width, "height": height}
    return made


def _name_format(address: str) -> str:
    suffix = address.rpartition("/")[2].rpartition(".")[1:]
    return _MEDIA.get("".join(suffix).lower(), "image/jpeg")


def make_canvas(
    holdings: Holdings, folder: str, image: CanvasImage, *, has_words: bool
) -> dict[str, Any]:
    """Return a canvas with its image, or a choice of images of the same surface."""
    canvas = image.canvas
    name = name_canvas(holdings, folder, image)
    body = _make_body(holdings, canvas, image.picture, image.address)
    if image.tiles and not image.picture.service:
        body["service"] = [_describe_service(image.tiles, 3)]
    if image.views:
        first = image.picture.source.description or image.picture.source.name or image.label
        choice = [body | {"label": {"none": [first]}}]
        for label, picture, address in image.views:
            other = _make_body(holdings, canvas, picture, address)
            choice.append(other | {"label": {"none": [label]}})
        body = {"type": "Choice", "items": choice}
    painting = {
        "id": f"{name}/image",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": name,
    }
    made: dict[str, Any] = {
        "id": name,
        "type": "Canvas",
        "label": {"none": [image.label]},
        "width": canvas.width,
        "height": canvas.height,
        "items": [{"id": f"{name}/page", "type": "AnnotationPage", "items": [painting]}],
    }
    if image.small or (image.picture.path and image.picture.width <= _SMALL):
        made["thumbnail"] = [_make_thumbnail(image)]
    if has_words:
        page = holdings.locate(f"{folder}/{image.number}.json")
        made["annotations"] = [{"id": page, "type": "AnnotationPage"}]
    return made


def _make_body(
    holdings: Holdings, canvas: Canvas, picture: CanvasPicture, address: str
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": address,
        "type": "Image",
        "format": _name_format(address),
        "width": picture.width or canvas.width,
        "height": picture.height or canvas.height,
    }
    if picture.service:
        version = picture.source.version or holdings.config.facsimile.image_api
        body["service"] = [_describe_service(picture.service, version)]
    return body


def _describe_service(address: str, version: int) -> dict[str, str]:
    """Return a IIIF Image service of a version of the Image API; no more of it is claimed."""
    if version == 3:
        return {"id": address, "type": "ImageService3", "profile": "level0"}
    profile = "http://iiif.io/api/image/2/level0.json"
    return {"@id": address, "@type": "ImageService2", "profile": profile}


def name_canvas(holdings: Holdings, folder: str, image: CanvasImage) -> str:
    """Return the address that identifies a canvas."""
    return holdings.locate(f"{folder}/canvas/{image.number}")


def say(words: str, language: str = "") -> dict[str, list[str]]:
    """Return words as IIIF has them: by their language, `none` if it is not known."""
    return {shorten_language(language) if language else "none": [words]}
