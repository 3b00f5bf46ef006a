"""Parts of a text as TEI: what is between two points of a tree, with the elements around it."""

from __future__ import annotations

import posixpath
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import quote

from lxml import etree

from tei_edition.tei import EMPTY, TEI_NS, XML_BASE, XML_LANG, local, tei, write_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

DTS_NS = "https://w3id.org/api/dts#"
# What may be before the body of a text, or after it, but not in its place.
_MATTER = frozenset({"front", "back"})


class Cut(NamedTuple):
    """A part of a tree: from the start of an element to the end of one, or up to another.

    `last` is the last element that belongs to it; `before`, where given, is the first that does
    not: what is cited by a break of the page or line has no end of its own.
    """

    first: etree._Element
    last: etree._Element
    before: etree._Element | None = None


def cut_document(root: etree._Element, cut: Cut, *, base: str, is_wrapped: bool) -> etree._Element:
    """Return a part of a text as a TEI document with a short header.

    The elements around it keep their attributes. `base` is the address of the whole, from which its
    pointers count; with `is_wrapped` a `dts:wrapper` holds the part.
    """
    whole = next((a for a in (cut.first, *cut.first.iterancestors())
                  if local(a.tag) == "TEI"), root)  # fmt: skip
    made = etree.Element(tei("TEI"), nsmap=_read_namespaces(whole))
    for name, value in whole.attrib.items():
        made.set(name, value)
    made.set(XML_BASE, base)
    made.append(deepcopy(make_short_header(whole)))
    holder = _find_holder(cut)
    chain = [a for a in holder.iterancestors() if a is not whole and whole in a.iterancestors()]
    chain = [*reversed(chain), holder] if holder is not whole else []
    inner = made
    for element in chain:
        inner = _add_shallow(inner, element)
        if local(element.tag) in _MATTER:
            _add_body(inner)
    end = cut.last if cut.before is None else cut.before
    starts = {cut.first, *cut.first.iterancestors()}
    content = list(_list_content(holder, cut, starts, {end, *end.iterancestors()}))
    if is_wrapped:
        inner = etree.SubElement(inner, f"{{{DTS_NS}}}wrapper", nsmap={"dts": DTS_NS})
    _fill(inner, content)
    if not any(local(child.tag) in {"text", "standOff", "TEI"} for child in made):
        _move_into_body(made)
    return made


@lru_cache(maxsize=1)  # one after another, all parts of a text have the same
def make_short_header(whole: etree._Element) -> etree._Element:
    """Return a header with the title, publication and source of a text, as its own has them."""
    header = etree.Element(tei("teiHeader"))
    given = whole.find(f"{tei('teiHeader')}/{tei('fileDesc')}")
    if given is None:
        return header
    file = etree.SubElement(header, tei("fileDesc"))
    for name in ("titleStmt", "publicationStmt", "seriesStmt", "sourceDesc"):
        for statement in given.findall(tei(name)):
            if name != "sourceDesc":
                copy = deepcopy(statement)
                copy.tail = "\n"
                file.append(copy)
    source = etree.SubElement(file, tei("sourceDesc"))
    etree.SubElement(source, tei("p")).text = "Part of a larger text, which xml:base names."
    return header


def find_base(path: str, source: str, url: str) -> str:
    """Return the address of a source as a file at another path of the site has to give it."""
    if url:
        return url + quote(source)
    return quote(posixpath.relpath(source, posixpath.dirname(path) or "."))


def write_document(root: etree._Element) -> bytes:
    """Return a tree as a file in UTF-8."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["dts"])
    return write_xml(root)


def _find_holder(cut: Cut) -> etree._Element:
    """Return the nearest element that holds all of a part, and more than the part may be."""
    end = cut.before if cut.before is not None else cut.last
    first = list(cut.first.iterancestors())
    above = set(end.iterancestors())
    holder = next((a for a in first if a in above), first[-1] if first else cut.first)
    if cut.first in above:  # a range from a unit to one inside it
        return first[0] if first else cut.first
    return holder


def _add_shallow(parent: etree._Element, element: etree._Element) -> etree._Element:
    made = etree.SubElement(
        parent, element.tag, _read_attributes(element), nsmap=_read_namespaces(element)
    )
    if local(element.tag) == "text" and element.get(XML_LANG) is None:
        above = (a.get(XML_LANG) for a in element.iterancestors())
        if language := next((found for found in above if found), None):
            made.set(XML_LANG, language)
    return made


def _add_body(matter: etree._Element) -> None:
    """Give a text of which only the front or the back is cut the body that TEI demands."""
    body = etree.Element(tei("body"))
    etree.SubElement(body, tei("p"))
    if local(matter.tag) == "front":
        matter.addnext(body)
    else:
        matter.addprevious(body)


def _move_into_body(made: etree._Element) -> None:
    text = etree.Element(tei("text"))
    body = etree.SubElement(text, tei("body"))
    for child in list(made)[1:]:
        body.append(child)
    made.append(text)


def _read_namespaces(element: etree._Element) -> dict[str, str]:
    """Return the prefixes of an element as lxml takes them; that of TEI is the empty one."""
    return cast("dict[str, str]", {**element.nsmap, None: TEI_NS})


def _read_attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _fill(parent: etree._Element, content: Iterable[etree._Element | str]) -> None:
    """Add elements and words to an element, in order."""
    last = parent[-1] if len(parent) else None
    for part in content:
        if not isinstance(part, str):
            parent.append(part)
            last = part
        elif last is None:
            parent.text = (parent.text or "") + part
        else:
            last.tail = (last.tail or "") + part


def _list_content(
    element: etree._Element,
    cut: Cut,
    starts: Set[etree._Element],
    ends: Set[etree._Element],
) -> Iterator[etree._Element | str]:
    """Yield copies of what an element holds of a part, its elements whole or in part.

    `starts` are the elements around the start of the part, empty if it starts before the
    element; `ends` those around its end, empty if it ends behind.
    """
    is_in = not starts
    if is_in and element.text:
        yield element.text
    for child in element:
        begins = not is_in and child in starts
        if not (is_in or begins):
            continue
        is_in = True
        if child is cut.before:
            return
        stops = child in ends
        inner_starts = starts if begins and child is not cut.first else frozenset()
        is_last = cut.before is None and child is cut.last
        inner_ends = ends if stops and not is_last else frozenset()
        if inner_starts or inner_ends:
            copy = etree.Element(child.tag, _read_attributes(child), nsmap=_read_namespaces(child))
            _fill(copy, _list_content(child, cut, inner_starts, inner_ends))
        else:
            copy = deepcopy(child)
            copy.tail = None
        yield copy
        if stops:
            return
        if child.tail:
            yield child.tail


def is_point(element: etree._Element) -> bool:
    """Whether an element marks where a unit begins, and holds nothing of it."""
    return local(element.tag) in EMPTY
