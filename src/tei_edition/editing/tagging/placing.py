"""Where the tags around words can be: both in one element that may hold the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tei_edition.reader.reading_text import SIDES
from tei_edition.tei import TEI_NS

if TYPE_CHECKING:
    from tei_edition.editing.tagging.frames import WrittenElement
    from tei_edition.relaxng import Schema

_SIDE_NAMES = {name for _, on, off in SIDES for name in (on, off)}


class Placement(NamedTuple):
    """The places of the tags, and the element that holds them; or what prevents them."""

    start: int
    end: int
    frame: WrittenElement
    trouble: str = ""


class Permission:
    """Which elements a schema allows within which; without a schema, all."""

    def __init__(self, schema: Schema | None) -> None:
        self._schema = schema
        self._known: dict[tuple[str, str], bool] = {}

    def allows(self, parent: str, child: str) -> bool:
        """Whether an element of TEI with words may hold another."""
        if self._schema is None:
            return True
        if (parent, child) not in self._known:
            from tei_edition.relaxng.completion import may_hold

            names = f"{TEI_NS}}}{parent}", f"{TEI_NS}}}{child}"
            self._known[parent, child] = may_hold(self._schema, *names)
        return self._known[parent, child]


def place(
    start: tuple[int, WrittenElement],
    end: tuple[int, WrittenElement],
    element: str,
    permission: Permission,
) -> Placement:
    """Return where the tags of a new element can be, so that all elements nest.

    An element whose words begin or end with those to be marked up is included as a whole. So is a
    choice of which they are a whole side.
    """
    (begin, first), (stop, last) = start, end
    while first is not last:
        if first.depth >= last.depth:
            if begin != first.inner_start or first.parent is None:
                return Placement(begin, stop, first, f"it crosses <{first.name}>")
            begin, first = first.start, first.parent
        else:
            if stop != last.inner_end or last.parent is None:
                return Placement(begin, stop, last, f"it crosses <{last.name}>")
            stop, last = last.end, last.parent
    frame = first
    while frame.parent is not None and (begin, stop) == (frame.inner_start, frame.inner_end):
        if frame.name in _SIDE_NAMES and frame.parent.name == "choice":
            frame = frame.parent
        elif permission.allows(frame.name, element):
            break
        begin, stop, frame = frame.start, frame.end, frame.parent or frame
    if not permission.allows(frame.name, element):
        return Placement(begin, stop, frame, f"<{element}> is not allowed in <{frame.name}>")
    return Placement(begin, stop, frame)
