"""Insert an apparatus from a separate file into the tree of its text."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.reader.apparatus.elements import list_apps
from tei_edition.reader.reading_text import find_text_file
from tei_edition.source.stamps import ANCHOR, FILE, locate
from tei_edition.tei import XML_ID, tei

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tei_edition.source import Source


def join_apparatus(source: Source, others: Iterable[Source]) -> None:
    """Add to a source's tree the entries of other files that are about its text.

    They are in a `standOff` at the end, in lists that keep their attributes. Their stamps tell
    where they are in their own file; their anchors are made anew from those and its name. The
    source must have a tree.
    """
    assert source.root is not None
    taken = {element.get(ANCHOR, "") for element in source.root.iter(tei("*"))}
    holder = etree.SubElement(source.root, tei("standOff"))
    for other in others:
        lists: dict[etree._Element | None, etree._Element] = {}
        for app in list_apps(other.root) if other.root is not None else ():
            if find_text_file(app) != source.file:
                continue
            above = next(app.iterancestors(tei("listApp")), None)
            if above not in lists:
                lists[above] = etree.SubElement(holder, tei("listApp"))
                for name, value in above.items() if above is not None else ():
                    if name != XML_ID:
                        lists[above].set(name, value)
                lists[above].set(FILE, locate(app).file)
            copy = deepcopy(app)
            copy.tail = None
            lists[above].append(copy)
        for element in (e for joined in lists.values() for e in joined.iter(tei("*"))):
            if (anchor := element.get(ANCHOR)) is not None:
                element.set(ANCHOR, _free(f"{other.path.stem}.{anchor}", taken))


def _free(anchor: str, taken: set[str]) -> str:
    anchor = "".join(char if char.isalnum() or char in ".-_" else "-" for char in anchor)
    number, found = 1, anchor
    while found in taken:
        number += 1
        found = f"{anchor}-{number}"
    taken.add(found)
    return found
