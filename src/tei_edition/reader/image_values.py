"""The values of the attributes of images: coordinates, sizes in pixels, addresses of services."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tei_edition.facts.facsimile import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

    from tei_edition.facts.facsimile import Point

CORNERS = ("ulx", "uly", "lrx", "lry")

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
# Sizes are also written '1265px', with quotes inside the attribute.
_MEASURE = re.compile(rf"""\s*['"]?\s*({_NUMBER})\s*(?:px|pixels?)?\s*['"]?\s*""")
_FRAGMENT = re.compile(rf"#xywh=(?:(pixel|percent):)?({_NUMBER}(?:,{_NUMBER}){{3}})$")
_FARTHEST = 1e7


def read_number(value: str | None) -> float | None:
    """Return a number of pixels, or None; one without a unit counts as pixels."""
    match = _MEASURE.fullmatch(value or "")
    number = float(match[1]) if match else math.inf
    return number if abs(number) <= _FARTHEST else None


def read_size(element: etree._Element) -> tuple[float, float]:
    """Return the width and height of a picture in pixels; 0 and 0 if one is not given so."""
    width, height = (read_number(element.get(name)) for name in ("width", "height"))
    return (width, height) if width and height and width > 0 and height > 0 else (0, 0)


def read_box(element: etree._Element) -> tuple[Box | None, str]:
    """Return the rectangle that @ulx, @uly, @lrx and @lry give, and why there is none.

    The upper left corner may be left out: it is then that of the surface. The reason is empty if
    the element has none of these attributes.
    """
    given = {name: element.get(name) for name in CORNERS}
    if not any(value is not None for value in given.values()):
        return None, ""
    for name, value in given.items():
        if value is None and name.startswith("lr"):
            return None, f"it has no @{name}"
        if value is not None and read_number(value) is None:
            return None, f'@{name} is not a number: "{value}"'
    left, upper, right, lower = (read_number(given[name] or "0") or 0.0 for name in CORNERS)
    if right <= left:
        return None, f"@lrx ({right:g}) is not greater than @ulx ({left:g})"
    if lower <= upper:
        return None, f"@lry ({lower:g}) is not greater than @uly ({upper:g})"
    return Box(left, upper, right - left, lower - upper), ""


def read_points(value: str) -> tuple[tuple[Point, ...], str]:
    """Return the corners that @points gives, and why there are none."""
    corners: list[Point] = []
    for pair in re.sub(r"\s*,\s*", ",", value).split():
        x, y = (read_number(part) for part in [*pair.split(","), "", ""][:2])
        if x is None or y is None or pair.count(",") != 1:
            return (), f'@points has "{pair}", which is not two numbers with a comma between them'
        corners.append((x, y))
    if corners and corners[0] == corners[-1]:
        del corners[-1]
    if len(set(corners)) < 3:
        return (), "@points has fewer than three points"
    if any(len(set(numbers)) == 1 for numbers in zip(*corners, strict=True)):
        return (), "all of its @points are on one line"
    return tuple(corners), ""


def list_corners(box: Box) -> tuple[Point, ...]:
    """Return the corners of a rectangle, clockwise from the upper left one."""
    right, lower = box.x + box.width, box.y + box.height
    return ((box.x, box.y), (right, box.y), (right, lower), (box.x, lower))


def rotate_corners(corners: Sequence[Point], degrees: float) -> tuple[Point, ...]:
    """Return corners turned clockwise about their centre."""
    if not degrees % 360:
        return tuple(corners)
    xs, ys = zip(*corners, strict=True)
    middle, centre = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return tuple(
        (
            round(middle + (x - middle) * cosine - (y - centre) * sine, 3),
            round(centre + (x - middle) * sine + (y - centre) * cosine, 3),
        )
        for x, y in corners
    )


# {server}/{identifier}/{region}/{size}/{rotation}/{quality}.{format} (IIIF Image API, section 4).
_REQUEST = re.compile(
    r"(https?://[^?#]+)/(?:full|square|(?:pct:)?[\d.]+(?:,[\d.]+){3})"
    r"/\^?(?:full|max|pct:[\d.]+|!?\d*,\d*)/!?[\d.]+"
    r"/(?:default|native|color|gray|grey|bitonal)\.[a-z0-9]+"
)


# The address of a service itself: its identifier follows the name or version of the interface.
_SERVICE = re.compile(
    r"(https?://[^?#]+/iiif/(?:(?:image/)?v?[23](?:\.[01])?/[^?#/]+|[^?#/.]+))/?", re.IGNORECASE
)


def find_service(url: str) -> str:
    """Return the IIIF Image service that an address is of, or nothing."""
    if match := re.fullmatch(r"(https?://[^?#]+)/info\.json", url):
        return match[1]
    if match := _REQUEST.fullmatch(url):
        return match[1]
    match = _SERVICE.fullmatch(url)
    return "" if match is None or match[1].endswith((".json", ".xml")) else match[1]


# Context and type of a service in its info.json, which a file may name.
_SAYS_VERSION = re.compile(
    r"(?:image/|ImageService|iiif[^0-9]{0,12})([23])(?![0-9])", re.IGNORECASE
)
# A version in the address: /iiif/3/, /v2/, /image/3.0/.
_HAS_VERSION = re.compile(r"(?:/v|iiif/?v?|image/)([23])(?:\.[01])?(?=/)", re.IGNORECASE)
# Sizes and qualities that only one version of the Image API knows.
_ONLY_2 = re.compile(r"/full/[^/]+/native\.|/(?:full|square|[\d.,]+|pct:[\d.,]+)/full/!?[\d.]+/")
_ONLY_3 = re.compile(r"/\^[^/]+/!?[\d.]+/[a-z]+\.")


def find_version(url: str, words: Iterable[str]) -> int:
    """Return the version of the Image API of a service, 2 or 3; 0 if nothing says it.

    `words` are what a file says of the picture, such as its type or media type; they are stronger
    than its address, which need not have a version.
    """
    for word in words:
        if found := _SAYS_VERSION.search(word):
            return int(found[1])
    if _ONLY_3.search(url):
        return 3
    if _ONLY_2.search(url):
        return 2
    found = _HAS_VERSION.search(url)
    return int(found[1]) if found else 0


def split_fragment(url: str) -> tuple[str, Box | None, bool]:
    """Separate the part of a picture that its address names, as in `a.jpg#xywh=0,0,40,30`.

    The third value says that the part is given in percent.
    """
    match = _FRAGMENT.search(unquote(url) if "%" in url else url)
    if match is None:
        return url, None, False
    x, y, width, height = (float(number) for number in match[2].split(","))
    if width <= 0 or height <= 0 or max(map(abs, (x, y, width, height))) > _FARTHEST:
        return url.partition("#")[0], None, False
    return url.partition("#")[0], Box(x, y, width, height), match[1] == "percent"
