"""Rewrite in a DOCX what pandoc would drop in silence, and say what cannot be kept.

Words are only moved: those of text boxes follow the paragraph at which the box is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tei_edition.editing.importing.inlines import PageMarks

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_BREAKS = {"cr": "br", "ptab": "tab"}
_OFF = frozenset({"0", "false", "off"})
# What is said of one, and of several.
_TOLD = {
    "altChunk": ("an embedded document was left out", "{} embedded documents were left out"),
    "txbxContent": (
        "a text box: its words follow the paragraph at which it is",
        "{} text boxes: their words follow the paragraphs at which they are",
    ),
    "vanish": (
        "a passage is hidden in Word; it was imported",
        "{} passages are hidden in Word; they were imported",
    ),
    "ruby": (
        "a ruby: its reading follows the words",
        "{} rubies: their readings follow the words",
    ),
    "mark": (
        "a tracked change of a paragraph mark or a row was not kept",
        "{} tracked changes of paragraph marks or rows were not kept",
    ),
}
_CHANGED = frozenset({"ins", "del"})
_MARKED = frozenset({"rPr", "trPr"})


def prepare(root: etree._Element, marks: PageMarks) -> list[str]:
    """Rewrite the tree of a document's text, and return what its editor should know."""
    counts: Counter[str] = Counter()
    for element in list(_list_named(root, "txbxContent")):
        if not _is_within(element, "Fallback") and not _is_within(element, "txbxContent"):
            _move_box(element)
            counts["txbxContent"] += 1
    for element in list(_list_named(root, "fldSimple")):
        _unwrap(element, list(element))
    for element in list(_list_named(root, "ruby")):
        _unwrap_ruby(element)
        counts["ruby"] += 1
    for name, new in _BREAKS.items():
        for element in _list_named(root, name):
            element.tag = f"{{{_space(element)}}}{new}"
    for element in root.iter():
        name = local_name(element)
        if name == "altChunk" or (name == "vanish" and get_value(element, "val") not in _OFF):
            counts[name] += 1
        elif name in _CHANGED and local_name(_parent(element)) in _MARKED:
            counts["mark"] += 1
    _mark_pages(root, marks)
    return [
        (one if counts[kind] == 1 else several.format(counts[kind]))
        for kind, (one, several) in _TOLD.items()
        if counts[kind]
    ]


def get_value(element: etree._Element, name: str) -> str:
    """Return an attribute of WordprocessingML; empty if there is none."""
    return element.get(f"{{{_W}}}{name}") or element.get(f"{{{_STRICT}}}{name}") or ""


def local_name(element: etree._Element | None) -> str:
    """Return the name of an element without its namespace."""
    if element is None or not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname


def _space(element: etree._Element) -> str:
    return etree.QName(element).namespace or _W


def _parent(element: etree._Element) -> etree._Element | None:
    return element.getparent()


def _list_named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter(f"{{{_W}}}{name}", f"{{{_STRICT}}}{name}")


def _is_within(element: etree._Element, name: str) -> bool:
    return any(local_name(above) == name for above in element.iterancestors())


def _move_box(box: etree._Element) -> None:
    """Put the blocks of a text box after the outermost paragraph around it."""
    hosts = [above for above in box.iterancestors() if local_name(above) == "p"]
    if hosts:
        for block in reversed(list(box)):
            hosts[-1].addnext(block)


def _unwrap(element: etree._Element, children: list[etree._Element]) -> None:
    for child in children:
        element.addprevious(child)
    parent = _parent(element)
    if parent is not None:
        parent.remove(element)


def _unwrap_ruby(ruby: etree._Element) -> None:
    """Put the words of a ruby, and after them how they are read, in the place of its run."""
    run = _parent(ruby)
    if run is not None and local_name(run) == "r":
        parts = {local_name(part): list(part) for part in ruby}
        for child in (*parts.get("rubyBase", ()), *parts.get("rt", ())):
            run.addprevious(child)
        run.remove(ruby)


def _mark_pages(root: etree._Element, marks: PageMarks) -> None:
    """Put a character where a page is broken."""
    for found in list(_list_named(root, "br")):
        if get_value(found, "type") == "page":
            found.tag = f"{{{_space(found)}}}t"
            found.attrib.clear()
            found.text = marks.page
    for found in list(_list_named(root, "pageBreakBefore")):
        paragraph = next((a for a in found.iterancestors() if local_name(a) == "p"), None)
        if paragraph is not None and get_value(found, "val") not in _OFF:
            run = etree.Element(f"{{{_space(found)}}}r")
            etree.SubElement(run, f"{{{_space(found)}}}t").text = marks.page
            paragraph.insert(1, run)
