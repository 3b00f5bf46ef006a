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


def _leave(element: WrittenElement) -> WrittenElement:
    """Return what is left with an element: itself, or the choice of which it is a side."""
    parent = element.parent
    is_side = parent is not None and parent.name == "choice" and element.name in _SIDE_NAMES
    return parent if is_side and parent is not None else element


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
            begin, first = _leave(first).start, _leave(first).parent or first
        else:
            if stop != last.inner_end or last.parent is None:
                return Placement(begin, stop, last, f"it crosses <{last.name}>")
            stop, last = _leave(last).end, _leave(last).parent or last
    frame = first
    while frame.parent is not None and (begin, stop) == (frame.inner_start, frame.inner_end):
        whole = _leave(frame)
        if whole is frame and permission.allows(frame.name, element):
            break
        begin, stop, frame = whole.start, whole.end, whole.parent or whole
    if not permission.allows(frame.name, element):
        return Placement(begin, stop, frame, f"<{element}> is not allowed in <{frame.name}>")
    return Placement(begin, stop, frame)
