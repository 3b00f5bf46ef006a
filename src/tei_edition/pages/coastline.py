"""Coastlines for maps: the outline of Natural Earth, cut to a window and drawn by Mercator."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tei_edition.runtime.resources import find_resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Longitude and latitude, in degrees.
Position = tuple[float, float]
Ring = tuple[Position, ...]

# Mercator has no poles.
_NORTHERNMOST = 84.0
# A wider window shows the coarse outline, which is a tenth of the size.
_FINE = 60.0
# Points nearer to the last one, in units of the picture, are left out.
_NEAREST = 0.8


class Window(NamedTuple):
    """A part of the world: `east` is always greater than `west`, beyond 180 if need be."""

    west: float
    south: float
    east: float
    north: float


class Projection(NamedTuple):
    """A window as a picture of so many units."""

    window: Window
    width: float
    height: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a position is in the picture."""
        west, south, east, north = self.window
        top, foot = stretch(north), stretch(south)
        x = (longitude - west) / (east - west) * self.width
        y = (top - stretch(latitude)) / (top - foot) * self.height
        return x, y

    def wrap(self, longitude: float) -> float:
        """Return a longitude as the window counts it."""
        return longitude + 360 * math.ceil((self.window.west - longitude) / 360)


def stretch(latitude: float) -> float:
    """Return how far north Mercator draws a latitude, in degrees of longitude."""
    bounded = max(-_NORTHERNMOST, min(_NORTHERNMOST, latitude))
    return math.degrees(math.asinh(math.tan(math.radians(bounded))))


def shrink(distance: float) -> float:
    """Return the latitude that Mercator draws so far north."""
    return math.degrees(math.atan(math.sinh(math.radians(distance))))


def draw_coast(projection: Projection) -> str:
    """Return the land within a window as the data of one path of SVG."""
    window = projection.window
    # A little beyond the picture, so that its edge is not drawn as a coast.
    by = (window.east - window.west) / 100
    around = Window(window.west - by, window.south - by, window.east + by, window.north + by)
    is_fine = window.east - window.west < _FINE
    parts = []
    for ring in read_rings(is_fine=is_fine):
        for copy in _list_copies(ring, around):
            points = [projection.place(*position) for position in clip(copy, around)]
            if path := _write_path(points):
                parts.append(path)
    return "".join(parts)


@lru_cache(maxsize=2)
def read_rings(*, is_fine: bool) -> tuple[Ring, ...]:
    """Return the outlines of all land, each without a leap of longitude (TopoJSON)."""
    name = "land-50m.json" if is_fine else "land-110m.json"
    path = find_resource(f"pages/vendor/world-atlas/{name}")
    topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    (land,) = topology["objects"]["land"]["geometries"]
    return tuple(unwrap(_join(ring, arcs)) for polygon in land["arcs"] for ring in polygon if ring)


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Position]:
    """Return the positions of an arc, which has the steps from each to the next."""
    (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
    x = y = 0
    found = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        found.append((x * scale_x + from_x, y * scale_y + from_y))
    return found


def _join(numbers: list[int], arcs: list[list[Position]]) -> list[Position]:
    """Return a ring from its arcs; a negative number is an arc backwards."""
    ring: list[Position] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def unwrap(ring: Sequence[Position]) -> Ring:
    """Return a ring that runs on where it crosses the antimeridian.

    One that runs around a pole is closed through that pole.
    """
    found = [ring[0]]
    for before, after in pairwise(ring):
        step = after[0] - before[0]
        step -= 360 * round(step / 360)
        found.append((found[-1][0] + step, after[1]))
    turn = found[-1][0] - found[0][0]
    if abs(turn) > 180:
        pole = math.copysign(90, sum(latitude for _, latitude in found))
        found += [(found[-1][0], pole), (found[0][0], pole)]
    return tuple(found)


def _list_copies(ring: Ring, window: Window) -> Iterator[Ring]:
    """Yield a ring at each turn of the globe at which the window may show it."""
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    if max(y for _, y in ring) < window.south or min(y for _, y in ring) > window.north:
        return
    first = math.ceil((window.west - east) / 360)
    last = math.floor((window.east - west) / 360)
    for turn in range(first, last + 1):
        yield tuple((x + 360 * turn, y) for x, y in ring) if turn else ring


def clip(ring: Sequence[Position], window: Window) -> list[Position]:
    """Return the part of an area within a window (the algorithm of Sutherland and Hodgman)."""
    found = list(ring)
    for axis, bound, sign in (
        (0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1),
    ):  # fmt: skip
        found = list(_cut(found, axis, bound, sign))
        if not found:
            break
    return found


def _cut(ring: list[Position], axis: int, bound: float, sign: int) -> Iterator[Position]:
    before = ring[-1]
    was_inside = sign * before[axis] >= sign * bound
    for position in ring:
        is_inside = sign * position[axis] >= sign * bound
        if is_inside != was_inside:
            share = (bound - before[axis]) / (position[axis] - before[axis])
            x = before[0] + share * (position[0] - before[0])
            y = before[1] + share * (position[1] - before[1])
            yield (bound, y) if axis == 0 else (x, bound)
        if is_inside:
            yield position
        before, was_inside = position, is_inside


def _write_path(points: Sequence[tuple[float, float]]) -> str:
    """Return a closed path through points, in tenths of a unit; empty if it shows nothing."""
    kept: list[tuple[int, int]] = []
    last: tuple[float, float] | None = None
    for x, y in points:
        if last is None or math.hypot(x - last[0], y - last[1]) >= _NEAREST:
            last = x, y
            kept.append((round(x * 10), round(y * 10)))
    if len(kept) < 3:
        return ""
    start = "M" + _write_pair(*kept[0])
    steps = (_write_pair(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept))
    return f"{start}l{' '.join(steps)}z"


def _write_pair(x: int, y: int) -> str:
    return f"{x / 10:g} {y / 10:g}".replace(" -", "-")


def fit_window(
    positions: Sequence[Position], *, width: float, least: float, most: float, smallest: float
) -> Projection:
    """Return the picture of all positions, so wide and between `least` and `most` high.

    It is centred on the positions, on whichever side of the antimeridian they are, and shows at
    least `smallest` degrees from west to east.
    """
    west, east = _find_span([longitude for longitude, _ in positions])
    low = stretch(min(latitude for _, latitude in positions))
    high = stretch(max(latitude for _, latitude in positions))
    wide = max((east - west) * 1.16, (high - low) * 1.16 * width / most, smallest)
    wide = min(wide, 360.0)
    high_range = min(max((high - low) * 1.16, wide * least / width), wide * most / width)
    middle_x, middle_y = (west + east) / 2, (low + high) / 2
    limit = stretch(_NORTHERNMOST)
    top = min(middle_y + high_range / 2, limit)
    foot = max(top - high_range, -limit)
    top = min(foot + high_range, limit)
    window = Window(middle_x - wide / 2, shrink(foot), middle_x + wide / 2, shrink(top))
    return Projection(window, width, round(width * (top - foot) / wide, 1))


def _find_span(longitudes: Sequence[float]) -> tuple[float, float]:
    """Return the shortest span that has all longitudes: around the widest gap between them."""
    found = sorted({longitude % 360 for longitude in longitudes})
    gaps = [(b - a, b) for a, b in pairwise(found)]
    gaps.append((found[0] + 360 - found[-1], found[0]))
    _, west = max(gaps)
    east = max((longitude - west) % 360 for longitude in found) + west
    turn = 360 if (west + east) / 2 > 180 else 0
    return west - turn, east - turn
