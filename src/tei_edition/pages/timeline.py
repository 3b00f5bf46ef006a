"""The diagram of the chronology: how many datings each year or month has, and longer periods.

It says nothing that the table beside it does not say, and holds no link: it is an image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.dating.calendars import Day, day_number, format_day, from_number
from tei_edition.pages.fact_xml import make_element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

Span = tuple[int | None, int | None]

# Units of length, in those of the picture.
_WIDTH, _HEIGHT, _MARGIN = 720, 120, 12
_LANE, _LANES, _AXIS = 8, 12, 24
_MOST_COLUMNS, _MOST_LABELS, _LETTER = 60, 6, 7


class _Scale(NamedTuple):
    """Columns of equal meaning, side by side: the first day of each, and of what follows."""

    starts: Sequence[int]
    depth: int  # what a label names: 1 a year, 2 a month, 3 a day

    def find_column(self, number: int) -> int:
        low, high = 0, len(self.starts) - 2
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.starts[middle] <= number else (low, middle - 1)
        return low

    def place(self, number: int) -> float:
        share = (number - self.starts[0]) / (self.starts[-1] - self.starts[0])
        return _MARGIN + share * (_WIDTH - 2 * _MARGIN)


def draw_timeline(spans: Sequence[Span], language: str) -> etree._Element:
    """Return the picture of spans of Julian day numbers, as a fact that the stylesheets write down.

    Whatever fits in a column is counted in it; what is longer is a line below, as many as there
    is room for. `spans` must have two bounds at least among them.
    """
    bounds = [number for span in spans for number in span if number is not None]
    scale = _choose_scale(min(bounds), max(bounds))
    counts = [0] * (len(scale.starts) - 1)
    lines: list[Span] = []
    for first, last in spans:
        if first is not None and last is not None:
            column = scale.find_column(first)
            if column == scale.find_column(last):
                counts[column] += 1
                continue
        lines.append((first, last))
    lanes = list(_pack(dict.fromkeys(lines), scale))
    left_out = len(set(lines)) - len(lanes)
    depth = max((lane for lane, _, _ in lanes), default=-1) + 1
    height = _HEIGHT + _AXIS + depth * _LANE
    most = max(counts)
    picture = make_element(
        "picture", width=str(_WIDTH), height=str(height), first=_label(scale, 0, language),
        last=_label(scale, len(counts) - 1, language), number=str(len(spans)),
        peak=_label(scale, counts.index(most), language) if most else "", most=str(most),
        unshown=str(left_out),
    )  # fmt: skip
    for column, count in enumerate(counts):
        if count:
            _draw_column(picture, scale, column, count / most, count, language)
    _draw_axis(picture, scale, language)
    for lane, start, end in lanes:
        top = _HEIGHT + _AXIS + lane * _LANE
        _shape(picture, "rect", x=start, y=top, width=max(end - start, 2), height=_LANE - 4,
               class_name="span")  # fmt: skip
    return picture


def _choose_scale(first: int, last: int) -> _Scale:
    start, end = from_number(first), from_number(last)
    for depth, size in ((3, 1), (2, 1), (1, 1), (1, 10), (1, 100), (1, 1000)):
        starts = list(_list_starts(start, end, depth, size))
        if len(starts) <= _MOST_COLUMNS + 1:
            return _Scale(starts, depth)
    step = (end.year - start.year) // _MOST_COLUMNS + 1
    return _Scale(list(_list_starts(start, end, 1, step)), 1)


def _list_starts(start: Day, end: Day, depth: int, size: int) -> Iterator[int]:
    """Yield the first day of each unit from that of `start` to the one after that of `end`."""
    if depth == 3:
        first = day_number(start)
        length = day_number(end) + 2 - first
        yield from range(first, first + min(length, _MOST_COLUMNS + 2))
        return
    per_year = 12 if depth == 2 else 1
    unit = start.year * per_year + (start.month - 1 if depth == 2 else 0)
    stop = end.year * per_year + (end.month - 1 if depth == 2 else 0)
    unit -= unit % size
    for _ in range(_MOST_COLUMNS + 2):
        yield day_number(Day(unit // per_year, unit % per_year + 1, 1))
        if unit > stop:
            return
        unit += size


def _pack(spans: Iterable[Span], scale: _Scale) -> Iterator[tuple[int, float, float]]:
    """Lines in lanes where they do not touch, the earliest uppermost; open ends reach the edge."""
    ends: list[float] = []
    placed = sorted(
        (
            scale.place(scale.starts[0] if first is None else first),
            scale.place(scale.starts[-1] if last is None else last + 1),
        )
        for first, last in spans
    )
    for start, end in placed:
        lane = next((n for n, reached in enumerate(ends) if reached + 4 <= start), len(ends))
        if lane == _LANES:
            continue
        ends[lane : lane + 1] = [end]
        yield lane, start, end


def _draw_column(
    picture: etree._Element, scale: _Scale, column: int, share: float, count: int, language: str
) -> None:
    left, right = scale.place(scale.starts[column]), scale.place(scale.starts[column + 1])
    size = max(share * (_HEIGHT - _MARGIN), 2)
    width = min(right - left - 1, 24)
    _shape(
        picture, "rect", x=(left + right - width) / 2, y=_HEIGHT - size, width=width, height=size,
        class_name="count", label=f"{_label(scale, column, language)}: {count}",
    )  # fmt: skip


def _draw_axis(picture: etree._Element, scale: _Scale, language: str) -> None:
    _shape(picture, "rect", x=_MARGIN, y=_HEIGHT, width=_WIDTH - 2 * _MARGIN, height=1,
           class_name="axis")  # fmt: skip
    columns = len(scale.starts) - 1
    step = -(-columns // _MOST_LABELS)
    for column in range(0, columns, step):
        x = scale.place(scale.starts[column])
        _shape(picture, "rect", x=x, y=_HEIGHT, width=1, height=4, class_name="axis")
        label = _label(scale, column, language)
        # A label that would not fit is left out: the edge of the picture would cut it.
        if not column or x + len(label) * _LETTER <= _WIDTH:
            _shape(picture, "text", x=x, y=_HEIGHT + 17, text=label)


def _label(scale: _Scale, column: int, language: str) -> str:
    day = from_number(scale.starts[column])
    return format_day(Day(*day[: scale.depth]), language)


def _shape(
    picture: etree._Element, kind: str, *, class_name: str = "", label: str = "", text: str = "",
    **numbers: float,
) -> None:  # fmt: skip
    attributes = {name: f"{number:.6g}" for name, number in numbers.items()}
    words = {"class": class_name, "label": label, "text": text}
    attributes |= {name: value for name, value in words.items() if value}
    make_element("shape", picture, kind=kind, **attributes)
