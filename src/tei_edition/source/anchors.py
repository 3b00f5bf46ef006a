"""Anchors: a stable name for each passage and each mention of a file.

An element's anchor is its `xml:id`, or else its name with a number, counted within the nearest
ancestor that has an `xml:id` (`fate.p3`; `p3` where there is none). The same source always gives
the same anchors. A counted anchor that is somebody's `xml:id` gives way and takes the next number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.problems import About, Problem, problem
from tei_edition.source.stamps import ANCHOR, REFERENCE, locate
from tei_edition.tei import (
    HEADERS,
    NAMED_BY_POINTER,
    NAMED_BY_REF,
    NAMED_WITH_REF,
    NAMES,
    PASSAGES,
    XML_ID,
    local,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTED = PASSAGES | NAMES | NAMED_BY_POINTER | NAMED_BY_REF | {"date", "index"}
# XML 1.0, production [4], without the colon (Namespaces in XML, production NCName).
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(f"[{_START}][{_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*")


def stamp_anchors(root: etree._Element) -> Iterator[Problem]:
    """Stamp every passage, mention and element with an `xml:id` below `root` with its anchor.

    What the header declares to be cited (`references`) is a passage too, and so is what has an
    image. Yields a problem for each `xml:id` that is malformed or used before; such an element is
    anchored by counting.
    """
    ids, problems = _collect_ids(root)
    _stamp(root, ids)
    return iter(problems)


def is_ncname(text: str) -> bool:
    """Whether the text can be an `xml:id`."""
    return _NCNAME.fullmatch(text) is not None


def _advise_id(given: str) -> str:
    """Return how to write an `xml:id`, and the one that was probably meant."""
    rule = "begin with a letter or _, and use letters, digits, . - _ only"
    if not given.strip():
        return f"{rule}; or remove the attribute"
    meant = re.sub(r"[^\w.\-]+", "_", given.strip().removeprefix("#")).lstrip("-.")
    meant = f"n{meant}" if meant[:1].isdigit() else meant
    return f'write "{meant[:60]}": {rule}' if is_ncname(meant) else rule


def _collect_ids(root: etree._Element) -> tuple[dict[str, etree._Element], list[Problem]]:
    ids: dict[str, etree._Element] = {}
    problems: list[Problem] = []
    for element in root.iter(etree.Element):
        given = element.get(XML_ID)
        if given is None or not local(element.tag):
            continue  # examples (egXML) have ids of their own
        if not is_ncname(given):
            problems.append(
                problem(
                    "malformed-id",
                    f'"{given[:60]}" cannot be an xml:id',
                    locate(element),
                    hint=_advise_id(given),
                )
            )
        elif given in ids:
            first, where = locate(ids[given]), locate(element)
            of_file = "" if first.file == where.file else f" of {first.file}"
            problems.append(
                problem(
                    "duplicate-id",
                    f'the xml:id "{given}" is already used',
                    where,
                    hint=f"it is first used on line {first.line}{of_file}; give one of the two"
                    " another xml:id",
                    related=(first,),
                    about=About(local(element.tag), "xml:id", (given,)),
                )
            )
        else:
            ids[given] = element
    return ids, problems


def _is_counted(element: etree._Element, name: str) -> bool:
    """Whether an element can be cited: the texts of a group or a corpus have pages of their own."""
    if name == "text":
        parent = element.getparent()
        return parent is not None and (
            local(parent.tag) == "group" or parent.getparent() is not None
        )
    is_name = name in NAMED_WITH_REF and element.get("ref")
    # The picture of a reading is shown with it, and makes it no passage.
    is_pictured = element.get("facs") and name not in {"lem", "rdg"}
    return name in _COUNTED or bool(is_name or element.get(REFERENCE) or is_pictured)


def _stamp(root: etree._Element, ids: dict[str, etree._Element]) -> None:
    counts: dict[tuple[str, str], int] = {}
    # (element, nearest id above it, whether it is in a header): depth first, in order.
    stack: list[tuple[etree._Element, str, bool]] = [(root, "", False)]
    while stack:
        element, scope, header = stack.pop()
        name = local(element.tag)
        given = element.get(XML_ID)
        if name and given is not None and ids.get(given) is element:
            element.set(ANCHOR, given)
            scope = given
        elif name and not header and _is_counted(element, name):
            prefix = f"{scope}.{name}" if scope else name
            number = counts.get((scope, name), 0) + 1
            while f"{prefix}{number}" in ids:
                number += 1
            counts[scope, name] = number
            element.set(ANCHOR, f"{prefix}{number}")
        header = header or name in HEADERS
        stack.extend((child, scope, header) for child in element.iterchildren("*", reversed=True))
