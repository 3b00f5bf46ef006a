"""IIIF Presentation 3: a manifest for each text with images, annotations with its words.

https://iiif.io/api/presentation/3.0/
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

from tei_edition.exports.iiif_canvases import (
    CanvasImage,
    list_images,
    make_canvas,
    name_canvas,
    say,
)
from tei_edition.language.tags import is_leftward, shorten_language
from tei_edition.pages.addresses import find_free
from tei_edition.pages.facsimile import list_canvases, list_linked
from tei_edition.reader.reading_text import Point, Runs, Span
from tei_edition.runtime.files import format_json
from tei_edition.source.stamps import ANCHOR
from tei_edition.tei import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from tei_edition.exports.holdings import Holdings
    from tei_edition.facts.text import Division, Text
    from tei_edition.pages.facsimile import LinkedCanvas, PlacedZone

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
            "label": say(holdings.title or holdings.url, holdings.book.language),
            "items": [
                {
                    "id": holdings.locate(name_manifest(holdings, text)),
                    "type": "Manifest",
                    "label": say(_title(holdings, text), text.header.language),
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


def _write_manifest(holdings: Holdings, text: Text) -> Iterator[tuple[str, bytes]]:
    canvases = list_canvases(holdings.book, text)
    linked = list(list_linked(holdings.book, text, canvases))
    every = {id(canvas): canvas for canvas in (*canvases, *(found.canvas for found in linked))}
    images = list(list_images(holdings, every.values(), linked))
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
            make_canvas(holdings, folder, image, has_words=bool(annotations[image.number]))
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


def _describe(holdings: Holdings, text: Text) -> dict[str, Any]:
    """Return what a manifest says of its text: title, licence, publisher, pages and TEI."""
    header, words = text.header, holdings.book.words
    language = header.language or holdings.book.language
    page = holdings.book.list_pages(text)[0][1]
    said: dict[str, Any] = {"label": say(_title(holdings, text), header.language)}
    for key, names in (("author", header.authors), ("editor", header.editors)):
        if names:
            label = say(words[f"detail {key}"], holdings.book.language)
            said.setdefault("metadata", []).append({"label": label, "value": {"none": [*names]}})
    for licence in header.licences:
        if found := _RIGHTS.fullmatch(licence.uri):
            said["rights"] = f"http://{found[1]}/{found[2]}"
            break
    if header.publisher:
        label = say(words["detail publisher"], holdings.book.language)
        said["requiredStatement"] = {"label": label, "value": {"none": [header.publisher]}}
    if language and is_leftward(language):
        said["viewingDirection"] = "right-to-left"
    said["homepage"] = [
        {
            "id": holdings.locate_page(page),
            "type": "Text",
            "label": say(holdings.book.titles[page], header.language),
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
    holdings: Holdings,
    folder: str,
    image: CanvasImage,
    linked: Sequence[LinkedCanvas],
    words: _Words,
) -> Iterator[dict[str, Any]]:
    """Yield the words on an image: of its zones, or else of all that is on it."""
    zoned = [found for found in linked if found.zone and found.zone.corners]
    page = holdings.locate(f"{folder}/{image.number}.json")
    canvas = name_canvas(holdings, folder, image)
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
        by_canvas: dict[int, CanvasImage],
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
            {"id": name_canvas(self.holdings, self.folder, image), "type": "Canvas"}
            for image in {image.number: image for image in images}.values()
        ]
        if not canvases and not below:
            return []
        made = {
            "id": self.holdings.locate(f"{self.folder}/range/{division.anchor}"),
            "type": "Range",
            "label": say(title, self.words.language),
            "items": [*canvases, *below],
        }
        return [made]
