"""A picture of a network: where its nodes are, by forces between them, the same on any machine.

Only sums, products and square roots are computed: what IEEE 754 fixes to the last bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Place = tuple[float, float]

_STEPS = 300
# Cosine and sine of the golden angle: nodes begin on a spiral, where none is upon another.
_COS, _SIN = -0.7373688780783197, 0.6754902942615238
# How far a node may move at first, as a share of the width, and how strongly all are drawn to the
# middle, so that parts without a link to each other stay together.
_FIRST_STEP, _GRAVITY = 0.1, 0.12


def lay_out(
    nodes: Sequence[str], weights: Mapping[tuple[str, str], int], width: float, height: float
) -> dict[str, Place]:
    """Return a place in a picture of that size for each node, the heaviest named first.

    Linked nodes attract each other (`weights`), all others repel (Fruchterman and Reingold 1991).
    """
    places = _spread(len(nodes))
    numbers = {node: number for number, node in enumerate(nodes)}
    most = max(weights.values(), default=1)
    links = [
        (numbers[a], numbers[b], math.sqrt(weight / most))
        for (a, b), weight in sorted(weights.items())
        if a in numbers and b in numbers
    ]
    near = math.sqrt(1.0 / max(len(nodes), 1))
    for step in range(_STEPS):
        reach = _FIRST_STEP * (1 - step / _STEPS)
        _move(places, links, near, reach)
    return dict(zip(nodes, _fit(places, width, height), strict=True))


def _spread(number: int) -> list[list[float]]:
    x, y = 1.0, 0.0
    found = []
    for place in range(number):
        radius = math.sqrt((place + 0.5) / max(number, 1)) / 2
        found.append([x * radius, y * radius])
        x, y = x * _COS - y * _SIN, x * _SIN + y * _COS
    return found


def _move(
    places: list[list[float]],
    links: Sequence[tuple[int, int, float]],
    near: float,
    reach: float,
) -> None:
    """Let the forces work once; no node moves further than `reach`."""
    number = len(places)
    forces = [[-_GRAVITY * x, -_GRAVITY * y] for x, y in places]
    for one in range(number):
        x, y = places[one]
        for other in range(one + 1, number):
            dx, dy = x - places[other][0], y - places[other][1]
            push = near * near / max(dx * dx + dy * dy, 1e-6)
            forces[one][0] += dx * push
            forces[one][1] += dy * push
            forces[other][0] -= dx * push
            forces[other][1] -= dy * push
    for one, other, strength in links:
        dx, dy = places[one][0] - places[other][0], places[one][1] - places[other][1]
        pull = math.sqrt(dx * dx + dy * dy) / near * strength * 0.25
        forces[one][0] -= dx * pull
        forces[one][1] -= dy * pull
        forces[other][0] += dx * pull
        forces[other][1] += dy * pull
    for place, (dx, dy) in zip(places, forces, strict=True):
        length = math.sqrt(dx * dx + dy * dy)
        share = min(length, reach) / length if length else 0.0
        place[0] += dx * share
        place[1] += dy * share


def _fit(places: Sequence[Sequence[float]], width: float, height: float) -> list[Place]:
    """Fill the picture in both directions."""

    def scale(values: Sequence[float], size: float) -> list[float]:
        low, high = min(values, default=0.0), max(values, default=0.0)
        span = high - low
        return [round((v - low) / span * size if span else size / 2, 1) for v in values]

    xs, ys = scale([x for x, _ in places], width), scale([y for _, y in places], height)
    return list(zip(xs, ys, strict=True))
