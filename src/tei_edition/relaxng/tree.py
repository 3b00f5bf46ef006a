"""A document judged that is a tree already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.relaxng.judge import Judge
from tei_edition.relaxng.names import XML_NS
from tei_edition.relaxng.pattern import TooManyError

if TYPE_CHECKING:
    from tei_edition.problems import Location, Problem
    from tei_edition.relaxng.schema import Schema

# The place of an element's start tag, or of one of its attributes, as it is named in the tree.
Locate = Callable[[etree._Element, str], "Location"]


def judge_tree(
    schema: Schema, root: etree._Element, locate: Locate, *, ignored: str = ""
) -> list[Problem]:
    """Return what is wrong with a tree by a schema.

    `locate` is given an element and the name of an attribute, empty for the element itself;
    attributes in the namespace `ignored` are not judged.
    """
    return _Walk(schema, locate, ignored).run(root)


class _Walk:
    """Gives the events of a tree to a judge; used once. A mark is an element."""

    def __init__(self, schema: Schema, locate: Locate, ignored: str) -> None:
        self.locate = locate
        self.ignored = f"{{{ignored}}}" if ignored else "\0"
        self.judge = Judge(schema, self)
        self.current: etree._Element | None = None
        self.judge.context.namespaces = _Prefixes(self)

    def run(self, root: etree._Element) -> list[Problem]:
        try:
            return self.walk(root)
        except TooManyError:
            return self.judge.give_up(root if self.current is None else self.current)

    def walk(self, root: etree._Element) -> list[Problem]:
        judge = self.judge
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self.current = node
                judge.start(_name(str(node.tag)), self.list_attributes(node))
                self.add_text(node.text)
                continue
            if event == "end":
                self.current = node
                judge.end()
            if node is not root:
                self.add_text(node.tail)
        return judge.finish()

    def add_text(self, text: str | None) -> None:
        if text and not self.judge.skipping:
            self.judge.text.append(text)

    def list_attributes(self, node: etree._Element) -> list[str]:
        found: list[str] = []
        for key, value in node.attrib.items():
            name = str(key)
            if not name.startswith(self.ignored):
                found += (_name(name), str(value))
        return found

    # Places

    def mark(self) -> etree._Element | None:
        """Return the element of the event."""
        return self.current

    def locate_tag(self, mark: etree._Element) -> Location:
        """Return the place of an element."""
        return self.locate(mark, "")

    def locate_attribute(self, mark: etree._Element, index: int, name: str) -> Location:  # noqa: ARG002
        """Return the place of an attribute."""
        return self.locate(mark, f"{{{name}" if "}" in name else name)

    def count_children(self) -> Counter[tuple[str, str]]:
        """By another walk over the tree: few documents need it."""
        assert self.current is not None
        elements = self.current.getroottree().getroot().iter(etree.Element)
        parents = ((node.getparent(), node) for node in elements)
        return Counter(
            ("" if parent is None else _name(str(parent.tag)), _name(str(node.tag)))
            for parent, node in parents
        )

    def locate_text(self, mark: etree._Element, *, is_end: bool) -> Location:
        """Return the place of the element that text follows or is in."""
        parent = mark.getparent() if is_end else None
        return self.locate(mark if parent is None else parent, "")


class _Prefixes(Mapping[str, str]):
    """The namespaces declared where the walk is, looked up only when they are asked for."""

    def __init__(self, walk: _Walk) -> None:
        self.walk = walk

    def _find(self) -> dict[str, str]:
        current = self.walk.current
        known = {} if current is None else {p or "": uri for p, uri in current.nsmap.items()}
        return {"xml": XML_NS, **known}

    def __getitem__(self, prefix: str) -> str:
        return self._find()[prefix]

    def __iter__(self) -> Iterator[str]:
        return iter(self._find())

    def __len__(self) -> int:
        return len(self._find())


def _name(tag: str) -> str:
    return tag[1:] if tag[0] == "{" else tag
