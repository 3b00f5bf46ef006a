"""Resolve pointers that are relative to an xml:base (TEI Guidelines, section 16.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tei_edition.runtime.urls import join_url
from tei_edition.source.stamps import BASED
from tei_edition.tei import XML_NS, is_pointing, local

if TYPE_CHECKING:
    from lxml import etree

_BASE = f"{{{XML_NS}}}base"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def write_out_bases(root: etree._Element) -> bool:
    """Write out the relative pointers below each xml:base, in place; whether there are any."""
    if not any(element.get(_BASE) for element in root.iter("*")):
        return False
    return _visit(root, "")


def _visit(element: etree._Element, base: str) -> bool:
    base = join_url(base, element.get(_BASE, "").strip())
    changed = False
    items = [(str(name), str(value)) for name, value in element.items()] if base else []
    for name, value in items:
        if not is_pointing(local(element.tag), name) or name == "key":
            continue
        written = " ".join(_write_out(pointer, base) for pointer in value.split())
        if written != " ".join(value.split()):
            element.set(BASED, f"{element.get(BASED, '')}{name}={value}\n")
            element.set(name, written)
            changed = True
    inner = [_visit(child, base) for child in element if isinstance(child.tag, str)]
    return changed or any(inner)


def _write_out(pointer: str, base: str) -> str:
    """Return a pointer from its base.

    One into the same document, or a bare name, has no base.
    """
    is_path = any(sign in pointer for sign in "./#") and not pointer.startswith("#")
    return join_url(base, pointer) if is_path and not _SCHEME.match(pointer) else pointer
