"""Write out examples of XML, in `egXML`, so that readers see their tags; and find those set off.

What an `egXML` held is kept in a stamp, from which `strip_stamps` restores it.
"""

from __future__ import annotations

import copy
import textwrap
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.source.stamps import DISPLAYED, keep
from tei_edition.tei import SOURCE_NS, local, raw_text, tei

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXAMPLE = "{http://www.tei-c.org/ns/Examples}egXML"
# In running text an example is part of the line, unless it has several lines itself.
_LINES = frozenset({"ab", "cell", "head", "item", "l", "note", "p", "q", "quote", "seg"})


def write_out_examples(root: etree._Element) -> bool:
    """Give each example its markup as text, in place; return whether there is any."""
    found = list(_list_examples(root))
    for example in found:
        text = _write(example) if len(example) else raw_text(example)
        text = textwrap.dedent(text.strip("\n")).strip()
        keep(example)
        for child in list(example):
            example.remove(child)
        example.text = text
        parent = example.getparent()
        if "\n" in text or (parent is not None and local(parent.tag) not in _LINES):
            example.set(DISPLAYED, "")
    return bool(found)


def _list_examples(root: etree._Element) -> Iterator[etree._Element]:
    """Yield examples that are in no other example."""
    for example in root.iter(_EXAMPLE, tei("eg")):
        if next(example.iterancestors(_EXAMPLE, tei("eg")), None) is None:
            yield example


def _write(example: etree._Element) -> str:
    """Return what is within an example as it is written, without our stamps."""
    inner = copy.deepcopy(example)
    inner.tail = None
    for element in inner.iter(etree.Element):
        for name in [n for n in element.attrib if str(n).startswith(f"{{{SOURCE_NS}}}")]:
            del element.attrib[name]
    etree.cleanup_namespaces(inner)
    written = etree.tostring(inner, encoding="unicode")
    return written[written.index(">") + 1 : written.rindex("</")]
