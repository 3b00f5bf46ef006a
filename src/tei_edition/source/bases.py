"""Resolve `xml:base`, the address to which pointers are relative, once for a whole file.

What reads the tree afterwards need not know of it: pointers are there as they are meant (XML
Base; TEI Guidelines, the attribute's own definition). `#id` always means the file itself.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from tei_edition.runtime.urls import join_url, split_url
from tei_edition.tei import XML_BASE, is_pointing, local

if TYPE_CHECKING:
    from lxml import etree

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What is not an address, though it may lead somewhere.
_NO_ADDRESS = frozenset({"key", "wit"})


def resolve_bases(root: etree._Element, file: str) -> None:
    """Rewrite the pointers below each `xml:base` relative to the file, and remove the attribute.

    A base that ends in the name of the file is the file's own published address: its pointers lead
    to the files beside it, both here and there.
    """
    for top in [element for element in root.iter("*") if element.get(XML_BASE) is not None]:
        base = _find_base(top, file)
        if not base:
            continue
        for element in _list_concerned(top):
            for key, value in element.attrib.items():
                name = str(key)
                if is_pointing(local(element.tag), name) and name not in _NO_ADDRESS:
                    element.set(name, " ".join(_resolve(v, base) for v in str(value).split()))
    for element in root.iter("*"):
        if element.get(XML_BASE) is not None:
            del element.attrib[XML_BASE]


def _find_base(element: etree._Element, file: str) -> str:
    """Return the base that holds at an element; empty if it is the place of the file itself."""
    base = ""
    for holder in (*reversed(list(element.iterancestors())), element):
        given = holder.get(XML_BASE, "").strip()
        if given and posixpath.basename(split_url(given).path) != posixpath.basename(file):
            base = _join(base, given)
    return base


def _list_concerned(top: etree._Element) -> list[etree._Element]:
    """Return an element and all below it, without those that have a separate base."""
    found, waiting = [], [top]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or (
            element is not top and element.get(XML_BASE) is not None
        ):
            continue
        found.append(element)
        waiting.extend(element)
    return found


def _resolve(pointer: str, base: str) -> str:
    is_own = pointer.startswith("#") or _SCHEME.match(pointer)
    return pointer if is_own else _join(base, pointer)


def _join(base: str, path: str) -> str:
    """Return an address resolved against another; either may be a path."""
    if _SCHEME.match(base) or _SCHEME.match(path) or base.startswith("//"):
        return join_url(base, path)
    return path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
