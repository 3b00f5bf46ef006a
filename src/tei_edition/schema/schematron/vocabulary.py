"""The elements of Schematron: where each is allowed, and which attributes it must have."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from tei_edition.schema.schematron.error import fail
from tei_edition.schema.schematron.model import SCH_NS
from tei_edition.tei import XML_ID

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml import etree

_WORDS = frozenset({"name", "value-of", "emph", "dir", "span"})
# What may be in each element (ISO/IEC 19757-3:2020, Annex A), a little more than less.
_CHILDREN: dict[str, frozenset[str]] = {
    "schema": frozenset(
        ("diagnostics", "extends", "include", "let", "ns", "p", "pattern", "phase", "properties")
    )
    | {"rules", "title"},
    "pattern": frozenset(("extends", "include", "let", "p", "param", "rule", "title")),
    "rules": frozenset(("include", "p", "rule", "title")),
    "rule": frozenset(("assert", "extends", "include", "let", "p", "report")),
    "phase": frozenset(("active", "include", "let", "p", "title")),
    "diagnostics": frozenset(("diagnostic", "include")),
    "properties": frozenset(("include", "property")),
    **dict.fromkeys(("assert", "report", "diagnostic", "property"), _WORDS),
    **dict.fromkeys(("p", "active", "title"), frozenset({"dir", "emph", "span", "include"})),
    **dict.fromkeys(("emph", "dir", "span"), _WORDS),
    **dict.fromkeys(("include", "extends", "let", "name", "ns", "param", "value-of"), frozenset()),
}
_REQUIRED = {
    "active": ("pattern",),
    "assert": ("test",),
    "diagnostic": ("id",),
    "include": ("href",),
    "let": ("name",),
    "ns": ("prefix", "uri"),
    "param": ("name",),
    "phase": ("id",),
    "property": ("id",),
    "report": ("test",),
    "value-of": ("select",),
}
# The attributes that mean something on one element, and those that may be on any.
_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "schema": ("schemaVersion", "defaultPhase", "queryBinding"),
    "active": ("pattern",),
    "assert": ("test", "diagnostics", "properties"),
    "report": ("test", "diagnostics", "properties"),
    "dir": ("value",),
    "extends": ("rule", "href"),
    "include": ("href",),
    "let": ("name", "value", "as"),
    "name": ("path",),
    "ns": ("prefix", "uri"),
    "param": ("name", "value"),
    "pattern": ("abstract", "is-a", "documents"),
    "property": ("scheme",),
    "rule": ("abstract", "context"),
    "value-of": ("select",),
}
_COMMON = (
    "class", "flag", "fpi", "icon", "id", "role", "see", "severity", "subject",
)  # fmt: skip
# What the edition of 2025 has, and changes what is judged.
_NEWER = frozenset({"from", "visit-each", "when"})
_REMEDIES = {
    "rule": "put it into a <pattern>",
    "assert": "put it into a <rule> with a context",
    "report": "put it into a <rule> with a context",
    "active": "put it into a <phase>",
    "diagnostic": "put it into <diagnostics>",
    "property": "put it into <properties>",
}


def suggest(word: str, known: Collection[str]) -> str:
    """Return a hint that names the nearest of the known words, or the words where they are few."""
    if nearest := difflib.get_close_matches(word, known, n=1, cutoff=0.6):
        return f'did you mean "{nearest[0]}"?'
    return f"there are: {', '.join(sorted(known))}" if 0 < len(known) <= 8 else ""


def name_of(element: etree._Element) -> str:
    """Return the local name of an element of Schematron; empty for any other node."""
    tag = element.tag
    prefix = f"{{{SCH_NS}}}"
    return tag[len(prefix) :] if isinstance(tag, str) and tag.startswith(prefix) else ""


def check_vocabulary(root: etree._Element) -> None:
    """Hold a schema against the table; raises SchematronError at the first fault."""
    for element in root.iter(f"{{{SCH_NS}}}*"):
        name = name_of(element)
        if name not in _CHILDREN:
            hint = suggest(name, _CHILDREN)
            raise fail(element, f"<{name}> is not an element of Schematron", hint)
        _check_attributes(element, name)
        for attribute in _REQUIRED.get(name, ()):
            if not (element.get(attribute) or _other_id(element, attribute)).strip():
                raise fail(element, f"the <{name}> has no {attribute}", f'write {attribute}="…"')
        parent = element.getparent()
        above = "" if parent is None or element is root else name_of(parent)
        if above and name not in _CHILDREN[above]:
            hint = _REMEDIES.get(name, "")
            raise fail(element, f"a <{name}> is not allowed in a <{above}>", hint)
        _check_rule(element, name)


def _check_attributes(element: etree._Element, name: str) -> None:
    """Refuse attributes that are not known: what they say would be passed over in silence."""
    known = (*_ATTRIBUTES.get(name, ()), *_COMMON)
    for attribute in map(str, element.attrib):
        if attribute.startswith("{") or attribute in known:
            continue
        nearest = difflib.get_close_matches(attribute, known, n=1, cutoff=0.6)
        hint = f"did you mean {nearest[0]}?" if nearest else "remove it"
        if attribute in _NEWER:
            hint = "the standard (editions of 2016 and 2020) does not define it"
        raise fail(element, f'<{name}> has no attribute "{attribute}"', hint)


def _other_id(element: etree._Element, attribute: str) -> str:
    """Return the xml:id that stands for an id."""
    return element.get(XML_ID, "") if attribute == "id" else ""


def _check_rule(element: etree._Element, name: str) -> None:
    is_abstract = element.get("abstract") == "true"
    if name == "rule":
        if is_abstract and not (element.get("id") or element.get(XML_ID)):
            raise fail(element, "an abstract <rule> has no id", 'write id="…", for extends to name')
        if not is_abstract and not element.get("context", "").strip():
            raise fail(
                element, "the <rule> has no context", 'write context="tei:persName", for example'
            )
    if name == "pattern" and is_abstract and not (element.get("id") or element.get(XML_ID)):
        raise fail(element, "an abstract <pattern> has no id", 'write id="…", for is-a to name')
    if name == "extends" and bool(element.get("rule")) == bool(element.get("href")):
        raise fail(element, "an <extends> must have either a rule or an href")
