"""The elements of a document that may be ill-formed, with the places of their tags."""

from __future__ import annotations

from typing import NamedTuple

from tei_edition.source.markup import read_attributes, scan_markup


class OutlineNode(NamedTuple):
    """An element: its start tag from `start` to `inner`, its end tag from `close` to `end`.

    Of an empty tag `inner`, `close` and `end` are one place. `outer` is the number of the element
    around it, -1 for none.
    """

    name: str
    start: int
    inner: int
    close: int
    end: int
    outer: int
    written: str

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes as they are written."""
        return dict(read_attributes(self.written))

    @property
    def is_empty(self) -> bool:
        """Whether the element is one tag."""
        return self.inner == self.end


class Outline:
    """The elements of a text in the order of their start tags.

    One without an end tag ends where the element around it does.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes: list[OutlineNode] = []
        opened: list[int] = []
        names: dict[str, int] = {}
        for found in scan_markup(text):
            if name := found["opened"]:
                outer = opened[-1] if opened else -1
                end = found.end()
                if not found["slash"]:
                    opened.append(len(self.nodes))
                    names[name] = names.get(name, 0) + 1
                self.nodes.append(
                    OutlineNode(name, found.start(), end, end, end, outer, found["attributes"])
                )
            elif (name := found["closed"]) and names.get(name):
                while True:
                    number = opened.pop()
                    node = self.nodes[number]
                    names[node.name] -= 1
                    is_found = node.name == name
                    end = found.end() if is_found else found.start()
                    self.nodes[number] = node._replace(close=found.start(), end=end)
                    if is_found:
                        break
        for number in opened:
            self.nodes[number] = self.nodes[number]._replace(close=len(text), end=len(text))
        self._open = set(opened)

    def find_around(self, offset: int) -> list[OutlineNode]:
        """Return the elements around a place, the outermost first."""
        found: list[OutlineNode] = []
        limit = -1
        for number, node in enumerate(self.nodes):
            if node.start >= offset:
                break
            if node.outer == limit and offset < node.end:
                found.append(node)
                limit = number
        return found

    def find_pair(self, offset: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Return the places of the names in both tags of an element; in one of them is a place."""
        for number, node in enumerate(self.nodes):
            if node.start > offset:
                break
            first = node.start + 1, node.start + 1 + len(node.name)
            last = node.close + 2, node.close + 2 + len(node.name)
            is_closed = self.text.startswith(f"</{node.name}", node.close)
            is_here = first[0] <= offset <= first[1] or last[0] <= offset <= last[1]
            if is_here and not node.is_empty and is_closed and number not in self._open:
                return first, last
        return None
