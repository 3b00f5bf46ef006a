"""The units of a text, read from its file alone: nothing of the package is imported here."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import etree

NS = {"t": "http://www.tei-c.org/ns/1.0"}
OWN = {"ab", "head", "item", "l", "lg", "p", "row", "sp", "div", *(f"div{n}" for n in range(1, 8))}
ASIDE = {"note", "app", "figure", "teiHeader", "standOff", "listApp"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


class Unit(NamedTuple):
    """A unit: its reference if the file has it, its level, the place of its parent, its type."""

    reference: str | None
    level: int
    parent: int | None
    type: str


def list_units(file: bytes) -> list[Unit]:
    """Return the units of the first tree of a file, in pre-order."""
    root = etree.fromstring(file, etree.XMLParser(collect_ids=False))
    order = {element: n for n, element in enumerate(root.iter())}
    found: list[Unit] = []
    declared: Any = root.xpath("(//t:refsDecl[t:citeStructure])[1]/t:citeStructure", namespaces=NS)

    def find(structures: list[Any], context: Any, above: str, parent: int | None) -> None:
        met = []
        for structure in structures:
            steps = re.sub(r"(^|/)(?=[A-Za-z])", r"\1t:", structure.get("match"))
            elements: Any = context.xpath(steps, namespaces=NS)
            for element in elements:
                use = re.sub(r"^(?=[A-Za-z])", "t:", structure.get("use"))
                used = " ".join(element.xpath(f"string({use})", namespaces=NS).split())
                met.append((order[element], element, structure, used))
        level = 1 if parent is None else found[parent].level + 1
        for _, element, structure, used in sorted(met, key=lambda one: one[0]):
            reference = f"{above}{structure.get('delim', '')}{used}"
            kind = structure.get("unit") or etree.QName(element).localname
            found.append(Unit(reference, level, parent, kind))
            find(structure.findall("t:citeStructure", NS), element, reference, len(found) - 1)

    def walk(element: Any, parent: int | None) -> None:
        name = etree.QName(element).localname if isinstance(element.tag, str) else "note"
        if name in OWN:
            is_division = name.startswith("div")
            kind = (element.get("type") if is_division else None) or name
            level = 1 if parent is None else found[parent].level + 1
            found.append(Unit(element.get(XML_ID), level, parent, kind))
            parent = len(found) - 1
        for child in element if name not in ASIDE else ():
            walk(child, parent)

    if declared:
        find(declared, root, "", None)
    texts: Any = root.xpath("/t:TEI/t:text", namespaces=NS)
    for text in texts if not declared else ():
        walk(text, None)
    return found
