"""XInclude: include parts of a file from other files in the edition's folder.

XInclude 1.0 with `parse`, `xpointer` as a plain identifier, and fallbacks.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec
from lxml import etree

from tei_edition.problems import problem
from tei_edition.runtime.boundary import is_circle
from tei_edition.runtime.files import real_path
from tei_edition.source.decoding import decode_file
from tei_edition.source.faults import FaultError, make_fault
from tei_edition.source.line_index import relative_name, split_lines
from tei_edition.source.parsing import parse
from tei_edition.source.stamps import FILE, locate
from tei_edition.tei import XML_ID

if TYPE_CHECKING:
    from pathlib import Path

    from tei_edition.problems import Ignored

XI_NS = "http://www.w3.org/2001/XInclude"
_INCLUDE = f"{{{XI_NS}}}include"
_FALLBACK = f"{{{XI_NS}}}fallback"

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The same file included more often than this, through others, is no edition; nor are files that
# come to ten times their size, as with entities, or to more than this because they are repeated.
_MOST_INCLUDES = 100
_GROWTH, _GROWTH_FREE, _MOST_REPEATED = 10, 1_000_000, 100_000_000


class Inclusions(Counter["Path"]):
    """How often each file is named, and how much text these include, and have, in characters."""

    brought = 0
    own = 0

    def add(self, path: Path, size: int) -> bool:
        """Note that the text of a file is included; False if that is too much."""
        self.brought += size
        if self[path] == 1:
            self.own += size
        room = min(_GROWTH * self.own + _GROWTH_FREE, self.own + _MOST_REPEATED)
        return self.brought <= room


def include(
    root: etree._Element,
    path: Path,
    folder: Path,
    chain: tuple[Path, ...],
    included: Inclusions,
    ignored: list[Ignored],
) -> None:
    """Carry out the XIncludes below `root`, a file's root (XInclude 1.0, parse, xpointer as id).

    Adds to `included` the files that are named, to `ignored` what they say is to be ignored.
    """
    for element in list(root.iter(_INCLUDE)):
        if any(ancestor.tag == _FALLBACK for ancestor in element.iterancestors()):
            continue  # of a file that was found, or not looked for yet
        where = locate(element)
        try:
            _include_one(element, path, folder, chain, included, ignored)
        except FaultError as end:
            fallback = element.find(_FALLBACK)
            # A fallback stands for a file that cannot be had, not for a fault in one that can.
            is_missing = end.fault.location == where or end.fault.code == "xml-unreadable"
            if fallback is not None and is_missing:
                _replace(element, fallback.text or "", list(fallback))
                continue
            if end.fault.location.file == where.file:
                raise
            related = (*end.fault.related, where)
            raise FaultError(msgspec.structs.replace(end.fault, related=related)) from None


def _include_one(  # noqa: C901 - each way to fail is one
    element: etree._Element,
    path: Path,
    folder: Path,
    chain: tuple[Path, ...],
    included: Inclusions,
    ignored: list[Ignored],
) -> None:
    where = locate(element)

    def refuse(message: str, hint: str = "") -> FaultError:
        return make_fault("xinclude-failed", message, where.file, where.line, where.column, hint)

    href = element.get("href", "")
    if not href:
        raise refuse("the xi:include has no href", "name the file to include")
    target = _resolve(path.parent / unquote(href))
    if target is not None:
        if not target.is_relative_to(real_path(folder)):
            raise refuse(f'"{href}" is outside the edition\'s folder, and is not read')
        included[target] += 1
    if is_circle(path.parent / unquote(href)):
        raise refuse(f'"{href}" is a link that leads back to itself', "remove the link")
    if target is None or not target.is_file():
        raise refuse(f'there is no file "{href}"', "the path is relative to this file's folder")
    if target in chain:
        raise refuse(f'"{href}" includes itself, through this file')
    if included[target] > _MOST_INCLUDES:
        raise refuse(f'"{href}" is included more than {_MOST_INCLUDES} times')
    name = relative_name(target, real_path(folder))
    text = decode_file(target, name)
    if not included.add(target, len(text)):
        raise refuse(
            f'with "{href}", the repeated inclusions exceed the limit',
            "include each file once",
        )
    if element.get("parse", "xml") == "text":
        if _CONTROL.search(text):
            raise refuse(f'"{href}" has a control character, which XML does not allow')
        _replace(element, "\n".join(split_lines(text)), [])
        return
    root, told = parse(text, name)
    ignored.extend(told)
    include(root, target, folder, (*chain, target), included, ignored)
    part = root
    if pointer := element.get("xpointer"):
        found = next((e for e in root.iter(etree.Element) if e.get(XML_ID) == pointer), None)
        if found is None:
            raise refuse(
                f'"{href}" has no element with xml:id "{pointer}"',
                "only plain identifiers of XPointer are supported",
            )
        part = found
        part.set(FILE, locate(part).file)
        part.tail = None  # what is after it is not part of it
    _replace(element, "", [part])


def _resolve(path: Path) -> Path | None:
    """Where a path leads; None for one that no file can have."""
    try:
        path = real_path(path)
        path.is_file()
    except (OSError, RuntimeError, ValueError):  # a name too long, links in a circle, a NUL
        return None
    return path


def _replace(element: etree._Element, text: str, nodes: list[etree._Element]) -> None:
    """Put text and nodes instead of an element, whose tail stays."""
    parent = element.getparent()
    if parent is None:
        raise FaultError(problem("xinclude-failed", "the root is an xi:include", locate(element)))
    tail = element.tail or ""
    index = parent.index(element)
    parent.remove(element)
    if index:
        previous = parent[index - 1]
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    for offset, node in enumerate(nodes):
        parent.insert(index + offset, node)
    if nodes:
        nodes[-1].tail = (nodes[-1].tail or "") + tail
    elif index:
        previous = parent[index - 1]
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
