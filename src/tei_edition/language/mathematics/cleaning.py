"""MathML as a page may have it: nothing in it but how a formula looks."""

from __future__ import annotations

from typing import cast

from lxml import etree

from tei_edition.language.mathematics.vocabulary import (
    ATTRIBUTES,
    KNOWN,
    MATHML_NS,
    TOKENS,
    mathml,
    name_of,
    parts_of,
    words_apart,
    words_of_token,
)

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def clean_mathml(element: etree._Element) -> etree._Element:
    """Copy a `math` so that each element and attribute is known to be harmless.

    Of an unknown element the words are kept, or the expression that it holds.
    """
    made = etree.Element(mathml("math"), nsmap=cast("dict[str, str]", {None: MATHML_NS}))
    _fill(made, element)
    return made


def read_mathml(text: str) -> etree._Element | None:
    """Read a `math` from its text, cleaned, or return None if it is not one."""
    try:
        root = etree.fromstring(text, _PARSER)
    except etree.XMLSyntaxError:
        return None
    return clean_mathml(root) if name_of(root) == "math" else None


def write_mathml(element: etree._Element) -> str:
    """Write a `math` as text, for XML and HTML alike."""
    for inner in element.iter():
        if inner.text is None and not len(inner):
            inner.text = ""  # HTML knows no empty tags of MathML
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _fill(made: etree._Element, element: etree._Element) -> None:
    for name, value in element.items():
        if name in ATTRIBUTES and "url" not in str(value).lower():
            made.set(str(name), str(value))
    if name_of(element) in TOKENS:
        made.text = words_of_token(element)
        return
    for part in parts_of(element):
        name = name_of(part)
        while name == "semantics" and parts_of(part):
            part = parts_of(part)[0]
            name = name_of(part)
        if name in KNOWN:
            _fill(etree.SubElement(made, mathml(name)), part)
        elif words := words_apart(part):
            etree.SubElement(made, mathml("mtext")).text = words
