"""Names beside the circles of a picture, where there is room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# The width of a letter and the height of a line, in units of the picture, and what is left free at
# its edges: capitals are wider.
_LETTER, _LINE = 7.6, 16.0
_EDGE = 12.0
_LONGEST = 28


class Labelled(NamedTuple):
    """A circle by its centre and radius, and its name; one without a name is only in the way."""

    x: float
    y: float
    radius: float
    name: str


class PlacedLabel(NamedTuple):
    """A name at the place where it begins."""

    text: str
    x: float
    y: float


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def place_labels(circles: Sequence[Labelled], width: float, height: float) -> list[PlacedLabel]:
    """Return the names that have room, those of the first circles first.

    A name is to the right of its circle, or to its left, above or below it, and covers no circle
    and no other name.
    """
    frame = _Box(_EDGE, 0, width - _EDGE, height)
    taken = [_Box(c.x - c.radius, c.y - c.radius, c.x + c.radius, c.y + c.radius) for c in circles]
    placed = []
    for circle in circles:
        text = circle.name if len(circle.name) <= _LONGEST else f"{circle.name[: _LONGEST - 1]}…"
        wide, gap = len(text) * _LETTER, circle.radius + 3
        for x, y in (
            (circle.x + gap, circle.y + 5), (circle.x - gap - wide, circle.y + 5),
            (circle.x - wide / 2, circle.y - gap),
            (circle.x - wide / 2, circle.y + gap + _LINE - 4),
        ):  # fmt: skip
            box = _Box(x, y - _LINE + 4, x + wide, y + 4)
            if text and _holds(frame, box) and not any(box.meets(other) for other in taken):
                taken.append(box)
                placed.append(PlacedLabel(text, x, y))
                break
    return placed


def _holds(frame: _Box, box: _Box) -> bool:
    return (
        box.left >= frame.left
        and box.right <= frame.right
        and box.top >= frame.top
        and box.bottom <= frame.bottom
    )
