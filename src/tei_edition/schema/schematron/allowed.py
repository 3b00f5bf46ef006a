"""Check the XSLT in a schema: it may compute, but not replace anything of ours.

A schema may come from a stranger. What is not listed here is refused; so is every name in the
namespaces of the stylesheet that the schema is made into.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from tei_edition.schema.schematron.error import fail
from tei_edition.schema.schematron.model import SCH_NS, XSL_NS, sch
from tei_edition.tei import SOURCE_NS

if TYPE_CHECKING:
    from collections.abc import Iterator

DECLARATIONS = frozenset(
    ("accumulator", "decimal-format", "function", "key", "mode", "param", "template", "variable")
)
# Instructions that compute. Those that write, or that run what a text says, are not among them.
_INSTRUCTIONS = frozenset(
    ("accumulator-rule", "analyze-string", "apply-templates", "attribute", "break", "call-template",
     "catch", "choose", "comment", "copy", "copy-of", "document", "element", "fallback", "for-each",
     "for-each-group", "if", "iterate", "map", "map-entry", "matching-substring", "message",
     "namespace", "next-iteration", "next-match", "non-matching-substring", "number",
     "on-completion", "on-empty", "on-non-empty", "otherwise", "perform-sort",
     "processing-instruction", "sequence", "sort", "text", "try", "value-of", "when",
     "where-populated",
     "with-param")
)  # fmt: skip
# All our namespaces begin so; in the stylesheet the prefix stands for one of them.
_OWN_URN = "urn:tei-edition:"
_PREFIX = "tei-edition"
_OWN_NAME = re.compile(r"(?<![\w.\-])tei-edition\s*:")
_OLD_NS = "http://www.ascc.net/xml/schematron"
# Of these no schema may define functions: they are of the language itself.
_LANGUAGE = frozenset({SCH_NS, _OLD_NS, XSL_NS})
_COMPUTE = "rules cannot write files or run other code"
_OWN_HINT = "choose another name: names of tei-edition cannot be used or replaced"


def check_allowed(root: etree._Element) -> None:
    """Refuse XSLT that could do more than compute; raises SchematronError at the first place."""
    # A schema may bind the prefix that ours has in the stylesheet: then it has another there.
    is_taken = any(ns.get("prefix", "").strip() == _PREFIX for ns in root.findall(sch("ns")))
    for element in root.iter(etree.Element):
        is_ours = not is_taken if element.tag.startswith(f"{{{SCH_NS}}}") else True
        _check_names(element, is_ours=is_ours and _PREFIX not in element.nsmap)
        if element.tag.startswith(f"{{{XSL_NS}}}"):
            _check_instruction(element, etree.QName(element).localname)


def _check_instruction(element: etree._Element, name: str) -> None:
    if name not in DECLARATIONS | _INSTRUCTIONS:
        raise fail(element, f"<xsl:{name}> is not allowed in a schema", _COMPUTE)
    if name == "template" and element.get("match") and not element.get("mode", "").strip():
        told = "a template without a mode would replace the rules"
        raise fail(element, told, 'give it a mode: mode="…"')
    if name == "mode" and not element.get("name", "").strip():
        raise fail(element, "the mode without a name is used by the rules", 'name it: name="…"')
    for mode in element.get("mode", "").split():
        if mode.startswith("#") and not (name == "apply-templates" and mode == "#current"):
            told = f'the mode "{mode}" is used by the rules'
            raise fail(element, told, 'use another mode: mode="…"')
    if name == "function":
        namespace = _find_namespace(element, element.get("name", ""))
        if namespace in _LANGUAGE:
            raise fail(element, f'a function cannot be in the namespace "{namespace}"', _OWN_HINT)


def _check_names(element: etree._Element, *, is_ours: bool) -> None:
    """Refuse names in our namespaces, and elements that would extend the language.

    The prefix `tei-edition` stands for one of these if it is ours.
    """
    for key, text in element.attrib.items():
        name, value = etree.QName(key), str(text)
        if name.namespace == SOURCE_NS:
            continue
        if name.localname == "extension-element-prefixes":
            raise fail(element, "the language of a schema cannot be extended", _COMPUTE)
        if _OWN_URN in value or (is_ours and _OWN_NAME.search(value)):
            raise fail(
                element, f'@{name.localname} uses a name of tei-edition: "{value}"', _OWN_HINT
            )
    for uri in _list_namespaces(element):
        if uri.startswith(_OWN_URN):
            raise fail(element, f'the namespace "{uri}" is reserved for tei-edition', _OWN_HINT)
    for words in (element.text, *(child.tail for child in element)):
        # With expand-text, text may hold expressions.
        if words and "{" in words and (_OWN_URN in words or (is_ours and _OWN_NAME.search(words))):
            raise fail(element, "its text uses a name of tei-edition", _OWN_HINT)


def _list_namespaces(element: etree._Element) -> Iterator[str]:
    yield etree.QName(element).namespace or ""
    for uri in element.nsmap.values():
        if uri != SOURCE_NS:  # ours, for the places of elements
            yield uri


def _find_namespace(element: etree._Element, name: str) -> str:
    """Return the namespace of a name of XSLT, which may be spelt out in braces."""
    if found := re.match(r"\s*Q\{([^}]*)\}", name):
        return found[1].strip()
    prefix, colon, _ = name.strip().partition(":")
    return element.nsmap.get(prefix, "") if colon else ""
