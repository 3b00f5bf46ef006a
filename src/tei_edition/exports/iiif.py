"""IIIF Presentation 3: a manifest for each text with images, annotations with its words.

https://iiif.io/api/presentation/3.0/
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from tei_edition.language.tags import is_leftward, shorten_language
from tei_edition.pages.addresses import find_free
from tei_edition.pages.facsimile import list_canvases, list_linked
from tei_edition.pages.image_column import choose_picture, describe_picture
from tei_edition.pages.image_sizes import can_resize
from tei_edition.pages.pictures import SUFFIXES, picture_address
from tei_edition.reader.reading_text import Point, Runs, Span
from tei_edition.runtime.files import format_json
from tei_edition.source.stamps import ANCHOR
from tei_edition.tei import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Division, Text
    from tei_edition.pages.facsimile import Canvas, CanvasPicture, LinkedCanvas, PlacedZone

COLLECTION = "iiif/collection.json"
# A name, and no address to load: readers know it.
_CONTEXT = "http://iiif.io/api/presentation/3/context.json"
# The licences that `rights` may name, by the addresses that the specification demands.
_RIGHTS = re.compile(r"https?://(creativecommons\.org|rightsstatements\.org)/(.+)")
# What ends the text after a break: the next of its kind, and of what holds several of these.
_ENDS = {
    "lb": frozenset({"lb", "cb", "pb", "gb"}),
    "cb": frozenset({"cb", "pb", "gb"}),
    "pb": frozenset({"pb"}),
    "gb": frozenset({"gb"}),
    "milestone": frozenset({"milestone"}),
}
# All annotations of a text together have at most so many characters more than so many times those
# of the text: an element may be on many images, and its words are repeated for each of them.
_MOST_WORDS, _MOST_TIMES = 100_000, 30
_MEDIA = {".png": "image/png", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif",
          ".svg": "image/svg+xml"}  # fmt: skip


# A picture of the edition that is no wider is its own thumbnail.
_SMALL = 1400


class _Image(NamedTuple):
    """A canvas with its number in the manifest, and the picture on it with its address.

    `small` is the address of the smaller copy that the site has, if it has one, with its size;
    `tiles` that of its tiles.
    """

    number: int
    canvas: Canvas
    picture: CanvasPicture
    address: str
    small: tuple[str, int, int] | None
    tiles: str


def write_iiif(holdings: Holdings) -> Iterator[tuple[str, bytes]]:
    """Yield a manifest and annotations for each text with images, and a collection of them.

    A text of which an image has no known size has none: a canvas needs width and height.
    """
    manifests = []
    for text in holdings.book.texts:
        files = dict(_write_manifest(holdings, text))
        if files:
            manifests.append(text)
            yield from files.items()
    if manifests:
        collection = {
            "@context": _CONTEXT,
            "id": holdings.locate(COLLECTION),
            "type": "Collection",
            "label": _say(holdings.title or holdings.url, holdings.book.language),
            "items": [
                {
                    "id": holdings.locate(name_manifest(holdings, text)),
                    "type": "Manifest",
                    "label": _say(_title(holdings, text), text.header.language),
                }
                for text in manifests
            ],
        }
        yield COLLECTION, format_json(collection)


def name_manifest(holdings: Holdings, text: Text) -> str:
    """Return the path of the manifest of a text in the site, if it has one."""
    return f"iiif/{holdings.text_ids[text.file]}/manifest.json"


def _title(holdings: Holdings, text: Text) -> str:
    return holdings.book.text_titles[text.file]


def _say(words: str, language: str = "") -> dict[str, list[str]]:
    """Return words as IIIF has them: by their language, `none` if it is not known."""
    return {shorten_language(language) if language else "none": [words]}


def _write_manifest(holdings: Holdings, text: Text) -> Iterator[tuple[str, bytes]]:
    canvases = list_canvases(holdings.book, text)
    linked = list(list_linked(holdings.book, text, canvases))
    every = {id(canvas): canvas for canvas in (*canvases, *(found.canvas for found in linked))}
    images = list(_list_images(holdings, every.values()))
    if not images or not all(image.canvas.has_size for image in images):
        return
    by_canvas = {id(image.canvas): image for image in images}
    found = [link for link in linked if id(link.canvas) in by_canvas]
    words = _Words(holdings, text)
    folder = f"iiif/{holdings.text_ids[text.file]}"
    on_canvas: dict[int, list[LinkedCanvas]] = {}
    for link in found:
        on_canvas.setdefault(id(link.canvas), []).append(link)
    annotations = {
        image.number: list(
            _annotate(holdings, folder, image, on_canvas.get(id(image.canvas), ()), words)
        )
        for image in images
    }
    path = name_manifest(holdings, text)
    manifest = {
        "@context": _CONTEXT,
        "id": holdings.locate(path),
        "type": "Manifest",
        **_describe(holdings, text),
        "items": [
            _make_canvas(holdings, folder, image, has_words=bool(annotations[image.number]))
            for image in images
        ],
    }
    if thumbnail := manifest["items"][0].get("thumbnail"):
        manifest["thumbnail"] = thumbnail
    ranges = _Ranges(holdings, folder, by_canvas, found, words)
    if text.division and (structures := ranges.list_below(text.division)):
        manifest["structures"] = structures
    yield path, format_json(manifest)
    for number, items in annotations.items():
        if items:
            name = f"{folder}/{number}.json"
            page = {
                "@context": _CONTEXT,
                "id": holdings.locate(name),
                "type": "AnnotationPage",
                "items": items,
            }
            yield name, format_json(page)


def _list_images(holdings: Holdings, canvases: Iterable[Canvas]) -> Iterator[_Image]:
    """Yield the canvases of which the site shows a picture, or another host has one."""
    number = 0
    for canvas in canvases:
        picture = choose_picture(canvas)
        if picture is None or not (address := _locate_picture(holdings, picture)):
            continue
        number += 1
        yield _Image(number, canvas, picture, address, *_locate_copies(holdings, canvas, picture))


def _locate_picture(holdings: Holdings, picture: CanvasPicture) -> str:
    if picture.path is None:
        is_image = picture.address and not picture.address.endswith("/info.json")
        if is_image and picture.address.rstrip("/") != picture.service:
            return quote(picture.address, safe=":/?#[]@!$&'()*+,;=%~")
        return f"{picture.service}/full/max/0/default.jpg" if picture.service else ""
    address = picture_address(holdings.book, picture.path)[1:]
    if picture.path.suffix.lower() in SUFFIXES:
        return holdings.locate(address)
    return holdings.locate(f"{address.rpartition('.')[0]}.jpg") if can_resize() else ""


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


def _make_thumbnail(image: _Image) -> dict[str, Any]:
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


def _describe(holdings: Holdings, text: Text) -> dict[str, Any]:
    """Return what a manifest says of its text: title, licence, publisher, pages and TEI."""
    header, words = text.header, holdings.book.words
    language = header.language or holdings.book.language
    page = holdings.book.list_pages(text)[0][1]
    said: dict[str, Any] = {"label": _say(_title(holdings, text), header.language)}
    for key, names in (("author", header.authors), ("editor", header.editors)):
        if names:
            label = _say(words[f"detail {key}"], holdings.book.language)
            said.setdefault("metadata", []).append({"label": label, "value": {"none": [*names]}})
    for licence in header.licences:
        if found := _RIGHTS.fullmatch(licence.uri):
            said["rights"] = f"http://{found[1]}/{found[2]}"
            break
    if header.publisher:
        label = _say(words["detail publisher"], holdings.book.language)
        said["requiredStatement"] = {"label": label, "value": {"none": [header.publisher]}}
    if language and is_leftward(language):
        said["viewingDirection"] = "right-to-left"
    said["homepage"] = [
        {
            "id": holdings.locate_page(page),
            "type": "Text",
            "label": _say(holdings.book.titles[page], header.language),
            "format": "text/html",
        }
    ]
    said["seeAlso"] = [
        {
            "id": holdings.locate(holdings.addresses[text.file]),
            "type": "Dataset",
            "label": {"none": ["TEI"]},
            "format": "application/tei+xml",
        }
    ]
    return said


def _make_canvas(
    holdings: Holdings, folder: str, image: _Image, *, has_words: bool
) -> dict[str, Any]:
    canvas, picture = image.canvas, image.picture
    name = _name_canvas(holdings, folder, image)
    body: dict[str, Any] = {
        "id": image.address,
        "type": "Image",
        "format": _name_format(image.address),
        "width": picture.width or canvas.width,
        "height": picture.height or canvas.height,
    }
    if picture.service:
        version = picture.source.version or holdings.config.facsimile.image_api
        body["service"] = [_describe_service(picture.service, version)]
    elif image.tiles:
        body["service"] = [_describe_service(image.tiles, 3)]
    painting = {
        "id": f"{name}/image",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": name,
    }
    surface = canvas.surface
    made: dict[str, Any] = {
        "id": name,
        "type": "Canvas",
        "label": {"none": [surface.label or surface.ident or str(image.number)]},
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


def _describe_service(address: str, version: int) -> dict[str, str]:
    """Return a IIIF Image service of a version of the Image API; no more of it is claimed."""
    if version == 3:
        return {"id": address, "type": "ImageService3", "profile": "level0"}
    profile = "http://iiif.io/api/image/2/level0.json"
    return {"@id": address, "@type": "ImageService2", "profile": profile}


def _name_canvas(holdings: Holdings, folder: str, image: _Image) -> str:
    return holdings.locate(f"{folder}/canvas/{image.number}")


class _Words:
    """The reading text of a text by the anchors of its elements, and the place of each in it."""

    def __init__(self, holdings: Holdings, text: Text) -> None:
        self.language = text.header.language
        root = holdings.read_tree(text.file)
        self.runs = Runs(root, holdings.config.text)
        self.elements: dict[str, etree._Element] = {}
        self.places: dict[str, int] = {}
        self._breaks: dict[tuple[str, str], list[int]] = {}
        for element in root.iter("{*}*"):
            place = self.runs.inside.get(element, (None, None))[0]
            if place is None:
                continue
            if anchor := element.get(ANCHOR):
                self.elements[anchor] = element
                self.places[anchor] = place
            if local(element.tag) in _ENDS:
                kind = local(element.tag), element.get("ed", "")
                self._breaks.setdefault(kind, []).append(place)
        words = sum(len(slot.text) for slot in self.runs.slots)
        self._left = _MOST_WORDS + _MOST_TIMES * words

    def find(self, anchor: str) -> str:
        """Return the words of an element; of a break those until the next of the same edition.

        Nothing more is returned once that has been many times the text.
        """
        element = self.elements.get(anchor)
        if element is None or self._left < 0:
            return ""
        start, end = self.runs.inside[element]
        if ends := _ENDS.get(local(element.tag)):
            edition = element.get("ed", "")
            after = [_find_after(self._breaks.get((name, edition), []), start) for name in ends]
            end = min((place for place in after if place is not None), default=self.runs.size - 1)
        words = self.runs.words(Span(Point(start, 0), Point(end, 0))).strip()
        self._left -= len(words)
        return words


def _find_after(places: Sequence[int], start: int) -> int | None:
    """Return the first of ordered places that is after another, or None."""
    number = bisect_right(places, start)
    return places[number] if number < len(places) else None


def _annotate(
    holdings: Holdings, folder: str, image: _Image, linked: Sequence[LinkedCanvas], words: _Words
) -> Iterator[dict[str, Any]]:
    """Yield the words on an image: of its zones, or else of all that is on it."""
    zoned = [found for found in linked if found.zone and found.zone.corners]
    page = holdings.locate(f"{folder}/{image.number}.json")
    canvas = _name_canvas(holdings, folder, image)
    taken: set[str] = set()
    for found in zoned or linked:
        value = words.find(found.link.anchor)
        if not value:
            continue
        body = {"type": "TextualBody", "value": value, "format": "text/plain"}
        if words.language:
            body["language"] = shorten_language(words.language)
        yield {
            # A word may be in two zones.
            "id": f"{page}#{find_free(found.link.anchor, taken)}",
            "type": "Annotation",
            "motivation": "supplementing",
            "body": body,
            "target": _point_to(canvas, found.zone) if zoned else canvas,
        }


def _point_to(canvas: str, zone: PlacedZone | None) -> str | dict[str, Any]:
    """Return a zone of a canvas: its rectangle, or its outline if it is none."""
    if zone is None:
        return canvas
    if zone.zone.is_percent or zone.zone.is_rectangle:
        box = zone.box
        return f"{canvas}#xywh=" + ",".join(
            f"{round(number)}" for number in (box.x, box.y, box.width, box.height)
        )
    outline = "M" + "L".join(f"{x:g} {y:g}" for x, y in zone.corners) + "Z"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><path d='{outline}'/></svg>"
    return {
        "type": "SpecificResource",
        "source": canvas,
        "selector": {"type": "SvgSelector", "value": svg},
    }


class _Ranges:
    """The divisions of a text as ranges: on which canvases each of them is."""

    def __init__(
        self,
        holdings: Holdings,
        folder: str,
        by_canvas: dict[int, _Image],
        linked: Iterable[LinkedCanvas],
        words: _Words,
    ) -> None:
        self.holdings = holdings
        self.folder = folder
        self.words = words
        self.places = [
            (words.places[found.link.anchor], by_canvas[id(found.canvas)])
            for found in linked
            if found.link.anchor in words.places
        ]
        self.places.sort(key=lambda found: found[0])

    def list_below(self, division: Division) -> list[dict[str, Any]]:
        """Return the ranges of the divisions inside one, those without a title left out."""
        return [made for child in division.children for made in self._make(child)]

    def _make(self, division: Division) -> list[dict[str, Any]]:
        below = self.list_below(division)
        title = division.title or division.name
        element = self.words.elements.get(division.anchor)
        if not title or element is None:
            return below
        start, end = self.words.runs.inside[element]
        first, last = (bisect_left(self.places, at, key=lambda p: p[0]) for at in (start, end))
        # A division may begin in the middle of an image.
        is_open = first > 0 and (first == len(self.places) or self.places[first][0] != start)
        images = [image for _, image in self.places[first - is_open : last]]
        canvases = [
            {"id": _name_canvas(self.holdings, self.folder, image), "type": "Canvas"}
            for image in {image.number: image for image in images}.values()
        ]
        if not canvases and not below:
            return []
        made = {
            "id": self.holdings.locate(f"{self.folder}/range/{division.anchor}"),
            "type": "Range",
            "label": _say(title, self.words.language),
            "items": [*canvases, *below],
        }
        return [made]
