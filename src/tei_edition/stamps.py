"""The stamps that a source's elements carry: where each stands, and its anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tei_edition.problems import Location
from tei_edition.tei import SOURCE_NS

if TYPE_CHECKING:
    from lxml import etree

POS = f"{{{SOURCE_NS}}}pos"
FILE = f"{{{SOURCE_NS}}}file"
ANCHOR = f"{{{SOURCE_NS}}}anchor"
_PREFIX = f"{{{SOURCE_NS}}}"


def locate(element: etree._Element) -> Location:
    """Where the start tag of a stamped element stands."""
    line, _, column = element.get(POS, "1:1").partition(":")
    file = element.get(FILE)
    if file is None:
        found = (ancestor.get(FILE) for ancestor in element.iterancestors())
        file = next((name for name in found if name is not None), "")
    return Location(file, int(line), int(column))


def strip_stamps(root: etree._Element) -> None:
    """Take every stamp off a tree, in place."""
    for element in root.iter("*"):
        for name in [n for n in element.attrib if str(n).startswith(_PREFIX)]:
            del element.attrib[name]
